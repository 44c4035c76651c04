"""What a till's journal knows of purchases: it records them, confirms or corrects what people keyed in, undoes itself.

A receipt that somebody keyed in or scanned, and the same receipt in the journal, are one purchase: the journal's word
stands. Nothing here asks who reports it; only the centre's own import calls these rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.changing import replace
from shared.domain.earning import PurchaseLine, earn
from shared.domain.member import EntryKind, Member, PurchaseRecord, ReceiptState, ScannedReceipt, with_receipt
from shared.domain.operations import RecordPurchase, ReturnPurchase
from shared.domain.points import Posted
from shared.domain.rules.campaigns import uncount
from shared.domain.rules.entries import Ready, line, posted, ready, withdraw_tickets
from shared.domain.rules.outcome import Applied, Context, Held, HeldReason, Outcome, World, business_day
from shared.domain.rules.purchases import (
    departments_of,
    grant_purchase,
    record_fact,
    reverse_points,
    reverse_purchase,
    tickets_kept,
    tickets_used,
    with_purchase,
)
from shared.domain.rules.returns import PostedReturn, put_return_right, return_fact
from shared.domain.tiers import standing


@dataclass(frozen=True, slots=True)
class JournalSale:
    """A receipt or an order of the journal: `key` is its business key, `purchase_id` follows from it."""

    key: str
    purchase_id: str
    member_id: str
    lines: tuple[PurchaseLine, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The journal says what was keyed in."""


def record_sale(sale: JournalSale, context: Context, world: World) -> Outcome:
    """Record a purchase that nobody has keyed in."""
    outcome = record_fact(RecordPurchase(sale.purchase_id, sale.member_id, sale.lines), context, world)
    if not isinstance(outcome, Applied) or outcome.member is None:
        return outcome
    purchases = tuple(
        replace(purchase, receipt_key=sale.key) if purchase.op_id == context.op_id else purchase
        for purchase in outcome.member.purchases
    )
    return replace(outcome, member=replace(outcome.member, purchases=purchases), claims=(sale.key,))


def confirm_scan(sale: JournalSale, scanned: ScannedReceipt, context: Context, world: World) -> Outcome:
    """Record the purchase of a receipt that was shown at a kiosk: now its points are granted, by the journal's amount.

    Turns that were given at once count for those that the amount brings; what it does not pay for is withdrawn. Late
    is as good as in time: a receipt that had lapsed counts after all.
    """
    start = ready(sale.member_id, context, world)
    if isinstance(start, Held):
        return start
    bought = _as_bought(sale, scanned, context, world)
    kept = tickets_kept(bought, start.member, world)
    had = _tickets_had(start.member, bought, kept, world)
    member = withdraw_tickets(start.member, set(bought.ticket_ids) - kept)
    member = with_receipt(member, replace(scanned, state=ReceiptState.CONFIRMED))
    tier = standing(member.account, world.programme.tiers, business_day(context, world).year).tier
    operation = RecordPurchase(sale.purchase_id, sale.member_id, sale.lines)
    granted = grant_purchase(Ready(member, start.postings), operation, context, world, tier.bonus_percent, had)
    changed = granted.member or member
    fresh = next(p for p in changed.purchases if p.op_id == context.op_id)
    fresh = replace(fresh, receipt_key=sale.key, ticket_ids=(*bought.ticket_ids, *fresh.ticket_ids))
    return replace(granted, member=with_purchase(changed, fresh))


def refuse_scan(member_id: str, scanned: ScannedReceipt, context: Context, world: World) -> Applied | Held:
    """Give a receipt up that is somebody else's, as the journal says: its unused turns go, others may claim it."""
    start = ready(member_id, context, world)
    if isinstance(start, Held):
        return start
    member = withdraw_tickets(start.member, scanned.ticket_ids)
    member = with_receipt(member, replace(scanned, state=ReceiptState.REFUSED))
    return Applied(member=member, postings=start.postings, released=(scanned.key,))


