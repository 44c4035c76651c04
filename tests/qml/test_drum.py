"""The drum stops where the recorded turn says, by the design's law of motion."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QMetaObject, QPoint, Qt, SignalInstance
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shared.qt.theme import Appearance
from tests.qml.conftest import Heard, Stage

FACETS = """ListModel { id: prizes; Component.onCompleted: {
    for (let kind = 1; kind <= 10; ++kind) append({ ball: kind, label: "Prize" });
} }"""
DRUM = f"""Item {{
    id: top
    property int facet: 0
    property real place: 0.5
    property alias angle: drum.angle
    property alias landed: drum.landed
    property alias turning: drum.turning
    property list<string> events: []
    function go() {{ drum.turn(facet, place, [4]) }}
    function goForThree() {{ drum.turn(facet, place, [4, 10, 2]) }}
    function skip() {{ drum.skip() }}
    {FACETS}
    Drum {{
        id: drum; objectName: "drum"; x: -84; y: -354; facets: prizes
        onTicked: top.events.push("tick")
        onDropped: index => top.events.push("ball " + index)
        onFinished: top.events.push("finished")
    }}
}}"""
SPIN = """DrumSpin {
    property int facet: 0
    property real place: 0.5
    property real at: 0
    readonly property real there: angleAt(at)
    function go() { start(facet, place) }
}"""


LONG_MS = 30_000
"""More than a slow machine takes; a signal that comes ends the wait at once."""


def signal(item: QQuickItem, name: str) -> SignalInstance:
    """Return a signal that QML declares, which Python's types can't know."""
    declared: SignalInstance = getattr(item, name)
    return declared


def under_pointer(angle: float, count: int = 10) -> tuple[int, float]:
    """Return the facet that stands at the bottom, and how far across it the pointer is (0 to 1)."""
    step = 360 / count
    turned = (0.5 - angle / step) % count
    return int(turned), turned % 1


def events(root: QQuickItem) -> list[str]:
    return [str(event) for event in root.property("events")]


@pytest.mark.parametrize("facet", range(10))
@pytest.mark.parametrize("place", [0.0, 0.31, 1.0])
def test_a_skipped_turn_ends_where_it_was_going(stage: Stage, facet: int, place: float) -> None:
    spin = stage.show(SPIN)
    spin.setProperty("facet", facet)
    spin.setProperty("place", place)
    QMetaObject.invokeMethod(spin, "go")
    QMetaObject.invokeMethod(spin, "skip")
    stopped, across = under_pointer(spin.property("angle"))
    assert stopped == facet
    assert across == pytest.approx(0.1 + 0.8 * place)


@pytest.mark.parametrize("facet", range(10))
def test_the_law_of_motion(stage: Stage, facet: int) -> None:
    spin = stage.show(SPIN)
    spin.setProperty("facet", facet)
    QMetaObject.invokeMethod(spin, "go")

    def angle(seconds: float) -> float:
        spin.setProperty("at", seconds)
        return float(spin.property("there"))

    start, speed = angle(0), float(spin.property("topSpeed"))
    assert angle(0.25) - start == pytest.approx(-8)
    assert 650 <= angle(5) - start < 1010
    assert 417 <= speed <= 655
    assert (angle(0.75) - angle(0.749)) / 0.001 == pytest.approx(speed, rel=0.01)
    coasting = [angle(0.75 + at * 0.01) for at in range(426)]
    speeds = [later - earlier for earlier, later in pairwise(coasting)]
    assert speeds == sorted(speeds, reverse=True)
    assert 0 <= speeds[-1] < 0.01
    assert angle(9) == angle(5)
    QMetaObject.invokeMethod(spin, "skip")


def test_a_whole_turn_ticks_drops_and_finishes_in_order(stage: Stage, qtbot: QtBot) -> None:
    root = stage.show(DRUM)
    root.setProperty("facet", 3)
    drum = stage.find("drum")
    with qtbot.waitSignal(signal(drum, "finished"), timeout=LONG_MS):
        QMetaObject.invokeMethod(root, "go")
        assert root.property("turning")
        assert root.property("landed") == -1
    said = events(root)
    assert said[-2:] == ["ball 0", "finished"]
    assert 15 <= said.count("tick") <= 29
    assert said.index("ball 0") == said.count("tick")
    assert root.property("landed") == 3
    facet, place = under_pointer(root.property("angle"))
    assert facet == 3
    assert place == pytest.approx(0.5)
    assert not root.property("turning")


def test_a_tap_goes_straight_to_the_ball(stage: Stage, qtbot: QtBot) -> None:
    root = stage.show(DRUM)
    with qtbot.waitSignal(signal(stage.find("drum"), "finished"), timeout=LONG_MS):
        QMetaObject.invokeMethod(root, "go")
        QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, pos=QPoint(540, 600))
    assert root.property("landed") == 0
    assert "ball 0" in events(root)


def test_several_balls_fall_one_after_the_other(stage: Stage, qtbot: QtBot) -> None:
    root = stage.show(DRUM)
    with qtbot.waitSignal(signal(stage.find("drum"), "finished"), timeout=LONG_MS):
        QMetaObject.invokeMethod(root, "goForThree")
        QMetaObject.invokeMethod(root, "skip")
    assert events(root) == ["ball 0", "ball 1", "ball 2", "finished"]


def test_reduced_motion_shows_the_result_without_a_spin(
    make_stage: Callable[[Appearance], Stage], qtbot: QtBot
) -> None:
    stage = make_stage(Appearance(reduced_motion=True))
    root = stage.show(DRUM)
    root.setProperty("facet", 6)
    heard = Heard()
    signal(stage.find("drum"), "ticked").connect(heard)
    with qtbot.waitSignal(signal(stage.find("drum"), "finished"), timeout=LONG_MS):
        QMetaObject.invokeMethod(root, "go")
        assert under_pointer(root.property("angle"))[0] == 6
    assert heard.times == 0
    assert events(root) == ["ball 0", "finished"]
