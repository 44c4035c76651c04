"""Hunts through real devices: posters signed at the tablet, found at kiosks with and without a line, finished once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.application.find_spot import (
    SpotAnswer,
    SpotCounted,
    SpotCountedBefore,
    SpotRefused,
    SymbolWrong,
    show_poster,
    tap_symbol,
)
from shared.application.identify import IdentifyMember, PosterRefused, PosterShown, read_home
from shared.application.posters import PosterNotTaken
from shared.application.read_member import read_member
from shared.central.campaigns import stop_campaign
from shared.central.office_devices import revoke_device
from shared.domain.devices import DeviceKind
from shared.domain.hunts import Hunt, HuntSymbol, SpotContent, spot_mark
from shared.domain.member import EntryKind
from shared.domain.rules import HeldReason
from shared.domain.text import Text
from shared.sync.device import OpenDevice
from tests.domain.small_shop import BENCH, GARDEN, HUNT, OTHER_STORE, STAIRS, STORE, small_hunt
from tests.sync.chain import Chain, current_programme, exchange, join, now, sign_in

SPOTS = (BENCH, GARDEN, STAIRS)


class Shop:
    """Two kiosks and a tablet, an ordered hunt that runs, and a member who is known to all of them."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        today = now().date()
        days = {"starts_on": today - timedelta(days=30), "ends_on": today + timedelta(days=30)}
        self.hunt: Hunt = small_hunt(ordered=True, wrong_symbols=2, **days)
        chain.apply(replace(current_programme(), hunts=(self.hunt,), version=2, time_zone="UTC"))
        self.one, self.two = (chain.open(chain.enrol(name, DeviceKind.KIOSK)) for name in ("one", "two"))
        self.tablet_folder = chain.enrol("tablet", DeviceKind.TABLET, counter=True)
        self.tablet = chain.open(self.tablet_folder)
        self.devices = (self.one, self.two, self.tablet)
        chain.settle(*self.devices)
        self.signer = sign_in(chain, self.tablet)
        self.hana = join(self.tablet, self.signer)
        self.settle()

    def settle(self) -> None:
        for _ in range(2):
            self.chain.settle(*self.devices)

    def poster(self, spot: str, days_on: int = 0) -> str:
        """Sign a poster as the tablet does, of today or so many days later."""
        period = self.hunt.period(now().date() + timedelta(days=days_on))
        desk = self.tablet.desk
        return desk.spot_code(SpotContent(desk.device_number, STORE, spot_mark(HUNT, spot), period))

    def show(self, kiosk: OpenDevice, spot: str) -> SpotAnswer:
        seen = IdentifyMember(kiosk.desk)(self.poster(spot))
        assert isinstance(seen, PosterShown)
        return show_poster(kiosk.desk, self.hana.member_id, seen.poster)

    def right(self, kiosk: OpenDevice, spot: str) -> HuntSymbol:
        period = self.hunt.period(now().date())
        return self.hunt.symbols(STORE, period, kiosk.desk.code_hash)[spot]

    def found(self, kiosk: OpenDevice) -> frozenset[str]:
        home = read_home(kiosk.desk, self.hana.member_id, card_shown=True)
        assert home is not None
        (view,) = home.campaigns
        return self.hunt.found(view.progress)

    def points(self) -> int:
        page = read_member(self.tablet.desk, self.signer, self.hana.member_id)
        assert page is not None
        return page.balance_points


@pytest.fixture
def shop(chain: Chain) -> Shop:
    return Shop(chain)


@pytest.fixture
def small_shop(small_chain: Chain) -> Shop:
    return Shop(small_chain)


