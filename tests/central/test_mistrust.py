"""What the centre does not believe: it is held, with a reason, and what stands behind it goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from shared.central import schema
from shared.central.database import writing
from shared.domain.devices import DeviceKind
from shared.domain.operations import AdjustPoints, EnrolMember, HandOverPrize
from shared.domain.vouchers import VoucherContent
from shared.wire.envelope import Envelope, Signature, put_in_place
from shared.wire.feed import AggregateKind, Audience, HeldRow, store_scope
from shared.wire.json import decode
from shared.wire.operations import write_operation
from shared.wire.voucher_code import write_voucher
from tests.central.chain import Chain, HandMadeDevice, Person, assert_all_balances
from tests.domain.small_shop import NOON, REASON, STORE


class Counter:
    """A counter tablet with people and a member."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.tablet: HandMadeDevice = chain.device(DeviceKind.TABLET, counter=True)
        self.assistant: Person = chain.person("assistant")
        self.manager: Person = chain.person("manager")
        self.member_id = chain.enrol(self.tablet, self.assistant)

    def adjustment(self, points: int = 10) -> AdjustPoints:
        return AdjustPoints(self.member_id, points, REASON, "")

    def sealed(self, points: int = 10) -> Envelope:
        """Make the envelope of an honest adjustment, not yet in the inbox."""
        draft = self.tablet.draft(self.adjustment(points))
        signature = self.assistant.sign(draft)
        return put_in_place(draft, 1, self.tablet.seq + 1, self.tablet.prev_hash, signature)

    def assert_held(self, op_id: str, reason: str) -> None:
        """Check that the operation is held, visible to staff, and that an honest one behind it is applied."""
        honest = self.tablet.send(self.adjustment(), self.assistant)
        self.chain.settle()
        assert self.chain.result(op_id) == ("held", reason)
        assert self.chain.result(honest) == ("applied", None)
        scope = store_scope(STORE, Audience.STAFF)
        shown = [decode(HeldRow, r.body) for r in self.chain.feed(scope) if r.aggregate == AggregateKind.HELD]
        assert [(row.op_id, row.reason) for row in shown] == [(op_id, reason)]
        assert self.chain.member(self.member_id).account.balance_points == 10
        assert_all_balances(self.chain)


@pytest.fixture
def counter(sqlite_chain: Chain) -> Counter:
    return Counter(sqlite_chain)


def test_a_changed_payload_is_held(counter: Counter) -> None:
    envelope = counter.sealed(10)
    forged = replace(envelope.draft, payload=write_operation(counter.adjustment(99)))
    counter.assert_held(counter.tablet.store(replace(envelope, draft=forged)), "payload_invalid")


def test_a_changed_payload_with_a_fresh_hash_still_lacks_the_signature(counter: Counter) -> None:
    envelope = counter.sealed(10)
    forged = replace(envelope.draft, payload=write_operation(counter.adjustment(99)))
    counter.assert_held(counter.tablet.send_draft(forged, envelope.actor), "signature_invalid")


def test_a_broken_chain_is_held(counter: Counter) -> None:
    draft = counter.tablet.draft(counter.adjustment())
    astray = put_in_place(draft, 1, counter.tablet.seq + 1, "f" * 64, counter.assistant.sign(draft))
    counter.assert_held(counter.tablet.store(astray), "payload_invalid")


def test_a_signature_of_somebody_else_is_held(counter: Counter) -> None:
    draft = counter.tablet.draft(counter.adjustment())
    stolen = Signature(counter.manager.staff.staff_id, counter.assistant.sign(draft).signature)
    counter.assert_held(counter.tablet.send_draft(draft, stolen), "signature_invalid")


def test_a_signature_that_is_no_hex_is_held(counter: Counter) -> None:
    draft = counter.tablet.draft(counter.adjustment())
    nonsense = Signature(counter.assistant.staff.staff_id, "nonsense")
    counter.assert_held(counter.tablet.send_draft(draft, nonsense), "signature_invalid")


def test_a_forged_approver_is_held(counter: Counter) -> None:
    draft = counter.tablet.draft(counter.adjustment(500))
    actor = counter.assistant.sign(draft)
    forged = Signature(counter.manager.staff.staff_id, actor.signature)
    counter.assert_held(counter.tablet.send_draft(draft, actor, forged), "signature_invalid")


def test_nobody_approves_alone(counter: Counter) -> None:
    op_id = counter.tablet.send(counter.adjustment(500), counter.assistant, counter.assistant)
    counter.assert_held(op_id, "needs_approval")


def test_an_unknown_person_is_held(counter: Counter) -> None:
    stranger = replace(counter.assistant, staff=replace(counter.assistant.staff, staff_id="9" * 32))
    counter.assert_held(counter.tablet.send(counter.adjustment(), stranger), "staff_unknown")


def test_an_act_without_a_person_is_held(counter: Counter) -> None:
    counter.assert_held(counter.tablet.send(counter.adjustment()), "not_allowed")


def test_an_unknown_kind_is_held(counter: Counter) -> None:
    draft = replace(counter.tablet.draft(counter.adjustment()), kind="from_the_future")
    counter.assert_held(counter.tablet.send_draft(draft), "kind_unknown")


