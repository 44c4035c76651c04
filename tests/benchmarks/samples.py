"""Durations, and which of them the machine spoiled.

A virtual machine's host takes the processor away for milliseconds at a time, and so do programs beside us. The 99th
percentile of what is left and the one of all are both told: the first is about the program, the second about the day.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, ParamSpec

from tests.benchmarks.measuring import Row, percentile

_Arguments = ParamSpec("_Arguments")

SPOILT_MS: Final = 1.0
"""From how long a wait for the processor on a sample doesn't count as the program's."""
_TICKS_PER_MS: Final = os.sysconf("SC_CLK_TCK") / 1000 if hasattr(os, "sysconf") else 1.0


class Machine:
    """What the calling thread had to wait for a processor: the host's steal and the run queue, as Linux counts them.

    Elsewhere nothing is known and no sample is spoilt.
    """

    def __init__(self) -> None:
        self._stat = _open("/proc/stat")
        self._queue = _open("/proc/thread-self/schedstat")

    def waited_ms(self) -> float:
        """Return the waiting so far; steal comes in ticks of 10 ms and is that of all processors."""
        waited = 0.0
        if self._stat is not None:
            waited += int(os.pread(self._stat, 400, 0).split(b"\n", 1)[0].split()[8]) / _TICKS_PER_MS
        if self._queue is not None:
            waited += int(os.pread(self._queue, 100, 0).split()[1]) / 1e6
        return waited

    def close(self) -> None:
        """Let the files go."""
        for file in (self._stat, self._queue):
            if file is not None:
                os.close(file)


@dataclass(slots=True)
class Samples:
    """Durations in milliseconds: the ones that had the processor, and all."""

    clean: list[float] = field(default_factory=list)
    everything: list[float] = field(default_factory=list)

    def add(self, took_ms: float, waited_ms: float) -> None:
        """Take a duration in which the thread waited that long for a processor."""
        self.everything.append(took_ms)
        if waited_ms < SPOILT_MS:
            self.clean.append(took_ms)

    def join(self, others: "Samples") -> None:
        """Take what another watch saw."""
        self.clean += others.clean
        self.everything += others.everything

    def take(
        self, machine: Machine, work: Callable[_Arguments, object], *given: _Arguments.args, **named: _Arguments.kwargs
    ) -> None:
        """Do `work` and add how long it took."""

        def timed() -> int:
            work(*given, **named)
            return time.perf_counter_ns()

        self.take_until(machine, timed)

    def take_until(self, machine: Machine, work: Callable[[], int]) -> None:
        """Do `work` and add how long it took until the instant that it returns, in ns of `perf_counter_ns`."""
        waited_ms, begun_ns = machine.waited_ms(), time.perf_counter_ns()
        took_ms = (work() - begun_ns) / 1e6
        self.add(took_ms, machine.waited_ms() - waited_ms)

    @property
    def spoilt_percent(self) -> float:
        """The share of samples that had to wait for a processor."""
        return 100 * (1 - len(self.clean) / len(self.everything)) if self.everything else 0.0

    def percentile(self, share: float) -> float:
        """Return the percentile of the clean samples; of all where none is clean."""
        return percentile(self.clean or self.everything, share)

    def row(self, name: str, floor: "Samples", share: float, limit_ms: float) -> Row:
        """Return the percentile beside the floor's."""
        return Row(
            name,
            "ms",
            self.percentile(share),
            floor.percentile(share),
            limit_ms,
            spoilt_percent=self.spoilt_percent,
            everything=percentile(self.everything, share),
        )

    def above_percent(self, limit_ms: float) -> float:
        """Return the share of clean samples above a limit."""
        return _share_above(self.clean or self.everything, limit_ms)

    def above_percent_of_all(self, limit_ms: float) -> float:
        """Return the share of all samples above a limit."""
        return _share_above(self.everything, limit_ms)


def _share_above(figures: list[float], limit_ms: float) -> float:
    return 100 * sum(figure > limit_ms for figure in figures) / len(figures)


def _open(path: str) -> int | None:
    try:
        return os.open(path, os.O_RDONLY)
    except OSError:
        return None
