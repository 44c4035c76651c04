"""What a scan at the tablet means."""

from dataclasses import dataclass, field

from shared.application.ports import Desk, Sought, Transaction
from shared.domain.calendar import programme_day
from shared.domain.codes import (
    CodeKind,
    DamagedCode,
    ForeignCode,
    GaraponCode,
    MemberNumberTyped,
    read,
)
from shared.domain.member import CardState
from shared.domain.operations import Receipt
from shared.domain.receipts import ReceiptCode
from shared.domain.rules.resolving import resolve


@dataclass(frozen=True, slots=True)
class MemberScanned:
    """A member's card or number; `replaced` when the card is no longer current."""

    member_id: str
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class VoucherScanned:
    """A prize voucher, to be handed over."""

    code: str


@dataclass(frozen=True, slots=True)
class ReceiptScanned:
    """A till receipt, to be recorded for a member."""

    receipt: ReceiptCode


@dataclass(frozen=True, slots=True)
class PurchaseScanned:
    """A till receipt that counts already, for this member's purchase."""

    receipt: ReceiptCode
    member_id: str
    purchase_id: str


@dataclass(frozen=True, slots=True)
class BadgeScanned:
    """A staff badge: somebody else signs in, or approves."""

    code: str


@dataclass(frozen=True, slots=True)
class PosterScanned:
    """A hunt's poster: members show it at the kiosk."""


@dataclass(frozen=True, slots=True)
class ScanUnknown:
    """A card or member number of ours that this tablet does not know; by this the centre can be asked for her."""

    sought: Sought
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ScanForeign:
    """A code from elsewhere."""


@dataclass(frozen=True, slots=True)
class ScanDamaged:
    """Ours by its looks, but not read whole."""


Scanned = (
    MemberScanned
    | VoucherScanned
    | ReceiptScanned
    | PurchaseScanned
    | BadgeScanned
    | PosterScanned
    | ScanUnknown
    | ScanForeign
    | ScanDamaged
)


def read_scan(desk: Desk, text: str) -> Scanned:
    """Tell what was scanned, looking members up."""
    code = read(text)
    with desk.storage.read() as transaction:
        match code:
            case GaraponCode(kind=CodeKind.MEMBER):
                return _member(transaction, desk.code_hash(code.body))
            case MemberNumberTyped():
                member_id = transaction.member_by_number(code.number)
                member = resolve(transaction, member_id) if member_id else None
                if member is None or member.erased_by:
                    return ScanUnknown(Sought.NUMBER, code.number)
                return MemberScanned(member.member_id)
            case GaraponCode(kind=CodeKind.VOUCHER):
                return VoucherScanned(text)
            case GaraponCode(kind=CodeKind.STAFF_BADGE):
                return BadgeScanned(text)
            case GaraponCode(kind=CodeKind.HUNT_SPOT):
                return PosterScanned()
            case DamagedCode():
                return ScanDamaged()
            case GaraponCode():
                return ScanForeign()
            case ForeignCode():
                programme = transaction.programme
                receipt = programme.read_receipt(text, programme_day(desk.clock.now(), programme.time_zone))
                return _receipt(transaction, receipt) if isinstance(receipt, ReceiptCode) else ScanForeign()


def _receipt(transaction: Transaction, code: ReceiptCode) -> ReceiptScanned | PurchaseScanned:
    receipt = Receipt(code.store, code.register, code.business_date, code.number)
    member_id = transaction.member_by_receipt(receipt)
    member = transaction.member(member_id) if member_id else None
    bought = (p.purchase_id for p in (member.purchases if member else ()) if p.receipt_key == receipt.key)
    purchase_id = next(bought, "")
    return PurchaseScanned(code, member_id, purchase_id) if member_id and purchase_id else ReceiptScanned(code)


def _member(transaction: Transaction, code_hash: str) -> MemberScanned | ScanUnknown:
    member_id = transaction.member_by_card(code_hash)
    member = resolve(transaction, member_id) if member_id else None
    if member is None or member.erased_by:
        return ScanUnknown(Sought.CARD, code_hash)
    state = next((card.state for card in member.cards if card.code_hash == code_hash), None)
    return MemberScanned(member.member_id, replaced=state is not CardState.CURRENT)
