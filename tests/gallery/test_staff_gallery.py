"""Every staff page fits its screen, can be touched, and tells its name to a screen reader."""

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication

from shared.qt.engine import register_fonts
from tests.gallery.checks import inspect
from tests.gallery.pages import View
from tests.gallery.staff import GALLERY, SIZES, VIEWS

TOUCH_PX = 48
CHECKED = ((View(1280, 800), ("ja",)), (View(1280, 800), ("en",)), (View(800, 1280), ("en",)))


@pytest.fixture(autouse=True)
def fonts(qapp: QGuiApplication) -> None:
    register_fonts()
    QAccessible.setActive(True)


@pytest.mark.parametrize(("view", "locales"), CHECKED, ids=[f"{view.size}-{locales[0]}" for view, locales in CHECKED])
def test_nothing_is_cut_off_too_small_or_without_a_name(view: View, locales: tuple[str, ...]) -> None:
    seen = inspect(GALLERY, view, locales, TOUCH_PX)
    assert seen.faults == []
    # It did look: there are more controls than pages.
    assert len(seen.names) > len({shot.page for shot in GALLERY.shots})


def test_every_size_and_look_is_shown() -> None:
    assert len(VIEWS) == len(SIZES) * 3


def test_every_language_begins_with_a_tablet_that_is_well() -> None:
    stage = GALLERY.open(View(1280, 800))
    try:
        well = (stage.app._inputs.ready, stage.app._inputs.outage, stage.app._inputs.sync)
        for shot in GALLERY.shots[-6:]:
            shot.show(stage)
        stage.speak("en")
        assert (stage.app._inputs.ready, stage.app._inputs.outage, stage.app._inputs.sync) == well
    finally:
        stage.close()
