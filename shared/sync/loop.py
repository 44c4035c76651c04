"""One exchange with the centre: push everything, then pull every scope to its end (SYNC.md, rules 1 to 6)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from shared.application.ports import Clock
from shared.application.views import Link
from shared.domain.devices import DeviceState
from shared.runtime.logs import EventLog
from shared.runtime.trouble import Trouble
from shared.storage.device_storage import DeviceStorage
from shared.storage.faults import CentreAway, DatabaseDamaged, StorageFault
from shared.sync.bootstrap import load
from shared.sync.calls import KnownCalls
from shared.sync.look_ups import PendingLookUps
from shared.sync.port import (
    PUSH_BYTES,
    PUSH_OPERATIONS,
    Central,
    CentreRestored,
    Cursor,
    FeedPruned,
    Head,
    NotLetIn,
    Sent,
    SequenceConflict,
    Standing,
)
from shared.sync.restored import gather, load_anew, present, reopen, take_epoch, turned_away
from shared.wire.envelope import GENESIS, Envelope

WAIT_MS = 250
"""How long a device that waits for an answer waits to be told of it, before it looks by itself."""
AHEAD_MOST = 5_000
"""Operations that the centre has stored and not answered: with more, the rest waits here and takes no room there."""
ENVELOPE_BYTES = 1_024
"""What an operation takes on the line besides its payload, at most."""
PUSH_EVERY_MS = 2_000
"""How long what was recorded waits while a snapshot comes in, which may take minutes."""


_log = EventLog(__name__)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Both directions are up to date: how many operations went, how many rows came."""

    pushed: int
    pulled: int


@dataclass(frozen=True, slots=True)
class Away:
    """The centre can't be reached; what was exchanged before the line broke is safe."""

    pulled: int


