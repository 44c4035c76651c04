"""The codes that tills print on receipts: how a programme describes them, how they are read, how they are written.

A pattern is the text of the code with its parts in braces, each with its width: ``R{store:3}{date:8}{number:5}``. It
is no regular expression: every text is read in one way, in a moment, and the same pattern can write one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Final

from shared.domain.codes import MAX_AMOUNT_YEN, MAX_TEXT_CHARACTERS, MEMBER_NUMBER_DIGITS, fold, symbology_letter


class Symbology(StrEnum):
    """The kinds of symbol that tills print."""

    EAN_13 = "ean-13"
    EAN_8 = "ean-8"
    CODE_128 = "code-128"
    ITF = "itf"
    QR = "qr"


@dataclass(frozen=True, slots=True)
class ReceiptForm:
    """One way in which tills print a receipt's code.

    `pattern` has the parts store, register, date (YYYYMMDD, YYMMDD or MMDD), number, perhaps amount (yen, tax included)
    and check, the last digit by the rule of EAN; `any` is passed over.
    """

    symbologies: tuple[Symbology, ...]
    pattern: str


@dataclass(frozen=True, slots=True)
class ReceiptRules:
    """What a receipt brings at a kiosk, and how its codes are printed.

    A member gets turns for at most `per_day` receipts and at most `tickets_per_day` turns a day; a receipt is taken
    up to `oldest_days` after its day, and waits `confirm_days` for the till's journal. One without an amount brings a
    turn of `draw_without_amount`, if any.
    """

    codes: tuple[ReceiptForm, ...]
    oldest_days: int = 7
    per_day: int = 3
    tickets_per_day: int = 5
    confirm_days: int = 14
    draw_without_amount: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """What a till of `store` (a store_id) printed into a receipt's code; `amount_yen` is None where it says none."""

    store: str
    register: str
    business_date: date
    number: str
    amount_yen: int | None


@dataclass(frozen=True, slots=True)
class ReceiptElsewhere:
    """A code of this form whose store is none of ours."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a pattern, `least` to `most` characters wide, or with no name the text between parts."""

    name: str
    text: str = ""
    least: int = 0
    most: int = 0

    @property
    def varies(self) -> bool:
        return self.least != self.most


NEEDED: Final = ("store", "register", "date", "number")
_PARTS: Final = (*NEEDED, "amount", "check", "any")
_DIGITS_ONLY: Final = frozenset({"date", "amount", "check"})
_DATE_WIDTHS: Final = (8, 6, 4)
_AMOUNT_DIGITS: Final = 12
_WIDEST: Final = {Symbology.CODE_128: 80, Symbology.ITF: 80, Symbology.QR: 300}
_EAN: Final = {Symbology.EAN_13: 13, Symbology.EAN_8: 8}
_NUMERIC: Final = frozenset({*_EAN, Symbology.ITF})
# The letter of AIM's identifier (ISO/IEC 15424) that a scanner may put in front.
_LETTERS: Final = {
    Symbology.EAN_13: "E",
    Symbology.EAN_8: "E",
    Symbology.CODE_128: "C",
    Symbology.ITF: "I",
    Symbology.QR: "Q",
}
_TOKEN: Final = re.compile(r"\{[^{}]*\}|[^{}]+|[{}]")
_PART: Final = re.compile(r"\{([a-z]+)(?::([0-9]{1,3})(?:-([0-9]{1,3}))?)?\}")


def read_receipt(
    rules: ReceiptRules, till_codes: Mapping[str, str], text: str, today: date
) -> ReceiptCode | ReceiptElsewhere | None:
    """Take a receipt's code apart; None for anything else, any string has an answer.

    `till_codes` says which store_id the tills of a store stand for; a date without a year is the latest one up to
    tomorrow. The form has no fault.
    """
    if len(text) > MAX_TEXT_CHARACTERS:
        return None
    plain, letter = fold(text), symbology_letter(text)
    for form in rules.codes:
        if letter and letter not in {_LETTERS[symbology] for symbology in form.symbologies}:
            continue
        matched = _expression(form).fullmatch(plain)
        if matched is None or ("check" in matched.groupdict() and _check_digit(plain[:-1]) != plain[-1]):
            continue
        receipt = _receipt(matched.groupdict(), till_codes, today)
        if receipt is not None:
            return receipt
    return None


