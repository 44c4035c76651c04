"""What a benchmark answers: rows of figures, each beside its floor and its limit."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ParamSpec

_Arguments = ParamSpec("_Arguments")


class Limit(StrEnum):
    """What a limit is compared with."""

    VALUE = "value"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: ours and the floor's in `unit`; `limit` holds for ours itself or for its ratio to the floor.

    Where samples were left out because the machine took the processor away, `spoilt_percent` says how many of ours,
    and `everything` is the figure with them.
    """

    name: str
    unit: str
    ours: float
    floor: float
    limit: float
    limit_on: Limit = Limit.VALUE
    spoilt_percent: float = 0.0
    everything: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours over the floor; None where the floor is nothing."""
        return self.ours / self.floor if self.floor else None

    @property
    def met(self) -> bool:
        """Whether the limit is kept."""
        if self.limit_on is Limit.VALUE:
            return self.ours <= self.limit
        return self.ratio is not None and self.ratio <= self.limit


@dataclass(frozen=True, slots=True)
class Scale:
    """How much work each benchmark does; `FULL` is what the limits are about, `TINY` shows that all of it works."""

    members: int
    starts: int
    scans: int
    commits: int
    photographs: int
    searches: int
    slips: int
    turns: int
    operations: int
    members_few: int
    members_many: int
    arriving: int
    updates: int
    redemptions: int


FULL = Scale(
    members=200_000,
    starts=7,
    scans=300,
    commits=300,
    photographs=210,
    searches=150,
    slips=1_000,
    turns=4,
    operations=20_000,
    members_few=10_000,
    members_many=1_000_000,
    arriving=1_000_000,
    updates=20_000,
    redemptions=100,
)
TINY = Scale(
    members=60,
    starts=1,
    scans=3,
    commits=3,
    photographs=14,
    searches=4,
    slips=20,
    turns=1,
    operations=60,
    members_few=60,
    members_many=120,
    arriving=60,
    updates=40,
    redemptions=2,
)


def percentile(figures: Sequence[float], share: float) -> float:
    """Return the figure that `share` (0 to 1) of all do not exceed."""
    if not figures:
        raise ValueError("there is no percentile of no figures")
    return sorted(figures)[min(len(figures) - 1, int(share * len(figures)))]


def median(figures: Sequence[float]) -> float:
    """Return the middle figure."""
    return percentile(figures, 0.5)


def milliseconds(work: Callable[_Arguments, object], *given: _Arguments.args, **named: _Arguments.kwargs) -> float:
    """Return how long `work` took with these arguments."""
    begun_ns = time.perf_counter_ns()
    work(*given, **named)
    return (time.perf_counter_ns() - begun_ns) / 1e6


def tell(words: str) -> None:
    """Say on stderr what is going on now."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
