"""The outbox: own operations, never rewritten, in their places, each with the centre's word once it is known."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, String, bindparam, cast, func, insert, select, update

from shared.domain.operations import Ask, ExchangeForTicket, RedeemReward
from shared.storage.device_schema import former_place, outbox
from shared.storage.prepared import Prepared
from shared.wire.envelope import GENESIS, Draft, Envelope, Signature, put_in_place
from shared.wire.feed import OperationResult, Verdict
from shared.wire.json import decode, encode
from shared.wire.operations import ASKS, read_operation

Place = tuple[int, int]
"""Epoch and number."""

_COLUMNS = tuple(column for column in outbox.c if column is not outbox.c.result)
_HEAD = Prepared(
    select(outbox.c.seq, outbox.c.hash)
    .where(outbox.c.epoch == bindparam("epoch"))
    .order_by(outbox.c.seq.desc())
    .limit(1)
)
_INSERT = Prepared(insert(outbox).values({column.name: bindparam(column.name) for column in _COLUMNS}))
_AFTER = (
    select(*_COLUMNS)
    .where(outbox.c.epoch == bindparam("epoch"), outbox.c.seq > bindparam("seq"))
    .order_by(outbox.c.seq)
    .limit(bindparam("limit"))
)
_HASH_AT = select(outbox.c.hash).where(outbox.c.epoch == bindparam("epoch"), outbox.c.seq == bindparam("seq"))
_IS_WAITING = Prepared(select(outbox.c.seq).where(outbox.c.op_id == bindparam("op_id"), outbox.c.result.is_(None)))
_WAITING = select(outbox.c.op_id, outbox.c.epoch, outbox.c.seq).where(outbox.c.result.is_(None))
_WAITING_COUNT = Prepared(select(func.count()).select_from(outbox).where(outbox.c.result.is_(None)))
_BY_IDS = (
    select(*_COLUMNS)
    .where(outbox.c.op_id.in_(bindparam("op_ids", expanding=True)))
    .order_by(outbox.c.epoch, outbox.c.seq)
)
_CLOSE = (
    update(outbox).where(outbox.c.op_id == bindparam("op"), outbox.c.result.is_(None)).values(result=bindparam("final"))
)
_CLOSE_AGAIN = update(outbox).where(outbox.c.op_id == bindparam("op")).values(result=bindparam("final"))
_WORD = select(outbox.c.result).where(outbox.c.op_id == bindparam("op"))
_WAITING_OF = (
    select(outbox.c.payload)
    .where(outbox.c.result.is_(None), outbox.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(outbox.c.epoch, outbox.c.seq)
)
_ASKED = select(outbox.c.op_id, outbox.c.kind, outbox.c.schema_version, outbox.c.payload).where(
    outbox.c.result.is_(None), outbox.c.kind.in_(sorted(ASKS))
)
_IDS_AT_ONCE = 500
_REMEMBER = insert(former_place)
_PLACE = (
    update(outbox)
    .where(outbox.c.op_id == bindparam("op"))
    .values(
        epoch=bindparam("to_epoch"),
        seq=bindparam("to_seq"),
        prev_hash=bindparam("after"),
        hash=bindparam("sealed"),
    )
)


# A list as one value: the statement stays the same however long it is.
_LISTED = select(func.json_each(bindparam("op_ids")).table_valued("value").c.value)
_OWN = Prepared(select(outbox.c.op_id).where(outbox.c.op_id.in_(_LISTED)))
_HELD = func.instr(cast(outbox.c.result, String), f'"verdict":"{Verdict.HELD}"') > 0
_UNSETTLED = select(outbox.c.op_id).where(outbox.c.result.is_(None) | _HELD).order_by(outbox.c.epoch, outbox.c.seq)


class Outbox:
    """The outbox rows of one connection's transaction."""

    def __init__(self, connection: Connection, device_id: str) -> None:
        self._connection = connection
        self._device_id = device_id

    def append(self, draft: Draft, epoch: int, actor: Signature | None, approver: Signature | None) -> Envelope:
        """Give the draft the next place of the epoch and write it."""
        seq, tail = self.head(epoch)
        envelope = put_in_place(draft, epoch, seq + 1, tail, actor, approver)
        _INSERT.run(self._connection, **row_of(envelope))
        return envelope

    def move(self, epoch: int, op_ids: Iterable[str]) -> None:
        """Give operations new places in a later epoch, in their order, and remember where they stood."""
        seq, tail = self.head(epoch)
        for envelope in self.by_ids(op_ids):
            former = {"epoch": envelope.epoch, "seq": envelope.seq}
            before = {"prev_hash": envelope.prev_hash, "hash": envelope.hash}
            self._connection.execute(_REMEMBER, former | before | {"op_id": envelope.draft.op_id})
            seq += 1
            moved = put_in_place(envelope.draft, epoch, seq, tail, envelope.actor, envelope.approver)
            place = {"to_epoch": epoch, "to_seq": seq, "after": tail, "sealed": moved.hash}
            self._connection.execute(_PLACE, place | {"op": envelope.draft.op_id})
            tail = moved.hash

    def head(self, epoch: int) -> tuple[int, str]:
        """Return number and hash of the newest operation; 0 and the genesis hash when there is none."""
        newest = _HEAD.first(self._connection, epoch=epoch)
        return (newest[0], newest[1]) if newest else (0, GENESIS)

    def hash_at(self, epoch: int, seq: int) -> str | None:
        """Return the hash of the operation in that place, None if there is none."""
        return self._connection.execute(_HASH_AT, {"epoch": epoch, "seq": seq}).scalar_one_or_none()

    def after(self, epoch: int, seq: int, limit: int) -> tuple[Envelope, ...]:
        """Return up to `limit` operations behind a place, in order."""
        rows = self._connection.execute(_AFTER, {"epoch": epoch, "seq": seq, "limit": limit})
        return tuple(envelope_of(self._device_id, row) for row in rows)

    def by_ids(self, op_ids: Iterable[str]) -> tuple[Envelope, ...]:
        """Return these operations, in order."""
        wanted = sorted(op_ids)
        found: list[Envelope] = []
        for start in range(0, len(wanted), _IDS_AT_ONCE):
            rows = self._connection.execute(_BY_IDS, {"op_ids": wanted[start : start + _IDS_AT_ONCE]})
            found += [envelope_of(self._device_id, row) for row in rows]
        return tuple(sorted(found, key=lambda envelope: (envelope.epoch, envelope.seq)))

    def own_of(self, op_ids: Iterable[str]) -> frozenset[str]:
        """Return those of many operations that are this device's own: in a busy store, few."""
        asked = json.dumps(list(op_ids))
        return frozenset(row[0] for row in _OWN.rows(self._connection, op_ids=asked))

    def is_waiting(self, op_id: str) -> bool:
        """Tell whether it is an own operation without a result."""
        return _IS_WAITING.first(self._connection, op_id=op_id) is not None

    def has_asked(self) -> bool:
        """Tell whether a question is without an answer."""
        return self._connection.execute(_ASKED).first() is not None

    def result_of(self, op_id: str) -> OperationResult | None:
        """Return the centre's final word on an own operation, None while there is none."""
        final = self._connection.execute(_WORD, {"op": op_id}).scalar_one_or_none()
        return decode(OperationResult, final) if final is not None else None

    def asked(self) -> tuple[tuple[str, Ask], ...]:
        """Return the questions without an answer, by operation."""
        rows = self._connection.execute(_ASKED).all()
        read = ((row.op_id, read_operation(row.kind, row.schema_version, row.payload)) for row in rows)
        return tuple((op_id, ask) for op_id, ask in read if isinstance(ask, RedeemReward | ExchangeForTicket))

    def waiting(self) -> dict[str, Place]:
        """Return the place of each operation without a result."""
        return {row.op_id: (row.epoch, row.seq) for row in self._connection.execute(_WAITING)}

    def unsettled_ids(self) -> tuple[str, ...]:
        """Return the operations without a result, and the held ones, which may have another one by now."""
        return tuple(self._connection.execute(_UNSETTLED).scalars())

    def waiting_count(self) -> int:
        """Count the operations without a result."""
        return int(_WAITING_COUNT.scalar(self._connection))

    def close(self, result: OperationResult) -> bool:
        """Write the centre's word on an own operation; False if it is another device's or was closed before.

        A held operation may be answered again, once a manager or the centre has settled it: the later word stands.
        """
        final = {"op": result.op_id, "final": encode(result)}
        if self._connection.execute(_CLOSE, final).rowcount == 1:
            return True
        before = self._connection.execute(_WORD, {"op": result.op_id}).scalar_one_or_none()
        if before is None or decode(OperationResult, before).verdict is not Verdict.HELD:
            return False
        return self._connection.execute(_CLOSE_AGAIN, final).rowcount == 1

    def waiting_of(self, kinds: tuple[str, ...]) -> tuple[bytes, ...]:
        """Return the payloads of the operations of these kinds that have no result."""
        return tuple(self._connection.execute(_WAITING_OF, {"kinds": kinds}).scalars())


