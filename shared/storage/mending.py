"""Making a damaged database good: what could be read of it, joined to what the centre has stored.

The outbox is its own witness: each operation's hash says whether its row is as it was written, and the chain of hashes
whether all are there. What the centre has stored is safe there, so a gap counts only behind the centre's head.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, String, bindparam, cast, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from shared.domain.programme import Programme
from shared.domain.rules.tickets import visit_claim
from shared.storage.claims import Claims
from shared.storage.device_schema import (
    aggregate,
    claim,
    damage,
    former_place,
    outbox,
    pin_attempt,
    programme,
    state,
    unseen_award,
)
from shared.storage.directory import keep_programme
from shared.storage.outbox import Outbox, envelope_of, row_of
from shared.storage.wreck import Wreck
from shared.wire.envelope import Envelope, is_whole
from shared.wire.feed import AggregateKind, OperationResult, Verdict
from shared.wire.json import WireError, decode, encode

UNREAD = "unread"
"""The kind of a row that stands for an operation of which this device knows no more than that the centre has it."""
ROWS_AT_ONCE = 500

_MENDED = "mended"
_BEHIND = (
    select(outbox).where(outbox.c.epoch == bindparam("of"), outbox.c.seq > bindparam("number")).order_by(outbox.c.seq)
)
# `state` may be what could not be read.
_NEWEST_EPOCH = update(state).values(
    epoch=func.max(state.c.epoch, func.coalesce(select(func.max(outbox.c.epoch)).scalar_subquery(), 0))
)
_CALLED = func.instr(cast(aggregate.c.confirmed, String), bindparam("words")) > 0


@dataclass(frozen=True, slots=True)
class Gap:
    """Operations that nobody has any more, by their numbers."""

    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of the queue: operations that are lost, and those from behind a gap, which have new numbers."""

    lost: tuple[Gap, ...]
    moved: tuple[Envelope, ...]


def read_state(wreck: Wreck) -> dict[str, Any]:
    """Return what the one row of `state` can still tell: the queue's epoch, and whether the device is shut out."""
    row = wreck.mapping("SELECT * FROM state")
    known: dict[str, Any] = {"epoch": row["epoch"]} if isinstance(row.get("epoch"), int) else {}
    if row.get("revoked_at") is not None:
        known["revoked_at"] = datetime.fromisoformat(str(row["revoked_at"])).replace(tzinfo=UTC)
    return known


def carry_over(wreck: Wreck, connection: Connection, device_id: str, *, revoked: bool) -> int:
    """Take every whole operation into the same place, and what else only this device knows; return how many.

    Confirmed state is the centre's to tell again. A revoked device keeps its queue alone, with where it stood before.
    """
    saved = 0
    rows = _whole_rows(wreck, device_id)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        saved += connection.execute(insert_or_ignore(outbox).on_conflict_do_nothing(), some).rowcount
    connection.execute(_NEWEST_EPOCH)
    for table in (former_place,) if revoked else (former_place, claim, unseen_award, pin_attempt):
        known = [row._asdict() for row in wreck.all_or_nothing(table)]
        if known:
            connection.execute(insert_or_ignore(table).on_conflict_do_nothing(), known)
    if revoked:
        return saved
    for row in wreck.all_or_nothing(programme):
        # Operations that wait are folded in under the version that they name.
        with suppress(WireError):
            keep_programme(connection, decode(Programme, row.body).version, row.body)
    return saved


def join_centre(connection: Connection, device_id: str, epoch: int, seq: int, tail: str) -> Joined:
    """Continue the queue behind the centre's head: number and hash of the last operation that it has stored.

    Operations behind a gap get the next numbers: people signed what they say and not their place, and no centre has
    seen them where they stood. Where the head is another operation than ours, the exchange finds a fork as ever.
    """
    queue = Outbox(connection, device_id)
    ours = queue.hash_at(epoch, seq) if seq else tail
    if ours is None:
        connection.execute(insert(outbox), _stand_in(epoch, seq, tail))
    elif ours != tail:
        return Joined((), ())
    kept, lost = seq, list[Gap]()
    chained = tail
    stray: list[Envelope] = []
    for row in connection.execute(_BEHIND, {"of": epoch, "number": seq}).all():
        envelope = envelope_of(device_id, row)
        if not stray and envelope.seq == kept + 1 and envelope.prev_hash == chained:
            kept, chained = envelope.seq, envelope.hash
            continue
        before = stray[-1].seq if stray else kept
        if envelope.seq > before + 1:
            lost.append(Gap(before + 1, envelope.seq - 1))
        stray.append(envelope)
    connection.execute(delete(outbox).where(outbox.c.epoch == epoch, outbox.c.seq > kept))
    moved = tuple(queue.append(each.draft, epoch, each.actor, each.approver) for each in stray)
    joined = Joined(tuple(lost), moved)
    note_lost(connection, sum(gap.count for gap in lost), len(moved))
    return joined


def note_lost(connection: Connection, lost: int, moved: int) -> None:
    """Add to what the newest damage has cost."""
    newest = select(func.max(damage.c.at)).scalar_subquery()
    more = {"lost": damage.c.lost + lost, "moved": damage.c.moved + moved}
    connection.execute(update(damage).where(damage.c.at == newest).values(more))


def note_visits(connection: Connection, today: date) -> None:
    """Hold visits of today for counted that the centre has counted: a free ticket has no second one."""
    words = f'"last_visit_on":"{today.isoformat()}"'
    of_today = select(aggregate.c.key).where(aggregate.c.kind == AggregateKind.MEMBER, _CALLED)
    claims = Claims(connection)
    for member_id in connection.execute(of_today, {"words": words}).scalars().all():
        key = visit_claim(member_id, today)
        if claims.taken(key) is None:
            claims.change(_MENDED, (key,), ())


def end_mending(connection: Connection) -> None:
    """Note that the centre has told everything."""
    connection.execute(update(state).values(mending=False))


def _whole_rows(wreck: Wreck, device_id: str) -> Iterator[dict[str, object]]:
    for row in wreck.rows(outbox):
        if row.kind == UNREAD:
            yield row._asdict()
            continue
        envelope = envelope_of(device_id, row)
        if is_whole(envelope):
            yield row_of(envelope) | {"result": _word(row)}


def _word(row: Row[Any]) -> bytes | None:
    """Return the centre's word on an operation; one that can't be read is asked for again."""
    word: bytes | None = row.result
    if word is not None:
        try:
            decode(OperationResult, word)
        except WireError:
            return None
    return word


def _stand_in(epoch: int, seq: int, tail: str) -> dict[str, object]:
    """Make the row of an operation that the centre has and this device has lost: its place and its hash."""
    op_id = f"{UNREAD}-{epoch}-{seq}"
    return {
        "epoch": epoch,
        "seq": seq,
        "op_id": op_id,
        "kind": UNREAD,
        "schema_version": 0,
        "programme_version": 0,
        "payload": b"",
        "prev_hash": "",
        "hash": tail,
        "wall_time": datetime(1970, 1, 1, tzinfo=UTC),
        "monotonic_ms": 0,
        "boot_id": "",
        "result": encode(OperationResult(op_id, Verdict.APPLIED)),
    }
