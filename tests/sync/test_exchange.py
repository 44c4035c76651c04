"""Devices and centre, over real databases of each kind: everything converges, nothing is doubled or lost."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.correct import Done
from shared.application.hand_over_prize import HandedOverBefore, PrizeHandedOver, hand_over_prize
from shared.application.perform import perform
from shared.application.ports import LookedUp, LookUp, Signers
from shared.application.read_store import held_operations
from shared.application.record_purchase import PurchaseRecorded, record_purchase
from shared.application.settle_held import release_held
from shared.application.views import Link, SyncState
from shared.central import schema
from shared.central.database import reading
from shared.central.schema import member as stored_member
from shared.central.standing import state_of
from shared.domain.calls import Call
from shared.domain.devices import DeviceKind, DeviceState
from shared.domain.member import Member
from shared.domain.operations import MergeMembers
from shared.domain.receipts import ReceiptCode
from shared.domain.rules import Applied
from shared.storage.device_schema import outbox
from shared.storage.device_storage import NEWER_LANGUAGE, FeedUnreadable
from shared.storage.engine import central_engine
from shared.storage.exchange import feed, inbox
from shared.storage.faults import CentreAway
from shared.sync import loop
from shared.sync.device import OpenDevice, SystemClock
from shared.sync.loop import Away, Exchanged, Halted
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
from shared.sync.sql_central import SqlCentral
from shared.wire.envelope import Envelope
from shared.wire.feed import Audience, OperationResult, Verdict, store_scope
from shared.wire.json import decode
from tests.domain.small_shop import REASON, STORE
from tests.sync.chain import Chain, exchange, give, greet, join, line_of, loop_of, sign_in, turn


def _member(device: OpenDevice, member_id: str) -> Member:
    with device.desk.storage.read() as transaction:
        member = transaction.member(member_id)
        assert member is not None
        return member


def _state(device: OpenDevice) -> SyncState:
    with device.desk.storage.read() as transaction:
        return transaction.sync_state()


def test_what_happens_on_one_device_reaches_the_other(chain: Chain) -> None:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK))
    chain.settle(kiosk, tablet)
    signer = sign_in(chain, tablet)
    member = join(tablet, signer)
    give(tablet, signer, member.member_id)
    chain.settle(tablet, kiosk)
    assert greet(kiosk, member.card_code).nickname == "hana"
    assert len(turn(kiosk, member.member_id, 2)) == 2
    chain.settle(kiosk, tablet)
    seen, own = _member(tablet, member.member_id), _member(kiosk, member.member_id)
    assert (seen.awards, seen.account) == (own.awards, own.account)
    assert len(seen.awards) == 2
    assert (_state(kiosk).waiting, _state(tablet).held, _state(kiosk).link) == (0, 0, Link.ONLINE)
    assert tablet.search.find("はなだ", 5)[0].member_id == member.member_id


def test_days_without_a_line_end_in_one_truth(chain: Chain) -> None:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK))
    chain.settle(kiosk, tablet)
    signer = sign_in(chain, tablet)
    member = join(tablet, signer)
    for _ in range(5):
        give(tablet, signer, member.member_id)
    chain.settle(tablet, kiosk)
    turns = turn(kiosk, member.member_id, 5)
    codes = [t.award.award.voucher_code for t in turns if t.award.award.voucher_code]
    for points in (50, -20, 30):
        assert isinstance(adjust_points(tablet.desk, Signers(signer), member.member_id, points, REASON, ""), Adjusted)
    for code in codes:
        assert isinstance(hand_over_prize(tablet.desk, signer, code), PrizeHandedOver)
    with tablet.desk.storage.read() as transaction:
        assert transaction.vouchers_waiting() == ()
    exchange(kiosk)
    chain.work()
    exchange(tablet)
    before_own_results = _member(tablet, member.member_id)
    assert [a.state for a in before_own_results.awards if a.voucher_id] == ["handed_over"] * len(codes)
    chain.settle(tablet, kiosk)
    chain.settle(tablet, kiosk)
    seen, own = _member(tablet, member.member_id), _member(kiosk, member.member_id)
    assert (seen.awards, seen.account) == (own.awards, own.account)
    assert {a.award_id for a in seen.awards} == {a.award_id for a in before_own_results.awards}
    assert [a.state for a in seen.awards if a.voucher_id] == ["handed_over"] * len(codes)
    assert (_state(kiosk).waiting, _state(tablet).waiting, _state(tablet).held) == (0, 0, 0)
    for code in codes:
        assert isinstance(hand_over_prize(tablet.desk, signer, code), HandedOverBefore)


def test_the_same_receipt_on_two_tablets_counts_once(chain: Chain) -> None:
    tablets = [chain.open(chain.enrol(name, DeviceKind.TABLET)) for name in ("one", "two")]
    chain.settle(*tablets)
    signer = sign_in(chain, tablets[0])
    member = join(tablets[0], signer)
    chain.settle(*tablets)
    day = _member(tablets[0], member.member_id).enrolled_at.date()
    receipt = ReceiptCode(STORE, "01", day, "77", 2200)
    for tablet in tablets:
        answer = record_purchase(tablet.desk, signer, member.member_id, 2200, receipt)
        assert isinstance(answer, PurchaseRecorded)
        assert len(_member(tablet, member.member_id).purchases) == 1
    for _ in range(2):
        chain.settle(*tablets)
    first, second = (_member(tablet, member.member_id) for tablet in tablets)
    assert first == second
    assert len(first.purchases) == 1
    assert [_state(tablet).waiting for tablet in tablets] == [0, 0]


class LostAck:
    """A line that breaks after the centre has stored a batch."""

    def __init__(self, line: SqlCentral) -> None:
        self._line = line
        self.broken = False

    def standing(self) -> Standing | None:
        return self._line.standing()

    def leave(self) -> None:
        self._line.leave()

    def head(self) -> Head:
        return self._line.head()

    def push(self, operations: tuple[Envelope, ...], sent: Sent) -> Head:
        head = self._line.push(operations, sent)
        if not self.broken:
            self.broken = True
            raise CentreAway("cut")
        return head

    def tell_fork(self, seq: int) -> None:
        self._line.tell_fork(seq)

    def look_up(self, asked: LookUp) -> LookedUp:
        return self._line.look_up(asked)

    def say(self, said: Said) -> None:
        self._line.say(said)

    def calls(self) -> tuple[Call, ...]:
        return self._line.calls()

    def arrived(self, op_ids: tuple[str, ...]) -> frozenset[str]:
        return self._line.arrived(op_ids)

    def present(self, generation: str, parts: tuple[bytes, ...]) -> None:
        self._line.present(generation, parts)

    def pull(self, cursor: Cursor, limit: int = 500) -> Page | CentreRestored | FeedPruned:
        return self._line.pull(cursor, limit)

    def snapshot(self, scope: str) -> SnapshotOffer | None:
        return self._line.snapshot(scope)

    def chunk(self, offer: SnapshotOffer, number: int) -> bytes | None:
        return self._line.chunk(offer, number)

    def results(self, offer: SnapshotOffer, op_ids: tuple[str, ...]) -> tuple[OperationResult, ...]:
        return self._line.results(offer, op_ids)

    def wait(self, cursors: tuple[Cursor, ...], timeout_ms: int, is_wanted: Callable[[], bool]) -> frozenset[str]:
        return self._line.wait(cursors, timeout_ms, is_wanted)

    def hang_up(self) -> None:
        self._line.hang_up()


def test_a_lost_acknowledgement_doubles_nothing(chain: Chain) -> None:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    exchange(tablet)
    member = join(tablet, sign_in(chain, tablet))
    line, loop = line_of(chain, tablet), loop_of(tablet)
    lossy = LostAck(line)
    assert isinstance(loop.run_once(lossy), Away)
    assert _state(tablet).link is Link.OFFLINE
    loop.run_once(lossy)
    chain.work()
    loop.run_once(lossy)
    line.close()
    with chain.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(inbox)).scalar_one() == 1
    assert _state(tablet).waiting == 0
    assert _member(tablet, member.member_id).nickname == "hana"


def test_what_a_centre_has_lost_before_it_answered_is_sent_again(chain: Chain) -> None:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    exchange(tablet)
    join(tablet, sign_in(chain, tablet))
    assert exchange(tablet).pushed == 1
    with chain.engine.begin() as connection:
        connection.execute(delete(inbox))
    assert exchange(tablet).pushed == 1
    chain.settle(tablet)
    assert _state(tablet).waiting == 0


class Busy(SqlCentral):
    """A line on which the centre's head is asked for while somebody works."""

    meanwhile: Callable[[], object]

    def head(self) -> Head:
        head = super().head()
        self.meanwhile()
        return head


