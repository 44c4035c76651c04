"""Merged, unmerged, edited, erased: nothing is lost or doubled, in whatever order it is heard."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.member import EntryKind, Member, ProfileField, for_kiosk
from shared.domain.operations import (
    AdjustPoints,
    EditProfile,
    EnrolMember,
    EraseMember,
    FieldEdit,
    GiveConsent,
    GiveTicket,
    HandOverPrize,
    MergeMembers,
    Operation,
    RecordVisit,
    RenewCard,
    ReturnPurchase,
    UnmergeMember,
    WithdrawConsent,
)
from shared.domain.points import Bucket
from shared.domain.programme import BallCount
from shared.domain.redemptions import RedemptionState
from shared.domain.rules import Applied, Duplicate, Held, HeldReason, apply
from shared.domain.rules.editing import agrees, base_of, rebased, unanswered_withdrawals, value_of
from shared.domain.rules.merging import welcome_claim
from shared.domain.rules.resolving import resolve
from tests.domain.small_shop import (
    ASSISTANT,
    COUNTER,
    DESKTOP,
    GOLD,
    KIOSK,
    MANAGER,
    NOON,
    REASON,
    STORE,
    WHEEL,
    SmallShop,
    purchase,
    small_programme,
)

A, B, C, D = (f"member-{letter}" for letter in "abcd")
WELCOME_POINTS = 100


def shop_with(*members: str, welcome_points: int = 0) -> SmallShop:
    shop = SmallShop(replace(small_programme(), welcome_points=welcome_points))
    for number, member_id in enumerate(members):
        operation = EnrolMember(member_id, f"{number:012d}", f"hash-{member_id}", f"Hana {number}", "ja", STORE, None)
        shop.done(operation)
    return shop


def balance(shop: SmallShop, member_id: str) -> int:
    member = resolve(shop.world, member_id)
    assert member is not None
    return member.account.balance_points


def adjusts(shop: SmallShop, member_id: str, points: int) -> None:
    shop.done(AdjustPoints(member_id, points, REASON, ""), DESKTOP, MANAGER)


def merges(shop: SmallShop, kept: str, merged: str) -> None:
    shop.done(MergeMembers(kept, merged), DESKTOP, MANAGER)


def assert_books_balance(shop: SmallShop) -> None:
    """Check every member's figures against her own lines of the ledger, and that everything has one owner."""
    for member in shop.world.members.values():
        lines = shop.world.books.get(member.member_id, [])
        account = member.account
        assert sum(p.points for p in lines if p.bucket is Bucket.BALANCE) == account.balance_points
        assert sum(p.points for p in lines if p.bucket is Bucket.PENDING) == account.pending_points
        assert sum(p.points for p in lines if p.bucket is Bucket.HELD) == member.held_points
        for year in {p.year for p in lines if p.year is not None}:
            counted = sum(p.points for p in lines if p.bucket is Bucket.QUALIFYING and p.year == year)
            assert counted == account.qualifying_points(year)
        assert all(min(lot.left_points, lot.expired_points, lot.reversed_points) >= 0 for lot in account.lots)
        assert not (account.debt_points and account.open_lots())
        if member.merged_into:
            assert (member.account.lots, member.tickets, member.awards, member.purchases, member.cards) == ((),) * 5
    for owned in (
        [t.ticket_id for m in shop.world.members.values() for t in m.tickets],
        [a.award_id for m in shop.world.members.values() for a in m.awards],
        [p.purchase_id for m in shop.world.members.values() for p in m.purchases],
        [c.code_hash for m in shop.world.members.values() for c in m.cards],
        [lot.lot_id for m in shop.world.members.values() for lot in m.account.lots],
    ):
        assert len(owned) == len(set(owned))
    for member_id in shop.world.members:
        root = resolve(shop.world, member_id)
        assert root is not None
        assert not root.merged_into
        assert member_id in (root.member_id, *root.merged)


