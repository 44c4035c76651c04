"""Purchases, what they bring, and what comes back of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.calendar import end_of_day
from shared.domain.earning import LineKind, PurchaseLine
from shared.domain.member import EntryKind, TicketSource
from shared.domain.operations import AdjustPoints, GiveTicket, RecordPurchase, ReturnPurchase, Undo
from shared.domain.points import Bucket, PostingKind
from shared.domain.programme import Programme
from shared.domain.rules import Duplicate
from shared.domain.tiers import standing
from tests.domain.small_shop import (
    COUNTER,
    KIOSK,
    MANAGER,
    MEMBER,
    NOON,
    OTHER_COUNTER,
    OTHER_KIOSK,
    REASON,
    SECOND_KIOSK,
    WHEEL,
    SmallShop,
    purchase,
    small_programme,
    with_earning,
)

TOKYO = "Asia/Tokyo"
PENDING = with_earning(small_programme(), pending_days=3)


def _shop(programme: Programme | None = None) -> SmallShop:
    shop = SmallShop(programme)
    shop.enrol()
    return shop


def test_a_purchase_earns_points_that_expire_with_the_programmes_month() -> None:
    shop = _shop()
    shop.done(purchase("p", 5000))
    (lot,) = shop.member.account.lots
    assert lot.granted_points == shop.member.account.balance_points == 50
    assert lot.expires_at == end_of_day(date(2027, 4, 30), TOKYO)
    assert shop.member.account.qualifying_points(2026) == 50


@pytest.mark.parametrize(("late_seconds", "left"), [(-1, 50), (0, 0)], ids=["just before midnight", "at midnight"])
def test_points_are_good_until_midnight_in_the_programmes_time_zone(late_seconds: int, left: int) -> None:
    shop = _shop()
    shop.done(purchase("p", 5000))
    shop.now = end_of_day(date(2027, 4, 30), TOKYO) + timedelta(seconds=late_seconds)
    shop.done(AdjustPoints(MEMBER, 7, REASON, ""))
    assert shop.member.account.balance_points == left + 7


def test_expiry_has_its_own_line_in_the_history() -> None:
    shop = _shop()
    shop.done(purchase("p", 5000))
    shop.pass_time(days=500)
    shop.done(AdjustPoints(MEMBER, 7, REASON, ""))
    kinds = [(entry.kind, entry.points) for entry in shop.member.history[:3]]
    assert kinds == [(EntryKind.ADJUSTMENT, 7), (EntryKind.EXPIRY, -50), (EntryKind.PURCHASE, 50)]


def test_points_wait_while_the_purchase_may_come_back() -> None:
    shop = _shop(PENDING)
    shop.done(purchase("p", 5000))
    entry = shop.member.history[0]
    assert (entry.points, entry.pending_points) == (0, 50)
    assert entry.pending_until == end_of_day(date(2026, 4, 12), TOKYO)
    assert (shop.member.account.balance_points, shop.member.account.pending_points) == (0, 50)
    assert shop.member.account.qualifying_points(2026) == 50


def test_pending_points_mature_with_a_line_of_their_own() -> None:
    shop = _shop(PENDING)
    shop.done(purchase("p", 5000))
    shop.now = end_of_day(date(2026, 4, 12), TOKYO)
    shop.done(AdjustPoints(MEMBER, 1, REASON, ""))
    assert (shop.member.account.balance_points, shop.member.account.pending_points) == (51, 0)
    assert [entry.kind for entry in shop.member.history[:2]] == [EntryKind.ADJUSTMENT, EntryKind.MATURITY]


def test_what_time_did_is_numbered_even_when_the_act_posts_nothing() -> None:
    """Several lots expire during a ticket's gift: each line of that operation has its own number."""
    shop = _shop(with_earning(small_programme(), pending_days=1))
    for number in range(3):
        shop.done(purchase(f"p{number}", 900))
    shop.pass_time(days=800)
    applied = shop.done(GiveTicket(MEMBER, WHEEL, REASON, ""))
    assert [posting.line for posting in applied.postings] == list(range(len(applied.postings)))
    assert {posting.kind for posting in applied.postings} == {PostingKind.MATURE, PostingKind.EXPIRE}


def test_the_tier_adds_its_bonus() -> None:
    shop = _shop()
    shop.done(purchase("p1", 10_000))
    shop.done(purchase("p2", 10_000))
    explanation = shop.member.history[0].explanation
    assert explanation is not None
    assert (explanation.bonus_percent, explanation.bonus_points) == (10, 10)
    assert standing(shop.member.account, shop.world.programme.tiers, 2026).qualifying_points == 210


