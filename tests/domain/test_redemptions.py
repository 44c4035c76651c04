"""Spending points: held, collected, taken back, lapsed; whatever the order, each point is somewhere once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.member import EntryKind, for_kiosk
from shared.domain.operations import (
    AdjustPoints,
    CancelRedemption,
    ExchangeForTicket,
    HandOverPrize,
    ResetMemberPin,
    Undo,
)
from shared.domain.points import Bucket, PostingKind
from shared.domain.redemptions import LAPSE_GRACE, RedemptionState
from shared.domain.rules import Applied, Duplicate, Held, HeldReason, PinProof, apply
from shared.domain.vouchers import VoucherState
from tests.domain.small_shop import (
    COUNTER,
    KETTLE,
    KIOSK,
    MANAGER,
    MEMBER,
    REASON,
    SECOND_KIOSK,
    TOWEL,
    WHEEL,
    SmallShop,
    purchase,
    with_earning,
)

BALANCE, HELD = Bucket.BALANCE, Bucket.HELD


@pytest.fixture
def shop() -> SmallShop:
    shop = SmallShop()
    shop.enrol()
    shop.pass_time(days=-40)
    shop.done(AdjustPoints(MEMBER, 60, REASON, ""))
    shop.pass_time(days=40)
    shop.done(AdjustPoints(MEMBER, 60, REASON, ""))
    return shop


def test_points_are_held_from_the_lots_that_expire_soonest(shop: SmallShop) -> None:
    old, new = (lot.lot_id for lot in shop.member.account.open_lots())
    applied = shop.done(shop.question(), KIOSK, None)
    assert [(p.kind, p.bucket, p.points, p.lot_id) for p in applied.postings] == [
        (PostingKind.HOLD, BALANCE, -60, old),
        (PostingKind.HOLD, BALANCE, -20, new),
        (PostingKind.HOLD, HELD, 80, None),
    ]
    assert (shop.member.account.balance_points, shop.member.held_points) == (40, 80)
    (award,) = shop.member.awards
    assert (award.prize, award.campaign, award.state) == (TOWEL, "", VoucherState.ISSUED)
    assert shop.member.history[0].kind is EntryKind.REDEMPTION
    assert shop.member.history[0].points == -80


def test_collecting_captures_and_its_undo_holds_again(shop: SmallShop) -> None:
    question = shop.question()
    shop.done(question, KIOSK, None)
    captured = shop.done(HandOverPrize(question.voucher_code))
    assert [(p.kind, p.bucket, p.points) for p in captured.postings] == [(PostingKind.CAPTURE, HELD, -80)]
    assert (shop.member.account.balance_points, shop.member.held_points) == (40, 0)
    assert shop.member.awards[0].state is VoucherState.HANDED_OVER
    shop.done(Undo(MEMBER, shop.last_op_id))
    assert shop.member.held_points == 80
    shop.done(HandOverPrize(question.voucher_code))
    assert (shop.member.account.balance_points, shop.member.held_points) == (40, 0)


@pytest.mark.parametrize(("device", "staff"), [(KIOSK, False), (COUNTER, True)], ids=["the kiosk", "the counter"])
def test_points_return_to_the_lots_they_came_from(shop: SmallShop, device: str, *, staff: bool) -> None:
    before = shop.member.account
    question = shop.question()
    shop.done(question, KIOSK, None)
    redeemed = shop.last_op_id
    back = CancelRedemption(MEMBER, redeemed)
    given = shop.done(back, device, MANAGER if staff else None)
    assert shop.member.account == before
    assert shop.member.held_points == 0
    assert {p.reverses for p in given.postings if p.bucket is BALANCE} == {0, 1}
    assert shop.member.awards[0].state is VoucherState.VOID
    assert isinstance(shop.act(back, device, MANAGER if staff else None), Duplicate)
    assert shop.member.account == before
    refused = shop.act(HandOverPrize(question.voucher_code))
    assert isinstance(refused, Held)
    assert refused.reason is HeldReason.VOUCHER_VOID


def test_points_of_an_expired_lot_return_for_thirty_days(shop: SmallShop) -> None:
    shop.done(shop.question(), KIOSK, None)
    redeemed = shop.last_op_id
    soonest = shop.member.account.lots[0].expires_at
    waits = shop.member.redemptions[0]
    shop.world.members[MEMBER] = replace(shop.member, redemptions=(replace(waits, lapses_at=None),))
    shop.now = soonest + timedelta(hours=1)
    shop.done(CancelRedemption(MEMBER, redeemed), KIOSK, None)
    fresh = shop.member.account.lots[-1]
    assert (fresh.left_points, fresh.expires_at) == (60, soonest + timedelta(days=31))
    assert shop.member.account.balance_points == 120


def test_what_nobody_collects_goes_back_by_itself(shop: SmallShop) -> None:
    question = shop.question()
    shop.done(question, KIOSK, None)
    lapses_at = shop.member.redemptions[0].lapses_at
    assert lapses_at is not None
    assert (lapses_at - LAPSE_GRACE - timedelta(hours=12)).date() == question.collect_until
    shop.now = lapses_at - timedelta(seconds=1)
    shop.done(purchase("p", 100))
    assert shop.member.held_points == 80
    shop.now = lapses_at
    shop.done(purchase("q", 100))
    assert (shop.member.held_points, shop.member.redemptions[0].state) == (0, RedemptionState.GIVEN_BACK)
    assert EntryKind.LAPSE in {entry.kind for entry in shop.member.history}
    assert shop.member.account.balance_points == 122


def test_a_hand_over_that_is_heard_of_after_the_lapse_costs_the_points_after_all(shop: SmallShop) -> None:
    question = shop.question()
    shop.done(question, KIOSK, None)
    given_at = shop.now + timedelta(hours=1)
    lapses_at = shop.member.redemptions[0].lapses_at
    assert lapses_at is not None
    shop.now = lapses_at
    shop.done(AdjustPoints(MEMBER, -90, REASON, ""))
    shop.now = given_at
    shop.done(HandOverPrize(question.voucher_code))
    assert (shop.member.account.balance_points, shop.member.account.debt_points) == (-50, 50)
    assert shop.member.redemptions[0].state is RedemptionState.COLLECTED


def test_a_hand_over_may_be_heard_of_before_its_question(shop: SmallShop) -> None:
    """As after a restore of the centre, when devices tell it again what it forgot."""
    question = shop.question()
    shop.done(HandOverPrize(question.voucher_code))
    shop.done(question, KIOSK, None)
    assert (shop.member.account.balance_points, shop.member.held_points) == (40, 0)
    assert shop.member.awards[0].state is VoucherState.HANDED_OVER
    assert [entry.kind for entry in shop.member.history[:2]] == [EntryKind.HAND_OVER, EntryKind.REDEMPTION]


def test_what_was_taken_back_never_comes_about(shop: SmallShop) -> None:
    question = shop.question()
    context = shop.context(KIOSK)
    shop.done(CancelRedemption(MEMBER, context.op_id), KIOSK, None)
    late = apply(question, context, shop.world)
    assert isinstance(late, Held)
    assert late.reason is HeldReason.REDEMPTION_CANCELLED


def test_a_question_is_answered_with_yes_once(shop: SmallShop) -> None:
    shop.done(AdjustPoints(MEMBER, 100, REASON, ""))
    question = shop.question()
    shop.done(question, KIOSK, None)
    assert isinstance(shop.act(question, KIOSK, None), Duplicate)
    assert shop.member.account.balance_points == 140


def test_a_chosen_pin_is_noted_and_reset_by_two_people(shop: SmallShop) -> None:
    shop.done(AdjustPoints(MEMBER, 300, REASON, ""), actor=MANAGER)
    shop.done(shop.question(KETTLE), KIOSK, None, pin=PinProof.CHOSEN)
    assert shop.member.has_pin
    reset = ResetMemberPin(MEMBER, REASON, "forgot it")
    shop.done(reset, approver=MANAGER)
    assert not shop.member.has_pin
    assert (shop.member.history[0].kind, shop.member.history[0].approver_id) == (EntryKind.PIN_RESET, "chiba")


@pytest.mark.parametrize("for_turn", [False, True], ids=["a reward", "a turn"])
def test_what_she_was_told_yes_to_before_a_restore_is_hers_as_a_debt(shop: SmallShop, *, for_turn: bool) -> None:
    question = ExchangeForTicket(MEMBER, WHEEL, "request") if for_turn else shop.question()
    shop.done(AdjustPoints(MEMBER, -100, REASON, ""))
    assert shop.act(question, KIOSK, None) == Held(HeldReason.NOT_ENOUGH_POINTS, "20")
    owed = replace(shop.context(KIOSK), owed=True)
    outcome = apply(question, owed, shop.world)
    shop.world.keep(owed.op_id, outcome)
    debt_points = 30 if for_turn else 60
    assert shop.member.account.debt_points == debt_points
    assert (len(shop.member.tickets), len(shop.member.awards)) == ((1, 0) if for_turn else (0, 1))
    shop.done(CancelRedemption(MEMBER, owed.op_id), KIOSK, None)
    assert (shop.member.account.balance_points, shop.member.held_points) == (20, 0)


def test_a_kiosk_that_gave_up_never_shows_what_a_yes_has_brought(shop: SmallShop) -> None:
    """Kiosks are not told of redemptions: what was taken back before its answer came must not be usable there."""
    shop.done(ExchangeForTicket(MEMBER, WHEEL, "request"), KIOSK, None)
    shop.world.members[MEMBER] = for_kiosk(shop.member)
    outcome = apply(CancelRedemption(MEMBER, shop.last_op_id), shop.context(KIOSK), shop.world)
    assert isinstance(outcome, Applied)
    assert outcome.member is not None
    assert outcome.member.tickets == ()


def test_an_exchanged_ticket_goes_back_unless_it_is_used(shop: SmallShop) -> None:
    before = shop.member.account
    shop.done(ExchangeForTicket(MEMBER, WHEEL, "request"), KIOSK, None)
    (ticket,) = shop.member.tickets
    assert ticket.holder == KIOSK
    assert isinstance(shop.act(CancelRedemption(MEMBER, shop.last_op_id), KIOSK, None), Applied)
    assert (shop.member.tickets, shop.member.account) == ((), before)


def test_the_kiosk_that_asked_keeps_what_it_was_given(shop: SmallShop) -> None:
    shop.done(ExchangeForTicket(MEMBER, WHEEL, "request"), SECOND_KIOSK, None)
    assert shop.member.tickets[0].holder == SECOND_KIOSK


@pytest.mark.parametrize("looked_after_days", [None, 25], ids=["nobody looked", "somebody looked in between"])
def test_what_matured_before_a_lapse_pays_the_debt_first_whoever_looks_when(
    shop: SmallShop, looked_after_days: int | None
) -> None:
    """Points of a purchase ripen on the twentieth day, those of the reward come back on the forty-fourth."""
    shop.done(shop.question(), KIOSK, None)
    shop.done(AdjustPoints(MEMBER, -80, REASON, ""))
    shop.world.programme = with_earning(shop.world.programme, pending_days=20)
    shop.done(purchase("p", 6_000))
    until = shop.now + timedelta(days=60)
    if looked_after_days is not None:
        shop.pass_time(days=looked_after_days)
        shop.done(ResetMemberPin(MEMBER, REASON, ""), approver=MANAGER)
    shop.now = until
    shop.done(ResetMemberPin(MEMBER, REASON, ""), approver=MANAGER)
    assert [lot.left_points for lot in shop.member.account.open_lots()] == [60, 20, 20]
