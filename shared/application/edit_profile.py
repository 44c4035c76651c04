"""Changing a member's details and what she agrees to."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.application.correct import Refused
from shared.application.enrol_member import EnrolmentForm, FormIncomplete, form_faults, phone_as_dialled, phone_e164
from shared.application.perform import perform
from shared.application.ports import Desk, Signer, Signers, Transaction
from shared.domain.member import Member, ProfileField
from shared.domain.operations import EditProfile, FieldEdit, GiveConsent, WithdrawConsent
from shared.domain.programme import Purpose
from shared.domain.rules import Held
from shared.domain.rules.editing import agrees, base_of, unanswered_withdrawals, value_of
from shared.domain.rules.resolving import resolve


@dataclass(frozen=True, slots=True)
class Details:
    """What the edit page starts from: the form, what each field was last changed by, and the purposes with her word."""

    member_id: str
    form: EnrolmentForm
    bases: tuple[tuple[ProfileField, str], ...]
    purposes: tuple[tuple[Purpose, bool], ...]


@dataclass(frozen=True, slots=True)
class DetailsSaved:
    """It is recorded; `changed` is False where nothing was different."""

    changed: bool


def read_details(desk: Desk, member_id: str) -> Details | None:
    """Return what may be edited, or None for a member who is not known here."""
    with desk.storage.read() as transaction:
        member = resolve(transaction, member_id)
        if member is None or member.erased_by:
            return None
        profile = member.profile
        form = EnrolmentForm(
            nickname=member.nickname,
            name=value_of(member, ProfileField.NAME),
            kana=value_of(member, ProfileField.KANA),
            phone=phone_as_dialled(value_of(member, ProfileField.PHONE)),
            email=value_of(member, ProfileField.EMAIL),
            birthday=profile.birthday if profile else None,
            locale=member.locale,
        )
        return Details(
            member_id=member.member_id,
            form=form,
            bases=tuple((field, base_of(member, field)) for field in ProfileField),
            purposes=tuple((each, agrees(member, each.key)) for each in transaction.programme.purposes),
        )


def save_details(
    desk: Desk, signer: Signer, before: Details, form: EnrolmentForm, consents: Mapping[str, bool]
) -> DetailsSaved | FormIncomplete | Refused:
    """Record what differs from `before`, all of it or nothing; a field that somebody changed since is refused."""
    faults = form_faults(form)
    if faults:
        return FormIncomplete(faults)
    edits = _edits(before, form)
    changed = [(purpose, consents.get(purpose.key, agreed)) for purpose, agreed in before.purposes]
    said = [(p, now) for (p, now), (_, was) in zip(changed, before.purposes, strict=True) if now != was]
    with desk.storage.begin() as transaction:
        if edits:
            outcome = perform(desk, transaction, EditProfile(before.member_id, edits), Signers(signer))
            if isinstance(outcome, Held):
                return Refused(outcome)
        for purpose, agreed in said:
            operation = _consent(desk, transaction, before.member_id, purpose, agreed=agreed)
            outcome = perform(desk, transaction, operation, Signers(signer))
            if isinstance(outcome, Held):
                return Refused(outcome)
        transaction.commit()
    return DetailsSaved(bool(edits or said))


def _edits(before: Details, form: EnrolmentForm) -> tuple[FieldEdit, ...]:
    old, new, bases = _values(before.form), _values(form), dict(before.bases)
    return tuple(FieldEdit(field, new[field], bases[field]) for field in ProfileField if new[field] != old[field])


def _values(form: EnrolmentForm) -> dict[ProfileField, str]:
    return {
        ProfileField.NICKNAME: form.nickname.strip(),
        ProfileField.LOCALE: form.locale,
        ProfileField.NAME: form.name.strip(),
        ProfileField.KANA: form.kana.strip(),
        ProfileField.PHONE: phone_e164(form.phone) if form.phone.strip() else "",
        ProfileField.EMAIL: form.email.strip(),
        ProfileField.BIRTHDAY: form.birthday.isoformat() if form.birthday else "",
    }


def _consent(
    desk: Desk, transaction: Transaction, member_id: str, purpose: Purpose, *, agreed: bool
) -> GiveConsent | WithdrawConsent:
    at = desk.clock.now()
    if not agreed:
        return WithdrawConsent(member_id, purpose.key, at)
    member: Member | None = resolve(transaction, member_id)
    answers = unanswered_withdrawals(member, purpose.key) if member else ()
    return GiveConsent(member_id, purpose.key, purpose.version, at, answers)
