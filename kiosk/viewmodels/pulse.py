"""The beat on which the screen looks at its clock."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from shared.qt.qml import Signal

BEAT_MS: Final = 250


class Pulse(QObject):
    """Says `beat` again and again; what time it is, only the injected clock knows."""

    beat = Signal()


class TimerPulse(Pulse):
    """Beats four times a second while started."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.timeout.connect(self.beat)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
