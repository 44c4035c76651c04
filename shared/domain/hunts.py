"""Hunts: posters hang in the shop, each with a code and a symbol, and whoever finds them all has finished.

Every poster of a spot is the same for everybody, and a spot is found by going there: nothing is dealt out by chance,
since pieces that chance hands out and that must make a set are what the law bans (prize-limits notice, card matching).
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from shared.domain.campaigns import Again, Campaign, Happened, Reached, SpotFound, Unit
from shared.domain.progress import Progress, Step
from shared.domain.text import Text
from shared.domain.values import value_class

FEWEST_SPOTS: Final = 2
MOST_SPOTS: Final = 8
MARK_BYTES: Final = 8
CODE_DAYS: Final = 366
"""How long a poster may hang, at most."""
_FOUND: Final = "spot:"
_MISSED: Final = "missed:"


class HuntSymbol(StrEnum):
    """What a poster shows beside its code, for whoever has no telephone to photograph that with."""

    STAR = "star"
    CIRCLE = "circle"
    TRIANGLE = "triangle"
    SQUARE = "square"
    DIAMOND = "diamond"
    NOTE = "note"
    HEART = "heart"
    CLOVER = "clover"
    SUN = "sun"
    CLOUD = "cloud"
    UMBRELLA = "umbrella"
    SNOWMAN = "snowman"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a poster hangs: its name, told once it was found, and the hint that leads there."""

    key: str
    name: Text
    hint: Text


@value_class(frozen=True, slots=True)
class SpotContent:
    """What a poster's code says, signed by the staff device of a store that printed it.

    `mark` names hunt and spot (`spot_mark`), `period` the days for which it hangs (`Hunt.period`).
    """

    device_number: int
    store_id: str
    mark: str
    period: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunt(Campaign):
    """A campaign of spots to be found once by each member, in their order (`ordered`) or in any.

    A poster's code and symbol are good for `code_days` (0: as long as the hunt runs), then the next ones hang. Whoever
    taps a symbol instead of showing the code may be wrong `wrong_symbols` times in the hunt (0: codes alone count).
    """

    spots: tuple[Spot, ...]
    ordered: bool = False
    code_days: int = 1
    wrong_symbols: int = 3

    def takes(self, happened: Happened) -> tuple[Step, ...]:
        """Return the step of a spot that was found."""
        match happened.what:
            case SpotFound(campaign=self.key, spot=key) if self.spot(key) is not None:
                return (Step(happened.op_id, _FOUND + key, happened.on),)
            case _:
                return ()

    def reached(self, steps: tuple[Step, ...], today: date) -> Reached:  # noqa: ARG002  a hunt has no streaks
        """Count the spots that were found."""
        found, target = len(self._found(steps)), len(self.spots)
        return Reached(found, target, found >= target)

    @property
    def unit(self) -> Unit:
        """Spots are things."""
        return Unit.THINGS

    def least_yen_spent(self) -> int:
        """Return 0: looking costs nothing."""
        return 0

    def own_faults(self, departments: Collection[str]) -> Iterator[str]:  # noqa: ARG002  hunts know no departments
        """Return what makes the hunt unplayable."""
        keys = [spot.key for spot in self.spots]
        if not FEWEST_SPOTS <= len(keys) <= MOST_SPOTS:
            yield f"spots: a hunt has {FEWEST_SPOTS} to {MOST_SPOTS} of them, not {len(keys)}."
        yield from (f"spots: {key!r} stands twice." for key in sorted({key for key in keys if keys.count(key) > 1}))
        if not all(keys):
            yield "spots: each needs a key."
        if self.again is not Again.ONCE:
            yield "again: a hunt is once for a member; give the next one another key."
        if self.limits.per_day:
            yield "limits.per_day: a spot counts on the day that it is found; leave it out."
        if not 0 <= self.code_days <= CODE_DAYS:
            yield f"code_days is 0 (posters hang as long as the hunt runs) to {CODE_DAYS}."
        if not 0 <= self.wrong_symbols < len(HuntSymbol):
            yield f"wrong_symbols is 0 (codes alone count) to {len(HuntSymbol) - 1}, or guessing them all would win."

    def frozen_faults(self, before: Campaign, today: date) -> Iterator[str]:
        """Let names and hints of spots change with the other words."""
        if isinstance(before, Hunt) and [spot.key for spot in before.spots] == [spot.key for spot in self.spots]:
            before = replace(before, spots=self.spots)
        yield from Campaign.frozen_faults(self, before, today)

    def spot(self, key: str) -> Spot | None:
        """Return the spot called `key`, or None."""
        return next((spot for spot in self.spots if spot.key == key), None)

    def marked_spot(self, mark: str) -> Spot | None:
        """Return the spot that a code names, or None where it is another hunt's."""
        return next((spot for spot in self.spots if spot_mark(self.key, spot.key) == mark), None)

    def found(self, progress: Progress | None) -> frozenset[str]:
        """Return the keys of the spots that were found."""
        return self._found(progress.steps if progress is not None else ())

    def misses(self, progress: Progress | None) -> int:
        """Return how often she has tapped a wrong symbol."""
        return sum(step.key.startswith(_MISSED) for step in progress.steps) if progress is not None else 0

    def missed_before(self, key: str, found: Collection[str]) -> Spot | None:
        """Return the first spot that has to be found before `key`; None where nothing has to be."""
        if not self.ordered:
            return None
        first = next((spot for spot in self.spots if spot.key not in found), None)
        return first if first is not None and first.key != key else None

    def period(self, day: date) -> int:
        """Return which posters hang on a day: they are numbered from 0."""
        return (day - self.starts_on).days // self.code_days if self.code_days else 0

    def days_of(self, period: int) -> tuple[date, date]:
        """Return the first and last day on which a period's posters count."""
        if not self.code_days:
            return self.starts_on, self.ends_on
        first = self.starts_on + timedelta(days=period * self.code_days)
        return first, min(first + timedelta(days=self.code_days - 1), self.ends_on)

    def symbols(self, store_id: str, period: int, keyed_hash: Callable[[bytes], str]) -> Mapping[str, HuntSymbol]:
        """Return the symbol of each spot's poster in a store, each another one, by the chain's keyed hash."""

        def place(symbol: HuntSymbol) -> str:
            return keyed_hash(f"garapon hunt symbol\n{self.key}\n{store_id}\n{period}\n{symbol}".encode())

        return dict(zip((spot.key for spot in self.spots), sorted(HuntSymbol, key=place), strict=False))

    def _found(self, steps: tuple[Step, ...]) -> frozenset[str]:
        named = {step.key.removeprefix(_FOUND) for step in steps if step.amount and step.key.startswith(_FOUND)}
        return frozenset(spot.key for spot in self.spots if spot.key in named)


def spot_mark(hunt: str, spot: str) -> str:
    """Return by what a code names a hunt's spot, as hex: short, and no secret."""
    return hashlib.sha256(f"{hunt}\n{spot}".encode()).hexdigest()[: 2 * MARK_BYTES]


def missed_step(op_id: str, on: date) -> Step:
    """Return what is noted of a wrong symbol: it counts for nothing and is not forgotten."""
    return Step(op_id, _MISSED + op_id, on, 0)