def test_what_is_recorded_during_an_exchange_is_no_clones_work(small_chain: Chain) -> None:
    chain = small_chain
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    exchange(tablet)
    signer = sign_in(chain, tablet)
    join(tablet, signer, "one")
    enrolment = tablet.enrolment
    engine = central_engine(chain.url, bytes.fromhex(enrolment.central_key))
    line = Busy(engine, enrolment.device_id, enrolment.epoch, SystemClock())
    line.meanwhile = lambda: join(tablet, signer, "two")
    report = loop_of(tablet).run_once(line)
    line.close()
    assert isinstance(report, Exchanged), report
    assert report.pushed == 2


class Newer(SqlCentral):
    """A line to a centre that speaks a newer language."""

    def pull(self, cursor: Cursor, limit: int = PULL_ROWS) -> Page | CentreRestored:
        raise FeedUnreadable(NEWER_LANGUAGE)


def test_a_device_that_can_not_read_its_feed_does_not_call_itself_online(small_chain: Chain) -> None:
    chain = small_chain
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    exchange(tablet)
    assert _state(tablet).link is Link.ONLINE
    enrolment = tablet.enrolment
    engine = central_engine(chain.url, bytes.fromhex(enrolment.central_key))
    line = Newer(engine, enrolment.device_id, enrolment.epoch, SystemClock())
    with pytest.raises(FeedUnreadable, match="update Garapon on this device"):
        loop_of(tablet).run_once(line)
    line.close()
    assert _state(tablet).link is Link.OFFLINE


