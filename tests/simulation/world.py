"""The chain during a run: its centre, its boxes, its people, and the one true time."""

import logging
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from shared.application.ports import Signer
from shared.application.redeem import give_up_abandoned
from shared.central import housekeeping
from shared.central.applier import Applier
from shared.central.database import open_centre, reading, writing
from shared.central.generations import begin_generation
from shared.central.look_ups import answer_look_ups
from shared.central.office_devices import list_devices, release_device
from shared.central.office_people import merge_members, unmerge_member
from shared.central.snapshots import SnapshotMaker, drop_unfinished, prune
from shared.central.storeroom import deliver_stock
from shared.domain.devices import DeviceState
from shared.domain.programme import Programme
from shared.runtime.trouble import Trouble
from shared.sync import device as devices
from shared.sync.database_key import KEY_FILE
from shared.sync.device import DATABASE_FILE, OpenDevice, open_device
from shared.sync.loop import Halted, SyncReport
from shared.sync.runner import Line
from shared.sync.sql_central import SqlCentral
from shared.wire.enrolment import ENROLMENT_FILE, Enrolment, read_enrolment
from tests.domain.small_shop import NOON, STORE, WHEEL
from tests.simulation.chance import Dice, stream_of, swapped
from tests.simulation.facts import Acknowledged, Box, Facts, Finding, Heard, Recorded, Remains
from tests.simulation.history import Action
from tests.simulation.network import Ether, UnreliableLine
from tests.simulation.people import Colleague, sign_in_once
from tests.simulation.power import PowerCut, Socket
from tests.simulation.reading import Database, body
from tests.simulation.template import (
    CENTRAL_FILE,
    DEVICES,
    FIRST_GOODS,
    Template,
    apply_all,
    make_applier,
)

ALL = 1_000_000
TORN_BYTES = 5_000


class BoxClock:
    """The clock of a box: right but for its skew; its monotonic time begins at its start."""

    def __init__(self, true_time: Callable[[], datetime]) -> None:
        self._true_time = true_time
        self._started = true_time()
        self.skew = timedelta()

    def now(self) -> datetime:
        return self._true_time() + self.skew

    def monotonic_ms(self) -> int:
        return int((self._true_time() - self._started) / timedelta(milliseconds=1)) + 1

    def start_again(self) -> None:
        """Begin to count anew, as a machine does that starts."""
        self._started = self._true_time()


@dataclass(slots=True)
class SimulatedBox:
    """A device's folder and the machine that runs on it; `cut_off` while its network is gone, `away` for good."""

    name: str
    folder: Path
    enrolment: Enrolment
    clock: BoxClock
    starts: int = 0
    open: OpenDevice | None = None
    socket: Socket | None = None
    signers: dict[str, Signer] = field(default_factory=dict)
    last_seq: int = 0
    cut_off: bool = False
    away: bool = False
    exchanging: bool = False
    report: SyncReport | None = None
    promised: int = 0
    undoable: list[tuple[str, str, str]] = field(default_factory=list)
    earlier: Path | None = None

    @property
    def running(self) -> OpenDevice:
        """The opened device."""
        if self.open is None:
            raise LookupError(f"{self.name} is off")
        return self.open

    @property
    def is_kiosk(self) -> bool:
        """Whether shoppers use it."""
        return self.enrolment.kind == "kiosk"


class ErrorCollector(logging.Handler):
    """Collects what the program logs as errors although a history must lead to none."""

    HARMLESS = frozenset({"exchange_halted"})

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() not in self.HARMLESS:
            cause = record.exc_info[1] if record.exc_info else None
            self.errors.append(f"{record.getMessage()}: {cause!r}")


