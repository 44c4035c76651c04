"""Every kiosk page fits its screen, can be touched, and tells its name to a screen reader."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtQuick import QQuickItem

from shared.qt.engine import register_fonts
from tests.architecture.house import ROOT
from tests.gallery.__main__ import index
from tests.gallery.checks import cut_off_texts, inspect, small_targets
from tests.gallery.kiosk import GALLERY, LANDSCAPE, PORTRAIT, VIEWS
from tests.gallery.pages import LOCALES, View
from tests.gallery.photographer import pictures
from tests.monkey.listening import complaints_heard

TOUCH_PX = 96
# English needs more room than Japanese, but for sentences that a shop writes: its two sizes are read in both.
CHECKED = (
    (View(*PORTRAIT), LOCALES),
    (View(*PORTRAIT, easy=True), ("en",)),
    (View(*LANDSCAPE), LOCALES),
    (View(*LANDSCAPE, easy=True), ("en",)),
)


@pytest.fixture(autouse=True)
def fonts(qapp: QGuiApplication) -> None:
    register_fonts()
    QAccessible.setActive(True)


@pytest.mark.parametrize(("view", "locales"), CHECKED, ids=[f"{view.size}-{view.look}" for view, _ in CHECKED])
def test_nothing_is_cut_off_too_small_or_without_a_name(view: View, locales: tuple[str, ...]) -> None:
    seen = inspect(GALLERY, view, locales, TOUCH_PX)
    assert seen.faults == []
    # It did look: there are more controls than pages.
    assert len(seen.names) > len({shot.page for shot in GALLERY.shots})


def test_the_view_changes_on_every_page_without_a_complaint() -> None:
    pages = {shot.page: shot for shot in GALLERY.shots}
    with complaints_heard() as complaints:
        for size in (PORTRAIT, LANDSCAPE):
            stage = GALLERY.open(View(*size))
            for shot in pages.values():
                shot.show(stage)
                for easy in (True, False):
                    stage.redress(easy=easy)
            stage.close()
    assert complaints == []


def test_the_command_takes_the_same_pictures_every_time(tmp_path: Path) -> None:
    first, again = (_by_command(tmp_path / name, "--only", "pad", "--look", "light") for name in ("first", "again"))
    assert len(first) == len(LOCALES) * 2 * 2 + 1
    assert first == again


def _by_command(folder: Path, *arguments: str) -> dict[str, bytes]:
    command = (sys.executable, "-m", "tests.gallery", str(folder), "--program", "kiosk", *arguments)
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_both_orientations_are_shown() -> None:
    assert {(view.width, view.height) for view in VIEWS} == {PORTRAIT, LANDSCAPE}


def test_the_index_shows_every_picture(tmp_path: Path) -> None:
    page = index(["a.png", "b.png"])
    assert page.count("<img") == 2
    assert 'src="b.png"' in page


def test_planted_faults_are_seen() -> None:
    taken = pictures(GALLERY, "home", (View(*PORTRAIT),))
    picture = next(taken)
    nickname = find(picture.window.contentItem(), "nickname")
    nickname.setWidth(40)
    QGuiApplication.processEvents()
    assert cut_off_texts(picture.window) == ["elided: ももさん"]
    assert len(small_targets(picture.window, TOUCH_PX + 60)) > 2
    taken.close()


def find(item: QQuickItem, name: str) -> QQuickItem:
    """Return the item called `name`."""
    waiting = [item]
    while waiting:
        each = waiting.pop()
        if each.objectName() == name:
            return each
        waiting += each.childItems()
    raise LookupError(name)
