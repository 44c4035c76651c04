"""Opening databases: SQLCipher files and PostgreSQL, through the same SQLAlchemy engine."""

from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Engine, NullPool, create_engine, event, make_url
from sqlalchemy.pool import QueuePool

from shared.storage.faults import StorageFault

BUSY_TIMEOUT_MS = 10_000
CONNECT_TIMEOUT_S = 5


def sqlite_engine(path: Path, key: bytes) -> Engine:
    """Open (or create) an encrypted SQLite file: WAL, synchronous=FULL, foreign keys on.

    `key` is the raw 32-byte SQLCipher key. Write transactions begin IMMEDIATE, so two writers wait instead of failing.
    """
    if len(key) != 32:  # noqa: PLR2004  a raw SQLCipher key
        message = "a database key has 32 bytes"
        raise StorageFault(message)
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher3.dbapi2,
        poolclass=QueuePool,
        creator=lambda: _connect(path, key),
    )
    event.listen(engine, "begin", _begin)
    return engine


def postgres_engine(url: str) -> Engine:
    """Open a PostgreSQL server by URL; connections are short (connect, exchange, disconnect) and UTC."""
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "options": "-c timezone=UTC"},
    )


def _connect(path: Path, key: bytes) -> Any:  # noqa: ANN401  sqlcipher3 has no types
    connection = sqlcipher3.connect(
        str(path), timeout=BUSY_TIMEOUT_MS / 1000, check_same_thread=False, isolation_level=None
    )
    # The raw-key form skips the passphrase derivation that would cost a quarter of a second per connection.
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _begin(connection: Any) -> None:  # noqa: ANN401  SQLAlchemy event
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")
