"""The kit's components answer to touch, keys and readers, and show what they are given."""

from collections.abc import Callable

import pytest
import zxingcpp
from PySide6.QtCore import QMetaObject, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlComponent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shared.qt.measures import Face
from shared.qt.theme import Appearance, Scheme
from tests.qml.conftest import Heard, Stage

EVERY_LOOK = [
    Appearance(face=face, scheme=scheme, easy=easy)
    for face in Face
    for scheme in Scheme
    for easy in (False, True)
    if not (easy and (face is Face.STAFF or scheme is not Scheme.LIGHT))
]


@pytest.mark.parametrize("appearance", EVERY_LOOK, ids=str)
def test_the_whole_kit_shows_without_a_warning(
    make_stage: Callable[[Appearance], Stage], appearance: Appearance
) -> None:
    root = make_stage(appearance).show("ComponentSheet {}")
    assert root.implicitHeight() > 3_000


def test_a_button_is_clicked_touched_and_typed(stage: Stage) -> None:
    root = stage.show(
        'Item { property int clicks; PillButton { objectName: "go"; text: "Go"; onClicked: parent.clicks += 1 } }'
    )
    place = stage.middle("go")
    QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, pos=place)
    finger = QTest.createTouchDevice()
    QTest.touchEvent(stage.view, finger).press(0, place, stage.view).commit()
    QTest.touchEvent(stage.view, finger).release(0, place, stage.view).commit()
    stage.find("go").forceActiveFocus()
    QTest.keyClick(stage.view, Qt.Key.Key_Space)
    assert root.property("clicks") == 3


def test_a_disabled_button_stays_silent(stage: Stage) -> None:
    root = stage.show(
        'Item { property int clicks; PillButton { objectName: "go"; enabled: false; onClicked: parent.clicks += 1 } }'
    )
    QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, pos=stage.middle("go"))
    assert root.property("clicks") == 0


def test_the_number_pad_says_which_key(stage: Stage) -> None:
    root = stage.show(
        """Item {
            property string typed: ""
            NumberPad {
                onDigit: digit => parent.typed += digit
                onBackspace: parent.typed = parent.typed.slice(0, -1)
                onClear: parent.typed = ""
            }
        }"""
    )
    for key in ("4", "0", "2", "backspace", "7"):
        QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, pos=stage.middle(f"key-{key}"))
    assert root.property("typed") == "407"
    QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, pos=stage.middle("key-clear"))
    assert root.property("typed") == ""


@pytest.mark.parametrize(
    ("attract", "button", "signal"),
    [
        (False, "bar-language", "languageClicked"),
        (False, "bar-easy", "easyClicked"),
        (False, "bar-done", "doneClicked"),
        (True, "bar-no-card", "noCardClicked"),
    ],
)
def test_the_bar_tells_its_buttons_apart(stage: Stage, attract: bool, button: str, signal: str) -> None:
    bar = stage.show(f"KioskBar {{ attract: {str(attract).lower()} }}", 1080, 144)
    heard = Heard()
    getattr(bar, signal).connect(heard)
    QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, pos=stage.middle(button))
    assert heard.times == 1


def test_every_key_and_button_is_large_enough_to_be_touched(stage: Stage) -> None:
    stage.show("Column { NumberPad {} KioskBar {} }")
    least = stage.theme.touch
    for name in ("key-0", "key-clear", "bar-language", "bar-easy", "bar-done"):
        item = stage.find(name)
        assert min(item.width(), item.height()) >= least, name


def test_a_voucher_on_the_screen_can_be_scanned_from_it(stage: Stage) -> None:
    text = "GP-V-01ARZ3NDEKTSV4RRFFQ69G5FAV00112233445566778899-K"
    stage.show(f'Rectangle {{ color: Theme.winTint; Voucher {{ x: 72; y: 100; code: "{text}" }} }}')
    picture = stage.view.grabWindow().convertToFormat(QImage.Format.Format_Grayscale8)
    view = zxingcpp.ImageView(
        picture.constBits(), picture.width(), picture.height(), zxingcpp.ImageFormat.Lum, picture.bytesPerLine(), 1
    )
    assert [found.text for found in zxingcpp.read_barcodes(view)] == [text]


def test_easy_view_enlarges_and_returns(stage: Stage) -> None:
    label = stage.show('AppText { text: "もも" }')
    usual = label.height()
    stage.theme.redress(easy=True)
    assert label.height() == pytest.approx(usual * 1.25)
    stage.theme.redress(easy=False)
    assert label.height() == usual


def test_a_toast_goes_by_itself(stage: Stage, qtbot: QtBot) -> None:
    toast = stage.show('Toast { stayMs: 1; function say() { show("Saved.", Sheet.Ok) } }', 400, 100)
    assert not toast.isVisible()
    with qtbot.waitSignals([toast.visibleChanged, toast.visibleChanged]):
        QMetaObject.invokeMethod(toast, "say")
        assert toast.isVisible()
    assert not toast.isVisible()


def test_the_field_reports_what_is_typed_and_shows_its_fault(stage: Stage) -> None:
    field = stage.show(
        'TextInputField { label: "Phone"; fault: "Too short."; property string heard; onEdited: text => heard = text }',
        600,
        200,
    )
    QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    for digit in (0, 3, 1, 2):
        QTest.keyClick(stage.view, Qt.Key(Qt.Key.Key_0 + digit))
    assert field.property("heard") == "0312"
    assert field.property("text") == "0312"


def test_a_misspelt_property_does_not_pass(stage: Stage) -> None:
    component = QQmlComponent(stage.view.engine())
    component.setData(b"import shared.ui\nPillButton { tetx: 1 }", "")
    assert component.isError()
