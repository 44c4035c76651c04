"""The device's own database: transactions for use cases, and the two doors through which sync goes in and out."""

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import assert_never

from sqlalchemy import Connection, Engine, bindparam, delete, select, update

from shared.application.ports import Clock, DeviceMending, DeviceRevoked
from shared.application.views import Disk, Link
from shared.domain.calendar import programme_day
from shared.domain.devices import Device
from shared.domain.drums import Drum
from shared.domain.member import Member
from shared.domain.programme import Programme
from shared.domain.staff import StaffMember
from shared.domain.vouchers import Voucher
from shared.runtime.logs import EventLog
from shared.runtime.trouble import Bug
from shared.storage.claims import Claims
from shared.storage.device_file import FREE_BYTES_NEEDED, DeviceFile, Opened, require_sound
from shared.storage.device_schema import cursor, state, touch
from shared.storage.directory import Directory, keep_programme, read_directory
from shared.storage.faults import DatabaseBusy, DatabaseDamaged, DiskFault, StorageFault, WrongKey, device_disk
from shared.storage.forgetting import forget_everything
from shared.storage.loading import Loading, Loadings
from shared.storage.mending import end_mending, join_centre, note_lost, note_visits
from shared.storage.outbox import Outbox
from shared.storage.prepared import Prepared
from shared.storage.replay import Replay, read_touches
from shared.storage.restoring import OwnOperation, own_before, place_of, read_anew, reopen, testify, torn_behind
from shared.storage.shelf import Confirmed, MemberIndex, Ref, Shelf
from shared.storage.shelf_statements import upsert
from shared.storage.transaction import DeviceStanding, DeviceTransaction
from shared.wire.envelope import Envelope
from shared.wire.feed import AggregateKind, DrumRow, FeedRow, HeldRow, OperationResult, Verdict
from shared.wire.json import WireError, decode, encode
from shared.wire.keys import DeviceKeys, unseal
from shared.wire.snapshot import SnapshotRow, unpack
from shared.wire.testimony import Testimony, Witnessed

NEWER_LANGUAGE = "The central database speaks a newer language than this program: update Garapon on this device."
CONTACT_NOTED_EVERY = timedelta(minutes=1)
LEAVE_WITHIN_S = 30
"""How long a rebuild waits for those who are reading; no query takes longer."""
PLACE_FILE = "place.json"
LOSS_SHOWN = timedelta(days=7)
"""How long staff are told what went with a damaged database."""

_TAKE_EPOCH = update(state).values(epoch=bindparam("number"))
_CENTRE = select(state.c.centre)
_READ_FROM = update(state).values(centre=bindparam("token"))
_GENERATION = Prepared(select(state.c.generation))
_CURSOR = select(cursor.c.position, cursor.c.token).where(cursor.c.scope == bindparam("name"))
_MOVE = upsert(cursor, ("scope",), ("position", "token"))
_UNTOUCH = delete(touch).where(touch.c.op_id == bindparam("op"))
_CONTACT = update(state).values(last_contact_at=bindparam("at"))
_NEXT_GENERATION = update(state).values(generation=state.c.generation + 1)


_log = EventLog(__name__)


class FeedUnreadable(StorageFault):
    """A row of the feed that this program can't read; it was not taken in, and a newer program can."""


@dataclass(frozen=True, slots=True)
class OwnDevice:
    """Whose database it is: identity, the queue's first epoch, private keys, and the boot of monotonic times."""

    device_id: str
    store_id: str
    epoch: int
    keys: DeviceKeys
    boot_id: str


@dataclass(frozen=True, slots=True)
class Position:
    """How far a scope was taken in, and the token of its last row ("" before the first)."""

    position: int
    token: str


