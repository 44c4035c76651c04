"""Receipts shown at a kiosk: turns at once and never too many, points when the journal says so, each receipt once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.calendar import end_of_day
from shared.domain.earning import PurchaseLine
from shared.domain.member import EntryKind, ReceiptState, ScannedReceipt, TicketSource, for_kiosk
from shared.domain.operations import (
    EraseMember,
    MergeMembers,
    Receipt,
    RecordPurchase,
    ReturnPurchase,
    ScanReceipt,
    Undo,
    UnmergeMember,
)
from shared.domain.receipts import ReceiptRules
from shared.domain.rules import Applied, Duplicate, Held, HeldReason, Outcome
from shared.domain.rules.entries import let_receipts_lapse
from shared.domain.rules.sales import JournalSale, confirm_scan, refuse_scan, undo_sale
from shared.wire.json import decode, encode
from shared.wire.operations import SCHEMA_VERSION, kind_of, read_operation, write_operation
from tests.domain.small_shop import (
    COUNTER,
    KIOSK,
    MANAGER,
    MEMBER,
    OTHER_STORE,
    PLAIN_WHEEL,
    RECEIPTS,
    SECOND_KIOSK,
    STORE,
    WHEEL,
    SmallShop,
    small_programme,
    with_earning,
    with_receipts,
)

TODAY = date(2026, 4, 10)
OTHER = "member-beni"


def shop_with(rules: ReceiptRules = RECEIPTS, **earning: int) -> SmallShop:
    shop = SmallShop(with_earning(with_receipts(small_programme(), rules), **earning))
    shop.enrol()
    return shop


@pytest.fixture
def shop() -> SmallShop:
    return shop_with()


def paper(number: int = 1, day: date = TODAY) -> Receipt:
    return Receipt(STORE, "1", day, str(number))


def shown(number: int = 1, amount_yen: int | None = 2_200, day: date = TODAY, member_id: str = MEMBER) -> ScanReceipt:
    return ScanReceipt(member_id, paper(number, day), amount_yen, TODAY)


def scan(shop: SmallShop, operation: ScanReceipt, device: str = KIOSK) -> Outcome:
    return shop.act(operation, device, None)


def only(shop: SmallShop) -> ScannedReceipt:
    (receipt,) = shop.member.receipts
    return receipt


def journal(shop: SmallShop, amount_yen: int, number: int = 1, member_id: str = MEMBER) -> Outcome:
    """Let the till's journal say what a receipt was."""
    key = paper(number).key
    receipt = next(each for each in shop.world.members[member_id].receipts if each.key == key)
    context = replace(shop.context(COUNTER), store_id=STORE, device_id="centre")
    sale = JournalSale(key, f"sale-{number}", member_id, (PurchaseLine(amount_yen, amount_yen // 11),))
    outcome = confirm_scan(sale, receipt, context, shop.world)
    shop.world.keep(context.op_id, outcome)
    return outcome


def test_a_receipt_brings_its_turns_at_once_and_no_points(shop: SmallShop) -> None:
    scan(shop, shown(amount_yen=2_200))
    assert [(t.campaign, t.source, t.value_yen, t.holder) for t in shop.member.tickets] == [
        (WHEEL, TicketSource.PURCHASE, 2_200, KIOSK)
    ] * 2
    assert (shop.member.account.balance_points, shop.member.account.pending_points) == (0, 0)
    assert shop.member.expected_points == only(shop).points == 20
    assert shop.member.history[0].kind is EntryKind.RECEIPT
    assert dict(shop.member.visited) == {STORE: TODAY}
    assert shop.world.claims == {paper().key: shop.last_op_id}


def test_one_without_an_amount_brings_a_turn_of_the_draw_that_is_for_it(shop: SmallShop) -> None:
    scan(shop, shown(amount_yen=None))
    assert [t.campaign for t in shop.member.tickets] == [PLAIN_WHEEL]
    assert (only(shop).priced, only(shop).points) == (False, 0)
    plain = shop_with(replace(RECEIPTS, draw_without_amount=""))
    scan(plain, shown(amount_yen=None))
    assert plain.member.tickets == ()


def test_the_same_receipt_counts_once_anywhere(shop: SmallShop) -> None:
    scan(shop, shown())
    first = shop.last_op_id
    shop.enrol(OTHER)
    assert scan(shop, shown()) == scan(shop, shown(), SECOND_KIOSK) == Duplicate(first)
    assert scan(shop, shown(member_id=OTHER), SECOND_KIOSK) == Duplicate(first)
    lines = (PurchaseLine(2_200, 200),)
    keyed = RecordPurchase("keyed", MEMBER, lines, paper())
    assert shop.act(keyed) == Duplicate(first)
    # A tablet knows its own claims only, and what the member's receipts say.
    shop.world.claims.clear()
    assert shop.act(keyed) == scan(shop, shown()) == Duplicate(first)
    assert len(shop.member.tickets) == 2


def test_what_was_keyed_in_is_not_shown_again_at_a_kiosk_that_knows_no_purchases(shop: SmallShop) -> None:
    shop.done(RecordPurchase("keyed", MEMBER, (PurchaseLine(2_200, 200),), paper()))
    keyed = shop.last_op_id
    shop.world.claims.clear()
    assert scan(shop, shown()) == Duplicate(keyed)
    shop.world.members[MEMBER] = for_kiosk(shop.member)
    assert shop.member.purchases == ()
    assert scan(shop, shown()) == Duplicate("")
    assert isinstance(scan(shop, shown(2)), Applied)
    assert for_kiosk(for_kiosk(shop.member)) == for_kiosk(shop.member)


def test_what_was_undone_at_the_counter_counts_at_the_kiosk(shop: SmallShop) -> None:
    shop.done(RecordPurchase("keyed", MEMBER, (PurchaseLine(2_200, 200),), paper()))
    shop.done(Undo(MEMBER, shop.last_op_id))
    assert isinstance(scan(shop, shown()), Applied)


def test_a_kiosk_learns_nothing_of_what_was_bought(shop: SmallShop) -> None:
    shop.done(RecordPurchase("keyed", MEMBER, (PurchaseLine(2_200, 200),), paper(4711)))
    assert b"4711" not in encode(for_kiosk(shop.member))
    assert b"receipt:" not in encode(for_kiosk(shop.member))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from((None, 900, 2_200, 5_000, 9_000)), st.sampled_from((0, 0, 0, 1))), max_size=14)
)
def test_a_day_brings_no_more_than_its_caps(shows: list[tuple[int | None, int]]) -> None:
    shop = shop_with()
    for number, (amount_yen, days) in enumerate(shows):
        shop.pass_time(days=days)
        today = TODAY + (shop.now.date() - TODAY)
        outcome = scan(shop, ScanReceipt(MEMBER, paper(number, today), amount_yen, today))
        day = [each for each in shop.member.receipts if each.day == today]
        assert len(day) <= RECEIPTS.per_day
        assert sum(len(each.ticket_ids) for each in day) <= RECEIPTS.tickets_per_day
        if isinstance(outcome, Held):
            assert outcome.reason is HeldReason.RECEIPT_LIMIT
            assert len(day) == RECEIPTS.per_day
    assert shop.member.account.balance_points == shop.member.account.pending_points == 0


