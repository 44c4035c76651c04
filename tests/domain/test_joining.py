"""Joining without staff: who may, what becomes of what she tells, and that a device which can't read it agrees."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.joining import (
    GUARDIAN,
    JoiningFault,
    JoiningRules,
    Told,
    Wish,
    age_years,
    email_faults,
    phone_faults,
    told_faults,
)
from shared.domain.member import CardState, Member
from shared.domain.operations import JoinMember, MergeMembers, RecordVisit
from shared.domain.rules import Applied, Outcome
from shared.domain.rules.editing import agrees
from shared.domain.rules.joining import free_place, joining_claim
from shared.domain.rules.merging import put_together
from tests.domain.small_shop import JOINING, KIOSK, SECOND_KIOSK, STORE, SmallShop, with_joining

DAY = date(2026, 4, 10)
GROWN = Told("+819012345678", date(1990, 5, 3), "hana@example.com")
BELOW_16 = date(2010, 4, 11)


def joins(shop: SmallShop, told: Told | None = GROWN, member_id: str = "new", device: str = KIOSK) -> Outcome:
    operation = JoinMember(
        member_id, f"number-{member_id}", f"card-{member_id}", "もも", "ja", STORE, DAY, (("rules", 3),), "sealed"
    )
    return shop.act(operation, device, None, told=told)


def joined(shop: SmallShop, told: Told | None = GROWN, member_id: str = "new", device: str = KIOSK) -> Member:
    outcome = joins(shop, told, member_id, device)
    assert isinstance(outcome, Applied), outcome
    return shop.world.members[member_id]


@pytest.fixture
def shop() -> SmallShop:
    shop = SmallShop()
    shop.world.programme = replace(with_joining(shop.world.programme), welcome_points=50)
    return shop


def test_who_joins_is_a_member_with_a_card_her_details_and_the_bonus(shop: SmallShop) -> None:
    member = joined(shop)
    assert (member.nickname, member.home_store, member.account.balance_points) == ("もも", STORE, 50)
    assert [(card.code_hash, card.state) for card in member.cards] == [("card-new", CardState.CURRENT)]
    assert member.profile is not None
    assert (member.profile.phone_e164, member.profile.birthday, member.profile.email) == (
        "+819012345678", date(1990, 5, 3), "hana@example.com",
    )  # fmt: skip
    assert [(c.key, c.version) for c in member.consents] == [("rules", 3)]
    assert agrees(member, "rules")
    assert not agrees(member, "news")


@pytest.mark.parametrize("kiosk", [KIOSK, SECOND_KIOSK])
def test_the_kiosk_at_which_she_stands_holds_her_free_turn(shop: SmallShop, kiosk: str) -> None:
    member = joined(shop, device=kiosk)
    assert member.kiosk == kiosk
    outcome = shop.act(RecordVisit("new", DAY), kiosk, None)
    assert isinstance(outcome, Applied)
    assert [ticket.holder for ticket in shop.world.members["new"].tickets] == [kiosk]


def test_a_device_that_can_not_read_what_she_told_takes_her_in_without_it(shop: SmallShop) -> None:
    member = joined(shop, None)
    assert member.profile is None
    assert member.account.balance_points == 50


def test_each_place_of_a_day_is_taken_once_and_a_clone_s_newcomer_is_one_all_the_same(shop: SmallShop) -> None:
    joined(shop)
    assert shop.world.claimed(joining_claim(KIOSK, DAY, 0)) == shop.last_op_id
    assert free_place(JOINING, KIOSK, DAY, shop.world) == 1
    joined(shop, member_id="again")
    assert shop.world.claimed(joining_claim(KIOSK, DAY, 0)) != shop.last_op_id
    assert free_place(JOINING, SECOND_KIOSK, DAY, shop.world) == 0
    assert free_place(replace(JOINING, per_day=1), KIOSK, DAY, shop.world) is None
    assert free_place(replace(JOINING, per_day=0), KIOSK, DAY, shop.world) == 0


def test_a_guardian_s_word_is_kept_beside_hers(shop: SmallShop) -> None:
    member = joined(shop, Told(birthday=BELOW_16, guardian=True))
    assert [c.key for c in member.consents] == [GUARDIAN, "rules"]
    assert agrees(member, GUARDIAN)


def test_the_bonus_of_who_joined_twice_is_taken_back_when_they_are_merged(shop: SmallShop) -> None:
    joined(shop)
    joined(shop, member_id="again")
    outcome = put_together(MergeMembers("new", "again"), shop.context(KIOSK), shop.world)
    assert isinstance(outcome, Applied)
    assert outcome.member is not None
    assert outcome.member.account.balance_points == 50


@pytest.mark.parametrize(
    ("birthday", "day", "years"),
    [
        (date(2010, 4, 10), date(2026, 4, 10), 16),
        (date(2010, 4, 11), date(2026, 4, 10), 15),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 4, 11), date(2026, 4, 10), -1),
    ],
)
def test_an_age_is_counted_in_whole_years(birthday: date, day: date, years: int) -> None:
    assert age_years(birthday, day) == years


@pytest.mark.parametrize(
    ("told", "faults"),
    [
        (GROWN, ()),
        (Told(birthday=date(2014, 4, 10), guardian=True), ()),
        (Told(birthday=date(2014, 4, 11), guardian=True), (JoiningFault.TOO_YOUNG,)),
        (Told(birthday=BELOW_16), (JoiningFault.GUARDIAN,)),
        (Told(birthday=date(2010, 4, 10)), ()),
        (Told(), (JoiningFault.BIRTHDAY,)),
        (Told(birthday=date(2026, 4, 11)), (JoiningFault.BIRTHDAY, JoiningFault.GUARDIAN)),
        (Told(birthday=date(1905, 4, 10)), (JoiningFault.BIRTHDAY,)),
        (replace(GROWN, phone_e164="090"), (JoiningFault.PHONE,)),
        (replace(GROWN, email="hana@home"), (JoiningFault.EMAIL,)),
    ],
)
def test_what_she_tells_is_looked_at(told: Told, faults: tuple[JoiningFault, ...]) -> None:
    assert told_faults(JOINING, told, DAY) == faults


@pytest.mark.parametrize("email", ["a@b.jp", "hana.y+shop@mail.example.com", "a_b-c%d@x-y.co"])
def test_an_address_holds(email: str) -> None:
    assert email_faults(JOINING, email) == ()


@pytest.mark.parametrize(
    "email", ["a", "@b.jp", "a@b", "a b@c.jp", "a@b..jp", "a@@b.jp", "あ@b.jp", "a" * 80 + "@b.jp"]
)
def test_an_address_does_not(email: str) -> None:
    assert email_faults(JOINING, email) == (JoiningFault.EMAIL,)


@pytest.mark.parametrize(
    ("wish", "phone", "stands"),
    [
        (Wish.NO, "", True),
        (Wish.NO, "+819012345678", False),
        (Wish.OPTIONAL, "", True),
        (Wish.OPTIONAL, "+819012345678", True),
        (Wish.REQUIRED, "", False),
        (Wish.REQUIRED, "+819012345678", True),
    ],
)
def test_what_is_not_asked_is_not_told_and_what_is_required_is(wish: Wish, phone: str, *, stands: bool) -> None:
    assert (phone_faults(JoiningRules(phone=wish), phone) == ()) is stands


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.integers(0, 99), st.integers(0, 99), st.booleans())
def test_who_may_join_today_may_join_on_any_later_day(
    birthday: date, youngest: int, below: int, guardian: bool
) -> None:
    """Until she would be older than anybody: growing older never shuts her out."""
    rules = JoiningRules(birthday=Wish.REQUIRED, youngest_years=youngest, guardian_below_years=below)
    told = Told(birthday=birthday, guardian=guardian)
    if told_faults(rules, told, DAY) == ():
        assert age_years(birthday, DAY) >= youngest
        assert guardian or age_years(birthday, DAY) >= below
        for days in (1, 400):
            later = DAY + timedelta(days=days)
            assert told_faults(rules, told, later) in ((), (JoiningFault.BIRTHDAY,))


@given(
    st.builds(Told, st.sampled_from(["", "+8190", "x"]), st.none() | st.dates(), st.text(max_size=12), st.booleans())
)
def test_the_rule_and_the_form_agree(told: Told) -> None:
    shop = SmallShop()
    shop.world.programme = with_joining(shop.world.programme)
    assert isinstance(joins(shop, told), Applied) is (told_faults(JOINING, told, DAY) == ())
