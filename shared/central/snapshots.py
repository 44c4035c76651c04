"""Snapshots of scopes: made beside the applier's work, a little at a time, and cleared away when they are old.

A snapshot is the state at one feed position, read in one transaction that keeps nobody out; a device that has nothing,
or lies further back than the feed reaches, loads it and reads the rest of the feed (SYNC.md, rule 16).
"""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from shared.central.database import reading
from shared.central.working_set import working_set
from shared.runtime.logs import EventLog
from shared.storage.exchange import feed, generation, scope_head, snapshot, snapshot_chunk
from shared.wire.feed import AggregateKind
from shared.wire.snapshot import SnapshotRow, chunks

LEAST_TAIL = 2_000
"""Rows that a feed grows by before a snapshot is worth its while, however small the scope is."""
KEPT_LOADABLE = 2
"""Snapshots whose chunks stay: the newest, and the one that somebody may be loading."""
FEED_KEPT = timedelta(days=14)
"""Feed rows stay for a device that was away so long; after that it loads a snapshot."""
PRUNED_AT_ONCE = 5_000
ABANDONED_AFTER = timedelta(hours=2)

_log = EventLog(__name__)


class SnapshotMaker:
    """Makes what is due, one scope after the other; used by one thread, which calls `step` between other work."""

    def __init__(
        self, engine: Engine, now: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine = engine
        self._now = now
        self._monotonic = monotonic
        self._work: Iterator[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether a snapshot is half made."""
        return self._work is not None

    def step(self, limit_s: float) -> bool:
        """Work for about so long; tell whether there is more to do."""
        ends = self._monotonic() + limit_s
        try:
            while self._go_on():
                if self._monotonic() >= ends:
                    return True
        except BaseException:
            # The database may have gone: what was begun is begun anew.
            self._work = None
            raise
        return False

    def _go_on(self) -> bool:
        fresh = self._work is None
        if self._work is None:
            with reading(self._engine) as connection:
                scope = next(iter(due_scopes(connection)), None)
            if scope is None:
                return False
            self._work = make_snapshot(self._engine, scope, self._now())
        if next(self._work, _END) is not _END:
            return True
        self._work = None
        # One that ends before it began is being made by somebody else.
        return not fresh


_END = object()


def due_scopes(connection: Connection) -> tuple[str, ...]:
    """Return the scopes whose feed has grown long since their newest snapshot, or has no beginning without one."""
    newest = (
        select(snapshot.c.scope, func.max(snapshot.c.position).label("position"))
        .where(snapshot.c.ready)
        .group_by(snapshot.c.scope)
        .subquery()
    )
    # Who has read what the centre then lost reads everything again: each scope needs one, however short it is.
    restored = exists().where(generation.c.number > 1)
    beginning = exists().where(feed.c.scope == scope_head.c.scope, feed.c.position == 1)
    query = (
        select(scope_head.c.scope, scope_head.c.position, newest.c.position.label("known"), snapshot.c.aggregates)
        .outerjoin(newest, newest.c.scope == scope_head.c.scope)
        .outerjoin(snapshot, and_(snapshot.c.scope == newest.c.scope, snapshot.c.position == newest.c.position))
        .where(
            (scope_head.c.position > func.coalesce(newest.c.position, 0) + LEAST_TAIL)
            | (newest.c.position.is_(None) & (~beginning | restored))
        )
        .order_by(scope_head.c.scope)
    )
    return tuple(
        row.scope
        for row in connection.execute(query)
        if row.known is None or row.position - row.known > max(LEAST_TAIL, row.aggregates // 2)
    )


def make_snapshot(engine: Engine, scope: str, now: datetime) -> Iterator[None]:
    """Make a snapshot of a scope as it stands, a chunk for each step; nobody can see it before the last one."""
    with reading(engine) as connection:
        last = connection.execute(
            select(feed.c.position, feed.c.token).where(feed.c.scope == scope).order_by(feed.c.position.desc()).limit(1)
        ).first()
        if last is None or not _begin(engine, scope, last.position, last.token, now):
            return
        this = and_(snapshot.c.scope == scope, snapshot.c.position == last.position)
        counted = _Counted(working_set(connection, scope))
        number = 0
        for number, (_, body) in enumerate(chunks(counted), 1):
            row = {"scope": scope, "position": last.position, "number": number, "body": body}
            with engine.begin() as writer:
                writer.execute(insert(snapshot_chunk).values(row))
            yield
    counts = {"chunks": number, "aggregates": counted.aggregates, "members": counted.members}
    with engine.begin() as writer:
        if not writer.execute(update(snapshot).where(this).values(ready=True, **counts)).rowcount:
            # Dropped in the making: what it holds must not be read.
            own = and_(snapshot_chunk.c.scope == scope, snapshot_chunk.c.position == last.position)
            writer.execute(delete(snapshot_chunk).where(own))
            return
        _drop_older(writer, scope)
    _log.info("snapshot_made", scope=scope, count=counted.aggregates)
    yield


def prune(engine: Engine, now: datetime) -> bool:
    """Clear away what was abandoned, and feed rows that only a device away for long would read; True if more is left.

    The row at which a kept snapshot was made stays: a cursor there can still be checked.
    """
    with reading(engine) as connection:
        abandoned = _abandoned(connection, now)
        marks = connection.execute(
            select(snapshot.c.scope, func.max(snapshot.c.position))
            .where(snapshot.c.ready, snapshot.c.made_at <= now - FEED_KEPT)
            .group_by(snapshot.c.scope)
        ).all()
        behind = [(scope, mark) for scope, mark in marks if _reaches_behind(connection, scope, mark)]
    for which in abandoned:
        with engine.begin() as writer:
            _drop(writer, which)
    more = False
    for scope, mark in behind:
        with engine.begin() as writer:
            more |= _prune_feed(writer, scope, mark)
    return more


def drop_unfinished(engine: Engine) -> None:
    """Take away what somebody who died was making, and devices may wait for; call it while nobody else makes any."""
    with engine.begin() as writer:
        _drop(writer, snapshot.c.ready.is_(False))


def drop_snapshots(connection: Connection, scopes: Iterable[str]) -> None:
    """Take snapshots away whose content must not be read any more; new ones are made when they are due."""
    for scope in scopes:
        _drop(connection, snapshot.c.scope == scope)


class _Counted:
    """Counts the rows that pass."""

    def __init__(self, rows: Iterator[SnapshotRow]) -> None:
        self._rows = rows
        self.aggregates = 0
        self.members = 0

    def __iter__(self) -> Iterator[SnapshotRow]:
        for row in self._rows:
            self.aggregates += 1
            self.members += row.aggregate is AggregateKind.MEMBER
            yield row


def _begin(engine: Engine, scope: str, position: int, token: str, now: datetime) -> bool:
    """Note that a snapshot is being made; False where somebody else makes the same one."""
    row = {"scope": scope, "position": position, "token": token, "made_at": now}
    try:
        with engine.begin() as writer:
            writer.execute(insert(snapshot).values(**row, ready=False, chunks=0, aggregates=0, members=0))
    except IntegrityError:
        return False
    return True


def _drop_older(writer: Connection, scope: str) -> None:
    """Leave chunks to the newest snapshots only; the others' rows stay as marks."""
    positions = (
        writer.execute(
            select(snapshot.c.position)
            .where(snapshot.c.scope == scope, snapshot.c.ready)
            .order_by(snapshot.c.position.desc())
        )
        .scalars()
        .all()
    )
    if len(positions) > KEPT_LOADABLE:
        oldest = positions[KEPT_LOADABLE - 1]
        writer.execute(
            delete(snapshot_chunk).where(snapshot_chunk.c.scope == scope, snapshot_chunk.c.position < oldest)
        )


def _abandoned(connection: Connection, now: datetime) -> list[ColumnElement[bool]]:
    rows = connection.execute(
        select(snapshot.c.scope, snapshot.c.position).where(
            snapshot.c.ready.is_(False), snapshot.c.made_at <= now - ABANDONED_AFTER
        )
    )
    return [and_(snapshot.c.scope == row.scope, snapshot.c.position == row.position) for row in rows]


def _drop(writer: Connection, which: ColumnElement[bool]) -> None:
    for scope, position in writer.execute(select(snapshot.c.scope, snapshot.c.position).where(which)).all():
        writer.execute(
            delete(snapshot_chunk).where(snapshot_chunk.c.scope == scope, snapshot_chunk.c.position == position)
        )
    writer.execute(delete(snapshot).where(which))


def _reaches_behind(connection: Connection, scope: str, mark: int) -> bool:
    first = connection.execute(select(func.min(feed.c.position)).where(feed.c.scope == scope)).scalar_one()
    return first is not None and first < mark


def _prune_feed(writer: Connection, scope: str, mark: int) -> bool:
    first = writer.execute(select(func.min(feed.c.position)).where(feed.c.scope == scope)).scalar_one()
    end = min(first + PRUNED_AT_ONCE, mark)
    writer.execute(delete(feed).where(feed.c.scope == scope, feed.c.position < end))
    # Marks from before have done their work; the newest ones are snapshots that can be loaded.
    old = and_(snapshot.c.scope == scope, snapshot.c.position < mark)
    loadable = select(snapshot_chunk.c.position).where(snapshot_chunk.c.scope == scope)
    writer.execute(delete(snapshot).where(old, snapshot.c.position.not_in(loadable)))
    return bool(end < mark)
