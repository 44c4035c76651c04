"""Lets monkeys play with the kiosk: `python -m tests.monkey --acts 10000 --seeds 10`.

Each seed is a process of its own and touches, types, scans and cuts the line as it likes. It finds crashes, dead ends,
pages that stay, names that are left, and memory that grows by more than a twentieth after the first tenth.
"""

import argparse
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from tests.monkey.monkey import GROWTH_MOST, Told, play_alone


def main() -> int:
    """Run the command; 1 when something was found that must not be."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__)
    parser.add_argument("--acts", type=int, default=10_000, metavar="N", help="acts of each monkey (10000)")
    parser.add_argument("--seeds", type=int, default=10, metavar="N", help="how many monkeys (10)")
    parser.add_argument("--first-seed", type=int, default=0, metavar="K", help="the first one's seed (0)")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    wrong = False
    for seed in range(given.first_seed, given.first_seed + given.seeds):
        # A process of its own each time: memory is that of one life, and a crash is one's own.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            try:
                told = process.submit(play_alone, seed, given.acts).result()
            except BrokenProcessPool:
                sys.stdout.write(f"seed {seed}: the kiosk crashed\n")
                wrong = True
                continue
        wrong |= _tell(told)
    return int(wrong)


def _tell(told: Told) -> bool:
    grown = told.growth > GROWTH_MOST
    sys.stdout.write(
        f"seed {told.seed}: {told.acts} acts on {len(told.pages)} pages, {told.early_kib // 1024} MiB and "
        f"{100 * told.growth:+.1f} % in the end{' TOO MUCH' if grown else ''}, {len(told.findings)} findings\n"
    )
    for finding in told.findings[:20]:
        sys.stdout.write(f"  act {finding.act}: {finding.what}\n")
    sys.stdout.flush()
    return grown or bool(told.findings)


if __name__ == "__main__":
    sys.exit(main())
