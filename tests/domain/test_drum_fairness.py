"""Ten thousand drums, turned to the end: each ball as often as it is in there, at any place alike."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from itertools import permutations, product

import pytest

from shared.domain.drums import Draw, Drum, TurnRecord, Verified, draw, new_drum, record, verify
from shared.domain.programme import BallCount
from tests.domain.chi_square import p_value, statistic

DRUMS = 10_000
CONTENTS = (BallCount("gold", 1), BallCount("red", 2), BallCount("white", 3))
BALLS = 6
CHOICES = ("star", "moon", "wave", "leaf")
LIKELY = (0.001, 0.999)
"""Seeds are fixed, so these tests never fluctuate: a p-value outside would be a bias, or a too perfect fit."""


@dataclass(frozen=True)
class TurnedDrum:
    """A drum after its last turn, with the seed that is now revealed."""

    drum: Drum
    seed: bytes
    records: tuple[TurnRecord, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """The prizes in the order they came."""
        return tuple(turn.prize for turn in self.records)


def _seed(number: int) -> bytes:
    return hashlib.sha256(b"fairness %d" % number).digest()


def _fill(number: int, contents: tuple[BallCount, ...] = CONTENTS) -> Drum:
    return new_drum(f"drum-{number}", "wheel", 1, "ginza", "kiosk-1", number, contents, _seed(number))


def _turn_to_the_end(number: int) -> TurnedDrum:
    drum = _fill(number)
    records = []
    while drum.balls_left:
        turn = draw(drum, CHOICES[(number + drum.turns) % len(CHOICES)], f"ticket-{drum.turns}")
        drum = record(drum, turn)
        records.append(TurnRecord(turn.turn, turn.choice, f"ticket-{turn.turn - 1}", turn.prize, turn.proof))
    return TurnedDrum(drum, _seed(number), tuple(records))


@pytest.fixture(scope="module")
def turned_drums() -> list[TurnedDrum]:
    return [_turn_to_the_end(number) for number in range(DRUMS)]


def _assert_fair(chi_square: float, freedom: int) -> None:
    low, high = LIKELY
    assert low < p_value(chi_square, freedom) < high


@pytest.mark.parametrize(
    ("chi_square", "freedom", "chance"),
    [(3.841, 1, 0.05), (11.070, 5, 0.05), (15.086, 5, 0.01), (15.507, 8, 0.05), (77.931, 59, 0.05), (0, 5, 1)],
)
def test_the_chi_square_test_agrees_with_printed_tables(chi_square: float, freedom: int, chance: float) -> None:
    assert p_value(chi_square, freedom) == pytest.approx(chance, rel=1e-3)


def test_a_loaded_drum_would_be_noticed() -> None:
    """A tenth of the last place's balls moved to the first is enough to see."""
    fair = DRUMS / BALLS
    loaded = [round(fair * 1.1), *[round(fair)] * 4, round(fair * 0.9)]
    assert p_value(statistic(loaded, [fair] * BALLS), BALLS - 1) < LIKELY[0]


def test_each_ball_comes_up_exactly_as_often_as_it_is_in_there(turned_drums: list[TurnedDrum]) -> None:
    contents = {ball.prize: ball.count for ball in CONTENTS}
    assert all(Counter(turned.order) == contents for turned in turned_drums)


@pytest.mark.parametrize("ball", CONTENTS, ids=lambda ball: ball.prize)
def test_a_ball_comes_at_any_place_alike(turned_drums: list[TurnedDrum], ball: BallCount) -> None:
    """Each drum fills `count` of six places, so Pearson's sum shrinks by (6 - count) / 5."""
    places = Counter(
        place for turned in turned_drums for place, prize in enumerate(turned.order) if prize == ball.prize
    )
    expected = [DRUMS * ball.count / BALLS] * BALLS
    raw = statistic([places[place] for place in range(BALLS)], expected)
    _assert_fair(raw * (BALLS - 1) / (BALLS - ball.count), BALLS - 1)


def test_every_order_is_as_likely_as_any_other(turned_drums: list[TurnedDrum]) -> None:
    orders = sorted(set(permutations(prize for ball in CONTENTS for prize in [ball.prize] * ball.count)))
    seen = Counter(turned.order for turned in turned_drums)
    assert set(seen) <= set(orders)
    _assert_fair(statistic([seen[order] for order in orders], [DRUMS / len(orders)] * len(orders)), len(orders) - 1)


def test_a_full_sized_drum_gives_each_prize_its_share() -> None:
    contents = (BallCount("gold", 20), BallCount("red", 40), BallCount("white", 940))
    firsts = Counter(draw(_fill(number, contents), "star", "ticket").prize for number in range(DRUMS))
    expected = [DRUMS * ball.count / 1000 for ball in contents]
    _assert_fair(statistic([firsts[ball.prize] for ball in contents], expected), len(contents) - 1)


def test_another_choice_is_another_draw() -> None:
    """What one symbol would have given says nothing about what another one gives."""
    pairs = Counter(
        (draw(drum, "star", "ticket").prize, draw(drum, "moon", "ticket").prize)
        for drum in (_fill(number) for number in range(DRUMS))
    )
    expected = {
        (one.prize, other.prize): DRUMS * one.count * other.count / BALLS**2
        for one, other in product(CONTENTS, CONTENTS)
    }
    _assert_fair(statistic([pairs[pair] for pair in expected], list(expected.values())), len(expected) - 1)


def test_the_ticket_decides_nothing() -> None:
    """A kiosk can't shop around among a member's tickets for a better ball."""
    for number in range(100):
        drum = _fill(number)
        assert draw(drum, "star", "one ticket").prize == draw(drum, "star", "another").prize


def test_every_turn_verifies_from_the_revealed_seed(turned_drums: list[TurnedDrum]) -> None:
    assert all(verify(turned.drum, turned.seed, turned.records) == Verified(BALLS) for turned in turned_drums)


def test_a_drum_that_was_closed_early_verifies_as_far_as_it_went(turned_drums: list[TurnedDrum]) -> None:
    for number, turned in enumerate(turned_drums[:100]):
        drum = _fill(number)
        for taken, turn in enumerate(turned.records):
            assert verify(drum, turned.seed, turned.records[:taken]) == Verified(taken)
            drum = record(drum, Draw(turn.turn, turn.choice, turn.prize, turn.proof))
