"""A hunt counts each spot once, in whatever order it is heard of; posters count on their days, in their store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.campaigns import Again, Brings, Limits
from shared.domain.challenges import Goal, Measure, Of
from shared.domain.hunts import Hunt, HuntSymbol, Spot
from shared.domain.member import EntryKind
from shared.domain.operations import MergeMembers, ShowSpot, UnmergeMember
from shared.domain.prize_law import prize_law_faults
from shared.domain.programme import Programme, programme_faults
from shared.domain.rules import Applied, Context, Duplicate, Held, HeldReason, apply
from shared.domain.text import EVERYWHERE, Text
from tests.domain.small_shop import (
    BENCH,
    COUNTER,
    GARDEN,
    HUNT,
    KIOSK,
    MANAGER,
    MEMBER,
    OTHER_KIOSK,
    OTHER_STORE,
    SECOND_KIOSK,
    STAIRS,
    STORE,
    STORE_OF,
    SmallShop,
    poster,
    small_challenge,
    small_hunt,
    small_programme,
)
from tests.domain.test_challenges import A, B, figure, finished, on, won_points

DAY = date(2026, 4, 10)
SPOTS = (BENCH, GARDEN, STAIRS)


def with_hunts(*hunts: Hunt) -> Programme:
    return replace(small_programme(), hunts=hunts)


def shop_with(hunt: Hunt | None = None) -> SmallShop:
    shop = SmallShop(with_hunts(hunt or small_hunt()))
    shop.enrol()
    return shop


def shown(shop: SmallShop, spot: str, day: date = DAY, member_id: str = MEMBER, store: str = STORE) -> ShowSpot:
    """Make what a kiosk appends for a poster's code of that day and store."""
    return ShowSpot(member_id, HUNT, spot, day, poster(shop.world.programme.hunts[0], spot, day, store))


def tapped(spot: str, *, right: bool, member_id: str = MEMBER) -> ShowSpot:
    return ShowSpot(member_id, HUNT, spot, DAY, right=right)


def test_every_spot_counts_once_and_the_last_brings_the_finale_once() -> None:
    shop = shop_with()
    for spot in (GARDEN, BENCH, GARDEN):
        shop.done(shown(shop, spot), KIOSK, None)
    assert figure(shop, HUNT, day=DAY) == (2, False)
    shop.done(shown(shop, STAIRS), KIOSK, None)
    assert (figure(shop, HUNT, day=DAY), won_points(shop.member)) == ((3, True), 50)
    shop.done(shown(shop, STAIRS, DAY + timedelta(days=1)), SECOND_KIOSK, None)
    assert (finished(shop.member, HUNT), won_points(shop.member)) == ([("once", False, False)], 50)
    told = [entry.refers_to for entry in shop.member.history if entry.kind is EntryKind.SPOT]
    assert told == [STAIRS, BENCH, GARDEN]


def test_at_a_kiosk_a_spot_is_found_once() -> None:
    shop = shop_with()
    shop.world.at_centre = False
    shop.done(shown(shop, BENCH), KIOSK, None)
    first = shop.last_op_id
    assert shop.act(shown(shop, BENCH), KIOSK, None) == Duplicate(first)
    assert won_points(shop.member) == 0


def test_an_ordered_hunt_is_kept_in_order_by_the_kiosk_and_heard_in_any_by_the_centre() -> None:
    shop = shop_with(small_hunt(ordered=True))
    shop.world.at_centre = False
    early = Held(HeldReason.SPOT_TOO_EARLY, BENCH)
    for spot in (STAIRS, GARDEN):
        assert shop.act(shown(shop, spot), KIOSK, None) == early
    shop.done(shown(shop, BENCH), KIOSK, None)
    assert shop.act(shown(shop, STAIRS), KIOSK, None) == Held(HeldReason.SPOT_TOO_EARLY, GARDEN)
    for spot in (GARDEN, STAIRS):
        shop.done(shown(shop, spot), KIOSK, None)
    assert figure(shop, HUNT, day=DAY) == (3, True)
    shop.world.at_centre = True
    shop.enrol(A)
    for spot in reversed(SPOTS):
        shop.done(shown(shop, spot, member_id=A), KIOSK, None)
    assert won_points(shop.world.members[A]) == 50


def test_a_wrong_symbol_is_noted_and_after_some_codes_alone_count() -> None:
    shop = shop_with(small_hunt(wrong_symbols=2))
    shop.world.at_centre = False
    shop.done(tapped(BENCH, right=True), KIOSK, None)
    for _ in range(2):
        shop.done(tapped(GARDEN, right=False), KIOSK, None)
    assert shop.act(tapped(GARDEN, right=True), KIOSK, None) == Held(HeldReason.SYMBOLS_USED_UP, HUNT)
    assert figure(shop, HUNT, day=DAY) == (1, False)
    shop.done(shown(shop, GARDEN), KIOSK, None)
    assert figure(shop, HUNT, day=DAY) == (2, False)
    assert shop_with(small_hunt(wrong_symbols=0)).act(tapped(BENCH, right=True), KIOSK, None) == Held(
        HeldReason.SYMBOLS_USED_UP, HUNT
    )


