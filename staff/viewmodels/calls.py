"""Calls from the store's kiosks: who wants somebody where, who goes, and the bell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.calls import HEARD_MS, StoreCall, close_call, come, read_calls
from shared.domain.calls import COMES_WITHIN, RINGS_FOR, CallReason, CallState
from shared.domain.programme import Permission
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

RING_EVERY_MS: Final = 4_000
TOLD_MS: Final = 8_000
"""How long the tablet says that somebody else goes already."""
_MS: Final = timedelta(milliseconds=1)
# The centre ends a call; a tablet that can't hear of it does so a little later by itself.
_ENDS_MS: Final = {CallState.RINGING: RINGS_FOR // _MS + 30_000, CallState.COMING: COMES_WITHIN // _MS + 30_000}


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call: `why` by name, `prize` what was won, `since` its minute by the shop's clock, `goer` who goes.

    `mine` says that the person at this tablet goes, `asking` that she has said so and the centre has not answered.
    """

    callId: str
    place: str
    why: str
    prize: str
    since: str
    memberId: str
    nickname: str
    ringing: bool
    asking: bool
    goer: str
    mine: bool


@dataclass(frozen=True, slots=True)
class CallsProps:
    """What every page shows of calls: how many wait for somebody, the one to be told of, who was quicker."""

    waiting: int = 0
    shownId: str = ""
    place: str = ""
    why: str = ""
    prize: str = ""
    memberId: str = ""
    nickname: str = ""
    ringing: bool = False
    asking: bool = False
    goer: str = ""
    quiet: bool = False
    alone: bool = False


def derive_calls(rows: tuple[CallRow, ...], goer: str, *, quiet: bool, alone: bool) -> CallsProps:
    """Derive what every page shows: the oldest call that rings, else the one to which this person goes."""
    ringing = tuple(row for row in rows if row.ringing)
    shown = next(iter(ringing), None) or next((row for row in rows if row.mine), None)
    waiting = sum(not row.asking for row in ringing)
    if shown is None:
        return CallsProps(waiting, goer=goer, quiet=quiet, alone=alone)
    return CallsProps(
        waiting=waiting,
        shownId=shown.callId,
        place=shown.place,
        why=shown.why,
        prize=shown.prize,
        memberId=shown.memberId,
        nickname=shown.nickname,
        ringing=shown.ringing,
        asking=shown.asking,
        goer=goer,
        quiet=quiet,
        alone=alone,
    )


