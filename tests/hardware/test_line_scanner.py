"""Lines come in over serial ports and local sockets, whole, in any pieces."""

import os
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice
from pytestqt.qtbot import QtBot

from shared.hardware.line_scanner import LineScanner, LocalSocketScanner, SerialScanner, send_scan
from shared.hardware.lines import LineCutter
from shared.hardware.scanner import (
    Scan,
    Scanner,
    ScannerFault,
    ScannerGroup,
    ScannerOff,
    ScannerReady,
    ScannerUnavailable,
    ScanSource,
    ScriptedScanner,
)

CODE = "GP-M-0123456789ABCDEFGHJKMNPQRS-AN"


def collect(scanner: Scanner) -> list[Scan]:
    scans: list[Scan] = []
    scanner.scanned.connect(scans.append)
    return scans


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        pytest.param([b"abc\r\n"], ["abc"], id="one line"),
        pytest.param([b"ab", b"c", b"\n"], ["abc"], id="in pieces"),
        pytest.param([b"a\rb\tc\x00d\x03e"], ["a", "b", "c", "d"], id="every ending"),
        pytest.param([b"\r\n\r\n  \n"], [], id="nothing in it"),
        pytest.param(["田中\n".encode()[:2], "田中\n".encode()[2:]], ["田中"], id="cut within a character"),
        pytest.param([b"\xff\xfeabcdef\n"], ["��abcdef"], id="not UTF-8"),
        pytest.param([b"x" * 5_000, b"y" * 5_000 + b"\nok\n"], ["ok"], id="endless line dropped"),
        pytest.param([b"x" * 5_000 + b"\nok\n"], ["ok"], id="long line dropped"),
    ],
)
def test_lines_are_cut(pieces: list[bytes], lines: list[str]) -> None:
    cutter = LineCutter()
    assert [line for piece in pieces for line in cutter.feed(piece)] == lines


@given(st.lists(st.binary(max_size=300)))
def test_no_noise_on_the_line_is_too_odd(pieces: list[bytes]) -> None:
    cutter = LineCutter()
    for piece in pieces:
        cutter.feed(piece)
    cutter.feed(b"\n")
    assert cutter.feed(b"ok\n") == ["ok"]


def test_any_device_can_be_read() -> None:
    device = QBuffer()
    device.setData(b"one\ntwo\nthr")
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    scanner = LineScanner(device, ScanSource.SERIAL, clock=lambda: 5)
    scans = collect(scanner)
    scanner.start()
    assert scans == [Scan("one", ScanSource.SERIAL, 5), Scan("two", ScanSource.SERIAL, 5)]
    scanner.stop()
    assert scanner.state == ScannerOff()


@pytest.fixture
def terminal() -> Iterator[tuple[int, str]]:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


def test_a_serial_scanner_is_read(qtbot: QtBot, terminal: tuple[int, str]) -> None:
    ours, name = terminal
    scanner = SerialScanner(name, clock=lambda: 9)
    scans = collect(scanner)
    scanner.start()
    assert scanner.state == ScannerReady(name)
    with qtbot.waitSignal(scanner.scanned, timeout=5_000):
        os.write(ours, f"{CODE}\r\n".encode())
    assert scans == [Scan(CODE, ScanSource.SERIAL, 9)]
    scanner.stop()
    assert isinstance(scanner.state, ScannerOff)


def test_a_serial_scanner_that_is_pulled_out_is_a_state(qtbot: QtBot) -> None:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    scanner = SerialScanner(os.ttyname(theirs))
    scanner.start()
    os.close(theirs)
    with qtbot.waitSignal(scanner.stateChanged, timeout=5_000):
        os.close(ours)
    assert isinstance(scanner.state, ScannerUnavailable)
    assert scanner.state.fault is ScannerFault.LOST
    scanner.stop()


def test_a_missing_serial_port_is_a_state() -> None:
    scanner = SerialScanner("/dev/garapon-none")
    scanner.start()
    assert isinstance(scanner.state, ScannerUnavailable)
    assert scanner.state.fault is ScannerFault.REFUSED
    scanner.stop()


@pytest.fixture
def server_name(tmp_path: Path) -> str:
    return f"/tmp/garapon-{os.getpid()}-{abs(hash(tmp_path)) % 10**8}.socket"


def test_the_wallet_scans_through_a_socket(qtbot: QtBot, server_name: str) -> None:
    scanner = LocalSocketScanner(server_name, clock=lambda: 3)
    scans = collect(scanner)
    scanner.start()
    with qtbot.waitSignals([scanner.scanned, scanner.scanned], timeout=5_000):
        assert send_scan(server_name, CODE)
        assert send_scan(server_name, "two\nlines")
    assert scans == [Scan(CODE, ScanSource.WALLET, 3), Scan("two lines", ScanSource.WALLET, 3)]
    scanner.stop()
    assert not send_scan(server_name, CODE)


def test_a_socket_left_by_a_killed_program_is_taken_over(qtbot: QtBot, server_name: str) -> None:
    Path(server_name).touch()
    scanner = LocalSocketScanner(server_name)
    scanner.start()
    assert scanner.state == ScannerReady(server_name)
    with qtbot.waitSignal(scanner.scanned, timeout=5_000):
        assert send_scan(server_name, CODE)
    scanner.stop()


def test_a_socket_in_use_is_left_alone(server_name: str) -> None:
    first, second = LocalSocketScanner(server_name), LocalSocketScanner(server_name)
    first.start()
    second.start()
    assert isinstance(second.state, ScannerUnavailable)
    assert first.state == ScannerReady(server_name)
    first.stop()


def test_nobody_listening_is_an_answer(server_name: str) -> None:
    assert not send_scan(server_name, CODE)


def test_a_group_is_ready_while_one_of_it_is() -> None:
    wedge, camera = ScriptedScanner(ScanSource.KEYBOARD), ScriptedScanner(ScanSource.CAMERA)
    group = ScannerGroup([wedge, camera])
    scans = collect(group)
    assert group.state == ScannerOff()
    group.start()
    camera.scan("one")
    camera.unplug()
    camera.scan("lost")
    wedge.scan("two")
    assert [scan.text for scan in scans] == ["one", "two"]
    assert isinstance(group.state, ScannerReady)
    wedge.unplug()
    assert isinstance(group.state, ScannerUnavailable)
    group.stop()
    assert group.state == ScannerOff()
