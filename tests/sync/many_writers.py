"""Many writers whose commits are delayed: the counter of a scope skips nothing, the greatest id seen does.

`python -m tests.sync.many_writers --commits 200000` lets 32 writers commit at the same time on PostgreSQL, through the
centre's own `write_feed`, while a reader follows every scope through the device's own line. Beside each row every
writer puts one with a serial id into a table of the test's, whose reader remembers the greatest id: the control.
"""

import argparse
import random
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import Connection, Engine, text

from shared.central.database import open_centre
from shared.central.feeding import FeedNote, write_feed
from shared.central.migrate import migrate_centre
from shared.central.secrets_file import make_secrets
from shared.storage.engine import postgres_engine
from shared.sync.device import SystemClock
from shared.sync.port import Cursor, Page
from shared.sync.sql_central import SqlCentral
from shared.wire.feed import AggregateKind
from tests.postgres import PostgresServer, installations

WRITERS: Final = 32
SCOPES: Final = 8
LONGEST_DELAY_S: Final = 0.004


@dataclass(slots=True)
class Count:
    """What was written and read: rows of the feeds by their counters, rows of the control by the greatest id."""

    commits: int = 0
    written: int = 0
    read: int = 0
    control_written: int = 0
    control_read: int = 0
    out_of_place: list[str] = field(default_factory=list)

    @property
    def skipped_by_control(self) -> int:
        """How many rows the control's reader never saw."""
        return self.control_written - self.control_read


class Writers:
    """A centre on PostgreSQL, its writers and its two readers."""

    def __init__(self, url: str, data: Path) -> None:
        self.engine: Engine = open_centre(url, make_secrets(data))
        # No pool: it would give connections to fifteen writers and let the others wait.
        self._each: Engine = postgres_engine(url)
        migrate_centre(self.engine)
        with self.engine.begin() as connection:
            connection.execute(text("CREATE TABLE control (id bigserial PRIMARY KEY, scope text NOT NULL)"))
        self.count = Count()
        self._lock = threading.Lock()
        self._left = 0
        self._cursors = {scope: Cursor(scope, 0, "") for scope in (f"store:s{n}:staff" for n in range(SCOPES))}
        self._greatest = 0

    def run(self, commits: int, seed: int) -> Count:
        """Let the writers commit so often altogether, read meanwhile, and read to the end."""
        self._left = commits
        over = threading.Event()
        faults: list[BaseException] = []

        def guarded(work: Callable[[], None]) -> Callable[[], None]:
            def go() -> None:
                try:
                    work()
                except BaseException as error:  # noqa: BLE001  told to the one who waits
                    faults.append(error)

            return go

        def write(chance: random.Random) -> Callable[[], None]:
            return guarded(lambda: self._write(chance))

        def read() -> None:
            while not over.is_set():
                self.read()

        writers = [threading.Thread(target=write(random.Random(f"{seed} {n}"))) for n in range(WRITERS)]
        reader = threading.Thread(target=guarded(read))
        for thread in (reader, *writers):
            thread.start()
        for thread in writers:
            thread.join()
        over.set()
        reader.join()
        if faults:
            raise faults[0]
        self.read()
        return self.count

    def read(self) -> None:
        """Read on in every scope as a device does, and in the control from the greatest id."""
        line = SqlCentral(self.engine, "reader", 1, SystemClock())
        try:
            for scope in self._cursors:
                self._read_scope(line, scope)
        finally:
            line.hang_up()
        with self.engine.connect() as connection:
            found = connection.execute(text("SELECT id FROM control WHERE id > :last"), {"last": self._greatest})
            ids = [row.id for row in found]
        self.count.control_read += len(ids)
        self._greatest = max([self._greatest, *ids])

    def close(self) -> None:
        """Let the database go."""
        self.engine.dispose()

    def _read_scope(self, line: SqlCentral, scope: str) -> None:
        more = True
        while more:
            cursor = self._cursors[scope]
            page = line.pull(cursor)
            if not isinstance(page, Page):
                self.count.out_of_place.append(f"{scope} at {cursor.position}: {type(page).__name__}")
                return
            for row in page.rows:
                if row.position != cursor.position + 1:
                    self.count.out_of_place.append(f"{scope}: {row.position} after {cursor.position}")
                cursor = Cursor(scope, row.position, row.token)
            self._cursors[scope] = cursor
            self.count.read += len(page.rows)
            more = page.more

    def _write(self, chance: random.Random) -> None:
        with ExitStack() as stack:
            connection = stack.enter_context(self._each.connect())
            while self._take_one():
                scopes = chance.sample(sorted(self._cursors), chance.choice((1, 1, 1, 2)))
                with connection.begin():
                    self._commit_one(connection, scopes, chance)
                with self._lock:
                    self.count.commits += 1
                    self.count.written += len(scopes)
                    self.count.control_written += len(scopes)

    def _commit_one(self, connection: Connection, scopes: list[str], chance: random.Random) -> None:
        connection.execute(text("INSERT INTO control (scope) VALUES (:scope)"), [{"scope": scope} for scope in scopes])
        time.sleep(chance.uniform(0, LONGEST_DELAY_S))
        key = f"{chance.getrandbits(64):016x}"
        write_feed(connection, [FeedNote(scope, AggregateKind.MEMBER, key, 1, b"{}") for scope in scopes])
        time.sleep(chance.uniform(0, LONGEST_DELAY_S / 4))

    def _take_one(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left >= 0


def write_at_once(commits: int, seed: int, server: PostgresServer, data: Path) -> Count:
    """Run it on a database of its own."""
    writers = Writers(server.make_database(), data)
    try:
        return writers.run(commits, seed)
    finally:
        writers.close()


def main() -> int:
    """Run the command; 1 when a position was skipped, or the control skipped none."""
    parser = argparse.ArgumentParser(prog="python -m tests.sync.many_writers", description=__doc__)
    parser.add_argument("--commits", type=int, default=200_000, metavar="N", help="commits altogether (200000)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="for the delays (0)")
    given = parser.parse_args()
    server = PostgresServer(installations()[0])
    began = time.monotonic()
    try:
        with TemporaryDirectory() as folder:
            count = write_at_once(given.commits, given.seed, server, Path(folder))
    finally:
        server.close()
    sys.stdout.write(
        f"{count.commits} commits by {WRITERS} writers in {time.monotonic() - began:.0f} s: {count.written} rows "
        f"written, {count.read} read, {len(count.out_of_place)} out of place; the greatest-id control skipped "
        f"{count.skipped_by_control} of {count.control_written}.\n"
    )
    return 0 if count.read == count.written and not count.out_of_place and count.skipped_by_control else 1


if __name__ == "__main__":
    sys.exit(main())
