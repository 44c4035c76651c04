"""A durable use case: one turn at the kiosk, beside the rows that it writes through the raw driver."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Engine, event

from shared.application.ports import Desk
from shared.application.turn_drum import TurnsTaken, take_turns
from shared.domain.devices import DeviceKind
from shared.storage import prepared
from tests.benchmarks.measuring import Limit, Row, Scale, median, milliseconds, tell
from tests.benchmarks.people import member_id_of
from tests.benchmarks.raw import raw_connection
from tests.benchmarks.shop import CAMPAIGN, Shops

_LIMIT_RATIO: Final = 4.0
_WARM_UP: Final = 3
_MEMBERS: Final = 2_000

Statements = list[tuple[str, Sequence[Any]]]


def measure(shops: Shops, scale: Scale) -> tuple[Row, ...]:
    """Take turns one by one; after each, write the same rows into a copy of the database with the raw driver."""
    count = scale.commits + _WARM_UP
    shop = shops.crowded(DeviceKind.KIOSK, max(count, min(scale.members, _MEMBERS)))
    copy = shop.folder / "copy"
    shutil.copytree(shop.kiosk, copy)
    device = shop.open(shop.kiosk)
    raw = raw_connection(copy)
    ours, floor = [], []
    tell(f"taking {count} turns")
    try:
        with _writes_of(device.storage._engine) as written:
            for index in range(count):
                written.clear()
                ours.append(milliseconds(_turn, device.desk, member_id_of(index)))
                floor.append(milliseconds(_write, raw, written))
    finally:
        raw.close()
        device.close()
    return (Row("commit", "ms", median(ours[_WARM_UP:]), median(floor[_WARM_UP:]), _LIMIT_RATIO, Limit.RATIO),)


def _turn(desk: Desk, member_id: str) -> None:
    answer = take_turns(desk, member_id, CAMPAIGN, "star", 1)
    assert isinstance(answer, TurnsTaken), answer


class _Recorder:
    """A driver's connection that notes what is written through it."""

    def __init__(self, driver: Any, written: Statements) -> None:  # noqa: ANN401  sqlcipher3 has no types
        self._driver = driver
        self._written = written

    def execute(self, sql: str, values: Sequence[Any]) -> Any:  # noqa: ANN401  sqlcipher3 has no types
        _note(self._written, sql, [values])
        return self._driver.execute(sql, values)

    def executemany(self, sql: str, many: Sequence[Sequence[Any]]) -> Any:  # noqa: ANN401  sqlcipher3 has no types
        _note(self._written, sql, many)
        return self._driver.executemany(sql, many)


@contextmanager
def _writes_of(engine: Engine) -> Iterator[Statements]:
    """Collect what a device writes, as the driver gets it: through SQLAlchemy and through prepared statements."""
    written: Statements = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:  # noqa: ANN401  SQLAlchemy event
        _note(written, statement, parameters if many else [parameters])

    driver_of = prepared._driver
    event.listen(engine, "before_cursor_execute", note)
    prepared._driver = lambda connection: _Recorder(driver_of(connection), written)
    try:
        yield written
    finally:
        prepared._driver = driver_of
        event.remove(engine, "before_cursor_execute", note)


def _note(written: Statements, sql: str, many: Sequence[Sequence[Any]]) -> None:
    # What is only read is not the floor's work.
    if not sql.startswith(("SELECT", "BEGIN")):
        written.extend((sql, values) for values in many)


def _write(raw: Any, written: Statements) -> None:  # noqa: ANN401  sqlcipher3 has no types
    assert written
    raw.execute("BEGIN IMMEDIATE")
    for statement, parameters in written:
        raw.execute(statement, parameters)
    raw.execute("COMMIT")