class World:
    """A run in `folder`; chance must be held still around all of it."""

    def __init__(self, folder: Path, template: Template, seed: int, dice: Dice) -> None:
        self.seed = seed
        self.dice = dice
        self.folder = folder
        self.now = NOON + timedelta(hours=1)
        self.facts = Facts()
        self.ether = Ether(self.facts, lambda: self.now)
        self.errors = ErrorCollector()
        self.story: list[str] = []
        self.found: list[Finding] = []
        self.programme: Programme = template.programme
        self.colleagues: list[Colleague] = list(template.colleagues)
        self.centre_key = template.centre_key
        self.shoppers = [replace(s, vouchers=list(s.vouchers)) for s in template.shoppers]
        self._secrets = template.secrets
        shutil.copytree(template.folder, folder, dirs_exist_ok=True)
        self.backup = folder / "backup"
        self.delivered: list[tuple[str, int]] = []
        self._delivered_before = 0
        self.merged: list[tuple[str, str]] = []
        self._merged_before = 0
        self._to_merge: list[tuple[str, str]] = []
        self._told_before = dict(self.facts.told)
        for store, prize, count in FIRST_GOODS:
            self.facts.delivered[store, WHEEL, prize] = count
        self.engine, self.applier, self.socket = self._open_centre()
        self._witness = self._open_witness()
        self.back_up_centre()
        self.ether.acknowledged = self._see_that_it_is_stored
        chance = stream_of("boxes", seed)
        names = {name for name, *_ in DEVICES}
        self._stack = ExitStack()
        self._stack.enter_context(swapped(devices, "_connect", self._connect))
        self._stack.enter_context(swapped(devices, "_boot_id", self._boot_id))
        self._stack.enter_context(swapped(housekeeping, "prune", self._prune))
        self._starting: SimulatedBox | None = None
        logger = logging.getLogger("shared")
        logger.addHandler(self.errors)
        self._stack.callback(logger.removeHandler, self.errors)
        absent = {name for name in sorted(names - {"door", "counter"}) if chance.random() < 0.4}
        self.boxes = [self._box(name) for name, *_ in DEVICES if name not in absent]
        for box in self.boxes:
            self.start(box)

    def close(self) -> None:
        """Let every database go."""
        for box in self.boxes:
            if box.open is not None:
                box.open.close()
        self._witness.close()
        self.engine.dispose()
        self._stack.close()

    def tell(self, what: str) -> None:
        """Note what happened, for people."""
        self.story.append(f"{self.now:%m-%d %H:%M:%S}  {what}")

    # Boxes

    def start(self, box: SimulatedBox) -> None:
        """Switch a box on."""
        box.starts += 1
        box.clock.start_again()
        self._starting = box
        box.open = open_device(box.folder, clock=box.clock)
        self._starting = None
        box.socket = Socket(box.open.storage._engine)
        box.signers.clear()
        box.promised = 0
        box.last_seq = box.open.storage.head()[0]
        if box.is_kiosk:
            # As the program does that starts on it.
            box.promised = give_up_abandoned(box.open.desk)
            self.note_done(box)

    def stop(self, box: SimulatedBox) -> None:
        """Switch a box off properly."""
        box.running.close()
        box.open = None

    @contextmanager
    def power(self, box: SimulatedBox, action: Action) -> Iterator[None]:
        """Run an act on a box whose power may fail in it; afterwards the box runs again, on the disk as it was left."""
        socket = box.socket
        if socket is None:
            raise LookupError(box.name)
        image = self.folder / f"{box.name}-{box.starts}"

        def look() -> None:
            shutil.copytree(box.folder, image)

        try:
            with socket.failing(action.cut, look):
                yield
        except PowerCut:
            self.tell(f"{box.name}: the power fails")
            self._abandon(box)
            if action.cut % 2:
                self._tear(image, stream_of("torn", self.seed, action.number))
            box.folder = image
            self.start(box)

    def note_done(self, box: SimulatedBox) -> None:
        """Note what the box has recorded since the last time: its screen has said that it is done."""
        count = self.note_own(box)
        promised, box.promised = box.promised, 0
        if count != promised:
            self.found.append(Finding("not_durable", f"{box.name} said {promised} acts were done, {count} are"))

    def note_own(self, box: SimulatedBox) -> int:
        """Note what the box has recorded by itself, and return how much it was."""
        fresh = []
        for envelope in box.running.storage.operations_after(box.last_seq, ALL):
            draft = envelope.draft
            fresh.append(
                Recorded(
                    box.name,
                    draft.device_id,
                    envelope.seq,
                    draft.op_id,
                    draft.kind,
                    envelope.hash,
                    self.now,
                    draft.boot_id,
                )
            )
            box.last_seq = envelope.seq
        self.facts.recorded += fresh
        return len(fresh)

    def exchange(self, box: SimulatedBox) -> SyncReport | None:
        """Let a box exchange once."""
        box.exchanging = True
        try:
            box.report = box.running.sync.run_once()
            self.note_own(box)
        finally:
            box.exchanging = False
        return box.report

    def signer(self, box: SimulatedBox, colleague: Colleague) -> Signer:
        """Let a colleague sign in, once per start of the box."""
        staff_id = colleague.badge.staff.staff_id
        if staff_id not in box.signers:
            box.signers[staff_id] = sign_in_once(box.running, colleague)
        return box.signers[staff_id]

    def copy_box(self, box: SimulatedBox, name: str) -> Path:
        """Copy a box's folder while it is off for a moment."""
        target = self.folder / name
        self.stop(box)
        shutil.copytree(box.folder, target)
        self.start(box)
        return target

    def add_twin(self, box: SimulatedBox) -> SimulatedBox:
        """Clone a box: the same device twice."""
        name = f"{box.name}-twin{len(self.boxes)}"
        twin = SimulatedBox(name, self.copy_box(box, name), box.enrolment, BoxClock(lambda: self.now))
        self.facts.copied.add(box.enrolment.device_id)
        self.boxes.append(twin)
        self.start(twin)
        return twin

    def _box(self, name: str) -> SimulatedBox:
        folder = self.folder / name
        enrolment = read_enrolment(folder / ENROLMENT_FILE)
        return SimulatedBox(name, folder, enrolment, BoxClock(lambda: self.now))

    def _abandon(self, box: SimulatedBox) -> None:
        opened = box.running
        opened.storage.close()
        opened.lock.release()
        box.open = None

    def _tear(self, image: Path, chance: random.Random) -> None:
        """Leave what a power cut may leave behind the last commit: half-written frames."""
        log = image / f"{DATABASE_FILE}-wal"
        if log.exists():
            with log.open("ab") as file:
                file.write(chance.randbytes(chance.randrange(TORN_BYTES)))

    # The centre

    def restart_centre(self) -> None:
        """Start the centre's processes again, on the database as it was left."""
        self.engine.dispose()
        self.engine, self.applier, self.socket = self._open_centre()

    def back_up_centre(self) -> None:
        """Copy the central database and its log as they are between two transactions."""
        shutil.rmtree(self.backup, ignore_errors=True)
        self.backup.mkdir()
        for file in (CENTRAL_FILE, f"{CENTRAL_FILE}-wal"):
            if (self.folder / file).exists():
                shutil.copy(self.folder / file, self.backup)
        self._delivered_before, self._merged_before = len(self.delivered), len(self.merged)
        self._told_before = dict(self.facts.told)

    def set_centre_back(self) -> None:
        """Put the backup in the centre's place; an administrator does again what she did since, as she was told to."""
        facts = self.facts
        for box in self.boxes:
            facts.heard = self._heard_of(box) | facts.heard
        facts.forgotten += facts.acknowledged
        facts.acknowledged.clear()
        facts.pages.clear()
        facts.told = dict(self._told_before)
        facts.centre_set_back = True
        self.engine.dispose()
        self._witness.close()
        for left in self.folder.glob(f"{CENTRAL_FILE}-*"):
            left.unlink()
        shutil.copytree(self.backup, self.folder, dirs_exist_ok=True)
        self.engine, self.applier, self.socket = self._open_centre()
        self._witness = self._open_witness()
        with writing(self.engine) as connection:
            begin_generation(connection, self.now, "restored")
        for prize, count in self.delivered[self._delivered_before :]:
            deliver_stock(self.engine, STORE, WHEEL, ((prize, count),), self.now)
        self._to_merge = self.merged[self._merged_before :]
        del self.merged[self._merged_before :]
        self.merge_again()

    def merge(self, member_id: str, into: str) -> None:
        """Merge a member, or take her apart (into ""); Trouble where that can't be done."""
        self._merge(member_id, into)
        self.merged.append((member_id, into))

    def merge_again(self) -> None:
        """Do again, in order, what was merged and taken apart since the backup, as far as those members are known."""
        while self._to_merge:
            try:
                self.merge(*self._to_merge[0])
            except Trouble:
                return
            del self._to_merge[0]

    def _merge(self, member_id: str, into: str) -> None:
        if into:
            merge_members(self.engine, into, member_id, self.now)
        else:
            unmerge_member(self.engine, member_id, self.now)

    def _heard_of(self, box: SimulatedBox) -> dict[str, Heard]:
        """Return what a box has been told of its operations for good: what is held may have another end."""
        database = Database(str(box.folder / DATABASE_FILE), self._key_of(box))
        try:
            rows = [row for row in database.table("outbox") if row["result"] is not None]
        finally:
            database.close()
        heard = {row["op_id"]: Heard(box.enrolment.device_id, body(row, "result")["verdict"]) for row in rows}
        return {op_id: told for op_id, told in heard.items() if told.verdict != "held"}

    def _prune(self, engine: Engine, now: datetime) -> bool:
        """Prune as the centre does; the checker compares with everything that a feed has ever told."""
        told = self._open_witness()
        try:
            if told.table("snapshot"):
                self.facts.told |= {(row["scope"], row["position"]): row for row in told.table("feed")}
        finally:
            told.close()
        return prune(engine, now)

    def make_snapshots(self) -> None:
        """Let the centre make the snapshots that are due."""
        SnapshotMaker(self.engine, lambda: self.now, lambda: 0.0).step(1)

    def switch_on_everything(self) -> None:
        """Start the boxes that lay in a drawer: a restored centre waits for them, too."""
        there = {box.name for box in self.boxes}
        for name, *_ in DEVICES:
            if name not in there:
                box = self._box(name)
                self.boxes.append(box)
                self.start(box)

    def told_so_far(self) -> int:
        """Return how many rows all feeds have together."""
        return int(self._witness.value("SELECT coalesce(sum(position), 0) FROM scope_head", ()))

    def settle(self) -> None:
        """Apply all that has arrived."""
        apply_all(self.applier)
        self.merge_again()
        answer_look_ups(self.engine, self.now)

    def release_frozen(self) -> bool:
        """Let a manager look: of boxes that write under the same numbers one goes on, and the others are taken away.

        Tells whether it is one that had halted: it needs time to hear what has happened.
        """
        with reading(self.engine) as connection:
            frozen = [device for device in list_devices(connection) if device.state == DeviceState.FROZEN]
        given = False
        for device in frozen:
            chance = stream_of("manager", self.seed, device.device_id, device.epoch)
            boxes = [box for box in self.boxes if box.enrolment.device_id == device.device_id]
            halted = [box for box in boxes if isinstance(box.report, Halted) and not box.away]
            kept = chance.choice(halted) if halted and chance.random() < 0.5 else None
            release_device(self.engine, device.device_id, self.now, new_epoch=kept is not None)
            self.tell(f"a manager releases {device.label}{f', a new epoch for {kept.name}' if kept else ''}")
            if kept is not None:
                kept.report = None
                for box in boxes:
                    box.away |= box is not kept
                given = True
        return given

    def _key_of(self, box: SimulatedBox) -> bytes:
        return bytes.fromhex((box.folder / KEY_FILE).read_text("ascii"))

    def _open_witness(self) -> Database:
        return Database(str(self.folder / CENTRAL_FILE), bytes.fromhex(self._secrets.central_key))

    def _open_centre(self) -> tuple[Engine, Applier, Socket]:
        engine = open_centre(f"sqlite:///{self.folder / CENTRAL_FILE}", self._secrets)
        drop_unfinished(engine)
        return engine, make_applier(engine, self._secrets, lambda: self.now), Socket(engine)

    def _connect(self, *given: object) -> Line:
        """Open a line in the place of `sync.device._connect`: whatever else that is given, it has a box's clock."""
        box = next(box for box in self.boxes if any(box.clock is each for each in given))
        enrolment = box.enrolment
        line = SqlCentral(self.engine, enrolment.device_id, enrolment.epoch, _CentreClock(lambda: self.now))
        return UnreliableLine(line, enrolment.device_id, self.ether, lambda: box.cut_off)

    def _boot_id(self) -> str:
        box = self._starting
        return f"boot-{box.name}-{box.starts}" if box else "boot"

    def _see_that_it_is_stored(self, told: Acknowledged) -> None:
        self.facts.acknowledged.append(told)
        place = (told.device_id, told.epoch, told.seq)
        stored = self._witness.value("SELECT hash FROM inbox WHERE device_id = ? AND epoch = ? AND seq = ?", place)
        if stored != told.hash:
            self.found.append(Finding("acknowledged_unstored", f"number {told.seq} of {told.device_id}"))

    # The end

    def remains(self) -> Remains:
        """Describe what is left, for the checker."""
        boxes = []
        for box in self.boxes:
            enrolment = box.enrolment
            audience = "kiosk" if box.is_kiosk else "staff"
            boxes.append(
                Box(
                    box.name,
                    enrolment.device_id,
                    enrolment.store_id,
                    str(enrolment.kind),
                    str(box.folder / DATABASE_FILE),
                    self._key_of(box),
                    enrolment.epoch,
                    box.away or isinstance(box.report, Halted),
                    ("programme", f"store:{enrolment.store_id}:{audience}"),
                )
            )
        central_key = bytes.fromhex(self._secrets.central_key)
        return Remains(str(self.folder / CENTRAL_FILE), central_key, tuple(boxes), self.facts, self.now)

    def complaints(self) -> list[Finding]:
        """Return what was seen to be wrong during the run, and the errors that the program logged."""
        return [*self.found, *(Finding("logged_error", error) for error in self.errors.errors)]


class _CentreClock:
    """The centre's clock is the true time."""

    def __init__(self, true_time: Callable[[], datetime]) -> None:
        self._true_time = true_time

    def now(self) -> datetime:
        return self._true_time()

    def monotonic_ms(self) -> int:
        return 0
