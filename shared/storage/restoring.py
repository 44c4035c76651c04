"""A device beside a centre that was restored: what it can show, what becomes unanswered again, and reading anew."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, String, bindparam, cast, func, or_, select, tuple_, update

from shared.domain.drums import Drum
from shared.domain.member import Member
from shared.storage.device_schema import aggregate, outbox, programme
from shared.storage.directory import Directory
from shared.storage.loading import kinds_of
from shared.storage.mending import UNREAD
from shared.storage.shelf import Ref
from shared.storage.transaction import remember_touches
from shared.wire.feed import AggregateKind, OperationResult
from shared.wire.json import WireError, decode
from shared.wire.testimony import Testimony, TicketHeld, Witnessed
from shared.wire.voucher_code import read_voucher
from shared.wire.witness import SEALED

_FIELDS_OF_MEMBERS = ("member_id", "kept", "merged")

_PROGRAMMES = select(programme.c.version, programme.c.body).order_by(programme.c.version)
_LISTED = (
    select(aggregate.c.kind, aggregate.c.key, aggregate.c.version, aggregate.c.confirmed)
    .where(aggregate.c.kind.in_(sorted(SEALED)), aggregate.c.confirmed.is_not(None))
    .order_by(aggregate.c.kind, aggregate.c.key)
)
_PLACE = select(aggregate.c.version, aggregate.c.confirmed).where(
    aggregate.c.kind == AggregateKind.DEVICE, aggregate.c.key == bindparam("of"), aggregate.c.confirmed.is_not(None)
)
_DRUMS = (
    select(aggregate.c.confirmed)
    .where(aggregate.c.kind == AggregateKind.DRUM, aggregate.c.confirmed.is_not(None))
    .order_by(aggregate.c.key)
)
_HOLDS = (
    select(aggregate.c.confirmed)
    .where(
        aggregate.c.kind == AggregateKind.MEMBER,
        func.instr(cast(aggregate.c.confirmed, String), bindparam("words")) > 0,
    )
    .order_by(aggregate.c.key)
)
_BEFORE = (
    select(outbox.c.epoch, outbox.c.seq, outbox.c.op_id, outbox.c.kind, outbox.c.result)
    .where(
        outbox.c.kind != UNREAD,
        or_(
            bindparam("first_page"),
            tuple_(outbox.c.epoch, outbox.c.seq) < tuple_(bindparam("in_epoch"), bindparam("at_seq")),
        ),
    )
    .order_by(outbox.c.epoch.desc(), outbox.c.seq.desc())
    .limit(bindparam("most"))
)
_NEWEST = select(func.max(outbox.c.seq)).where(outbox.c.epoch == bindparam("of"))
_HASH_AT = select(outbox.c.hash).where(outbox.c.epoch == bindparam("of"), outbox.c.seq == bindparam("at"))
_READABLE = (
    select(func.count())
    .select_from(outbox)
    .where(outbox.c.epoch == bindparam("of"), outbox.c.seq > bindparam("at"), outbox.c.kind != UNREAD)
)
_REOPEN = (
    update(outbox)
    .where(
        outbox.c.op_id == bindparam("op"),
        # Without its version of the programme nothing could be shown of it: it stays as it was answered.
        outbox.c.programme_version.in_(select(programme.c.version)),
    )
    .values(result=None)
)
_PAYLOADS = select(outbox.c.op_id, outbox.c.payload).where(
    outbox.c.op_id.in_(bindparam("ops", expanding=True)), outbox.c.result.is_(None)
)
_ANEW = update(aggregate).where(aggregate.c.kind.in_(bindparam("kinds", expanding=True))).values(version=0)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class OwnOperation:
    """An own operation by its place, with what was heard of it; None while nothing was."""

    epoch: int
    seq: int
    op_id: str
    kind: str
    result: OperationResult | None


def own_before(connection: Connection, before: OwnOperation | None, most: int) -> tuple[OwnOperation, ...]:
    """Return up to `most` own operations, the newest first, that lie before one; of all epochs."""
    place = {"in_epoch": before.epoch if before else 0, "at_seq": before.seq if before else 0}
    rows = connection.execute(_BEFORE, place | {"first_page": before is None, "most": most})
    return tuple(
        OwnOperation(
            row.epoch,
            row.seq,
            row.op_id,
            row.kind,
            decode(OperationResult, row.result) if row.result is not None else None,
        )
        for row in rows
    )


def place_of(connection: Connection, device_id: str) -> Witnessed | None:
    """Return the centre's word on a device, as it came."""
    row = connection.execute(_PLACE, {"of": device_id}).one_or_none()
    return Witnessed(AggregateKind.DEVICE, device_id, row.version, row.confirmed.decode()) if row is not None else None


