"""Writing feeds: rows are collected during a transaction and get their positions at its end."""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, text, update

from shared.storage.exchange import feed, scope_head
from shared.wire.feed import AggregateKind, OperationResult
from shared.wire.json import encode

_TOKEN_BYTES = 16
# The same words on PostgreSQL and SQLite, and the only ones that two first writers of a scope survive.
_FIRST_HEAD = text("INSERT INTO scope_head (scope, position) VALUES (:scope, 0) ON CONFLICT DO NOTHING")
_MOVE_HEAD = (
    update(scope_head)
    .where(scope_head.c.scope == bindparam("of"))
    .values(position=scope_head.c.position + bindparam("count"))
    .returning(scope_head.c.position)
)
_ADD = insert(feed)


@dataclass(frozen=True, slots=True)
class FeedNote:
    """A row that waits for its position in `scope`: an aggregate, or an operation's result."""

    scope: str
    aggregate: AggregateKind | None
    key: str
    version: int = 0
    body: bytes = b""
    result: OperationResult | None = None


def write_feed(connection: Connection, notes: Iterable[FeedNote]) -> None:
    """Give the notes the next positions of their scopes, in order, and store them.

    Call it once, last in a transaction: each scope's counter row stays locked until the commit, which makes positions
    gapless and in the order of commits (SYNC.md, rule 3). Counters are taken in sorted order, so nobody deadlocks. All
    rows carry one token, by which readers know what belongs together.
    """
    token = secrets.token_hex(_TOKEN_BYTES)
    by_scope: dict[str, list[FeedNote]] = defaultdict(list)
    for note in notes:
        by_scope[note.scope].append(note)
    for scope in sorted(by_scope):
        rows = by_scope[scope]
        first = _take_positions(connection, scope, len(rows))
        connection.execute(_ADD, [_row(note, first + place, token) for place, note in enumerate(rows)])


def _take_positions(connection: Connection, scope: str, count: int) -> int:
    move = {"of": scope, "count": count}
    last = connection.execute(_MOVE_HEAD, move).scalar_one_or_none()
    if last is None:
        connection.execute(_FIRST_HEAD, {"scope": scope})
        last = connection.execute(_MOVE_HEAD, move).scalar_one()
    return int(last) - count + 1


def _row(note: FeedNote, position: int, token: str) -> dict[str, Any]:
    return {
        "scope": note.scope,
        "position": position,
        "token": token,
        "aggregate": note.aggregate,
        "key": note.key,
        "version": note.version,
        "body": note.body,
        "op_id": note.result.op_id if note.result else None,
        "result": encode(note.result) if note.result else None,
    }
