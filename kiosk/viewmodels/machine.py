"""Scanners and printer as staff try them out: who was heard, what was wrong with it, how the printer is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from PySide6.QtCore import QObject

from kiosk.viewmodels.printing import PrinterDesk, print_slip
from shared.hardware.misreading import TRIAL_BARS, TRIAL_CODE, Misreading, judge
from shared.hardware.receipt_printer import Printed, PrinterReady, PrinterState, PrinterUnable, SlipFace
from shared.hardware.scanner import Clock, Scan, ScannerOff, ScannerReady, ScannerState, ScannerUnavailable, ScanSource
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """One scanner: `source` is a `ScanSource`, `fault` a `ScannerFault` or "", `detail` the device or the trouble.

    `heard` is a `Misreading`, "" before anything was heard; `gap_ms` the longest pause between its keys, -1 where it
    has none. `times` counts what it read.
    """

    source: str
    fault: str = ""
    detail: str = ""
    ready: bool = False
    heard: str = ""
    layout: str = ""
    harmless: bool = False
    gapMs: int = -1
    times: int = 0


@dataclass(frozen=True, slots=True)
class MachineProps:
    """What is not a scanner's own.

    `printer` is "" without one, "asking", "ready", "low", "printing", "printed" or a `PrinterFault`, with its detail.
    `slowGapMs` is how slowly a scanner types whose keys were taken for a person's, 0 where none was.
    """

    printer: str = ""
    printerDetail: str = ""
    slowGapMs: int = 0
    mostGapMs: int = 0


@QmlElement
@QmlUncreatable("composition makes the one there is")
class MachineViewModel(QObject):
    """Takes what every scanner reads; `type` takes keys that no scanner was recognised by."""

    printerChanged = Signal()
    printerDetailChanged = Signal()
    slowGapMsChanged = Signal()
    mostGapMsChanged = Signal()

    def __init__(
        self,
        sources: Sequence[ScanSource],
        candidates: Sequence[str],
        desk: PrinterDesk | None,
        most_gap_ms: int,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = RowsModel(ReaderRow, lambda row: row.source, self)
        self._rows.replace(ReaderRow(source.value) for source in sources)
        self._candidates = list(candidates)
        self._desk = desk
        self._clock = clock
        self._props = MachineProps(mostGapMs=most_gap_ms, printer="asking" if desk is not None else "")
        self._typed = ""
        self._typed_ms = 0
        self._typed_gap_ms = 0

    def take(self, scan: Scan) -> None:
        """Judge what a scanner read; nothing of it is kept."""
        if scan.source is ScanSource.KEYBOARD:
            self._set(replace(self._props, slowGapMs=0))
        reading = judge(scan.text)
        gap_ms = -1 if scan.longest_gap_ms is None else scan.longest_gap_ms
        self._change(
            scan.source,
            lambda row: replace(
                row,
                heard=reading.misreading.value,
                layout=reading.layout,
                harmless=reading.harmless,
                gapMs=gap_ms,
                times=row.times + 1,
            ),
        )

    def review(self, source: ScanSource, state: ScannerState) -> None:
        """Show how a scanner is."""
        match state:
            case ScannerOff():
                shown = ReaderRow(source.value)
            case ScannerReady(device=device):
                shown = ReaderRow(source.value, detail=device, ready=True)
            case ScannerUnavailable(fault=fault, detail=detail):
                shown = ReaderRow(source.value, fault=fault.value, detail=detail)
            case _:
                assert_never(state)
        self._change(source, lambda row: replace(row, fault=shown.fault, detail=shown.detail, ready=shown.ready))

    @Slot(str)
    def type(self, sign: str) -> None:
        """Take a key that reached the window: a scanner that types too slowly looks like a person."""
        now_ms = self._clock()
        if sign in {"\r", "\n", "\t"}:
            if judge(self._typed).misreading is not Misreading.ANOTHER_CODE:
                self._set(replace(self._props, slowGapMs=self._typed_gap_ms))
            self._typed = ""
        elif sign.isprintable() and sign:
            self._typed_gap_ms = max(self._typed_gap_ms, now_ms - self._typed_ms) if self._typed else 0
            self._typed = (self._typed + sign)[-len(TRIAL_CODE) :]
            self._typed_ms = now_ms

    @Slot()
    def askPrinter(self) -> None:
        desk = self._desk
        if desk is None:
            return
        self._set(replace(self._props, printer="asking", printerDetail=""))
        desk.lane.run(desk.printer.look, self._take_state, self._fail)

    @Slot(str, str, str)
    def printTrial(self, title: str, heading: str, advice: str) -> None:
        desk = self._desk
        if desk is None or self._props.printer in {"asking", "printing"}:
            return
        face = SlipFace(desk.brand.name, title, heading, TRIAL_CODE, TRIAL_BARS, advice=advice)
        self._set(replace(self._props, printer="printing", printerDetail=""))
        desk.lane.run(lambda: print_slip(desk, face), self._take_print, self._fail)

    def _take_state(self, state: PrinterState) -> None:
        match state:
            case PrinterReady(paper_low=paper_low):
                self._set(replace(self._props, printer="low" if paper_low else "ready", printerDetail=""))
            case PrinterUnable():
                self._tell(state)
            case _:
                assert_never(state)

    def _take_print(self, outcome: Printed | PrinterUnable) -> None:
        match outcome:
            case Printed():
                self._set(replace(self._props, printer="printed", printerDetail=""))
            case PrinterUnable():
                self._tell(outcome)
            case _:
                assert_never(outcome)

    def _tell(self, unable: PrinterUnable) -> None:
        self._set(replace(self._props, printer=unable.fault.value, printerDetail=unable.detail))

    def _fail(self, fault: Exception) -> None:
        self._set(replace(self._props, printer="broken", printerDetail=type(fault).__name__))

    def _change(self, source: ScanSource, change: Callable[[ReaderRow], ReaderRow]) -> None:
        self._rows.replace(change(row) if row.source == source.value else row for row in self._rows.rows)

    def _set(self, props: MachineProps) -> None:
        before, self._props = self._props, props
        notify_changes(self, before, props)

    @Property(QObject, constant=True)
    def readers(self) -> RowsModel[ReaderRow]:
        return self._rows

    @Property("QStringList", constant=True)
    def candidates(self) -> list[str]:
        """Keyboard scanners that could be read past the windows, by their device."""
        return self._candidates

    @Property(str, constant=True)
    def trialCode(self) -> str:
        return TRIAL_CODE

    @Property(str, notify=printerChanged)
    def printer(self) -> str:
        return self._props.printer

    @Property(str, notify=printerDetailChanged)
    def printerDetail(self) -> str:
        return self._props.printerDetail

    @Property(int, notify=slowGapMsChanged)
    def slowGapMs(self) -> int:
        return self._props.slowGapMs

    @Property(int, notify=mostGapMsChanged)
    def mostGapMs(self) -> int:
        return self._props.mostGapMs
