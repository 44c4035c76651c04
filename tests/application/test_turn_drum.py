"""Turns: what is recorded, what is refused, and what stays good."""

from dataclasses import replace

from shared.application.turn_drum import (
    DrawEnded,
    NoTurnsHere,
    TurnsTaken,
    WheelReady,
    WheelRests,
    open_wheel,
    take_turns,
)
from shared.domain.vouchers import VoucherState
from tests.domain.small_shop import WHEEL, small_programme
from tests.storage.solo import Solo, a_member, said_drum, said_member


def test_several_turns_in_one_go_use_as_many_tickets_and_balls(kiosk: Solo) -> None:
    member = a_member(tickets=4)
    kiosk.tell(said_member(member, kiosk=True), said_drum())
    ready = open_wheel(kiosk.device.desk, member.member_id, WHEEL)
    assert isinstance(ready, WheelReady)
    assert (ready.drum.balls_left, ready.drum.turns_usable) == (6, 4)
    taken = take_turns(kiosk.device.desk, member.member_id, WHEEL, "star", 3)
    assert isinstance(taken, TurnsTaken)
    assert [turn.drum.balls_left for turn in taken.turns] == [5, 4, 3]
    assert taken.turns[-1].drum.turns_usable == 1
    assert len(kiosk.member(member.member_id).awards) == 3


def test_goods_bring_a_voucher_that_the_kiosk_signed_and_points_bring_none(kiosk: Solo) -> None:
    member = a_member(tickets=6)
    kiosk.tell(said_member(member, kiosk=True), said_drum())
    taken = take_turns(kiosk.device.desk, member.member_id, WHEEL, "star", 6)
    assert isinstance(taken, TurnsTaken)
    with kiosk.device.desk.storage.read() as transaction:
        for turn in taken.turns:
            award = turn.award.award
            if turn.award.prize.points:
                assert (award.voucher_code, award.collect_until) == (None, None)
            else:
                assert award.voucher_code is not None
                content = transaction.read_voucher(award.voucher_code)
                assert content is not None
                assert (content.voucher_id, content.ball) == (award.voucher_id, turn.award.prize.ball)
                assert (content.collect_until, award.state) == (award.collect_until, VoucherState.ISSUED)


def test_an_emptied_drum_ends_the_go_and_leaves_the_other_tickets_good(kiosk: Solo) -> None:
    member = a_member(tickets=8)
    kiosk.tell(said_member(member, kiosk=True), said_drum())
    taken = take_turns(kiosk.device.desk, member.member_id, WHEEL, "star", 8)
    assert isinstance(taken, TurnsTaken)
    assert len(taken.turns) == 6
    assert len(kiosk.member(member.member_id).tickets) == 2
    assert take_turns(kiosk.device.desk, member.member_id, WHEEL, "star", 1) == WheelRests()
    assert open_wheel(kiosk.device.desk, member.member_id, WHEEL) == WheelRests()


def test_without_a_ticket_at_this_kiosk_there_is_no_turn(kiosk: Solo) -> None:
    member = a_member(tickets=1)
    elsewhere = replace(member, tickets=tuple(replace(t, holder="other") for t in member.tickets))
    kiosk.tell(said_member(elsewhere, kiosk=True), said_drum())
    assert open_wheel(kiosk.device.desk, member.member_id, WHEEL) == NoTurnsHere()
    assert take_turns(kiosk.device.desk, member.member_id, WHEEL, "star", 1) == NoTurnsHere()
    assert take_turns(kiosk.device.desk, "nobody", WHEEL, "star", 1) == NoTurnsHere()


def test_a_campaign_that_is_over_turns_no_more(kiosk: Solo) -> None:
    member = a_member(tickets=1)
    kiosk.tell(said_member(member, kiosk=True), said_drum())
    programme = small_programme()
    ended = tuple(replace(wheel, ends_on=wheel.starts_on) for wheel in programme.wheels)
    kiosk.tell_programme(replace(programme, version=2, wheels=ended))
    kiosk.clock.pass_ms(40 * 24 * 3_600_000)
    assert open_wheel(kiosk.device.desk, member.member_id, WHEEL) == DrawEnded()
    assert take_turns(kiosk.device.desk, member.member_id, WHEEL, "star", 1) == DrawEnded()
    assert len(kiosk.member(member.member_id).tickets) == 1
