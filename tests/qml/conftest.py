"""A stage to put QML on: one engine, one window, the house's fonts and theme."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem, QQuickView

from shared.qt.engine import prepare_engine, register_fonts
from shared.qt.theme import Appearance, Theme, theme_of


class Stage:
    """A window that shows one QML component, and hands for it."""

    def __init__(self, appearance: Appearance) -> None:
        self.view = QQuickView()
        prepare_engine(self.view.engine())
        self.theme: Theme = theme_of(self.view.engine())
        self.theme.dress(appearance)

    def show(self, qml: str, width: int = 1080, height: int = 1920) -> QQuickItem:
        """Show QML source, its imports written before it, and return its root."""
        component = QQmlComponent(self.view.engine(), self.view)
        component.setData(f"import QtQuick\nimport shared.ui\n{qml}".encode(), QUrl())
        root = component.create()
        assert isinstance(root, QQuickItem), component.errorString()
        self.view.setContent(QUrl(), component, root)
        self.view.resize(width, height)
        self.view.show()
        QGuiApplication.processEvents()
        return root

    def find(self, name: str) -> QQuickItem:
        """Return the item whose objectName is `name`."""
        found = self._walk(self.view.contentItem(), name)
        assert found is not None, f"nothing is called {name}"
        return found

    def middle(self, name: str) -> QPoint:
        """Return where the middle of the item called `name` is in the window."""
        item = self.find(name)
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def save(self, path: Path) -> None:
        """Write what the window shows as a picture, for a look by eye."""
        self.view.grabWindow().save(str(path))

    def close(self) -> None:
        """Take everything down now, not when the collector likes."""
        self.view.close()
        self.view.deleteLater()
        QCoreApplication.sendPostedEvents(self.view, QEvent.Type.DeferredDelete)

    def _walk(self, item: QQuickItem, name: str) -> QQuickItem | None:
        if item.objectName() == name:
            return item
        for child in item.childItems():
            found = self._walk(child, name)
            if found is not None:
                return found
        return None


@pytest.fixture
def make_stage(qapp: QGuiApplication) -> Iterator[Callable[[Appearance], Stage]]:
    """Return a maker of stages that closes them after the test."""
    register_fonts()
    stages: list[Stage] = []

    def make(appearance: Appearance) -> Stage:
        stages.append(Stage(appearance))
        return stages[-1]

    yield make
    for stage in stages:
        stage.close()


@pytest.fixture
def stage(make_stage: Callable[[Appearance], Stage]) -> Stage:
    """Return a kiosk's stage in the light theme."""
    return make_stage(Appearance())


class Heard(QObject):
    """Counts what a QML signal says."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    def __call__(self, *_: object) -> None:
        self.times += 1
