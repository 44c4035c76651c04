"""What journals told so far: each receipt, order and return by its business key, and the batch that brought it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from shared.central import schema
from shared.central.sales_csv import SaleKind, SaleRead
from shared.domain.earning import PurchaseLine
from shared.runtime.trouble import Trouble
from shared.wire.json import decode, encode

_BATCH_BYTES = 6
_READ_BYTES = 1 << 20
_FILE_LENGTH = 255
_ENTRY = select(schema.sale).where(schema.sale.c.key == bindparam("own_key"))
_RETURNS = select(schema.sale).where(schema.sale.c.of_key == bindparam("own_key"))
_ADD = insert(schema.sale)


class SaleFate(StrEnum):
    """What an import did with a receipt."""

    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    NOBODY = "nobody"
    THERE = "there"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class SaleDetails:
    """What undoing needs.

    `lines` are the journal's, `replaced` those that a correction took the place of. Of a return, per line of the
    purchase: what this return says came back, and what of it was posted, having not been keyed in.
    """

    lines: tuple[PurchaseLine, ...]
    replaced: tuple[PurchaseLine, ...] = ()
    journal_yen: tuple[int, ...] = ()
    posted_yen: tuple[int, ...] = ()
    purchase_id: str = ""


@dataclass(frozen=True, slots=True)
class SaleEntry:
    """A receipt, order or return as the book has it; `op_id` is what was posted for it, if anything."""

    key: str
    batch_id: str
    kind: SaleKind
    fate: SaleFate
    op_id: str | None
    member_id: str | None
    of_key: str | None
    store_id: str
    business_day: date
    amount_yen: int
    details: SaleDetails


def entry_of(sale: SaleRead, batch_id: str, fate: SaleFate, details: SaleDetails, **posted: str | None) -> SaleEntry:
    """Make the entry of a receipt that was read; `posted` names `op_id` and `member_id` where there are any."""
    return SaleEntry(
        key=sale.key,
        batch_id=batch_id,
        kind=sale.kind,
        fate=fate,
        op_id=posted.get("op_id"),
        member_id=posted.get("member_id"),
        of_key=sale.of_key,
        store_id=sale.store_id,
        business_day=sale.business_date,
        amount_yen=sale.total_yen,
        details=details,
    )


class SalesBook:
    """The book in one transaction; what is kept is written by `flush`, which a preview never calls."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept: dict[str, SaleEntry] = {}
        self._stored: set[str] = set()

    def entry(self, key: str) -> SaleEntry | None:
        """Return what is known of a business key."""
        if key in self._kept:
            return self._kept[key]
        row = self._connection.execute(_ENTRY, {"own_key": key}).mappings().one_or_none()
        if row is None:
            return None
        self._stored.add(key)
        return _entry(row)

    def returns_of(self, key: str) -> tuple[SaleEntry, ...]:
        """Return the returns of a receipt or order."""
        rows = self._connection.execute(_RETURNS, {"own_key": key}).mappings()
        stored = {row["key"]: _entry(row) for row in rows}
        kept = {entry.key: entry for entry in self._kept.values() if entry.of_key == key}
        return tuple((stored | kept).values())

    def keep(self, entry: SaleEntry) -> None:
        """Add an entry, or replace the one that has its key and was read here."""
        self._kept[entry.key] = entry

    def flush(self) -> None:
        """Write what was kept."""
        changed = [_row(entry) for key, entry in self._kept.items() if key in self._stored]
        added = [_row(entry) for key, entry in self._kept.items() if key not in self._stored]
        for row in changed:
            self._connection.execute(update(schema.sale).where(schema.sale.c.key == row["key"]).values(row))
        if added:
            self._connection.execute(_ADD, added)

    def of_batch(self, batch_id: str, limit: int) -> tuple[SaleEntry, ...]:
        """Return entries of a batch, returns first: a purchase is undone after what came back of it."""
        table = schema.sale
        query = select(table).where(table.c.batch_id == batch_id).order_by(table.c.kind, table.c.key).limit(limit)
        return tuple(_entry(row) for row in self._connection.execute(query).mappings())

    def late(self, limit: int, after: str) -> tuple[SaleEntry, ...]:
        """Return receipts that nobody was named for and that somebody has claimed since, by key."""
        table = schema.sale
        query = (
            select(table)
            .join(schema.claim, schema.claim.c.key == table.c.key)
            .where(table.c.fate == SaleFate.NOBODY, table.c.key > after)
            .order_by(table.c.key)
            .limit(limit)
        )
        entries = tuple(_entry(row) for row in self._connection.execute(query).mappings())
        self._stored.update(entry.key for entry in entries)
        return entries

    def forget(self, key: str) -> None:
        """Take an entry out, as undoing does."""
        self._connection.execute(delete(schema.sale).where(schema.sale.c.key == key))


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file, by which the same one is known again; Trouble where it can't be read."""
    digest = hashlib.sha256()
    try:
        with file.open("rb") as stream:
            while part := stream.read(_READ_BYTES):
                digest.update(part)
    except OSError as error:
        raise Trouble(f"The file {file} can't be read: {error.strerror}.") from error
    return digest.hexdigest()


def open_batch(connection: Connection, digest: str, file: str, now: datetime) -> str:
    """Return the batch of a file: the one that it began and nobody undid, else a new one."""
    table = schema.sales_batch
    query = select(table.c.batch_id).where(table.c.digest == digest, table.c.undone_at.is_(None))
    batch_id = connection.execute(query).scalar_one_or_none()
    if batch_id is None:
        batch_id = secrets.token_hex(_BATCH_BYTES)
        row = {"batch_id": batch_id, "digest": digest, "file": file[-_FILE_LENGTH:], "imported_at": now}
        connection.execute(insert(table).values(row))
    return batch_id


def _row(entry: SaleEntry) -> dict[str, object]:
    names = (
        "key",
        "batch_id",
        "kind",
        "fate",
        "op_id",
        "member_id",
        "of_key",
        "store_id",
        "business_day",
        "amount_yen",
    )
    return {name: getattr(entry, name) for name in names} | {"body": encode(entry.details)}


def _entry(row: RowMapping) -> SaleEntry:
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    details = decode(SaleDetails, values.pop("body"))
    values |= {"kind": SaleKind(values["kind"]), "fate": SaleFate(values["fate"]), "details": details}
    return SaleEntry(**values)
