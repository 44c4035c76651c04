"""A slip as dots on paper, and a printer whose paper is a folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image

from shared.hardware.drawing import Drawing
from shared.hardware.print_picture import draw_picture
from shared.hardware.receipt_printer import Printed, PrinterFault, PrinterReady, PrinterState, PrinterUnable

DOTS_A_MM: Final = 8
PAPER_DPI: Final = DOTS_A_MM * 25.4
"""203.2: what receipt printers have."""
_INK_BELOW: Final = 150


def slip_picture(slip: Drawing) -> Image.Image:
    """Return a slip as the printer burns it: one bit a dot, 0 where it is black."""
    grey = draw_picture(slip, PAPER_DPI).convert("L")
    return grey.point(lambda light: 255 if light >= _INK_BELOW else 0).convert("1", dither=Image.Dither.NONE)


class FolderPrinter:
    """Be a printer whose paper is a folder of pictures: for the demo, and where there is no printer to try with."""

    def __init__(self, folder: Path, paper_mm: float) -> None:
        self._paper_mm = paper_mm
        self._folder = folder

    @property
    def paper_mm(self) -> float:
        return self._paper_mm

    def look(self) -> PrinterState:
        return PrinterReady()

    def print(self, slip: Drawing) -> Printed | PrinterUnable:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = next(path for path in self._free_places())
            slip_picture(slip).save(path, "PNG", dpi=(PAPER_DPI, PAPER_DPI))
        except OSError as error:
            return PrinterUnable(PrinterFault.REFUSED, f"{self._folder} can't be written: {error.strerror}")
        return Printed()

    def _free_places(self) -> Iterator[Path]:
        number = 1
        while True:
            path = self._folder / f"slip-{number:04}.png"
            if not path.exists():
                yield path
            number += 1
