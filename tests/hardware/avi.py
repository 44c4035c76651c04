"""Writes a silent Motion-JPEG AVI: the smallest video that any player takes."""

import struct
from collections.abc import Sequence
from io import BytesIO

from PIL import Image


def motion_jpeg(frames: Sequence[Image.Image], frames_per_second: int = 15) -> bytes:
    """Return an AVI file that shows equally large frames one after the other."""
    width, height = frames[0].size
    pictures = [_jpeg(frame) for frame in frames]
    interval_us = 1_000_000 // frames_per_second
    largest = max(map(len, pictures))
    avih = struct.pack(
        "<14I", interval_us, largest * frames_per_second, 0, 0x10, len(frames), 0, 1, largest, width, height, *[0] * 4
    )
    strh = struct.pack(
        "<4s4sIHHIIIIIIII4H",
        *(b"vids", b"MJPG", 0, 0, 0, 0, 1, frames_per_second, 0, len(frames), largest, 0xFFFFFFFF, 0),
        *(0, 0, width, height),
    )
    strf = struct.pack("<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG", width * height * 3, 0, 0, 0, 0)
    stream = _list(b"strl", _chunk(b"strh", strh) + _chunk(b"strf", strf))
    header = _list(b"hdrl", _chunk(b"avih", avih) + stream)
    movie = _list(b"movi", b"".join(_chunk(b"00dc", picture) for picture in pictures))
    return _chunk(b"RIFF", b"AVI " + header + movie + _chunk(b"idx1", _index(pictures)))


def _index(pictures: Sequence[bytes]) -> bytes:
    entries, offset = [], 4
    for picture in pictures:
        entries.append(struct.pack("<4sIII", b"00dc", 0x10, offset, len(picture)))
        offset += 8 + len(picture) + len(picture) % 2
    return b"".join(entries)


def _list(kind: bytes, content: bytes) -> bytes:
    return _chunk(b"LIST", kind + content)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _jpeg(frame: Image.Image) -> bytes:
    written = BytesIO()
    frame.convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()
