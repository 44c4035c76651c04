"""Campaigns: what every kind has, and what a kind adds.

A kind is a subclass of `Campaign` with two pure functions: which steps a fact is worth (`takes`), and how far steps
reach (`reached`). Dates, stores, segments, limits, what is taken back, merges and what it brings are done once, for
every kind, by `rules.campaigns`. A kind becomes one by a field of the `Programme` that is named in its `campaigns`.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from shared.domain.changing import replace
from shared.domain.progress import STEPS_KEPT, Finish, Progress, Step
from shared.domain.text import EVERYWHERE, Text
from shared.domain.values import value_class

KEPT_AFTER_END: Final = timedelta(days=90)
"""How long steps stay after their window's last day, for what is heard of late."""
KEY_LENGTH: Final = 40
"""Tickets carry a campaign's key, its member and its window in their name."""
WORDS_ONLY: Final = frozenset({"name", "about", "rules", "stopped_in"})
"""What may change once a campaign has started."""
_WEEK_DAYS: Final = 7


class Again(StrEnum):
    """How often a campaign begins anew for a member: never, or with each month, week (on Mondays) or day."""

    ONCE = "once"
    MONTHLY = "monthly"
    WEEKLY = "weekly"
    DAILY = "daily"


LONGEST_DAYS: Final = {Again.MONTHLY: 31, Again.WEEKLY: 7, Again.DAILY: 1}
"""Days of a window, at most."""


class Unit(StrEnum):
    """What a campaign's figures are: things, yen, or days or weeks in a row."""

    THINGS = "things"
    YEN = "yen"
    DAYS_IN_A_ROW = "days_in_a_row"
    WEEKS_IN_A_ROW = "weeks_in_a_row"


