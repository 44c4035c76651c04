"""Joining at a kiosk: the person types, nobody of the staff is there, and nothing readable stays."""

from dataclasses import dataclass, field
from datetime import date

from shared.application.correct import CODE_BYTES, Refused
from shared.application.enrol_member import MemberEnrolled, phone_e164
from shared.application.perform import perform
from shared.application.ports import Desk, Transaction
from shared.domain.calendar import programme_day
from shared.domain.codes import CodeKind, member_number, mint
from shared.domain.joining import (
    JoiningFault,
    JoiningRules,
    Told,
    birthday_faults,
    email_faults,
    needs_guardian,
    phone_faults,
    told_faults,
)
from shared.domain.member import ProfileField
from shared.domain.operations import JoinMember
from shared.domain.programme import Contact, Programme, Purpose, Wheel
from shared.domain.rules import Held, HeldReason
from shared.domain.rules.editing import value_holds
from shared.domain.rules.joining import free_place

BIRTHDAY_DIGITS = 8


@dataclass(frozen=True, slots=True)
class JoiningView:
    """What joining brings and what it asks, as the programme says on `today`."""

    rules: JoiningRules
    purposes: tuple[Purpose, ...]
    today: date
    welcome_points: int
    yen_per_point: int
    yen_per_ticket: int
    free_visit_ticket: bool


@dataclass(frozen=True, slots=True)
class JoiningForm:
    """What a newcomer has typed; `birthday` is eight digits, year first. None of it is written anywhere in clear."""

    nickname: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    birthday: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    guardian: bool = field(default=False, repr=False)
    consents: frozenset[str] = frozenset()
    locale: str = "ja"


@dataclass(frozen=True, slots=True)
class JoiningIncomplete:
    """What needs another look, in the order in which it is asked."""

    faults: tuple[JoiningFault, ...]


def open_joining(desk: Desk, transaction: Transaction, wheel: Wheel | None, today: date) -> JoiningView | None:
    """Return what this kiosk shows of joining; None where nobody joins here, or nobody else today."""
    programme = transaction.programme
    rules = programme.joining
    full = rules is not None and free_place(rules, desk.device_id, today, transaction) is None
    return joining_view(programme, wheel, today) if not full else None


def joining_view(programme: Programme, wheel: Wheel | None, today: date) -> JoiningView | None:
    """Return what a kiosk shows of joining; None where the programme lets nobody join by herself."""
    if programme.joining is None or not programme.lets_join:
        return None
    tickets = wheel.tickets if wheel is not None else None
    return JoiningView(
        rules=programme.joining,
        # What is needed is read first.
        purposes=tuple(sorted(programme.purposes, key=lambda purpose: not purpose.needed)),
        today=today,
        welcome_points=programme.welcome_points,
        yen_per_point=programme.earning.yen_per_point,
        yen_per_ticket=tickets.yen_per_ticket if tickets is not None else 0,
        free_visit_ticket=tickets is not None and tickets.first_visit_of_day,
    )


def join_member(desk: Desk, form: JoiningForm) -> MemberEnrolled | JoiningIncomplete | Refused:
    """Let a person join with a fresh card; works without a line."""
    with desk.storage.begin() as transaction:
        programme = transaction.programme
        if programme.joining is None or not programme.lets_join:
            return Refused(Held(HeldReason.NOT_OFFERED, "joining"))
        today = programme_day(desk.clock.now(), programme.time_zone)
        faults = form_faults(form, programme.joining, programme.purposes, today)
        if faults:
            return JoiningIncomplete(faults)
        nth = free_place(programme.joining, desk.device_id, today, transaction)
        if nth is None:
            return Refused(Held(HeldReason.JOINING_LIMIT, str(programme.joining.per_day)))
        member_id, body = desk.ids.new_id(), desk.ids.random_bytes(CODE_BYTES)
        told = told_in(form, programme.joining, today)
        operation = JoinMember(
            member_id=member_id,
            number=member_number(desk.ids.random_bytes(8)),
            code_hash=desk.code_hash(body),
            nickname=form.nickname.strip(),
            locale=form.locale,
            home_store=desk.store_id,
            day=today,
            consents=tuple((p.key, p.version) for p in offered(programme.purposes, form) if p.key in form.consents),
            sealed=desk.seal_told(programme.centre_key, member_id, told) if told != Told() else "",
            nth=nth,
        )
        outcome = perform(desk, transaction, operation)
        if isinstance(outcome, Held):
            return Refused(outcome)
        transaction.commit()
    return MemberEnrolled(member_id, operation.number, operation.nickname, mint(CodeKind.MEMBER, body))


def told_in(form: JoiningForm, rules: JoiningRules, today: date) -> Told:
    """Return what the form tells besides the nickname; a guardian is named only where one is needed."""
    birthday = read_birthday(form.birthday)
    young = birthday is not None and needs_guardian(rules, birthday, today)
    return Told(phone_e164(form.phone) if form.phone else "", birthday, form.email, young and form.guardian)


def form_faults(
    form: JoiningForm, rules: JoiningRules, purposes: tuple[Purpose, ...], today: date
) -> tuple[JoiningFault, ...]:
    """Return what needs another look, in the order in which it is asked."""
    told = told_in(form, rules, today)
    found = [
        *nickname_faults(form),
        *phone_field_faults(form, rules),
        *birthday_field_faults(form, rules, today),
        *told_faults(rules, told, today),
        *consent_faults(form, purposes),
    ]
    return tuple(fault for fault in JoiningFault if fault in found)


def nickname_faults(form: JoiningForm) -> tuple[JoiningFault, ...]:
    """Return what is wrong with the nickname."""
    return () if value_holds(ProfileField.NICKNAME, form.nickname.strip()) else (JoiningFault.NICKNAME,)


def phone_field_faults(form: JoiningForm, rules: JoiningRules) -> tuple[JoiningFault, ...]:
    """Return what is wrong with the phone number as it was typed."""
    e164 = phone_e164(form.phone) if form.phone else ""
    return (JoiningFault.PHONE,) if form.phone and not e164 else phone_faults(rules, e164)


def birthday_field_faults(form: JoiningForm, rules: JoiningRules, today: date) -> tuple[JoiningFault, ...]:
    """Return what is wrong with the birthday as it was typed."""
    birthday = read_birthday(form.birthday)
    unread = bool(form.birthday) and birthday is None
    return (JoiningFault.BIRTHDAY,) if unread else birthday_faults(rules, birthday, today)


def email_field_faults(form: JoiningForm, rules: JoiningRules) -> tuple[JoiningFault, ...]:
    """Return what is wrong with the e-mail address."""
    return email_faults(rules, form.email)


def offered(purposes: tuple[Purpose, ...], form: JoiningForm) -> tuple[Purpose, ...]:
    """Return what she is asked to agree to: nothing that goes by a way that she has left out."""
    ways = {Contact.NONE: True, Contact.EMAIL: bool(form.email), Contact.PHONE: bool(form.phone)}
    return tuple(purpose for purpose in purposes if ways[purpose.by])


def consent_faults(form: JoiningForm, purposes: tuple[Purpose, ...]) -> tuple[JoiningFault, ...]:
    """Return whether a word is missing without which nobody joins; marketing is never one."""
    missing = any(purpose.needed and purpose.key not in form.consents for purpose in purposes)
    return (JoiningFault.CONSENT,) if missing else ()


def read_birthday(digits: str) -> date | None:
    """Read eight digits, year first; None for what is no day."""
    if len(digits) != BIRTHDAY_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
