"""A process that does nothing but take turns, to be killed; a module of its own, so that starting one takes little."""

from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from shared.application.turn_drum import TurnsTaken, take_turns
from shared.sync.device import open_device
from tests.domain.small_shop import WHEEL

SYMBOL: Final = "star"


def turn_until_killed(folder: Path, member_id: str, told: Connection) -> None:
    """Take turn after turn, and say of each that it is recorded as soon as the use case does."""
    device = open_device(folder)
    while True:
        answer = take_turns(device.desk, member_id, WHEEL, SYMBOL, 1)
        if not isinstance(answer, TurnsTaken):
            return
        told.send(answer.turns[0].award.award.award_id)
