"""Details of a person, and what she agrees to.

Each field is edited by itself: an edit names the edit it was based on, so that nobody's change is lost unseen, in
whatever order edits arrive. Consents are told apart by operations, not by clocks: a withdrawal stands until a consent
that knew of it.
"""

from datetime import date

from shared.domain.changing import replace
from shared.domain.member import Consent, EntryKind, Member, Profile, ProfileField, with_entry
from shared.domain.operations import EditProfile, FieldEdit, GiveConsent, WithdrawConsent
from shared.domain.programme import Permission
from shared.domain.rules.entries import line, ready
from shared.domain.rules.merging import joined_consents, with_standing_consents
from shared.domain.rules.outcome import Applied, Clash, Context, Held, HeldReason, Outcome, World
from shared.domain.rules.resolving import Members, resolve
from shared.domain.staff import NotAllowed, may
from shared.domain.text import VALUE_LENGTH

NICKNAME_LENGTH = 12
"""What fits the kiosk's greeting."""
CONSENT_LENGTH = 40
LOCALES = ("ja", "en")


def edit(operation: EditProfile, context: Context, world: World) -> Outcome:
    """Change fields whose latest edit is the one that this was based on; others wait for a manager with both values."""
    if isinstance(may(world.programme, context.actor, Permission.EDIT_PROFILE), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.EDIT_PROFILE)
    wrong = next((each.field for each in operation.edits if not value_holds(each.field, each.value)), None)
    if wrong is not None or not operation.edits:
        return Held(HeldReason.VALUE_INVALID, wrong or "")
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return start
    member = start.member
    clashes = tuple(
        Clash(each.field, each.value, value_of(member, each.field))
        for each in operation.edits
        if base_of(member, each.field) != each.base and value_of(member, each.field) != each.value
    )
    if clashes:
        return Held(HeldReason.STALE_EDIT, " ".join(clash.field for clash in clashes), clashes=clashes)
    for each in operation.edits:
        member = _with_value(member, each)
    edited = {each.field for each in operation.edits}
    latest = (*((f, op_id) for f, op_id in member.edits if f not in edited), *((f, context.op_id) for f in edited))
    entry = replace(line(context, EntryKind.PROFILE), refers_to=" ".join(sorted(edited)))
    return Applied(member=with_entry(replace(member, edits=tuple(sorted(latest))), entry), postings=start.postings)


def rebased(operation: EditProfile, members: Members) -> EditProfile:
    """Return the edit as if it had been made now: what a manager does who takes the later value all the same."""
    member = resolve(members, operation.member_id)
    if member is None:
        return operation
    edits = tuple(replace(each, base=base_of(member, each.field)) for each in operation.edits)
    return replace(operation, edits=edits)


def consent(operation: GiveConsent | WithdrawConsent, context: Context, world: World) -> Outcome:
    """Note what the member says about a purpose; all of it together decides, whatever its order."""
    if isinstance(may(world.programme, context.actor, Permission.EDIT_PROFILE), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.EDIT_PROFILE)
    if not 0 < len(operation.consent) <= CONSENT_LENGTH:
        return Held(HeldReason.VALUE_INVALID, "consent")
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return start
    if isinstance(operation, GiveConsent):
        said = Consent(operation.consent, operation.version, (context.op_id,), (), operation.answers)
    else:
        said = Consent(operation.consent, withdrawn=(context.op_id,))
    consents = joined_consents((*_enrolled_consents(start.member), *start.member.consents, said))
    member = with_standing_consents(replace(start.member, consents=consents))
    entry = replace(
        line(context, EntryKind.CONSENT),
        refers_to=operation.consent,
        reason="given" if isinstance(operation, GiveConsent) else "withdrawn",
    )
    return Applied(member=with_entry(member, entry), postings=start.postings)


def agrees(member: Member, key: str) -> bool:
    """Tell whether the member agrees to a purpose."""
    said = next((each for each in member.consents if each.key == key), None)
    if said is not None:
        return said.stands
    return member.profile is not None and key in member.profile.consents


def unanswered_withdrawals(member: Member, key: str) -> tuple[str, ...]:
    """Return the withdrawals that a new consent to a purpose answers."""
    return next((each.unanswered for each in member.consents if each.key == key), ())


def base_of(member: Member, field: ProfileField) -> str:
    """Return what the next edit of a field is based on."""
    return dict(member.edits).get(field, member.member_id)


def value_of(member: Member, field: ProfileField) -> str:
    """Return a field as text; "" where nothing is known."""
    profile = member.profile or Profile("", "", "", "", None)
    match field:
        case ProfileField.NICKNAME:
            return member.nickname
        case ProfileField.LOCALE:
            return member.locale
        case ProfileField.NAME:
            return profile.name
        case ProfileField.KANA:
            return profile.kana
        case ProfileField.PHONE:
            return profile.phone_e164
        case ProfileField.EMAIL:
            return profile.email
        case ProfileField.BIRTHDAY:
            return profile.birthday.isoformat() if profile.birthday else ""


def value_holds(field: ProfileField, value: str) -> bool:
    """Tell whether a text can stand in a field."""
    if len(value) > VALUE_LENGTH or "\0" in value:
        return False
    match field:
        case ProfileField.NICKNAME:
            return 1 <= len(value.strip()) <= NICKNAME_LENGTH
        case ProfileField.LOCALE:
            return value in LOCALES
        case ProfileField.PHONE:
            return not value or (value[0] == "+" and value[1:].isascii() and value[1:].isdecimal())
        case ProfileField.EMAIL:
            return not value or ("@" in value.strip("@") and " " not in value)
        case ProfileField.BIRTHDAY:
            return not value or _is_day(value)
        case ProfileField.NAME | ProfileField.KANA:
            return True


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _with_value(member: Member, change: FieldEdit) -> Member:
    profile = member.profile or Profile("", "", "", "", None)
    match change.field:
        case ProfileField.NICKNAME:
            return replace(member, nickname=change.value)
        case ProfileField.LOCALE:
            return replace(member, locale=change.value)
        case ProfileField.NAME:
            return replace(member, profile=replace(profile, name=change.value))
        case ProfileField.KANA:
            return replace(member, profile=replace(profile, kana=change.value))
        case ProfileField.PHONE:
            return replace(member, profile=replace(profile, phone_e164=change.value))
        case ProfileField.EMAIL:
            return replace(member, profile=replace(profile, email=change.value))
        case ProfileField.BIRTHDAY:
            birthday = date.fromisoformat(change.value) if change.value else None
            return replace(member, profile=replace(profile, birthday=birthday))


def _enrolled_consents(member: Member) -> tuple[Consent, ...]:
    """Return what she agreed to when she joined, as far as nothing was said about it since."""
    known = {each.key for each in member.consents}
    named = member.profile.consents if member.profile else ()
    return tuple(Consent(key, given=(member.member_id,)) for key in named if key not in known)
