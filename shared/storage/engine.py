"""Opening databases: SQLCipher files and PostgreSQL, through the same SQLAlchemy engine."""

from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from shared.storage.faults import CentreAway, StorageFault

BUSY_TIMEOUT_MS = 10_000
CONNECT_TIMEOUT_S = 5
SILENCE_TIMEOUT_MS = 10_000
KEY_BYTES = 32
CACHE_KIB = 16 * 1024


def sqlite_engine(path: Path, key: bytes, *, create: bool = True) -> Engine:
    """Open an encrypted SQLite file: WAL, synchronous=FULL, foreign keys on; `create` it where it is missing.

    `key` is the raw 32-byte SQLCipher key. Write transactions begin IMMEDIATE, so two writers wait instead of failing;
    the execution option `sqlite_begin="DEFERRED"` reads a snapshot without waiting.
    """
    if len(key) != KEY_BYTES:
        raise StorageFault(f"A database key has {KEY_BYTES} bytes, not {len(key)}.")
    address = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher3.dbapi2,
        poolclass=QueuePool,
        creator=lambda: _connect(address, key),
    )
    event.listen(engine, "begin", _begin)
    return engine


def postgres_engine(url: str) -> Engine:
    """Open a PostgreSQL server by URL; connections are short (connect, exchange, disconnect) and UTC."""
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            # A network that went away without a word must not hold an exchange for the system's fifteen minutes.
            "tcp_user_timeout": SILENCE_TIMEOUT_MS,
            "options": "-c timezone=UTC",
        },
    )


def central_engine(url: str, key: bytes, *, create: bool = False) -> Engine:
    """Open a central database by URL; `key` is for an embedded one (sqlite:///…), which `create` makes.

    Raises CentreAway for an address that is none, or an embedded centre without its key.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise CentreAway("The address of the central database is none.") from error
    if not address.drivername.startswith("sqlite"):
        return postgres_engine(url)
    name = address.database
    if not name:
        raise CentreAway("The address of the embedded central database names no file.")
    if len(key) != KEY_BYTES:
        raise CentreAway("This device has no key for an embedded central database.")
    return sqlite_engine(Path(name), key, create=create)


def _connect(address: str, key: bytes) -> Any:  # noqa: ANN401  sqlcipher3 has no types
    connection = sqlcipher3.connect(
        address, uri=True, timeout=BUSY_TIMEOUT_MS / 1000, check_same_thread=False, isolation_level=None
    )
    try:
        # Otherwise SQLCipher writes its own lines to stderr before the error that we turn into a sentence.
        connection.execute("PRAGMA cipher_log_level = NONE")
        # The raw-key form skips the passphrase derivation that would cost a quarter of a second per connection.
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: Any) -> None:  # noqa: ANN401  SQLAlchemy event
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")
