"""Drums and tickets on their way from one holder to another."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.devices import CENTRE_HOLDER
from shared.domain.drums import DrumState
from shared.domain.member import Member, Ticket, TicketSource
from shared.domain.operations import AskForTickets, ReleaseDrum, ReleaseTickets
from shared.domain.programme import BallCount
from shared.domain.rules import Applied, Duplicate, Held, HeldReason
from shared.domain.rules.releases import asked_back, lend_what_is_asked_for
from shared.domain.text import EVERYWHERE
from tests.domain.small_shop import (
    COUNTER,
    GOLD,
    KIOSK,
    MEMBER,
    NOON,
    OTHER_KIOSK,
    SECOND_KIOSK,
    STORE,
    WHEEL,
    WHITE,
    SmallShop,
)


@pytest.fixture
def shop() -> SmallShop:
    shop = SmallShop()
    shop.enrol()
    return shop


def _recall(shop: SmallShop, drum_id: str, state: DrumState = DrumState.RECALLED) -> None:
    shop.world.drums[drum_id] = replace(shop.world.drums[drum_id], state=state)


def _lend(shop: SmallShop) -> None:
    shop.world.members[MEMBER] = lend_what_is_asked_for(shop.member, lambda _: True)


def test_a_released_drum_is_closed_with_what_is_left_in_it(shop: SmallShop) -> None:
    (ticket,) = shop.give_tickets(1)
    drum = shop.fill_drum()
    shop.done(shop.turn(ticket, drum), KIOSK, None)
    _recall(shop, drum.drum_id)
    left = shop.world.drums[drum.drum_id].left
    applied = shop.done(ReleaseDrum(drum.drum_id, 1), KIOSK, None)
    assert applied.drum is not None
    assert (applied.drum.state, applied.drum.left) == (DrumState.CLOSED, left)
    assert shop.act(ReleaseDrum(drum.drum_id, 1), KIOSK, None) == Duplicate("")


def test_turns_made_before_a_recall_was_heard_stand_and_those_behind_a_release_do_not(shop: SmallShop) -> None:
    tickets = shop.give_tickets(2)
    drum = shop.fill_drum()
    _recall(shop, drum.drum_id)
    shop.done(shop.turn(tickets[0], shop.world.drums[drum.drum_id]), KIOSK, None)
    assert shop.world.drums[drum.drum_id].state is DrumState.RECALLED
    after = shop.world.drums[drum.drum_id]
    shop.done(ReleaseDrum(drum.drum_id, 1), KIOSK, None)
    late = shop.act(shop.turn(tickets[1], after), KIOSK, None)
    assert late == Held(HeldReason.DRUM_CLOSED, drum.drum_id)


def test_the_last_ball_closes_a_recalled_drum(shop: SmallShop) -> None:
    (ticket,) = shop.give_tickets(1)
    drum = shop.fill_drum(BallCount(WHITE, 1))
    _recall(shop, drum.drum_id)
    shop.done(shop.turn(ticket, shop.world.drums[drum.drum_id]), KIOSK, None)
    assert shop.world.drums[drum.drum_id].state is DrumState.CLOSED


@pytest.mark.parametrize(
    ("device", "turns", "state", "reason"),
    [
        (SECOND_KIOSK, 0, DrumState.RECALLED, HeldReason.DRUM_ELSEWHERE),
        (KIOSK, 1, DrumState.RECALLED, HeldReason.TURN_MISMATCH),
        (KIOSK, 0, DrumState.WRITTEN_OFF, HeldReason.WRITTEN_OFF),
    ],
)
def test_a_release_that_is_not_its_holders_is_held(
    shop: SmallShop, device: str, turns: int, state: DrumState, reason: HeldReason
) -> None:
    drum = shop.fill_drum()
    _recall(shop, drum.drum_id, state)
    held = shop.act(ReleaseDrum(drum.drum_id, turns), device, None)
    assert isinstance(held, Held)
    assert held.reason is reason


def test_a_turn_of_a_written_off_drum_is_held_whatever_else_is_wrong(shop: SmallShop) -> None:
    (ticket,) = shop.give_tickets(1)
    drum = shop.fill_drum(BallCount(GOLD, 1))
    operation = shop.turn(ticket, drum)
    _recall(shop, drum.drum_id, DrumState.WRITTEN_OFF)
    shop.world.members[MEMBER] = replace(shop.member, tickets=())
    held = shop.act(operation, KIOSK, None)
    assert isinstance(held, Held)
    assert (held.reason, held.drum) == (HeldReason.WRITTEN_OFF, None)


def test_tickets_go_from_kiosk_to_kiosk_by_their_holders_own_word(shop: SmallShop) -> None:
    tickets = shop.give_tickets(2)
    shop.done(AskForTickets(MEMBER), SECOND_KIOSK, None)
    _lend(shop)
    assert [t.holder for t in shop.member.tickets] == [KIOSK, KIOSK]
    assert asked_back(shop.member.tickets, KIOSK) == tuple(t.ticket_id for t in tickets)
    # One is used before the request is heard of: the other one goes.
    shop.done(shop.turn(tickets[0], shop.fill_drum()), KIOSK, None)
    shop.done(ReleaseTickets(MEMBER, asked_back(shop.member.tickets, KIOSK)), KIOSK, None)
    (free,) = shop.member.tickets
    assert (free.holder, free.asked_by) == (CENTRE_HOLDER, SECOND_KIOSK)
    held = shop.act(shop.turn(free, shop.fill_drum()), KIOSK, None)
    assert isinstance(held, Held)
    assert held.reason is HeldReason.TICKET_ELSEWHERE
    _lend(shop)
    shop.done(shop.turn(shop.member.tickets[0], shop.fill_drum(holder=SECOND_KIOSK)), SECOND_KIOSK, None)


def test_asking_is_for_kiosks_and_for_draws_that_run_in_their_store(shop: SmallShop) -> None:
    shop.give_tickets(1)
    refused = shop.act(AskForTickets(MEMBER), COUNTER, None)
    assert refused == Held(HeldReason.NOT_ALLOWED, COUNTER)
    assert shop.act(AskForTickets(MEMBER), KIOSK, None) == Duplicate("")
    wheels = tuple(replace(wheel, stopped_in=(STORE,)) for wheel in shop.world.programme.wheels)
    shop.world.programme = replace(shop.world.programme, wheels=wheels)
    assert shop.act(AskForTickets(MEMBER), SECOND_KIOSK, None) == Duplicate("")
    assert isinstance(shop.act(AskForTickets(MEMBER), OTHER_KIOSK, None), Applied)
    assert shop.act(AskForTickets("nobody"), KIOSK, None) == Held(HeldReason.MEMBER_UNKNOWN, "nobody")


def test_the_centre_lends_to_nobody_who_was_written_off_or_revoked(shop: SmallShop) -> None:
    shop.give_tickets(1, CENTRE_HOLDER)
    shop.done(AskForTickets(MEMBER), SECOND_KIOSK, None)
    (kept,) = lend_what_is_asked_for(shop.member, lambda _: False).tickets
    assert (kept.holder, kept.asked_by) == (CENTRE_HOLDER, "")
    (lent,) = lend_what_is_asked_for(shop.member, lambda device_id: device_id == SECOND_KIOSK).tickets
    assert (lent.holder, lent.asked_by) == (SECOND_KIOSK, "")


def test_a_draw_stopped_everywhere_or_in_a_store_runs_there_no_more(shop: SmallShop) -> None:
    wheel = shop.world.programme.wheel(WHEEL)
    assert wheel is not None
    day = NOON.date()
    assert [
        replace(wheel, stopped_in=where).runs_in(STORE, day) for where in ((), ("ueno",), (STORE,), (EVERYWHERE,))
    ] == [
        True,
        True,
        False,
        False,
    ]


_DEVICES = st.sampled_from([KIOSK, SECOND_KIOSK, OTHER_KIOSK])
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), _DEVICES),
        st.tuples(st.just("release"), _DEVICES),
        st.tuples(st.just("lend"), st.just("")),
    ),
    max_size=12,
)


@given(steps=_STEPS)
def test_a_ticket_changes_hands_only_by_its_holders_release(steps: list[tuple[str, str]]) -> None:
    shop = SmallShop()
    member: Member = shop.enrol()
    ticket = Ticket("ticket", WHEEL, TicketSource.STAFF, 0, NOON, KIOSK, "given")
    shop.world.members[MEMBER] = replace(member, tickets=(ticket,))
    for step, device in steps:
        before = shop.member.tickets[0]
        match step:
            case "ask":
                shop.act(AskForTickets(MEMBER), device, None)
            case "release":
                shop.act(ReleaseTickets(MEMBER, ("ticket",)), device, None)
            case _:
                _lend(shop)
        (after,) = shop.member.tickets
        if after.holder != before.holder:
            own_word = (step, device, after.holder) == ("release", before.holder, CENTRE_HOLDER)
            lent = (step, before.holder, after.holder) == ("lend", CENTRE_HOLDER, before.asked_by)
            assert own_word or lent
