"""Taking one's own last action back, by a reversing entry."""

from datetime import datetime, timedelta

from shared.domain.changing import replace
from shared.domain.member import Entry, EntryKind, Member, redemption_of, with_redemption
from shared.domain.operations import Undo
from shared.domain.points import Posted, PostingKind, give_back, take_back
from shared.domain.redemptions import wait_again
from shared.domain.rules.campaigns import uncount
from shared.domain.rules.entries import Ready, give_back_lot, line, posted, ready, withdraw_tickets
from shared.domain.rules.outcome import Context, Held, HeldReason, Outcome, World
from shared.domain.rules.purchases import reverse_purchase, with_purchase
from shared.domain.rules.returns import undo_own_return
from shared.domain.rules.turns import with_award_state
from shared.domain.vouchers import Voucher, take_hand_over_back

UNDOABLE = frozenset(
    {
        EntryKind.PURCHASE,
        EntryKind.RETURN,
        EntryKind.ADJUSTMENT,
        EntryKind.TICKET,
        EntryKind.HAND_OVER,
        EntryKind.STEP,
    }
)
"""Kinds of entry that their author can take back."""


def last_undoable(member: Member, staff_id: str, until: datetime | None = None) -> Entry | None:
    """Return the person's newest action on this member that is not undone yet, of those `until` an instant.

    What another device of hers brings late may have been done, and undone, before what is known already.
    """
    mine = (e for e in member.history if e.staff_id == staff_id and e.kind in UNDOABLE and e.undone_by is None)
    known = (e for e in mine if until is None or e.at <= until)
    return max(known, key=lambda entry: entry.at, default=None)


def undo(operation: Undo, context: Context, world: World) -> Outcome:
    """Reverse what a person may take back (`UNDOABLE`); the original stays."""
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return start
    lines = (e for e in start.member.history if e.op_id == operation.undone and e.kind in UNDOABLE)
    entry = next(lines, None)
    refusal = _refusal(start.member, entry, context, world)
    if refusal is not None or entry is None:
        return refusal or Held(HeldReason.UNDO_UNKNOWN)
    undone = _marked(start.member, entry, context.op_id)
    reversing = replace(line(context, EntryKind.UNDO), refers_to=entry.op_id, reason=entry.kind)
    if entry.kind is EntryKind.HAND_OVER:
        return _undo_hand_over(undone, entry, reversing, start, world)
    if entry.kind is EntryKind.TICKET:
        if any(undone.ticket(ticket_id) is None for ticket_id in entry.ticket_ids):
            return Held(HeldReason.TICKET_USED)
        member = withdraw_tickets(undone, entry.ticket_ids)
        return posted(start, member, Posted(member.account), reversing)
    if entry.kind is EntryKind.STEP:
        member = uncount(undone, entry.op_id)
        return posted(start, member, Posted(member.account), reversing)
    if entry.kind is EntryKind.PURCHASE:
        return _undo_purchase(undone, entry, reversing, start)
    if entry.kind is EntryKind.RETURN:
        return undo_own_return(undone, entry, reversing, start, context, world)
    if any(p.kind is PostingKind.GRANT and undone.account.lot(p.lot_id or "") is None for p in entry.postings):
        return Held(HeldReason.UNDO_TOO_LATE, "The lot has been settled.")
    return posted(start, undone, _reverse_postings(undone, entry, context, world), reversing)


def _refusal(member: Member, entry: Entry | None, context: Context, world: World) -> Held | None:
    if entry is None:
        return Held(HeldReason.UNDO_UNKNOWN)
    if entry.undone_by is not None:
        return Held(HeldReason.UNDO_UNKNOWN, entry.undone_by)
    if context.actor is None or entry.staff_id != context.actor.staff_id:
        return Held(HeldReason.UNDO_NOT_OWN)
    if context.at - entry.at > timedelta(minutes=world.programme.undo_minutes):
        return Held(HeldReason.UNDO_TOO_LATE)
    last = last_undoable(member, context.actor.staff_id, max(entry.at, context.at))
    if last is None or last.op_id != entry.op_id:
        return Held(HeldReason.UNDO_NOT_LAST)
    return None


def _marked(member: Member, entry: Entry, by: str) -> Member:
    marked = replace(entry, undone_by=by)
    return replace(member, history=tuple(marked if e is entry else e for e in member.history))


def _reverse_postings(member: Member, entry: Entry, context: Context, world: World) -> Posted:
    """Reverse each line of an adjustment, naming it, the last first: a shortfall before the spends that led to it."""
    step = Posted(member.account)
    for posting in reversed(entry.postings):
        if posting.kind is PostingKind.GRANT and posting.lot_id is not None:
            step = step.then(take_back(step.account, posting.lot_id, posting.points, posting.line))
        elif posting.kind in (PostingKind.SPEND, PostingKind.SHORTFALL):
            fresh = give_back_lot(context, world, f"back{posting.line}")
            step = step.then(give_back(step.account, posting.lot_id, -posting.points, fresh, context.at, posting.line))
    return step


def _undo_purchase(member: Member, entry: Entry, reversing: Entry, start: Ready) -> Outcome:
    purchase = next((p for p in member.purchases if p.op_id == entry.op_id), None)
    if purchase is None:
        return Held(HeldReason.UNDO_UNKNOWN, entry.op_id)
    reversing = replace(reversing, amount_yen=sum(purchase.returned_yen) - sum(purchase.line_yen))
    changed, step = reverse_purchase(member, purchase)
    released = (purchase.receipt_key,) if purchase.receipt_key else ()
    gone = next(each for each in changed.purchases if each.purchase_id == purchase.purchase_id)
    changed = with_purchase(changed, replace(gone, receipt_key=None))
    return replace(posted(start, changed, step, reversing), released=released)


def _undo_hand_over(member: Member, entry: Entry, reversing: Entry, start: Ready, world: World) -> Outcome:
    for award in member.awards:
        voucher: Voucher | None = world.voucher(award.voucher_id) if award.voucher_id else None
        if voucher is not None and voucher.hand_over is not None and voucher.hand_over.op_id == entry.op_id:
            back = take_hand_over_back(voucher)
            changed, _ = with_award_state(member, back)
            redemption = redemption_of(changed, back.voucher_id)
            if redemption is None:
                return replace(posted(start, changed, Posted(changed.account), reversing), voucher=back)
            settled = wait_again(redemption, changed.account)
            changed = with_redemption(changed, settled.redemption)
            return replace(posted(start, changed, settled.step, reversing), voucher=back)
    return Held(HeldReason.UNDO_UNKNOWN, entry.op_id)
