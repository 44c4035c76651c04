"""Scanners that send lines: over a serial port, or over a local socket from the demo's wallet."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QIODevice, QIODeviceBase, QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from shared.hardware.lines import LineCutter
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

if TYPE_CHECKING:
    from PySide6.QtSerialPort import QSerialPort

_RETRY_MS: Final = 2_000
_SEND_TIMEOUT_MS: Final = 2_000


class LineScanner(Scanner):
    """Read lines from a device that somebody else opened and owns."""

    def __init__(
        self, device: QIODevice, source: ScanSource, clock: Clock = monotonic_ms, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._device = device
        self._source = source
        self._clock = clock
        self._cutter = LineCutter()

    def start(self) -> None:
        if isinstance(self._state, ScannerReady):
            return
        self._device.readyRead.connect(self._read)
        self._enter(ScannerReady(self._source.value))
        self._read()

    def stop(self) -> None:
        if isinstance(self._state, ScannerReady):
            self._device.readyRead.disconnect(self._read)
            self._enter(ScannerOff())

    def _read(self) -> None:
        for text in self._cutter.feed(_waiting(self._device)):
            self.scanned.emit(Scan(text, self._source, self._clock()))


class SerialScanner(Scanner):
    """Read lines from a serial port, and open it again when the cable comes back."""

    def __init__(
        self,
        port_name: str,
        baud_rate: int = 9_600,
        clock: Clock = monotonic_ms,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._port_name = port_name
        self._baud_rate = baud_rate
        self._clock = clock
        self._port: QIODevice | None = None
        self._cutter = LineCutter()
        self._retry = QTimer(self, interval=_RETRY_MS)
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
            from PySide6.QtSerialPort import QSerialPort
        except ImportError as error:
            self._enter(ScannerUnavailable(ScannerFault.LIBRARY_MISSING, str(error)))
            return
        port = QSerialPort(self)
        port.setPortName(self._port_name)
        port.setBaudRate(self._baud_rate)
        if not port.open(QIODeviceBase.OpenModeFlag.ReadOnly):
            self._enter(ScannerUnavailable(ScannerFault.REFUSED, f"{self._port_name}: {port.errorString()}"))
            port.deleteLater()
            self._retry.start()
            return
        self._retry.stop()
        self._port = port
        self._cutter = LineCutter()
        port.readyRead.connect(self._read)
        port.errorOccurred.connect(self._notice)
        self._enter(ScannerReady(self._port_name))

    def _read(self) -> None:
        if self._port is not None:
            for text in self._cutter.feed(_waiting(self._port)):
                self.scanned.emit(Scan(text, ScanSource.SERIAL, self._clock()))

    def _notice(self, error: "QSerialPort.SerialPortError") -> None:
        if self._port is not None and error != error.NoError:
            detail = f"{self._port_name}: {self._port.errorString()}"
            self._close()
            self._enter(ScannerUnavailable(ScannerFault.LOST, detail))
            self._retry.start()

    def _close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()
            port.deleteLater()


class LocalSocketScanner(Scanner):
    """Listen on a local socket of this user for lines; each is a scan.

    `server_name` is a name or, on Unix, a path of at most about 100 bytes.
    """

    def __init__(self, server_name: str, clock: Clock = monotonic_ms, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server_name = server_name
        self._clock = clock
        self._cutters: dict[QLocalSocket, LineCutter] = {}
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)

    def start(self) -> None:
        if self._server.isListening():
            return
        # Listening would silently take the name away from a living program, and fail on a dead one's socket file.
        if _answers(self._server_name):
            self._enter(ScannerUnavailable(ScannerFault.REFUSED, f"{self._server_name} is in use"))
            return
        QLocalServer.removeServer(self._server_name)
        if self._server.listen(self._server_name):
            self._enter(ScannerReady(self._server_name))
        else:
            self._enter(ScannerUnavailable(ScannerFault.REFUSED, self._server.errorString()))

    def stop(self) -> None:
        self._server.close()
        for socket in tuple(self._cutters):
            socket.abort()
        self._enter(ScannerOff())

    def _accept(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            self._cutters[socket] = LineCutter()
            socket.readyRead.connect(self._read_waiting)
            socket.disconnected.connect(self._drop_closed)
        self._read_waiting()
        self._drop_closed()

    def _read_waiting(self) -> None:
        for socket, cutter in tuple(self._cutters.items()):
            for text in cutter.feed(_waiting(socket)):
                self.scanned.emit(Scan(text, ScanSource.WALLET, self._clock()))

    def _drop_closed(self) -> None:
        self._read_waiting()
        for socket in tuple(self._cutters):
            if socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
                del self._cutters[socket]
                socket.deleteLater()


def send_scan(server_name: str, text: str) -> bool:
    """Hand `text` to the `LocalSocketScanner` of that name; return whether it was taken.

    Waits two seconds at most.
    """
    socket = QLocalSocket()
    socket.connectToServer(server_name, QIODeviceBase.OpenModeFlag.WriteOnly)
    if not socket.waitForConnected(_SEND_TIMEOUT_MS):
        return False
    line = " ".join(text.split()).encode() + b"\n"
    sent = socket.write(line) == len(line) and (
        socket.bytesToWrite() == 0 or socket.waitForBytesWritten(_SEND_TIMEOUT_MS)
    )
    socket.disconnectFromServer()
    return sent


def _answers(server_name: str) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(server_name)
    answers = socket.waitForConnected(_SEND_TIMEOUT_MS)
    socket.abort()
    return answers


def _waiting(device: QIODevice) -> bytes:
    return bytes(device.readAll().data()) if device.bytesAvailable() else b""
