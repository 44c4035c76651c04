"""One run: the template copied, a history lived through, everything healed, and what is left checked."""

import shutil
import tempfile
import traceback
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.central.housekeeping import keep_house
from shared.sync.loop import Away, Exchanged, Halted
from tests.simulation.acts import perform_action
from tests.simulation.chance import Dice, held_still
from tests.simulation.checker import check, digest
from tests.simulation.facts import Finding
from tests.simulation.haste import already_migrated, statements_shared
from tests.simulation.history import History
from tests.simulation.power import sockets_wired
from tests.simulation.template import Template, make_template
from tests.simulation.world import World

ROUNDS = 3
"""After healing, every device exchanges and the centre works so many times at most: then nothing may wait anywhere."""
MORE_AFTER_RESTORE = 4
"""Rounds in addition where the centre was restored: devices show what they hold, are heard, and read everything."""
MORE_AFTER_FORK = 2
"""Rounds in addition where a box that had halted got a new epoch."""
MEMORY = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, the story, and the digest of everything that the centre knows at the end."""

    findings: tuple[Finding, ...]
    story: tuple[str, ...]
    digest: str


def scratch() -> Path:
    """Make a folder in memory where there is such a place."""
    return Path(tempfile.mkdtemp(prefix="garapon-simulation-", dir=MEMORY if MEMORY.is_dir() else None))


@cache
def template() -> Template:
    """Make the template once per process; whoever runs the process removes `scratch` folders by `clean`."""
    dice = Dice()
    dice.throw("template")
    with held_still(dice), statements_shared():
        return make_template(scratch() / "template")


def clean() -> None:
    """Remove the template of this process."""
    if template.cache_info().currsize:
        shutil.rmtree(template().folder.parent)
        template.cache_clear()


def run(seed: int, history: History) -> Verdict:
    """Live through a history and check what it leaves."""
    start = template()
    folder = scratch()
    dice = Dice()
    dice.throw(seed)
    try:
        with held_still(dice), statements_shared(), already_migrated(), sockets_wired():
            return _live(World(folder, start, seed, dice), history)
    finally:
        shutil.rmtree(folder)


def _live(world: World, history: History) -> Verdict:
    findings: list[Finding] = []
    try:
        for action in history:
            perform_action(world, action)
        heal(world)
    except Exception as error:  # noqa: BLE001  whatever the program raises is what we look for
        last = traceback.extract_tb(error.__traceback__)[-1]
        findings.append(Finding("exception", f"{error!r} at {Path(last.filename).name}:{last.lineno}"))
    findings += world.complaints()
    remains = world.remains()
    world.close()
    if not any(finding.check == "exception" for finding in findings):
        findings += check(remains)
    return Verdict(tuple(findings), tuple(world.story), digest(remains))


def heal(world: World) -> None:
    """End every trouble and give everybody a bounded number of rounds to hear everything."""
    world.dice.throw(world.seed, "healing")
    world.tell("everything heals")
    world.ether.late.clear()
    for box in world.boxes:
        box.cut_off, box.report = False, None
    # As it does all the time; then nobody has to wait for anything of its making.
    _centre_works(world)
    rounds = ROUNDS
    if world.facts.centre_set_back:
        world.switch_on_everything()
        rounds += MORE_AFTER_RESTORE
    while rounds:
        rounds -= 1
        told = world.told_so_far()
        moved = _everybody_exchanges(world)
        _centre_works(world)
        if world.release_frozen():
            rounds = max(rounds, MORE_AFTER_FORK)
        elif not (moved or world.facts.centre_set_back or world.told_so_far() != told):
            # Another round would be the same.
            break
    else:
        _everybody_exchanges(world)
    for box in world.boxes:
        world.tell(f"{box.name}: {box.report}")


def _centre_works(world: World) -> None:
    world.settle()
    keep_house(world.engine, world.now)
    world.make_snapshots()


def _everybody_exchanges(world: World) -> bool:
    """Let every box exchange but those that somebody has taken away because they wait for a person.

    Tells whether anything came, went or halted.
    """
    moved = False
    for box in world.boxes:
        if box.away or isinstance(box.report, Halted):
            continue
        report = world.exchange(box)
        moved |= report != Exchanged(0, 0)
        if isinstance(report, Away | None):
            world.found.append(Finding("away", f"{box.name} can't exchange in calm weather"))
    return moved
