"""Histories: what happens in a run, decided before it begins, so that any part of it can be left out."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.simulation.chance import stream_of

LENGTH = 45
CHANCE_OF_A_CUT = 0.1
CHANCE_AT_THE_CENTRE = 0.25
MOST_COMMITS = 2
MOST_INSIDE = 3

# How often each act comes; what is inside an exchange may not stop or copy the device that exchanges.
WORK = {
    "enrol": 2,
    "visit": 6,
    "purchase": 9,
    "return": 4,
    "both_return": 2,
    "turn": 12,
    "hand_over": 5,
    "adjust": 4,
    "ticket": 4,
    "undo": 4,
    "card": 1,
}
CENTRE = {"apply": 9, "house": 6, "deliver": 1, "programme": 1}
LINE = {"exchange": 24}
TROUBLE = {
    "time": 4,
    "long_time": 1,
    "restart": 2,
    "partition": 4,
    "clock": 2,
    "late": 3,
    "centre_fails": 1,
    "clone": 0.7,
    "set_back": 0.8,
}
INSIDE = WORK | CENTRE | {"late": 4, "exchange": 3}
EVERYTHING = WORK | CENTRE | LINE | TROUBLE
CUTTABLE = frozenset(WORK | LINE | {"apply": 1, "house": 1})


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that happens.

    `number` names its chance, `dice` chooses among what is there. The power fails at commit number (`cut` + 1) // 2,
    before it where `cut` is odd and after it where it is even; 0 is never. `inside` happens between the requests of an
    exchange.
    """

    number: int
    kind: str
    dice: int
    cut: int = 0
    inside: tuple["Action", ...] = ()


History = tuple[Action, ...]


def history_of(seed: int, length: int = LENGTH) -> History:
    """Make the history that belongs to a seed."""
    chance = stream_of("history", seed)
    return tuple(_action(chance, number * 10) for number in range(1, length + 1))


def shortened(history: History) -> Iterator[History]:
    """Yield histories that lack one more thing, the simplest way to lack it first: power cuts, then what is inside."""
    for place, action in enumerate(history):
        before, after = history[:place], history[place + 1 :]
        if action.cut:
            yield (*before, replace(action, cut=0), *after)
        for inner in range(len(action.inside)):
            fewer = action.inside[:inner] + action.inside[inner + 1 :]
            yield (*before, replace(action, inside=fewer), *after)


def _action(chance: random.Random, number: int) -> Action:
    kind = _pick(chance, EVERYTHING)
    likely = CHANCE_AT_THE_CENTRE if kind in CENTRE else CHANCE_OF_A_CUT
    cut = chance.randint(1, 2 * MOST_COMMITS) if kind in CUTTABLE and chance.random() < likely else 0
    inside: tuple[Action, ...] = ()
    if kind == "exchange" and chance.random() < 1 / 3:
        inside = tuple(
            Action(number + index, _pick(chance, INSIDE), chance.getrandbits(48))
            for index in range(1, chance.randint(1, MOST_INSIDE) + 1)
        )
    return Action(number, kind, chance.getrandbits(48), cut, inside)


def _pick(chance: random.Random, weights: dict[str, float] | dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