def torn_behind(connection: Connection, epoch: int, seq: int, tail: str) -> int | None:
    """Count the numbers of an epoch behind one that have no operation any more (`DeviceStorage.torn_behind`)."""
    newest = connection.execute(_NEWEST, {"of": epoch}).scalar_one() or 0
    ours = connection.execute(_HASH_AT, {"of": epoch, "at": seq}).scalar_one_or_none() if seq else tail
    if seq > newest or ours not in (None, tail):
        return None
    missing = int(newest - seq - connection.execute(_READABLE, {"of": epoch, "at": seq}).scalar_one())
    return missing if missing or ours is None else None


def testify(
    connection: Connection, device_id: str, epoch: int, seq: int, answered: tuple[OperationResult, ...]
) -> Testimony:
    """Gather what the centre itself has told this device and a restored one may have lost."""
    rows = [
        Witnessed(AggregateKind.PROGRAMME, str(row.version), row.version, row.body.decode())
        for row in connection.execute(_PROGRAMMES)
    ]
    rows += [
        Witnessed(AggregateKind(row.kind), row.key, row.version, row.confirmed.decode())
        for row in connection.execute(_LISTED)
    ]
    drums = (decode(Drum, body) for body in connection.execute(_DRUMS).scalars())
    own = tuple(drum for drum in drums if drum.holder == device_id and drum.seed and drum.certificate)
    return Testimony(epoch, seq, tuple(rows), own, answered, tuple(_tickets(connection, device_id)))


def _tickets(connection: Connection, device_id: str) -> Iterator[TicketHeld]:
    """Yield the tickets that this device holds by the centre's word, also those that it has used since."""
    for body in connection.execute(_HOLDS, {"words": f'"holder":"{device_id}"'}).scalars():
        member = decode(Member, body)
        for ticket in (*member.tickets, *member.withdrawn):
            if ticket.holder == device_id:
                yield TicketHeld(ticket.ticket_id, member.member_id)


def read_anew(connection: Connection, scope: str, unanswered: tuple[str, ...], directory: Directory) -> None:
    """Take the next word about everything in a scope whatever its version, and count operations as waiting again.

    What they touch is only marked: its rows show them already, until the snapshot that comes now is in to its end.
    """
    connection.execute(_ANEW, {"kinds": kinds_of(scope)})
    reopen(connection, unanswered)
    for start in range(0, len(unanswered), _AT_ONCE):
        for row in connection.execute(_PAYLOADS, {"ops": unanswered[start : start + _AT_ONCE]}).all():
            remember_touches(connection, row.op_id, list(_named(row.payload, directory)))


def reopen(connection: Connection, op_ids: tuple[str, ...]) -> None:
    """Count answered operations as waiting again."""
    if op_ids:
        connection.execute(_REOPEN, [{"op": op_id} for op_id in op_ids])


def _named(payload: bytes, directory: Directory) -> Iterator[Ref]:
    """Yield what an operation names; what else it changes comes to light when it is folded in."""
    try:
        fields: Mapping[str, object] = decode(dict[str, object], payload)
    except WireError:
        return
    for name in _FIELDS_OF_MEMBERS:
        if isinstance(member_id := fields.get(name), str):
            yield AggregateKind.MEMBER, member_id
    if isinstance(drum_id := fields.get("drum_id"), str):
        yield AggregateKind.DRUM, drum_id
    if isinstance(code := fields.get("voucher_code"), str):
        content = read_voucher(code, directory.device_by_number)
        if content is not None:
            yield AggregateKind.VOUCHER, content.voucher_id