def write_receipt(form: ReceiptForm, till_code: str, receipt: ReceiptCode) -> str:
    """Write the code that a till would print; ValueError for what does not fit the pattern."""
    said = {
        "store": till_code,
        "register": receipt.register,
        "number": receipt.number,
        "amount": "" if receipt.amount_yen is None else str(receipt.amount_yen),
    }
    text = ""
    for piece in _pieces(form.pattern):
        if piece.name == "check":
            text += _check_digit(text)
        elif piece.name == "date":
            text += f"{receipt.business_date:%Y%m%d}"[-piece.most :]
        else:
            text += said.get(piece.name, piece.text).rjust(piece.least, "0")
    if _expression(form).fullmatch(text) is None:
        raise ValueError(f"{receipt} does not fit {form.pattern}")
    return text


def receipt_faults(rules: ReceiptRules, till_codes: Mapping[str, str]) -> list[str]:
    """Return what makes the table unusable, a sentence each."""
    faults = [] if rules.codes else ["codes: say how the tills print them, or leave the table out."]
    for place, form in enumerate(rules.codes):
        found = _form_faults(form) or _store_faults(form, till_codes)
        faults += [f"codes[{place}]: {fault}" for fault in found]
    patterns = [form.pattern for form in rules.codes]
    twice = sorted({pattern for pattern in patterns if patterns.count(pattern) > 1})
    faults += [f"codes: the pattern {pattern!r} stands twice." for pattern in twice]
    if rules.confirm_days < 1:
        faults.append("confirm_days must be at least 1.")
    return faults


def _receipt(
    parts: Mapping[str, str], till_codes: Mapping[str, str], today: date
) -> ReceiptCode | ReceiptElsewhere | None:
    day = _day(parts["date"], today)
    amount_yen = int(parts["amount"]) if "amount" in parts else None
    if day is None or (amount_yen is not None and not 0 < amount_yen <= MAX_AMOUNT_YEN):
        return None
    store = till_codes.get(parts["store"])
    if store is None:
        return ReceiptElsewhere()
    return ReceiptCode(store, parts["register"], day, parts["number"], amount_yen)


def _day(digits: str, today: date) -> date | None:
    if len(digits) > _DATE_WIDTHS[-1]:
        return _date(int(digits[:-4]) + (2000 if len(digits) == _DATE_WIDTHS[1] else 0), digits[-4:])
    days = (_date(year, digits) for year in (today.year + 1, today.year, today.year - 1))
    return next((day for day in days if day is not None and day <= today + timedelta(days=1)), None)


