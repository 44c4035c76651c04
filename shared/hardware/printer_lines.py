"""The ways to a receipt printer: a device file, which may be a serial port's, or a network address.

None of them ever waits for ever. Not by QSerialPort, which works only in threads that have Qt's event loop.
"""

import errno
import os
import select
import socket
import stat
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from shared.hardware.receipt_printer import PrinterFault

_PIECE_BYTES: Final = 4_096
_CONNECT_S: Final = 3.0


class LineBrokenError(OSError):
    """The printer can't be reached, or takes nothing any more; the sentence is for technicians."""

    def __init__(self, sentence: str, fault: PrinterFault = PrinterFault.OFFLINE) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fault = fault


class PrinterLine(Protocol):
    """An open way to a printer; every method raises LineBrokenError where it has ended."""

    def send(self, data: bytes, patience_s: float) -> None:
        """Hand over all of `data`; a printer that takes nothing for `patience_s` has broken off."""

    def receive(self, patience_s: float) -> bytes:
        """Return what the printer says within `patience_s`, b"" where it says nothing."""

    def close(self, *, drop: bool) -> None:
        """End it; with `drop` whatever is still on its way is thrown away."""


class DescriptorLine:
    """A line over a descriptor that doesn't block: a socket's, or a device's."""

    def __init__(
        self,
        descriptor: int,
        name: str,
        read: Callable[[int], bytes],
        write: Callable[[bytes], int],
        end: Callable[[bool], None],
    ) -> None:
        self._descriptor = descriptor
        self._name = name
        self._read = read
        self._write = write
        self._end = end

    def send(self, data: bytes, patience_s: float) -> None:
        rest = memoryview(data)
        while rest:
            _, writable, _ = select.select([], [self._descriptor], [], patience_s)
            if not writable:
                raise LineBrokenError(f"{self._name} takes nothing any more")
            try:
                rest = rest[self._write(bytes(rest[:_PIECE_BYTES])) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise LineBrokenError(f"{self._name} broke off: {error.strerror}") from error

    def receive(self, patience_s: float) -> bytes:
        readable, _, _ = select.select([self._descriptor], [], [], patience_s)
        if not readable:
            return b""
        try:
            said = self._read(_PIECE_BYTES)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LineBrokenError(f"{self._name} broke off: {error.strerror}") from error
        if not said:
            raise LineBrokenError(f"{self._name} has hung up")
        return said

    def close(self, *, drop: bool) -> None:
        self._end(drop)


def open_device(path: Path, baud_rate: int | None = None) -> PrinterLine:
    """Open a device file: /dev/usb/lp0, which Linux makes for printers by USB, or a serial port. Raise LineBrokenError.

    A serial port goes on at the rate that it has where none is named.
    """
    if sys.platform == "win32":
        raise LineBrokenError("on Windows a printer is reached by network only, tcp:HOST", PrinterFault.REFUSED)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        raise _device_trouble(path, error) from error
    try:
        _set_up(descriptor, path, baud_rate)
    except LineBrokenError:
        os.close(descriptor)
        raise
    return DescriptorLine(
        descriptor,
        str(path),
        lambda size: os.read(descriptor, size),
        lambda data: os.write(descriptor, data),
        lambda drop: _close_device(descriptor, drop=drop),
    )


def open_network(host: str, port: int) -> PrinterLine:
    """Connect to a printer's raw port, mostly 9100. Raise LineBrokenError."""
    name = f"{host}:{port}"
    try:
        connection = socket.create_connection((host, port), _CONNECT_S)
    except OSError as error:
        raise LineBrokenError(f"{name} can't be reached: {error.strerror or error}") from error
    connection.setblocking(False)

    def end(drop: bool) -> None:
        if drop:
            # Closing at once, without what is still in the queue: linger for no seconds.
            linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.close()

    return DescriptorLine(connection.fileno(), name, connection.recv, connection.send, end)


def _set_up(descriptor: int, path: Path, baud_rate: int | None) -> None:
    if not stat.S_ISCHR(os.fstat(descriptor).st_mode):
        raise LineBrokenError(f"{path} is no device", PrinterFault.REFUSED)
    if sys.platform != "win32" and os.isatty(descriptor):
        import termios
        import tty

        try:
            tty.setraw(descriptor)
            settings = termios.tcgetattr(descriptor)
            settings[2] |= termios.CLOCAL | termios.CREAD | termios.CRTSCTS
            if baud_rate is not None:
                settings[4] = settings[5] = getattr(termios, f"B{baud_rate}")
            termios.tcsetattr(descriptor, termios.TCSANOW, settings)
        except (termios.error, AttributeError) as error:
            raise LineBrokenError(f"{path} can't be set to {baud_rate} baud", PrinterFault.REFUSED) from error


def _close_device(descriptor: int, *, drop: bool) -> None:
    if sys.platform != "win32" and drop and os.isatty(descriptor):
        import termios

        # Closing waits for what is still in the port's queue, and a printer that has paper again prints that.
        with suppress(termios.error):
            termios.tcflush(descriptor, termios.TCOFLUSH)
    os.close(descriptor)


def _device_trouble(path: Path, error: OSError) -> LineBrokenError:
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return LineBrokenError(
                f"{path} may not be used by this user: add it to the group lp (a serial port's is dialout)",
                PrinterFault.REFUSED,
            )
        case errno.ENOENT | errno.ENXIO | errno.ENODEV:
            return LineBrokenError(f"{path} is not there: the printer is off or its cable is out")
        case errno.EBUSY:
            return LineBrokenError(f"{path} is held by another program", PrinterFault.REFUSED)
        case _:
            return LineBrokenError(f"{path} can't be opened: {error.strerror}")
