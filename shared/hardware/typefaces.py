"""The bundled typefaces, measured and made safe to print."""

import unicodedata
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from PIL import ImageFont

from shared.hardware.drawing import Typeface, Words

_MEASURING_PX: Final = 100
_UNASSIGNED: Final = "\U0010ffff"
_ELLIPSIS: Final = "…"


def typeface_path(face: Typeface) -> Path:
    """Return where a bundled typeface lies."""
    return Path(str(files("assets"))) / "fonts" / face.value


@lru_cache(maxsize=64)
def typeface(face: Typeface, size_px: int) -> ImageFont.FreeTypeFont:
    """Return a typeface at a size in pixels."""
    return ImageFont.truetype(typeface_path(face), size_px)


def text_width(text: str, face: Typeface, size: float) -> float:
    """Return how wide `text` is, in the unit of `size`."""
    return typeface(face, _MEASURING_PX).getlength(text) / _MEASURING_PX * size


def printable(words: Words) -> str:
    """Return the text as it will be printed: without characters the typeface lacks, cut to fit with "…"."""
    text = "".join(character for character in words.text if _has_glyph(words.face, character)).strip()
    if text_width(text, words.face, words.size) <= words.max_width:
        return text
    while text and text_width(text + _ELLIPSIS, words.face, words.size) > words.max_width:
        text = text[:-1]
    return text.rstrip() + _ELLIPSIS


def wrapped(text: str, face: Typeface, size: float, max_width: float) -> tuple[str, ...]:
    """Return `text` on one line where it fits, else on two, broken at a space or, without one, anywhere."""
    if text_width(text, face, size) <= max_width:
        return (text,)
    fitting = [end for end in range(1, len(text)) if text_width(text[:end].rstrip(), face, size) <= max_width]
    spaced = [end for end in fitting if text[end].isspace()]
    end = max(spaced or fitting or [1])
    return (text[:end].rstrip(), text[end:].lstrip())


@lru_cache(maxsize=4_096)
def _has_glyph(face: Typeface, character: str) -> bool:
    font = typeface(face, _MEASURING_PX)
    if unicodedata.category(character).startswith("C"):
        return False
    return character.isspace() or bytes(font.getmask(character)) != bytes(font.getmask(_UNASSIGNED))
