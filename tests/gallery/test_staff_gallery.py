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