def test_a_hunt_over_two_kiosks_is_finished_once(shop: Shop) -> None:
    first = shop.show(shop.one, BENCH)
    assert isinstance(first, SpotCounted)
    assert not first.finished
    assert isinstance(shop.show(shop.one, BENCH), SpotCountedBefore)
    # The other kiosk has not heard of it: she shows the first one again, and it counts once.
    early = shop.show(shop.two, GARDEN)
    assert early == SpotRefused(HeldReason.SPOT_TOO_EARLY, shop.hunt.spots[0].hint)
    answers = [shop.show(shop.two, spot) for spot in SPOTS]
    assert [isinstance(answer, SpotCounted) and answer.finished for answer in answers] == [False, False, True]
    assert shop.points() == 0
    shop.settle()
    assert shop.points() == 50
    for kiosk in (shop.one, shop.two):
        assert shop.found(kiosk) == frozenset(SPOTS)
        assert isinstance(shop.show(kiosk, STAIRS), SpotCountedBefore)
    shop.settle()
    assert shop.points() == 50
    page = read_member(shop.tablet.desk, shop.signer, shop.hana.member_id)
    assert page is not None
    told = [line.entry.refers_to for line in page.history if line.entry.kind is EntryKind.SPOT]
    assert sorted(told) == sorted(SPOTS)


def test_a_symbol_counts_as_the_code_does_and_guessing_ends(small_shop: Shop) -> None:
    shop = small_shop
    desk, hana = shop.one.desk, shop.hana.member_id
    right = shop.right(shop.one, BENCH)
    wrong = [symbol for symbol in HuntSymbol if symbol is not right]
    for left, symbol in zip((1, 0), wrong, strict=False):
        answer = tap_symbol(desk, hana, HUNT, BENCH, symbol)
        assert isinstance(answer, SymbolWrong)
        assert answer.left == left
    used_up = SpotRefused(HeldReason.SYMBOLS_USED_UP)
    assert tap_symbol(desk, hana, HUNT, BENCH, right) == used_up
    shop.settle()
    assert tap_symbol(shop.two.desk, hana, HUNT, BENCH, right) == used_up
    assert isinstance(shop.show(shop.two, BENCH), SpotCounted)
    shop.settle()
    assert shop.found(shop.one) == {BENCH}


def test_posters_of_other_days_other_printers_and_other_hunts_do_not_count(small_shop: Shop) -> None:
    shop = small_shop
    identify = IdentifyMember(shop.one.desk)

    def why(code: str) -> HeldReason:
        answer = identify(code)
        assert isinstance(answer, PosterRefused)
        return answer.why.reason

    assert {why(shop.poster(BENCH, days)) for days in (-1, 1)} == {HeldReason.SPOT_CODE_OVER}
    period = shop.hunt.period(now().date())
    kiosk = shop.two.desk
    own = kiosk.spot_code(SpotContent(kiosk.device_number, STORE, spot_mark(HUNT, BENCH), period))
    assert why(own) is HeldReason.SPOT_CODE_INVALID
    unknown = shop.tablet.desk.spot_code(
        SpotContent(shop.tablet.desk.device_number, STORE, spot_mark("another", BENCH), period)
    )
    assert why(unknown) is HeldReason.SPOT_CODE_INVALID
    elsewhere = shop.chain.open(shop.chain.enrol("elsewhere", DeviceKind.TABLET, OTHER_STORE)).desk
    shop.settle()
    foreign = identify(
        elsewhere.spot_code(SpotContent(elsewhere.device_number, OTHER_STORE, spot_mark(HUNT, BENCH), period))
    )
    ueno = Text("Ueno", "Ueno")
    assert foreign == PosterRefused(PosterNotTaken(HeldReason.SPOT_ELSEWHERE, ueno))
    good = shop.poster(BENCH)
    stop_campaign(shop.chain.engine, HUNT, STORE, now(), "test")
    assert isinstance(identify(good), PosterShown)
    shop.settle()
    assert why(good) is HeldReason.NOT_OFFERED


def test_what_a_lost_tablet_printed_ends_when_the_kiosk_hears_of_it(small_shop: Shop) -> None:
    shop = small_shop
    identify = IdentifyMember(shop.one.desk)
    code = shop.poster(BENCH)
    assert isinstance(identify(code), PosterShown)
    revoke_device(shop.chain.engine, shop.tablet.desk.device_id, "lost", now())
    assert isinstance(identify(code), PosterShown)
    exchange(shop.one)
    assert isinstance(identify(code), PosterRefused)
