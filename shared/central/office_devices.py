"""What administrators do about devices that are enrolled: look, freeze, release, revoke."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from shared.central import postgres, schema, standing
from shared.central.database import writing
from shared.central.directory import ChainDirectory
from shared.central.journal import account
from shared.domain.devices import Device
from shared.runtime.trouble import Trouble


@dataclass(frozen=True, slots=True)
class ListedDevice:
    """A device and how it stands: its state, since when and why, and the epoch of its queue."""

    device_id: str
    number: int
    store_id: str
    kind: str
    label: str
    counter: bool
    state: str
    epoch: int
    since: datetime
    reason: str


def list_devices(connection: Connection) -> tuple[ListedDevice, ...]:
    """Return every device, by number."""
    status = {row.device_id: row for row in connection.execute(select(schema.device_status))}
    return tuple(
        ListedDevice(
            device_id=device.device_id,
            number=device.number,
            store_id=device.store_id,
            kind=device.kind,
            label=device.label,
            counter=device.counter,
            state=row.state,
            epoch=row.epoch,
            since=row.since,
            reason=row.reason,
        )
        for device in ChainDirectory(connection).all_devices()
        for row in (status[device.device_id],)
    )


def freeze_device(engine: Engine, word: str, reason: str, now: datetime) -> Device:
    """Freeze the device that `word`, its number or id, names; Trouble where there is none or it is not active."""
    with writing(engine) as connection:
        device = ChainDirectory(connection).device_named(word)
        if not standing.freeze_epoch(connection, device.device_id, reason, now, account()):
            state = standing.state_of(connection, device.device_id)
            raise Trouble(f"Only an active device can be frozen; {device.label!r} is {state}.")
        return device


def release_device(engine: Engine, word: str, now: datetime, *, new_epoch: bool = False) -> Device:
    """Let a frozen device go on, in a new epoch if need be; Trouble where there is none or it is not frozen."""
    with writing(engine) as connection:
        device = ChainDirectory(connection).device_named(word)
        standing.release(connection, device.device_id, now, account(), new_epoch=new_epoch)
        return device


def revoke_device(engine: Engine, word: str, reason: str, now: datetime) -> Device:
    """Shut a device out for good and cut its connections; Trouble where there is none or it is shut out already."""
    with writing(engine) as connection:
        device = ChainDirectory(connection).device_named(word)
        standing.revoke(connection, device.device_id, reason, now, account())
    with engine.begin() as connection:
        if postgres.is_postgres(connection):
            postgres.end_connections(connection, device.device_id)
    return device
