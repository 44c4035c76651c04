"""Finding members by any part of what staff know about them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from shared.domain.member import Entry, EntryKind, Member, Profile
from shared.storage.device_schema import member_text
from shared.storage.search_text import MAKING, Word, fold, grams, matched_part, query_grams, searchable, terms
from shared.storage.sounds import hepburn, sound
from tests.storage.solo import Solo, a_member, said_member

HANA = a_member(1)
YUMIKO = a_member(
    2, nickname="ゆみ", profile=Profile("高橋 由美子", "タカハシ ユミコ", "+818098765432", "yumi@mail.jp", None)
)
SAKO = a_member(3, nickname="Sako", profile=Profile("Satoko O'Brien", "", "+442071838750", "", None))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("高橋", YUMIKO),
        ("由美", YUMIKO),
        ("たかはし", YUMIKO),
        ("タカ", YUMIKO),
        ("ﾀｶﾊｼ", YUMIKO),
        ("ユミコ　タカハシ", YUMIKO),
        ("高橋由美子", YUMIKO),
        ("ゆみ", YUMIKO),
        ("080-9876", YUMIKO),
        ("5432", YUMIKO),
        ("+81 80", YUMIKO),
        ("ＳＡＴＯ", SAKO),
        ("obrien", SAKO),
        ("sak", SAKO),
        ("8750", SAKO),
        ("0000 0000 0013", HANA),
        ("花田", HANA),
        ("ダ ハ", HANA),
        ("takahashi", YUMIKO),
        ("Yumiko Takahasi", YUMIKO),
        ("たかはs", YUMIKO),
        ("髙橋", YUMIKO),
        ("yumi@mail", YUMIKO),
    ],
)
def test_any_part_finds(tablet: Solo, query: str, found: Member) -> None:
    tablet.tell(*map(said_member, (HANA, YUMIKO, SAKO)))
    assert [row.member_id for row in tablet.device.search.find(query, 10)] == [found.member_id]


@pytest.mark.parametrize("query", ["zz", "高橋花子", '"', "a* OR b", "' OR 1=1", "9999"])
def test_what_nobody_has_finds_nobody(tablet: Solo, query: str) -> None:
    tablet.tell(*map(said_member, (HANA, YUMIKO, SAKO)))
    found = tablet.device.search.find(query, 10)
    assert [row for row in found if terms(query)] == []


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("takabashi yumiko", YUMIKO),
        ("takahahsi yumiko", YUMIKO),
        ("たかほし ゆみこ", YUMIKO),
        ("ユミコタカハシ", YUMIKO),
        ("由美子高橋", YUMIKO),
        ("yumikotakahashi", YUMIKO),
        ("080-9876-5423", YUMIKO),
        ("08098766432", YUMIKO),
        ("satomo obrien", SAKO),
        ("たこほち ゆにこ", None),
        ("9877", None),
        ("080-1111-2222", None),
    ],
)
def test_a_slip_finds_whom_it_means_and_says_so(tablet: Solo, query: str, meant: Member | None) -> None:
    tablet.tell(*map(said_member, (HANA, YUMIKO, SAKO)))
    found = tablet.device.search.find(query, 10)
    assert [row.member_id for row in found] == ([meant.member_id] if meant else [])
    assert all(row.likely for row in found)


def test_whom_the_query_names_comes_alone_although_others_sound_alike(tablet: Solo) -> None:
    """Nobody is offered in place of her who was found."""
    names = ("タナカ ユウコ", "タナカ ユミコ", "タナハ ユウコ")
    members = [a_member(i + 1, nickname=f"n{i}", profile=Profile("", k, "", "", None)) for i, k in enumerate(names)]
    tablet.tell(*map(said_member, members))
    assert [(row.kana, row.likely) for row in tablet.device.search.find("tanaka yuuko", 10)] == [(names[0], False)]


def test_what_an_older_program_took_in_is_renewed_bit_by_bit(tablet: Solo) -> None:
    tablet.tell(*map(said_member, (HANA, YUMIKO, SAKO)))
    with tablet.device.storage._writing() as connection:
        connection.execute(update(member_text).values(text=func.replace(member_text.c.text, "takahasi", ""), making=0))
        connection.commit()
    assert tablet.device.search.find("takahashi", 10) == ()
    tablet.device.storage.renew_index()
    assert [row.member_id for row in tablet.device.search.find("takahashi", 10)] == [YUMIKO.member_id]
    with tablet.device.storage.reading() as (connection, _):
        assert set(connection.execute(select(member_text.c.making)).scalars()) == {MAKING}


SPELLINGS = {
    "さとう": ("sato", "satou", "satoh", "Satō", "さとー", "サトウ"),
    "おおの": ("ono", "oono", "ohno", "Ōno"),
    "しんじ": ("shinji", "sinzi", "Shin-ji"),
    "はっとり": ("hattori", "hatori"),
    "ほんま": ("homma", "honma"),
    "じゅんいちろう": ("junichiro", "zyunitirou", "Jun'ichirō"),
    "つちや": ("tsuchiya", "tutiya"),
    "こうへい": ("kohei", "kouhei"),
    "えっちゅう": ("etchu", "ecchuu"),
    "ソフィア": ("sofia", "sophia"),
}


@pytest.mark.parametrize("kana", SPELLINGS)
def test_however_a_name_is_written_it_sounds_the_same(kana: str) -> None:
    assert {sound(fold(spelling)) for spelling in SPELLINGS[kana]} == {sound(fold(kana))}


@pytest.mark.parametrize("other", ["佐藤", "山ta", "12", "", "Ωmega"])
def test_what_is_not_spoken_in_kana_has_no_sound(other: str) -> None:
    assert sound(fold(other)) == ""


KANA = st.text(
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわんがじづばぱ", max_size=8
)


@given(KANA)
def test_a_name_as_most_people_type_it_sounds_as_it_is_spoken(kana: str) -> None:
    assert sound(hepburn(kana)) == sound(kana)


@given(KANA, st.sampled_from("かきくけこさしすせそたちつてとまみむめもらりるれろ"), KANA)
def test_what_is_typed_so_far_sounds_like_the_beginning(before: str, next_kana: str, after: str) -> None:
    whole, typed = sound(before + next_kana + after), sound(before + next_kana)
    assert whole.startswith(typed[:-1])
    assert whole.startswith(sound(before + hepburn(next_kana)[0]))


def test_one_character_or_none_shows_recent_members(tablet: Solo) -> None:
    tablet.tell(*map(said_member, (HANA, YUMIKO, SAKO)))
    assert len(tablet.device.search.find("", 10)) == 3
    assert len(tablet.device.search.find("", 2)) == 2
    assert [row.member_id for row in tablet.device.search.find("高", 10)] == [YUMIKO.member_id]


def test_a_row_shows_what_a_counter_needs(tablet: Solo) -> None:
    tablet.tell(said_member(YUMIKO))
    (row,) = tablet.device.search.find("ゆみこ", 10)
    assert (row.name, row.kana, row.nickname, row.phone_tail) == ("高橋 由美子", "タカハシ ユミコ", "ゆみ", "5432")
    assert row.balance_points == 0
    assert row.tier.en == "Member"
    start, length = row.kana_match
    assert row.kana[start : start + length] == "ユミコ"


def test_a_purchase_counts_as_being_there(tablet: Solo) -> None:
    bought = replace(HANA, visited=(("ueno", date(2026, 4, 3)), ("ginza", date(2026, 4, 9))))
    played = replace(SAKO, visited=(("ginza", date(2026, 4, 8)),), last_visit_on=date(2026, 4, 8))
    tablet.tell(*map(said_member, (bought, played, YUMIKO)))
    found = tablet.device.search.find("", 10)
    assert [(row.member_id, row.last_visit_on) for row in found] == [
        (HANA.member_id, date(2026, 4, 9)),
        (SAKO.member_id, date(2026, 4, 8)),
        (YUMIKO.member_id, None),
    ]


def test_a_correction_in_her_absence_does_not(tablet: Solo) -> None:
    corrected = Entry("op", EntryKind.ADJUSTMENT, datetime(2026, 4, 9, tzinfo=UTC), "ginza", "tablet", 50)
    seen = replace(HANA, visited=(("ginza", date(2026, 4, 8)),))
    tablet.tell(*map(said_member, (seen, replace(SAKO, history=(corrected,)))))
    assert [row.member_id for row in tablet.device.search.find("", 10)] == [HANA.member_id, SAKO.member_id]


def test_a_changed_name_is_found_and_the_old_one_is_not(tablet: Solo) -> None:
    tablet.tell(said_member(YUMIKO))
    tablet.tell(said_member(replace(YUMIKO, profile=Profile("森 由美子", "モリ ユミコ", "", "", None)), 2))
    assert len(tablet.device.search.find("もり", 10)) == 1
    assert tablet.device.search.find("高橋", 10) == ()


def test_whole_and_leading_matches_come_first(tablet: Solo) -> None:
    names = ("イトウ ヤマ", "ヤマ", "ヤマダ")
    members = [a_member(i + 1, nickname=f"n{i}", profile=Profile("", k, "", "", None)) for i, k in enumerate(names)]
    tablet.tell(*map(said_member, members))
    assert [row.kana for row in tablet.device.search.find("ヤマ", 10)] == ["ヤマ", "イトウ ヤマ", "ヤマダ"]


def test_a_kiosk_finds_nobody(kiosk: Solo) -> None:
    kiosk.tell(said_member(YUMIKO, kiosk=True))
    assert kiosk.device.search.find("ゆみ", 10) == ()


WORDS = st.text(alphabet="あいうえおがぎーアイウ高橋山田ab12 Ａｶﾞ", min_size=1, max_size=12)


@given(WORDS, st.data())
def test_every_part_of_a_field_has_its_grams_in_the_index(name: str, data: st.DataObject) -> None:
    text = searchable(replace(HANA, nickname=name))
    indexed = set(grams(text).split())
    folded = fold(name)
    start = data.draw(st.integers(0, len(folded)))
    part = folded[start : data.draw(st.integers(start, len(folded)))]
    assert set(query_grams(part)) <= indexed


@given(WORDS)
def test_the_matched_part_folds_to_the_query(kana: str) -> None:
    folded = fold(kana)
    for start in range(len(folded)):
        word = folded[start : start + 2]
        at, length = matched_part(kana, (Word(word),))
        assert word in fold(kana[at : at + length])
