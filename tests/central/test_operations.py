"""Every kind of operation, from a device's envelope to ledger, aggregates, holdings, feeds and result."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.central import schema
from shared.domain.devices import DeviceKind
from shared.domain.earning import PurchaseLine
from shared.domain.member import CardState, EntryKind, Member
from shared.domain.operations import (
    AdjustPoints,
    EnrolMember,
    ExchangeForTicket,
    GiveTicket,
    HandOverPrize,
    Receipt,
    RecordPurchase,
    RecordVisit,
    RenewCard,
    ReturnPurchase,
    Undo,
)
from shared.domain.vouchers import VoucherState
from shared.wire.feed import AggregateKind, Audience, store_scope
from shared.wire.json import decode
from tests.central.chain import Chain, HandMadeDevice, Person, assert_all_balances, results_in
from tests.domain.small_shop import GOLD, NOON, REASON, RED, STORE, WHEEL

STAFF_SCOPE = store_scope(STORE, Audience.STAFF)
KIOSK_SCOPE = store_scope(STORE, Audience.KIOSK)
APPLIED = ("applied", None)


class Shop:
    """One store at work: a kiosk, its counter, people and a member."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.kiosk: HandMadeDevice = chain.device()
        self.counter = chain.device(DeviceKind.TABLET, counter=True)
        self.assistant: Person = chain.person("assistant")
        self.manager: Person = chain.person("manager")
        chain.deliver((GOLD, 3), (RED, 6))
        self.member_id = chain.enrol(self.counter, self.assistant)

    @property
    def member(self) -> Member:
        return self.chain.member(self.member_id)

    def buys(self, yen: int, purchase_id: str = "p1", receipt: str = "") -> str:
        till = Receipt(STORE, "1", date(2026, 4, 10), receipt) if receipt else None
        operation = RecordPurchase(purchase_id, self.member_id, (PurchaseLine(yen, 0),), till)
        op_id = self.counter.send(operation, self.assistant)
        self.chain.settle()
        return op_id

    def turns(self, count: int) -> list[str]:
        sent = []
        for ticket in self.member.tickets[:count]:
            turn = self.kiosk.turn(self.member_id, ticket.ticket_id)
            assert turn is not None
            sent.append(self.kiosk.send(turn))
        self.chain.settle()
        return sent


@pytest.fixture
def shop(chain: Chain) -> Shop:
    return Shop(chain)


def test_a_member_joins_and_both_audiences_hear_of_her_in_their_own_way(shop: Shop) -> None:
    told = {
        scope: decode(Member, row.body)
        for scope in (STAFF_SCOPE, KIOSK_SCOPE)
        for row in shop.chain.feed(scope)
        if row.aggregate == AggregateKind.MEMBER
    }
    assert told[STAFF_SCOPE] == shop.member
    assert told[STAFF_SCOPE].profile is not None
    assert told[KIOSK_SCOPE].profile is None
    assert told[KIOSK_SCOPE].nickname == shop.member.nickname
    assert [result.verdict for result in results_in(shop.chain.feed(STAFF_SCOPE))] == ["applied"]
    assert results_in(shop.chain.feed(KIOSK_SCOPE)) == []
    alias = shop.chain.rows(schema.member_alias)[0]
    assert (alias.member_id, alias.state) == (shop.member_id, CardState.CURRENT)
    assert_all_balances(shop.chain)


def test_a_member_number_or_card_that_is_taken_is_held(shop: Shop) -> None:
    same_number = replace(_enrolment(shop), member_id="f" * 32, code_hash="e" * 64)
    same_card = replace(_enrolment(shop), member_id="f" * 32, number="999999999999")
    refused = [shop.counter.send(operation, shop.assistant) for operation in (same_number, same_card)]
    shop.chain.settle()
    assert [shop.chain.result(op_id) for op_id in refused] == [("held", "member_exists")] * 2


def test_a_purchase_earns_points_and_tickets_with_every_column_of_the_ledger(shop: Shop) -> None:
    op_id = shop.buys(3300)
    assert shop.chain.result(op_id) == APPLIED
    assert shop.member.account.balance_points == 33
    assert {ticket.holder for ticket in shop.member.tickets} == {shop.kiosk.device_id}
    balance, qualifying = sorted((r for r in shop.chain.rows(schema.ledger)), key=lambda row: row.line)
    assert (balance.op_id, balance.member_id, balance.points) == (op_id, shop.member_id, 33)
    assert (balance.kind, balance.bucket, balance.lot_id) == ("grant", "balance", f"{op_id}:lot")
    assert (balance.store_id, balance.issuing_store, balance.device_id) == (STORE, STORE, shop.counter.device_id)
    assert (balance.staff_id, balance.approver_id) == (shop.assistant.staff.staff_id, None)
    assert (balance.source, balance.reason, balance.programme_version) == ("record_purchase", "", 1)
    assert (balance.business_time, balance.business_day) == (NOON, date(2026, 4, 10))
    assert (qualifying.bucket, qualifying.points, qualifying.year) == ("qualifying", 33, 2026)
    assert_all_balances(shop.chain)


