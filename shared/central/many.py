"""Writing very many rows of a table: by the same words on both databases, by the fastest way of each."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update

from shared.central import postgres_rows
from shared.central.postgres import is_postgres
from shared.storage.shelf_statements import upsert


def together(connection: Connection) -> AbstractContextManager[object]:
    """Bring what is written meanwhile to a server in one trip, at the end; what it refuses is raised there.

    What is read meanwhile does not find it yet. An embedded database is no trip away.
    """
    return postgres_rows.one_trip(connection) if is_postgres(connection) else nullcontext()


Rows = Sequence[Mapping[str, Any]]
"""Rows by column; those of one call have the same columns."""


class Added:
    """Adds rows to a table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._statement = insert(table)

    def run(self, connection: Connection, rows: Rows) -> None:
        """Add them."""
        if not rows:
            return
        if is_postgres(connection):
            postgres_rows.add(connection, self._table, rows)
        else:
            connection.execute(self._statement, list(rows))


class Changed:
    """Changes columns of rows that are there, by key."""

    def __init__(self, table: Table, keys: tuple[str, ...], changed: Sequence[str]) -> None:
        self._table = table
        self._keys = keys
        own = [table.c[key] == bindparam(f"own_{key}") for key in keys]
        self._statement = update(table).where(*own).values({name: bindparam(name) for name in changed})
        self._columns = (*keys, *changed)

    def run(self, connection: Connection, rows: Rows) -> None:
        """Change them; no two rows have the same keys."""
        if not rows:
            return
        if is_postgres(connection):
            postgres_rows.change(connection, self._table, self._keys, rows)
        else:
            keys = self._keys
            given = [{f"own_{name}" if name in keys else name: row[name] for name in self._columns} for row in rows]
            connection.execute(self._statement, given)


class Put:
    """Adds rows, or changes columns of those that are there."""

    def __init__(self, table: Table, keys: tuple[str, ...], replaced: tuple[str, ...]) -> None:
        self._table = table
        self._keys = keys
        self._replaced = replaced
        self._statement = upsert(table, keys, replaced)

    def run(self, connection: Connection, rows: Rows) -> None:
        """Put them; no two rows have the same keys."""
        if not rows:
            return
        if is_postgres(connection):
            postgres_rows.put(connection, self._table, self._keys, self._replaced, rows)
        else:
            connection.execute(self._statement, list(rows))
