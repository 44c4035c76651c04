"""Taking back what a member brings: what came of the purchase so far, what will happen, and doing it."""

from dataclasses import dataclass

from shared.application.perform import context_of, perform
from shared.application.ports import Desk, Signer, Signers, Transaction
from shared.application.showing import up_to_date
from shared.application.views import BoughtView, ReturnableLine, ReturnPreview
from shared.domain.member import EntryKind, Member, PurchaseRecord
from shared.domain.operations import ReturnPurchase
from shared.domain.points import Bucket, PostingKind
from shared.domain.programme import Permission, Programme
from shared.domain.rules import Applied, Duplicate, Held, HeldReason, apply
from shared.domain.rules.purchases import ticket_count, tickets_used
from shared.domain.rules.resolving import resolve
from shared.domain.staff import NotAllowed, may
from shared.domain.text import Text
from shared.domain.tiers import standing


@dataclass(frozen=True, slots=True)
class ReturnRefused:
    """The rules do not allow it; `roles` are those that could where it is the person who may not."""

    held: Held
    roles: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnChanged:
    """More has come back meanwhile than the person saw: she has to look again."""


@dataclass(frozen=True, slots=True)
class ReturnTaken:
    """The return is in the book; `op_id` can be undone for some minutes."""

    op_id: str
    became: ReturnPreview


def read_bought(desk: Desk, signer: Signer, member_id: str, purchase_id: str) -> BoughtView | ReturnRefused:
    """Show a purchase of the member line by line, or why this person can't take anything of it back."""
    with desk.storage.read() as transaction:
        programme = transaction.programme
        refusal = _not_allowed(programme, signer)
        if refusal is not None:
            return refusal
        member = resolve(transaction, member_id)
        purchase = _purchase(member, purchase_id)
        if member is None or purchase is None:
            return ReturnRefused(Held(HeldReason.PURCHASE_UNKNOWN, purchase_id))
        return _bought(member, purchase, programme)


def preview_return(
    desk: Desk, signer: Signer, member_id: str, purchase_id: str, yen: tuple[int, ...]
) -> ReturnPreview | ReturnRefused:
    """Show what would happen if so many yen of each line came back now; nothing is written."""
    with desk.storage.read() as transaction:
        before = resolve(transaction, member_id)
        outcome = apply(ReturnPurchase(member_id, purchase_id, yen), context_of(desk, Signers(signer)), transaction)
        answer = _answer(desk, signer, transaction, before, purchase_id, outcome)
        return answer.became if isinstance(answer, ReturnTaken) else answer


def take_return(
    desk: Desk, signer: Signer, member_id: str, purchase_id: str, yen: tuple[int, ...], seen_yen: tuple[int, ...]
) -> ReturnTaken | ReturnChanged | ReturnRefused:
    """Take `yen` of each line back, where no more has come back before than the person has `seen_yen`."""
    with desk.storage.begin() as transaction:
        before = resolve(transaction, member_id)
        purchase = _purchase(before, purchase_id)
        if purchase is not None and purchase.returned_yen != seen_yen:
            return ReturnChanged()
        outcome = perform(desk, transaction, ReturnPurchase(member_id, purchase_id, yen), Signers(signer))
        transaction.commit()
        return _answer(desk, signer, transaction, before, purchase_id, outcome)


def _not_allowed(programme: Programme, signer: Signer) -> ReturnRefused | None:
    verdict = may(programme, signer.staff, Permission.RETURN_PURCHASE)
    if not isinstance(verdict, NotAllowed):
        return None
    able = tuple(role.name for role in programme.roles if role.key in verdict.roles)
    return ReturnRefused(Held(HeldReason.NOT_ALLOWED, Permission.RETURN_PURCHASE), able)


def _purchase(member: Member | None, purchase_id: str) -> PurchaseRecord | None:
    return next((p for p in member.purchases if p.purchase_id == purchase_id), None) if member else None


def _bought(member: Member, purchase: PurchaseRecord, programme: Programme) -> BoughtView:
    entry = member.entry(purchase.op_id, EntryKind.PURCHASE)
    names = {department.key: department.name for department in programme.departments}
    departments = purchase.line_departments or ("",) * len(purchase.line_yen)
    lines = tuple(
        ReturnableLine(kind, names.get(department), paid, back)
        for kind, department, paid, back in zip(
            purchase.line_kinds, departments, purchase.line_yen, purchase.returned_yen, strict=True
        )
    )
    receipt = (purchase.receipt_key or "").rpartition(":")[2]
    return BoughtView(purchase.purchase_id, entry.at if entry else None, receipt, lines)


def _answer(
    desk: Desk,
    signer: Signer,
    transaction: Transaction,
    before: Member | None,
    purchase_id: str,
    outcome: Applied | Duplicate | Held,
) -> ReturnTaken | ReturnRefused:
    match outcome:
        case Held(reason=HeldReason.NOT_ALLOWED):
            return _not_allowed(transaction.programme, signer) or ReturnRefused(outcome)
        case Held():
            return ReturnRefused(outcome)
        case Applied(member=after) if before is not None and after is not None:
            return ReturnTaken(after.history[0].op_id, _became(desk, transaction.programme, before, after, purchase_id))
        case Applied() | Duplicate():
            message = "a return always changes its member"
            raise LookupError(message)


def _became(desk: Desk, programme: Programme, before: Member, after: Member, purchase_id: str) -> ReturnPreview:
    was, now = _purchase(before, purchase_id), _purchase(after, purchase_id)
    if was is None or now is None:
        message = f"there is no purchase {purchase_id}"
        raise LookupError(message)
    before = up_to_date(before, desk.clock.now())
    points = sum(now.reversed_points) - sum(was.reversed_points)
    cost = [posting for posting in after.history[0].postings if posting.bucket is not Bucket.QUALIFYING]
    own = [posting for posting in cost if posting.lot_id == now.lot_id]
    debt = -sum(posting.points for posting in cost if posting.kind is PostingKind.SHORTFALL)
    left = {ticket.ticket_id for ticket in after.tickets}
    gone = [t for t in before.tickets if t.ticket_id in now.ticket_ids and t.ticket_id not in left]
    tiers = (standing(member.account, programme.tiers, now.year).tier for member in (before, after))
    tier_before, tier_after = tiers
    return ReturnPreview(
        yen=sum(now.returned_yen) - sum(was.returned_yen),
        points=points,
        pending_points=-sum(posting.points for posting in own if posting.bucket is Bucket.PENDING),
        other_points=-sum(posting.points for posting in cost) + sum(posting.points for posting in own) - debt,
        debt_points=debt,
        expired_points=points + sum(posting.points for posting in cost),
        balance_points=after.account.balance_points,
        tier_before=tier_before.name,
        tier_after=tier_after.name,
        turns_gone=len(gone),
        turns_used=_turns_unpaid(now, after, programme),
        all_of_it=now.returned_yen == now.line_yen,
    )


def _turns_unpaid(purchase: PurchaseRecord, member: Member, programme: Programme) -> int:
    """Count the turns that were taken and that what remains of the purchase does not pay for."""
    remaining_yen = sum(purchase.line_yen) - sum(purchase.returned_yen)
    return sum(
        max(tickets_used(purchase, member, wheel.key) - ticket_count(remaining_yen, wheel.tickets), 0)
        for wheel in programme.wheels
    )
