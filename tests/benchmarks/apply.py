"""Push and apply, durable: what devices bring becomes central state, beside the same rows by psycopg's executemany."""

import multiprocessing
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from sqlalchemy import Connection, Engine, Table, event, make_url, text

from shared.central import postgres_rows
from shared.central.applier import Applier
from shared.storage.engine import postgres_engine
from shared.sync.loop import ENVELOPE_BYTES
from shared.sync.port import PUSH_BYTES, Sent
from shared.sync.sql_central import SqlCentral
from shared.wire.envelope import Envelope
from tests.benchmarks.chain import BOOT, Author, BigChain
from tests.benchmarks.measuring import Limit, Row, Scale, tell
from tests.benchmarks.shop import Shops
from tests.postgres import DURABLE, PostgresServer, installations

MICROSECONDS_LIMIT: Final = 1_000_000 / 3_000
FLOOR_LIMIT: Final = 5.0
FLAT_LIMIT: Final = 1.2
PUSHED_AT_ONCE: Final = PUSH_BYTES // (ENVELOPE_BYTES + 256)
"""About as many operations as the loop puts into one push."""


@dataclass(frozen=True, slots=True)
class Written:
    """Rows that a statement was given; by name, where `names` says the order of its places."""

    statement: str
    rows: Sequence[Any]
    names: tuple[str, ...] | None = None

    def parameters(self) -> list[Any]:
        """Return them as the driver takes them."""
        return list(self.rows if self.names is None else map(itemgetter(*self.names), self.rows))


Transactions = list[list[Written]]
Queue = tuple[str, int, list[Envelope]]
"""A device, its epoch, and what it has to send."""


def measure(_shops: Shops, scale: Scale) -> tuple[Row, ...]:
    """Push and apply a day's operations, write the same rows raw, then apply among few members and many by turns."""
    server = PostgresServer(installations()[0], DURABLE)
    try:
        with tempfile.TemporaryDirectory() as folder:
            tell(f"a chain of {scale.members_few:,} members")
            few = BigChain(server.make_database(), Path(folder, "few"), scale.members_few)
            few.close()
            copy = server.make_database(like=few.url)
            ours_us, written = _push_and_apply(few, scale.operations)
            floor_us = _write_raw(copy, few, written)
            tell(f"a chain of {scale.members_many:,} members")
            many = BigChain(server.make_database(), Path(folder, "many"), scale.members_many)
            few_us, many_us = _by_turns((few, many), scale.operations)
            few.close()
            many.close()
    finally:
        server.close()
    return (
        Row("apply, push and apply an operation", "µs", ours_us, floor_us, MICROSECONDS_LIMIT),
        Row("apply, beside its rows by executemany", "µs", ours_us, floor_us, FLOOR_LIMIT, Limit.RATIO),
        Row("apply, among all members beside a few", "µs", many_us, few_us, FLAT_LIMIT, Limit.RATIO),
    )


def _push_and_apply(chain: BigChain, count: int) -> tuple[float, Transactions]:
    """Let devices push while the applier works; return the time for an operation, and what each batch wrote."""
    queues = _queues(chain.write_day(count))
    total = sum(len(queue) for *_, queue in queues)
    spawn = multiprocessing.get_context("spawn")
    ready, begin = spawn.Event(), spawn.Event()
    pusher = spawn.Process(target=_push_when_told, args=(chain.url, queues, ready, begin))
    pusher.start()
    applier = Applier(chain.chain.engine, lambda: datetime.now(UTC))
    ready.wait()
    tell(f"pushing and applying {total:,} operations")
    with _writes_of(chain.chain.engine) as written:
        begin.set()
        begun = time.perf_counter()
        applied = 0
        while applied < total:
            now = applier.apply_next()
            applied += now
            if not now:
                assert pusher.is_alive() or pusher.exitcode == 0
                time.sleep(0.001)
        ended = time.perf_counter()
    pusher.join()
    _assert_applied(chain)
    return (ended - begun) / total * 1e6, written


def _push_when_told(url: str, queues: list[Queue], ready: Event, begin: Event) -> None:
    """Run in a process of its own, as devices do."""
    ready.set()
    begin.wait()
    _push(url, queues)


def _push(url: str, queues: list[Queue]) -> None:
    """Push every queue, a batch of each device in turn, each in an exchange of its own."""
    lines = [SqlCentral(postgres_engine(url), device_id, epoch, _Unused()) for device_id, epoch, _ in queues]
    for start in range(0, max(len(queue) for *_, queue in queues), PUSHED_AT_ONCE):
        for line, (*_, queue) in zip(lines, queues, strict=True):
            batch = tuple(queue[start : start + PUSHED_AT_ONCE])
            if batch:
                line.head()
                line.push(batch, Sent(batch[-1].draft.monotonic_ms, BOOT))
                line.hang_up()


