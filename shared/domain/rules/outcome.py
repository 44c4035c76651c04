"""What rules are given and what they answer."""

from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from shared.domain.calendar import programme_day
from shared.domain.devices import Device
from shared.domain.drums import Drum
from shared.domain.hunts import SpotContent
from shared.domain.joining import Told
from shared.domain.member import Member, ProfileField
from shared.domain.points import Posting
from shared.domain.programme import Programme
from shared.domain.staff import StaffMember
from shared.domain.values import value_class
from shared.domain.vouchers import Voucher, VoucherContent


class PinProof(StrEnum):
    """What the centre has found out about a member's PIN: nothing was given, it was right, or she has chosen one."""

    NONE = "none"
    RIGHT = "right"
    CHOSEN = "chosen"


@value_class(frozen=True, slots=True)
class Context:
    """Who acts, where and when.

    `at` is the corrected business time; actor and approver come from verified signatures, `pin` is what the centre
    has found, and `told` what it has read of a newcomer's details, None where they can't be read here. It is `owed`
    what somebody may have been told yes to by a centre that was set back since.
    """

    op_id: str
    at: datetime
    store_id: str
    device_id: str
    actor: StaffMember | None = None
    approver: StaffMember | None = None
    pin: PinProof = PinProof.NONE
    owed: bool = False
    told: Told | None = None


class World(Protocol):
    """The state that rules may look at, as far as the caller knows it."""

    @property
    def at_centre(self) -> bool:
        """Tell whether this is the centre, which alone gives what a campaign brings."""

    @property
    def programme(self) -> Programme:
        """The version of the programme that the operation names."""

    def member(self, member_id: str) -> Member | None:
        """Return the member as she stands."""

    def drum(self, drum_id: str) -> Drum | None:
        """Return the drum as it stands."""

    def voucher(self, voucher_id: str) -> Voucher | None:
        """Return the voucher, if its turn or its hand-over is known."""

    def read_voucher(self, code: str) -> VoucherContent | None:
        """Return the content of a voucher code whose signature holds, else None."""

    def read_spot(self, code: str) -> SpotContent | None:
        """Return the content of a hunt poster's code whose signature by a staff device holds, else None."""

    def claimed(self, key: str) -> str | None:
        """Return the operation that has claimed a business key, or None."""

    def devices(self, store_id: str) -> tuple[Device, ...]:
        """Return the store's devices, by number."""