def envelope_of(device_id: str, row: Row[Any]) -> Envelope:
    """Read an operation of a device from its row."""
    draft = Draft(
        device_id,
        row.op_id,
        row.kind,
        row.schema_version,
        row.programme_version,
        row.payload,
        row.wall_time,
        row.monotonic_ms,
        row.boot_id,
    )
    return Envelope(
        draft,
        row.epoch,
        row.seq,
        row.prev_hash,
        row.hash,
        _signature(row.actor, row.actor_signature),
        _signature(row.approver, row.approver_signature),
    )


def _signature(staff_id: str | None, signature: str | None) -> Signature | None:
    return Signature(staff_id, signature) if staff_id is not None and signature is not None else None


def row_of(envelope: Envelope) -> dict[str, object]:
    """Return an operation as the columns that outbox and inbox share."""
    draft = envelope.draft
    return {
        "epoch": envelope.epoch,
        "seq": envelope.seq,
        "op_id": draft.op_id,
        "kind": draft.kind,
        "schema_version": draft.schema_version,
        "programme_version": draft.programme_version,
        "payload": draft.payload,
        "actor": envelope.actor.staff_id if envelope.actor else None,
        "actor_signature": envelope.actor.signature if envelope.actor else None,
        "approver": envelope.approver.staff_id if envelope.approver else None,
        "approver_signature": envelope.approver.signature if envelope.approver else None,
        "prev_hash": envelope.prev_hash,
        "hash": envelope.hash,
        "wall_time": draft.wall_time,
        "monotonic_ms": draft.monotonic_ms,
        "boot_id": draft.boot_id,
    }
