"""What becomes of operations: the same rules as on the device, on central state, once and in order."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import InterfaceError, OperationalError

from shared.central import schema
from shared.central.book import Cause, post
from shared.central.business_time import business_time
from shared.central.checking import Checked, check
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import FeedNote, write_feed
from shared.central.inbox import Arrived, Queue, mark_applied, next_operations, waiting_queues
from shared.central.journal import note
from shared.central.scopes import result_note
from shared.central.state import CentralState, CentralWorld
from shared.domain import operations as op
from shared.domain.devices import Device
from shared.domain.drums import Drum
from shared.domain.programme import Programme
from shared.domain.rules import Applied, Context, Duplicate, Held, HeldReason, Outcome, apply
from shared.runtime.logs import EventLog
from shared.wire.feed import HeldRow, OperationResult, Verdict
from shared.wire.json import WireError, decode
from shared.wire.operations import kind_of

SQLITE_BATCH = 50
POSTGRES_BATCH = 500
SQLITE_LIMIT_S, POSTGRES_LIMIT_S = 0.1, 0.5
"""How long a batch goes on, on however slow a machine: nobody else writes to an embedded database meanwhile."""
_DETAIL_LENGTH = 500
ID_LENGTH = 32
"""Characters of an identifier that a device makes; keys that are made from it have columns for no longer one."""
_ADD_RESULT = insert(schema.op_result)
_ADD_TURN = insert(schema.turn)

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
            outcome = _decide(operation, context, CentralWorld(state, programme), state)
            _write(batch.connection, state, operation, context, outcome, programme, batch.now)
            _finish(batch, outcome, arrived, context, device, state)
    except Exception as error:
        # What breaks a rule's or a table's limits is held; a database that went away is not the operation's fault.
        if isinstance(error, (OperationalError, InterfaceError)) or getattr(error, "connection_invalidated", False):
            raise
        _log.error("operation_failed", error, operation_id=context.op_id, device_id=device.device_id)
        return Held(HeldReason.PAYLOAD_INVALID, type(error).__name__)
    return None


def _decide(operation: op.Operation, context: Context, world: CentralWorld, state: CentralState) -> Outcome:
    """Ask the rules, after what only the centre can know: that a number or a card is taken."""
    match operation:
        case op.EnrolMember(member_id=member_id) if len(member_id) > ID_LENGTH:
            return Held(HeldReason.PAYLOAD_INVALID, "member_id")
        case op.EnrolMember(number=number, code_hash=code_hash):
            taken = state.member_with_number(number) or state.member_with_card(code_hash)
            if taken is not None:
                return Held(HeldReason.MEMBER_EXISTS, taken)
        case op.RenewCard(code_hash=code_hash):
            taken = state.member_with_card(code_hash)
            if taken is not None:
                return Held(HeldReason.MEMBER_EXISTS, taken)
        case _:
            pass
    return apply(operation, context, world)


def _write(
    connection: Connection,
    state: CentralState,
    operation: op.Operation,
    context: Context,
    outcome: Outcome,
    programme: Programme,
    now: datetime,
) -> None:
    if isinstance(outcome, Applied | Held) and outcome.drum is not None:
        _record_turn(connection, state, operation, context, outcome.drum)
    if not isinstance(outcome, Applied):
        return
    if outcome.member is not None:
        before = state.member(outcome.member.member_id)
        state.save_member(outcome.member, before, programme)
        post(connection, outcome.postings, outcome.member, context, _cause(operation, state), programme, now)
    if outcome.voucher is not None:
        state.save_voucher(outcome.voucher)
    state.claim(outcome.claims, context.op_id)
    state.release(outcome.released)


def _record_turn(
    connection: Connection, state: CentralState, operation: op.Operation, context: Context, drum: Drum
) -> None:
    if not isinstance(operation, op.TakeTurn):
        raise TypeError(f"only turns change drums, not {type(operation).__name__}")
    row = {
        "drum_id": drum.drum_id,
        "turn": operation.turn,
        "choice": operation.choice,
        "ticket_id": operation.ticket_id,
        "prize": operation.prize,
        "proof": operation.proof,
        "op_id": context.op_id,
    }
    connection.execute(_ADD_TURN, row)
    state.save_drum(drum)


def _cause(operation: op.Operation, state: CentralState) -> Cause:
    source = kind_of(operation)
    match operation:
        case op.AdjustPoints() | op.GiveTicket():
            return Cause(source, reason=operation.reason)
        case op.Undo():
            return Cause(source, reverses_op=operation.undone)
        case op.ReturnPurchase():
            member = state.member(operation.member_id)
            purchases = member.purchases if member else ()
            return Cause(
                source,
                reverses_op=next((p.op_id for p in purchases if p.purchase_id == operation.purchase_id), None),
            )
        case _:
            return Cause(source)


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
    result = _result(context.op_id, outcome)
    row = {
        "op_id": result.op_id,
        "device_id": device.device_id,
        "verdict": result.verdict,
        "reason": result.reason,
        "detail": result.detail,
        "applied_at": batch.now,
    }
    if isinstance(outcome, Held):
        state.save_held(_held_row(outcome, arrived, context), device.store_id)
        _log.info("operation_held", operation_id=context.op_id, reason=outcome.reason.value)
    batch.results.append(row)
    batch.notes.extend((*state.notes, result_note(result, device)))


def _result(op_id: str, outcome: Outcome) -> OperationResult:
    match outcome:
        case Applied():
            return OperationResult(op_id, Verdict.APPLIED)
        case Duplicate():
            return OperationResult(op_id, Verdict.DUPLICATE, detail=outcome.of)
        case Held():
            return OperationResult(op_id, Verdict.HELD, outcome.reason, _short(outcome.detail))
        case _:
            assert_never(outcome)


def _held_row(held: Held, arrived: Arrived, context: Context) -> HeldRow:
    draft = arrived.envelope.draft
    claimed = arrived.envelope.actor
    return HeldRow(
        op_id=context.op_id,
        kind=draft.kind,
        reason=held.reason,
        detail=_short(held.detail),
        at=context.at,
        device_id=context.device_id,
        staff_id=claimed.staff_id if claimed else None,
        member_id=_member_of(draft.payload),
    )


def _member_of(payload: bytes) -> str | None:
    """Return the member that a payload names, even one that can't be read as an operation."""
    try:
        named = decode(dict[str, object], payload).get("member_id")
    except WireError:
        return None
    return named if isinstance(named, str) else None


def _short(detail: str) -> str:
    # PostgreSQL stores no NUL in a text, and what broke may contain one.
    return detail.replace("\0", "")[:_DETAIL_LENGTH]
