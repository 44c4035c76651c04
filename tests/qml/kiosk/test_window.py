"""The kiosk as it is composed, in its window: clicks, touches and keys, over a real device."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.composition import Kiosk, read_brand
from shared.hardware.camera import PictureCamera
from shared.qt.engine import register_fonts
from shared.qt.qr import qr_image
from shared.runtime.config import KioskSettings
from shared.runtime.settings import WindowSize
from shared.runtime.trouble import Trouble
from shared.sync.device import OpenDevice
from tests.kiosk_shop import GIVEN_TURNS, KioskShop, build
from tests.qml.kiosk.person import PATIENCE_MS, Person, be_silent, patient_scanner, started_kiosks
from tests.qml.meta_objects import with_their_own


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> KioskShop:
    """Return the shop whose kiosk each test copies."""
    return build(tmp_path_factory.mktemp("kiosk-window"))


@pytest.fixture
def device(shop: KioskShop, tmp_path: Path) -> OpenDevice:
    return shop.open_copy(tmp_path / "kiosk")


@pytest.fixture
def make_person(qapp: QGuiApplication, qtbot: QtBot, device: OpenDevice) -> Iterator[Callable[[int, int], Person]]:
    """Return a maker of one person before a kiosk of a size; the kiosk is taken apart after the test."""
    with started_kiosks(qapp) as start:

        def make(width: int, height: int) -> Person:
            settings = KioskSettings(window=WindowSize(width, height), locale="en", camera=False)
            return Person(start(device, settings, patient_scanner), qtbot)

        yield make


@pytest.fixture
def person(make_person: Callable[[int, int], Person]) -> Person:
    return make_person(540, 960)


def test_a_visit_with_one_turn(person: Person, shop: KioskShop) -> None:
    person.scans(shop.hana.code)
    person.sees("home")
    assert person.reads("nickname") == "hanaさん"
    person.taps("open-wheel")
    person.sees("wheel")
    person.turns("leaf")
    person.sees("result")
    person.taps("bar-done")
    person.sees("attract")
    assert person.app.session.home is None
    assert with_their_own() == set()


@pytest.mark.parametrize(("width", "height"), [(540, 960), (960, 540)])
def test_all_turns_at_once_in_both_orientations(
    make_person: Callable[[int, int], Person], shop: KioskShop, width: int, height: int
) -> None:
    person = make_person(width, height)
    person.scans(shop.hana.code)
    person.taps("open-wheel")
    person.taps("all-turns")
    assert person.app.session.all_turns
    person.turns("sun")
    person.sees("result")
    for _ in range(person.app.result.steps - 1):
        person.taps("go-on")
    person.taps("go-on")
    person.sees("home")
    assert person.app.home.turns == 0
    assert person.find("open-wheel") is None


def test_touch_reaches_the_same_buttons(person: Person) -> None:
    finger = QTest.createTouchDevice()
    place = person.middle("bar-no-card")
    QTest.touchEvent(person.kiosk.window, finger).press(0, place, person.kiosk.window).commit()
    QTest.touchEvent(person.kiosk.window, finger).release(0, place, person.kiosk.window).commit()
    person.sees("pad")


def test_a_number_is_tapped_and_typed(person: Person, shop: KioskShop) -> None:
    person.taps("bar-no-card")
    person.sees("pad")
    for digit in shop.beni.number[:6]:
        person.taps(f"key-{digit}")
    assert person.app.pad.digits == shop.beni.number[:6]
    person.taps("key-backspace")
    for digit in shop.beni.number[5:]:
        person.taps(f"key-{digit}")
    person.taps("enter")
    person.sees("home")
    assert person.app.home.nickname == "beni"


def test_a_scan_works_whatever_has_the_focus(person: Person, shop: KioskShop) -> None:
    person.taps("bar-no-card")
    person.sees("pad")
    person.taps("key-1")
    person.scans(shop.beni.code)
    person.sees("home")


def test_the_language_changes_under_her_eyes(person: Person) -> None:
    assert person.reads("bar-no-card") == "No card?"
    person.taps("bar-language")
    assert person.reads("bar-no-card") == "カードなし"
    person.taps("bar-language")
    assert person.reads("bar-no-card") == "No card?"


def test_the_easy_view_puts_everything_low(make_person: Callable[[int, int], Person], shop: KioskShop) -> None:
    person = make_person(540, 960)
    person.taps("bar-easy")
    person.scans(shop.hana.code)
    person.sees("home")
    for name in ("nickname", "open-wheel", "bar-done"):
        assert person.middle(name).y() > 960 * 0.55


def test_a_foreign_code_is_answered_kindly(person: Person) -> None:
    person.scans("HTTPS://EXAMPLE.COM/")
    person.sees("problem")
    assert person.reads("title") == "This code is from elsewhere"
    person.taps("go-on")
    person.sees("attract")


def test_more_time_is_one_tap(person: Person, shop: KioskShop) -> None:
    person.scans(shop.hana.code)
    person.sees("home")
    session = person.app.session
    person.app.show(replace(session, touched_ms=session.touched_ms - 35_000))
    person.taps("more-time")
    assert (person.app.countdown, person.app.page) == (0, "home")
    assert person.app.home.turns == GIVEN_TURNS + 1


@pytest.mark.qt_log_ignore(r"Couldn't (load|resolve) (va|pipewire)", "No RHI backend", extend=True)
def test_the_camera_shows_what_it_sees_and_reads_a_card(
    qapp: QGuiApplication, qtbot: QtBot, device: OpenDevice, shop: KioskShop
) -> None:
    register_fonts()
    camera = PictureCamera()
    settings = KioskSettings(window=WindowSize(540, 960), locale="en", camera=True)
    kiosk = Kiosk(qapp, device, settings, lambda _: (camera,))
    be_silent(kiosk)
    try:
        kiosk.start()
        person = Person(kiosk, qtbot)
        qtbot.waitUntil(lambda: kiosk.listening, timeout=PATIENCE_MS)
        assert person.find("preview") is None
        camera.show(picture_of(shop.beni.code))
        person.sees("home")
        assert person.app.home.nickname == "beni"
        kiosk.app.done()
        camera.show(picture_of(""))
        qtbot.waitUntil(lambda: person.find("preview") is not None, timeout=PATIENCE_MS)
    finally:
        kiosk.close()


def picture_of(code: str) -> QImage:
    """Return what a camera sees of a card with this code, or of nothing."""
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    if code:
        symbol = qr_image(code).scaled(300, 300)
        painter = QPainter(picture)
        painter.drawImage(170, 90, symbol)
        painter.end()
    return picture


def test_a_theme_file_that_can_not_be_used_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="can't be read"):
        read_brand(tmp_path / "missing.toml")
    poor = tmp_path / "poor.toml"
    poor.write_text('[light]\nbrand = "FFFFFF"\n')
    with pytest.raises(Trouble, match="contrast"):
        read_brand(poor)
    assert read_brand(None).name
