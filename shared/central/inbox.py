"""Reading what devices have sent and nobody has applied yet."""

from collections.abc import Collection, Mapping
from heapq import heapify, heappop, heapreplace
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, or_, select

from shared.central import schema
from shared.central.business_time import ClockReading
from shared.central.checking import Looked
from shared.central.generations import NOT_HEARD
from shared.central.many import Changed
from shared.domain.devices import DeviceState
from shared.domain.values import value_class
from shared.wire.envelope import GENESIS, Draft, Envelope, Signature

_QUEUES_AT_ONCE = 32
_PROGRESS, _INBOX = schema.progress, schema.inbox
_FROZEN = select(schema.device_status.c.device_id).where(
    or_(schema.device_status.c.state == DeviceState.FROZEN, NOT_HEARD)
)
_WAITING = (
    select(_PROGRESS)
    .join(
        _INBOX,
        and_(
            _INBOX.c.device_id == _PROGRESS.c.device_id,
            _INBOX.c.epoch == _PROGRESS.c.epoch,
            _INBOX.c.seq == _PROGRESS.c.applied_seq + 1,
        ),
    )
    .where(_PROGRESS.c.device_id.not_in(_FROZEN))
    .order_by(_INBOX.c.received_at, _PROGRESS.c.device_id, _PROGRESS.c.epoch)
)
_ANYTHING = _WAITING.order_by(None).limit(1)
_MOVE = Changed(_PROGRESS, ("device_id", "epoch"), ("applied_seq", "applied_hash"))


def _read_of(queues: int) -> Select[Any]:
    """Build the statement that reads the next operations of so many queues."""
    places = (
        and_(
            _INBOX.c.device_id == bindparam(f"device_{place}"),
            _INBOX.c.epoch == bindparam(f"epoch_{place}"),
            _INBOX.c.seq > bindparam(f"after_{place}"),
            _INBOX.c.seq <= bindparam(f"until_{place}"),
        )
        for place in range(queues)
    )
    return select(_INBOX).where(or_(*places)).order_by(_INBOX.c.device_id, _INBOX.c.epoch, _INBOX.c.seq)


# Two shapes, so that each is compiled and planned once.
_READ_ONE, _READ_SOME = _read_of(1), _read_of(_QUEUES_AT_ONCE)


@value_class(frozen=True, slots=True)
class Queue:
    """Where the applier stands in what a device sent in one epoch."""

    device_id: str
    epoch: int
    applied_seq: int
    applied_hash: str

    @property
    def key(self) -> tuple[str, int]:
        """Its device and epoch."""
        return self.device_id, self.epoch


@value_class(frozen=True, slots=True)
class Arrived:
    """An operation in the inbox, with what is needed to date it."""

    envelope: Envelope
    clock: ClockReading
    looked: Looked | None = None


Ahead = Mapping[tuple[str, int], Mapping[int, Arrived]]
"""Operations that were read before their turn, by queue and number: what has arrived stays as it is till then."""
NOTHING: Ahead = MappingProxyType({})


def is_anything_waiting(connection: Connection) -> bool:
    """Tell whether there is something to apply."""
    return connection.execute(_ANYTHING).first() is not None


def waiting_queues(connection: Connection) -> tuple[Queue, ...]:
    """Return the queues with something to apply, the longest waiting first.

    Those of frozen devices wait on, and so do those of devices that a restored centre has not heard.
    """
    rows = connection.execute(_WAITING)
    return tuple(Queue(row.device_id, row.epoch, row.applied_seq, row.applied_hash) for row in rows)


