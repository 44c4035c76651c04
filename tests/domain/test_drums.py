"""Drums: what is cut from the stock is there, and no record of turns can be altered unseen."""

import hashlib
import hmac
import struct
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.domain import drums
from shared.domain.drums import (
    Drum,
    DrumState,
    Refuted,
    TurnRecord,
    Verified,
    cut_contents,
    draw,
    new_drum,
    record,
    verify,
)
from shared.domain.programme import BallCount

SEED = bytes(range(32))
PRIZES = ("gold", "red", "blue")
WHITE = "white"
UNLIMITED = frozenset({WHITE})

texts = st.text(max_size=8)
counts = st.integers(0, 4)
fills = st.tuples(counts, counts, counts, counts).filter(any)
stocks = st.fixed_dictionaries({prize: st.integers(0, 30) for prize in PRIZES})
wishes = st.lists(st.builds(BallCount, st.sampled_from((*PRIZES, WHITE)), st.integers(0, 20)), max_size=6)


def _fill(fill: tuple[int, ...], seed: bytes = SEED) -> Drum:
    contents = tuple(BallCount(prize, count) for prize, count in zip((*PRIZES, WHITE), fill, strict=True))
    return new_drum("drum", "wheel", 1, "ginza", "kiosk-1", 1, contents, seed)


def _turn(drum: Drum, choice: str, ticket_id: str) -> tuple[Drum, TurnRecord]:
    drawn = draw(drum, choice, ticket_id)
    return record(drum, drawn), TurnRecord(drawn.turn, choice, ticket_id, drawn.prize, drawn.proof)


@st.composite
def turned_drums(data: st.DrawFn, least: int = 1) -> tuple[Drum, list[TurnRecord]]:
    """Draw a drum after some turns with any choices and tickets, and their records."""
    drum = _fill(data(fills))
    assume(drum.balls_left >= least)
    records = []
    for _ in range(data(st.integers(least, drum.balls_left))):
        drum, taken = _turn(drum, data(texts), data(texts))
        records.append(taken)
    return drum, records


@given(turned_drums(least=0))
def test_what_happened_verifies(turned: tuple[Drum, list[TurnRecord]]) -> None:
    drum, records = turned
    assert verify(drum, SEED, records) == Verified(len(records))


TAMPERINGS: dict[str, Callable[[TurnRecord, st.DataObject], TurnRecord]] = {
    "turn": lambda turn, data: replace(turn, turn=data.draw(st.integers(-1, 20))),
    "choice": lambda turn, data: replace(turn, choice=data.draw(texts)),
    "ticket": lambda turn, data: replace(turn, ticket_id=data.draw(texts)),
    "prize": lambda turn, data: replace(turn, prize=data.draw(st.sampled_from((*PRIZES, WHITE, "")))),
    "proof": lambda turn, data: replace(turn, proof=data.draw(st.sampled_from(("", "00" * 32)))),
}


@pytest.mark.parametrize("tamper", TAMPERINGS.values(), ids=TAMPERINGS)
@given(turned=turned_drums(), data=st.data())
def test_a_tampered_field_is_detected(
    tamper: Callable[[TurnRecord, st.DataObject], TurnRecord],
    turned: tuple[Drum, list[TurnRecord]],
    data: st.DataObject,
) -> None:
    drum, records = turned
    place = data.draw(st.integers(0, len(records) - 1))
    tampered = tamper(records[place], data)
    assume(tampered != records[place])
    assert isinstance(verify(drum, SEED, [*records[:place], tampered, *records[place + 1 :]]), Refuted)


@given(turned_drums(), st.data())
def test_text_moved_from_the_choice_to_the_ticket_is_detected(
    turned: tuple[Drum, list[TurnRecord]], data: st.DataObject
) -> None:
    """Hashed texts carry their lengths, so what one field loses another can't take over."""
    drum, records = turned
    last = records[-1]
    both = f"{last.choice}\n{last.ticket_id}"
    cut = data.draw(st.integers(0, len(both)))
    moved = replace(last, choice=both[:cut], ticket_id=both[cut:].removeprefix("\n"))
    assume(moved != last)
    assert isinstance(verify(drum, SEED, [*records[:-1], moved]), Refuted)


