"""Questions and answers: found by what people type, with a slip, in either language and in kana."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.faq import USUAL_FAQ, FaqEntry, find_in_faq, with_usual
from shared.domain.programme import programme_faults
from shared.domain.text import Text
from tests.domain.small_shop import small_programme

OWN = FaqEntry("parking", Text("Where can I park?", "駐車場はどこですか？"), Text("Behind the shop.", "店の裏です。"))


def keys(query: str) -> list[str]:
    return [entry.key for entry in find_in_faq(with_usual((OWN,)), query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("lost", "lost"),
        ("LOST card", "lost"),
        ("losst card", "lost"),
        ("expire", "expiry"),
        ("expirey", "expiry"),
        ("privcy", "privacy"),
        ("prize code", "prize"),
        ("voucher", "prize"),
        ("なくした", "lost"),
        ("かーど なくし", "lost"),
        ("ふんしつ", "lost"),
        ("きげん", "expiry"),
        ("ゆうこうきげん", "expiry"),
        ("ぽいんと", "points"),
        ("ﾌﾟﾗｲﾊﾞｼｰ", "privacy"),
        ("ぷらいばし", "privacy"),
        ("がらぽん", "turns"),
        ("にゅうかい", "joining"),
        ("park", "parking"),
    ],
)
def test_what_is_meant_comes_first(query: str, first: str) -> None:
    assert keys(query)[0] == first


@pytest.mark.parametrize("query", ["xyzzy", "ぬぬぬぬ", "lost xyzzy"])
def test_what_nobody_has_written_of_is_not_found(query: str) -> None:
    assert keys(query) == []


@pytest.mark.parametrize("query", ["", "  ", "?!", "・"])
def test_without_a_question_there_is_everything(query: str) -> None:
    assert keys(query) == ["parking", *(entry.key for entry in USUAL_FAQ)]


@given(st.text(max_size=20))
def test_any_text_is_a_question(query: str) -> None:
    assert set(find_in_faq(USUAL_FAQ, query)) <= set(USUAL_FAQ)


def test_a_programme_says_things_its_own_way() -> None:
    own = FaqEntry("lost", Text("Card gone?", "カードがない？"), Text("Call us.", "お電話ください。"))
    entries = with_usual((own,))
    assert entries[0] == own
    assert [entry.key for entry in entries].count("lost") == 1
    assert len(entries) == len(USUAL_FAQ)
    assert small_programme().help == USUAL_FAQ


def test_a_question_is_asked_once_and_answered_in_both_languages() -> None:
    assert programme_faults(replace(small_programme(), faq=(OWN,))) == []
    assert programme_faults(replace(small_programme(), faq=(OWN, OWN))) == ["faq: 'parking' stands twice."]
    mute = replace(OWN, answer=Text("Behind the shop.", ""))
    (fault,) = programme_faults(replace(small_programme(), faq=(mute,)))
    assert "faq" in fault
