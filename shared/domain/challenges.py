"""Challenges: so many of something, so much of it, or so often in a row."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, assert_never

from shared.domain.campaigns import LONGEST_DAYS, Bought, Campaign, Happened, Reached, StepConfirmed, Unit, Visited
from shared.domain.progress import DEPARTMENT, STEPS_KEPT, Step

_WEEK_DAYS: Final = 7


class Measure(StrEnum):
    """How a challenge is measured: how many, how much, or how many days or weeks in a row."""

    COUNT = "count"
    SUM = "sum"
    STREAK = "streak"


class Of(StrEnum):
    """What counts: days with a visit at a kiosk, stores visited, purchases, departments bought from, orders picked up.

    A pick-up is what staff confirm, or an order that the shop's journal brings.
    """

    VISITS = "visits"
    STORES = "stores"
    PURCHASES = "purchases"
    DEPARTMENTS = "departments"
    PICK_UPS = "pick_ups"


class InARow(StrEnum):
    """What a streak counts."""

    DAYS = "days"
    WEEKS = "weeks"


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be done: `target` of it, in yen where purchases are summed.

    A purchase, or what was bought in a department, counts from `least_yen` on; of `departments` alone, where any are
    named. Gift cards and reward lines never count.
    """

    measure: Measure
    of: Of
    target: int
    least_yen: int = 0
    departments: tuple[str, ...] = ()
    in_a_row: InARow = InARow.DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge(Campaign):
    """A campaign with a goal."""

    goal: Goal

    def takes(self, happened: Happened) -> tuple[Step, ...]:
        """Return a step for each thing that counts once: a day, a store, a purchase, a department, an order."""
        goal, what = self.goal, happened.what
        worth: Iterable[tuple[str, int]]
        match goal.of, what:
            case Of.VISITS, Visited():
                worth = ((happened.on.isoformat(), 1),)
            case Of.STORES, Visited():
                worth = ((happened.store_id, 1),)
            case Of.PURCHASES, Bought(purchase_id=purchase_id):
                worth = ((purchase_id, self._enough(sum(yen for _, yen in self._spent(what)))),)
            case Of.DEPARTMENTS, Bought():
                spent: dict[str, int] = {}
                for department, yen in self._spent(what):
                    if department:
                        spent[department] = spent.get(department, 0) + yen
                worth = ((DEPARTMENT + name, self._enough(yen)) for name, yen in spent.items())
            case Of.PICK_UPS, StepConfirmed(campaign=self.key):
                worth = ((happened.on.isoformat(), 1),)
            case Of.PICK_UPS, Bought(purchase_id=purchase_id, is_order=True):
                worth = ((purchase_id, int(any(yen for _, yen in self._spent(what)))),)
            case _:
                worth = ()
        return tuple(Step(happened.op_id, key, happened.on, amount) for key, amount in worth)

    def reached(self, steps: tuple[Step, ...], today: date) -> Reached:
        """Count, add up, or follow the row that ends today or may still go on."""
        target = self.goal.target
        match self.goal.measure:
            case Measure.COUNT:
                figure = len(steps)
            case Measure.SUM:
                figure = sum(step.amount for step in steps)
            case Measure.STREAK:
                current, longest = _rows({self._place(step.on) for step in steps}, self._place(today))
                return Reached(current if longest < target else target, target, longest >= target)
            case _:
                assert_never(self.goal.measure)
        return Reached(figure, target, figure >= target)

    @property
    def unit(self) -> Unit:
        """What the figures are."""
        match self.goal.measure:
            case Measure.COUNT:
                return Unit.THINGS
            case Measure.SUM:
                return Unit.YEN
            case Measure.STREAK:
                return Unit.DAYS_IN_A_ROW if self.goal.in_a_row is InARow.DAYS else Unit.WEEKS_IN_A_ROW

    def least_yen_spent(self) -> int:
        """Return what the cheapest purchases come to that reach the target."""
        goal = self.goal
        if goal.of not in (Of.PURCHASES, Of.DEPARTMENTS):
            return 0
        return goal.target if goal.measure is Measure.SUM else goal.target * max(goal.least_yen, 1)

    def own_faults(self, departments: Collection[str]) -> Iterator[str]:
        """Return what can't be measured so."""
        goal = self.goal
        if goal.target < 1:
            yield "goal.target must be at least 1."
        if goal.measure is not Measure.SUM and goal.target > STEPS_KEPT:
            yield f"goal.target: at most {STEPS_KEPT} can be counted."
        if goal.measure is Measure.SUM and goal.of is not Of.PURCHASES:
            yield f"goal: yen are summed of purchases; {goal.of} can be counted."
        if goal.measure is Measure.STREAK and goal.of not in (Of.VISITS, Of.PURCHASES):
            yield f"goal: visits and purchases can come in a row; {goal.of} can be counted."
        if goal.least_yen < 0:
            yield "goal.least_yen can't be negative."
        if (goal.least_yen or goal.departments) and goal.of not in (Of.PURCHASES, Of.DEPARTMENTS):
            yield f"goal: least_yen and departments are asked of what is bought, not of {goal.of}."
        unknown = (each for each in goal.departments if each not in departments)
        yield from (f"goal.departments: the programme has no department {each!r}." for each in unknown)
        among = len(goal.departments or departments)
        if goal.of is Of.DEPARTMENTS and goal.target > among:
            yield f"goal.target: {goal.target} of {among} [[departments]] can't be reached."
        days = LONGEST_DAYS.get(self.again, (self.ends_on - self.starts_on).days + 1)
        room = days if goal.in_a_row is InARow.DAYS else -(-days // _WEEK_DAYS)
        if goal.measure is Measure.COUNT and goal.of is Of.VISITS and goal.target > days:
            yield f"goal.target: {goal.target} days with a visit do not fit into {days}."
        if goal.measure is Measure.STREAK and goal.target > room:
            yield f"goal.target: {goal.target} {goal.in_a_row} in a row do not fit into {days} days."

    def _spent(self, bought: Bought) -> list[tuple[str, int]]:
        among = self.goal.departments
        return [(line.department, line.yen) for line in bought.lines if not among or line.department in among]

    def _enough(self, yen: int) -> int:
        return yen if yen >= self.goal.least_yen else 0

    def _place(self, day: date) -> int:
        ordinal = day.toordinal()
        # The first day of the calendar, 1 January of year 1, is a Monday.
        return ordinal if self.goal.in_a_row is InARow.DAYS else (ordinal - 1) // _WEEK_DAYS


def _rows(places: set[int], today: int) -> tuple[int, int]:
    """Return how long the row is that ends today, or yesterday and may go on, and the longest one."""
    longest = current = run = 0
    for place in sorted(places):
        run = run + 1 if place - 1 in places else 1
        longest = max(longest, run)
        if place in (today, today - 1):
            current = run
    return current, longest
