"""The centre over SQL: PostgreSQL or an embedded SQLite file, by the same code."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, bindparam, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from shared.application.ports import Clock, LookedUp, LookUp
from shared.domain.calls import TELLS_FOR, Call, CallReason, CallState
from shared.domain.devices import DeviceState
from shared.domain.rules import HeldReason
from shared.runtime.trouble import Bug
from shared.storage.calls import call_of, step_row
from shared.storage.device_storage import NEWER_LANGUAGE, FeedUnreadable
from shared.storage.exchange import (
    LOOK_UPS,
    device_scope,
    device_status,
    feed,
    generation,
    inbox,
    look_up,
    op_result,
    scope_head,
    snapshot,
    snapshot_chunk,
    staff_call,
    testimony,
)
from shared.storage.faults import CentreAway, central_line
from shared.storage.instants import Instant
from shared.storage.outbox import row_of
from shared.sync.port import (
    PULL_ROWS,
    CentreRestored,
    Cursor,
    FeedPruned,
    Head,
    Page,
    Said,
    Sent,
    SequenceConflict,
    SnapshotOffer,
    Standing,
)
from shared.sync.postgres_line import await_notices, is_server, listen_for
from shared.wire.envelope import GENESIS, Envelope
from shared.wire.feed import AggregateKind, FeedRow, OperationResult, Verdict, scope_channel
from shared.wire.json import WireError, decode

LOOK_MS = 10
"""Pause between two looks at what there is, while somebody waits."""
TRANSACTION_ROWS = 5_000
"""How far a page is stretched to end with a whole central transaction; only imports write longer ones."""

T = TypeVar("T")

_OURS = (inbox.c.device_id == bindparam("device"), inbox.c.epoch == bindparam("in_epoch"))
_HEAD = select(inbox.c.seq, inbox.c.hash).where(*_OURS).order_by(inbox.c.seq.desc()).limit(1)
_STORED = select(inbox.c.seq, inbox.c.hash).where(
    *_OURS, inbox.c.seq >= bindparam("first"), inbox.c.seq <= bindparam("last")
)
_STANDING = select(
    device_status.c.state,
    device_status.c.epoch,
    device_status.c.renew,
    device_status.c.generation,
    select(generation.c.token).scalar_subquery().label("token"),
).where(device_status.c.device_id == bindparam("device"))
_ARRIVED = select(inbox.c.op_id).where(
    inbox.c.device_id == bindparam("device"), inbox.c.op_id.in_(bindparam("ids", expanding=True))
)
_SHOWN = select(testimony.c.part).where(
    testimony.c.device_id == bindparam("device"), testimony.c.generation == bindparam("of")
)
_SHOW = insert(testimony)
# The same words on PostgreSQL and SQLite; a row that waits to be heeded says it already.
_TELL_FORK = text("INSERT INTO fork (device_id, epoch, seq) VALUES (:device, :in_epoch, :at) ON CONFLICT DO NOTHING")
_INSERT = insert(inbox)
# What another device has asked under the same id is none of this one's business.
_LOOK_UP = text(
    "INSERT INTO look_up (id, device_id, sought, value, asked_at, answer) "
    "VALUES (:id, :device_id, :sought, :value, :asked_at, :answer) ON CONFLICT DO NOTHING"
).bindparams(bindparam("asked_at", type_=Instant))
_LOOK_UP_ANSWER = select(look_up.c.answer).where(
    look_up.c.id == bindparam("of"), look_up.c.device_id == bindparam("own")
)
_LOOKED_UP = (
    select(func.count())
    .select_from(look_up)
    .where(look_up.c.device_id == bindparam("own"), look_up.c.asked_at > bindparam("since"))
)
# A server knows who asks and when it was said; what is said again under the same id was said already.
_SAY = (
    "INSERT INTO call_step (id, device_id, call_id, kind, why, about, member_id, staff_id{0}) "
    "VALUES (:id, :device_id, :call_id, :kind, :why, :about, :member_id, :staff_id{1}) ON CONFLICT DO NOTHING"
)
_SAY_TO_SERVER = text(_SAY.format("", ""))
_SAY_HERE = text(_SAY.format(", said_at", ", :said_at")).bindparams(bindparam("said_at", type_=Instant))
_OWN_SCOPES = select(device_scope.c.scope).where(device_scope.c.device_id == bindparam("device"))
_CALLS = (
    select(staff_call)
    .where((staff_call.c.device_id == bindparam("device")) | staff_call.c.scope.in_(_OWN_SCOPES))
    # What a newer centre has words for that are unknown here is no reason to halt the exchange of facts.
    .where(staff_call.c.why.in_(tuple(CallReason)), staff_call.c.state.in_(tuple(CallState)))
    .order_by(staff_call.c.asked_at, staff_call.c.call_id)
)
_CALLS_HERE = _CALLS.where(staff_call.c.asked_at > bindparam("since"))
_HEADS = select(scope_head).where(scope_head.c.scope.in_(bindparam("scopes", expanding=True)))
_FROM = (
    select(*feed.c)
    .where(feed.c.scope == bindparam("of"), feed.c.position >= bindparam("start"))
    .order_by(feed.c.position)
    .limit(bindparam("count"))
)
_SNAPSHOT = (
    select(snapshot.c.position, snapshot.c.token, snapshot.c.chunks, snapshot.c.members)
    .where(snapshot.c.scope == bindparam("of"), snapshot.c.ready)
    .order_by(snapshot.c.position.desc())
    .limit(1)
)
_CHUNK = select(snapshot_chunk.c.body).where(
    snapshot_chunk.c.scope == bindparam("of"),
    snapshot_chunk.c.position == bindparam("at"),
    snapshot_chunk.c.number == bindparam("place"),
)
# An operation whose result is told behind the snapshot has its effects there too.
_TOLD_LATER = select(feed.c.op_id).where(
    feed.c.scope == bindparam("of"), feed.c.position > bindparam("at"), feed.c.op_id.is_not(None)
)
_RESULTS = select(op_result.c.op_id, op_result.c.verdict, op_result.c.reason, op_result.c.detail).where(
    op_result.c.device_id == bindparam("device"),
    op_result.c.op_id.in_(bindparam("ids", expanding=True)),
    op_result.c.op_id.not_in(_TOLD_LATER),
)


class SqlCentral:
    """Implements `port.Central` for one device; used by one thread at a time."""

    def __init__(self, engine: Engine, device_id: str, epoch: int, clock: Clock) -> None:
        self._engine = engine
        self._device_id = device_id
        self._epoch = epoch
        self._clock = clock
        self._is_server = engine.dialect.name == "postgresql"
        self._connection: Connection | None = None
        self._listening: Connection | None = None

    def standing(self) -> Standing | None:
        """Return how this device stands; None before the centre has admitted it; CentreAway."""
        with central_line():
            standing = self._read(self._standing)
        if standing is not None:
            self._epoch = standing.epoch
        return standing

    def leave(self) -> None:
        """Do nothing: an embedded centre has no login to close."""

    def head(self) -> Head:
        """Return how far this device's operations are stored; CentreAway."""
        with central_line():
            return self._read(self._head)

    def push(self, operations: tuple[Envelope, ...], sent: Sent) -> Head:
        """Store a contiguous batch; return the new head; SequenceConflict, CentreAway."""
        with central_line():
            connection = self._line("IMMEDIATE")
            try:
                with connection.begin():
                    self._require_welcome(connection)
                    fresh = self._fresh(connection, operations)
                    if fresh:
                        arrival = self._arrival("received_at")
                        rows = [_inbox_row(envelope, self._device_id, sent) | arrival for envelope in fresh]
                        connection.execute(_INSERT, rows)
            except IntegrityError as error:
                raise SequenceConflict(
                    "Another device writes under this device's numbers.", operations[-1].seq
                ) from error
            return self._read(self._head)

    def tell_fork(self, seq: int) -> None:
        """Tell that another device writes under this one's numbers; CentreAway."""
        with central_line():
            connection = self._line("IMMEDIATE")
            with connection.begin():
                connection.execute(_TELL_FORK, {"device": self._device_id, "in_epoch": self._epoch, "at": seq})

    def look_up(self, asked: LookUp) -> LookedUp:
        """Ask for a member unknown here, the first time, and return how it stands; CentreAway."""
        with central_line():
            connection = self._line("IMMEDIATE")
            with connection.begin():
                said = connection.execute(_LOOK_UP_ANSWER, {"of": asked.question, "own": self._device_id}).scalar()
                return LookedUp(said) if said is not None else self._put(connection, asked)

    def say(self, said: Said) -> None:
        """Say something about a call for staff; CentreAway."""
        row = step_row(said.said_id, said.call_id, said.step) | {"device_id": self._device_id}
        with central_line():
            connection = self._line("IMMEDIATE")
            with connection.begin():
                self._require_welcome(connection)
                connection.execute(_SAY_TO_SERVER if self._is_server else _SAY_HERE, row | self._arrival("said_at"))

    def calls(self) -> tuple[Call, ...]:
        """Return the calls of the last quarter of an hour; CentreAway."""
        given: dict[str, object] = {"device": self._device_id}
        query = _CALLS if self._is_server else _CALLS_HERE
        if not self._is_server:
            given["since"] = self._clock.now() - TELLS_FOR
        with central_line():
            return self._read(lambda connection: tuple(call_of(row) for row in connection.execute(query, given)))

    def arrived(self, op_ids: tuple[str, ...]) -> frozenset[str]:
        """Return those own operations that are stored; CentreAway."""
        which = {"device": self._device_id, "ids": op_ids}
        with central_line():
            return self._read(lambda connection: frozenset(connection.execute(_ARRIVED, which).scalars()))

    def present(self, generation: str, parts: tuple[bytes, ...]) -> None:
        """Show a restored centre what this device holds, once in a generation; CentreAway."""
        own = {"device_id": self._device_id, "generation": generation, "parts": len(parts)} | self._arrival("shown_at")
        rows = [own | {"part": number, "body": body} for number, body in enumerate(parts, 1)]
        with central_line():
            connection = self._line("IMMEDIATE")
            with connection.begin():
                if connection.execute(_SHOWN, {"device": self._device_id, "of": generation}).first() is None:
                    connection.execute(_SHOW, rows)

    def pull(self, cursor: Cursor, limit: int = PULL_ROWS) -> Page | CentreRestored | FeedPruned:
        """Return whole central transactions that follow the cursor, or that its row is another one now; CentreAway."""
        with central_line():
            return self._read(lambda connection: _page(connection, cursor, limit))

    def snapshot(self, scope: str) -> SnapshotOffer | None:
        """Return the scope's newest snapshot, if it has any; CentreAway."""
        with central_line():
            row = self._read(lambda connection: connection.execute(_SNAPSHOT, {"of": scope}).first())
        return SnapshotOffer(scope, row.position, row.token, row.chunks, row.members) if row else None

    def chunk(self, offer: SnapshotOffer, number: int) -> bytes | None:
        """Return a chunk, None where the snapshot has been cleared away; CentreAway."""
        which = {"of": offer.scope, "at": offer.position, "place": number}
        with central_line():
            return self._read(lambda connection: connection.execute(_CHUNK, which).scalar_one_or_none())

    def results(self, offer: SnapshotOffer, op_ids: tuple[str, ...]) -> tuple[OperationResult, ...]:
        """Return own results that are told before the snapshot's position; CentreAway."""
        which = {"device": self._device_id, "of": offer.scope, "at": offer.position, "ids": op_ids}
        with central_line():
            return self._read(lambda c: tuple(_result(*row) for row in c.execute(_RESULTS, which)))

    def wait(self, cursors: tuple[Cursor, ...], timeout_ms: int, is_wanted: Callable[[], bool]) -> frozenset[str]:
        """Return the scopes with news behind a cursor; none when it `is_wanted`, or after so long; CentreAway."""
        with central_line():
            connection = self._line("DEFERRED")
            tells = is_server(connection)
            if not tells or self._listening is not connection:
                if tells:
                    listen_for(connection, [cursor.scope for cursor in cursors])
                    self._listening = connection
                if news := self._read(lambda line: _news(line, cursors)):
                    return news
            hear = partial(_hear, connection, cursors) if tells else partial(self._look_later, cursors)
            until_ms = self._clock.monotonic_ms() + timeout_ms
            while not is_wanted() and self._clock.monotonic_ms() < until_ms:
                if news := hear():
                    return news
            return frozenset()

    def hang_up(self) -> None:
        """Close the connection; a line that is dead already is no news."""
        connection, self._connection = self._connection, None
        self._listening = None
        if connection is not None:
            connection.close()

    def close(self) -> None:
        """Hang up for good."""
        self.hang_up()
        self._engine.dispose()

    def _line(self, begin: str) -> Connection:
        if self._connection is None or self._connection.closed or self._connection.invalidated:
            self._connection = self._engine.connect()
        return self._connection.execution_options(sqlite_begin=begin)

    def _look_later(self, cursors: tuple[Cursor, ...]) -> frozenset[str]:
        time.sleep(LOOK_MS / 1000)
        return self._read(lambda line: _news(line, cursors))

    def _read(self, ask: Callable[[Connection], T]) -> T:
        connection = self._line("DEFERRED")
        with connection.begin():
            return ask(connection)

    def _arrival(self, column: str) -> dict[str, object]:
        # A server says itself when something arrived; an embedded centre is on this very machine.
        return {} if self._is_server else {column: self._clock.now()}

    def _require_welcome(self, connection: Connection) -> None:
        # A server refuses a stranger's rows by itself.
        standing = None if self._is_server else self._standing(connection)
        if not self._is_server and (standing is None or standing.state is DeviceState.REVOKED):
            raise CentreAway("The centre takes nothing from this device.")

    def _put(self, connection: Connection, asked: LookUp) -> LookedUp:
        """Put a question before the centre, as `garapon_look_up` does on a server."""
        standing = self._standing(connection)
        if standing is None or standing.state is not DeviceState.ACTIVE:
            return LookedUp.AWAY
        now = self._clock.now()
        for span, most in LOOK_UPS:
            given = {"own": self._device_id, "since": now - span}
            if connection.execute(_LOOKED_UP, given).scalar_one() >= most:
                return LookedUp.TOO_MANY
        row = {
            "id": asked.question,
            "device_id": self._device_id,
            "sought": asked.sought,
            "value": asked.value,
            "asked_at": now,
            "answer": LookedUp.ASKING,
        }
        connection.execute(_LOOK_UP, row)
        return LookedUp.ASKING

    def _standing(self, connection: Connection) -> Standing | None:
        row = connection.execute(_STANDING, {"device": self._device_id}).first()
        if row is None:
            return None
        return Standing(DeviceState(row.state), row.epoch, row.renew, row.token, row.generation == row.token)

    def _head(self, connection: Connection) -> Head:
        row = connection.execute(_HEAD, {"device": self._device_id, "in_epoch": self._epoch}).first()
        return Head(self._epoch, row.seq, row.hash) if row else Head(self._epoch, 0, GENESIS)

    def _fresh(self, connection: Connection, operations: tuple[Envelope, ...]) -> tuple[Envelope, ...]:
        """Return the operations that are not stored yet, having seen that all of them fit what is."""
        if not operations:
            return ()
        span = {"first": operations[0].seq, "last": operations[-1].seq}
        rows = connection.execute(_STORED, {"device": self._device_id, "in_epoch": self._epoch, **span})
        stored = {row.seq: row.hash for row in rows}
        head = self._head(connection)
        seq, tail = head.seq, head.hash
        fresh = []
        for envelope in operations:
            if envelope.seq in stored:
                if stored[envelope.seq] != envelope.hash:
                    raise SequenceConflict(
                        f"The centre has another operation number {envelope.seq} of this device.", envelope.seq
                    )
                continue
            if (envelope.epoch, envelope.seq, envelope.prev_hash) != (self._epoch, seq + 1, tail):
                raise SequenceConflict(
                    f"Operation number {envelope.seq} does not follow number {seq} at the centre.", envelope.seq
                )
            fresh.append(envelope)
            seq, tail = envelope.seq, envelope.hash
        return tuple(fresh)


