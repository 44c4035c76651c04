"""Goods become balls, balls become awards, and nothing gets lost on the way."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from shared.central import schema
from shared.central.database import reading, writing
from shared.central.office import apply_programme
from shared.central.stock import count_stock
from shared.central.verify_drum import NoSuchDrum, StillOpen, verify_drum
from shared.domain.devices import DeviceKind
from shared.domain.drums import Drum, DrumState, Refuted, Verified
from shared.domain.operations import GiveTicket
from shared.domain.programme import BallCount
from shared.runtime.trouble import Trouble
from shared.wire.feed import AggregateKind, Audience, DrumRow, store_scope
from shared.wire.json import decode
from tests.central.chain import Chain, HandMadeDevice, assert_all_balances
from tests.domain.small_shop import GOLD, REASON, RED, STORE, WHEEL, WHITE


class Draw:
    """A store with kiosks, and members with tickets for as many turns as there may be."""

    def __init__(self, chain: Chain, kiosks: int = 1) -> None:
        self.chain = chain
        self.kiosks = [chain.device() for _ in range(kiosks)]
        self.counter = chain.device(DeviceKind.TABLET, counter=True)
        self.assistant = chain.person("assistant")
        self.members: dict[str, str] = {}

    def give(self, kiosk: HandMadeDevice, count: int) -> list[tuple[str, str]]:
        """Give `count` tickets that this kiosk holds; return (member, ticket) pairs."""
        member_id = self.members.get(kiosk.device_id) or self._member_of(kiosk)
        known = {ticket.ticket_id for ticket in self.chain.member(member_id).tickets}
        for _ in range(count):
            self.counter.send(GiveTicket(member_id, WHEEL, REASON, ""), self.assistant)
        self.chain.settle()
        tickets = self.chain.member(member_id).tickets
        return [(member_id, ticket.ticket_id) for ticket in tickets if ticket.ticket_id not in known]

    def turn_all(self, kiosk: HandMadeDevice, tickets: list[tuple[str, str]]) -> int:
        """Turn until the tickets are used or the wheel rests, offline; return how many turns were taken."""
        for count, (member_id, ticket_id) in enumerate(tickets):
            turn = kiosk.turn(member_id, ticket_id, random.Random(count).choice(["sun", "moon", "leaf"]))
            if turn is None:
                return count
            kiosk.send(turn)
        return len(tickets)

    def _member_of(self, kiosk: HandMadeDevice) -> str:
        number = len(self.members) * 100
        while True:
            number += 1
            member_id = self.chain.enrol(self.counter, self.assistant, number)
            if self.chain.member(member_id).kiosk == kiosk.device_id:
                self.members[kiosk.device_id] = member_id
                return member_id


def test_a_drum_is_cut_to_what_lies_in_the_store_and_white_balls_fill_it(sqlite_chain: Chain) -> None:
    draw = Draw(sqlite_chain)
    sqlite_chain.deliver((RED, 1))
    sqlite_chain.settle()
    (drum,) = draw.kiosks[0].drums()
    assert drum.contents == (BallCount(GOLD, 0), BallCount(RED, 1), BallCount(WHITE, 5))
    assert_all_balances(sqlite_chain)


def test_without_goods_the_wheel_rests(sqlite_chain: Chain) -> None:
    draw = Draw(sqlite_chain)
    sqlite_chain.settle()
    assert draw.kiosks[0].drums() == []


def test_drums_are_for_running_campaigns_only(sqlite_chain: Chain) -> None:
    draw = Draw(sqlite_chain)
    sqlite_chain.deliver((RED, 1))
    sqlite_chain.now += timedelta(days=60)
    sqlite_chain.settle()
    assert draw.kiosks[0].drums() == []


def test_a_prize_that_lies_in_a_drum_stays_in_the_programme(sqlite_chain: Chain) -> None:
    chain = sqlite_chain
    draw = Draw(chain)
    chain.deliver((GOLD, 1))
    chain.settle()
    wheels = tuple(
        replace(
            wheel,
            prizes=tuple(prize for prize in wheel.prizes if prize.key != GOLD),
            drum=tuple(ball for ball in wheel.drum if ball.prize != GOLD),
        )
        for wheel in chain.programme.wheels
    )
    poorer = replace(chain.programme, version=2, wheels=wheels)
    with pytest.raises(Trouble, match=rf"wheels\.{WHEEL}: the prize '{GOLD}' is still in drum no. 1 of '{STORE}'"):
        apply_programme(chain.engine, poorer, chain.now)
    (kiosk,) = draw.kiosks
    draw.turn_all(kiosk, draw.give(kiosk, 10))
    chain.settle()
    apply_programme(chain.engine, poorer, chain.now)


def test_kiosks_of_a_store_share_and_another_store_gets_nothing(sqlite_chain: Chain) -> None:
    draw = Draw(sqlite_chain, kiosks=2)
    elsewhere = sqlite_chain.device(store="ueno")
    sqlite_chain.deliver((GOLD, 1), (RED, 4))
    sqlite_chain.settle()
    contents = [{ball.prize: ball.count for ball in kiosk.drums()[0].contents} for kiosk in draw.kiosks]
    assert contents == [{GOLD: 1, RED: 2, WHITE: 3}, {GOLD: 0, RED: 2, WHITE: 4}]
    assert elsewhere.drums() == []


def test_the_seed_is_sealed_for_the_holder_and_in_clear_for_nobody(sqlite_chain: Chain) -> None:
    draw = Draw(sqlite_chain, kiosks=2)
    sqlite_chain.deliver((RED, 4))
    sqlite_chain.settle()
    for audience in Audience:
        for row in sqlite_chain.feed(store_scope(STORE, audience)):
            if row.aggregate == AggregateKind.DRUM:
                carried = decode(DrumRow, row.body)
                assert carried.drum.seed is None
                assert bool(carried.sealed_seed) is (audience is Audience.KIOSK)
    first, second = (kiosk.drums()[0] for kiosk in draw.kiosks)
    assert first.seed != second.seed


def test_the_next_drum_comes_before_the_last_ball(chain: Chain) -> None:
    draw = Draw(chain)
    (kiosk,) = draw.kiosks
    chain.deliver((GOLD, 2), (RED, 4))
    tickets = draw.give(kiosk, 3)
    draw.turn_all(kiosk, tickets[:2])
    chain.settle()
    assert [drum.number for drum in kiosk.drums()] == [1]
    # Three turns on its first day: two days will bring six, and three balls are left.
    draw.turn_all(kiosk, tickets[2:])
    chain.settle()
    assert [drum.number for drum in kiosk.drums()] == [1, 2]
    assert draw.turn_all(kiosk, draw.give(kiosk, 9)) == 9
    chain.settle()
    assert_all_balances(chain)


def test_two_kiosks_cut_off_for_days_award_exactly_what_there_is(chain: Chain) -> None:
    draw = Draw(chain, kiosks=2)
    chain.deliver((GOLD, 3), (RED, 5))
    held_back = {kiosk.device_id: draw.give(kiosk, 30) for kiosk in draw.kiosks}
    for day in range(8):
        for kiosk in draw.kiosks:
            tickets = held_back[kiosk.device_id]
            # Each plays out all it holds without the centre, then the line is back for a moment.
            held_back[kiosk.device_id] = tickets[draw.turn_all(kiosk, tickets) :]
        chain.now += timedelta(days=day % 2)
        chain.settle()
        assert_all_balances(chain)
    with reading(chain.engine) as connection:
        counts = {count.prize: count for count in count_stock(connection)}
    assert {prize: (count.awarded, count.in_drums, count.free) for prize, count in counts.items()} == {
        GOLD: (3, 0, 0),
        RED: (5, 0, 0),
    }
    assert {row.verdict for row in chain.rows(schema.op_result)} == {"applied"}
    awarded = [award.prize for member_id in draw.members.values() for award in chain.member(member_id).awards]
    assert (awarded.count(GOLD), awarded.count(RED)) == (3, 5)


def test_a_closed_drum_shows_its_seed_and_every_turn_verifies(chain: Chain) -> None:
    draw = Draw(chain)
    (kiosk,) = draw.kiosks
    chain.deliver((GOLD, 1), (RED, 2))
    tickets = draw.give(kiosk, 6)
    drum_id = kiosk.drums()[0].drum_id
    draw.turn_all(kiosk, tickets[:5])
    chain.settle()
    with reading(chain.engine) as connection:
        assert verify_drum(connection, drum_id) == StillOpen(1)
        assert verify_drum(connection, "nothing") == NoSuchDrum()
    draw.turn_all(kiosk, tickets[5:])
    chain.settle()
    with reading(chain.engine) as connection:
        assert verify_drum(connection, drum_id) == Verified(6)
    for audience in Audience:
        carried = [row for row in chain.feed(store_scope(STORE, audience)) if row.key == drum_id][-1]
        published = decode(DrumRow, carried.body).drum
        assert (published.state, published.seed is not None) == (DrumState.CLOSED, True)


@pytest.mark.parametrize(
    "tamper",
    [
        update(schema.turn).where(schema.turn.c.turn == 3).values(prize=GOLD + "x"),
        update(schema.turn).where(schema.turn.c.turn == 3).values(choice="another"),
        update(schema.turn).where(schema.turn.c.turn == 3).values(ticket_id="another"),
        update(schema.turn).where(schema.turn.c.turn == 3).values(proof="0" * 64),
        delete(schema.turn).where(schema.turn.c.turn == 3),
        delete(schema.turn).where(schema.turn.c.turn == 6),
        update(schema.turn).where(schema.turn.c.turn == 6).values(turn=60),
        update(schema.drum).values(seed="0" * 64),
    ],
    ids=["prize", "choice", "ticket", "proof", "dropped", "last dropped", "renumbered", "seed"],
)
def test_a_tampered_drum_does_not_verify(sqlite_chain: Chain, tamper: object) -> None:
    draw = Draw(sqlite_chain)
    (kiosk,) = draw.kiosks
    sqlite_chain.deliver((GOLD, 1), (RED, 2))
    draw.turn_all(kiosk, draw.give(kiosk, 6))
    sqlite_chain.settle()
    drum_id = kiosk.drums()[0].drum_id
    with writing(sqlite_chain.engine) as connection:
        connection.execute(tamper)  # type: ignore[call-overload]
    with reading(sqlite_chain.engine) as connection:
        assert isinstance(verify_drum(connection, drum_id), Refuted)


def test_a_lying_turn_is_held_and_keeps_its_ball_and_ticket(sqlite_chain: Chain) -> None:
    draw = Draw(sqlite_chain)
    (kiosk,) = draw.kiosks
    sqlite_chain.deliver((GOLD, 1), (RED, 2))
    ((member_id, ticket_id),) = draw.give(kiosk, 1)
    honest = kiosk.turn(member_id, ticket_id)
    assert honest is not None
    lying = kiosk.send(replace(honest, prize=GOLD if honest.prize != GOLD else WHITE))
    sqlite_chain.settle()
    assert sqlite_chain.result(lying) == ("held", "turn_mismatch")
    assert [ticket.ticket_id for ticket in sqlite_chain.member(member_id).tickets] == [ticket_id]
    (body,) = (row.body for row in sqlite_chain.rows(schema.drum))
    assert decode(Drum, body).turns == 0
    assert_all_balances(sqlite_chain)
