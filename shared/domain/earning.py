"""What a purchase earns, and why that many."""

from enum import StrEnum
from typing import assert_never

from shared.domain.programme import Earning
from shared.domain.values import value_class


class LineKind(StrEnum):
    """What a receipt line sold; the programme says which kinds earn."""

    GOODS = "goods"
    GIFT_CARD = "gift_card"
    REWARD = "reward"


@value_class(frozen=True, slots=True)
class PurchaseLine:
    """One receipt line; `amount_yen` includes `tax_yen`. Not every till tells the department."""

    amount_yen: int
    tax_yen: int
    kind: LineKind = LineKind.GOODS
    department: str = ""


@value_class(frozen=True, slots=True)
class Explanation:
    """The sum as a person would check it: base ÷ yen_per_point = plain, plus the tier's bonus.

    total = base + tax + gift cards + rewards, the last three only as far as they are left out of the base. Where tax
    is left out, it is the tax of all lines, and gift cards and rewards stand without theirs.
    """

    total_yen: int
    tax_yen: int
    gift_cards_yen: int
    rewards_yen: int
    base_yen: int
    yen_per_point: int
    plain_points: int
    bonus_percent: int
    bonus_points: int


@value_class(frozen=True, slots=True)
class Earned:
    """Points of a purchase, per line (they add up to `points`), with the explanation."""

    points: int
    line_points: tuple[int, ...]
    explanation: Explanation


def tax_included(amount_yen: int, tax_percent: int) -> int:
    """Return the tax contained in a tax-inclusive amount, rounded down to whole yen."""
    return amount_yen * tax_percent // (100 + tax_percent)


def earn(lines: tuple[PurchaseLine, ...], rule: Earning, bonus_percent: int) -> Earned:
    """Work out what a purchase earns.

    Rounds down once, on the whole base; each line is credited with the growth of that running total, so the lines add
    up. Amounts are positive, and no line's tax exceeds its amount.
    """
    bases = [_base_yen(line, rule) for line in lines]
    running_yen = 0
    running_points = 0
    line_points = []
    for base_yen in bases:
        running_yen += base_yen
        total = _points(running_yen, rule.yen_per_point, bonus_percent)
        line_points.append(total - running_points)
        running_points = total
    plain = running_yen // rule.yen_per_point
    explanation = Explanation(
        total_yen=sum(line.amount_yen for line in lines),
        tax_yen=0 if rule.base_includes_tax else sum(line.tax_yen for line in lines),
        gift_cards_yen=_left_out(lines, LineKind.GIFT_CARD, rule),
        rewards_yen=_left_out(lines, LineKind.REWARD, rule),
        base_yen=running_yen,
        yen_per_point=rule.yen_per_point,
        plain_points=plain,
        bonus_percent=bonus_percent,
        bonus_points=running_points - plain,
    )
    return Earned(running_points, tuple(line_points), explanation)


def reversed_points(earned_points: int, returned_yen: int, total_yen: int) -> int:
    """Return how many of a line's points are reversed once `returned_yen` of its `total_yen` have come back.

    That is ⌈earned x returned ÷ total⌉ (DESIGN.md, Points): the last yen returned takes the last point, never earlier
    than its share and never later. `total_yen` is at least 1.
    """
    return -(-earned_points * returned_yen // total_yen)


def _points(base_yen: int, yen_per_point: int, bonus_percent: int) -> int:
    return base_yen // yen_per_point * (100 + bonus_percent) // 100


def _base_yen(line: PurchaseLine, rule: Earning) -> int:
    return _before_kinds(line, rule) if _earns(line.kind, rule) else 0


def _left_out(lines: tuple[PurchaseLine, ...], kind: LineKind, rule: Earning) -> int:
    return 0 if _earns(kind, rule) else sum(_before_kinds(line, rule) for line in lines if line.kind is kind)


def _before_kinds(line: PurchaseLine, rule: Earning) -> int:
    return line.amount_yen if rule.base_includes_tax else line.amount_yen - line.tax_yen


def _earns(kind: LineKind, rule: Earning) -> bool:
    match kind:
        case LineKind.GOODS:
            return True
        case LineKind.GIFT_CARD:
            return rule.base_includes_gift_cards
        case LineKind.REWARD:
            return rule.base_includes_reward_lines
        case _:
            assert_never(kind)
