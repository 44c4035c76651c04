"""Fuzzes everything that comes from outside: `python -m tests.fuzz --mutations 1000000`."""

import argparse
import random
import sys
import time

from tests.fuzz.targets import TARGETS

SHOWN = 10


def fuzz(mutations: int, first: int = 0) -> list[str]:
    """Mutate so often, each target in its turn; return what went wrong, with the number that repeats it."""
    wrong = []
    names = list(TARGETS)
    for number in range(first, first + mutations):
        name = names[number % len(names)]
        try:
            fault = TARGETS[name](random.Random(number))
        except Exception as error:  # noqa: BLE001  whatever is raised is what we look for
            fault = f"{type(error).__name__}: {error}"
        if fault is not None:
            wrong.append(f"mutation {number}, {name}: {fault}")
    return wrong


def main() -> int:
    """Run the command; 1 when something crashed or was accepted as somebody else's."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--mutations", type=int, default=1_000_000, metavar="N", help="how many (1000000)")
    parser.add_argument("--first", type=int, default=0, metavar="K", help="the first one's number (0)")
    given = parser.parse_args()
    began = time.monotonic()
    wrong = fuzz(given.mutations, given.first)
    took = time.monotonic() - began
    sys.stdout.write(f"{given.mutations} mutations of {len(TARGETS)} kinds in {took:.0f} s: {len(wrong)} went wrong.\n")
    for each in wrong[:SHOWN]:
        sys.stdout.write(f"  {each}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
