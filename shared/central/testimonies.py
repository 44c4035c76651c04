"""Hearing what devices show a restored centre: it takes back what it had made itself and the backup lacks.

Everything here is the centre's own word, sealed by its own key (`wire.witness`): a device can keep it back, and is then
awaited, but can't invent it.
"""

from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from shared.central import postgres, schema, scopes, standing
from shared.central.batch import is_refusal
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import FeedNote, write_feed
from shared.central.generations import NOT_HEARD, current, expect, mark_heard, witness_key
from shared.central.journal import CENTRE, account, note
from shared.central.lending import PauseReason, lending_pause
from shared.central.office import insert_device
from shared.central.resending import keep_answers, keep_held
from shared.central.state import CentralState
from shared.central.stock import put_into_drum
from shared.central.write_off import give_up
from shared.domain.changing import replace
from shared.domain.devices import Device, DeviceState
from shared.domain.drums import Drum, DrumState, commitment
from shared.domain.programme import Programme
from shared.domain.staff import StaffMember
from shared.runtime.logs import EventLog
from shared.runtime.trouble import Trouble
from shared.wire.feed import AggregateKind
from shared.wire.json import WireError, decode, encode
from shared.wire.testimony import Testimony, Witnessed, read_testimony
from shared.wire.witness import certificate_holds, login_in, opened_body

_ORDER = (AggregateKind.PROGRAMME, AggregateKind.DEVICE, AggregateKind.STAFF)

_log = EventLog(__name__)
_TESTIMONY, _STATUS = schema.testimony, schema.device_status
_COMPLETE = (
    select(_TESTIMONY.c.device_id)
    .join(_STATUS, _STATUS.c.device_id == _TESTIMONY.c.device_id)
    .where(NOT_HEARD, _TESTIMONY.c.generation == select(schema.generation.c.token).scalar_subquery())
    .group_by(_TESTIMONY.c.device_id)
    .having(func.count() == func.max(_TESTIMONY.c.parts))
    .order_by(_TESTIMONY.c.device_id)
)


def hear_testimonies(engine: Engine, now: datetime) -> int:
    """Take in what devices have shown, a transaction for each; return how many were heard."""
    with reading(engine) as connection:
        waiting = connection.execute(_COMPLETE).scalars().all()
    for device_id in waiting:
        with writing(engine) as connection:
            own = (_TESTIMONY.c.device_id == device_id) & (_TESTIMONY.c.generation == current(connection))
            query = select(_TESTIMONY.c.body).where(own).order_by(_TESTIMONY.c.part)
            parts = tuple(connection.execute(query).scalars())
            connection.execute(delete(_TESTIMONY).where(_TESTIMONY.c.device_id == device_id))
            try:
                with connection.begin_nested():
                    _hear(connection, device_id, read_testimony(parts), now)
            except (WireError, ValueError, DBAPIError) as error:
                if isinstance(error, DBAPIError) and not is_refusal(error):
                    raise
                # It stays awaited: a manager looks at the device, releases it, and it shows what it has again.
                _log.error("testimony_refused", error, device_id=device_id)
                standing.freeze_epoch(connection, device_id, "what it showed after the restore can't be right", now)
                continue
        _log.info("device_heard", device_id=device_id)
    return len(waiting)


def readmit(engine: Engine, place: bytes, now: datetime) -> Device:
    """Take back a device that nobody else has told of, by the file that it has saved of itself.

    Trouble where the file is none, or not this centre's word.
    """
    with writing(engine) as connection:
        try:
            row = decode(Witnessed, place)
            key = witness_key(connection)
            body = opened_body(key, row.kind, row.key, row.version, row.body.encode())
        except WireError as error:
            raise Trouble("This is not the file of a device's place.") from error
        if row.kind is not AggregateKind.DEVICE or body is None:
            raise Trouble("The file is not the word of this centre, or was changed: no device is let in by it.")
        before = ChainDirectory(connection).device(row.key)
        if before is not None:
            raise Trouble(f"{before.label} is known here.")
        notes: list[FeedNote] = []
        if not _take(connection, key, row, now, notes):
            raise Trouble("Its number was given to another device meanwhile: enrol it anew, in a folder of its own.")
        write_feed(connection, notes)
        note(connection, now, "device_readmitted", row.key, actor=account())
        return decode(Device, body)


def _hear(connection: Connection, device_id: str, told: Testimony, now: datetime) -> None:
    key = witness_key(connection)
    notes: list[FeedNote] = []
    taken = sum(_take(connection, key, row, now, notes) for kind in _ORDER for row in told.rows if row.kind is kind)
    drums = sum(_take_drum(connection, key, device_id, drum, now, notes) for drum in told.drums)
    _await_queue(connection, device_id, told)
    note(connection, now, "device_heard", device_id, f"{taken} words and {drums} drums that were lost")
    write_feed(connection, notes)


def _await_queue(connection: Connection, device_id: str, told: Testimony) -> None:
    """Note up to where the device sends again; its queue may have begun another epoch meanwhile."""
    mark_heard(connection, device_id)
    known: int = connection.execute(select(_STATUS.c.epoch).where(_STATUS.c.device_id == device_id)).scalar_one()
    epoch = max(known, told.epoch)
    standing.open_epoch(connection, device_id, epoch)
    pause = lending_pause(connection)
    if pause is None or pause.reason is not PauseReason.RESTORED:
        # Somebody has let the centre go on without it: nothing waits for what it sends.
        return
    row = {"device_id": device_id, "epoch": epoch, "seq": told.seq if told.epoch == epoch else 0}
    connection.execute(insert(schema.resend).values(row))
    keep_answers(connection, device_id, told.answered)
    keep_held(connection, device_id, told.tickets)


