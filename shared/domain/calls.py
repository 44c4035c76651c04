"""Calls for staff: somebody at a kiosk wants a person, now. Talk, not a fact: nothing of it reaches the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.devices import Device, DeviceKind
from shared.domain.staff import StaffMember

RINGS_FOR = timedelta(minutes=2)
"""Nobody waits at a kiosk for longer."""
COMES_WITHIN = timedelta(minutes=10)
"""A call that somebody has answered and never closed is over then."""
TELLS_FOR = timedelta(minutes=15)
"""For so long after it was made devices can read of a call."""
CALL_LIMITS = ((timedelta(minutes=10), 6), (timedelta(days=1), 60))
"""How often one kiosk may call within so long: a busy shop does less, a broken one not more."""
ABOUT_LENGTH, NAME_LENGTH = 64, 200


class CallReason(StrEnum):
    """Why somebody is wanted: a shopper asks, or has won what staff bring with a bell, or the printer wants a hand."""

    HELP = "help"
    PRIZE = "prize"
    PRINTER = "printer"


class CallState(StrEnum):
    """How a call stands; the last three are its ends."""

    RINGING = "ringing"
    COMING = "coming"
    DONE = "done"
    CANCELLED = "cancelled"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Ring:
    """A kiosk calls; `about` is the prize's key, `member_id` ("" for nobody) whoever pressed it in her own session."""

    why: CallReason
    about: str = ""
    member_id: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Come:
    """A colleague says that she comes."""

    staff_id: str


@dataclass(frozen=True, slots=True)
class Close:
    """It is over: the shopper takes it back, or staff were there."""


CallStep = Ring | Come | Close


@dataclass(frozen=True, slots=True)
class Call:
    """A call as the centre knows it; who was named in it is forgotten when it ends. `since` is when it became so."""

    call_id: str
    device_id: str
    store_id: str
    why: CallReason
    about: str
    member_id: str = field(repr=False)
    asked_at: datetime
    state: CallState = CallState.RINGING
    since: datetime | None = None
    staff_id: str = ""
    staff_name: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still waits or comes."""
        return self.state in (CallState.RINGING, CallState.COMING)


def ring(call_id: str, step: Ring, kiosk: Device, earlier: Iterable[Call], now: datetime) -> Call | None:
    """Begin a call of a kiosk; None where it is none, or calls too often (`earlier` are its calls)."""
    times = [call.asked_at for call in earlier]
    if kiosk.kind is not DeviceKind.KIOSK:
        return None
    if any(sum(at > now - span for at in times) >= most for span, most in CALL_LIMITS):
        return None
    return Call(call_id, kiosk.device_id, kiosk.store_id, step.why, step.about, step.member_id, now, since=now)


def answered(call: Call, person: StaffMember | None, device: Device, now: datetime) -> Call:
    """Let a person of the store come, if nobody does yet: the first one who says so."""
    of_store = person is not None and person.active and person.store_id == call.store_id == device.store_id
    if person is None or not of_store or device.kind is DeviceKind.KIOSK or brought_up(call, now) != call:
        return call
    if call.state is not CallState.RINGING:
        return call
    return replace(
        call, state=CallState.COMING, since=now, staff_id=person.staff_id, staff_name=person.name[:NAME_LENGTH]
    )


def closed(call: Call, device: Device, now: datetime) -> Call:
    """End a call, by its own kiosk or by the store's staff."""
    if not call.is_open or device.store_id != call.store_id:
        return call
    if device.kind is DeviceKind.KIOSK:
        return _over(call, CallState.CANCELLED, now) if device.device_id == call.device_id else call
    return _over(call, CallState.DONE, now)


def superseded(call: Call, by: Call, now: datetime) -> Call:
    """Take a shopper's ringing call back when its kiosk calls for the next one."""
    older = call.call_id != by.call_id and call.device_id == by.device_id and call.state is CallState.RINGING
    is_help = call.why is by.why is CallReason.HELP
    return _over(call, CallState.CANCELLED, now) if older and is_help else call


def brought_up(call: Call, now: datetime) -> Call:
    """End what has rung for too long without an answer, or was answered and never closed."""
    since = call.since or call.asked_at
    match call.state:
        case CallState.RINGING:
            return _over(call, CallState.UNANSWERED, now) if now - since >= RINGS_FOR else call
        case CallState.COMING:
            return _over(call, CallState.DONE, now) if now - since >= COMES_WITHIN else call
        case _:
            return call


def _over(call: Call, state: CallState, now: datetime) -> Call:
    return replace(call, state=state, since=now, member_id="")
