"""Reading a till's journal or a list of orders: receipts with their lines, or a sentence on what is not understood."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from shared.application.enrol_member import phone_e164
from shared.central.csv_cells import (
    TOO_MANY_CELLS,
    Cells,
    UnclearCellError,
    open_csv,
    read_choice,
    read_day,
    read_store,
)
from shared.domain.changing import replace
from shared.domain.codes import MAX_AMOUNT_YEN, CodeKind, DamagedCode, GaraponCode, MemberNumberTyped, read
from shared.domain.earning import LineKind, PurchaseLine, tax_included
from shared.domain.operations import Receipt
from shared.domain.programme import Programme
from shared.runtime.trouble import Trouble

COLUMNS: Mapping[str, str] = {
    "kind": "sale or return; sale where empty",
    "store": "store_id of the programme, or a code given with --store-code; else --store",
    "register": "the till's number, as the receipt prints it",
    "business_date": "the till's day (needed)",
    "receipt": "the receipt's number on that till and day (needed, or else order)",
    "order": "number of an online order, for those without a till",
    "time": "when, like 14:05; noon where empty",
    "member": "a card's code (GP-M-...), a member number or a telephone number; empty for shoppers without one",
    "item": "goods, gift_card or reward; goods where empty",
    "department": "the department's key in the programme; others are passed over",
    "amount": "yen of the line, tax included (needed); a line below 0 in a sale is a discount on its dearest goods",
    "tax": "the tax in it; worked out with the programme's rate where empty",
    "of_store": "for returns: store of the receipt that something is brought back of; this one where empty",
    "of_register": "its till",
    "of_date": "its business date",
    "of_receipt": "its number",
    "of_order": "or the order's number",
}
ENCODINGS = ("utf-8-sig", "cp932", "utf-16")
DELIMITERS = ",\t;|"
_TIME = re.compile(r"(\d{1,2}):?(\d{2})(?::?\d{2})?")
_YEN = re.compile(r"([-−▲△]?)[¥\\]?(\d{1,3}(?:,\d{3})+|\d+)(?:円)?")
_NUMBER_LENGTH = 60
_NOON = time(12)
_ID_LENGTH = 32


class SaleKind(StrEnum):
    """Whether goods went out or came back."""

    SALE = "sale"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class MemberByCard:
    """A card of ours by its keyed hash."""

    code_hash: str


@dataclass(frozen=True, slots=True)
class MemberByNumber:
    """A member number."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MemberByPhone:
    """A telephone number as E.164."""

    phone_e164: str = field(repr=False)


WhoBought = MemberByCard | MemberByNumber | MemberByPhone


@dataclass(frozen=True, slots=True)
class SaleRead:
    """A receipt, order or return that was understood; `first_line` and `last_line` are lines of the file."""

    first_line: int
    last_line: int
    kind: SaleKind
    key: str
    store_id: str
    business_date: date
    at: datetime
    who: WhoBought | None
    lines: tuple[PurchaseLine, ...]
    of_key: str | None = None

    @property
    def total_yen(self) -> int:
        """What it comes to, tax included."""
        return sum(line.amount_yen for line in self.lines)

    @property
    def purchase_id(self) -> str:
        """The purchase that follows from the business key."""
        return purchase_id_of(self.key)


