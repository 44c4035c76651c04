"""A till's receipt at the kiosk: what it brings the member who shows it."""

from dataclasses import dataclass

from shared.application.identify import home_of
from shared.application.perform import perform
from shared.application.ports import Desk
from shared.application.views import KioskHome
from shared.domain.calendar import programme_day
from shared.domain.operations import Receipt, ScanReceipt
from shared.domain.receipts import ReceiptCode
from shared.domain.rules import Applied, Duplicate, Held, HeldReason


@dataclass(frozen=True, slots=True)
class ReceiptTaken:
    """It counts: so many turns now; `points` once the till's journal confirms it, None where only that says how many.

    `capped` says that the day's turns for receipts are used up.
    """

    home: KioskHome
    turns: int
    points: int | None
    capped: bool


@dataclass(frozen=True, slots=True)
class ReceiptKnown:
    """It is counted already."""


@dataclass(frozen=True, slots=True)
class ReceiptRefused:
    """The rules do not allow it; `days` is how old a receipt may be, `most` how many count a day."""

    reason: HeldReason
    days: int
    most: int


ReceiptAnswer = ReceiptTaken | ReceiptKnown | ReceiptRefused


def take_receipt(desk: Desk, member_id: str, code: ReceiptCode) -> ReceiptAnswer:
    """Record that the member showed this receipt, once."""
    with desk.storage.begin() as transaction:
        programme = transaction.programme
        today = programme_day(desk.clock.now(), programme.time_zone)
        receipt = Receipt(code.store, code.register, code.business_date, code.number)
        outcome = perform(desk, transaction, ScanReceipt(member_id, receipt, code.amount_yen, today))
        home = home_of(desk, transaction, member_id, card_shown=True)
        transaction.commit()
    match outcome:
        case Applied(member=member) if member is not None and home is not None:
            scanned = next(each for each in member.receipts if each.key == receipt.key)
            most = programme.receipts.tickets_per_day if programme.receipts is not None else 0
            same_day = sum(len(each.ticket_ids) for each in member.receipts if each.day == scanned.day)
            points = scanned.points if scanned.priced else None
            return ReceiptTaken(home, len(scanned.ticket_ids), points, capped=same_day >= most)
        case Duplicate():
            return ReceiptKnown()
        case Held(reason=reason):
            rules = programme.receipts
            return ReceiptRefused(reason, rules.oldest_days if rules else 0, rules.per_day if rules else 0)
        case Applied():
            message = "a receipt that counts has a member"
            raise LookupError(message)
