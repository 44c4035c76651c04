"""The centre's process: applies what arrives and keeps house, until it is told to stop."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from sqlalchemy import Engine

from shared.central.applier import Applier
from shared.central.bell import Bell
from shared.central.calls import hear_calls
from shared.central.database import Deposed
from shared.central.door import DoorKeeper
from shared.central.heartbeat import Heartbeat
from shared.central.housekeeping import HousekeepingDone, chores
from shared.central.look_ups import answer_look_ups
from shared.central.member_pins import PinDesk
from shared.central.metrics_file import MetricsFile
from shared.central.seat import Seat
from shared.central.snapshots import SnapshotMaker, drop_unfinished
from shared.runtime.logs import EventLog
from shared.runtime.systemd import ServiceManager
from shared.storage.faults import StorageFault, central_line

IDLE_S = 0.2
"""Pause between two looks into an empty inbox."""
EMBEDDED_PAUSE_S = 0.005
"""Pause after a batch on SQLite, so that devices beside it get to write (SYNC.md, rule 19)."""
HOUSE_EVERY_S = 1.0
LOOK_UPS_EVERY_S = 0.05
"""Pause between two looks for members who are unknown where they stand, while there is something to apply."""
SNAPSHOT_SLICE_S = 0.05
"""How long operations wait for a snapshot that is being made; each chunk takes about as long."""
STAND_BY_S = 1.0
"""Pause between two looks whether the seat is free."""
AWAY_FIRST_S, AWAY_LONGEST_S = 0.5, 10.0

_log = EventLog(__name__)


class CentreLoop:
    """Runs rounds on one engine; `wait` pauses for so many seconds and tells whether to stop."""

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], datetime],
        wait: Callable[[float], bool],
        heartbeat: Heartbeat | None = None,
        pins: PinDesk | None = None,
        seat: Seat | None = None,
    ) -> None:
        self._seat = seat
        self._pins = pins
        self._sits = seat is None
        self._stands_by = False
        self._engine = engine
        self._now = now
        self._wait = wait
        self._heartbeat = heartbeat
        self._door = DoorKeeper(engine)
        self._snapshots = SnapshotMaker(engine, now)
        self._applier = Applier(engine, now, pins=pins)
        self._kept_at: datetime | None = None
        self._looked_up_s = 0.0
        self._chores: Iterator[None] = iter(())
        self._is_behind = False
        self._has_more = False

    def run(self) -> None:
        """Go round until `wait` says stop; a database that goes away is waited for."""
        away_s = 0.0
        stop = False
        while not stop:
            if self._heartbeat is not None:
                self._heartbeat.beat()
            try:
                with central_line():
                    if self._heartbeat is not None:
                        self._heartbeat.show()
                    if not self._sit_down():
                        stop = self._wait(STAND_BY_S)
                        continue
                    applied = self.round()
            except Deposed:
                _log.warning("deposed")
                self.leave()
                stop = self._wait(STAND_BY_S)
                continue
            except StorageFault:
                self.leave()
                away_s = min(max(away_s * 2, AWAY_FIRST_S), AWAY_LONGEST_S)
                _log.warning("database_away")
                stop = self._wait(away_s)
                continue
            if away_s:
                _log.info("database_back")
                away_s = 0.0
            embedded = self._engine.dialect.name == "sqlite"
            stop = self._wait((EMBEDDED_PAUSE_S if embedded else 0.0) if applied or self._has_more else IDLE_S)

    def leave(self) -> None:
        """Let another process take over."""
        if self._seat is not None:
            self._seat.leave()
            self._sits = False

    def _sit_down(self) -> bool:
        """Have the seat, or say once that this process stands by."""
        if self._seat is None or self._sits:
            return True
        engine = self._seat.take()
        if engine is None:
            if not self._stands_by:
                _log.warning("standing_by")
            self._stands_by = True
            return False
        if self._stands_by:
            _log.warning("took_over")
        self._sits, self._stands_by = True, False
        self._engine = engine
        self._door = DoorKeeper(engine)
        self._applier = Applier(engine, self._now, pins=self._pins)
        drop_unfinished(engine)
        self._snapshots = SnapshotMaker(engine, self._now)
        self._chores = iter(())
        return True

    def round(self) -> int:
        """Apply one batch, answer who asks, and return how much was applied; do one chore when it is time."""
        applied = self._applier.apply_next()
        if applied:
            _log.info("operations_applied", count=applied)
        if not applied or time.monotonic() - self._looked_up_s >= LOOK_UPS_EVERY_S:
            answer_look_ups(self._engine, self._now())
            hear_calls(self._engine, self._now())
            self._looked_up_s = time.monotonic()
        self._has_more = self._do_next_chore()
        return applied

    def _do_next_chore(self) -> bool:
        """Do one thing that is to be done now and then, and tell whether there is more now.

        No operation waits for longer than one of them.
        """
        if next(self._chores, _END) is not _END:
            return True
        now = self._now()
        if self._is_behind or self._kept_at is None or abs((now - self._kept_at).total_seconds()) >= HOUSE_EVERY_S:
            self._kept_at = now
            self._chores = self._all_chores(now)
            return True
        return self._snapshots.is_busy and self._snapshots.step(SNAPSHOT_SLICE_S)

    def _all_chores(self, now: datetime) -> Iterator[None]:
        self._door.keep(now)
        yield
        done = HousekeepingDone()
        yield from chores(self._engine, now, done)
        self._is_behind = done.behind
        yield
        self._snapshots.step(SNAPSHOT_SLICE_S)


_END = object()


def serve(engine: Engine, pin_secret: bytes, ready: Callable[[], None], metrics: Path | None = None) -> None:
    """Run until SIGTERM or SIGINT, from the call of `ready` on; what is in work is finished first.

    `pin_secret` is the chain's secret for members' PINs. systemd hears when the work begins and ends, and that it goes
    on; `metrics` is a file to keep up to date.
    """
    bell = Bell()
    pins = PinDesk(engine, pin_secret)
    pins.found = bell.ring
    service = ServiceManager(os.environ, os.getpid())
    heartbeat = Heartbeat(engine, utc_now, service)
    with _ending_softly(bell.stop), bell.listening(engine), closing(pins), MetricsFile.kept(engine, utc_now, metrics):
        _log.info("serving")
        ready()
        service.ready("Applying what arrives.")
        loop = CentreLoop(engine, utc_now, bell.wait, heartbeat, pins, Seat(engine))
        loop.run()
        loop.leave()
        service.stopping()
        with suppress(StorageFault), central_line():
            heartbeat.leave()
        _log.info("stopped")


def utc_now() -> datetime:
    """Return the centre's clock."""
    return datetime.now(UTC)


@contextmanager
def _ending_softly(end: Callable[[], None]) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        end()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
