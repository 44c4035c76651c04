"""The device's database as files: made, brought to this program's schema, set aside and rebuilt when it is damaged.

Whatever is made is made beside the database and moved into its place when it is whole, so that a program that dies at
any moment leaves the old one or the new one. One program at a time uses the folder (`runtime.folder_lock`).
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, text, update

from shared.application.ports import Clock
from shared.runtime.durable import bring_to_disk
from shared.runtime.logs import EventLog
from shared.storage.device_schema import damage, state
from shared.storage.engine import sqlite_engine
from shared.storage.faults import DatabaseDamaged, DiskFault, StorageFault, WrongKey, device_disk
from shared.storage.first_page import PAGE_BYTES, SALT_BYTES, is_deciphered_by, sized_by_file
from shared.storage.mending import carry_over, read_state
from shared.storage.migrate import is_current, migrate, take_census
from shared.storage.wreck import Wreck

DAMAGED_FOLDER = "damaged"
FREE_BYTES_NEEDED = 32 * 1024 * 1024
"""New work is refused below this, while there is still room to save what was done before (rule 18)."""
MEGABYTE = 1024 * 1024

_OWNER_ONLY, _OWNERS_FOLDER = 0o600, 0o700
_STATE = select(state.c.device_id, state.c.epoch, state.c.last_contact_at, state.c.revoked_at, state.c.mending)

_log = EventLog(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open database: its queue's epoch, when it had contact, was shut out, whether it still wants the centre."""

    engine: Engine
    epoch: int
    last_contact_at: datetime | None
    revoked_at: datetime | None
    mending: bool


