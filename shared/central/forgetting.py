"""Traces of erased members: what older feed rows and operations still say of them is taken out, place by place.

A feed row keeps its place, so that positions stay gapless; its body becomes the tombstone. An operation keeps its hash,
by which its queue is known; its contents go, once it has its result.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Engine, bindparam, delete, select, update

from shared.central import schema
from shared.central.acts import PERSONAL
from shared.central.attachments import scopes_of
from shared.central.database import reading, writing
from shared.central.scopes import member_body
from shared.central.snapshots import drop_snapshots
from shared.domain.member import Member
from shared.runtime.logs import EventLog
from shared.wire.feed import AggregateKind, Audience, HeldRow
from shared.wire.json import decode, encode
from shared.wire.operations import KINDS

ROWS_AT_ONCE = 50
READ_AT_ONCE = 1_000
_PERSONAL_KINDS = tuple(kind for kind, operation in KINDS.items() if operation in PERSONAL)

_log = EventLog(__name__)

T = TypeVar("T")
Place = tuple[str, int]
Queued = tuple[str, int, int]


def forget_traces(engine: Engine, now: datetime) -> bool:
    """Take out what is left of one erased member; False when there is nobody to forget.

    It reads beside everybody's work and writes a few rows at a time, so that nobody waits.
    """
    with reading(engine) as connection:
        table = schema.erasure
        query = select(table.c.member_id).where(table.c.forgotten_at.is_(None)).order_by(table.c.member_id).limit(1)
        member_id = connection.execute(query).scalar_one_or_none()
        if member_id is None:
            return False
        tombstone = connection.execute(
            select(schema.member.c.body).where(schema.member.c.member_id == member_id)
        ).scalar_one()
        member = decode(Member, tombstone)
        if not member.erased_by:
            raise LookupError(f"{member_id} is to be forgotten and is no tombstone")
        bodies = {audience: member_body(member, audience) for audience in Audience}
        told = tuple(_told(connection, member_id, bodies.values()))
        held = _held(connection, member_id)
        listed = tuple(_listed(connection, [op_id for op_id, _ in held]))
        recorded = tuple(_recorded(connection, member_id))
    for some in _batches(told):
        with writing(engine) as connection:
            for audience, body in bodies.items():
                _rewrite(connection, [place for place in some if place[0].endswith(f":{audience}")], body)
    for op_id, row in held:
        body = encode(replace(row, clashes=(), detail=""))
        with writing(engine) as connection:
            connection.execute(update(schema.held).where(schema.held.c.op_id == op_id).values(body=body))
            _rewrite(connection, [(scope, position) for scope, position, of in listed if of == op_id], body)
    for queued in _batches(recorded):
        with writing(engine) as connection:
            _empty(connection, queued)
    with writing(engine) as connection:
        drop_snapshots(connection, {*scopes_of(connection, member_id), *(scope for scope, _ in told)})
        connection.execute(delete(schema.member_pin).where(schema.member_pin.c.member_id == member_id))
        own = schema.erasure.c.member_id == member_id
        connection.execute(update(schema.erasure).where(own).values(forgotten_at=now))
    _log.info("member_forgotten", count=len(told) + len(listed) + len(recorded))
    return True


def _told(connection: Connection, member_id: str, tombstones: Iterable[bytes]) -> Iterator[Place]:
    feed = schema.feed
    # An empty body says that a store hears no more of her; it names nobody.
    clean = (*tombstones, b"")
    query = select(feed.c.scope, feed.c.position).where(
        feed.c.aggregate == AggregateKind.MEMBER, feed.c.key == member_id, feed.c.body.not_in(clean)
    )
    for row in connection.execute(query):
        yield row.scope, row.position


def _held(connection: Connection, member_id: str) -> list[tuple[str, HeldRow]]:
    held = schema.held
    rows = connection.execute(select(held.c.op_id, held.c.body).where(held.c.member_id == member_id))
    return [(row.op_id, decode(HeldRow, row.body)) for row in rows]


def _listed(connection: Connection, op_ids: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    feed = schema.feed
    if op_ids:
        query = select(feed.c.scope, feed.c.position, feed.c.key)
        for row in connection.execute(query.where(feed.c.aggregate == AggregateKind.HELD, feed.c.key.in_(op_ids))):
            yield row.scope, row.position, row.key


def _recorded(connection: Connection, member_id: str) -> Iterator[Queued]:
    """Find the operations that have their result and name her or the ones of her that were merged."""
    inbox, progress = schema.inbox, schema.progress
    query = (
        select(inbox.c.device_id, inbox.c.epoch, inbox.c.seq, inbox.c.payload)
        .join_from(inbox, progress, (inbox.c.device_id == progress.c.device_id) & (inbox.c.epoch == progress.c.epoch))
        .where(inbox.c.kind.in_(_PERSONAL_KINDS), inbox.c.seq <= progress.c.applied_seq)
    )
    wanted = encode(member_id)
    for row in connection.execution_options(yield_per=READ_AT_ONCE).execute(query):
        if wanted in row.payload:
            yield row.device_id, row.epoch, row.seq


def _rewrite(connection: Connection, places: Sequence[Place], body: bytes) -> None:
    feed = schema.feed
    statement = (
        update(feed)
        .where(feed.c.scope == bindparam("of"), feed.c.position == bindparam("place"))
        .values(body=bindparam("words"))
    )
    if places:
        connection.execute(statement, [{"of": scope, "place": position, "words": body} for scope, position in places])


def _empty(connection: Connection, queued: Sequence[Queued]) -> None:
    inbox = schema.inbox
    statement = (
        update(inbox)
        .where(
            inbox.c.device_id == bindparam("of"),
            inbox.c.epoch == bindparam("in_epoch"),
            inbox.c.seq == bindparam("number"),
        )
        .values(payload=b"")
    )
    rows = [{"of": device_id, "in_epoch": epoch, "number": seq} for device_id, epoch, seq in queued]
    connection.execute(statement, rows)


def _batches(places: Sequence[T]) -> Iterator[list[T]]:
    each = iter(places)
    while some := list(islice(each, ROWS_AT_ONCE)):
        yield some