def test_turns_are_only_of_draws_that_ran_when_it_was_paid(shop: SmallShop) -> None:
    started = replace(shop.world.programme.wheels[0], starts_on=TODAY)
    shop.world.programme = replace(shop.world.programme, wheels=(started, *shop.world.programme.wheels[1:]))
    scan(shop, shown(day=TODAY - timedelta(days=1)))
    assert shop.member.tickets == ()
    assert only(shop).points == 20


def test_a_kiosk_that_may_hold_nothing_more_leaves_the_turns_to_another(shop: SmallShop) -> None:
    shop.world.directory = tuple(
        replace(device, retiring=True) if device.device_id == KIOSK else device for device in shop.world.directory
    )
    scan(shop, shown())
    assert {t.holder for t in shop.member.tickets} == {SECOND_KIOSK}


def test_the_journal_confirms_it_and_the_points_follow() -> None:
    shop = shop_with(pending_days=3)
    scan(shop, shown())
    before = shop.member.tickets
    journal(shop, 2_200)
    assert only(shop).state is ReceiptState.CONFIRMED
    assert shop.member.account.pending_points == 20
    assert shop.member.expected_points == 0
    assert shop.member.tickets == before
    (bought,) = shop.member.purchases
    assert (bought.receipt_key, bought.ticket_ids) == (paper().key, only(shop).ticket_ids)
    shop.done(ReturnPurchase(MEMBER, "sale-1", (2_200,)), actor=MANAGER)
    assert shop.member.account.pending_points == 0
    assert shop.member.tickets == ()


