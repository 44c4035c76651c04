"""Purchases and what they bring."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from shared.domain.calendar import end_of_day
from shared.domain.changing import replace
from shared.domain.codes import MAX_AMOUNT_YEN
from shared.domain.earning import PurchaseLine, earn
from shared.domain.member import EntryKind, Member, PurchaseRecord, Ticket, TicketSource
from shared.domain.operations import RecordPurchase
from shared.domain.points import Lot, Posted, grant, take_back, unqualify
from shared.domain.programme import Permission, TicketRules
from shared.domain.rules.entries import (
    Ready,
    fresh_lot,
    line,
    posted,
    ready,
    ticket_holder,
    visiting,
    withdraw_tickets,
)
from shared.domain.rules.outcome import (
    Applied,
    Context,
    Duplicate,
    Held,
    HeldReason,
    Outcome,
    World,
    business_day,
)
from shared.domain.rules.tickets import running_wheels
from shared.domain.staff import NotAllowed, may
from shared.domain.tiers import standing

NO_TICKETS: Mapping[str, int] = MappingProxyType({})


def record(operation: RecordPurchase, context: Context, world: World) -> Outcome:
    """Grant what the purchase earns (pending while it may still be returned) and the tickets it brings."""
    if isinstance(may(world.programme, context.actor, Permission.RECORD_PURCHASE), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.RECORD_PURCHASE)
    return record_fact(operation, context, world)


def record_fact(operation: RecordPurchase, context: Context, world: World) -> Outcome:
    """Record a purchase without asking who reports it: a till's own journal needs nobody's permission."""
    if not _amounts_hold(operation.lines):
        return Held(HeldReason.AMOUNT_INVALID)
    before = world.claimed(operation.receipt.key) if operation.receipt else None
    if before is not None:
        return Duplicate(before)
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return start
    shown = next((r for r in start.member.receipts if operation.receipt and r.key == operation.receipt.key), None)
    if shown is not None:
        return Duplicate(shown.op_id)
    same = next((p for p in start.member.purchases if p.purchase_id == operation.purchase_id), None)
    if same is not None:
        return Duplicate(same.op_id)
    tier = standing(start.member.account, world.programme.tiers, business_day(context, world).year).tier
    return grant_purchase(start, operation, context, world, tier.bonus_percent)


def grant_purchase(
    start: Ready,
    operation: RecordPurchase,
    context: Context,
    world: World,
    bonus_percent: int,
    had_tickets: Mapping[str, int] = NO_TICKETS,
) -> Applied:
    """Grant points and tickets; of each campaign's tickets the member keeps `had_tickets` from before a correction."""
    day = business_day(context, world)
    programme = world.programme
    earned = earn(operation.lines, programme.earning, bonus_percent)
    step = Posted(start.member.account)
    lot: Lot | None = None
    if earned.points:
        pending_until = end_of_day(day + timedelta(days=programme.earning.pending_days - 1), programme.time_zone)
        lot = fresh_lot(context, world, earned.points)
        lot = replace(lot, matures_at=pending_until if programme.earning.pending_days else None)
        step = grant(start.member.account, lot, qualifying_points=earned.points, year=day.year)
    issued = _tickets(start.member, earned.explanation.total_yen, context, world, had_tickets)
    zeros = (0,) * len(operation.lines)
    first_line = len(start.postings)
    purchase = PurchaseRecord(
        purchase_id=operation.purchase_id,
        op_id=context.op_id,
        lot_id=lot.lot_id if lot else None,
        line_kinds=tuple(ln.kind for ln in operation.lines),
        line_yen=tuple(ln.amount_yen for ln in operation.lines),
        line_points=earned.line_points,
        returned_yen=zeros,
        reversed_points=zeros,
        year=day.year,
        ticket_ids=tuple(ticket.ticket_id for ticket in issued),
        receipt_key=operation.receipt.key if operation.receipt else None,
        grant_line=first_line if lot else None,
        qualifying_line=first_line + len(step.postings) - 1 if lot else None,
        line_departments=departments_of(operation.lines),
    )
    member = visiting(start.member, context, world)
    member = replace(member, tickets=member.tickets + issued, purchases=(*member.purchases, purchase))
    entry = replace(
        line(context, EntryKind.PURCHASE),
        amount_yen=earned.explanation.total_yen,
        refers_to=operation.purchase_id,
        pending_until=lot.matures_at if lot else None,
        explanation=earned.explanation,
        ticket_ids=purchase.ticket_ids,
    )
    claims = (operation.receipt.key,) if operation.receipt else ()
    return replace(posted(start, member, step, entry), claims=claims)


