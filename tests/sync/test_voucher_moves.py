"""A prize asked for at another device of its store: lent by way of the centre, or kindly declined."""

import random
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication

from shared.application.ask_for_voucher import (
    COMING_MS,
    NobodyToAsk,
    VoucherComing,
    ask_for_voucher,
    has_come,
)
from shared.application.hand_over_prize import HandedOverBefore, OtherCounter, PrizeHandedOver, hand_over_prize
from shared.application.ports import Signer
from shared.application.views import Link
from shared.central.database import writing
from shared.central.lending import PauseReason, pause_lending, resume_lending
from shared.central.recalls import retire_device
from shared.central.write_off import write_off_device
from shared.domain.devices import DeviceKind
from shared.domain.vouchers import VoucherState
from shared.qt.jobs import InlineExecutor, Lane
from shared.sync.device import OpenDevice
from staff.viewmodels.hand_over import HandOverViewModel
from staff.viewmodels.session import StaffSession
from tests.domain.small_shop import OTHER_STORE
from tests.fakes import StillClock
from tests.sync.chain import Chain, exchange, give, greet, join, now, sign_in, turn

TURNS = 6
"""As many as a drum has balls: three of them win goods."""


class Counters:
    """A counter, a second tablet beside it, and prizes that were won at the store's kiosk."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK))
        self.counter = chain.open(chain.enrol("counter", DeviceKind.TABLET, counter=True))
        self.second = chain.open(chain.enrol("second", DeviceKind.TABLET))
        self.settle()
        self.signer = sign_in(chain, self.counter)
        hana = join(self.counter, self.signer)
        for _ in range(TURNS):
            give(self.counter, self.signer, hana.member_id)
        self.settle()
        greet(self.kiosk, hana.card_code)
        won = turn(self.kiosk, hana.member_id, TURNS)
        self.codes = [code for view in won if (code := view.award.award.voucher_code)]
        assert self.codes
        self.settle()

    def settle(self) -> None:
        for _ in range(2):
            self.chain.settle(self.kiosk, self.counter, self.second)

    def ask(self, device: OpenDevice | None = None) -> VoucherComing:
        """Ask for the first prize at the second tablet."""
        asked = ask_for_voucher((device or self.second).desk, self.signer, self.codes[0])
        assert isinstance(asked, VoucherComing), asked
        return asked

    def give(self, device: OpenDevice, code: str | None = None) -> object:
        return hand_over_prize(device.desk, self.signer, code or self.codes[0])


@pytest.fixture
def counters(chain: Chain) -> Counters:
    return Counters(chain)


@pytest.fixture
def small_counters(small_chain: Chain) -> Counters:
    return Counters(small_chain)


def test_a_prize_is_given_where_it_was_asked_for(counters: Counters) -> None:
    assert counters.give(counters.second) == OtherCounter("counter")
    asked = counters.ask()
    assert not has_come(counters.second.desk, asked)
    assert counters.second.storage.has_asked()
    counters.settle()
    assert has_come(counters.second.desk, asked)
    assert not counters.second.storage.has_asked()
    assert counters.give(counters.counter) == OtherCounter("second")
    assert isinstance(counters.give(counters.second), PrizeHandedOver)
    counters.settle()
    assert isinstance(counters.give(counters.counter), HandedOverBefore)
    assert counters.chain.held() == []


def test_a_prize_that_the_counter_gave_meanwhile_is_given_once(small_counters: Counters) -> None:
    counters = small_counters
    asked = counters.ask()
    assert isinstance(counters.give(counters.counter), PrizeHandedOver)
    counters.settle()
    assert has_come(counters.second.desk, asked)
    assert isinstance(counters.give(counters.second), HandedOverBefore)
    assert counters.chain.held() == []


def test_without_a_line_nothing_is_asked(small_counters: Counters) -> None:
    counters = small_counters
    counters.second.storage.note_link(Link.OFFLINE)
    assert ask_for_voucher(counters.second.desk, counters.signer, counters.codes[0]) == NobodyToAsk()


def test_another_stores_counter_says_where_it_waits(small_counters: Counters) -> None:
    counters = small_counters
    there = counters.chain.open(counters.chain.enrol("there", DeviceKind.TABLET, OTHER_STORE, counter=True))
    counters.chain.settle(there)
    answer = counters.give(there)
    assert isinstance(answer, OtherCounter)
    assert (answer.label, answer.store and answer.store.en) == ("counter", "Ginza")


def test_a_lost_tablet_leaves_what_it_borrowed_to_the_counter(small_counters: Counters) -> None:
    counters = small_counters
    counters.ask()
    counters.settle()
    written_off = write_off_device(counters.chain.engine, counters.second.enrolment.device_id, now(), "tests")
    assert written_off.vouchers == 1
    exchange(counters.counter)
    assert isinstance(counters.give(counters.counter), PrizeHandedOver)


def test_a_tablet_that_goes_gives_back_what_it_borrowed(small_counters: Counters) -> None:
    counters = small_counters
    counters.ask()
    counters.settle()
    retire_device(counters.chain.engine, counters.second.enrolment.device_id, now(), "tests")
    counters.settle()
    assert isinstance(counters.give(counters.counter), PrizeHandedOver)
    counters.settle()
    assert counters.chain.held() == []


def test_a_centre_that_lends_nothing_keeps_it_until_it_is_asked_again(small_counters: Counters) -> None:
    counters = small_counters
    with writing(counters.chain.engine) as connection:
        pause_lending(connection, PauseReason.ASKED, now())
    asked = counters.ask()
    counters.settle()
    assert not has_come(counters.second.desk, asked)
    with writing(counters.chain.engine) as connection:
        resume_lending(connection, now())
    asked = counters.ask()
    counters.settle()
    assert has_come(counters.second.desk, asked)


@pytest.mark.parametrize("seed", range(3))
def test_two_tablets_that_ask_and_give_in_any_order_give_each_prize_once(seed: int, small_chain: Chain) -> None:
    counters, chance = Counters(small_chain), random.Random(seed)
    given: dict[str, int] = dict.fromkeys(counters.codes, 0)
    for _ in range(30):
        device, code = chance.choice((counters.counter, counters.second)), chance.choice(counters.codes)
        match chance.choice(("ask", "give", "exchange", "exchange", "work")):
            case "ask":
                ask_for_voucher(device.desk, counters.signer, code)
            case "give" if chance.random() < 0.3:
                given[code] += isinstance(counters.give(device, code), PrizeHandedOver)
            case "exchange":
                exchange(device)
            case _:
                small_chain.work()
    counters.settle()
    counters.settle()
    for code in counters.codes:
        given[code] += sum(
            isinstance(counters.give(d, code), PrizeHandedOver) for d in (counters.counter, counters.second)
        )
    counters.settle()
    assert set(given.values()) == {1}
    assert small_chain.held() == []
    with counters.counter.storage.read() as transaction:
        assert not any(each.state is VoucherState.ISSUED for each in transaction.vouchers_waiting())


class Page:
    """The hand-over page of the second tablet."""

    def __init__(self, counters: Counters, signer: Signer) -> None:
        self.clock = StillClock(now())
        desk = replace(counters.second.desk, clock=self.clock)
        self.session = StaffSession(desk, Lane("database", InlineExecutor()), "en")
        self.session.open(signer)
        self.view = HandOverViewModel(self.session)


@pytest.fixture
def page(qapp: QGuiApplication, small_counters: Counters) -> Page:
    return Page(small_counters, small_counters.signer)


def test_the_page_asks_waits_and_hands_over_by_itself(page: Page, small_counters: Counters) -> None:
    counters, view = small_counters, page.view
    view.hand_over(counters.codes[0])
    assert (view.step, view.counter, view.canAsk) == ("other-counter", "counter", True)
    view.ask()
    assert view.step == "coming"
    counters.settle()
    view.hear()
    assert view.step == "handed-over"


def test_the_page_does_not_wait_for_ever(page: Page, small_counters: Counters) -> None:
    view = page.view
    view.hand_over(small_counters.codes[0])
    view.ask()
    page.clock.pass_ms(COMING_MS)
    view.hear()
    assert (view.step, view.askNote, view.canAsk) == ("other-counter", "too-slow", True)
    small_counters.second.storage.note_link(Link.OFFLINE)
    view.ask()
    assert (view.step, view.askNote) == ("other-counter", "no-line")