def test_what_both_own_belongs_to_the_kept_one_and_the_ledger_keeps_its_lines() -> None:
    shop = shop_with(A, B)
    adjusts(shop, A, 10)
    shop.done(purchase("p1", 3300, member_id=B))
    before = list(shop.world.books[B])
    merges(shop, A, B)
    kept, gone = shop.world.members[A], shop.world.members[B]
    assert kept.account.balance_points == 43
    assert kept.account.qualifying_points(2026) == 33
    assert [p.purchase_id for p in kept.purchases] == ["p1"]
    assert [c.code_hash for c in kept.cards] == [f"hash-{A}", f"hash-{B}"]
    assert len(kept.tickets) == 3
    assert (gone.merged_into, gone.account.balance_points, kept.merged) == (A, 0, (B,))
    assert shop.world.books[B][: len(before)] == before
    assert kept.history[0].kind is EntryKind.MERGE
    assert_books_balance(shop)


def test_what_is_heard_later_of_a_merged_member_is_the_kept_ones() -> None:
    shop = shop_with(A, B)
    shop.done(purchase("p1", 3300, member_id=B))
    merges(shop, A, B)
    shop.done(purchase("p2", 1100, member_id=B))
    shop.done(ReturnPurchase(B, "p1", (1100,)), DESKTOP, MANAGER)
    shop.done(GiveTicket(B, WHEEL, REASON, ""))
    shop.done(RenewCard(B, "hash-new"))
    kept = shop.world.members[A]
    assert kept.account.balance_points == 33
    assert [card.state.value for card in kept.cards] == ["current", "replaced", "replaced"]
    assert_books_balance(shop)


def test_a_debt_is_settled_by_whoever_brings_points() -> None:
    for kept, merged in permutations((A, B)):
        shop = shop_with(A, B)
        adjusts(shop, A, -30)
        adjusts(shop, B, 100)
        merges(shop, kept, merged)
        account = shop.world.members[kept].account
        assert (account.balance_points, account.debt_points) == (70, 0)
        assert_books_balance(shop)
        shop.done(UnmergeMember(merged), DESKTOP, MANAGER)
        # The debt stays settled: who brought points has 70 left of them.
        assert (balance(shop, A), balance(shop, B)) == (0, 70)
        assert_books_balance(shop)


def test_chains_and_merges_in_both_directions_end_in_one_place() -> None:
    shop = shop_with(A, B, C, D)
    for member_id, points in ((A, 1), (B, 10), (C, 100), (D, 1000)):
        adjusts(shop, member_id, points)
    merges(shop, B, A)
    merges(shop, C, B)
    first = shop.last_op_id
    assert isinstance(shop.act(MergeMembers(A, C), DESKTOP, MANAGER), Duplicate)
    assert shop.act(MergeMembers(B, C), DESKTOP, MANAGER) == Duplicate(first)
    merges(shop, A, D)
    assert shop.world.members[D].merged_into == C
    assert shop.world.members[C].merged == (B, A, D)
    assert {balance(shop, member_id) for member_id in (A, B, C, D)} == {1111}
    assert_books_balance(shop)
    shop.done(UnmergeMember(B), DESKTOP, MANAGER)
    # Whoever was merged into B before goes with her.
    assert [balance(shop, member_id) for member_id in (A, B, C, D)] == [11, 11, 1100, 1100]
    shop.done(UnmergeMember(A), DESKTOP, MANAGER)
    assert [balance(shop, member_id) for member_id in (A, B, C, D)] == [1, 10, 1100, 1100]
    assert_books_balance(shop)


def test_an_unmerge_gives_back_what_came_and_leaves_what_was_since() -> None:
    shop = shop_with(A, B)
    shop.done(purchase("p1", 3300, member_id=B))
    adjusts(shop, A, 100)
    merges(shop, A, B)
    shop.done(purchase("p2", 1100, member_id=A))
    shop.done(ReturnPurchase(A, "p1", (1100,)), DESKTOP, MANAGER)
    shop.done(UnmergeMember(B), DESKTOP, MANAGER)
    kept, back = shop.world.members[A], shop.world.members[B]
    assert [p.purchase_id for p in back.purchases] == ["p1"]
    assert [p.purchase_id for p in kept.purchases] == ["p2"]
    assert (back.account.balance_points, back.account.qualifying_points(2026)) == (22, 22)
    assert (kept.account.balance_points, kept.account.qualifying_points(2026)) == (111, 11)
    assert [card.code_hash for card in back.cards] == [f"hash-{B}"]
    assert (back.merged_into, back.moved, kept.merged) == ("", None, ())
    assert shop.act(UnmergeMember(B), DESKTOP, MANAGER) == Held(HeldReason.NOT_MERGED, B)
    assert_books_balance(shop)


