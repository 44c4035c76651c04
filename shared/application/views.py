"""What use cases show: plain frozen values, no text that a person reads except what the programme says."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from shared.domain.campaigns import Campaign, Reached
from shared.domain.earning import Explanation, LineKind
from shared.domain.member import Award, Entry, Member, ReceiptState
from shared.domain.points import Lot
from shared.domain.programme import Department, Permission, Prize, Reason, Reward, Role, Wheel
from shared.domain.progress import Progress
from shared.domain.rules import Clash, HeldReason
from shared.domain.staff import StaffMember
from shared.domain.text import Text
from shared.domain.tiers import TierStanding
from shared.domain.vouchers import VoucherContent


class Link(StrEnum):
    """How the exchange with the centre stands."""

    ONLINE = "online"
    OFFLINE = "offline"
    NEVER = "never"


class Disk(StrEnum):
    """Whether this device can record: its disk is fine, nearly full, or refuses to be written."""

    FINE = ""
    FULL = "full"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class Arriving:
    """The working set on its way in: how much of it is here (0 to 1), and how many members it has.

    `first` says that this device had none before: it can't tell yet whom it does not know.
    """

    share: float
    members: int
    first: bool

    @property
    def percent(self) -> int:
        """The share as people read it; 100 is only said when it is all here."""
        return min(int(self.share * 100), 99)


@dataclass(frozen=True, slots=True)
class SyncState:
    """The line at the top of every staff page: link, last contact, operations waiting here, held ones in the store.

    `lost` counts own operations that went with a damaged database within the last days.
    """

    link: Link
    last_contact_at: datetime | None
    waiting: int
    held: int
    arriving: Arriving | None = None
    disk: Disk = Disk.FINE
    lost: int = 0


@dataclass(frozen=True, slots=True)
class HeldOperation:
    """A promise the centre could not keep, for a manager to see.

    `tries` counts how often it was tried again; `settling` while this device has said what is to become of it. `other`
    is who a newcomer may be already, "" where she is not known here.
    """

    op_id: str
    kind: str
    reason: HeldReason
    detail: str
    at: datetime
    device_label: str
    staff_name: str
    member_id: str | None
    nickname: str
    clashes: tuple[Clash, ...] = ()
    tries: int = 0
    settling: bool = False
    other: str = ""


@dataclass(frozen=True, slots=True)
class FoundMember:
    """A search result; `kana_match` is the (start, length) in `kana` that matched, (0, 0) if it was elsewhere.

    A `likely` one does not match: she may be meant by a query with a slip in it.
    """

    member_id: str
    name: str
    kana: str
    nickname: str
    phone_tail: str
    balance_points: int
    tier: Text
    last_visit_on: date | None
    kana_match: tuple[int, int] = (0, 0)
    likely: bool = False


@dataclass(frozen=True, slots=True)
class CentreAnswer:
    """The centre's final word on a question; `reason` says why not."""

    yes: bool
    reason: HeldReason | None
    detail: str


@dataclass(frozen=True, slots=True)
class RewardView:
    """A reward for a member: the points that are missing (0 when she can have it), and whether it takes her PIN."""

    reward: Reward
    gap_points: int
    needs_pin: bool

    @property
    def key(self) -> str:
        """What names it among the offers."""
        return self.reward.key

    @property
    def points(self) -> int:
        """The price."""
        return self.reward.points

    @property
    def name(self) -> Text:
        """What it is called."""
        return self.reward.name


@dataclass(frozen=True, slots=True)
class TurnOffer:
    """A turn for points; `gap_points` counts only points that were not won, because those buy no turns."""

    wheel: Wheel
    gap_points: int
    needs_pin: bool

    @property
    def key(self) -> str:
        """What names it among the offers."""
        return turn_key(self.wheel)

    @property
    def points(self) -> int:
        """The price."""
        return self.wheel.tickets.exchange_points

    @property
    def name(self) -> Text:
        """The draw."""
        return self.wheel.name


def turn_key(wheel: Wheel) -> str:
    """Return what names a turn among the offers; no reward's key has such a mark."""
    return f"turn:{wheel.key}"


@dataclass(frozen=True, slots=True)
class RewardsView:
    """What a member's points can become: what she can have first, then what she is nearest to."""

    rewards: tuple[RewardView | TurnOffer, ...]
    balance_points: int
    has_pin: bool
    online: bool


@dataclass(frozen=True, slots=True)
class ExpiryNotice:
    """The points that expire next and their last good day; its year goes unsaid when `this_year`."""

    points: int
    last_day: date
    this_year: bool


@dataclass(frozen=True, slots=True)
class CampaignTurns:
    """A member's turns in one campaign: usable on this kiosk, and waiting at others by label ("" is the centre).

    `coming` counts those of them that this kiosk has asked for.
    """

    wheel: Wheel
    usable: int
    elsewhere: tuple[tuple[str, int], ...] = ()
    coming: int = 0


@dataclass(frozen=True, slots=True)
class AwardView:
    """A prize or a reward as the shopper and the counter see it; a reward has no ball (0) and its own picture."""

    award: Award
    prize: Prize
    counter: Text
    picture: str = ""


