"""What can go wrong with a database, told apart in one place: the user's disk or network, or our bug."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from shared.runtime.trouble import Trouble

# https://www.sqlite.org/rescode.html, primary codes
_BUSY = frozenset({5, 6})
_READ_ONLY = frozenset({3, 8, 23})
_DISK = frozenset({10})
_DAMAGED = frozenset({11})
_FULL = frozenset({13})
_CANNOT_OPEN = frozenset({14})
_NO_DATABASE = frozenset({26})


class StorageFault(Trouble):
    """The environment refused: a person can do something about it; the message is one clear sentence."""


class DiskFault(StorageFault):
    """The device's disk is full, read-only, missing or damaged."""


class DatabaseDamaged(DiskFault):
    """The file is not what was written: it is set aside, and another one made from it and from the centre."""


class WrongKey(StorageFault):
    """The file is there, but the key does not open it."""


class DatabaseBusy(StorageFault):
    """Another program holds the database for longer than anybody waits."""


class CentreAway(StorageFault):
    """The central database can't be reached just now."""


class DatabaseTooNew(StorageFault):
    """The database was written by a newer program; nothing was touched."""


@contextmanager
def device_disk(path: Path) -> Iterator[None]:
    """Turn the driver's refusals about the device's database into a StorageFault; our own mistakes pass unchanged."""
    try:
        yield
    except (DBAPIError, sqlcipher3.Error) as error:
        fault = _disk_fault(_sqlite_code(error.orig if isinstance(error, DBAPIError) else error), path)
        if fault is None:
            raise
        raise fault from error


@contextmanager
def central_line() -> Iterator[None]:
    """Turn what a lost, refusing or unprepared centre answers into CentreAway; our own mistakes pass unchanged."""
    try:
        yield
    except DBAPIError as error:
        code = _sqlite_code(error.orig)
        if code in _NO_DATABASE:
            raise CentreAway("The key of this device does not open the embedded central database.") from error
        if not (error.connection_invalidated or isinstance(error, OperationalError) or _is_unprepared(error)):
            raise
        raise CentreAway("The central database can't be reached just now.") from error


def _sqlite_code(cause: BaseException | None) -> int | None:
    code = getattr(cause, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _is_unprepared(error: DBAPIError) -> bool:
    # PostgreSQL's undefined_table and insufficient_privilege: a centre before its `init`, or one that closed our role.
    return isinstance(error, ProgrammingError) and getattr(error.orig, "sqlstate", "") in {"42P01", "42501"}


def _disk_fault(code: int | None, path: Path) -> StorageFault | None:
    if code in _FULL:
        return DiskFault(f"The disk with {path} is full: nothing more can be recorded until there is room.")
    if code in _READ_ONLY:
        return DiskFault(f"{path} can't be written: make the file and its folder writable.")
    if code in _CANNOT_OPEN:
        return DiskFault(f"{path} can't be opened: check that its folder exists and can be read.")
    if code in _DISK:
        return DiskFault(f"The disk with {path} does not answer: check the disk.")
    if code in _DAMAGED:
        return DatabaseDamaged(f"{path} is damaged.")
    if code in _NO_DATABASE:
        return WrongKey(f"The key does not open {path}: restore the key that belongs to it.")
    if code in _BUSY:
        return DatabaseBusy(f"{path} is held by another program: end it, then try again.")
    return None
