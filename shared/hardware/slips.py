"""Lays out what the receipt printer prints: black on white, as long as it needs to be."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from shared.hardware.drawing import Align, Box, Disc, Drawing, Modules, Shape, Typeface, Words
from shared.hardware.paper import DOTS_A_MM
from shared.hardware.receipt_printer import SlipFace
from shared.hardware.typefaces import wrapped
from shared.qt.brand import Brand
from shared.qt.symbols import QUIET_MODULES, linear_bars, qr_matrix

_BLACK: Final = "000000"
_WHITE: Final = "FFFFFF"
_EDGE: Final = 1.0
_MARK_RADIUS: Final = 5.0
_LARGEST_MODULE_DOTS: Final = 10
_BAR_HEIGHT: Final = 14.0
_FOOT: Final = 4.0
_LEADING: Final = 1.35


def paper_slip(brand: Brand, face: SlipFace, width_mm: float) -> Drawing:
    """Lay out a slip `width_mm` wide; nothing that is too wide for it is cut off but the shop's name and the title."""
    roll = _Roll(width_mm)
    roll.letterhead(brand, face.shop, face.title)
    roll.words(face.heading, Typeface.BOLD, 6.4)
    if face.code:
        roll.code(face.code)
    if face.bars:
        roll.bars(face.bars)
    for label, value in face.details:
        roll.detail(label, value)
    roll.gap(2.0)
    roll.words(face.advice, Typeface.TEXT, 3.4)
    return roll.cut(face.title)


@dataclass(slots=True)
class _Roll:
    """Paper that is filled from the top; `y` is how far, in millimetres."""

    width: float
    y: float = 2.0
    shapes: list[Shape] = field(default_factory=list)

    @property
    def inner(self) -> float:
        return self.width - 2 * _EDGE

    def gap(self, height: float) -> None:
        self.y += height

    def letterhead(self, brand: Brand, name: str, title: str) -> None:
        middle = _on_dots(self.y + _MARK_RADIUS)
        size = 5.4 if len(brand.mark) == 1 else 4.2
        centre = _EDGE + _MARK_RADIUS
        self.shapes += [
            Disc(centre, middle, _MARK_RADIUS, _BLACK),
            Words(centre, middle + size * 0.36, brand.mark, Typeface.BOLD, size, _WHITE, Align.CENTRE),
        ]
        x = _EDGE + 2 * _MARK_RADIUS + 2.0
        self.shapes += [
            Words(x, middle - 0.625, name, Typeface.BOLD, 4.25, _BLACK, max_width=self.width - x - _EDGE),
            Words(x, middle + 4.375, title, Typeface.TEXT, 3.625, _BLACK, max_width=self.width - x - _EDGE),
        ]
        self.y = middle + _MARK_RADIUS + 2.0
        self.shapes.append(Box(0, self.y, self.width, 0.375, _BLACK))
        self.gap(2.0)

    def words(self, text: str, face: Typeface, size: float) -> None:
        em = _on_dots(size)
        for line in _folded(text, face, em, self.inner):
            self.y += em * _LEADING
            baseline = _on_dots(self.y - em * 0.25)
            self.shapes.append(Words(_EDGE, baseline, line, face, em, _BLACK, max_width=self.inner))

    def detail(self, label: str, value: str) -> None:
        self.gap(1.6)
        self.words(label, Typeface.TEXT, 3.0)
        self.words(value, Typeface.BOLD, 4.2)

    def code(self, text: str) -> None:
        matrix = qr_matrix(text)
        modules = len(matrix) + 2 * QUIET_MODULES
        dots = min(int(self.width * DOTS_A_MM) // modules, _LARGEST_MODULE_DOTS)
        module = dots / DOTS_A_MM
        left = _on_dots((self.width - len(matrix) * module) / 2)
        top = _on_dots(self.y + 2.0 + QUIET_MODULES * module)
        self.shapes.append(Modules(left, top, matrix, module, module))
        self.y = top + (len(matrix) + QUIET_MODULES) * module

    def bars(self, text: str) -> None:
        bars = linear_bars(text)
        module = max(1, int(self.inner * DOTS_A_MM) // len(bars)) / DOTS_A_MM
        self.gap(2.0)
        top = _on_dots(self.y)
        self.shapes.append(Modules(_on_dots((self.width - len(bars) * module) / 2), top, (bars,), module, _BAR_HEIGHT))
        self.y = top + _BAR_HEIGHT
        self.words(text, Typeface.CODE, 3.0)

    def cut(self, title: str) -> Drawing:
        height = self.y + _FOOT
        return Drawing(self.width, height, title, (Box(0, 0, self.width, height, _WHITE), *self.shapes))


def _folded(text: str, face: Typeface, size: float, width: float) -> Iterator[str]:
    while text:
        line, *rest = wrapped(text, face, size, width)
        yield line
        text = rest[0] if rest else ""


def _on_dots(millimetres: float) -> float:
    return round(millimetres * DOTS_A_MM) / DOTS_A_MM
