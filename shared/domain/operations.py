"""Operations: the facts and promises that devices report.

Each class is the payload of one kind; its envelope (device, sequence, staff, signatures, times) is
`shared.wire.envelope`'s.
"""

from dataclasses import dataclass
from datetime import date, datetime

from shared.domain.earning import PurchaseLine
from shared.domain.member import Profile, ProfileField


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a till's receipt is known by; the same one counts once, whoever enters it."""

    store: str
    register: str
    business_date: date
    number: str

    @property
    def key(self) -> str:
        """The business key under which it is claimed."""
        return f"receipt:{self.store}:{self.register}:{self.business_date.isoformat()}:{self.number}"


@dataclass(frozen=True, slots=True)
class EnrolMember:
    """Fact: a person joined."""

    member_id: str
    number: str
    code_hash: str
    nickname: str
    locale: str
    home_store: str
    profile: Profile | None


@dataclass(frozen=True, slots=True)
class JoinMember:
    """Fact: a person joined by herself at a kiosk, on `day` of its programme.

    She was number `nth` there on that day, from 0. `consents` are the purposes that she agreed to, each with the
    version of its words; `sealed` is what else she told (`joining.Told`), sealed for the centre (hex), "" where she
    told nothing.
    """

    member_id: str
    number: str
    code_hash: str
    nickname: str
    locale: str
    home_store: str
    day: date
    consents: tuple[tuple[str, int], ...] = ()
    sealed: str = ""
    nth: int = 0


@dataclass(frozen=True, slots=True)
class RecordVisit:
    """Fact: the member's first scan of a programme day; may bring a free ticket per campaign that gives one.

    A kiosk that does not know her names her by the keyed hash of her `card` alone; who that is the centre knows.
    """

    member_id: str
    day: date
    card: str = ""


@dataclass(frozen=True, slots=True)
class RecordPurchase:
    """Fact: the member bought something."""

    purchase_id: str
    member_id: str
    lines: tuple[PurchaseLine, ...]
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class ScanReceipt:
    """Fact: the member showed a till's receipt at a kiosk on `day` of its programme; some say what was paid."""

    member_id: str
    receipt: Receipt
    amount_yen: int | None
    day: date


@dataclass(frozen=True, slots=True)
class ReturnPurchase:
    """Fact: part of a purchase came back; `returned_yen` per line, in addition to what came back before."""

    member_id: str
    purchase_id: str
    returned_yen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TakeTurn:
    """Promise: a ticket became an award by turn number `turn` of a drum."""

    member_id: str
    ticket_id: str
    drum_id: str
    turn: int
    choice: str
    prize: str
    proof: str
    voucher_code: str | None
    collect_until: date | None


@dataclass(frozen=True, slots=True)
class HandOverPrize:
    """Promise: the goods of a voucher were given, as the signed code allows."""

    voucher_code: str


@dataclass(frozen=True, slots=True)
class AdjustPoints:
    """Fact: staff corrected the points, up or down, for a reason."""

    member_id: str
    points: int
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class GiveTicket:
    """Fact: staff gave a turn, for a reason."""

    member_id: str
    campaign: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class ConfirmStep:
    """Fact: staff saw the member do what a campaign asks for."""

    member_id: str
    campaign: str


@dataclass(frozen=True, slots=True)
class ShowSpot:
    """Fact: the member showed at a kiosk, on `day` of its programme, that she was at a spot of a hunt.

    By its poster's `code`, or ("") by the symbol that she tapped, which was `right` or not.
    """

    member_id: str
    campaign: str
    spot: str
    day: date
    code: str = ""
    right: bool = True


@dataclass(frozen=True, slots=True)
class PrintPosters:
    """Fact: staff had this device sign and print the posters of a hunt for a period; nothing else changes by it."""

    campaign: str
    period: int


