"""The line between a device and the centre, with everything that lines do."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from shared.application.ports import LookedUp, LookUp
from shared.domain.calls import Call
from shared.storage.faults import CentreAway
from shared.sync.port import (
    PULL_ROWS,
    CentreRestored,
    Cursor,
    FeedPruned,
    Head,
    Page,
    Said,
    Sent,
    SequenceConflict,
    SnapshotOffer,
    Standing,
)
from shared.sync.sql_central import SqlCentral
from shared.wire.envelope import Envelope
from shared.wire.feed import OperationResult
from tests.simulation.facts import Acknowledged, Facts, PageSeen

T = TypeVar("T")

LOST_BEFORE, LOST_AFTER, TWICE = 0.05, 0.06, 0.06
"""How often a request never arrives, its answer never comes back, or it arrives twice."""


@dataclass(slots=True)
class Weather:
    """How the lines behave just now; `chance` is None in calm weather."""

    chance: random.Random | None = None


@dataclass(frozen=True, slots=True)
class LatePush:
    """A batch that is still on its way although its sender has given it up."""

    device_id: str
    operations: tuple[Envelope, ...]
    at: datetime
    deliver: Callable[[], object]


@dataclass(slots=True)
class Ether:
    """What all lines share: the weather, what is still on its way, and what was seen on them."""

    facts: Facts
    true_time: Callable[[], datetime]
    weather: Weather = field(default_factory=Weather)
    late: list[LatePush] = field(default_factory=list)
    between: Callable[[], None] = lambda: None
    """Called before each request: others go on meanwhile."""
    acknowledged: Callable[[Acknowledged], None] = lambda _told: None
    """Called when a device hears how far it is stored."""

    def forget(self, before: datetime) -> None:
        """Drop what was sent before an instant."""
        self.late = [late for late in self.late if late.at >= before]

    def deliver_late(self, place: int) -> bool:
        """Let a late batch arrive; nobody waits for the answer."""
        if not self.late:
            return False
        late = self.late.pop(place % len(self.late))
        try:
            late.deliver()
        except SequenceConflict:
            # It came too late: the centre has gone on.
            return True
        return True


class UnreliableLine:
    """Implements `runner.Line` over a real one."""

    def __init__(self, line: SqlCentral, device_id: str, ether: Ether, cut_off: Callable[[], bool]) -> None:
        self._line = line
        self._device_id = device_id
        self._ether = ether
        self._cut_off = cut_off

    def standing(self) -> Standing | None:
        if self._cut_off():
            raise CentreAway("cut off")
        return self._line.standing()

    def leave(self) -> None:
        self._line.leave()

    def head(self) -> Head:
        return self._acknowledged(self._ask(self._line.head))

    def push(self, operations: tuple[Envelope, ...], sent: Sent) -> Head:
        def deliver() -> Head:
            return self._line.push(operations, sent)

        def lose() -> None:
            ether = self._ether
            ether.late.append(LatePush(self._device_id, operations, ether.true_time(), self._later(operations, sent)))

        return self._acknowledged(self._ask(deliver, lose))

    def tell_fork(self, seq: int) -> None:
        self._ask(lambda: self._line.tell_fork(seq))

    def look_up(self, asked: LookUp) -> LookedUp:
        return self._ask(lambda: self._line.look_up(asked))

    def say(self, said: Said) -> None:
        self._line.say(said)

    def calls(self) -> tuple[Call, ...]:
        return self._line.calls()

    def arrived(self, op_ids: tuple[str, ...]) -> frozenset[str]:
        return self._ask(lambda: self._line.arrived(op_ids))

    def present(self, generation: str, parts: tuple[bytes, ...]) -> None:
        self._ask(lambda: self._line.present(generation, parts))

    def pull(self, cursor: Cursor, limit: int = PULL_ROWS) -> Page | CentreRestored | FeedPruned:
        chance = self._ether.weather.chance
        few = limit if chance is None or chance.random() < 0.5 else chance.randint(1, 4)
        page = self._ask(lambda: self._line.pull(cursor, few))
        if isinstance(page, Page) and page.rows:
            last = page.rows[-1]
            self._ether.facts.pages.append(PageSeen(cursor.scope, last.position, last.token))
        return page

    def snapshot(self, scope: str) -> SnapshotOffer | None:
        return self._ask(lambda: self._line.snapshot(scope))

    def chunk(self, offer: SnapshotOffer, number: int) -> bytes | None:
        return self._ask(lambda: self._line.chunk(offer, number))

    def results(self, offer: SnapshotOffer, op_ids: tuple[str, ...]) -> tuple[OperationResult, ...]:
        return self._ask(lambda: self._line.results(offer, op_ids))

    def wait(self, cursors: tuple[Cursor, ...], timeout_ms: int, is_wanted: Callable[[], bool]) -> frozenset[str]:
        self._ask(lambda: None)
        return frozenset()

    def hang_up(self) -> None:
        self._line.hang_up()

    def close(self) -> None:
        self._line.hang_up()

    def _ask(self, request: Callable[[], T], lose: Callable[[], None] = lambda: None) -> T:
        self._ether.between()
        if self._cut_off():
            raise CentreAway("cut off")
        chance = self._ether.weather.chance
        if chance is None:
            return request()
        fate = chance.random()
        if fate < LOST_BEFORE:
            lose()
            raise CentreAway("the request was lost")
        answer = request()
        if fate < LOST_BEFORE + LOST_AFTER:
            raise CentreAway("the answer was lost")
        if fate < LOST_BEFORE + LOST_AFTER + TWICE:
            return request()
        return answer

    def _later(self, operations: tuple[Envelope, ...], sent: Sent) -> Callable[[], None]:
        def deliver() -> None:
            try:
                self._line.push(operations, sent)
            finally:
                self._line.hang_up()

        return deliver

    def _acknowledged(self, head: Head) -> Head:
        if head.seq:
            self._ether.acknowledged(Acknowledged(self._device_id, head.epoch, head.seq, head.hash))
        return head