class HeldReason(StrEnum):
    """Why the centre could not keep a promise, or a device must not make it."""

    MEMBER_UNKNOWN = "member_unknown"
    CARD_UNKNOWN = "card_unknown"
    MEMBER_BLOCKED = "member_blocked"
    MEMBER_EXISTS = "member_exists"
    CAMPAIGN_UNKNOWN = "campaign_unknown"
    TICKET_UNKNOWN = "ticket_unknown"
    TICKET_ELSEWHERE = "ticket_elsewhere"
    TICKET_USED = "ticket_used"
    NOT_OFFERED = "not_offered"
    DRUM_UNKNOWN = "drum_unknown"
    DRUM_ELSEWHERE = "drum_elsewhere"
    DRUM_CLOSED = "drum_closed"
    WRITTEN_OFF = "written_off"
    TURN_MISMATCH = "turn_mismatch"
    VOUCHER_INVALID = "voucher_invalid"
    VOUCHER_HANDED_OVER = "voucher_handed_over"
    VOUCHER_LAPSED = "voucher_lapsed"
    VOUCHER_VOID = "voucher_void"
    VOUCHER_ELSEWHERE = "voucher_elsewhere"
    PURCHASE_UNKNOWN = "purchase_unknown"
    RETURN_TOO_LARGE = "return_too_large"
    REASON_UNKNOWN = "reason_unknown"
    RECEIPT_NOT_TAKEN = "receipt_not_taken"
    RECEIPT_ELSEWHERE = "receipt_elsewhere"
    RECEIPT_TOO_OLD = "receipt_too_old"
    RECEIPT_TO_COME = "receipt_to_come"
    RECEIPT_LIMIT = "receipt_limit"
    AMOUNT_INVALID = "amount_invalid"
    SPOT_UNKNOWN = "spot_unknown"
    SPOT_CODE_INVALID = "spot_code_invalid"
    SPOT_CODE_OVER = "spot_code_over"
    SPOT_ELSEWHERE = "spot_elsewhere"
    SPOT_TOO_EARLY = "spot_too_early"
    SYMBOLS_USED_UP = "symbols_used_up"
    TOO_YOUNG = "too_young"
    GUARDIAN_NEEDED = "guardian_needed"
    CONSENT_NEEDED = "consent_needed"
    JOINING_LIMIT = "joining_limit"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    NOT_ALLOWED = "not_allowed"
    NEEDS_APPROVAL = "needs_approval"
    NOT_ENOUGH_POINTS = "not_enough_points"
    REWARD_UNKNOWN = "reward_unknown"
    REDEMPTION_UNKNOWN = "redemption_unknown"
    REDEMPTION_CANCELLED = "redemption_cancelled"
    PIN_NEEDED = "pin_needed"
    PIN_WRONG = "pin_wrong"
    PIN_LOCKED = "pin_locked"
    PIN_UNSET = "pin_unset"
    PIN_UNREADABLE = "pin_unreadable"
    UNDO_UNKNOWN = "undo_unknown"
    UNDO_TOO_LATE = "undo_too_late"
    UNDO_NOT_OWN = "undo_not_own"
    UNDO_NOT_LAST = "undo_not_last"
    PROGRAMME_UNKNOWN = "programme_unknown"
    KIND_UNKNOWN = "kind_unknown"
    PAYLOAD_INVALID = "payload_invalid"
    SIGNATURE_INVALID = "signature_invalid"
    STAFF_UNKNOWN = "staff_unknown"
    HELD_UNKNOWN = "held_unknown"
    MEMBER_ERASED = "member_erased"
    NOT_MERGED = "not_merged"
    STALE_EDIT = "stale_edit"
    VALUE_INVALID = "value_invalid"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    CENTRE_RESTORED = "centre_restored"


@value_class(frozen=True, slots=True)
class Beside:
    """Another member that an act changes, and her postings; their lines are numbered with those of the act."""

    member: Member
    postings: tuple[Posting, ...] = ()


@value_class(frozen=True, slots=True)
class Clash:
    """A field that was changed from two sides: what the operation says, and what stands."""

    field: ProfileField
    mine: str
    theirs: str


@value_class(frozen=True, slots=True)
class Applied:
    """Every aggregate that changed, whole, with the postings for the ledger.

    `claims` are the business keys now taken, `released` those that are free again: a receipt whose purchase was undone.
    What stands `beside` is written first: it gives what `member` takes.
    """

    member: Member | None = None
    drum: Drum | None = None
    voucher: Voucher | None = None
    postings: tuple[Posting, ...] = ()
    claims: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()


@value_class(frozen=True, slots=True)
class Duplicate:
    """The same fact is already counted, by operation `of`; nothing more happens."""

    of: str


@value_class(frozen=True, slots=True)
class Held:
    """A promise that can't be kept as things stand; a manager sees it, nothing behind it waits.

    `drum` is set when a proven turn's award is held: its holder has taken the ball out, and the turns behind this one
    count on that. The centre keeps this drum; a device that is refused has not turned and keeps its own.
    """

    reason: HeldReason
    detail: str = ""
    drum: Drum | None = None
    clashes: tuple[Clash, ...] = ()


Outcome = Applied | Duplicate | Held


def business_day(context: Context, world: World) -> date:
    """Return the programme's day of the act."""
    return programme_day(context.at, world.programme.time_zone)
