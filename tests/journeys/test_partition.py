"""Two kiosks, cut off from the centre and from each other, never award more than there is."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from shared.application.ports import Signer
from shared.application.record_purchase import PurchaseRecorded, record_purchase
from shared.application.turn_drum import DrawEnded, NoTurnsHere, TurnsTaken, WheelRests, take_turns
from shared.application.views import TurnView
from shared.central import schema
from shared.central.database import reading
from shared.central.stock import count_stock
from shared.domain.devices import DeviceKind
from shared.domain.drums import DrumState
from shared.domain.programme import BallCount, Programme, TicketRules
from shared.sync.device import OpenDevice
from shared.sync.loop import Away
from tests.domain.small_shop import GOLD, RED, WHEEL, WHITE
from tests.journeys.programs import run
from tests.postgres import PostgresServer
from tests.sync.chain import Chain, current_programme, join, sign_in

STOCK = {GOLD: 20, RED: 40}
WHITE_BALLS = 10
TICKETS = 90
MEMBERS = 4


@pytest.fixture
def chain(tmp_path: Path, newest_postgres: PostgresServer) -> Iterator[Chain]:
    """Give a chain of small drums: everything that was delivered fits into the first of each kiosk."""
    made = Chain(tmp_path / "chain", newest_postgres.make_database(), _programme())
    yield made
    made.close()


def _programme() -> Programme:
    programme = current_programme()
    drum = (BallCount(GOLD, STOCK[GOLD]), BallCount(RED, STOCK[RED]), BallCount(WHITE, WHITE_BALLS))
    rules = TicketRules(yen_per_ticket=100, max_per_purchase=TICKETS)
    wheels = tuple(replace(w, drum=drum, tickets=rules, refill_below=1) for w in programme.wheels if w.key == WHEEL)
    return replace(programme, wheels=wheels)


def test_two_kiosks_that_are_cut_off_award_exactly_what_there_is(chain: Chain, newest_postgres: PostgresServer) -> None:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    kiosks = [chain.open(chain.enrol(name, DeviceKind.KIOSK)) for name in ("door", "lift")]
    chain.settle(tablet, *kiosks)
    members = _members_with_tickets(chain, tablet, kiosks)
    chain.settle(tablet, *kiosks)

    newest_postgres.stop()
    try:
        played = [_play_empty(kiosk, members) for kiosk in kiosks]
        for kiosk in kiosks:
            assert isinstance(kiosk.sync.run_once(), Away)
    finally:
        newest_postgres.start()
    chain.settle(*kiosks, tablet)
    chain.settle(*kiosks, tablet)

    assert all(Counter(view.award.prize.key for view in turns)[GOLD] == STOCK[GOLD] / 2 for turns in played)
    assert all(turns[-1].drum.balls_left == 0 for turns in played)
    _assert_all_is_accounted_for(chain)
    for drum_id in _closed_drums(chain):
        assert _verified(chain, drum_id)


def _members_with_tickets(chain: Chain, tablet: OpenDevice, kiosks: list[OpenDevice]) -> list[str]:
    """Enrol members until each kiosk holds tickets for more turns than its drum has balls."""
    signer = sign_in(chain, tablet)
    members = [join(tablet, signer, f"n{index}").member_id for index in range(MEMBERS)]
    held: Counter[str] = Counter()
    most = sum(STOCK.values()) + WHITE_BALLS
    while min(held[kiosk.enrolment.device_id] for kiosk in kiosks) <= most:
        if max(held.values(), default=0) > most * MEMBERS:
            members.append(join(tablet, signer, f"n{len(members)}").member_id)
        for member_id in members:
            held += _buy(tablet, signer, member_id)
    return members


def _buy(tablet: OpenDevice, signer: Signer, member_id: str) -> Counter[str]:
    bought = record_purchase(tablet.desk, signer, member_id, TICKETS * 100, None)
    assert isinstance(bought, PurchaseRecorded), bought
    with tablet.desk.storage.read() as transaction:
        member = transaction.member(member_id)
    assert member is not None
    return Counter(ticket.holder for ticket in member.tickets if ticket.op_id == bought.op_id)


def _play_empty(kiosk: OpenDevice, members: list[str]) -> list[TurnView]:
    """Turn until the wheel rests; only members whose tickets are here can turn."""
    turns: list[TurnView] = []
    for member_id in members:
        while True:
            answer = take_turns(kiosk.desk, member_id, WHEEL, "star", 5)
            match answer:
                case TurnsTaken(turns=taken):
                    turns += taken
                case WheelRests() | DrawEnded():
                    return turns
                case NoTurnsHere():
                    break
    raise AssertionError("the tickets ended before the balls")


def _assert_all_is_accounted_for(chain: Chain) -> None:
    with reading(chain.engine) as connection:
        counts = {count.prize: count for count in count_stock(connection)}
        held = connection.execute(select(func.count()).select_from(schema.held)).scalar_one()
    assert held == 0
    assert {prize: count.awarded for prize, count in counts.items()} == STOCK
    assert all(count.holds and count.free == count.in_drums == 0 for count in counts.values())


def _closed_drums(chain: Chain) -> list[str]:
    with reading(chain.engine) as connection:
        drums = connection.execute(select(schema.drum.c.drum_id, schema.drum.c.state)).all()
    assert len(drums) == 2
    assert {state for _, state in drums} == {DrumState.CLOSED}
    return [drum_id for drum_id, _ in drums]


def _verified(chain: Chain, drum_id: str) -> bool:
    place = ("--data", str(chain.folder), "--central", chain.url)
    answer = json.loads(run("shared.central", "verify-drum", drum_id, "--json", *place))
    return answer["verified"] is True and answer["turns"] > 0
