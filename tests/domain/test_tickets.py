"""Tickets for a visit, from staff, and for points."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.member import EntryKind, TicketSource
from shared.domain.operations import AdjustPoints, ExchangeForTicket, GiveTicket, RecordVisit
from shared.domain.points import PostingKind
from shared.domain.rules import Applied, Duplicate
from tests.domain.small_shop import (
    KIOSK,
    MEMBER,
    OTHER_KIOSK,
    PLAIN_WHEEL,
    REASON,
    SECOND_KIOSK,
    WHEEL,
    SmallShop,
    purchase,
)

TODAY = date(2026, 4, 10)
VISIT = RecordVisit(MEMBER, TODAY)


@pytest.fixture
def shop() -> SmallShop:
    return _shop_with_a_member()


def _shop_with_a_member() -> SmallShop:
    shop = SmallShop()
    shop.enrol()
    shop.world.members[MEMBER] = replace(shop.member, kiosk=KIOSK)
    return shop


def test_the_first_visit_of_a_day_brings_a_ticket_per_campaign_that_gives_one(shop: SmallShop) -> None:
    shop.done(VISIT, KIOSK, None)
    (ticket,) = shop.member.tickets
    assert (ticket.campaign, ticket.source, ticket.holder, ticket.value_yen) == (WHEEL, TicketSource.VISIT, KIOSK, 0)
    assert shop.member.last_visit_on == TODAY
    assert shop.member.history[0].kind is EntryKind.VISIT


def test_the_second_visit_of_a_day_brings_nothing(shop: SmallShop) -> None:
    shop.done(VISIT, KIOSK, None)
    first = shop.last_op_id
    assert shop.act(VISIT, KIOSK, None) == Duplicate(first)
    assert len(shop.member.tickets) == 1


def test_the_next_day_brings_the_next_ticket(shop: SmallShop) -> None:
    for day in range(3):
        shop.done(RecordVisit(MEMBER, TODAY + timedelta(days=day)), KIOSK, None)
        shop.pass_time(days=1)
    assert len({ticket.ticket_id for ticket in shop.member.tickets}) == 3


@pytest.mark.parametrize("kiosk", [SECOND_KIOSK, OTHER_KIOSK])
def test_only_her_own_kiosk_gives_the_free_ticket(shop: SmallShop, kiosk: str) -> None:
    shop.done(VISIT, kiosk, None)
    assert not shop.member.tickets
    assert isinstance(shop.act(VISIT, kiosk, None), Duplicate)
    shop.done(VISIT, KIOSK, None)
    assert len(shop.member.tickets) == 1


def test_a_visit_that_is_heard_of_late_counts_and_keeps_the_latest_day(shop: SmallShop) -> None:
    tomorrow = RecordVisit(MEMBER, TODAY + timedelta(days=1))
    shop.done(tomorrow, KIOSK, None)
    shop.done(VISIT, KIOSK, None)
    assert len(shop.member.tickets) == 2
    assert shop.member.last_visit_on == tomorrow.day
    assert isinstance(shop.act(tomorrow, KIOSK, None), Duplicate)


@pytest.mark.parametrize("days", [-2, 2])
def test_a_kiosk_with_a_wrong_clock_keeps_its_word_and_gives_no_more_than_one_turn(shop: SmallShop, days: int) -> None:
    wrong = TODAY + timedelta(days=days)
    shop.done(RecordVisit(MEMBER, wrong), KIOSK, None)
    (ticket,) = shop.member.tickets
    assert wrong.isoformat() in ticket.ticket_id
    assert shop.member.last_visit_on == TODAY
    assert isinstance(shop.act(VISIT, KIOSK, None), Duplicate)
    shop.pass_time(days=max(days, 0))
    assert isinstance(shop.act(RecordVisit(MEMBER, wrong), KIOSK, None), Applied | Duplicate)
    assert shop.member.tickets == (ticket,)


def test_a_visit_on_a_day_without_a_campaign_brings_no_turn(shop: SmallShop) -> None:
    shop.done(RecordVisit(MEMBER, TODAY + timedelta(days=300)), KIOSK, None)
    assert not shop.member.tickets


@given(days=st.lists(st.integers(-40, 40), max_size=12))
def test_no_clock_is_a_way_to_more_free_turns(days: list[int]) -> None:
    shop = _shop_with_a_member()
    for each in days:
        shop.act(RecordVisit(MEMBER, TODAY + timedelta(days=each)), KIOSK, None)
    # Midnight is seen a little apart: yesterday's and tomorrow's ticket may be among them.
    assert len(shop.member.tickets) <= 1 + len({-1, 1} & set(days))


def test_no_campaign_no_ticket_but_still_a_visit(shop: SmallShop) -> None:
    shop.pass_time(days=60)
    shop.done(RecordVisit(MEMBER, TODAY + timedelta(days=60)), KIOSK, None)
    assert not shop.member.tickets
    assert shop.member.last_visit_on == TODAY + timedelta(days=60)


def test_staff_give_a_ticket_for_a_reason(shop: SmallShop) -> None:
    shop.done(GiveTicket(MEMBER, WHEEL, REASON, "waited long"))
    (ticket,) = shop.member.tickets
    entry = shop.member.history[0]
    assert (ticket.source, ticket.holder) == (TicketSource.STAFF, KIOSK)
    assert (entry.reason, entry.note, entry.campaign, entry.staff_id) == (REASON, "waited long", WHEEL, "aoki")


def test_points_buy_a_ticket_where_the_programme_says_so(shop: SmallShop) -> None:
    shop.done(AdjustPoints(MEMBER, 60, REASON, ""))
    applied = shop.done(ExchangeForTicket(MEMBER, WHEEL), KIOSK, None)
    (ticket,) = shop.member.tickets
    assert ticket.source is TicketSource.EXCHANGE
    assert [(p.kind, p.points) for p in applied.postings] == [(PostingKind.SPEND, -50)]
    assert shop.member.account.balance_points == 10


@pytest.mark.parametrize("campaign", [WHEEL, PLAIN_WHEEL])
def test_tickets_of_a_purchase_come_from_campaigns_that_count_yen(shop: SmallShop, campaign: str) -> None:
    shop.done(purchase("p", 1000))
    assert [t.campaign for t in shop.member.tickets].count(campaign) == (1 if campaign == WHEEL else 0)


@pytest.mark.parametrize(
    ("day", "runs"),
    [(date(2026, 3, 31), 0), (date(2026, 4, 1), 1), (date(2026, 4, 30), 1), (date(2026, 5, 1), 0)],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_campaign_gives_tickets_from_its_first_to_its_last_day(shop: SmallShop, day: date, runs: int) -> None:
    shop.pass_time(days=(day - TODAY).days)
    assert isinstance(shop.act(purchase("p", 1000)), Applied)
    shop.done(RecordVisit(MEMBER, day), KIOSK, None)
    assert len(shop.member.tickets) == 2 * runs