class DeviceFile:
    """The database of one device at `path`."""

    def __init__(self, path: Path, key: bytes, device_id: str, epoch: int, clock: Clock) -> None:
        self.path = path
        self._key = key
        self._device_id = device_id
        self._epoch = epoch
        self._clock = clock
        self._next = path.with_name(f"{path.name}-next")
        self._first_page = path.with_name(f"{path.name}-first-page")
        self._damaged = path.parent / DAMAGED_FOLDER

    def open(self) -> Opened:
        """Open the database, made or upgraded where that is due.

        Raises DatabaseDamaged for one that `rebuild` has to replace; WrongKey, DatabaseTooNew or another StorageFault.
        """
        self._sweep()
        if not self.path.exists():
            if self._was_there():
                raise DatabaseDamaged(f"{self.path} is gone, and was there before.")
            self._build(lambda connection: self._begin_state(connection, {}, mending=False))
        engine = self.engine()
        try:
            with device_disk(self.path):
                if not is_current(engine):
                    self._upgrade(engine)
                    engine = self.engine()
                opened = self._claimed(engine)
        except WrongKey as refusal:
            engine.dispose()
            if self._key_is_right():
                raise DatabaseDamaged(f"The beginning of {self.path} is damaged.") from refusal
            raise
        except BaseException:
            engine.dispose()
            raise
        self._keep_first_page(self.path)
        return opened

    def engine(self) -> Engine:
        """Return an engine for the file as it is; nothing is opened yet."""
        return sqlite_engine(self.path, self._key, create=False)

    def rebuild(self) -> Opened:
        """Set the damaged file aside and make another one with what can be read of it; it wants the centre then.

        Nobody may have the old one open. What was interrupted is taken up again. Raises a StorageFault.
        """
        at = self._clock.now()
        try:
            home = self._set_aside(at)
        except OSError as error:
            raise DiskFault(f"{self.path} can't be set aside ({error.strerror}): make its folder writable.") from error
        wreck = self._wreck(home / self.path.name) if home is not None else None
        saved = 0

        def fill(connection: Connection) -> None:
            nonlocal saved
            known = read_state(wreck) if wreck is not None else {}
            self._begin_state(connection, known, mending=True)
            if wreck is not None:
                saved = carry_over(wreck, connection, self._device_id, revoked=known.get("revoked_at") is not None)
            name = home.name if home is not None else ""
            connection.execute(insert(damage).values(at=at, folder=name, saved=saved, lost=0, moved=0))

        try:
            self._build(fill)
        finally:
            if wreck is not None:
                wreck.close()
        _log.warning("database_rebuilt", count=saved)
        return self.open()

    def _upgrade(self, engine: Engine) -> None:
        """Make this program's schema on a copy, see that nothing is missing in it, and move it into the place.

        Raises a StorageFault where there is no room for a copy, or something would be missing; the old file stays.
        """
        with device_disk(self.path):
            write_log_back(engine)
            before = take_census(engine)
        engine.dispose()
        _require_room(self.path)
        try:
            self._next.touch(mode=_OWNER_ONLY)
            shutil.copyfile(self.path, self._next)
        except OSError as error:
            raise DiskFault(f"{self._next} can't be written ({error.strerror}).") from error
        copy = sqlite_engine(self._next, self._key, create=False)
        try:
            with device_disk(self._next):
                migrate(copy)
                missing = before.missing_in(take_census(copy))
                with copy.connect() as connection:
                    require_sound(connection, self._next)
                write_log_back(copy)
        finally:
            copy.dispose()
        if missing:
            raise StorageFault(
                f"Updating {self.path} would change {', '.join(missing)}: nothing was changed. "
                "Start the former program again and report this."
            )
        self._move_in()
        _log.info("database_upgraded", size_bytes=self.path.stat().st_size)

    def _claimed(self, engine: Engine) -> Opened:
        """See that the file is this device's."""
        with engine.begin() as connection:
            row = connection.execute(_STATE).one()
            if row.device_id != self._device_id:
                raise StorageFault(f"{self.path} belongs to another device: give each device a folder of its own.")
            if row.epoch < self._epoch:
                connection.execute(update(state).values(epoch=self._epoch))
        return Opened(engine, max(row.epoch, self._epoch), row.last_contact_at, row.revoked_at, row.mending)

    def _begin_state(self, connection: Connection, known: dict[str, object], *, mending: bool) -> None:
        row = {"id": 1, "device_id": self._device_id, "epoch": self._epoch, "generation": 0, "mending": mending}
        connection.execute(insert(state).values(row | known))

    def _was_there(self) -> bool:
        return self._first_page.exists() or self._damaged.is_dir()

    def _build(self, fill: Callable[[Connection], None]) -> None:
        """Make a database beside the place, fill it in one transaction, and move it there."""
        try:
            # Its log and index files take the same permissions.
            self._next.touch(mode=_OWNER_ONLY)
        except OSError as error:
            raise DiskFault(f"{self._next} can't be written ({error.strerror}).") from error
        engine = sqlite_engine(self._next, self._key)
        try:
            with device_disk(self._next):
                migrate(engine)
                with engine.begin() as connection:
                    fill(connection)
                write_log_back(engine)
        finally:
            engine.dispose()
        self._move_in()

    def _move_in(self) -> None:
        """Put the file that was made beside it in the database's place.

        A log that the old one had left would be read into the new one: whoever closed it has written it back.
        """
        log = self.path.with_name(_companions(self.path)[0])
        if log.exists() and log.stat().st_size:
            raise StorageFault(f"{self.path} is in use by another program: end it, then try again.")
        try:
            bring_to_disk(self._next)
            self._keep_first_page(self._next)
            self._next.replace(self.path)
            bring_to_disk(self.path.parent)
        except OSError as error:
            raise DiskFault(f"{self.path} can't be replaced ({error.strerror}).") from error

    def _sweep(self) -> None:
        """Remove what a program that died has left unfinished."""
        for name in (self._next.name, *_companions(self._next)):
            self.path.with_name(name).unlink(missing_ok=True)

    def _set_aside(self, at: datetime) -> Path | None:
        """Move the file and its log into a folder of its own; return it, the last one where the file is there already.

        The file goes first: without it the next start knows that its log belongs there too.
        """
        home: Path | None
        if self.path.exists():
            home = self._home(at)
            self.path.replace(home / self.path.name)
            bring_to_disk(self.path.parent)
            _log.error("database_damaged", size_bytes=(home / self.path.name).stat().st_size)
        else:
            homes = sorted(self._damaged.iterdir()) if self._damaged.is_dir() else []
            home = homes[-1] if homes else None
        log, index = (self.path.with_name(name) for name in _companions(self.path))
        if log.exists():
            home = home if home is not None else self._home(at)
            log.replace(home / log.name)
        index.unlink(missing_ok=True)
        return home if home is not None and (home / self.path.name).exists() else None

    def _home(self, at: datetime) -> Path:
        name = f"{at:%Y-%m-%dT%H-%M-%SZ}"
        taken = len(list(self._damaged.glob(f"{name}*"))) if self._damaged.is_dir() else 0
        home = self._damaged / (f"{name}-{taken + 1}" if taken else name)
        home.mkdir(mode=_OWNERS_FOLDER, parents=True)
        return home

    def _wreck(self, file: Path) -> Wreck:
        """Open what was set aside, with the copy of its first page where its own can't be read."""
        wreck = Wreck(file, self._key)
        if wreck.opens() or not self._key_is_right():
            return wreck
        wreck.close()
        as_found = file.with_name(self._first_page.name)
        if not as_found.exists():
            as_found.write_bytes(_beginning(file))
        with file.open("r+b") as stream:
            stream.write(sized_by_file(_beginning(self._first_page), self._key))
        return Wreck(file, self._key)

    def _keep_first_page(self, file: Path) -> None:
        """Keep a copy of the page without which nothing else can be read."""
        page = _beginning(file)
        kept = _beginning(self._first_page) if self._first_page.exists() else b""
        if file == self._next or page[:SALT_BYTES] != kept[:SALT_BYTES]:
            beside = self._first_page.with_name(f"{self._first_page.name}-next")
            beside.write_bytes(page)
            beside.replace(self._first_page)

    def _key_is_right(self) -> bool:
        """Tell whether the key deciphers the copy of the first page: then it is the file that is wrong."""
        return self._first_page.exists() and is_deciphered_by(_beginning(self._first_page), self._key)


def require_sound(connection: Connection, path: Path) -> None:
    """Read every page of the file; DatabaseDamaged where one is not what it should be."""
    if connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
        raise DatabaseDamaged(f"{path} is damaged.")


def _companions(file: Path) -> tuple[str, str]:
    """Return the names of a database's log and of the log's index."""
    return f"{file.name}-wal", f"{file.name}-shm"


def _beginning(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(PAGE_BYTES)


def write_log_back(engine: Engine) -> None:
    """Bring everything from the log into the file, and to the disk."""
    connection = engine.raw_connection()
    try:
        busy = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.close()
    if busy:
        raise StorageFault("Another program reads the database: end it, then try again.")


def _require_room(file: Path) -> None:
    needed = 2 * file.stat().st_size + FREE_BYTES_NEEDED
    free = shutil.disk_usage(file.parent).free
    if free < needed:
        raise DiskFault(
            f"Updating {file} needs {needed // MEGABYTE} MB for a copy, and the disk has {free // MEGABYTE} MB: "
            "make room, then start again. Nothing was changed."
        )
