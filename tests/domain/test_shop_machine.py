"""No sequence of operations breaks the book: members, drums, tickets and vouchers under random acts.

A rule that has nothing to do returns: a failed `assume` would throw the whole sequence away.

Two kiosks turn their drums without a network and report when they like; the counter hands over from their signed
vouchers alone; staff work meanwhile, clocks run ahead and behind.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shared.domain.calendar import programme_day
from shared.domain.drums import Draw, Drum, TurnRecord, Verified, record, verify
from shared.domain.earning import LineKind, PurchaseLine
from shared.domain.member import HISTORY_KEPT, Entry, EntryKind, Member, Ticket
from shared.domain.operations import (
    AdjustPoints,
    CancelRedemption,
    ExchangeForTicket,
    GiveTicket,
    HandOverPrize,
    Operation,
    Receipt,
    RecordPurchase,
    RecordVisit,
    ReturnPurchase,
    TakeTurn,
    Undo,
)
from shared.domain.points import Bucket, Posting
from shared.domain.programme import BallCount, Earning, TicketRules
from shared.domain.rules import Applied, Context, Duplicate, Held, HeldReason, Outcome, apply
from shared.domain.rules.entries import let_time_pass
from shared.domain.rules.undoing import last_undoable
from shared.domain.staff import StaffMember
from shared.domain.vouchers import VoucherState
from tests.domain.small_shop import (
    ASSISTANT,
    COUNTER,
    GOLD,
    KIOSK,
    MANAGER,
    REASON,
    RED,
    SECOND_KIOSK,
    STORE,
    TOWEL,
    WHEEL,
    WHITE,
    SmallShop,
    small_programme,
    small_wheel,
    with_challenges,
)

MEMBERS = ("member-hana", "member-neko")
KIOSKS = (KIOSK, SECOND_KIOSK)

members = st.sampled_from(MEMBERS)
kiosks = st.sampled_from(KIOSKS)
staff = st.sampled_from((ASSISTANT, MANAGER))
late_hours = st.sampled_from((0, 0, 0, 0, 1, 30, 24 * 40))
choices = st.sampled_from(("star", "moon", "wave"))
adjustments = st.integers(-150, 150).filter(bool)
lines = st.lists(
    st.builds(
        lambda yen, percent, kind: PurchaseLine(yen, yen * percent // 100, kind),
        st.integers(1, 9_000),
        st.sampled_from((0, 8, 10)),
        st.sampled_from(LineKind),
    ),
    min_size=1,
    max_size=3,
)


@dataclass
class OfflineKiosk:
    """A kiosk's own drum, and what it has not reported yet."""

    device_id: str
    drum: Drum
    used: set[str] = field(default_factory=set)
    waiting: list[tuple[TakeTurn, datetime]] = field(default_factory=list)


