"""Drums: prizes as balls, drawn without replacement, provable afterwards.

Before the first turn the hash of the drum's secret seed and contents is published. Which ball a turn takes is
HMAC-SHA-256 of seed, gapless turn number and the shopper's own choice, reduced without bias by rejection. Every turn
carries a proof that chains to the one before, so a record that is tampered with, dropped or reordered shows once the
seed is out. What is hashed are UTF-8 texts, each behind its length in bytes as four big-endian bytes, so that no two
lists of texts are the same message.
"""

import hashlib
import hmac
from collections.abc import Iterable
from enum import StrEnum

from shared.domain.changing import replace
from shared.domain.programme import BallCount
from shared.domain.values import value_class

SEED_BYTES = 32

_RANGE = 1 << 64


class DrumState(StrEnum):
    """A drum is turned while LENT; RECALLED when the centre wants it back and its holder has not answered yet.

    CLOSED when empty or given back, its seed then published; WRITTEN_OFF when a manager has given its holder up.
    """

    LENT = "lent"
    RECALLED = "recalled"
    CLOSED = "closed"
    WRITTEN_OFF = "written_off"


OUT = (DrumState.LENT, DrumState.RECALLED)
"""The states in which a drum's holder may have turned it: a turn made before a recall was heard of stands."""


@value_class(frozen=True, slots=True)
class Drum:
    """The balls that one kiosk holds for one campaign.

    `contents` is what was put in, `left` what is still in, in the same order; `turns` counts turns taken. `seed` (32
    bytes as hex) is known to the holder and the centre only, until the drum is closed. `last_proof` heads the chain.
    `certificate` proves to the centre, and to nobody else, that it has cut the drum: a restored one has forgotten.
    """

    drum_id: str
    campaign: str
    campaign_version: int
    store_id: str
    holder: str
    number: int
    commitment: str
    contents: tuple[BallCount, ...]
    left: tuple[BallCount, ...]
    turns: int = 0
    last_proof: str = ""
    state: DrumState = DrumState.LENT
    seed: str | None = None
    certificate: str = ""

    @property
    def balls_left(self) -> int:
        """How many balls are still in."""
        return sum(ball.count for ball in self.left)

    @property
    def is_out(self) -> bool:
        """Tell whether its holder has it: the balls that are left are nobody else's."""
        return self.state in OUT


@value_class(frozen=True, slots=True)
class Draw:
    """What turn number `turn` gave: the prize drawn by `choice`, and the proof that chains the turn."""

    turn: int
    choice: str
    prize: str
    proof: str


@value_class(frozen=True, slots=True)
class TurnRecord:
    """A recorded turn, as verification wants it."""

    turn: int
    choice: str
    ticket_id: str
    prize: str
    proof: str


@value_class(frozen=True, slots=True)
class Verified:
    """Every turn follows from the seed."""

    turns: int


@value_class(frozen=True, slots=True)
class Refuted:
    """The first thing that does not follow, as a sentence."""

    turn: int
    fault: str


def commitment(drum_id: str, campaign: str, contents: Iterable[BallCount], seed: bytes) -> str:
    """Return the hash that is published before the first turn: SHA-256 over identity, contents and seed, as hex."""
    balls = [text for ball in contents for text in (ball.prize, str(ball.count))]
    parts = [drum_id, campaign, *balls, seed.hex()]
    return hashlib.sha256(_message("garapon-drum-1", *parts)).hexdigest()


def new_drum(
    drum_id: str,
    campaign: str,
    campaign_version: int,
    store_id: str,
    holder: str,
    number: int,
    contents: tuple[BallCount, ...],
    seed: bytes,
) -> Drum:
    """Fill a drum; `seed` is 32 bytes from a cryptographic source.

    Raise ValueError for another length, for a prize that stands twice, or for a negative count.
    """
    prizes = [ball.prize for ball in contents]
    if len(seed) != SEED_BYTES or len(set(prizes)) != len(prizes) or any(ball.count < 0 for ball in contents):
        raise ValueError(f"drum {drum_id} needs {SEED_BYTES} bytes of seed and each prize once, with a count")
    sealed = commitment(drum_id, campaign, contents, seed)
    return Drum(
        drum_id,
        campaign,
        campaign_version,
        store_id,
        holder,
        number,
        sealed,
        contents,
        contents,
        seed=seed.hex(),
    )


