"""A scanner is read at the kernel: here through a pipe that speaks as the kernel does."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from shared.hardware.evdev_scanner import EvdevScanner, grab, keyboard_devices
from shared.hardware.input_events import KeyLine, KeyLines
from shared.hardware.scanner import Scan, ScannerFault, ScannerReady, ScannerUnavailable, ScanSource
from tests.hardware.key_stream import KEYS, PRESSED, REPEATED, change, event, typed

CODE = "GP-M-0123456789ABCDEFGHJKMNPQRS-AN"
CAPS_LOCK, NUM_LOCK_LIGHT, LIGHTS = 58, 0, 0x11


@pytest.mark.parametrize("text", [CODE, CODE.lower(), "4901234567894", "a b"])
def test_keys_become_lines(text: str) -> None:
    assert KeyLines().feed(typed(text)) == [KeyLine(text, 4)]


def test_lights_held_keys_and_caps_lock_change_nothing() -> None:
    before = event(LIGHTS, NUM_LOCK_LIGHT, 1) + change(CAPS_LOCK, PRESSED, 1) + change(KEYS["g"], REPEATED, 2)
    assert KeyLines().feed(before + typed(CODE)) == [KeyLine(CODE, 4)]


def test_the_kernels_clock_says_how_slowly_it_types() -> None:
    lines = KeyLines()
    slow, quick = typed("12345678", gap_us=73_000), typed("12345678", gap_us=900, from_us=60_000_000)
    assert [line.longest_gap_ms for line in lines.feed(slow + quick)] == [73, 0]


@given(st.lists(st.integers(1, 60), max_size=40))
def test_events_may_arrive_in_any_pieces(cuts: list[int]) -> None:
    stream, lines, found = typed(CODE) + typed("12345678"), KeyLines(), []
    for cut in cuts:
        found += lines.feed(stream[:cut])
        stream = stream[cut:]
    assert [line.text for line in found + lines.feed(stream)] == [CODE, "12345678"]


@given(st.binary(max_size=500))
def test_no_noise_is_too_odd(noise: bytes) -> None:
    KeyLines().feed(noise)


class Socket:
    """The place under /dev/input where a scanner is plugged in; its keys come through a pipe."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "usb-Scanner-event-kbd"
        self._keeper = -1

    def plug_in(self) -> None:
        os.mkfifo(self.path)
        self._keeper = os.open(self.path, os.O_RDWR)

    def pull_out(self) -> None:
        self.path.unlink()
        os.close(self._keeper)

    def type(self, stream: bytes) -> None:
        os.write(self._keeper, stream)


@pytest.fixture
def socket(tmp_path: Path) -> Iterator[Socket]:
    socket = Socket(tmp_path)
    socket.plug_in()
    yield socket
    if socket.path.exists():
        socket.pull_out()


def test_a_scanner_is_taken_and_read(qtbot: QtBot, socket: Socket) -> None:
    taken: list[int] = []
    scanner = EvdevScanner(socket.path, clock=lambda: 8, take=taken.append)
    scans: list[Scan] = []
    scanner.scanned.connect(scans.append)
    scanner.start()
    assert scanner.state == ScannerReady("usb-Scanner-event-kbd")
    assert len(taken) == 1
    with qtbot.waitSignal(scanner.scanned, timeout=5_000):
        socket.type(typed(CODE))
    assert scans == [Scan(CODE, ScanSource.INPUT, 8, 4)]
    scanner.stop()


def test_it_is_found_again_after_it_was_pulled_out(qtbot: QtBot, socket: Socket) -> None:
    taken: list[int] = []
    scanner = EvdevScanner(socket.path, take=taken.append, retry_ms=5)
    scans: list[Scan] = []
    scanner.scanned.connect(scans.append)
    scanner.start()
    socket.type(typed(CODE)[:200])
    with qtbot.waitSignal(scanner.stateChanged, timeout=5_000):
        socket.pull_out()
    assert scanner.state == ScannerUnavailable(ScannerFault.LOST, f"{socket.path} was unplugged.")
    qtbot.waitUntil(lambda: scanner.state != ScannerUnavailable(ScannerFault.LOST, f"{socket.path} was unplugged."))
    missing = scanner.state
    assert isinstance(missing, ScannerUnavailable)
    assert missing.fault is ScannerFault.NO_DEVICE
    socket.plug_in()
    qtbot.waitUntil(lambda: isinstance(scanner.state, ScannerReady))
    with qtbot.waitSignal(scanner.scanned, timeout=5_000):
        socket.type(typed("12345678"))
    # Half a scan from before it was pulled out is no part of the next.
    assert [scan.text for scan in scans] == ["12345678"]
    assert len(taken) == 2
    scanner.stop()


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, "may not be read by this user: add it to the group input"),
        (errno.EPERM, "may not be read by this user"),
        (errno.EBUSY, "is held by another program"),
        (errno.EIO, "can't be read"),
    ],
)
def test_what_refuses_it_is_said_in_a_sentence(qtbot: QtBot, socket: Socket, number: int, told: str) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    open_before = len(list(Path("/proc/self/fd").iterdir()))
    scanner = EvdevScanner(socket.path, take=refuse)
    scanner.start()
    assert isinstance(scanner.state, ScannerUnavailable)
    assert scanner.state.fault is ScannerFault.REFUSED
    assert scanner.state.detail.startswith(f"{socket.path} {told}")
    assert len(list(Path("/proc/self/fd").iterdir())) == open_before
    scanner.stop()


def test_what_is_no_input_device_is_refused_by_the_kernel(qtbot: QtBot, socket: Socket) -> None:
    scanner = EvdevScanner(socket.path, take=grab)
    scanner.start()
    assert isinstance(scanner.state, ScannerUnavailable)
    assert scanner.state.fault is ScannerFault.REFUSED
    assert "is no input device" in scanner.state.detail
    scanner.stop()


def test_a_scanner_that_is_not_plugged_in_is_a_state(qtbot: QtBot, tmp_path: Path) -> None:
    scanner = EvdevScanner(tmp_path / "usb-None-event-kbd")
    scanner.start()
    assert isinstance(scanner.state, ScannerUnavailable)
    assert scanner.state.fault is ScannerFault.NO_DEVICE
    scanner.stop()


def test_keyboards_are_found_by_their_lasting_names(tmp_path: Path) -> None:
    for name in ("usb-Scanner-event-kbd", "usb-Mouse-event-mouse", "usb-Another-event-kbd"):
        (tmp_path / name).touch()
    found = [path.name for path in keyboard_devices(tmp_path)]
    assert found == ["usb-Another-event-kbd", "usb-Scanner-event-kbd"]
