"""Reading members from a CSV file: what each line means, or a sentence on why it can't be understood."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shared.application.enrol_member import phone_e164
from shared.central.csv_cells import TOO_MANY_CELLS, Cells, UnclearCellError, open_csv, read_day, read_store
from shared.domain.codes import CodeKind, GaraponCode, MemberNumberTyped, member_number, read
from shared.domain.member import Profile
from shared.domain.programme import Programme
from shared.domain.rules.editing import NICKNAME_LENGTH
from shared.domain.rules.imports import ImportedMember, OpeningLot
from shared.runtime.trouble import Trouble

COLUMNS: Mapping[str, str] = {
    "id": "the person's key in the old system (needed; what makes a second import change nothing)",
    "nickname": "what the kiosk calls her, up to 12 characters; may be empty",
    "name": "full name",
    "kana": "its reading in kana, any width",
    "phone": "any usual way of writing it; stored as E.164",
    "email": "e-mail address",
    "birthday": "a date",
    "store": "store_id of her store; else --store",
    "locale": "ja or en; ja where empty",
    "number": "her 12-digit member number; a new one where empty",
    "card": "the code of a card of ours (GP-M-...); none where empty",
    "points": "opening points of one lot; further lots in points_2, points_3, ...",
    "expires_on": "last day of that lot; further ones in expires_on_2, expires_on_3, ...",
    "qualifying": "points that count for this year's tier",
}
_NUMBERED = re.compile(r"(points|expires_on)_[2-9][0-9]?")
_KANA = re.compile(r"[ァ-ヺー・ A-Za-z.'-]*")
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_KEY_LENGTH, _TEXT_LENGTH = 100, 200
_POINTS_LIMIT = 100_000_000


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that is left out, and why, in sentences."""

    line: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineRead:
    """A line that was understood."""

    line: int
    member: ImportedMember


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What reading a line depends on besides the line."""

    programme: Programme
    default_store: str | None
    today: date
    code_hash: Callable[[bytes], str]


def read_members(file: Path, rules: ReadingRules) -> Iterator[LineRead | LineFault]:
    """Read a CSV file with a header, UTF-8; Trouble when it is none or has unknown columns."""
    seen: dict[str, dict[str, int]] = {"id": {}, "number": {}, "card": {}}
    with open_csv(file, "utf-8-sig", ",", "UTF-8: save it as 'CSV UTF-8'") as reader:
        _check_columns(file, reader.fieldnames or ())
        for row in reader:
            yield _read_line(reader.line_num, row, rules, seen)


def _check_columns(file: Path, columns: Sequence[str]) -> None:
    if "id" not in columns:
        raise Trouble(f"The file {file} has no column 'id'. Known columns: {', '.join(COLUMNS)}.")
    unknown = [name for name in columns if name not in COLUMNS and not _NUMBERED.fullmatch(name)]
    if unknown:
        names = ", ".join(repr(name) for name in unknown)
        raise Trouble(f"The file {file} has the unknown columns {names}. Known: {', '.join(COLUMNS)}.")


def _read_line(
    number: int, row: Mapping[str, str | None], rules: ReadingRules, seen: dict[str, dict[str, int]]
) -> LineRead | LineFault:
    if row.get(""):
        return LineFault(number, (TOO_MANY_CELLS,))
    line = Cells(row)
    key = line.read("id", _key, "")
    profile = Profile(
        name=line.read("name", _text, ""),
        kana=line.read("kana", _kana, ""),
        phone_e164=line.read("phone", _phone, ""),
        email=line.read("email", _email, ""),
        birthday=line.read("birthday", lambda text: _birthday(text, rules.today), None),
    )
    member = ImportedMember(
        key=key,
        member_id=hashlib.sha256(f"garapon import {key}".encode()).hexdigest()[:32],
        number=line.read("number", lambda text: _number(text, key), ""),
        code_hash=line.read("card", lambda text: _card(text, rules.code_hash), None),
        nickname=line.read("nickname", _nickname, ""),
        locale=line.read("locale", _locale, ""),
        home_store=line.read("store", lambda text: _store(text, rules), ""),
        profile=profile,
        lots=tuple(_lots(line, rules.today)),
        qualifying_points=line.read("qualifying", _points, 0),
    )
    if not line.faults:
        for name, value in (("id", key), ("number", member.number), ("card", member.code_hash)):
            before = seen[name].setdefault(value, number) if value else number
            if before != number:
                line.faults.append(f"{name}: stands in line {before} already.")
    return LineFault(number, tuple(line.faults)) if line.faults else LineRead(number, member)


def _lots(line: Cells, today: date) -> Iterator[OpeningLot]:
    for name in ["points", *sorted(name for name in line.cells if name.startswith("points_"))]:
        until = name.replace("points", "expires_on")
        points = line.read(name, _points, 0)
        ends = line.read(until, _date, None)
        if points and ends is None and line.has(until):
            continue
        if points and ends is None:
            line.faults.append(f"{until}: {points} points need the day they are good until.")
        elif points and ends is not None and ends < today:
            line.faults.append(f"{until}: {ends} is over, so these {points} points have expired.")
        elif points and ends is not None:
            yield OpeningLot(points, ends)


def _key(text: str) -> str:
    if not text or len(text) > _KEY_LENGTH:
        raise UnclearCellError(f"each line needs one, of at most {_KEY_LENGTH} characters.")
    return text


def _text(text: str) -> str:
    if len(text) > _TEXT_LENGTH or not text.isprintable():
        raise UnclearCellError(f"a text of at most {_TEXT_LENGTH} printable characters is expected.")
    return text


def _kana(text: str) -> str:
    katakana = text.translate(_HIRAGANA_TO_KATAKANA)
    if not _KANA.fullmatch(katakana):
        raise UnclearCellError("has other characters than kana.")
    return _text(katakana)


def _nickname(text: str) -> str:
    if len(text) > NICKNAME_LENGTH:
        raise UnclearCellError(f"is longer than {NICKNAME_LENGTH} characters.")
    return _text(text)


def _phone(text: str) -> str:
    number = phone_e164(text) if text else ""
    if text and not number:
        raise UnclearCellError("is no telephone number.")
    return number


def _email(text: str) -> str:
    if text and not re.fullmatch(r"[^\s@]+@[^\s@]+", text):
        raise UnclearCellError("is no e-mail address.")
    return _text(text)


def _date(text: str) -> date | None:
    return read_day(text) if text else None


def _birthday(text: str, today: date) -> date | None:
    day = _date(text)
    if day is not None and day > today:
        raise UnclearCellError("lies in the future.")
    return day


def _points(text: str) -> int:
    digits = text.replace(",", "")
    if digits and not (digits.isascii() and digits.isdecimal() and int(digits) <= _POINTS_LIMIT):
        raise UnclearCellError("whole points, not below zero, are expected.")
    return int(digits or 0)


def _locale(text: str) -> str:
    if text not in {"", "ja", "en"}:
        raise UnclearCellError("ja or en is expected.")
    return text or "ja"


def _store(text: str, rules: ReadingRules) -> str:
    return read_store(text or rules.default_store or "", rules.programme, "--store sets one for empty cells")


def _number(text: str, key: str) -> str:
    if not text:
        return member_number(hashlib.sha256(f"garapon member number {key}".encode()).digest()[:8])
    typed = read(text)
    if not isinstance(typed, MemberNumberTyped):
        raise UnclearCellError("is no member number: 12 digits, the last of which checks the others.")
    return typed.number


def _card(text: str, code_hash: Callable[[bytes], str]) -> str | None:
    if not text:
        return None
    code = read(text)
    if not isinstance(code, GaraponCode) or code.kind is not CodeKind.MEMBER:
        raise UnclearCellError("is no code of a member card (GP-M-...).")
    return code_hash(code.body)
