"""Challenges by hand: from her page to the rules and back, tapped or by the keyboard, in every view."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.viewmodels.session import KioskPage
from shared.application.views import CampaignState
from shared.qt.engine import register_fonts
from tests.gallery.kiosk import LANDSCAPE, PORTRAIT, VISIT, KioskStage, challenges, home
from tests.gallery.pages import View
from tests.qml.hands import find, tap

pytestmark = pytest.mark.usefixtures("qapp")
VIEWS = tuple(View(*size, easy=easy) for size in (PORTRAIT, LANDSCAPE) for easy in (False, True))
SHOWN = replace(VISIT, home=replace(home(0), campaigns=challenges(2, 1, 0, badges=1)))


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view.size}-{view.look}")
def stage(request: pytest.FixtureRequest) -> Iterator[KioskStage]:
    """Return her page with three challenges, in every view."""
    register_fonts()
    opened = KioskStage(request.param)
    opened.speak("ja")
    opened.show(SHOWN)
    QGuiApplication.processEvents()
    yield opened
    opened.close()


def said(stage: KioskStage, *names: str) -> str:
    found = [str(item.property("text")) for name in names if (item := find(stage.window, name)) is not None]
    return "".join(found).replace("\u2060", "")


def test_from_her_page_to_the_rules_and_back(stage: KioskStage) -> None:
    tap(stage.window, "challenge-row-0")
    assert stage.app.page == "challenges"
    assert [find(stage.window, f"challenge-{row}") is not None for row in range(3)] == [True] * 3
    tap(stage.window, "challenge-1")
    assert find(stage.window, "challenge-0") is None
    assert "500円以上" in said(stage, "challenge-rules", "rules-beside")
    assert said(stage, "challenge-figures") == "1／3"
    tap(stage.window, "back")
    assert find(stage.window, "challenge-0") is not None
    tap(stage.window, "back")
    assert stage.app.session.asking


def test_by_the_keyboard_alone(stage: KioskStage) -> None:
    tap(stage.window, "challenge-row-0")
    for _ in range(12):
        if stage.window.activeFocusItem().objectName() == "challenge-2":
            break
        QTest.keyClick(stage.window, Qt.Key.Key_Tab)
    QTest.keyClick(stage.window, Qt.Key.Key_Space)
    QGuiApplication.processEvents()
    assert said(stage, "challenge-figures") == "0／1"


def test_what_is_finished_is_celebrated_and_leads_on(stage: KioskStage) -> None:
    states = (CampaignState.GIVEN, CampaignState.COMING, CampaignState.OPEN)
    views = challenges(3, 3, 0, badges=1, states=states)
    finished = replace(SHOWN, page=KioskPage.FINISHED, home=replace(home(0), campaigns=views))
    stage.show(replace(finished, celebrating=("visits", "departments")))
    QGuiApplication.processEvents()
    assert "50ポイント" in said(stage, "brings")
    tap(stage.window, "go-on")
    assert "お届けしています" in said(stage, "brings")
    tap(stage.window, "go-on")
    assert stage.app.page == "home"