def test_the_same_receipt_counts_once_whoever_enters_it(shop: Shop) -> None:
    first = shop.buys(1100, "p1", "0007")
    second = shop.buys(1100, "p2", "0007")
    assert shop.chain.result(first) == APPLIED
    assert shop.chain.result(second) == ("duplicate", None)
    assert results_in(shop.chain.feed(STAFF_SCOPE))[-1].detail == first
    assert shop.member.account.balance_points == 11
    assert_all_balances(shop.chain)


def test_an_undone_receipt_may_be_entered_again(shop: Shop) -> None:
    first = shop.buys(1100, "p1", "0007")
    undo = shop.counter.send(Undo(shop.member_id, first), shop.assistant)
    again = shop.buys(1100, "p2", "0007")
    assert [shop.chain.result(op_id) for op_id in (undo, again)] == [APPLIED] * 2
    assert shop.member.account.balance_points == 11
    reversing = [row for row in shop.chain.rows(schema.ledger) if row.op_id == undo]
    assert {(row.reverses_op, row.reverses_line) for row in reversing} == {(first, 0), (first, 1)}
    assert_all_balances(shop.chain)


def test_a_return_reverses_its_share_and_names_the_purchase(shop: Shop) -> None:
    bought = shop.buys(3300)
    returned = shop.counter.send(ReturnPurchase(shop.member_id, "p1", (1100,)), shop.manager)
    shop.chain.settle()
    assert shop.chain.result(returned) == APPLIED
    assert shop.member.account.balance_points == 22
    assert {row.reverses_op for row in shop.chain.rows(schema.ledger) if row.op_id == returned} == {bought}
    states = sorted(row.state for row in shop.chain.rows(schema.holding) if row.kind == "ticket")
    assert states == ["open", "open", "withdrawn"]
    assert_all_balances(shop.chain)


def test_a_visit_brings_one_ticket_a_day(shop: Shop) -> None:
    visits = [shop.kiosk.send(RecordVisit(shop.member_id, date(2026, 4, 10))) for _ in range(2)]
    shop.chain.settle()
    assert [shop.chain.result(op_id)[0] for op_id in visits] == ["applied", "duplicate"]
    assert len(shop.member.tickets) == 1
    assert [row.op_id for row in shop.chain.rows(schema.claim)] == visits[:1]


def test_a_turn_takes_a_ball_and_the_ticket_and_leaves_an_award(shop: Shop) -> None:
    shop.buys(5500)
    turns = shop.turns(5)
    assert [shop.chain.result(op_id) for op_id in turns] == [APPLIED] * 5
    assert shop.member.tickets == ()
    assert len(shop.member.awards) == 5
    recorded = shop.chain.rows(schema.turn)
    assert sorted(row.turn for row in recorded) == [1, 2, 3, 4, 5]
    assert {row.op_id for row in recorded} == set(turns)
    used = [row.state for row in shop.chain.rows(schema.holding) if row.kind == "ticket"]
    assert used == ["used"] * 5
    assert_all_balances(shop.chain)


def test_a_prize_is_handed_over_once_and_undone(shop: Shop) -> None:
    code = _win_goods(shop)
    given = shop.counter.send(HandOverPrize(code), shop.assistant)
    again = shop.counter.send(HandOverPrize(code), shop.assistant)
    shop.chain.settle()
    assert shop.chain.result(given) == APPLIED
    assert shop.chain.result(again) == ("held", "voucher_handed_over")
    award = next(award for award in shop.member.awards if award.voucher_code == code)
    assert award.state is VoucherState.HANDED_OVER
    undo = shop.counter.send(Undo(shop.member_id, given), shop.assistant)
    shop.chain.settle()
    assert shop.chain.result(undo) == APPLIED
    assert shop.chain.voucher(award.voucher_id or "").state is VoucherState.ISSUED


