"""Help in the kiosk's window: questions read and searched by taps and keys, and what it says without a line."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shared.domain.faq import USUAL_FAQ
from shared.hardware.keyboard_wedge import KeyboardWedge
from shared.runtime.config import KioskSettings
from shared.runtime.settings import WindowSize
from shared.sync.device import OpenDevice
from tests.kiosk_shop import KioskShop, build
from tests.qml.kiosk.person import PATIENCE_MS, MakeScanners, Person, patient_scanner, started_kiosks

SCREENS = ((540, 960), (960, 540))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> KioskShop:
    """Return the shop whose kiosk each test copies."""
    return build(tmp_path_factory.mktemp("kiosk-help"))


@pytest.fixture
def device(shop: KioskShop, tmp_path: Path) -> OpenDevice:
    return shop.open_copy(tmp_path / "kiosk")


@pytest.fixture
def make_person(qapp: QGuiApplication, qtbot: QtBot, device: OpenDevice) -> Iterator[Callable[..., Person]]:
    """Return a maker of one person before a kiosk of a size, in a language."""
    with started_kiosks(qapp) as start:

        def make(
            width: int, height: int, locale: Literal["ja", "en"], scanners: MakeScanners = patient_scanner
        ) -> Person:
            settings = KioskSettings(window=WindowSize(width, height), locale=locale, camera=False)
            return Person(start(device, settings, scanners), qtbot)

        yield make


@pytest.mark.parametrize(("width", "height"), SCREENS)
@pytest.mark.parametrize(("locale", "typed", "question"), [("ja", "なはか", ""), ("en", "lost", "I have lost my card")])
def test_an_answer_is_found_by_taps(
    make_person: Callable[..., Person], locale: str, typed: str, question: str, width: int, height: int
) -> None:
    person = make_person(width, height, locale)
    person.taps("bar-help")
    person.sees("help")
    assert person.find("bar-help") is None
    person.taps("faq-0")
    first = USUAL_FAQ[0].answer
    assert person.reads("reading-words") == (first.ja if locale == "ja" else first.en)
    # Who asked for another language reads on in it.
    person.taps("bar-language")
    assert person.reads("reading-words") == (first.en if locale == "ja" else first.ja)
    person.taps("bar-language")
    person.taps("reading-close")
    person.taps("search")
    for sign in typed:
        person.taps(f"key-{sign}")
        if locale == "ja":
            # The row, then the kana of it with the same name.
            person.taps(f"key-{sign}")
    assert person.app.help.typed == typed
    if question:
        row = person.find("faq-0")
        assert row is not None
        assert row.property("title") == question
    else:
        assert person.find("faq-0") is None
        assert person.find("nothing") is not None
    person.taps("search")
    assert (person.app.help.searching, person.app.help.typed) == (False, "")
    person.taps("back")
    person.sees("attract")


def test_a_keyboard_finds_it_too(make_person: Callable[..., Person], qtbot: QtBot) -> None:
    person = make_person(540, 960, "en", lambda _settings: (KeyboardWedge(),))
    person.taps("bar-help")
    person.sees("help")
    for key in (Qt.Key.Key_L, Qt.Key.Key_O):
        QTest.keyClick(person.kiosk.window, key)
    qtbot.waitUntil(lambda: person.app.help.typed.lower() == "lo", timeout=PATIENCE_MS)
    QTest.keyClick(person.kiosk.window, Qt.Key.Key_Escape)
    person.sees("attract")


def test_keys_do_not_change_what_is_being_read(make_person: Callable[..., Person]) -> None:
    person = make_person(540, 960, "en", lambda _settings: ())
    person.taps("bar-help")
    person.sees("help")
    person.taps("faq-1")
    words = person.reads("reading-words")
    for key in (Qt.Key.Key_L, Qt.Key.Key_Z):
        QTest.keyClick(person.kiosk.window, key)
    assert (person.app.help.typed, person.reads("reading-words")) == ("", words)
    QTest.keyClick(person.kiosk.window, Qt.Key.Key_Escape)
    assert person.find("reading-words") is None
    QTest.keyClick(person.kiosk.window, Qt.Key.Key_L)
    assert person.app.help.typed == "l"


def test_without_a_line_it_says_so_and_where_to_go(make_person: Callable[..., Person], qtbot: QtBot) -> None:
    person = make_person(540, 960, "en", lambda _settings: (KeyboardWedge(),))
    person.taps("bar-help")
    qtbot.waitUntil(lambda: person.app.help.offline, timeout=PATIENCE_MS)
    assert person.find("call-staff") is None
    assert "Nobody can be called from here just now. Please come to us" in person.reads("away")
    # The line broke between a look and a tap; what she tapped is gone from the screen.
    person.taps("search")
    person.app.help.callStaff()
    qtbot.waitUntil(lambda: person.app.help.call == "away", timeout=PATIENCE_MS)
    assert person.reads("call-title") == "Nobody can be called from here just now"
    QTest.keyClick(person.kiosk.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: person.find("faq-0") is not None, timeout=PATIENCE_MS)
    person.sees("help")


def test_help_is_there_where_somebody_is_stuck(make_person: Callable[..., Person], shop: KioskShop) -> None:
    person = make_person(540, 960, "en")
    person.scans("HTTPS://EXAMPLE.COM/")
    person.sees("problem")
    person.taps("bar-help")
    person.sees("help")
    person.taps("back")
    person.sees("problem")
    person.scans(shop.hana.code)
    person.sees("home")
    person.taps("bar-help")
    person.sees("help")
    person.taps("bar-done")
    person.sees("attract")
    assert person.app.session.home is None
