"""A scan is caught whatever has the focus, and a person's typing arrives as typed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shared.hardware.keyboard_wedge import KeyboardWedge
from shared.hardware.scanner import Scan, ScannerOff, ScanSource

FORM = b"""
import QtQuick
Window {
    width: 400; height: 300; visible: true
    property alias fieldText: field.text
    property alias otherText: other.text
    property alias otherFocus: other.focus
    property alias paperFocus: paper.focus
    property int fired: 0
    property string keys: ""
    TextInput { id: field; width: 400; height: 100; focus: true }
    TextInput { id: other; y: 100; width: 400; height: 100
        Keys.onPressed: event => keys += "+" + event.text
        Keys.onReleased: event => keys += "-" + event.text }
    Item { id: paper }
    Shortcut { sequence: "N"; onActivated: fired++ }
    Shortcut { sequence: "Ctrl+F"; onActivated: fired++ }
}
"""
CODE = "GP-M-0123456789ABCDEFGHJKMNPQRS-AN"


class Hands:
    """Type on a window at times of one's own choosing."""

    def __init__(self, engine: QQmlEngine) -> None:
        self.component = QQmlComponent(engine)
        self.component.setData(FORM, "")
        window = self.component.create()
        assert isinstance(window, QQuickWindow), self.component.errorString()
        self.window = window
        self.now_ms = 1_000
        self.scans: list[Scan] = []
        self.wedge = KeyboardWedge(clock=lambda: 77, key_time=self.time)
        # The times that count are this hand's own; a machine that is busy with other tests must not end a burst.
        self.wedge._pause.setInterval(600)
        self.wedge.scanned.connect(self.scans.append)
        self.wedge.start()

    def time(self, event: QKeyEvent) -> int:
        return self.now_ms

    def type(self, text: str, gap_ms: int = 10) -> None:
        for character in text:
            self.now_ms += gap_ms
            if character == "\n":
                QTest.keyClick(self.window, Qt.Key.Key_Return)
            elif character == "\t":
                QTest.keyClick(self.window, Qt.Key.Key_Tab)
            else:
                key = Qt.Key(ord(character.upper()))
                shift = Qt.KeyboardModifier.ShiftModifier
                held = shift if character.isupper() else Qt.KeyboardModifier.NoModifier
                QTest.sendKeyEvent(QTest.KeyAction.Click, self.window, key, character, held)

    def text(self, name: str = "field") -> str:
        return str(self.window.property(f"{name}Text"))

    def focus(self, name: str) -> None:
        self.window.setProperty(f"{name}Focus", True)


@pytest.fixture
def hands(qtbot: QtBot) -> Iterator[Hands]:
    engine = QQmlEngine()
    hands = Hands(engine)
    with qtbot.waitExposed(hands.window):
        hands.window.requestActivate()
    qtbot.waitUntil(hands.window.isActive)
    yield hands
    hands.wedge.stop()
    hands.window.close()
    hands.window.deleteLater()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        pytest.param(f"{CODE}\n", CODE, id="our code and Enter"),
        pytest.param(f"{CODE}\t", CODE, id="our code and Tab"),
        pytest.param("4901234567894\n", "4901234567894", id="another shop's card"),
        pytest.param(f"{CODE.lower()}\n", CODE.lower(), id="caps lock"),
        pytest.param(f"{CODE}\n\n", CODE, id="two characters at the end"),
        pytest.param("https://example.com/n n\n", "https://example.com/n n", id="with a shortcut's letter"),
    ],
)
def test_a_scan_is_caught_and_no_field_sees_it(hands: Hands, keys: str, text: str) -> None:
    hands.type(keys)
    assert hands.scans == [Scan(text, ScanSource.KEYBOARD, 77, 10)]
    assert hands.text() == ""


def test_a_scan_tells_how_slowly_it_was_typed(hands: Hands) -> None:
    hands.type(CODE[:20], gap_ms=12)
    hands.type(CODE[20:], gap_ms=47)
    hands.type("\n12345678\n", gap_ms=5)
    assert [scan.longest_gap_ms for scan in hands.scans] == [47, 5]


def test_a_scan_without_enter_is_caught_when_it_is_ours(hands: Hands, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hands.wedge.scanned, timeout=2_000):
        hands.type(CODE)
    assert hands.text() == ""


@pytest.mark.parametrize("text", ["tanaka", "GP", "Momo 12", "x", "a longer line of words"], ids=lambda text: text[:8])
def test_what_a_person_types_arrives(hands: Hands, qtbot: QtBot, text: str) -> None:
    hands.type(text, gap_ms=120)
    qtbot.waitUntil(lambda: hands.text() == text, timeout=2_000)
    assert hands.scans == []


def test_typing_and_enter_keep_their_order(hands: Hands) -> None:
    hands.focus("other")
    hands.type("ab\n", gap_ms=120)
    assert hands.window.property("keys") == "+a-a+b-b+\r-\r"


def test_a_fast_short_word_is_no_scan(hands: Hands) -> None:
    hands.type("momo\n", gap_ms=20)
    assert hands.text() == "momo"
    assert hands.scans == []


def test_typing_before_a_scan_stays_typing(hands: Hands) -> None:
    hands.type("ta", gap_ms=120)
    hands.now_ms += 500
    hands.type(f"{CODE}\n")
    assert hands.text() == "ta"
    assert [scan.text for scan in hands.scans] == [CODE]


def test_two_scans_in_a_row(hands: Hands) -> None:
    hands.type(f"{CODE}\n4901234567894\n")
    assert [scan.text for scan in hands.scans] == [CODE, "4901234567894"]


def test_keys_without_text_pass_at_once_and_let_held_ones_go_first(hands: Hands) -> None:
    hands.type("ab")
    QTest.keyClick(hands.window, Qt.Key.Key_Home)
    hands.type("c", gap_ms=200)
    QTest.keyClick(hands.window, Qt.Key.Key_End)
    assert hands.text() == "cab"


def test_a_tap_lets_held_keys_go_where_they_were_meant(hands: Hands) -> None:
    hands.type("ab")
    QTest.mouseClick(hands.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 150))
    assert hands.text("field") == "ab"
    assert hands.text("other") == ""


def test_commands_and_single_key_shortcuts_still_work_for_people(hands: Hands) -> None:
    hands.focus("paper")
    QTest.keyClick(hands.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hands.now_ms += 500
    QTest.keyClick(hands.window, Qt.Key.Key_N)
    assert hands.window.property("fired") == 2


def test_a_scan_triggers_no_shortcut(hands: Hands) -> None:
    hands.focus("paper")
    hands.type("annnnnnnn\n")
    assert hands.window.property("fired") == 0
    assert len(hands.scans) == 1


def test_a_stopped_wedge_touches_nothing(hands: Hands) -> None:
    hands.wedge.stop()
    hands.type(f"{CODE}\n")
    assert hands.text() == CODE
    assert hands.scans == []
    assert hands.wedge.state == ScannerOff()


def test_a_window_opened_later_is_watched_too(hands: Hands, qtbot: QtBot) -> None:
    second = QQuickWindow()
    second.show()
    second.requestActivate()
    qtbot.waitUntil(second.isActive)
    hands.window, first = second, hands.window
    hands.type(f"{CODE}\n")
    hands.window = first
    assert [scan.text for scan in hands.scans] == [CODE]
    second.close()
