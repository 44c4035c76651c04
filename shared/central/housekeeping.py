"""What the centre does by itself between operations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from shared.central.attachments import is_anybody_leaving, let_go
from shared.central.calls import end_calls
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


@dataclass(slots=True)
class HousekeepingDone:
    """What a round has done so far; `behind` when there may be more to do than one round takes."""

    members_brought_up: int = 0
    drums_cut: int = 0
    drums_recalled: int = 0
    behind: bool = False
    retried: int = 0
    vouchers_lapsed: int = 0


def keep_house(engine: Engine, now: datetime) -> HousekeepingDone:
    """Do what time brings: maturities and expiries, drums that are over, vouchers that lapse, drums to cut ahead.

    Nothing is written where nothing is due.
    """
    done = HousekeepingDone()
    for _ in chores(engine, now, done):
        pass
    return done


def chores(engine: Engine, now: datetime, done: HousekeepingDone) -> Iterator[None]:
    """Keep house chore by chore, so that nobody who waits for an answer waits for all of them; `done` grows."""
    with reading(engine) as connection:
        due = members_due(connection, now, 1)
        hungry = is_any_to_cut(connection, now)
        over = drums_over(connection, now)
        uncollected = vouchers_over(connection, now, 1)
        programme = ChainDirectory(connection).latest_programme()
        today = programme_day(now, programme.time_zone) if programme else now.date()
        leaving = is_anybody_leaving(connection, today)
    yield
    _freeze_forks(engine, now)
    yield
    done.behind |= hear_testimonies(engine, now) > 0
    yield
    done.behind |= finish_restoring(engine, now)
    yield
    done.retried = retry_waiting(engine, now)
    done.behind |= done.retried > 0
    yield
    done.behind |= forget_traces(engine, now)
    if due:
        yield
        done.members_brought_up = _pass_time(engine, now)
    if over:
        yield
        done.drums_recalled = _recall(engine, now)
    if uncollected:
        yield
        done.vouchers_lapsed = _lapse(engine, now)
    if hungry:
        yield
        done.drums_cut = _cut(engine, now)
    left = 0
    if leaving:
        yield
        with writing(engine) as connection:
            left = let_go(connection, today, MEMBERS_A_ROUND)
    done.behind |= MEMBERS_A_ROUND in (done.members_brought_up, done.vouchers_lapsed, left)
    yield
    done.behind |= prune(engine, now)
    yield
    forget_look_ups(engine, now)
    yield
    end_calls(engine, now)


def _pass_time(engine: Engine, now: datetime) -> int:
    with writing(engine) as connection:
        members = let_time_pass_for(connection, now, MEMBERS_A_ROUND)
    return _said("points_brought_up_to_date", members)


def _recall(engine: Engine, now: datetime) -> int:
    with writing(engine) as connection:
        state = CentralState(connection, ChainDirectory(connection), now)
        recalled = recall_drums(state, connection, drums_over(connection, now))
        write_feed(connection, state.notes)
    return _said("drums_recalled", recalled)


def _lapse(engine: Engine, now: datetime) -> int:
    with writing(engine) as connection:
        lapsed = lapse_vouchers(connection, now, MEMBERS_A_ROUND)
    return _said("vouchers_lapsed", lapsed)


def _cut(engine: Engine, now: datetime) -> int:
    with writing(engine) as connection:
        drums = len(cut_drums(connection, now))
    return _said("drums_cut", drums)


def _said(what: str, count: int) -> int:
    if count:
        _log.info(what, count=count)
    return count


def _freeze_forks(engine: Engine, now: datetime) -> None:
    with reading(engine) as connection:
        forked = forks_told(connection)
    if forked:
        with writing(engine) as connection:
            frozen = freeze_forks(connection, now)
        _log.warning("forked_devices_frozen", count=frozen)
