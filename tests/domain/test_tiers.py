"""Where a tier begins, how long it lasts, and how far the next one is."""

from dataclasses import dataclass

import pytest

from shared.domain.points import Account, YearPoints
from shared.domain.tiers import standing
from tests.domain.small_shop import small_programme

TIERS = small_programme().tiers


@dataclass(frozen=True)
class Case:
    """Qualifying points of last year and this one; the tier, the following one, and the gap to it."""

    story: str
    last_year: int
    this_year: int
    tier: str
    following: str | None
    gap_points: int


CASES = (
    Case("a new member", 0, 0, "plain", "silver", 100),
    Case("one point short", 0, 99, "plain", "silver", 1),
    Case("exactly there", 0, 100, "silver", "gold", 200),
    Case("one point over", 0, 101, "silver", "gold", 199),
    Case("one short of the top", 0, 299, "silver", "gold", 1),
    Case("at the top", 0, 300, "gold", None, 0),
    Case("far above the top", 0, 9_999, "gold", None, 0),
    Case("silver of last year lasts", 100, 0, "silver", "gold", 300),
    Case("silver of last year, on the way to gold", 100, 250, "silver", "gold", 50),
    Case("gold of last year lasts", 300, 0, "gold", None, 0),
    Case("this year better than last", 100, 300, "gold", None, 0),
    Case("more last year, the same tier now", 200, 150, "silver", "gold", 150),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.story)
def test_standing(case: Case) -> None:
    account = Account(qualifying=(YearPoints(2025, case.last_year), YearPoints(2026, case.this_year)))
    now = standing(account, TIERS, 2026)
    assert (now.tier.key, now.qualifying_points, now.gap_points) == (case.tier, case.this_year, case.gap_points)
    assert (now.following.key if now.following else None) == case.following


def test_a_tier_ends_with_the_year_after_the_one_it_was_reached_in() -> None:
    account = Account(qualifying=(YearPoints(2026, 300),))
    assert [standing(account, TIERS, year).tier.key for year in (2025, 2026, 2027, 2028)] == [
        "plain",
        "gold",
        "gold",
        "plain",
    ]


def test_the_years_may_stand_in_any_order() -> None:
    account = Account(qualifying=(YearPoints(2026, 50), YearPoints(2024, 900), YearPoints(2025, 120)))
    assert standing(account, TIERS, 2026).tier.key == "silver"