class BadgePicture(StrEnum):
    """The pictures of the badges that finishing brings."""

    STAR = "star"
    BAG = "bag"
    PARCEL = "parcel"
    LEAF = "leaf"
    CUP = "cup"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Brings:
    """What finishing brings beside the badge: points, and turns of a draw."""

    points: int = 0
    turns: int = 0
    draw: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much counts; 0 is no limit.

    `per_day` is how many steps of a day count, `per_member` how often a member can finish, `in_all` how often everybody
    together can: whoever comes after that gets the badge alone.
    """

    per_day: int = 0
    per_member: int = 0
    in_all: int = 0


@value_class(frozen=True, slots=True)
class Visited:
    """Her card was shown at a kiosk."""


@value_class(frozen=True, slots=True)
class BoughtLine:
    """A line of goods with what has not come back of it; its department may be unknown ("")."""

    yen: int
    department: str


@value_class(frozen=True, slots=True)
class Bought:
    """A purchase as it stands now; an online order has no till."""

    purchase_id: str
    lines: tuple[BoughtLine, ...]
    is_order: bool


@value_class(frozen=True, slots=True)
class StepConfirmed:
    """Staff saw that she did what a campaign asks for."""

    campaign: str


@value_class(frozen=True, slots=True)
class SpotFound:
    """She showed at a kiosk that she was at a spot of a hunt."""

    campaign: str
    spot: str


What = Visited | Bought | StepConfirmed | SpotFound


@value_class(frozen=True, slots=True)
class Happened:
    """A fact that may count: by which operation, on which day of the programme, in which store."""

    op_id: str
    on: date
    store_id: str
    what: What


@value_class(frozen=True, slots=True)
class Window:
    """The days, first and last included, in which a campaign is finished once."""

    key: str
    first: date
    last: date


@value_class(frozen=True, slots=True)
class Reached:
    """How far steps reach: a figure of a target. A streak that was long enough is `done` even when it has broken."""

    figure: int
    target: int
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign(ABC):
    """What every campaign says.

    It runs from `starts_on` to `ends_on` in `stores` (everywhere where it names none), for members of `tiers` (all),
    who joined at most `joined_within_days` ago (0: whenever). `about` is one line for the shopper, `rules` are read on
    her page. `stopped_in` names the stores in which it was stopped for good; EVERYWHERE stands for all.
    """

    key: str
    name: Text
    about: Text
    rules: Text
    starts_on: date
    ends_on: date
    again: Again = Again.ONCE
    stores: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    joined_within_days: int = 0
    brings: Brings = Brings()
    limits: Limits = Limits()
    badge: BadgePicture = BadgePicture.STAR
    stopped_in: tuple[str, ...] = ()

    @abstractmethod
    def takes(self, happened: Happened) -> tuple[Step, ...]:
        """Return the steps that a fact is worth, whoever's and wherever it is; none for what does not count.

        Asked again about the same operation it answers with the same keys, or fewer: what is missing came back.
        """

    @abstractmethod
    def reached(self, steps: tuple[Step, ...], today: date) -> Reached:
        """Return how far steps of one window reach, each key once and within the limits; `today` breaks streaks."""

    @property
    @abstractmethod
    def unit(self) -> Unit:
        """What the figures of `reached` are."""

    @abstractmethod
    def least_yen_spent(self) -> int:
        """Return the least that a member spends to finish it, as prize law asks; 0 where it takes no purchase."""

    @abstractmethod
    def own_faults(self, departments: Collection[str]) -> Iterator[str]:
        """Return what is wrong with what this kind adds, a sentence each; `departments` are the programme's."""

    def runs_on(self, day: date) -> bool:
        """Tell whether `day` of the programme is one of its days."""
        return self.starts_on <= day <= self.ends_on

    def stopped(self, store_id: str) -> bool:
        """Tell whether it was stopped in a store."""
        return EVERYWHERE in self.stopped_in or store_id in self.stopped_in

    def runs_in(self, store_id: str, day: date) -> bool:
        """Tell whether steps count in a store on `day` of the programme."""
        return self.runs_on(day) and not self.stopped(store_id) and (not self.stores or store_id in self.stores)

    def window(self, day: date) -> Window:
        """Return the window that `day` lies in, within the campaign's days."""
        match self.again:
            case Again.ONCE:
                key, first, last = "once", self.starts_on, self.ends_on
            case Again.MONTHLY:
                following = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
                key, first, last = f"{day:%Y-%m}", day.replace(day=1), following - timedelta(days=1)
            case Again.WEEKLY:
                first = day - timedelta(days=day.weekday())
                key, last = first.isoformat(), first + timedelta(days=_WEEK_DAYS - 1)
            case Again.DAILY:
                key, first, last = day.isoformat(), day, day
        return Window(key, max(first, self.starts_on), min(last, self.ends_on))

    def standing(self, progress: Progress | None, window: Window, today: date) -> Reached:
        """Return how far a member has come in a window."""
        steps = progress.steps if progress is not None else ()
        return self.reached(self._counting(steps, window), today)

    def may_finish(self, progress: Progress | None, window: Window) -> bool:
        """Tell whether she can still finish it in a window: once there, and within what one member may."""
        finished = {finish.window for finish in progress.finishes} if progress is not None else set[str]()
        return window.key not in finished and not 0 < self.limits.per_member <= len(finished)

    def marked(self, progress: Progress, today: date) -> Progress:
        """Say of each finish whether it is short now, as far as steps are kept that it can be told from."""
        windows = {window.key: window for window in (self.window(step.on) for step in progress.steps)}

        def short(finish: Finish) -> bool:
            window = windows.get(finish.window)
            if window is None:
                return finish.short or finish.on + KEPT_AFTER_END >= today
            return not self.standing(progress, window, window.last).done

        return replace(progress, finishes=tuple(replace(each, short=short(each)) for each in progress.finishes))

    def settled(self, progress: Progress, today: date) -> Progress:
        """Let go of steps that nothing heard of late can change any more."""
        kept = tuple(step for step in progress.steps if self.window(step.on).last + KEPT_AFTER_END >= today)
        return Progress(progress.campaign, kept[-STEPS_KEPT:], progress.finishes)

    def frozen_faults(self, before: "Campaign", today: date) -> Iterator[str]:
        """Name what differs from `before`, which has started and may change in its words alone."""
        if today < before.starts_on:
            return
        if type(self) is not type(before):
            yield "it can't become another kind of campaign once it has started; give the new one another key."
            return
        for field in fields(self):
            if field.name not in WORDS_ONLY and getattr(self, field.name) != getattr(before, field.name):
                yield f"{field.name} can't change once it has started; stop it and give the new one another key."

    def _counting(self, steps: Iterable[Step], window: Window) -> tuple[Step, ...]:
        most: dict[str, Step] = {}
        for step in steps:
            known = most.get(step.key)
            if step.amount > 0 and window.first <= step.on <= window.last and (not known or known.amount < step.amount):
                most[step.key] = step
        of_day: dict[date, int] = {}
        counting = []
        for step in sorted(most.values(), key=lambda each: (each.on, each.key)):
            of_day[step.on] = of_day.get(step.on, 0) + 1
            if not 0 < self.limits.per_day < of_day[step.on]:
                counting.append(step)
        return tuple(counting)