@QmlElement
@QmlUncreatable("composition makes it")
class CallsViewModel(QObject):
    """Rings until somebody goes, on a locked tablet too, which names nobody. `rang` names a sound."""

    waitingChanged = Signal()
    shownIdChanged = Signal()
    placeChanged = Signal()
    whyChanged = Signal()
    prizeChanged = Signal()
    memberIdChanged = Signal()
    nicknameChanged = Signal()
    ringingChanged = Signal()
    askingChanged = Signal()
    goerChanged = Signal()
    quietChanged = Signal()
    aloneChanged = Signal()

    rang = Signal(str)
    memberChosen = Signal(str)

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._props = CallsProps()
        self._calls: tuple[StoreCall, ...] = ()
        self._seen_ms: dict[tuple[str, CallState], int] = {}
        self._asked: dict[str, int] = {}
        self._closed: set[str] = set()
        self._rang_ms = 0
        self._goer = ""
        self._told_ms = 0
        self._quiet = self._alone = False
        self._rows = RowsModel(CallRow, lambda row: row.callId, self)
        session.changed.connect(self._show)
        session.locked.connect(self._forget)

    def refresh(self) -> None:
        """Read how the calls stand, whoever is in."""
        desk = self._session.desk
        self._session.run(lambda: read_calls(desk), self._take, _as_before)

    def tick(self) -> None:
        """Let a second pass: ring on, give up what nobody has answered, forget who was quicker."""
        now_ms = self._now_ms()
        if self._goer and now_ms - self._told_ms >= TOLD_MS:
            self._goer = ""
        late = {call_id for call_id, at in self._asked.items() if now_ms - at >= HEARD_MS}
        if late:
            # The line is gone or slow: the kiosk does not show who comes.
            self._asked = {call_id: at for call_id, at in self._asked.items() if call_id not in late}
            self._alone, self._told_ms = True, now_ms
        elif self._alone and now_ms - self._told_ms >= TOLD_MS:
            self._alone = False
        self._show()
        if self._props.waiting and not self._quiet and now_ms - self._rang_ms >= RING_EVERY_MS:
            self._ring()

    @Slot(str)
    def come(self, call_id: str) -> None:
        """Say that the person at this tablet goes."""
        signer, desk = self._session.signer, self._session.desk
        if signer is None or call_id in self._asked:
            return

        def said(heard: bool) -> None:
            if not heard:
                self._asked.pop(call_id, None)
                self._alone, self._told_ms = True, self._now_ms()
            self._show()

        self._asked[call_id] = self._now_ms()
        self._show()
        self._session.run(lambda: come(desk, signer, call_id), said)

    @Slot(str)
    def close(self, call_id: str) -> None:
        """Say that it is done."""
        desk = self._session.desk
        if self._session.signer is not None:
            self._closed.add(call_id)
            self._show()
            self._session.run(lambda: close_call(desk, call_id), _as_said)

    @Slot(str)
    def open(self, member_id: str) -> None:
        self.memberChosen.emit(member_id)

    @Slot(bool)
    def setQuiet(self, quiet: bool) -> None:
        """Show calls without a sound, or ring again."""
        self._quiet = quiet
        self._show()

    def _take(self, calls: tuple[StoreCall, ...]) -> None:
        now_ms = self._now_ms()
        seen = {(each.call.call_id, each.call.state): now_ms for each in calls}
        fresh = [key for key in seen if key not in self._seen_ms and key[1] is CallState.RINGING]
        self._seen_ms = seen | {key: at for key, at in self._seen_ms.items() if key in seen}
        self._closed &= {each.call.call_id for each in calls}
        self._calls = calls if self._session.signer is not None else _nameless(calls)
        for each in calls:
            answered = each.call.state is CallState.COMING and self._asked.pop(each.call.call_id, None) is not None
            if answered and each.call.staff_id != self._session.staff_id:
                self._goer, self._told_ms = each.call.staff_name, now_ms
        self._show()
        if fresh and self._props.waiting and not self._quiet:
            self._ring()

    @Slot()
    def _forget(self) -> None:
        """Know of the calls and of nobody who is named in them."""
        self._asked.clear()
        self._goer, self._alone = "", False
        self._calls = _nameless(self._calls)

    def _ring(self) -> None:
        self._rang_ms = self._now_ms()
        self.rang.emit("handbell" if self._props.why == CallReason.PRIZE else "call")

    @Slot()
    def _show(self) -> None:
        rows = tuple(self._row(each) for each in self._calls if not self._is_over(each))
        before = self._props
        self._props = derive_calls(rows, self._goer, quiet=self._quiet, alone=self._alone)
        self._rows.replace(rows)
        notify_changes(self, before, self._props)

    def _is_over(self, each: StoreCall) -> bool:
        if each.call.call_id in self._closed:
            return True
        seen_ms = self._seen_ms.get((each.call.call_id, each.call.state), self._now_ms())
        return self._now_ms() - seen_ms >= _ENDS_MS.get(each.call.state, 0)

    def _row(self, each: StoreCall) -> CallRow:
        call, session = each.call, self._session
        named = session.may(Permission.FIND)
        return CallRow(
            callId=call.call_id,
            place=each.place,
            why=call.why.value,
            prize=session.say(each.prize) if each.prize else "",
            since=session.local(call.asked_at)[11:],
            memberId=each.member_id if named else "",
            nickname=each.nickname if named else "",
            ringing=call.state is CallState.RINGING,
            asking=call.call_id in self._asked,
            goer=call.staff_name,
            mine=bool(call.staff_id) and call.staff_id == session.staff_id,
        )

    def _now_ms(self) -> int:
        return self._session.desk.clock.monotonic_ms()

    @Property(int, notify=waitingChanged)
    def waiting(self) -> int:
        return self._props.waiting

    @Property(str, notify=shownIdChanged)
    def shownId(self) -> str:
        return self._props.shownId

    @Property(str, notify=placeChanged)
    def place(self) -> str:
        return self._props.place

    @Property(str, notify=whyChanged)
    def why(self) -> str:
        return self._props.why

    @Property(str, notify=prizeChanged)
    def prize(self) -> str:
        return self._props.prize

    @Property(str, notify=memberIdChanged)
    def memberId(self) -> str:
        return self._props.memberId

    @Property(str, notify=nicknameChanged)
    def nickname(self) -> str:
        return self._props.nickname

    @Property(bool, notify=ringingChanged)
    def ringing(self) -> bool:
        return self._props.ringing

    @Property(bool, notify=askingChanged)
    def asking(self) -> bool:
        return self._props.asking

    @Property(str, notify=goerChanged)
    def goer(self) -> str:
        return self._props.goer

    @Property(bool, notify=quietChanged)
    def quiet(self) -> bool:
        return self._props.quiet

    @Property(bool, notify=aloneChanged)
    def alone(self) -> bool:
        return self._props.alone

    @Property(QAbstractItemModel, constant=True)
    def rows(self) -> QAbstractItemModel:
        return self._rows


def _nameless(calls: tuple[StoreCall, ...]) -> tuple[StoreCall, ...]:
    return tuple(replace(each, call=replace(each.call, member_id=""), member_id="", nickname="") for each in calls)


def _as_before() -> None:
    """Keep what was read before."""


def _as_said(_: object) -> None:
    """Wait for the centre to tell it."""
