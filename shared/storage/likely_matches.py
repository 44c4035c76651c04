"""Who may be meant where a query has a slip in it, or names the other way round.

Of a word with one slip, whatever it is, one half is right: so each half is looked for among whoever has the other words
(Navarro, A guided tour to approximate string matching, ACM Computing Surveys 33, 2001, section 8.2), and those who come
nearest to the whole are kept.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Row

from shared.storage.search_text import FIELD_END, SHORT_GRAM, Word
from shared.storage.sounds import hepburn

Found = Row[*tuple[Any, ...]]
Forms = tuple[str, ...]
Look = Callable[[tuple[Forms, ...]], Sequence[Found]]
"""Finds whoever has one of the forms of each word."""

_LETTERS_A_SLIP: Final = 6
"""A word has one slip at most, a longer one another for so many letters; a number never more than one."""
_LEAST_DIGITS: Final = 7
"""Among fewer, a slip leads to many others and means nobody."""
_LEAST_LETTERS: Final = 4
_LONGEST_TURNED: Final = 24
_UNFINISHED: Final = 0.25
"""What it weighs that a word is only the beginning or the end of what stands there, in slips."""


def likely(words: tuple[Word, ...], look: Look) -> list[Found]:
    """Return those who may be meant, the likeliest first; nobody for what is too short to be unlike anything else."""
    turned = {row.member_id: row for forms in _turned(words) for row in look(forms)}
    if turned:
        return list(turned.values())
    for way in (_usual, _other):
        found = {row.member_id: row for forms in _with_a_slip(words, way) for row in look(forms)}
        near = [(slips, row) for row in found.values() if (slips := slips_in(row.text, words)) is not None]
        if near:
            near.sort(key=lambda each: each[1].recent_ms, reverse=True)
            near.sort(key=lambda each: each[0])
            return [row for _, row in near]
    return []


def slips_in(text: str, words: Iterable[Word]) -> float | None:
    """Return by how many slips words differ from what stands in a text; None where it is too far from one."""
    fields = text.split(FIELD_END)
    slips = 0.0
    for word in words:
        own = min(_nearest(form, fields) for form in word.forms)
        if word.written.isascii() and word.spoken:
            own = min(own, _nearest(word.written, map(hepburn, fields)))
        if own > _allowed(word.written):
            return None
        slips += own
    return slips


def _nearest(form: str, fields: Iterable[str]) -> float:
    """Return how many slips away the nearest of the fields is, or the nearest beginning or end of one."""
    size, most = len(form), int(_allowed(form))
    long_enough = [field for field in fields if len(field) >= size - most]
    whole = process.extractOne(form, long_enough, scorer=OSA.distance, score_cutoff=most)
    if whole is not None and not whole[1]:
        return 0
    ends = {
        end
        for field in long_enough
        if len(field) > size
        for end in (field[: size - 1], field[:size], field[: size + 1], field[-size:])
    }
    part = process.extractOne(form, ends, scorer=OSA.distance, score_cutoff=most)
    return min(whole[1] if whole is not None else most + 1, part[1] + _UNFINISHED if part is not None else most + 1)


def _allowed(form: str) -> float:
    return 1 + _UNFINISHED if form.isdecimal() else max(1, len(form) // _LETTERS_A_SLIP) + _UNFINISHED


def _turned(words: tuple[Word, ...]) -> Iterator[tuple[Forms, ...]]:
    """Yield a name without a space the other way round, wherever the other part may begin."""
    if len(words) != 1:
        return
    form = _usual(words[0])
    if len(form) <= _LONGEST_TURNED and not form.isdecimal():
        for place in range(SHORT_GRAM, len(form) - SHORT_GRAM + 1):
            yield ((form[place:] + form[:place],),)


def _usual(word: Word) -> str:
    """Return the form that a word is looked for by: what is typed in Latin letters, or short, by its sound."""
    is_short = len(word.written) < 2 * SHORT_GRAM
    return word.spoken if word.spoken and (word.written.isascii() or is_short) else word.written


def _other(word: Word) -> str:
    return word.written if word.written != _usual(word) else word.spoken


def _with_a_slip(words: tuple[Word, ...], way: Callable[[Word], str]) -> Iterator[tuple[Forms, ...]]:
    """Yield, for each word, what of it must be right, among the other words whole."""
    for place, word in enumerate(words):
        others = tuple(other.forms for other in (*words[:place], *words[place + 1 :]))
        for right in _right_parts(way(word)):
            yield (*((part,) for part in right), *others)


def _right_parts(form: str) -> Iterator[Forms]:
    """Yield each half, and what is left where two letters changed places between the halves: a slip is in one alone."""
    least = _LEAST_DIGITS if form.isdecimal() else _LEAST_LETTERS if form.isascii() else SHORT_GRAM + 1
    if len(form) < least:
        return
    half = (len(form) + 2) // 2 if form.isdecimal() else (len(form) + 1) // 2
    for parts in ((form[:half],), (form[-max(len(form) - half, SHORT_GRAM) :],), (form[: half - 1], form[half + 1 :])):
        if kept := tuple(part for part in parts if len(part) >= SHORT_GRAM):
            yield kept
