"""What becomes of operations: the same rules as on the device, on central state, once and in order."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import InterfaceError, OperationalError

from shared.central import schema
from shared.central.acts import decide, write
from shared.central.business_time import business_time
from shared.central.checking import Checked, check
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import FeedNote, write_feed
from shared.central.inbox import Arrived, Queue, mark_applied, next_operations, waiting_queues
from shared.central.journal import note
from shared.central.review import held_row, result_of, settle
from shared.central.scopes import result_note
from shared.central.state import CentralState, CentralWorld
from shared.domain import operations as op
from shared.domain.devices import Device
from shared.domain.rules import Applied, Context, Held, HeldReason, Outcome
from shared.runtime.logs import EventLog
from shared.wire.feed import Verdict
from shared.wire.operations import ASKS

SQLITE_BATCH = 50
POSTGRES_BATCH = 500
SQLITE_LIMIT_S, POSTGRES_LIMIT_S = 0.1, 0.5
"""How long a batch goes on, on however slow a machine: nobody else writes to an embedded database meanwhile."""
_ADD_RESULT = insert(schema.op_result)

_log = EventLog(__name__)


@dataclass(slots=True)
class _Batch:
    """One transaction of the applier, as it goes along."""

    connection: Connection
    directory: ChainDirectory
    now: datetime
    hashes: dict[tuple[str, int], str] = field(default_factory=dict)
    notes: list[FeedNote] = field(default_factory=list)
    results: list[Mapping[str, object]] = field(default_factory=list)
    jumped: set[str] = field(default_factory=set)


class Applier:
    """Applies what waits in the inbox; any number may run, one at a time gets to write."""

    def __init__(self, engine: Engine, now: Callable[[], datetime], batch: int | None = None) -> None:
        self._engine = engine
        self._now = now
        embedded = engine.dialect.name == "sqlite"
        self._batch = batch or (SQLITE_BATCH if embedded else POSTGRES_BATCH)
        self._limit_s = SQLITE_LIMIT_S if embedded else POSTGRES_LIMIT_S

    def apply_next(self) -> int:
        """Apply one batch in one transaction and return how many operations it held; 0 means nothing waits.

        Raises OperationalError when the database is away: then nothing of the batch has happened.
        """
        with reading(self._engine) as connection:
            if not waiting_queues(connection):
                return 0
        with writing(self._engine) as connection:
            started = time.monotonic()
            batch = _Batch(connection, ChainDirectory(connection), self._now())
            last: dict[Queue, Arrived] = {}
            count = 0
            for queue, arrived in next_operations(connection, waiting_queues(connection), self._batch):
                _settle(batch, queue, arrived)
                last[queue] = arrived
                count += 1
                if time.monotonic() >= started + self._limit_s:
                    break
            if batch.results:
                connection.execute(_ADD_RESULT, batch.results)
            for queue, arrived in last.items():
                mark_applied(connection, queue, arrived.envelope)
            for device_id in sorted(batch.jumped):
                note(connection, batch.now, "clock_corrected", device_id)
            write_feed(connection, batch.notes)
            return count


def _settle(batch: _Batch, queue: Queue, arrived: Arrived) -> None:
    """Give one operation its result; whatever it does wrong, the ones behind it go on."""
    envelope = arrived.envelope
    previous = batch.hashes.get((queue.device_id, queue.epoch), queue.applied_hash)
    batch.hashes[queue.device_id, queue.epoch] = envelope.hash
    device = batch.directory.device(queue.device_id)
    if device is None:
        raise LookupError(f"queue of {queue.device_id}, which is not in the directory")
    dated = business_time(arrived.clock)
    if dated.corrected:
        batch.jumped.add(device.device_id)
    context = Context(envelope.draft.op_id, dated.at, device.store_id, device.device_id)
    checked = check(envelope, previous, batch.directory.staff)
    if isinstance(checked, Checked):
        context = Context(context.op_id, dated.at, device.store_id, device.device_id, checked.actor, checked.approver)
        held = _try_to_apply(batch, checked, context, device, arrived)
    else:
        held = checked
    if held is not None:
        _finish(batch, held, arrived, context, device)


def _try_to_apply(batch: _Batch, checked: Checked, context: Context, device: Device, arrived: Arrived) -> Held | None:
    """Apply behind a savepoint; None when the operation is finished, Held when it is to be held."""
    operation = checked.operation
    programme = batch.directory.programme(arrived.envelope.draft.programme_version)
    if programme is None:
        return Held(HeldReason.PROGRAMME_UNKNOWN, str(arrived.envelope.draft.programme_version))
    state = CentralState(batch.connection, batch.directory, batch.now)
    try:
        with batch.connection.begin_nested():
            outcome = decide(operation, context, CentralWorld(state, programme), state)
            if isinstance(outcome, Applied) and isinstance(operation, op.ReleaseHeld | op.RejectHeld):
                outcome = settle(batch.connection, state, operation, context, batch.now)
            write(batch.connection, state, operation, context, outcome, programme, batch.now)
            _finish(batch, outcome, arrived, context, device, state)
    except Exception as error:
        # What breaks a rule's or a table's limits is held; a database that went away is not the operation's fault.
        if isinstance(error, (OperationalError, InterfaceError)) or getattr(error, "connection_invalidated", False):
            raise
        _log.error("operation_failed", error, operation_id=context.op_id, device_id=device.device_id)
        return Held(HeldReason.PAYLOAD_INVALID, type(error).__name__)
    return None


def _finish(
    batch: _Batch,
    outcome: Outcome,
    arrived: Arrived,
    context: Context,
    device: Device,
    state: CentralState | None = None,
) -> None:
    """Write the result for good, and what the feeds must hear: first what changed, then the result."""
    state = state or CentralState(batch.connection, batch.directory, batch.now)
    asked = arrived.envelope.draft.kind in ASKS
    result = result_of(context.op_id, outcome, Verdict.DECLINED if asked else Verdict.HELD)
    row = {
        "op_id": result.op_id,
        "device_id": device.device_id,
        "verdict": result.verdict,
        "reason": result.reason,
        "detail": result.detail,
        "applied_at": batch.now,
    }
    if isinstance(outcome, Held) and not asked:
        state.save_held(held_row(outcome, arrived, context), device.store_id)
        _log.info("operation_held", operation_id=context.op_id, reason=outcome.reason.value)
    batch.results.append(row)
    batch.notes.extend((*state.notes, result_note(result, device)))