class ShopMachine(RuleBasedStateMachine):
    """Act at random and check the whole book after each act."""

    @initialize(pending_days=st.sampled_from((0, 3)), expiry_months=st.sampled_from((1, 12)))
    def open_shop(self, pending_days: int, expiry_months: int) -> None:
        tickets = TicketRules(2_000, 3, first_visit_of_day=True, exchange_points=20)
        wheel = replace(small_wheel(tickets=tickets), ends_on=date(2036, 12, 31))
        earning = Earning(100, 10, pending_days=pending_days, expiry_months=expiry_months)
        cheap = tuple(replace(reward, points=15 + reward.number) for reward in small_programme().rewards)
        programme = replace(small_programme(), wheels=(wheel,), earning=earning, rewards=cheap)
        self.shop = SmallShop(with_challenges(programme))
        self.shop.collect_until = date(2026, 12, 31)
        for member_id in MEMBERS:
            self.shop.enrol(member_id)
        self.kiosks = {kiosk: OfflineKiosk(kiosk, self._fill(kiosk)) for kiosk in KIOSKS}
        self.filled = dict(self.shop.world.drums)
        self.records: dict[str, list[TurnRecord]] = {drum_id: [] for drum_id in self.filled}
        self.entries: dict[tuple[str, str, EntryKind, str], Entry] = {}
        self.book: dict[tuple[str, int], Posting] = {}
        self.codes: list[str] = []
        self.given: set[str] = set()
        self.void: set[str] = set()
        self.purchases = 0

    def _fill(self, kiosk: str) -> Drum:
        seed = bytes([KIOSKS.index(kiosk) + 1]) * 32
        return self.shop.fill_drum(BallCount(GOLD, 2), BallCount(RED, 3), BallCount(WHITE, 4), holder=kiosk, seed=seed)

    def _act(
        self,
        operation: Operation,
        device: str,
        actor: StaffMember | None = None,
        approver: StaffMember | None = None,
        late: int = 0,
    ) -> Outcome:
        self.shop.pass_time(hours=-late)
        outcome = self.shop.act(operation, device, actor, approver)
        self.shop.pass_time(hours=late)
        return outcome

    def _member(self, member_id: str) -> Member:
        return self.shop.world.members[member_id]

    def _up_to_date(self, member_id: str) -> Member:
        return let_time_pass(self._member(member_id), self.shop.context(KIOSK)).member

    @rule(hours=st.one_of(st.integers(0, 30), st.integers(0, 24 * 400)))
    def let_time_pass(self, hours: int) -> None:
        self.shop.pass_time(hours=hours)

    @rule(member_id=members, kiosk=kiosks, late=late_hours)
    def visit(self, member_id: str, kiosk: str, late: int) -> None:
        zone = self.shop.world.programme.time_zone
        day = programme_day(self.shop.now - timedelta(hours=late), zone)
        outcome = self._act(RecordVisit(member_id, day), kiosk, late=late)
        assert isinstance(outcome, Applied | Duplicate)

    @rule(member_id=members, bought=lines, receipt=st.integers(0, 20), late=late_hours)
    def buy(self, member_id: str, bought: list[PurchaseLine], receipt: int, late: int) -> None:
        till = Receipt(STORE, "1", date(2026, 4, 10), str(receipt)) if receipt else None
        counted = self.shop.world.claimed(till.key) if till else None
        self.purchases += 1
        operation = RecordPurchase(f"p{self.purchases}", member_id, tuple(bought), till)
        outcome = self._act(operation, COUNTER, ASSISTANT, late=late)
        assert isinstance(outcome, Duplicate if counted else Applied)

    @precondition(lambda self: any(self.shop.world.members[m].purchases for m in MEMBERS))
    @rule(member_id=members, data=st.data(), late=late_hours)
    def bring_back(self, member_id: str, data: st.DataObject, late: int) -> None:
        if not self._member(member_id).purchases:
            return
        bought = data.draw(st.sampled_from(self._member(member_id).purchases))
        back = tuple(
            data.draw(st.integers(0, total - returned))
            for total, returned in zip(bought.line_yen, bought.returned_yen, strict=True)
        )
        operation = ReturnPurchase(member_id, bought.purchase_id, back)
        outcome = self._act(operation, COUNTER, ASSISTANT, late=late)
        assert isinstance(outcome, Applied if any(back) else Held)
        (after,) = (p for p in self._member(member_id).purchases if p.purchase_id == bought.purchase_id)
        for earned, reversed_points, yen, total in zip(
            after.line_points, after.reversed_points, after.returned_yen, after.line_yen, strict=True
        ):
            assert reversed_points == -(-earned * yen // total)

    @rule(member_id=members, points=adjustments, actor=staff, late=late_hours)
    def adjust(self, member_id: str, points: int, actor: StaffMember, late: int) -> None:
        approver = MANAGER if actor is ASSISTANT else None
        outcome = self._act(AdjustPoints(member_id, points, REASON, ""), COUNTER, actor, approver, late)
        assert isinstance(outcome, Applied)

    @rule(member_id=members, actor=staff)
    def give_ticket(self, member_id: str, actor: StaffMember) -> None:
        assert isinstance(self._act(GiveTicket(member_id, WHEEL, REASON, ""), COUNTER, actor), Applied)

    @rule(member_id=members)
    def exchange(self, member_id: str) -> None:
        before = self._up_to_date(member_id).account
        earned = sum(lot.left_points for lot in before.open_lots() if not lot.won)
        outcome = self._act(ExchangeForTicket(member_id, WHEEL), KIOSK)
        assert isinstance(outcome, Applied if earned >= 20 else Held)

    @rule(member_id=members, kiosk=kiosks, late=late_hours)
    def redeem(self, member_id: str, kiosk: str, late: int) -> None:
        self.shop.pass_time(hours=-late)
        operation = self.shop.question(TOWEL, kiosk, member_id)
        enough = self._up_to_date(member_id).account.balance_points >= operation.points
        outcome = self._act(operation, kiosk)
        self.shop.pass_time(hours=late)
        assert isinstance(outcome, Applied if enough else Held)
        if enough:
            self.codes.append(operation.voucher_code)

    @rule(member_id=members, data=st.data(), late=late_hours, by_staff=st.booleans())
    def give_up(self, member_id: str, data: st.DataObject, late: int, *, by_staff: bool) -> None:
        """Take a redemption back, the same one again and again: its points return once at most."""
        if not self._member(member_id).redemptions:
            return
        redemption = data.draw(st.sampled_from(self._member(member_id).redemptions))
        operation = CancelRedemption(member_id, redemption.op_id)
        device, actor = (COUNTER, ASSISTANT) if by_staff else (redemption.device_id, None)
        held = self._member(member_id).held_points
        outcome = self._act(operation, device, actor, late=late)
        if isinstance(outcome, Applied) and outcome.voucher is not None:
            self.void.add(outcome.voucher.voucher_id)
            assert self._member(member_id).held_points <= held - redemption.points
        assert isinstance(self._act(operation, device, actor, late=late), Duplicate | Held)

    @rule(member_id=members, kiosk=kiosks, choice=choices)
    def turn_offline(self, member_id: str, kiosk: str, choice: str) -> None:
        """Turn at a kiosk that knows its own drum and the tickets it held when it last heard from the centre."""
        here = self.kiosks[kiosk]
        ticket = self._unused_ticket(member_id, here)
        if ticket is None or not here.drum.balls_left:
            return
        operation = self.shop.turn(ticket, here.drum, choice, member_id)
        here.used.add(ticket.ticket_id)
        here.drum = record(here.drum, Draw(operation.turn, choice, operation.prize, operation.proof))
        here.waiting.append((operation, self.shop.now))
        if operation.voucher_code:
            self.codes.append(operation.voucher_code)

    def _unused_ticket(self, member_id: str, here: OfflineKiosk) -> Ticket | None:
        mine = (t for t in self._member(member_id).tickets if t.holder == here.device_id)
        return next((ticket for ticket in mine if ticket.ticket_id not in here.used), None)

    @precondition(lambda self: any(kiosk.waiting for kiosk in self.kiosks.values()))
    @rule(kiosk=kiosks, count=st.integers(1, 4))
    def report(self, kiosk: str, count: int) -> None:
        """Deliver turns in order; each promise that a holder made is kept, whatever happened in between."""
        here = self.kiosks[kiosk]
        for operation, at in here.waiting[:count]:
            context = Context(self.shop.new_id("op"), at, STORE, kiosk)
            outcome = apply(operation, context, self.shop.world)
            assert isinstance(outcome, Applied)
            self.shop.world.keep(context.op_id, outcome)
            self.records[operation.drum_id].append(
                TurnRecord(operation.turn, operation.choice, operation.ticket_id, operation.prize, operation.proof)
            )
        del here.waiting[:count]

    @precondition(lambda self: self.codes)
    @rule(data=st.data(), actor=staff)
    def hand_over(self, data: st.DataObject, actor: StaffMember) -> None:
        code = data.draw(st.sampled_from(self.codes))
        content = self.shop.world.read_voucher(code)
        assert content is not None
        outcome = self._act(HandOverPrize(code), COUNTER, actor)
        if content.voucher_id in self.given:
            assert isinstance(outcome, Held)
            assert outcome.reason is HeldReason.VOUCHER_HANDED_OVER
        elif isinstance(outcome, Held):
            void = content.voucher_id in self.void
            assert outcome.reason is (HeldReason.VOUCHER_VOID if void else HeldReason.VOUCHER_LAPSED)
        else:
            self.given.add(content.voucher_id)

    @rule(member_id=members, actor=staff)
    def undo(self, member_id: str, actor: StaffMember) -> None:
        last = last_undoable(self._member(member_id), actor.staff_id)
        if last is None:
            return
        outcome = self._act(Undo(member_id, last.op_id), COUNTER, actor)
        if isinstance(outcome, Applied) and outcome.voucher is not None:
            self.given.remove(outcome.voucher.voucher_id)

    @rule(member_id=members, points=adjustments)
    def adjust_and_undo(self, member_id: str, points: int) -> None:
        self._there_and_back(member_id, AdjustPoints(member_id, points, REASON, ""))

    @rule(member_id=members, bought=lines)
    def buy_and_undo(self, member_id: str, bought: list[PurchaseLine]) -> None:
        self.purchases += 1
        self._there_and_back(member_id, RecordPurchase(f"p{self.purchases}", member_id, tuple(bought)))

    @rule(member_id=members)
    def give_ticket_and_undo(self, member_id: str) -> None:
        self._there_and_back(member_id, GiveTicket(member_id, WHEEL, REASON, ""))

    def _there_and_back(self, member_id: str, operation: Operation) -> None:
        member = self._member(member_id)
        before = self._up_to_date(member_id).account
        assert isinstance(self._act(operation, COUNTER, MANAGER), Applied)
        done = self._member(member_id).history[0].op_id
        assert isinstance(self._act(Undo(member_id, done), COUNTER, MANAGER), Applied)
        after = self._member(member_id)
        assert after.account.balance_points == before.balance_points
        assert after.account.pending_points == before.pending_points
        assert after.account.debt_points == before.debt_points
        assert after.tickets == member.tickets
        for lot in before.lots:
            restored = after.account.lot(lot.lot_id)
            assert (restored.left_points if restored else 0) == lot.left_points
        for year in {entry.year for entry in after.account.qualifying}:
            assert after.account.qualifying_points(year) == before.qualifying_points(year)

    @invariant()
    def no_lot_is_negative(self) -> None:
        for member in self.shop.world.members.values():
            for lot in member.account.lots:
                parts = (lot.left_points, lot.spent_points, lot.expired_points, lot.reversed_points)
                assert min(parts) >= 0
                assert sum(parts) == lot.granted_points

    @invariant()
    def a_debt_never_stands_beside_spendable_points(self) -> None:
        for member in self.shop.world.members.values():
            assert member.account.debt_points >= 0
            assert not (member.account.debt_points and member.account.open_lots())

    @invariant()
    def figures_are_the_sums_of_their_postings(self) -> None:
        for member_id, member in self.shop.world.members.items():
            sums: Counter[object] = Counter()
            for posting in self.shop.world.books.get(member_id, []):
                sums[posting.bucket] += posting.points
                if posting.bucket is Bucket.QUALIFYING:
                    sums[posting.year] += posting.points
                elif posting.bucket is not Bucket.HELD:
                    sums[posting.lot_id or "debt"] += posting.points
            account = member.account
            assert sums[Bucket.BALANCE] == account.balance_points
            assert sums[Bucket.PENDING] == account.pending_points
            assert sums[Bucket.HELD] == member.held_points >= 0
            assert sums["debt"] == -account.debt_points
            for posting in self.shop.world.books.get(member_id, []):
                lot = account.lot(posting.lot_id or "")
                assert posting.lot_id is None or sums[posting.lot_id] == (lot.left_points if lot else 0)
            assert all(sums[entry.year] == entry.points >= 0 for entry in account.qualifying)
            assert sum(entry.points for entry in account.qualifying) == sums[Bucket.QUALIFYING]

    @invariant()
    def the_history_adds_up_to_the_balance(self) -> None:
        for member in self.shop.world.members.values():
            if len(member.history) < HISTORY_KEPT:
                assert sum(entry.points for entry in member.history) == member.account.balance_points

    @invariant()
    def the_past_never_changes(self) -> None:
        for key, posting in self.book.items():
            assert self.shop.world.ledger[key] == posting
        self.book = dict(self.shop.world.ledger)
        for member in self.shop.world.members.values():
            for entry in member.history:
                line = (member.member_id, entry.op_id, entry.kind, entry.campaign)
                before = self.entries.setdefault(line, entry)
                assert replace(entry, undone_by=before.undone_by) == before
                assert before.undone_by in (None, entry.undone_by)
                self.entries[line] = entry

    @invariant()
    def balls_neither_appear_nor_vanish(self) -> None:
        for drum_id, drum in self.shop.world.drums.items():
            out = Counter(turn.prize for turn in self.records[drum_id])
            assert all(ball.count >= 0 for ball in drum.left)
            assert {b.prize: b.count + out[b.prize] for b in drum.left} == {b.prize: b.count for b in drum.contents}
            assert drum.turns == len(self.records[drum_id])

    @invariant()
    def each_award_has_its_ticket_and_its_ball(self) -> None:
        everybody = self.shop.world.members.values()
        used = [award.ticket_id for member in everybody for award in member.awards if award.campaign]
        unused = [ticket.ticket_id for member in everybody for ticket in (*member.tickets, *member.withdrawn)]
        assert len(set(used + unused)) == len(used + unused)
        balls = {f"{drum_id}-{turn.turn}" for drum_id, turns in self.records.items() for turn in turns}
        awards = [award.award_id for member in everybody for award in member.awards if award.campaign]
        assert len(awards) == len(balls)
        assert set(awards) == balls

    @invariant()
    def an_award_knows_whether_it_was_handed_over(self) -> None:
        for voucher in self.shop.world.vouchers.values():
            handed_over = voucher.voucher_id in self.given
            assert (voucher.hand_over is not None) == handed_over
            assert (voucher.state is VoucherState.HANDED_OVER) == handed_over
        for member in self.shop.world.members.values():
            for award in member.awards:
                if award.voucher_id is not None:
                    assert self.shop.world.vouchers[award.voucher_id].state is award.state

    def teardown(self) -> None:
        """Verify every drum from its revealed seed."""
        if not hasattr(self, "shop"):
            return
        for drum_id, drum in self.shop.world.drums.items():
            seed = bytes.fromhex(self.filled[drum_id].seed or "")
            assert verify(drum, seed, self.records[drum_id]) == Verified(len(self.records[drum_id]))


TestShop = ShopMachine.TestCase
TestShop.settings = settings(stateful_step_count=40)