def cut_contents(
    wanted: Iterable[BallCount], free: dict[str, int], white: str, unlimited: frozenset[str]
) -> tuple[BallCount, ...]:
    """Fill the wanted drum from the store's free stock; balls that the stock lacks are replaced by `white` ones.

    `free` counts the free goods per prize; prizes in `unlimited` (points) are not stocked. The drum has as many balls
    as wanted, one entry per prize. Raise ValueError unless `white` is unlimited: a drum promises only what is there.
    """
    if white not in unlimited:
        raise ValueError(f"{white!r} is stocked, so it can't stand in for what the stock lacks")
    counts: dict[str, int] = {}
    for ball in wanted:
        counts[ball.prize] = counts.get(ball.prize, 0) + ball.count
    missing = 0
    for prize, count in counts.items():
        there = count if prize in unlimited else min(count, max(free.get(prize, 0), 0))
        counts[prize] = there
        missing += count - there
    if missing:
        counts[white] = counts.get(white, 0) + missing
    return tuple(BallCount(prize, count) for prize, count in counts.items())


def draw(drum: Drum, choice: str, ticket_id: str) -> Draw:
    """Decide the drum's next turn; needs the seed and at least one ball (ValueError otherwise)."""
    if drum.seed is None or not drum.balls_left:
        raise ValueError(f"drum {drum.drum_id} can't be turned: no seed or no ball")
    seed = bytes.fromhex(drum.seed)
    turn = drum.turns + 1
    index = _reduce(seed, (drum.drum_id, str(turn), choice), drum.balls_left)
    prize = _ball_at(drum.left, index)
    return Draw(turn, choice, prize, _proof(seed, drum.last_proof, turn, choice, ticket_id, prize))


def record(drum: Drum, turn: Draw) -> Drum:
    """Take the drawn ball out; the last one closes the drum, wanted back or not."""
    left = tuple(BallCount(b.prize, b.count - 1) if b.prize == turn.prize else b for b in drum.left)
    state = drum.state if any(ball.count for ball in left) else DrumState.CLOSED
    return replace(drum, left=left, turns=turn.turn, last_proof=turn.proof, state=state)


def verify(drum: Drum, seed: bytes, records: Iterable[TurnRecord]) -> Verified | Refuted:
    """Recompute every turn of a drum from its revealed seed.

    `records` stand in the order in which they are claimed to have happened; `drum` says how many there were, what they
    left, and how the chain of proofs ends.
    """
    if commitment(drum.drum_id, drum.campaign, drum.contents, seed) != drum.commitment:
        return Refuted(0, "The seed and contents do not match the hash published before the first turn.")
    replayed = replace(drum, left=drum.contents, turns=0, last_proof="", seed=seed.hex(), state=DrumState.LENT)
    for claimed in records:
        if not replayed.balls_left:
            return Refuted(claimed.turn, "There are more turns than balls.")
        turn = draw(replayed, claimed.choice, claimed.ticket_id)
        if claimed.turn != turn.turn:
            return Refuted(turn.turn, f"Turn {turn.turn} is missing or out of place.")
        if claimed.prize != turn.prize:
            return Refuted(turn.turn, f"The seed gives {turn.prize}, the record says {claimed.prize}.")
        if not hmac.compare_digest(claimed.proof, turn.proof):
            return Refuted(turn.turn, "The turn's proof does not follow from the seed and the turns before it.")
        replayed = record(replayed, turn)
    if replayed.turns != drum.turns or replayed.last_proof != drum.last_proof:
        return Refuted(replayed.turns, f"The drum took {drum.turns} turns; {replayed.turns} are on record.")
    if replayed.left != drum.left:
        return Refuted(replayed.turns, "The balls that are left do not follow from the turns.")
    return Verified(replayed.turns)


def _message(*texts: str) -> bytes:
    encoded = [text.encode() for text in texts]
    return b"".join(len(text).to_bytes(4, "big") + text for text in encoded)


def _reduce(seed: bytes, parts: tuple[str, ...], size: int) -> int:
    """Map the HMAC onto 0..size-1 without bias: values past the last whole multiple of `size` are drawn again."""
    limit = _RANGE - _RANGE % size
    attempt = 0
    while True:
        digest = _mac(seed, "ball", *parts, str(attempt))
        value = int.from_bytes(digest[:8], "big")
        if value < limit:
            return value % size
        attempt += 1


def _ball_at(left: tuple[BallCount, ...], index: int) -> str:
    for ball in left:
        if index < ball.count:
            return ball.prize
        index -= ball.count
    raise IndexError(index)


def _proof(seed: bytes, before: str, turn: int, choice: str, ticket_id: str, prize: str) -> str:
    return _mac(seed, "proof", before, str(turn), choice, ticket_id, prize).hex()


def _mac(seed: bytes, *parts: str) -> bytes:
    # `hmac.digest` would give the interpreter away each time, and a centre that is busy gets it back late.
    return hmac.new(seed, _message(*parts), hashlib.sha256).digest()
