"""What waits for a member is shown in whole rows, and all of it can be reached."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from shared.qt.engine import register_fonts
from tests.gallery.kiosk import LANDSCAPE, PORTRAIT, VISIT, KioskStage, award, two_draws
from tests.gallery.pages import View
from tests.qml.hands import find, tap

PRIZES = ("tea-cup", "coupon-500", "soap", "incense")
ROWS = ("draw-row-0", *(f"prize-row-{number + 1}" for number in range(len(PRIZES))))
pytestmark = pytest.mark.usefixtures("qapp")
VIEWS = tuple(View(*size, easy=easy) for size in (PORTRAIT, LANDSCAPE) for easy in (False, True))


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view.size}-{view.look}")
def stage(request: pytest.FixtureRequest) -> Iterator[KioskStage]:
    """Return a home page with another draw and four prizes to collect, in every view."""
    register_fonts()
    opened = KioskStage(request.param)
    opened.show(replace(VISIT, home=two_draws(1, 2, *(award(prize) for prize in PRIZES))))
    QGuiApplication.processEvents()
    yield opened
    opened.close()


def test_every_row_is_reached_by_turning_the_page(stage: KioskStage) -> None:
    seen: list[str] = []
    for _ in ROWS:
        seen += [name for name in ROWS if find(stage.window, name)]
        tap(stage.window, "more")
        if "draw-row-0" in [name for name in ROWS if find(stage.window, name)]:
            break
    assert seen == list(ROWS)


def test_no_row_reaches_below_the_page(stage: KioskStage) -> None:
    bar, more = find(stage.window, "bar-done"), find(stage.window, "more")
    assert bar is not None
    assert more is not None
    assert more.mapToScene(QPointF(0, more.height())).y() < bar.mapToScene(QPointF(0, 0)).y()


def test_the_other_draw_is_opened(stage: KioskStage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stage.app.home.wheelAsked) as asked:
        tap(stage.window, "draw-row-0")
    assert asked.args == [1]
