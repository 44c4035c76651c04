"""Devices that begin with a snapshot: the same state as from the feed, killed at any point, and nothing shown twice."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.correct import Done
from shared.application.perform import context_of
from shared.application.ports import Signer, Signers
from shared.application.settle_held import reject_held
from shared.application.views import SyncState
from shared.central.housekeeping import keep_house
from shared.central.snapshots import FEED_KEPT, drop_snapshots, make_snapshot
from shared.domain.devices import DeviceKind
from shared.domain.member import Member
from shared.domain.operations import AdjustPoints
from shared.domain.rules import Applied, HeldReason
from shared.storage.exchange import feed, snapshot_chunk
from shared.storage.faults import CentreAway
from shared.sync.device import OpenDevice
from shared.sync.loop import Away, Exchanged
from shared.sync.port import SnapshotOffer
from shared.sync.sql_central import SqlCentral
from shared.wire.enrolment import ENROLMENT_FILE
from shared.wire.feed import PROGRAMME_SCOPE, AggregateKind, Audience, OperationResult, store_scope
from shared.wire.json import decode
from tests.domain.small_shop import REASON, STORE
from tests.sync.chain import Chain, exchange, give, join, line_of, loop_of, sign_in, turn

SCOPES = (PROGRAMME_SCOPE, *(store_scope(STORE, audience) for audience in Audience))
TABLES = ("aggregate", "card", "member_number", "programme", "open_drum", "open_voucher", "cursor")
TEXTS = "SELECT t.member_id, t.text, t.recent_ms FROM member_text t JOIN member_gram g ON g.rowid = t.id"


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.wire.snapshot.PLAIN_BYTES", 1)


def _now() -> datetime:
    return datetime.now(UTC)


def _snapshots(chain: Chain) -> None:
    for scope in SCOPES:
        for _ in make_snapshot(chain.engine, scope, _now()):
            pass


def _prune(chain: Chain) -> None:
    """Let two weeks pass at the centre, so that the feed begins at its newest snapshots."""
    while keep_house(chain.engine, _now() + FEED_KEPT).behind:
        pass


def _content(device: OpenDevice) -> dict[str, list[tuple[Any, ...]]]:
    with device.storage._engine.connect() as connection:
        found = {
            table: sorted(tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}"))
            for table in TABLES
        }
        # Row numbers of the search index depend on the order of arrival.
        return found | {"texts": sorted(tuple(row) for row in connection.execute(text(TEXTS)))}


def _member(device: OpenDevice, member_id: str) -> Member | None:
    with device.desk.storage.read() as transaction:
        return transaction.member(member_id)


def _balance(device: OpenDevice, member_id: str) -> int:
    member = _member(device, member_id)
    assert member is not None
    return member.account.balance_points


def _state(device: OpenDevice) -> SyncState:
    with device.desk.storage.read() as transaction:
        return transaction.sync_state()


def _adjust(tablet: OpenDevice, signer: Signer, member_id: str, points: int) -> None:
    assert isinstance(adjust_points(tablet.desk, Signers(signer), member_id, points, REASON, ""), Adjusted)


def _busy(chain: Chain) -> tuple[OpenDevice, Signer, list[str]]:
    """Let a tablet and a kiosk work until both know everything."""
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK))
    chain.settle(kiosk, tablet)
    signer = sign_in(chain, tablet)
    members = [join(tablet, signer, f"hana{n}").member_id for n in range(3)]
    give(tablet, signer, members[0])
    chain.settle(tablet, kiosk)
    turn(kiosk, members[0])
    _adjust(tablet, signer, members[1], 50)
    chain.settle(kiosk, tablet)
    chain.settle(kiosk, tablet)
    return tablet, signer, members


@pytest.mark.parametrize("kind", [DeviceKind.TABLET, DeviceKind.KIOSK])
def test_a_snapshot_and_the_tail_make_what_the_whole_feed_makes(chain: Chain, kind: DeviceKind) -> None:
    tablet, signer, members = _busy(chain)
    fed = chain.open(chain.enrol("fed", kind))
    exchange(fed)
    chain.settle(fed)
    # The same device once more: what is sealed for it, it alone can read.
    folder = chain.folder / "late"
    folder.mkdir()
    shutil.copy(chain.folder / "fed" / ENROLMENT_FILE, folder)
    late = chain.open(folder)
    _snapshots(chain)
    _adjust(tablet, signer, members[2], 5)
    chain.settle(tablet)
    exchange(late)
    exchange(fed)
    assert _content(late) == _content(fed)
    assert _state(late).arriving is None


class Cut(SqlCentral):
    """A line that breaks at a chunk, counting from 1 over all of its scopes."""

    asked: list[tuple[str, int]]
    cut_at: int

    def chunk(self, offer: SnapshotOffer, number: int) -> bytes | None:
        if len(self.asked) + 1 == self.cut_at:
            raise CentreAway("cut")
        self.asked.append((offer.scope, number))
        return super().chunk(offer, number)


def _cut(chain: Chain, device: OpenDevice, at: int) -> Cut:
    line = line_of(chain, device)
    line.__class__ = Cut
    assert isinstance(line, Cut)
    line.asked, line.cut_at = [], at
    return line


def test_it_goes_on_where_it_was_cut_and_loads_each_chunk_once(small_chain: Chain) -> None:
    chain = small_chain
    _busy(chain)
    whole = chain.open(chain.enrol("whole", DeviceKind.TABLET))
    folder = chain.enrol("piecemeal", DeviceKind.TABLET)
    _snapshots(chain)
    exchange(whole)
    seen, shares = list[tuple[str, int]](), list[float]()
    for _ in range(100):
        device = chain.open(folder)
        line = _cut(chain, device, 2)
        report = loop_of(device).run_once(line)
        seen += line.asked
        arriving = None
        with device.storage._engine.connect() as connection:
            if connection.exec_driver_sql("SELECT count(*) FROM programme").scalar_one():
                arriving = _state(device).arriving
        if arriving is not None and arriving.members:
            assert arriving.first
            shares.append(arriving.share)
        line.close()
        content = _content(device)
        device.close()
        if isinstance(report, Exchanged):
            break
        assert isinstance(report, Away)
    assert content == _content(whole)
    assert len(seen) == len(set(seen)) > 5
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] < 1


def test_a_device_that_was_away_for_long_comes_back_from_a_snapshot(chain: Chain) -> None:
    tablet, signer, members = _busy(chain)
    second = chain.open(chain.enrol("second", DeviceKind.TABLET))
    exchange(second)
    # Answered while it is away; recorded and not sent; and somebody else's work in between.
    _adjust(tablet, signer, members[0], 7)
    line = line_of(chain, tablet)
    tablet_loop = loop_of(tablet)
    tablet_loop._push_all(line)
    line.close()
    chain.work()
    _adjust(second, signer, members[1], 100)
    chain.settle(second)
    _snapshots(chain)
    _prune(chain)
    _adjust(tablet, signer, members[2], 1)
    before = _balance(tablet, members[0])
    shown: list[int] = []
    watching = loop_of(tablet)
    watching.on_progress = lambda: shown.append(_balance(tablet, members[0]))
    assert isinstance(watching.run_once(line_of(chain, tablet)), Exchanged)
    assert len(shown) > 3
    assert set(shown) == {before}
    assert _state(tablet).waiting == 1
    assert _balance(tablet, members[1]) == 150
    chain.settle(tablet, second)
    assert _state(tablet).waiting == 0
    assert [_balance(tablet, m) for m in members] == [_balance(second, m) for m in members]
    assert _content(tablet)["aggregate"] == _content(second)["aggregate"]


def test_a_later_word_on_a_held_operation_is_not_lost(small_chain: Chain) -> None:
    chain = small_chain
    tablet, signer, members = _busy(chain)
    second = chain.open(chain.enrol("second", DeviceKind.TABLET))
    exchange(second)
    with tablet.desk.storage.begin() as transaction:
        # As if the rules here had been others: the centre holds it.
        operation = AdjustPoints(members[0], 0, REASON, "")
        transaction.append(operation, context_of(tablet.desk, Signers(signer)), Applied(), Signers(signer))
        transaction.commit()
    chain.settle(tablet)
    assert _state(tablet).held == 1
    (held_id,) = tablet.storage.unsettled_ids()
    exchange(second)
    assert isinstance(reject_held(second.desk, sign_in(chain, second), held_id, REASON), Done)
    chain.settle(second)
    _snapshots(chain)
    _prune(chain)
    exchange(tablet)
    assert _state(tablet).held == 0
    with tablet.storage._engine.connect() as connection:
        word = connection.exec_driver_sql("SELECT result FROM outbox WHERE op_id = ?", (held_id,)).scalar_one()
    assert decode(OperationResult, word).reason is HeldReason.REJECTED


def test_what_has_left_the_scope_meanwhile_is_forgotten(small_chain: Chain) -> None:
    chain = small_chain
    tablet, _, members = _busy(chain)
    with chain.engine.begin() as connection:
        connection.execute(text("DELETE FROM attachment WHERE member_id = :gone"), {"gone": members[1]})
    _snapshots(chain)
    # A cursor from before the feed begins.
    with chain.engine.begin() as connection:
        scope = store_scope(STORE, Audience.STAFF)
        last = connection.execute(feed.select().where(feed.c.scope == scope).order_by(feed.c.position.desc())).first()
        assert last is not None
        connection.execute(feed.delete().where(feed.c.scope == scope, feed.c.position < last.position))
    with tablet.storage._engine.begin() as local:
        local.exec_driver_sql("UPDATE cursor SET position = position - 1 WHERE scope LIKE '%staff'")
    exchange(tablet)
    assert _member(tablet, members[1]) is None
    assert _member(tablet, members[0]) is not None
    assert {found.member_id for found in tablet.search.find("", 9)} == {members[0], members[2]}
    assert _state(tablet).arriving is None


def test_a_snapshot_that_is_cleared_away_is_replaced_by_the_newest(small_chain: Chain) -> None:
    chain = small_chain
    tablet, signer, members = _busy(chain)
    late = chain.open(chain.enrol("late", DeviceKind.TABLET))
    _snapshots(chain)
    broken = _cut(chain, late, 6)
    assert isinstance(loop_of(late).run_once(broken), Away)
    assert _state(late).arriving is not None
    with chain.engine.begin() as connection:
        drop_snapshots(connection, SCOPES)
    _adjust(tablet, signer, members[0], 1)
    chain.settle(tablet)
    _snapshots(chain)
    exchange(late)
    exchange(tablet)
    assert _content(late) == _content(tablet)
    assert _state(late).arriving is None


def test_without_a_snapshot_and_without_the_feeds_beginning_it_waits(small_chain: Chain) -> None:
    chain = small_chain
    _busy(chain)
    late = chain.open(chain.enrol("late", DeviceKind.TABLET))
    with chain.engine.begin() as connection:
        connection.execute(feed.delete().where(feed.c.scope == SCOPES[2], feed.c.position < 3))
    assert isinstance(late.sync.run_once(), Away)
    chain.work()
    _snapshots(chain)
    exchange(late)


def test_a_broken_chunk_is_not_taken(small_chain: Chain) -> None:
    chain = small_chain
    _busy(chain)
    late = chain.open(chain.enrol("late", DeviceKind.TABLET))
    _snapshots(chain)
    with chain.engine.begin() as connection:
        connection.execute(snapshot_chunk.update().values(body=b"broken"))
    report = late.sync.run_once()
    assert not isinstance(report, Exchanged)
    assert late.storage.position(PROGRAMME_SCOPE).position == 0


@pytest.mark.parametrize("find", [_member, lambda device, _: device.search.find("花", 9)])
def test_a_farewell_makes_a_device_forget(small_chain: Chain, find: Callable[[OpenDevice, str], object]) -> None:
    chain = small_chain
    tablet, _, members = _busy(chain)
    with chain.engine.begin() as connection:
        connection.execute(text("UPDATE attachment SET until = '2020-01-01'"))
    assert find(tablet, members[0])
    keep_house(chain.engine, _now())
    exchange(tablet)
    assert not find(tablet, members[0])
    assert AggregateKind.MEMBER not in {row[0] for row in _content(tablet)["aggregate"]}
    assert _content(tablet)["card"] == []