def departments_of(lines: tuple[PurchaseLine, ...]) -> tuple[str, ...]:
    """Return the lines' departments; none at all where nobody told of any."""
    return tuple(line.department for line in lines) if any(line.department for line in lines) else ()


def reverse_purchase(member: Member, purchase: PurchaseRecord) -> tuple[Member, Posted]:
    """Reverse all of a purchase that has not come back yet; return the member with all of it returned, and the step."""
    now = sum(purchase.line_points) - sum(purchase.reversed_points)
    gone = replace(purchase, returned_yen=purchase.line_yen, reversed_points=purchase.line_points, returns=())
    member = with_purchase(withdraw_tickets(member, purchase.ticket_ids), gone)
    return member, reverse_points(Posted(member.account), purchase, now)


def _amounts_hold(lines: tuple[PurchaseLine, ...]) -> bool:
    each = all(line.amount_yen > 0 and 0 <= line.tax_yen <= line.amount_yen for line in lines)
    return bool(lines) and each and sum(line.amount_yen for line in lines) <= MAX_AMOUNT_YEN


def with_purchase(member: Member, purchase: PurchaseRecord) -> Member:
    """Return the member with a purchase as it is now."""
    same = purchase.purchase_id
    return replace(member, purchases=tuple(purchase if p.purchase_id == same else p for p in member.purchases))


def reverse_points(step: Posted, purchase: PurchaseRecord, points: int) -> Posted:
    """Take points of a purchase back, and out of the tier's count."""
    if not points or purchase.lot_id is None:
        return step
    step = step.then(take_back(step.account, purchase.lot_id, points, purchase.grant_line))
    return step.then(unqualify(step.account, points, purchase.year, purchase.qualifying_line))


def _tickets(
    member: Member, total_yen: int, context: Context, world: World, had: Mapping[str, int]
) -> tuple[Ticket, ...]:
    issued: list[Ticket] = []
    holder = ticket_holder(member, context.store_id, world)
    for wheel in running_wheels(world, context.store_id, business_day(context, world)):
        issued += [
            Ticket(
                f"{context.op_id}:{wheel.number}.{index}",
                wheel.key,
                TicketSource.PURCHASE,
                total_yen,
                context.at,
                holder,
                context.op_id,
            )
            for index in range(had.get(wheel.key, 0), ticket_count(total_yen, wheel.tickets))
        ]
    return tuple(issued)


def tickets_kept(purchase: PurchaseRecord, member: Member, world: World) -> frozenset[str]:
    """Return which of the purchase's tickets the amount that remains still pays for, used ones counted first."""
    remaining_yen = sum(purchase.line_yen) - sum(purchase.returned_yen)
    bought = frozenset(purchase.ticket_ids)
    kept: list[str] = []
    for wheel in world.programme.wheels:
        unused = [t.ticket_id for t in member.tickets if t.ticket_id in bought and t.campaign == wheel.key]
        used = tickets_used(purchase, member, wheel.key)
        kept += unused[: max(ticket_count(remaining_yen, wheel.tickets) - used, 0)]
    return frozenset(kept)


def tickets_used(purchase: PurchaseRecord, member: Member, campaign: str) -> int:
    """Return how many of the purchase's tickets for a campaign have become awards."""
    bought = frozenset(purchase.ticket_ids)
    return sum(1 for award in member.awards if award.ticket_id in bought and award.campaign == campaign)


def ticket_count(yen: int, rules: TicketRules) -> int:
    """Return how many turns of a draw an amount brings."""
    return min(yen // rules.yen_per_ticket, rules.max_per_purchase) if rules.yen_per_ticket else 0