def test_a_cloned_device_is_recognised(chain: Chain) -> None:
    folder = chain.enrol("tablet", DeviceKind.TABLET)
    tablet = chain.open(folder)
    exchange(tablet)
    clone = chain.copy(folder)
    signer = sign_in(chain, tablet)
    join(tablet, signer)
    exchange(tablet)
    join(clone, sign_in(chain, clone), "twin")
    report = clone.sync.run_once()
    assert isinstance(report, Halted)
    assert "copied or restored" in report.sentence
    assert _state(clone).waiting == 1


def test_a_clone_freezes_its_device_at_the_first_exchange_that_differs(chain: Chain) -> None:
    folder = chain.enrol("tablet", DeviceKind.TABLET)
    tablet = chain.open(folder)
    exchange(tablet)
    clone = chain.copy(folder)
    join(tablet, sign_in(chain, tablet))
    chain.settle(tablet)
    join(clone, sign_in(chain, clone), "twin")
    assert isinstance(clone.sync.run_once(), Halted)
    chain.work()
    join(tablet, sign_in(chain, tablet), "unapplied")
    exchange(tablet)
    chain.work()
    with reading(chain.engine) as connection:
        assert state_of(connection, tablet.enrolment.device_id) is DeviceState.FROZEN
        members = connection.execute(select(func.count()).select_from(schema.member)).scalar_one()
    assert members == 1
    assert (_state(tablet).waiting, _state(clone).waiting) == (1, 1)


def test_a_device_restored_from_an_old_copy_is_frozen_too(chain: Chain) -> None:
    folder = chain.enrol("tablet", DeviceKind.TABLET)
    tablet = chain.open(folder)
    exchange(tablet)
    old = chain.copy(folder)
    join(tablet, sign_in(chain, tablet))
    chain.settle(tablet)
    join(old, sign_in(chain, old), "again")
    join(old, sign_in(chain, old), "and again")
    assert isinstance(old.sync.run_once(), Halted)
    chain.work()
    with reading(chain.engine) as connection:
        assert state_of(connection, tablet.enrolment.device_id) is DeviceState.FROZEN


def test_pages_hold_whole_transactions(chain: Chain) -> None:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    exchange(tablet)
    signer = sign_in(chain, tablet)
    for index in range(3):
        join(tablet, signer, f"n{index}")
    exchange(tablet)
    chain.work()
    line = line_of(chain, tablet)
    scope = store_scope(STORE, Audience.STAFF)
    cursor, tokens = Cursor(scope, 0, ""), []
    more = True
    while more:
        page = line.pull(cursor, 1)
        assert isinstance(page, Page)
        tokens.append({row.token for row in page.rows})
        cursor = Cursor(scope, page.rows[-1].position, page.rows[-1].token)
        more = page.more
    line.close()
    assert all(not a & b for a, b in pairwise(tokens))
    assert max(map(len, tokens)) == 1
    with chain.engine.connect() as connection:
        rows = connection.execute(select(func.count()).select_from(feed).where(feed.c.scope == scope)).scalar_one()
    assert cursor.position == rows


def test_a_push_must_follow_what_is_stored(chain: Chain) -> None:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    exchange(tablet)
    signer = sign_in(chain, tablet)
    for index in range(3):
        join(tablet, signer, f"n{index}")
    first, second, third = tablet.storage.operations_after(0, 10)
    line = line_of(chain, tablet)
    sent = Sent(0, "boot")
    for wrong in ((second,), (first, third), (second, first)):
        with pytest.raises(SequenceConflict):
            line.push(wrong, sent)
    assert line.head().seq == 0
    assert line.push((first,), sent).seq == 1
    assert line.push((first, second), sent).seq == 2
    assert line.push((first, second), sent).seq == 2
    changed = replace(third, hash="0" * 64)
    assert line.push((changed,), sent).seq == 3
    with pytest.raises(SequenceConflict):
        line.push((third,), sent)
    line.close()