def test_a_doubled_welcome_is_reversed_once_for_a_pair() -> None:
    shop = shop_with(A, B, welcome_points=WELCOME_POINTS)
    merges(shop, A, B)
    assert balance(shop, A) == WELCOME_POINTS
    assert welcome_claim(A, B) == welcome_claim(B, A) in shop.world.claims
    shop.done(UnmergeMember(B), DESKTOP, MANAGER)
    assert (balance(shop, A), balance(shop, B)) == (WELCOME_POINTS, WELCOME_POINTS)
    merges(shop, B, A)
    assert balance(shop, A) == balance(shop, B) == WELCOME_POINTS
    assert_books_balance(shop)


def test_a_welcome_that_was_spent_is_not_paid_back_twice() -> None:
    shop = shop_with(A, B, welcome_points=WELCOME_POINTS)
    adjusts(shop, A, 100)
    adjusts(shop, B, -WELCOME_POINTS)
    merges(shop, A, B)
    assert balance(shop, A) == 100
    shop.done(UnmergeMember(B), DESKTOP, MANAGER)
    assert (balance(shop, A), balance(shop, B)) == (200, 0)
    assert_books_balance(shop)


def test_a_kiosk_that_has_not_heard_of_a_merge_keeps_its_promise() -> None:
    shop = shop_with(A, B)
    kiosk = shop.world.members[B].kiosk
    merges(shop, A, B)
    day = NOON.date()
    shop.done(RecordVisit(B, day), kiosk, None)
    ticket = next(t for t in shop.world.members[A].tickets if t.ticket_id == f"visit-{B}-{day.isoformat()}-{WHEEL}")
    drum = shop.fill_drum(BallCount(GOLD, 1), holder=kiosk)
    shop.done(shop.turn(ticket, drum, member_id=B), kiosk, None)
    assert [award.prize for award in shop.world.members[A].awards] == [GOLD]


def test_a_kiosk_that_has_not_heard_that_two_were_taken_apart_keeps_its_promise() -> None:
    shop = shop_with(A, B)
    kiosk = shop.world.members[B].kiosk
    day = NOON.date()
    shop.done(RecordVisit(B, day), kiosk, None)
    merges(shop, A, B)
    (ticket,) = (t for t in shop.world.members[A].tickets if t.holder == kiosk and B in t.ticket_id)
    shop.done(UnmergeMember(B), DESKTOP, MANAGER)
    drum = shop.fill_drum(BallCount(GOLD, 2), holder=kiosk)
    shop.done(shop.turn(ticket, drum, member_id=A), kiosk, None)
    assert [award.prize for award in shop.world.members[B].awards] == [GOLD]
    assert not shop.world.members[A].awards
    drum = shop.world.drums[drum.drum_id]
    again = shop.act(shop.turn(ticket, drum, member_id=A), kiosk, None)
    assert isinstance(again, Held)
    assert again.reason is HeldReason.TICKET_UNKNOWN


@pytest.mark.parametrize("permission", ["merge", "unmerge", "erase", "edit"])
def test_who_may_not_is_refused(permission: str) -> None:
    shop = shop_with(A, B)
    operations: dict[str, Operation] = {
        "merge": MergeMembers(A, B),
        "unmerge": UnmergeMember(A),
        "erase": EraseMember(A),
        "edit": EditProfile(A, (FieldEdit(ProfileField.NAME, "x", A),)),
    }
    operation = operations[permission]
    actor = None if permission == "edit" else ASSISTANT
    outcome = shop.act(operation, DESKTOP, actor)
    assert isinstance(outcome, Held)
    assert outcome.reason is HeldReason.NOT_ALLOWED


def edit_of(shop: SmallShop, field: ProfileField, value: str, member_id: str = A) -> EditProfile:
    member = resolve(shop.world, member_id)
    assert member is not None
    return EditProfile(member_id, (FieldEdit(field, value, base_of(member, field)),))


