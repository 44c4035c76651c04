"""A kiosk's window and a tablet's beside each other: called, answered, taken back, unanswered, through the sync."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from shared.central.calls import end_calls, hear_calls
from shared.central.serve import utc_now
from shared.domain.calls import RINGS_FOR
from shared.qt.sounds import Sounds
from shared.runtime.config import KioskSettings
from shared.runtime.settings import WindowSize
from shared.sync.device import SystemClock, open_device
from tests.qml.kiosk.person import PATIENCE_MS, Person, patient_scanner, started_kiosks
from tests.qml.staff.tablet import Tablet
from tests.viewmodels.staff.shop import CLERK, StaffShop, shared_template


class Floor:
    """Somebody at the kiosk, whose exchange runs by itself, and the clerk with her tablet, who is let to look."""

    def __init__(self, shop: StaffShop, person: Person, tablet: Tablet, qtbot: QtBot) -> None:
        self.shop = shop
        self.person = person
        self.tablet = tablet
        self._qtbot = qtbot

    def work(self) -> None:
        """Let the centre hear what was said, and the tablet exchange."""
        hear_calls(self.shop._centre, utc_now())
        self.shop.tablet.sync.run_once()
        self.tablet.app.refresh()
        self.tablet.settle()

    def until(self, seen: Callable[[], bool]) -> None:
        def worked() -> bool:
            self.work()
            return seen()

        self._qtbot.waitUntil(worked, timeout=PATIENCE_MS)

    def call(self) -> None:
        """Tap the button and wait until the tablet rings and the kiosk knows."""
        self.person.taps("call-staff")
        self.until(lambda: self.tablet.app.calls.ringing and self.person.app.help.call == "ringing")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[StaffShop]:
    """Give a shop of today."""
    copied = shared_template().copy_to(tmp_path / "shop")
    copied.wait_until(utc_now())
    copied.exchange()
    yield copied
    copied.close()


@pytest.fixture(params=[("ja", (960, 540), (800, 1280)), ("en", (540, 960), (1280, 800))], ids=["ja", "en"])
def floor(
    request: pytest.FixtureRequest, qapp: QGuiApplication, qtbot: QtBot, shop: StaffShop, tmp_path: Path
) -> Iterator[Floor]:
    """Give both windows in one language, the kiosk's across where the tablet stands upright and the other way round."""
    locale, kiosk_px, tablet_px = request.param
    tablet = Tablet(shop, *tablet_px)
    sounds = tablet.screen._engine.singletonInstance("shared.qt", "Sounds")
    assert isinstance(sounds, Sounds)
    sounds.mute(muted=True)
    tablet.app.speak(locale)
    tablet.sign_in(CLERK)
    # Beside a thread of its own a kiosk wants a clock that goes.
    shop.kiosk.close()
    kiosk = open_device(tmp_path / "shop" / "kiosk", shop._url, SystemClock())
    with started_kiosks(qapp) as start:
        settings = KioskSettings(window=WindowSize(*kiosk_px), locale=locale, camera=False)
        yield Floor(shop, Person(start(kiosk, settings, patient_scanner), qtbot), tablet, qtbot)
    tablet.close()


def test_a_member_is_helped(floor: Floor) -> None:
    person, tablet = floor.person, floor.tablet
    person.scans(floor.shop.card("もも"))
    floor.until(lambda: person.app.session.home is not None)
    person.taps("bar-help")
    person.sees("help")
    floor.call()
    tablet.click("call-banner-come")
    floor.until(lambda: person.app.help.call == "coming")
    assert tablet.app.staffName in person.reads("call-title").replace("\u2060", "")
    tablet.click("call-banner-member")
    assert tablet.app.member.nickname == "もも"
    tablet.click("call-banner-done")
    floor.until(lambda: person.app.help.call == "")
    assert not tablet.sees("call-banner")


def test_a_call_is_taken_back_and_the_next_one_is_not_answered(floor: Floor) -> None:
    person, tablet = floor.person, floor.tablet
    person.taps("bar-help")
    floor.call()
    person.taps("call-go-on")
    floor.until(lambda: not tablet.sees("call-banner"))
    floor.call()
    end_calls(floor.shop._centre, utc_now() + RINGS_FOR)
    floor.until(lambda: person.app.help.call == "unanswered")
    assert not tablet.sees("call-banner")
    person.taps("call-go-on")
    assert person.find("call-staff") is not None
