"""A ticket becomes an award, in whatever order the news of it arrives."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.drums import DrumState
from shared.domain.member import EntryKind, MemberStatus, Ticket, for_kiosk
from shared.domain.operations import GiveTicket, HandOverPrize, ReturnPurchase, TakeTurn, Undo
from shared.domain.programme import BallCount
from shared.domain.rules import Applied, Held, HeldReason
from shared.domain.vouchers import VoucherState
from tests.domain.small_shop import (
    COUNTER,
    GOLD,
    KIOSK,
    MEMBER,
    REASON,
    RED,
    SECOND_KIOSK,
    WHEEL,
    WHITE,
    SmallShop,
    purchase,
)


@pytest.fixture
def shop() -> SmallShop:
    shop = SmallShop()
    shop.enrol()
    return shop


def test_a_turn_uses_the_ticket_takes_the_ball_and_awards_the_prize(shop: SmallShop) -> None:
    (ticket,) = shop.give_tickets(1)
    drum = shop.fill_drum()
    operation = shop.turn(ticket, drum)
    applied = shop.done(operation, KIOSK, None)

    assert shop.member.tickets == ()
    (award,) = shop.member.awards
    assert (award.prize, award.ticket_id, award.campaign) == (operation.prize, ticket.ticket_id, WHEEL)
    assert applied.drum is not None
    assert applied.drum.balls_left == drum.balls_left - 1
    assert shop.member.history[0].kind is EntryKind.TURN


def test_a_white_ball_grants_won_points_at_once(shop: SmallShop) -> None:
    (ticket,) = shop.give_tickets(1)
    applied = shop.done(shop.turn(ticket, shop.fill_drum(BallCount(WHITE, 1))), KIOSK, None)
    (lot,) = shop.member.account.lots
    assert (lot.granted_points, lot.won) == (5, True)
    assert shop.member.account.qualifying_points(2026) == 0
    assert applied.voucher is None
    assert shop.member.history[0].points == 5


def test_a_white_ball_worth_nothing_is_a_thank_you(shop: SmallShop) -> None:
    (wheel, *others) = shop.world.programme.wheels
    prizes = tuple(replace(prize, points=0) for prize in wheel.prizes)
    shop.world.programme = replace(shop.world.programme, wheels=(replace(wheel, prizes=prizes), *others))
    (ticket,) = shop.give_tickets(1)
    shop.done(shop.turn(ticket, shop.fill_drum(BallCount(WHITE, 1))), KIOSK, None)
    assert shop.member.account.lots == ()
    assert len(shop.member.awards) == 1


def test_goods_come_with_a_voucher_that_waits(shop: SmallShop) -> None:
    operation = shop.win_goods()
    (award,) = shop.member.awards
    (voucher,) = shop.world.vouchers.values()
    assert (award.voucher_code, award.voucher_id) == (operation.voucher_code, voucher.voucher_id)
    assert (voucher.member_id, voucher.state) == (MEMBER, VoucherState.ISSUED)
    assert shop.member.waiting_awards(shop.collect_until) == (award,)
    assert shop.member.waiting_awards(shop.collect_until + timedelta(days=1)) == ()


def test_the_last_ball_closes_the_drum(shop: SmallShop) -> None:
    first, second = shop.give_tickets(2)
    drum = shop.fill_drum(BallCount(WHITE, 2))
    shop.done(shop.turn(first, drum), KIOSK, None)
    assert shop.world.drums[drum.drum_id].state is DrumState.LENT
    shop.done(shop.turn(second, shop.world.drums[drum.drum_id]), KIOSK, None)
    assert shop.world.drums[drum.drum_id].state is DrumState.CLOSED


def test_a_hand_over_may_arrive_before_its_turn(shop: SmallShop) -> None:
    """The counter tablet was online before the kiosk: the goods are given, then the centre learns what they were."""
    (ticket,) = shop.give_tickets(1)
    turn = shop.turn(ticket, shop.fill_drum(BallCount(RED, 1)))
    handed_over = shop.done(HandOverPrize(turn.voucher_code or ""))
    assert handed_over.member is None
    shop.done(turn, KIOSK, None)

    (award,) = shop.member.awards
    (voucher,) = shop.world.vouchers.values()
    assert award.state is voucher.state is VoucherState.HANDED_OVER
    assert voucher.member_id == MEMBER
    assert [entry.kind for entry in shop.member.history[:2]] == [EntryKind.HAND_OVER, EntryKind.TURN]
    assert isinstance(shop.act(HandOverPrize(turn.voucher_code or "")), Held)


def test_a_revoked_kiosk_s_voucher_is_good_where_its_turn_is_known(shop: SmallShop) -> None:
    known = shop.win_goods()
    (ticket,) = shop.give_tickets(1)
    unheard = shop.turn(ticket, shop.fill_drum(BallCount(RED, 1)))
    shop.world.directory = tuple(replace(d, revoked=d.device_id == KIOSK) for d in shop.world.directory)
    assert shop.done(HandOverPrize(known.voucher_code or "")).voucher is not None
    refused = shop.act(HandOverPrize(unheard.voucher_code or ""))
    assert isinstance(refused, Held)
    assert refused.reason is HeldReason.VOUCHER_INVALID


def test_a_hand_over_after_its_turn_says_the_same(shop: SmallShop) -> None:
    turn = shop.win_goods()
    shop.done(HandOverPrize(turn.voucher_code or ""))
    (award,) = shop.member.awards
    assert award.state is VoucherState.HANDED_OVER
    assert [entry.kind for entry in shop.member.history[:2]] == [EntryKind.HAND_OVER, EntryKind.TURN]


def _take_back_by_return(shop: SmallShop) -> Ticket:
    shop.done(purchase("p", 1000))
    (ticket,) = shop.member.tickets
    shop.done(ReturnPurchase(MEMBER, "p", (1000,)))
    return ticket


def _take_back_by_undone_purchase(shop: SmallShop) -> Ticket:
    shop.done(purchase("p", 1000))
    (ticket,) = shop.member.tickets
    shop.done(Undo(MEMBER, shop.last_op_id))
    return ticket


def _take_back_by_undone_gift(shop: SmallShop) -> Ticket:
    shop.done(GiveTicket(MEMBER, WHEEL, REASON, ""))
    (ticket,) = shop.member.tickets
    shop.done(Undo(MEMBER, shop.last_op_id))
    return ticket


@pytest.mark.parametrize("take_back", [_take_back_by_return, _take_back_by_undone_purchase, _take_back_by_undone_gift])
def test_a_turn_its_holder_took_before_it_heard_still_stands(
    shop: SmallShop, take_back: Callable[[SmallShop], Ticket]
) -> None:
    """The kiosk held the ticket and its drum, so what it promised without a network is kept."""
    ticket = take_back(shop)
    assert shop.member.tickets == ()
    shop.done(shop.turn(ticket, shop.fill_drum(holder=ticket.holder)), ticket.holder, None)
    assert len(shop.member.awards) == 1
    assert shop.member.withdrawn == ()


def test_a_withdrawn_ticket_is_used_once_at_most(shop: SmallShop) -> None:
    ticket = _take_back_by_return(shop)
    drum = shop.fill_drum(holder=ticket.holder)
    shop.done(shop.turn(ticket, drum), ticket.holder, None)
    again = shop.act(shop.turn(ticket, shop.world.drums[drum.drum_id]), ticket.holder, None)
    assert isinstance(again, Held)
    assert again.reason is HeldReason.TICKET_USED


def test_a_held_award_does_not_stop_the_drum(shop: SmallShop) -> None:
    """The ball is out whatever becomes of the award, so the turns behind it go on."""
    first, second = shop.give_tickets(2)
    drum = shop.fill_drum()
    lost = shop.turn(replace(first, ticket_id="unheard of"), drum)
    held = shop.act(lost, KIOSK, None)
    assert isinstance(held, Held)
    assert held.drum is not None
    assert held.drum.balls_left == drum.balls_left - 1
    shop.done(shop.turn(second, held.drum), KIOSK, None)
    assert len(shop.member.awards) == 1


@pytest.mark.parametrize(
    "forge",
    [
        lambda turn: replace(turn, turn=2),
        lambda turn: replace(turn, choice="another"),
        lambda turn: replace(turn, proof="00" * 32),
        lambda turn: replace(turn, prize=GOLD if turn.prize != GOLD else RED),
        lambda turn: replace(turn, ticket_id="another"),
    ],
    ids=["turn", "choice", "proof", "prize", "ticket"],
)
def test_a_forged_turn_moves_no_drum(shop: SmallShop, forge: Callable[[TakeTurn], TakeTurn]) -> None:
    (ticket,) = shop.give_tickets(1)
    held = shop.act(forge(shop.turn(ticket, shop.fill_drum())), KIOSK, None)
    assert isinstance(held, Held)
    assert held.drum is None


def test_another_kiosk_s_turn_moves_no_drum(shop: SmallShop) -> None:
    (ticket,) = shop.give_tickets(1, SECOND_KIOSK)
    held = shop.act(shop.turn(ticket, shop.fill_drum(holder=KIOSK)), SECOND_KIOSK, None)
    assert isinstance(held, Held)
    assert (held.reason, held.drum) == (HeldReason.DRUM_ELSEWHERE, None)


def test_a_member_blocked_meanwhile_keeps_what_she_won(shop: SmallShop) -> None:
    (ticket,) = shop.give_tickets(1)
    turn = shop.turn(ticket, shop.fill_drum())
    shop.world.members[MEMBER] = replace(shop.member, status=MemberStatus.BLOCKED)
    assert isinstance(shop.act(turn, KIOSK, None), Applied)


def test_a_kiosk_that_has_heard_of_a_withdrawal_refuses(shop: SmallShop) -> None:
    """Withdrawn tickets never travel to a kiosk."""
    ticket = _take_back_by_return(shop)
    shop.world.members[MEMBER] = for_kiosk(shop.member)
    held = shop.act(shop.turn(ticket, shop.fill_drum(holder=ticket.holder)), ticket.holder, None)
    assert isinstance(held, Held)
    assert held.reason is HeldReason.TICKET_UNKNOWN


def test_the_counter_knows_who_gave_the_goods_when_and_where(shop: SmallShop) -> None:
    turn = shop.win_goods()
    shop.done(HandOverPrize(turn.voucher_code or ""))
    (voucher,) = shop.world.vouchers.values()
    act = voucher.hand_over
    assert act is not None
    assert (act.op_id, act.at, act.device_id, act.staff_id) == (shop.last_op_id, shop.now, COUNTER, "aoki")
