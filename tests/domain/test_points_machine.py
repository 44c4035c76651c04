"""Whatever is bought, brought back, spent, corrected, merged and undone: the book says what the plain model says."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shared.domain.earning import LineKind, PurchaseLine
from shared.domain.operations import (
    AdjustPoints,
    CancelRedemption,
    HandOverPrize,
    MergeMembers,
    Operation,
    RecordPurchase,
    ReturnPurchase,
    Undo,
    UnmergeMember,
)
from shared.domain.programme import Earning
from shared.domain.rules import Applied, Outcome
from shared.domain.rules.entries import let_time_pass
from shared.domain.staff import StaffMember
from shared.domain.tiers import standing
from tests.domain.points_model import PointsModel, day_of
from tests.domain.small_shop import (
    ASSISTANT,
    COLLEAGUE,
    COUNTER,
    KIOSK,
    MANAGER,
    REASON,
    TOWEL,
    SmallShop,
    small_programme,
)

PRICE = 22
MEMBERS = ("member-hana", "member-neko", "member-tora")
members = st.sampled_from(MEMBERS)
staff = st.sampled_from((ASSISTANT, COLLEAGUE, MANAGER))
spans = st.builds(
    lambda days, minutes: timedelta(days=days, minutes=minutes),
    st.sampled_from((0, 0, 1, 4, 29, 45, 100, 380)),
    st.integers(0, 12),
)
bought_lines = st.lists(
    st.builds(
        lambda yen, percent, kind: PurchaseLine(yen, yen * percent // 100, kind),
        st.integers(1, 9_000),
        st.sampled_from((0, 8, 10)),
        st.sampled_from((LineKind.GOODS, LineKind.GOODS, LineKind.GIFT_CARD, LineKind.REWARD)),
    ),
    min_size=1,
    max_size=3,
)


class PointsMachine(RuleBasedStateMachine):
    """Act at random on the program and on the model; both say the same after each act."""

    @initialize(
        pending_days=st.sampled_from((0, 3)),
        expiry_months=st.sampled_from((1, 12)),
        month_end=st.booleans(),
        counts=st.tuples(st.booleans(), st.booleans(), st.booleans()),
        welcome_points=st.sampled_from((0, 25)),
    )
    def open_shop(
        self,
        pending_days: int,
        expiry_months: int,
        *,
        month_end: bool,
        counts: tuple[bool, bool, bool],
        welcome_points: int,
    ) -> None:
        earning = Earning(100, 10, *counts, pending_days, expiry_months, month_end)
        cheap = tuple(replace(reward, points=PRICE) for reward in small_programme().rewards)
        programme = replace(small_programme(), earning=earning, rewards=cheap, wheels=(), welcome_points=welcome_points)
        self.shop = SmallShop(programme)
        self.model = PointsModel(programme)
        self.codes: dict[str, str] = {}
        self.purchases: list[str] = []
        for member_id in MEMBERS:
            self.shop.enrol(member_id)
            self.model.join(member_id, self.shop.last_op_id, self.shop.now)

    def _act(self, operation: Operation, actor: StaffMember | None, device: str = COUNTER) -> tuple[Outcome, str]:
        # Nobody does two things at once, so that it is clear what came last.
        self.let_so_much_time_pass(timedelta(seconds=1))
        approver = MANAGER if isinstance(operation, AdjustPoints) and actor is not MANAGER else None
        return self.shop.act(operation, device, actor, approver), self.shop.last_op_id

    def let_so_much_time_pass(self, span: timedelta) -> None:
        self.shop.now += span
        self.model.let_time_pass(self.now)

    @property
    def now(self) -> datetime:
        return self.shop.now

    @rule(span=spans)
    def let_time_pass(self, span: timedelta) -> None:
        self.let_so_much_time_pass(span)

    @rule(member_id=members, bought=st.lists(bought_lines, min_size=1, max_size=3), actor=staff)
    def buy(self, member_id: str, bought: list[list[PurchaseLine]], actor: StaffMember) -> None:
        for lines in bought:
            key = f"p{len(self.purchases)}"
            self.purchases.append(key)
            outcome, op = self._act(RecordPurchase(key, member_id, tuple(lines)), actor)
            assert isinstance(outcome, Applied)
            self.model.buy(member_id, key, tuple(lines), op, self.now, actor.staff_id)

    @precondition(lambda self: self.purchases)
    @rule(data=st.data(), wholes=st.lists(st.booleans(), min_size=1, max_size=3), actor=staff)
    def bring_back(self, data: st.DataObject, wholes: list[bool], actor: StaffMember) -> None:
        for whole in wholes:
            key = data.draw(st.sampled_from(self.purchases))
            who, person = next((who, p) for who, p in self.model.people.items() if key in p.purchases)
            bought = person.purchases[key]
            left = [yen - back for yen, back in zip(bought.yen, bought.back, strict=True)]
            yen = tuple(each if whole else data.draw(st.integers(0, each)) for each in left)
            outcome, op = self._act(ReturnPurchase(who, key, yen), actor)
            assert isinstance(outcome, Applied) == any(yen)
            if any(yen):
                self.model.come_back(who, key, yen, op, self.now, actor.staff_id)

    @rule(member_id=members, points=st.integers(-150, 150).filter(bool), actor=staff)
    def adjust(self, member_id: str, points: int, actor: StaffMember) -> None:
        outcome, op = self._act(AdjustPoints(member_id, points, REASON, ""), actor)
        assert isinstance(outcome, Applied)
        self.model.adjust(member_id, points, op, self.now, actor.staff_id)

    @rule(data=st.data())
    def spend(self, data: st.DataObject) -> None:
        """Ask for a reward, whoever has something; for want of anybody, in vain."""
        people = self.model.people.items()
        rich = [who for who, person in people if sum(batch.left for batch in person.spendable()) >= PRICE // 2]
        member_id = data.draw(st.sampled_from(rich or MEMBERS))
        question = self.shop.question(TOWEL, KIOSK, member_id)
        outcome, op = self._act(question, None, KIOSK)
        had = self.model.wish(member_id, question.points, question.collect_until, op, self.now)
        assert isinstance(outcome, Applied) == had
        if had:
            self.codes[op] = question.voucher_code

    @precondition(lambda self: self.codes)
    @rule(data=st.data(), actor=staff)
    def collect(self, data: st.DataObject, actor: StaffMember) -> None:
        wish = data.draw(st.sampled_from(sorted(self.codes)))
        outcome, op = self._act(HandOverPrize(self.codes[wish]), actor)
        assert isinstance(outcome, Applied) == self.model.collect(wish, op, self.now, actor.staff_id)

    @precondition(lambda self: self.codes)
    @rule(data=st.data(), actor=staff)
    def give_up(self, data: st.DataObject, actor: StaffMember) -> None:
        wish = data.draw(st.sampled_from(sorted(self.codes)))
        who = self.model.holder(wish)
        outcome, op = self._act(CancelRedemption(who, wish), actor)
        given_back = self.model.give_up(wish, op, self.now)
        assert isinstance(outcome, Applied) or not given_back

    @rule(member_id=members, actor=staff)
    def undo(self, member_id: str, actor: StaffMember) -> None:
        act = self.model.last_act(member_id, actor.staff_id)
        if act is None:
            return
        outcome, op = self._act(Undo(member_id, act.op), actor)
        assert isinstance(outcome, Applied) == self.model.undo(member_id, act, op, self.now), outcome

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        kept, gone = data.draw(st.permutations(MEMBERS))[:2]
        outcome, op = self._act(MergeMembers(kept, gone), MANAGER)
        assert isinstance(outcome, Applied) == self.model.merge(kept, gone, op, self.now)

    @precondition(lambda self: any(person.became for person in self.model.people.values()))
    @rule(data=st.data())
    def unmerge(self, data: st.DataObject) -> None:
        merged = sorted(who for who, person in self.model.people.items() if person.became)
        gone = data.draw(st.sampled_from(merged))
        outcome, op = self._act(UnmergeMember(gone), MANAGER)
        assert isinstance(outcome, Applied) == self.model.part(gone, op, self.now)

    @invariant()
    def both_say_the_same(self) -> None:
        year = day_of(self.now).year
        for who, person in self.model.people.items():
            member = let_time_pass(self.shop.world.members[who], self.shop.context(COUNTER)).member
            account = member.account
            assert member.merged_into == person.became
            lots = Counter[tuple[datetime, datetime | None]]()
            for lot in account.lots:
                lots[lot.expires_at, lot.matures_at] += lot.left_points
            batches = Counter[tuple[datetime, datetime | None]]()
            for batch in person.batches:
                batches[batch.ends, batch.ripens] += batch.left
            assert +lots == +batches
            assert account.debt_points == person.debt
            assert member.held_points == sum(w.points for w in person.wishes.values() if w.state == "waiting")
            counted = {each.year: each.points for each in account.qualifying if each.points}
            assert counted == {each: points for each, points in person.years.items() if points}
            tier = standing(account, self.shop.world.programme.tiers, year).tier.key
            assert tier == self.model.tier(person, year)
            back = {p.purchase_id: (list(p.returned_yen), sum(p.reversed_points)) for p in member.purchases}
            assert back == {key: (bought.back, bought.reversed()) for key, bought in person.purchases.items()}
            own = {p.purchase_id: account.lot(p.lot_id) for p in member.purchases if p.lot_id}
            parts = {key: (o.left_points, o.spent_points, o.expired_points) for key, o in own.items() if o is not None}
            batches_of = {key: bought.batch for key, bought in person.purchases.items()}
            assert parts == {key: (b.left, b.room, b.expired) for key, b in batches_of.items() if b is not None}


TestPoints = PointsMachine.TestCase
TestPoints.settings = settings(stateful_step_count=50)
