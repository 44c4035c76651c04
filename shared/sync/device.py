"""A device, opened: its database, its identity, its line to the centre. Programs call only this."""

import random
import secrets
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from shared.application.answer_recalls import answer_recalls
from shared.application.ports import Clock, Desk, KeyRing, MemberSearch
from shared.domain.codes import code_hash
from shared.domain.devices import DeviceKind
from shared.runtime.folder_lock import FolderLock, hold_folder
from shared.runtime.trouble import Trouble
from shared.storage.device_storage import DeviceStorage, OwnDevice, open_storage
from shared.storage.engine import central_engine, read_address
from shared.storage.member_search import GramIndex, StoredMemberSearch
from shared.sync.calls import KnownCalls
from shared.sync.database_key import database_key
from shared.sync.enrolled_central import EnrolledCentral
from shared.sync.identity import Identity
from shared.sync.look_ups import PendingLookUps
from shared.sync.loop import SyncLoop
from shared.sync.runner import Line, SyncRunner
from shared.sync.sql_central import SqlCentral
from shared.wire.badge_keys import BadgeKeyRing
from shared.wire.enrolment import ENROLMENT_FILE, Enrolment, read_enrolment
from shared.wire.feed import PROGRAMME_SCOPE, Audience, store_scope
from shared.wire.joining import seal_told
from shared.wire.json import WireError
from shared.wire.keys import device_keys
from shared.wire.member_pins import seal_pin
from shared.wire.spot_code import write_spot
from shared.wire.voucher_code import write_voucher

DATABASE_FILE = "device.sqlite"

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """The machine's clock, as `application.ports.Clock`."""

    def now(self) -> datetime:
        """Return the current instant in UTC."""
        return datetime.now(UTC)

    def monotonic_ms(self) -> int:
        """Return milliseconds that never run backwards while the machine runs."""
        return time.monotonic_ns() // 1_000_000


class SystemIds:
    """The system's random source, as `application.ports.Ids`."""

    def new_id(self) -> str:
        """Return 32 random hex digits."""
        return secrets.token_hex(16)

    def random_bytes(self, count: int) -> bytes:
        """Return random bytes."""
        return secrets.token_bytes(count)


@dataclass(frozen=True, slots=True)
class OpenDevice:
    """Everything a program needs of its device; `search` finds members on staff devices and nobody on a kiosk.

    `sync` is not started yet: listen to it first, then `sync.start()`. `close()` stops it and lets the files go.
    """

    enrolment: Enrolment
    desk: Desk
    search: MemberSearch
    keys: KeyRing
    sync: SyncRunner
    storage: DeviceStorage
    lock: FolderLock

    def close(self) -> None:
        """Stop the exchange, close the database and let the folder go; recorded operations are safe anyway."""
        self.sync.stop()
        self.storage.close()
        self.lock.release()


def open_device(folder: Path, central_url: str | None = None, clock: Clock | None = None) -> OpenDevice:
    """Open the device enrolled in `folder`; `central_url` overrides the address in its enrolment.

    Raises Trouble, one sentence, where there is no usable enrolment, key or database, or another program has it open.
    """
    enrolment = _read_enrolment(folder / ENROLMENT_FILE)
    lock = hold_folder(folder)
    try:
        return _open(folder, enrolment, central_url, clock or SystemClock(), lock)
    except BaseException:
        lock.release()
        raise


def _open(folder: Path, enrolment: Enrolment, central_url: str | None, clock: Clock, lock: FolderLock) -> OpenDevice:
    boot = _boot_id()
    keys = device_keys(bytes.fromhex(enrolment.secret))
    own = OwnDevice(enrolment.device_id, enrolment.store_id, enrolment.epoch, keys, boot)
    kiosk = enrolment.kind is DeviceKind.KIOSK
    file = folder / DATABASE_FILE
    storage = open_storage(file, database_key(folder, file), own, clock, None if kiosk else GramIndex())
    audience = Audience.KIOSK if kiosk else Audience.STAFF
    scopes = (PROGRAMME_SCOPE, store_scope(enrolment.store_id, audience))
    look_ups = PendingLookUps()
    calls = KnownCalls(own_only=kiosk)
    loop = SyncLoop(storage, scopes, clock, boot, look_ups, calls)
    sync = SyncRunner(
        loop,
        partial(_connect, folder, enrolment, clock),
        central_url or enrolment.central_url or None,
        random.random,
        storage.has_waiting,
        is_asking=lambda: look_ups.is_asking() or storage.has_asked() or calls.is_waiting(),
    )
    storage.on_commit = sync.recorded
    storage.on_damage = sync.wake
    desk = Desk(
        storage=storage,
        clock=clock,
        ids=SystemIds(),
        device_id=enrolment.device_id,
        store_id=enrolment.store_id,
        device_number=enrolment.number,
        code_hash=partial(code_hash, bytes.fromhex(enrolment.code_key)),
        voucher_code=partial(write_voucher, keys=keys),
        spot_code=partial(write_spot, keys=keys),
        seal_pin=seal_pin,
        seal_told=seal_told,
        expect_answer=sync.expect_answer,
        expect_question=sync.expect_question,
        look_ups=look_ups,
        calls=calls,
    )
    calls.on_change = sync.news
    loop.answer = partial(answer_recalls, desk)
    pepper = bytes.fromhex(enrolment.pepper)
    return OpenDevice(enrolment, desk, StoredMemberSearch(storage, clock), BadgeKeyRing(pepper), sync, storage, lock)


def _connect(folder: Path, enrolment: Enrolment, clock: Clock, address: str) -> Line:
    """Open the centre at an address; one without a user is for the device's own login."""
    if enrolment.login is not None:
        place = read_address(address)
        if place.get_backend_name() == "postgresql" and place.username is None:
            return EnrolledCentral(place, Identity(folder / ENROLMENT_FILE), clock)
    engine = central_engine(address, bytes.fromhex(enrolment.central_key))
    return SqlCentral(engine, enrolment.device_id, enrolment.epoch, clock)


def _read_enrolment(file: Path) -> Enrolment:
    try:
        return read_enrolment(file)
    except FileNotFoundError as error:
        raise Trouble(
            f"This device is not enrolled: {file} is missing. "
            "Ask for an invitation (`garapon-central device add`) and start once with --enrol."
        ) from error
    except OSError as error:
        raise Trouble(f"{file} can't be read ({error.strerror}).") from error
    except WireError as error:
        raise Trouble(f"{file} is no enrolment file: enrol the device again.") from error


def _boot_id() -> str:
    """Return what names this run of the machine; systems that have no such name get one for this run of the program."""
    try:
        return uuid.UUID(_BOOT_ID.read_text(encoding="ascii").strip()).hex
    except (OSError, ValueError):
        return uuid.uuid4().hex
