"""What staff are told while they try out scanners and printer."""

from dataclasses import replace

import pytest
import zxingcpp
from PySide6.QtGui import QGuiApplication

from kiosk.viewmodels.machine import MachineViewModel, ReaderRow
from kiosk.viewmodels.printing import PrinterDesk
from shared.hardware.drawing import Drawing
from shared.hardware.misreading import TRIAL_BARS, TRIAL_CODE
from shared.hardware.paper import slip_picture
from shared.hardware.receipt_printer import Printed, PrinterFault, PrinterReady, PrinterState, PrinterUnable
from shared.hardware.scanner import (
    Scan,
    ScannerFault,
    ScannerOff,
    ScannerReady,
    ScannerState,
    ScannerUnavailable,
    ScanSource,
)
from shared.qt.brand import HOUSE_BRAND
from shared.qt.jobs import InlineExecutor, Lane
from tests.hardware.kept_slips import KeptSlips

pytestmark = pytest.mark.usefixtures("qapp")
SOURCES = (ScanSource.KEYBOARD, ScanSource.SERIAL)
KEYBOARD, SERIAL = (ReaderRow(source.value) for source in SOURCES)


class Trial:
    """The page's model, its clock and its printer."""

    def __init__(self, printer: KeptSlips | None = None) -> None:
        self.now_ms = 0
        desk = PrinterDesk(printer, HOUSE_BRAND, Lane("trial", InlineExecutor())) if printer else None
        self.machine = MachineViewModel(SOURCES, ["/dev/input/by-id/a"], desk, 60, lambda: self.now_ms)

    def type(self, text: str, gap_ms: int) -> None:
        for sign in text:
            self.now_ms += gap_ms
            self.machine.type(sign)


def heard(text: str, gap_ms: int | None = None) -> ReaderRow:
    trial = Trial()
    trial.machine.take(Scan(text, ScanSource.SERIAL, 0, gap_ms))
    assert trial.machine.readers.rows[0] == KEYBOARD
    return trial.machine.readers.rows[1]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (TRIAL_CODE, replace(SERIAL, heard="none", harmless=True, times=1)),
        (TRIAL_CODE.lower(), replace(SERIAL, heard="letter-case", harmless=True, times=1)),
        (TRIAL_BARS.replace("-", "+"), replace(SERIAL, heard="layout", layout="Nordic", harmless=True, times=1)),
        (
            TRIAL_CODE.translate(str.maketrans("YZ-", "ZYß")),
            replace(SERIAL, heard="layout", layout="German", times=1),
        ),
        (TRIAL_CODE[:30], replace(SERIAL, heard="keys-lost", times=1)),
        ("GP-M-0123456789ABCDEFGHJKMNPQRS-AN", replace(SERIAL, heard="another-code", times=1)),
    ],
)
def test_the_scanner_that_heard_it_says_what_was_wrong(text: str, row: ReaderRow) -> None:
    assert heard(text) == row


def test_what_was_read_is_not_kept(qapp: QGuiApplication) -> None:
    trial = Trial()
    trial.machine.take(Scan("GP-M-0123456789ABCDEFGHJKMNPQRS-AN", ScanSource.SERIAL, 0))
    assert "GP-M" not in repr((vars(trial.machine), trial.machine.readers.rows))


def test_how_slowly_it_types_is_told() -> None:
    assert heard(TRIAL_CODE, 37).gapMs == 37
    assert heard(TRIAL_CODE).gapMs == -1


@pytest.mark.parametrize(
    ("state", "row"),
    [
        (ScannerReady("/dev/ttyACM0"), replace(SERIAL, detail="/dev/ttyACM0", ready=True)),
        (ScannerUnavailable(ScannerFault.REFUSED, "why"), replace(SERIAL, fault="refused", detail="why")),
        (ScannerOff(), SERIAL),
    ],
)
def test_how_a_scanner_is(state: ScannerState, row: ReaderRow) -> None:
    trial = Trial()
    trial.machine.review(ScanSource.SERIAL, ScannerReady("before"))
    trial.machine.review(ScanSource.SERIAL, state)
    assert trial.machine.readers.rows == (KEYBOARD, row)


def test_a_scanner_that_types_too_slowly_is_found_out_until_it_is_heard() -> None:
    trial = Trial()
    trial.type(f"{TRIAL_CODE[:9]}", 70)
    trial.type(f"{TRIAL_CODE[9:]}\r", 95)
    assert trial.machine.slowGapMs == 95
    trial.machine.take(Scan(TRIAL_CODE, ScanSource.KEYBOARD, 0, 12))
    assert trial.machine.slowGapMs == 0


@pytest.mark.parametrize("typed", ["hello\r", "\r", "4901234567894\r", "\x08\x1b"])
def test_a_person_who_types_is_no_scanner(typed: str) -> None:
    trial = Trial()
    trial.type(typed, 200)
    assert trial.machine.slowGapMs == 0


def test_a_trial_slip_carries_both_codes() -> None:
    printer = KeptSlips()
    trial = Trial(printer)
    trial.machine.askPrinter()
    assert trial.machine.printer == "ready"
    trial.machine.printTrial("試し刷り", "印刷できます。", "端から端まで")
    assert trial.machine.printer == "printed"
    codes = zxingcpp.read_barcodes(slip_picture(printer.slips[0]).convert("L"))
    assert sorted(code.text for code in codes) == sorted((TRIAL_BARS, TRIAL_CODE))


class Low(KeptSlips):
    def look(self) -> PrinterState:
        return PrinterReady(paper_low=True)

    def print(self, slip: Drawing) -> Printed | PrinterUnable:
        raise RuntimeError


@pytest.mark.parametrize("fault", PrinterFault)
def test_why_a_printer_can_not_print(fault: PrinterFault) -> None:
    trial = Trial(KeptSlips(PrinterUnable(fault, "for technicians")))
    trial.machine.askPrinter()
    assert (trial.machine.printer, trial.machine.printerDetail) == (fault.value, "for technicians")
    trial.machine.printTrial("", "", "")
    assert (trial.machine.printer, trial.machine.printerDetail) == (fault.value, "for technicians")


def test_paper_that_ends_soon_and_faults_of_ours() -> None:
    trial = Trial(Low())
    trial.machine.askPrinter()
    assert trial.machine.printer == "low"
    trial.machine.printTrial("", "", "")
    assert (trial.machine.printer, trial.machine.printerDetail) == ("broken", "RuntimeError")


def test_without_a_printer_nothing_is_asked() -> None:
    trial = Trial()
    trial.machine.askPrinter()
    trial.machine.printTrial("", "", "")
    assert trial.machine.printer == ""
