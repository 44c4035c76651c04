"""Lays out what the shop prints: member cards, staff badges, vouchers, and the demo's till receipts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from shared.domain.codes import format_number
from shared.hardware.drawing import Align, Box, Disc, Drawing, Modules, Shape, Typeface, Words
from shared.hardware.print_picture import PRINT_DPI
from shared.hardware.typefaces import wrapped
from shared.qt.brand import Brand
from shared.qt.symbols import QUIET_MODULES, linear_bars, qr_matrix

# ISO/IEC 7810 ID-1, the size of a bank card.
CARD_WIDTH_MM: Final = 85.6
CARD_HEIGHT_MM: Final = 54.0
RECEIPT_WIDTH_MM: Final = 80.0
_PIXEL_MM: Final = 25.4 / PRINT_DPI
_EDGE: Final = 5.0
_FOOT: Final = 2.4
_PANEL: Final = 36.0
_RADIUS: Final = 2.0
_HAIRLINE: Final = 0.18
_TICKET_LINE: Final = 0.35


@dataclass(frozen=True, slots=True)
class MemberFace:
    """What stands on a member card; `label` is the word for the member number."""

    title: str
    label: str
    number: str = field(repr=False)
    code: str = field(repr=False)
    nickname: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class BadgeFace:
    """What stands on a staff badge."""

    title: str
    name: str = field(repr=False)
    role: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class VoucherFace:
    """What stands on a voucher slip; `details` are pairs of a label and what it says, at most three."""

    title: str
    prize: str
    details: tuple[tuple[str, str], ...]
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReceiptFace:
    """What stands on a till receipt; `lines` and `total` are pairs of words and an amount as printed."""

    heading: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    total: tuple[str, str]
    barcode: str


def member_card(brand: Brand, face: MemberFace) -> Drawing:
    """Lay out a member card."""
    colours = brand.light
    shapes = [
        *_ground(colours.paper, colours.brand),
        *_letterhead(brand, face.title),
        Words(_EDGE, 31.4, face.nickname, Typeface.BOLD, 5.2, colours.ink, max_width=_text_width()),
        Words(_EDGE, 40.6, face.label, Typeface.TEXT, 2.5, colours.inkSoft, max_width=_text_width()),
        Words(_EDGE, 45.6, format_number(face.number), Typeface.CODE, 4.5, colours.ink),
        *_panel(brand, face.code),
    ]
    return Drawing(CARD_WIDTH_MM, CARD_HEIGHT_MM, face.title, tuple(shapes))


def staff_badge(brand: Brand, face: BadgeFace) -> Drawing:
    """Lay out a staff badge; the dark foot tells it from a member's card at a glance."""
    colours = brand.light
    shapes = [
        *_ground(colours.paper, colours.ink),
        *_letterhead(brand, face.title),
        Words(_EDGE, 39.4, face.name, Typeface.BOLD, 5.2, colours.ink, max_width=_text_width()),
        Words(_EDGE, 45.2, face.role, Typeface.TEXT, 3.2, colours.inkSoft, max_width=_text_width()),
        *_panel(brand, face.code),
    ]
    return Drawing(CARD_WIDTH_MM, CARD_HEIGHT_MM, face.title, tuple(shapes))


def voucher_slip(brand: Brand, face: VoucherFace) -> Drawing:
    """Lay out a voucher as a ticket: what was won and where to take it, a notched line, the code."""
    colours = brand.light
    perforation = CARD_WIDTH_MM - _EDGE - _PANEL - 2.4
    shapes: list[Shape] = [
        Box(0, 0, CARD_WIDTH_MM, CARD_HEIGHT_MM, colours.winTint, 0, colours.winDeep, _TICKET_LINE),
        *_notches(perforation, colours.winDeep),
        *_letterhead(brand, face.title),
        *_lines(wrapped(face.prize, Typeface.BOLD, 4.4, _text_width()), 23.0, 5.2, 4.4, colours.ink),
    ]
    for row, (label, value) in enumerate(face.details[:3]):
        y = 33.0 + 7.0 * row
        shapes += [
            Words(_EDGE, y, label, Typeface.TEXT, 2.2, colours.inkSoft, max_width=_text_width()),
            Words(_EDGE, y + 3.5, value, Typeface.BOLD, 2.9, colours.ink, max_width=_text_width()),
        ]
    shapes += _panel(brand, face.code, foot=0)
    return Drawing(CARD_WIDTH_MM, CARD_HEIGHT_MM, face.title, tuple(shapes))


