"""A receipt printer that speaks ESC/POS, asked before and after each slip."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from shared.hardware import escpos
from shared.hardware.drawing import Drawing
from shared.hardware.paper import slip_picture
from shared.hardware.printer_lines import LineBrokenError, PrinterLine
from shared.hardware.receipt_printer import Printed, PrinterFault, PrinterState, PrinterUnable


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the printer is waited for, in seconds: an answer, the next bytes taken, the end of a slip."""

    answer_s: float = 1.0
    taking_s: float = 4.0
    slip_s: float = 12.0


class EscPosPrinter:
    """Prints over a line that is opened for each slip, so a printer may be switched off and on in between."""

    def __init__(self, open_line: Callable[[], PrinterLine], paper_mm: float, patience: Patience | None = None) -> None:
        self._paper_mm = paper_mm
        self._open_line = open_line
        self._patience = patience or Patience()

    @property
    def paper_mm(self) -> float:
        return self._paper_mm

    def look(self) -> PrinterState:
        try:
            line = self._open_line()
        except LineBrokenError as broken:
            return _unable(broken)
        try:
            return _Talk(line, self._patience).ask()
        except LineBrokenError as broken:
            return _unable(broken)
        finally:
            line.close(drop=False)

    def print(self, slip: Drawing) -> Printed | PrinterUnable:
        words = (escpos.INITIALISE, *escpos.bands(slip_picture(slip)), escpos.CUT, escpos.ASK_WHEN_DONE)
        try:
            line = self._open_line()
        except LineBrokenError as broken:
            return _unable(broken)
        ended: Printed | PrinterUnable | None = None
        try:
            ended = _Talk(line, self._patience).burn(words)
        finally:
            line.close(drop=not isinstance(ended, Printed))
        return ended


class _Talk:
    """One conversation with the printer, from opening its line to closing it."""

    def __init__(self, line: PrinterLine, patience: Patience) -> None:
        self._line = line
        self._patience = patience
        self._done = False

    def ask(self) -> PrinterState:
        """Ask how the printer is. Raise LineBrokenError where it does not answer."""
        # A raster may hold by chance what means a question, and its answers still wait here.
        self._hear(0)
        printer, cause, errors, paper = (self._answer(question) for question in escpos.QUESTIONS)
        return escpos.state_of((printer, cause, errors, paper))

    def burn(self, words: tuple[bytes, ...]) -> Printed | PrinterUnable:
        """Print, once the printer is ready, and wait until all is on paper."""
        try:
            before = self.ask()
        except LineBrokenError as broken:
            return _unable(broken)
        if isinstance(before, PrinterUnable):
            return before
        # What was heard till now spoke of a slip before this one.
        self._done = False
        try:
            for word in words:
                self._line.send(word, self._patience.taking_s)
            ended = self._wait_till_done()
        except LineBrokenError as broken:
            ended = self._why(broken)
        if isinstance(ended, PrinterUnable):
            with suppress(LineBrokenError):
                self._line.send(escpos.FORGET, self._patience.answer_s)
        return ended

    def _wait_till_done(self) -> Printed | PrinterUnable:
        deadline = time.monotonic() + self._patience.slip_s
        while True:
            self._hear(self._patience.answer_s)
            state = self.ask()
            if self._done:
                # What befalls the printer after the slip is the next one's business.
                return Printed(paper_low=isinstance(state, PrinterUnable) or state.paper_low)
            if isinstance(state, PrinterUnable):
                return state
            if time.monotonic() >= deadline:
                # Some printers tell how they are and never that they are done.
                return Printed(state.paper_low)

    def _why(self, broken: LineBrokenError) -> PrinterUnable:
        """Ask a printer that takes nothing any more; one that has gone gives no answer."""
        with suppress(LineBrokenError):
            state = self.ask()
            if isinstance(state, PrinterUnable):
                return state
        return _unable(broken)

    def _answer(self, question: int) -> int:
        self._line.send(escpos.ask(question), self._patience.answer_s)
        deadline = time.monotonic() + self._patience.answer_s
        while (left_s := deadline - time.monotonic()) > 0:
            answers = [byte for byte in self._hear(left_s) if escpos.is_answer(byte)]
            if answers:
                return answers[0]
        raise LineBrokenError("it does not answer: it is off, or no ESC/POS printer", PrinterFault.OFFLINE)

    def _hear(self, patience_s: float) -> bytes:
        said = self._line.receive(patience_s)
        self._done = self._done or any(map(escpos.is_done, said))
        return said


def _unable(broken: LineBrokenError) -> PrinterUnable:
    return PrinterUnable(broken.fault, broken.sentence)
