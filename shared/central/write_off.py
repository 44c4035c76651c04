"""Giving up what a device holds, because it will not answer any more: a manager's act, and final."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine, and_, select, update

from shared.central import schema, scopes
from shared.central.database import writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.generations import mark_heard
from shared.central.journal import note
from shared.central.recalls import holders_of_tickets, store_device, uncollected_vouchers
from shared.central.state import NOBODY, CentralState
from shared.central.stock import write_drum_off
from shared.domain.devices import Device
from shared.domain.drums import OUT, DrumState
from shared.domain.member import Member, Ticket
from shared.domain.programme import Programme
from shared.domain.rules.resolving import resolve
from shared.domain.vouchers import VoucherState
from shared.runtime.trouble import Trouble

WRITTEN_OFF = "written_off"


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """What was given up: drums with their balls, tickets; and the vouchers that another counter holds now."""

    drums: int
    balls: int
    tickets: int
    vouchers: int


def write_off_device(engine: Engine, word: str, now: datetime, actor: str) -> WrittenOff:
    """Close everything that the device with that id or number holds, for good; Trouble for none, or done before.

    Balls that were left in its drums never return, its unused tickets are gone, and nothing is lent to it any more.
    What it has done and nobody has heard of yet is held when it arrives: facts apply, promises wait for a manager.
    Vouchers are claims against the store: they go to its next counter, which may be added later.
    """
    with writing(engine) as connection:
        return give_up(connection, ChainDirectory(connection).device_named(word), now, actor)


def give_up(connection: Connection, device: Device, now: datetime, actor: str) -> WrittenOff:
    """Do what `write_off_device` does, in the writer's transaction."""
    programme, device_id = ChainDirectory(connection).programme_in_use(), device.device_id
    if device.written_off:
        raise Trouble(f"{device.label} was written off before.")
    gone = replace(device, written_off=True)
    version = store_device(connection, gone)
    mark_heard(connection, device_id)
    state = CentralState(connection, ChainDirectory(connection), now)
    state.notes.append(scopes.device_note(gone, version))
    drums, balls = _drums(state, connection, device_id)
    tickets = _tickets(state, connection, device_id, programme)
    counters = (d for d in state.directory.devices(gone.store_id) if d.holds_vouchers)
    counter = next((d.device_id for d in counters), NOBODY)
    vouchers = _borrowed_vouchers(state, connection, device_id)
    vouchers += hold_vouchers(connection, gone.store_id, counter, before=device_id)
    detail = f"{drums} drums with {balls} balls, {tickets} tickets, {vouchers} vouchers"
    note(connection, now, "device_written_off", device_id, detail, actor)
    write_feed(connection, state.notes)
    return WrittenOff(drums, balls, tickets, vouchers)


def hold_vouchers(connection: Connection, store_id: str, counter: str, before: str = NOBODY) -> int:
    """Let a store's counter hold the uncollected vouchers that nobody (or the counter `before` it) holds."""
    table, holding = schema.voucher, schema.holding
    of_store = select(table.c.voucher_id).where(table.c.store_id == store_id, table.c.state == VoucherState.ISSUED)
    waiting = and_(holding.c.kind == "voucher", holding.c.holder == before, holding.c.id.in_(of_store))
    return int(connection.execute(update(holding).where(waiting).values(holder=counter)).rowcount)


def _borrowed_vouchers(state: CentralState, connection: Connection, device_id: str) -> int:
    """Let the store's counter hold again what was lent to this device; return how many vouchers there were."""
    borrowed = [voucher for voucher in uncollected_vouchers(state, connection, device_id) if voucher.holder]
    for voucher in borrowed:
        state.save_voucher(replace(voucher, holder="", asked_by=""))
    return len(borrowed)


def _drums(state: CentralState, connection: Connection, device_id: str) -> tuple[int, int]:
    table = schema.drum
    query = select(table.c.drum_id).where(table.c.holder == device_id, table.c.state.in_(OUT)).order_by(table.c.drum_id)
    drums = [drum for drum_id in connection.execute(query).scalars() if (drum := state.drum(drum_id)) is not None]
    for drum in drums:
        state.save_drum(replace(drum, state=DrumState.WRITTEN_OFF))
        write_drum_off(connection, drum)
    return len(drums), sum(drum.balls_left for drum in drums)


def _tickets(state: CentralState, connection: Connection, device_id: str, programme: Programme) -> int:
    # Also what a return took away: its holder may have used it unheard, and that is over now, too.
    count = 0
    for member_id in holders_of_tickets(connection, device_id):
        member = resolve(state, member_id)
        if member is None:
            continue
        left = _without(member, device_id)
        count += len(member.tickets) - len(left.tickets)
        if left != member:
            state.save_member(left, member, programme)
    holding = schema.holding
    unused = and_(holding.c.holder == device_id, holding.c.state.in_(("open", "withdrawn")), holding.c.kind == "ticket")
    connection.execute(update(holding).where(unused).values(state=WRITTEN_OFF))
    return count


def _without(member: Member, device_id: str) -> Member:
    def others(tickets: tuple[Ticket, ...]) -> tuple[Ticket, ...]:
        return tuple(ticket for ticket in tickets if ticket.holder != device_id)

    return replace(member, tickets=others(member.tickets), withdrawn=others(member.withdrawn))
