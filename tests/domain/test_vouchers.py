"""A voucher's states, and that goods are given once."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.vouchers import (
    AlreadyHandedOver,
    HandOver,
    Voucher,
    VoucherContent,
    VoucherLapsed,
    VoucherState,
    VoucherVoid,
    hand_over,
    make_void,
    take_hand_over_back,
)

UNTIL = date(2026, 4, 30)
CONTENT = VoucherContent(1, 1, "drum", 7, 3, UNTIL)
ISSUED = Voucher(CONTENT.voucher_id, CONTENT)
ACT = HandOver("op-1", datetime(2026, 4, 10, tzinfo=UTC), "ginza", "counter", "aoki")
SECOND = replace(ACT, op_id="op-2")
GIVEN = replace(ISSUED, state=VoucherState.HANDED_OVER, hand_over=ACT)
VOID = replace(ISSUED, state=VoucherState.VOID)


def test_a_turn_has_one_voucher() -> None:
    assert CONTENT.voucher_id == "drum-7"


@pytest.mark.parametrize(
    ("voucher", "today", "answer"),
    [
        (ISSUED, UNTIL, GIVEN),
        (ISSUED, date(2026, 5, 1), VoucherLapsed(UNTIL)),
        (GIVEN, UNTIL, AlreadyHandedOver(ACT)),
        (GIVEN, date(2026, 5, 1), AlreadyHandedOver(ACT)),
        (VOID, UNTIL, VoucherVoid()),
        (VOID, date(2026, 5, 1), VoucherVoid()),
    ],
    ids=["on its last day", "a day late", "again", "again and late", "void", "void and late"],
)
def test_handing_over(voucher: Voucher, today: date, answer: object) -> None:
    act = SECOND if voucher is GIVEN else ACT
    assert hand_over(voucher, act, today) == answer


def test_only_what_was_not_given_becomes_void() -> None:
    assert make_void(ISSUED) == VOID
    assert make_void(GIVEN) == AlreadyHandedOver(ACT)


@given(st.lists(st.sampled_from(("give", "take back", "void"))))
def test_goods_are_out_once_at_most(acts: list[str]) -> None:
    voucher, out = ISSUED, 0
    for number, act in enumerate(acts):
        match act:
            case "give":
                given_voucher = hand_over(voucher, replace(ACT, op_id=f"op-{number}"), UNTIL)
                if isinstance(given_voucher, Voucher):
                    voucher, out = given_voucher, out + 1
            case "take back" if voucher.state is VoucherState.HANDED_OVER:
                voucher, out = take_hand_over_back(voucher), out - 1
            case "void":
                void = make_void(voucher)
                voucher = void if isinstance(void, Voucher) else voucher
            case _:
                continue
        assert out == (1 if voucher.state is VoucherState.HANDED_OVER else 0)
        assert (voucher.hand_over is None) == (out == 0)
