"""What becomes of operations: the same rules as on the device, on central state, once and in order."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from shared.central.acts import decide, write
from shared.central.ahead import LookAhead
from shared.central.batch import Batch, is_refusal
from shared.central.business_time import business_time
from shared.central.checking import Checked
from shared.central.database import glancing, writing
from shared.central.directory import Announced, ChainDirectory
from shared.central.inbox import Arrived, Queue, is_anything_waiting, next_operations
from shared.central.member_pins import Admission, Known, PinDesk
from shared.central.newcomers import keep_told, told_in
from shared.central.resending import ASKED_SINCE, is_a_move, takes_back_what_waits
from shared.central.review import held_row, result_of, settle
from shared.central.scopes import result_note
from shared.central.state import CentralWorld
from shared.central.twins import Newcomer
from shared.domain import operations as op
from shared.domain.changing import replace
from shared.domain.devices import Device
from shared.domain.rules import Applied, Context, Held, HeldReason, Outcome, PinProof
from shared.runtime.logs import EventLog
from shared.wire.feed import OperationResult, Verdict
from shared.wire.operations import ASKS

SQLITE_BATCH = 50
POSTGRES_BATCH = 500
SQLITE_LIMIT_S, POSTGRES_LIMIT_S = 0.1, 0.5
"""How long a batch should take, on however slow a machine: nobody else writes to an embedded database meanwhile."""
COLLECTED = (
    op.EnrolMember,
    op.JoinMember,
    op.RecordVisit,
    op.RecordPurchase,
    op.ScanReceipt,
    op.ReturnPurchase,
    op.TakeTurn,
    op.HandOverPrize,
    op.AdjustPoints,
    op.GiveTicket,
    op.ConfirmStep,
    op.ShowSpot,
    op.PrintPosters,
    op.ExchangeForTicket,
    op.RedeemReward,
    op.CancelRedemption,
    op.ResetMemberPin,
    op.AskForTickets,
    op.ReleaseTickets,
    op.AskForVoucher,
    op.ReleaseVoucher,
    op.RenewCard,
    op.Undo,
)
"""Operations whose effects all go through `CentralState`; any other may ask and change tables itself, and is done
apart, behind a savepoint of its own."""

_log = EventLog(__name__)


class Applier:
    """Applies what waits in the inbox; any number may run, one at a time gets to write.

    `batch` fixes the number of operations a transaction; without it the size follows the time that batches take.
    """

    def __init__(
        self, engine: Engine, now: Callable[[], datetime], batch: int | None = None, pins: PinDesk | None = None
    ) -> None:
        self._engine = engine
        self._pins = pins
        self._now = now
        embedded = engine.dialect.name == "sqlite"
        self.batch = batch
        self._most = self._size = SQLITE_BATCH if embedded else POSTGRES_BATCH
        self._limit_s = SQLITE_LIMIT_S if embedded else POSTGRES_LIMIT_S
        self._ahead = LookAhead(engine)
        self._known: Announced | None = None
        self._served: frozenset[tuple[str, int]] = frozenset()

    def apply_next(self) -> int:
        """Apply one batch in one transaction and return how many operations it held; 0 means nothing waits.

        Raises OperationalError when the database is away: then nothing of the batch has happened.
        """
        with glancing(self._engine) as connection:
            if not is_anything_waiting(connection):
                return 0
        try:
            return self._apply(careful=False)
        except DBAPIError as error:
            if not is_refusal(error):
                raise
            _log.warning("batch_refused")
        # Nothing of it has happened; once more, so that only the operation that was refused is held.
        return self._apply(careful=True)

    def _apply(self, *, careful: bool) -> int:
        with writing(self._engine) as connection:
            started = time.monotonic()
            directory = ChainDirectory(connection, self._known)
            batch = Batch(connection, directory, self._now(), careful)
            waiting = next_operations(connection, self.batch or self._size, self._served, self._ahead.take())
            known = partial(_known, batch)
            admission = self._pins.admit(connection, waiting, batch.now, known) if self._pins else Admission(waiting)
            operations = admission.operations
            looked = batch.look_ahead(operations)
            self._ahead.go_on(operations, directory.known_staff)
            for (queue, arrived), checked in zip(operations, looked, strict=True):
                _settle(batch, queue, arrived, checked, admission)
            if self._pins is not None:
                self._pins.conclude(connection, admission, batch.results)
            batch.close()
        if self._pins is not None:
            self._pins.start(admission)
        self._known = directory.announced
        self._served = frozenset(queue.key for queue in batch.places)
        if self.batch is None:
            self._size = _next_size(self._size, self._most, time.monotonic() - started, self._limit_s)
        return len(operations)


def _next_size(size: int, most: int, took_s: float, limit_s: float) -> int:
    """Take as many operations at once as the time allows: fewer where a batch took too long, else up to twice as many.

    It follows the machine: one that is busy with other things brings its batches down and back up.
    """
    return max(1, int(min(most, 2 * size, size * limit_s / max(took_s, 1e-6))))


def _settle(batch: Batch, queue: Queue, arrived: Arrived, checked: Checked | Held, admission: Admission) -> None:
    """Give one operation its result; whatever it does wrong, the ones behind it go on."""
    envelope = arrived.envelope
    device = batch.directory.device(queue.device_id)
    if device is None:
        raise LookupError(f"queue of {queue.device_id}, which is not in the directory")
    dated = business_time(arrived.clock)
    if dated.corrected:
        batch.jumped.add(device.device_id)
    context = Context(envelope.draft.op_id, dated.at, device.store_id, device.device_id)
    proof = admission.proofs.get(context.op_id, PinProof.NONE)
    held: Held | None
    heard = _heard_before(batch, arrived)
    if heard is not None and heard.verdict is not Verdict.HELD:
        held = Held(heard.reason or HeldReason.CENTRE_RESTORED, heard.detail)
    elif isinstance(checked, Held):
        held = checked
    elif isinstance(proof, Held):
        held = proof
    else:
        told = told_in(checked.operation, admission.keys)
        context = replace(context, actor=checked.actor, approver=checked.approver, pin=proof, told=told)
        held = _try_to_apply(batch, checked, context, device, arrived)
    if held is not None:
        with batch.one():
            _finish(batch, held, arrived, context, device)
    batch.places[queue] = envelope


def _try_to_apply(batch: Batch, checked: Checked, context: Context, device: Device, arrived: Arrived) -> Held | None:
    """Apply whole or not at all; None when the operation is finished, Held when it is to be held."""
    operation = checked.operation
    programme = batch.directory.programme(arrived.envelope.draft.programme_version)
    if programme is None:
        return Held(HeldReason.PROGRAMME_UNKNOWN, str(arrived.envelope.draft.programme_version))
    state = batch.state
    again = _is_sent_again(batch, arrived)
    is_new_question = not again and arrived.envelope.draft.kind in ASKS
    if batch.resent.restoring and (is_a_move(operation) or is_new_question or _is_too_early(batch, operation)):
        # What it has is not what it had: what others are still to send may have spent or lent it.
        return Held(HeldReason.CENTRE_RESTORED, "" if again else ASKED_SINCE)
    try:
        with batch.one(apart=not isinstance(operation, COLLECTED)):
            outcome = decide(operation, context, CentralWorld(state, programme), state)
            if isinstance(outcome, Applied) and _heard_before(batch, arrived) is not None:
                # It was held, and what it did then stands: the ball of a turn is out all the same.
                drum = outcome.drum if isinstance(operation, op.TakeTurn) else None
                outcome = Held(HeldReason.CENTRE_RESTORED, drum=drum)
            if isinstance(outcome, Applied) and isinstance(operation, op.ReleaseHeld | op.RejectHeld):
                outcome = settle(batch.connection, state, operation, context, batch.now)
            write(batch.connection, state, operation, context, outcome, programme)
            _finish(batch, outcome, arrived, context, device)
    except Exception as error:
        # What breaks a rule's or a table's limits is held; a database that went away is not the operation's fault, and
        # a refusal in the midst of a batch has ended its transaction.
        if isinstance(error, DBAPIError) and not (batch.careful and is_refusal(error)):
            raise
        _log.error("operation_failed", error, operation_id=context.op_id, device_id=device.device_id)
        return Held(HeldReason.PAYLOAD_INVALID, type(error).__name__)
    return None


def _is_sent_again(batch: Batch, arrived: Arrived) -> bool:
    envelope = arrived.envelope
    return batch.resent.covers(envelope.draft.device_id, envelope.epoch, envelope.seq)


def _is_too_early(batch: Batch, operation: op.Operation) -> bool:
    if isinstance(operation, op.CancelRedemption) and operation.redemption in batch.unanswered:
        return True
    return takes_back_what_waits(batch.connection, operation)


def _known(batch: Batch, arrived: Arrived) -> Known:
    if not _is_sent_again(batch, arrived):
        return Known.NEW
    return Known.SENT_AGAIN if _heard_before(batch, arrived) is None else Known.REFUSED


def _heard_before(batch: Batch, arrived: Arrived) -> OperationResult | None:
    """Return what its device had heard of an operation that it sends again, where that was not simply applied."""
    draft = arrived.envelope.draft
    return batch.resent.answered.get((draft.device_id, draft.op_id)) if _is_sent_again(batch, arrived) else None


def _waits_for_others(batch: Batch, arrived: Arrived) -> bool:
    """Tell whether what fails now gets its result later (`resending`): others are still to send what it may lack.

    Somebody waits for the answer to a new question, and one that was declined stays declined.
    """
    if not batch.resent.restoring:
        return False
    if not _is_sent_again(batch, arrived):
        return arrived.envelope.draft.kind not in ASKS
    heard = _heard_before(batch, arrived)
    return heard is None or heard.verdict is not Verdict.DECLINED


def _finish(batch: Batch, outcome: Outcome, arrived: Arrived, context: Context, device: Device) -> None:
    """Give the result for good; what it tells a manager and the device goes with what changed."""
    asked = arrived.envelope.draft.kind in ASKS
    if isinstance(outcome, Held) and context.told is not None:
        keep_told(batch.connection, context.op_id, context.told)
    if isinstance(outcome, Held) and _waits_for_others(batch, arrived):
        batch.unanswered.add(context.op_id)
        batch.state.save_held(held_row(outcome, arrived, context), device.store_id)
        return
    if isinstance(outcome, Applied) and outcome.member is not None and context.told is not None:
        batch.newcomers.append(Newcomer(outcome.member, context))
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
        batch.state.save_held(held_row(outcome, arrived, context), device.store_id)
        _log.info("operation_held", operation_id=context.op_id, reason=outcome.reason.value)
    batch.results.append(row)
    batch.notes.append(result_note(result, device))
