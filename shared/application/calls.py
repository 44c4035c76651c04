"""Calling staff to a kiosk, and coming: said through the centre, which tells everybody who comes."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from shared.application.ports import Desk, Signer
from shared.application.views import Link
from shared.domain.calls import RINGS_FOR, Call, CallReason, CallState, Close, Come, Ring
from shared.domain.rules.resolving import resolve
from shared.domain.text import Text

REACHED_MS = 8_000
"""By then the centre has told that it rings, or nobody can be called from here."""
HEARD_MS = 4_000
"""How long a tablet waits to hear whether its person is the one who comes."""
_MS = timedelta(milliseconds=1)
_RINGING_MS = RINGS_FOR // _MS + REACHED_MS


@dataclass(frozen=True, slots=True)
class Calling:
    """Staff are called; `until_ms`, of the monotonic clock, is when the centre has told of it at the latest."""

    call_id: str
    until_ms: int
    over_ms: int


class Called(StrEnum):
    """How a call stands for who made it."""

    SENT = "sent"
    RINGING = "ringing"
    COMING = "coming"
    DONE = "done"
    UNANSWERED = "unanswered"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class CallStands:
    """How a call stands, and who comes."""

    state: Called
    name: str = ""


@dataclass(frozen=True, slots=True)
class StoreCall:
    """A call as the store's staff see it: its kiosk's label, the prize that rang.

    `member_id` is "" unless somebody is named who is known here; `coming_here` says that somebody at this tablet comes
    and the centre has not answered yet.
    """

    call: Call
    place: str
    prize: Text | None
    member_id: str
    nickname: str
    coming_here: bool


def call_staff(desk: Desk, why: CallReason, about: str = "", member_id: str = "") -> Calling | None:
    """Ring at the store's tablets; None without a line: a call that arrives late would ring at nobody."""
    with desk.storage.read() as transaction:
        if transaction.sync_state().link is not Link.ONLINE:
            return None
    call_id, now_ms = desk.ids.new_id(), desk.clock.monotonic_ms()
    desk.calls.say(desk.ids.new_id(), call_id, Ring(why, about, member_id))
    desk.expect_answer(_RINGING_MS)
    return Calling(call_id, now_ms + REACHED_MS, now_ms + _RINGING_MS)


def how_it_stands(desk: Desk, calling: Calling) -> CallStands:
    """Return how a call of this kiosk stands; what the centre can't tell in time counts as not called."""
    now_ms = desk.clock.monotonic_ms()
    call = desk.calls.call(calling.call_id)
    if call is None:
        return CallStands(Called.SENT if now_ms < calling.until_ms else Called.AWAY)
    match call.state:
        case CallState.RINGING:
            return CallStands(Called.RINGING if now_ms < calling.over_ms else Called.UNANSWERED)
        case CallState.COMING:
            return CallStands(Called.COMING, call.staff_name)
        case CallState.UNANSWERED:
            return CallStands(Called.UNANSWERED)
        case CallState.DONE | CallState.CANCELLED:
            return CallStands(Called.DONE)


def close_call(desk: Desk, call_id: str) -> None:
    """End a call: the shopper takes it back, or staff were there."""
    desk.calls.say(desk.ids.new_id(), call_id, Close())
    desk.expect_answer(HEARD_MS)


def come(desk: Desk, signer: Signer, call_id: str) -> bool:
    """Say that this person comes; False without a line: the kiosk can't show it then."""
    with desk.storage.read() as transaction:
        if transaction.sync_state().link is not Link.ONLINE:
            return False
    desk.calls.say(desk.ids.new_id(), call_id, Come(signer.staff.staff_id))
    desk.expect_answer(HEARD_MS)
    return True


def read_calls(desk: Desk) -> tuple[StoreCall, ...]:
    """Return the store's open calls, the oldest first, with those whom they name and who are known here."""
    calls = tuple(call for call in desk.calls.known() if call.is_open)
    if not calls:
        return ()
    found = []
    with desk.storage.read() as transaction:
        prizes = {prize.key: prize.name for wheel in transaction.programme.wheels for prize in wheel.prizes}
        for call in calls:
            device = transaction.device(call.device_id)
            member = resolve(transaction, call.member_id) if call.member_id else None
            found.append(
                StoreCall(
                    call,
                    device.label if device else "",
                    prizes.get(call.about),
                    member.member_id if member else "",
                    member.nickname if member else "",
                    desk.calls.is_coming(call.call_id),
                )
            )
    return tuple(found)