def next_operations(
    connection: Connection, limit: int, served: Collection[tuple[str, int]] = (), ahead: Ahead = NOTHING
) -> list[tuple[Queue, Arrived]]:
    """Return at most `limit` operations: each queue in its own order, among queues by their time of arrival.

    Every queue gets an equal share of the places, and what one leaves free goes to the others: a device that brings a
    million operations delays another one's by a batch. Where there are more queues than places, those that were
    `served` last time stand back. A gap ends a queue: what follows waits until it has arrived. What was read `ahead`
    is not read again.
    """
    taken: dict[Queue, list[Arrived]] = {}
    # Sorting keeps the order of arrival among equals.
    hungry = tuple(sorted(waiting_queues(connection), key=lambda queue: queue.key in served))
    room = limit
    while hungry and room:
        share = max(room // len(hungry), 1)
        wanted = {queue: len(taken.get(queue, ())) for queue in hungry[:room]}
        for queue, arrived in read_behind(connection, wanted, share, ahead).items():
            taken.setdefault(queue, []).extend(arrived)
            room -= len(arrived)
        hungry = tuple(queue for queue, had in wanted.items() if len(taken.get(queue, ())) == had + share)
    return _by_arrival(taken)


def arrived_operation(connection: Connection, op_id: str) -> Arrived | None:
    """Return an operation that has arrived, by its id."""
    row = connection.execute(select(_INBOX).where(_INBOX.c.op_id == op_id)).one_or_none()
    return _arrived(row) if row is not None else None


def previous_hash(connection: Connection, envelope: Envelope) -> str:
    """Return the hash that an operation's queue had before it."""
    query = select(_INBOX.c.hash).where(
        _INBOX.c.device_id == envelope.draft.device_id,
        _INBOX.c.epoch == envelope.epoch,
        _INBOX.c.seq == envelope.seq - 1,
    )
    return connection.execute(query).scalar_one_or_none() or GENESIS


def mark_applied(connection: Connection, places: Mapping[Queue, Envelope]) -> None:
    """Move the applier's place in each queue behind an operation."""
    rows = [
        {"device_id": queue.device_id, "epoch": queue.epoch, "applied_seq": envelope.seq, "applied_hash": envelope.hash}
        for queue, envelope in places.items()
    ]
    _MOVE.run(connection, rows)


def read_behind(
    connection: Connection, wanted: Mapping[Queue, int], share: int, ahead: Ahead = NOTHING
) -> dict[Queue, list[Arrived]]:
    """Read up to `share` operations of each queue, behind as many as were read before and without a gap."""
    found = {queue: _known(queue, had, share, ahead) for queue, had in wanted.items()}
    by_key = {queue.key: queue for queue in wanted}
    ranges = [
        (queue.device_id, queue.epoch, queue.applied_seq + had + len(found[queue]), queue.applied_seq + had + share)
        for queue, had in wanted.items()
        if len(found[queue]) < share
    ]
    for start in range(0, len(ranges), _QUEUES_AT_ONCE):
        some = ranges[start : start + _QUEUES_AT_ONCE]
        if len(some) > 1:
            # The statement has its fixed number of places; naming a range again finds nothing more.
            some += some[-1:] * (_QUEUES_AT_ONCE - len(some))
        given = {
            f"{name}_{place}": value
            for place, values in enumerate(some)
            for name, value in zip(("device", "epoch", "after", "until"), values, strict=True)
        }
        for row in connection.execute(_READ_SOME if len(some) > 1 else _READ_ONE, given):
            queue = by_key[row.device_id, row.epoch]
            if row.seq == queue.applied_seq + wanted[queue] + len(found[queue]) + 1:
                found[queue].append(_arrived(row))
    return found


def _known(queue: Queue, had: int, share: int, ahead: Ahead) -> list[Arrived]:
    read = ahead.get(queue.key, {})
    first = queue.applied_seq + had + 1
    numbers = takewhile(read.__contains__, range(first, first + share))
    return [read[seq] for seq in numbers]


def _by_arrival(taken: Mapping[Queue, list[Arrived]]) -> list[tuple[Queue, Arrived]]:
    """Merge queues: always the one whose next operation arrived first, an older epoch of a device before a newer."""
    heads = [
        (each[0].clock.received_at, queue.device_id, queue.epoch, 0, queue) for queue, each in taken.items() if each
    ]
    heapify(heads)
    merged = []
    while heads:
        _, device_id, epoch, place, queue = heads[0]
        merged.append((queue, taken[queue][place]))
        if place + 1 < len(taken[queue]):
            received_at = taken[queue][place + 1].clock.received_at
            heapreplace(heads, (received_at, device_id, epoch, place + 1, queue))
        else:
            heappop(heads)
    return merged


def _arrived(row: Row[Any]) -> Arrived:
    # In the order of the table: asking a row for its columns by name takes longer than all the rest.
    (device_id, epoch, seq, op_id, kind, schema_version, programme_version, payload, *rest) = tuple(row)
    (actor, actor_signature, approver, approver_signature, prev_hash, own_hash, *clock) = rest
    (wall_time, monotonic_ms, boot_id, sent_monotonic_ms, sent_boot_id, received_at) = clock
    draft = Draft(device_id, op_id, kind, schema_version, programme_version, payload, wall_time, monotonic_ms, boot_id)
    signatures = _signature(actor, actor_signature), _signature(approver, approver_signature)
    return Arrived(
        Envelope(draft, epoch, seq, prev_hash, own_hash, *signatures),
        ClockReading(wall_time, monotonic_ms, boot_id, sent_monotonic_ms, sent_boot_id, received_at),
    )


def _signature(staff_id: str | None, signature: str | None) -> Signature | None:
    if staff_id is None:
        return None
    return Signature(staff_id, signature or "")