def test_posters_count_on_their_days_in_their_store_at_their_spot_and_unchanged() -> None:
    hunt = small_hunt(code_days=2)
    shop = shop_with(hunt)
    code = poster(hunt, BENCH, DAY)
    first, last = hunt.days_of(hunt.period(DAY))

    def answer(day: date, spot: str = BENCH, kiosk: str = KIOSK, said: str = code) -> object:
        outcome = shop.act(ShowSpot(MEMBER, HUNT, spot, day, said), kiosk, None)
        return outcome.reason if isinstance(outcome, Held) else type(outcome)

    assert [answer(day) for day in (first, last)] == [Applied, Applied]
    over = [answer(day) for day in (first - timedelta(days=1), last + timedelta(days=1))]
    assert over == [HeldReason.SPOT_CODE_OVER, HeldReason.SPOT_CODE_OVER]
    assert answer(first, GARDEN) is HeldReason.SPOT_CODE_INVALID
    assert answer(first, kiosk=OTHER_KIOSK) is HeldReason.SPOT_ELSEWHERE
    assert answer(first, said=code[:-1] + "x") is HeldReason.SPOT_CODE_INVALID
    assert answer(first, "cellar") is HeldReason.SPOT_UNKNOWN
    assert answer(date(2026, 5, 1)) is HeldReason.NOT_OFFERED
    wrong = ShowSpot(MEMBER, HUNT, BENCH, first, code, right=False)
    assert shop.act(wrong, KIOSK, None) == Held(HeldReason.SPOT_CODE_INVALID, BENCH)
    unknown = ShowSpot(MEMBER, "no", BENCH, first, code)
    assert shop.act(unknown, KIOSK, None) == Held(HeldReason.CAMPAIGN_UNKNOWN, "no")


def test_where_it_was_stopped_nothing_counts_and_elsewhere_it_goes_on() -> None:
    shop = shop_with(small_hunt(stopped_in=(STORE,)))
    assert shop.act(shown(shop, BENCH), KIOSK, None) == Held(HeldReason.NOT_OFFERED, HUNT)
    shop.done(shown(shop, BENCH, store=OTHER_STORE), OTHER_KIOSK, None)
    everywhere = shop.world.programme.with_stops({HUNT: (EVERYWHERE,)})
    assert everywhere.hunts[0].stopped(OTHER_STORE)


@given(st.integers(0, 40), st.integers(0, 29))
def test_each_day_has_its_posters_and_each_poster_its_days(code_days: int, day: int) -> None:
    hunt = small_hunt(code_days=code_days)
    today = hunt.starts_on + timedelta(days=day)
    first, last = hunt.days_of(hunt.period(today))
    assert hunt.starts_on <= first <= today <= last <= hunt.ends_on
    if code_days:
        assert (last - first).days < code_days


@given(st.integers(0, 400), st.sampled_from((STORE, OTHER_STORE)), st.binary(max_size=8))
def test_symbols_differ_in_a_store_and_change_with_the_posters(period: int, store: str, key: bytes) -> None:
    hunt = small_hunt()

    def keyed(message: bytes) -> str:
        return Random(key + message).randbytes(8).hex()

    symbols = hunt.symbols(store, period, keyed)
    assert tuple(symbols) == SPOTS
    assert len(set(symbols.values())) == len(SPOTS)
    days = {tuple(hunt.symbols(store, later, keyed).values()) for later in range(period, period + 5)}
    assert len(days) > 1


finding = st.tuples(st.sampled_from(SPOTS), st.integers(5, 9), st.sampled_from((KIOSK, SECOND_KIOSK)), st.booleans())


