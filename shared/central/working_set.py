"""What a scope is made of: the newest version of everything that its feed tells."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from shared.central import schema
from shared.central.directory import ChainDirectory
from shared.central.feeding import sealer
from shared.central.scopes import drum_notes, member_body
from shared.central.state import drum_with_seed
from shared.domain.member import Member
from shared.wire.feed import AggregateKind, Audience, store_and_audience, store_scope
from shared.wire.json import decode
from shared.wire.snapshot import SnapshotRow
from shared.wire.witness import SEALED

READ_AT_ONCE = 500

_MEMBERS = select(schema.member.c.member_id, schema.member.c.version, schema.member.c.body).join(
    schema.attachment, schema.attachment.c.member_id == schema.member.c.member_id
)
_DRUMS = select(schema.drum.c.drum_id, schema.drum.c.version, schema.drum.c.body, schema.drum.c.seed)
_VOUCHERS = select(schema.voucher.c.voucher_id, schema.voucher.c.version, schema.voucher.c.body)
_STAFF = select(schema.staff.c.staff_id, schema.staff.c.version, schema.staff.c.body)
_HELD = select(schema.held.c.op_id, schema.held.c.version, schema.held.c.body).where(schema.held.c.released.is_(False))
_DEVICES = select(schema.device.c.device_id, schema.device.c.version, schema.device.c.body)
_PROGRAMMES = select(schema.programme.c.version, schema.programme.c.body).order_by(schema.programme.c.version)


def working_set(connection: Connection, scope: str) -> Iterator[SnapshotRow]:
    """Yield every aggregate of a scope as the connection's transaction sees it, members last."""
    seal = sealer(connection, SEALED)
    for row in _unsealed_set(connection, scope):
        yield row._replace(body=seal(row.aggregate, row.key, row.version, row.body))


def _unsealed_set(connection: Connection, scope: str) -> Iterator[SnapshotRow]:
    place = store_and_audience(scope)
    if place is None:
        yield from _programme_set(connection)
        return
    store_id, audience = place
    if audience is Audience.STAFF:
        yield from _each(connection, AggregateKind.STAFF, _STAFF, schema.staff.c.store_id == store_id)
        yield from _each(connection, AggregateKind.VOUCHER, _VOUCHERS, schema.voucher.c.store_id == store_id)
        yield from _each(connection, AggregateKind.HELD, _HELD, schema.held.c.store_id == store_id)
    yield from _drums(connection, store_id, audience)
    yield from _members(connection, store_id, audience)


def _programme_set(connection: Connection) -> Iterator[SnapshotRow]:
    for row in connection.execute(_PROGRAMMES):
        yield SnapshotRow(AggregateKind.PROGRAMME, str(row.version), row.version, row.body)
    yield from _each(connection, AggregateKind.DEVICE, _DEVICES)


def _members(connection: Connection, store_id: str, audience: Audience) -> Iterator[SnapshotRow]:
    statement = _MEMBERS.where(schema.attachment.c.store_id == store_id)
    for row in _pages(connection, statement, schema.attachment.c.member_id):
        body = row.body if audience is Audience.STAFF else member_body(decode(Member, row.body), audience)
        yield SnapshotRow(AggregateKind.MEMBER, row.member_id, row.version, body)


def _drums(connection: Connection, store_id: str, audience: Audience) -> Iterator[SnapshotRow]:
    directory = ChainDirectory(connection)
    scope = store_scope(store_id, audience)
    for row in _pages(connection, _DRUMS.where(schema.drum.c.store_id == store_id), schema.drum.c.drum_id):
        drum = drum_with_seed(row.body, row.seed)
        for note in drum_notes(drum, row.version, directory.device(drum.holder)):
            if note.scope == scope:
                yield SnapshotRow(AggregateKind.DRUM, note.key, note.version, note.body)


def _each(
    connection: Connection, kind: AggregateKind, statement: Select[Any], *which: ColumnElement[bool]
) -> Iterator[SnapshotRow]:
    key = statement.selected_columns[0]
    for row in _pages(connection, statement.where(*which), key):
        yield SnapshotRow(kind, row[0], row.version, row.body)


def _pages(connection: Connection, statement: Select[Any], key: ColumnElement[str]) -> Iterator[Row[Any]]:
    """Yield all rows by key, some at a time: neither side holds a million of them."""
    statement = statement.order_by(key).limit(READ_AT_ONCE)
    rows = connection.execute(statement).all()
    while rows:
        yield from rows
        if len(rows) < READ_AT_ONCE:
            return
        rows = connection.execute(statement.where(key > rows[-1][0])).all()
