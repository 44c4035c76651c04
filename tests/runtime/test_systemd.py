"""What systemd hears, on a real datagram socket; and silence where nobody listens."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.runtime.systemd import ServiceManager


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as made:
        made.bind(str(tmp_path / "notify"))
        made.setblocking(False)
        yield made


def test_it_says_when_it_is_ready_alive_and_stopping(ear: socket.socket) -> None:
    service = ServiceManager({"NOTIFY_SOCKET": ear.getsockname(), "WATCHDOG_USEC": "60000000"}, os.getpid())
    service.ready("Applying.")
    service.alive()
    service.stopping()
    assert [ear.recv(100) for _ in range(3)] == [b"READY=1\nSTATUS=Applying.", b"WATCHDOG=1", b"STOPPING=1"]
    assert service.watchdog_s == 60


def test_a_name_in_the_abstract_space_is_an_address_too() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(f"\0garapon-test-{os.getpid()}")
        ear.setblocking(False)
        ServiceManager({"NOTIFY_SOCKET": f"@garapon-test-{os.getpid()}"}, os.getpid()).alive()
        assert ear.recv(100) == b"WATCHDOG=1"


@pytest.mark.parametrize("named", ["", "vsock:2:1", "/nowhere/at/all"])
def test_without_a_listener_it_is_silent(named: str) -> None:
    ServiceManager({"NOTIFY_SOCKET": named}, 1).ready("Nobody hears this.")


@pytest.mark.parametrize(
    ("variables", "span_s"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "500000"}, 0.5),
        ({"WATCHDOG_USEC": "500000", "WATCHDOG_PID": "7"}, 0.5),
        ({"WATCHDOG_USEC": "500000", "WATCHDOG_PID": "8"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_the_watchdog_counts_for_the_process_that_it_names(variables: dict[str, str], span_s: float | None) -> None:
    assert ServiceManager(variables, 7).watchdog_s == span_s