@given(st.lists(finding, max_size=10), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_arrival_changes_nothing(
    findings: list[tuple[str, int, str, bool]], chance: Random, ordered: bool
) -> None:
    numbered = list(enumerate(findings))
    shuffled = [*numbered]
    chance.shuffle(shuffled)
    shops = []
    for order in (numbered, shuffled):
        shop = shop_with(small_hunt(ordered=ordered))
        for number, (spot, day, kiosk, right) in order:
            on(shop, day)
            today = date(2026, 4, day)
            code = poster(shop.world.programme.hunts[0], spot, today) if right and number % 2 else ""
            context = Context(f"op-{number}", datetime(2026, 4, day, 3, tzinfo=UTC), STORE_OF[kiosk], kiosk)
            operation = ShowSpot(MEMBER, HUNT, spot, today, code, right)
            shop.world.keep(context.op_id, apply(operation, context, shop.world))
        shops.append(shop)
    spots = {spot for spot, _, _, right in findings if right}
    for shop in shops:
        assert figure(shop, HUNT, day=DAY) == (len(spots), len(spots) == len(SPOTS))
        assert won_points(shop.member) == 50 * (len(spots) == len(SPOTS))
    steps = [{*(progress.steps if (progress := shop.member.progress_in(HUNT)) else ())} for shop in shops]
    assert steps[0] == steps[1]


@given(
    st.lists(st.tuples(st.sampled_from(SPOTS), st.sampled_from((A, B))), max_size=12),
    st.lists(st.sampled_from(("merge", "unmerge")), max_size=6),
    st.randoms(use_true_random=False),
)
def test_nothing_comes_twice_however_two_are_merged_and_taken_apart(
    findings: list[tuple[str, str]], acts: list[str], chance: Random
) -> None:
    shop = SmallShop(with_hunts(small_hunt()))
    for member_id in (A, B):
        shop.enrol(member_id)
    plan: list[tuple[str, str] | str] = [*findings, *acts]
    chance.shuffle(plan)
    for each in plan:
        if isinstance(each, tuple):
            shop.done(shown(shop, each[0], member_id=each[1]), KIOSK, None)
        else:
            act = MergeMembers(A, B) if each == "merge" else UnmergeMember(B)
            shop.act(act, COUNTER, MANAGER)
    members = shop.world.members.values()
    finishes = [finish.op_id for m in members if (p := m.progress_in(HUNT)) for finish in p.finishes]
    assert len(finishes) == len(set(finishes)) <= 2
    assert sum(map(won_points, members)) == 50 * len(finishes)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (lambda hunt: replace(hunt, spots=hunt.spots[:1]), "a hunt has 2 to 8 of them, not 1"),
        (lambda hunt: replace(hunt, spots=(*hunt.spots, hunt.spots[0])), "'bench' stands twice"),
        (lambda hunt: replace(hunt, spots=(*hunt.spots, replace(hunt.spots[0], key=""))), "each needs a key"),
        (lambda hunt: replace(hunt, again=Again.DAILY), "once for a member"),
        (lambda hunt: replace(hunt, limits=Limits(per_day=1)), "a spot counts on the day that it is found"),
        (lambda hunt: replace(hunt, code_days=-1), "code_days is 0"),
        (lambda hunt: replace(hunt, code_days=367), "code_days is 0"),
        (lambda hunt: replace(hunt, wrong_symbols=-1), "wrong_symbols is 0"),
        (lambda hunt: replace(hunt, wrong_symbols=12), "guessing them all would win"),
        (lambda hunt: replace(hunt, ends_on=date(2026, 3, 1)), "ends_on lies before starts_on"),
        (lambda hunt: replace(hunt, key="x" * 41), "key has 1 to 40 characters"),
        (lambda hunt: replace(hunt, stores=("nowhere",)), "there is no store 'nowhere'"),
        (lambda hunt: replace(hunt, brings=Brings(turns=1)), "turns and draw stand together"),
        (
            lambda hunt: replace(hunt, spots=(replace(hunt.spots[0], hint=Text("Here", "")), *hunt.spots[1:])),
            "hint needs both an English and a Japanese text",
        ),
    ],
)
def test_a_hunt_that_can_not_be_played_is_refused_with_the_reason(changed: Callable[[Hunt], Hunt], says: str) -> None:
    faults = programme_faults(with_hunts(changed(small_hunt())))
    assert any(says in fault for fault in faults), faults


def test_a_good_hunt_has_no_faults_and_one_key_is_one_campaign_s() -> None:
    assert programme_faults(with_hunts(small_hunt(), small_hunt(key="two", ordered=True))) == []
    assert any("'wheel' stands twice" in fault for fault in programme_faults(with_hunts(small_hunt(key="wheel"))))


def test_once_it_has_started_words_and_hints_can_change_and_spots_can_not() -> None:
    before = small_hunt()
    hint = replace(before.spots[0], hint=Text("Below the clock", "時計の下"))
    clearer = replace(before, spots=(hint, *before.spots[1:]), name=Text("New", "新"))
    assert list(clearer.frozen_faults(before, DAY)) == []
    other = replace(before, spots=(*before.spots, Spot("roof", Text("Roof", "屋上"), Text("Up", "上"))))
    assert [fault.split(" ")[0] for fault in other.frozen_faults(before, DAY)] == ["spots"]
    assert [fault.split(" ")[0] for fault in replace(before, ordered=True).frozen_faults(before, DAY)] == ["ordered"]
    assert list(other.frozen_faults(before, before.starts_on - timedelta(days=1))) == []


def test_what_has_started_as_a_hunt_stays_one() -> None:
    hunt = small_hunt()
    other = small_challenge(HUNT, Goal(Measure.COUNT, Of.VISITS, 3))
    for before, after in ((hunt, other), (other, hunt)):
        (fault,) = after.frozen_faults(before, DAY)
        assert "another kind" in fault


def test_prize_law_takes_a_hunt_for_a_visit_without_a_purchase() -> None:
    bring = small_hunt(brings=Brings(turns=1, draw="wheel"))
    faults = prize_law_faults(replace(with_hunts(bring), legal_profile="jp-2026"))
    assert any("finishing hunt may win at most 2000 yen" in fault for fault in faults)


def test_there_are_symbols_enough_that_a_guess_is_a_bad_one() -> None:
    assert len(HuntSymbol) == 12
