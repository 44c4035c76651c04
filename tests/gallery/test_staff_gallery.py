"""Every staff page fits its screen, can be touched, and tells its name to a screen reader."""

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication

from shared.qt.engine import register_fonts
from tests.architecture.accessible import unnamed_controls
from tests.gallery.checks import cut_off_texts, small_targets
from tests.gallery.pages import View
from tests.gallery.photographer import pictures
from tests.gallery.staff import GALLERY, SIZES, VIEWS

TOUCH_PX = 48
CHECKED = ((View(1280, 800), ("ja",)), (View(1280, 800), ("en",)), (View(800, 1280), ("en",)))


@pytest.fixture(autouse=True)
def fonts(qapp: QGuiApplication) -> None:
    register_fonts()
    QAccessible.setActive(True)


@pytest.mark.parametrize(("view", "locales"), CHECKED, ids=[f"{view.size}-{locales[0]}" for view, locales in CHECKED])
def test_nothing_is_cut_off_too_small_or_without_a_name(view: View, locales: tuple[str, ...]) -> None:
    faults = [
        f"{picture.name}: {fault}"
        for picture in pictures(GALLERY, "", (view,), locales)
        for fault in (
            *cut_off_texts(picture.window),
            *small_targets(picture.window, TOUCH_PX),
            *unnamed_controls(picture.window),
        )
    ]
    assert faults == []


def test_every_size_and_look_is_shown() -> None:
    assert len(VIEWS) == len(SIZES) * 3
