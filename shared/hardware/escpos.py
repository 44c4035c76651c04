"""The few words of ESC/POS that a slip needs: a raster, a cut, and how the printer is.

Bytes and bits are those of Epson's command reference, which makers of receipt printers follow.
"""

from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageChops

from shared.hardware.receipt_printer import PrinterFault, PrinterReady, PrinterState, PrinterUnable

INITIALISE: Final = b"\x1b@"
CUT: Final = b"\x1dVB\x00"
"""GS V 66: feed the paper to the cutter and cut."""
ASK_WHEN_DONE: Final = b"\x1dr\x01"
"""GS r 1 waits in line behind what is to be printed, so its answer says that all of it is on paper."""
FORGET: Final = b"\x10\x05\x02\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE ENQ 2 and DLE DC4 8 empty the printer: else it would go on with somebody's slip once it has paper again."""
QUESTIONS: Final = (1, 2, 3, 4)
"""What DLE EOT can be asked: the printer, why it is offline, its errors, its paper."""

_BAND_ROWS: Final = 128
_DOTS_A_BYTE: Final = 8
_REAL_TIME_MASK, _REAL_TIME_BITS = 0x93, 0x12
_IN_LINE_MASK, _IN_LINE_BITS = 0x90, 0x00
_OFFLINE: Final = 0x08
_COVER_OPEN, _PAPER_STOP, _ERROR = 0x04, 0x20, 0x40
_CUTTER_FAULT, _BROKEN = 0x08, 0x20
_PAPER_LOW, _PAPER_GONE = 0x0C, 0x60


def ask(question: int) -> bytes:
    """Return the words of one of the QUESTIONS; the printer answers at once with one byte, whatever else it does."""
    return bytes((0x10, 0x04, question))


def is_answer(byte: int) -> bool:
    """Tell whether a byte can be an answer to one of the QUESTIONS."""
    return byte & _REAL_TIME_MASK == _REAL_TIME_BITS


def is_done(byte: int) -> bool:
    """Tell whether a byte can be the answer to ASK_WHEN_DONE."""
    return byte & _IN_LINE_MASK == _IN_LINE_BITS


def state_of(answers: tuple[int, int, int, int]) -> PrinterState:
    """Return what the answers to the QUESTIONS, in their order, say; what staff can mend first comes first."""
    printer, cause, errors, paper = answers
    if cause & _COVER_OPEN:
        return PrinterUnable(PrinterFault.COVER_OPEN, "the cover is open")
    if paper & _PAPER_GONE or cause & _PAPER_STOP:
        return PrinterUnable(PrinterFault.PAPER_OUT, "there is no paper left")
    if cause & _ERROR or errors & (_CUTTER_FAULT | _BROKEN):
        return PrinterUnable(PrinterFault.BROKEN, f"it reports an error of its own ({errors:#04x})")
    if printer & _OFFLINE:
        return PrinterUnable(PrinterFault.OFFLINE, "it is switched offline")
    return PrinterReady(paper_low=bool(paper & _PAPER_LOW))


def bands(picture: Image.Image) -> Iterator[bytes]:
    """Yield a picture of one bit a dot (1 is paper) as rasters of some rows each (GS v 0), whole bytes wide."""
    inked = ImageChops.invert(picture.convert("1"))
    row_bytes = -(-inked.width // _DOTS_A_BYTE)
    for top in range(0, inked.height, _BAND_ROWS):
        band = inked.crop((0, top, inked.width, min(top + _BAND_ROWS, inked.height)))
        yield b"\x1dv0\x00" + row_bytes.to_bytes(2, "little") + band.height.to_bytes(2, "little") + band.tobytes()
