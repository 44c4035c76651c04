"""What a program does to its database, statement by statement, so that the raw driver can do the same again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine, event

Parameters = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Done:
    """One call of the driver: `many` sets of parameters at once, or one."""

    statement: str
    parameters: Parameters
    many: bool


class _Listening:
    """The driver's connection as `storage.prepared` uses it, overheard."""

    def __init__(self, connection: Any, record: list[Done]) -> None:  # noqa: ANN401  sqlcipher3 has no types
        self._connection = connection
        self._record = record

    def execute(self, statement: str, parameters: Parameters) -> Any:  # noqa: ANN401  sqlcipher3 has no types
        self._record.append(Done(statement, parameters, many=False))
        return self._connection.execute(statement, parameters)

    def executemany(self, statement: str, parameters: Parameters) -> Any:  # noqa: ANN401  sqlcipher3 has no types
        self._record.append(Done(statement, parameters, many=True))
        return self._connection.executemany(statement, parameters)


@contextmanager
def recorded(engine: Engine) -> Iterator[list[Done]]:
    """Collect what is executed on an engine, in order, transactions aside."""
    done: list[Done] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:  # noqa: ANN401  SQLAlchemy event
        if not statement.startswith("BEGIN"):
            done.append(Done(statement, parameters, many))

    event.listen(engine, "before_cursor_execute", note)
    patch = pytest.MonkeyPatch()
    patch.setattr(
        "shared.storage.prepared._driver", lambda connection: _Listening(connection.connection.driver_connection, done)
    )
    try:
        yield done
    finally:
        patch.undo()
        event.remove(engine, "before_cursor_execute", note)


def repeat(raw: Any, done: Sequence[Done]) -> None:  # noqa: ANN401  sqlcipher3 has no types
    """Do the same in one transaction of a raw connection, and read what is to be read."""
    raw.execute("BEGIN IMMEDIATE")
    for each in done:
        if each.many:
            raw.executemany(each.statement, each.parameters)
        else:
            raw.execute(each.statement, each.parameters).fetchall()
    raw.execute("COMMIT")
