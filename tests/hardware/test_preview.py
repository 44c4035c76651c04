"""The preview shows the camera's latest picture, in software too, and nothing afterwards."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from shared.hardware.preview import CameraFeed

WINDOW = b"""
import QtQuick
import shared.hardware
Window {
    id: root
    required property CameraFeed camera
    width: 200; height: 200; visible: true; color: "white"
    CameraPreview { x: 50; y: 50; width: 100; height: 100; feed: root.camera }
}
"""


@pytest.fixture
def feed() -> CameraFeed:
    return CameraFeed()


@pytest.fixture
def window(qtbot: QtBot, feed: CameraFeed) -> Iterator[QQuickWindow]:
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(WINDOW, "")
    window = component.createWithInitialProperties({"camera": feed})
    assert isinstance(window, QQuickWindow), component.errorString()
    with qtbot.waitExposed(window):
        pass
    yield window
    window.close()
    window.deleteLater()


def colour_at(window: QQuickWindow, x: int, y: int) -> str:
    return window.grabWindow().pixelColor(x, y).name()


def test_it_fills_its_place_with_the_middle_of_the_picture(window: QQuickWindow, feed: CameraFeed) -> None:
    wide = QImage(320, 180, QImage.Format.Format_Grayscale8)
    wide.fill(QColor("#404040"))
    feed.show(wide)
    assert colour_at(window, 10, 10) == "#ffffff"
    assert {colour_at(window, x, y) for x in (55, 100, 145) for y in (55, 145)} == {"#404040"}


def test_it_shows_what_is_behind_without_a_picture(window: QQuickWindow, feed: CameraFeed) -> None:
    bright = QImage(320, 180, QImage.Format.Format_Grayscale8)
    bright.fill(QColor("#e0e0e0"))
    feed.show(bright)
    assert colour_at(window, 100, 100) == "#e0e0e0"
    feed.clear()
    assert colour_at(window, 100, 100) == "#ffffff"
    assert feed.image.isNull()
