"""Held operations: tried again, by themselves or by a manager; rejected; put right by another one."""

from datetime import timedelta
from itertools import permutations

import pytest

from shared.central import schema
from shared.domain.devices import DeviceKind
from shared.domain.earning import PurchaseLine
from shared.domain.operations import (
    AdjustPoints,
    EnrolMember,
    GiveTicket,
    RecordPurchase,
    RejectHeld,
    ReleaseHeld,
)
from shared.wire.feed import AggregateKind, Audience, HeldRow, HeldState, store_scope
from shared.wire.json import decode
from tests.central.chain import Chain, HandMadeDevice, Person, assert_all_balances, results_in
from tests.domain.small_shop import GOLD, OTHER_STORE, REASON, RED, STORE, WHEEL

STAFF_SCOPE = store_scope(STORE, Audience.STAFF)
MEMBER_ID = f"{1:032x}"
ENROLMENT = EnrolMember(MEMBER_ID, f"{1:012d}", f"{1:064x}", "Hana", "ja", STORE, None)
PURCHASE = RecordPurchase("p1", MEMBER_ID, (PurchaseLine(3300, 0),))


class Shop:
    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.counter = chain.device(DeviceKind.TABLET, counter=True)
        self.second = chain.device(DeviceKind.DESKTOP)
        self.assistant: Person = chain.person("assistant")
        self.manager: Person = chain.person("manager")

    def held(self, op_id: str) -> HeldRow:
        return decode(HeldRow, self.chain.body(schema.held, schema.held.c.op_id, op_id))

    def sends(self, device: HandMadeDevice, operation: ReleaseHeld | RejectHeld, by: Person) -> str:
        op_id = device.send(operation, by)
        self.chain.settle()
        return op_id


@pytest.fixture
def shop(chain: Chain) -> Shop:
    return Shop(chain)


@pytest.fixture
def sqlite_shop(sqlite_chain: Chain) -> Shop:
    return Shop(sqlite_chain)


def test_what_waited_for_a_late_enrolment_is_applied_by_itself_in_its_order(shop: Shop) -> None:
    purchase = shop.counter.send(PURCHASE, shop.assistant)
    ticket = shop.counter.send(GiveTicket(MEMBER_ID, WHEEL, REASON, ""), shop.assistant)
    shop.chain.settle()
    assert [shop.chain.result(op_id) for op_id in (purchase, ticket)] == [("held", "member_unknown")] * 2
    shop.second.send(ENROLMENT, shop.assistant)
    shop.chain.settle()
    assert [shop.chain.result(op_id) for op_id in (purchase, ticket)] == [("applied", None)] * 2
    member = shop.chain.member(MEMBER_ID)
    assert (member.account.balance_points, len(member.tickets)) == (33, 4)
    assert [entry.op_id for entry in member.history[:2]] == [ticket, purchase]
    assert shop.held(purchase).state is HeldState.RELEASED
    assert_all_balances(shop.chain)
    rows = shop.chain.feed(STAFF_SCOPE)
    words = [(r.op_id, r.verdict) for r in results_in(rows) if r.op_id in (purchase, ticket)]
    assert words == [(purchase, "held"), (ticket, "held"), (purchase, "applied"), (ticket, "applied")]
    off_the_list = [decode(HeldRow, row.body) for row in rows if row.aggregate == AggregateKind.HELD]
    assert [row.released for row in off_the_list] == [False, False, True, True]


def test_a_turn_whose_ball_is_out_gets_its_award_later(shop: Shop) -> None:
    kiosk = shop.chain.device()
    shop.chain.deliver((GOLD, 3), (RED, 6))
    shop.chain.settle()
    early = kiosk.turn(MEMBER_ID, f"{shop.counter.enrolment.number:08x}{1:024x}:0")
    assert early is not None
    turn = kiosk.send(early)
    shop.chain.settle()
    assert shop.chain.result(turn) == ("held", "member_unknown")
    shop.chain.now += timedelta(minutes=1)
    ticket = shop.counter.send(GiveTicket(MEMBER_ID, WHEEL, REASON, ""), shop.assistant)
    shop.chain.settle()
    shop.second.send(ENROLMENT, shop.assistant)
    shop.chain.settle()
    assert shop.chain.result(ticket) == ("applied", None)
    # It was tried before its ticket, and is tried again by a person.
    assert (shop.held(turn).reason, shop.held(turn).tries) == ("ticket_unknown", 1)
    release = shop.sends(shop.counter, ReleaseHeld(turn), shop.manager)
    assert shop.chain.result(release) == ("applied", None)
    assert shop.chain.result(turn) == ("applied", None)
    (award,) = shop.chain.member(MEMBER_ID).awards
    assert (award.award_id, award.prize) == (f"{early.drum_id}-{early.turn}", early.prize)
    assert len(shop.chain.rows(schema.turn)) == 1
    assert_all_balances(shop.chain)


