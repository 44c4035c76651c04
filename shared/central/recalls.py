"""Taking things back: the centre recalls, the holder answers, and only then are they somebody else's."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine, select, update

from shared.central import schema, scopes
from shared.central.database import writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.journal import CENTRE, note
from shared.central.state import CentralState
from shared.central.stock import back_to_free
from shared.domain.calendar import programme_day
from shared.domain.devices import CENTRE_HOLDER, Device
from shared.domain.drums import Drum, DrumState
from shared.domain.rules.resolving import resolve
from shared.domain.vouchers import Voucher, VoucherState
from shared.wire.json import decode, encode


def drums_over(connection: Connection, now: datetime) -> tuple[str, ...]:
    """Return the lent drums that nobody may turn any more: their campaign ended, was stopped, or left the programme.

    A drum whose holder stands in another store now goes back, too: its goods lie where it was cut.
    """
    directory = ChainDirectory(connection)
    programme = directory.latest_programme()
    if programme is None:
        return ()
    today = programme_day(now, programme.time_zone)
    table = schema.drum
    query = select(table.c.drum_id, table.c.campaign, table.c.store_id, table.c.holder)

    def is_over(campaign: str, store_id: str, holder: str) -> bool:
        wheel, device = programme.wheel(campaign), directory.device(holder)
        ended = wheel is None or wheel.stopped(store_id) or today > wheel.ends_on
        return ended or (device is not None and device.store_id != store_id)

    rows = connection.execute(query.where(table.c.state == DrumState.LENT).order_by(table.c.drum_id))
    return tuple(drum_id for drum_id, *where in rows if is_over(*where))


def lent_drums(connection: Connection, wanted: Callable[[Drum], bool]) -> tuple[str, ...]:
    """Return those lent drums that `wanted` says yes to."""
    table = schema.drum
    query = select(table.c.body).where(table.c.state == DrumState.LENT).order_by(table.c.drum_id)
    drums = (decode(Drum, body) for body in connection.execute(query).scalars())
    return tuple(drum.drum_id for drum in drums if wanted(drum))


def recall_drums(state: CentralState, connection: Connection, drum_ids: Iterable[str], actor: str = CENTRE) -> int:
    """Ask the holders for lent drums; return how many. Nothing is free before they answer; call it as the writer."""
    count = 0
    for drum_id in drum_ids:
        drum = state.drum(drum_id)
        if drum is None or drum.state is not DrumState.LENT:
            continue
        state.save_drum(replace(drum, state=DrumState.RECALLED))
        note(connection, state.now, "drum_recalled", drum_id, f"{drum.balls_left} balls at {drum.holder}", actor)
        count += 1
    return count


def retire_device(engine: Engine, word: str, now: datetime, actor: str) -> tuple[int, int]:
    """Ask the device with that id or number for everything it holds; return how many drums and tickets that is.

    Nothing more is lent to it. Tickets come to the centre, which lends them to the kiosk where their member shows up
    next; vouchers that were lent to it go back to the counter. `resume_device` ends it. Trouble for an unknown device.
    """
    with writing(engine) as connection:
        state, device_id = _set_retiring(connection, word, now, retiring=True)
        programme = state.directory.programme_in_use()
        note(connection, now, "device_retiring", device_id, actor=actor)
        drums = recall_drums(state, connection, lent_drums(connection, lambda d: d.holder == device_id), actor)
        tickets = 0
        for member_id in holders_of_tickets(connection, device_id):
            member = resolve(state, member_id)
            if member is None:
                continue
            asked = tuple(
                replace(t, asked_by=CENTRE_HOLDER) if t.holder == device_id and not t.asked_by else t
                for t in member.tickets
            )
            tickets += sum(t.holder == device_id for t in asked)
            if asked != member.tickets:
                state.save_member(replace(member, tickets=asked), member, programme)
        for voucher in uncollected_vouchers(state, connection, device_id):
            if voucher.holder:
                state.save_voucher(replace(voucher, asked_by=CENTRE_HOLDER))
        write_feed(connection, state.notes)
    return drums, tickets


def resume_device(engine: Engine, word: str, now: datetime, actor: str) -> None:
    """Lend to a device again; what it has given back meanwhile is cut anew. Trouble for an unknown device."""
    with writing(engine) as connection:
        state, device_id = _set_retiring(connection, word, now, retiring=False)
        note(connection, now, "device_resumed", device_id, actor=actor)
        write_feed(connection, state.notes)


def holders_of_tickets(connection: Connection, device_id: str) -> tuple[str, ...]:
    """Return the members of whose tickets a device holds some, used ones aside."""
    table = schema.holding
    query = select(table.c.member_id).where(
        table.c.holder == device_id,
        table.c.state.in_(("open", "withdrawn")),
        table.c.kind == "ticket",
        table.c.member_id.is_not(None),
    )
    return tuple(connection.execute(query.distinct().order_by(table.c.member_id)).scalars())


def uncollected_vouchers(state: CentralState, connection: Connection, device_id: str) -> tuple[Voucher, ...]:
    """Return the vouchers that a device holds and whose goods are not given."""
    table = schema.holding
    query = select(table.c.id).where(
        table.c.kind == "voucher", table.c.holder == device_id, table.c.state == VoucherState.ISSUED
    )
    found = (state.voucher(voucher_id) for voucher_id in connection.execute(query.order_by(table.c.id)).scalars())
    return tuple(voucher for voucher in found if voucher is not None)


def _set_retiring(connection: Connection, word: str, now: datetime, *, retiring: bool) -> tuple[CentralState, str]:
    changed = replace(ChainDirectory(connection).device_named(word), retiring=retiring)
    version = store_device(connection, changed)
    state = CentralState(connection, ChainDirectory(connection), now)
    state.notes.append(scopes.device_note(changed, version))
    return state, changed.device_id


def store_device(connection: Connection, device: Device) -> int:
    """Store a device of the directory that changed; return its new version."""
    table = schema.device
    change = update(table).where(table.c.device_id == device.device_id)
    values = {"body": encode(device), "version": table.c.version + 1}
    return int(connection.execute(change.values(values).returning(table.c.version)).scalar_one())


def take_drum_back(state: CentralState, connection: Connection, drum: Drum) -> None:
    """Store a drum that its holder has released: its seed is published, what is left in it is free again."""
    state.save_drum(drum)
    back_to_free(connection, drum)
    note(connection, state.now, "drum_released", drum.drum_id, f"{drum.balls_left} balls of {drum.holder}")
