"""Joining as a value: which questions, in which order, what is taken and what is not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.viewmodels.joining_steps import (
    Joining,
    JoinStep,
    back,
    forward,
    may_skip,
    steps_of,
    typed_here,
    with_consent,
    with_domain,
    with_faults,
    with_text,
    with_voicing,
)
from shared.application.join_member import JoiningForm, JoiningView, offered
from shared.domain.joining import JoiningFault, JoiningRules, Wish
from shared.domain.programme import Contact
from tests.domain.small_shop import JOINING, small_programme, with_joining

PURPOSES = with_joining(small_programme()).purposes
TODAY = date(2026, 4, 10)
VIEW = JoiningView(JOINING, PURPOSES, TODAY, 50, 100, 3_000, free_visit_ticket=True)
CHILD, GROWN = "20110410", "19900503"


def joining(step: JoinStep, rules: JoiningRules = JOINING, form: JoiningForm | None = None, **typed: str) -> Joining:
    return Joining(replace(VIEW, rules=rules), step, form or replace(JoiningForm(), **typed))  # type: ignore[arg-type]


ALL = (JoinStep.NICKNAME, JoinStep.PHONE, JoinStep.BIRTHDAY, JoinStep.GUARDIAN, JoinStep.EMAIL, JoinStep.CONSENTS)


@pytest.mark.parametrize(
    ("rules", "birthday", "left_out"),
    [
        (JOINING, CHILD, ()),
        (JOINING, GROWN, (JoinStep.GUARDIAN,)),
        (JOINING, "", (JoinStep.GUARDIAN,)),
        (replace(JOINING, phone=Wish.NO), CHILD, (JoinStep.PHONE,)),
        (replace(JOINING, email=Wish.NO), CHILD, (JoinStep.EMAIL,)),
        (JoiningRules(Wish.NO, Wish.NO, Wish.NO), "", ALL[1:5]),
    ],
)
def test_only_what_the_programme_asks_is_asked(
    rules: JoiningRules, birthday: str, left_out: tuple[JoinStep, ...]
) -> None:
    asked = steps_of(joining(JoinStep.WELCOME, rules, birthday=birthday))
    assert asked == tuple(step for step in ALL if step not in left_out)


def test_a_programme_without_purposes_asks_for_none() -> None:
    quiet = Joining(replace(VIEW, purposes=()), JoinStep.EMAIL)
    assert JoinStep.CONSENTS not in steps_of(quiet)
    assert forward(quiet) is None


@pytest.mark.parametrize(
    ("step", "typed", "fault"),
    [
        (JoinStep.NICKNAME, {"nickname": ""}, JoiningFault.NICKNAME),
        (JoinStep.PHONE, {"phone": "0901"}, JoiningFault.PHONE),
        (JoinStep.BIRTHDAY, {"birthday": ""}, JoiningFault.BIRTHDAY),
        (JoinStep.BIRTHDAY, {"birthday": "1990050"}, JoiningFault.BIRTHDAY),
        (JoinStep.BIRTHDAY, {"birthday": "19901301"}, JoiningFault.BIRTHDAY),
        (JoinStep.BIRTHDAY, {"birthday": "20270101"}, JoiningFault.BIRTHDAY),
        (JoinStep.BIRTHDAY, {"birthday": "20150410"}, JoiningFault.TOO_YOUNG),
        (JoinStep.EMAIL, {"email": "momo@"}, JoiningFault.EMAIL),
        (JoinStep.CONSENTS, {}, JoiningFault.CONSENT),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(step: JoinStep, typed: dict[str, str], fault: JoiningFault) -> None:
    stays = forward(joining(step, form=replace(JoiningForm(), **typed)))  # type: ignore[arg-type]
    assert stays is not None
    assert (stays.step, stays.fault) == (step, fault)
    changed = with_text(stays, "x" if step in (JoinStep.NICKNAME, JoinStep.EMAIL) else "1")
    assert (changed.fault is None) is (step is not JoinStep.CONSENTS)


def test_a_guardian_agrees_by_going_on_and_is_asked_again_behind_it() -> None:
    agreed = forward(joining(JoinStep.GUARDIAN, birthday=CHILD))
    assert agreed is not None
    assert (agreed.step, agreed.form.guardian) == (JoinStep.EMAIL, True)
    before = back(agreed)
    assert before is not None
    assert (before.step, before.form.guardian) == (JoinStep.GUARDIAN, False)
    older = with_text(replace(agreed, step=JoinStep.BIRTHDAY), GROWN)
    assert not older.form.guardian


def test_the_first_question_that_needs_another_look_is_shown() -> None:
    again = with_faults(joining(JoinStep.CONSENTS), (JoiningFault.TOO_YOUNG, JoiningFault.CONSENT))
    assert (again.step, again.fault) == (JoinStep.BIRTHDAY, JoiningFault.TOO_YOUNG)


@given(st.sampled_from([CHILD, GROWN, ""]), st.data())
def test_back_undoes_forward_and_every_way_ends(birthday: str, data: st.DataObject) -> None:
    there: Joining | None = Joining(VIEW, form=JoiningForm("もも", "09012345678", birthday or GROWN, "a@b.jp"))
    there = with_consent(there, "rules", agreed=True) if there else None
    passed: list[JoinStep] = []
    while there is not None:
        turns_back: bool = data.draw(st.booleans())
        if passed and turns_back:
            before = back(there)
            assert before is not None
            assert before.step is passed[-1]
            again = forward(before)
            assert again is not None
            assert again.step is there.step
        passed.append(there.step)
        there = forward(there)
    assert passed[-1] is JoinStep.CONSENTS
    assert len(passed) == len(set(passed))


@pytest.mark.parametrize(
    ("step", "text", "stands"),
    [
        (JoinStep.NICKNAME, "もも", "もも"),
        (JoinStep.NICKNAME, " Momo", "Momo"),
        (JoinStep.NICKNAME, "x" * 13, ""),
        (JoinStep.NICKNAME, "a\x08", ""),
        (JoinStep.PHONE, "0901", "0901"),
        (JoinStep.PHONE, "09a", ""),
        (JoinStep.PHONE, "９", ""),
        (JoinStep.PHONE, "1" * 16, ""),
        (JoinStep.BIRTHDAY, "199005031", ""),
        (JoinStep.EMAIL, "Momo@Example.com", "momo@example.com"),
        (JoinStep.EMAIL, "mo mo", ""),
        (JoinStep.EMAIL, "もも", ""),
        (JoinStep.CONSENTS, "x", ""),
        (JoinStep.WELCOME, "x", ""),
        (JoinStep.GUARDIAN, "x", ""),
    ],
)
def test_only_what_can_be_part_of_an_answer_is_taken(step: JoinStep, text: str, stands: str) -> None:
    assert typed_here(with_text(joining(step), text)) == stands


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("か", "が"), ("が", "か"), ("は", "ば"), ("ば", "ぱ"), ("ぱ", "は"), ("つ", "づ"), ("づ", "っ"), ("っ", "つ"),
        ("もや", "もゃ"), ("ハ", "バ"), ("ツ", "ヅ"), ("ヅ", "ッ"), ("う", "ゔ"), ("ん", "ん"), ("ー", "ー"),
        ("a", "a"), ("", ""),
    ],
)  # fmt: skip
def test_the_last_kana_takes_its_next_form(before: str, after: str) -> None:
    assert typed_here(with_voicing(joining(JoinStep.NICKNAME, nickname=before))) == after


def test_voicing_is_for_names_only() -> None:
    assert typed_here(with_voicing(joining(JoinStep.EMAIL, email="か"))) == "か"


@pytest.mark.parametrize("kana", "かきくけこさしすせそたちつてとはひふへほあいうえおやゆよわカツハウ")
def test_every_kana_comes_back_to_itself(kana: str) -> None:
    there = joining(JoinStep.NICKNAME, nickname=kana)
    forms = {kana}
    for _ in range(3):
        there = with_voicing(there)
        forms.add(typed_here(there))
        if typed_here(there) == kana:
            break
    assert typed_here(there) == kana
    assert len(forms) > 1


@pytest.mark.parametrize("typed", ["momo", "momo@", "momo@gm"])
def test_a_domain_takes_the_place_of_what_stands_there(typed: str) -> None:
    assert typed_here(with_domain(joining(JoinStep.EMAIL, email=typed), "gmail.com")) == "momo@gmail.com"


def test_nobody_agrees_to_what_is_not_asked() -> None:
    agreed = with_consent(with_consent(joining(JoinStep.CONSENTS), "moon", agreed=True), "news", agreed=True)
    assert agreed.form.consents == {"news"}
    assert with_consent(agreed, "news", agreed=False).form.consents == frozenset()


def test_what_goes_by_mail_is_asked_only_of_her_who_gave_an_address() -> None:
    mailed = replace(VIEW, purposes=tuple(replace(each, by=Contact.EMAIL, needed=False) for each in PURPOSES))
    without = Joining(mailed, JoinStep.EMAIL)
    assert offered(mailed.purposes, without.form) == ()
    assert JoinStep.CONSENTS not in steps_of(without)
    told = with_text(without, "momo@example.com")
    assert offered(mailed.purposes, told.form) == mailed.purposes
    assert steps_of(told)[-1] is JoinStep.CONSENTS


def test_what_may_stay_empty_says_so_until_something_stands_there() -> None:
    assert may_skip(joining(JoinStep.PHONE))
    assert not may_skip(joining(JoinStep.PHONE, phone="0"))
    assert not may_skip(joining(JoinStep.BIRTHDAY))
    assert not may_skip(joining(JoinStep.NICKNAME))
