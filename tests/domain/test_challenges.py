"""Challenges count what happened, each thing once, in whatever order it is heard; what they bring comes once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.campaigns import Again, Brings, Campaign, Limits
from shared.domain.challenges import Challenge, Goal, InARow, Measure, Of
from shared.domain.earning import LineKind, PurchaseLine
from shared.domain.member import EntryKind, Member, TicketSource, for_kiosk
from shared.domain.operations import (
    ConfirmStep,
    MergeMembers,
    Operation,
    RecordPurchase,
    RecordVisit,
    ReturnPurchase,
    Undo,
    UnmergeMember,
)
from shared.domain.prize_law import prize_law_faults
from shared.domain.programme import Programme, programme_faults
from shared.domain.rules import Applied, Context, Duplicate, Held, HeldReason, apply
from shared.domain.rules.campaigns import follow
from shared.domain.rules.sales import Confirmed, JournalSale, confirm_or_correct, record_sale, undo_sale
from shared.domain.text import EVERYWHERE, Text
from tests.domain.small_shop import (
    ASSISTANT,
    COUNTER,
    DEPARTMENTS,
    KIOSK,
    MANAGER,
    MEMBER,
    OTHER_KIOSK,
    OTHER_STORE,
    PICK_UP,
    SECOND_KIOSK,
    STORE,
    STORE_OF,
    TRAINEE,
    VISITS,
    WHEEL,
    SmallShop,
    small_challenge,
    small_programme,
    with_challenges,
)

FIRST = date(2026, 4, 1)
A, B = "member-a", "member-b"


def shop_with(*challenges: Challenge) -> SmallShop:
    shop = SmallShop(with_challenges(small_programme(), *challenges))
    shop.enrol()
    return shop


def on(shop: SmallShop, day: int) -> None:
    """Go to noon in Tokyo of a day of April, or of May from 31 on."""
    shop.now = datetime(2026, 4, 1, 3, tzinfo=UTC) + timedelta(days=day - 1)


def visit(shop: SmallShop, day: int, kiosk: str = SECOND_KIOSK, member_id: str = MEMBER) -> None:
    on(shop, day)
    shop.act(RecordVisit(member_id, FIRST + timedelta(days=day - 1)), kiosk, None)


def bought(shop: SmallShop, purchase_id: str, *lines: tuple[str, int], member_id: str = MEMBER) -> None:
    sold = tuple(PurchaseLine(yen, 0, department=department) for department, yen in lines)
    shop.done(RecordPurchase(purchase_id, member_id, sold))


def figure(shop: SmallShop, key: str, member_id: str = MEMBER, day: date | None = None) -> tuple[int, bool]:
    campaign = shop.world.programme.campaign(key)
    assert campaign is not None
    today = day or shop.now.date()
    reached = campaign.standing(shop.world.members[member_id].progress_in(key), campaign.window(today), today)
    return reached.figure, reached.done


def finished(member: Member, key: str) -> list[tuple[str, bool, bool]]:
    progress = member.progress_in(key)
    return [(each.window, each.missed, each.short) for each in progress.finishes] if progress else []


def won_points(member: Member) -> int:
    return sum(lot.granted_points - lot.reversed_points for lot in member.account.lots if lot.won)


def test_days_with_a_visit_count_once_and_finishing_brings_points_once() -> None:
    shop = shop_with()
    for day in (3, 3, 5):
        visit(shop, day)
    visit(shop, 5, OTHER_KIOSK)
    assert figure(shop, VISITS) == (2, False)
    assert won_points(shop.member) == 0
    visit(shop, 9)
    assert figure(shop, VISITS) == (3, True)
    assert finished(shop.member, VISITS) == [("once", False, False)]
    assert won_points(shop.member) == 30
    line = shop.member.entry(shop.last_op_id, EntryKind.FINISH)
    assert line is not None
    assert (line.points, line.campaign, line.refers_to) == (30, VISITS, "once")
    visit(shop, 10)
    assert won_points(shop.member) == 30


def test_a_device_counts_and_leaves_what_it_brings_to_the_centre() -> None:
    shop = shop_with()
    shop.world.at_centre = False
    for day in (3, 4, 5):
        visit(shop, day, KIOSK)
    assert figure(shop, VISITS) == (3, True)
    assert finished(shop.member, VISITS) == []
    assert shop.member.account.balance_points == 0


def test_departments_count_while_something_of_them_stays_bought() -> None:
    shop = shop_with()
    bought(shop, "p1", ("food", 300), ("food", 200), ("", 900))
    assert figure(shop, DEPARTMENTS) == (1, False)
    tickets = len(shop.member.tickets)
    bought(shop, "p2", ("books", 400))
    assert figure(shop, DEPARTMENTS) == (2, True)
    (turn,) = [t for t in shop.member.tickets if t.source is TicketSource.CAMPAIGN]
    assert (turn.campaign, turn.holder, len(shop.member.tickets)) == (WHEEL, shop.member.kiosk, tickets + 1)
    shop.done(ReturnPurchase(MEMBER, "p1", (300, 0, 0)))
    assert figure(shop, DEPARTMENTS) == (2, True)
    shop.done(ReturnPurchase(MEMBER, "p1", (0, 200, 0)))
    assert figure(shop, DEPARTMENTS) == (1, False)
    assert finished(shop.member, DEPARTMENTS) == [("once", False, True)]
    assert turn in shop.member.tickets
    bought(shop, "p3", ("toys", 1))
    assert finished(shop.member, DEPARTMENTS) == [("once", False, False)]
    assert [t for t in shop.member.tickets if t.source is TicketSource.CAMPAIGN] == [turn]


def test_a_purchase_that_is_undone_counts_no_more_and_its_undoing_is_found_under_the_finish() -> None:
    shop = shop_with()
    bought(shop, "p1", ("food", 300))
    bought(shop, "p2", ("books", 300))
    last = shop.last_op_id
    assert shop.member.history[0].kind is EntryKind.FINISH
    shop.done(Undo(MEMBER, last))
    assert finished(shop.member, DEPARTMENTS) == [("once", False, True)]
    assert [e.undone_by for e in shop.member.history if e.kind is EntryKind.FINISH] == [None]


def test_staff_confirm_a_step_once_a_day_and_take_it_back() -> None:
    shop = shop_with(small_challenge(PICK_UP, Goal(Measure.COUNT, Of.PICK_UPS, 2), brings=Brings(points=10)))
    assert shop.act(ConfirmStep(MEMBER, PICK_UP), COUNTER, TRAINEE) == Held(HeldReason.NOT_ALLOWED, "confirm_step")
    assert shop.act(ConfirmStep(MEMBER, "unknown")) == Held(HeldReason.CAMPAIGN_UNKNOWN, "unknown")
    shop.done(ConfirmStep(MEMBER, PICK_UP))
    first = shop.last_op_id
    assert shop.act(ConfirmStep(MEMBER, PICK_UP)) == Duplicate(first)
    assert figure(shop, PICK_UP) == (1, False)
    shop.done(Undo(MEMBER, first))
    assert figure(shop, PICK_UP) == (0, False)
    shop.done(ConfirmStep(MEMBER, PICK_UP))
    assert figure(shop, PICK_UP) == (1, False)
    shop.pass_time(days=30)
    assert shop.act(ConfirmStep(MEMBER, PICK_UP)) == Held(HeldReason.NOT_OFFERED, PICK_UP)


def test_a_challenge_of_visits_has_nothing_to_confirm() -> None:
    assert shop_with().act(ConfirmStep(MEMBER, VISITS)) == Held(HeldReason.NOT_OFFERED, VISITS)


def test_an_order_of_the_journal_is_a_pick_up_and_goes_with_it() -> None:
    shop = shop_with()
    for key, done in (("receipt:ginza:1:2026-04-10:7", False), ("order:77", True)):
        sale = JournalSale(key, f"p-{key[-2:]}", MEMBER, (PurchaseLine(500, 0),))
        context = Context(shop.new_id("sales"), shop.now, STORE, "centre")
        outcome = record_sale(sale, context, shop.world)
        assert isinstance(outcome, Applied)
        shop.world.keep(context.op_id, follow(outcome, (), context, shop.world))
        assert figure(shop, PICK_UP) == (int(done), done)
    assert won_points(shop.member) == 10
    (purchase,) = [p for p in shop.member.purchases if p.receipt_key == "order:77"]
    context = Context(shop.new_id("sales"), shop.now, STORE, "centre")
    undone = undo_sale(MEMBER, purchase, context, shop.world)
    assert isinstance(undone, Applied)
    shop.world.keep(context.op_id, follow(undone, (), context, shop.world))
    assert finished(shop.member, PICK_UP) == [("once", False, True)]
    assert won_points(shop.member) == 10


def test_the_journal_tells_the_departments_of_what_was_keyed_in_as_one_sum() -> None:
    shop = shop_with()
    bought(shop, "p1", ("", 1_000))
    balance = shop.member.account.balance_points
    sale = JournalSale(
        "k", "p1", MEMBER, (PurchaseLine(600, 0, department="food"), PurchaseLine(400, 0, department="toys"))
    )
    context = Context(shop.new_id("sales"), shop.now, STORE, "centre")
    outcome = confirm_or_correct(sale, shop.member.purchases[0], context, shop.world)
    assert isinstance(outcome, Applied)
    assert outcome.postings == ()
    shop.world.keep(context.op_id, follow(outcome, (), context, shop.world))
    assert figure(shop, DEPARTMENTS) == (2, True)
    assert shop.member.account.balance_points == balance
    again = Context(shop.new_id("sales"), shop.now, STORE, "centre")
    assert isinstance(confirm_or_correct(sale, shop.member.purchases[0], again, shop.world), Confirmed)
    silent = JournalSale("k", "p1", MEMBER, (PurchaseLine(1_000, 0),))
    assert isinstance(confirm_or_correct(silent, shop.member.purchases[0], again, shop.world), Confirmed)
    undone = confirm_or_correct(silent, shop.member.purchases[0], again, shop.world, as_keyed_in=True)
    assert isinstance(undone, Applied)
    member = follow(undone, (), again, shop.world).member
    assert member is not None
    assert finished(member, DEPARTMENTS) == [("once", False, True)]
    shop.done(ReturnPurchase(MEMBER, "p1", (600, 0)))
    assert figure(shop, DEPARTMENTS) == (1, False)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"stores": (STORE,)}, True),
        ({"stores": (OTHER_STORE,)}, False),
        ({"stopped_in": (EVERYWHERE,)}, False),
        ({"stopped_in": (STORE,)}, False),
        ({"stopped_in": (OTHER_STORE,)}, True),
        ({"tiers": ("plain",)}, True),
        ({"tiers": ("silver", "gold")}, False),
        ({"joined_within_days": 5}, True),
        ({"joined_within_days": 4}, False),
        ({"starts_on": date(2026, 4, 16)}, False),
        ({"starts_on": date(2026, 4, 15), "ends_on": date(2026, 4, 15)}, True),
        ({"ends_on": date(2026, 4, 14)}, False),
    ],
)
def test_it_counts_for_whom_where_and_when_it_says(changes: dict[str, Any], *, counts: bool) -> None:
    shop = shop_with(small_challenge(VISITS, Goal(Measure.COUNT, Of.VISITS, 1), **changes))
    visit(shop, 15)
    assert (shop.member.progress != ()) is counts


def test_a_second_visit_of_a_day_counts_where_another_store_is_what_counts() -> None:
    shop = shop_with(small_challenge("stores", Goal(Measure.COUNT, Of.STORES, 2), brings=Brings(points=5)))
    visit(shop, 12, shop.member.kiosk)
    (beside,) = {KIOSK, SECOND_KIOSK} - {shop.member.kiosk}
    assert isinstance(shop.act(RecordVisit(MEMBER, date(2026, 4, 12)), beside, None), Duplicate)
    assert isinstance(shop.act(RecordVisit(MEMBER, date(2026, 4, 12)), OTHER_KIOSK, None), Applied)
    assert figure(shop, "stores") == (2, True)
    assert isinstance(shop.act(RecordVisit(MEMBER, date(2026, 4, 12)), OTHER_KIOSK, None), Duplicate)


def test_each_month_is_a_new_chance_as_often_as_the_limits_say() -> None:
    goal = Goal(Measure.COUNT, Of.VISITS, 1)
    days = {"ends_on": date(2026, 9, 30)}
    shop = shop_with(
        small_challenge(
            VISITS, goal, again=Again.MONTHLY, brings=Brings(points=30), limits=Limits(per_member=2), **days
        )
    )
    for day in (5, 6, 35, 36, 70, 100):
        visit(shop, day)
    assert [window for window, _, _ in finished(shop.member, VISITS)] == ["2026-04", "2026-05"]
    assert won_points(shop.member) == 60


def test_only_so_much_of_a_day_counts() -> None:
    goal = Goal(Measure.SUM, Of.PURCHASES, 1_000, least_yen=100)
    shop = shop_with(small_challenge("sum", goal, limits=Limits(per_day=1)))
    for number, yen in enumerate((600, 99, 600)):
        bought(shop, f"p{number}", ("", yen))
    assert figure(shop, "sum") == (600, False)
    shop.pass_time(days=1)
    bought(shop, "next", ("", 400))
    assert figure(shop, "sum") == (1_000, True)


def test_gift_cards_and_reward_lines_never_count() -> None:
    shop = shop_with(small_challenge("sum", Goal(Measure.SUM, Of.PURCHASES, 1_000)))
    lines = (PurchaseLine(700, 0, LineKind.GIFT_CARD), PurchaseLine(800, 0, LineKind.REWARD), PurchaseLine(50, 0))
    shop.done(RecordPurchase("p", MEMBER, lines))
    assert figure(shop, "sum") == (50, False)


@pytest.mark.parametrize(
    ("unit", "days", "today", "expected"),
    [
        (InARow.DAYS, (1, 2), 2, (2, False)),
        (InARow.DAYS, (1, 2), 3, (2, False)),
        (InARow.DAYS, (1, 2), 4, (0, False)),
        (InARow.DAYS, (1, 2, 4), 4, (1, False)),
        (InARow.DAYS, (1, 2, 3, 5), 6, (3, True)),
        (InARow.WEEKS, (1, 7, 14), 14, (3, True)),
        (InARow.WEEKS, (1, 5, 14), 14, (1, False)),
        (InARow.WEEKS, (5, 6), 12, (2, False)),
    ],
)
def test_a_streak_is_days_or_weeks_without_a_gap(
    unit: InARow, days: tuple[int, ...], today: int, expected: tuple[int, bool]
) -> None:
    shop = shop_with(small_challenge("row", Goal(Measure.STREAK, Of.VISITS, 3, in_a_row=unit)))
    for day in days:
        visit(shop, day)
    assert figure(shop, "row", day=FIRST + timedelta(days=today - 1)) == expected


def test_what_there_is_for_so_many_goes_to_the_first_and_the_next_gets_the_badge_alone() -> None:
    goal = Goal(Measure.COUNT, Of.VISITS, 1)
    shop = shop_with(small_challenge(VISITS, goal, brings=Brings(points=30), limits=Limits(in_all=3)))
    people = [f"member-{number}" for number in range(5)]
    for member_id in people:
        shop.enrol(member_id)
        visit(shop, 12, member_id=member_id)
    missed = [finished(shop.world.members[member_id], VISITS)[0][1] for member_id in people]
    assert missed == [False, False, False, True, True]
    assert sum(won_points(member) for member in shop.world.members.values()) == 90


def test_merging_joins_the_steps_and_taking_apart_gives_them_back() -> None:
    shop = shop_with()
    for member_id, days in ((A, (3, 4)), (B, (4, 6))):
        shop.enrol(member_id)
        for day in days:
            visit(shop, day, member_id=member_id)
    apart = shop.world.members[B].progress
    shop.done(MergeMembers(A, B), COUNTER, MANAGER)
    assert figure(shop, VISITS, A) == (3, True)
    assert won_points(shop.world.members[A]) == 30
    shop.done(UnmergeMember(B), COUNTER, MANAGER)
    assert figure(shop, VISITS, A) == (2, False)
    assert figure(shop, VISITS, B) == (2, False)
    assert shop.world.members[B].progress == apart
    assert finished(shop.world.members[A], VISITS) == [("once", False, True)]
    visit(shop, 8, member_id=A)
    assert won_points(shop.world.members[A]) == 30
    visit(shop, 8, member_id=B)
    assert won_points(shop.world.members[B]) == 30


def test_a_kiosk_can_not_read_where_she_bought() -> None:
    shop = shop_with()
    bought(shop, "p1", ("food", 300), ("books", 300))
    shown = for_kiosk(shop.member)
    assert "food" not in repr(shown.progress)
    campaign = shop.world.programme.campaign(DEPARTMENTS)
    assert campaign is not None
    window = campaign.window(shop.now.date())
    assert campaign.standing(shown.progress_in(DEPARTMENTS), window, window.last).figure == 2


departments = st.sampled_from(("food", "books", "toys", ""))
facts = st.one_of(
    st.builds(lambda day, kiosk: ("visit", day, kiosk), st.integers(1, 12), st.sampled_from((KIOSK, SECOND_KIOSK))),
    st.builds(lambda day, sold: ("buy", day, sold), st.integers(1, 12), st.tuples(departments, st.integers(1, 900))),
    st.builds(lambda day: ("confirm", day, COUNTER), st.integers(1, 12)),
)


def told(shop: SmallShop, facts_in_order: list[tuple[int, tuple[Any, ...]]], member_ids: dict[int, str]) -> None:
    """Apply facts, each with its own id and time, as the centre hears of them; some twice."""
    for number, (kind, day, what) in facts_in_order:
        member_id = member_ids.get(number, MEMBER)
        at = datetime(2026, 4, day, 3, tzinfo=UTC)
        operation: Operation
        device, actor = COUNTER, ASSISTANT
        if kind == "visit":
            operation, device = RecordVisit(member_id, date(2026, 4, day)), what
        elif kind == "buy":
            operation = RecordPurchase(f"p{number}", member_id, (PurchaseLine(what[1], 0, department=what[0]),))
        else:
            operation = ConfirmStep(member_id, PICK_UP)
        context = Context(f"fact-{number}", at, STORE_OF[device], device, actor if device == COUNTER else None)
        if all(entry.op_id != context.op_id for entry in shop.world.members[member_id].history):
            shop.world.keep(context.op_id, apply(operation, context, shop.world))


@given(st.lists(facts, max_size=14), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing_that_she_gets(found: list[tuple[Any, ...]], chance: Random) -> None:
    numbered = list(enumerate(found))
    shuffled = [*numbered, *chance.sample(numbered, len(numbered) // 2)]
    chance.shuffle(shuffled)
    shops = shop_with(), shop_with()
    told(shops[0], numbered, {})
    told(shops[1], shuffled, {})
    visits = {day for kind, day, _ in found if kind == "visit"}
    bought_in = {what[0] for kind, _, what in found if kind == "buy"} - {""}
    picked_up = any(kind == "confirm" for kind, _, _ in found)
    for shop in shops:
        assert figure(shop, VISITS, day=FIRST)[0] == len(visits)
        assert figure(shop, DEPARTMENTS, day=FIRST)[0] == len(bought_in)
        assert won_points(shop.member) == 30 * (len(visits) >= 3) + 10 * picked_up
        turns = [ticket for ticket in shop.member.tickets if ticket.source is TicketSource.CAMPAIGN]
        assert len(turns) == int(len(bought_in) >= 2)


@given(
    st.lists(st.tuples(facts, st.booleans()), max_size=12),
    st.lists(st.sampled_from(("merge", "unmerge", "undo", "return")), max_size=6),
    st.randoms(use_true_random=False),
)
def test_nothing_comes_twice_whatever_is_taken_back_merged_and_taken_apart(
    found: list[tuple[tuple[Any, ...], bool]],
    acts: list[str],
    chance: Random,
) -> None:
    shop = SmallShop(with_challenges(small_programme()))
    for member_id in (A, B):
        shop.enrol(member_id)
    plan: list[Any] = [*enumerate(found), *acts]
    chance.shuffle(plan)
    for each in plan:
        on(shop, 13)
        if isinstance(each, tuple):
            number, (fact, is_a) = each
            told_to = A if is_a else B
            told(shop, [(number, fact)], {number: told_to})
        elif each == "merge":
            shop.act(MergeMembers(A, B), COUNTER, MANAGER)
        elif each == "unmerge":
            shop.act(UnmergeMember(B), COUNTER, MANAGER)
        else:
            take_something_back(shop, each)
        check_what_was_given(shop)


def take_something_back(shop: SmallShop, how: str) -> None:
    for member in list(shop.world.members.values()):
        undone = next((e for e in member.history if e.staff_id and e.undone_by is None and e.kind != "finish"), None)
        if how == "undo" and undone is not None:
            shop.now = undone.at
            shop.act(Undo(member.member_id, undone.op_id))
        left = next((p for p in member.purchases if p.returned_yen < p.line_yen), None)
        if how == "return" and left is not None:
            shop.done(ReturnPurchase(member.member_id, left.purchase_id, (left.line_yen[0] - left.returned_yen[0],)))


def check_what_was_given(shop: SmallShop) -> None:
    """See that points follow from finishes, that no fact's finish stands twice, and that marks say how it is."""
    everybody = list(shop.world.members.values())
    brought = {VISITS: 30, PICK_UP: 10, DEPARTMENTS: 0}
    for member in everybody:
        if member.merged_into:
            assert member.progress == ()
    finishes = [(p.campaign, f) for member in everybody for p in member.progress for f in p.finishes]
    points = sum(posting.points for posting in shop.world.ledger.values() if (posting.lot_id or "").count("once"))
    granted = [p for p in shop.world.ledger.values() if p.kind == "grant" and (p.lot_id or "").endswith(".once")]
    assert sum(p.points for p in granted) == sum(brought[campaign] for campaign, _ in finishes)
    assert points == sum(lot.left_points for m in everybody for lot in m.account.lots if lot.lot_id.endswith(".once"))
    assert len({(campaign, f.op_id) for campaign, f in finishes}) == len(finishes)
    for member in everybody:
        for progress in member.progress:
            for finish in progress.finishes:
                assert finish.short is not figure(shop, progress.campaign, member.member_id, FIRST)[1]
    tickets = [t.ticket_id for m in everybody for t in (*m.tickets, *m.withdrawn)]
    assert len(tickets) == len(set(tickets))


