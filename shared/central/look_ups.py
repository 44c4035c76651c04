"""Members who are unknown where they stand: found for the device that asks, and told to its store from then on."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import assert_never

from sqlalchemy import Connection, Engine, bindparam, delete, select, update

from shared.application.ports import LookedUp, Sought
from shared.central import schema
from shared.central.database import glancing, reading, writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.state import CentralState
from shared.domain.calendar import programme_day
from shared.domain.devices import Device, DeviceKind
from shared.domain.member import Member
from shared.domain.programme import Programme
from shared.domain.rules.entries import seen_in
from shared.runtime.logs import EventLog

ANSWERS_A_ROUND = 50
OF_ONE_PHONE = 5
"""A family may share a telephone, a switchboard is nobody's."""
KEPT = timedelta(days=1)
"""How long a row counts for its device's limit."""

_TABLE = schema.look_up
_OPEN = (
    select(_TABLE.c.id, _TABLE.c.device_id, _TABLE.c.sought, _TABLE.c.value)
    .where(_TABLE.c.answer == LookedUp.ASKING)
    .order_by(_TABLE.c.asked_at, _TABLE.c.id)
    .limit(bindparam("most"))
)
_ANSWER = update(_TABLE).where(_TABLE.c.id == bindparam("of")).values(answer=bindparam("said"), value="")
_OVER = _TABLE.c.asked_at < bindparam("before")
_BY_PHONE = (
    select(schema.member.c.member_id)
    .where(schema.member.c.phone_e164 == bindparam("phone"))
    .order_by(schema.member.c.member_id)
    .limit(OF_ONE_PHONE + 1)
)

_log = EventLog(__name__)


def answer_look_ups(engine: Engine, now: datetime) -> int:
    """Answer what devices have asked, the longest waiting first, and return how many there were.

    Whoever is found is attached to the device's store as if she had been there today; what is told to its feeds and the
    answer share a transaction.
    """
    with glancing(engine) as connection:
        if connection.execute(_OPEN, {"most": 1}).first() is None:
            return 0
    with writing(engine) as connection:
        directory = ChainDirectory(connection)
        programme = directory.latest_programme()
        state = CentralState(connection, directory, now)
        waiting = connection.execute(_OPEN, {"most": ANSWERS_A_ROUND}).all()
        for row in waiting:
            device = directory.device(row.device_id)
            found: tuple[Member, ...] = ()
            if device is not None and not device.revoked and programme is not None:
                found = tuple(_found(connection, state, Sought(row.sought), row.value, device))
                today = programme_day(now, programme.time_zone)
                for member in found:
                    _attach(state, member, device.store_id, today, programme)
            said = LookedUp.HERE if found else LookedUp.NOBODY
            connection.execute(_ANSWER, {"of": row.id, "said": said})
        write_feed(connection, state.notes)
    _log.info("members_looked_up", count=len(waiting))
    return len(waiting)


def forget_look_ups(engine: Engine, now: datetime) -> None:
    """Let go of the rows that count for no limit any more."""
    with reading(engine) as connection:
        old = connection.execute(select(_TABLE.c.id).where(_OVER).limit(1), {"before": now - KEPT}).first()
    if old is not None:
        with writing(engine) as connection:
            connection.execute(delete(_TABLE).where(_OVER), {"before": now - KEPT})


def _found(connection: Connection, state: CentralState, sought: Sought, value: str, device: Device) -> Iterator[Member]:
    """Yield whom a device may be told of, with those whom she was merged into: a kiosk may only show her card."""
    for member_id in _named(connection, state, sought, value, device):
        passed: set[str] = set()
        member = state.member(member_id)
        while member is not None and member.member_id not in passed and not member.erased_by:
            passed.add(member.member_id)
            yield member
            member = state.member(member.merged_into) if member.merged_into else None


def _named(connection: Connection, state: CentralState, sought: Sought, value: str, device: Device) -> tuple[str, ...]:
    if sought is not Sought.CARD and device.kind is DeviceKind.KIOSK:
        return ()
    match sought:
        case Sought.CARD:
            member_id = state.member_with_card(value)
        case Sought.NUMBER:
            member_id = state.member_with_number(value)
        case Sought.PHONE:
            members = tuple(connection.execute(_BY_PHONE, {"phone": value}).scalars()) if value else ()
            return members if len(members) <= OF_ONE_PHONE else ()
        case _:
            assert_never(sought)
    return (member_id,) if member_id is not None else ()


def _attach(state: CentralState, member: Member, store_id: str, today: date, programme: Programme) -> None:
    """Let a store hear of a member from now on, whose home it is not and who was not there today already."""
    if member.home_store != store_id and dict(member.visited).get(store_id) != today:
        state.save_member(seen_in(member, store_id, today), member, programme)
