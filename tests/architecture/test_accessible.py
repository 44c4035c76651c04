"""Whoever can't see a control hears its name; the galleries' tests look at every page for it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtQuick import QQuickView
from pytestqt.qtbot import QtBot

from shared.qt.engine import prepare_engine, register_fonts
from tests.architecture.accessible import named_controls, unnamed_controls
from tests.architecture.house import ROOT, plant, qml_files

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


# Touch areas that no screen reader sees, and why that takes nothing from anybody.
TOUCHED_WITHOUT_A_NAME = {
    "shared/ui/Drum.qml": "skips the motion; the result comes without it too",
    "kiosk/ui/components/IdleNotice.qml": "keeps what lies behind from being pressed",
}


def nameless_touch_areas(root: Path) -> list[str]:
    """List the QML files that react to touch outside of a control."""
    return [
        str(file.relative_to(root))
        for file in qml_files(root)
        if re.search(r"\b(TapHandler|MouseArea|PointHandler|MultiPointTouchArea)\s*{", file.read_text("utf-8"))
    ]


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


def test_whatever_is_touched_is_a_control() -> None:
    assert sorted(nameless_touch_areas(ROOT)) == sorted(TOUCHED_WITHOUT_A_NAME)


def test_a_planted_touch_area_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "staff/ui/Planted.qml", "import QtQuick\n\nItem {\n    TapHandler {\n    }\n}\n")
    assert nameless_touch_areas(tmp_path) == ["staff/ui/Planted.qml"]


def test_planted_nameless_controls_are_found(show: Show, tmp_path: Path) -> None:
    page = show(plant(tmp_path, "Planted.qml", PLANTED))
    assert sorted(named_controls(page)) == ["Sun", "Turn"]
    assert sorted(unnamed_controls(page)) == ["Button planted", "EditableText field"]
