"""Everything that is known of one person, as she may ask for it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from shared.central import schema
from shared.central.directory import ChainDirectory
from shared.central.office_people import find_member
from shared.central.state import CentralState
from shared.domain.member import Member
from shared.domain.rules.resolving import resolve
from shared.domain.vouchers import Voucher
from shared.wire.feed import HeldRow
from shared.wire.json import WireError, decode, encode

READ_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class RecordedOperation:
    """An operation that names her, with its contents."""

    op_id: str
    kind: str
    device_id: str
    staff_id: str | None
    wall_time: datetime
    received_at: datetime
    contents: object


@dataclass(frozen=True, slots=True)
class MemberExport:
    """All there is: she herself, whoever was merged into her, and every line and operation of theirs."""

    member: Member
    merged: tuple[Member, ...]
    ledger: tuple[dict[str, object], ...]
    vouchers: tuple[Voucher, ...]
    held: tuple[HeldRow, ...]
    operations: tuple[RecordedOperation, ...]


def export_member(connection: Connection, member: str) -> MemberExport:
    """Collect what the centre knows of a member, given by id or number; Trouble for nobody."""
    named = find_member(connection, member)
    now = named.enrolled_at
    state = CentralState(connection, ChainDirectory(connection), now)
    root = resolve(state, named.member_id) or named
    others = tuple(other for other in (state.member(each) for each in root.merged) if other is not None)
    ids = [root.member_id, *(other.member_id for other in others)]
    ledger = schema.ledger
    in_order = (ledger.c.business_time, ledger.c.op_id, ledger.c.line)
    lines = connection.execute(select(ledger).where(ledger.c.member_id.in_(ids)).order_by(*in_order)).mappings()
    vouchers = connection.execute(
        select(schema.voucher.c.body).where(schema.voucher.c.member_id.in_(ids)).order_by(schema.voucher.c.voucher_id)
    ).scalars()
    held = connection.execute(
        select(schema.held.c.body).where(schema.held.c.member_id.in_(ids)).order_by(schema.held.c.op_id)
    ).scalars()
    return MemberExport(
        member=root,
        merged=others,
        ledger=tuple(dict(line) for line in lines),
        vouchers=tuple(decode(Voucher, body) for body in vouchers),
        held=tuple(decode(HeldRow, body) for body in held),
        operations=_operations(connection, ids),
    )


def _operations(connection: Connection, member_ids: list[str]) -> tuple[RecordedOperation, ...]:
    inbox = schema.inbox
    query = select(
        inbox.c.op_id,
        inbox.c.kind,
        inbox.c.device_id,
        inbox.c.actor,
        inbox.c.wall_time,
        inbox.c.received_at,
        inbox.c.payload,
    ).order_by(inbox.c.received_at, inbox.c.device_id, inbox.c.seq)
    wanted = [encode(member_id) for member_id in member_ids]
    found = []
    for row in connection.execution_options(yield_per=READ_AT_ONCE).execute(query):
        if any(name in row.payload for name in wanted):
            fields = (row.op_id, row.kind, row.device_id, row.actor, row.wall_time, row.received_at)
            found.append(RecordedOperation(*fields, contents=_contents(row.payload)))
    return tuple(found)


def _contents(payload: bytes) -> object:
    try:
        return decode(dict[str, object], payload)
    except WireError:
        return payload.decode(errors="replace")
