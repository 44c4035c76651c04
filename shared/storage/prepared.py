"""Statements of the hot paths: written in Core, compiled once, run on the driver itself.

Executing through SQLAlchemy costs several times what SQLite needs for a statement that touches one row.
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.sql.compiler import SQLCompiler

Values = dict[str, Any]

_DIALECT = pysqlite.dialect()


class Prepared:
    """A statement without lists; values are given by name, and what is read has plain types (text, numbers, bytes).

    The connection must have begun its transaction. Driver errors come unwrapped; `faults.device_disk` knows them.
    """

    def __init__(self, statement: Executable) -> None:
        compiled = statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(statement)
        self._sql = compiled.string
        self._names = tuple(compiled.positiontup or ())
        self._fixed = {name: bound.value for name, bound in compiled.binds.items() if not bound.required}
        processors = {name: bound.type.bind_processor(_DIALECT) for name, bound in compiled.binds.items()}
        named = [(place, processors[name]) for place, name in enumerate(self._names)]
        self._processors = [(place, process) for place, process in named if process is not None]

    def first(self, connection: Connection, **values: object) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        row: tuple[Any, ...] | None = _driver(connection).execute(self._sql, self._in_order(values)).fetchone()
        return row

    def scalar(self, connection: Connection, **values: object) -> Any:  # noqa: ANN401  whatever the column holds
        """Return the first column of the first row, or None."""
        row = self.first(connection, **values)
        return None if row is None else row[0]

    def rows(self, connection: Connection, **values: object) -> list[tuple[Any, ...]]:
        """Return every row."""
        found: list[tuple[Any, ...]] = _driver(connection).execute(self._sql, self._in_order(values)).fetchall()
        return found

    def run(self, connection: Connection, **values: object) -> int:
        """Change rows; return how many."""
        changed: int = _driver(connection).execute(self._sql, self._in_order(values)).rowcount
        return changed

    def run_many(self, connection: Connection, many: Sequence[Values]) -> None:
        """Change rows for each of the value sets."""
        if not many:
            return
        first = many[0]
        if all(name in first for name in self._names):
            # What all of them have is looked up without asking each.
            in_order = itemgetter(*self._names) if len(self._names) > 1 else None
            rows = map(in_order, many) if in_order is not None else ((values[self._names[0]],) for values in many)
            _driver(connection).executemany(self._sql, list(rows))
        else:
            _driver(connection).executemany(self._sql, [self._in_order(values) for values in many])

    def _in_order(self, values: Values) -> list[Any]:
        fixed = self._fixed
        ordered = [values[name] if name in values else fixed[name] for name in self._names]
        for place, process in self._processors:
            ordered[place] = process(ordered[place])
        return ordered


def _driver(connection: Connection) -> Any:  # noqa: ANN401  sqlcipher3 has no types
    return connection.connection.driver_connection
