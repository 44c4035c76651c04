"""Being told by a PostgreSQL server that something has happened: LISTEN on one connection."""

from collections.abc import Iterable

import psycopg
from sqlalchemy import Connection

from shared.storage.faults import CentreAway
from shared.wire.feed import scope_channel


def is_server(connection: Connection) -> bool:
    """Tell whether the connection leads to a server that can tell us something."""
    return connection.dialect.name == "postgresql"


def listen_for(connection: Connection, scopes: Iterable[str]) -> None:
    """Ask to be told of news in these scopes from now on; the connection is between transactions."""
    with connection.begin():
        for scope in scopes:
            connection.exec_driver_sql(f'LISTEN "{scope_channel(scope)}"')


def await_notices(connection: Connection, timeout_ms: int) -> frozenset[str]:
    """Return the channels of which the server says something within so long; CentreAway where the line breaks.

    What it has said since `listen_for`, while other questions were asked, counts.
    """
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(driver)
    try:
        return frozenset(notice.channel for notice in driver.notifies(timeout=timeout_ms / 1000, stop_after=1))
    except psycopg.Error as error:
        raise CentreAway("The central database can't be reached just now.") from error
