"""Eyes and hands before a window of QML: what is to be seen of it, and taps on that."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest


def visible(item: QQuickItem) -> Iterator[QQuickItem]:
    """Yield an item and all in it that is not hidden, in the order of the file."""
    if item.isVisible():
        yield item
        for child in item.childItems():
            yield from visible(child)


def find(window: QQuickWindow, name: str) -> QQuickItem | None:
    """Return the first item to be seen whose objectName is `name`."""
    return next((item for item in visible(window.contentItem()) if item.objectName() == name), None)


def middle(window: QQuickWindow, name: str) -> QPoint:
    """Return where the middle of what is called `name` is in the window."""
    item = find(window, name)
    assert item is not None, f"nothing to be seen is called {name}"
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def tap(window: QQuickWindow, name: str) -> None:
    """Tap the middle of what is called `name`."""
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=middle(window, name))
    QGuiApplication.processEvents()
