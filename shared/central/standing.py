"""How devices stand: active, frozen until a manager has decided, or revoked for good (SYNC.md, rules 5 and 15)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from shared.central import postgres, schema
from shared.central.feeding import write_feed
from shared.central.generations import current, expect_no_more_than_stored
from shared.central.journal import CENTRE, note
from shared.central.scopes import device_note, scopes_of
from shared.domain.devices import Device, DeviceState
from shared.runtime.trouble import Trouble
from shared.wire.envelope import GENESIS
from shared.wire.json import decode, encode

REASON_LENGTH = 200

_OWN = schema.device_status.c.device_id == bindparam("own")
_STATE = select(schema.device_status.c.state).where(_OWN)
_CHANGE = (
    update(schema.device_status)
    .where(_OWN)
    .values(state=bindparam("to"), since=bindparam("at"), reason=bindparam("because"))
)
_EPOCH = select(schema.device_status.c.epoch).where(_OWN)
_MOVE_TO = update(schema.device_status).where(_OWN).values(epoch=bindparam("number"))
_FORKS = select(schema.fork.c.device_id, schema.fork.c.seq)
_DEVICE = select(schema.device.c.body, schema.device.c.version).where(schema.device.c.device_id == bindparam("own"))


def admit(connection: Connection, device: Device, epoch: int, now: datetime) -> None:
    """Let a new device send in `epoch` and read its feeds."""
    status = {
        "device_id": device.device_id,
        "state": DeviceState.ACTIVE,
        "epoch": epoch,
        "since": now,
        "reason": "",
        "renew": False,
        "generation": current(connection),
    }
    connection.execute(insert(schema.device_status).values(status))
    rows = [{"device_id": device.device_id, "scope": scope} for scope in scopes_of(device)]
    connection.execute(insert(schema.device_scope), rows)


def state_of(connection: Connection, device_id: str) -> DeviceState | None:
    """Return how a device stands; None for one that there is not."""
    state = connection.execute(_STATE, {"own": device_id}).scalar_one_or_none()
    return None if state is None else DeviceState(state)


def freeze_epoch(connection: Connection, device_id: str, reason: str, now: datetime, actor: str = CENTRE) -> bool:
    """Keep what a device sends and apply none of it until `release`; False where it is frozen or revoked already.

    Call it in the writer's transaction. What is in the inbox and not applied waits too, and nothing is lent to it.
    """
    if state_of(connection, device_id) is not DeviceState.ACTIVE:
        return False
    _change(connection, device_id, DeviceState.FROZEN, reason, now)
    note(connection, now, "device_frozen", device_id, reason, actor)
    return True


def forks_told(connection: Connection) -> bool:
    """Tell whether a device has found other operations under its numbers at the centre."""
    return connection.execute(_FORKS.limit(1)).first() is not None


def freeze_forks(connection: Connection, now: datetime) -> int:
    """Freeze the devices whose queues have forked (rule 5), return how many; call it in the writer's transaction."""
    forks = connection.execute(_FORKS).all()
    for fork in forks:
        because = f"two devices write under its numbers, or its data is an old copy: see number {fork.seq}"
        freeze_epoch(connection, fork.device_id, because, now)
        connection.execute(delete(schema.fork).where(schema.fork.c.device_id == fork.device_id))
    return len(forks)


def release(
    connection: Connection, device_id: str, now: datetime, actor: str = CENTRE, *, new_epoch: bool = False
) -> None:
    """Let a frozen device go on where it stood; Trouble for one that is not frozen.

    With `new_epoch` the copy of it that exchanges next begins its queue anew, and what it has done alone follows there.
    """
    state = state_of(connection, device_id)
    if state is not DeviceState.FROZEN:
        raise Trouble(f"Only a frozen device can be released; this one is {state or 'unknown'}.")
    _change(connection, device_id, DeviceState.ACTIVE, "", now)
    expect_no_more_than_stored(connection, device_id)
    if new_epoch:
        epoch: int = connection.execute(_EPOCH, {"own": device_id}).scalar_one() + 1
        open_epoch(connection, device_id, epoch)
    note(connection, now, "device_released", device_id, f"epoch {epoch}" if new_epoch else "", actor)


def open_epoch(connection: Connection, device_id: str, epoch: int) -> None:
    """Let a device send in an epoch, and in no other one from now on."""
    table = schema.progress
    known = select(table.c.epoch).where(table.c.device_id == device_id, table.c.epoch == epoch)
    if connection.execute(known).first() is None:
        row = {"device_id": device_id, "epoch": epoch, "applied_seq": 0, "applied_hash": GENESIS}
        connection.execute(insert(table).values(row))
    connection.execute(_MOVE_TO, {"own": device_id, "number": epoch})


def revoke(connection: Connection, device_id: str, reason: str, now: datetime, actor: str = CENTRE) -> None:
    """Shut a device out for good and tell everybody; Trouble for one that is shut out already.

    What it sent before is applied; it may read its status and no feed any more. Call it in the writer's transaction.
    """
    state = state_of(connection, device_id)
    if state is None or state is DeviceState.REVOKED:
        raise Trouble("The device is revoked already." if state else "There is no such device.")
    _change(connection, device_id, DeviceState.REVOKED, reason, now)
    connection.execute(delete(schema.device_scope).where(schema.device_scope.c.device_id == device_id))
    if postgres.is_postgres(connection):
        postgres.shrink(connection, device_id)
    note(connection, now, "device_revoked", device_id, reason, actor)


def _change(connection: Connection, device_id: str, to: DeviceState, reason: str, now: datetime) -> None:
    """Note the state, and tell everybody who may lend."""
    connection.execute(_CHANGE, {"own": device_id, "to": to, "at": now, "because": reason[:REASON_LENGTH]})
    row = connection.execute(_DEVICE, {"own": device_id}).one()
    device = replace(decode(Device, row.body), frozen=to is DeviceState.FROZEN, revoked=to is DeviceState.REVOKED)
    own = schema.device.c.device_id == device_id
    connection.execute(update(schema.device).where(own).values(body=encode(device), version=row.version + 1))
    write_feed(connection, [device_note(device, row.version + 1)])
