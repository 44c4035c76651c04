"""Read a retailer's theme file: the few things that a shop may call its own.

The file is TOML. Every part may be left out::

    name = { en = "Machi Goods", ja = "まちの雑貨店" }
    mark = "ま"  # one or two characters on the hub and in the header
    symbols = ["sun", "moon", "leaf", "wave"]  # what the shopper taps to turn
    scanner = "below-right"  # where the reader is, seen from the screen
    mm_per_px = 0.248  # the panel's pitch: 21.5 inch portrait

    [light]  # and [dark]; high contrast is not a brand's
    brand = "C8321B"
    brandInk = "FFFFFF"
    brandDeep = "9E2311"
    brandTint = "FBEAE4"
    curtain = ["C8321B", "FFFFFF"]
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from shared.qt.palette import DARK, LIGHT, Palette, weaknesses

if TYPE_CHECKING:
    from collections.abc import Mapping

SCANNER_PLACES: Final = (
    "below-left", "below", "below-right", "left", "right", "above-left", "above", "above-right",
)  # fmt: skip
SYMBOLS: Final = ("sun", "moon", "leaf", "wave", "star", "gift", "bell", "map")
_COLOURS: Final = ("brand", "brandInk", "brandDeep", "brandTint")
_HEX: Final = re.compile(r"#?([0-9A-Fa-f]{6})")
_MARK_LENGTH: Final = 2
_PITCH_MM: Final = (0.05, 1.0)


@dataclass(frozen=True, slots=True)
class Brand:
    """What a retailer's theme file decides; everything else is the house's."""

    name: str = "Machi Goods"
    name_ja: str = "まちの雑貨店"
    mark: str = "ま"
    symbols: tuple[str, str, str, str] = ("sun", "moon", "leaf", "wave")
    scanner_place: str = "below-right"
    mm_per_px: float = 0.37
    light: Palette = LIGHT
    dark: Palette = DARK
    curtain_light: tuple[str, str] = ("C8321B", "FFFFFF")
    curtain_dark: tuple[str, str] = ("C8321B", "F5EFE6")


HOUSE_BRAND: Final = Brand()
"""What is shown where no theme file is given."""


@dataclass(frozen=True, slots=True)
class BrandRefused:
    """Why a theme file can't be used, as one sentence for the person who wrote it."""

    sentence: str


class _RefusedError(ValueError):
    pass


def parse_brand(text: str) -> Brand | BrandRefused:
    """Return the brand that a theme file describes, or why it is refused.

    Refused are unknown keys, values of the wrong kind, and colours that can't be told apart.
    """
    try:
        return _brand(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        return BrandRefused(f"The theme file is not TOML: {fault}.")
    except _RefusedError as fault:
        return BrandRefused(str(fault))


def _brand(table: Mapping[str, object]) -> Brand:
    known = {"name", "mark", "symbols", "scanner", "mm_per_px", "light", "dark"}
    for key in table:
        if key not in known:
            raise _RefusedError(f"A theme may not change “{key}”; it may change {', '.join(sorted(known))}.")
    default = HOUSE_BRAND
    light, curtain_light = _look(table.get("light", {}), "light", default.light, default.curtain_light)
    dark, curtain_dark = _look(table.get("dark", {}), "dark", default.dark, default.curtain_dark)
    return Brand(
        name=_name(table, "en", default.name),
        name_ja=_name(table, "ja", default.name_ja),
        mark=_text(table.get("mark", default.mark), "mark", longest=_MARK_LENGTH),
        symbols=_symbols(table.get("symbols", default.symbols)),
        scanner_place=_place(table.get("scanner", default.scanner_place)),
        mm_per_px=_pitch(table.get("mm_per_px", default.mm_per_px)),
        light=light,
        dark=dark,
        curtain_light=curtain_light,
        curtain_dark=curtain_dark,
    )


def _look(value: object, look: str, palette: Palette, curtain: tuple[str, str]) -> tuple[Palette, tuple[str, str]]:
    if not isinstance(value, dict):
        raise _RefusedError(f"“{look}” must be a table of colours.")
    for key in value:
        if key not in (*_COLOURS, "curtain"):
            allowed = ", ".join((*_COLOURS, "curtain"))
            raise _RefusedError(f"A theme may not change “{look}.{key}”; it may change {allowed}.")
    changes = {key: _colour(value[key], f"{look}.{key}") for key in _COLOURS if key in value}
    mixed = replace(palette, **changes)
    for weakness in weaknesses(mixed):
        pair = weakness.pair
        raise _RefusedError(
            f"The {look} theme's {pair.figure} on {pair.ground} has a contrast of {weakness.ratio:.2f}; "
            f"it needs {pair.least_ratio:g}."
        )
    return mixed, _curtain(value.get("curtain", curtain), look)


def _curtain(value: object, look: str) -> tuple[str, str]:
    match value:
        case [first, second] | (first, second):
            return _colour(first, f"{look}.curtain"), _colour(second, f"{look}.curtain")
        case _:
            raise _RefusedError(f"“{look}.curtain” must be two colours.")


def _colour(value: object, name: str) -> str:
    found = _HEX.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise _RefusedError(f"“{name}” must be a colour such as C8321B.")
    return found[1].upper()


def _name(table: Mapping[str, object], language: str, default: str) -> str:
    value = table.get("name", {})
    if not isinstance(value, dict):
        return _text(value, "name", longest=40)
    return _text(value.get(language, default), f"name.{language}", longest=40)


def _text(value: object, name: str, longest: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= longest:
        raise _RefusedError(f"“{name}” must be a text of 1 to {longest} characters.")
    return value


def _symbols(value: object) -> tuple[str, str, str, str]:
    match value:
        case [str(a), str(b), str(c), str(d)] | (str(a), str(b), str(c), str(d)) if {a, b, c, d} <= set(SYMBOLS):
            if len({a, b, c, d}) == len((a, b, c, d)):
                return a, b, c, d
        case _:
            pass
    raise _RefusedError(f"“symbols” must be four different ones of {', '.join(SYMBOLS)}.")


def _place(value: object) -> str:
    if isinstance(value, str) and value in SCANNER_PLACES:
        return value
    raise _RefusedError(f"“scanner” must be one of {', '.join(SCANNER_PLACES)}.")


def _pitch(value: object) -> float:
    least, most = _PITCH_MM
    if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
        return float(value)
    raise _RefusedError(f"“mm_per_px” must be a number of millimetres from {least} to {most}.")
