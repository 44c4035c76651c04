"""Turns the Linux kernel's key events into the lines that a scanner typed."""

import struct
from dataclasses import dataclass, field
from typing import Final

from shared.domain.codes import MAX_TEXT_CHARACTERS

# struct input_event, linux/input.h: two longs of time, type, code, value.
_EVENT: Final = struct.Struct("@llHHi")
_EV_KEY: Final = 1
_MICROSECONDS: Final = 1_000_000
_RELEASED: Final = 0
_PRESSED: Final = 1
# Key codes of linux/input-event-codes.h on the US layout, which scanners have unless told otherwise.
_SHIFTS: Final = frozenset({42, 54})
_ENDINGS: Final = frozenset({28, 96, 15})
_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
)
_PLAIN: Final = {first + place: key for first, keys, _ in _ROWS for place, key in enumerate(keys)}
_SHIFTED: Final = {first + place: key for first, _, keys in _ROWS for place, key in enumerate(keys)}


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A line that was typed, and the longest pause between two of its characters by the kernel's own clock."""

    text: str = field(repr=False)
    longest_gap_ms: int


class KeyLines:
    """Collect characters from key events until Enter or Tab; the computer's own layout has no say in it."""

    def __init__(self) -> None:
        self._rest = b""
        self._text = ""
        self._shifts: set[int] = set()
        self._last_us = 0
        self._longest_gap_us = 0

    def feed(self, piece: bytes) -> list[KeyLine]:
        """Take the next bytes of the device and return the lines that they complete."""
        data = self._rest + piece
        whole = len(data) - len(data) % _EVENT.size
        self._rest = data[whole:]
        lines = []
        for seconds, microseconds, kind, code, value in _EVENT.iter_unpack(data[:whole]):
            if kind == _EV_KEY:
                text = self._key(code, value, seconds * _MICROSECONDS + microseconds)
                if text:
                    lines.append(KeyLine(text, self._longest_gap_us // 1_000))
        return lines

    def _key(self, code: int, value: int, at_us: int) -> str:
        if code in _SHIFTS:
            if value == _RELEASED:
                self._shifts.discard(code)
            else:
                self._shifts.add(code)
        elif value == _PRESSED and code in _ENDINGS:
            line, self._text = self._text.strip(), ""
            return line
        elif value == _PRESSED:
            self._longest_gap_us = max(self._longest_gap_us, at_us - self._last_us) if self._text else 0
            self._last_us = at_us
            self._text = (self._text + (_SHIFTED if self._shifts else _PLAIN).get(code, ""))[-MAX_TEXT_CHARACTERS:]
        return ""
