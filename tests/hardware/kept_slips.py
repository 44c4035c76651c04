"""A receipt printer that keeps its slips, or says why it can't."""

from shared.hardware.drawing import Drawing, Words
from shared.hardware.receipt_printer import Printed, PrinterReady, PrinterState, PrinterUnable


class KeptSlips:
    """Keeps the drawings that it is given, until it is told to fail."""

    paper_mm = 72.0

    def __init__(self, unable: PrinterUnable | None = None) -> None:
        self.unable = unable
        self.slips: list[Drawing] = []

    def look(self) -> PrinterState:
        return self.unable or PrinterReady()

    def print(self, slip: Drawing) -> Printed | PrinterUnable:
        if self.unable is not None:
            return self.unable
        self.slips.append(slip)
        return Printed()


def words(slip: Drawing) -> str:
    """Return all that stands on a slip."""
    return "".join(shape.text for shape in slip.shapes if isinstance(shape, Words))
