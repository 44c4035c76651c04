"""Tickets and drums on their way between kiosks, with lines that break and programs that die between any two steps.

Whatever happens, a ticket is usable at no two kiosks at a time and used once, and when all is healed it is somewhere.
"""

import random
from collections import Counter
from dataclasses import replace
from functools import partial

import pytest

from shared.application.answer_recalls import answer_recalls
from shared.application.identify import Greeted, IdentifyMember
from shared.application.turn_drum import TurnsTaken, take_turns
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.recalls import resume_device, retire_device
from shared.central.state import CentralState
from shared.central.stock import count_stock
from shared.domain.devices import DeviceKind
from shared.domain.member import Member
from shared.storage.engine import central_engine
from shared.storage.faults import CentreAway
from shared.sync.device import OpenDevice, SystemClock
from shared.sync.loop import SyncLoop
from shared.sync.port import PULL_ROWS, CentreRestored, Cursor, FeedPruned, Head, Page, Sent
from shared.sync.sql_central import SqlCentral
from shared.wire.envelope import Envelope
from shared.wire.feed import PROGRAMME_SCOPE, Audience, store_scope
from tests.domain.small_shop import STORE, WHEEL
from tests.sync.chain import Chain, exchange, give, greet, join, now, sign_in, turn

TICKETS, STEPS = 4, 40


class Cut(SqlCentral):
    """A line that breaks at its call number `left`: before the centre has heard it, or behind. 0 never breaks."""

    left = 0
    behind = False

    def head(self) -> Head:
        breaks = self._breaks()
        return self._heard(breaks, super().head())

    def push(self, operations: tuple[Envelope, ...], sent: Sent) -> Head:
        breaks = self._breaks()
        return self._heard(breaks, super().push(operations, sent))

    def pull(self, cursor: Cursor, limit: int = PULL_ROWS) -> Page | CentreRestored | FeedPruned:
        self._breaks()
        return super().pull(cursor, limit)

    def _breaks(self) -> bool:
        self.left -= 1
        if not self.left and not self.behind:
            raise CentreAway("the line broke before")
        return not self.left

    def _heard(self, breaks: bool, head: Head) -> Head:
        if breaks:
            raise CentreAway("the line broke behind")
        return head


def _cut(chain: Chain, kiosk: OpenDevice, left: int, *, behind: bool) -> Cut:
    """Give a kiosk's line that breaks."""
    enrolment = kiosk.enrolment
    engine = central_engine(chain.url, bytes.fromhex(enrolment.central_key))
    line = Cut(engine, enrolment.device_id, enrolment.epoch, SystemClock())
    line.left, line.behind = left, behind
    return line


