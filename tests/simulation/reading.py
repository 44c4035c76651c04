"""Databases as the checker reads them: plain SQL, plain JSON, nothing of the program."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

import sqlcipher3

Row = dict[str, Any]
T = TypeVar("T")


class Database:
    """An encrypted SQLite file; every table is read whole, once."""

    def __init__(self, path: str, key: bytes) -> None:
        self._connection = sqlcipher3.connect(path)
        self._connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        self._tables: dict[str, list[Row]] = {}

    def table(self, name: str, order: str = "") -> list[Row]:
        """Return the rows of a table."""
        if name not in self._tables:
            cursor = self._connection.execute(f"SELECT * FROM {name}" + (f" ORDER BY {order}" if order else ""))
            columns = [column[0] for column in cursor.description]
            self._tables[name] = [dict(zip(columns, row, strict=True)) for row in cursor]
        return self._tables[name]

    def value(self, query: str, values: tuple[object, ...]) -> Any:  # noqa: ANN401  whatever the column holds
        """Return the first column of the first row as it is just now, or None."""
        row = self._connection.execute(query, values).fetchone()
        return row[0] if row else None

    def integrity(self) -> list[str]:
        """Return what SQLite itself finds wrong."""
        return [said for (said,) in self._connection.execute("PRAGMA integrity_check") if said != "ok"]

    def close(self) -> None:
        self._connection.close()


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
