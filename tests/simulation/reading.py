"""Databases as the checker reads them: plain SQL, plain JSON, nothing of the program."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import psycopg
import sqlcipher3

Row = dict[str, Any]
T = TypeVar("T")


class Database:
    """An encrypted SQLite file, or a PostgreSQL database by its URL; every table is read whole, once."""

    def __init__(self, address: str, key: bytes) -> None:
        self._is_file = not address.startswith("postgresql")
        if self._is_file:
            self._connection: Any = sqlcipher3.connect(address)
            self._connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        else:
            self._connection = psycopg.connect(address.replace("+psycopg", ""), autocommit=True)
            self._connection.execute("SET timezone = 'UTC'")
        self._tables: dict[str, list[Row]] = {}

    def table(self, name: str) -> list[Row]:
        """Return the rows of a table."""
        if name not in self._tables:
            cursor = self._connection.execute(f"SELECT * FROM {name}")
            columns = [column[0] for column in cursor.description]
            self._tables[name] = [dict(zip(columns, map(_plain, row), strict=True)) for row in cursor]
        return self._tables[name]

    def value(self, query: str, values: tuple[object, ...]) -> Any:  # noqa: ANN401  whatever the column holds
        """Return the first column of the first row as it is just now, or None."""
        row = self._connection.execute(query, values).fetchone()
        return row[0] if row else None

    def integrity(self) -> list[str]:
        """Return what SQLite itself finds wrong."""
        if not self._is_file:
            return []
        return [said for (said,) in self._connection.execute("PRAGMA integrity_check") if said != "ok"]

    def close(self) -> None:
        self._connection.close()


def _plain(value: Any) -> Any:  # noqa: ANN401  whatever a column holds
    """Return a value of PostgreSQL the way SQLite has it."""
    match value:
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S.%f")
        case date():
            return value.isoformat()
        case _:
            return value


def body(row: Row, column: str = "body") -> Any:  # noqa: ANN401  JSON
    """Return the JSON of a column."""
    return json.loads(row[column])


def instant(stored: str) -> datetime:
    """Return an instant, in UTC, as the databases and JSON write it."""
    at = datetime.fromisoformat(stored)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def grouped(rows: Iterable[T], key: Callable[[T], Any]) -> dict[Any, list[T]]:
    """Return the rows by key."""
    groups: dict[Any, list[T]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
