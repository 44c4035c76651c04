"""Questions to the centre: answered while somebody waits, and neither lost nor doubled when nobody does any more."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.hand_over_prize import PrizeHandedOver, hand_over_prize
from shared.application.identify import read_home
from shared.application.ports import Signers
from shared.application.redeem import (
    Asked,
    Declined,
    GaveUp,
    NoLine,
    Redeemed,
    StillAsked,
    TurnBought,
    TypedPin,
    ask_for,
    give_up,
    give_up_abandoned,
    read_answer,
    read_rewards,
)
from shared.application.showing import reward_views
from shared.application.views import Link, TurnOffer
from shared.central.bell import Bell
from shared.central.member_pins import PinDesk
from shared.central.serve import CentreLoop, utc_now
from shared.domain.devices import DeviceKind
from shared.domain.member import Member
from shared.domain.points import Account, Lot
from shared.domain.rules import HeldReason
from shared.sync.device import OpenDevice
from tests.domain.small_shop import KETTLE, REASON, STORE, TOWEL, WHEEL
from tests.sync.chain import Chain, exchange, greet, join, sign_in

PIN = "2580"


class Shop:
    """A kiosk, a counter, and a member with a thousand points and more."""

    def __init__(self, chain: Chain, points: int = 1_000) -> None:
        self.chain = chain
        self.kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK))
        self.tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
        chain.settle(self.kiosk, self.tablet)
        self.signer = sign_in(chain, self.tablet)
        hana = join(self.tablet, self.signer)
        self.member_id = hana.member_id
        for _ in range(-(-points // 1_000)):
            answer = adjust_points(self.tablet.desk, Signers(self.signer), self.member_id, 1_000, REASON, "")
            assert isinstance(answer, Adjusted)
        chain.settle(self.tablet, self.kiosk)
        greet(self.kiosk, hana.card_code)
        chain.settle(self.kiosk, self.tablet)

    def ask(self, reward: str = TOWEL, pin: TypedPin | None = None) -> Asked:
        asked = ask_for(self.kiosk.desk, self.member_id, reward, pin)
        assert isinstance(asked, Asked), asked
        return asked

    def balance(self, device: OpenDevice | None = None) -> int:
        """Return her spendable points as a device shows them."""
        shown = read_rewards((device or self.kiosk).desk, self.member_id)
        assert shown is not None
        return shown.balance_points


@pytest.fixture
def shop(chain: Chain) -> Shop:
    return Shop(chain)


def test_a_question_shows_nothing_before_its_answer(shop: Shop) -> None:
    before = shop.balance()
    asked = shop.ask()
    assert shop.balance() == before
    assert read_answer(shop.kiosk.desk, asked) == StillAsked()
    shop.chain.settle(shop.kiosk)
    answer = read_answer(shop.kiosk.desk, asked)
    assert isinstance(answer, Redeemed)
    assert (answer.award.prize.key, answer.balance_points) == (TOWEL, before - 80)
    shop.chain.settle(shop.tablet)
    given = hand_over_prize(shop.tablet.desk, shop.signer, answer.award.award.voucher_code or "")
    assert isinstance(given, PrizeHandedOver)
    assert given.voucher.nickname == "hana"


def test_a_pin_travels_sealed_and_is_answered(small_shop: Shop) -> None:
    shop = small_shop
    first = shop.ask(KETTLE, TypedPin(PIN, choosing=True))
    shop.chain.settle(shop.kiosk)
    shop.chain.settle(shop.kiosk)
    assert isinstance(read_answer(shop.kiosk.desk, first), Redeemed)
    shown = read_rewards(shop.kiosk.desk, shop.member_id)
    assert shown is not None
    assert shown.has_pin
    wrong = shop.ask(KETTLE, TypedPin("0000", choosing=False))
    shop.chain.settle(shop.kiosk)
    shop.chain.settle(shop.kiosk)
    assert read_answer(shop.kiosk.desk, wrong) == Declined(HeldReason.PIN_WRONG, "4")
    sent = shop.kiosk.storage.operations_after(0, 100)
    assert not any(PIN.encode() in envelope.draft.payload for envelope in sent if envelope.draft.op_id == wrong.op_id)


def test_without_a_line_nothing_is_asked(small_shop: Shop) -> None:
    shop = small_shop
    shop.kiosk.storage.note_link(Link.OFFLINE)
    assert ask_for(shop.kiosk.desk, shop.member_id, TOWEL, None) == NoLine()
    assert not shop.kiosk.storage.has_asked()


@pytest.fixture
def small_shop(tmp_path: Path, sqlite_central: str) -> Iterator[Shop]:
    chain = Chain(tmp_path / "chain", sqlite_central)
    yield Shop(chain, 3_000)
    chain.close()


def test_an_answer_before_after_or_never_spends_once_or_not_at_all(small_shop: Shop) -> None:
    """Every order of sending, working and hearing before the shopper's patience ends, with and without a power cut."""
    shop = small_shop
    for steps, cut in product(("", "x", "xw", "w", "xwx"), (False, True)):
        before = shop.balance()
        asked = shop.ask()
        for step in steps:
            if step == "x":
                exchange(shop.kiosk)
            else:
                shop.chain.work()
        if cut:
            give_up_abandoned(shop.kiosk.desk)
            final: object = read_answer(shop.kiosk.desk, asked)
        else:
            final = give_up(shop.kiosk.desk, asked)
        for _ in range(2):
            shop.chain.settle(shop.kiosk, shop.tablet)
        spent = 80 if isinstance(final, Redeemed) else 0
        if not spent:
            assert isinstance(final, GaveUp | StillAsked), final
        assert shop.balance() == shop.balance(shop.tablet) == before - spent, (steps, cut)
        assert not shop.kiosk.storage.has_waiting()


