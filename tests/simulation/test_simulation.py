"""The simulator in the suite: histories that must be clean, faults that must be caught, and its own parts."""

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.journeys.programs import ROOT, environment
from tests.simulation.history import Action, History, history_of
from tests.simulation.plants import PLANTS
from tests.simulation.run import clean, run
from tests.simulation.shrink import shrink

SEEDS = 200
PROCESSES = 2
ENDS_WITHIN_S = 900


@pytest.fixture(scope="module", autouse=True)
def template_removed() -> Iterator[None]:
    """Let the template go after the last test."""
    yield
    clean()


def _said_by(*runs: tuple[str, ...]) -> list[str]:
    """Run simulations beside each other, each under a hash seed of its own, and return what they said."""
    env = environment()
    with ExitStack() as stack:
        processes = []
        for number, words in enumerate(runs):
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.simulation", *words],
                cwd=ROOT,
                env=env | {"PYTHONHASHSEED": str(number)},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            processes.append(process)
        said = [process.communicate(timeout=ENDS_WITHIN_S)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(runs), "\n".join(said)
    return said


def test_two_hundred_histories_leave_nothing_wrong() -> None:
    each = SEEDS // PROCESSES
    for said in _said_by(*(("--first-seed", str(n * each), "--seeds", str(each)) for n in range(PROCESSES))):
        assert f": {each} clean" in said


def test_the_same_seed_gives_the_same_history_in_every_process() -> None:
    words = ("--first-seed", "7", "--seeds", "2", "--story")
    first, second = (said.splitlines()[:-1] for said in _said_by(words, words))
    assert first == second
    assert len(first) > 80


def test_every_planted_fault_is_caught() -> None:
    assert len(PLANTS) >= 20
    names = sorted(PLANTS)
    said = _said_by(*(("--plant", *names[n::PROCESSES]) for n in range(PROCESSES)))
    assert sum(each.count(": caught by seed") for each in said) == len(PLANTS), said


def test_a_history_is_shrunk_to_what_matters() -> None:
    needed = {3, 17, 31}
    history: History = tuple(Action(number, "time", 0, cut=number % 3) for number in range(40))

    def fails(part: History) -> bool:
        return needed <= {action.number for action in part}

    shortest = shrink(history, fails)
    assert {action.number for action in shortest} == needed
    assert not any(action.cut for action in shortest)


def test_histories_contain_everything_that_can_happen() -> None:
    kinds = {action.kind for seed in range(60) for action in history_of(seed)}
    assert len(kinds) == 34
    assert any(action.cut for action in history_of(1))
    assert any(action.inside for action in history_of(1))


def test_a_part_of_a_history_is_a_history() -> None:
    history = history_of(11)
    chance = random.Random(5)
    part = tuple(action for action in history if chance.random() < 0.5)
    assert run(11, part).findings == ()
