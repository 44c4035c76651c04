"""What is printed, as shapes: laid out once, then drawn as a picture or as a PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Typeface(StrEnum):
    """Name the bundled typefaces by their file."""

    TEXT = "BIZUDPGothic-Regular.ttf"
    BOLD = "BIZUDPGothic-Bold.ttf"
    CODE = "BIZUDGothic-Regular.ttf"


class Align(StrEnum):
    """Say which point of a line of words its position names."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with its upper left corner at (x, y); the line lies inside it. Millimetres."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 0
    line: str = ""
    line_width: float = 0


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle about (x, y); the line lies inside it. Millimetres."""

    x: float
    y: float
    radius: float
    fill: str
    line: str = ""
    line_width: float = 0


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text on the baseline y; `size` is the em, and what is wider than `max_width` ends in "…"."""

    x: float
    y: float
    text: str
    face: Typeface
    size: float
    colour: str
    align: Align = Align.LEFT
    max_width: float = 1_000


@dataclass(frozen=True, slots=True)
class Modules:
    """A symbol's dark modules from (x, y); a picture rounds the module to whole pixels. Millimetres."""

    x: float
    y: float
    rows: tuple[tuple[bool, ...], ...]
    module_width: float
    module_height: float
    colour: str = "000000"

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Yield (column, row, length) of each unbroken dark stretch."""
        for row, modules in enumerate(self.rows):
            column = 0
            while column < len(modules):
                length = 0
                while column + length < len(modules) and modules[column + length]:
                    length += 1
                if length:
                    yield column, row, length
                column += max(length, 1)


Shape = Box | Disc | Words | Modules


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished face of paper or plastic: its size in millimetres and its shapes from back to front."""

    width_mm: float
    height_mm: float
    title: str
    shapes: tuple[Shape, ...]
