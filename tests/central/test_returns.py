"""Returns from several tablets that knew nothing of each other, and from before and after a merge."""

import pytest
from sqlalchemy import select

from shared.central import schema
from shared.central.database import reading
from shared.domain.devices import DeviceKind
from shared.domain.earning import PurchaseLine
from shared.domain.operations import MergeMembers, RecordPurchase, ReturnPurchase, Undo
from tests.central.chain import Chain, assert_all_balances

HELD_TOO_LARGE = ("held", "return_too_large")
APPLIED = ("applied", None)


class TwoTablets:
    """A store with two tablets, two supervisors and a member who has bought something."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        chain.device()
        self.first = chain.device(DeviceKind.TABLET, counter=True)
        self.second = chain.device(DeviceKind.TABLET)
        self.one, self.other = chain.person("manager"), chain.person("manager")
        self.member_id = chain.enrol(self.first, self.one)
        self.first.send(RecordPurchase("p", self.member_id, (PurchaseLine(5_000, 0), PurchaseLine(1_000, 0))), self.one)
        chain.settle()

    def returned(self, *yen: int) -> ReturnPurchase:
        return ReturnPurchase(self.member_id, "p", yen)

    @property
    def figures(self) -> tuple[int, int, int]:
        account = self.chain.member(self.member_id).account
        return account.balance_points, account.debt_points, account.qualifying_points(2026)


@pytest.fixture
def shop(chain: Chain) -> TwoTablets:
    return TwoTablets(chain)


def test_all_of_it_comes_back_once_and_the_second_time_is_held(shop: TwoTablets) -> None:
    first = shop.first.send(shop.returned(5_000, 1_000), shop.one)
    second = shop.second.send(shop.returned(5_000, 1_000), shop.other)
    shop.chain.settle()
    assert {shop.chain.result(first), shop.chain.result(second)} == {APPLIED, HELD_TOO_LARGE}
    assert shop.figures == (0, 0, 0)
    assert_all_balances(shop.chain)


def test_parts_from_both_count_and_what_one_takes_back_leaves_the_others(shop: TwoTablets) -> None:
    first = shop.first.send(shop.returned(1_250, 0), shop.one)
    second = shop.second.send(shop.returned(1_250, 1_000), shop.other)
    undone = shop.first.send(Undo(shop.member_id, first), shop.one)
    shop.chain.settle()
    assert [shop.chain.result(op_id) for op_id in (first, second, undone)] == [APPLIED] * 3
    # ⌈50 × 1250 ÷ 5000⌉ and the whole second line.
    assert shop.figures == (60 - 13 - 10, 0, 60 - 13 - 10)
    ledger = schema.ledger
    with reading(shop.chain.engine) as connection:
        back = connection.execute(select(ledger).where(ledger.c.op_id == undone)).all()
    assert {(row.reverses_op, row.source) for row in back} == {(first, "undo")}
    assert_all_balances(shop.chain)


def test_a_return_under_a_name_that_was_merged_meanwhile_counts_for_whom_she_is_now(shop: TwoTablets) -> None:
    kept = shop.chain.enrol(shop.first, shop.one, 2)
    shop.first.send(MergeMembers(kept, shop.member_id), shop.one)
    shop.chain.settle()
    late = shop.second.send(shop.returned(5_000, 0), shop.other)
    shop.chain.settle()
    assert shop.chain.result(late) == APPLIED
    assert shop.chain.member(kept).account.balance_points == 10
    assert_all_balances(shop.chain)
