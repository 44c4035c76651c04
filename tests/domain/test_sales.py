"""A journal's rules: what it records, confirms and corrects adds up, and taking it back leaves things as they were."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.earning import LineKind, PurchaseLine
from shared.domain.member import Member, PurchaseRecord
from shared.domain.operations import AdjustPoints, RecordPurchase, ReturnPurchase
from shared.domain.points import Bucket
from shared.domain.programme import Earning, TicketRules
from shared.domain.rules import Applied, Context, Held, HeldReason, Outcome
from shared.domain.rules.returns import PostedReturn, as_posted
from shared.domain.rules.sales import (
    Confirmed,
    JournalSale,
    allocate,
    confirm_or_correct,
    record_sale,
    return_sale,
    undo_return,
    undo_sale,
)
from tests.domain.small_shop import (
    ASSISTANT,
    COUNTER,
    MANAGER,
    MEMBER,
    REASON,
    STORE,
    SmallShop,
    purchase,
    small_programme,
    small_wheel,
)

KEY = "receipt:ginza:1:2026-04-10:7"
yen = st.integers(1, 9_000)
lines = st.lists(
    st.builds(lambda amount, kind: PurchaseLine(amount, amount // 11, kind), yen, st.sampled_from(LineKind)),
    min_size=1,
    max_size=3,
).map(tuple)


def shop_with(pending_days: int = 0) -> SmallShop:
    wheel = replace(small_wheel(tickets=TicketRules(2_000, 3)), ends_on=date(2036, 12, 31))
    earning = Earning(100, 10, pending_days=pending_days)
    shop = SmallShop(replace(small_programme(), wheels=(wheel,), earning=earning))
    shop.enrol()
    return shop


def context(shop: SmallShop) -> Context:
    return Context(shop.new_id("sales"), shop.now, STORE, "centre")


def kept(shop: SmallShop, at: Context, outcome: Outcome | Confirmed) -> Applied:
    assert isinstance(outcome, Applied), outcome
    shop.world.keep(at.op_id, outcome)
    whole(shop)
    return outcome


def whole(shop: SmallShop) -> None:
    """Check that figures are sums of postings and every lot adds up."""
    member = shop.member
    sums = dict.fromkeys(Bucket, 0)
    for posting in shop.world.books.get(MEMBER, []):
        sums[posting.bucket] += posting.points
    assert sums[Bucket.BALANCE] == member.account.balance_points
    assert sums[Bucket.PENDING] == member.account.pending_points
    assert sums[Bucket.QUALIFYING] == sum(entry.points for entry in member.account.qualifying)
    for lot in member.account.lots:
        parts = (lot.left_points, lot.spent_points, lot.expired_points, lot.reversed_points)
        assert min(parts) >= 0
        assert sum(parts) == lot.granted_points


def figures(member: Member) -> tuple[object, ...]:
    account = member.account
    tickets = sorted(ticket.ticket_id for ticket in member.tickets)
    return account.balance_points, account.pending_points, account.debt_points, account.qualifying_points(2026), tickets


def journal(sold: tuple[PurchaseLine, ...], purchase_id: str = "from-journal") -> JournalSale:
    return JournalSale(KEY, purchase_id, MEMBER, sold)


def keyed(shop: SmallShop, *amounts_yen: int) -> PurchaseRecord:
    shop.done(purchase("p1", *amounts_yen, receipt="7"))
    return shop.member.purchases[-1]


def prepared(shop: SmallShop, points: int) -> None:
    if points:
        shop.done(AdjustPoints(MEMBER, points, REASON, ""), COUNTER, MANAGER)


@given(sold=lines, points=st.integers(-200, 200), pending_days=st.sampled_from((0, 3)))
def test_what_is_recorded_and_taken_back_leaves_no_trace_in_the_figures(
    sold: tuple[PurchaseLine, ...], points: int, pending_days: int
) -> None:
    shop = shop_with(pending_days)
    prepared(shop, points)
    before = figures(shop.member)
    at = context(shop)
    kept(shop, at, record_sale(journal(sold), at, shop.world))
    assert shop.world.claimed(KEY) == at.op_id
    after = context(shop)
    kept(shop, after, undo_sale(MEMBER, shop.member.purchases[-1], after, shop.world))
    assert figures(shop.member) == before
    assert shop.world.claimed(KEY) is None
    again = context(shop)
    kept(shop, again, record_sale(journal(sold), again, shop.world))


@given(
    sold=lines,
    told=lines,
    points=st.integers(-200, 200),
    pending_days=st.sampled_from((0, 3)),
    used=st.integers(0, 3),
)
def test_a_correction_ends_where_the_right_amount_would_have_begun(
    sold: tuple[PurchaseLine, ...], told: tuple[PurchaseLine, ...], points: int, pending_days: int, used: int
) -> None:
    shop, right = shop_with(pending_days), shop_with(pending_days)
    for each in (shop, right):
        prepared(each, points)
    shop.done(replace(purchase("p1", 1, receipt="7"), lines=sold))
    right.done(replace(purchase("p1", 1, receipt="7"), lines=told))
    for ticket in shop.member.tickets[:used]:
        shop.done(shop.turn(ticket, shop.fill_drum(holder=ticket.holder)), ticket.holder, None)
    shop_tickets = {ticket.ticket_id for ticket in shop.member.tickets}
    won = won_points(shop)
    at = context(shop)
    outcome = confirm_or_correct(journal(told), shop.member.purchases[-1], at, shop.world)
    if isinstance(outcome, Confirmed):
        assert sum(line.amount_yen for line in told) == sum(line.amount_yen for line in sold)
        return
    kept(shop, at, outcome)
    account, should = shop.member.account, right.member.account
    assert account.balance_points - won == should.balance_points
    assert account.pending_points == should.pending_points
    assert account.qualifying_points(2026) == should.qualifying_points(2026)
    entitled, turned = len(right.member.tickets), len(shop.member.awards)
    assert len(shop.member.tickets) == max(entitled - turned, 0)
    stayed = shop_tickets & {ticket.ticket_id for ticket in shop.member.tickets}
    assert len(stayed) == min(len(shop_tickets), max(entitled - turned, 0))
    assert shop.member.purchases[-1].receipt_key == KEY
    assert shop.world.claimed(KEY) is not None


def won_points(shop: SmallShop) -> int:
    """Return the points that turns have won."""
    return sum(lot.granted_points for lot in shop.member.account.lots if lot.won)


@given(
    amounts=st.lists(yen, min_size=1, max_size=3),
    data=st.data(),
    points=st.integers(-300, 300),
    pending_days=st.sampled_from((0, 3)),
    spent=st.booleans(),
)
def test_a_return_taken_back_leaves_no_trace_in_the_figures(
    amounts: list[int], data: st.DataObject, points: int, pending_days: int, spent: bool
) -> None:
    shop = shop_with(pending_days)
    keyed(shop, *amounts)
    prepared(shop, points)
    if spent:
        prepared(shop, -sum(amounts) // 150)
    before = figures(shop.member)
    back = tuple(data.draw(st.integers(0, amount)) for amount in amounts)
    at = context(shop)
    outcome = return_sale(MEMBER, shop.member.purchases[-1], back, at, shop.world)
    if not any(back):
        assert isinstance(outcome, Confirmed)
        return
    applied = kept(shop, at, outcome)
    told = as_posted(at.op_id, back, applied.postings)
    after = context(shop)
    undone = undo_return(MEMBER, shop.member.purchases[-1], told, after, shop.world)
    kept(shop, after, undone)
    assert figures(shop.member) == before
    assert not any(shop.member.purchases[-1].returned_yen)


def test_points_that_had_expired_are_not_won_by_a_return_and_its_undoing() -> None:
    shop = shop_with()
    keyed(shop, 5_000)
    shop.pass_time(days=800)
    shop.done(AdjustPoints(MEMBER, 5, REASON, ""), COUNTER, MANAGER)
    before = figures(shop.member)
    at = context(shop)
    applied = kept(shop, at, return_sale(MEMBER, shop.member.purchases[-1], (5_000,), at, shop.world))
    assert not [p for p in applied.postings if p.year is None]
    after = context(shop)
    kept(
        shop,
        after,
        undo_return(MEMBER, shop.member.purchases[-1], PostedReturn(at.op_id, (5_000,), ()), after, shop.world),
    )
    assert figures(shop.member)[:3] == before[:3]


def test_taken_points_come_back_for_a_month_where_their_lot_has_expired_meanwhile() -> None:
    shop = shop_with()
    keyed(shop, 5_500)
    at = context(shop)
    applied = kept(shop, at, return_sale(MEMBER, shop.member.purchases[-1], (5_500,), at, shop.world))
    shop.pass_time(days=800)
    after = context(shop)
    told = as_posted(at.op_id, (5_500,), applied.postings)
    kept(shop, after, undo_return(MEMBER, shop.member.purchases[-1], told, after, shop.world))
    assert shop.member.account.balance_points == 55
    (lot,) = shop.member.account.open_lots()
    assert lot.expires_at - shop.now < timedelta(days=31)


def test_what_was_keyed_in_right_is_confirmed_whatever_its_lines() -> None:
    shop = shop_with()
    record = keyed(shop, 3_000)
    told = journal((PurchaseLine(1_000, 0), PurchaseLine(2_000, 0)))
    assert isinstance(confirm_or_correct(told, record, context(shop), shop.world), Confirmed)


def test_the_bonus_of_the_day_it_was_keyed_in_counts() -> None:
    shop = shop_with()
    record = keyed(shop, 3_000)
    shop.done(RecordPurchase("p2", MEMBER, (PurchaseLine(40_000, 0),)))
    assert isinstance(
        confirm_or_correct(journal((PurchaseLine(3_000, 0),)), record, context(shop), shop.world), Confirmed
    )


def test_an_undone_line_is_not_undone_again_by_its_author() -> None:
    from shared.domain.operations import Undo

    shop = shop_with()
    record = keyed(shop, 3_000)
    at = context(shop)
    kept(shop, at, confirm_or_correct(journal((PurchaseLine(1_000, 0),)), record, at, shop.world))
    outcome = shop.act(Undo(MEMBER, record.op_id), COUNTER, ASSISTANT)
    assert isinstance(outcome, Held)
    assert outcome.reason is HeldReason.UNDO_UNKNOWN


def test_a_purchase_that_came_back_in_part_is_not_corrected() -> None:
    shop = shop_with()
    keyed(shop, 3_000)
    shop.done(ReturnPurchase(MEMBER, "p1", (500,)))
    outcome = confirm_or_correct(
        journal((PurchaseLine(1_000, 0),)), shop.member.purchases[-1], context(shop), shop.world
    )
    assert isinstance(outcome, Held)


def test_a_return_that_was_keyed_in_counts_for_the_journals() -> None:
    shop = shop_with()
    keyed(shop, 3_000)
    shop.done(ReturnPurchase(MEMBER, "p1", (500,)))
    record = shop.member.purchases[-1]
    assert isinstance(return_sale(MEMBER, record, (500,), context(shop), shop.world), Confirmed)
    at = context(shop)
    kept(shop, at, return_sale(MEMBER, record, (700,), at, shop.world))
    assert shop.member.purchases[-1].returned_yen == (700,)


def test_what_comes_back_is_spread_over_lines_of_its_kind_first() -> None:
    shop = shop_with()
    operation = RecordPurchase(
        "p1", MEMBER, (PurchaseLine(500, 0, LineKind.GIFT_CARD), PurchaseLine(300, 0), PurchaseLine(400, 0))
    )
    shop.done(operation)
    record = shop.member.purchases[-1]
    assert allocate(record, (0, 0, 0), (PurchaseLine(600, 0),)) == (0, 300, 300)
    assert allocate(record, (0, 100, 0), (PurchaseLine(600, 0), PurchaseLine(100, 0, LineKind.GIFT_CARD))) == (
        100,
        200,
        400,
    )
    assert allocate(record, (0, 0, 0), (PurchaseLine(1_201, 0),)) is None
