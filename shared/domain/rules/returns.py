"""What comes back of a purchase, and returns taken back."""

from collections.abc import Iterable

from shared.domain.changing import replace
from shared.domain.earning import reversed_points
from shared.domain.member import RETURNS_KEPT, Entry, EntryKind, Member, PurchaseRecord
from shared.domain.operations import ReturnPurchase
from shared.domain.points import Bucket, Posted, Posting, PostingKind, give_back, qualify, restore
from shared.domain.programme import Permission
from shared.domain.redemptions import Part
from shared.domain.rules.entries import Ready, give_back_lot, line, posted, ready, withdraw_tickets
from shared.domain.rules.outcome import Applied, Context, Held, HeldReason, Outcome, World
from shared.domain.rules.purchases import reverse_points, tickets_kept, with_purchase
from shared.domain.staff import NotAllowed, may
from shared.domain.values import value_class


@value_class(frozen=True, slots=True)
class PostedReturn:
    """A return as it stands in the book: its operation, the yen of each line, the points that it cost, by lot.

    `qualifying_line` is the posting that took them out of the tier's count.
    """

    op_id: str
    yen: tuple[int, ...]
    taken: tuple[Part, ...] = ()
    qualifying_line: int | None = None


def take_return(operation: ReturnPurchase, context: Context, world: World) -> Outcome:
    """Reverse in proportion, per line; unused tickets go, used ones stay (prizes are never clawed back)."""
    if isinstance(may(world.programme, context.actor, Permission.RETURN_PURCHASE), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.RETURN_PURCHASE)
    return return_fact(operation, context, world)


def return_fact(operation: ReturnPurchase, context: Context, world: World) -> Outcome:
    """Take a return without asking who reports it."""
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return start
    purchase = next((p for p in start.member.purchases if p.purchase_id == operation.purchase_id), None)
    if purchase is None:
        return Held(HeldReason.PURCHASE_UNKNOWN, operation.purchase_id)
    if len(operation.returned_yen) != len(purchase.line_yen) or min(operation.returned_yen) < 0:
        return Held(HeldReason.AMOUNT_INVALID)
    if not any(operation.returned_yen):
        return Held(HeldReason.AMOUNT_INVALID)
    returned = tuple(a + b for a, b in zip(purchase.returned_yen, operation.returned_yen, strict=True))
    if any(yen > total for yen, total in zip(returned, purchase.line_yen, strict=True)):
        return Held(HeldReason.RETURN_TOO_LARGE)
    due = _due(purchase, returned)
    now = sum(due) - sum(purchase.reversed_points)
    step = reverse_points(Posted(start.member.account), purchase, now)
    changed = replace(
        purchase,
        returned_yen=returned,
        reversed_points=due,
        returns=(*purchase.returns, (context.op_id, operation.returned_yen))[-RETURNS_KEPT:],
        expired_points=purchase.expired_points + now - _cost_points(step.postings),
    )
    kept = tickets_kept(changed, start.member, world)
    member = withdraw_tickets(start.member, set(purchase.ticket_ids) - kept)
    member = with_purchase(member, changed)
    entry = replace(
        line(context, EntryKind.RETURN),
        amount_yen=-sum(operation.returned_yen),
        refers_to=operation.purchase_id,
    )
    return posted(start, member, step, entry)


def undo_own_return(
    undone: Member, entry: Entry, reversing: Entry, start: Ready, context: Context, world: World
) -> Outcome:
    """Take a return back that stands in the history as `entry`; its author may."""
    purchase = next((p for p in undone.purchases if p.purchase_id == entry.refers_to), None)
    yen = dict(purchase.returns).get(entry.op_id) if purchase is not None else None
    if purchase is None or yen is None:
        return Held(HeldReason.UNDO_UNKNOWN, entry.op_id)
    told = as_posted(entry.op_id, yen, entry.postings)
    return put_return_right(undone, purchase, told, replace(reversing, amount_yen=sum(yen)), start, context, world)


