"""Snapshots on their way in: how far each is, what waits for its end, and what it has named.

What was taken of a snapshot is written in the transaction that says so; a program that is killed goes on from there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from shared.storage.device_schema import aggregate, loading, named, set_aside
from shared.storage.prepared import Prepared
from shared.storage.shelf import Ref
from shared.storage.shelf_statements import upsert
from shared.wire.feed import PROGRAMME_SCOPE, AggregateKind
from shared.wire.snapshot import SnapshotRow

_LOADING = select(
    loading.c.scope,
    loading.c.position,
    loading.c.token,
    loading.c.chunks,
    loading.c.members,
    loading.c.done,
    loading.c.fresh,
)
_ONE = _LOADING.where(loading.c.scope == bindparam("of"))
_BEGIN = insert(loading)
_MOVE = update(loading).where(loading.c.scope == bindparam("of")).values(done=loading.c.done + 1)
_PUT = Prepared(upsert(set_aside, ("scope", "kind", "key"), ("version", "body")))
_ASIDE = select(set_aside.c.kind, set_aside.c.key, set_aside.c.version, set_aside.c.body).where(
    set_aside.c.scope == bindparam("of")
)
_NAME = Prepared(upsert(named, ("scope", "kind", "key"), ("key",)))
_UNNAMED = (
    select(aggregate.c.kind, aggregate.c.key, aggregate.c.version)
    .outerjoin(
        named,
        (named.c.scope == bindparam("of")) & (named.c.kind == aggregate.c.kind) & (named.c.key == aggregate.c.key),
    )
    .where(
        aggregate.c.kind.in_(bindparam("kinds", expanding=True)),
        aggregate.c.confirmed.is_not(None),
        named.c.key.is_(None),
    )
)
_COUNT = select(func.count()).select_from(aggregate).where(aggregate.c.kind.in_(bindparam("kinds", expanding=True)))

_DROP = tuple(delete(table).where(table.c.scope == bindparam("of")) for table in (loading, set_aside, named))

_OF_PROGRAMME = frozenset({AggregateKind.PROGRAMME, AggregateKind.DEVICE})


@dataclass(frozen=True, slots=True)
class Loading:
    """A snapshot of which `done` of `chunks` are in; `fresh` where nothing of its scope was there before."""

    scope: str
    position: int
    token: str
    chunks: int
    members: int
    done: int = 0
    fresh: bool = True


class Loadings:
    """The snapshots of one connection's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Loading, ...]:
        """Return those that are not in yet."""
        return tuple(Loading(*row) for row in self._connection.execute(_LOADING))

    def of(self, scope: str) -> Loading | None:
        """Return the one of a scope."""
        row = self._connection.execute(_ONE, {"of": scope}).first()
        return Loading(*row) if row else None

    def begin(self, offered: Loading) -> None:
        """Begin with a snapshot and forget another one of its scope that was half in."""
        scope = offered.scope
        self.drop(scope)
        there = int(self._connection.execute(_COUNT, {"kinds": kinds_of(scope)}).scalar_one())
        row = {"scope": scope, "position": offered.position, "token": offered.token, "chunks": offered.chunks}
        self._connection.execute(_BEGIN, row | {"members": offered.members, "done": 0, "fresh": not there})

    def move(self, scope: str) -> None:
        """Note that one more chunk is in."""
        self._connection.execute(_MOVE, {"of": scope})

    def put_aside(self, scope: str, rows: Iterable[SnapshotRow]) -> None:
        """Keep what waiting operations touch until the results are in with it."""
        _PUT.run_many(
            self._connection,
            [{"scope": scope, "kind": r.aggregate, "key": r.key, "version": r.version, "body": r.body} for r in rows],
        )

    def aside(self, scope: str) -> tuple[SnapshotRow, ...]:
        """Return what was kept."""
        rows = self._connection.execute(_ASIDE, {"of": scope})
        return tuple(SnapshotRow(AggregateKind(row.kind), row.key, row.version, row.body) for row in rows)

    def name(self, scope: str, rows: Iterable[SnapshotRow]) -> None:
        """Remember what the snapshot has named."""
        _NAME.run_many(self._connection, [{"scope": scope, "kind": r.aggregate, "key": r.key} for r in rows])

    def unnamed(self, scope: str) -> Iterator[tuple[Ref, int]]:
        """Yield what is there and was not named, with its version: it has left the scope meanwhile."""
        for row in self._connection.execute(_UNNAMED, {"of": scope, "kinds": kinds_of(scope)}).all():
            yield (AggregateKind(row.kind), row.key), row.version

    def drop(self, scope: str) -> None:
        """Forget that a snapshot is being loaded."""
        for statement in _DROP:
            self._connection.execute(statement, {"of": scope})


def kinds_of(scope: str) -> list[AggregateKind]:
    """Return the kinds of aggregates that live in a scope: no kind lives in the programme's and in a store's."""
    return sorted(kind for kind in AggregateKind if (kind in _OF_PROGRAMME) == (scope == PROGRAMME_SCOPE))
