"""Lays out the posters of a hunt on A4: what to do in both languages, a large code, and a large symbol."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from shared.domain.hunts import HuntSymbol
from shared.domain.text import Text
from shared.hardware.drawing import Align, Box, Disc, Drawing, Modules, Shape, Typeface, Words
from shared.hardware.print_picture import PRINT_DPI
from shared.qt.brand import Brand
from shared.qt.symbols import QUIET_MODULES, qr_matrix

WIDTH_MM: Final = 210.0
HEIGHT_MM: Final = 297.0
SIGNS: Final[Mapping[HuntSymbol, str]] = {
    HuntSymbol.STAR: "★",
    HuntSymbol.CIRCLE: "●",
    HuntSymbol.TRIANGLE: "▲",
    HuntSymbol.SQUARE: "■",
    HuntSymbol.DIAMOND: "◆",
    HuntSymbol.NOTE: "♪",
    HuntSymbol.HEART: "♥",
    HuntSymbol.CLOVER: "♣",
    HuntSymbol.SUN: "☀",
    HuntSymbol.CLOUD: "☁",
    HuntSymbol.UMBRELLA: "☂",
    HuntSymbol.SNOWMAN: "☃",
}
"""Symbols as the bundled typeface has them; the kiosk shows the same (kiosk/ui/components/HuntSymbols.qml)."""
_EDGE: Final = 18.0
_MIDDLE: Final = WIDTH_MM / 2
_INNER: Final = WIDTH_MM - 2 * _EDGE
_BAND: Final = 12.0
_PANEL: Final = 116.0
_PANEL_Y: Final = 84.0
_SIGN: Final = 40.0
_SIGN_Y: Final = 234.0
_SIGN_DROP: Final = 14.6
_SIGN_RADIUS: Final = 29.0
_RIM: Final = 0.8
_PIXEL_MM: Final = 25.4 / PRINT_DPI
_HAIRLINE: Final = 0.3


_SHOW: Final = Text(
    "Photograph this code, and show the picture at the kiosk.", "コードを撮影して、店内のキオスクにかざしてください。"
)
_REMEMBER: Final = Text("No camera? Remember this symbol.", "撮影できないときは、このマークを覚えてください。")


@dataclass(frozen=True, slots=True)
class PosterFace:
    """What stands on a poster of the hunt `title`; small below: at which `place` and on which days it hangs.

    Without a `symbol` its code alone counts. A poster speaks both languages at once, so its own words stand here and
    not in the translations.
    """

    title: Text
    place: Text
    first: date
    last: date
    symbol: HuntSymbol | None
    code: str = field(repr=False)


def hunt_poster(brand: Brand, face: PosterFace) -> Drawing:
    """Lay out a poster."""
    colours = brand.light
    days = f"{face.first:%Y-%m-%d}" if face.first == face.last else f"{face.first:%Y-%m-%d} – {face.last:%Y-%m-%d}"
    shapes: list[Shape] = [
        Box(0, 0, WIDTH_MM, HEIGHT_MM, colours.paper),
        Box(0, 0, WIDTH_MM, _BAND, colours.brand),
        _line(brand.name, _BAND + 13.0, 6.0, colours.inkSoft),
        _line(face.title.ja, _BAND + 30.0, 13.0, colours.ink, Typeface.BOLD),
        _line(face.title.en, _BAND + 41.0, 8.0, colours.ink, Typeface.BOLD),
        _line(_SHOW.ja, _BAND + 55.0, 6.4, colours.ink),
        _line(_SHOW.en, _BAND + 63.0, 5.2, colours.inkSoft),
        *_panel(brand, face.code),
        *(_sign(brand, face.symbol) if face.symbol else ()),
        _line(f"{face.place.ja} / {face.place.en} · {days}", HEIGHT_MM - 8.0, 3.6, colours.inkSoft),
    ]
    return Drawing(WIDTH_MM, HEIGHT_MM, face.title.ja, tuple(shapes))


def _sign(brand: Brand, symbol: HuntSymbol) -> Iterator[Shape]:
    colours = brand.light
    yield Disc(_MIDDLE, _SIGN_Y, _SIGN_RADIUS, colours.sheet, colours.ink, _RIM)
    yield Words(_MIDDLE, _SIGN_Y + _SIGN_DROP, SIGNS[symbol], Typeface.BOLD, _SIGN, colours.ink, Align.CENTRE)
    yield _line(_REMEMBER.ja, HEIGHT_MM - 26.0, 5.2, colours.ink)
    yield _line(_REMEMBER.en, HEIGHT_MM - 19.5, 4.4, colours.inkSoft)


def _line(text: str, y: float, size: float, colour: str, typeface: Typeface = Typeface.TEXT) -> Words:
    return Words(_MIDDLE, y, text, typeface, size, colour, Align.CENTRE, _INNER)


def _panel(brand: Brand, code: str) -> Iterator[Shape]:
    matrix = qr_matrix(code)
    module = int(_PANEL / (len(matrix) + 2 * QUIET_MODULES) / _PIXEL_MM) * _PIXEL_MM
    left = _MIDDLE - _PANEL / 2
    margin = (_PANEL - len(matrix) * module) / 2
    yield Box(left, _PANEL_Y, _PANEL, _PANEL, brand.light.sheet, 4.0, brand.light.line, _HAIRLINE)
    yield Modules(left + margin, _PANEL_Y + margin, matrix, module, module)