def test_a_waiting_kiosk_is_told_by_a_centre_that_is_told(chain: Chain) -> None:
    """The whole way with its real threads: pushed at once, heard of, checked beside, told back."""
    shop = Shop(chain)
    bell = Bell()
    pins = PinDesk(chain.engine, bytes.fromhex(chain.secrets.member_pin_key))
    pins.found = bell.ring
    heard = threading.Semaphore(0)
    shop.kiosk.sync.listen(heard.release)
    loop = CentreLoop(chain.engine, utc_now, bell.wait, pins=pins)
    centre = threading.Thread(target=loop.run)
    with bell.listening(chain.engine):
        centre.start()
        shop.kiosk.sync.start()
        try:
            asked = shop.ask(KETTLE, TypedPin(PIN, choosing=True))
            answer = read_answer(shop.kiosk.desk, asked)
            while isinstance(answer, StillAsked):
                assert heard.acquire(timeout=30)
                answer = read_answer(shop.kiosk.desk, asked)
        finally:
            bell.stop()
            centre.join()
            shop.kiosk.sync.stop()
            pins.close()
    assert isinstance(answer, Redeemed)


def test_a_turn_for_points_takes_none_that_were_won(shop: Shop) -> None:
    key = f"turn:{WHEEL}"
    shown = read_rewards(shop.kiosk.desk, shop.member_id)
    assert shown is not None
    offer = next(each for each in shown.rewards if each.key == key)
    before = shop.balance()
    asked = shop.ask(key)
    shop.chain.settle(shop.kiosk)
    assert read_answer(shop.kiosk.desk, asked) == TurnBought(WHEEL, before - offer.points)
    home = read_home(shop.kiosk.desk, shop.member_id, card_shown=True)
    assert home is not None
    assert [turns.usable for turns in home.turns if turns.wheel.key == WHEEL] == [2]
    assert give_up_abandoned(shop.kiosk.desk) == 0
    won = replace(shown_member(shop.kiosk, shop.member_id), account=Account((_won_lot(),)))
    views = reward_views(won, shop.chain.programme, (offer.wheel,) if isinstance(offer, TurnOffer) else (), online=True)
    gaps = {each.key: each.gap_points for each in views.rewards}
    assert (gaps[key], gaps[TOWEL]) == (offer.points, 0)


def shown_member(device: OpenDevice, member_id: str) -> Member:
    with device.storage.read() as transaction:
        member = transaction.member(member_id)
        assert member is not None
        return member


def _won_lot() -> Lot:
    return Lot("won", 500, 500, utc_now() + timedelta(days=9), STORE, won=True)
