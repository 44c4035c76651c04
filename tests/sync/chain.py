"""A chain for tests: a real centre with its applier, and devices opened from real enrolment files."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from shared.application.correct import Done, give_ticket
from shared.application.enrol_member import EnrolmentForm, MemberEnrolled, enrol_member
from shared.application.identify import Greeted, IdentifyMember
from shared.application.ports import Clock, Signer
from shared.application.sign_in import BadgeSeen, SignedIn, SignIn
from shared.application.turn_drum import TurnsTaken, take_turns
from shared.application.views import KioskHome, TurnView
from shared.central import schema
from shared.central.applier import Applier
from shared.central.backup import restore_backup, take_backup
from shared.central.calls import hear_calls
from shared.central.database import open_centre, reading
from shared.central.door import DoorKeeper
from shared.central.housekeeping import keep_house
from shared.central.look_ups import answer_look_ups
from shared.central.member_pins import PinDesk, pin_key
from shared.central.office import add_device, add_staff, apply_programme, device_address
from shared.central.snapshots import SnapshotMaker
from shared.central.storeroom import deliver_stock
from shared.domain.devices import DeviceKind
from shared.domain.programme import Programme
from shared.storage.engine import central_engine
from shared.sync.device import OpenDevice, SystemClock, open_device
from shared.sync.loop import Exchanged, SyncLoop
from shared.sync.sql_central import SqlCentral
from shared.wire.enrolment import ENROLMENT_FILE, write_enrolment
from shared.wire.feed import PROGRAMME_SCOPE, Audience, HeldRow, store_scope
from shared.wire.json import decode
from tests.centres import found_centre
from tests.domain.small_shop import GOLD, REASON, RED, STORE, WHEEL, small_programme
from tests.fakes import AtOnce

PIN = "246810"


def current_programme() -> Programme:
    """Return the small programme with campaigns that run today."""
    today = datetime.now(UTC).date()
    programme = small_programme()
    running = (today - timedelta(days=30), today + timedelta(days=30))
    wheels = (replace(w, starts_on=running[0], ends_on=running[1]) for w in programme.wheels)
    return replace(programme, wheels=tuple(wheels))


class Chain:
    """A centre at `url` with one store, goods for `drums` drums, and whatever devices a test adds."""

    def __init__(self, folder: Path, url: str, programme: Programme | None = None) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.url = url
        self.secrets, self.engine = found_centre(url, folder)
        self.programme = programme or current_programme()
        self.apply(self.programme)
        deliver_stock(self.engine, STORE, WHEEL, ((GOLD, 20), (RED, 40)), now())
        self.badge = add_staff(self.engine, self.secrets, ("Aoki", "manager", STORE), PIN, now())
        self._devices: list[OpenDevice] = []
        self.begin_to_serve()

    def begin_to_serve(self) -> None:
        """Start what works at the centre."""
        pins = PinDesk(self.engine, bytes.fromhex(self.secrets.member_pin_key), AtOnce())
        self._applier = Applier(self.engine, now, pins=pins)
        self._snapshots = SnapshotMaker(self.engine, now)
        DoorKeeper(self.engine).keep(now())

    def back_up(self, file: Path) -> None:
        """Write a backup."""
        list(take_backup(self.engine, self.secrets, file, now()))

    def set_back(self, file: Path, url: str) -> None:
        """Lose the database, and restore a backup into the empty one at `url`."""
        self.engine.dispose()
        engine = open_centre(url, self.secrets)
        list(restore_backup(engine, self.secrets, file, now()))
        engine.dispose()
        self.move_to(url)

    def move_to(self, url: str) -> None:
        """Work on another database from now on, where the devices find it."""
        self.engine.dispose()
        self.url, self.engine = url, open_centre(url, self.secrets)
        self.begin_to_serve()
        for device in self._devices:
            device.sync.point_at(device_address(url))

    def hear(self, *devices: OpenDevice, times: int = 3) -> None:
        """Let devices exchange, one after the other, and the centre work as `serve` does."""
        for device in devices:
            for _ in range(times):
                device.sync.run_once()
                self.work()
                self._snapshots.step(10)

    def apply(self, programme: Programme) -> None:
        """Make a programme the one in use."""
        apply_programme(self.engine, programme, now(), pin_key(self.secrets.member_pin_key))

    def held(self) -> list[HeldRow]:
        """Return every held operation."""
        with reading(self.engine) as connection:
            return [decode(HeldRow, body) for body in connection.execute(select(schema.held.c.body)).scalars()]

    def enrol(self, name: str, kind: DeviceKind, store: str = STORE, *, counter: bool = False) -> Path:
        """Add a device at the centre and return its data folder."""
        folder = self.folder / name
        folder.mkdir(parents=True)
        enrolment = add_device(self.engine, self.secrets, self.url, (store, kind, name), now(), counter=counter)
        write_enrolment(folder / ENROLMENT_FILE, enrolment)
        return folder

    def open(self, folder: Path, clock: Clock | None = None) -> OpenDevice:
        """Open a device; `close` closes it with the rest."""
        device = open_device(folder, clock=clock)
        device.sync.point_at(device_address(self.url))
        self._devices.append(device)
        return device

    def copy(self, folder: Path) -> OpenDevice:
        """Open a copy of a device, as a cloned disk would be."""
        clone = folder.with_name(f"{folder.name}-clone")
        shutil.copytree(folder, clone)
        return self.open(clone)

    def work(self, at: datetime | None = None) -> None:
        """Let the centre apply all that has arrived and keep its house, which may be another day."""
        while self._applier.apply_next():
            pass
        answer_look_ups(self.engine, now())
        hear_calls(self.engine, now())
        keep_house(self.engine, at or now())

    def settle(self, *devices: OpenDevice) -> None:
        """Let devices and centre exchange until each has the other's news."""
        for device in devices:
            exchange(device)
        self.work()
        for device in devices:
            exchange(device)

    def close(self) -> None:
        """Close every database."""
        for device in self._devices:
            device.close()
        self.engine.dispose()


