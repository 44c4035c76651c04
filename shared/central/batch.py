"""One transaction of the applier: what its operations change is collected and written at the end, all or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from shared.central import schema
from shared.central.checking import Checked, check
from shared.central.directory import ChainDirectory
from shared.central.feeding import FeedNote, write_feed
from shared.central.foresight import foresee
from shared.central.generations import Resent, read_resent
from shared.central.inbox import Arrived, Queue, mark_applied
from shared.central.journal import note
from shared.central.many import Added, together
from shared.central.state import CentralState
from shared.central.twins import Newcomer, note_twins
from shared.domain.rules import Held
from shared.wire.envelope import Envelope

_ADD_RESULT = Added(schema.op_result)


@dataclass(slots=True)
class Batch:
    """A transaction as it goes along.

    `careful` writes each operation's changes at once, behind a savepoint: for a batch in which one was refused by a
    table. `resent` is what devices send again after a restore, `results` are rows of `op_result`, `notes` tell the
    feeds of them, `jumped` names devices whose clock was set aside, `unanswered` are operations that wait for others,
    `newcomers` have joined and told something of themselves.
    """

    connection: Connection
    directory: ChainDirectory
    now: datetime
    careful: bool
    state: CentralState = field(init=False)
    resent: Resent = field(init=False)
    results: list[Mapping[str, object]] = field(default_factory=list)
    notes: list[FeedNote] = field(default_factory=list)
    jumped: set[str] = field(default_factory=set)
    places: dict[Queue, Envelope] = field(default_factory=dict)
    unanswered: set[str] = field(default_factory=set)
    newcomers: list[Newcomer] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nothing changed."""
        self.state = CentralState(self.connection, self.directory, self.now, collecting=True)
        self.resent = read_resent(self.connection)

    def look_ahead(self, operations: Sequence[tuple[Queue, Arrived]]) -> list[Checked | Held]:
        """Check every operation, and read what they will ask for together."""
        envelopes = [arrived.envelope for _, arrived in operations]
        signatures = (s for envelope in envelopes for s in (envelope.actor, envelope.approver) if s is not None)
        self.directory.load_staff(signature.staff_id for signature in signatures)
        tails = {queue: queue.applied_hash for queue, _ in operations}
        checked = []
        for queue, arrived in operations:
            checked.append(check(arrived.envelope, tails[queue], self.directory.staff, arrived.looked))
            tails[queue] = arrived.envelope.hash
        if not self.careful:
            foresee(self.state, (each.operation for each in checked if isinstance(each, Checked)))
        return checked

    @contextmanager
    def one(self, *, apart: bool = False) -> Iterator[None]:
        """Keep what one operation changes, or nothing of it if anything is raised inside.

        `apart` is for an operation that reads and writes tables itself: it finds in them what was done before.
        """
        said = len(self.results), len(self.notes), len(self.newcomers)
        try:
            with self._savepoint() if self.careful or apart else self.state.attempt():
                yield
        except BaseException:
            del self.results[said[0] :], self.notes[said[1] :], self.newcomers[said[2] :]
            raise
        if apart:
            self.state.forget()

    def close(self) -> None:
        """Write everything: what changed, the results, how far each queue is, and the feeds last."""
        with together(self.connection):
            self.state.write()
            _ADD_RESULT.run(self.connection, self.results)
            mark_applied(self.connection, self.places)
        note_twins(self.connection, self.state, self.newcomers)
        changed = self.state.notes
        for device_id in sorted(self.jumped):
            note(self.connection, self.now, "clock_corrected", device_id)
        write_feed(self.connection, [*changed, *self.notes])

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        self.state.write()
        try:
            with self.connection.begin_nested():
                yield
                self.state.write()
        except BaseException:
            self.state.forget()
            raise


def is_refusal(error: BaseException) -> bool:
    """Tell whether a table refused what it was given; a database that went away refuses nobody's operation."""
    away = isinstance(error, OperationalError | InterfaceError)
    return isinstance(error, DBAPIError) and not away and not error.connection_invalidated