def test_a_manager_who_releases_agrees_and_stands_in_the_ledger(shop: Shop) -> None:
    shop.counter.send(ENROLMENT, shop.assistant)
    op_id = shop.counter.send(AdjustPoints(MEMBER_ID, 400, REASON, ""), shop.assistant)
    shop.chain.settle()
    assert shop.chain.result(op_id) == ("held", "needs_approval")
    by_assistant = shop.sends(shop.counter, ReleaseHeld(op_id), shop.assistant)
    assert shop.chain.result(by_assistant) == ("held", "not_allowed")
    shop.sends(shop.counter, ReleaseHeld(op_id), shop.manager)
    assert shop.chain.result(op_id) == ("applied", None)
    (line,) = shop.chain.rows(schema.ledger)
    assert (line.op_id, line.points, line.staff_id) == (op_id, 400, shop.assistant.staff.staff_id)
    assert line.approver_id == shop.manager.staff.staff_id
    assert_all_balances(shop.chain)


def test_an_operation_is_settled_once_whoever_speaks_first(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    shop.counter.send(ENROLMENT, shop.assistant)
    for first, second in permutations((ReleaseHeld, RejectHeld)):
        op_id = shop.counter.send(AdjustPoints(MEMBER_ID, 400, REASON, ""), shop.assistant)
        shop.chain.settle()
        words = [shop.counter.send(word(op_id), shop.manager) for word in (first, second, first)]
        shop.chain.settle()
        assert [shop.chain.result(word)[0] for word in words] == ["applied", "duplicate", "duplicate"]
        expected = ("applied", None) if first is ReleaseHeld else ("held", "rejected")
        assert shop.chain.result(op_id) == expected
    assert shop.chain.member(MEMBER_ID).account.balance_points == 400
    assert_all_balances(shop.chain)


def test_what_is_put_right_names_what_put_it_right(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    shop.counter.send(ENROLMENT, shop.assistant)
    op_id = shop.counter.send(AdjustPoints(MEMBER_ID, 400, REASON, ""), shop.assistant)
    shop.chain.settle()
    nothing = shop.sends(shop.counter, RejectHeld(op_id, "", "f" * 32), shop.manager)
    assert shop.chain.result(nothing) == ("held", "held_unknown")
    right = shop.counter.send(AdjustPoints(MEMBER_ID, 300, REASON, ""), shop.manager)
    shop.sends(shop.counter, RejectHeld(op_id, "100 too many", right), shop.manager)
    assert shop.chain.result(op_id) == ("held", "corrected")
    held = shop.held(op_id)
    assert (held.state, held.settled_op, held.settled_by) == (
        HeldState.CORRECTED,
        right,
        shop.manager.staff.staff_id,
    )
    assert shop.chain.member(MEMBER_ID).account.balance_points == 300


def test_a_try_in_vain_leaves_it_on_the_list_with_what_is_missing_now(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    op_id = shop.counter.send(PURCHASE, shop.assistant)
    shop.chain.settle()
    release = shop.sends(shop.counter, ReleaseHeld(op_id), shop.manager)
    assert shop.chain.result(release) == ("applied", None)
    held = shop.held(op_id)
    assert (held.released, held.tries, held.reason) == (False, 1, "member_unknown")
    # It still waits, and comes through when she is there.
    shop.second.send(ENROLMENT, shop.assistant)
    shop.chain.settle()
    assert shop.chain.result(op_id) == ("applied", None)


def test_managers_settle_what_their_own_store_holds(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    op_id = shop.counter.send(PURCHASE, shop.assistant)
    shop.chain.settle()
    elsewhere = shop.chain.device(DeviceKind.DESKTOP, OTHER_STORE)
    word = shop.sends(elsewhere, RejectHeld(op_id), shop.manager)
    assert shop.chain.result(word) == ("held", "held_unknown")
    assert not shop.held(op_id).released


def test_a_forged_operation_is_no_better_when_it_is_released(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    shop.counter.send(ENROLMENT, shop.assistant)
    shop.chain.settle()
    draft = shop.counter.draft(AdjustPoints(MEMBER_ID, 50, REASON, ""))
    signature = shop.assistant.sign(shop.counter.draft(AdjustPoints(MEMBER_ID, 5, REASON, "")))
    op_id = shop.counter.send_draft(draft, signature)
    shop.chain.settle()
    assert shop.chain.result(op_id) == ("held", "signature_invalid")
    shop.sends(shop.counter, ReleaseHeld(op_id), shop.manager)
    assert shop.chain.result(op_id) == ("held", "signature_invalid")
    assert shop.chain.member(MEMBER_ID).account.balance_points == 0