def put_return_right(
    member: Member,
    purchase: PurchaseRecord,
    told: PostedReturn,
    reversing: Entry,
    start: Ready,
    context: Context,
    world: World,
) -> Applied | Held:
    """Let a return not have been: points go back to where they came from, what had expired stays so, turns come back.

    Others that came later keep their share, whatever the order in which they are taken back.
    """
    returned = tuple(max(known - back, 0) for known, back in zip(purchase.returned_yen, told.yen, strict=True))
    due = _due(purchase, returned)
    points = sum(purchase.reversed_points) - sum(due)
    changed = replace(
        purchase,
        returned_yen=returned,
        reversed_points=due,
        returns=tuple(each for each in purchase.returns if each[0] != told.op_id),
    )
    step = Posted(member.account)
    if points and purchase.lot_id is not None:
        if step.account.lot(purchase.lot_id) is None:
            return Held(HeldReason.UNDO_TOO_LATE, purchase.lot_id)
        step, expired = _points_back(step, purchase, points, told.taken, context, world)
        step = step.then(qualify(step.account, points, purchase.year, told.qualifying_line))
        changed = replace(changed, expired_points=purchase.expired_points - expired)
    member = _tickets_back(with_purchase(member, changed), changed, world)
    return posted(start, member, step, reversing)


def as_posted(op_id: str, yen: tuple[int, ...], postings: Iterable[Posting]) -> PostedReturn:
    """Read a return off its postings."""
    taken, qualifying_line = [], None
    for posting in postings:
        if posting.bucket is Bucket.QUALIFYING:
            qualifying_line = posting.line
        elif posting.kind in (PostingKind.REVERSE, PostingKind.SHORTFALL):
            taken.append(Part(posting.lot_id, -posting.points, posting.line))
    return PostedReturn(op_id, yen, tuple(taken), qualifying_line)


def _cost_points(postings: Iterable[Posting]) -> int:
    return -sum(posting.points for posting in postings if posting.bucket is not Bucket.QUALIFYING)


def _due(purchase: PurchaseRecord, returned: tuple[int, ...]) -> tuple[int, ...]:
    """Return the points of each line that are reversed once so many yen of it have come back."""
    return tuple(
        reversed_points(points, yen, total)
        for points, yen, total in zip(purchase.line_points, returned, purchase.line_yen, strict=True)
    )


def _points_back(
    step: Posted, purchase: PurchaseRecord, points: int, taken: tuple[Part, ...], context: Context, world: World
) -> tuple[Posted, int]:
    """Give `points` of a purchase back, and say how many of them had expired and stay so.

    Those that this return cost come first, the last taken before the others; by rounding it may have cost a point for
    another return of its line, or another one for it.
    """
    missing, left, own_line = points, 0, None
    for place, part in reversed(tuple(enumerate(taken))):
        back = min(part.points, missing)
        missing -= back
        if part.lot_id == purchase.lot_id:
            left, own_line = left + back, part.line
        elif back:
            fresh = give_back_lot(context, world, f"back{place}")
            step = step.then(give_back(step.account, part.lot_id, back, fresh, context.at, part.line))
    expired = min(missing, purchase.expired_points)
    fresh = give_back_lot(context, world, "back")
    lot_id = purchase.lot_id or ""
    left += missing - expired
    return step.then(restore(step.account, lot_id, points, left, expired, fresh, context.at, own_line)), expired


def _tickets_back(member: Member, purchase: PurchaseRecord, world: World) -> Member:
    """Give back withdrawn tickets of the purchase, as many as its amount pays for again."""
    gone = tuple(ticket for ticket in member.withdrawn if ticket.ticket_id in purchase.ticket_ids)
    whole = replace(member, tickets=(*member.tickets, *gone))
    kept = tickets_kept(purchase, whole, world)
    back = tuple(ticket for ticket in gone if ticket.ticket_id in kept)
    return replace(
        member,
        tickets=(*member.tickets, *back),
        withdrawn=tuple(ticket for ticket in member.withdrawn if ticket not in back),
    )