def _date(year: int, month_and_day: str) -> date | None:
    try:
        return date(year, int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return None


def _check_digit(digits: str) -> str:
    # GS1 General Specifications, section 7.9: weights 3 and 1 from the right.
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


@cache
def _expression(form: ReceiptForm) -> re.Pattern[str]:
    numeric = _is_numeric(form)
    written = ""
    for piece in _pieces(form.pattern):
        if not piece.name:
            written += re.escape(piece.text)
            continue
        characters = f"{_characters(piece, numeric=numeric)}{{{piece.least},{piece.most}}}"
        written += characters if piece.name == "any" else f"(?P<{piece.name}>{characters})"
    return re.compile(written)


def _characters(piece: _Piece, *, numeric: bool) -> str:
    return "[0-9]" if numeric or piece.name in _DIGITS_ONLY else "[0-9A-Z]"


def _is_numeric(form: ReceiptForm) -> bool:
    return not _NUMERIC.isdisjoint(form.symbologies) or any(piece.name == "check" for piece in _pieces(form.pattern))


def _pieces(pattern: str) -> tuple[_Piece, ...]:
    """Take a pattern without faults apart."""
    pieces = []
    for token in _TOKEN.findall(pattern):
        part = _PART.fullmatch(token)
        if part is None:
            pieces.append(_Piece("", token.upper(), len(token), len(token)))
        else:
            least = int(part[2] or 0)
            pieces.append(_Piece(part[1], "", least, int(part[3] or least)))
    return tuple(pieces)


def _form_faults(form: ReceiptForm) -> list[str]:
    faults = [] if form.symbologies else [f"symbologies names none; known are {', '.join(Symbology)}."]
    if len(set(form.symbologies)) < len(form.symbologies):
        faults.append("symbologies names one twice.")
    faults += _writing_faults(form.pattern)
    if faults:
        return faults
    pieces = _pieces(form.pattern)
    return [*_part_faults(pieces), *_width_faults(form, pieces), *_mixing_faults(form, pieces)]


def _writing_faults(pattern: str) -> list[str]:
    """Return what can't be taken apart at all."""
    faults = []
    for token in _TOKEN.findall(pattern):
        part = _PART.fullmatch(token)
        printable = token.isascii() and token.isprintable() and token == token.strip()
        if part is None and token[0] in "{}":
            faults.append(f"pattern: {token!r} is no part; one is written like {{number:5}} or {{number:1-9}}.")
        elif part is None and not printable:
            faults.append(f"pattern: {token!r} can't stand between the parts; A-Z, 0-9 and marks can.")
        elif part is not None and part[1] not in _PARTS:
            faults.append(f"pattern: {part[1]!r} is no part; the parts are {', '.join(_PARTS)}.")
        elif part is not None and not 1 <= int(part[2] or 0) <= int(part[3] or part[2] or 0):
            faults.append(f"pattern: {part[1]} needs its width, like {{{part[1]}:5}}, or from and to, like 1-9.")
    return faults


def _part_faults(pieces: tuple[_Piece, ...]) -> list[str]:
    names = [piece.name for piece in pieces if piece.name]
    missing = [name for name in NEEDED if name not in names]
    faults = [f"pattern lacks {', '.join(missing)}: without it two receipts can't be told apart."] if missing else []
    twice = sorted({name for name in names if names.count(name) > 1 and name != "any"})
    faults += [f"pattern: {name} stands twice." for name in twice]
    for piece in pieces:
        if piece.name == "date" and (piece.varies or piece.most not in _DATE_WIDTHS):
            faults.append("pattern: date is 8 digits wide (YYYYMMDD), 6 (YYMMDD) or 4 (MMDD).")
        if piece.name == "amount" and piece.most > _AMOUNT_DIGITS:
            faults.append(f"pattern: amount is at most {_AMOUNT_DIGITS} digits wide.")
        if piece.name == "check" and (piece.varies or piece.most != 1 or piece is not pieces[-1]):
            faults.append("pattern: check is the last digit, written {check:1}.")
    return faults


def _width_faults(form: ReceiptForm, pieces: tuple[_Piece, ...]) -> list[str]:
    least, most = sum(piece.least for piece in pieces), sum(piece.most for piece in pieces)
    faults = []
    for symbology in form.symbologies:
        width = _EAN.get(symbology)
        if width is not None and (least, most) != (width, width):
            faults.append(f"pattern: {symbology} has {width} digits, this has {_span(least, most)}.")
        if width is not None and (not pieces or pieces[-1].name != "check"):
            faults.append(f"pattern: {symbology} ends in a check digit: write {{check:1}} last.")
        if symbology is Symbology.ITF and (least != most or least % 2):
            faults.append(f"pattern: itf has an even number of digits, this has {_span(least, most)}.")
        if most > _WIDEST.get(symbology, most):
            faults.append(f"pattern: {symbology} carries at most {_WIDEST[symbology]} characters, this has {most}.")
    return faults


def _mixing_faults(form: ReceiptForm, pieces: tuple[_Piece, ...]) -> list[str]:
    """Return where a text could be read in two ways, or as a code of ours."""
    numeric = _is_numeric(form)
    faults = [
        f"pattern: {piece.text!r} is no digit, as {' and '.join(form.symbologies)} or a check digit asks."
        for piece in pieces
        if numeric and not piece.name and not piece.text.isdigit()
    ]
    for piece, following in pairwise(pieces):
        mark = following.text[:1]
        if piece.varies and (not mark or re.match(_characters(piece, numeric=numeric), mark)):
            faults.append(f"pattern: nobody sees where {piece.name} ends: give it one width, or a mark behind it.")
    if pieces and pieces[0].text.startswith("GP"):
        faults.append("pattern: codes that begin with GP are ours.")
    texts = "".join(piece.text for piece in pieces)
    least, most = sum(piece.least for piece in pieces), sum(piece.most for piece in pieces)
    if (not texts or texts.isdigit()) and least <= MEMBER_NUMBER_DIGITS <= most:
        faults.append(f"pattern: {MEMBER_NUMBER_DIGITS} digits are a member number: begin with a letter.")
    return faults


def _store_faults(form: ReceiptForm, till_codes: Mapping[str, str]) -> list[str]:
    piece = next(piece for piece in _pieces(form.pattern) if piece.name == "store")
    fits = re.compile(f"{_characters(piece, numeric=_is_numeric(form))}{{{piece.least},{piece.most}}}")
    faults = [
        f"pattern: {{store:{_span(piece.least, piece.most)}}} does not fit the till_code {code!r} of {store}."
        for code, store in till_codes.items()
        if not fits.fullmatch(code)
    ]
    if _pieces(form.pattern)[0] == piece:
        ours = [code for code in till_codes if code.startswith("GP")]
        faults += [f"pattern: codes that begin with GP are ours, and so do those of the till_code {c!r}." for c in ours]
    return faults


def _span(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}-{most}"
