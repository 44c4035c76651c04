"""A kiosk calls: seen over every page and on the closed tablet, answered by a tap, through the sync."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QGuiApplication

from shared.application.calls import Called, Calling, call_staff, how_it_stands
from shared.domain.calls import CallReason
from shared.qt.sounds import Sounds
from tests.qml.staff.tablet import Tablet
from tests.viewmodels.staff.shop import CLERK, StaffShop

SIZES = ((1280, 800), (800, 1280))


@pytest.fixture
def make_tablet(qapp: QGuiApplication, shop: StaffShop) -> Iterator[Callable[[int, int, str], Tablet]]:
    """Return a maker of one open tablet of a size, in a language, that makes no sound."""
    opened: list[Tablet] = []

    def make(width: int, height: int, locale: str) -> Tablet:
        tablet = Tablet(shop, width, height)
        opened.append(tablet)
        sounds = tablet.screen._engine.singletonInstance("shared.qt", "Sounds")
        assert isinstance(sounds, Sounds)
        sounds.mute(muted=True)
        tablet.app.speak(locale)
        tablet.sign_in(CLERK)
        return tablet

    yield make
    for tablet in opened:
        tablet.close()


def ring(tablet: Tablet, nickname: str = "もも") -> Calling:
    shop = tablet.shop
    shop.exchange()
    calling = call_staff(shop.kiosk.desk, CallReason.HELP, "", shop.member_id(nickname))
    assert calling is not None
    hear(tablet)
    return calling


def hear(tablet: Tablet) -> None:
    tablet.shop.exchange()
    tablet.app.refresh()
    tablet.settle()


@pytest.mark.parametrize(
    ("width", "height", "locale", "coming"), [(*SIZES[0], "en", "I'm coming"), (*SIZES[1], "ja", "向かいます")]
)
def test_a_call_is_answered_from_any_page(
    make_tablet: Callable[[int, int, str], Tablet], width: int, height: int, locale: str, coming: str
) -> None:
    tablet = make_tablet(width, height, locale)
    tablet.click("rail-draws")
    assert not tablet.sees("call-banner")
    calling = ring(tablet)
    assert tablet.app.page == "draws"
    assert tablet.find("call-banner-come").property("text") == coming
    tablet.click("call-banner-title")
    assert tablet.app.page == "draws"
    tablet.click("call-banner-come")
    hear(tablet)
    stands = how_it_stands(tablet.shop.kiosk.desk, calling)
    assert (stands.state, stands.name) == (Called.COMING, tablet.app.staffName)
    tablet.click("call-banner-member")
    assert (tablet.app.page, tablet.app.member.nickname) == ("member", "もも")
    tablet.click("call-banner-done")
    assert not tablet.sees("call-banner")
    hear(tablet)
    assert how_it_stands(tablet.shop.kiosk.desk, calling).state is Called.DONE


def test_the_page_of_calls_does_the_same(make_tablet: Callable[[int, int, str], Tablet]) -> None:
    tablet = make_tablet(*SIZES[0], "en")
    tablet.click("rail-calls")
    assert tablet.sees("calls-empty")
    ring(tablet)
    tablet.click("call-come-0")
    hear(tablet)
    assert "you are going" in tablet.find("call-state-0").property("text")
    tablet.click("call-done-0")
    assert tablet.sees("calls-empty")
    tablet.click("calls-quiet")
    assert tablet.app.calls.quiet


def test_a_closed_tablet_says_where_and_not_who(make_tablet: Callable[[int, int, str], Tablet]) -> None:
    tablet = make_tablet(*SIZES[0], "en")
    tablet.click("rail-lock")
    ring(tablet)
    assert tablet.app.page == "sign-in"
    assert "is calling" in tablet.texts()
    assert "もも" not in tablet.texts()
    assert not tablet.sees("call-banner-come")
    tablet.sign_in(CLERK)
    assert tablet.sees("call-banner-come")
