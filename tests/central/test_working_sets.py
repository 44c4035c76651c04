"""Working sets: snapshots say what the feed says, stores hear of whom they should, and old rows go."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from shared.central import schema
from shared.central.database import open_centre, reading
from shared.central.housekeeping import keep_house
from shared.central.migrate import migrate_centre, migrate_empty
from shared.central.secrets_file import make_secrets
from shared.central.snapshots import (
    FEED_KEPT,
    KEPT_LOADABLE,
    SnapshotMaker,
    due_scopes,
    make_snapshot,
)
from shared.domain.devices import DeviceKind
from shared.domain.member import Member
from shared.domain.operations import AdjustPoints, HandOverPrize, RecordVisit
from shared.storage.exchange import feed, snapshot, snapshot_chunk
from shared.wire.feed import PROGRAMME_SCOPE, AggregateKind, Audience, DrumRow, HeldRow, store_scope
from shared.wire.json import WireError, decode, encode
from shared.wire.snapshot import CHUNK_BYTES, SnapshotRow, chunks, unpack
from tests.central.chain import Chain, HandMadeDevice, Person
from tests.domain.small_shop import GOLD, NOON, OTHER_STORE, REASON, RED, STORE

STAFF, KIOSK = store_scope(STORE, Audience.STAFF), store_scope(STORE, Audience.KIOSK)


def _take(chain: Chain, scope: str) -> list[SnapshotRow]:
    """Make a snapshot and read it as a device would."""
    for _ in make_snapshot(chain.engine, scope, chain.now):
        pass
    with reading(chain.engine) as connection:
        head = connection.execute(
            select(snapshot).where(snapshot.c.scope == scope).order_by(snapshot.c.position.desc())
        ).first()
        assert head is not None
        assert head.ready
        bodies = (
            connection.execute(
                select(snapshot_chunk.c.body)
                .where(snapshot_chunk.c.scope == scope, snapshot_chunk.c.position == head.position)
                .order_by(snapshot_chunk.c.number)
            )
            .scalars()
            .all()
        )
    rows = [row for body in bodies for row in unpack(body)]
    assert (head.chunks, head.aggregates) == (len(bodies), len(rows))
    assert head.members == sum(row.aggregate is AggregateKind.MEMBER for row in rows)
    return rows


def _told(chain: Chain, scope: str) -> dict[tuple[str, str], tuple[int, bytes]]:
    """Return the newest version of each aggregate that a feed tells."""
    told: dict[tuple[str, str], tuple[int, bytes]] = {}
    for row in chain.feed(scope):
        if row.aggregate is None:
            continue
        released = row.aggregate == AggregateKind.HELD and decode(HeldRow, row.body).released
        if row.body and not released:
            told[row.aggregate, row.key] = (row.version, row.body)
        else:
            told.pop((row.aggregate, row.key), None)
    return told


def _plain(aggregate: str, body: bytes) -> bytes | DrumRow:
    # A seed is sealed anew each time.
    if aggregate != AggregateKind.DRUM:
        return body
    row = decode(DrumRow, body)
    return replace(row, sealed_seed="sealed" if row.sealed_seed else "")


def _busy(chain: Chain) -> tuple[HandMadeDevice, HandMadeDevice, Person, str]:
    """Let everything happen once that feeds tell of."""
    kiosk = chain.device()
    tablet = chain.device(DeviceKind.TABLET, counter=True)
    manager = chain.person("manager")
    chain.deliver((GOLD, 20), (RED, 40))
    chain.settle()
    member_id = chain.enrol(tablet, manager)
    kiosk.send(RecordVisit(member_id, chain.now.date()))
    chain.settle()
    for ticket in chain.member(member_id).tickets:
        taken = kiosk.turn(member_id, ticket.ticket_id)
        assert taken is not None
        kiosk.send(taken)
        if taken.voucher_code:
            tablet.send(HandOverPrize(taken.voucher_code), manager)
    tablet.send(AdjustPoints(member_id, 50, REASON, ""), manager)
    tablet.send(AdjustPoints("nobody", 50, REASON, ""), manager)
    chain.settle()
    return kiosk, tablet, manager, member_id


@pytest.mark.parametrize("scope", [PROGRAMME_SCOPE, STAFF, KIOSK])
def test_a_snapshot_says_what_the_feed_says(chain: Chain, scope: str) -> None:
    _busy(chain)
    told = _told(chain, scope)
    rows = _take(chain, scope)
    assert len(rows) == len(told)
    assert {(r.aggregate, r.key): (r.version, _plain(r.aggregate, r.body)) for r in rows} == {
        ref: (version, _plain(ref[0], body)) for ref, (version, body) in told.items()
    }
    last = chain.feed(scope)[-1]
    assert [(s.position, s.token) for s in chain.rows(snapshot)] == [(last.position, last.token)]


def test_writers_go_on_and_the_snapshot_stays_at_its_position(chain: Chain) -> None:
    _, tablet, manager, member_id = _busy(chain)
    version = _told(chain, STAFF)[AggregateKind.MEMBER, member_id][0]
    making = make_snapshot(chain.engine, STAFF, chain.now)
    next(making)
    tablet.send(AdjustPoints(member_id, 1, REASON, ""), manager)
    chain.settle()
    for _ in making:
        pass
    (made,) = chain.rows(snapshot)
    (body,) = (row.body for row in chain.rows(snapshot_chunk))
    assert made.position < chain.feed(STAFF)[-1].position
    assert {r.version for r in unpack(body) if r.aggregate is AggregateKind.MEMBER} == {version}


def test_a_snapshot_is_due_when_the_feed_has_grown(sqlite_chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.central.snapshots.LEAST_TAIL", 5)
    chain = sqlite_chain
    _, tablet, manager, member_id = _busy(chain)
    maker = SnapshotMaker(chain.engine, lambda: chain.now)
    while maker.step(0.0):
        pass
    assert not maker.is_busy
    made = {row.scope for row in chain.rows(snapshot) if row.ready}
    assert made == {scope for scope in (PROGRAMME_SCOPE, STAFF, KIOSK) if len(chain.feed(scope)) > 5}
    assert STAFF in made
    with reading(chain.engine) as connection:
        assert due_scopes(connection) == ()
    for _ in range(6):
        tablet.send(AdjustPoints(member_id, 1, REASON, ""), manager)
        chain.settle()
    with reading(chain.engine) as connection:
        assert STAFF in due_scopes(connection)


def test_one_that_somebody_else_makes_is_left_to_them(sqlite_chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.central.snapshots.LEAST_TAIL", 5)
    chain = sqlite_chain
    _busy(chain)
    half = make_snapshot(chain.engine, STAFF, chain.now)
    next(half)
    maker = SnapshotMaker(chain.engine, lambda: chain.now)
    while maker.step(0.0):
        pass
    assert STAFF not in {row.scope for row in chain.rows(snapshot) if row.ready}
    half.close()  # type: ignore[attr-defined]
    chain.now += timedelta(hours=3)
    keep_house(chain.engine, chain.now)
    while maker.step(0.0):
        pass
    assert STAFF in {row.scope for row in chain.rows(snapshot) if row.ready}


def test_the_feed_behind_an_old_snapshot_goes(chain: Chain) -> None:
    _, tablet, manager, member_id = _busy(chain)
    _take(chain, STAFF)
    first = chain.rows(snapshot)[0].position
    for _ in range(KEPT_LOADABLE):
        tablet.send(AdjustPoints(member_id, 1, REASON, ""), manager)
        chain.settle()
        _take(chain, STAFF)
    loadable = {row.position for row in chain.rows(snapshot_chunk)}
    assert (len(loadable), first in loadable) == (KEPT_LOADABLE, False)
    assert keep_house(chain.engine, chain.now + FEED_KEPT - timedelta(seconds=1)).behind is False
    assert chain.feed(STAFF)[0].position == 1
    keep_house(chain.engine, chain.now + FEED_KEPT)
    mark = max(loadable)
    assert [row.position for row in chain.feed(STAFF)] == list(range(mark, chain.feed(STAFF)[-1].position + 1))
    assert {row.position for row in chain.rows(snapshot)} == loadable
    assert chain.feed(KIOSK)[0].position == 1


def test_a_store_forgets_whom_it_has_not_seen_for_long(chain: Chain) -> None:
    _, tablet, manager, member_id = _busy(chain)
    chain.now += timedelta(days=1)
    kiosk = chain.device(store=OTHER_STORE)
    kiosk.send(RecordVisit(member_id, chain.now.date()))
    chain.settle()
    other = store_scope(OTHER_STORE, Audience.STAFF)
    assert (AggregateKind.MEMBER, member_id) in _told(chain, other)
    chain.now += timedelta(days=90)
    keep_house(chain.engine, chain.now)
    assert (AggregateKind.MEMBER, member_id) in _told(chain, other)
    chain.now += timedelta(days=1)
    keep_house(chain.engine, chain.now)
    for audience in Audience:
        assert (AggregateKind.MEMBER, member_id) not in _told(chain, store_scope(OTHER_STORE, audience))
        assert (AggregateKind.MEMBER, member_id) in _told(chain, store_scope(STORE, audience))
    assert [(row.store_id, row.until) for row in chain.rows(schema.attachment)] == [(STORE, None)]
    told = len(chain.feed(other))
    tablet.send(AdjustPoints(member_id, 5, REASON, ""), manager)
    chain.settle()
    assert len(chain.feed(other)) == told
    kiosk.send(RecordVisit(member_id, chain.now.date()))
    chain.settle()
    assert (AggregateKind.MEMBER, member_id) in _told(chain, other)


def test_attachments_are_found_for_members_of_before(central_url: str, tmp_path: Path) -> None:
    engine = open_centre(central_url, make_secrets(tmp_path))
    seen = (OTHER_STORE, NOON.date())
    member = Member("m", "1", "", "ja", STORE, "", NOON, (), visited=(seen, (STORE, NOON.date())))
    with engine.begin() as connection:
        migrate_empty(connection, "0007")
        row = {"member_id": "m", "number": "1", "home_store": STORE, "balance_points": 0, "pending_points": 0}
        connection.execute(insert(schema.member).values(**row, version=1, body=encode(member)))
    migrate_centre(engine)
    with engine.connect() as connection:
        rows = {(row.store_id, row.until) for row in connection.execute(select(schema.attachment))}
    engine.dispose()
    assert rows == {(STORE, None), (OTHER_STORE, NOON.date() + timedelta(days=90))}


def test_no_feed_no_snapshot(sqlite_chain: Chain) -> None:
    assert list(make_snapshot(sqlite_chain.engine, "store:nowhere:kiosk", sqlite_chain.now)) == []
    with reading(sqlite_chain.engine) as connection:
        assert connection.execute(select(func.count()).select_from(feed)).scalar_one()
    assert sqlite_chain.rows(snapshot) == []


def test_chunks_are_small_and_whole() -> None:
    rows = [
        SnapshotRow(AggregateKind.MEMBER, f"{n:032x}", n, b'"%s"' % bytes([65 + n * i % 25 for i in range(5_000)]))
        for n in range(1_500)
    ]
    cut = list(chunks(rows))
    assert len(cut) > 1
    assert all(len(body) <= CHUNK_BYTES for _, body in cut)
    assert [row for _, body in cut for row in unpack(body)] == rows
    assert [count for count, _ in cut] == [len(unpack(body)) for _, body in cut]
    large = SnapshotRow(AggregateKind.PROGRAMME, "1", 1, b'"%s"' % bytes(range(48, 91)) * 1)
    assert [unpack(body) for _, body in chunks([large])] == [[large]]
    for broken in (b"", b"no chunk", cut[0][1][:-9], cut[0][1][:50] + b"\0" + cut[0][1][51:]):
        with pytest.raises(WireError):
            unpack(broken)
