"""A hunt by hand: from the challenges to its spots and their symbols, tapped or by the keyboard, in every view."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.viewmodels.session import HuntLook, HuntNote, KioskPage
from shared.domain.hunts import HuntSymbol
from shared.hardware.posters import SIGNS
from shared.qt.engine import register_fonts
from tests.gallery.kiosk import HUNT, LANDSCAPE, PORTRAIT, VISIT, KioskStage, home, hunt
from tests.gallery.pages import View
from tests.qml.hands import find, tap

pytestmark = pytest.mark.usefixtures("qapp")
VIEWS = tuple(View(*size, easy=easy) for size in (PORTRAIT, LANDSCAPE) for easy in (False, True))
SHOWN = replace(VISIT, home=replace(home(0), campaigns=(hunt("tea"),)))


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view.size}-{view.look}")
def stage(request: pytest.FixtureRequest) -> Iterator[KioskStage]:
    """Return her page with a hunt, one of whose spots is found, in every view."""
    register_fonts()
    opened = KioskStage(request.param)
    opened.speak("ja")
    opened.show(SHOWN)
    QGuiApplication.processEvents()
    yield opened
    opened.close()


def press_till(stage: KioskStage, name: str) -> None:
    """Go on by Tab until something has the focus, and press it."""
    for _ in range(24):
        if stage.window.activeFocusItem().objectName() == name:
            break
        QTest.keyClick(stage.window, Qt.Key.Key_Tab)
    assert stage.window.activeFocusItem().objectName() == name
    QTest.keyClick(stage.window, Qt.Key.Key_Space)
    QGuiApplication.processEvents()


def test_from_her_page_to_a_symbol_and_back(stage: KioskStage) -> None:
    tap(stage.window, "challenge-row-0")
    tap(stage.window, "challenge-0")
    tap(stage.window, "open-hunt")
    assert stage.app.page == "hunt"
    tap(stage.window, "spot-2")
    assert stage.app.hunt.asked == 2
    shown = {symbol: find(stage.window, f"symbol-{symbol}") for symbol in HuntSymbol}
    assert {symbol: item.property("digit") for symbol, item in shown.items() if item is not None} == dict(SIGNS)
    tap(stage.window, "back")
    assert (stage.app.page, stage.app.hunt.asked) == ("hunt", -1)
    tap(stage.window, "back")
    assert stage.app.page == "challenges"


def test_a_spot_that_is_found_asks_nothing(stage: KioskStage) -> None:
    stage.show(replace(SHOWN, page=KioskPage.HUNT, hunt=HuntLook(HUNT)))
    QGuiApplication.processEvents()
    spot = find(stage.window, "spot-0")
    assert spot is not None
    assert (spot.property("title"), spot.property("enabled")) == ("お茶の棚", False)


def test_by_the_keyboard_alone(stage: KioskStage) -> None:
    stage.show(replace(SHOWN, page=KioskPage.HUNT, hunt=HuntLook(HUNT)))
    QGuiApplication.processEvents()
    press_till(stage, "spot-1")
    assert stage.app.hunt.asked == 1
    press_till(stage, "symbol-umbrella")
    assert stage.app.session.asking


def test_where_symbols_are_used_up_spots_are_for_looking_at(stage: KioskStage) -> None:
    view = hunt("tea", misses=3)
    looked = HuntLook(HUNT, note=HuntNote.CODES)
    stage.show(replace(SHOWN, page=KioskPage.HUNT, home=replace(home(0), campaigns=(view,)), hunt=looked))
    QGuiApplication.processEvents()
    spot, note = find(stage.window, "spot-1"), find(stage.window, "note")
    assert spot is not None
    assert note is not None
    assert not spot.property("enabled")
    assert "コードの写真" in str(note.property("text"))