class CampaignState(StrEnum):
    """How a member stands in a campaign: on the way, finished with its reward on its way, given, or all gone."""

    OPEN = "open"
    COMING = "coming"
    GIVEN = "given"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class CampaignView:
    """A campaign for a member: how far she is in the window that ends on `last_day`, and how often she finished it.

    The day's year goes unsaid when `this_year`. `short` says that part of what she finished it for has come back,
    `confirmable` that staff may confirm a step today; `progress` has what it all is reckoned from.
    """

    campaign: Campaign
    reached: Reached
    state: CampaignState
    last_day: date
    this_year: bool = True
    badges: int = 0
    short: bool = False
    confirmable: bool = False
    draw: Text | None = None
    progress: Progress | None = None

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return min(self.reached.figure / self.reached.target, 1.0) if self.state is CampaignState.OPEN else 1.0


@dataclass(frozen=True, slots=True)
class KioskHome:
    """Everything the greeting page shows; without `card_shown` figures only, as a member number is no secret.

    `finished` names the campaigns that this visit has finished, or something else since the one before.
    """

    member_id: str
    card_shown: bool
    nickname: str
    locale: str
    balance_points: int
    pending_points: int
    debt_points: int
    expiry: ExpiryNotice | None
    standing: TierStanding
    turns: tuple[CampaignTurns, ...]
    waiting: tuple[AwardView, ...]
    unseen: tuple[AwardView, ...]
    rewards_from: int = 0
    number: str = field(default="", repr=False)
    campaigns: tuple[CampaignView, ...] = ()
    finished: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrumView:
    """A drum as the wheel shows it: each prize of the campaign with the balls still in, in the document's order."""

    wheel: Wheel
    drum_id: str
    number: int
    commitment: str
    counts: tuple[tuple[Prize, int], ...]
    balls_left: int
    turns_usable: int


@dataclass(frozen=True, slots=True)
class TurnView:
    """One recorded turn: what it gave, and the drum after it."""

    award: AwardView
    drum: DrumView
    balance_points: int


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A history entry with the names that its ids stand for, and how a receipt that was shown at a kiosk stands.

    `returnable` names the purchase that it tells of while something of it may still come back.
    """

    entry: Entry
    staff_name: str
    approver_name: str
    device_label: str
    prize: Prize | None
    reason: Reason | None
    campaign: Text | None
    confirmed: bool
    receipt: ReceiptState | None = None
    returnable: str = ""


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Everything the member page shows; `permissions` are the signed-in person's, `undoable` her last action's id."""

    member: Member
    balance_points: int
    pending_points: int
    debt_points: int
    standing: TierStanding
    lots: tuple[tuple[Lot, date], ...]
    turns: int
    waiting: tuple[AwardView, ...]
    history: tuple[HistoryLine, ...]
    permissions: frozenset[Permission]
    adjust_limit_points: int
    undoable: str | None
    expiring_soon: date | None
    campaigns: tuple[CampaignView, ...] = ()


@dataclass(frozen=True, slots=True)
class PurchasePreview:
    """What a purchase would earn, before it is recorded."""

    points: int
    explanation: Explanation
    turns: int
    pending_until: date | None


@dataclass(frozen=True, slots=True)
class ReturnableLine:
    """A line of a purchase, tax included: what was paid, and how much of it has come back before."""

    kind: LineKind
    department: Text | None
    paid_yen: int
    returned_yen: int


@dataclass(frozen=True, slots=True)
class BoughtView:
    """A purchase that something may come back of; `receipt_number` is "" where no receipt is known."""

    purchase_id: str
    at: datetime | None
    receipt_number: str
    lines: tuple[ReturnableLine, ...]


@dataclass(frozen=True, slots=True)
class ReturnPreview:
    """What a return does: points that are reversed, and what they cost her.

    Of `points`, `pending_points` were not spendable yet, `other_points` come out of other purchases' points,
    `debt_points` become a debt, `expired_points` cost nothing; the rest is what was left of the purchase's own. All of
    them count no more for the tier. `turns_used` are taken already and not paid for any more: their prizes stay.
    """

    yen: int
    points: int
    pending_points: int
    other_points: int
    debt_points: int
    expired_points: int
    balance_points: int
    tier_before: Text
    tier_after: Text
    turns_gone: int
    turns_used: int
    all_of_it: bool


@dataclass(frozen=True, slots=True)
class AdjustmentPreview:
    """Balance before and after, and whether somebody else must agree."""

    before_points: int
    after_points: int
    limit_points: int
    needs_approval: bool
    approver_roles: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class VoucherView:
    """What a voucher code says, whether or not its turn is known here."""

    content: VoucherContent
    prize: Prize
    nickname: str
    member_id: str | None


@dataclass(frozen=True, slots=True)
class HandOverView:
    """When, where and by whom a prize was given."""

    at: datetime
    store: Text
    staff: StaffMember | None
    device_label: str


@dataclass(frozen=True, slots=True)
class Shop:
    """What every staff page needs of the programme: where this device stands, its clock, and what may be chosen."""

    name: Text
    store: Text
    time_zone: str
    today: date
    roles: tuple[Role, ...]
    reasons: tuple[Reason, ...]
    wheels: tuple[Wheel, ...]
    departments: tuple[Department, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingPrize:
    """A prize of this store that nobody has collected yet; the code is known where the member is."""

    voucher: VoucherView
    voucher_code: str | None
    won_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoreDrum:
    """A drum of this store and the kiosk that holds it: what went in and what is left, per prize."""

    wheel: Wheel
    number: int
    holder_label: str
    turns: int
    counts: tuple[tuple[Prize, int, int], ...]
    balls_left: int
