"""How one setting is written down: the same words in a file, in the environment and as a flag."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

LocaleName = Literal["en", "ja"]

RAW_PRINTING_PORT = 9100
PAPER_WIDTHS_MM = (58, 80)
KEY_GAPS_MS = range(10, 201)
WINDOW_SIDES_PX = range(320, 7681)
CENTRAL_SCHEMES = ("postgresql", "postgresql+psycopg", "sqlite")


@dataclass(frozen=True, slots=True)
class WindowSize:
    """A window of a fixed size in pixels."""

    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class FullScreen:
    """The whole screen."""


Window = WindowSize | FullScreen


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A receipt printer at a network address."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class DevicePrinter:
    """A receipt printer behind a device file; a serial port has a rate, or keeps the one it has."""

    path: Path
    baud_rate: int | None = None


@dataclass(frozen=True, slots=True)
class FolderOfSlips:
    """No printer: slips are kept as pictures in a folder."""

    path: Path


PrinterPlace = NetworkPrinter | DevicePrinter | FolderOfSlips


@dataclass(frozen=True, slots=True)
class Setting:
    """How to read a setting: `parse` raises ValueError for what is not `expected`.

    `constants` are further flags without a value: the text that each stands for, and its help. A setting without a
    placeholder has only those.
    """

    parse: Callable[[str], Any]
    expected: str
    placeholder: str
    purpose: str
    constants: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def parse_path(text: str) -> Path:
    """Read the path of a file or folder; `~` is the user's home, relative paths count from here."""
    if not text.strip() or "\0" in text:
        raise ValueError(text)
    return Path(text).expanduser().absolute()


def parse_central(text: str) -> str:
    """Check the address of a central database; SQLAlchemy reads it later."""
    parts = urlsplit(text)
    # Reading the port refuses one that is no number; port 0 is no place either.
    if parts.scheme not in CENTRAL_SCHEMES or not (parts.netloc or parts.path.strip("/")) or parts.port == 0:
        raise ValueError(text)
    return text


def parse_window(text: str) -> Window:
    """Read `fullscreen` or a size like `1080x1920`."""
    if text == "fullscreen":
        return FullScreen()
    match = re.fullmatch(r"(\d{1,5})x(\d{1,5})", text)
    if match is None:
        raise ValueError(text)
    size = WindowSize(int(match[1]), int(match[2]))
    if size.width_px not in WINDOW_SIDES_PX or size.height_px not in WINDOW_SIDES_PX:
        raise ValueError(text)
    return size


def parse_locale(text: str) -> LocaleName:
    """Read a language that every text exists in."""
    match text:
        case "en" | "ja":
            return text
        case _:
            raise ValueError(text)


def parse_switch(text: str) -> bool:
    """Read `true` or `false`."""
    match text.lower():
        case "true" | "yes" | "on" | "1":
            return True
        case "false" | "no" | "off" | "0":
            return False
        case _:
            raise ValueError(text)


def parse_name(text: str) -> str:
    """Read the name of a port or socket: anything but nothing."""
    if not text.strip():
        raise ValueError(text)
    return text


def parse_printer(text: str) -> PrinterPlace:
    """Read where a receipt printer is: `tcp:HOST[:PORT]`, `DEVICE[@BAUD]` or `folder:DIR`."""
    kind, colon, rest = text.partition(":")
    if colon and kind == "folder":
        return FolderOfSlips(parse_path(rest))
    if colon and kind == "tcp":
        address = urlsplit(f"//{rest}")
        if not address.hostname or address.path or address.port == 0:
            raise ValueError(text)
        return NetworkPrinter(address.hostname, address.port or RAW_PRINTING_PORT)
    device, at, rate = text.rpartition("@")
    return DevicePrinter(parse_path(device), int(rate)) if at else DevicePrinter(parse_path(text))


def parse_paper(text: str) -> int:
    """Read the width of a receipt printer's roll in millimetres."""
    width_mm = int(text)
    if width_mm not in PAPER_WIDTHS_MM:
        raise ValueError(text)
    return width_mm


def parse_key_gap(text: str) -> int:
    """Read a pause between two keys in milliseconds."""
    gap_ms = int(text)
    if gap_ms not in KEY_GAPS_MS:
        raise ValueError(text)
    return gap_ms


_SIDES = f"{WINDOW_SIDES_PX.start} to {WINDOW_SIDES_PX.stop - 1} a side"
_CENTRAL_EXAMPLES = "an address like postgresql://host/garapon or sqlite:////folder/central.sqlite"

DATA_FOLDER = Setting(parse_path, "a folder", "DIR", "keep data and logs here instead of in the platform's folders")
CENTRAL_ADDRESS = Setting(parse_central, _CENTRAL_EXAMPLES, "URL", "address of the central database")
WINDOW = Setting(
    parse_window,
    f"fullscreen or a size like 1080x1920 ({_SIDES})",
    "WxH",
    "use a window of this size",
    {"--fullscreen": ("fullscreen", "use the whole screen")},
)
LOCALE = Setting(parse_locale, "en or ja", "en|ja", "language to start in")
THEME_FILE = Setting(parse_path, "a theme file", "FILE", "the retailer's theme (TOML)")
CAMERA = Setting(
    parse_switch,
    "true or false",
    "",
    "look for codes with the camera",
    {
        "--camera": ("true", "look for codes with the camera (the default)"),
        "--no-camera": ("false", "leave the camera alone"),
    },
)
SERIAL_SCANNER = Setting(parse_name, "a serial port", "PORT", "serial port of a scanner, like /dev/ttyACM0")
KEYBOARD_SCANNER = Setting(
    parse_path,
    "an input device",
    "DEVICE",
    "keyboard scanner to read past windows and layouts (Linux), like /dev/input/by-id/usb-…-event-kbd",
)
KEY_GAP = Setting(
    parse_key_gap,
    f"{KEY_GAPS_MS.start} to {KEY_GAPS_MS.stop - 1} milliseconds",
    "MS",
    "longest pause between two keys of a scanner that types, in milliseconds (default 60)",
)
PRINTER = Setting(
    parse_printer,
    "tcp:HOST, a device like /dev/usb/lp0 or /dev/ttyS0@19200, or folder:DIR",
    "PLACE",
    "receipt printer (ESC/POS): tcp:HOST, /dev/usb/lp0, /dev/ttyS0@19200, or folder:DIR, which keeps slips as pictures",
)
PAPER = Setting(parse_paper, "58 or 80", "58|80", "width of the receipt printer's roll in millimetres (default 80)")
SCAN_SOCKET = Setting(parse_name, "a socket's name", "NAME", "local socket on which scanned codes arrive, one a line")
