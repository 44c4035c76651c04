"""What PostgreSQL says to who listens: feeds that have grown, operations that have arrived.

A notice only saves waiting: everybody who listens looks by himself now and then, so a lost one costs a moment.
"""

from collections.abc import Iterable

import psycopg
from sqlalchemy import Connection, Engine

from shared.central import postgres_rows
from shared.central.postgres import is_postgres
from shared.wire.feed import scope_channel

ARRIVALS = "garapon_arrivals"

_TELL = b"SELECT pg_notify(each, '') FROM unnest(%s::text[]) AS each"
# A trigger of the statement, not of the row: a push of five hundred operations says it once. It runs as its owner, so
# that devices need no right to notify anybody.
_ARRIVAL_TRIGGER = (
    f"""CREATE FUNCTION garapon_arrived() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$ BEGIN PERFORM pg_notify('{ARRIVALS}', ''); RETURN NULL; END $$""",
    """CREATE TRIGGER garapon_arrived AFTER INSERT ON inbox FOR EACH STATEMENT EXECUTE FUNCTION garapon_arrived()""",
)

_LOOK_UP_TRIGGER = (
    "CREATE TRIGGER garapon_arrived AFTER INSERT ON look_up FOR EACH STATEMENT EXECUTE FUNCTION garapon_arrived()"
)
_CALL_TRIGGER = (
    "CREATE TRIGGER garapon_arrived AFTER INSERT ON call_step FOR EACH STATEMENT EXECUTE FUNCTION garapon_arrived()"
)


def announce_arrivals(connection: Connection) -> None:
    """Let the inbox say when something has arrived; an embedded centre is looked at instead."""
    if is_postgres(connection):
        for statement in _ARRIVAL_TRIGGER:
            connection.exec_driver_sql(statement)


def announce_look_ups(connection: Connection) -> None:
    """Let look-ups say when one has been put, like the inbox."""
    if is_postgres(connection):
        connection.exec_driver_sql(_LOOK_UP_TRIGGER)


def announce_calls(connection: Connection) -> None:
    """Let calls for staff say when somebody has said something about one, like the inbox."""
    if is_postgres(connection):
        connection.exec_driver_sql(_CALL_TRIGGER)


def tell_of(connection: Connection, scopes: Iterable[str]) -> None:
    """Tell the devices that listen, as the transaction commits, that these scopes have grown."""
    if is_postgres(connection):
        postgres_rows.run(connection, _TELL, [[scope_channel(scope) for scope in scopes]])


class ArrivalLine:
    """One connection that listens for arrivals; any error of it is a psycopg.Error."""

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.raw_connection()
        driver = self._connection.driver_connection
        if not isinstance(driver, psycopg.Connection):
            raise TypeError(driver)
        self._driver = driver
        driver.autocommit = True
        driver.execute(f"LISTEN {ARRIVALS}")

    def wait(self, seconds: float) -> bool:
        """Return True as soon as something has arrived, False after so many seconds."""
        return any(True for _ in self._driver.notifies(timeout=seconds, stop_after=1))

    def close(self) -> None:
        """Hang up."""
        self._connection.invalidate()