@dataclass(frozen=True, slots=True)
class ExchangeForTicket:
    """Ask: points become a turn; fields like `RedeemReward`'s."""

    member_id: str
    campaign: str
    request: str = ""
    pin: str | None = None
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class RedeemReward:
    """Ask: points become a reward, for whose goods the device has signed a voucher.

    `request` is 32 random hex digits of the device's, once only; `points` the price that was shown. `pin` is the
    member's PIN, sealed for the centre (hex), None where none was asked for. `answer_by` is when the device stops
    waiting: it then takes the question back with `CancelRedemption`.
    """

    member_id: str
    reward: str
    points: int
    request: str
    voucher_code: str
    collect_until: date
    pin: str | None
    answer_by: datetime


@dataclass(frozen=True, slots=True)
class CancelRedemption:
    """Fact: nobody waits for this redemption (an operation's id) any more, or staff took it back uncollected."""

    member_id: str
    redemption: str


@dataclass(frozen=True, slots=True)
class ResetMemberPin:
    """Fact: staff saw the member and let her choose a new PIN; a second person agreed."""

    member_id: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class AskForTickets:
    """Fact: the member stands at this kiosk and wants to use her turns here."""

    member_id: str


@dataclass(frozen=True, slots=True)
class ReleaseTickets:
    """Fact: the holder has given these tickets back unused and will not use them any more."""

    member_id: str
    ticket_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseDrum:
    """Fact: the holder has given the drum back after `turns` turns and will not turn it any more."""

    drum_id: str
    turns: int


@dataclass(frozen=True, slots=True)
class AskForVoucher:
    """Fact: staff want to give a voucher's goods at this device of its store, which does not hold it."""

    voucher_code: str


@dataclass(frozen=True, slots=True)
class ReleaseVoucher:
    """Fact: the holder has given a voucher back unused and will not give its goods any more."""

    voucher_id: str


@dataclass(frozen=True, slots=True)
class RenewCard:
    """Fact: the member got a new card, the old ones no longer identify her."""

    member_id: str
    code_hash: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Fact: a person took their own last action on a member back."""

    member_id: str
    undone: str


@dataclass(frozen=True, slots=True)
class ReleaseHeld:
    """Fact: a manager wants a held operation tried again, and agrees to it."""

    held: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RejectHeld:
    """Fact: a manager settled a held operation that will not be; `corrected_by` did instead what it should have."""

    held: str
    note: str = ""
    corrected_by: str | None = None


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A field's new value, as text; `base` names the edit it was based on, the member herself before the first."""

    field: ProfileField
    value: str
    base: str


@dataclass(frozen=True, slots=True)
class EditProfile:
    """Fact: a member's details changed."""

    member_id: str
    edits: tuple[FieldEdit, ...]


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Fact: the member agreed to a purpose in a version of its words; `answers` names the withdrawals she knew of."""

    member_id: str
    consent: str
    version: int
    at: datetime
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    """Fact: the member no longer agrees to a purpose."""

    member_id: str
    consent: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MergeMembers:
    """Fact: two members are one person, known as `kept` from now on."""

    kept: str
    merged: str


@dataclass(frozen=True, slots=True)
class UnmergeMember:
    """Fact: a member who was merged into another is somebody else after all."""

    member_id: str


@dataclass(frozen=True, slots=True)
class EraseMember:
    """Fact: the member asked to be forgotten."""

    member_id: str


Operation = (
    EnrolMember
    | JoinMember
    | RecordVisit
    | RecordPurchase
    | ScanReceipt
    | ReturnPurchase
    | TakeTurn
    | HandOverPrize
    | AdjustPoints
    | GiveTicket
    | ConfirmStep
    | ShowSpot
    | PrintPosters
    | ExchangeForTicket
    | AskForTickets
    | ReleaseTickets
    | ReleaseDrum
    | AskForVoucher
    | ReleaseVoucher
    | RedeemReward
    | CancelRedemption
    | ResetMemberPin
    | RenewCard
    | Undo
    | ReleaseHeld
    | RejectHeld
    | EditProfile
    | GiveConsent
    | WithdrawConsent
    | MergeMembers
    | UnmergeMember
    | EraseMember
)

Ask = RedeemReward | ExchangeForTicket
"""What only the centre may decide: a device records that it was asked and shows nothing of it before the answer."""
