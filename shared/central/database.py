"""Opening the central database, and the one way to write to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url, select

from shared.central.schema import writer
from shared.central.secrets_file import ChainSecrets
from shared.runtime.trouble import Trouble
from shared.storage.engine import postgres_engine, sqlite_engine

TERM = "garapon_term"
"""The execution option of an engine whose transactions hold for one term only."""
_LOCK = select(writer.c.term).with_for_update()


class Deposed(Trouble):
    """What this process does is no longer its business; nothing of it has happened."""


def default_url(data: Path) -> str:
    """Return the address of the embedded database in the centre's folder."""
    return f"sqlite:///{data.absolute() / 'central.sqlite'}"


def is_embedded(url: str) -> bool:
    """Tell whether the centre is one encrypted SQLite file."""
    return make_url(url).get_backend_name() == "sqlite"


def open_centre(url: str, secrets: ChainSecrets) -> Engine:
    """Open the database at `url`; the schema is `migrate_centre`'s business."""
    if not is_embedded(url):
        return postgres_engine(url, lasting=True)
    path = make_url(url).database
    if not path:
        raise Trouble(f"The address {url!r} names no file.")
    return sqlite_engine(Path(path), bytes.fromhex(secrets.central_key))


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open the transaction of the one writer of central state; others wait until it is committed.

    The lock is a row, so it holds on both databases: SQLite begins IMMEDIATE, PostgreSQL locks it for update. Raises
    Deposed through an engine whose term is over (`seat.Seat`).
    """
    with engine.begin() as connection:
        term: int = connection.execute(_LOCK).scalar_one()
        if connection.get_execution_options().get(TERM, term) != term:
            raise Deposed("Another serving process has taken over.")
        yield connection


@contextmanager
def glancing(engine: Engine) -> Iterator[Connection]:
    """Open a connection for one question, such as whether there is anything to do: PostgreSQL is asked in one trip."""
    options = {"sqlite_begin": "DEFERRED"} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
    with engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open one consistent view of central state, without keeping writers out."""
    options = (
        {"sqlite_begin": "DEFERRED"}
        if engine.dialect.name == "sqlite"
        else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    )
    with engine.connect().execution_options(**options) as connection:
        yield connection
