"""A damaged database, read as far as it lets itself be read."""

from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import ColumnElement, Executable, Row, Table, bindparam, literal_column, select, text
from sqlalchemy.exc import DBAPIError

from shared.storage.engine import sqlite_engine

STRETCH_ROWS = 512
LEAST_ROW_BYTES = 128
"""No row of the outbox is smaller, so a file's size says how many it may have had."""
REFUSALS_MOST, REFUSALS_IN_VAIN = 20_000, 200
"""When the search ends, and when it ends if nothing was found: behind an inner page that is gone no row can be read."""

_ROW_NUMBER: ColumnElement[int] = literal_column("rowid")
# What a damaged page makes of a query, or of the values in it.
_REFUSED = (DBAPIError, sqlcipher3.Error, ValueError, TypeError)


class Wreck:
    """A damaged file with its log beside it; reading changes nothing but that the log is written into the file."""

    def __init__(self, file: Path, key: bytes) -> None:
        self._engine = sqlite_engine(file, key, create=False).execution_options(sqlite_begin="DEFERRED")
        log = file.with_name(f"{file.name}-wal")
        held_bytes = sum(each.stat().st_size for each in (file, log) if each.exists())
        self._rows_most = held_bytes // LEAST_ROW_BYTES + 1

    def opens(self) -> bool:
        """Tell whether its table of contents can be read."""
        return self._read(text("SELECT count(*) FROM sqlite_master")) is not None

    def rows(self, table: Table) -> Iterator[Row[Any]]:
        """Yield every row that can be read: in stretches of row numbers, and in ever smaller ones around what can't."""
        statement = select(table).where(_ROW_NUMBER.between(bindparam("first"), bindparam("last")))
        starts = range(1, self._rows_most + 1, STRETCH_ROWS)
        waiting = deque((first, first + STRETCH_ROWS - 1) for first in starts)
        refusals, refusals_most = 0, 2 * len(starts) + REFUSALS_IN_VAIN
        while waiting and refusals < refusals_most:
            first, last = waiting.popleft()
            found = self._read(statement, {"first": first, "last": last})
            if found is None:
                refusals += 1
                if first < last:
                    middle = (first + last) // 2
                    waiting += [(first, middle), (middle + 1, last)]
            elif found:
                refusals_most = REFUSALS_MOST
                yield from found

    def all_or_nothing(self, table: Table) -> list[Row[Any]]:
        """Return the rows of a small table; none where it can't be read to its end."""
        return self._read(select(table)) or []

    def mapping(self, statement: str) -> Mapping[str, Any]:
        """Return the first row by column names, whichever columns there are; empty where there is none to be read."""
        found = self._read(text(statement))
        return found[0]._asdict() if found else {}

    def close(self) -> None:
        """Let the file go."""
        self._engine.dispose()

    def _read(self, statement: Executable, values: Mapping[str, int] | None = None) -> list[Row[Any]] | None:
        try:
            with self._engine.connect() as connection:
                try:
                    return list(connection.execute(statement, values or {}).all())
                except _REFUSED:
                    # A connection that has met a page it can't decipher refuses every other one too.
                    connection.invalidate()
                    return None
        except _REFUSED:
            return None
