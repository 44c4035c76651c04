"""The small window that helps to aim a card at the camera."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from shared.qt.qml import Property, QmlElement, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class CameraPreview(QQuickPaintedItem):
    """Paints the latest picture it was given, filling its place; it keeps that one only, until it is gone itself.

    Qt's own VideoOutput draws nothing with the software backend.
    """

    liveChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()

    @Property(bool, notify=liveChanged)
    def live(self) -> bool:
        return not self._picture.isNull()

    @Slot(QImage)
    def take(self, picture: QImage) -> None:
        """Show a picture."""
        was_live = self.live
        self._picture = picture
        if self.live != was_live:
            self.liveChanged.emit()
        self.update()

    def paint(self, painter: QPainter) -> None:
        place = self.boundingRect()
        if self._picture.isNull() or place.isEmpty():
            return
        share = min(self._picture.width() / place.width(), self._picture.height() / place.height())
        seen = QRectF(0, 0, place.width() * share, place.height() * share)
        seen.moveCenter(QRectF(self._picture.rect()).center())
        painter.drawImage(place, self._picture, seen)
