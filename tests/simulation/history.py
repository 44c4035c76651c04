"""Histories: what happens in a run, decided before it begins, so that any part of it can be left out."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

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
    "redeem": 5,
    "fetch": 3,
    "look_up": 2,
    "adjust": 4,
    "ticket": 4,
    "undo": 4,
    "card": 1,
}
CENTRE = {"apply": 9, "house": 6, "deliver": 1, "programme": 1, "merge": 1.5, "unmerge": 1}
LINE = {"exchange": 24}
TROUBLE = {
    "time": 4,
    "long_time": 1,
    "restart": 2,
    "partition": 4,
    "clock": 2,
    "late": 3,
    "centre_fails": 1,
    "back_up": 1,
    "centre_set_back": 0.7,
    "clone": 0.7,
    "set_back": 0.8,
}
INSIDE = WORK | CENTRE | {"late": 4, "exchange": 3}
EVERYTHING = WORK | CENTRE | LINE | TROUBLE
# Around a restore, whole stretches go well: they bring a chain far. The backup finds drums that are nearly empty, so
# what is cut then is lost; what is done until the restore is what devices bring back; behind it they come one by one.
EARLY = WORK | LINE | TROUBLE | {"play": 60, "apply": 9}
_SOLD = {"ticket": 10, "both_return": 10, "hand_over": 10}
BUSY = WORK | _SOLD | {"play": 24, "calm": 16, "exchange": 12, "apply": 4, "house": 4, "partition": 1}
AWAITED = WORK | LINE | {"play": 14, "apply": 9, "house": 9, "partition": 3, "restart": 1, "back_up": 0.5, "clone": 0.5}
RESTORED_EVERY = 4
"""One seed of so many lives through a restore on a busy day."""
BEFORE_BACKUP, BEFORE_RESTORE, AFTER_RESTORE = 8, 16, 14
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
    if has_restore(seed):
        return tuple(_with_restore(chance))
    return tuple(_action(chance, number * 10, EVERYTHING) for number in range(1, length + 1))


def has_restore(seed: int) -> bool:
    """Tell whether a seed's history is made around a restore of the centre; any other may have one, too."""
    return seed % RESTORED_EVERY == RESTORED_EVERY - 1


def _with_restore(chance: random.Random) -> Iterator[Action]:
    """Let a chain live, be backed up, have a busy day, lose its centre, and go on."""
    numbers = count(10, 10)
    days = ((BEFORE_BACKUP, EARLY, "back_up"), (BEFORE_RESTORE, BUSY, "centre_set_back"))
    for length, kinds, then in days:
        yield from (_action(chance, next(numbers), kinds) for _ in range(length))
        yield Action(next(numbers), then, chance.getrandbits(48))
    yield from (_action(chance, next(numbers), AWAITED) for _ in range(AFTER_RESTORE))


def shortened(history: History) -> Iterator[History]:
    """Yield histories that lack one more thing, the simplest way to lack it first: power cuts, then what is inside."""
    for place, action in enumerate(history):
        before, after = history[:place], history[place + 1 :]
        if action.cut:
            yield (*before, replace(action, cut=0), *after)
        for inner in range(len(action.inside)):
            fewer = action.inside[:inner] + action.inside[inner + 1 :]
            yield (*before, replace(action, inside=fewer), *after)


def _action(chance: random.Random, number: int, kinds: Mapping[str, float]) -> Action:
    kind = _pick(chance, kinds)
    likely = CHANCE_AT_THE_CENTRE if kind in CENTRE else CHANCE_OF_A_CUT
    cut = chance.randint(1, 2 * MOST_COMMITS) if kind in CUTTABLE and chance.random() < likely else 0
    inside: tuple[Action, ...] = ()
    if kind == "exchange" and chance.random() < 1 / 3:
        inside = tuple(
            Action(number + index, _pick(chance, INSIDE), chance.getrandbits(48))
            for index in range(1, chance.randint(1, MOST_INSIDE) + 1)
        )
    return Action(number, kind, chance.getrandbits(48), cut, inside)


def _pick(chance: random.Random, weights: Mapping[str, float]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
