"""Recording what a member bought."""

from dataclasses import dataclass
from datetime import datetime

from shared.application.perform import context_of, perform
from shared.application.ports import Desk, Signer, Signers, Transaction
from shared.application.views import PurchasePreview
from shared.domain.calendar import programme_day
from shared.domain.changing import replace
from shared.domain.earning import PurchaseLine, tax_included
from shared.domain.member import Entry, EntryKind, Member
from shared.domain.operations import Receipt, RecordPurchase
from shared.domain.receipts import ReceiptCode
from shared.domain.rules import Applied, Duplicate, Held, apply
from shared.domain.rules.resolving import resolve


@dataclass(frozen=True, slots=True)
class ReceiptCounted:
    """The receipt is already counted; `at` says when, if this device knows."""

    at: datetime | None


@dataclass(frozen=True, slots=True)
class PurchaseRefused:
    """The rules do not allow it."""

    held: Held


@dataclass(frozen=True, slots=True)
class PurchaseRecorded:
    """The purchase is in the book; `op_id` can be undone for some minutes."""

    op_id: str
    earned: PurchasePreview


def preview_purchase(
    desk: Desk, signer: Signer, member_id: str, amount_yen: int, receipt: ReceiptCode | None
) -> PurchasePreview | ReceiptCounted | PurchaseRefused:
    """Show what a purchase of `amount_yen` (tax included) would earn; nothing is written."""
    with desk.storage.read() as transaction:
        operation = _operation(desk, transaction, member_id, PurchaseLine(amount_yen, 0), receipt)
        outcome = apply(operation, context_of(desk, Signers(signer)), transaction)
        answer = _answer(transaction, operation, outcome)
        return answer.earned if isinstance(answer, PurchaseRecorded) else answer


def record_purchase(
    desk: Desk, signer: Signer, member_id: str, amount_yen: int, receipt: ReceiptCode | None, department: str = ""
) -> PurchaseRecorded | ReceiptCounted | PurchaseRefused:
    """Record a purchase of `amount_yen` (tax included), in a department of the programme where that is known."""
    with desk.storage.begin() as transaction:
        operation = _operation(
            desk, transaction, member_id, PurchaseLine(amount_yen, 0, department=department), receipt
        )
        outcome = perform(desk, transaction, operation, Signers(signer))
        transaction.commit()
        return _answer(transaction, operation, outcome)


def _operation(
    desk: Desk, transaction: Transaction, member_id: str, sold: PurchaseLine, receipt: ReceiptCode | None
) -> RecordPurchase:
    tax_yen = tax_included(sold.amount_yen, transaction.programme.earning.tax_percent)
    return RecordPurchase(
        purchase_id=desk.ids.new_id(),
        member_id=member_id,
        lines=(replace(sold, tax_yen=tax_yen),),
        receipt=Receipt(receipt.store, receipt.register, receipt.business_date, receipt.number) if receipt else None,
    )


def _answer(
    transaction: Transaction, operation: RecordPurchase, outcome: Applied | Duplicate | Held
) -> PurchaseRecorded | ReceiptCounted | PurchaseRefused:
    match outcome:
        case Held():
            return PurchaseRefused(outcome)
        case Duplicate():
            entry = _entry_of(resolve(transaction, operation.member_id), outcome.of)
            return ReceiptCounted(entry.at if entry else None)
        case Applied():
            entry = outcome.member.history[0] if outcome.member else None
            if entry is None or entry.explanation is None:
                message = "an applied purchase has no entry"
                raise LookupError(message)
            zone = transaction.programme.time_zone
            until = programme_day(entry.pending_until, zone) if entry.pending_until else None
            points = entry.points + entry.pending_points
            return PurchaseRecorded(
                entry.op_id, PurchasePreview(points, entry.explanation, len(entry.ticket_ids), until)
            )


def _entry_of(member: Member | None, op_id: str) -> Entry | None:
    return member.entry(op_id, EntryKind.PURCHASE) if member else None
