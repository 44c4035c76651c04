"""The signs of life of a serving centre: the watchdog's food, and a row that `status` reads from elsewhere."""

import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select, update

from shared.central import schema
from shared.runtime.systemd import ServiceManager

SEEN_EVERY_S = 10.0
GONE_AFTER = timedelta(minutes=1)
"""A process that has not been seen for so long is no longer there, or hangs."""
_FORGOTTEN_AFTER = timedelta(days=7)
_FEEDS_PER_SPAN = 3
_ID_BYTES = 16


class Heartbeat:
    """What the serving loop calls once a round: cheap, and a write only every ten seconds."""

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], datetime],
        service: ServiceManager,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._now = now
        self._service = service
        self._monotonic = monotonic
        self._id = secrets.token_hex(_ID_BYTES)
        self._started_at = now()
        self._fed_at = self._seen_at = float("-inf")

    def beat(self) -> None:
        """Feed the watchdog; it hungers when the loop hangs, not when the database is away."""
        span_s = self._service.watchdog_s
        if span_s is not None and self._monotonic() - self._fed_at >= span_s / _FEEDS_PER_SPAN:
            self._service.alive()
            self._fed_at = self._monotonic()

    def show(self) -> None:
        """Leave the row that says that this process serves; raises what the database raises."""
        if self._monotonic() - self._seen_at < SEEN_EVERY_S:
            return
        now = self._now()
        with self._engine.begin() as connection:
            own = schema.serving.c.id == self._id
            if not connection.execute(update(schema.serving).where(own).values(seen_at=now)).rowcount:
                row = {"id": self._id, "started_at": self._started_at, "seen_at": now}
                connection.execute(insert(schema.serving).values(row))
                old = schema.serving.c.seen_at < now - _FORGOTTEN_AFTER
                connection.execute(delete(schema.serving).where(old))
        self._seen_at = self._monotonic()

    def leave(self) -> None:
        """Take the row away at a proper end."""
        with self._engine.begin() as connection:
            connection.execute(delete(schema.serving).where(schema.serving.c.id == self._id))


def serving_since(connection: Connection, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return since when the longest-serving living process serves, and when any was seen last; None for never."""
    rows = connection.execute(select(schema.serving.c.started_at, schema.serving.c.seen_at)).all()
    alive = [row.started_at for row in rows if row.seen_at >= now - GONE_AFTER]
    return min(alive, default=None), max((row.seen_at for row in rows), default=None)