@dataclass(frozen=True, slots=True)
class Halted:
    """Nothing more may be exchanged until a person has looked: this device was cloned, or the centre set back."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Revoked:
    """The centre has shut this device out; it has forgotten everything but its queue."""


SyncReport = Exchanged | Away | Halted | Revoked


class SyncLoop:
    """Exchanges with the centre for one device; used by one thread.

    `look_ups` are questions about members to put, `calls` what is said and heard about calls for staff.
    """

    def __init__(
        self,
        storage: DeviceStorage,
        scopes: tuple[str, ...],
        clock: Clock,
        boot_id: str,
        look_ups: PendingLookUps | None = None,
        calls: KnownCalls | None = None,
    ) -> None:
        self._storage = storage
        self._scopes = scopes
        self._clock = clock
        self._boot_id = boot_id
        self._look_ups = look_ups or PendingLookUps()
        self._calls = calls or KnownCalls()
        self._stored: int | None = None
        self._known: Standing | None = None
        self._pushed_ms = 0
        self.answer: Callable[[], bool] = lambda: False
        """Called when everything is read; tells whether it has recorded anything that should go at once."""
        self.on_progress: Callable[[], None] = lambda: None
        """Called on the thread of the exchange whenever something has come in."""
        self.is_stopping: Callable[[], bool] = lambda: False
        """Asked between two pages: whether to leave the rest for another time."""
        self.is_hurried: Callable[[], bool] = lambda: False
        """Asked again and again while the line is held open: whether there is something to send at once."""

    def run_once(self, central: Central, expecting: Callable[[], bool] = lambda: False) -> SyncReport:
        """Push all, pull all, and say how it went; storage faults of the device itself are raised.

        While it is `expecting` an answer the line stays open, and what comes is read at once.
        """
        if self._storage.revoked:
            return Revoked()
        pulled = pushed = 0
        try:
            self._storage.heal()
            standing = self._standing(central)
            if standing is None:
                return Revoked()
            self._meet(central, standing)
            self._rejoin(central, standing)
            for came, went in self._rounds(central, expecting):
                pulled += came
                pushed += went
            if self.answer():
                pushed += self._push_all(central)
            self._note_generation(standing)
        except (CentreAway, DatabaseDamaged):
            self._line_broke()
            return Away(pulled)
        except NotLetIn:
            self._line_broke()
            return Halted(turned_away(self._storage))
        except (SequenceConflict, _Restored) as stop:
            self._line_broke()
            return self._halt(stop, central)
        except StorageFault:
            self._line_broke()
            raise
        finally:
            central.hang_up()
        self._storage.note_link(Link.ONLINE)
        return Exchanged(pushed, pulled)

    def look_over(self) -> None:
        """Look for damage in this device's file, once, and renew some of its index; DiskFull and others are raised."""
        self._storage.look_over()
        self._storage.renew_index()

    def _rejoin(self, central: Central, standing: Standing) -> None:
        """Continue the queue of a database that was damaged where the centre has heard of it last.

        A queue that has begun a new epoch (`gather`) has nothing to continue there.
        """
        if not self._storage.mending:
            return
        if standing.epoch == self._storage.epoch:
            self._stored = None
            head = central.head()
            self._storage.join_centre(head.seq, head.hash)
        if standing.heard:
            reopen(self._storage, central)

    def _complete(self) -> None:
        """Open a database that was damaged again, once everything has come in."""
        if self._storage.mending and self._is_heard() and not self.is_stopping():
            self._storage.end_mending()

    def _is_heard(self) -> bool:
        """Tell whether the centre has heard what this device holds: before that it may know less than it did."""
        return self._known is not None and self._known.heard

    def _rounds(self, central: Central, expecting: Callable[[], bool]) -> Iterator[tuple[int, int]]:
        """Push, ask and pull, again while an answer is expected; yield how many rows came and operations went.

        What the line tells of meanwhile is read at once, and nothing else is done before.
        """
        news: frozenset[str] = frozenset()
        while True:
            if not news:
                yield 0, self._push_all(central)
            answers = self._look_ups.send(central)
            self._calls.exchange(central)
            yield from self._pull_scopes(central, [each for each in self._scopes if not news or each in news])
            self._complete()
            # Not before: whoever was found has come with the rows, which a centre that was set back keeps at first.
            if self._is_heard():
                self._look_ups.tell(answers)
            if not expecting() or not self._is_heard():
                return
            news = central.wait(self._cursors(), WAIT_MS, self.is_hurried)

    def _line_broke(self) -> None:
        # Whether a batch arrived is unknown now: the next exchange asks before it sends, and rebuilds what is damaged.
        self._stored = None
        self._look_ups.line_broke()
        self._calls.line_broke()
        self._storage.note_link(Link.OFFLINE)

    def _halt(self, stop: "SequenceConflict | _Restored", central: Central) -> SyncReport:
        """Tell the centre of a fork: it freezes this device until a manager has found its double."""
        try:
            if isinstance(stop, SequenceConflict):
                central.tell_fork(stop.seq)
        except CentreAway:
            return Away(0)
        return Halted(str(stop))

    def _standing(self, central: Central) -> Standing | None:
        """Ask how this device stands; None where it was revoked, and has forgotten everything now."""
        standing = central.standing()
        if standing is None and self._storage.place() is not None:
            raise NotLetIn("The centre has admitted this device, and forgotten it.")
        if standing is None:
            raise CentreAway("The centre has not admitted this device yet.")
        if standing.state is not DeviceState.REVOKED:
            return standing
        self._line_broke()
        self._calls.forget()
        self._storage.forget()
        central.leave()
        return None

    def _meet(self, central: Central, standing: Standing) -> None:
        """Begin a new epoch where a manager wants it, and show a restored centre what this device holds."""
        self._known = standing
        if standing.epoch > self._storage.epoch:
            self._stored = None
            take_epoch(self._storage, central, standing.epoch)
        if standing.heard:
            return
        self._stored = None
        gather(self._storage, central, standing.epoch)
        for scope in self._scopes:
            self._storage.drop_loading(scope)
        present(self._storage, central, standing.generation)

    def _note_generation(self, standing: Standing) -> None:
        """Remember from which generation of the centre everything was read."""
        if standing.heard and not self.is_stopping() and self._storage.centre_generation() != standing.generation:
            self._storage.note_generation(standing.generation)

    def _cursors(self) -> tuple[Cursor, ...]:
        places = ((scope, self._storage.position(scope)) for scope in self._scopes)
        return tuple(Cursor(scope, here.position, here.token) for scope, here in places)

    def _push_all(self, central: Central) -> int:
        self._pushed_ms = self._clock.monotonic_ms()
        if self._known is not None and self._known.epoch < self._storage.epoch:
            # A restored centre hears from this device first that its queue has begun anew since the backup.
            return 0
        newest, _ = self._storage.head()
        # While an answer is due the centre is asked all the same: it may be another one, or one that has forgotten.
        if newest == self._stored and not self._storage.has_waiting():
            return 0
        stored = self._agree(central.head())
        pushed = 0
        ahead = self._storage.waiting_count() - (newest - stored)
        while stored < newest and ahead < AHEAD_MOST:
            batch = _batch(self._storage.operations_after(stored, min(PUSH_OPERATIONS, AHEAD_MOST - ahead)))
            head = central.push(batch, Sent(self._clock.monotonic_ms(), self._boot_id))
            pushed += self._agree(head) - stored
            ahead += head.seq - stored
            stored = head.seq
        if stored < newest:
            _log.info("push_waits", count=newest - stored)
        self._stored = stored
        return pushed

    def _agree(self, head: Head) -> int:
        """Return the head's number if the operation there is ours; SequenceConflict if not, or if there is none.

        It may lie behind what was the newest when the exchange began: people go on working meanwhile.
        """
        ours = self._storage.hash_at(head.seq) if head.seq else GENESIS
        if ours != head.hash:
            raise SequenceConflict(
                f"The centre knows other operations of this device up to number {head.seq}: it was copied or restored.",
                head.seq,
            )
        return head.seq

    def _pull_scopes(self, central: Central, scopes: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Pull these scopes, unless it is time to stop; yield how many rows came and how many operations went.

        From a centre that has yet to hear this device nothing is read: what it had lent must be its own again first.
        """
        for scope in scopes if self._is_heard() else ():
            for came in self._pull_all(central, scope):
                late = self._clock.monotonic_ms() - self._pushed_ms >= PUSH_EVERY_MS
                yield came, self._push_all(central) if late else 0
                self.on_progress()
                if self.is_stopping():
                    return

    def _pull_all(self, central: Central, scope: str) -> Iterator[int]:
        yield from load(self._storage, central, scope)
        more = True
        while more:
            here = self._storage.position(scope)
            page = central.pull(Cursor(scope, here.position, here.token))
            if isinstance(page, FeedPruned):
                yield from load(self._storage, central, scope, behind=True)
                continue
            if isinstance(page, CentreRestored):
                if self._known is not None and self._storage.centre_generation() == self._known.generation:
                    raise _Restored(
                        f"The central database was set back unannounced: {page.scope} is not what was read before. "
                        "There, run `garapon-central lending pause --set-back`."
                    )
                yield from load_anew(self._storage, central, scope)
                continue
            self._storage.take_in(scope, page.rows)
            yield len(page.rows)
            more = page.more


class _Restored(Trouble):
    """The centre went back in time."""


def _batch(operations: tuple[Envelope, ...]) -> tuple[Envelope, ...]:
    """Return as many from the front as fit one push, at least one."""
    size = 0
    for index, envelope in enumerate(operations):
        size += len(envelope.draft.payload) + ENVELOPE_BYTES
        if index and size > PUSH_BYTES:
            return operations[:index]
    return operations
