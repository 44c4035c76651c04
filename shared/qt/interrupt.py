"""Let Ctrl-C and SIGTERM end Qt's event loop."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier

from shared.runtime.start import INTERRUPTED


class InterruptWatcher(QObject):
    """Ends the application's loop with `INTERRUPTED` when the process is interrupted or asked to terminate.

    Python runs a signal's handler only between two of its own instructions, and an idle event loop has none: so the
    signal also writes to a socket that the loop watches. Make it on the main thread; it lives as long as the
    application.
    """

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._woken, self._waker = socket.socketpair()
        self._woken.settimeout(0)
        self._waker.settimeout(0)
        self._notifier = QSocketNotifier(self._woken.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        signal.set_wakeup_fd(self._waker.fileno())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._end)

    def _drain(self) -> None:
        self._woken.recv(4096)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        QCoreApplication.exit(INTERRUPTED)
