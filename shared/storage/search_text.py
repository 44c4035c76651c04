"""How names, kana, phones and numbers are folded so that what is typed finds what is meant. Pure."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from shared.domain.member import Member
from shared.storage.sounds import sound

FIELD_END = "\n"
MAKING = 1
"""Counts up whenever `searchable` or `grams` begin to say something else: then what is stored is made anew."""
SHORT_GRAM = 2
LONG_GRAM = 3

_COUNTRY = "+81"
_VOICING = frozenset("\uff9e\uff9f\u3099\u309a")
_PHONE_MARKS = frozenset("+-() ./")
# Katakana U+30A1 to U+30F6 and the iteration marks lie this far above their hiragana.
_KANA_STEP = 0x60
_KATAKANA = {code: code - _KANA_STEP for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
# Ways to write names that people do not tell apart when they type: old forms, and those of family registers.
_VARIANTS = str.maketrans(
    "髙﨑嵜邊邉齋齊斉濵濱澤嶋嶌廣國惠眞櫻德瀨龍壽條豐榮萬與曾穗淺增寬彥緖凜冨桒𠮷栁椙舘藪遙來",
    "高崎崎辺辺斎斎斎浜浜沢島島広国恵真桜徳瀬竜寿条豊栄万与曽穂浅増寛彦緒凛富桑吉柳杉館薮遥来",
)
_ALIKE = _KATAKANA | _VARIANTS


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query, folded, and how it sounds where it has kana or Latin letters alone, else ""."""

    written: str
    spoken: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """What to look for: it is there where one of them is."""
        return (self.written, self.spoken) if self.spoken else (self.written,)

    def occurs_in(self, text: str) -> bool:
        """Tell whether `searchable` text has it."""
        return self.written in text or bool(self.spoken and self.spoken in text)


def fold(text: str) -> str:
    """Return letters and digits alone: one width, one case, hiragana for katakana, common kanji for their variants."""
    if text.isascii():
        plain = text.lower()
        return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))
    return "".join(map(_fold_part, text.split()))


@lru_cache(maxsize=16_384)
def _fold_part(part: str) -> str:
    """Fold what stands between spaces; nothing combines across one, and families share their names."""
    plain = unicodedata.normalize("NFKC", part).casefold().translate(_ALIKE)
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


def terms(query: str) -> tuple[Word, ...]:
    """Return the words of a query, all of which must occur; a number typed in groups is one word."""
    plain = unicodedata.normalize("NFKC", query)
    if any(c.isdigit() for c in plain) and all(c.isdigit() or c in _PHONE_MARKS for c in plain):
        return (Word(fold(plain)),)
    return tuple(_word(written) for written in map(fold, plain.split()) if written)


def searchable(member: Member) -> str:
    """Return the folded fields that are searched, each with its end mark."""
    profile = member.profile
    fields = [member.nickname, member.number]
    if profile is not None:
        fields = [profile.name, profile.kana, *fields, profile.email, profile.phone_e164]
        if profile.phone_e164.startswith(_COUNTRY):
            fields.append("0" + profile.phone_e164.removeprefix(_COUNTRY))
    written = [fold(text) for text in fields if text]
    names = (member.nickname,) if profile is None else (profile.kana, profile.name, member.nickname)
    spoken = [_spoken(name) for name in names]
    # Each part of a name by itself, to be compared with a word as a whole (`likely_matches`).
    parts = [part for name in names for each in name.split() for part in (_fold_part(each), sound(_fold_part(each)))]
    return "".join(f"{field}{FIELD_END}" for field in dict.fromkeys([*written, *spoken, *parts]) if field)


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
    """Return grams that a field with this term must have; none for a single character.

    Side by side they tell letters apart well enough. Of digits there are few, and phones begin alike.
    """
    size = min(len(term), LONG_GRAM)
    if size < SHORT_GRAM:
        return ()
    first = 1 if term.startswith("0") and term.isdecimal() and len(term) > 2 * LONG_GRAM else 0
    starts = [*range(first, len(term) - size, 1 if term.isdecimal() else size), len(term) - size]
    return tuple(dict.fromkeys(term[start : start + size] for start in starts))


def rank(text: str, words: tuple[Word, ...]) -> int:
    """Return 0 if a field equals the first word, 1 if one begins with it, else 2."""
    fields, forms = text.split(FIELD_END), words[0].forms
    if any(form in fields for form in forms):
        return 0
    return 1 if any(field.startswith(forms) for field in fields) else 2


def matched_part(shown: str, words: tuple[Word, ...]) -> tuple[int, int]:
    """Return (start, length) of the part of `shown` that the first matching word stands for, (0, 0) for none."""
    folded, origins = _fold_with_origins(shown)
    for word in words:
        at = folded.find(word.written)
        if at >= 0:
            start, end = origins[at][0], origins[at + len(word.written) - 1][1]
            return start, end - start
    return 0, 0


def _word(written: str) -> Word:
    spoken = sound(written)
    return Word(written, spoken if len(spoken) >= SHORT_GRAM and spoken != written else "")


def _spoken(name: str) -> str:
    parts = [sound(_fold_part(part)) for part in name.split()]
    return "".join(parts) if all(parts) else ""


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