def test_a_hand_over_may_arrive_before_its_turn(shop: Shop) -> None:
    shop.buys(5500)
    prepared = [turn for ticket in shop.member.tickets if (turn := shop.kiosk.turn(shop.member_id, ticket.ticket_id))]
    goods = next(turn for turn in prepared if turn.voucher_code)
    given = shop.counter.send(HandOverPrize(goods.voucher_code or ""), shop.assistant)
    shop.chain.settle()
    assert shop.chain.result(given) == APPLIED
    assert shop.chain.voucher(f"{goods.drum_id}-{goods.turn}").member_id is None
    turns = [shop.kiosk.send(turn) for turn in prepared]
    shop.chain.settle()
    assert [shop.chain.result(op_id) for op_id in turns] == [APPLIED] * len(turns)
    voucher = shop.chain.voucher(f"{goods.drum_id}-{goods.turn}")
    assert (voucher.member_id, voucher.state) == (shop.member_id, VoucherState.HANDED_OVER)
    assert shop.member.entry(given, EntryKind.HAND_OVER) is not None
    assert_all_balances(shop.chain)


def test_an_adjustment_above_the_limit_needs_a_second_person(shop: Shop) -> None:
    alone = shop.counter.send(AdjustPoints(shop.member_id, 200, REASON, ""), shop.assistant)
    agreed = shop.counter.send(AdjustPoints(shop.member_id, 200, REASON, ""), shop.assistant, shop.manager)
    shop.chain.settle()
    assert shop.chain.result(alone) == ("held", "needs_approval")
    assert shop.chain.result(agreed) == APPLIED
    (posted,) = [row for row in shop.chain.rows(schema.ledger) if row.op_id == agreed]
    assert (posted.reason, posted.approver_id) == (REASON, shop.manager.staff.staff_id)
    assert_all_balances(shop.chain)


def test_points_that_are_taken_below_zero_become_a_debt(shop: Shop) -> None:
    taken = shop.counter.send(AdjustPoints(shop.member_id, -30, REASON, ""), shop.assistant)
    shop.chain.settle()
    assert shop.chain.result(taken) == APPLIED
    assert shop.member.account.balance_points == -30
    shop.buys(3300)
    assert shop.member.account.balance_points == 3
    assert_all_balances(shop.chain)


def test_staff_give_a_ticket_and_points_are_exchanged_for_one(shop: Shop) -> None:
    shop.buys(8800)
    given = shop.counter.send(GiveTicket(shop.member_id, WHEEL, REASON, ""), shop.assistant)
    bought = shop.counter.send(ExchangeForTicket(shop.member_id, WHEEL), shop.assistant)
    too_many = shop.counter.send(ExchangeForTicket(shop.member_id, WHEEL), shop.assistant)
    shop.chain.settle()
    assert [shop.chain.result(op_id) for op_id in (given, bought)] == [APPLIED] * 2
    assert shop.chain.result(too_many) == ("declined", "not_enough_points")
    assert shop.member.account.balance_points == 38
    assert_all_balances(shop.chain)


def test_a_new_card_retires_the_old_one(shop: Shop) -> None:
    renewed = shop.counter.send(RenewCard(shop.member_id, "c" * 64), shop.assistant)
    shop.chain.settle()
    assert shop.chain.result(renewed) == APPLIED
    states = {row.code_hash: row.state for row in shop.chain.rows(schema.member_alias)}
    assert states == {f"{1:064x}": CardState.REPLACED, "c" * 64: CardState.CURRENT}


def test_a_store_that_she_visited_hears_of_her_for_ninety_days(shop: Shop) -> None:
    elsewhere = shop.chain.device(store="ueno")
    scope = store_scope("ueno", Audience.KIOSK)
    elsewhere.send(RecordVisit(shop.member_id, date(2026, 4, 10)))
    shop.chain.settle()
    heard = len(shop.chain.feed(scope))
    shop.chain.now += timedelta(days=91)
    shop.buys(1100)
    assert heard == 2
    # An empty body is the farewell; what she buys at home is told there alone.
    assert [row.body for row in shop.chain.feed(scope)[heard:]] == [b""]


def test_a_result_stands_behind_what_it_changed_in_one_transaction(shop: Shop) -> None:
    op_id = shop.buys(1100)
    rows = [row for row in shop.chain.feed(STAFF_SCOPE) if row.token == shop.chain.feed(STAFF_SCOPE)[-1].token]
    assert [row.aggregate for row in rows] == [AggregateKind.MEMBER, None]
    assert (rows[-1].op_id, rows[-1].key) == (op_id, op_id)


def _enrolment(shop: Shop) -> EnrolMember:
    return EnrolMember(shop.member_id, shop.member.number, f"{1:064x}", "Hana", "ja", STORE, None)


def _win_goods(shop: Shop) -> str:
    shop.buys(5500)
    shop.turns(5)
    return next(award.voucher_code for award in shop.member.awards if award.voucher_code)
