"""Opening databases: SQLCipher files and PostgreSQL, through the same SQLAlchemy engine."""

from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import URL, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
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


def postgres_engine(url: str | URL, authority: Path | None = None, *, lasting: bool = False) -> Engine:
    """Open a PostgreSQL server by URL; connections are UTC and short (connect, exchange, disconnect) or `lasting`.

    A server on another machine must prove its name by a certificate (sslmode=verify-full), signed by `authority` (PEM)
    or by what libpq trusts, unless the URL names another sslmode.
    """
    address = make_url(url).set(drivername="postgresql+psycopg")
    arguments: dict[str, Any] = {
        "connect_timeout": CONNECT_TIMEOUT_S,
        # A network that went away without a word must not hold an exchange for the system's fifteen minutes.
        "tcp_user_timeout": SILENCE_TIMEOUT_MS,
        "options": "-c timezone=UTC",
    }
    if not is_local(address) and "sslmode" not in address.query:
        arguments["sslmode"] = "verify-full"
    if authority is not None:
        arguments["sslrootcert"] = str(authority)
    if lasting:
        # Kept ones know their statements and tables already; each is asked whether it lives before it is used again.
        return create_engine(address, poolclass=QueuePool, pool_pre_ping=True, connect_args=arguments)
    return create_engine(address, poolclass=NullPool, connect_args=arguments)


def is_local(address: URL) -> bool:
    """Tell whether a server is on this machine, by a socket or the loopback; of a list of hosts, whether all are."""
    named = address.query.get("host", address.host or "")
    hosts = [host for entry in ((named,) if isinstance(named, str) else named) for host in entry.split(",")]
    return all(host.startswith(("/", "@", "127.")) or host in {"", "localhost", "::1"} for host in hosts)


def is_proven(address: URL) -> bool:
    """Tell whether the server at this address has to prove its name, or needs not because it is on this machine."""
    return is_local(address) or address.query.get("sslmode", "verify-full") == "verify-full"


def central_engine(url: str, key: bytes, *, create: bool = False) -> Engine:
    """Open a central database by URL; `key` is for an embedded one (sqlite:///…), which `create` makes.

    Raises CentreAway for an address that is none, or an embedded centre without its key.
    """
    address = read_address(url)
    if not address.drivername.startswith("sqlite"):
        return postgres_engine(url)
    name = address.database
    if not name:
        raise CentreAway("The address of the embedded central database names no file.")
    if len(key) != KEY_BYTES:
        raise CentreAway("This device has no key for an embedded central database.")
    return sqlite_engine(Path(name), key, create=create)


def read_address(url: str) -> URL:
    """Read the address of a central database; CentreAway where it is none."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise CentreAway("The address of the central database is none.") from error


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
    words = f"BEGIN {mode}"
    try:
        # Past SQLAlchemy, whose own way costs as much as a short transaction's statement.
        connection.connection.driver_connection.execute(words)
    except sqlcipher3.Error as error:
        raise DBAPIError.instance(words, None, error, sqlcipher3.Error) from error
