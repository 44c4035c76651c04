"""Held operations: shown to managers, tried again, rejected; the word that was final is then followed by another."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection, Engine, exists, insert, or_, select, update
from sqlalchemy.exc import DBAPIError

from shared.central import schema
from shared.central.acts import decide, write
from shared.central.batch import is_refusal
from shared.central.business_time import business_time
from shared.central.checking import check
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.inbox import Arrived, arrived_operation, previous_hash
from shared.central.journal import CENTRE
from shared.central.member_pins import conclude_late, pin_found
from shared.central.newcomers import forget_told, told_before
from shared.central.scopes import result_note
from shared.central.state import CentralState, CentralWorld
from shared.central.twins import is_twin, merge_twin
from shared.domain import operations as op
from shared.domain.programme import Permission
from shared.domain.rules import Applied, Context, Duplicate, Held, HeldReason, Outcome, PinProof
from shared.domain.rules.holding import as_insisted, try_recorded_turn
from shared.domain.staff import Allowed, StaffMember, may
from shared.runtime.logs import EventLog
from shared.wire.feed import HeldRow, HeldState, OperationResult, Verdict
from shared.wire.json import WireError, decode
from shared.wire.operations import ASKS, KINDS, SCHEMA_VERSION, InvalidOperation, UnknownOperation, read_operation

RETRIES_A_ROUND = 50
_DETAIL_LENGTH = 500

_log = EventLog(__name__)


@dataclass(frozen=True, slots=True)
class By:
    """Who settles: a staff id, an administrator's account or the centre itself; a manager agrees as `approver`.

    A person insists: of two values of a field it is the held one that they want. The centre by itself does not; it
    `owes` what somebody may have been told yes to before it was set back.
    """

    name: str
    approver: StaffMember | None = None
    insists: bool = True
    owes: bool = False


@dataclass(frozen=True, slots=True)
class HeldSettled:
    """It is off the list; `result` is the word that its device hears now."""

    result: OperationResult


@dataclass(frozen=True, slots=True)
class StillHeld:
    """It was tried and can't be kept as things stand."""

    reason: HeldReason
    detail: str


@dataclass(frozen=True, slots=True)
class NotOpen:
    """No such operation is held, or it was settled before."""


def settle(
    connection: Connection,
    state: CentralState,
    operation: op.ReleaseHeld | op.RejectHeld,
    context: Context,
    now: datetime,
) -> Outcome:
    """Do what a manager's operation says to a held one of the same store; what was settled before is a duplicate.

    An operation that is tried and stays held is shown with its new reason; the manager's word is spent all the same.
    """
    row = read_held(connection, operation.held)
    if row is None or row.store_id != context.store_id or not _has_result(connection, operation.held):
        return Held(HeldReason.HELD_UNKNOWN, operation.held[:64])
    if row.held.released:
        return Duplicate(row.held.settled_op)
    releasing = isinstance(operation, op.ReleaseHeld)
    if releasing and is_twin(row.held) and not _may_merge(state, context.actor):
        return Held(HeldReason.NOT_ALLOWED, Permission.MERGE)
    by = By(context.actor.staff_id if context.actor else "", context.actor)
    match operation:
        case op.ReleaseHeld():
            try_again(connection, state, operation.held, now, by, context.op_id)
        case op.RejectHeld(corrected_by=correction):
            if correction is not None and not _stands(connection, correction):
                return Held(HeldReason.HELD_UNKNOWN, correction[:64])
            how = HeldState.REJECTED if correction is None else HeldState.CORRECTED
            reject(connection, state, operation.held, now, by, how, correction or context.op_id)
        case _:
            assert_never(operation)
    return Applied()


