"""Reading what devices have sent and nobody has applied yet."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, exists, select, update

from shared.central import schema
from shared.central.business_time import ClockReading
from shared.domain.devices import DeviceState
from shared.wire.envelope import GENESIS, Draft, Envelope, Signature

READ_AT_ONCE = 20
"""Operations of one queue that are read ahead."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Where the applier stands in what a device sent in one epoch."""

    device_id: str
    epoch: int
    applied_seq: int
    applied_hash: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """An operation in the inbox, with what is needed to date it."""

    envelope: Envelope
    clock: ClockReading


def waiting_queues(connection: Connection) -> tuple[Queue, ...]:
    """Return the queues with something to apply, the oldest epoch of each device first; those of frozen ones wait."""
    progress, inbox, status = schema.progress, schema.inbox, schema.device_status
    following = exists().where(
        inbox.c.device_id == progress.c.device_id,
        inbox.c.epoch == progress.c.epoch,
        inbox.c.seq == progress.c.applied_seq + 1,
    )
    frozen = select(status.c.device_id).where(status.c.state == DeviceState.FROZEN)
    query = (
        select(progress)
        .where(following, progress.c.device_id.not_in(frozen))
        .order_by(progress.c.device_id, progress.c.epoch)
    )
    rows = connection.execute(query)
    return tuple(Queue(row.device_id, row.epoch, row.applied_seq, row.applied_hash) for row in rows)


def next_operations(connection: Connection, queues: tuple[Queue, ...], limit: int) -> Iterator[tuple[Queue, Arrived]]:
    """Return at most `limit` operations: each queue in its own order, among queues by their time of arrival.

    A gap ends a queue: what follows waits until the gap has arrived. Each queue is read a little at a time: after a
    day without a centre a thousand devices bring more than one transaction could hold.
    """
    heads: dict[tuple[str, int], deque[Row[Any]]] = {}
    for queue in queues:
        rows = _read(connection, queue, queue.applied_seq)
        if rows:
            heads[queue.device_id, queue.epoch] = rows
    by_key = {(queue.device_id, queue.epoch): queue for queue in queues}
    for _ in range(limit):
        # An older epoch of the same device comes first: its key sorts first among equals of arrival.
        key = min(heads, key=lambda key: (heads[key][0].received_at, key), default=None)
        if key is None:
            return
        row = heads[key].popleft()
        yield by_key[key], _arrived(row)
        if not heads[key]:
            heads[key] = _read(connection, by_key[key], row.seq)
        if not heads[key]:
            del heads[key]


def arrived_operation(connection: Connection, op_id: str) -> Arrived | None:
    """Return an operation that has arrived, by its id."""
    row = connection.execute(select(schema.inbox).where(schema.inbox.c.op_id == op_id)).one_or_none()
    return _arrived(row) if row is not None else None


def previous_hash(connection: Connection, envelope: Envelope) -> str:
    """Return the hash that an operation's queue had before it."""
    inbox = schema.inbox
    query = select(inbox.c.hash).where(
        inbox.c.device_id == envelope.draft.device_id,
        inbox.c.epoch == envelope.epoch,
        inbox.c.seq == envelope.seq - 1,
    )
    return connection.execute(query).scalar_one_or_none() or GENESIS


def mark_applied(connection: Connection, queue: Queue, envelope: Envelope) -> None:
    """Move the applier's place behind an operation."""
    own = (schema.progress.c.device_id == queue.device_id) & (schema.progress.c.epoch == queue.epoch)
    place = {"applied_seq": envelope.seq, "applied_hash": envelope.hash}
    connection.execute(update(schema.progress).where(own).values(place))


def _read(connection: Connection, queue: Queue, after_seq: int) -> deque[Row[Any]]:
    """Read some operations that follow a number without a gap."""
    inbox = schema.inbox
    query = (
        select(inbox)
        .where(inbox.c.device_id == queue.device_id, inbox.c.epoch == queue.epoch, inbox.c.seq > after_seq)
        .order_by(inbox.c.seq)
        .limit(READ_AT_ONCE)
    )
    rows = connection.execute(query).all()
    return deque(row for place, row in enumerate(rows, start=1) if row.seq == after_seq + place)


def _arrived(row: Row[Any]) -> Arrived:
    draft = Draft(
        device_id=row.device_id,
        op_id=row.op_id,
        kind=row.kind,
        schema_version=row.schema_version,
        programme_version=row.programme_version,
        payload=row.payload,
        wall_time=row.wall_time,
        monotonic_ms=row.monotonic_ms,
        boot_id=row.boot_id,
    )
    envelope = Envelope(
        draft=draft,
        epoch=row.epoch,
        seq=row.seq,
        prev_hash=row.prev_hash,
        hash=row.hash,
        actor=_signature(row.actor, row.actor_signature),
        approver=_signature(row.approver, row.approver_signature),
    )
    clock = ClockReading(
        wall_time=row.wall_time,
        monotonic_ms=row.monotonic_ms,
        boot_id=row.boot_id,
        sent_monotonic_ms=row.sent_monotonic_ms,
        sent_boot_id=row.sent_boot_id,
        received_at=row.received_at,
    )
    return Arrived(envelope, clock)


def _signature(staff_id: str | None, signature: str | None) -> Signature | None:
    if staff_id is None:
        return None
    return Signature(staff_id, signature or "")
