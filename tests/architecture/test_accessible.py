"""Whoever can't see a control hears its name."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtQuick import QQuickView
from pytestqt.qtbot import QtBot

from shared.qt.engine import prepare_engine, register_fonts
from tests.architecture.accessible import named_controls, unnamed_controls
from tests.architecture.house import ROOT, plant

Show = Callable[[Path], QQuickView]

PLANTED = """
import QtQuick
import QtQuick.Controls.Basic

Column {
    Button { text: "Turn" }
    Button { objectName: "planted" }
    TextField { placeholderText: "Name"; objectName: "field" }
    Button { objectName: "hidden"; visible: false }
    Item {
        Accessible.role: Accessible.Button
        Accessible.name: "Sun"
        width: 10; height: 10
    }
}
"""


@pytest.fixture
def show(qapp: QGuiApplication, qtbot: QtBot) -> Iterator[Show]:
    register_fonts()
    # Without a listener, Qt Quick Controls don't tell their names.
    QAccessible.setActive(True)
    views: list[QQuickView] = []

    def make(file: Path) -> QQuickView:
        view = QQuickView()
        views.append(view)
        prepare_engine(view.engine())
        view.setSource(QUrl.fromLocalFile(str(file)))
        with qtbot.waitExposed(view):
            view.show()
        return view

    yield make
    for view in views:
        view.close()
        view.deleteLater()


def test_every_component_has_a_name(show: Show) -> None:
    sheet = show(ROOT / "shared" / "ui" / "ComponentSheet.qml")
    assert len(named_controls(sheet)) > 20
    assert unnamed_controls(sheet) == []


def test_planted_nameless_controls_are_found(show: Show, tmp_path: Path) -> None:
    page = show(plant(tmp_path, "Planted.qml", PLANTED))
    assert sorted(named_controls(page)) == ["Sun", "Turn"]
    assert sorted(unnamed_controls(page)) == ["Button planted", "EditableText field"]
