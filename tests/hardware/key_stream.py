"""The bytes that Linux gives whoever reads a keyboard scanner, as `evtest` shows them of real ones."""

import struct

ROWS = {2: "1234567890-=", 16: "qwertyuiop", 30: "asdfghjkl;", 44: "zxcvbnm,./", 57: " "}
KEYS = {character: first + place for first, row in ROWS.items() for place, character in enumerate(row)}
SHIFT, ENTER = 42, 28
SYNCHRONISED, KEY, SCAN_CODE = 0, 1, 4
RELEASED, PRESSED, REPEATED = 0, 1, 2
_USAGE_PAGE = 0x70000


def event(kind: int, code: int, value: int, at_us: int = 0) -> bytes:
    return struct.pack("@llHHi", at_us // 1_000_000, at_us % 1_000_000, kind, code, value)


def change(code: int, value: int, at_us: int) -> bytes:
    """Return one report: the HID usage, the key, the end of the report."""
    return event(SCAN_CODE, 4, _USAGE_PAGE + code, at_us) + event(KEY, code, value, at_us) + event(0, 0, 0, at_us)


def typed(text: str, gap_us: int = 4_000, from_us: int = 7_000_000, end: int = ENTER) -> bytes:
    """Return `text` as a scanner types it: a key every `gap_us`, with Shift around each capital, and Enter."""
    stream, at_us = b"", from_us
    for character in text:
        at_us += gap_us
        code = KEYS[character.lower()]
        key = change(code, PRESSED, at_us) + change(code, RELEASED, at_us + gap_us // 4)
        shifted = change(SHIFT, PRESSED, at_us - 1) + key + change(SHIFT, RELEASED, at_us + gap_us // 2)
        stream += shifted if character.isupper() else key
    return stream + change(end, PRESSED, at_us + gap_us) + change(end, RELEASED, at_us + gap_us)