def till_receipt(brand: Brand, face: ReceiptFace) -> Drawing:
    """Lay out a till's receipt with its barcode (`linear_bars`), as long as its lines need."""
    shapes: list[Shape] = []
    middle, right = RECEIPT_WIDTH_MM / 2, RECEIPT_WIDTH_MM - _EDGE
    shapes.append(Words(middle, 12.0, brand.name, Typeface.BOLD, 5.6, "000000", Align.CENTRE, right - _EDGE))
    y = 18.0
    for line in face.heading:
        shapes.append(Words(middle, y, line, Typeface.TEXT, 3.0, "000000", Align.CENTRE, right - _EDGE))
        y += 4.6
    shapes.append(Box(_EDGE, y - 1.0, right - _EDGE, _HAIRLINE, "000000"))
    y += 5.0
    for words, amount in face.lines:
        shapes += [
            Words(_EDGE, y, words, Typeface.TEXT, 3.4, "000000", max_width=46.0),
            Words(right, y, amount, Typeface.CODE, 3.4, "000000", Align.RIGHT),
        ]
        y += 5.4
    shapes.append(Box(_EDGE, y - 2.4, right - _EDGE, _HAIRLINE, "000000"))
    y += 4.2
    shapes += [
        Words(_EDGE, y, face.total[0], Typeface.BOLD, 4.6, "000000", max_width=40.0),
        Words(right, y, face.total[1], Typeface.BOLD, 4.6, "000000", Align.RIGHT),
    ]
    y += 7.0
    bars = linear_bars(face.barcode)
    module = max(2, int((right - _EDGE) / len(bars) / _PIXEL_MM)) * _PIXEL_MM
    shapes += [
        Modules(middle - len(bars) * module / 2, y, (bars,), module, 14.0),
        Words(middle, y + 18.4, face.barcode, Typeface.CODE, 3.0, "000000", Align.CENTRE, right - _EDGE),
    ]
    paper = Box(0, 0, RECEIPT_WIDTH_MM, y + 26.0, "FFFFFF")
    return Drawing(RECEIPT_WIDTH_MM, y + 26.0, face.barcode, (paper, *shapes))


def _ground(paper: str, foot: str) -> Iterator[Shape]:
    yield Box(0, 0, CARD_WIDTH_MM, CARD_HEIGHT_MM, paper)
    yield Box(0, CARD_HEIGHT_MM - _FOOT, CARD_WIDTH_MM, _FOOT, foot)


def _letterhead(brand: Brand, title: str) -> Iterator[Shape]:
    colours = brand.light
    radius = 4.2
    mark_size = 4.6 if len(brand.mark) == 1 else 3.6
    x = _EDGE + 2 * radius + 2.0
    width = CARD_WIDTH_MM - _EDGE - _PANEL - 3.4 - x
    middle = _EDGE + radius
    yield Disc(middle, middle, radius, colours.brand)
    yield Words(middle, middle + mark_size * 0.36, brand.mark, Typeface.BOLD, mark_size, colours.brandInk, Align.CENTRE)
    names = wrapped(brand.name, Typeface.BOLD, 3.2, width)
    y = _EDGE + 3.7 if len(names) == 1 else _EDGE + 2.4
    for name in names:
        yield Words(x, y, name, Typeface.BOLD, 3.2, colours.ink, max_width=width)
        y += 4.0
    yield Words(x, y + 0.2, title, Typeface.TEXT, 2.4, colours.inkSoft, max_width=width)


def _lines(lines: tuple[str, ...], last_y: float, leading: float, size: float, colour: str) -> Iterator[Shape]:
    for index, line in enumerate(lines):
        y = last_y - leading * (len(lines) - 1 - index)
        yield Words(_EDGE, y, line, Typeface.BOLD, size, colour, max_width=_text_width())


def _notches(x: float, colour: str) -> Iterator[Shape]:
    for y in (0.0, CARD_HEIGHT_MM):
        yield Disc(x, y, 2.0, "FFFFFF", colour, _TICKET_LINE)
    dash, y = 1.2, 3.2
    while y + dash < CARD_HEIGHT_MM - 3.0:
        yield Box(x - _TICKET_LINE / 2, y, _TICKET_LINE, dash, colour)
        y += 2 * dash


def _panel(brand: Brand, code: str, foot: float = _FOOT) -> Iterator[Shape]:
    matrix = qr_matrix(code)
    modules = len(matrix) + 2 * QUIET_MODULES
    module = int(_PANEL / modules / _PIXEL_MM) * _PIXEL_MM
    x = CARD_WIDTH_MM - _EDGE - _PANEL
    y = (CARD_HEIGHT_MM - foot - _PANEL) / 2
    margin = (_PANEL - len(matrix) * module) / 2
    yield Box(x, y, _PANEL, _PANEL, brand.light.sheet, _RADIUS, brand.light.line, _HAIRLINE)
    yield Modules(x + margin, y + margin, matrix, module, module)


def _text_width() -> float:
    return CARD_WIDTH_MM - 2 * _EDGE - _PANEL - 4.0