def test_a_newer_schema_is_held(counter: Counter) -> None:
    draft = replace(counter.tablet.draft(counter.adjustment()), schema_version=99)
    counter.assert_held(counter.tablet.send_draft(draft), "kind_unknown")


@pytest.mark.parametrize("payload", [b"", b"\xff\x00", b"[]", b'{"member_id":7}', b"[" * 5000])
def test_a_payload_that_is_none_is_held(counter: Counter, payload: bytes) -> None:
    draft = replace(counter.tablet.draft(counter.adjustment()), payload=payload)
    counter.assert_held(counter.tablet.send_draft(draft, counter.assistant.sign(draft)), "payload_invalid")


def test_an_unknown_programme_is_held(counter: Counter) -> None:
    draft = replace(counter.tablet.draft(counter.adjustment()), programme_version=77)
    counter.assert_held(counter.tablet.send_draft(draft, counter.assistant.sign(draft)), "programme_unknown")


def test_a_voucher_that_no_kiosk_signed_is_held(counter: Counter) -> None:
    kiosk = counter.chain.device()
    content = VoucherContent(kiosk.enrolment.number, 1, "a" * 32, 1, 1, NOON.date())
    counter.assert_held(
        counter.tablet.send(HandOverPrize(write_voucher(content, counter.tablet.keys)), counter.assistant),
        "voucher_invalid",
    )


def test_an_operation_that_the_tables_refuse_is_held_alone(counter: Counter) -> None:
    sent = counter.tablet.send(counter.adjustment(7), counter.assistant)
    with writing(counter.chain.engine) as connection:
        in_the_way = {
            "op_id": sent,
            "line": 0,
            "kind": "grant",
            "bucket": "balance",
            "member_id": counter.member_id,
            "points": 0,
            "store_id": STORE,
            "issuing_store": STORE,
            "device_id": "",
            "reason": "",
            "source": "",
            "business_time": NOON,
            "business_day": NOON.date(),
            "posted_at": NOON,
            "programme_version": 1,
        }
        connection.execute(insert(schema.ledger).values(in_the_way))
    counter.assert_held(sent, "payload_invalid")


def test_a_gap_in_the_queue_waits_for_what_is_missing(counter: Counter) -> None:
    first = counter.sealed(1)
    draft = replace(counter.tablet.draft(counter.adjustment(2)), op_id="a" * 32)
    second = put_in_place(draft, 1, first.seq + 1, first.hash, counter.assistant.sign(draft))
    counter.tablet.store(second)
    assert counter.chain.settle() == 0
    counter.tablet.store(first)
    assert counter.chain.settle() == 2
    assert counter.chain.member(counter.member_id).account.balance_points == 3


@pytest.mark.parametrize("monotonic_ms", [-(2**63), 0 - 10 * 366 * 86_400_000, 2**63 - 1])
def test_a_monotonic_time_that_is_none_stops_nobody(counter: Counter, monotonic_ms: int) -> None:
    draft = replace(counter.tablet.draft(counter.adjustment(3)), monotonic_ms=monotonic_ms)
    strange = counter.tablet.send_draft(draft, counter.assistant.sign(draft))
    counter.tablet.send(counter.adjustment(4), counter.assistant)
    assert counter.chain.settle() == 2
    assert counter.chain.result(strange) == ("applied", None)
    assert counter.chain.member(counter.member_id).account.balance_points == 7


def test_a_member_with_an_overlong_name_for_herself_is_held(counter: Counter) -> None:
    enrol = EnrolMember("m" * 60, "9" * 12, "e" * 64, "Hana", "ja", STORE, None)
    counter.assert_held(counter.tablet.send(enrol, counter.assistant), "payload_invalid")


@pytest.mark.parametrize("ahead", [timedelta(hours=5), timedelta(days=-40)])
def test_a_clock_that_is_wrong_orders_nothing(counter: Counter, ahead: timedelta) -> None:
    draft = counter.tablet.draft(counter.adjustment())
    an_hour_old = replace(draft, monotonic_ms=draft.monotonic_ms - 3_600_000, wall_time=NOON + ahead)
    op_id = counter.tablet.send_draft(an_hour_old, counter.assistant.sign(an_hour_old))
    counter.chain.settle()
    (posted,) = [row for row in counter.chain.rows(schema.ledger) if row.op_id == op_id]
    assert posted.business_time == NOON - timedelta(hours=1)
    assert [row.subject for row in counter.chain.rows(schema.audit) if row.action == "clock_corrected"] == [
        counter.tablet.device_id
    ]


def test_after_a_restart_the_wall_clock_stands_unless_it_claims_the_future(counter: Counter) -> None:
    days = {}
    for ahead in (timedelta(days=-2), timedelta(days=2)):
        before = counter.tablet.draft(counter.adjustment())
        draft = replace(before, boot_id="another", wall_time=NOON + ahead)
        days[counter.tablet.send_draft(draft, counter.assistant.sign(draft))] = min(NOON, NOON + ahead)
    counter.chain.settle()
    posted = {row.op_id: row.business_time for row in counter.chain.rows(schema.ledger)}
    assert posted == days
