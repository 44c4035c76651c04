"""Puts very many members into a device's database at once: the rows that the feed would bring page by page."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, text

from shared.domain.devices import DeviceKind
from shared.domain.member import Member, for_kiosk
from shared.storage.device_schema import aggregate, card, member_number, member_text
from shared.storage.engine import sqlite_engine
from shared.storage.search_text import MAKING, grams, searchable
from shared.sync.database_key import database_key
from shared.sync.device import DATABASE_FILE
from shared.wire.feed import AggregateKind
from shared.wire.json import encode

_ROWS_AT_ONCE: Final = 10_000
_FIRST_TEXT: Final = "SELECT coalesce(max(id), 0) FROM member_text"
_ADD_GRAMS: Final = text("INSERT INTO member_gram (rowid, grams) VALUES (:id, :grams)")


def crowd_in(folder: Path, kind: DeviceKind, members: Iterable[Member]) -> None:
    """Store members in the closed database of a device of that kind, as confirmed by the centre at version 1."""
    file = folder / DATABASE_FILE
    engine = sqlite_engine(file, database_key(folder, file), create=False)
    remaining = iter(members)
    try:
        while page := tuple(islice(remaining, _ROWS_AT_ONCE)):
            with engine.begin() as connection:
                if kind is DeviceKind.KIOSK:
                    _store(connection, [for_kiosk(member) for member in page])
                else:
                    _store(connection, page)
                    _index(connection, page)
    finally:
        engine.dispose()


def _store(connection: Connection, members: Iterable[Member]) -> None:
    bodies, cards, numbers = [], [], []
    for each in members:
        key = each.member_id
        bodies.append({"kind": AggregateKind.MEMBER, "key": key, "version": 1, "confirmed": encode(each)})
        cards += [{"code_hash": one.code_hash, "member_id": key} for one in each.cards]
        numbers.append({"number": each.number, "member_id": key})
    _insert(connection, aggregate, bodies)
    _insert(connection, card, cards)
    _insert(connection, member_number, numbers)


def _index(connection: Connection, members: Iterable[Member]) -> None:
    first = int(connection.exec_driver_sql(_FIRST_TEXT).scalar_one()) + 1
    texts = [
        {
            "id": row,
            "member_id": each.member_id,
            "text": searchable(each),
            "recent_ms": _recent_ms(each),
            "making": MAKING,
        }
        for row, each in enumerate(members, first)
    ]
    _insert(connection, member_text, texts)
    connection.execute(_ADD_GRAMS, [{"id": row["id"], "grams": grams(str(row["text"]))} for row in texts])


def _recent_ms(member: Member) -> int:
    return int(member.history[0].at.timestamp() * 1000)


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    connection.execute(insert(table), rows)
