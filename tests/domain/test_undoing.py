"""Taking one's own last act back: as if it had not been, and the book still shows both."""

from datetime import timedelta

import pytest

from shared.domain.member import EntryKind
from shared.domain.operations import AdjustPoints, GiveTicket, HandOverPrize, ReturnPurchase, Undo
from shared.domain.points import PostingKind
from shared.domain.rules import Held, HeldReason
from shared.domain.rules.undoing import last_undoable
from shared.domain.vouchers import VoucherState
from tests.domain.small_shop import (
    ASSISTANT,
    COLLEAGUE,
    MANAGER,
    MEMBER,
    NOON,
    REASON,
    WHEEL,
    SmallShop,
    purchase,
)


@pytest.fixture
def shop() -> SmallShop:
    shop = SmallShop()
    shop.enrol()
    return shop


@pytest.mark.parametrize("points", [40, -40, -100], ids=["given", "taken", "taken into debt"])
def test_an_adjustment_is_undone_to_the_point(shop: SmallShop, points: int) -> None:
    shop.done(purchase("p", 6000))
    before = shop.member.account
    shop.done(AdjustPoints(MEMBER, points, REASON, ""))
    undone = shop.last_op_id
    shop.done(Undo(MEMBER, undone))

    after = shop.member.account
    assert (after.balance_points, after.debt_points) == (before.balance_points, 0)
    assert after.open_lots() == before.open_lots()
    newest = shop.member.history[0]
    assert (newest.kind, newest.refers_to, newest.points) == (EntryKind.UNDO, undone, -points)
    original = shop.member.entry(undone)
    assert original is not None
    assert original.undone_by == shop.last_op_id
    assert original.points == points


def test_an_undone_grant_that_had_settled_a_debt_leaves_the_debt(shop: SmallShop) -> None:
    shop.done(AdjustPoints(MEMBER, -30, REASON, ""))
    shop.done(AdjustPoints(MEMBER, 50, REASON, ""), actor=MANAGER)
    shop.done(Undo(MEMBER, shop.last_op_id), actor=MANAGER)
    assert (shop.member.account.debt_points, shop.member.account.open_lots()) == (30, ())


def test_each_reversing_line_names_what_it_reverses_once(shop: SmallShop) -> None:
    shop.done(purchase("p", 6000))
    shop.done(AdjustPoints(MEMBER, -100, REASON, ""))
    undone = shop.last_op_id
    applied = shop.done(Undo(MEMBER, undone))
    assert {(p.kind, p.reverses, p.points) for p in applied.postings} == {
        (PostingKind.GIVE_BACK, 0, 60),
        (PostingKind.GIVE_BACK, 1, 40),
    }


def test_points_that_expired_meanwhile_come_back_for_thirty_days(shop: SmallShop) -> None:
    shop.done(purchase("p", 5000))
    (lot,) = shop.member.account.lots
    shop.now = lot.expires_at - timedelta(minutes=5)
    shop.done(AdjustPoints(MEMBER, -50, REASON, ""))
    shop.pass_time(minutes=6)
    shop.done(Undo(MEMBER, shop.last_op_id))
    (fresh,) = shop.member.account.open_lots()
    assert fresh.left_points == 50
    assert fresh.expires_at == lot.expires_at + timedelta(days=31)


def test_an_undone_purchase_takes_points_tier_and_tickets_back(shop: SmallShop) -> None:
    shop.done(purchase("p", 3000))
    shop.done(Undo(MEMBER, shop.last_op_id))
    assert shop.member.account.balance_points == 0
    assert shop.member.account.qualifying_points(2026) == 0
    assert not shop.member.tickets
    assert shop.member.history[0].amount_yen == -3000
    held = shop.act(ReturnPurchase(MEMBER, "p", (1,)))
    assert isinstance(held, Held)
    assert held.reason is HeldReason.RETURN_TOO_LARGE


def test_undoing_after_a_partial_return_takes_back_the_rest_only(shop: SmallShop) -> None:
    shop.done(purchase("p", 3000))
    bought = shop.last_op_id
    shop.done(ReturnPurchase(MEMBER, "p", (1000,)), actor=COLLEAGUE)
    returned = shop.last_op_id
    shop.done(Undo(MEMBER, bought))
    assert (shop.member.account.balance_points, shop.member.account.debt_points) == (0, 0)
    assert shop.member.history[0].amount_yen == -2000
    assert shop.member.account.qualifying_points(2026) == 0
    refused = shop.act(Undo(MEMBER, returned), actor=COLLEAGUE)
    assert isinstance(refused, Held)
    assert refused.reason is HeldReason.UNDO_UNKNOWN


def test_a_given_ticket_goes(shop: SmallShop) -> None:
    shop.done(GiveTicket(MEMBER, WHEEL, REASON, ""))
    shop.done(Undo(MEMBER, shop.last_op_id))
    assert not shop.member.tickets


def test_goods_taken_back_can_be_handed_over_again(shop: SmallShop) -> None:
    code = shop.win_goods().voucher_code or ""
    shop.done(HandOverPrize(code))
    shop.done(Undo(MEMBER, shop.last_op_id))
    (voucher,) = shop.world.vouchers.values()
    (award,) = shop.member.awards
    assert voucher.state is award.state is VoucherState.ISSUED
    shop.done(HandOverPrize(code), actor=COLLEAGUE)
    assert shop.member.awards[0].state is VoucherState.HANDED_OVER


def test_acts_are_undone_one_after_another_the_last_first(shop: SmallShop) -> None:
    for points in (10, 20):
        shop.pass_time(minutes=1)
        shop.done(AdjustPoints(MEMBER, points, REASON, ""))
    for left in (10, 0):
        last = last_undoable(shop.member, ASSISTANT.staff_id)
        assert last is not None
        shop.done(Undo(MEMBER, last.op_id))
        assert shop.member.account.balance_points == left
    assert last_undoable(shop.member, ASSISTANT.staff_id) is None


def test_a_colleague_s_later_act_does_not_stand_in_the_way(shop: SmallShop) -> None:
    shop.done(AdjustPoints(MEMBER, 10, REASON, ""))
    mine = shop.last_op_id
    shop.done(AdjustPoints(MEMBER, 20, REASON, ""), actor=COLLEAGUE)
    shop.done(Undo(MEMBER, mine))
    assert shop.member.account.balance_points == 20


def test_two_acts_of_one_instant_are_told_apart(shop: SmallShop) -> None:
    """The one that was applied last is the last."""
    shop.done(AdjustPoints(MEMBER, 10, REASON, ""))
    shop.done(AdjustPoints(MEMBER, 20, REASON, ""))
    last = last_undoable(shop.member, ASSISTANT.staff_id)
    assert last is not None
    assert last.points == 20


def test_the_tenth_minute_still_counts(shop: SmallShop) -> None:
    shop.done(AdjustPoints(MEMBER, 10, REASON, ""))
    shop.now = NOON + timedelta(minutes=10)
    shop.done(Undo(MEMBER, shop.last_op_id))
    assert shop.member.account.balance_points == 0


def test_what_came_to_be_known_before_and_was_done_later_does_not_stand_in_the_way(shop: SmallShop) -> None:
    """Another tablet of hers was heard first: the act is undone as it had been there."""
    shop.done(AdjustPoints(MEMBER, 10, REASON, ""))
    mine = shop.last_op_id
    shop.pass_time(minutes=3)
    shop.done(AdjustPoints(MEMBER, 20, REASON, ""))
    shop.pass_time(minutes=-2)
    shop.done(Undo(MEMBER, mine))
    assert shop.member.account.balance_points == 20
