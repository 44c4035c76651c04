"""A scanner is read at the kernel: here through a pipe that speaks as the kernel does."""

import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from shared.hardware.evdev_scanner import EvdevScanner, keyboard_devices
from shared.hardware.input_events import KeyLines
from shared.hardware.scanner import Scan, ScannerFault, ScannerReady, ScannerUnavailable, ScanSource

CODE = "GP-M-0123456789ABCDEFGHJKMNPQRS-AN"
ROWS = {2: "1234567890-=", 16: "qwertyuiop", 30: "asdfghjkl;", 44: "zxcvbnm,./", 57: " "}
KEYS = {character: first + place for first, row in ROWS.items() for place, character in enumerate(row)}
SHIFT, ENTER = 42, 28


def event(kind: int, code: int, value: int) -> bytes:
    return struct.pack("@llHHi", 0, 0, kind, code, value)


def key(code: int) -> bytes:
    return event(4, 4, code) + event(1, code, 1) + event(0, 0, 0) + event(1, code, 0) + event(0, 0, 0)


def typed(text: str) -> bytes:
    keys = []
    for character in text:
        pressed = key(KEYS[character.lower()])
        keys.append(event(1, SHIFT, 1) + pressed + event(1, SHIFT, 0) if character.isupper() else pressed)
    return b"".join(keys) + key(ENTER)


@pytest.mark.parametrize("text", [CODE, CODE.lower(), "4901234567894", "a b"])
def test_keys_become_lines(text: str) -> None:
    assert KeyLines().feed(typed(text)) == [text]


@given(st.lists(st.integers(1, 60), max_size=40))
def test_events_may_arrive_in_any_pieces(cuts: list[int]) -> None:
    stream, lines, found = typed(CODE) + typed("12345678"), KeyLines(), []
    for cut in cuts:
        found += lines.feed(stream[:cut])
        stream = stream[cut:]
    assert found + lines.feed(stream) == [CODE, "12345678"]


@given(st.binary(max_size=500))
def test_no_noise_is_too_odd(noise: bytes) -> None:
    KeyLines().feed(noise)


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    path = tmp_path / "usb-Scanner-event-kbd"
    os.mkfifo(path)
    keeper = os.open(path, os.O_RDWR)
    yield path, keeper
    os.close(keeper)


def test_a_scanner_is_taken_and_read(qtbot: QtBot, pipe: tuple[Path, int]) -> None:
    path, keeper = pipe
    taken: list[int] = []
    scanner = EvdevScanner(path, clock=lambda: 8, take=taken.append)
    scans: list[Scan] = []
    scanner.scanned.connect(scans.append)
    scanner.start()
    assert scanner.state == ScannerReady("usb-Scanner-event-kbd")
    assert len(taken) == 1
    with qtbot.waitSignal(scanner.scanned, timeout=5_000):
        os.write(keeper, typed(CODE))
    assert scans == [Scan(CODE, ScanSource.KEYBOARD, 8)]
    scanner.stop()


def test_what_is_no_input_device_is_refused(qtbot: QtBot, pipe: tuple[Path, int]) -> None:
    scanner = EvdevScanner(pipe[0])
    scanner.start()
    assert isinstance(scanner.state, ScannerUnavailable)
    assert scanner.state.fault is ScannerFault.REFUSED
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
