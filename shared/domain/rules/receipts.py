"""Receipts shown at a kiosk: turns at once within the caps, points once the till's journal confirms them."""

from datetime import timedelta

from shared.domain.calendar import end_of_day
from shared.domain.changing import replace
from shared.domain.codes import MAX_AMOUNT_YEN
from shared.domain.devices import DeviceKind
from shared.domain.earning import PurchaseLine, earn, tax_included
from shared.domain.member import (
    EntryKind,
    Member,
    ScannedReceipt,
    Ticket,
    TicketSource,
    with_entry,
    with_receipt,
)
from shared.domain.operations import ScanReceipt
from shared.domain.receipts import ReceiptRules
from shared.domain.rules.entries import line, ready, ticket_holder, visiting
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
from shared.domain.rules.purchases import ticket_count
from shared.domain.rules.tickets import running_wheels
from shared.domain.tiers import standing


def scan(operation: ScanReceipt, context: Context, world: World) -> Outcome:
    """Claim the receipt for the member and give its turns; its points wait for the journal.

    How old it is, the kiosk's own day says: what it has shown it keeps, wrong as its clock may be. The caps count by
    the true day.
    """
    rules = world.programme.receipts
    if rules is None or not world.programme.takes_receipts:
        return Held(HeldReason.RECEIPT_NOT_TAKEN)
    if world.programme.store(operation.receipt.store) is None:
        return Held(HeldReason.RECEIPT_ELSEWHERE, operation.receipt.store)
    if operation.amount_yen is not None and not 0 < operation.amount_yen <= MAX_AMOUNT_YEN:
        return Held(HeldReason.AMOUNT_INVALID)
    before = world.claimed(operation.receipt.key)
    if before is not None:
        return Duplicate(before)
    start = ready(operation.member_id, context, world, even_blocked=False)
    if isinstance(start, Held):
        return start
    before = start.member.counted_by(operation.receipt.key)
    if before is not None:
        return Duplicate(before)
    if operation.receipt.business_date > operation.day + timedelta(days=1):
        return Held(HeldReason.RECEIPT_TO_COME)
    if operation.receipt.business_date < operation.day - timedelta(days=rules.oldest_days):
        return Held(HeldReason.RECEIPT_TOO_OLD)
    same_day = [each for each in start.member.receipts if each.day == business_day(context, world)]
    if len(same_day) >= rules.per_day:
        return Held(HeldReason.RECEIPT_LIMIT)
    left = max(rules.tickets_per_day - sum(len(each.ticket_ids) for each in same_day), 0)
    tickets = _tickets(operation, start.member, context, world, rules)[:left]
    day = business_day(context, world)
    receipt = ScannedReceipt(
        key=operation.receipt.key,
        op_id=context.op_id,
        day=day,
        lapses_at=end_of_day(day + timedelta(days=rules.confirm_days), world.programme.time_zone),
        points=_points(operation.amount_yen, start.member, context, world),
        priced=operation.amount_yen is not None,
        ticket_ids=tuple(ticket.ticket_id for ticket in tickets),
    )
    member = with_receipt(visiting(start.member, context, world), receipt)
    member = replace(member, tickets=member.tickets + tickets)
    entry = replace(
        line(context, EntryKind.RECEIPT),
        amount_yen=operation.amount_yen or 0,
        refers_to=receipt.key,
        ticket_ids=receipt.ticket_ids,
    )
    return Applied(member=with_entry(member, entry), postings=start.postings, claims=(receipt.key,))


def _points(amount_yen: int | None, member: Member, context: Context, world: World) -> int:
    """Return what the amount would earn today; the journal's lines may say otherwise."""
    if amount_yen is None:
        return 0
    programme = world.programme
    sold = PurchaseLine(amount_yen, tax_included(amount_yen, programme.earning.tax_percent))
    tier = standing(member.account, programme.tiers, business_day(context, world).year).tier
    return earn((sold,), programme.earning, tier.bonus_percent).points


def _tickets(
    operation: ScanReceipt, member: Member, context: Context, world: World, rules: ReceiptRules
) -> tuple[Ticket, ...]:
    """Make the turns that the amount brings, of draws that ran when it was paid and run now; the kiosk holds them."""
    holder = _holder(member, context, world)
    issued: list[Ticket] = []
    for wheel in running_wheels(world, context.store_id, operation.day):
        if not wheel.runs_on(operation.receipt.business_date):
            continue
        if operation.amount_yen is None:
            count = int(wheel.key == rules.draw_without_amount)
        else:
            count = ticket_count(operation.amount_yen, wheel.tickets)
        issued += [
            Ticket(
                f"{context.op_id}:{wheel.number}.{index}",
                wheel.key,
                TicketSource.PURCHASE,
                operation.amount_yen or 0,
                context.at,
                holder,
                context.op_id,
            )
            for index in range(count)
        ]
    return tuple(issued)


def _holder(member: Member, context: Context, world: World) -> str:
    """Return who holds the turns: the kiosk at which she stands, as long as it may hold anything."""
    here = next((d for d in world.devices(context.store_id) if d.device_id == context.device_id), None)
    if here is not None and here.kind is DeviceKind.KIOSK and here.may_hold:
        return here.device_id
    return ticket_holder(member, context.store_id, world)
