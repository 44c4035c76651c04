"""Members who come from another system, with the points they bring."""

from dataclasses import dataclass
from datetime import date

from shared.domain.calendar import end_of_day
from shared.domain.changing import replace
from shared.domain.member import Card, CardState, EntryKind, Member, Profile
from shared.domain.points import Lot, Posted, grant, qualify
from shared.domain.rules.entries import Ready, claims_kiosk, line, posted
from shared.domain.rules.outcome import Applied, Context, Duplicate, World, business_day


@dataclass(frozen=True, slots=True)
class OpeningLot:
    """Points that were earned elsewhere and are good up to and including a day."""

    points: int
    expires_on: date


@dataclass(frozen=True, slots=True)
class ImportedMember:
    """A person as the other system knew her, under its own `key`.

    `code_hash` is None where she has no card of ours yet. `qualifying_points` count for the current year's tier.
    """

    key: str
    member_id: str
    number: str
    code_hash: str | None
    nickname: str
    locale: str
    home_store: str
    profile: Profile
    lots: tuple[OpeningLot, ...] = ()
    qualifying_points: int = 0

    @property
    def claim(self) -> str:
        """The business key under which she is imported once."""
        return f"import:{self.key}"


def import_member(record: ImportedMember, context: Context, world: World) -> Applied | Duplicate:
    """Make the member with a posting for each opening lot; a key that was imported before changes nothing.

    The caller has made sure that number and card are free.
    """
    before = world.claimed(record.claim)
    if before is not None:
        return Duplicate(before)
    cards = (Card(record.code_hash, CardState.CURRENT),) if record.code_hash else ()
    member = Member(
        member_id=record.member_id,
        number=record.number,
        nickname=record.nickname,
        locale=record.locale,
        home_store=record.home_store,
        kiosk="",
        enrolled_at=context.at,
        cards=cards,
        profile=record.profile,
    )
    member = replace(member, kiosk=claims_kiosk(member, record.home_store, world))
    step = Posted(member.account)
    for place, opening in enumerate(record.lots):
        ends = end_of_day(opening.expires_on, world.programme.time_zone)
        lot = Lot(f"{context.op_id}:{place}", opening.points, opening.points, ends, record.home_store)
        step = step.then(grant(step.account, lot))
    if record.qualifying_points:
        step = step.then(qualify(step.account, record.qualifying_points, business_day(context, world).year))
    applied = posted(Ready(member, ()), member, step, line(context, EntryKind.ENROLLED))
    return replace(applied, claims=(record.claim,))
