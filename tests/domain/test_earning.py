"""What a purchase earns, why, and what returns take back of it."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.earning import LineKind, PurchaseLine, earn, reversed_points, tax_included
from shared.domain.programme import Earning


@dataclass(frozen=True)
class Case:
    """Receipt lines, a rule and a tier bonus, and the explanation that the screen gives."""

    story: str
    lines: tuple[PurchaseLine, ...]
    points: int
    base_yen: int
    rule: Earning = field(default=Earning(yen_per_point=100, tax_percent=10))
    bonus_percent: int = 0
    tax_yen: int = 0
    gift_cards_yen: int = 0
    rewards_yen: int = 0
    bonus_points: int = 0


TAX_IN = Earning(100, 10, base_includes_tax=True)
GIFT_IN = Earning(100, 10, base_includes_gift_cards=True)
REWARD_IN = Earning(100, 10, base_includes_reward_lines=True)
GOODS = PurchaseLine(1100, 100)
GIFT = PurchaseLine(500, 0, LineKind.GIFT_CARD)
TAXED_GIFT = PurchaseLine(550, 50, LineKind.GIFT_CARD)
REWARD = PurchaseLine(330, 30, LineKind.REWARD)

CASES = (
    Case("tax stays out", (GOODS,), 10, 1000, tax_yen=100),
    Case("tax counts", (GOODS,), 11, 1100, TAX_IN),
    Case("one yen short of a point", (PurchaseLine(99, 0),), 0, 99),
    Case("just a point", (PurchaseLine(100, 0),), 1, 100),
    Case("small lines make a point together", (PurchaseLine(60, 0), PurchaseLine(60, 0)), 1, 120),
    Case("a gift card earns nothing", (GOODS, GIFT), 10, 1000, tax_yen=100, gift_cards_yen=500),
    Case("a gift card counts", (GOODS, GIFT), 15, 1500, GIFT_IN, tax_yen=100),
    Case("a reward line earns nothing", (GOODS, REWARD), 10, 1000, tax_yen=130, rewards_yen=300),
    Case("a reward line counts", (GOODS, REWARD), 13, 1300, REWARD_IN, tax_yen=130),
    Case("a taxed gift card, tax counting", (GOODS, TAXED_GIFT), 11, 1100, TAX_IN, gift_cards_yen=550),
    Case("gift cards only", (GIFT,), 0, 0, gift_cards_yen=500),
    Case("ten percent more", (GOODS,), 11, 1000, bonus_percent=10, tax_yen=100, bonus_points=1),
    Case("a bonus rounds down", (GOODS,), 11, 1000, bonus_percent=19, tax_yen=100, bonus_points=1),
    Case("a bonus of less than a point", (PurchaseLine(900, 0),), 9, 900, bonus_percent=10),
    Case("twice the points", (GOODS,), 20, 1000, bonus_percent=100, tax_yen=100, bonus_points=10),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.story)
def test_the_screen_can_say_why_this_many(case: Case) -> None:
    earned = earn(case.lines, case.rule, case.bonus_percent)
    why = earned.explanation
    assert earned.points == case.points
    assert (why.base_yen, why.tax_yen, why.gift_cards_yen, why.rewards_yen, why.bonus_points) == (
        case.base_yen,
        case.tax_yen,
        case.gift_cards_yen,
        case.rewards_yen,
        case.bonus_points,
    )


bought = st.lists(
    st.builds(
        lambda yen, tax, kind: PurchaseLine(yen, min(tax, yen), kind),
        st.integers(1, 100_000),
        st.integers(0, 10_000),
        st.sampled_from(LineKind),
    ),
    min_size=1,
    max_size=6,
).map(tuple)
rules = st.builds(
    Earning,
    yen_per_point=st.integers(1, 500),
    tax_percent=st.integers(0, 25),
    base_includes_tax=st.booleans(),
    base_includes_gift_cards=st.booleans(),
    base_includes_reward_lines=st.booleans(),
)
bonuses = st.integers(0, 200)


@given(bought, rules, bonuses)
def test_the_explanation_adds_up(lines: tuple[PurchaseLine, ...], rule: Earning, bonus_percent: int) -> None:
    earned = earn(lines, rule, bonus_percent)
    why = earned.explanation
    assert why.total_yen == sum(line.amount_yen for line in lines)
    assert why.total_yen == why.base_yen + why.tax_yen + why.gift_cards_yen + why.rewards_yen
    assert why.plain_points == why.base_yen // rule.yen_per_point
    assert why.plain_points + why.bonus_points == earned.points
    assert 0 <= why.bonus_points <= why.plain_points * bonus_percent / 100


@given(bought, rules, bonuses)
def test_lines_share_the_points_of_the_purchase(
    lines: tuple[PurchaseLine, ...], rule: Earning, bonus_percent: int
) -> None:
    earned = earn(lines, rule, bonus_percent)
    assert sum(earned.line_points) == earned.points
    assert len(earned.line_points) == len(lines)
    assert min(earned.line_points) >= 0


@given(st.integers(0, 5_000), st.lists(st.integers(1, 2_000), min_size=1, max_size=12))
def test_partial_returns_take_back_exactly_what_was_earned(points: int, parts_yen: list[int]) -> None:
    total_yen = sum(parts_yen)
    returned_yen = 0
    taken = [0]
    for part_yen in parts_yen:
        returned_yen += part_yen
        taken.append(reversed_points(points, returned_yen, total_yen))
        assert taken[-1] >= taken[-2]
        assert 0 <= taken[-1] - points * returned_yen / total_yen < 1
    assert taken[-1] == points


@pytest.mark.parametrize(
    ("points", "returned_yen", "total_yen", "back"),
    [(10, 0, 1000, 0), (10, 1, 1000, 1), (10, 100, 1000, 1), (10, 101, 1000, 2), (10, 999, 1000, 10), (0, 5, 9, 0)],
)
def test_a_started_point_goes_back_whole(points: int, returned_yen: int, total_yen: int, back: int) -> None:
    assert reversed_points(points, returned_yen, total_yen) == back


@pytest.mark.parametrize(
    ("amount_yen", "percent", "tax_yen"), [(1100, 10, 100), (1080, 8, 80), (109, 10, 9), (1, 10, 0), (5, 0, 0)]
)
def test_tax_in_an_amount_is_rounded_down(amount_yen: int, percent: int, tax_yen: int) -> None:
    assert tax_included(amount_yen, percent) == tax_yen
