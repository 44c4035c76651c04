"""How names, kana, phones and numbers are folded so that what is typed finds what is meant. Pure."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from operator import add

from shared.domain.member import Member

FIELD_END = "\n"
SHORT_GRAM = 2
LONG_GRAM = 3

_COUNTRY = "+81"
_VOICING = frozenset("\uff9e\uff9f\u3099\u309a")
_PHONE_MARKS = frozenset("+-() ./")
# Katakana U+30A1 to U+30F6 and the iteration marks lie this far above their hiragana.
_KANA_STEP = 0x60
_KATAKANA = {code: code - _KANA_STEP for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}


def fold(text: str) -> str:
    """Return letters and digits alone: one width, one case, hiragana for katakana."""
    if text.isascii():
        plain = text.lower()
        return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))
    return "".join(map(_fold_part, text.split()))


@lru_cache(maxsize=16_384)
def _fold_part(part: str) -> str:
    """Fold what stands between spaces; nothing combines across one, and families share their names."""
    plain = unicodedata.normalize("NFKC", part).casefold().translate(_KATAKANA)
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


def terms(query: str) -> tuple[str, ...]:
    """Return the folded words of a query, all of which must occur; a number typed in groups is one word."""
    plain = unicodedata.normalize("NFKC", query)
    if any(c.isdigit() for c in plain) and all(c.isdigit() or c in _PHONE_MARKS for c in plain):
        return (fold(plain),)
    return tuple(word for word in map(fold, plain.split()) if word)


def searchable(member: Member) -> str:
    """Return the folded fields that are searched, each with its end mark."""
    profile = member.profile
    fields = [member.nickname, member.number]
    if profile is not None:
        fields = [profile.name, profile.kana, *fields, profile.phone_e164]
        if profile.phone_e164.startswith(_COUNTRY):
            fields.append("0" + profile.phone_e164.removeprefix(_COUNTRY))
    return "".join(fold(text) + FIELD_END for text in fields if text)


def grams(text: str) -> str:
    """Return every two and three neighbouring characters of each field, once, separated by spaces."""
    found: dict[str, None] = {}
    for field in text.split(FIELD_END):
        # Joined by the interpreter's own loops: a first working set has hundreds of millions of them.
        pairs = list(map(add, field, field[1:]))
        found.update(dict.fromkeys(pairs))
        found.update(dict.fromkeys(map(add, pairs, field[2:])))
    return " ".join(found)


def query_grams(term: str) -> tuple[str, ...]:
    """Return the grams that a field with this term must have; none for a single character."""
    return tuple(dict.fromkeys(_cut(term, min(len(term), LONG_GRAM)))) if len(term) >= SHORT_GRAM else ()


def rank(text: str, words: tuple[str, ...]) -> int:
    """Return 0 if a field equals the first word, 1 if one begins with it, else 2."""
    fields = text.split(FIELD_END)
    if words[0] in fields:
        return 0
    return 1 if any(field.startswith(words[0]) for field in fields) else 2


def matched_part(shown: str, words: tuple[str, ...]) -> tuple[int, int]:
    """Return (start, length) of the part of `shown` that the first matching word stands for, (0, 0) for none."""
    folded, origins = _fold_with_origins(shown)
    for word in words:
        at = folded.find(word)
        if at >= 0:
            start, end = origins[at][0], origins[at + len(word) - 1][1]
            return start, end - start
    return 0, 0


def _cut(text: str, length: int) -> Iterator[str]:
    return (text[start : start + length] for start in range(len(text) - length + 1))


@lru_cache(maxsize=4096)
def _fold_cluster(written: str) -> str:
    return fold(written)


def _fold_with_origins(shown: str) -> tuple[str, list[tuple[int, int]]]:
    folded: list[str] = []
    origins: list[tuple[int, int]] = []
    start = 0
    while start < len(shown):
        end = start + 1
        while end < len(shown) and shown[end] in _VOICING:
            end += 1
        for character in _fold_cluster(shown[start:end]):
            folded.append(character)
            origins.append((start, end))
        start = end
    return "".join(folded), origins