def exchange(device: OpenDevice) -> Exchanged:
    """Exchange once; the line must be there."""
    report = device.sync.run_once()
    assert isinstance(report, Exchanged), report
    return report


def line_of(chain: Chain, device: OpenDevice) -> SqlCentral:
    """Give a line of a device to hold in one's hand."""
    enrolment = device.enrolment
    engine = central_engine(chain.url, bytes.fromhex(enrolment.central_key))
    return SqlCentral(engine, enrolment.device_id, enrolment.epoch, SystemClock())


def loop_of(device: OpenDevice) -> SyncLoop:
    """Give a staff device's loop to run over a line of the test's own."""
    scopes = (PROGRAMME_SCOPE, store_scope(STORE, Audience.STAFF))
    return SyncLoop(device.storage, scopes, SystemClock(), "boot")


def sign_in(chain: Chain, tablet: OpenDevice) -> Signer:
    """Sign the manager in."""
    door = SignIn(tablet.desk, tablet.keys)
    seen = door.show_badge(chain.badge.code)
    assert isinstance(seen, BadgeSeen)
    signed = door.enter_pin(seen.staff.staff_id, PIN)
    assert isinstance(signed, SignedIn)
    return signed.signer


def join(tablet: OpenDevice, signer: Signer, nickname: str = "hana", name: str = "花田 花子") -> MemberEnrolled:
    """Enrol a member."""
    form = EnrolmentForm(nickname, name=name, kana="ハナダ ハナコ", phone="090-1234-5678")
    answer = enrol_member(tablet.desk, signer, form)
    assert isinstance(answer, MemberEnrolled), answer
    return answer


def give(tablet: OpenDevice, signer: Signer, member_id: str) -> None:
    """Give a ticket."""
    assert isinstance(give_ticket(tablet.desk, signer, member_id, WHEEL, REASON, ""), Done)


def greet(kiosk: OpenDevice, code: str) -> KioskHome:
    """Scan a card."""
    answer = IdentifyMember(kiosk.desk)(code)
    assert isinstance(answer, Greeted), answer
    return answer.home


def turn(kiosk: OpenDevice, member_id: str, count: int = 1) -> tuple[TurnView, ...]:
    """Take turns."""
    answer = take_turns(kiosk.desk, member_id, WHEEL, "star", count)
    assert isinstance(answer, TurnsTaken), answer
    return answer.turns


def now() -> datetime:
    """Return the clock of centre and devices."""
    return datetime.now(UTC)