GOOD = small_challenge(VISITS, Goal(Measure.COUNT, Of.VISITS, 3))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: replace(c, ends_on=date(2026, 3, 1)), "visits: ends_on lies before starts_on."),
        (lambda c: replace(c, key=""), "key has 1 to 40 characters."),
        (lambda c: replace(c, key="k" * 41), "key has 1 to 40 characters."),
        (lambda c: replace(c, key=WHEEL), "campaigns: 'wheel' stands twice."),
        (lambda c: replace(c, stores=("osaka",)), "visits: stores: there is no store 'osaka'."),
        (lambda c: replace(c, tiers=("iron",)), "visits: tiers: there is no tier 'iron'."),
        (lambda c: replace(c, rules=Text("Yes", "")), "rules needs both an English and a Japanese text."),
        (lambda c: replace(c, brings=Brings(points=-1)), "visits: brings.points can't be negative."),
        (lambda c: replace(c, joined_within_days=-1), "visits: joined_within_days can't be negative."),
        (lambda c: replace(c, limits=Limits(in_all=-1)), "visits: limits.in_all can't be negative."),
        (lambda c: replace(c, limits=Limits(per_member=121)), "visits: limits.per_member is at most 120."),
        (lambda c: replace(c, brings=Brings(turns=1)), "visits: brings: turns and draw stand together"),
        (lambda c: replace(c, brings=Brings(draw=WHEEL)), "visits: brings: turns and draw stand together"),
        (lambda c: replace(c, brings=Brings(turns=1, draw="no")), "visits: brings.draw: there is no draw 'no'."),
        (
            lambda c: replace(c, brings=Brings(turns=1, draw=WHEEL), ends_on=date(2026, 5, 1)),
            "visits: brings.draw: 'wheel' does not run on all days of the campaign.",
        ),
        (lambda c: replace(c, goal=Goal(Measure.COUNT, Of.VISITS, 0)), "goal.target must be at least 1."),
        (lambda c: replace(c, goal=Goal(Measure.COUNT, Of.PURCHASES, 201)), "goal.target: at most 200 can be counted."),
        (lambda c: replace(c, goal=Goal(Measure.COUNT, Of.VISITS, 31)), "31 days with a visit do not fit into 30."),
        (lambda c: replace(c, again=Again.WEEKLY, goal=Goal(Measure.COUNT, Of.VISITS, 8)), "do not fit into 7."),
        (lambda c: replace(c, goal=Goal(Measure.SUM, Of.VISITS, 3)), "goal: yen are summed of purchases; visits"),
        (lambda c: replace(c, goal=Goal(Measure.STREAK, Of.STORES, 2)), "goal: visits and purchases can come in a row"),
        (
            lambda c: replace(c, goal=Goal(Measure.STREAK, Of.VISITS, 6, in_a_row=InARow.WEEKS)),
            "goal.target: 6 weeks in a row do not fit into 30 days.",
        ),
        (lambda c: replace(c, goal=Goal(Measure.COUNT, Of.VISITS, 1, least_yen=5)), "are asked of what is bought"),
        (lambda c: replace(c, goal=Goal(Measure.COUNT, Of.PURCHASES, 1, least_yen=-5)), "least_yen can't be negative."),
        (
            lambda c: replace(c, goal=Goal(Measure.COUNT, Of.PURCHASES, 1, departments=("cars",))),
            "goal.departments: the programme has no department 'cars'.",
        ),
        (lambda c: replace(c, goal=Goal(Measure.COUNT, Of.DEPARTMENTS, 4)), "4 of 3 [[departments]] can't be reached."),
    ],
)
def test_a_challenge_that_can_not_be_is_named_with_its_fault(
    change: Callable[[Challenge], Challenge], says: str
) -> None:
    assert programme_faults(with_challenges(small_programme(), GOOD)) == []
    faults = programme_faults(with_challenges(small_programme(), change(GOOD)))
    assert any(says in fault for fault in faults), faults


def test_prize_law_asks_what_a_turn_for_finishing_costs() -> None:
    def with_goal(goal: Goal) -> Programme:
        challenge = small_challenge("c", goal, brings=Brings(turns=1, draw=WHEEL))
        return replace(with_challenges(small_programme(), challenge), legal_profile="jp-2026")

    assert "finishing c may win at most 2000 yen" in " ".join(prize_law_faults(with_goal(GOOD.goal)))
    costly = with_goal(Goal(Measure.SUM, Of.PURCHASES, 5_000))
    assert "finishing c" not in " ".join(prize_law_faults(costly))


def test_what_has_started_changes_in_its_words_alone() -> None:
    words = replace(GOOD, about=Text("other", "別"), stopped_in=(STORE,))
    dearer: Campaign = replace(GOOD, brings=Brings(points=99))
    assert list(words.frozen_faults(GOOD, FIRST)) == []
    assert list(dearer.frozen_faults(GOOD, FIRST - timedelta(days=1))) == []
    (fault,) = dearer.frozen_faults(GOOD, FIRST)
    assert fault.startswith("brings can't change once it has started")