def try_again(
    connection: Connection, state: CentralState, op_id: str, now: datetime, by: By, settled_op: str = ""
) -> HeldSettled | StillHeld | NotOpen:
    """Apply a held operation now: its own bytes, people and time, under today's state; the releasing manager agrees.

    Call it in the writer's transaction; what the feeds must hear is added to `state.notes`.
    """
    row = read_held(connection, op_id)
    arrived = arrived_operation(connection, op_id)
    if row is None or arrived is None or row.held.released or not _has_result(connection, op_id):
        return NotOpen()
    if is_twin(row.held):
        refusal = merge_twin(connection, state, row.held, by.approver, row.store_id, settled_op)
        return StillHeld(refusal.reason, refusal.detail) if refusal is not None else _united(state, row, by, settled_op)
    outcome = _trial(connection, state, arrived, by)
    if isinstance(outcome, Held):
        tried = replace(
            row.held,
            reason=outcome.reason,
            detail=_short(outcome.detail),
            clashes=outcome.clashes,
            tries=row.held.tries + 1,
            tried_at=now,
        )
        state.save_held(tried, row.store_id)
        return StillHeld(tried.reason, tried.detail)
    return _released(connection, state, row, outcome, by, settled_op)


def try_unanswered(
    connection: Connection,
    state: CentralState,
    op_id: str,
    waits: Callable[[op.Operation | None, HeldRow], bool],
    *,
    owed: bool,
    last: bool,
) -> bool:
    """Apply what has no answer yet because it may come too early (`resending`); tell whether it has one now.

    What `waits` says so about is not tried yet; what fails waits on, and is held the `last` time. Points for what is
    `owed` are spent even where they are gone.
    """
    row = read_held(connection, op_id)
    arrived = arrived_operation(connection, op_id)
    if row is None or arrived is None or row.held.released:
        return False
    if waits(operation_of(arrived), row.held):
        return False
    by = By(CENTRE, insists=False, owes=owed)
    outcome = _trial(connection, state, arrived, by)
    if isinstance(outcome, Held) and not last:
        return False
    if not isinstance(outcome, Held):
        _released(connection, state, row, outcome, by, "")
        return True
    held = replace(row.held, reason=outcome.reason, detail=_short(outcome.detail), clashes=outcome.clashes)
    state.save_held(held, row.store_id)
    _supersede(connection, state, result_of(op_id, outcome), row.held.device_id, state.now)
    return True


def reject(
    connection: Connection,
    state: CentralState,
    op_id: str,
    now: datetime,
    by: By,
    how: HeldState = HeldState.REJECTED,
    settled_op: str = "",
) -> HeldSettled | NotOpen:
    """Take a held operation off the list for good: it did not happen, and its device hears so."""
    row = read_held(connection, op_id)
    if row is None or row.held.released or not _has_result(connection, op_id):
        return NotOpen()
    reason = HeldReason.CORRECTED if how is HeldState.CORRECTED else HeldReason.REJECTED
    result = OperationResult(op_id, Verdict.HELD, reason, row.held.reason)
    if not is_twin(row.held):
        _supersede(connection, state, result, row.held.device_id, now)
    done = replace(row.held, released=True, state=how, settled_by=by.name, settled_op=settled_op, tried_at=now)
    state.save_held(done, row.store_id)
    forget_told(connection, op_id)
    _log.info("held_rejected", operation_id=op_id)
    return HeldSettled(result)


def retry_waiting(engine: Engine, now: datetime) -> int:
    """Try again what was held only because something had not arrived, and now has; return how many were tried.

    A member or card whose enrolment came late, a programme version, a kind that this program has learnt: oldest
    first, in the order in which their devices recorded them.
    """
    with reading(engine) as connection:
        if not _due(connection, 1):
            return 0
    with writing(engine) as connection:
        due = _due(connection, RETRIES_A_ROUND)
        state = CentralState(connection, ChainDirectory(connection), now)
        for op_id in due:
            before = read_held(connection, op_id)
            answer = try_again(connection, state, op_id, now, By(CENTRE, insists=False))
            if isinstance(answer, StillHeld) and before and before.held.reason is answer.reason:
                # It waits for something else than what its reason says; a manager will see.
                connection.execute(update(schema.held).where(schema.held.c.op_id == op_id).values(waits_for=None))
        write_feed(connection, state.notes)
        return len(due)


