"""What a purchase earns, and why that many."""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.programme import Earning


class LineKind(StrEnum):
    """What a receipt line sold; the programme says which kinds earn."""

    GOODS = "goods"
    GIFT_CARD = "gift_card"
    REWARD = "reward"


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """One receipt line; `amount_yen` includes `tax_yen`."""

    amount_yen: int
    tax_yen: int
    kind: LineKind = LineKind.GOODS


@dataclass(frozen=True, slots=True)
class Explanation:
    """The sum as a person would check it: base ÷ yen_per_point = plain, plus the tier's bonus."""

    total_yen: int
    tax_yen: int
    gift_cards_yen: int
    rewards_yen: int
    base_yen: int
    yen_per_point: int
    plain_points: int
    bonus_percent: int
    bonus_points: int


@dataclass(frozen=True, slots=True)
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

    Rounds down once, on the whole base; each line is credited with the growth of that running total, so the lines add up.
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
        gift_cards_yen=_left_out(lines, LineKind.GIFT_CARD, included=rule.base_includes_gift_cards),
        rewards_yen=_left_out(lines, LineKind.REWARD, included=rule.base_includes_reward_lines),
        base_yen=running_yen,
        yen_per_point=rule.yen_per_point,
        plain_points=plain,
        bonus_percent=bonus_percent,
        bonus_points=running_points - plain,
    )
    return Earned(running_points, tuple(line_points), explanation)


def reversed_points(earned_points: int, returned_yen: int, total_yen: int) -> int:
    """Return how many of a line's points are reversed once `returned_yen` of its `total_yen` came back: ⌈earned x returned ÷ total⌉."""
    return -(-earned_points * returned_yen // total_yen)


def _points(base_yen: int, yen_per_point: int, bonus_percent: int) -> int:
    return base_yen // yen_per_point * (100 + bonus_percent) // 100


def _base_yen(line: PurchaseLine, rule: Earning) -> int:
    if line.kind is LineKind.GIFT_CARD and not rule.base_includes_gift_cards:
        return 0
    if line.kind is LineKind.REWARD and not rule.base_includes_reward_lines:
        return 0
    return line.amount_yen if rule.base_includes_tax else line.amount_yen - line.tax_yen


def _left_out(lines: tuple[PurchaseLine, ...], kind: LineKind, *, included: bool) -> int:
    return 0 if included else sum(line.amount_yen - line.tax_yen for line in lines if line.kind is kind)