class DeviceStorage:
    """Implements `application.ports.Storage` for one device; safe to use from several threads.

    Writers wait for each other, readers for nobody.
    """

    def __init__(
        self,
        file: DeviceFile,
        opened: Opened | DatabaseDamaged,
        own: OwnDevice,
        clock: Clock,
        index: MemberIndex | None,
    ) -> None:
        self._file_of = file
        self._path = file.path
        self._own = own
        self._clock = clock
        self._index = index
        self._index_is_new = index is None
        self._writer = threading.Lock()
        self._epoch = own.epoch
        self._gate = threading.Condition()
        self._inside = 0
        self._looked_over = False
        self._refused = False
        self._damage: DatabaseDamaged | None = None
        self._directory: Directory | None = None
        self._link: Link | None = None
        self._last_contact_at: datetime | None = None
        self._contact_noted_at: datetime | None = None
        self._revoked = False
        self._mending = True
        self.on_commit: Callable[[], None] = lambda: None
        """Called after each durable use case, on its thread."""
        self.on_damage: Callable[[], None] = lambda: None
        """Called, on any thread, when the database was found damaged: `heal` is due."""
        if isinstance(opened, DatabaseDamaged):
            self._damage = opened
            self._use(file.engine())
        else:
            self._take(opened)

    @property
    def epoch(self) -> int:
        """The epoch of this device's queue."""
        return self._epoch

    @property
    def revoked(self) -> bool:
        """Tell whether the centre has shut this device out; every transaction raises DeviceRevoked then."""
        return self._revoked

    @property
    def mending(self) -> bool:
        """Tell whether the database was damaged and wants the centre's word; transactions raise DeviceMending then."""
        return self._mending

    def look_over(self) -> None:
        """Read the whole file, once, for damage that nobody has met yet; it takes seconds where the file is large."""
        if not self._looked_over:
            self._looked_over = True
            with suppress(DatabaseDamaged), self._snapshot() as connection:
                require_sound(connection, self._path)

    def renew_index(self) -> None:
        """Make some of what an older program took in to be searched anew; call it again and again, it soon rests."""
        if self._index is None or self._index_is_new:
            return
        with self._snapshot() as connection:
            self._index_is_new = not self._index.outdated(connection)
        if self._index_is_new:
            return
        with self._writing() as connection:
            self._index.renew(connection, self._shelf(connection).members(self._index.outdated(connection)))
            connection.commit()

    def heal(self) -> None:
        """Rebuild the file if it was found damaged; a StorageFault says what that wants."""
        if self._damage is None:
            return
        with self._writer:
            with self._gate:
                # Whoever closes a file last removes its log by name: nobody may have it open when another one comes.
                if not self._gate.wait_for(lambda: not self._inside, LEAVE_WITHIN_S):
                    raise DatabaseBusy(f"{self._path} is damaged and still in use.")
            self._engine.dispose()
            opened = self._file_of.rebuild()
            with self._gate:
                self._take(opened)
                self._damage = None

    def join_centre(self, seq: int, tail: str) -> None:
        """Continue the queue of a rebuilt database behind the last operation that the centre has stored."""
        with self._writing() as connection:
            joined = join_centre(connection, self._own.device_id, self._epoch, seq, tail)
            connection.commit()
        for gap in joined.lost:
            _log.error("operations_lost", epoch=self._epoch, sequence=gap.first, count=gap.count)
        for each in joined.moved:
            draft = each.draft
            _log.warning("operation_moved", operation_id=draft.op_id, kind=draft.kind, sequence=each.seq)

    def end_mending(self) -> None:
        """Open a rebuilt database to people again, once everything has been read from the centre."""
        with self._writing() as connection:
            directory = self._directory_of(connection)
            if directory.programme is None:
                return
            note_visits(connection, programme_day(self._clock.now(), directory.programme.time_zone))
            shelf = self._shelf(connection)
            Replay(connection, self._own.device_id, self._own.store_id, directory, shelf).fold_waiting()
            end_mending(connection)
            connection.commit()
            self._mending = False
        _log.info("database_mended")

    def forget(self) -> None:
        """Keep the queue and forget all else, for good: the centre has shut this device out."""
        at = self._clock.now()
        with self._writing() as connection:
            # What is deleted shall not lie about in free pages until they are used again.
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            forget_everything(connection, at)
            connection.commit()
            self._directory = None
            self._revoked = True

    @contextmanager
    def begin(self) -> Iterator[DeviceTransaction]:
        """Open a transaction; raise DeviceNotReady before the first programme, a StorageFault if the disk refuses."""
        self._refuse_when_full()
        committed = False
        with _to_people(), self._writing() as connection:

            def make_durable() -> None:
                nonlocal committed
                connection.commit()
                committed = True

            yield self._transaction(connection, make_durable)
        if committed:
            self.on_commit()

    @contextmanager
    def read(self) -> Iterator[DeviceTransaction]:
        """Open a snapshot for reading only, which waits for nobody; otherwise like `begin`."""
        with self.reading() as (_, transaction):
            yield transaction

    @contextmanager
    def reading(self) -> Iterator[tuple[Connection, DeviceTransaction]]:
        """Open a snapshot together with its connection, for queries of their own."""
        with _to_people(), self._snapshot() as connection:
            yield connection, self._transaction(connection, None)

    def has_waiting(self) -> bool:
        """Tell whether an own operation has no result yet."""
        with self._snapshot() as connection:
            return self._outbox(connection).waiting_count() > 0

    def waiting_count(self) -> int:
        """Count the own operations that have no result yet."""
        with self._snapshot() as connection:
            return self._outbox(connection).waiting_count()

    def has_asked(self) -> bool:
        """Tell whether a question to the centre has no answer yet, or tickets that were asked for are still coming."""
        with self._snapshot() as connection:
            return self._outbox(connection).has_asked() or self._shelf(connection).is_anything_coming()

    def position(self, scope: str) -> Position:
        """Return how far a scope was taken in."""
        with self._snapshot() as connection:
            return _position(connection, scope)

    def unsettled_ids(self) -> tuple[str, ...]:
        """Return the own operations without a result, and the held ones, which may have another one by now."""
        with self._snapshot() as connection:
            return self._outbox(connection).unsettled_ids()

    def loading(self, scope: str) -> Loading | None:
        """Return the snapshot that is being loaded for a scope."""
        with self._snapshot() as connection:
            return Loadings(connection).of(scope)

    def begin_loading(self, offered: Loading) -> None:
        """Begin with a snapshot, in place of one that was half in."""
        with self._writing() as connection:
            Loadings(connection).begin(offered)
            connection.commit()

    def drop_loading(self, scope: str) -> None:
        """Go on without the rest of a snapshot; what was taken of it stays."""
        with self._writing() as connection:
            Loadings(connection).drop(scope)
            connection.commit()

    def take_chunk(self, scope: str, number: int, chunk: bytes) -> int:
        """Take the next chunk of the snapshot that is being loaded, in one transaction; return how many rows it had.

        What waiting operations touch is only set aside: their results may be in the snapshot too, and one without the
        other would show what never was. Raises FeedUnreadable like `take_in`.
        """
        rows = _unpacked(chunk)
        said = _read_rows([_told(scope, row) for row in rows], self._own)
        with self._writing() as connection:
            loadings = Loadings(connection)
            under_way = loadings.of(scope)
            if under_way is None or number != under_way.done + 1:
                raise Bug(f"chunk {number} of {scope} is not the next one")
            touched = read_touches(connection).operations.keys() & said.changed.keys()
            loadings.put_aside(scope, [row for row in rows if (row.aggregate, row.key) in touched])
            if not under_way.fresh:
                loadings.name(scope, rows)
            for ref in touched:
                del said.changed[ref]
            self._file(connection, said)
            self._shelf(connection).accept(said.changed, new=under_way.fresh)
            loadings.move(scope)
            connection.commit()
        return len(rows)

    def end_loading(self, scope: str, results: tuple[OperationResult, ...]) -> None:
        """Close a snapshot whose chunks are all in: what was set aside, results, what has left, and the position."""
        at = self._clock.now()
        with self._writing() as connection:
            loadings = Loadings(connection)
            under_way = loadings.of(scope)
            if under_way is None or under_way.done != under_way.chunks:
                raise Bug(f"the snapshot of {scope} is not all in")
            said = _read_rows([_told(scope, row) for row in loadings.aside(scope)], self._own)
            said.results += results
            if not under_way.fresh:
                for ref, version in loadings.unnamed(scope):
                    said.forget(ref, version)
            directory = self._file(connection, said)
            self._change(connection, directory, said)
            last = {"scope": scope, "position": under_way.position, "token": under_way.token}
            connection.execute(_MOVE, last)
            connection.execute(_CONTACT, {"at": at})
            loadings.drop(scope)
            connection.commit()
        self._link, self._last_contact_at, self._contact_noted_at = Link.ONLINE, at, at

    def centre_generation(self) -> str:
        """Return the generation of the centre that everything was read from; "" before anything was."""
        with self._snapshot() as connection:
            return str(connection.execute(_CENTRE).scalar_one())

    def note_generation(self, token: str) -> None:
        """Remember the generation of the centre that everything has been read from now."""
        with self._writing() as connection:
            connection.execute(_READ_FROM, {"token": token})
            connection.commit()

    def place(self) -> Witnessed | None:
        """Return the centre's own sealed word on this device; None before it was read."""
        with self._snapshot() as connection:
            return place_of(connection, self._own.device_id)

    def save_place(self) -> Path | None:
        """Write the centre's word on this device beside the database, for the centre to read; None where there is none.

        It tells nobody anything else.
        """
        place = self.place()
        if place is None:
            return None
        file = self._path.with_name(PLACE_FILE)
        try:
            file.write_bytes(encode(place))
        except OSError as error:
            raise DiskFault(f"{file} can't be written ({error.strerror}).") from error
        return file

    def own_before(self, before: OwnOperation | None, most: int) -> tuple[OwnOperation, ...]:
        """Return up to `most` own operations, the newest first, that lie before one."""
        with self._snapshot() as connection:
            return own_before(connection, before, most)

    def testimony(self, answered: tuple[OperationResult, ...]) -> Testimony:
        """Return what a restored centre may have lost; `answered` was heard of operations that it does not know of."""
        with self._snapshot() as connection:
            seq, _ = self._outbox(connection).head(self._epoch)
            return testify(connection, self._own.device_id, self._epoch, seq, answered)

    def take_epoch(self, epoch: int, alone: tuple[str, ...], lost: int = 0) -> None:
        """Begin the queue anew in a later epoch; own operations that the centre does not have follow there, in order.

        Their bytes and signatures stay as they are, and where they stood before is kept. `lost` were taken by damage
        and are gone for good.
        """
        with self._writing() as connection:
            self._outbox(connection).move(epoch, alone)
            connection.execute(_TAKE_EPOCH, {"number": epoch})
            note_lost(connection, lost, moved=0)
            connection.commit()
            former, self._epoch = self._epoch, epoch
        if lost:
            _log.error("operations_lost", epoch=former, count=lost)

    def torn_behind(self, seq: int, tail: str) -> int | None:
        """Count the own operations that damage has taken behind a number of this epoch; None where none is missing.

        The centre has `tail` as the hash there; where ours is another one, or the queue ends before, it is a fork. 0
        says that the operation with that number alone is gone.
        """
        with self._snapshot() as connection:
            return torn_behind(connection, self._epoch, seq, tail)

    def reopen(self, op_ids: tuple[str, ...]) -> None:
        """Count answered operations as waiting again, before `end_mending` folds in all that wait."""
        with self._writing() as connection:
            reopen(connection, op_ids)
            connection.commit()

    def begin_anew(self, offered: Loading, unanswered: tuple[str, ...]) -> None:
        """Begin with a snapshot of a scope that is not what was read before: the centre was restored.

        `unanswered` are own operations that it has not applied as of the snapshot: they wait again. What is there stays
        in use until then.
        """
        with self._writing() as connection:
            read_anew(connection, offered.scope, unanswered, self._directory_of(connection))
            Loadings(connection).begin(offered)
            connection.commit()

    def head(self) -> tuple[int, str]:
        """Return number and hash of the newest own operation of this epoch; 0 and the genesis hash before the first."""
        with self._snapshot() as connection:
            return self._outbox(connection).head(self._epoch)

    def hash_at(self, seq: int) -> str | None:
        """Return the hash of an own operation by number, None where there is none."""
        with self._snapshot() as connection:
            return self._outbox(connection).hash_at(self._epoch, seq)

    def operations_after(self, seq: int, limit: int) -> tuple[Envelope, ...]:
        """Return up to `limit` own operations behind a number, in order."""
        with self._snapshot() as connection:
            return self._outbox(connection).after(self._epoch, seq, limit)

    def take_in(self, scope: str, rows: tuple[FeedRow, ...]) -> None:
        """Take rows that follow the scope's position: state, results, projections and position in one transaction.

        Raises FeedUnreadable, with nothing taken in, for what this program does not know yet.
        """
        if not rows:
            return
        said = _read_rows(rows, self._own)
        at = self._clock.now()
        with self._writing() as connection:
            here = _position(connection, scope)
            expected = range(here.position + 1, here.position + 1 + len(rows))
            if [row.position for row in rows] != list(expected):
                raise Bug(f"the rows of {scope} do not follow position {here.position}")
            directory = self._file(connection, said)
            self._change(connection, directory, said)
            last = {"scope": scope, "position": rows[-1].position, "token": rows[-1].token}
            connection.execute(_MOVE, last)
            connection.execute(_CONTACT, {"at": at})
            connection.commit()
        self._link, self._last_contact_at, self._contact_noted_at = Link.ONLINE, at, at

    def note_link(self, link: Link) -> None:
        """Remember how the line stands; contact is written down once a minute at most, to spare the disk."""
        self._link = link
        if link is not Link.ONLINE:
            return
        at = self._clock.now()
        self._last_contact_at = at
        if self._contact_noted_at is None or not timedelta() <= at - self._contact_noted_at < CONTACT_NOTED_EVERY:
            with self._writing() as connection:
                connection.execute(_CONTACT, {"at": at})
                connection.commit()
            self._contact_noted_at = at

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        with self._guarded(), self._reader.connect() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._writer, self._guarded(), self._engine.connect() as connection:
                connection.begin()
                yield connection
            self._refused = False
        except DiskFault:
            self._refused = True
            raise

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Be one of those who have the file open, and see what is wrong with it."""
        with self._gate:
            if self._damage is not None:
                raise DatabaseDamaged(str(self._damage)) from self._damage
            self._inside += 1
        try:
            with device_disk(self._path):
                yield
        except (DatabaseDamaged, WrongKey) as fault:
            # The key has opened it before: what it no longer deciphers is damaged.
            damage = DatabaseDamaged(f"{self._path} is damaged.")
            with self._gate:
                self._damage = damage
            self.on_damage()
            raise damage from fault
        finally:
            with self._gate:
                self._inside -= 1
                self._gate.notify_all()

    def _take(self, opened: Opened) -> None:
        self._use(opened.engine)
        self._epoch = opened.epoch
        self._directory = None
        self._last_contact_at = opened.last_contact_at
        self._revoked = opened.revoked_at is not None
        self._mending = opened.mending

    def _use(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(sqlite_begin="DEFERRED")

    def _transaction(self, connection: Connection, make_durable: Callable[[], None] | None) -> DeviceTransaction:
        if self._revoked:
            raise DeviceRevoked("the centre has shut this device out")
        if self._mending:
            raise DeviceMending("the database was damaged, and the centre has not told everything again")
        directory = self._directory_of(connection)
        contact_at = self._last_contact_at
        standing = DeviceStanding(
            self._own.device_id,
            self._own.store_id,
            self._epoch,
            self._own.boot_id,
            self._clock.monotonic_ms,
            self._link or (Link.OFFLINE if contact_at else Link.NEVER),
            contact_at,
            self._disk,
            lambda: self._clock.now() - LOSS_SHOWN,
        )
        return DeviceTransaction(connection, standing, directory, self._shelf(connection), make_durable)

    def _directory_of(self, connection: Connection) -> Directory:
        generation = int(_GENERATION.scalar(connection))
        known = self._directory
        if known is None or known.generation != generation:
            known = read_directory(connection, generation)
            self._directory = known
        return known

    def _file(self, connection: Connection, said: "_Said") -> Directory:
        """Store what belongs to the directory or is only listed; return the directory as it is then."""
        shelf = self._shelf(connection)
        for programme, body in said.programmes:
            keep_programme(connection, programme.version, body)
        for ref, version, body in said.listed:
            shelf.file(ref, version, body)
        for ref in said.unlisted:
            shelf.remove(ref)
        if said.directory_changed:
            connection.execute(_NEXT_GENERATION)
            # What was read in a transaction that then failed may carry the same number.
            self._directory = None
        return self._directory_of(connection)

    def _change(self, connection: Connection, directory: Directory, said: "_Said") -> None:
        """Store what the centre confirmed, close operations, and recompute what is shown."""
        outbox, claims, shelf = self._outbox(connection), Claims(connection), self._shelf(connection)
        touches = read_touches(connection)
        affected = {ref for ref in said.changed if ref in touches.operations}
        own = outbox.own_of(result.op_id for result in said.results)
        for result in said.results:
            if result.op_id not in own or not outbox.close(result):
                continue
            affected |= touches.refs.get(result.op_id, frozenset())
            connection.execute(_UNTOUCH, {"op": result.op_id})
            if result.verdict in (Verdict.HELD, Verdict.DECLINED):
                claims.forget(result.op_id)
        shelf.accept({ref: confirmed for ref, confirmed in said.changed.items() if ref not in affected})
        for ref in sorted(affected & said.changed.keys()):
            version, body, _ = said.changed[ref]
            shelf.confirm(ref, version, body)
        if affected:
            Replay(connection, self._own.device_id, self._own.store_id, directory, shelf).recompute(affected)

    def _outbox(self, connection: Connection) -> Outbox:
        return Outbox(connection, self._own.device_id)

    def _shelf(self, connection: Connection) -> Shelf:
        return Shelf(connection, self._own.device_id, self._index)

    def _refuse_when_full(self) -> None:
        if self._is_nearly_full():
            raise DiskFault(f"The disk with {self._path} is nearly full: make room before anything more is recorded.")

    def _is_nearly_full(self) -> bool:
        try:
            return shutil.disk_usage(self._path.parent).free < FREE_BYTES_NEEDED
        except OSError as error:
            raise DiskFault(f"{self._path.parent} can't be used ({error.strerror}).") from error

    def _disk(self) -> Disk:
        if self._is_nearly_full():
            return Disk.FULL
        return Disk.SHUT if self._refused else Disk.FINE


@dataclass(slots=True)
class _Said:
    """The rows of a page, sorted by what has to be done with them; of several versions the last counts."""

    programmes: list[tuple[Programme, bytes]] = field(default_factory=list)
    listed: list[tuple[Ref, int, bytes]] = field(default_factory=list)
    unlisted: list[Ref] = field(default_factory=list)
    changed: dict[Ref, Confirmed] = field(default_factory=dict)
    results: list[OperationResult] = field(default_factory=list)
    directory_changed: bool = False

    def forget(self, ref: Ref, version: int) -> None:
        """Note that an aggregate has left the scope, at that version."""
        match ref[0]:
            case AggregateKind.MEMBER | AggregateKind.DRUM | AggregateKind.VOUCHER:
                self.changed[ref] = (version, b"", None)
            case AggregateKind.DEVICE | AggregateKind.STAFF:
                self.unlisted.append(ref)
                self.directory_changed = True
            case AggregateKind.HELD:
                self.unlisted.append(ref)
            case AggregateKind.PROGRAMME:
                pass
            case _:
                assert_never(ref[0])


def open_storage(path: Path, key: bytes, own: OwnDevice, clock: Clock, index: MemberIndex | None) -> DeviceStorage:
    """Open the device's database, make or upgrade its tables, and see that it belongs to this device.

    A damaged one is opened all the same, and lets nobody in before `heal` and the centre have made it good. Raises
    WrongKey, DatabaseTooNew, another StorageFault, or Trouble where the file is another device's.
    """
    file = DeviceFile(path, key, own.device_id, own.epoch, clock)
    opened: Opened | DatabaseDamaged
    try:
        opened = file.open()
    except DatabaseDamaged as damage:
        opened = damage
    return DeviceStorage(file, opened, own, clock, index)


@contextmanager
def _to_people() -> Iterator[None]:
    """Tell use cases of damage as of something that passes by itself."""
    try:
        yield
    except DatabaseDamaged as damage:
        raise DeviceMending(str(damage)) from damage


def _position(connection: Connection, scope: str) -> Position:
    row = connection.execute(_CURSOR, {"name": scope}).first()
    return Position(row.position, row.token) if row else Position(0, "")


def _unpacked(chunk: bytes) -> list[SnapshotRow]:
    try:
        return unpack(chunk)
    except WireError as error:
        raise FeedUnreadable(NEWER_LANGUAGE) from error


def _told(scope: str, row: SnapshotRow) -> FeedRow:
    return FeedRow(scope, 0, "", row.aggregate, row.key, row.version, row.body)


def _read_rows(rows: Iterable[FeedRow], own: OwnDevice) -> _Said:
    said = _Said()
    for row in rows:
        if row.result is not None:
            said.results.append(row.result)
        if row.aggregate is not None and not row.body:
            said.forget((row.aggregate, row.key), row.version)
            continue
        try:
            _read_row(row, own, said)
        except WireError as error:
            raise FeedUnreadable(NEWER_LANGUAGE) from error
    return said


def _read_row(row: FeedRow, own: OwnDevice, said: _Said) -> None:
    match row.aggregate:
        case None:
            pass
        case AggregateKind.PROGRAMME:
            said.programmes.append((decode(Programme, row.body), row.body))
            said.directory_changed = True
        case AggregateKind.DEVICE | AggregateKind.STAFF:
            decode(Device if row.aggregate is AggregateKind.DEVICE else StaffMember, row.body)
            said.listed.append(((row.aggregate, row.key), row.version, row.body))
            said.directory_changed = True
        case AggregateKind.HELD:
            ref = (row.aggregate, row.key)
            if decode(HeldRow, row.body).released:
                said.listed = [listed for listed in said.listed if listed[0] != ref]
                said.unlisted.append(ref)
            else:
                said.listed.append((ref, row.version, row.body))
        case AggregateKind.MEMBER:
            said.changed[row.aggregate, row.key] = (row.version, row.body, decode(Member, row.body))
        case AggregateKind.VOUCHER:
            said.changed[row.aggregate, row.key] = (row.version, row.body, decode(Voucher, row.body))
        case AggregateKind.DRUM:
            drum = _unsealed(decode(DrumRow, row.body), own)
            said.changed[row.aggregate, row.key] = (row.version, encode(drum), drum)
        case _:
            assert_never(row.aggregate)


def _unsealed(row: DrumRow, own: OwnDevice) -> Drum:
    if row.drum.seed is not None or not row.sealed_seed or row.drum.holder != own.device_id:
        return row.drum
    try:
        seed = unseal(own.keys, bytes.fromhex(row.sealed_seed))
    except ValueError:
        # Not even hex digits: as little a seed for this device as one that was sealed for another.
        seed = None
    return row.drum if seed is None else replace(row.drum, seed=seed.hex())
