"""Telling systemd how a service stands: one datagram to the socket that NOTIFY_SOCKET names, as sd_notify(3) says."""

import socket
from collections.abc import Mapping
from contextlib import suppress

_MICROSECONDS = 1_000_000
_ABSTRACT = "@"


class ServiceManager:
    """Speaks to the service manager that started this process (`pid`); silent where there is none."""

    def __init__(self, environment: Mapping[str, str], pid: int) -> None:
        self._address = _address(environment.get("NOTIFY_SOCKET", ""))
        self.watchdog_s = _watchdog_s(environment, pid)
        """Seconds within which `alive` must be called again and again; None where nobody watches."""

    def ready(self, status: str) -> None:
        """Say that the service does its work from now on."""
        self._tell(f"READY=1\nSTATUS={status}")

    def alive(self) -> None:
        """Feed the watchdog."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """Say that the end has begun."""
        self._tell("STOPPING=1")

    def _tell(self, message: str) -> None:
        if self._address is None:
            return
        # A manager that does not listen is no reason for the service to stop.
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.connect(self._address)
            line.send(message.encode())


def _address(named: str) -> str | None:
    """Return the address of a Unix socket: a path, or a name in Linux's abstract space; None for any other."""
    if named.startswith(_ABSTRACT):
        return f"\0{named[1:]}"
    return named if named.startswith("/") else None


def _watchdog_s(environment: Mapping[str, str], pid: int) -> float | None:
    """Read sd_watchdog_enabled(3)'s variables: they count only for the process that they name."""
    span = environment.get("WATCHDOG_USEC", "")
    if not span.isdecimal() or environment.get("WATCHDOG_PID", str(pid)) != str(pid):
        return None
    return int(span) / _MICROSECONDS or None
