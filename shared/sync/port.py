"""The centre as a device sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from shared.application.ports import LookedUp, LookUp
from shared.domain.calls import Call, CallStep
from shared.domain.devices import DeviceState
from shared.runtime.trouble import Trouble
from shared.wire.envelope import Envelope
from shared.wire.feed import FeedRow, OperationResult

PUSH_OPERATIONS = 500
PUSH_BYTES = 256 * 1024
PULL_ROWS = 500


@dataclass(frozen=True, slots=True)
class Head:
    """How far the centre has stored a device's operations in its epoch; seq 0 and the genesis hash when nothing is."""

    epoch: int
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How this device stands with the centre: its state, the epoch to send in, whether its login is to be renewed.

    `generation` is another one after each restore; `heard` tells whether this device has shown in it what it holds.
    """

    state: DeviceState
    epoch: int
    renew: bool
    generation: str
    heard: bool


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a device has read a scope, and the token of that row ("" at position 0)."""

    scope: str
    position: int
    token: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The clock of the device at the moment of sending (rule 13)."""

    monotonic_ms: int
    boot_id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Rows after a cursor, in order and gapless; `more` says that there are further ones now.

    A page holds whole central transactions (rows of one token), so that a device never takes in half of one.
    """

    rows: tuple[FeedRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class CentreRestored:
    """The row at the cursor is not the one that was read: the centre went back in time."""

    scope: str


@dataclass(frozen=True, slots=True)
class FeedPruned:
    """The feed no longer reaches back to the cursor: a snapshot comes first."""

    scope: str


@dataclass(frozen=True, slots=True)
class SnapshotOffer:
    """A scope as it stood at a position (with that row's token), to be had in chunks numbered from 1."""

    scope: str
    position: int
    token: str
    chunks: int
    members: int


class SequenceConflict(Trouble):
    """The centre has another operation than this device under number `seq`: a cloned or restored device (rule 5)."""

    def __init__(self, sentence: str, seq: int) -> None:
        super().__init__(sentence)
        self.seq = seq


class NotLetIn(Trouble):
    """The centre does not know this device, or no longer."""


@dataclass(frozen=True, slots=True)
class Said:
    """A step of a call for staff, under a name of its own (32 hex digits)."""

    said_id: str
    call_id: str
    step: CallStep


class Central(Protocol):
    """What a device may ask of the centre; CentreAway when it can't be reached.

    The first call connects, `hang_up` disconnects: one short exchange. Nothing here deletes or changes anything.
    """

    def standing(self) -> Standing | None:
        """Return how this device stands; None before the centre has admitted it. Asked first in each exchange.

        `head` and `push` then speak of the epoch that it names.
        """

    def leave(self) -> None:
        """Tell the centre that a revoked device has forgotten what it knew: its login may be closed."""

    def head(self) -> Head:
        """Return how far this device's operations are stored."""

    def push(self, operations: tuple[Envelope, ...], sent: Sent) -> Head:
        """Store a contiguous batch (at most PUSH_OPERATIONS); return the new head. Already stored ones are ignored.

        Raises SequenceConflict where the centre has another operation in one of the places, or the batch does not
        follow the head.
        """

    def tell_fork(self, seq: int) -> None:
        """Tell that another device writes under this one's numbers, so that the centre freezes both."""

    def look_up(self, asked: LookUp) -> LookedUp:
        """Ask for a member unknown here, the first time, and return how it stands: ASKING, HERE, NOBODY or TOO_MANY.

        Once it says HERE she is in the feed of this device's store, which hears of her for a while from now on.
        """

    def say(self, said: Said) -> None:
        """Say something about a call for staff; what was said already is ignored."""

    def calls(self) -> tuple[Call, ...]:
        """Return the calls of the last quarter of an hour, the oldest first: a kiosk's own, or the store's."""

    def arrived(self, op_ids: tuple[str, ...]) -> frozenset[str]:
        """Return those of at most PULL_ROWS own operations that are stored, in whatever epoch."""

    def present(self, generation: str, parts: tuple[bytes, ...]) -> None:
        """Show a restored centre what this device holds (`wire.testimony`), once in a generation; whole or not at all.

        What was shown before in this generation stands.
        """

    def pull(self, cursor: Cursor, limit: int = PULL_ROWS) -> Page | CentreRestored | FeedPruned:
        """Return what follows the cursor in its scope, about `limit` rows."""

    def snapshot(self, scope: str) -> SnapshotOffer | None:
        """Return the scope's newest snapshot; None where the feed is short enough to be read from its beginning."""

    def chunk(self, offer: SnapshotOffer, number: int) -> bytes | None:
        """Return a chunk (`wire.snapshot` reads it), None where that snapshot has been cleared away meanwhile."""

    def results(self, offer: SnapshotOffer, op_ids: tuple[str, ...]) -> tuple[OperationResult, ...]:
        """Return those of at most PULL_ROWS own results whose effects the snapshot shows already."""

    def wait(self, cursors: tuple[Cursor, ...], timeout_ms: int, is_wanted: Callable[[], bool]) -> frozenset[str]:
        """Return the scopes that have gone beyond their cursors as soon as some have; the line stays open.

        None of them after so long, or when it `is_wanted`, which is asked every few milliseconds: this device has
        something to say.
        """

    def hang_up(self) -> None:
        """End the exchange; the next call begins another one."""