def _take(connection: Connection, key: bytes, row: Witnessed, now: datetime, notes: list[FeedNote]) -> bool:
    """Take a sealed row that is newer than what is known; tell whether it was."""
    body = opened_body(key, row.kind, row.key, row.version, row.body.encode())
    if body is None:
        return False
    match row.kind:
        case AggregateKind.PROGRAMME:
            return _take_programme(connection, decode(Programme, body), now, notes)
        case AggregateKind.DEVICE:
            login = login_in(key, row.key, body)
            return _take_device(connection, decode(Device, body), (row.version, login), now, notes)
        case AggregateKind.STAFF:
            return _take_person(connection, decode(StaffMember, body), row.version, notes)
        case _:
            return False


def _take_programme(connection: Connection, programme: Programme, now: datetime, notes: list[FeedNote]) -> bool:
    table = schema.programme
    known = select(table.c.version).where(table.c.version == programme.version)
    if connection.execute(known).first() is not None:
        return False
    row = {"version": programme.version, "body": encode(programme), "applied_at": now}
    connection.execute(insert(table).values(row))
    notes.append(scopes.programme_note(programme))
    return True


def _take_device(
    connection: Connection, told: Device, known_as: tuple[int, str | None], now: datetime, notes: list[FeedNote]
) -> bool:
    """Take a device that was enrolled or changed; what was given up or shut out is so again.

    `known_as` is the version of its row and, of a server's device, its login: one that was enrolled after the backup
    gets in by it again.
    """
    version, login = known_as
    table = schema.device
    own = table.c.device_id == told.device_id
    row = connection.execute(select(table.c.version, table.c.body).where(own)).one_or_none()
    if row is None:
        clash = select(table.c.device_id).where(table.c.number == told.number)
        if connection.execute(clash).first() is not None:
            note(connection, now, "device_clashes", told.device_id, f"number {told.number} was given again")
            return False
        # It is awaited, too: it shows what it holds before anything is lent.
        insert_device(connection, replace(told, revoked=False, written_off=False, frozen=False), now, CENTRE)
        expect(connection, told.device_id)
        if login is not None and postgres.is_postgres(connection):
            postgres.open_login_again(connection, told.device_id, login)
        known = 1
    elif version <= row.version:
        return False
    else:
        known = row.version
    before = ChainDirectory(connection).device(told.device_id)
    if before is None:
        raise LookupError(told.device_id)
    if told.written_off and not before.written_off:
        give_up(connection, before, now, CENTRE)
    if told.revoked and not before.revoked:
        standing.revoke(connection, told.device_id, "revoked before the restore", now)
    elif told.frozen and standing.state_of(connection, told.device_id) is DeviceState.ACTIVE:
        standing.freeze_epoch(connection, told.device_id, "frozen before the restore", now)
    state = standing.state_of(connection, told.device_id)
    stands = replace(told, frozen=state is DeviceState.FROZEN, revoked=state is DeviceState.REVOKED)
    stands = replace(stands, written_off=told.written_off or before.written_off)
    now_at: int = connection.execute(select(table.c.version).where(own)).scalar_one()
    newest = max(now_at, version, known) + 1
    connection.execute(update(table).where(own).values(body=encode(stands), version=newest, store_id=stands.store_id))
    notes.append(scopes.device_note(stands, newest))
    return True


def _take_person(connection: Connection, person: StaffMember, version: int, notes: list[FeedNote]) -> bool:
    table = schema.staff
    own = table.c.staff_id == person.staff_id
    known = connection.execute(select(table.c.version).where(own)).scalar_one_or_none()
    if known is not None and version <= known:
        return False
    row = {"badge_hash": person.badge_hash, "store_id": person.store_id, "version": version, "body": encode(person)}
    if known is None:
        connection.execute(insert(table).values(staff_id=person.staff_id, **row))
    else:
        connection.execute(update(table).where(own).values(row))
    notes.append(scopes.staff_note(person, version))
    return True


def _take_drum(
    connection: Connection, key: bytes, device_id: str, shown: Drum, now: datetime, notes: list[FeedNote]
) -> bool:
    """Take a drum back that its holder shows, as it was cut: its turns are sent again."""
    seed = shown.seed or ""
    if shown.holder != device_id or not certificate_holds(key, shown):
        return False
    if commitment(shown.drum_id, shown.campaign, shown.contents, bytes.fromhex(seed)) != shown.commitment:
        return False
    state = CentralState(connection, ChainDirectory(connection), now)
    holder = state.directory.device(device_id)
    if state.drum(shown.drum_id) is not None or holder is None or holder.written_off:
        return False
    drum = replace(shown, left=shown.contents, turns=0, last_proof="", state=DrumState.LENT)
    put_into_drum(connection, drum)
    state.save_drum(drum)
    row = {"drum_id": drum.drum_id, "balls": drum.balls_left, "cut_at": now}
    connection.execute(insert(schema.drum_cut).values(row))
    notes.extend(state.notes)
    return True
