"""How names sound: kana, and every way of writing them in Latin letters, as one spelling. Pure.

It is a key for finding and is never shown: long vowels and doubled consonants, which people hear and write differently,
are left out, and Hepburn and Kunrei (ISO 3602) come to the same.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_VOWELS: Final = "aiueo"
_ROWS: Final = (
    *(":あいうえお", "k:かきくけこ", "s:さしすせそ", "t:たちつてと", "n:なにぬねの", "h:はひふへほ", "m:まみむめも"),
    *("r:らりるれろ", "g:がぎぐげご", "z:ざじずぜぞ", "d:だぢづでど", "b:ばびぶべぼ", "p:ぱぴぷぺぽ"),
)
_OTHERS: Final = "や:ya ゆ:yu よ:yo わ:wa ゐ:i ゑ:e を:o ん:n ゔ:bu ぢ:zi づ:zu ー: っ: ゝ: ゞ:"
_SOUNDS: Final = {
    kana: consonant + vowel
    for consonant, row in (each.split(":") for each in _ROWS)
    for kana, vowel in zip(row, _VOWELS, strict=True)
} | dict(each.split(":") for each in _OTHERS.split())
_HEPBURN: Final = tuple(
    tuple(each.split(":")) for each in ["sy:sh", "ty:ch", "zy:j", "si:shi", "ti:chi", "tu:tsu", "hu:fu", "zi:ji"]
)
_GLIDES: Final = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo"}
_SMALL: Final = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}

# In this order. What is cut short, as while somebody types, comes to the beginning of what it will be.
_SPELLINGS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[ct]ch", "ch"),
        (r"ph", "h"),
        (r"[sc]h$", lambda m: "s" if m[0] == "sh" else "t"),
        (r"sh(?=i)", "s"),
        (r"shy?", "sy"),
        (r"ch(?=i)", "t"),
        (r"chy?", "ty"),
        (r"ts(?=u|$)", "t"),
        (r"dzu|dz$", "zu"),
        (r"j(?=i|$)", "z"),
        (r"jy?", "zy"),
        (r"f", "h"),
        (r"l", "r"),
        (r"v", "b"),
        (r"c$", ""),
        (r"c|q", "k"),
        (r"x", "ks"),
        (r"m(?=[bmp])", "n"),
        (r"o[ouh](?![aiueoy])|oo|o[uh]$", "o"),
        (r"ou", "o"),
        (r"([aiueo])\1+", r"\1"),
        (r"([^aiueon])\1+", r"\1"),
    )
)


def sound(text: str) -> str:
    """Return how folded text (`search_text.fold`) is spoken, in Latin letters; "" where it has other signs than kana.

    Any beginning of a name sounds like the beginning of it, but for `n` and a long vowel that is cut in two.
    """
    latin = "".join(filter(str.isalnum, unicodedata.normalize("NFKD", _latin(text))))
    return _one_spelling(latin) if latin.isascii() and latin.isalpha() else ""


def _latin(text: str) -> str:
    spoken = ""
    for kana in text:
        glide, small = _GLIDES.get(kana), _SMALL.get(kana)
        if glide is not None and spoken.endswith("i"):
            spoken = spoken[:-1] + glide
        elif small is not None:
            spoken = (spoken[:-1] if spoken[-1:] in _VOWELS else spoken) + small
        else:
            spoken += glide or _SOUNDS.get(kana, kana)
    return spoken


@lru_cache(maxsize=65_536)
def hepburn(kana: str) -> str:
    """Write folded kana as most people type it; what is no kana stays."""
    latin = _latin(kana)
    for kunrei, to in _HEPBURN:
        latin = latin.replace(kunrei, to)
    return latin


@lru_cache(maxsize=16_384)
def _one_spelling(latin: str) -> str:
    for pattern, to in _SPELLINGS:
        latin = pattern.sub(to, latin)
    return latin