def _news(connection: Connection, cursors: tuple[Cursor, ...]) -> frozenset[str]:
    read = {cursor.scope: cursor.position for cursor in cursors}
    positions = connection.execute(_HEADS, {"scopes": list(read)})
    return frozenset(row.scope for row in positions if row.position > read[row.scope])


def _hear(connection: Connection, cursors: tuple[Cursor, ...]) -> frozenset[str]:
    channels = await_notices(connection, LOOK_MS)
    return frozenset(cursor.scope for cursor in cursors if scope_channel(cursor.scope) in channels)


def _page(connection: Connection, cursor: Cursor, limit: int) -> Page | CentreRestored | FeedPruned:
    rows = _rows_from(connection, cursor.scope, cursor.position, limit + 2)
    if rows and rows[0].position > max(cursor.position, 1):
        return FeedPruned(cursor.scope)
    if cursor.position:
        if not rows or (rows[0].position, rows[0].token) != (cursor.position, cursor.token):
            return CentreRestored(cursor.scope)
        rows = rows[1:]
    whole = _whole(rows, limit)
    while not whole and rows and limit < TRANSACTION_ROWS:
        limit = min(limit * 4, TRANSACTION_ROWS)
        rows = _rows_from(connection, cursor.scope, cursor.position + 1, limit + 1)
        whole = _whole(rows, limit)
    whole = whole or rows[:limit]
    for expected, row in enumerate(whole, cursor.position + 1):
        if row.position != expected:
            raise Bug(f"the feed of {cursor.scope} has no row {expected}")
    return Page(tuple(_feed_row(row) for row in whole), more=len(whole) < len(rows))


