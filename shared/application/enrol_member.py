"""Joining at the counter."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import phonenumbers

from shared.application.correct import CODE_BYTES, Refused
from shared.application.perform import perform
from shared.application.ports import Desk, Signer, Signers
from shared.domain.codes import CodeKind, member_number, mint
from shared.domain.member import Profile, ProfileField
from shared.domain.operations import EnrolMember
from shared.domain.rules import Held
from shared.domain.rules.editing import value_holds


class FormField(StrEnum):
    """A field of the form that needs another look."""

    NICKNAME = "nickname"
    NAME = "name"
    KANA = "kana"
    PHONE = "phone"
    EMAIL = "email"
    BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True)
class EnrolmentForm:
    """What the person tells us; only the nickname is needed."""

    nickname: str
    name: str = ""
    kana: str = ""
    phone: str = ""
    email: str = ""
    birthday: date | None = None
    locale: str = "ja"
    consents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberEnrolled:
    """She joined; the card's code exists nowhere else, so print or save it now."""

    member_id: str
    number: str
    nickname: str
    card_code: str


@dataclass(frozen=True, slots=True)
class FormIncomplete:
    """Fields that are missing or can't be right."""

    fields: tuple[FormField, ...]


def enrol_member(desk: Desk, signer: Signer, form: EnrolmentForm) -> MemberEnrolled | FormIncomplete | Refused:
    """Enrol a member with a fresh card."""
    faults = form_faults(form)
    if faults:
        return FormIncomplete(faults)
    body = desk.ids.random_bytes(CODE_BYTES)
    number = member_number(desk.ids.random_bytes(8))
    operation = EnrolMember(
        member_id=desk.ids.new_id(),
        number=number,
        code_hash=desk.code_hash(body),
        nickname=form.nickname.strip(),
        locale=form.locale,
        home_store=desk.store_id,
        profile=Profile(
            form.name.strip(),
            form.kana.strip(),
            phone_e164(form.phone),
            form.email.strip(),
            form.birthday,
            form.consents,
        ),
    )
    with desk.storage.begin() as transaction:
        outcome = perform(desk, transaction, operation, Signers(signer))
        transaction.commit()
    if isinstance(outcome, Held):
        return Refused(outcome)
    card_code = mint(CodeKind.MEMBER, body)
    return MemberEnrolled(operation.member_id, number, operation.nickname, card_code)


def form_faults(form: EnrolmentForm) -> tuple[FormField, ...]:
    """Return the fields that need another look; pure, for live hints too."""
    faults = []
    if not value_holds(ProfileField.NICKNAME, form.nickname.strip()):
        faults.append(FormField.NICKNAME)
    if form.phone.strip() and not phone_e164(form.phone):
        faults.append(FormField.PHONE)
    if not value_holds(ProfileField.EMAIL, form.email.strip()):
        faults.append(FormField.EMAIL)
    return tuple(faults)


def phone_as_dialled(e164: str, region: str = "JP") -> str:
    """Return a stored phone number as people in the region write it; abroad with its country code."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    at_home = number.country_code == phonenumbers.country_code_for_region(region)
    wanted = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, wanted)


def phone_e164(typed: str, region: str = "JP") -> str:
    """Return a phone number as E.164, or "" if it can't be one."""
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