@pytest.mark.parametrize(("paid_yen", "turns"), [(900, 0), (1_500, 1), (2_200, 2), (4_400, 4), (99_000, 5)])
def test_the_journal_has_the_last_word_on_the_amount(shop: SmallShop, paid_yen: int, turns: int) -> None:
    scan(shop, shown(amount_yen=2_200))
    journal(shop, paid_yen)
    assert shop.member.account.balance_points == (paid_yen - paid_yen // 11) // 100
    assert len(shop.member.tickets) == turns
    assert len({ticket.ticket_id for ticket in shop.member.tickets}) == turns


def test_a_turn_that_was_taken_counts_whatever_the_journal_says(shop: SmallShop) -> None:
    scan(shop, shown(amount_yen=2_200))
    shop.done(shop.turn(shop.member.tickets[0], shop.fill_drum()), KIOSK, None)
    journal(shop, 1_000)
    assert shop.member.tickets == ()
    assert len(shop.member.awards) == 1


def test_the_journal_brings_the_turns_of_a_receipt_that_said_no_amount(shop: SmallShop) -> None:
    scan(shop, shown(amount_yen=None))
    journal(shop, 3_300)
    assert sorted(t.campaign for t in shop.member.tickets) == [PLAIN_WHEEL, *[WHEEL] * 3]
    shop.done(ReturnPurchase(MEMBER, "sale-1", (3_300,)), actor=MANAGER)
    assert [t.campaign for t in shop.member.tickets] == [PLAIN_WHEEL]


def test_the_cap_is_for_what_nobody_has_confirmed(shop: SmallShop) -> None:
    for number in (1, 2):
        scan(shop, shown(number, 5_000))
    assert len(shop.member.tickets) == RECEIPTS.tickets_per_day == 6
    journal(shop, 5_000, 2)
    assert len(shop.member.tickets) == 10


def test_what_no_journal_confirms_lapses_and_a_late_one_still_counts(shop: SmallShop) -> None:
    scan(shop, shown())
    lapses_at = only(shop).lapses_at
    assert lapses_at == end_of_day(TODAY + timedelta(days=14), "Asia/Tokyo")
    held = shop.member
    assert let_receipts_lapse(held, lapses_at - timedelta(seconds=1)) is held
    shop.now = lapses_at
    shop.done(RecordPurchase("another", MEMBER, (PurchaseLine(500, 45),)))
    assert only(shop).state is ReceiptState.LAPSED
    assert shop.member.expected_points == 0
    assert list(shop.member.tickets) == []
    assert len(shop.member.withdrawn) == 2
    points = shop.member.account.balance_points
    journal(shop, 2_200)
    assert shop.member.account.balance_points == points + 20
    assert len({ticket.ticket_id for ticket in shop.member.tickets}) == 2


def test_a_receipt_of_somebody_else_is_given_up(shop: SmallShop) -> None:
    scan(shop, shown())
    outcome = refuse_scan(MEMBER, only(shop), shop.context(COUNTER), shop.world)
    shop.world.keep("refusal", outcome)
    assert only(shop).state is ReceiptState.REFUSED
    assert shop.member.tickets == ()
    assert shop.world.claims == {}
    assert isinstance(scan(shop, shown()), Duplicate)


def test_an_undone_journal_leaves_it_waiting(shop: SmallShop) -> None:
    scan(shop, shown(amount_yen=2_200))
    before = shop.member.tickets
    journal(shop, 4_400)
    (bought,) = shop.member.purchases
    context = shop.context(COUNTER)
    shop.world.keep(context.op_id, undo_sale(MEMBER, bought, context, shop.world))
    assert only(shop).state is ReceiptState.WAITING
    assert (shop.member.account.balance_points, shop.member.tickets, shop.member.purchases) == (0, before, ())
    assert paper().key in shop.world.claims
    journal(shop, 2_200)
    assert (shop.member.account.balance_points, shop.member.tickets) == (20, before)


def test_receipts_go_with_the_member(shop: SmallShop) -> None:
    shop.enrol(OTHER)
    scan(shop, shown(1))
    scan(shop, shown(2, member_id=OTHER))
    shop.done(MergeMembers(MEMBER, OTHER), actor=MANAGER)
    assert {each.key for each in shop.member.receipts} == {paper(1).key, paper(2).key}
    assert shop.world.members[OTHER].receipts == ()
    journal(shop, 2_200, 2)
    shop.done(UnmergeMember(OTHER), actor=MANAGER)
    assert [each.key for each in shop.member.receipts] == [paper(1).key]
    assert [each.state for each in shop.world.members[OTHER].receipts] == [ReceiptState.CONFIRMED]
    shop.done(EraseMember(MEMBER), actor=MANAGER)
    assert shop.member.receipts == ()


def test_settled_receipts_are_let_go_of(shop: SmallShop) -> None:
    scan(shop, shown(1))
    journal(shop, 2_200)
    shop.pass_time(days=14 + 89)
    shop.done(RecordPurchase("b", MEMBER, (PurchaseLine(500, 45),)))
    assert only(shop).state is ReceiptState.CONFIRMED
    shop.pass_time(days=3)
    shop.done(RecordPurchase("c", MEMBER, (PurchaseLine(500, 45),)))
    assert shop.member.receipts == ()


def test_how_old_it_is_the_kiosk_s_day_says_and_the_caps_count_by_the_true_one() -> None:
    shop = shop_with(replace(RECEIPTS, per_day=1))
    shop.pass_time(days=30)
    assert isinstance(scan(shop, shown(1)), Applied)
    assert only(shop).day == TODAY + timedelta(days=30)
    later = replace(shown(2), day=TODAY + timedelta(days=1))
    assert scan(shop, later) == Held(HeldReason.RECEIPT_LIMIT)


def test_the_operation_and_the_member_travel() -> None:
    operation = shown(amount_yen=None)
    assert kind_of(operation) == "scan_receipt"
    assert read_operation("scan_receipt", SCHEMA_VERSION, write_operation(operation)) == operation
    shop = shop_with()
    scan(shop, shown())
    assert decode(type(shop.member), encode(shop.member)) == shop.member


def test_a_member_of_an_older_version_has_no_receipts(shop: SmallShop) -> None:
    fields = decode(dict[str, object], encode(shop.member))
    for name in ("receipts", "counted"):
        del fields[name]
    assert decode(type(shop.member), encode(fields)) == shop.member


def test_each_store_of_the_chain_counts_here(shop: SmallShop) -> None:
    elsewhere = Receipt(OTHER_STORE, "1", TODAY, "1")
    assert isinstance(scan(shop, ScanReceipt(MEMBER, elsewhere, 1_000, TODAY)), Applied)
