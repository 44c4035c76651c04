"""The port that every code reader implements, and what comes out of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Signal

from shared.runtime.logs import EventLog

Clock = Callable[[], int]

_log: Final = EventLog(__name__)


def monotonic_ms() -> int:
    """Return milliseconds from a clock that never jumps; only differences mean anything."""
    return time.monotonic_ns() // 1_000_000


class ScanSource(StrEnum):
    """Say through which kind of device a text came in."""

    KEYBOARD = "keyboard"
    INPUT = "input"
    SERIAL = "serial"
    CAMERA = "camera"
    WALLET = "wallet"


@dataclass(frozen=True, slots=True)
class Scan:
    """Carry the text that a reader read, before anybody has judged it; it may name a member, so never log it.

    `longest_gap_ms` is the longest pause between two of its keys; None where it did not come key by key.
    """

    text: str = field(repr=False)
    source: ScanSource
    at_monotonic_ms: int
    longest_gap_ms: int | None = None


class ScannerFault(StrEnum):
    """Say why a reader can't be used now."""

    LIBRARY_MISSING = "library-missing"
    NO_DEVICE = "no-device"
    REFUSED = "refused"
    LOST = "lost"


_ABSENT: Final = frozenset({ScannerFault.NO_DEVICE, ScannerFault.LIBRARY_MISSING})


@dataclass(frozen=True, slots=True)
class ScannerOff:
    """Say that the reader has not been started, or was stopped."""


@dataclass(frozen=True, slots=True)
class ScannerReady:
    """Say that the reader is listening; `device` names it for the settings page."""

    device: str


@dataclass(frozen=True, slots=True)
class ScannerUnavailable:
    """Say that the reader can't work; `detail` is for the log and for technicians, not for shoppers."""

    fault: ScannerFault
    detail: str


ScannerState = ScannerOff | ScannerReady | ScannerUnavailable


class Scanner(QObject):
    """Emit `scanned(Scan)` for each code read, and `stateChanged` when the device comes or goes.

    Starting never raises: a device that is missing is a state, and the other ways in keep working. Both
    signals come on the thread that the scanner lives in.
    """

    scanned = Signal(Scan)
    stateChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state: ScannerState = ScannerOff()

    @property
    def state(self) -> ScannerState:
        return self._state

    def start(self) -> None:
        """Begin to listen; starting twice changes nothing."""
        raise NotImplementedError

    def stop(self) -> None:
        """Let go of the device; stopping twice changes nothing."""
        raise NotImplementedError

    def _enter(self, state: ScannerState) -> None:
        if state != self._state:
            self._state = state
            self._note(state)
            self.stateChanged.emit()

    def _note(self, state: ScannerState) -> None:
        kind = type(self).__name__.lower()
        if isinstance(state, ScannerUnavailable):
            # A camera is looked for everywhere: that there is none is no reason to call anybody.
            note = _log.info if state.fault in _ABSENT else _log.warning
            note("scanner_unavailable", kind=kind, reason=state.fault.value)
        elif isinstance(state, ScannerReady):
            _log.info("scanner_ready", kind=kind)


class ScannerGroup(Scanner):
    """Join several readers into one; it is ready while at least one of them is."""

    def __init__(self, scanners: Sequence[Scanner], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scanners = tuple(scanners)
        for scanner in self._scanners:
            scanner.scanned.connect(self.scanned)
            scanner.stateChanged.connect(self._review)

    def start(self) -> None:
        for scanner in self._scanners:
            scanner.start()
        self._review()

    def stop(self) -> None:
        for scanner in self._scanners:
            scanner.stop()
        self._review()

    def _note(self, state: ScannerState) -> None:
        """Leave it to the readers that it joins."""

    def _review(self) -> None:
        states = [scanner.state for scanner in self._scanners]
        ready = [state.device for state in states if isinstance(state, ScannerReady)]
        unavailable = [state for state in states if isinstance(state, ScannerUnavailable)]
        if ready:
            self._enter(ScannerReady(", ".join(ready)))
        elif unavailable:
            self._enter(unavailable[0])
        else:
            self._enter(ScannerOff())


class ScriptedScanner(Scanner):
    """Be a reader whose scans are called for by name: the fake that tests use."""

    def __init__(self, source: ScanSource, clock: Clock = monotonic_ms, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._clock = clock

    def start(self) -> None:
        self._enter(ScannerReady("scripted"))

    def stop(self) -> None:
        self._enter(ScannerOff())

    def unplug(self) -> None:
        """Become a device that was pulled out."""
        self._enter(ScannerUnavailable(ScannerFault.LOST, "unplugged"))

    def scan(self, text: str) -> None:
        """Read `text`, if started."""
        if isinstance(self._state, ScannerReady):
            self.scanned.emit(Scan(text, self._source, self._clock()))
