"""What arrives after a restore: in whatever order devices send it, it ends as it had ended before.

Devices do not come back in the order in which they acted: a turn may arrive before the purchase that brought its
ticket. So what can't be done yet gets no answer, its device goes on counting it as its own, and it is tried again
until everybody has sent what they have. Only then does the centre lend again, first to those who had what they show,
and give its word on what is left.
"""

from datetime import datetime
from enum import Enum
from functools import partial
from typing import assert_never

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select

from shared.central import schema
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.generations import awaited, forget_resent, has_anybody_sent_all
from shared.central.inbox import arrived_operation
from shared.central.journal import CENTRE
from shared.central.lending import PauseReason, lending_pause, resume_lending
from shared.central.recalls import holders_of_tickets
from shared.central.review import operation_of, try_unanswered
from shared.central.state import CentralState, CentralWorld
from shared.domain import operations as op
from shared.domain.changing import replace
from shared.domain.devices import CENTRE_HOLDER
from shared.domain.member import Member, Ticket
from shared.domain.rules.hand_overs import holder_in
from shared.domain.rules.resolving import resolve
from shared.domain.vouchers import VoucherState
from shared.wire.feed import HeldRow, OperationResult
from shared.wire.json import encode
from shared.wire.testimony import TicketHeld

_held, _inbox, _result = schema.held, schema.inbox, schema.op_result
_SHOWN = select(schema.held_before).order_by(schema.held_before.c.ticket_id, schema.held_before.c.device_id)
_WAITING = select(_held.c.op_id).where(
    _held.c.released.is_(False),
    ~select(_result.c.op_id).where(_result.c.op_id == _held.c.op_id).exists(),
)
_WAITS = _WAITING.where(_held.c.op_id == bindparam("op"))
_UNANSWERED = _WAITING.join_from(_held, _inbox, _inbox.c.op_id == _held.c.op_id).order_by(
    _inbox.c.wall_time, _inbox.c.device_id, _inbox.c.epoch, _inbox.c.seq
)


class Stage(Enum):
    """Devices are awaited; all have sent; more may be asked for; what is owed becomes a debt; every answer is due."""

    AWAITING = 1
    MOVING = 2
    ASKING = 3
    OWING = 4
    LAST = 5


ASKED_SINCE = "asked since the restore"
"""What is said of a move that its device has not made before it heard of the restore."""


def is_a_move(operation: op.Operation | None) -> bool:
    """Tell whether an operation is part of the way of a ticket or voucher from one holder to another.

    To whom the centre had lent it only their order tells: they are done over when everybody has sent everything.
    """
    return isinstance(operation, op.AskForTickets | op.ReleaseTickets | op.AskForVoucher | op.ReleaseVoucher)


def takes_back_what_waits(connection: Connection, operation: op.Operation | None) -> bool:
    """Tell whether an operation takes a question back that has no answer yet.

    Done before it, the question would never be; and its device may have read a yes between the two.
    """
    if not isinstance(operation, op.CancelRedemption):
        return False
    return connection.execute(_WAITS, {"op": operation.redemption}).first() is not None


def _is_later(connection: Connection, stage: Stage, operation: op.Operation | None, held: HeldRow) -> bool:
    """Tell whether an operation is not tried yet at a stage."""
    if stage is not Stage.LAST and takes_back_what_waits(connection, operation):
        return True
    match stage:
        case Stage.AWAITING:
            return is_a_move(operation)
        case Stage.MOVING:
            return is_a_move(operation) and held.detail == ASKED_SINCE
        case Stage.ASKING | Stage.OWING | Stage.LAST:
            return False
        case _:
            assert_never(stage)


def finish_restoring(engine: Engine, now: datetime) -> bool:
    """Try again what came too early whenever a device has sent everything, and lend again once nobody is awaited.

    Tells whether anything changed; writes nothing where nothing has.
    """
    with reading(engine) as connection:
        pause = lending_pause(connection)
        if pause is None or pause.reason is not PauseReason.RESTORED:
            return False
        if not has_anybody_sent_all(connection) and awaited(connection):
            return False
    with writing(engine) as connection:
        forget_resent(connection)
        state = CentralState(connection, ChainDirectory(connection), now)
        _try_over(connection, state, Stage.AWAITING)
        if not awaited(connection):
            _end(connection, state, CENTRE)
        write_feed(connection, state.notes)
    return True


def end_restoring(connection: Connection, now: datetime, actor: str) -> bool:
    """Lend again whoever is awaited, and give the word on what waited for them; tell whether there was a pause.

    Call it in the writer's transaction.
    """
    if lending_pause(connection) is None:
        return False
    state = CentralState(connection, ChainDirectory(connection), now)
    _end(connection, state, actor)
    write_feed(connection, state.notes)
    return True


def _end(connection: Connection, state: CentralState, actor: str) -> None:
    resume_lending(connection, state.now, actor)
    _try_over(connection, state, Stage.MOVING)
    if _give_back(connection, state) + _give_vouchers_back(connection, state):
        _try_over(connection, state, Stage.MOVING)
    _lend_what_waits(connection, state)
    _try_over(connection, state, Stage.ASKING)
    _try_over(connection, state, Stage.OWING)
    _try_early_ones(connection, state, Stage.LAST)
    for table in (schema.answered_before, schema.held_before, schema.resend):
        connection.execute(delete(table))


