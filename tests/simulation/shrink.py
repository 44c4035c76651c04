"""From a history that fails to the shortest one that fails alike: delta debugging.

A. Zeller, R. Hildebrandt, Simplifying and Isolating Failure-Inducing Input, IEEE TSE 28 (2002).
"""

from collections.abc import Callable

from tests.simulation.history import History, shortened

Fails = Callable[[History], bool]


def shrink(history: History, fails: Fails, most_runs: int = 400) -> History:
    """Return a part of `history` that still fails and in which every single thing matters, as far as the runs reach."""
    left = most_runs

    def still_fails(part: History) -> bool:
        nonlocal left
        left -= 1
        return left >= 0 and fails(part)

    history = _without_chunks(history, still_fails)
    found = True
    while found and left > 0:
        found = False
        for simpler in shortened(history):
            if still_fails(simpler):
                history, found = simpler, True
                break
    return history


def _without_chunks(history: History, still_fails: Fails) -> History:
    size = max(len(history) // 2, 1)
    while True:
        start, removed = 0, False
        while start < len(history):
            part = history[:start] + history[start + size :]
            if still_fails(part):
                history, removed = part, True
            else:
                start += size
        if size == 1 and not removed:
            return history
        size = max(size // 2, 1)