def test_edits_of_other_fields_stand_and_a_stale_one_goes_to_review_with_both_values() -> None:
    shop = shop_with(A)
    mine = edit_of(shop, ProfileField.PHONE, "+81311112222")
    theirs = edit_of(shop, ProfileField.PHONE, "+81333334444")
    other = edit_of(shop, ProfileField.KANA, "ヤマダ")
    shop.done(theirs)
    shop.done(other)
    held = shop.act(mine)
    assert isinstance(held, Held)
    assert held.reason is HeldReason.STALE_EDIT
    assert [(c.field, c.mine, c.theirs) for c in held.clashes] == [("phone", "+81311112222", "+81333334444")]
    shop.done(rebased(mine, shop.world))
    member = shop.world.members[A]
    assert (value_of(member, ProfileField.PHONE), value_of(member, ProfileField.KANA)) == ("+81311112222", "ヤマダ")
    # The same value from two sides is no clash.
    assert isinstance(shop.act(replace(mine)), Applied)


def test_edits_one_after_the_other_on_one_device_do_not_clash_behind_another_devices() -> None:
    device, centre = shop_with(A), shop_with(A)
    first = edit_of(device, ProfileField.NAME, "花")
    device.done(first)
    first_id = device.last_op_id
    second = edit_of(device, ProfileField.NAME, "華")
    assert second.edits[0].base == first_id
    centre.done(edit_of(centre, ProfileField.EMAIL, "a@b.example"))
    for operation, op_id in ((first, first_id), (second, "op-second")):
        context = replace(centre.context(COUNTER, ASSISTANT), op_id=op_id)
        outcome = apply(operation, context, centre.world)
        assert isinstance(outcome, Applied)
        centre.world.keep(op_id, outcome)
    assert value_of(centre.world.members[A], ProfileField.NAME) == "華"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (ProfileField.NICKNAME, ""),
        (ProfileField.NICKNAME, "x" * 13),
        (ProfileField.LOCALE, "fr"),
        (ProfileField.PHONE, "090-1234"),
        (ProfileField.EMAIL, "nobody"),
        (ProfileField.BIRTHDAY, "1990-02-30"),
        (ProfileField.NAME, "x" * 81),
    ],
)
def test_a_value_that_can_not_stand_is_held(field: ProfileField, value: str) -> None:
    shop = shop_with(A)
    outcome = shop.act(edit_of(shop, field, value))
    assert outcome == Held(HeldReason.VALUE_INVALID, field)


@given(st.data())
def test_what_is_said_about_a_consent_ends_alike_in_any_order_and_a_withdrawal_wins(data: st.DataObject) -> None:
    """Several devices speak without hearing of each other; whatever the centre hears first, the end is the same."""
    shop = shop_with(A)
    said: list[tuple[str, Operation]] = []
    for number in range(data.draw(st.integers(1, 5))):
        knows = data.draw(st.sets(st.sampled_from([op_id for op_id, _ in said] or ["none"])))
        if data.draw(st.booleans()):
            said.append((f"op{number}", GiveConsent(A, "mail", 1, NOON, tuple(sorted(knows)))))
        else:
            said.append((f"op{number}", WithdrawConsent(A, "mail", NOON)))
    ends = set()
    for order in data.draw(st.lists(st.permutations(said), min_size=2, max_size=4)):
        centre = shop_with(A)
        for op_id, operation in order:
            _apply_as(centre, op_id, operation)
        ends.add((agrees(centre.world.members[A], "mail"), centre.world.members[A].consents))
    assert len(ends) == 1
    (agreed, _), gives = ends.pop(), [op for _, op in said if isinstance(op, GiveConsent)]
    answered = {op_id for give in gives for op_id in give.answers}
    withdrawals = {op_id for op_id, op in said if isinstance(op, WithdrawConsent)}
    assert agreed == (bool(gives) and withdrawals <= answered)
    assert shop.world.members[A].consents == ()


def _apply_as(shop: SmallShop, op_id: str, operation: Operation) -> None:
    outcome = apply(operation, replace(shop.context(DESKTOP, MANAGER), op_id=op_id), shop.world)
    shop.world.keep(op_id, outcome)


def test_a_consent_after_a_withdrawal_that_it_knew_of_stands_again() -> None:
    shop = shop_with(A)
    shop.done(GiveConsent(A, "mail", 1, NOON))
    shop.done(WithdrawConsent(A, "mail", NOON))
    assert not agrees(shop.world.members[A], "mail")
    shop.done(GiveConsent(A, "mail", 1, NOON))
    assert not agrees(shop.world.members[A], "mail")
    answers = unanswered_withdrawals(shop.world.members[A], "mail")
    shop.done(GiveConsent(A, "mail", 1, NOON, answers))
    assert agrees(shop.world.members[A], "mail")


