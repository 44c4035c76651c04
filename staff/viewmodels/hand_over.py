"""Handing a prize over: scan its voucher, give the goods, and see at once if they were given before."""

from dataclasses import dataclass, replace
from typing import assert_never

from PySide6.QtCore import QObject

from shared.application.ask_for_voucher import NobodyToAsk, VoucherComing, ask_for_voucher, has_come
from shared.application.correct import Done, Refused, undo_action
from shared.application.hand_over_prize import (
    HandedOverBefore,
    HandOverAnswer,
    HandOverRefused,
    OtherCounter,
    PrizeHandedOver,
    PrizeLapsed,
    VoucherNotValid,
    hand_over_prize,
)
from shared.application.views import VoucherView
from shared.domain.text import Text
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class HandOverInputs:
    """What became of the voucher that was shown last, in the screen's language."""

    working: bool = False
    answer: HandOverAnswer | None = None
    locale: str = ""
    at: str = ""
    undone: bool = False
    refusal: str = ""
    coming: VoucherComing | None = None
    ask_note: str = ""


@dataclass(frozen=True, slots=True)
class HandOverProps:
    """What the page shows.

    `step` is ready, working, coming, handed-over, before, lapsed, invalid, other-counter, refused or taken-back; `at`,
    `store`, `staff` and `device` tell of the hand-over, this one or the one before. At another counter, `store` is set
    where that is another store, else it may be asked for here (`can_ask`); `ask_note` is no-line or too-slow then.
    """

    step: str
    ball: int
    prize: str
    nickname: str
    at: str
    store: str
    staff: str
    device: str
    collect_until: str
    counter: str
    undoable: bool
    refusal: str
    can_ask: bool = False
    ask_note: str = ""


READY = HandOverProps("ready", 0, "", "", "", "", "", "", "", "", undoable=False, refusal="")


def derive(inputs: HandOverInputs) -> HandOverProps:
    """Name the outcome and what it is about."""
    if inputs.working:
        return replace(READY, step="working")
    if inputs.coming is not None:
        return replace(READY, step="coming")
    answer = inputs.answer
    match answer:
        case None:
            return READY
        case PrizeHandedOver(_, voucher):
            step = "taken-back" if inputs.undone else "handed-over"
            undoable = voucher.member_id is not None and not inputs.undone
            shown = _about(voucher, step, inputs)
            return replace(shown, at=inputs.at, undoable=undoable, refusal=inputs.refusal)
        case HandedOverBefore(voucher, act):
            return replace(
                _about(voucher, "before", inputs),
                at=inputs.at,
                store=_say(act.store, inputs.locale),
                staff=act.staff.name if act.staff else "",
                device=act.device_label,
            )
        case PrizeLapsed(voucher, until):
            return replace(_about(voucher, "lapsed", inputs), collect_until=until.isoformat())
        case VoucherNotValid():
            return replace(READY, step="invalid")
        case OtherCounter(label, store):
            shown = replace(READY, step="other-counter", counter=label, ask_note=inputs.ask_note)
            return replace(shown, store=_say(store, inputs.locale) if store else "", can_ask=store is None)
        case HandOverRefused(held):
            return replace(READY, step="refused", refusal=held.reason)
        case _:
            assert_never(answer)


def _about(voucher: VoucherView, step: str, inputs: HandOverInputs) -> HandOverProps:
    return replace(
        READY,
        step=step,
        ball=voucher.prize.ball,
        prize=_say(voucher.prize.name, inputs.locale),
        nickname=voucher.nickname,
        collect_until=voucher.content.collect_until.isoformat(),
    )


def _say(text: Text, locale: str) -> str:
    return text.ja if locale == "ja" else text.en