def test_a_centre_without_tables_is_away(chain: Chain, tmp_path: Path) -> None:
    folder = chain.enrol("tablet", DeviceKind.TABLET)
    tablet = chain.open(folder)
    tablet.sync.point_at(f"sqlite:///{tmp_path / 'nowhere.sqlite'}")
    assert isinstance(tablet.sync.run_once(), Away | Halted)
    assert not (tmp_path / "nowhere.sqlite").exists()
    tablet.sync.point_at("postgresql://127.0.0.1:1/none")
    assert isinstance(tablet.sync.run_once(), Away)
    tablet.sync.point_at(None)
    assert tablet.sync.run_once() is None
    tablet.sync.point_at(chain.url)
    exchange(tablet)
    assert _state(tablet).link is Link.ONLINE


def test_a_device_hears_that_what_was_held_is_done_after_all(chain: Chain) -> None:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    second = chain.open(chain.enrol("second", DeviceKind.TABLET))
    chain.settle(tablet, second)
    signer = sign_in(chain, tablet)
    member = join(tablet, signer)
    chain.settle(tablet, second)
    # The centre does not know her for a while.
    bought = record_purchase(tablet.desk, signer, member.member_id, 3300, None)
    assert isinstance(bought, PurchaseRecorded)
    envelope = tablet.storage.operations_after(tablet.storage.head()[0] - 1, 1)[0]
    with chain.engine.begin() as connection:
        connection.execute(update(stored_member).values(member_id=stored_member.c.member_id + "-away"))
    chain.settle(tablet, second)
    assert _result_of(tablet, envelope.draft.op_id) is Verdict.HELD
    assert [held.op_id for held in held_operations(second.desk)] == [envelope.draft.op_id]
    with chain.engine.begin() as connection:
        connection.execute(update(stored_member).values(member_id=member.member_id))
    assert isinstance(release_held(second.desk, sign_in(chain, second), envelope.draft.op_id), Done)
    assert [held.settling for held in held_operations(second.desk)] == [True]
    chain.settle(second, tablet)
    assert _result_of(tablet, envelope.draft.op_id) is Verdict.APPLIED
    assert tablet.storage.operations_after(envelope.seq - 1, 1) == (envelope,)
    assert held_operations(second.desk) == held_operations(tablet.desk) == ()
    for device in (tablet, second):
        assert _member(device, member.member_id).purchases[0].op_id == envelope.draft.op_id
    assert (_state(tablet).held, _state(tablet).waiting) == (0, 0)


def _result_of(device: OpenDevice, op_id: str) -> Verdict:
    with device.storage.reading() as (connection, _):
        body = connection.execute(select(outbox.c.result).where(outbox.c.op_id == op_id)).scalar_one()
        return decode(OperationResult, body).verdict


def test_a_device_stores_so_much_ahead_and_the_rest_when_it_has_answers(
    small_chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "AHEAD_MOST", 2)
    chain = small_chain
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    exchange(tablet)
    signer = sign_in(chain, tablet)
    for number in range(5):
        join(tablet, signer, f"member {number}")
    assert [exchange(tablet).pushed for _ in range(2)] == [2, 0]
    sent = []
    for _ in range(5):
        chain.work()
        sent.append(exchange(tablet).pushed)
    # An exchange pushes first: the answers that it brings make room for the next one.
    assert sent == [0, 2, 0, 1, 0]
    assert _state(tablet).waiting == 0


def test_a_kiosk_that_heard_late_of_a_merge_ends_with_the_same_member(chain: Chain) -> None:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK))
    chain.settle(kiosk, tablet)
    signer = sign_in(chain, tablet)
    kept, merged = join(tablet, signer, "hana"), join(tablet, signer, "hana2")
    give(tablet, signer, merged.member_id)
    chain.settle(tablet, kiosk)
    with tablet.desk.storage.begin() as transaction:
        operation = MergeMembers(kept.member_id, merged.member_id)
        assert isinstance(perform(tablet.desk, transaction, operation, Signers(signer)), Applied)
        transaction.commit()
    assert _member(tablet, merged.member_id).merged_into == kept.member_id
    # Cut off, the kiosk goes on with the member it knows.
    assert greet(kiosk, merged.card_code).nickname == "hana2"
    assert len(turn(kiosk, merged.member_id)) == 1
    exchange(tablet)
    chain.settle(kiosk, tablet)
    chain.settle(kiosk, tablet)
    assert (_state(kiosk).waiting, _state(tablet).waiting, _state(tablet).held) == (0, 0, 0)
    assert greet(kiosk, merged.card_code).member_id == kept.member_id
    seen = _member(tablet, kept.member_id)
    assert len(seen.awards) == 1
    assert seen.awards == _member(kiosk, kept.member_id).awards
    assert [found.member_id for found in tablet.search.find("hana", 5)] == [kept.member_id]