def confirm_or_correct(
    sale: JournalSale, purchase: PurchaseRecord, context: Context, world: World, *, as_keyed_in: bool = False
) -> Outcome | Confirmed:
    """Compare the journal with a purchase: the same yen and points confirm it, others reverse it and post anew.

    The tier's bonus is the one that it was granted with; tickets that the amount still pays for stay, used ones count.
    Held where part of it has come back already. A journal may tell of no departments, where a person did; with
    `as_keyed_in` the sale is what the person said, and that is all there was.
    """
    start = ready(sale.member_id, context, world)
    if isinstance(start, Held):
        return start
    bonus_percent = _bonus_percent(start.member, purchase, context, world)
    earned = earn(sale.lines, world.programme.earning, bonus_percent)
    if earned.explanation.total_yen == sum(purchase.line_yen) and earned.points == sum(purchase.line_points):
        told = as_keyed_in or any(sold.department for sold in sale.lines)
        return (_told_of_departments(start, sale, purchase, earned.line_points) if told else None) or Confirmed()
    if any(purchase.returned_yen):
        return Held(HeldReason.RETURN_TOO_LARGE, purchase.purchase_id)
    return _corrected(start, sale, purchase, context, world, bonus_percent)


def _told_of_departments(
    start: Ready, sale: JournalSale, purchase: PurchaseRecord, line_points: tuple[int, ...]
) -> Applied | None:
    """Take these lines for those that are known, where they say otherwise in which departments they were."""
    told = departments_of(sale.lines)
    if told == purchase.line_departments or any(purchase.returned_yen):
        return None
    zeros = (0,) * len(sale.lines)
    known = replace(
        purchase,
        line_kinds=tuple(sold.kind for sold in sale.lines),
        line_yen=tuple(sold.amount_yen for sold in sale.lines),
        line_points=line_points,
        returned_yen=zeros,
        reversed_points=zeros,
        line_departments=told,
    )
    member = with_purchase(uncount(start.member, purchase.op_id), known)
    return Applied(member=member, postings=start.postings)


def return_sale(
    member_id: str, purchase: PurchaseRecord, journal_yen: tuple[int, ...], context: Context, world: World
) -> Outcome | Confirmed:
    """See that as much has come back of each line as the journal says in all; what was keyed in counts for it."""
    more = tuple(max(told - known, 0) for told, known in zip(journal_yen, purchase.returned_yen, strict=True))
    if not any(more):
        return Confirmed()
    return return_fact(ReturnPurchase(member_id, purchase.purchase_id, more), context, world)


def undo_sale(member_id: str, purchase: PurchaseRecord, context: Context, world: World) -> Applied | Held:
    """Reverse all of a purchase that has not come back yet, and free its receipt."""
    start = ready(member_id, context, world)
    if isinstance(start, Held):
        return start
    reversing = replace(
        line(context, EntryKind.UNDO),
        refers_to=purchase.op_id,
        reason=EntryKind.PURCHASE,
        amount_yen=sum(purchase.returned_yen) - sum(purchase.line_yen),
    )
    scanned = next((each for each in start.member.receipts if each.key == purchase.receipt_key), None)
    own = tuple(t for t in purchase.ticket_ids if scanned is None or t not in scanned.ticket_ids)
    marked = _marked(start.member, purchase.op_id, context.op_id)
    member, step = reverse_purchase(uncount(marked, purchase.op_id), replace(purchase, ticket_ids=own))
    member = replace(member, purchases=tuple(p for p in member.purchases if p.purchase_id != purchase.purchase_id))
    if scanned is not None:
        # As before the journal: it is hers by the kiosk's word, and waits.
        member = with_receipt(member, replace(scanned, state=ReceiptState.WAITING))
    released = (purchase.receipt_key,) if purchase.receipt_key and scanned is None else ()
    return replace(posted(start, member, step, reversing), released=released)


def undo_return(
    member_id: str, purchase: PurchaseRecord, told: PostedReturn, context: Context, world: World
) -> Applied | Held:
    """Take a return back, whoever posted it."""
    start = ready(member_id, context, world)
    if isinstance(start, Held):
        return start
    entry = replace(line(context, EntryKind.UNDO), refers_to=told.op_id, reason=EntryKind.RETURN)
    member = _marked(start.member, told.op_id, context.op_id)
    return put_return_right(member, purchase, told, replace(entry, amount_yen=sum(told.yen)), start, context, world)


