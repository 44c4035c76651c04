"""Kills what is turning the drum, at random moments, and looks at what is left."""

import random
import time
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from shared.application.enrol_member import MemberEnrolled
from shared.application.ports import Signer
from shared.application.record_purchase import PurchaseRecorded, record_purchase
from shared.domain.devices import DeviceKind
from shared.domain.member import Member
from shared.domain.operations import TakeTurn
from shared.domain.programme import BallCount, Programme, TicketRules
from shared.sync.device import OpenDevice, open_device
from shared.wire.envelope import GENESIS, Envelope, is_whole
from shared.wire.operations import read_operation
from tests.domain.small_shop import GOLD, RED, WHEEL, WHITE
from tests.journeys.programs import Program
from tests.journeys.turning import turn_until_killed
from tests.sync.chain import Chain, current_programme, join, sign_in

TICKETS: Final = 90
YEN_PER_TICKET: Final = 100
WHITE_BALLS: Final = 6_000
MOST_TURNS: Final = 6
TURN_S: Final = 0.012
"""A turn by the use case takes some milliseconds: a kill falls anywhere in one, or between two."""
TAPPED_S: Final = 0.4
"""From before the tap on a symbol to after its turn is recorded."""
ALL: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Victim:
    """A member with tickets on the kiosk, and what is known of her turns."""

    member: MemberEnrolled
    tickets: frozenset[str]


class Scene:
    """A kiosk with a drum, and as many members with tickets as are wanted."""

    def __init__(self, folder: Path) -> None:
        self._chain = Chain(folder / "chain", f"sqlite:///{folder / 'central.sqlite'}", _programme())
        self.url = self._chain.url
        self.kiosk = self._chain.enrol("kiosk", DeviceKind.KIOSK)
        self._tablet = self._chain.open(self._chain.enrol("tablet", DeviceKind.TABLET, counter=True))
        self._chain.settle(self._tablet)
        self._signer: Signer = sign_in(self._chain, self._tablet)

    def victims(self, count: int) -> list[Victim]:
        """Enrol members with tickets and let the kiosk know; it must not run meanwhile."""
        members = [join(self._tablet, self._signer, f"n{index}") for index in range(count)]
        for member in members:
            bought = record_purchase(self._tablet.desk, self._signer, member.member_id, TICKETS * YEN_PER_TICKET, None)
            assert isinstance(bought, PurchaseRecorded), bought
        kiosk = open_device(self.kiosk)
        try:
            self._chain.settle(self._tablet, kiosk)
            return [Victim(member, _tickets(member_on(kiosk, member.member_id))) for member in members]
        finally:
            kiosk.close()

    def close(self) -> None:
        """Close every database."""
        self._chain.close()


def _programme() -> Programme:
    programme = current_programme()
    rules = TicketRules(yen_per_ticket=YEN_PER_TICKET, max_per_purchase=TICKETS)
    drum = (BallCount(GOLD, 20), BallCount(RED, 40), BallCount(WHITE, WHITE_BALLS))
    wheels = tuple(replace(w, drum=drum, tickets=rules) for w in programme.wheels if w.key == WHEEL)
    return replace(programme, wheels=wheels, scan_cooldown_seconds=0)


