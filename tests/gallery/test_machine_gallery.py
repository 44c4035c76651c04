"""The window for trying out scanners and printer fits its screen in both languages."""

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication

from shared.qt.engine import register_fonts
from tests.gallery.checks import inspect
from tests.gallery.machine import GALLERY, VIEWS
from tests.gallery.pages import LOCALES, View
from tests.gallery.test_kiosk_gallery import TOUCH_PX


@pytest.mark.parametrize("view", VIEWS[::2], ids=lambda view: view.size)
def test_nothing_is_cut_off_too_small_or_without_a_name(qapp: QGuiApplication, view: View) -> None:
    register_fonts()
    QAccessible.setActive(True)
    seen = inspect(GALLERY, view, LOCALES, TOUCH_PX)
    assert seen.faults == []
    assert {"Close", "閉じる", "Trial slip", "試し刷り"} <= seen.names