def test_a_purchase_that_earns_nothing_is_still_a_fact() -> None:
    shop = _shop()
    shop.done(purchase("p", 99))
    assert shop.member.account.lots == ()
    assert shop.member.history[0].kind is EntryKind.PURCHASE
    shop.done(ReturnPurchase(MEMBER, "p", (99,)))


@pytest.mark.parametrize(("yen", "tickets"), [(999, 0), (1000, 1), (2999, 2), (5000, 5), (99_000, 5)])
def test_tickets_come_by_the_amount_up_to_a_limit(yen: int, tickets: int) -> None:
    shop = _shop()
    shop.done(purchase("p", yen))
    assert len(shop.member.tickets) == tickets
    for ticket in shop.member.tickets:
        assert (ticket.source, ticket.value_yen, ticket.op_id) == (TicketSource.PURCHASE, yen, shop.last_op_id)


def test_tickets_lie_with_the_members_own_kiosk_in_its_store() -> None:
    shop = _shop()
    shop.world.members[MEMBER] = replace(shop.member, kiosk=KIOSK)
    shop.done(purchase("here", 1000), COUNTER)
    shop.done(purchase("there", 1000), OTHER_COUNTER)
    assert [ticket.holder for ticket in shop.member.tickets] == [KIOSK, OTHER_KIOSK]


def test_a_kiosk_that_was_revoked_gets_no_tickets() -> None:
    shop = _shop()
    shop.world.members[MEMBER] = replace(shop.member, kiosk=KIOSK)
    shop.world.directory = tuple(replace(d, revoked=d.device_id == KIOSK) for d in shop.world.directory)
    shop.done(purchase("p", 1000))
    assert [ticket.holder for ticket in shop.member.tickets] == [SECOND_KIOSK]


def test_the_same_receipt_counts_once_whoever_enters_it() -> None:
    shop = _shop()
    shop.enrol("member-neko")
    shop.done(purchase("p1", 1000, receipt="42"))
    first = shop.last_op_id
    assert shop.act(purchase("p2", 1000, receipt="42"), OTHER_COUNTER, MANAGER) == Duplicate(first)
    assert shop.act(purchase("p3", 1000, receipt="42", member_id="member-neko")) == Duplicate(first)
    shop.done(purchase("p4", 1000, receipt="43"))


def test_the_same_purchase_without_a_receipt_counts_once() -> None:
    shop = _shop()
    shop.done(purchase("p", 1000))
    first = shop.last_op_id
    assert shop.act(purchase("p", 1000)) == Duplicate(first)


def test_a_receipt_whose_purchase_was_undone_can_be_entered_again() -> None:
    """The assistant took the wrong member, undid it, and enters the receipt for the right one."""
    shop = _shop()
    shop.enrol("member-neko")
    shop.done(purchase("p1", 1000, receipt="42"))
    shop.done(Undo(MEMBER, shop.last_op_id))
    shop.done(purchase("p2", 1000, receipt="42", member_id="member-neko"))
    assert shop.world.members["member-neko"].account.balance_points == 10


def test_a_returned_purchase_keeps_its_receipt() -> None:
    shop = _shop()
    shop.done(purchase("p1", 1000, receipt="42"))
    shop.done(ReturnPurchase(MEMBER, "p1", (1000,)))
    assert isinstance(shop.act(purchase("p2", 1000, receipt="42")), Duplicate)


def test_a_partial_return_reverses_in_proportion_and_rounds_up() -> None:
    shop = _shop()
    shop.done(purchase("p", 1000, 500))
    shop.done(ReturnPurchase(MEMBER, "p", (101, 0)))
    assert shop.member.account.balance_points == 13
    assert shop.member.account.qualifying_points(2026) == 13
    assert shop.member.history[0].points == -2
    assert shop.member.history[0].amount_yen == -101


def test_a_return_names_the_lines_that_it_reverses() -> None:
    shop = _shop()
    shop.done(AdjustPoints(MEMBER, -20, REASON, ""))
    shop.done(purchase("p", 5000))
    bought = shop.last_op_id
    applied = shop.done(ReturnPurchase(MEMBER, "p", (5000,)))
    for posting in applied.postings:
        assert posting.reverses is not None
        original = shop.world.ledger[bought, posting.reverses]
        assert (original.kind, original.bucket) == (
            PostingKind.GRANT,
            Bucket.QUALIFYING if posting.bucket is Bucket.QUALIFYING else Bucket.BALANCE,
        )
    assert sum(p.points for p in applied.postings if p.bucket is Bucket.BALANCE) == -50


