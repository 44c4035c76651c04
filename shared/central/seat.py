"""Who of several serving processes works: one has the seat, the others stand by and take over when it is gone.

The seat is a lock that the system lets go when its holder ends, however it ends. Taking it begins a term, and every
transaction of the holder checks that its term is the latest: one that was paused, say, and comes back after another
took over, can't write any more.
"""

from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, update

from shared.central.database import TERM
from shared.central.postgres_seat import PostgresLock
from shared.central.schema import writer
from shared.runtime.folder_lock import FolderLock, try_to_hold

_LOCK_SUFFIX = ".serving"
_NEXT_TERM = update(writer).values(term=writer.c.term + 1).returning(writer.c.term)


class SeatLock(Protocol):
    """A lock that one process has at a time."""

    def take(self) -> bool:
        """Take it, or tell that another process has it."""

    def leave(self) -> None:
        """Let it go; nothing happens where it is not ours."""


class Seat:
    """The right to work on a central database; used by one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        embedded = engine.dialect.name == "sqlite"
        self._lock: SeatLock = _FileLock(engine) if embedded else PostgresLock(engine)

    def take(self) -> Engine | None:
        """Take the seat and return the engine to work with for this term, None where another process has it.

        Raises what the database raises.
        """
        if not self._lock.take():
            return None
        with self._engine.begin() as connection:
            term: int = connection.execute(_NEXT_TERM).scalar_one()
        return self._engine.execution_options(**{TERM: term})

    def leave(self) -> None:
        """Let another process have it."""
        self._lock.leave()


class _FileLock:
    """A locked file beside an embedded database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: FolderLock | None = None

    def take(self) -> bool:
        if self._held is None:
            with self._engine.connect() as connection:
                file = _file_of(connection)
            self._held = try_to_hold(file.with_name(file.name + _LOCK_SUFFIX))
        return self._held is not None

    def leave(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.release()


def _file_of(connection: Connection) -> Path:
    return Path(connection.exec_driver_sql("PRAGMA database_list").one()[2])
