"""Kills devices in the middle of things: `python -m tests.journeys.sudden_death --tablet 1000 --times 200 --kiosk 20`.

`--times` are kills of a process that takes turns by the kiosk's own use case over its real database, `--kiosk` those of
the whole kiosk, tapped by a hand. `--tablet` are those of a tablet that records and exchanges, half of them at named
points; in the end the independent checker looks at tablet and centre.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.journeys.device_deaths import Deaths, Ward
from tests.journeys.power_cuts import Scene, kill_kiosks, kill_processes


def main() -> int:
    """Run the command; what is wrong ends it with the check that failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.journeys.sudden_death", description=__doc__)
    parser.add_argument("--times", type=int, default=200, metavar="N", help="kills of the turning process (200)")
    parser.add_argument("--tablet", type=int, default=0, metavar="N", help="kills of a working tablet (0)")
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
        deaths = _kill_tablets(Path(folder) / "ward", given.tablet, chance) if given.tablet else None
    for what, tally in (("turning processes", processes), ("kiosks in mid-turn", kiosks)):
        if tally is not None:
            sys.stdout.write(f"{tally.kills} {what} killed, {tally.turns} turns recorded: nothing lost or doubled.\n")
    if deaths is not None:
        sys.stdout.write(
            f"{deaths.named + deaths.random} tablets killed, {deaths.named} at named points, {deaths.operations} "
            "operations done before: none lost or doubled, every database whole.\n"
        )
    return 0


def _kill_tablets(folder: Path, times: int, chance: random.Random) -> Deaths:
    folder.mkdir()
    ward = Ward(folder)
    try:
        deaths = ward.kill(times, chance)
        ward.settle()
        return deaths
    finally:
        ward.close()


if __name__ == "__main__":
    sys.exit(main())
