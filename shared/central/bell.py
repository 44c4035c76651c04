"""What wakes the centre's loop: an arrival, an answer, or the wish to stop."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from shared.central.postgres import is_postgres
from shared.central.postgres_notices import ArrivalLine
from shared.runtime.logs import EventLog

LISTEN_S = 0.5
"""How long the listening thread waits before it looks whether to stop."""
AWAY_S = 2.0

_log = EventLog(__name__)


class Bell:
    """Rung from any thread; one loop waits for it."""

    def __init__(self) -> None:
        self._rung = threading.Event()
        self._stopping = threading.Event()

    def ring(self) -> None:
        """Wake the loop."""
        self._rung.set()

    def stop(self) -> None:
        """Wake the loop for the last time."""
        self._stopping.set()
        self._rung.set()

    def wait(self, seconds: float) -> bool:
        """Wait until somebody rings, at most so long, and tell whether to stop."""
        self._rung.wait(seconds)
        self._rung.clear()
        return self._stopping.is_set()

    @contextmanager
    def listening(self, engine: Engine) -> Iterator[None]:
        """Ring whenever a device has sent something to a server; an embedded centre is looked at now and then."""
        if not is_postgres(engine):
            yield
            return
        over = threading.Event()
        thread = threading.Thread(target=self._listen, args=(engine, over.is_set, over.wait), name="bell", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _listen(self, engine: Engine, is_over: Callable[[], bool], pause: Callable[[float], bool]) -> None:
        while not is_over():
            try:
                line = ArrivalLine(engine)
                try:
                    self.ring()
                    while not is_over():
                        if line.wait(LISTEN_S):
                            self.ring()
                finally:
                    line.close()
            except (psycopg.Error, DBAPIError):
                _log.warning("database_away")
                pause(AWAY_S)
