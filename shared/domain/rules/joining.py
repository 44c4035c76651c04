"""Joining without staff, at a kiosk."""

from datetime import date
from typing import Final

from shared.domain.changing import replace
from shared.domain.devices import DeviceKind
from shared.domain.joining import GUARDIAN, JoiningFault, JoiningRules, Told, told_faults
from shared.domain.member import Consent, Profile, ProfileField
from shared.domain.operations import JoinMember
from shared.domain.programme import Permission
from shared.domain.rules.editing import value_holds
from shared.domain.rules.enrolment import newcomer, welcomed
from shared.domain.rules.merging import with_standing_consents
from shared.domain.rules.outcome import Context, Held, HeldReason, Outcome, World

_HELD: Final = {
    JoiningFault.TOO_YOUNG: HeldReason.TOO_YOUNG,
    JoiningFault.GUARDIAN: HeldReason.GUARDIAN_NEEDED,
}


def joining_claim(device_id: str, day: date, nth: int) -> str:
    """Return the business key of a place among those who join at a kiosk on a day."""
    return f"join:{device_id}:{day.isoformat()}:{nth}"


def free_place(rules: JoiningRules, device_id: str, day: date, world: World) -> int | None:
    """Return the first place that is left at a kiosk on a day; None where nobody else joins there."""
    if rules.per_day == 0:
        return 0
    places = range(rules.per_day)
    return next((nth for nth in places if world.claimed(joining_claim(device_id, day, nth)) is None), None)


def join(operation: JoinMember, context: Context, world: World) -> Outcome:
    """Make the member as a kiosk took her in, as far as the programme lets people join by themselves.

    What she told is sealed: who can't open it decides without it. Her claims are held where she stands, so that the
    day's free turn is hers at once. How old she is, the day says that the kiosk showed.
    """
    rules = world.programme.joining
    if rules is None:
        return Held(HeldReason.NOT_OFFERED, "joining")
    kiosks = [d for d in world.devices(context.store_id) if d.kind is DeviceKind.KIOSK]
    device = next((each for each in kiosks if each.device_id == context.device_id), None)
    if device is None:
        return Held(HeldReason.NOT_ALLOWED, Permission.ENROL)
    told = context.told if operation.sealed else Told()
    refusal = _refusal(operation, rules, told, world)
    if refusal is not None:
        return refusal
    profile = Profile("", "", told.phone_e164, told.email, told.birthday) if told is not None else None
    member = newcomer(operation, profile, context, world)
    if isinstance(member, Held):
        return member
    given = (*operation.consents, *(((GUARDIAN, 1),) if told is not None and told.guardian else ()))
    consents = tuple(Consent(key, version, (context.op_id,)) for key, version in sorted(given))
    member = replace(member, kiosk=device.device_id if device.may_hold else "", consents=consents)
    claim = joining_claim(device.device_id, operation.day, operation.nth)
    counts = rules.per_day > 0 and world.claimed(claim) is None
    return replace(welcomed(with_standing_consents(member), context, world), claims=(claim,) if counts else ())


def _refusal(operation: JoinMember, rules: JoiningRules, told: Told | None, world: World) -> Held | None:
    for name, value in ((ProfileField.NICKNAME, operation.nickname), (ProfileField.LOCALE, operation.locale)):
        if not value_holds(name, value):
            return Held(HeldReason.VALUE_INVALID, name)
    if rules.per_day and not 0 <= operation.nth < rules.per_day:
        return Held(HeldReason.JOINING_LIMIT, str(rules.per_day))
    purposes = {purpose.key: purpose for purpose in world.programme.purposes}
    agreed = dict(operation.consents)
    if len(agreed) < len(operation.consents) or not agreed.keys() <= purposes.keys():
        return Held(HeldReason.VALUE_INVALID, "consent")
    missing = next((key for key, purpose in purposes.items() if purpose.needed and key not in agreed), None)
    if missing is not None:
        return Held(HeldReason.CONSENT_NEEDED, missing)
    fault = next(iter(told_faults(rules, told, operation.day)), None) if told is not None else None
    return Held(_HELD.get(fault, HeldReason.VALUE_INVALID), fault) if fault is not None else None