def _rows_from(connection: Connection, scope: str, start: int, count: int) -> Sequence[Row[Any]]:
    return connection.execute(_FROM, {"of": scope, "start": start, "count": count}).all()


def _whole(rows: Sequence[Row[Any]], limit: int) -> Sequence[Row[Any]]:
    """Return at most `limit` rows that end with a whole transaction; none where the first one is longer."""
    if len(rows) <= limit:
        return rows
    end = limit
    while end and rows[end - 1].token == rows[end].token:
        end -= 1
    return rows[:end]


def _feed_row(row: Row[Any]) -> FeedRow:
    try:
        kind = None if row.aggregate is None else AggregateKind(row.aggregate)
        result = None if row.result is None else decode(OperationResult, row.result)
    except (ValueError, WireError) as error:
        raise FeedUnreadable(NEWER_LANGUAGE) from error
    return FeedRow(row.scope, row.position, row.token, kind, row.key, row.version, row.body, result)


def _result(op_id: str, verdict: str, reason: str | None, detail: str) -> OperationResult:
    try:
        return OperationResult(op_id, Verdict(verdict), HeldReason(reason) if reason is not None else None, detail)
    except ValueError as error:
        raise FeedUnreadable(NEWER_LANGUAGE) from error


def _inbox_row(envelope: Envelope, device_id: str, sent: Sent) -> dict[str, object]:
    return {
        "device_id": device_id,
        **row_of(envelope),
        "sent_monotonic_ms": sent.monotonic_ms,
        "sent_boot_id": sent.boot_id,
    }
