"""What changes rarely, read once a transaction: devices, staff, programmes."""

from sqlalchemy import Connection, func, select

from shared.central import schema
from shared.domain.devices import Device
from shared.domain.programme import Programme
from shared.domain.staff import StaffMember
from shared.wire.json import decode


class ChainDirectory:
    """Devices, staff and programmes as one transaction sees them; only commands change them, never operations."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._devices: tuple[Device, ...] | None = None
        self._staff: dict[str, StaffMember | None] = {}
        self._programmes: dict[int, Programme | None] = {}

    def all_devices(self) -> tuple[Device, ...]:
        """Return the chain's devices, by number."""
        if self._devices is None:
            rows = self._connection.execute(select(schema.device.c.body).order_by(schema.device.c.number))
            self._devices = tuple(decode(Device, body) for (body,) in rows)
        return self._devices

    def device(self, device_id: str) -> Device | None:
        """Return the device, or None."""
        return next((device for device in self.all_devices() if device.device_id == device_id), None)

    def device_by_number(self, number: int) -> Device | None:
        """Return the device that has this number inside vouchers, or None."""
        return next((device for device in self.all_devices() if device.number == number), None)

    def devices(self, store_id: str) -> tuple[Device, ...]:
        """Return the store's devices, by number."""
        return tuple(device for device in self.all_devices() if device.store_id == store_id)

    def staff(self, staff_id: str) -> StaffMember | None:
        """Return the person, or None."""
        if staff_id not in self._staff:
            query = select(schema.staff.c.body).where(schema.staff.c.staff_id == staff_id)
            body = self._connection.execute(query).scalar_one_or_none()
            self._staff[staff_id] = decode(StaffMember, body) if body is not None else None
        return self._staff[staff_id]

    def programme(self, version: int) -> Programme | None:
        """Return that version of the programme, or None."""
        if version not in self._programmes:
            query = select(schema.programme.c.body).where(schema.programme.c.version == version)
            body = self._connection.execute(query).scalar_one_or_none()
            self._programmes[version] = decode(Programme, body) if body is not None else None
        return self._programmes[version]

    def latest_programme(self) -> Programme | None:
        """Return the newest version, or None before the first."""
        version = self._connection.execute(select(func.max(schema.programme.c.version))).scalar_one()
        return self.programme(version) if version is not None else None