@given(turned_drums(), st.data())
def test_a_dropped_record_is_detected(turned: tuple[Drum, list[TurnRecord]], data: st.DataObject) -> None:
    drum, records = turned
    place = data.draw(st.integers(0, len(records) - 1))
    assert isinstance(verify(drum, SEED, records[:place] + records[place + 1 :]), Refuted)


@given(turned_drums(), st.data())
def test_a_doubled_record_is_detected(turned: tuple[Drum, list[TurnRecord]], data: st.DataObject) -> None:
    drum, records = turned
    place = data.draw(st.integers(0, len(records) - 1))
    to = data.draw(st.integers(0, len(records)))
    assert isinstance(verify(drum, SEED, [*records[:to], records[place], *records[to:]]), Refuted)


@given(turned_drums(least=2), st.data())
def test_reordered_records_are_detected(turned: tuple[Drum, list[TurnRecord]], data: st.DataObject) -> None:
    drum, records = turned
    shuffled = data.draw(st.permutations(records))
    assume(shuffled != records)
    assert isinstance(verify(drum, SEED, shuffled), Refuted)


@given(turned_drums(), fills)
def test_other_contents_break_the_commitment(turned: tuple[Drum, list[TurnRecord]], fill: tuple[int, ...]) -> None:
    drum, records = turned
    other = _fill(fill)
    assume(other.contents != drum.contents)
    assert isinstance(verify(replace(drum, contents=other.contents), SEED, records), Refuted)


@given(turned_drums(), st.binary(min_size=32, max_size=32))
def test_another_seed_breaks_the_commitment(turned: tuple[Drum, list[TurnRecord]], seed: bytes) -> None:
    drum, records = turned
    assume(seed != SEED)
    assert isinstance(verify(drum, seed, records), Refuted)


@given(turned_drums(), st.data())
def test_wrong_balls_left_are_detected(turned: tuple[Drum, list[TurnRecord]], data: st.DataObject) -> None:
    drum, records = turned
    place = data.draw(st.integers(0, len(drum.left) - 1))
    more = tuple(BallCount(b.prize, b.count + (i == place)) for i, b in enumerate(drum.left))
    assert isinstance(verify(replace(drum, left=more), SEED, records), Refuted)


def test_more_turns_than_balls_are_detected() -> None:
    drum, only = _turn(_fill((1, 0, 0, 0)), "star", "ticket")
    extra = replace(only, turn=2)
    assert verify(drum, SEED, [only, extra]) == Refuted(2, "There are more turns than balls.")


@given(turned_drums())
def test_balls_taken_and_balls_left_are_the_balls_put_in(turned: tuple[Drum, list[TurnRecord]]) -> None:
    drum, records = turned
    for put_in, left in zip(drum.contents, drum.left, strict=True):
        taken = sum(1 for turn in records if turn.prize == put_in.prize)
        assert left.count == put_in.count - taken >= 0
    assert (drum.state is DrumState.CLOSED) == (drum.balls_left == 0)


@given(wishes, stocks)
def test_a_cut_drum_has_all_its_balls_and_nothing_that_the_store_lacks(
    wanted: list[BallCount], free: dict[str, int]
) -> None:
    contents = {ball.prize: ball.count for ball in cut_contents(wanted, free, WHITE, UNLIMITED)}
    assert sum(contents.values()) == sum(ball.count for ball in wanted)
    for prize in PRIZES:
        assert contents.get(prize, 0) == min(sum(b.count for b in wanted if b.prize == prize), free[prize])


@given(wishes, wishes, stocks)
def test_two_kiosks_never_get_more_than_there_is(
    first: list[BallCount], second: list[BallCount], stock: dict[str, int]
) -> None:
    free = dict(stock)
    drums = []
    for wanted in (first, second):
        cut = cut_contents(wanted, free, WHITE, UNLIMITED)
        drums.append(cut)
        free = {prize: count - sum(b.count for b in cut if b.prize == prize) for prize, count in free.items()}
    for prize, there in stock.items():
        assert sum(ball.count for drum in drums for ball in drum if ball.prize == prize) + free[prize] == there
        assert free[prize] >= 0