@QmlElement
@QmlUncreatable("composition makes it")
class HandOverViewModel(QObject):
    """Takes voucher codes; `settled` tells code, prize and step once it is decided."""

    settled = Signal(str, str, str)
    stepChanged = Signal()
    ballChanged = Signal()
    prizeChanged = Signal()
    nicknameChanged = Signal()
    atChanged = Signal()
    storeChanged = Signal()
    staffChanged = Signal()
    deviceChanged = Signal()
    collectUntilChanged = Signal()
    counterChanged = Signal()
    undoableChanged = Signal()
    refusalChanged = Signal()
    canAskChanged = Signal()
    askNoteChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inputs = HandOverInputs()
        self._code = ""
        self._props = derive(self._inputs)
        session.changed.connect(self._relabel)
        session.locked.connect(self.again)

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(int, notify=ballChanged)
    def ball(self) -> int:
        return self._props.ball

    @Property(str, notify=prizeChanged)
    def prize(self) -> str:
        return self._props.prize

    @Property(str, notify=nicknameChanged)
    def nickname(self) -> str:
        return self._props.nickname

    @Property(str, notify=atChanged)
    def at(self) -> str:
        return self._props.at

    @Property(str, notify=storeChanged)
    def store(self) -> str:
        return self._props.store

    @Property(str, notify=staffChanged)
    def staff(self) -> str:
        return self._props.staff

    @Property(str, notify=deviceChanged)
    def device(self) -> str:
        return self._props.device

    @Property(str, notify=collectUntilChanged)
    def collectUntil(self) -> str:
        return self._props.collect_until

    @Property(str, notify=counterChanged)
    def counter(self) -> str:
        return self._props.counter

    @Property(bool, notify=undoableChanged)
    def undoable(self) -> bool:
        return self._props.undoable

    @Property(str, notify=refusalChanged)
    def refusal(self) -> str:
        return self._props.refusal

    @Property(bool, notify=canAskChanged)
    def canAsk(self) -> bool:
        return self._props.can_ask

    @Property(str, notify=askNoteChanged)
    def askNote(self) -> str:
        return self._props.ask_note

    def hand_over(self, voucher_code: str) -> None:
        """Give the goods of a voucher."""
        signer = self._session.signer
        if signer is None or self._inputs.working:
            return
        desk = self._session.desk
        self._code = voucher_code
        self._take(HandOverInputs(working=True, locale=self._session.locale))
        self._session.run(
            lambda: hand_over_prize(desk, signer, voucher_code),
            lambda answer: self._answered(voucher_code, answer),
            self.again,
        )

    @Slot()
    def ask(self) -> None:
        """Ask for the voucher that another device of this store holds."""
        signer, code, desk = self._session.signer, self._code, self._session.desk
        if signer is None or not self._props.can_ask:
            return
        self._take(replace(self._inputs, working=True))
        self._session.run(lambda: ask_for_voucher(desk, signer, code), self._was_asked, self.again)

    def hear(self) -> None:
        """Look whether the voucher has come; then its goods are given at once."""
        coming, desk = self._inputs.coming, self._session.desk
        if coming is not None:
            self._session.run(lambda: has_come(desk, coming), lambda come: self._looked(coming, come=come))

    @Slot()
    def again(self) -> None:
        """Wait for the next voucher."""
        self._code = ""
        self._take(HandOverInputs(locale=self._session.locale))

    @Slot()
    def undo(self) -> None:
        """Take the hand-over back that was just made."""
        signer, answer = self._session.signer, self._inputs.answer
        if signer is None or not isinstance(answer, PrizeHandedOver) or answer.voucher.member_id is None:
            return
        desk, member_id, op_id = self._session.desk, answer.voucher.member_id, answer.op_id
        code, prize = self._code, self._props.prize

        def undone(became: Done | Refused) -> None:
            if isinstance(became, Done):
                self._session.wrote.emit()
                self.settled.emit(code, prize, "taken-back")
            if self._inputs.answer is answer:
                self._undone(became)

        self._session.run(lambda: undo_action(desk, signer, member_id, op_id), undone)

    def _answered(self, code: str, answer: HandOverAnswer) -> None:
        at = answer.act.at if isinstance(answer, HandedOverBefore) else self._session.desk.clock.now()
        self._take(HandOverInputs(answer=answer, locale=self._session.locale, at=self._session.local(at)))
        if isinstance(answer, PrizeHandedOver):
            self._session.wrote.emit()
        self.settled.emit(code, self._props.prize, self._props.step)

    def _was_asked(self, answer: VoucherComing | NobodyToAsk | HandOverRefused | VoucherNotValid) -> None:
        match answer:
            case VoucherComing():
                self._take(replace(self._inputs, working=False, coming=answer))
                self.hear()
            case NobodyToAsk():
                self._take(replace(self._inputs, working=False, ask_note="no-line"))
            case HandOverRefused() | VoucherNotValid():
                self._take(HandOverInputs(answer=answer, locale=self._session.locale))
            case _:
                assert_never(answer)

    def _looked(self, coming: VoucherComing, *, come: bool) -> None:
        if self._inputs.coming is not coming:
            return
        if come:
            self._take(replace(self._inputs, coming=None))
            self.hand_over(coming.voucher_code)
        elif self._session.desk.clock.monotonic_ms() >= coming.until_ms:
            self._take(replace(self._inputs, coming=None, ask_note="too-slow"))

    def _undone(self, answer: Done | Refused) -> None:
        match answer:
            case Done():
                self._take(replace(self._inputs, undone=True, refusal=""))
            case Refused(held):
                self._take(replace(self._inputs, refusal=held.reason))
            case _:
                assert_never(answer)

    @Slot()
    def _relabel(self) -> None:
        self._take(replace(self._inputs, locale=self._session.locale))

    def _take(self, inputs: HandOverInputs) -> None:
        before, self._inputs, self._props = self._props, inputs, derive(inputs)
        notify_changes(self, before, self._props)
