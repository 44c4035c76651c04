"""What the centre does by itself between operations."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from shared.central.attachments import is_anybody_leaving, let_go
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.drum_cutting import cut_drums, is_any_to_cut
from shared.central.feeding import write_feed
from shared.central.forgetting import forget_traces
from shared.central.lapsing import lapse_vouchers, vouchers_over
from shared.central.look_ups import forget_look_ups
from shared.central.recalls import drums_over, recall_drums
from shared.central.resending import finish_restoring
from shared.central.review import retry_waiting
from shared.central.snapshots import prune
from shared.central.standing import forks_told, freeze_forks
from shared.central.state import CentralState
from shared.central.testimonies import hear_testimonies
from shared.central.time_passing import let_time_pass_for, members_due
from shared.domain.calendar import programme_day
from shared.runtime.logs import EventLog

MEMBERS_A_ROUND = 50

_log = EventLog(__name__)


@dataclass(frozen=True, slots=True)
class HousekeepingDone:
    """What a round did; `behind` when there may be more members to bring up to date than one round takes."""

    members_brought_up: int
    drums_cut: int
    drums_recalled: int
    behind: bool
    retried: int = 0
    vouchers_lapsed: int = 0


def keep_house(engine: Engine, now: datetime) -> HousekeepingDone:
    """Do what time brings: maturities and expiries, drums that are over, vouchers that lapse, drums to cut ahead.

    Nothing is written where nothing is due.
    """
    with reading(engine) as connection:
        due = members_due(connection, now, 1)
        hungry = is_any_to_cut(connection, now)
        over = drums_over(connection, now)
        uncollected = vouchers_over(connection, now, 1)
        programme = ChainDirectory(connection).latest_programme()
        today = programme_day(now, programme.time_zone) if programme else now.date()
        leaving = is_anybody_leaving(connection, today)
    _freeze_forks(engine, now)
    restoring = hear_testimonies(engine, now) > 0
    restoring |= finish_restoring(engine, now)
    retried = retry_waiting(engine, now)
    forgotten = forget_traces(engine, now)
    members = drums = recalled = left = 0
    if due:
        with writing(engine) as connection:
            members = let_time_pass_for(connection, now, MEMBERS_A_ROUND)
    if over:
        with writing(engine) as connection:
            state = CentralState(connection, ChainDirectory(connection), now)
            recalled = recall_drums(state, connection, drums_over(connection, now))
            write_feed(connection, state.notes)
    lapsed = 0
    if uncollected:
        with writing(engine) as connection:
            lapsed = lapse_vouchers(connection, now, MEMBERS_A_ROUND)
    if hungry:
        with writing(engine) as connection:
            drums = len(cut_drums(connection, now))
    if leaving:
        with writing(engine) as connection:
            left = let_go(connection, today, MEMBERS_A_ROUND)
    pruning = prune(engine, now)
    forget_look_ups(engine, now)
    if members:
        _log.info("points_brought_up_to_date", count=members)
    if lapsed:
        _log.info("vouchers_lapsed", count=lapsed)
    if recalled:
        _log.info("drums_recalled", count=recalled)
    if drums:
        _log.info("drums_cut", count=drums)
    behind = pruning or restoring or forgotten or retried > 0 or MEMBERS_A_ROUND in (members, lapsed, left)
    return HousekeepingDone(members, drums, recalled, behind, retried, lapsed)


def _freeze_forks(engine: Engine, now: datetime) -> None:
    with reading(engine) as connection:
        forked = forks_told(connection)
    if forked:
        with writing(engine) as connection:
            frozen = freeze_forks(connection, now)
        _log.warning("forked_devices_frozen", count=frozen)