class _Unused:
    """A server has a clock of its own."""

    def now(self) -> datetime:
        raise AssertionError

    def monotonic_ms(self) -> int:
        raise AssertionError


@contextmanager
def _writes_of(engine: Engine) -> Iterator[Transactions]:
    """Collect what each transaction writes, row by row, whether it goes through SQLAlchemy or past it."""
    transactions: Transactions = [[]]
    really_add, really_change, really_put = postgres_rows.add, postgres_rows.change, postgres_rows.put

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:  # noqa: ANN401  SQLAlchemy event
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            transactions[-1].append(Written(statement, parameters if many else [parameters]))

    def add(connection: Connection, table: Table, rows: Sequence[postgres_rows.Row]) -> None:
        names = tuple(rows[0])
        transactions[-1].append(Written(_insertion(table.name, names), rows, names))
        really_add(connection, table, rows)

    def change(connection: Connection, table: Table, keys: tuple[str, ...], rows: Sequence[postgres_rows.Row]) -> None:
        names = tuple(name for name in rows[0] if name not in keys)
        transactions[-1].append(Written(_update(table.name, names, keys), rows, (*names, *keys)))
        really_change(connection, table, keys, rows)

    def put(
        connection: Connection,
        table: Table,
        keys: tuple[str, ...],
        replaced: tuple[str, ...],
        rows: Sequence[postgres_rows.Row],
    ) -> None:
        names = tuple(rows[0])
        values = ", ".join(f"{name} = excluded.{name}" for name in replaced)
        upsertion = f"{_insertion(table.name, names)} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {values}"
        transactions[-1].append(Written(upsertion, rows, names))
        really_put(connection, table, keys, replaced, rows)

    def end(_connection: Any) -> None:  # noqa: ANN401  SQLAlchemy event
        if transactions[-1]:
            transactions.append([])

    patch = pytest.MonkeyPatch()
    patch.setattr(postgres_rows, "add", add)
    patch.setattr(postgres_rows, "change", change)
    patch.setattr(postgres_rows, "put", put)
    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", end)
    try:
        yield transactions
    finally:
        patch.undo()
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "commit", end)


def _write_raw(url: str, chain: BigChain, written: Transactions) -> float:
    """Write the same rows into a copy: the inbox in the same batches, then what each transaction wrote."""
    with chain.chain.engine.connect() as source:
        rows = source.execute(text("SELECT * FROM inbox ORDER BY device_id, epoch, seq")).all()
    insertion = _insertion("inbox", rows[0]._fields)
    transactions = [[(each.statement, each.parameters()) for each in transaction] for transaction in written]
    with psycopg.connect(_plain(url)) as connection, connection.cursor() as cursor:
        begun = time.perf_counter()
        for start in range(0, len(rows), PUSHED_AT_ONCE):
            cursor.executemany(insertion, rows[start : start + PUSHED_AT_ONCE])
            connection.commit()
        for transaction in transactions:
            for statement, parameters in transaction:
                cursor.executemany(statement, parameters)
            connection.commit()
        ended = time.perf_counter()
    return (ended - begun) / len(rows) * 1e6


def _insertion(table: str, names: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"


def _update(table: str, names: Sequence[str], keys: Sequence[str]) -> str:
    values = ", ".join(f"{name} = %s" for name in names)
    return f"UPDATE {table} SET {values} WHERE {' AND '.join(f'{key} = %s' for key in keys)}"


def _by_turns(chains: Sequence[BigChain], count: int) -> list[float]:
    """Apply a batch of each chain in turn: a machine that is busy with other things is so for each of them."""
    appliers = [Applier(chain.chain.engine, lambda: datetime.now(UTC)) for chain in chains]
    waiting = []
    for chain in chains:
        queues = _queues(chain.write_day(count))
        waiting.append(sum(len(queue) for *_, queue in queues))
        _push(chain.url, queues)
    tell(f"applying {waiting[0]:,} operations of each by turns")
    spent = [0.0] * len(chains)
    applied = [0] * len(chains)
    while applied < waiting:
        for place, applier in enumerate(appliers):
            begun = time.perf_counter()
            applied[place] += applier.apply_next()
            spent[place] += time.perf_counter() - begun
    for chain in chains:
        _assert_applied(chain)
    return [seconds / count * 1e6 for seconds, count in zip(spent, applied, strict=True)]


def _queues(authors: Sequence[Author]) -> list[Queue]:
    return [(author.enrolment.device_id, author.enrolment.epoch, author.queue) for author in authors]


def _assert_applied(chain: BigChain) -> None:
    with chain.chain.engine.connect() as connection:
        verdicts = connection.execute(text("SELECT DISTINCT verdict, reason FROM op_result")).all()
        waiting = connection.execute(text("SELECT count(*) FROM inbox")).scalar_one()
        done = connection.execute(text("SELECT count(*) FROM op_result")).scalar_one()
    assert [tuple(each) for each in verdicts] == [("applied", None)], verdicts
    assert waiting == done


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
