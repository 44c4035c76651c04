"""Lots, debt and postings, one step at a time."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.points import (
    Account,
    Bucket,
    Lot,
    NotEnoughPoints,
    Posted,
    PostingKind,
    YearPoints,
    bring_up_to_date,
    give_back,
    grant,
    numbered,
    spend,
    take,
    take_back,
    unqualify,
)

START = datetime(2026, 1, 1, tzinfo=UTC)


def _at(day: int) -> datetime:
    return START + timedelta(days=day)


def _lot(lot_id: str, points: int, expires: int = 365, matures: int | None = None, *, won: bool = False) -> Lot:
    matures_at = None if matures is None else _at(matures)
    return Lot(lot_id, points, points, _at(expires), "ginza", matures_at, won)


def _account(*lots: Lot, debt: int = 0) -> Account:
    return Account(lots, debt)


def _left(account: Account) -> dict[str, int]:
    return {lot.lot_id: lot.left_points for lot in account.lots}


def _said(step: Posted) -> list[tuple[PostingKind, int, str | None]]:
    return [(p.kind, p.points, p.lot_id) for p in step.postings]


def test_spending_takes_the_lot_that_expires_soonest() -> None:
    account = _account(_lot("late", 50, 300), _lot("soon", 30, 100), _lot("middle", 20, 200))
    step = spend(account, 60)
    assert isinstance(step, Posted)
    assert _said(step) == [
        (PostingKind.SPEND, -30, "soon"),
        (PostingKind.SPEND, -20, "middle"),
        (PostingKind.SPEND, -10, "late"),
    ]
    assert _left(step.account) == {"late": 40, "soon": 0, "middle": 0}


def test_lots_of_the_same_day_are_spent_in_a_steady_order() -> None:
    step = spend(_account(_lot("b", 10), _lot("a", 10)), 10)
    assert isinstance(step, Posted)
    assert _left(step.account) == {"b": 10, "a": 0}


@pytest.mark.parametrize(
    ("account", "balance"),
    [
        (_account(), 0),
        (_account(_lot("a", 9)), 9),
        (_account(_lot("pending", 100, matures=3)), 0),
        (_account(debt=5), 0),
    ],
    ids=["nothing there", "one too few", "pending only", "a debt"],
)
def test_a_spend_that_is_not_covered_is_refused(account: Account, balance: int) -> None:
    assert spend(account, 10) == NotEnoughPoints(10, balance)


def test_won_points_stay_where_they_may_not_be_spent() -> None:
    account = _account(_lot("won", 100, 1, won=True), _lot("earned", 10))
    assert spend(account, 11, without_won=True) == NotEnoughPoints(11, 10)
    step = spend(account, 10, without_won=True)
    assert isinstance(step, Posted)
    assert _left(step.account) == {"won": 100, "earned": 0}


def test_what_is_taken_and_not_there_becomes_a_debt() -> None:
    step = take(_account(_lot("a", 30)), 50)
    assert _said(step) == [(PostingKind.SPEND, -30, "a"), (PostingKind.SHORTFALL, -20, None)]
    assert step.account.debt_points == 20
    assert step.account.balance_points == -20


def test_the_next_grant_settles_the_debt() -> None:
    step = grant(_account(debt=20), _lot("new", 50))
    assert _said(step) == [
        (PostingKind.GRANT, 50, "new"),
        (PostingKind.SETTLE, -20, "new"),
        (PostingKind.SETTLE, 20, None),
    ]
    assert step.account.balance_points == 30
    assert step.account.debt_points == 0


def test_pending_points_settle_nothing_before_they_mature() -> None:
    step = grant(_account(debt=20), _lot("new", 50, matures=3))
    assert (step.account.balance_points, step.account.pending_points) == (-20, 50)
    assert bring_up_to_date(step.account, _at(3) - timedelta(microseconds=1)) == Posted(step.account)
    later = bring_up_to_date(step.account, _at(3))
    assert (later.account.balance_points, later.account.pending_points) == (30, 0)
    assert [p.kind for p in later.postings] == [PostingKind.MATURE] * 2 + [PostingKind.SETTLE] * 2


def test_points_expire_at_the_instant_and_stay_in_the_book() -> None:
    account = _account(_lot("a", 30, 10), _lot("b", 5, 11))
    assert bring_up_to_date(account, _at(10) - timedelta(microseconds=1)) == Posted(account)
    step = bring_up_to_date(account, _at(10))
    assert _said(step) == [(PostingKind.EXPIRE, -30, "a")]
    lot = step.account.lot("a")
    assert lot is not None
    assert (lot.left_points, lot.expired_points, lot.granted_points) == (0, 30, 30)


def test_a_lot_that_matured_and_expired_long_ago_does_both() -> None:
    step = bring_up_to_date(_account(_lot("a", 30, 10, matures=3)), _at(400))
    assert [p.kind for p in step.postings] == [PostingKind.MATURE, PostingKind.MATURE, PostingKind.EXPIRE]
    assert (step.account.balance_points, step.account.pending_points) == (0, 0)


def test_time_passes_once() -> None:
    account = _account(_lot("a", 30, 10, matures=3), _lot("b", 30, 100, matures=5), debt=7)
    once = bring_up_to_date(account, _at(50)).account
    assert bring_up_to_date(once, _at(50)) == Posted(once)


@dataclass(frozen=True)
class Reversal:
    """A lot as it is, how much of its grant is reversed, and what that posts."""

    story: str
    lot: Lot
    points: int
    posts: list[tuple[PostingKind, int, str | None]]


REVERSE, SHORTFALL = PostingKind.REVERSE, PostingKind.SHORTFALL


@pytest.mark.parametrize(
    "case",
    [
        Reversal("all is left", _lot("a", 100), 40, [(REVERSE, -40, "a")]),
        Reversal(
            "all was spent", replace(_lot("a", 100), left_points=0), 40, [(REVERSE, -25, "b"), (SHORTFALL, -15, None)]
        ),
        Reversal(
            "some was spent",
            replace(_lot("a", 100), left_points=30),
            50,
            [(REVERSE, -30, "a"), (REVERSE, -20, "b")],
        ),
        Reversal("all expired", replace(_lot("a", 100), left_points=0, expired_points=100), 100, []),
        Reversal(
            "half expired, half was spent",
            replace(_lot("a", 100), left_points=0, expired_points=50),
            60,
            [(REVERSE, -10, "b")],
        ),
        Reversal(
            "most was reversed before",
            replace(_lot("a", 100), left_points=10, reversed_points=90),
            50,
            [(REVERSE, -10, "a")],
        ),
        Reversal("still pending", _lot("a", 100, matures=3), 40, [(REVERSE, -40, "a")]),
    ],
    ids=lambda case: case.story,
)
def test_reversing_a_grant(case: Reversal) -> None:
    step = take_back(_account(case.lot, _lot("b", 25)), "a", case.points, reverses=2)
    assert _said(step) == case.posts
    assert all(posting.reverses == 2 for posting in step.postings)
    lot = step.account.lot("a")
    assert lot is not None
    assert min(lot.left_points, lot.spent_points, lot.expired_points) >= 0


def test_a_pending_reversal_counts_for_the_pending_points() -> None:
    step = take_back(_account(_lot("a", 100, matures=3)), "a", 40)
    assert [p.bucket for p in step.postings] == [Bucket.PENDING]
    assert step.account.pending_points == 60


def test_a_spend_goes_back_to_its_lot() -> None:
    account = _account(replace(_lot("a", 100), left_points=60))
    step = give_back(account, "a", 40, _lot("fresh", 1), _at(1), reverses=0)
    assert _said(step) == [(PostingKind.GIVE_BACK, 40, "a")]
    assert _left(step.account) == {"a": 100}


def test_a_spend_from_an_expired_lot_goes_to_a_fresh_one() -> None:
    account = _account(replace(_lot("a", 100, 10), left_points=0))
    step = give_back(account, "a", 40, _lot("fresh", 1, 40), _at(10))
    assert _said(step) == [(PostingKind.GIVE_BACK, 40, "fresh")]
    fresh = step.account.lot("fresh")
    assert fresh is not None
    assert (fresh.granted_points, fresh.left_points, fresh.expires_at) == (40, 40, _at(40))


@pytest.mark.parametrize("won", [True, False])
def test_points_that_were_won_come_back_as_won(won: bool) -> None:
    account = _account(replace(_lot("a", 100, 10, won=won), left_points=0))
    fresh = give_back(account, "a", 40, _lot("fresh", 1, 40), _at(10)).account.lot("fresh")
    assert fresh is not None
    assert fresh.won is won


def test_winning_then_undoing_a_debt_does_not_launder_points() -> None:
    """A debt settled by won points comes back as won points."""
    owing = take(_account(), 40)
    won = grant(owing.account, _lot("won", 40, won=True))
    back = give_back(won.account, None, 40, _lot("fresh", 1), _at(1))
    assert spend(back.account, 1, without_won=True) == NotEnoughPoints(1, 0)
    assert back.account.balance_points == 40


def test_a_shortfall_goes_back_to_the_debt_first() -> None:
    step = give_back(_account(debt=30), None, 40, _lot("fresh", 1), _at(1))
    assert _said(step) == [(PostingKind.GIVE_BACK, 30, None), (PostingKind.GIVE_BACK, 10, "fresh")]
    assert (step.account.debt_points, step.account.balance_points) == (0, 10)


def test_what_comes_back_settles_a_debt_made_meanwhile() -> None:
    account = _account(replace(_lot("a", 100), left_points=0), debt=15)
    step = give_back(account, "a", 40, _lot("fresh", 1), _at(1))
    assert (step.account.debt_points, step.account.balance_points) == (0, 25)


def test_qualifying_points_count_per_year() -> None:
    first = grant(Account(), _lot("a", 100), qualifying_points=100, year=2026)
    second = grant(first.account, _lot("b", 50), qualifying_points=50, year=2027)
    third = unqualify(second.account, 30, 2026, reverses=1)
    assert [third.account.qualifying_points(year) for year in (2025, 2026, 2027)] == [0, 70, 50]
    assert third.postings[0].year == 2026
    assert YearPoints(2027, 50) in third.account.qualifying


def test_postings_of_an_operation_are_numbered_from_nought() -> None:
    step = grant(_account(debt=20), _lot("new", 50), qualifying_points=50, year=2026)
    assert [posting.line for posting in numbered(step.postings)] == [0, 1, 2, 3]


@pytest.mark.parametrize("points", [0, -1])
def test_no_step_moves_less_than_one_point(points: int) -> None:
    account = _account(_lot("a", 10))
    with pytest.raises(ValueError, match="at least one"):
        spend(account, points)
    with pytest.raises(ValueError, match="at least one"):
        take(account, points)
    with pytest.raises(ValueError, match="at least one"):
        take_back(account, "a", points)
    with pytest.raises(ValueError, match="at least one"):
        give_back(account, "a", points, _lot("fresh", 1), _at(1))
    with pytest.raises(ValueError, match="at least one"):
        grant(account, _lot("b", points))


def test_reversing_a_grant_that_never_was_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no lot"):
        take_back(Account(), "a", 1)


Steps = list[tuple[str, int, int]]
steps = st.lists(
    st.tuples(
        st.sampled_from(("grant", "win", "pend", "spend", "take", "take_back", "give_back", "time")),
        st.integers(1, 60),
        st.integers(0, 9),
    ),
    max_size=30,
)


def _step(account: Account, name: str, points: int, which: int, day: int) -> Posted:
    lots = account.lots
    fresh = _lot(f"lot-{len(lots)}", points, day + 10 + which)
    match name:
        case "grant" | "win":
            return grant(account, replace(fresh, won=name == "win"), qualifying_points=points, year=2026)
        case "pend":
            return grant(account, replace(fresh, matures_at=_at(day + which)))
        case "spend":
            step = spend(account, points, without_won=bool(which % 2))
            return step if isinstance(step, Posted) else Posted(account)
        case "take":
            return take(account, points)
        case "take_back" if lots:
            return take_back(account, lots[which % len(lots)].lot_id, points)
        case "give_back" if lots:
            lot_id = lots[which % len(lots)].lot_id if which else None
            return give_back(account, lot_id, points, fresh, _at(day))
        case _:
            return Posted(account)


@given(steps)
def test_any_steps_keep_the_account_whole(taken: Steps) -> None:
    account, day = Account(), 0
    sums: Counter[object] = Counter()
    for name, points, which in taken:
        day += which if name == "time" else 0
        step = bring_up_to_date(account, _at(day))
        step = step.then(_step(step.account, name, points, which, day))
        account = step.account
        for posting in step.postings:
            assert posting.points
            sums[posting.bucket] += posting.points
            if posting.bucket is not Bucket.QUALIFYING:
                sums[posting.lot_id] += posting.points
        assert sums[Bucket.BALANCE] == account.balance_points
        assert sums[Bucket.PENDING] == account.pending_points
        assert sums[None] == -account.debt_points <= 0
        assert not (account.debt_points and account.open_lots())
        for lot in account.lots:
            assert sums[lot.lot_id] == lot.left_points
            assert min(lot.left_points, lot.spent_points, lot.expired_points, lot.reversed_points) >= 0
