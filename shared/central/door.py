"""What the centre does about its devices' logins between operations; on an embedded centre, nothing."""

from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import InternalError

from shared.central import postgres
from shared.central.database import writing
from shared.central.invitations import admit_invited
from shared.runtime.logs import EventLog

MENDED_EVERY = timedelta(hours=1)

_log = EventLog(__name__)


class DoorKeeper:
    """Admits who came, ends connections that are over, and sets back every hour what roles may change of themselves."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._mended_at: datetime | None = None

    def keep(self, now: datetime) -> None:
        """Do what is due at `now`; a second between two calls is right."""
        if not postgres.is_postgres(self._engine):
            return
        admitted = admit_invited(self._engine, now)
        with self._engine.begin() as connection:
            ended = postgres.end_overlong(connection)
        if admitted:
            _log.info("devices_admitted", count=admitted)
        if ended:
            _log.warning("connections_ended", count=ended)
        if self._mended_at is None or abs(now - self._mended_at) >= MENDED_EVERY:
            self._mend(now)

    def _mend(self, now: datetime) -> None:
        try:
            with writing(self._engine) as connection:
                postgres.close_long_revoked(connection)
                postgres.mend_logins(connection)
                asked = postgres.ask_to_renew(connection)
        except InternalError as error:
            # A device renews its login at the same moment ("tuple concurrently updated"): the next round does it.
            _log.warning("logins_busy", reason=type(error).__name__.lower())
            return
        self._mended_at = now
        if asked:
            _log.info("logins_to_renew", count=asked)