def test_what_one_of_two_has_withdrawn_is_withdrawn_for_both() -> None:
    shop = shop_with(A, B)
    shop.done(GiveConsent(A, "mail", 1, NOON))
    shop.done(WithdrawConsent(B, "mail", NOON))
    merges(shop, A, B)
    assert not agrees(shop.world.members[A], "mail")
    shop.done(UnmergeMember(B), DESKTOP, MANAGER)
    assert not agrees(shop.world.members[B], "mail")


def test_an_erasure_leaves_anonymous_lines_and_beats_what_comes_late() -> None:
    shop = shop_with(A, B)
    shop.done(edit_of(shop, ProfileField.NAME, "山田 花"))
    shop.done(purchase("p1", 3300, member_id=A))
    shop.done(purchase("p2", 1100, member_id=B))
    ticket = shop.world.members[A].tickets[0]
    merges(shop, A, B)
    lines = len(shop.world.ledger)
    shop.done(EraseMember(B), DESKTOP, MANAGER)
    erasure = shop.last_op_id
    assert len(shop.world.ledger) > lines
    for member_id in (A, B):
        member = shop.world.members[member_id]
        assert (member.nickname, member.profile, member.cards, member.history) == ("", None, (), ())
        assert (member.erased_by, member.account.balance_points, member.tickets) == (erasure, 0, ())
    assert_books_balance(shop)
    before = dict(shop.world.members)
    late: tuple[Operation, ...] = (
        purchase("p3", 1100, member_id=A),
        EnrolMember(A, "000000000009", "hash-again", "Hana", "ja", STORE, None),
        EditProfile(B, (FieldEdit(ProfileField.NAME, "花", B),)),
        AdjustPoints(A, 50, REASON, "for Hanako Yamada"),
        GiveConsent(A, "mail", 1, NOON),
        MergeMembers(A, B),
        UnmergeMember(B),
        EraseMember(A),
        RenewCard(A, "hash-late"),
    )
    for operation in late:
        assert shop.act(operation, COUNTER, MANAGER) == Duplicate(erasure), operation
    drum = shop.fill_drum(BallCount(GOLD, 1))
    turn = shop.act(shop.turn(ticket, drum, member_id=A), KIOSK, None)
    assert isinstance(turn, Held)
    assert turn.reason is HeldReason.MEMBER_ERASED
    assert turn.drum is not None
    assert dict(shop.world.members) == before


MEMBERS = (A, B, C, D)
WHO = st.sampled_from(MEMBERS)
ACTS = st.one_of(
    st.tuples(st.just("buy"), WHO, st.integers(1, 60)),
    st.tuples(st.just("adjust"), WHO, st.integers(-80, 80).filter(bool)),
    st.tuples(st.just("return"), WHO, st.integers(0, 5)),
    st.tuples(st.just("ticket"), WHO, st.just(0)),
    st.tuples(st.just("merge"), WHO, WHO),
    st.tuples(st.just("unmerge"), WHO, st.just(0)),
    st.tuples(st.just("erase"), WHO, st.just(0)),
    st.tuples(st.just("wait"), WHO, st.integers(1, 300)),
)


@given(st.lists(ACTS, max_size=25), st.sampled_from([0, 50]), st.sampled_from([0, 20]))
def test_any_sequence_of_acts_leaves_books_that_balance(
    acts: list[tuple[str, str, int | str]], welcome_points: int, pending_days: int
) -> None:
    shop = shop_with(*MEMBERS, welcome_points=welcome_points)
    programme = shop.world.programme
    shop.world.programme = replace(programme, earning=replace(programme.earning, pending_days=pending_days))
    for number, (act, who, what) in enumerate(acts):
        total = _total(shop)
        outcome = shop.act(_operation(shop, act, who, what, number), DESKTOP, MANAGER) if act != "wait" else None
        if act == "wait":
            shop.pass_time(days=int(what))
        assert_books_balance(shop)
        if act == "unmerge" and isinstance(outcome, Applied) and not welcome_points and not pending_days:
            assert _total(shop) <= total
        if act == "merge" and isinstance(outcome, Applied) and not outcome.claims and not _timed(outcome):
            assert _total(shop) == total


