"""Looking ahead: what waits behind a batch is read and checked on a thread of its own while the batch is written.

Nothing depends on it but speed: what was not read ahead is read when it is wanted.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from shared.central.checking import look_at
from shared.central.database import reading
from shared.central.inbox import NOTHING, Ahead, Arrived, Queue, read_behind
from shared.central.postgres import is_postgres
from shared.domain.staff import StaffMember

LEAST = 100
"""Of a smaller batch nothing waits behind, or it is not worth the while."""


class LookAhead:
    """Reads for one applier on a server; an embedded centre has one writer at a time and nothing to wait for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_server = is_postgres(engine)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead")
        self._reading: Future[Ahead] | None = None

    def take(self) -> Ahead:
        """Return what was read since; nothing where the line broke meanwhile."""
        under_way, self._reading = self._reading, None
        if under_way is None:
            return NOTHING
        try:
            return under_way.result()
        except DBAPIError:
            return NOTHING

    def go_on(self, operations: Sequence[tuple[Queue, Arrived]], staff: Mapping[str, StaffMember | None]) -> None:
        """Begin to read what waits behind a batch, as much again of each queue."""
        if self._is_server and len(operations) >= LEAST:
            self._reading = self._executor.submit(self._read, _behind(operations), dict(staff))

    def _read(self, wanted: Mapping[Queue, int], staff: Mapping[str, StaffMember | None]) -> Ahead:
        share = max(wanted.values())
        with reading(self._engine) as connection:
            found = read_behind(connection, wanted, share)
        return {
            queue.key: {
                each.envelope.seq: Arrived(each.envelope, each.clock, look_at(each.envelope, staff)) for each in some
            }
            for queue, some in found.items()
        }


def _behind(operations: Iterable[tuple[Queue, Arrived]]) -> dict[Queue, int]:
    """Count the operations of each queue."""
    counts: dict[Queue, int] = {}
    for queue, _ in operations:
        counts[queue] = counts.get(queue, 0) + 1
    return counts
