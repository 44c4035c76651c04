"""The thread that exchanges with the centre while a program runs."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from shared.runtime.logs import EventLog
from shared.runtime.trouble import Trouble
from shared.storage.faults import CentreAway, StorageFault
from shared.sync.loop import Away, Exchanged, Halted, Revoked, SyncLoop, SyncReport
from shared.sync.pace import USUAL_PACE, Pace, Rhythm, follow, wait_ms
from shared.sync.port import Central

PROGRESS_EVERY_S = 0.5

_log = EventLog(__name__)


class Line(Central, Protocol):
    """A centre that can be closed for good."""

    def close(self) -> None:
        """Let everything go."""


class SyncRunner:
    """Runs the loop until stopped; every method may be called from any thread.

    `connect` opens the centre at an address; `is_asking` tells whether a question waits for its answer; `chance` gives
    numbers from 0 to 1 for the jitter. Without an address the thread only waits for one.
    """

    def __init__(
        self,
        loop: SyncLoop,
        connect: Callable[[str], Line],
        address: str | None,
        chance: Callable[[], float],
        is_waiting: Callable[[], bool],
        pace: Pace = USUAL_PACE,
        is_asking: Callable[[], bool] = lambda: False,
    ) -> None:
        self._loop = loop
        self._connect = connect
        self._address = address
        self._chance = chance
        self._is_waiting = is_waiting
        self._pace = pace
        self._is_asking = is_asking
        self._expecting_until = self._standing_by_until = 0.0
        self._hurry = threading.Event()
        self._wanted = threading.Event()
        self._settling = False
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._listeners: list[Callable[[], None]] = []
        self._report: SyncReport | None = None
        self._progress_told_s = 0.0
        loop.on_progress = self._progressed
        loop.is_stopping = self._stopping.is_set
        loop.is_hurried = self._is_hurried

    @property
    def report(self) -> SyncReport | None:
        """How the latest exchange went; None before the first."""
        return self._report

    def listen(self, changed: Callable[[], None]) -> None:
        """Call `changed`, on the sync thread, whenever rows arrived or the line's state changed."""
        self._listeners.append(changed)

    def news(self) -> None:
        """Tell who listens that something is new which is no row: a call for staff."""
        for changed in self._listeners:
            changed()

    def start(self) -> None:
        """Start the thread."""
        if self._thread is None:
            self._stopping.clear()
            self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
            self._thread.start()

    def run_once(self) -> SyncReport | None:
        """Exchange once on the caller's thread, before `start`; None without an address."""
        line = self._open(self._address)
        if line is None:
            return None if self._address is None else self._report
        try:
            return self._exchange(line, lambda: False)
        finally:
            line.close()

    def wake(self) -> None:
        """Exchange now: somebody waits."""
        self._wanted.set()

    def recorded(self) -> None:
        """Exchange soon, now that something was recorded: the screen shows it first, and what follows goes along.

        While the centre is away the pace says when to try again.
        """
        if self._report is None or isinstance(self._report, Exchanged):
            self._settling = True
            self._wanted.set()

    def expect_answer(self, for_ms: int) -> None:
        """Exchange at once and hold the line open, at most so long, while a question of this device has no answer."""
        self._expecting_until = time.monotonic() + for_ms / 1000
        # The answer ends the exchange, and with that it is told.
        self._standing_by_until = 0.0
        self._hurry.set()
        self._wanted.set()

    def expect_question(self, for_ms: int) -> None:
        """Have the line open, at most so long: somebody is about to ask something and to wait for the answer."""
        self._standing_by_until = time.monotonic() + for_ms / 1000
        self._wanted.set()

    def point_at(self, address: str | None) -> None:
        """Speak to the centre at another address from now on, or to none."""
        self._address = address
        self._standing_by_until = 0.0
        self._wanted.set()

    def stop(self) -> None:
        """End the thread after the page that is coming in; return when it is gone."""
        self._stopping.set()
        self._hurry.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        line: Line | None = None
        at: str | None = None
        rhythm = Rhythm()
        try:
            while True:
                # Cleared before the question, or a stop that comes between the two would be slept over.
                self._wanted.clear()
                if self._stopping.is_set():
                    return
                if self._address != at or line is None:
                    if line is not None:
                        line.close()
                    at = self._address
                    line, rhythm = self._open(at), Rhythm()
                if line is None:
                    self._wanted.wait(None if at is None else self._pace.away_most_ms / 1000)
                    continue
                if self._settling:
                    self._settling = False
                    self._hurry.wait(self._pace.settle_ms / 1000)
                self._hurry.clear()
                report = self._exchange(line, self._is_expecting)
                rhythm = follow(rhythm, report)
                pause_ms = wait_ms(self._pace, rhythm, report, waiting=self._is_anything_waiting(), chance=self._chance)
                self._wanted.wait(pause_ms / 1000)
        finally:
            if line is not None:
                line.close()

    def _is_expecting(self) -> bool:
        if self._stopping.is_set():
            return False
        now_s = time.monotonic()
        return now_s < self._standing_by_until or (now_s < self._expecting_until and self._is_asking())

    def _is_hurried(self) -> bool:
        hurried = self._hurry.is_set()
        self._hurry.clear()
        return hurried

    def _is_anything_waiting(self) -> bool:
        try:
            return self._is_waiting()
        except StorageFault:
            # The next exchange meets the same disk and says so.
            return False

    def _open(self, address: str | None) -> Line | None:
        if address is None:
            return None
        try:
            return self._connect(address)
        except CentreAway as fault:
            self._tell(Halted(str(fault)))
            return None

    def _exchange(self, line: Line, expecting: Callable[[], bool]) -> SyncReport:
        try:
            report = self._loop.run_once(line, expecting)
        except StorageFault as fault:
            report = Halted(str(fault))
        except Exception as error:  # noqa: BLE001  a bug must not end the exchange for good
            _log.error("exchange_failed", error)
            report = Halted("The exchange with the centre failed inside; the log has the details.")
        self._tell(report)
        # Not before: the first exchange after a start is waited for. What is found is rebuilt by the next one.
        with suppress(StorageFault):
            self._loop.look_over()
        return report

    def _progressed(self) -> None:
        """Let screens show how far a long exchange is, now and then; whoever waits for an answer looks at once."""
        now_s = time.monotonic()
        if now_s < self._expecting_until or now_s - self._progress_told_s >= PROGRESS_EVERY_S:
            self._progress_told_s = now_s
            for changed in self._listeners:
                changed()

    def _tell(self, report: SyncReport) -> None:
        before, self._report = self._report, report
        if isinstance(report, Exchanged) and report.pulled:
            _log.info("exchanged", count=report.pulled)
        if type(before) is not type(report):
            _log.info("line_changed", state=_word(report))
            if isinstance(report, Halted):
                _log.error("exchange_halted", Trouble(report.sentence))
        if type(before) is not type(report) or (isinstance(report, Exchanged | Away) and report.pulled):
            for changed in self._listeners:
                changed()


def _word(report: SyncReport) -> str:
    match report:
        case Exchanged():
            return "online"
        case Away():
            return "away"
        case Halted():
            return "halted"
        case Revoked():
            return "revoked"