def kill_a_turning_process(folder: Path, member_id: str, chance: random.Random) -> list[str]:
    """Start one, kill it at a random moment after some turns, and return the awards that it told of."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    heard, told = context.Pipe(duplex=False)
    process = context.Process(target=turn_until_killed, args=(folder, member_id, told))
    with heard:
        process.start()
        told.close()
        awards = [heard.recv() for _ in range(chance.randint(1, MOST_TURNS))]
        let_pass(chance.uniform(0, TURN_S))
        process.kill()
        process.join()
        process.close()
        try:
            while True:
                awards.append(heard.recv())
        except EOFError:
            return awards


def kill_a_tapped_kiosk(program: Program, victim: Victim, chance: random.Random) -> None:
    """Scan her card, open the wheel, tap a symbol, and cut the power at a random moment after it."""
    program.scan(victim.member.card_code)
    program.tap("open-wheel")
    program.see("symbol-sun", prop="visible")
    program.tap_and_look_away("symbol-sun")
    let_pass(chance.uniform(0, TAPPED_S))
    program.kill()


def look_again_on_screen(program: Program, victim: Victim, turns: int) -> None:
    """Scan her card at the kiosk after the power is back: what she won is shown, or her ticket is good."""
    program.see("attract-page", prop="visible")
    program.scan(victim.member.card_code)
    if turns:
        program.see("result-page", prop="visible")
    else:
        program.see_part("turns", str(TICKETS))
    program.tap("bar-done")
    program.see("attract-page", prop="visible")


def look(folder: Path, victim: Victim, told: list[str]) -> int:
    """Check everything about the database that a killed process left, and return how many turns are recorded."""
    device = open_device(folder)
    try:
        with device.storage.reading() as (connection, transaction):
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
            unseen = transaction.unseen(victim.member.member_id)
            drums = transaction.drums_held(WHEEL)
        member = member_on(device, victim.member.member_id)
        used = _chain_of_turns(device, victim.member.member_id)
        awarded = {award.ticket_id: award.award_id for award in member.awards}
        unused = _tickets(member)
        assert len(awarded) == len(member.awards), "a ticket was used twice"
        assert not unused & awarded.keys(), "a ticket is unused and has an award"
        assert unused | awarded.keys() == victim.tickets, "a ticket is gone without an award"
        assert used == awarded.keys(), "awards and recorded operations differ"
        assert set(told) <= set(awarded.values()), "a turn that the screen was told of is lost"
        assert set(unseen) == set(awarded.values()), "an award would not be shown at the next visit"
        turns = sum(drum.turns for drum in drums)
        assert sum(drum.balls_left for drum in drums) + turns == 60 + WHITE_BALLS, "a ball is lost"
        assert turns == len(_all_turns(device)), "the drum and the recorded turns differ"
        return len(awarded)
    finally:
        device.close()


def member_on(device: OpenDevice, member_id: str) -> Member:
    """Return a member that the device must know."""
    with device.desk.storage.read() as transaction:
        member = transaction.member(member_id)
    assert member is not None
    return member


def _tickets(member: Member) -> frozenset[str]:
    return frozenset(ticket.ticket_id for ticket in member.tickets)


def _all_turns(device: OpenDevice) -> list[TakeTurn]:
    operations = [read_operation(e.draft.kind, e.draft.schema_version, e.draft.payload) for e in _outbox(device)]
    return [operation for operation in operations if isinstance(operation, TakeTurn)]


def _chain_of_turns(device: OpenDevice, member_id: str) -> set[str]:
    """Check that the outbox is gapless, whole and chained; return the tickets that the member's turns used."""
    before = GENESIS
    for seq, envelope in enumerate(_outbox(device), start=1):
        assert (envelope.seq, envelope.prev_hash) == (seq, before), "the outbox has a gap"
        assert is_whole(envelope), "an operation is not what was sealed"
        before = envelope.hash
    return {turn.ticket_id for turn in _all_turns(device) if turn.member_id == member_id}


def _outbox(device: OpenDevice) -> tuple[Envelope, ...]:
    return device.storage.operations_after(0, ALL)


def let_pass(span_s: float) -> None:
    """Be busy for a while."""
    # A sleep would wake at the scheduler's own moments; the kill should fall anywhere.
    until = time.perf_counter() + span_s
    while time.perf_counter() < until:
        pass


@dataclass(slots=True)
class Tally:
    """How often, and how many of the killed turns were recorded."""

    kills: int = 0
    turns: int = 0


def kill_processes(scene: Scene, times: int, chance: random.Random) -> Tally:
    """Kill a turning process `times` times and look each time."""
    tally = Tally()
    per_member = TICKETS // (3 * MOST_TURNS)
    for victim in scene.victims(-(-times // per_member)):
        told: list[str] = []
        for _ in range(min(per_member, times - tally.kills)):
            told += kill_a_turning_process(scene.kiosk, victim.member.member_id, chance)
            turns = look(scene.kiosk, victim, told)
            tally.kills += 1
        tally.turns += turns
    return tally


def kill_kiosks(scene: Scene, times: int, chance: random.Random) -> Tally:
    """Kill the whole kiosk `times` times in mid-turn, and look at its database and then at its screen."""
    tally = Tally()
    victims = scene.victims(times)
    program = start_kiosk(scene)
    try:
        for victim in victims:
            kill_a_tapped_kiosk(program, victim, chance)
            program.__exit__(None, None, None)
            turns = look(scene.kiosk, victim, [])
            tally.kills += 1
            tally.turns += turns
            program = start_kiosk(scene)
            look_again_on_screen(program, victim, turns)
    finally:
        program.__exit__(None, None, None)
    return tally


def start_kiosk(scene: Scene) -> Program:
    """Start the real kiosk; its centre is not reached, so nothing leaves the outbox."""
    away = f"sqlite:///{scene.kiosk / 'nowhere' / 'central.sqlite'}"
    return Program(
        *("kiosk", "--central", away, "--locale", "en", "--no-camera", "--window", "540x960"), data=scene.kiosk
    )
