"""What every transaction asks and the feed seldom changes: programme, devices, staff; decoded once per change."""

from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from shared.domain.devices import Device
from shared.domain.programme import Programme
from shared.domain.staff import StaffMember
from shared.storage.device_schema import aggregate, programme
from shared.wire.feed import AggregateKind
from shared.wire.json import decode

_ALL = select(aggregate.c.confirmed).where(aggregate.c.kind == bindparam("kind"), aggregate.c.confirmed.is_not(None))
_NEWEST = select(programme.c.body).order_by(programme.c.version.desc()).limit(1)
_VERSION = select(programme.c.body).where(programme.c.version == bindparam("number"))
_KEEP = insert(programme).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True)
class Directory:
    """Programme (the newest; None before the first), devices and staff as of one generation."""

    generation: int
    programme: Programme | None
    devices: tuple[Device, ...]
    staff: tuple[StaffMember, ...]
    by_number: dict[int, Device] = field(repr=False)
    by_id: dict[str, Device] = field(repr=False)

    def device_by_number(self, number: int) -> Device | None:
        """Return the device that vouchers name by this number."""
        return self.by_number.get(number)

    def staff_member(self, staff_id: str) -> StaffMember | None:
        """Return the person, active or not."""
        return next((person for person in self.staff if person.staff_id == staff_id), None)


def read_directory(connection: Connection, generation: int) -> Directory:
    """Read everything of the directory."""
    body = connection.execute(_NEWEST).scalar_one_or_none()
    devices = [decode(Device, data) for data in connection.execute(_ALL, {"kind": AggregateKind.DEVICE}).scalars()]
    staff = [decode(StaffMember, data) for data in connection.execute(_ALL, {"kind": AggregateKind.STAFF}).scalars()]
    devices.sort(key=lambda device: device.number)
    staff.sort(key=lambda person: (person.name, person.staff_id))
    return Directory(
        generation,
        decode(Programme, body) if body is not None else None,
        tuple(devices),
        tuple(staff),
        {device.number: device for device in devices},
        {device.device_id: device for device in devices},
    )


def read_programme(connection: Connection, version: int) -> Programme | None:
    """Read an older version; None where a rebuilt database has not heard of it."""
    body = connection.execute(_VERSION, {"number": version}).scalar_one_or_none()
    return decode(Programme, body) if body is not None else None


def keep_programme(connection: Connection, version: int, body: bytes) -> None:
    """Store a version for good: versions never change, and operations that name one may have to be sent again."""
    connection.execute(_KEEP, {"version": version, "body": body})
