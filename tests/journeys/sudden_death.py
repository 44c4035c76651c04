"""Kills what is turning the drum: `python -m tests.journeys.sudden_death --times 200 --kiosk 20`.

`--times` are kills of a process that takes turns by the kiosk's own use case over its real database, `--kiosk` those of
the whole kiosk, tapped by a hand.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.journeys.power_cuts import Scene, kill_kiosks, kill_processes


def main() -> int:
    """Run the command; what is wrong ends it with the check that failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.journeys.sudden_death", description=__doc__)
    parser.add_argument("--times", type=int, default=200, metavar="N", help="kills of the turning process (200)")
    parser.add_argument("--kiosk", type=int, default=0, metavar="N", help="kills of the whole kiosk (0)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="for the moments (0)")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(Path(folder))
        try:
            processes = kill_processes(scene, given.times, chance)
            kiosks = kill_kiosks(scene, given.kiosk, chance) if given.kiosk else None
        finally:
            scene.close()
    for what, tally in (("turning processes", processes), ("kiosks in mid-turn", kiosks)):
        if tally is not None:
            sys.stdout.write(f"{tally.kills} {what} killed, {tally.turns} turns recorded: nothing lost or doubled.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
