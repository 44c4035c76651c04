"""Hold the colours of the three looks and judge whether a set of them can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_TEXT_RATIO: Final = 4.5
_PART_RATIO: Final = 3.0


@dataclass(frozen=True, slots=True)
class Palette:
    """One look's colours as six hexadecimal digits; the names are the design's tokens."""

    paper: str
    sheet: str
    inset: str
    line: str
    edge: str
    ink: str
    inkSoft: str
    brand: str
    brandInk: str
    brandDeep: str
    brandTint: str
    win: str
    winInk: str
    winDeep: str
    winTint: str
    note: str
    noteTint: str
    ok: str
    okTint: str
    wait: str
    waitTint: str
    stop: str
    stopTint: str
    focus: str


LIGHT: Final = Palette(
    paper="FAF7F1", sheet="FFFFFF", inset="F3EDE3", line="DFD6C7", edge="887D6E", ink="211C17", inkSoft="5E554A",
    brand="C8321B", brandInk="FFFFFF", brandDeep="9E2311", brandTint="FBEAE4",
    win="E0A81C", winInk="211C17", winDeep="755200", winTint="FCF2D6",
    note="1F4E79", noteTint="E7EFF6", ok="1F6E44", okTint="E4F1E9",
    wait="855000", waitTint="FAEEDB", stop="8B1E4B", stopTint="F8E7EE", focus="1F4E79",
)  # fmt: skip

DARK: Final = Palette(
    paper="171411", sheet="221E1A", inset="2D2822", line="40392F", edge="938979", ink="F5EFE6", inkSoft="C4BAAC",
    brand="FF7A59", brandInk="2A0B04", brandDeep="FFA38C", brandTint="3F221A",
    win="F0BE45", winInk="2A1F05", winDeep="F5CF72", winTint="382D14",
    note="8FBDE8", noteTint="1D2D3C", ok="78CC9E", okTint="1B3226",
    wait="F0B25C", waitTint="3A2A14", stop="F294B7", stopTint="3F1C2B", focus="8FBDE8",
)  # fmt: skip

HIGH_CONTRAST: Final = Palette(
    paper="000000", sheet="000000", inset="1C1C1C", line="FFFFFF", edge="FFFFFF", ink="FFFFFF", inkSoft="FFFFFF",
    brand="FFD400", brandInk="000000", brandDeep="FFE873", brandTint="2B2400",
    win="FFD400", winInk="000000", winDeep="FFD400", winTint="2B2400",
    note="8CD0FF", noteTint="001C2E", ok="86F0B4", okTint="002613",
    wait="FFD400", waitTint="2B2400", stop="FFA3C7", stopTint="33001A", focus="00E5FF",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour, a ground it may stand on, and the least contrast ratio between them."""

    figure: str
    ground: str
    least_ratio: float


@dataclass(frozen=True, slots=True)
class Weakness:
    """A pair that is too close to be told apart, with its measured ratio."""

    pair: Pair
    ratio: float


_PAGES: Final = ("paper", "sheet", "inset", "brandTint", "winTint")
_TINTS: Final = ("noteTint", "okTint", "waitTint", "stopTint")


def _pairs() -> tuple[Pair, ...]:
    text = [(name, ground) for name in ("ink", "inkSoft") for ground in (*_PAGES, *_TINTS)]
    text += [(name, ground) for name in ("brand", "brandDeep") for ground in _PAGES]
    text += [("brandInk", "brand"), ("brandInk", "brandDeep"), ("winInk", "win")]
    text += [("winDeep", ground) for ground in ("paper", "sheet", "winTint")]
    for state in ("note", "ok", "wait", "stop"):
        text += [(state, ground) for ground in ("paper", "sheet", "inset", f"{state}Tint")]
    text += [("paper", "ink"), ("sheet", "wait")]
    parts = [(name, ground) for name in ("edge", "focus") for ground in (*_PAGES, *_TINTS)]
    return (
        *(Pair(figure, ground, _TEXT_RATIO) for figure, ground in text),
        *(Pair(figure, ground, _PART_RATIO) for figure, ground in parts),
    )


PAIRS: Final = _pairs()
"""Every pair that the pages use; "Done" is paper on ink, a badge's number sheet on wait."""


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours given as hexadecimal RRGGBB, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def weaknesses(palette: Palette) -> tuple[Weakness, ...]:
    """Return the pairs of `palette` that fall short: 4.5 for text, 3 for parts."""
    measured = ((pair, contrast(getattr(palette, pair.figure), getattr(palette, pair.ground))) for pair in PAIRS)
    return tuple(Weakness(pair, ratio) for pair, ratio in measured if ratio < pair.least_ratio)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
