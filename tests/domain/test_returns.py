"""Returns taken back: as if they had not been, whatever was earned, spent, expired or taken back in between."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.member import EntryKind, Member
from shared.domain.operations import AdjustPoints, ReturnPurchase, Undo
from shared.domain.points import Account, Bucket
from shared.domain.rules import Held, HeldReason
from tests.domain.small_shop import (
    ASSISTANT,
    COLLEAGUE,
    COUNTER,
    MANAGER,
    MEMBER,
    REASON,
    SmallShop,
    purchase,
    small_programme,
    with_earning,
)


def shop_with(pending_days: int = 0, expiry_months: int = 12) -> SmallShop:
    shop = SmallShop(with_earning(small_programme(), pending_days=pending_days, expiry_months=expiry_months))
    shop.enrol()
    return shop


def money(account: Account) -> object:
    """Return everything that an account is worth, in an order of its own."""
    return sorted(account.lots, key=lambda lot: lot.lot_id), account.debt_points, sorted(account.qualifying, key=repr)


def figures(member: Member) -> tuple[int, int, int]:
    account = member.account
    return account.balance_points, account.pending_points, sum(each.points for each in account.qualifying)


@given(
    amounts=st.lists(st.integers(1, 9_000), min_size=1, max_size=3),
    data=st.data(),
    others=st.lists(st.integers(-150, 150).filter(bool), max_size=3),
    pending_days=st.sampled_from((0, 3)),
    days=st.sampled_from((0, 1, 4, 20, 45)),
)
def test_a_return_and_its_undoing_leave_every_lot_as_it_was(
    amounts: list[int], data: st.DataObject, others: list[int], pending_days: int, days: int
) -> None:
    shop = shop_with(pending_days, expiry_months=1)
    shop.done(purchase("p", *amounts), actor=MANAGER)
    for points in others:
        shop.pass_time(days=7)
        shop.done(AdjustPoints(MEMBER, points, REASON, ""), actor=MANAGER)
    shop.pass_time(days=days)
    shop.done(AdjustPoints(MEMBER, 1, REASON, ""), actor=MANAGER)
    before = shop.member
    back = tuple(data.draw(st.integers(0, amount)) for amount in amounts)
    if not any(back):
        return
    applied = shop.done(ReturnPurchase(MEMBER, "p", back))
    returned = shop.last_op_id
    undone = shop.done(Undo(MEMBER, returned))
    assert money(shop.member.account) == money(before.account)
    assert shop.member.tickets == before.tickets
    assert shop.member.purchases == before.purchases
    assert [(p.bucket, -p.points) for p in applied.postings if p.bucket is Bucket.QUALIFYING] == [
        (p.bucket, p.points) for p in undone.postings if p.bucket is Bucket.QUALIFYING
    ]
    named = [p.reverses for p in undone.postings if p.reverses is not None]
    assert len(set(named)) == len(named) == len(applied.postings)


@given(
    amounts=st.lists(st.integers(1, 300), min_size=1, max_size=2),
    data=st.data(),
    spent=st.integers(0, 12),
    expired=st.booleans(),
)
def test_returns_undone_in_any_order_are_as_if_they_had_not_been(
    amounts: list[int], data: st.DataObject, spent: int, *, expired: bool
) -> None:
    """Two tablets took them; what one of them takes back lies between, or before, those of the other."""
    shop = shop_with(expiry_months=1)
    shop.world.programme = with_earning(shop.world.programme, yen_per_point=7)
    shop.done(purchase("p", *amounts), actor=MANAGER)
    if spent:
        shop.done(AdjustPoints(MEMBER, -spent, REASON, ""), actor=MANAGER)
    shop.pass_time(days=60 if expired else 1)
    shop.done(AdjustPoints(MEMBER, 2, REASON, ""), actor=MANAGER)
    before = figures(shop.member)
    taken = []
    for actor in data.draw(st.lists(st.sampled_from((ASSISTANT, COLLEAGUE)), min_size=2, max_size=5)):
        (bought,) = shop.member.purchases
        left = [total - back for total, back in zip(bought.line_yen, bought.returned_yen, strict=True)]
        back = tuple(data.draw(st.integers(0, each)) for each in left)
        if any(back):
            shop.done(ReturnPurchase(MEMBER, "p", back), actor=actor)
            taken.append((shop.last_op_id, actor))
    while taken:
        latest = [max(i for i, (_, by) in enumerate(taken) if by == actor) for actor in {by for _, by in taken}]
        op_id, actor = taken.pop(data.draw(st.sampled_from(sorted(latest))))
        shop.done(Undo(MEMBER, op_id), actor=actor)
        (bought,) = shop.member.purchases
        for points, reversed_points, yen, total in zip(
            bought.line_points, bought.reversed_points, bought.returned_yen, bought.line_yen, strict=True
        ):
            assert reversed_points == -(-points * yen // total)
    assert figures(shop.member) == before
    (bought,) = shop.member.purchases
    assert (bought.returns, bought.expired_points, sum(bought.returned_yen)) == ((), 0, 0)


def test_what_other_points_paid_goes_back_to_them() -> None:
    shop = shop_with()
    shop.done(purchase("old", 5_000))
    shop.pass_time(days=40)
    shop.done(purchase("new", 2_000), actor=MANAGER)
    shop.done(AdjustPoints(MEMBER, -50, REASON, ""), actor=MANAGER)
    before = shop.member.account.open_lots()
    shop.done(ReturnPurchase(MEMBER, "old", (3_000,)))
    assert (shop.member.account.open_lots(), shop.member.account.debt_points) == ((), 10)
    shop.done(Undo(MEMBER, shop.last_op_id))
    assert (shop.member.account.open_lots(), shop.member.account.debt_points) == (before, 0)


def test_points_whose_lot_has_expired_since_come_back_for_thirty_days() -> None:
    shop = shop_with()
    shop.done(purchase("p", 5_000))
    (lot,) = shop.member.account.lots
    shop.now = lot.expires_at - timedelta(minutes=1)
    shop.done(ReturnPurchase(MEMBER, "p", (5_000,)))
    shop.pass_time(minutes=2)
    shop.done(Undo(MEMBER, shop.last_op_id))
    (fresh,) = shop.member.account.open_lots()
    assert fresh.left_points == 50
    assert timedelta(days=29) < fresh.expires_at - shop.now < timedelta(days=31)


def test_points_that_mattered_to_nobody_stay_expired() -> None:
    shop = shop_with()
    shop.done(purchase("p", 5_000))
    shop.pass_time(days=500)
    shop.done(ReturnPurchase(MEMBER, "p", (2_500,)))
    shop.done(Undo(MEMBER, shop.last_op_id))
    assert figures(shop.member) == (0, 0, 50)


def test_turns_come_back_unless_one_was_used_meanwhile() -> None:
    shop = shop_with()
    shop.done(purchase("p", 3_000))
    first, *_ = shop.member.tickets
    drum = shop.fill_drum(holder=first.holder)
    used = shop.turn(first, drum)
    shop.done(ReturnPurchase(MEMBER, "p", (3_000,)))
    returned = shop.last_op_id
    assert not shop.member.tickets
    # The kiosk had used it before it heard of the return: the turn stands, and counts as one of the three.
    shop.done(used, first.holder, None)
    shop.done(Undo(MEMBER, returned))
    assert len(shop.member.tickets) == 2
    assert len(shop.member.awards) == 1


def test_a_return_is_undone_by_its_author_within_ten_minutes_once() -> None:
    shop = shop_with()
    shop.done(purchase("p", 3_000), actor=MANAGER)
    shop.done(ReturnPurchase(MEMBER, "p", (1_000,)))
    returned = shop.last_op_id
    assert _refusal(shop, returned, COLLEAGUE) is HeldReason.UNDO_NOT_OWN
    shop.done(Undo(MEMBER, returned))
    assert (shop.member.history[0].reason, shop.member.history[0].amount_yen) == (EntryKind.RETURN, 1_000)
    assert _refusal(shop, returned, ASSISTANT) is HeldReason.UNDO_UNKNOWN
    shop.done(ReturnPurchase(MEMBER, "p", (1_000,)))
    shop.pass_time(minutes=11)
    assert _refusal(shop, shop.last_op_id, ASSISTANT) is HeldReason.UNDO_TOO_LATE


def _refusal(shop: SmallShop, op_id: str, actor: object) -> HeldReason:
    person = next(p for p in (ASSISTANT, COLLEAGUE) if p is actor)
    outcome = shop.act(Undo(MEMBER, op_id), COUNTER, person)
    assert isinstance(outcome, Held)
    return outcome.reason


@pytest.mark.parametrize("yen", [(), (1, 1), (-1,), (0,)], ids=["no line", "a line too many", "negative", "nothing"])
def test_what_is_no_return_is_held(yen: tuple[int, ...]) -> None:
    shop = shop_with()
    shop.done(purchase("p", 3_000))
    outcome = shop.act(ReturnPurchase(MEMBER, "p", yen))
    assert isinstance(outcome, Held)
    assert outcome.reason is HeldReason.AMOUNT_INVALID


def test_a_member_made_before_returns_were_noted_can_return_all_the_same() -> None:
    shop = shop_with()
    shop.done(purchase("p", 3_000))
    (bought,) = shop.member.purchases
    shop.world.members[MEMBER] = replace(shop.member, purchases=(replace(bought, returned_yen=(1_000,)),))
    shop.done(ReturnPurchase(MEMBER, "p", (2_000,)))
    assert shop.member.purchases[0].returned_yen == (3_000,)
