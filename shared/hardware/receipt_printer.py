"""The port that every receipt printer implements, and what comes of printing."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from shared.hardware.drawing import Drawing


@dataclass(frozen=True, slots=True)
class SlipFace:
    """What stands on a slip, in the language of whoever gets it, from top to bottom; what is empty is left out.

    `shop` and `title` head it, `details` are pairs of a label and what it says.
    """

    shop: str
    title: str
    heading: str = field(repr=False)
    code: str = field(default="", repr=False)
    bars: str = ""
    details: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    advice: str = ""


class PrinterFault(StrEnum):
    """Say why nothing can be printed now."""

    PAPER_OUT = "paper-out"
    COVER_OPEN = "cover-open"
    OFFLINE = "offline"
    REFUSED = "refused"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class PrinterReady:
    """Say that the next slip can be printed; `paper_low` asks for a new roll soon."""

    paper_low: bool = False


@dataclass(frozen=True, slots=True)
class PrinterUnable:
    """Say that nothing can be printed; `detail` is for technicians, not for shoppers."""

    fault: PrinterFault
    detail: str


PrinterState = PrinterReady | PrinterUnable


@dataclass(frozen=True, slots=True)
class Printed:
    """Say that the whole slip is on paper."""

    paper_low: bool = False


class ReceiptPrinter(Protocol):
    """Prints slips, one at a time, from a thread of its own: both methods may take some seconds, neither raises."""

    @property
    def paper_mm(self) -> float:
        """How wide it prints."""

    def look(self) -> PrinterState:
        """Ask how the printer is."""

    def print(self, slip: Drawing) -> Printed | PrinterUnable:
        """Print a slip; where that fails nothing of it comes out later."""
