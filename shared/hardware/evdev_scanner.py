"""Keyboard scanners on Linux, read at the kernel: no focus, layout or input method comes between."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, QTimer

from shared.hardware.input_events import KeyLines
from shared.hardware.scanner import (
    Clock,
    Scan,
    Scanner,
    ScannerFault,
    ScannerOff,
    ScannerReady,
    ScannerUnavailable,
    ScanSource,
    monotonic_ms,
)

INPUT_DEVICES: Final = Path("/dev/input/by-id")
# _IOW('E', 0x90, int), linux/input.h.
_EVIOCGRAB: Final = 0x40044590
_RETRY_MS: Final = 2_000
_PIECE_BYTES: Final = 4_096


def keyboard_devices(folder: Path = INPUT_DEVICES) -> list[Path]:
    """Return the keyboards, scanners among them, that have a lasting name; empty on other systems."""
    return sorted(folder.glob("*-event-kbd"))


def grab(descriptor: int) -> None:
    """Take an input device for this program alone, so that its keys reach no window. Raise OSError when refused."""
    if sys.platform == "linux":
        import fcntl

        fcntl.ioctl(descriptor, _EVIOCGRAB, 1)


class EvdevScanner(Scanner):
    """Read a keyboard scanner exclusively by its path under /dev/input/by-id, and again after it was unplugged.

    The program's user must be allowed to read it: group `input`, or a udev rule for the scanner.
    """

    def __init__(
        self,
        device: Path,
        clock: Clock = monotonic_ms,
        take: Callable[[int], None] = grab,
        retry_ms: int = _RETRY_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._device = device
        self._clock = clock
        self._grab = take
        self._descriptor = -1
        self._notifier: QSocketNotifier | None = None
        self._lines = KeyLines()
        self._retry = QTimer(self, interval=retry_ms)
        self._retry.timeout.connect(self._open)

    def start(self) -> None:
        if isinstance(self._state, ScannerOff):
            self._open()

    def stop(self) -> None:
        self._retry.stop()
        self._close()
        self._enter(ScannerOff())

    def _open(self) -> None:
        try:
            self._descriptor = os.open(self._device, os.O_RDONLY | os.O_NONBLOCK)
            self._grab(self._descriptor)
        except FileNotFoundError:
            others = ", ".join(str(each) for each in keyboard_devices()) or "no other either"
            self._give_up(ScannerFault.NO_DEVICE, f"{self._device} is not plugged in; plugged in: {others}.")
        except OSError as error:
            self._give_up(ScannerFault.REFUSED, _sentence(self._device, error))
        else:
            self._retry.stop()
            self._lines = KeyLines()
            self._notifier = QSocketNotifier(self._descriptor, QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._read)
            self._enter(ScannerReady(self._device.name))

    def _read(self) -> None:
        try:
            piece = os.read(self._descriptor, _PIECE_BYTES)
        except BlockingIOError:
            return
        except OSError as error:
            # The kernel says ENODEV where a scanner was pulled out.
            self._give_up(ScannerFault.LOST, f"{self._device} was unplugged or broke off: {error.strerror}.")
            return
        if not piece:
            self._give_up(ScannerFault.LOST, f"{self._device} was unplugged.")
            return
        for line in self._lines.feed(piece):
            self.scanned.emit(Scan(line.text, ScanSource.INPUT, self._clock(), line.longest_gap_ms))

    def _give_up(self, fault: ScannerFault, sentence: str) -> None:
        self._close()
        self._enter(ScannerUnavailable(fault, sentence))
        self._retry.start()

    def _close(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _sentence(device: Path, error: OSError) -> str:
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return f"{device} may not be read by this user: add it to the group input, or give the scanner a udev rule."
        case errno.EBUSY:
            return f"{device} is held by another program: close that one, and it is taken here."
        case errno.ENOTTY | errno.EINVAL:
            return f"{device} is no input device: name one of {INPUT_DEVICES}/*-event-kbd."
        case _:
            return f"{device} can't be read: {error.strerror}."