@pytest.mark.parametrize("stock", [0, 1, 7, 40])
def test_two_kiosks_apart_award_exactly_what_there_was(stock: int) -> None:
    """Each turns its own drum to the end without hearing of the other."""
    wanted = [BallCount("gold", 30), BallCount(WHITE, 5)]
    first = cut_contents(wanted, {"gold": stock}, WHITE, UNLIMITED)
    rest = stock - first[0].count
    second = cut_contents(wanted, {"gold": rest}, WHITE, UNLIMITED)
    awarded = 0
    for number, contents in enumerate((first, second), start=1):
        drum = new_drum(f"drum-{number}", "wheel", 1, "ginza", f"kiosk-{number}", number, contents, SEED)
        while drum.balls_left:
            drum, turn = _turn(drum, "star", "ticket")
            awarded += turn.prize == "gold"
    assert awarded == stock


def test_what_the_stock_lacks_is_never_replaced_by_goods() -> None:
    with pytest.raises(ValueError, match="stocked"):
        cut_contents([BallCount("gold", 1)], {}, "red", UNLIMITED)


@pytest.mark.parametrize(
    ("contents", "seed"),
    [
        ((BallCount("gold", 1), BallCount("gold", 1)), SEED),
        ((BallCount("gold", -1), BallCount(WHITE, 2)), SEED),
        ((BallCount("gold", 1),), SEED[:-1]),
    ],
    ids=["a prize twice", "a negative count", "a short seed"],
)
def test_a_drum_that_could_not_be_proven_is_not_filled(contents: tuple[BallCount, ...], seed: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        new_drum("drum", "wheel", 1, "ginza", "kiosk-1", 1, contents, seed)


@pytest.mark.parametrize(
    "drum",
    [replace(_fill((1, 0, 0, 0)), seed=None), _fill((0, 0, 0, 0))],
    ids=["its seed is elsewhere", "no ball is left"],
)
def test_a_drum_that_can_t_be_turned_says_so(drum: Drum) -> None:
    with pytest.raises(ValueError, match="can't be turned"):
        draw(drum, "star", "ticket")


def _hashed(*texts: str) -> bytes:
    return b"".join(struct.pack(">I", len(text.encode())) + text.encode() for text in texts)


def test_a_turn_can_be_recomputed_by_anyone() -> None:
    """By the description in the module alone; two balls divide the range evenly, so the first attempt counts."""
    drum = _fill((1, 0, 0, 1))
    sealed = _hashed("garapon-drum-1", "drum", "wheel", "gold", "1", "red", "0", "blue", "0", "white", "1", SEED.hex())
    assert drum.commitment == hashlib.sha256(sealed).hexdigest()

    turn = draw(drum, "星", "ticket")
    ball = hmac.new(SEED, _hashed("ball", "drum", "1", "星", "0"), "sha256").digest()
    assert turn.prize == ("gold", "white")[int.from_bytes(ball[:8], "big") % 2]
    assert turn.proof == hmac.new(SEED, _hashed("proof", "", "1", "星", "ticket", turn.prize), "sha256").hexdigest()


def test_a_value_that_would_favour_some_balls_is_drawn_again() -> None:
    """With just over half of all values usable, every second draw needs another attempt."""
    size = (1 << 63) + 1
    attempts = []
    for turn in range(100):
        values = [
            int.from_bytes(hmac.new(SEED, _hashed("ball", str(turn), str(attempt)), "sha256").digest()[:8], "big")
            for attempt in range(64)
        ]
        attempts.append(next(attempt for attempt, value in enumerate(values) if value < size))
        assert drums._reduce(SEED, (str(turn),), size) == values[attempts[-1]]
    assert 30 < attempts.count(0) < 70
