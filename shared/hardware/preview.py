"""Shows what the camera sees, small and mirrored, so that people can aim."""

from PySide6.QtCore import Property, QObject, QRectF, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from shared.qt.qml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "shared.hardware"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("composition makes the camera's feed")
class CameraFeed(QObject):
    """Hold the latest small picture from a camera; connect its `previewed` to `show`. Nothing is kept after `clear`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()

    @property
    def image(self) -> QImage:
        return self._image

    @Slot(QImage)
    def show(self, image: QImage) -> None:
        """Replace the picture."""
        self._image = image
        self.changed.emit()

    def clear(self) -> None:
        """Forget the picture."""
        self.show(QImage())


@QmlElement
class CameraPreview(QQuickPaintedItem):
    """Paint a `CameraFeed`, filling the item and cut to its shape; nothing while there is no picture.

    A painted item, because Qt's VideoOutput draws nothing with the software backend.
    """

    feedChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._feed: CameraFeed | None = None

    def _get_feed(self) -> CameraFeed | None:
        return self._feed

    def _set_feed(self, feed: CameraFeed | None) -> None:
        if feed is self._feed:
            return
        if self._feed is not None:
            self._feed.changed.disconnect(self.update)
        self._feed = feed
        if feed is not None:
            feed.changed.connect(self.update)
        self.feedChanged.emit()
        self.update()

    feed = Property(CameraFeed, _get_feed, _set_feed, notify=feedChanged)

    def paint(self, painter: QPainter) -> None:
        area = QRectF(0, 0, self.width(), self.height())
        image = self._feed.image if self._feed is not None else QImage()
        if image.isNull() or area.isEmpty():
            return
        scale = max(area.width() / image.width(), area.height() / image.height())
        seen = QRectF(0, 0, area.width() / scale, area.height() / scale)
        seen.moveCenter(QRectF(image.rect()).center())
        painter.drawImage(area, image, seen)