@dataclass(frozen=True, slots=True)
class HeldInStore:
    """A row of the list: whose managers see it, and what they see."""

    store_id: str
    held: HeldRow


def read_held(connection: Connection, op_id: str) -> HeldInStore | None:
    """Return a held operation, settled or not."""
    table = schema.held
    row = connection.execute(select(table.c.store_id, table.c.body).where(table.c.op_id == op_id)).one_or_none()
    return HeldInStore(row.store_id, decode(HeldRow, row.body)) if row is not None else None


def list_held(connection: Connection, *, settled: bool = False) -> tuple[HeldInStore, ...]:
    """Return what is held, oldest first; with `settled` also what was."""
    table = schema.held
    query = select(table.c.store_id, table.c.body).order_by(table.c.held_at, table.c.op_id)
    rows = connection.execute(query if settled else query.where(table.c.released.is_(False)))
    return tuple(HeldInStore(row.store_id, decode(HeldRow, row.body)) for row in rows)


def result_of(op_id: str, outcome: Outcome, refusal: Verdict = Verdict.HELD) -> OperationResult:
    """Put an outcome into the words that devices read; `refusal` is what a promise or a question gets that fails."""
    match outcome:
        case Applied():
            return OperationResult(op_id, Verdict.APPLIED)
        case Duplicate():
            return OperationResult(op_id, Verdict.DUPLICATE, detail=outcome.of)
        case Held():
            return OperationResult(op_id, refusal, outcome.reason, _short(outcome.detail))
        case _:
            assert_never(outcome)


def held_row(held: Held, arrived: Arrived, context: Context) -> HeldRow:
    """Describe a held operation for managers."""
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
        clashes=held.clashes,
    )


def _try(connection: Connection, state: CentralState, arrived: Arrived, by: By) -> Outcome:
    draft = arrived.envelope.draft
    directory = state.directory
    device = directory.device(draft.device_id)
    programme = directory.programme(draft.programme_version)
    checked = check(arrived.envelope, previous_hash(connection, arrived.envelope), directory.staff)
    if isinstance(checked, Held):
        return checked
    if device is None or programme is None:
        return Held(HeldReason.PROGRAMME_UNKNOWN, str(draft.programme_version))
    context = Context(
        draft.op_id,
        business_time(arrived.clock).at,
        device.store_id,
        device.device_id,
        checked.actor,
        checked.approver or by.approver,
        pin_found(connection, draft.op_id) if draft.kind in ASKS else PinProof.NONE,
        by.owes,
        told=told_before(connection, draft.op_id) if isinstance(checked.operation, op.JoinMember) else None,
    )
    world = CentralWorld(state, programme)
    operation = as_insisted(checked.operation, world) if by.insists else checked.operation
    try:
        with connection.begin_nested():
            outcome = None
            if state.turn_recorded(draft.op_id):
                outcome = try_recorded_turn(operation, context, world)
            if outcome is None:
                outcome = decide(operation, context, world, state)
            write(connection, state, operation, context, outcome, programme)
            if isinstance(outcome, Applied) and context.pin is not PinProof.NONE:
                conclude_late(connection, draft.op_id, context.pin)
            return outcome
    except Exception as error:
        if isinstance(error, DBAPIError) and not is_refusal(error):
            raise
        _log.error("operation_failed", error, operation_id=draft.op_id, device_id=draft.device_id)
        return Held(HeldReason.PAYLOAD_INVALID, type(error).__name__)


def _trial(connection: Connection, state: CentralState, arrived: Arrived, by: By) -> Outcome:
    """Try with a state of its own: what a failing try has read must not stay behind, what it has told must."""
    trial = CentralState(connection, state.directory, state.now)
    outcome = _try(connection, trial, arrived, by)
    state.notes.extend(trial.notes)
    state.forget()
    return outcome


def operation_of(arrived: Arrived) -> op.Operation | None:
    """Return what has arrived, None where it can't be read."""
    draft = arrived.envelope.draft
    operation = read_operation(draft.kind, draft.schema_version, draft.payload)
    return None if isinstance(operation, UnknownOperation | InvalidOperation) else operation


