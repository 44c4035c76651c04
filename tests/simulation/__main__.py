"""Runs simulated histories: `python -m tests.simulation --seeds 2000`.

Every failure prints its seed and the shortest history that fails alike. `--plant NAME` runs with a fault in the program
until it is caught; `--list-plants` names them all.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.simulation.checker import summary
from tests.simulation.history import History, history_of
from tests.simulation.plants import PLANTS, planted
from tests.simulation.run import Verdict, clean, run, template
from tests.simulation.shrink import shrink

SHOWN = 8


def main() -> int:
    """Run the command; 1 when something was found that must not be, or a plant was not caught."""
    given = _parser().parse_args()
    if given.list_plants:
        for name, plant in PLANTS.items():
            _say(f"{name:26} within {plant.seeds:3} seeds  {plant.wrong}")
        return 0
    template()
    try:
        return _plant(given) if given.plant else _seeds(given)
    finally:
        clean()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, metavar="N", help="how many histories (200)")
    parser.add_argument("--first-seed", type=int, default=0, metavar="K", help="the first one's seed (0)")
    parser.add_argument("--minutes", type=float, default=0, metavar="M", help="go on for so long instead")
    parser.add_argument(
        "--plant", nargs="+", choices=[*PLANTS, "all"], metavar="NAME", help="with these faults, or all"
    )
    parser.add_argument("--list-plants", action="store_true", help="name the faults that there are")
    parser.add_argument("--story", action="store_true", help="tell what happens in each history")
    parser.add_argument("--no-shrink", action="store_true", help="do not look for the shortest history that fails")
    parser.add_argument("--record", type=Path, metavar="FILE", help="add the last line to this file")
    return parser


def _seeds(given: argparse.Namespace) -> int:
    began = time.monotonic()
    failed = []
    count = 0
    for seed in _wanted(given, began):
        verdict = run(seed, history_of(seed))
        count += 1
        if given.story:
            _say("\n".join((f"seed {seed}", *verdict.story, verdict.digest)))
        if verdict.findings:
            failed.append(seed)
            _report(seed, verdict, shorten=not given.no_shrink)
    took = f"{time.monotonic() - began:.0f} s"
    last = f"seeds {given.first_seed} to {given.first_seed + count - 1}: {count - len(failed)} clean, {took}"
    last += f"; failed: {failed}" if failed else ""
    _say(last)
    if given.record is not None:
        with given.record.open("a") as file:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {last}\n")
    return 1 if failed else 0


def _wanted(given: argparse.Namespace, began: float) -> Iterator[int]:
    seed = given.first_seed
    while True:
        over = (
            time.monotonic() - began >= given.minutes * 60 if given.minutes else seed >= given.first_seed + given.seeds
        )
        if over:
            return
        yield seed
        seed += 1


def _plant(given: argparse.Namespace) -> int:
    missed = 0
    names = list(PLANTS) if "all" in given.plant else given.plant
    for name in names:
        caught = catch(name, given.first_seed)
        if caught is None:
            missed += 1
            _say(f"{name}: NOT caught within {PLANTS[name].seeds} seeds")
            continue
        seed, verdict = caught
        _say(f"{name}: caught by seed {seed}: {summary(verdict.findings)}")
        if len(names) == 1:
            with planted(name):
                _report(seed, verdict, shorten=not given.no_shrink)
    return 1 if missed else 0


def catch(name: str, first_seed: int = 0) -> tuple[int, Verdict] | None:
    """Return the first seed that catches a plant, and what it finds; None if none does within the stated number."""
    # Its own chain must not begin with the fault.
    template()
    for seed in PLANTS[name].worth_trying(first_seed):
        with planted(name):
            verdict = run(seed, history_of(seed))
        if verdict.findings:
            return seed, verdict
    return None


def _report(seed: int, verdict: Verdict, *, shorten: bool) -> None:
    _say(f"seed {seed} FAILS: {summary(verdict.findings)}")
    if shorten:
        wanted = {finding.check for finding in verdict.findings}

        def fails(history: History) -> bool:
            return any(finding.check in wanted for finding in run(seed, history).findings)

        shortest = shrink(history_of(seed), fails)
        verdict = run(seed, shortest)
        _say(f"the shortest history that fails alike has {len(shortest)} acts:")
        _say("\n".join(f"  {line}" for line in verdict.story))
    for finding in verdict.findings[:SHOWN]:
        _say(f"  {finding.check}: {finding.saw}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
