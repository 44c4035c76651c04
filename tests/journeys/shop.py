"""A shop for journeys: everything in it is made by `garapon-central`'s own commands."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import func, select

from shared.application.ports import DeviceNotReady, Transaction
from shared.central import schema
from shared.central.database import open_centre, reading
from shared.central.secrets_file import load_secrets
from shared.domain.member import Member
from shared.domain.points import Bucket
from shared.storage.device_storage import OwnDevice, open_storage
from shared.sync.database_key import database_key
from shared.sync.device import DATABASE_FILE, SystemClock
from shared.wire.enrolment import ENROLMENT_FILE, read_enrolment
from shared.wire.keys import device_keys
from tests.journeys.programs import Process, Program, ended_softly, run, waiting

PROGRAMME: Final = Path(__file__).with_name("programme.toml")
STORE: Final = "ginza"
CAMPAIGN: Final = "draw"
GOODS: Final = "tea-cup"
Answer = TypeVar("Answer")
KIOSK_WINDOW: Final = "540x960"
TABLET_WINDOW: Final = "1280x800"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who signs in: the badge as it is scanned, the PIN as it is typed."""

    name: str
    badge: str
    pin: str


class Shop:
    """One store with a kiosk and the counter's tablet, in `folder`, its centre at `url`."""

    def __init__(self, folder: Path, url: str, programme: Path = PROGRAMME) -> None:
        self.folder, self.url = folder, url
        folder.mkdir()
        self.central("init")
        self.central("programme", "apply", str(programme))
        stock = ("--campaign", CAMPAIGN, "--prize", GOODS, "--count", "9")
        self.central("stock", "deliver", "--store", STORE, *stock)
        self.assistant = self._hire("Kato", "assistant", "246810")
        self.supervisor = self._hire("Mori", "supervisor", "135791")
        for name, kind, extra in (("kiosk", "kiosk", ()), ("staff", "tablet", ("--counter",))):
            (folder / name).mkdir()
            label = f"The {kind}"
            place = ("--out", str(folder / name))
            self.central("device", "add", "--store", STORE, "--kind", kind, "--label", label, *extra, *place)

    def central(self, *words: str) -> str:
        """Run a command of the centre and return what it printed."""
        return run("shared.central", *words, "--data", str(self.folder / "central"), "--central", self.url)

    @contextmanager
    def serving(self) -> Iterator[Process]:
        """Run `garapon-central serve` for the length of the block."""
        place = ("--data", str(self.folder / "central"), "--central", self.url)
        command = [sys.executable, "-m", "shared.central", "serve", *place]
        with ended_softly(Process(command, self.folder / "serve.said")) as process:
            yield process

    def start(self, module: str, window: str, *more: str) -> Program:
        """Start a program of this shop."""
        what = ["--locale", "en", "--no-camera", "--window", window, *more]
        invitation = self.folder / module / "invitation.png"
        if invitation.exists() and not (self.folder / module / ENROLMENT_FILE).exists():
            what += ["--enrol", str(invitation)]
        return Program(module, *what, data=self.folder / module)

    def start_kiosk(self, *more: str) -> Program:
        """Start the kiosk."""
        return self.start("kiosk", KIOSK_WINDOW, *more)

    def start_staff(self) -> Program:
        """Start the tablet."""
        return self.start("staff", TABLET_WINDOW)

    def status(self) -> dict[str, Any]:
        """Return what `garapon-central status --json` says."""
        status: dict[str, Any] = json.loads(self.central("status", "--json"))
        return status

    def member_on(self, module: str, number: str) -> Member | None:
        """Return what a device's database says of the member with this number; its program may run meanwhile."""

        def read(transaction: Transaction) -> Member | None:
            member_id = transaction.member_by_number(number)
            return transaction.member(member_id) if member_id else None

        return self._ask_device(module, read)

    def waiting_on(self, module: str) -> int | None:
        """Return how many operations of a device have no result yet; None before it knows the programme."""
        return self._ask_device(module, lambda transaction: transaction.sync_state().waiting)

    def in_ledger(self, member_id: str) -> int:
        """Return the sum of a member's balance postings at the centre."""
        engine = open_centre(self.url, load_secrets(self.folder / "central"))
        try:
            with reading(engine) as connection:
                table = schema.ledger
                query = select(func.coalesce(func.sum(table.c.points), 0))
                query = query.where(table.c.bucket == Bucket.BALANCE, table.c.member_id == member_id)
                return int(connection.execute(query).scalar_one())
        finally:
            engine.dispose()

    def converge(self, program: Program) -> None:
        """Wait until neither device has anything left that the centre has not answered."""
        for _ in waiting("an empty outbox", within_s=45):
            if self.waiting_on("kiosk") == 0 and self.waiting_on("staff") == 0:
                return
            program.pause()

    def _ask_device(self, module: str, question: Callable[[Transaction], Answer | None]) -> Answer | None:
        # Beside the program, which holds its folder: read the database alone.
        folder = self.folder / module
        if not (folder / DATABASE_FILE).exists():
            return None
        enrolment = read_enrolment(folder / ENROLMENT_FILE)
        keys = device_keys(bytes.fromhex(enrolment.secret))
        own = OwnDevice(enrolment.device_id, enrolment.store_id, enrolment.epoch, keys, "nobody's")
        file = folder / DATABASE_FILE
        storage = open_storage(file, database_key(folder, file), own, SystemClock(), None)
        try:
            with storage.read() as transaction:
                return question(transaction)
        except DeviceNotReady:
            return None
        finally:
            storage.close()

    def _hire(self, name: str, role: str, pin: str) -> Colleague:
        badges = self.folder / f"badge-of-{name}"
        badges.mkdir()
        pin_file = badges / "pin"
        pin_file.write_text(f"{pin}\n")
        person = ("--store", STORE, "--role", role, "--name", name)
        self.central("staff", "add", *person, "--pin-file", str(pin_file), "--badge-out", str(badges))
        (badge,) = badges.glob("badge-*.txt")
        return Colleague(name, badge.read_text().strip(), pin)