def _try_over(connection: Connection, state: CentralState, stage: Stage) -> None:
    """Try until nothing more comes of it."""
    while _try_early_ones(connection, state, stage):
        pass


def _try_early_ones(connection: Connection, state: CentralState, stage: Stage) -> int:
    """Try what has no answer yet, in the order of its devices' clocks; return how many have one now.

    What had not simply been applied waits for the last stage: others come first, as they had.
    """
    early = _unanswered(connection, even_refused=stage is Stage.LAST)
    is_later = partial(_is_later, connection, stage)
    owed, last = stage is Stage.OWING, stage is Stage.LAST
    return sum(try_unanswered(connection, state, op_id, is_later, owed=owed, last=last) for op_id in early)


def _unanswered(connection: Connection, *, even_refused: bool) -> list[str]:
    """Return what has no answer, in the order of its devices' clocks; or only what had not been refused before."""
    refused = set() if even_refused else set(connection.execute(select(schema.answered_before.c.op_id)).scalars())
    return [op_id for op_id in connection.execute(_UNANSWERED).scalars() if op_id not in refused]


def _give_back(connection: Connection, state: CentralState) -> int:
    """Let devices hold what they have used, or have shown, where clocks that were wrong have led it elsewhere.

    Nobody else can have a ticket that was lent to a device and that it has not given back: it is taken from the centre,
    and from others that were heard and do not show it. Returns how many tickets were given.
    """
    programme = state.directory.latest_programme()
    shown = {row.ticket_id: (row.device_id, row.member_id) for row in connection.execute(_SHOWN)}
    for op_id in _unanswered(connection, even_refused=False):
        arrived = arrived_operation(connection, op_id)
        turn = operation_of(arrived) if arrived is not None else None
        if arrived is not None and isinstance(turn, op.TakeTurn):
            shown.setdefault(turn.ticket_id, (arrived.envelope.draft.device_id, turn.member_id))
    silent = set(awaited(connection).silent)
    given = 0
    for ticket_id, (device_id, member_id) in shown.items():
        member, device = resolve(state, member_id), state.directory.device(device_id)
        # One that was withdrawn may have been used before its holder heard of it.
        tickets = (*member.tickets, *member.withdrawn) if member is not None else ()
        ticket = next((each for each in tickets if each.ticket_id == ticket_id), None)
        if member is None or ticket is None or programme is None or device is None or not device.may_hold:
            continue
        if ticket.holder in silent | {device_id}:
            continue
        state.save_member(_held_by(member, ticket, device_id), member, programme)
        given += 1
    return given


def _held_by(member: Member, ticket: Ticket, device_id: str) -> Member:
    own = replace(ticket, holder=device_id, asked_by="" if ticket.asked_by == device_id else ticket.asked_by)
    return replace(
        member,
        tickets=tuple(own if each is ticket else each for each in member.tickets),
        withdrawn=tuple(own if each is ticket else each for each in member.withdrawn),
    )


def _give_vouchers_back(connection: Connection, state: CentralState) -> int:
    """Let tablets hold the vouchers whose goods they have given: clocks may have put asking and giving back in vain.

    Returns how many vouchers were given.
    """
    programme = state.directory.latest_programme()
    given = 0
    for op_id in _unanswered(connection, even_refused=False) if programme is not None else ():
        arrived = arrived_operation(connection, op_id)
        act = operation_of(arrived) if arrived is not None else None
        device = state.directory.device(arrived.envelope.draft.device_id) if arrived is not None else None
        if not isinstance(act, op.HandOverPrize) or programme is None or device is None or not device.may_hold:
            continue
        world = CentralWorld(state, programme)
        content = world.read_voucher(act.voucher_code)
        voucher = world.voucher(content.voucher_id) if content is not None else None
        if content is None or voucher is None or voucher.state is not VoucherState.ISSUED:
            continue
        if holder_in(content, device.store_id, world) not in ("", device.device_id):
            asked_by = "" if voucher.asked_by == device.device_id else voucher.asked_by
            state.save_voucher(replace(voucher, holder=device.device_id, asked_by=asked_by))
            given += 1
    return given


def _lend_what_waits(connection: Connection, state: CentralState) -> None:
    """Let those who asked for tickets have them: while nothing was lent, they lay at the centre."""
    programme = state.directory.latest_programme()
    for member_id in holders_of_tickets(connection, CENTRE_HOLDER):
        member = resolve(state, member_id)
        if member is not None and programme is not None:
            state.save_member(member, member, programme)


def keep_held(connection: Connection, device_id: str, tickets: tuple[TicketHeld, ...]) -> None:
    """Remember which tickets a device holds, by the word of the centre that was lost."""
    rows = [{"device_id": device_id, "member_id": each.member_id, "ticket_id": each.ticket_id} for each in tickets]
    if rows:
        connection.execute(insert(schema.held_before), rows)


def keep_answers(connection: Connection, device_id: str, answers: tuple[OperationResult, ...]) -> None:
    """Remember what a device had heard; what nobody was told yes to is never done without her."""
    rows = [{"op_id": each.op_id, "device_id": device_id, "result": encode(each)} for each in answers]
    if rows:
        connection.execute(insert(schema.answered_before), rows)
