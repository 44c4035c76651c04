"""What the centre does by itself between operations."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from shared.central.database import reading, writing
from shared.central.drum_cutting import cut_drums, needs
from shared.central.review import retry_waiting
from shared.central.time_passing import let_time_pass_for, members_due
from shared.runtime.logs import EventLog

MEMBERS_A_ROUND = 50

_log = EventLog(__name__)


@dataclass(frozen=True, slots=True)
class HousekeepingDone:
    """What a round did; `behind` when there may be more members to bring up to date than one round takes."""

    members_brought_up: int
    drums_cut: int
    behind: bool
    retried: int = 0


def keep_house(engine: Engine, now: datetime) -> HousekeepingDone:
    """Bring due maturities and expiries to the ledger and cut drums ahead; nothing is written where nothing is due."""
    with reading(engine) as connection:
        due = members_due(connection, now, 1)
        hungry = needs(connection, now)
    retried = retry_waiting(engine, now)
    members = drums = 0
    if due:
        with writing(engine) as connection:
            members = let_time_pass_for(connection, now, MEMBERS_A_ROUND)
    if hungry:
        with writing(engine) as connection:
            drums = len(cut_drums(connection, now))
    if members:
        _log.info("points_brought_up_to_date", count=members)
    if drums:
        _log.info("drums_cut", count=drums)
    return HousekeepingDone(members, drums, members == MEMBERS_A_ROUND or retried > 0, retried)