class TwoKiosks:
    """Two kiosks of one store, a member with tickets, and steps at random."""

    def __init__(self, chain: Chain, seed: int, *, lends_early: bool = False) -> None:
        self.chain = chain
        self.chance = random.Random(seed)
        self.lends_early = lends_early
        self.folders = [chain.enrol(name, DeviceKind.KIOSK) for name in ("one", "two")]
        self.kiosks = [chain.open(folder) for folder in self.folders]
        tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
        chain.settle(*self.kiosks, tablet)
        signer = sign_in(chain, tablet)
        member = join(tablet, signer)
        self.member_id, self.card = member.member_id, member.card_code
        for _ in range(TICKETS):
            give(tablet, signer, self.member_id)
        chain.settle(tablet, *self.kiosks)
        self.used: Counter[str] = Counter()

    def go(self, steps: int) -> None:
        """Let things happen, and see after each that no ticket is at two places."""
        for _ in range(steps):
            self._step()
            self.check()

    def _step(self) -> None:
        kiosk = self.chance.randrange(2)
        match self.chance.choice(("scan", "scan", "turn", *["exchange"] * 3, "work", "work", "die", "recall")):
            case "scan":
                IdentifyMember(self.kiosks[kiosk].desk)(self.card)
            case "turn":
                # Seldom, or the tickets are gone before they have moved.
                if self.chance.random() < 0.6:
                    self._turn(self.kiosks[kiosk])
            case "exchange":
                self._exchange(self.kiosks[kiosk])
            case "work":
                self.work()
            case "recall":
                self._recall(self.kiosks[kiosk].enrolment.device_id)
            case _:
                self.kiosks[kiosk].close()
                self.kiosks[kiosk] = self.chain.open(self.folders[kiosk])

    def check(self) -> None:
        """See that each ticket is usable at one kiosk at most, and was used once at most."""
        usable = Counter(ticket for kiosk in self.kiosks for ticket in self.usable(kiosk))
        assert all(count == 1 for count in usable.values()), "usable at two kiosks"
        assert all(count == 1 for count in self.used.values()), "used twice"
        assert not usable.keys() & self.used.keys(), "usable and used"
        with reading(self.chain.engine) as connection:
            assert all(count.holds for count in count_stock(connection)), "goods do not add up"

    def heal(self) -> None:
        """Let everybody speak with everybody, and see that nothing is lost."""
        for kiosk in self.kiosks:
            resume_device(self.chain.engine, kiosk.enrolment.device_id, now(), "tests")
        for _ in range(4):
            # What the centre keeps comes to the kiosk where she shows her card.
            IdentifyMember(self.kiosks[0].desk)(self.card)
            self.chain.settle(*self.kiosks)
            self.check()
        member = self._member(self.kiosks[0])
        assert self.chain.held() == []
        somewhere = {*self.used, *(ticket.ticket_id for ticket in member.tickets)}
        assert len([ticket for ticket in somewhere if not ticket.startswith("visit-")]) == TICKETS
        assert len(somewhere) <= TICKETS + 1
        usable = [ticket for kiosk in self.kiosks for ticket in self.usable(kiosk)]
        assert sorted(usable) == sorted(ticket.ticket_id for ticket in member.tickets)

    def _recall(self, device_id: str) -> None:
        """Want everything back that a kiosk holds, or lend to it again."""
        if self.chance.random() < 0.5:
            retire_device(self.chain.engine, device_id, now(), "tests")
        else:
            resume_device(self.chain.engine, device_id, now(), "tests")

    def _turn(self, kiosk: OpenDevice) -> None:
        answer = take_turns(kiosk.desk, self.member_id, WHEEL, "star", 1)
        if isinstance(answer, TurnsTaken):
            self.used.update(turn.award.award.ticket_id for turn in answer.turns)

    def _exchange(self, kiosk: OpenDevice) -> None:
        scopes = (PROGRAMME_SCOPE, store_scope(STORE, Audience.KIOSK))
        line = _cut(self.chain, kiosk, self.chance.choice((0, 0, 1, 2, 3, 4, 5, 6)), behind=self.chance.random() < 0.5)
        loop = SyncLoop(kiosk.storage, scopes, SystemClock(), "boot")
        loop.answer = partial(answer_recalls, kiosk.desk)
        loop.run_once(line)
        line.close()

    def work(self) -> None:
        """Let the centre work."""
        self.chain.work()
        if self.lends_early:
            self._lend_early()

    def _lend_early(self) -> None:
        """Lend what is asked for before its holder has given it back: the planted fault."""
        with writing(self.chain.engine) as connection:
            state = CentralState(connection, ChainDirectory(connection), SystemClock().now())
            member = state.member(self.member_id)
            assert member is not None
            moved = tuple(replace(t, holder=t.asked_by or t.holder, asked_by="") for t in member.tickets)
            if moved != member.tickets:
                state.save_member(replace(member, tickets=moved), member, self.chain.programme)
                write_feed(connection, state.notes)

    def usable(self, kiosk: OpenDevice) -> list[str]:
        """Return the tickets that a kiosk would use now."""
        own = kiosk.enrolment.device_id
        return [ticket.ticket_id for ticket in self._member(kiosk).tickets if ticket.holder == own]

    def _member(self, kiosk: OpenDevice) -> Member:
        with kiosk.desk.storage.read() as transaction:
            member = transaction.member(self.member_id)
        assert member is not None
        return member


@pytest.mark.parametrize("seed", range(3))
def test_a_ticket_is_never_at_two_kiosks(small_chain: Chain, seed: int) -> None:
    two = TwoKiosks(small_chain, seed)
    two.go(STEPS)
    two.heal()


def test_lending_before_the_release_is_found(small_chain: Chain) -> None:
    two = TwoKiosks(small_chain, 0, lends_early=True)
    (asking,) = (kiosk for kiosk in two.kiosks if not two.usable(kiosk))
    greet(asking, two.card)
    exchange(asking)
    two.work()
    two.check()
    exchange(asking)
    with pytest.raises(AssertionError, match="usable at two kiosks"):
        two.check()


def test_turns_come_to_the_kiosk_where_she_shows_her_card(chain: Chain) -> None:
    kiosks = [chain.open(chain.enrol(name, DeviceKind.KIOSK)) for name in ("one", "two")]
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    chain.settle(*kiosks, tablet)
    signer = sign_in(chain, tablet)
    member = join(tablet, signer)
    give(tablet, signer, member.member_id)
    chain.settle(tablet, *kiosks)
    home, other = kiosks if _turns(kiosks[0], member.card_code) else reversed(kiosks)
    shown = greet(other, member.card_code).turns[0]
    assert (shown.usable, shown.coming) == (0, shown.elsewhere[0][1])
    chain.settle(other)
    # The question is answered, what was asked for is not here yet: somebody stands and waits.
    assert other.storage.has_asked()
    chain.settle(home)
    exchange(other)
    assert not other.storage.has_asked()
    assert turn(other, member.member_id)
    chain.settle(home, other)
    assert chain.held() == []


def test_without_a_line_nobody_asks(small_chain: Chain) -> None:
    two = TwoKiosks(small_chain, 0)
    asking = [kiosk for kiosk in two.kiosks if not two.usable(kiosk)]
    line = _cut(small_chain, asking[0], 1, behind=False)
    SyncLoop(asking[0].storage, (PROGRAMME_SCOPE,), SystemClock(), "boot").run_once(line)
    line.close()
    greeted = IdentifyMember(asking[0].desk)(two.card)
    assert isinstance(greeted, Greeted)
    assert (greeted.home.turns[0].coming, greeted.home.turns[0].elsewhere[0][1]) == (0, TICKETS)


def _turns(kiosk: OpenDevice, card: str) -> int:
    return greet(kiosk, card).turns[0].usable
