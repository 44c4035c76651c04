"""A file of metrics beside a serving centre, kept fresh on a thread of its own: adding up must not delay answers."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from shared.central.database import reading
from shared.central.metrics import metrics_text
from shared.central.status import Books, CentreStatus, centre_books, centre_status
from shared.runtime.logs import EventLog
from shared.storage.faults import StorageFault, central_line

WRITTEN_EVERY_S = 5.0
ADDED_UP_EVERY = timedelta(minutes=5)
"""How old sums over whole tables may be in the file."""
_READABLE = 0o644

_log = EventLog(__name__)


class MetricsFile:
    """Writes the file whole or not at all; what goes wrong is logged and tried again."""

    def __init__(self, engine: Engine, now: Callable[[], datetime], file: Path) -> None:
        self._engine = engine
        self._now = now
        self._file = file
        self._books: Books | None = None
        self._added_up_at: datetime | None = None
        self._failed = False

    @classmethod
    @contextmanager
    def kept(cls, engine: Engine, now: Callable[[], datetime], file: Path | None) -> Iterator[None]:
        """Keep the file fresh within the block; without a file do nothing."""
        if file is None:
            yield
            return
        metrics, stopping = cls(engine, now, file), threading.Event()
        thread = threading.Thread(target=metrics.keep, args=(stopping.wait,), name="metrics", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stopping.set()
            thread.join()

    def keep(self, wait: Callable[[float], bool]) -> None:
        """Write again and again until `wait` says stop."""
        while True:
            self.write()
            if wait(WRITTEN_EVERY_S):
                return

    def write(self) -> None:
        """Write the file once; a database that is away is in it, a disk that refuses in the log."""
        status = self._read()
        books = self._books if status is not None else None
        try:
            write_metrics(self._file, metrics_text(status, books))
            self._failed = False
        except OSError as error:
            if not self._failed:
                _log.error("metrics_not_written", error)
            self._failed = True

    def _read(self) -> CentreStatus | None:
        now = self._now()
        try:
            with central_line(), reading(self._engine) as connection:
                if self._added_up_at is None or abs(now - self._added_up_at) >= ADDED_UP_EVERY:
                    self._books = centre_books(connection)
                    self._added_up_at = now
                return centre_status(connection, now)
        except StorageFault:
            return None


def write_metrics(file: Path, text: str) -> None:
    """Replace the file in one step, so that a collector never reads half of it; OSError where the disk refuses."""
    # Collectors read *.prom: the unfinished file must not look like one.
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.write_text(text, "utf-8")
    fresh.chmod(_READABLE)
    fresh.replace(file)
