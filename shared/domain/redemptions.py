"""What became of points that a member spent: held for a reward, collected, or given back to where they came from."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.changing import replace
from shared.domain.points import (
    Account,
    Bucket,
    Lot,
    NotEnoughPoints,
    Posted,
    Posting,
    PostingKind,
    give_back,
    held,
    spend,
    take,
)
from shared.domain.values import value_class
from shared.domain.vouchers import GRACE_DAYS

LAPSE_GRACE = timedelta(days=GRACE_DAYS)
"""How long after its last day a reward's points wait for a hand-over that a tablet has not been able to report."""
GIVE_BACK_DAYS = 30
"""How long points last that can't go back to their lot (DESIGN.md, Points)."""


class RedemptionState(StrEnum):
    """Held points wait; collecting captures them, cancelling or lapsing gives them back."""

    WAITING = "waiting"
    COLLECTED = "collected"
    GIVEN_BACK = "given_back"


@value_class(frozen=True, slots=True)
class Part:
    """Points that came out of one lot (None: a debt was made), by this line of their operation."""

    lot_id: str | None
    points: int
    line: int


@value_class(frozen=True, slots=True)
class Redemption:
    """Points that a member spent by operation `op_id`, asked for by a device of a store.

    A reward has a voucher, whose points wait until it is handed over or `lapses_at` has come; a turn has a ticket and
    is collected at once.
    """

    op_id: str
    points: int
    parts: tuple[Part, ...]
    asked_at: datetime
    device_id: str
    store_id: str
    state: RedemptionState = RedemptionState.WAITING
    reward: str = ""
    voucher_id: str | None = None
    lapses_at: datetime | None = None
    campaign: str = ""
    ticket_id: str | None = None


@value_class(frozen=True, slots=True)
class Settled:
    """The redemption after a step, with what the step posts."""

    redemption: Redemption
    step: Posted


def hold(account: Account, points: int, *, owed: bool = False) -> Posted | NotEnoughPoints:
    """Put points aside, from the lots that expire soonest; the account must be up to date.

    What she is `owed` costs her a debt where the points are gone.
    """
    kind = PostingKind.HOLD
    step = take(account, points, kind) if owed else spend(account, points, kind=kind)
    if isinstance(step, NotEnoughPoints):
        return step
    return step.then(Posted(step.account, (held(points, PostingKind.HOLD),)))


def parts_of(postings: Iterable[Posting], first_line: int) -> tuple[Part, ...]:
    """Return what postings took out of the balance; the first of them gets the number `first_line`."""
    return tuple(
        Part(posting.lot_id, -posting.points, line)
        for line, posting in enumerate(postings, first_line)
        if posting.bucket is Bucket.BALANCE
    )


def capture(redemption: Redemption, account: Account) -> Settled:
    """Settle it, as its goods are given; what was given back meanwhile is taken again, if need be as a debt."""
    collected = replace(redemption, state=RedemptionState.COLLECTED)
    match redemption.state:
        case RedemptionState.WAITING:
            return Settled(collected, Posted(account, (held(-redemption.points, PostingKind.CAPTURE),)))
        case RedemptionState.GIVEN_BACK:
            step = take(account, redemption.points)
            # By these lines nothing can be reversed: they belong to the hand-over.
            parts = tuple(replace(part, line=-1) for part in parts_of(step.postings, 0))
            return Settled(replace(collected, parts=parts), step)
        case RedemptionState.COLLECTED:
            return Settled(redemption, Posted(account))


def wait_again(redemption: Redemption, account: Account) -> Settled:
    """Hold the points of a collected reward again, as its hand-over is undone."""
    waiting = replace(redemption, state=RedemptionState.WAITING)
    return Settled(waiting, Posted(account, (held(redemption.points, PostingKind.HOLD),)))


def put_back(
    redemption: Redemption, account: Account, by: str, at: datetime, ends: datetime, *, reversing: bool = False
) -> Settled:
    """Give the points back to the lots they came from; where those have expired by `at`, into fresh ones until `ends`.

    `by` is the operation that does it; `reversing` names the lines of the redemption's own one that it reverses.
    """
    was_held = redemption.state is RedemptionState.WAITING
    step = Posted(account, (held(-redemption.points, PostingKind.GIVE_BACK),) if was_held else ())
    for place, part in reversed(tuple(enumerate(redemption.parts))):
        fresh = Lot(f"{by}:{redemption.op_id}:{place}", 0, 0, ends, redemption.store_id)
        reverses = part.line if reversing and part.line >= 0 else None
        step = step.then(give_back(step.account, part.lot_id, part.points, fresh, at, reverses))
    return Settled(replace(redemption, state=RedemptionState.GIVEN_BACK), step)


def has_lapsed(redemption: Redemption, at: datetime) -> bool:
    """Tell whether nobody came for the reward in time."""
    lapses_at = redemption.lapses_at
    return redemption.state is RedemptionState.WAITING and lapses_at is not None and lapses_at <= at


def lapse(redemption: Redemption, account: Account, by: str) -> Settled:
    """Give the points of a reward back that nobody came for, at the moment it lapsed; `by` is what brings it up."""
    lapsed_at = redemption.lapses_at or redemption.asked_at
    return put_back(redemption, account, by, lapsed_at, lapsed_at + timedelta(days=GIVE_BACK_DAYS))
