"""Joining as one frozen value, and the steps from one such value to the next: what is asked, in which order."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, assert_never

from shared.application.enrol_member import MemberEnrolled
from shared.application.join_member import (
    BIRTHDAY_DIGITS,
    JoiningForm,
    JoiningView,
    birthday_field_faults,
    consent_faults,
    email_field_faults,
    nickname_faults,
    offered,
    phone_field_faults,
    read_birthday,
)
from shared.domain.joining import JoiningFault, Wish, needs_guardian
from shared.domain.rules.editing import NICKNAME_LENGTH
from shared.domain.text import VALUE_LENGTH

PHONE_DIGITS: Final = 15
"""What E.164 allows."""
_EMAIL_SIGNS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789@._%+-")
_VOICED: Final = {
    before: after
    for cycle in (
        *("かが", "きぎ", "くぐ", "けげ", "こご", "さざ", "しじ", "すず", "せぜ", "そぞ", "ただ", "ちぢ", "つづっ"),
        *("てで", "とど", "はばぱ", "ひびぴ", "ふぶぷ", "へべぺ", "ほぼぽ", "あぁ", "いぃ", "うゔぅ", "えぇ", "おぉ"),
        *("やゃ", "ゆゅ", "よょ", "わゎ"),
    )
    for before, after in zip(cycle, cycle[1:] + cycle[:1], strict=True)
}
_KATAKANA: Final = {ord(kana): ord(kana) + 0x60 for kana in _VOICED}
_HIRAGANA: Final = {katakana: hiragana for hiragana, katakana in _KATAKANA.items()}


class JoinStep(StrEnum):
    """What she is asked now; one idea each."""

    WELCOME = "welcome"
    NICKNAME = "nickname"
    PHONE = "phone"
    BIRTHDAY = "birthday"
    GUARDIAN = "guardian"
    EMAIL = "email"
    CONSENTS = "consents"


_STEP_OF: Final = {
    JoiningFault.NICKNAME: JoinStep.NICKNAME,
    JoiningFault.PHONE: JoinStep.PHONE,
    JoiningFault.BIRTHDAY: JoinStep.BIRTHDAY,
    JoiningFault.TOO_YOUNG: JoinStep.BIRTHDAY,
    JoiningFault.GUARDIAN: JoinStep.GUARDIAN,
    JoiningFault.EMAIL: JoinStep.EMAIL,
    JoiningFault.CONSENT: JoinStep.CONSENTS,
}


@dataclass(frozen=True, slots=True)
class Joining:
    """How far she is, what she has typed so far, and the card once she has joined: then nothing typed is left."""

    view: JoiningView
    step: JoinStep = JoinStep.WELCOME
    form: JoiningForm = field(default_factory=JoiningForm, repr=False)
    fault: JoiningFault | None = None
    card: MemberEnrolled | None = field(default=None, repr=False)


def steps_of(joining: Joining) -> tuple[JoinStep, ...]:
    """Return the questions in their order; a guardian is asked for only where one is needed."""
    rules, birthday = joining.view.rules, read_birthday(joining.form.birthday)
    asked = {
        JoinStep.PHONE: rules.phone is not Wish.NO,
        JoinStep.BIRTHDAY: rules.birthday is not Wish.NO,
        JoinStep.GUARDIAN: birthday is not None and needs_guardian(rules, birthday, joining.view.today),
        JoinStep.EMAIL: rules.email is not Wish.NO,
        JoinStep.CONSENTS: bool(offered(joining.view.purposes, joining.form)),
    }
    return tuple(step for step in JoinStep if step is not JoinStep.WELCOME and asked.get(step, True))


def forward(joining: Joining) -> Joining | None:
    """Go to the next question, or stay with what is wrong here; None where all is answered."""
    if joining.step is JoinStep.GUARDIAN:
        joining = replace(joining, form=replace(joining.form, guardian=True))
    fault = next(iter(faults_here(joining)), None)
    if fault is not None:
        return replace(joining, fault=fault)
    path = (JoinStep.WELCOME, *steps_of(joining))
    at = path.index(joining.step) + 1
    return replace(joining, step=path[at], fault=None) if at < len(path) else None


def back(joining: Joining) -> Joining | None:
    """Go to the question before; None before the first. A guardian who agreed is asked again."""
    path = (JoinStep.WELCOME, *steps_of(joining))
    at = path.index(joining.step) - 1
    if at < 0:
        return None
    return replace(joining, step=path[at], fault=None, form=replace(joining.form, guardian=False))


def with_faults(joining: Joining, faults: tuple[JoiningFault, ...]) -> Joining:
    """Go back to the first question that needs another look."""
    return replace(joining, step=_STEP_OF[faults[0]], fault=faults[0])


def faults_here(joining: Joining) -> tuple[JoiningFault, ...]:
    """Return what is wrong with the answer to the question that is shown."""
    form, view = joining.form, joining.view
    match joining.step:
        case JoinStep.NICKNAME:
            return nickname_faults(form)
        case JoinStep.PHONE:
            return phone_field_faults(form, view.rules)
        case JoinStep.BIRTHDAY:
            return birthday_field_faults(form, view.rules, view.today)
        case JoinStep.EMAIL:
            return email_field_faults(form, view.rules)
        case JoinStep.CONSENTS:
            return consent_faults(form, view.purposes)
        case JoinStep.WELCOME | JoinStep.GUARDIAN:
            return ()
        case _:
            assert_never(joining.step)


def typed_here(joining: Joining) -> str:
    """Return what stands in the field that is shown; "" where there is none."""
    match joining.step:
        case JoinStep.NICKNAME:
            return joining.form.nickname
        case JoinStep.PHONE:
            return joining.form.phone
        case JoinStep.BIRTHDAY:
            return joining.form.birthday
        case JoinStep.EMAIL:
            return joining.form.email
        case JoinStep.WELCOME | JoinStep.GUARDIAN | JoinStep.CONSENTS:
            return ""
        case _:
            assert_never(joining.step)


def may_skip(joining: Joining) -> bool:
    """Tell whether the question that is shown may be left without an answer."""
    rules = joining.view.rules
    wish = {JoinStep.PHONE: rules.phone, JoinStep.BIRTHDAY: rules.birthday, JoinStep.EMAIL: rules.email}
    return wish.get(joining.step) is Wish.OPTIONAL and not typed_here(joining)


def with_text(joining: Joining, text: str) -> Joining:
    """Take what stands in the field now; what can't be part of an answer is not taken."""
    form = joining.form
    match joining.step:
        case JoinStep.NICKNAME if text.isprintable() and len(text) <= NICKNAME_LENGTH:
            form = replace(form, nickname=text.lstrip())
        case JoinStep.PHONE if _is_digits(text) and len(text) <= PHONE_DIGITS:
            form = replace(form, phone=text)
        case JoinStep.BIRTHDAY if _is_digits(text) and len(text) <= BIRTHDAY_DIGITS:
            form = replace(form, birthday=text, guardian=False)
        case JoinStep.EMAIL if _EMAIL_SIGNS.issuperset(text.lower()) and len(text) <= VALUE_LENGTH:
            form = replace(form, email=text.lower())
        case _:
            return joining
    return replace(joining, form=form, fault=None)


def with_voicing(joining: Joining) -> Joining:
    """Turn the last kana into its next form: voiced, half-voiced, small, and plain again."""
    return with_text(joining, voiced(typed_here(joining))) if joining.step is JoinStep.NICKNAME else joining


def voiced(text: str) -> str:
    """Return a text with its last kana in the next form, if it has any."""
    last = text[-1:].translate(_HIRAGANA)
    if last not in _VOICED:
        return text
    turned = _VOICED[last]
    return text[:-1] + (turned if last == text[-1] else turned.translate(_KATAKANA))


def with_domain(joining: Joining, domain: str) -> Joining:
    """Put a domain behind the name of an address, in the place of one that stands there."""
    return with_text(joining, typed_here(joining).split("@")[0] + "@" + domain)


def with_consent(joining: Joining, key: str, *, agreed: bool) -> Joining:
    """Take her word for a purpose."""
    if all(purpose.key != key for purpose in joining.view.purposes):
        return joining
    others = joining.form.consents - {key}
    return replace(joining, form=replace(joining.form, consents=others | {key} if agreed else others), fault=None)


def _is_digits(text: str) -> bool:
    return not text or (text.isascii() and text.isdecimal())