def _released(
    connection: Connection, state: CentralState, row: HeldInStore, outcome: Outcome, by: By, settled_op: str
) -> HeldSettled:
    """Take an operation off the list that was applied at last, and let its device hear so."""
    result = result_of(row.held.op_id, outcome)
    _supersede(connection, state, result, row.held.device_id, state.now)
    done = replace(
        row.held,
        released=True,
        state=HeldState.RELEASED,
        settled_by=by.name,
        settled_op=settled_op,
        tries=row.held.tries + 1,
        tried_at=state.now,
    )
    state.save_held(done, row.store_id)
    forget_told(connection, row.held.op_id)
    _log.info("held_released", operation_id=result.op_id)
    return HeldSettled(result)


def _united(state: CentralState, row: HeldInStore, by: By, settled_op: str) -> HeldSettled:
    """Take a newcomer off the list who was merged into the member that she is; her joining keeps its word."""
    done = replace(
        row.held,
        released=True,
        state=HeldState.RELEASED,
        settled_by=by.name,
        settled_op=settled_op,
        tried_at=state.now,
    )
    state.save_held(done, row.store_id)
    _log.info("held_released", operation_id=row.held.op_id)
    return HeldSettled(OperationResult(row.held.op_id, Verdict.APPLIED))


def _may_merge(state: CentralState, actor: StaffMember | None) -> bool:
    return isinstance(may(state.directory.programme_in_use(), actor, Permission.MERGE), Allowed)


def _has_result(connection: Connection, op_id: str) -> bool:
    """Tell whether the first word on it is written: nobody can honestly settle what no feed has shown."""
    table = schema.op_result
    return connection.execute(select(table.c.op_id).where(table.c.op_id == op_id)).first() is not None


def _supersede(
    connection: Connection, state: CentralState, result: OperationResult, device_id: str, now: datetime
) -> None:
    """Let another word follow the one that an operation was answered with."""
    table = schema.op_result
    values = {"verdict": result.verdict, "reason": result.reason, "detail": result.detail, "applied_at": now}
    if not connection.execute(update(table).where(table.c.op_id == result.op_id).values(values)).rowcount:
        row = {"op_id": result.op_id, "device_id": device_id} | values
        connection.execute(insert(table).values(row))
    device = state.directory.device(device_id)
    if device is not None:
        state.notes.append(result_note(result, device))


def _stands(connection: Connection, op_id: str) -> bool:
    """Tell whether an operation has arrived and is not itself held."""
    there = select(schema.inbox.c.op_id).where(schema.inbox.c.op_id == op_id)
    return connection.execute(there).first() is not None and read_held(connection, op_id) is None


def _due(connection: Connection, limit: int) -> tuple[str, ...]:
    held, inbox, member, programme = schema.held, schema.inbox, schema.member, schema.programme
    alias = schema.member_alias
    known = [f"{kind} {version}" for kind in KINDS for version in range(1, SCHEMA_VERSION + 1)]
    arrived = or_(
        (held.c.reason == HeldReason.MEMBER_UNKNOWN) & exists().where(member.c.member_id == held.c.waits_for),
        (held.c.reason == HeldReason.CARD_UNKNOWN) & exists().where(alias.c.code_hash == held.c.waits_for),
        (held.c.reason == HeldReason.PROGRAMME_UNKNOWN)
        & held.c.waits_for.in_(_texts(connection.execute(select(programme.c.version)).scalars())),
        (held.c.reason == HeldReason.KIND_UNKNOWN) & held.c.waits_for.in_(known),
    )
    query = (
        select(held.c.op_id)
        .join_from(held, inbox, inbox.c.op_id == held.c.op_id)
        .where(held.c.released.is_(False), arrived, exists().where(schema.op_result.c.op_id == held.c.op_id))
        .order_by(inbox.c.received_at, inbox.c.device_id, inbox.c.epoch, inbox.c.seq)
        .limit(limit)
    )
    return tuple(connection.execute(query).scalars())


def _texts(versions: Iterable[int]) -> list[str]:
    return [str(version) for version in versions]


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
