"""What devices hold: cut to demand, given up by a manager, free again when nobody came; no goods get lost."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import update

from shared.central import schema, stock, storeroom
from shared.central.campaigns import stop_campaign
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.recalls import resume_device, retire_device
from shared.central.standing import revoke
from shared.central.stock import StockCount, count_stock
from shared.central.verify_drum import verify_drum
from shared.central.write_off import WrittenOff, write_off_device
from shared.domain.devices import CENTRE_HOLDER, DeviceKind
from shared.domain.drums import Verified
from shared.domain.operations import AskForTickets, GiveTicket, HandOverPrize, RecordVisit, ReleaseTickets
from shared.domain.programme import BallCount
from shared.domain.vouchers import GRACE_DAYS, VoucherState
from shared.runtime.trouble import Trouble
from shared.wire.voucher_code import read_voucher
from tests.central.chain import Chain, HandMadeDevice, assert_all_balances
from tests.central.test_drums_at_the_centre import Draw
from tests.domain.small_shop import GOLD, REASON, RED, STORE, WHEEL, WHITE


def _stock(chain: Chain) -> dict[str, StockCount]:
    with reading(chain.engine) as connection:
        return {count.prize: count for count in count_stock(connection)}


def _contents(kiosk: HandMadeDevice) -> list[dict[str, int]]:
    return [{ball.prize: ball.count for ball in drum.contents} for drum in kiosk.drums()]


def test_a_kiosk_with_many_turns_waiting_gets_one_large_drum(sqlite_chain: Chain) -> None:
    draw = Draw(sqlite_chain)
    (kiosk,) = draw.kiosks
    draw.give(kiosk, 15)
    sqlite_chain.deliver((GOLD, 9), (RED, 18))
    sqlite_chain.settle()
    assert _contents(kiosk) == [{GOLD: 3, RED: 6, WHITE: 9}]


def test_many_who_wait_make_nobodys_chance_smaller(sqlite_chain: Chain) -> None:
    draw = Draw(sqlite_chain)
    (kiosk,) = draw.kiosks
    draw.give(kiosk, 40)
    sqlite_chain.deliver((GOLD, 2), (RED, 2))
    sqlite_chain.settle()
    assert _contents(kiosk) == [{GOLD: 2, RED: 2, WHITE: 8}]


def test_the_kiosk_that_wants_more_gets_more(sqlite_chain: Chain) -> None:
    draw = Draw(sqlite_chain, kiosks=2)
    busy, quiet = draw.kiosks
    draw.give(busy, 12)
    sqlite_chain.deliver((GOLD, 7), (RED, 14))
    sqlite_chain.settle()
    assert _contents(busy) == [{GOLD: 2, RED: 4, WHITE: 6}]
    assert _contents(quiet) == [{GOLD: 1, RED: 2, WHITE: 3}]


def test_what_is_recalled_is_free_when_its_holder_has_answered_and_not_by_time(chain: Chain) -> None:
    draw = Draw(chain)
    (kiosk,) = draw.kiosks
    chain.deliver((GOLD, 1), (RED, 2))
    tickets = draw.give(kiosk, 3)
    (drum,) = kiosk.drums()
    draw.turn_all(kiosk, tickets[:1])
    stop_campaign(chain.engine, WHEEL, STORE, chain.now, "tests")
    for _ in range(3):
        chain.now += timedelta(days=6)
        chain.settle()
        assert sum(count.free for count in _stock(chain).values()) == 0
    draw.turn_all(kiosk, tickets[1:2])
    assert kiosk.release_recalled() == 1
    late = draw.turn_all(kiosk, tickets[2:])
    chain.settle()
    assert late == 0
    counts = _stock(chain)
    assert sum(count.free + count.awarded for count in counts.values()) == 3
    with reading(chain.engine) as connection:
        assert verify_drum(connection, drum.drum_id) == Verified(2)
    assert_all_balances(chain)


@pytest.mark.parametrize("fault", ["time", "early", "twice"])
def test_goods_that_come_back_otherwise_are_found(sqlite_chain: Chain, fault: str) -> None:
    """The checks that the others lean on find returns by time, returns before the answer, and returns made twice."""
    chain = sqlite_chain
    draw = Draw(chain)
    (kiosk,) = draw.kiosks
    chain.deliver((GOLD, 1), (RED, 2))
    draw.turn_all(kiosk, draw.give(kiosk, 1))
    chain.settle()
    stop_campaign(chain.engine, WHEEL, STORE, chain.now, "tests")
    if fault == "twice":
        kiosk.release_recalled()
    with writing(chain.engine) as connection:
        match fault:
            case "time":
                # The centre closes what has not answered, and its holder plays on.
                connection.execute(update(schema.drum).values(state="closed"))
            case "early":
                pieces = sum(ball.count for ball in kiosk.drums()[0].left if ball.prize != WHITE)
                table = schema.stock
                connection.execute(update(table).where(table.c.prize == RED).values(free=table.c.free + pieces))
            case _:
                connection.execute(update(schema.stock).values(free=schema.stock.c.free + 1))
    chain.settle()
    assert not all(count.holds for count in _stock(chain).values())


class LostKiosk:
    """A kiosk with a drum, tickets and a member, cut off."""

    def __init__(self, chain: Chain, tickets: int = 4) -> None:
        self.chain = chain
        self.draw = Draw(chain)
        (self.kiosk,) = self.draw.kiosks
        chain.deliver((GOLD, 2), (RED, 4))
        self.tickets = self.draw.give(self.kiosk, tickets)
        self.draw.turn_all(self.kiosk, self.tickets[:1])
        chain.settle()
        self.member_id = self.tickets[0][0]

    def write_off(self) -> WrittenOff:
        return write_off_device(self.chain.engine, self.kiosk.device_id, self.chain.now, "tests")


def test_what_a_lost_kiosk_held_never_returns_and_what_it_does_later_is_held(chain: Chain) -> None:
    lost = LostKiosk(chain)
    before = _stock(chain)
    unheard = lost.kiosk.turn(*lost.tickets[1])
    assert unheard is not None
    drums_out = [drum for drum in lost.kiosk.drums() if drum.balls_left or drum.turns]
    done = lost.write_off()
    assert (done.drums, done.tickets) == (len(drums_out), 3)
    after = _stock(chain)
    for prize, count in after.items():
        assert (count.in_drums, count.written_off) == (0, before[prize].in_drums)
    assert chain.member(lost.member_id).tickets == ()
    sent = lost.kiosk.send(unheard)
    chain.now += timedelta(days=1)
    chain.settle()
    assert chain.result(sent) == ("held", "written_off")
    assert _stock(chain) == after
    assert [row.state for row in chain.rows(schema.holding) if row.kind == "ticket" and row.state == "open"] == []
    with pytest.raises(Trouble, match="written off before"):
        lost.write_off()
    assert_all_balances(chain)


def test_a_voucher_from_a_turn_behind_the_write_off_is_not_handed_over(sqlite_chain: Chain) -> None:
    chain = sqlite_chain
    lost = LostKiosk(chain, tickets=20)
    unheard = [turn for ticket in lost.tickets[1:] if (turn := lost.kiosk.turn(*ticket)) is not None]
    assert not any(drum.balls_left for drum in lost.kiosk.drums()), "the drum is turned to its end: prizes are won"
    lost.write_off()
    codes = [turn.voucher_code for turn in unheard if turn.voucher_code]
    sent = [lost.draw.counter.send(HandOverPrize(code), lost.draw.assistant) for code in codes]
    chain.settle()
    assert codes
    assert {chain.result(op_id) for op_id in sent} == {("held", "written_off")}


def test_claims_of_a_lost_kiosk_go_to_another_when_the_member_is_next_seen(sqlite_chain: Chain) -> None:
    chain = sqlite_chain
    lost = LostKiosk(chain)
    lost.write_off()
    other = chain.device()
    day = chain.now.date()
    other.send(RecordVisit(lost.member_id, day))
    chain.settle()
    assert chain.member(lost.member_id).kiosk == other.device_id
    other.send(RecordVisit(lost.member_id, day))
    chain.settle()
    assert [ticket.holder for ticket in chain.member(lost.member_id).tickets] == [other.device_id]


def test_vouchers_of_a_lost_counter_belong_to_the_next_one(sqlite_chain: Chain) -> None:
    chain = sqlite_chain
    draw = Draw(chain)
    (kiosk,) = draw.kiosks
    chain.deliver((GOLD, 1), (RED, 2))
    draw.turn_all(kiosk, draw.give(kiosk, 6))
    chain.settle()
    codes = [a.voucher_code for m in draw.members.values() for a in chain.member(m).awards if a.voucher_code]
    assert len(codes) == 3
    assert write_off_device(chain.engine, draw.counter.device_id, chain.now, "tests").vouchers == 3
    assert {row.holder for row in chain.rows(schema.holding) if row.kind == "voucher"} == {""}
    second = chain.device(DeviceKind.TABLET, counter=True)
    assert {row.holder for row in chain.rows(schema.holding) if row.kind == "voucher"} == {second.device_id}
    given = second.send(HandOverPrize(codes[0]), draw.assistant)
    late = draw.counter.send(HandOverPrize(codes[1]), draw.assistant)
    chain.settle()
    assert (chain.result(given), chain.result(late)) == (("applied", None), ("held", "voucher_elsewhere"))


def test_uncollected_goods_are_free_after_their_grace_and_a_late_hand_over_is_held(chain: Chain) -> None:
    draw = Draw(chain)
    (kiosk,) = draw.kiosks
    chain.deliver((GOLD, 1), (RED, 2))
    draw.turn_all(kiosk, draw.give(kiosk, 6))
    chain.settle()
    (member_id,) = draw.members.values()
    codes = [award.voucher_code for award in chain.member(member_id).awards if award.voucher_code]
    in_time = chain.now
    chain.now = in_time + timedelta(days=20 + GRACE_DAYS)
    chain.settle()
    assert sum(count.free for count in _stock(chain).values()) == 0
    first = draw.counter.send(HandOverPrize(codes[0]), draw.assistant, at=in_time)
    chain.settle()
    assert chain.result(first) == ("applied", None)
    chain.now += timedelta(days=1)
    chain.settle()
    counts = _stock(chain).values()
    assert (sum(c.free for c in counts), sum(c.handed_over for c in counts), sum(c.on_shelf for c in counts)) == (
        2,
        1,
        2,
    )
    late = draw.counter.send(HandOverPrize(codes[1]), draw.assistant, at=in_time)
    chain.settle()
    assert chain.result(late) == ("held", "voucher_lapsed")
    states = Counter(award.state for award in chain.member(member_id).awards if award.voucher_code)
    assert states == {VoucherState.LAPSED: 2, VoucherState.HANDED_OVER: 1}
    assert_all_balances(chain)


def test_the_centre_lends_what_it_holds_itself_at_once(sqlite_chain: Chain) -> None:
    chain = sqlite_chain
    counter = chain.device(DeviceKind.TABLET, counter=True)
    assistant = chain.person("assistant")
    member_id = chain.enrol(counter, assistant)
    counter.send(GiveTicket(member_id, WHEEL, REASON, ""), assistant)
    chain.settle()
    assert [ticket.holder for ticket in chain.member(member_id).tickets] == [CENTRE_HOLDER]
    kiosk = chain.device()
    kiosk.send(AskForTickets(member_id))
    chain.settle()
    assert [(t.holder, t.asked_by) for t in chain.member(member_id).tickets] == [(kiosk.device_id, "")]


def test_goods_go_back_are_counted_and_withdrawn_with_a_sentence_for_what_can_not_be(sqlite_chain: Chain) -> None:
    chain = sqlite_chain
    draw = Draw(chain)
    (kiosk,) = draw.kiosks
    chain.deliver((GOLD, 3), (RED, 2))
    chain.settle()
    key = (STORE, WHEEL, GOLD)
    with pytest.raises(Trouble, match="2 x gold are free in ginza, not 3"):
        storeroom.return_goods(chain.engine, key, 3, chain.now, "tests")
    storeroom.return_goods(chain.engine, key, 1, chain.now, "tests")
    assert storeroom.count_goods(chain.engine, key, 4, chain.now, "tests") == 2
    assert storeroom.count_goods(chain.engine, key, 1, chain.now, "tests") == -3
    with pytest.raises(Trouble, match="1 of those that are missing are promised"):
        storeroom.count_goods(chain.engine, key, 0, chain.now, "tests")
    assert storeroom.withdraw_prize(chain.engine, key, chain.now, "tests") == 1
    kiosk.release_recalled()
    chain.settle()
    assert [drum.contents for drum in kiosk.drums() if drum.balls_left] == [
        (BallCount(GOLD, 0), BallCount(RED, 2), BallCount(WHITE, 4))
    ]
    assert _stock(chain)[GOLD].free == 1
    assert_all_balances(chain)


class Storekeeper:
    """Acts at random in one store, and keeps the shelf by hand."""

    def __init__(self, chain: Chain, seed: int) -> None:
        self.chain = chain
        self.chance = random.Random(seed)
        self.draw = Draw(chain, kiosks=2)
        self.shelf: Counter[str] = Counter()
        self.tickets: dict[str, list[tuple[str, str]]] = {kiosk.device_id: [] for kiosk in self.draw.kiosks}
        self.codes: list[str] = []
        self.gone: set[str] = set()

    def kiosk(self) -> HandMadeDevice:
        return self.chance.choice(self.draw.kiosks)

    def act(self, name: str) -> None:
        getattr(self, f"_{name}")()

    def _deliver(self) -> None:
        count = self.chance.randint(1, 4)
        prize = self.chance.choice([GOLD, RED])
        self.chain.deliver((prize, count))
        self.shelf[prize] += count

    def _play(self) -> None:
        kiosk = self.kiosk()
        waiting = self.tickets[kiosk.device_id]
        if not waiting and kiosk.device_id not in self.gone:
            waiting += self.draw.give(kiosk, 3)
        for _ in range(min(2, len(waiting))):
            turn = kiosk.turn(*waiting.pop())
            if turn is not None:
                kiosk.send(turn)
                if turn.voucher_code and kiosk.device_id not in self.gone:
                    self.codes.append(turn.voucher_code)

    def _collect(self) -> None:
        if self.codes:
            code = self.codes.pop()
            sent = self.draw.counter.send(HandOverPrize(code), self.draw.assistant)
            self.chain.settle()
            if self.chain.result(sent)[0] == "applied":
                self.shelf[self._prize_of(code)] -= 1

    def _settle(self) -> None:
        self.chain.settle()

    def _days(self) -> None:
        self.chain.now += timedelta(days=self.chance.choice([1, 20]))
        self.chain.settle()

    def _recall(self) -> None:
        prize = self.chance.choice([GOLD, RED])
        storeroom.withdraw_prize(self.chain.engine, (STORE, WHEEL, prize), self.chain.now, "tests")

    def _answer(self) -> None:
        self.kiosk().release_recalled()
        self.chain.settle()

    def _send_back(self) -> None:
        prize = self.chance.choice([GOLD, RED])
        try:
            storeroom.return_goods(self.chain.engine, (STORE, WHEEL, prize), 1, self.chain.now, "tests")
        except Trouble:
            return
        self.shelf[prize] -= 1

    def _write_off(self) -> None:
        kiosk = self.draw.kiosks[0]
        if kiosk.device_id not in self.gone:
            self.gone.add(kiosk.device_id)
            write_off_device(self.chain.engine, kiosk.device_id, self.chain.now, "tests")

    def _count(self) -> None:
        for prize in (GOLD, RED):
            with writing(self.chain.engine) as connection:
                key = (STORE, WHEEL, prize)
                if stock.stock_of(connection, key).on_shelf <= self.shelf[prize]:
                    stock.take_count(connection, self.chain.now, key, self.shelf[prize], "tests")

    def _prize_of(self, code: str) -> str:
        with reading(self.chain.engine) as connection:
            content = read_voucher(code, ChainDirectory(connection).device_by_number)
        assert content is not None
        return {1: GOLD, 2: RED}[content.ball]


_ACTS = ("deliver", "play", "play", "collect", "settle", "days", "recall", "answer", "send_back", "write_off", "count")


@pytest.mark.parametrize("seed", range(4))
def test_goods_add_up_whatever_happens(sqlite_chain: Chain, seed: int) -> None:
    keeper = Storekeeper(sqlite_chain, seed)
    for _ in range(25):
        keeper.act(keeper.chance.choice(_ACTS))
        for prize, count in _stock(sqlite_chain).items():
            assert count.holds, count
            delivered = count.delivered + count.counted - count.returned - count.written_off - count.handed_over
            assert count.on_shelf == delivered
            # What was written off may still lie there, until somebody counts.
            assert 0 <= keeper.shelf[prize] - count.on_shelf <= count.written_off
    sqlite_chain.settle()
    assert_all_balances(sqlite_chain)


def test_a_retiring_kiosk_gives_back_what_it_holds_and_gets_nothing_more(sqlite_chain: Chain) -> None:
    chain = sqlite_chain
    draw = Draw(chain, kiosks=2)
    leaving, staying = draw.kiosks
    chain.deliver((GOLD, 2), (RED, 4))
    tickets = draw.give(leaving, 2)
    chain.settle()
    assert retire_device(chain.engine, leaving.device_id, chain.now, "tests") == (1, 2)
    chain.settle()
    member_id = tickets[0][0]
    assert {ticket.holder for ticket in chain.member(member_id).tickets} == {leaving.device_id}
    leaving.release_recalled()
    leaving.send(ReleaseTickets(member_id, tuple(ticket_id for _, ticket_id in tickets)))
    staying.send(AskForTickets(member_id))
    chain.settle()
    assert {ticket.holder for ticket in chain.member(member_id).tickets} == {staying.device_id}
    assert [drum for drum in leaving.drums() if drum.balls_left] == []
    # What came back waits for whoever wants it next.
    assert _contents(staying) == [{GOLD: 1, RED: 2, WHITE: 3}]
    assert [_stock(chain)[prize].free for prize in (GOLD, RED)] == [1, 2]
    resume_device(chain.engine, leaving.device_id, chain.now, "tests")
    chain.settle()
    assert [drum.number for drum in leaving.drums() if drum.balls_left]


def test_a_store_has_no_second_counter_before_the_first_is_written_off(sqlite_chain: Chain) -> None:
    chain = sqlite_chain
    first = chain.device(DeviceKind.TABLET, counter=True)
    with writing(chain.engine) as connection:
        revoke(connection, first.device_id, "stolen", chain.now)
    with pytest.raises(Trouble, match="has a counter already"):
        chain.device(DeviceKind.TABLET, counter=True)
    write_off_device(chain.engine, first.device_id, chain.now, "tests")
    chain.device(DeviceKind.TABLET, counter=True)
