"""Somebody is there: every press on the screen or a key counts, whatever it hits."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject

from shared.qt.qml import Signal

_SIGNS: Final = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress})


class TouchWatch(QObject):
    """Watches a window's events, before any of its items gets them, and takes none away."""

    noticed = Signal()

    def watch(self, window: QObject) -> None:
        """Begin to watch."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's
        if event.type() in _SIGNS:
            self.noticed.emit()
        return False