def test_what_was_spent_meanwhile_becomes_a_debt() -> None:
    shop = _shop()
    shop.done(purchase("p", 5000))
    shop.done(AdjustPoints(MEMBER, -50, REASON, ""))
    shop.done(ReturnPurchase(MEMBER, "p", (5000,)))
    assert (shop.member.account.balance_points, shop.member.account.debt_points) == (-50, 50)


def test_points_that_expired_cost_the_member_nothing_on_return() -> None:
    shop = _shop()
    shop.done(purchase("p", 5000))
    shop.pass_time(days=500)
    shop.done(ReturnPurchase(MEMBER, "p", (5000,)))
    assert (shop.member.account.balance_points, shop.member.account.debt_points) == (0, 0)


parts = st.lists(st.lists(st.integers(0, 700), min_size=3, max_size=3), min_size=1, max_size=8)


@given(parts, st.integers(0, 50))
def test_many_partial_returns_sum_to_exactly_what_the_purchase_earned(
    returns: list[list[int]], bonus_percent: int
) -> None:
    totals = [sum(column) + 1 for column in zip(*returns, strict=True)]
    programme = small_programme()
    (tier, *_) = programme.tiers
    shop = _shop(replace(programme, tiers=(replace(tier, bonus_percent=bonus_percent),)))
    shop.done(purchase("p", *totals))
    earned = shop.member.account.balance_points
    for yen in returns:
        if any(yen):
            shop.done(ReturnPurchase(MEMBER, "p", tuple(yen)))
    (record,) = shop.member.purchases
    assert shop.member.account.balance_points == earned - sum(record.reversed_points)
    shop.done(ReturnPurchase(MEMBER, "p", (1, 1, 1)))
    assert shop.member.account.balance_points == 0
    assert shop.member.account.qualifying_points(2026) == 0


def test_a_return_takes_the_tickets_that_the_rest_does_not_pay_for() -> None:
    shop = _shop()
    shop.done(purchase("p", 3000))
    assert len(shop.member.tickets) == 3
    shop.done(ReturnPurchase(MEMBER, "p", (500,)))
    assert len(shop.member.tickets) == 2
    shop.done(ReturnPurchase(MEMBER, "p", (500,)))
    assert len(shop.member.tickets) == 2
    shop.done(ReturnPurchase(MEMBER, "p", (1,)))
    assert len(shop.member.tickets) == 1


def test_used_tickets_count_first_against_what_a_return_leaves() -> None:
    shop = _shop()
    shop.done(purchase("p", 3000))
    ticket = shop.member.tickets[0]
    shop.done(shop.turn(ticket, shop.fill_drum(holder=ticket.holder)), ticket.holder, None)
    shop.done(ReturnPurchase(MEMBER, "p", (1000,)))
    assert len(shop.member.tickets) == 1
    shop.done(ReturnPurchase(MEMBER, "p", (2000,)))
    assert not shop.member.tickets
    assert len(shop.member.awards) == 1


def test_prizes_are_never_clawed_back() -> None:
    shop = _shop()
    shop.done(purchase("p", 1000))
    ticket = shop.member.tickets[0]
    shop.done(shop.turn(ticket, shop.fill_drum(holder=ticket.holder)), ticket.holder, None)
    awards = shop.member.awards
    shop.done(ReturnPurchase(MEMBER, "p", (1000,)))
    assert shop.member.awards == awards


def test_gift_cards_and_rewards_earn_only_where_the_programme_says_so() -> None:
    lines = (PurchaseLine(1000, 0), PurchaseLine(500, 0, LineKind.GIFT_CARD), PurchaseLine(300, 0, LineKind.REWARD))
    plain = _shop()
    plain.done(RecordPurchase("p", MEMBER, lines))
    generous = _shop(with_earning(small_programme(), base_includes_gift_cards=True, base_includes_reward_lines=True))
    generous.done(RecordPurchase("p", MEMBER, lines))
    assert (plain.member.account.balance_points, generous.member.account.balance_points) == (10, 18)


def test_an_operation_that_comes_late_is_dated_by_its_own_time() -> None:
    shop = _shop()
    shop.now = NOON + timedelta(days=300)
    shop.done(purchase("new", 1000))
    shop.now = NOON
    shop.done(purchase("old", 2000))
    old, new = (shop.member.account.lot(f"op-{number:04d}:lot") for number in (3, 2))
    assert old is not None
    assert new is not None
    assert old.expires_at < new.expires_at
    assert [shop.member.account.qualifying_points(year) for year in (2026, 2027)] == [20, 10]
    assert dict(shop.member.visited)["ginza"] == date(2027, 2, 4)