def _timed(applied: Applied) -> bool:
    postings = [*applied.postings, *(p for beside in applied.beside for p in beside.postings)]
    return any(p.kind.value in ("expire", "mature") for p in postings)


def _total(shop: SmallShop) -> int:
    return sum(m.account.balance_points + m.account.pending_points for m in shop.world.members.values())


def _operation(shop: SmallShop, act: str, who: str, what: int | str, number: int) -> Operation:
    match act:
        case "buy":
            return purchase(f"p{number}", int(what) * 110, member_id=who)
        case "adjust":
            return AdjustPoints(who, int(what), REASON, "")
        case "return":
            owner = resolve(shop.world, who)
            purchases = owner.purchases if owner else ()
            known = purchases[int(what) % len(purchases)].purchase_id if purchases else "none"
            return ReturnPurchase(who, known, (55,))
        case "ticket":
            return GiveTicket(who, WHEEL, REASON, "")
        case "merge":
            return MergeMembers(who, str(what))
        case "unmerge":
            return UnmergeMember(who)
        case _:
            return EraseMember(who)


@given(st.lists(st.tuples(WHO, WHO), min_size=1, max_size=6))
def test_merges_that_cross_each_other_end_in_one_place_in_any_order(
    pairs: list[tuple[str, str]],
) -> None:
    """Which of them is kept depends on the order; who belongs together and what they own does not."""
    merges_said = [MergeMembers(kept, merged) for kept, merged in pairs if kept != merged]
    ends = set()
    for order in (merges_said, list(reversed(merges_said)), merges_said[1:] + merges_said[:1]):
        shop = shop_with(*MEMBERS)
        for number, member_id in enumerate(MEMBERS):
            adjusts(shop, member_id, 10**number)
        for operation in [*order, *order]:
            outcome = shop.act(operation, DESKTOP, MANAGER)
            assert isinstance(outcome, Applied | Duplicate)
        assert_books_balance(shop)
        groups: dict[str, list[str]] = {}
        for member_id in MEMBERS:
            root = resolve(shop.world, member_id)
            assert root is not None
            groups.setdefault(root.member_id, []).append(member_id)
        ends.add(frozenset((tuple(group), balance(shop, group[0])) for group in groups.values()))
    assert len(ends) == 1


def test_the_home_store_is_the_devices_own() -> None:
    shop = SmallShop()
    outcome = shop.act(EnrolMember(A, "000000000000", "hash", "Hana", "ja", "ueno", None))
    assert outcome == Held(HeldReason.PAYLOAD_INVALID, "home_store")


def test_a_public_screen_hears_nothing_of_what_was_said_or_edited() -> None:
    shop = shop_with(A, B)
    shop.done(GiveConsent(A, "mail", 1, NOON))
    shop.done(edit_of(shop, ProfileField.NAME, "花"))
    merges(shop, A, B)
    for member_id in (A, B):
        seen: Member = for_kiosk(shop.world.members[member_id])
        assert (seen.consents, seen.edits, seen.moved, seen.merged, seen.profile) == ((), (), None, (), None)


Said = tuple[str, str, str, int]
"""Device, act, member and how much, as a device reports it."""
DEVICES = (COUNTER, DESKTOP)
REPORTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(DEVICES), st.just("buy"), WHO, st.integers(1, 40)),
        st.tuples(st.sampled_from(DEVICES), st.just("adjust"), WHO, st.integers(-60, 60).filter(bool)),
        st.tuples(st.sampled_from(DEVICES), st.just("merge"), WHO, st.integers(0, 3)),
        st.tuples(st.sampled_from(DEVICES), st.just("withdraw"), WHO, st.just(0)),
        st.tuples(st.sampled_from(DEVICES), st.just("give"), WHO, st.just(0)),
        st.tuples(st.sampled_from(DEVICES), st.just("edit"), WHO, st.integers(0, 5)),
    ),
    max_size=12,
)


