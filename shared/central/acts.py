"""What an operation does to central state: the rules' decision, with what only the centre can know, and its writing."""

from dataclasses import replace

from sqlalchemy import Connection

from shared.central.book import Cause
from shared.central.recalls import take_drum_back
from shared.central.state import CentralState, CentralWorld
from shared.domain import operations as op
from shared.domain.drums import Drum
from shared.domain.programme import Programme
from shared.domain.rules import Applied, Context, Duplicate, Held, HeldReason, Outcome, apply
from shared.domain.rules.resolving import resolve
from shared.wire.operations import kind_of

ID_LENGTH = 32
"""Characters of an identifier that a device makes; keys that are made from it have columns for no longer one."""
PERSONAL = (
    op.EnrolMember,
    op.JoinMember,
    op.EditProfile,
    op.AdjustPoints,
    op.GiveTicket,
    op.ReleaseHeld,
    op.RejectHeld,
)
"""Operations whose contents can name a person, in a field or in a note."""

_NOTHING_THERE = Held(HeldReason.UNDO_UNKNOWN)


def decide(operation: op.Operation, context: Context, world: CentralWorld, state: CentralState) -> Outcome:
    """Ask the rules, after what only the centre can know: that a number or a card is taken, and whose card it is."""
    match operation:
        case op.EnrolMember(member_id=member_id) | op.JoinMember(member_id=member_id) if len(member_id) > ID_LENGTH:
            return Held(HeldReason.PAYLOAD_INVALID, "member_id")
        case op.EnrolMember(number=number, code_hash=code_hash) | op.JoinMember(number=number, code_hash=code_hash):
            taken = state.member_with_number(number) or state.member_with_card(code_hash)
            if taken not in (None, operation.member_id):
                return Held(HeldReason.MEMBER_EXISTS, taken or "")
        case op.RecordVisit(member_id="", card=card):
            operation = replace(operation, member_id=state.member_with_card(card) or "")
        case op.RenewCard(code_hash=code_hash):
            taken = state.member_with_card(code_hash)
            if taken is not None:
                return Held(HeldReason.MEMBER_EXISTS, taken)
        case _:
            pass
    outcome = apply(operation, context, world)
    if isinstance(operation, op.Undo) and outcome == _NOTHING_THERE and state.came_to_nothing(operation.undone):
        # Another device had done it before: there is nothing to take back.
        outcome = Duplicate(operation.undone)
    if isinstance(outcome, Duplicate):
        state.note_duplicate(context.op_id)
        if isinstance(operation, PERSONAL):
            state.forget_again(outcome.of)
    return outcome


def write(
    connection: Connection,
    state: CentralState,
    operation: op.Operation,
    context: Context,
    outcome: Outcome,
    programme: Programme,
) -> None:
    """Save what an outcome changes."""
    if isinstance(outcome, Applied | Held) and outcome.drum is not None:
        _keep_drum(connection, state, operation, context, outcome.drum)
    if not isinstance(outcome, Applied):
        return
    cause = _cause(operation, state)
    for beside in outcome.beside:
        before = state.member(beside.member.member_id)
        state.save_member(beside.member, before, programme)
        state.post(beside.postings, beside.member, context, cause, programme)
    if outcome.member is not None:
        before = state.member(outcome.member.member_id)
        state.save_member(outcome.member, before, programme)
        state.post(outcome.postings, outcome.member, context, cause, programme)
    if outcome.voucher is not None:
        state.save_voucher(outcome.voucher)
    state.claim(outcome.claims, context.op_id)
    state.release(outcome.released)


def _keep_drum(
    connection: Connection, state: CentralState, operation: op.Operation, context: Context, drum: Drum
) -> None:
    match operation:
        case op.TakeTurn():
            _record_turn(state, operation, context, drum)
        case op.ReleaseDrum():
            take_drum_back(state, connection, drum)
        case _:
            raise TypeError(f"{type(operation).__name__} changes no drum")


def _record_turn(state: CentralState, operation: op.TakeTurn, context: Context, drum: Drum) -> None:
    row = {
        "drum_id": drum.drum_id,
        "turn": operation.turn,
        "choice": operation.choice,
        "ticket_id": operation.ticket_id,
        "prize": operation.prize,
        "proof": operation.proof,
        "op_id": context.op_id,
    }
    state.record_turn(row)
    state.save_drum(drum)


def _cause(operation: op.Operation, state: CentralState) -> Cause:
    source = kind_of(operation)
    match operation:
        case op.AdjustPoints() | op.GiveTicket() | op.ResetMemberPin():
            return Cause(source, reason=operation.reason)
        case op.Undo():
            return Cause(source, reverses_op=operation.undone)
        case op.CancelRedemption():
            return Cause(source, reverses_op=operation.redemption)
        case op.ReturnPurchase():
            member = resolve(state, operation.member_id)
            purchases = member.purchases if member else ()
            return Cause(
                source,
                reverses_op=next((p.op_id for p in purchases if p.purchase_id == operation.purchase_id), None),
            )
        case _:
            return Cause(source)
