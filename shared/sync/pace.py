"""When to speak to the centre again: jittered, soon while an answer is due, ever later while it is away."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.sync.loop import Away, Exchanged, Halted, Revoked, SyncReport


@dataclass(frozen=True, slots=True)
class Pace:
    """Waits in milliseconds.

    `answer_ms` is the first wait while operations have no result; it doubles up to `idle_ms`, the wait between two
    exchanges that bring nothing. `settle_ms` lies between a record and its exchange: Python runs one thread at a time,
    and the screen comes first. `away_ms` doubles up to `away_most_ms` while the centre can't be reached.
    """

    answer_ms: int = 150
    settle_ms: int = 250
    idle_ms: int = 5_000
    away_ms: int = 1_000
    away_most_ms: int = 30_000
    halted_ms: int = 60_000


USUAL_PACE = Pace()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How many exchanges in a row were quiet while waiting, and how many failed."""

    quiet: int = 0
    failed: int = 0


def follow(rhythm: Rhythm, report: SyncReport) -> Rhythm:
    """Count an exchange."""
    match report:
        case Exchanged(pushed=0, pulled=0):
            return Rhythm(quiet=rhythm.quiet + 1)
        case Exchanged():
            return Rhythm()
        case Away() | Halted() | Revoked():
            return Rhythm(failed=rhythm.failed + 1)


def wait_ms(pace: Pace, rhythm: Rhythm, report: SyncReport, *, waiting: bool, chance: Callable[[], float]) -> int:
    """Return how long to wait after an exchange: three quarters to five quarters of the plan, by `chance` (0 to 1)."""
    match report:
        case Exchanged():
            plan = min(pace.answer_ms << min(rhythm.quiet, 16), pace.idle_ms) if waiting else pace.idle_ms
        case Away():
            plan = min(pace.away_ms << min(rhythm.failed - 1, 16), pace.away_most_ms)
        case Halted() | Revoked():
            plan = pace.halted_ms
    return int(plan * (0.75 + chance() / 2))
