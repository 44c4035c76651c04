"""Starts the demo's programs as processes of their own, and ends them all together."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

_GRACE_MS = 4_000


@dataclass(frozen=True, slots=True)
class ProgramStart:
    """A program of ours: its module and arguments."""

    module: str
    arguments: tuple[str, ...]


class Programs(QObject):
    """Running programs. `ended` comes once: 0 when a window was closed, else the code of the one that failed."""

    ended = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[QProcess] = []
        self._ending = False

    def start(self, commands: Sequence[ProgramStart]) -> None:
        """Start them; what they print goes where our own output goes."""
        for command in commands:
            process = QProcess(self)
            process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedChannels)
            process.finished.connect(self._when_ended(process))
            process.start(sys.executable, ["-m", command.module, *command.arguments])
            self._running.append(process)

    def end(self) -> None:
        """Ask every program to finish its work and end; kill what has not after some seconds."""
        self._ending = True
        for process in self._running:
            process.terminate()
        for process in self._running:
            if not process.waitForFinished(_GRACE_MS):
                process.kill()
                process.waitForFinished(_GRACE_MS)
        self._running.clear()

    def _when_ended(self, process: QProcess) -> Callable[[int], None]:
        def report(code: int) -> None:
            if not self._ending:
                self._ending = True
                crashed = process.exitStatus() is QProcess.ExitStatus.CrashExit
                result = 1 if crashed else code
                # Not from inside the signal of a process that is about to be deleted.
                QTimer.singleShot(0, self, lambda: self.ended.emit(result))

        return report
