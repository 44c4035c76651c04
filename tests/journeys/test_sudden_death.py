"""Power cuts: the ticket is unused, or the award is there; never both, never neither."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.device_deaths import Ward
from tests.journeys.power_cuts import Scene, kill_kiosks, kill_processes

PROCESSES, KIOSKS, TABLETS = 20, 3, 28


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    yield made
    made.close()


def test_a_process_that_takes_turns_is_killed_at_any_moment(scene: Scene) -> None:
    tally = kill_processes(scene, PROCESSES, random.Random(1))
    assert tally.kills == PROCESSES
    assert tally.turns >= PROCESSES


def test_the_kiosk_is_killed_in_mid_turn_and_shows_what_was_won(scene: Scene) -> None:
    assert kill_kiosks(scene, KIOSKS, random.Random(1)).kills == KIOSKS


def test_a_tablet_is_killed_at_named_points_and_at_random_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    try:
        deaths = ward.kill(TABLETS, random.Random(1))
        ward.settle()
    finally:
        ward.close()
    assert deaths.named == deaths.random == TABLETS / 2
    assert deaths.operations >= deaths.named
