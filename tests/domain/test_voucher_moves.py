"""Vouchers on their way from one device of a store to another: never usable at two places, never given twice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.devices import CENTRE_HOLDER
from shared.domain.operations import AskForVoucher, HandOverPrize, ReleaseVoucher, Undo
from shared.domain.rules import Applied, Duplicate, Held, HeldReason
from shared.domain.rules.voucher_moves import is_asked_back, is_voucher_coming, lend_voucher
from shared.domain.vouchers import Voucher, VoucherState
from tests.domain.small_shop import (
    ASSISTANT,
    COUNTER,
    DESKTOP,
    KIOSK,
    MEMBER,
    OTHER_COUNTER,
    TRAINEE,
    SmallShop,
)


@pytest.fixture
def shop() -> SmallShop:
    return _shop()


def _shop() -> SmallShop:
    shop = SmallShop()
    shop.enrol()
    shop.win_goods()
    return shop


def _code(shop: SmallShop) -> str:
    return shop.member.awards[-1].voucher_code or ""


def _voucher(shop: SmallShop) -> Voucher:
    (voucher,) = shop.world.vouchers.values()
    return voucher


def _lend(shop: SmallShop, *, may_hold: bool = True) -> None:
    voucher = lend_voucher(_voucher(shop), lambda device: may_hold and device in (COUNTER, DESKTOP))
    shop.world.vouchers[voucher.voucher_id] = voucher


def test_it_moves_by_its_holders_own_word(shop: SmallShop) -> None:
    code = _code(shop)
    shop.done(AskForVoucher(code), DESKTOP)
    asked = _voucher(shop)
    assert (asked.holder, asked.asked_by) == (COUNTER, DESKTOP)
    assert is_asked_back(asked, COUNTER)
    assert is_voucher_coming(asked, DESKTOP)
    assert shop.act(AskForVoucher(code), DESKTOP) == Duplicate("")
    assert shop.act(HandOverPrize(code), DESKTOP) == Held(HeldReason.VOUCHER_ELSEWHERE)
    assert shop.act(ReleaseVoucher(asked.voucher_id), DESKTOP, None) == Duplicate("")
    shop.done(ReleaseVoucher(asked.voucher_id), COUNTER, None)
    assert _voucher(shop).holder == CENTRE_HOLDER
    for device in (COUNTER, DESKTOP):
        assert shop.act(HandOverPrize(code), device) == Held(HeldReason.VOUCHER_ELSEWHERE)
    _lend(shop)
    assert (_voucher(shop).holder, _voucher(shop).asked_by) == (DESKTOP, "")
    assert shop.act(HandOverPrize(code), COUNTER) == Held(HeldReason.VOUCHER_ELSEWHERE)
    shop.done(HandOverPrize(code), DESKTOP)
    assert _voucher(shop).state is VoucherState.HANDED_OVER


def test_what_its_holder_gave_meanwhile_stays_given(shop: SmallShop) -> None:
    code = _code(shop)
    shop.done(AskForVoucher(code), DESKTOP)
    shop.done(HandOverPrize(code), COUNTER)
    given_by = shop.last_op_id
    assert not is_asked_back(_voucher(shop), COUNTER)
    assert not is_voucher_coming(_voucher(shop), DESKTOP)
    assert shop.act(ReleaseVoucher(_voucher(shop).voucher_id), COUNTER, None) == Duplicate("")
    assert shop.act(AskForVoucher(code), DESKTOP) == Duplicate(given_by)
    shop.done(Undo(MEMBER, given_by), COUNTER)
    assert (_voucher(shop).holder, _voucher(shop).asked_by) == (COUNTER, "")


def test_who_may_hold_nothing_any_more_is_lent_nothing(shop: SmallShop) -> None:
    shop.done(AskForVoucher(_code(shop)), DESKTOP)
    shop.done(ReleaseVoucher(_voucher(shop).voucher_id), COUNTER, None)
    _lend(shop, may_hold=False)
    assert (_voucher(shop).holder, _voucher(shop).asked_by) == ("", "")
    shop.done(HandOverPrize(_code(shop)), COUNTER)


def test_what_the_centre_keeps_may_be_asked_for_again(shop: SmallShop) -> None:
    shop.done(AskForVoucher(_code(shop)), DESKTOP)
    shop.done(ReleaseVoucher(_voucher(shop).voucher_id), COUNTER, None)
    shop.done(AskForVoucher(_code(shop)), DESKTOP)
    _lend(shop)
    assert _voucher(shop).holder == DESKTOP


@pytest.mark.parametrize(
    ("device", "refusal"),
    [
        (OTHER_COUNTER, Held(HeldReason.VOUCHER_ELSEWHERE)),
        (KIOSK, Held(HeldReason.NOT_ALLOWED, KIOSK)),
        (COUNTER, Duplicate("")),
    ],
)
def test_only_the_store_where_the_goods_lie_may_ask(shop: SmallShop, device: str, refusal: Held | Duplicate) -> None:
    assert shop.act(AskForVoucher(_code(shop)), device) == refusal


def test_only_who_may_hand_over_may_ask(shop: SmallShop) -> None:
    for actor in (TRAINEE, None):
        outcome = shop.act(AskForVoucher(_code(shop)), DESKTOP, actor)
        assert isinstance(outcome, Held)
        assert outcome.reason is HeldReason.NOT_ALLOWED
    assert shop.act(AskForVoucher(_code(shop) + "0"), DESKTOP) == Held(HeldReason.VOUCHER_INVALID)
    assert shop.act(ReleaseVoucher("nothing"), COUNTER, None) == Held(HeldReason.VOUCHER_INVALID, "nothing")
    shop.world.directory = tuple(replace(device, frozen=device.device_id == DESKTOP) for device in shop.world.directory)
    assert shop.act(AskForVoucher(_code(shop)), DESKTOP) == Held(HeldReason.NOT_ALLOWED, DESKTOP)


def test_a_voucher_over_its_last_day_is_asked_for_in_vain(shop: SmallShop) -> None:
    shop.pass_time(days=60)
    outcome = shop.act(AskForVoucher(_code(shop)), DESKTOP)
    assert isinstance(outcome, Held)
    assert outcome.reason is HeldReason.VOUCHER_LAPSED


STEPS = ("ask", "release", "lend", "give")


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from((COUNTER, DESKTOP))), max_size=12))
def test_whatever_happens_it_is_given_once_and_by_one_holder(steps: list[tuple[str, str]]) -> None:
    shop = _shop()
    code, given_times = _code(shop), 0
    for step, device in steps:
        before = _voucher(shop)
        match step:
            case "ask":
                shop.act(AskForVoucher(code), device)
            case "release":
                shop.act(ReleaseVoucher(before.voucher_id), device, None)
            case "lend":
                _lend(shop)
            case _:
                outcome = shop.act(HandOverPrize(code), device, ASSISTANT)
                if isinstance(outcome, Applied):
                    assert device == (before.holder or COUNTER)
                    given_times += 1
    assert given_times <= 1
