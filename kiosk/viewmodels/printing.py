"""What the shopper can take along on paper, and what to tell the counter where the printer can't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from PySide6.QtCore import QObject

from kiosk.viewmodels.screen import Screen
from kiosk.viewmodels.session import KioskPage, Session, Slip, SlipState
from shared.application.calls import Calling, call_staff, close_call
from shared.domain.calls import CallReason
from shared.domain.codes import format_number
from shared.hardware.receipt_printer import (
    Printed,
    PrinterFault,
    PrinterReady,
    PrinterUnable,
    ReceiptPrinter,
    SlipFace,
)
from shared.qt.brand import Brand
from shared.qt.jobs import Lane
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from shared.runtime.logs import EventLog

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

RING_AGAIN_MS: Final = 30 * 60_000
"""For so long staff know of a printer that wants a hand."""
_WANTS_A_HAND: Final = frozenset({PrinterFault.PAPER_OUT, PrinterFault.COVER_OPEN, PrinterFault.BROKEN})
_log: Final = EventLog(__name__)


@dataclass(frozen=True, slots=True)
class PrinterDesk:
    """The kiosk's printer, whose name stands on the slips, and the lane on which it is waited for."""

    printer: ReceiptPrinter
    brand: Brand
    lane: Lane


@dataclass(frozen=True, slots=True)
class PrintingProps:
    """What stands beside a code that can be printed: `state` is a `SlipState`, "" before anything was printed.

    `number` is what the counter finds her by.
    """

    offered: bool = False
    state: str = ""
    number: str = field(default="", repr=False)


def derive_printing(session: Session, *, has_printer: bool) -> PrintingProps:
    """Derive it from the session; nothing is offered where no code is shown."""
    code = code_shown(session)
    if not code or not has_printer:
        return PrintingProps()
    slip = session.slip
    return PrintingProps(
        offered=True,
        state=slip.state.value if slip is not None and slip.code == code else "",
        number=format_number(number) if (number := _number(session)) else "",
    )


def code_shown(session: Session) -> str:
    """Return the code that the page shows for taking along, "" where it shows none."""
    if session.page is KioskPage.RESULT and session.results is not None:
        return session.results.steps[session.results.at][0].award.voucher_code or ""
    if session.page is KioskPage.CARD and session.joining is not None and session.joining.card is not None:
        return session.joining.card.card_code
    return ""


def _number(session: Session) -> str:
    if session.joining is not None and session.joining.card is not None:
        return session.joining.card.number
    return session.home.number if session.home is not None else ""


@QmlElement
@QmlUncreatable("pages get it from the app")
class PrintingViewModel(QObject):
    """Prints the code that is shown, in the words that the page gives; calls staff where the printer wants a hand."""

    offeredChanged = Signal()
    stateChanged = Signal()
    numberChanged = Signal()

    def __init__(self, screen: Screen, parent: QObject) -> None:
        super().__init__(parent)
        self._screen = screen
        self._desk: PrinterDesk | None = None
        self._rung_ms: int | None = None
        self._call: Calling | None = None
        self._props = PrintingProps()

    def serve(self, desk: PrinterDesk | None) -> None:
        """Print from now on, or no more; how the printer is goes into the log."""
        self._desk = desk
        if desk is not None:
            desk.lane.run(desk.printer.look, _note, _note_fault)
        self.show(self._screen.session)

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_printing(session, has_printer=self._desk is not None)
        notify_changes(self, before, self._props)

    @Slot(str, str, "QStringList", str)
    def print(self, title: str, heading: str, details: Sequence[str], advice: str) -> None:
        """Print a slip; `details` are labels and what they say, by turns."""
        desk, session = self._desk, self._screen.touched
        code = code_shown(session)
        if desk is None or not code or self._props.state == SlipState.PRINTING:
            return
        slip = Slip(code)
        shop = desk.brand.name_ja if session.locale == "ja" else desk.brand.name
        pairs = tuple((label, value) for label, value in zip(details[::2], details[1::2], strict=True) if value)
        face = SlipFace(shop, title, heading, code, details=pairs, advice=advice)

        def ended(outcome: Printed | PrinterUnable) -> None:
            _note(outcome)
            if isinstance(outcome, PrinterUnable):
                self._ring(outcome.fault)
                self._end(slip, SlipState.FAILED)
            else:
                self._thank()
                self._end(slip, SlipState.PRINTED)

        def failed(fault: Exception) -> None:
            _note_fault(fault)
            self._end(slip, SlipState.FAILED)

        self._screen.become(replace(session, slip=slip))
        desk.lane.run(lambda: print_slip(desk, face), ended, failed)

    def _ring(self, fault: PrinterFault) -> None:
        now_ms, rung_ms = self._screen.now_ms, self._rung_ms
        if fault in _WANTS_A_HAND and (rung_ms is None or now_ms - rung_ms >= RING_AGAIN_MS):
            self._rung_ms = now_ms
            self._screen.lane.run(
                lambda: call_staff(self._screen.desk, CallReason.PRINTER), self._take_call, self._not_rung
            )

    def _take_call(self, call: Calling | None) -> None:
        self._call = call
        if call is None:
            self._not_rung()

    def _not_rung(self, _: object = None) -> None:
        # Nobody could be called from here: the next slip tries again.
        self._rung_ms = None

    def _thank(self) -> None:
        """Take back what was rung for: it prints again."""
        call, self._call, self._rung_ms = self._call, None, None
        if call is not None:
            self._screen.run_unheard(lambda: close_call(self._screen.desk, call.call_id))

    def _end(self, slip: Slip, state: SlipState) -> None:
        # What became of it has to be read in time; whoever has gone meanwhile is not told, and nobody else is.
        session = self._screen.touched
        if session.slip is slip:
            self._screen.become(replace(session, slip=replace(slip, state=state)))

    @Property(bool, notify=offeredChanged)
    def offered(self) -> bool:
        return self._props.offered

    @Property(str, notify=stateChanged)
    def state(self) -> str:
        return self._props.state

    @Property(str, notify=numberChanged)
    def number(self) -> str:
        return self._props.number


def print_slip(desk: PrinterDesk, face: SlipFace) -> Printed | PrinterUnable:
    """Draw a slip and print it, on the lane of the desk."""
    # Drawing imports much, and the first page must not wait for it.
    from shared.hardware.slips import paper_slip

    return desk.printer.print(paper_slip(desk.brand, face, desk.printer.paper_mm))


def _note(outcome: object) -> None:
    if isinstance(outcome, PrinterUnable):
        _log.warning("printer_unable", reason=outcome.fault.value)
    elif isinstance(outcome, Printed | PrinterReady) and outcome.paper_low:
        _log.warning("printer_paper_low")


def _note_fault(_: Exception) -> None:
    _log.error("printer_broken")
