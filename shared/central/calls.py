"""Calls for staff at the centre: what devices say is heard in order, so one person comes and everybody sees who."""

from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, update

from shared.central import schema
from shared.central.database import glancing, reading, writing
from shared.central.directory import ChainDirectory
from shared.central.postgres_notices import tell_of
from shared.domain.calls import (
    CALL_LIMITS,
    COMES_WITHIN,
    RINGS_FOR,
    Call,
    CallState,
    CallStep,
    Close,
    Come,
    Ring,
    answered,
    brought_up,
    closed,
    ring,
    superseded,
)
from shared.domain.devices import Device
from shared.runtime.logs import EventLog
from shared.storage.calls import call_of, call_row, step_of
from shared.wire.feed import Audience, store_scope

STEPS_A_ROUND = 50
"""So much is heard at once; a device with nothing but its own steps in a round says more than people do."""
KEPT = max(span for span, _ in CALL_LIMITS)
"""How long a row counts for its kiosk's limit."""

_STEP, _CALL = schema.call_step, schema.staff_call
_SAID = select(_STEP).order_by(_STEP.c.said_at, _STEP.c.id).limit(bindparam("most"))
_HEARD = delete(_STEP).where(_STEP.c.id == bindparam("of"))
_HUSH = delete(_STEP).where(_STEP.c.device_id == bindparam("of"))
_ONE = select(_CALL).where(_CALL.c.call_id == bindparam("of"))
_OF_KIOSK = select(_CALL).where(_CALL.c.device_id == bindparam("of"), _CALL.c.asked_at > bindparam("since"))
_OPEN = ((CallState.RINGING, RINGS_FOR), (CallState.COMING, COMES_WITHIN))
_STALE = select(_CALL).where(_CALL.c.state == bindparam("in_state"), _CALL.c.since <= bindparam("before"))
_OLD = delete(_CALL).where(_CALL.c.asked_at < bindparam("before"))
_IS_OLD = select(_CALL.c.call_id).where(_CALL.c.asked_at < bindparam("before")).limit(1)
_CHANGE = update(_CALL).where(_CALL.c.call_id == bindparam("of"))

_log = EventLog(__name__)


def hear_calls(engine: Engine, now: datetime) -> int:
    """Do what devices have said about calls, in the order of its arrival, and return how much that was."""
    with glancing(engine) as connection:
        if connection.execute(_SAID, {"most": 1}).first() is None:
            return 0
    with writing(engine) as connection:
        directory = ChainDirectory(connection)
        said = connection.execute(_SAID, {"most": STEPS_A_ROUND}).all()
        for row in said:
            device, step = directory.device(row.device_id), step_of(row)
            # What waited for a centre that did not work rings at nobody any more; an end is one however late.
            in_time = isinstance(step, Close) or now - row.said_at < RINGS_FOR
            if in_time and step is not None and device is not None and not (device.revoked or device.frozen):
                _hear(connection, directory, (row.call_id, min(row.said_at, now)), step, device)
            connection.execute(_HEARD, {"of": row.id})
        talking = {row.device_id for row in said}
        if len(said) == STEPS_A_ROUND and len(talking) == 1:
            # One broken or stolen device must not keep the centre from hearing the others in time.
            connection.execute(_HUSH, {"of": said[0].device_id})
            _log.warning("calls_hushed", device_id=said[0].device_id)
    _log.info("calls_heard", count=len(said))
    return len(said)


def end_calls(engine: Engine, now: datetime) -> None:
    """End calls that nobody has answered or closed in time, and let go of those that count for no limit any more."""
    with reading(engine) as connection:
        stale = _stale(connection, now)
        old = connection.execute(_IS_OLD, {"before": now - KEPT}).first()
    if not stale and old is None:
        return
    with writing(engine) as connection:
        for call in _stale(connection, now):
            _save(connection, call, brought_up(call, now))
        connection.execute(_OLD, {"before": now - KEPT})


def _hear(
    connection: Connection, directory: ChainDirectory, of: tuple[str, datetime], step: CallStep, device: Device
) -> None:
    call_id, now = of
    row = connection.execute(_ONE, {"of": call_id}).first()
    call = call_of(row) if row else None
    match step:
        case Ring():
            if call is None:
                _begin(connection, call_id, step, device, now)
        case Come(staff_id):
            if call is not None:
                _save(connection, call, answered(call, directory.staff(staff_id), device, now))
        case Close():
            if call is not None:
                _save(connection, call, closed(call, device, now))
        case _:
            assert_never(step)


def _begin(connection: Connection, call_id: str, step: Ring, kiosk: Device, now: datetime) -> None:
    since = {"of": kiosk.device_id, "since": now - KEPT}
    earlier = [call_of(row) for row in connection.execute(_OF_KIOSK, since)]
    call = ring(call_id, step, kiosk, earlier, now)
    if call is None:
        _log.warning("call_refused", device_id=kiosk.device_id)
        return
    for other in earlier:
        _save(connection, other, superseded(other, call, now))
    connection.execute(insert(_CALL), call_row(call, store_scope(call.store_id, Audience.STAFF)))
    _tell(connection, call)


def _save(connection: Connection, before: Call, call: Call) -> None:
    if call != before:
        row = call_row(call, store_scope(call.store_id, Audience.STAFF))
        connection.execute(_CHANGE.values({key: row[key] for key in row if key != "call_id"}), {"of": call.call_id})
        _tell(connection, call)


def _stale(connection: Connection, now: datetime) -> list[Call]:
    spans = ({"in_state": state, "before": now - span} for state, span in _OPEN)
    return [call_of(row) for span in spans for row in connection.execute(_STALE, span)]


def _tell(connection: Connection, call: Call) -> None:
    # Only whoever holds the line open hears it; the others look with their next exchange.
    tell_of(connection, [store_scope(call.store_id, audience) for audience in Audience])