@dataclass(frozen=True, slots=True)
class SaleFault:
    """Lines that are left out, and why, in sentences."""

    first_line: int
    last_line: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JournalRules:
    """What reading depends on besides the file; `headings` names this file's headings for our columns."""

    programme: Programme
    now: datetime
    code_hash: Callable[[bytes], str]
    default_store: str | None = None
    store_codes: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the file, as far as it is understood."""

    line: int
    kind: SaleKind = SaleKind.SALE
    key: str = ""
    store_id: str = ""
    business_date: date = date.min
    time: time = _NOON
    who: WhoBought | None = None
    item: LineKind = LineKind.GOODS
    amount_yen: int = 0
    tax_yen: int = 0
    department: str = ""
    of_key: str | None = None
    faults: tuple[str, ...] = ()


def purchase_id_of(key: str) -> str:
    """Return the purchase that a business key stands for."""
    return hashlib.sha256(f"garapon sale {key}".encode()).hexdigest()[:_ID_LENGTH]


def read_sales(file: Path, rules: JournalRules) -> Iterator[SaleRead | SaleFault]:
    """Read a journal, its encoding and delimiter found out; Trouble for what is no journal or has unknown columns."""
    encoding = _text_encoding(rules.encoding) if rules.encoding else _encoding(file)
    with open_csv(file, encoding, DELIMITERS, f"{encoding}: name its encoding with --encoding") as reader:
        names = _columns(file, reader.fieldnames or (), rules.headings)
        seen: dict[str, int] = {}
        rows = (_row(reader.line_num, cells, names, rules) for cells in reader)
        for (kind, key), group in groupby(rows, key=lambda row: (row.kind, row.key)):
            yield _together(kind, key, tuple(group), seen, rules)


def _text_encoding(encoding: str) -> str:
    try:
        "".encode(encoding)
    except (LookupError, UnicodeError) as error:
        raise Trouble(f"--encoding: {encoding!r} is no encoding; try one of {', '.join(ENCODINGS)}.") from error
    return encoding


def _encoding(file: Path) -> str:
    """Find the encoding: what decodes without a fault, UTF-8 first; Japanese tills write Shift JIS."""
    for encoding in ENCODINGS:
        with suppress(UnicodeError), file.open(encoding=encoding, newline="") as stream:
            while stream.read(1 << 16):
                pass
            return encoding
    return ENCODINGS[0]


def _columns(file: Path, found: Sequence[str], headings: Mapping[str, str]) -> Mapping[str, str]:
    """Return our column for each heading of the file; columns that nobody named are passed over."""
    ours = {heading: name for name, heading in headings.items()}
    missing = [heading for heading in ours if heading not in found]
    if missing:
        raise Trouble(f"The file {file} has no column {missing[0]!r}; it has {', '.join(map(repr, found))}.")
    names = {heading: ours.get(heading, heading.strip().lower()) for heading in found}
    known = {heading: name for heading, name in names.items() if name in COLUMNS}
    absent = {"business_date", "amount"} - set(known.values())
    if absent or not {"receipt", "order"} & set(known.values()):
        lacks = ", ".join(sorted(absent)) or "receipt or order"
        raise Trouble(
            f"The file {file} lacks {lacks}. Known columns: {', '.join(COLUMNS)}; --column names other headings."
        )
    if len(set(known.values())) < len(known):
        raise Trouble(f"The file {file} has a column twice.")
    return known


def _row(line: int, found: Mapping[str, str | None], names: Mapping[str, str], rules: JournalRules) -> _Row:
    if found.get(""):
        return _Row(line, key=f"line:{line}", faults=(TOO_MANY_CELLS,))
    cells = Cells({name: found.get(heading) for heading, name in names.items()})
    kind = cells.read("kind", lambda text: read_choice(SaleKind, text, SaleKind.SALE), SaleKind.SALE)
    store_id = cells.read("store", lambda text: _store(text, rules), "")
    day = cells.read("business_date", read_day, date.min)
    key = _key(cells, store_id, day, ("order", "register", "receipt"))
    if kind is SaleKind.RETURN and key:
        key = f"return:{key}"
    of_key = _of_key(cells, store_id, rules) if kind is SaleKind.RETURN else None
    amount_yen = cells.read("amount", _yen, 0)
    if kind is SaleKind.RETURN:
        amount_yen = abs(amount_yen)
    departments = {department.key for department in rules.programme.departments}
    rate = rules.programme.earning.tax_percent
    tax_yen = abs(cells.read("tax", _yen, 0)) if cells.has("tax") else tax_included(abs(amount_yen), rate)
    if tax_yen > abs(amount_yen):
        cells.faults.append("tax: is more than the amount that contains it.")
    return _Row(
        line=line,
        kind=kind,
        key=key or f"line:{line}",
        store_id=store_id,
        business_date=day,
        time=cells.read("time", _time, _NOON),
        who=cells.read("member", lambda text: _member(text, rules.code_hash), None),
        item=cells.read("item", lambda text: read_choice(LineKind, text, LineKind.GOODS), LineKind.GOODS),
        amount_yen=amount_yen,
        tax_yen=tax_yen,
        department=cells.read("department", lambda text: text if text in departments else "", ""),
        of_key=of_key,
        faults=tuple(cells.faults),
    )


def _key(cells: Cells, store_id: str, day: date, columns: tuple[str, str, str]) -> str:
    """Return the business key that three columns make: an order's number, or a receipt's till and number."""
    order, register, receipt = (cells.read(name, _part, "") for name in columns)
    if order and receipt:
        cells.faults.append(f"{columns[0]}: a line is of a till's receipt or of an order, not of both.")
    elif order:
        return f"order:{order}"
    elif receipt:
        return Receipt(store_id, register, day, receipt).key
    else:
        cells.faults.append(f"{columns[2]}: a receipt's number or an order's is needed.")
    return ""


def _of_key(cells: Cells, store_id: str, rules: JournalRules) -> str | None:
    store = cells.read("of_store", lambda text: _store(text, rules), "") if cells.has("of_store") else store_id
    day = date.min if cells.has("of_order") else cells.read("of_date", read_day, date.min)
    return _key(cells, store, day, ("of_order", "of_register", "of_receipt")) or None


def _together(
    kind: SaleKind, key: str, rows: tuple[_Row, ...], seen: dict[str, int], rules: JournalRules
) -> SaleRead | SaleFault:
    """Make one receipt of its lines."""
    first, last = rows[0], rows[-1]
    faults = [f"Line {row.line}, {fault}" if len(rows) > 1 else fault for row in rows for fault in row.faults]
    before = seen.setdefault(key, last.line)
    if before != last.line:
        faults.append(f"The receipt goes on here after line {before}: keep its lines together.")
    at = datetime.combine(first.business_date, first.time, ZoneInfo(rules.programme.time_zone))
    if not faults and at > rules.now:
        faults.append(f"business_date: {first.business_date} {first.time:%H:%M} lies in the future.")
    people = {row.who for row in rows if row.who is not None}
    if len(people) > 1:
        faults.append("member: the lines of one receipt name different members.")
    if len({row.of_key for row in rows}) > 1:
        faults.append("of_receipt: the lines of one return name different receipts.")
    lines = _priced(rows)
    if not faults and (not lines or any(line.amount_yen <= 0 for line in lines)):
        faults.append("amount: the receipt comes to 0 yen or less.")
    if not faults and sum(line.amount_yen for line in lines) > MAX_AMOUNT_YEN:
        faults.append(f"amount: the receipt comes to more than {MAX_AMOUNT_YEN} yen.")
    if faults:
        return SaleFault(first.line, last.line, tuple(faults))
    who = next(iter(people), None)
    return SaleRead(first.line, last.line, kind, key, first.store_id, first.business_date, at, who, lines, first.of_key)


def _priced(rows: tuple[_Row, ...]) -> tuple[PurchaseLine, ...]:
    """Return the lines, each discount taken off the dearest goods with its tax; none where nothing would be left."""
    lines = [PurchaseLine(row.amount_yen, row.tax_yen, row.item, row.department) for row in rows if row.amount_yen > 0]
    off_yen = -sum(row.amount_yen for row in rows if row.amount_yen < 0)
    goods = (place for place, line in enumerate(lines) if line.kind is LineKind.GOODS)
    for place in sorted(goods, key=lambda place: -lines[place].amount_yen):
        line = lines[place]
        left_yen = line.amount_yen - min(off_yen, line.amount_yen)
        off_yen -= line.amount_yen - left_yen
        lines[place] = replace(line, amount_yen=left_yen, tax_yen=line.tax_yen * left_yen // line.amount_yen)
    return () if off_yen else tuple(line for line in lines if line.amount_yen)


def _store(text: str, rules: JournalRules) -> str:
    store_id = rules.store_codes.get(text, text) or rules.default_store or ""
    return read_store(store_id, rules.programme, "--store-code names a till's own codes")


def _time(text: str) -> time:
    if not text:
        return _NOON
    matched = _TIME.fullmatch(text)
    if matched is not None:
        with suppress(ValueError):
            return time(int(matched[1]), int(matched[2]))
    raise UnclearCellError("a time like 14:05 is expected.")


def _yen(text: str) -> int:
    matched = _YEN.fullmatch(text)
    if matched is None:
        raise UnclearCellError("whole yen are needed.")
    digits = matched[2].replace(",", "")
    if len(digits) > len(str(MAX_AMOUNT_YEN)):
        raise UnclearCellError("is more than any receipt.")
    return -int(digits) if matched[1] else int(digits)


def _part(text: str) -> str:
    if len(text) > _NUMBER_LENGTH or not text.isprintable():
        raise UnclearCellError(f"at most {_NUMBER_LENGTH} printable characters are expected.")
    return text


def _member(text: str, code_hash: Callable[[bytes], str]) -> WhoBought | None:
    if not text:
        return None
    code = read(text)
    if isinstance(code, GaraponCode) and code.kind is CodeKind.MEMBER:
        return MemberByCard(code_hash(code.body))
    if isinstance(code, MemberNumberTyped):
        return MemberByNumber(code.number)
    phone = "" if isinstance(code, DamagedCode) else phone_e164(text)
    if phone:
        return MemberByPhone(phone)
    raise UnclearCellError("is neither a card's code nor a member number nor a telephone number.")