@given(REPORTS, st.data())
def test_whatever_arrives_first_the_same_people_own_the_same(reports: list[Said], data: st.DataObject) -> None:
    """Each device's reports keep their order, and may come twice; those of different devices come in any."""
    queues = {device: [r for r in enumerate(reports) if r[1][0] == device] for device in DEVICES}
    ends = set()
    for _ in range(3):
        shop, left = shop_with(*MEMBERS), {device: list(queue) for device, queue in queues.items()}
        # A tier's bonus depends on what was known when; the points of a purchase alone do not.
        shop.world.programme = replace(shop.world.programme, tiers=shop.world.programme.tiers[:1])
        while any(left.values()):
            device = data.draw(st.sampled_from([device for device in DEVICES if left[device]]))
            number, report = left[device].pop(0)
            for _ in range(data.draw(st.integers(1, 2))):
                _report(shop, number, report)
        assert_books_balance(shop)
        ends.add(_who_owns_what(shop))
    assert len(ends) == 1


def _report(shop: SmallShop, number: int, report: Said) -> None:
    """Apply a report under its own id, once: the centre's inbox has each id only once."""
    device, act, who, what = report
    op_id = f"report-{number}"
    if any(op_id == line for line, _ in shop.world.ledger) or op_id in shop.world.claims.values():
        return
    if any(entry.op_id == op_id for member in shop.world.members.values() for entry in member.history):
        return
    operation: Operation
    match act:
        case "merge":
            operation = MergeMembers(who, MEMBERS[what])
        case "withdraw":
            operation = WithdrawConsent(who, "mail", NOON)
        case "give":
            operation = GiveConsent(who, "mail", 1, NOON)
        case "edit":
            # Each number is a field of its own here: what touches other fields never clashes.
            operation = EditProfile(who, (FieldEdit(tuple(ProfileField)[what], _value(what), who),))
        case _:
            operation = _operation(shop, act, who, what, number)
    context = replace(shop.context(device, MANAGER), op_id=op_id)
    shop.world.keep(op_id, apply(operation, context, shop.world))


def _value(number: int) -> str:
    return ("Momo", "en", "花", "ハナ", "+81311112222", "a@b.example")[number]


def _who_owns_what(shop: SmallShop) -> frozenset[tuple[object, ...]]:
    groups: dict[str, list[str]] = {}
    for member_id in MEMBERS:
        root = resolve(shop.world, member_id)
        assert root is not None
        groups.setdefault(root.member_id, []).append(member_id)
    return frozenset(
        (
            tuple(group),
            balance(shop, root_id),
            frozenset(p.purchase_id for p in shop.world.members[root_id].purchases),
            agrees(shop.world.members[root_id], "mail"),
            frozenset(card.code_hash for card in shop.world.members[root_id].cards),
        )
        for root_id, group in groups.items()
    )


def test_a_reward_asked_for_under_a_merged_name_is_settled_when_it_is_collected_after_they_were_told_apart() -> None:
    """The points stay with the kept one, who spent them; so does what the hand-over settles."""
    shop = shop_with(A, B)
    adjusts(shop, A, 100)
    merges(shop, A, B)
    question = shop.question(member_id=B)
    shop.done(question, KIOSK, None)
    shop.done(UnmergeMember(B), DESKTOP, MANAGER)
    shop.done(HandOverPrize(question.voucher_code))
    (redemption,) = shop.world.members[A].redemptions
    assert redemption.state is RedemptionState.COLLECTED
    assert shop.world.members[A].held_points == 0


def test_who_was_told_apart_from_a_chain_is_not_given_back_twice() -> None:
    """C came with B into A, and left alone: B takes only her own along when she leaves, too."""
    shop = shop_with(A, B, C)
    shop.done(purchase("hers", 2_000, member_id=B))
    shop.done(purchase("its", 3_000, member_id=C))
    merges(shop, B, C)
    merges(shop, A, B)
    shop.done(UnmergeMember(C), DESKTOP, MANAGER)
    merges(shop, A, C)
    shop.done(UnmergeMember(B), DESKTOP, MANAGER)
    figures = {
        who: (member.account.balance_points, member.account.qualifying_points(2026))
        for who, member in shop.world.members.items()
    }
    assert figures == {A: (30, 30), B: (20, 20), C: (0, 0)}


def test_a_bonus_whose_points_have_expired_is_not_made_good_by_a_merge_and_its_undoing() -> None:
    shop = shop_with(A, B, welcome_points=WELCOME_POINTS)
    shop.pass_time(days=400)
    merges(shop, A, B)
    shop.done(UnmergeMember(B), DESKTOP, MANAGER)
    assert [shop.world.members[who].account.balance_points for who in (A, B)] == [0, 0]
