"""What changes rarely, read once a transaction: devices, staff, programmes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, func, select

from shared.central import schema
from shared.domain.devices import Device
from shared.domain.programme import Programme
from shared.domain.staff import StaffMember
from shared.runtime.trouble import Trouble
from shared.wire.feed import PROGRAMME_SCOPE
from shared.wire.json import decode

_POSITION = select(schema.scope_head.c.position).where(schema.scope_head.c.scope == PROGRAMME_SCOPE)
_DEVICES = select(schema.device.c.body).order_by(schema.device.c.number)
_STAFF = select(schema.staff.c.staff_id, schema.staff.c.body).where(
    schema.staff.c.staff_id.in_(bindparam("among", expanding=True))
)
_LATEST = select(func.max(schema.programme.c.version))
_PROGRAMME = select(schema.programme.c.body).where(schema.programme.c.version == bindparam("wanted"))


@dataclass(slots=True)
class Announced:
    """What the programme's scope announces, up to a position of it."""

    position: int
    devices: tuple[Device, ...] | None = None
    by_id: dict[str, Device] = field(default_factory=dict)
    by_number: dict[int, Device] = field(default_factory=dict)
    by_store: dict[str, tuple[Device, ...]] = field(default_factory=dict)
    programmes: dict[int, Programme | None] = field(default_factory=dict)
    latest: int | None = None


class ChainDirectory:
    """Devices, staff and programmes as one transaction sees them; only commands change them, never operations.

    What an earlier transaction has read, as its `announced` says, is taken over where nothing was announced since.
    """

    def __init__(self, connection: Connection, known: Announced | None = None) -> None:
        self._connection = connection
        position = connection.execute(_POSITION).scalar_one_or_none() or 0
        self.announced = known if known is not None and known.position == position else Announced(position)
        self._staff: dict[str, StaffMember | None] = {}

    def all_devices(self) -> tuple[Device, ...]:
        """Return the chain's devices, by number."""
        known = self.announced
        if known.devices is None:
            known.devices = tuple(decode(Device, body) for (body,) in self._connection.execute(_DEVICES))
            known.by_id = {device.device_id: device for device in known.devices}
            known.by_number = {device.number: device for device in known.devices}
            for device in known.devices:
                known.by_store[device.store_id] = (*known.by_store.get(device.store_id, ()), device)
        return known.devices

    def device(self, device_id: str) -> Device | None:
        """Return the device, or None."""
        self.all_devices()
        return self.announced.by_id.get(device_id)

    def device_by_number(self, number: int) -> Device | None:
        """Return the device that has this number inside vouchers, or None."""
        self.all_devices()
        return self.announced.by_number.get(number)

    def device_named(self, word: str) -> Device:
        """Return the device that `word`, its number or id, names; Trouble where there is none."""
        by_number = self.device_by_number(int(word)) if word.isascii() and word.isdecimal() else None
        device = by_number or self.device(word)
        if device is None:
            raise Trouble(f"There is no device {word!r}; `garapon-central device list` shows them all.")
        return device

    def devices(self, store_id: str) -> tuple[Device, ...]:
        """Return the store's devices, by number."""
        self.all_devices()
        return self.announced.by_store.get(store_id, ())

    def load_staff(self, staff_ids: Iterable[str]) -> None:
        """Read people who will be asked for, all at once."""
        missing = sorted({staff_id for staff_id in staff_ids if staff_id not in self._staff})
        if missing:
            self._staff |= dict.fromkeys(missing)
            for staff_id, body in self._connection.execute(_STAFF, {"among": missing}):
                self._staff[staff_id] = decode(StaffMember, body)

    def staff(self, staff_id: str) -> StaffMember | None:
        """Return the person, or None."""
        self.load_staff((staff_id,))
        return self._staff[staff_id]

    @property
    def known_staff(self) -> Mapping[str, StaffMember | None]:
        """The people who have been asked for."""
        return self._staff

    def programme(self, version: int) -> Programme | None:
        """Return that version of the programme, or None."""
        programmes = self.announced.programmes
        if version not in programmes:
            body = self._connection.execute(_PROGRAMME, {"wanted": version}).scalar_one_or_none()
            programmes[version] = decode(Programme, body) if body is not None else None
        return programmes[version]

    def latest_programme(self) -> Programme | None:
        """Return the newest version, or None before the first."""
        if self.announced.latest is None:
            self.announced.latest = self._connection.execute(_LATEST).scalar_one()
        return self.programme(self.announced.latest) if self.announced.latest is not None else None

    def programme_in_use(self) -> Programme:
        """Return the newest version; Trouble before the first."""
        programme = self.latest_programme()
        if programme is None:
            raise Trouble("There is no programme yet: begin with `garapon-central programme apply FILE.toml`.")
        return programme

    def programme_for(self, store_id: str) -> Programme:
        """Return the newest version; Trouble where it has no such store."""
        programme = self.programme_in_use()
        if programme.store(store_id) is None:
            stores = ", ".join(store.store_id for store in programme.stores)
            raise Trouble(f"The programme has no store {store_id!r}; it has {stores}.")
        return programme
