"""Say how large things are: type scales, grid, touch and durations of the two programs' faces."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Final

EASY_TEXT_FACTOR: Final = 1.25
_TOUCH_MM: Final = 20
_FINEST_PITCH_MM: Final = 0.21


class Face(Enum):
    """Whose screen it is: shoppers standing, or staff at a tablet or desk."""

    KIOSK = "kiosk"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Letters:
    """A text style: size and line in pixels, and whether it is bold."""

    size_px: int
    line_px: int
    bold: bool = False


@dataclass(frozen=True, slots=True)
class TypeScale:
    """The text styles of one face, largest first; a face repeats its nearest style where it has no such one."""

    figure: Letters
    display: Letters
    name: Letters
    title: Letters
    action: Letters
    heading: Letters
    lead: Letters
    body: Letters
    second: Letters
    smallest: Letters


KIOSK_TYPE: Final = TypeScale(
    figure=Letters(176, 184, bold=True),
    display=Letters(120, 140, bold=True),
    name=Letters(96, 112, bold=True),
    title=Letters(64, 80, bold=True),
    action=Letters(60, 72, bold=True),
    heading=Letters(48, 64, bold=True),
    lead=Letters(40, 56),
    body=Letters(36, 48),
    second=Letters(32, 44),
    smallest=Letters(32, 44),
)

STAFF_TYPE: Final = TypeScale(
    figure=Letters(52, 60, bold=True),
    display=Letters(52, 60, bold=True),
    name=Letters(30, 40, bold=True),
    title=Letters(24, 32, bold=True),
    action=Letters(20, 28, bold=True),
    heading=Letters(20, 28, bold=True),
    lead=Letters(20, 28),
    body=Letters(18, 26),
    second=Letters(16, 24),
    smallest=Letters(15, 20),
)


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths of one face in its own pixels: logical ones on a canvas 1080 wide for the kiosk, real ones for staff."""

    unit: int
    margin: int
    gutter: int
    radius: int
    line: int
    edge: int
    ticket: int
    touch: int
    action: int
    symbol: int
    bar: int
    icon: int
    type: TypeScale


def measures(face: Face, mm_per_px: float, *, high_contrast: bool, easy: bool) -> Measures:
    """Return the lengths of `face` on a panel of that pitch; lines are one pixel stronger in high contrast.

    On the kiosk a target is at least 20 mm, and below 0.21 mm a pixel type and touch grow together.
    """
    extra = 1 if high_contrast else 0
    if face is Face.STAFF:
        return Measures(
            unit=8, margin=24, gutter=24, radius=12, line=2 + extra, edge=2 + extra, ticket=3 + extra,
            touch=48, action=60, symbol=72, bar=72, icon=28, type=STAFF_TYPE,
        )  # fmt: skip
    touch = max(96, math.ceil(_TOUCH_MM / mm_per_px / 4) * 4)
    growth = max(1.0, _FINEST_PITCH_MM / mm_per_px)
    text_growth = growth * (EASY_TEXT_FACTOR if easy else 1.0)
    return Measures(
        unit=12, margin=72, gutter=24, radius=24, line=2 + extra, edge=3 + extra, ticket=4 + extra,
        touch=touch, action=max(144, touch), symbol=max(200, touch), bar=max(144, touch + 48),
        icon=44, type=_grown(KIOSK_TYPE, text_growth),
    )  # fmt: skip


def _grown(scale: TypeScale, factor: float) -> TypeScale:
    def grow(letters: Letters) -> Letters:
        return Letters(round(letters.size_px * factor), round(letters.line_px * factor), bold=letters.bold)

    return TypeScale(
        figure=scale.figure, display=scale.display, name=scale.name, title=grow(scale.title),
        action=grow(scale.action), heading=grow(scale.heading), lead=grow(scale.lead),
        body=grow(scale.body), second=grow(scale.second), smallest=grow(scale.smallest),
    )  # fmt: skip
