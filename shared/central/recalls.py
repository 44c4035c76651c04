"""Taking drums back: the centre recalls, the holder answers, and only then are the goods free again."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from shared.central import schema
from shared.central.directory import ChainDirectory
from shared.central.journal import CENTRE, note
from shared.central.state import CentralState
from shared.central.stock import back_to_free
from shared.domain.calendar import programme_day
from shared.domain.drums import Drum, DrumState
from shared.wire.json import decode


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


def take_drum_back(state: CentralState, connection: Connection, drum: Drum) -> None:
    """Store a drum that its holder has released: its seed is published, what is left in it is free again."""
    state.save_drum(drum)
    back_to_free(connection, drum)
    note(connection, state.now, "drum_released", drum.drum_id, f"{drum.balls_left} balls of {drum.holder}")
