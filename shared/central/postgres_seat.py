"""The seat on PostgreSQL: an advisory lock on a connection of its own, which ends with the process."""

from contextlib import suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

_KEY = 0x676172_61706F6E
"""Advisory locks are per database, so the number only has to differ from others of ours: "garapon" in ASCII."""
_TRY = text("SELECT pg_try_advisory_lock(:key)")
_UNLOCK = text("SELECT pg_advisory_unlock_all()")
# The server notices in about ten seconds that the holder's machine has lost its power or its network.
_NOTICE = ("SET tcp_keepalives_idle = 4", "SET tcp_keepalives_interval = 2", "SET tcp_keepalives_count = 3")


class PostgresLock:
    """A lock that the server lets go when the connection ends."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._held = False

    def take(self) -> bool:
        """Take the lock, or tell that another process has it; raises what the database raises."""
        if self._held:
            return True
        connection = self._open()
        try:
            self._held = connection.execute(_TRY, {"key": _KEY}).scalar_one()
        except BaseException:
            self.leave()
            raise
        return self._held

    def leave(self) -> None:
        """End the connection, and the lock with it."""
        connection, self._connection, self._held = self._connection, None, False
        if connection is not None:
            # A connection that is dead has let go already; of one that is closed the server takes its time to hear.
            with suppress(DBAPIError):
                connection.execute(_UNLOCK)
            connection.close()

    def _open(self) -> Connection:
        if self._connection is None:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            # Closed, it shall end and not wait for another use.
            connection.detach()
            self._connection = connection
            for statement in _NOTICE:
                connection.exec_driver_sql(statement)
        return self._connection
