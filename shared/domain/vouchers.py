"""Vouchers: single-use claims on a prize, as a state machine.

issued -> handed over -> (undone within the programme's minutes) issued; issued -> void; issued -> lapsed. Once its last
day is over an issued voucher can't be handed over. The centre alone makes it lapsed, GRACE_DAYS later, when hand-overs
without a network had time to be heard of: then its goods are somebody else's.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.domain.changing import replace
from shared.domain.values import value_class

REWARDS = 0
"""The `wheel_number` of vouchers for rewards; campaigns count from 1."""
GRACE_DAYS = 14
"""Days after a voucher's last one in which a hand-over that was made in time may still be heard of."""


class VoucherState(StrEnum):
    """Where a voucher stands."""

    ISSUED = "issued"
    HANDED_OVER = "handed_over"
    VOID = "void"
    LAPSED = "lapsed"


@value_class(frozen=True, slots=True)
class VoucherContent:
    """What the issuing kiosk signed: everything a counter needs to hand the prize over without a network.

    `device_number` names the kiosk, `wheel_number` the campaign, `ball` the prize in it. A reward has no drum: its
    `wheel_number` is REWARDS, `drum_id` the id of the request, `turn` the reward's number, `ball` 0.
    """

    device_number: int
    wheel_number: int
    drum_id: str
    turn: int
    ball: int
    collect_until: date

    @property
    def voucher_id(self) -> str:
        """The turn it came from: one turn, one voucher."""
        return f"{self.drum_id}-{self.turn}"


@value_class(frozen=True, slots=True)
class HandOver:
    """The act of giving the goods: when, where, by whom, under which operation."""

    op_id: str
    at: datetime
    store_id: str
    device_id: str
    staff_id: str


@value_class(frozen=True, slots=True)
class Voucher:
    """A voucher as far as it is known: the turn and the hand-over may arrive in either order.

    `holder` is the device that it was lent to, "" while the counter of its store holds it; `asked_by` is the device
    that wants to hold it next.
    """

    voucher_id: str
    content: VoucherContent
    state: VoucherState = VoucherState.ISSUED
    member_id: str | None = None
    hand_over: HandOver | None = None
    holder: str = ""
    asked_by: str = ""


@value_class(frozen=True, slots=True)
class AlreadyHandedOver:
    """The prize was given before."""

    hand_over: HandOver


@value_class(frozen=True, slots=True)
class VoucherLapsed:
    """Its last day is over."""

    collect_until: date


@value_class(frozen=True, slots=True)
class VoucherVoid:
    """It was declared void."""


def hand_over(
    voucher: Voucher, act: HandOver, today: date
) -> Voucher | AlreadyHandedOver | VoucherLapsed | VoucherVoid:
    """Give the goods; `today` is the programme's day."""
    if voucher.state is VoucherState.HANDED_OVER and voucher.hand_over is not None:
        return AlreadyHandedOver(voucher.hand_over)
    if voucher.state is VoucherState.VOID:
        return VoucherVoid()
    if voucher.state is VoucherState.LAPSED or today > voucher.content.collect_until:
        return VoucherLapsed(voucher.content.collect_until)
    return replace(voucher, state=VoucherState.HANDED_OVER, hand_over=act, asked_by="")


def lapse(voucher: Voucher, today: date) -> Voucher | None:
    """Give the goods of an uncollected voucher up; None where it is not issued or its grace is not over."""
    over = today > voucher.content.collect_until + timedelta(days=GRACE_DAYS)
    return replace(voucher, state=VoucherState.LAPSED) if over and voucher.state is VoucherState.ISSUED else None


def take_hand_over_back(voucher: Voucher) -> Voucher:
    """Return a handed-over voucher to issued, as the undo of its hand-over."""
    return replace(voucher, state=VoucherState.ISSUED, hand_over=None)


def make_void(voucher: Voucher) -> Voucher | AlreadyHandedOver:
    """Declare an issued voucher void; what was handed over stays handed over."""
    if voucher.hand_over is not None:
        return AlreadyHandedOver(voucher.hand_over)
    return replace(voucher, state=VoucherState.VOID)
