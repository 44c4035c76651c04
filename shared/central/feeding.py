"""Writing feeds: rows are collected during a transaction and get their positions at its end."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from shared.central import postgres
from shared.central.generations import witness_key
from shared.central.many import Added, Changed, together
from shared.central.postgres_notices import tell_of
from shared.domain.values import value_class
from shared.storage.exchange import feed, scope_head
from shared.wire.feed import AggregateKind, OperationResult
from shared.wire.json import encode
from shared.wire.witness import SEALED, body_with_login, sealed_body

Sealer = Callable[[AggregateKind | None, str, int, bytes], bytes]

_TOKEN_BYTES = 16
# The same words on PostgreSQL and SQLite, and the only ones that two first writers of a scope survive.
_FIRST_HEAD = text("INSERT INTO scope_head (scope, position) VALUES (:scope, 0) ON CONFLICT DO NOTHING")
_KNOWN = select(scope_head.c.scope).where(scope_head.c.scope.in_(bindparam("scopes", expanding=True)))
_LOCK_HEADS = (
    select(scope_head.c.scope, scope_head.c.position)
    .where(scope_head.c.scope.in_(bindparam("scopes", expanding=True)))
    .order_by(scope_head.c.scope)
    .with_for_update()
)
_MOVE_HEADS = Changed(scope_head, ("scope",), ("position",))
_ADD = Added(feed)


@value_class(frozen=True, slots=True)
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
    by_scope: dict[str, list[FeedNote]] = defaultdict(list)
    for note in notes:
        by_scope[note.scope].append(note)
    if not by_scope:
        return
    token = secrets.token_hex(_TOKEN_BYTES)
    seal = sealer(connection, {note.aggregate for rows in by_scope.values() for note in rows})
    heads = _lock_heads(connection, sorted(by_scope))
    moved = [{"scope": scope, "position": heads[scope] + len(rows)} for scope, rows in by_scope.items()]
    rows = [
        _row(note, position, token, seal)
        for scope, notes_of_scope in by_scope.items()
        for position, note in enumerate(notes_of_scope, heads[scope] + 1)
    ]
    with together(connection):
        _MOVE_HEADS.run(connection, moved)
        _ADD.run(connection, rows)
        tell_of(connection, sorted(by_scope))


def _lock_heads(connection: Connection, scopes: list[str]) -> dict[str, int]:
    """Lock the counters of scopes until the commit, in this order, and return where they stand."""
    known = set(connection.execute(_KNOWN, {"scopes": scopes}).scalars())
    missing = [{"scope": scope} for scope in scopes if scope not in known]
    if missing:
        # Before any lock: whoever held one while waiting for another first writer could wait for ever.
        connection.execute(_FIRST_HEAD, missing)
    return {row.scope: row.position for row in connection.execute(_LOCK_HEADS, {"scopes": scopes})}


def sealer(connection: Connection, kinds: AbstractSet[AggregateKind | None]) -> Sealer:
    """Return what seals the bodies of these kinds as far as a restored centre has to believe them (`wire.witness`)."""
    if not kinds & SEALED:
        return lambda _kind, _key, _version, body: body
    key = witness_key(connection)

    def seal(kind: AggregateKind | None, name: str, version: int, body: bytes) -> bytes:
        if kind is None or kind not in SEALED:
            return body
        login = postgres.known_login(connection, name) if kind is AggregateKind.DEVICE else None
        if login is not None:
            body = body_with_login(key, name, login, body)
        return sealed_body(key, kind, name, version, body)

    return seal


def _row(note: FeedNote, position: int, token: str, seal: Sealer) -> dict[str, Any]:
    return {
        "scope": note.scope,
        "position": position,
        "token": token,
        "aggregate": note.aggregate,
        "key": note.key,
        "version": note.version,
        "body": seal(note.aggregate, note.key, note.version, note.body),
        "op_id": note.result.op_id if note.result else None,
        "result": encode(note.result) if note.result else None,
    }