def allocate(
    purchase: PurchaseRecord, already_yen: tuple[int, ...], back: tuple[PurchaseLine, ...]
) -> tuple[int, ...] | None:
    """Spread what came back over the purchase's lines, in order; None where it is too much.

    Those of the same kind come first, and of them those of the same department.
    """
    departments = purchase.line_departments or ("",) * len(purchase.line_yen)
    left = [total - yen for total, yen in zip(purchase.line_yen, already_yen, strict=True)]
    given = [0] * len(left)
    for returned in back:
        wanted = returned.amount_yen
        unlike = [
            (kind is not returned.kind, department != returned.department)
            for kind, department in zip(purchase.line_kinds, departments, strict=True)
        ]
        for place in sorted(range(len(left)), key=unlike.__getitem__):
            part = min(wanted, left[place])
            left[place] -= part
            given[place] += part
            wanted -= part
        if wanted:
            return None
    return tuple(given)


def _corrected(
    start: Ready, sale: JournalSale, purchase: PurchaseRecord, context: Context, world: World, bonus_percent: int
) -> Applied:
    yen = tuple(sold.amount_yen for sold in sale.lines)
    kept = tickets_kept(replace(purchase, line_yen=yen, returned_yen=(0,) * len(yen)), start.member, world)
    had = _tickets_had(start.member, purchase, kept, world)
    member = withdraw_tickets(start.member, set(purchase.ticket_ids) - kept)
    member = replace(member, purchases=tuple(p for p in member.purchases if p.purchase_id != purchase.purchase_id))
    step = reverse_points(Posted(member.account), purchase, sum(purchase.line_points))
    reversing = replace(
        line(context, EntryKind.UNDO),
        refers_to=purchase.op_id,
        reason=EntryKind.PURCHASE,
        amount_yen=-sum(purchase.line_yen),
    )
    member = uncount(_marked(member, purchase.op_id, context.op_id), purchase.op_id)
    reversed_ = posted(start, member, step, reversing)
    between = Ready(reversed_.member or member, reversed_.postings)
    operation = RecordPurchase(purchase.purchase_id, sale.member_id, sale.lines)
    granted = grant_purchase(between, operation, context, world, bonus_percent, had)
    changed = granted.member or between.member
    fresh = next(p for p in changed.purchases if p.op_id == context.op_id)
    fresh = replace(fresh, receipt_key=purchase.receipt_key, ticket_ids=(*purchase.ticket_ids, *fresh.ticket_ids))
    return replace(granted, member=with_purchase(changed, fresh), claims=())


def _as_bought(sale: JournalSale, scanned: ScannedReceipt, context: Context, world: World) -> PurchaseRecord:
    """Return the journal's purchase with the turns that followed from the amount on the receipt, before any points."""
    zeros = (0,) * len(sale.lines)
    return PurchaseRecord(
        purchase_id=sale.purchase_id,
        op_id=context.op_id,
        lot_id=None,
        line_kinds=tuple(sold.kind for sold in sale.lines),
        line_yen=tuple(sold.amount_yen for sold in sale.lines),
        line_points=zeros,
        returned_yen=zeros,
        reversed_points=zeros,
        year=business_day(context, world).year,
        ticket_ids=scanned.ticket_ids if scanned.priced else (),
    )


def _tickets_had(member: Member, purchase: PurchaseRecord, kept: frozenset[str], world: World) -> Mapping[str, int]:
    """Count, per campaign, the purchase's tickets that are used or stay."""
    return {
        wheel.key: tickets_used(purchase, member, wheel.key)
        + sum(1 for t in member.tickets if t.ticket_id in kept and t.campaign == wheel.key)
        for wheel in world.programme.wheels
    }


def _bonus_percent(member: Member, purchase: PurchaseRecord, context: Context, world: World) -> int:
    entry = member.entry(purchase.op_id, EntryKind.PURCHASE)
    if entry is not None and entry.explanation is not None:
        return entry.explanation.bonus_percent
    return standing(member.account, world.programme.tiers, business_day(context, world).year).tier.bonus_percent


def _marked(member: Member, op_id: str, by: str) -> Member:
    """Mark the history's line of an operation as undone, so that nobody undoes it again."""
    return replace(
        member,
        history=tuple(
            replace(e, undone_by=by)
            if e.op_id == op_id and e.undone_by is None and e.kind is not EntryKind.FINISH
            else e
            for e in member.history
        ),
    )
