"""Joining at a real kiosk: without a line, nothing readable on it, and found at the counter once it was heard of."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from shared.application.correct import Done, Refused
from shared.application.enrol_member import MemberEnrolled
from shared.application.join_member import JoiningForm, JoiningIncomplete, join_member
from shared.application.read_attract import read_attract
from shared.application.read_store import held_operations
from shared.application.settle_held import reject_held, release_held
from shared.central import schema
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.forgetting import forget_traces
from shared.central.office_people import erase_member, possible_duplicates
from shared.central.review import By, HeldSettled, NotOpen, StillHeld, reject, try_again
from shared.central.state import CentralState
from shared.domain.devices import DeviceKind
from shared.domain.joining import JoiningFault, Told
from shared.domain.member import Member
from shared.domain.rules import HeldReason
from shared.domain.rules.editing import agrees
from shared.sync.device import OpenDevice
from shared.wire.json import decode, encode
from tests.domain.small_shop import with_joining
from tests.sync.chain import Chain, current_programme, greet, join, now, sign_in

PHONE, EMAIL = "09012345678", "momo.private@example.com"
FORM = JoiningForm("もも", PHONE, "19900503", EMAIL, consents=frozenset({"rules"}))


class Shop:
    """A kiosk and a tablet whose programme lets people join; they have met the centre once."""

    def __init__(self, chain: Chain, devices: tuple[OpenDevice, OpenDevice] | None = None) -> None:
        self.chain = chain
        chain.apply(replace(with_joining(current_programme()), version=2, welcome_points=50, time_zone="UTC"))
        self.kiosk, self.tablet = devices or (
            chain.open(chain.enrol("kiosk", DeviceKind.KIOSK)),
            chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True)),
        )
        self.settle()
        self.signer = sign_in(chain, self.tablet)

    def settle(self) -> None:
        for _ in range(2):
            self.chain.settle(self.kiosk, self.tablet)

    def joins(self, form: JoiningForm = FORM) -> MemberEnrolled:
        answer = join_member(self.kiosk.desk, form)
        assert isinstance(answer, MemberEnrolled), answer
        return answer

    def at_the_centre(self, member_id: str) -> Member | None:
        with reading(self.chain.engine) as connection:
            body = connection.execute(
                select(schema.member.c.body).where(schema.member.c.member_id == member_id)
            ).scalar_one_or_none()
        return decode(Member, body) if body is not None else None


@pytest.fixture
def shop(chain: Chain) -> Shop:
    return Shop(chain)


@pytest.fixture
def small_shop(small_chain: Chain) -> Shop:
    """For what does not depend on the kind of centre."""
    return Shop(small_chain)


def everything_on(device: OpenDevice) -> bytes:
    """Return the contents of every row of a device's database."""
    engine = device.storage._engine
    with engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        rows = [row for table in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')]
    return b"\n".join(each if isinstance(each, bytes) else str(each).encode() for row in rows for each in row)


def test_she_joins_without_a_line_and_the_tablet_finds_her_afterwards(shop: Shop) -> None:
    joined = shop.joins()
    home = greet(shop.kiosk, joined.card_code)
    assert (home.nickname, home.balance_points) == ("もも", 50)
    assert home.turns[0].usable == 1
    shop.settle()
    assert shop.chain.held() == []
    for sought in ("090-1234-5678", "もも", joined.number):
        assert [found.member_id for found in shop.tablet.search.find(sought, 5)] == [joined.member_id]
    member = shop.at_the_centre(joined.member_id)
    assert member is not None
    assert member.profile is not None
    assert (member.profile.phone_e164, member.profile.email) == ("+819012345678", EMAIL)
    assert member.profile.birthday == date(1990, 5, 3)
    assert (agrees(member, "rules"), agrees(member, "news")) == (True, False)
    assert member.account.balance_points == 50
    assert greet(shop.kiosk, joined.card_code).balance_points == 50


def test_nothing_that_she_told_can_be_read_on_the_kiosk(small_shop: Shop) -> None:
    small_shop.joins()
    for _ in range(2):
        contents = everything_on(small_shop.kiosk)
        assert "もも".encode() in contents
        for secret in (PHONE, PHONE[1:], EMAIL, "momo.private", "19900503", "1990-05-03"):
            for written in (secret.encode(), secret.encode().hex().encode()):
                assert written not in contents, secret
        small_shop.settle()


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        (replace(FORM, nickname=" "), (JoiningFault.NICKNAME,)),
        (replace(FORM, phone="0901"), (JoiningFault.PHONE,)),
        (replace(FORM, birthday="19900231"), (JoiningFault.BIRTHDAY,)),
        (replace(FORM, birthday=""), (JoiningFault.BIRTHDAY,)),
        (replace(FORM, birthday=f"{now().year - 5}0101"), (JoiningFault.TOO_YOUNG, JoiningFault.GUARDIAN)),
        (replace(FORM, birthday=f"{now().year - 14}0101"), (JoiningFault.GUARDIAN,)),
        (replace(FORM, email="momo"), (JoiningFault.EMAIL,)),
        (replace(FORM, consents=frozenset({"news"})), (JoiningFault.CONSENT,)),
    ],
    ids=lambda value: "" if isinstance(value, JoiningForm) else " ".join(value),
)
def test_who_may_not_join_leaves_nothing(small_shop: Shop, form: JoiningForm, faults: tuple[JoiningFault, ...]) -> None:
    before = everything_on(small_shop.kiosk)
    assert join_member(small_shop.kiosk.desk, form) == JoiningIncomplete(faults)
    assert everything_on(small_shop.kiosk) == before


def test_a_guardian_s_word_arrives(small_shop: Shop) -> None:
    joined = small_shop.joins(replace(FORM, birthday=f"{now().year - 14}0101", guardian=True))
    small_shop.settle()
    member = small_shop.at_the_centre(joined.member_id)
    assert member is not None
    assert agrees(member, "guardian")


def test_so_many_join_a_day_and_then_the_kiosk_no_longer_offers_it(small_shop: Shop) -> None:
    desk = small_shop.kiosk.desk
    for number in range(5):
        assert read_attract(desk).joining is not None
        small_shop.joins(replace(FORM, phone=f"0901234567{number}"))
    for _ in range(2):
        assert read_attract(desk).joining is None
        answer = join_member(desk, FORM)
        assert isinstance(answer, Refused)
        assert answer.held.reason is HeldReason.JOINING_LIMIT
        small_shop.settle()
    assert small_shop.chain.held() == []


def test_nobody_joins_where_the_programme_does_not_say_so(small_shop: Shop) -> None:
    small_shop.chain.apply(replace(current_programme(), version=3))
    small_shop.settle()
    answer = join_member(small_shop.kiosk.desk, FORM)
    assert isinstance(answer, Refused)
    assert answer.held.reason is HeldReason.NOT_OFFERED


def test_who_is_known_already_joins_all_the_same_and_a_manager_says_that_they_are_one(shop: Shop) -> None:
    known = join(shop.tablet, shop.signer)
    shop.settle()
    joined = shop.joins()
    assert greet(shop.kiosk, joined.card_code).balance_points == 50
    shop.settle()
    (shown,) = held_operations(shop.tablet.desk)
    assert (shown.reason, shown.member_id) == (HeldReason.POSSIBLE_DUPLICATE, joined.member_id)
    assert (shown.nickname, shown.other) == ("もも", "花田 花子")
    with reading(shop.chain.engine) as connection:
        (group,) = possible_duplicates(connection)
    assert {member.member_id for member in group.members} == {known.member_id, joined.member_id}
    assert isinstance(release_held(shop.tablet.desk, shop.signer, shown.op_id), Done)
    shop.settle()
    assert held_operations(shop.tablet.desk) == ()
    assert [(row.state, row.settled_by) for row in shop.chain.held()] == [("released", shop.signer.staff.staff_id)]
    # Both cards work, the doubled bonus is gone, and the kiosk hears nothing but that she has one account.
    homes = [greet(shop.kiosk, code) for code in (joined.card_code, known.card_code)]
    assert {(home.member_id, home.balance_points) for home in homes} == {(known.member_id, 50)}
    assert _result(shop, shown.op_id) == "applied"


def test_two_people_of_one_telephone_stay_two(small_shop: Shop) -> None:
    join(small_shop.tablet, small_shop.signer)
    small_shop.settle()
    joined = small_shop.joins()
    small_shop.settle()
    (shown,) = held_operations(small_shop.tablet.desk)
    assert isinstance(reject_held(small_shop.tablet.desk, small_shop.signer, shown.op_id), Done)
    small_shop.settle()
    assert held_operations(small_shop.tablet.desk) == ()
    assert greet(small_shop.kiosk, joined.card_code).member_id == joined.member_id
    assert _result(small_shop, shown.op_id) == "applied"


def test_two_newcomers_of_one_number_in_one_exchange_are_seen(small_shop: Shop) -> None:
    first, second = small_shop.joins(), small_shop.joins(replace(FORM, nickname="すもも"))
    small_shop.settle()
    rows = small_shop.chain.held()
    assert {(row.member_id, row.detail) for row in rows} == {(second.member_id, first.member_id)}


def test_who_joined_first_and_was_heard_of_later_is_seen_as_well(small_shop: Shop) -> None:
    joined = small_shop.joins()
    known = join(small_shop.tablet, small_shop.signer)
    small_shop.chain.settle(small_shop.tablet)
    small_shop.settle()
    assert [(row.member_id, row.detail) for row in small_shop.chain.held()] == [(joined.member_id, known.member_id)]


def test_a_number_of_nobody_or_of_who_is_forgotten_is_nothing_to_look_at(small_shop: Shop) -> None:
    known = join(small_shop.tablet, small_shop.signer)
    small_shop.settle()
    erase_member(small_shop.chain.engine, known.member_id, now())
    small_shop.joins()
    small_shop.joins(replace(FORM, phone="", email=""))
    small_shop.joins(replace(FORM, phone="", email=""))
    small_shop.settle()
    assert small_shop.chain.held() == []


def test_the_office_merges_too_and_who_is_gone_can_not_be(small_shop: Shop) -> None:
    known = join(small_shop.tablet, small_shop.signer)
    small_shop.settle()
    joined, again = small_shop.joins(), small_shop.joins(replace(FORM, nickname="すもも"))
    small_shop.settle()
    rows = {row.member_id: row.op_id for row in small_shop.chain.held()}
    engine = small_shop.chain.engine
    with writing(engine) as connection:
        state = CentralState(connection, ChainDirectory(connection), now())
        assert isinstance(try_again(connection, state, rows[joined.member_id], now(), By("office")), HeldSettled)
        state.write()
        assert isinstance(try_again(connection, state, rows[joined.member_id], now(), By("office")), NotOpen)
    member = small_shop.at_the_centre(joined.member_id)
    assert member is not None
    assert member.merged_into == known.member_id
    erase_member(engine, known.member_id, now())
    with writing(engine) as connection:
        state = CentralState(connection, ChainDirectory(connection), now())
        answer = try_again(connection, state, rows[again.member_id], now(), By("office"))
    assert isinstance(answer, StillHeld)
    assert answer.reason is HeldReason.MEMBER_ERASED


def test_what_she_told_waits_beside_her_joining_while_that_is_held(shop: Shop) -> None:
    # Somebody has her number already: her joining can't be done as it is.
    joined = shop.joins()
    with writing(shop.chain.engine) as connection:
        other = {"number": joined.number, "phone_e164": "", "home_store": "", "balance_points": 0, "pending_points": 0}
        body = encode(Member("other", joined.number, "x", "ja", "", "", now(), ()))
        connection.execute(schema.member.insert().values(member_id="other", version=1, body=body, **other))
    shop.settle()
    (held, *behind) = sorted(shop.chain.held(), key=lambda row: row.kind != "join_member")
    assert (held.reason, behind) == (HeldReason.MEMBER_EXISTS, [])
    assert _told(shop) == [Told("+819012345678", date(1990, 5, 3), EMAIL)]
    with writing(shop.chain.engine) as connection:
        connection.execute(update(schema.member).where(schema.member.c.member_id == "other").values(number="gone"))
    with writing(shop.chain.engine) as connection:
        state = CentralState(connection, ChainDirectory(connection), now())
        assert isinstance(try_again(connection, state, held.op_id, now(), By("office")), HeldSettled)
        state.write()
    assert _told(shop) == []
    member = shop.at_the_centre(joined.member_id)
    assert member is not None
    assert member.profile is not None
    assert member.profile.email == EMAIL


def test_what_she_told_goes_with_a_joining_that_is_rejected(small_shop: Shop) -> None:
    small_shop.chain.apply(replace(current_programme(), version=3))
    joined = small_shop.joins()
    _ask_for_more(small_shop)
    small_shop.settle()
    (held,) = small_shop.chain.held()
    assert (held.kind, held.reason) == ("join_member", HeldReason.CONSENT_NEEDED)
    assert len(_told(small_shop)) == 1
    with writing(small_shop.chain.engine) as connection:
        state = CentralState(connection, ChainDirectory(connection), now())
        reject(connection, state, held.op_id, now(), By("office"))
        state.write()
    assert _told(small_shop) == []
    assert small_shop.at_the_centre(joined.member_id) is None


def test_a_newcomer_who_is_forgotten_leaves_nothing_sealed_behind(small_shop: Shop) -> None:
    joined = small_shop.joins()
    small_shop.settle()
    erase_member(small_shop.chain.engine, joined.member_id, now())
    while forget_traces(small_shop.chain.engine, now()):
        pass
    with reading(small_shop.chain.engine) as connection:
        query = select(schema.inbox.c.payload).where(schema.inbox.c.kind == "join_member")
        assert connection.execute(query).scalars().all() == [b""]


def _ask_for_more(shop: Shop) -> None:
    """Let the centre's copy of the programme ask for one more word than the kiosk's did."""
    with writing(shop.chain.engine) as connection:
        programme = ChainDirectory(connection).programme(2)
        assert programme is not None
        purposes = tuple(replace(p, needed=True, marketing=False) for p in programme.purposes)
        stricter = encode(replace(programme, purposes=purposes))
        own = schema.programme.c.version == 2
        connection.execute(update(schema.programme).where(own).values(body=stricter))


def _told(shop: Shop) -> list[Told]:
    with reading(shop.chain.engine) as connection:
        return [decode(Told, body) for body in connection.execute(select(schema.told.c.body)).scalars()]


def _result(shop: Shop, op_id: str) -> str:
    with reading(shop.chain.engine) as connection:
        query = select(schema.op_result.c.verdict).where(schema.op_result.c.op_id == op_id)
        return str(connection.execute(query).scalar_one())


@pytest.mark.parametrize("programme_is_lost", [False, True])
def test_a_centre_that_was_set_back_hears_again_who_joined_and_what_she_told(
    small_chain: Chain, tmp_path: Path, *, programme_is_lost: bool
) -> None:
    kiosk = small_chain.open(small_chain.enrol("kiosk", DeviceKind.KIOSK))
    tablet = small_chain.open(small_chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    small_chain.settle(kiosk, tablet)
    backup = tmp_path / "backup"
    if programme_is_lost:
        small_chain.back_up(backup)
    shop = Shop(small_chain, (kiosk, tablet))
    if not programme_is_lost:
        small_chain.back_up(backup)
    joined = shop.joins()
    shop.settle()
    before = shop.at_the_centre(joined.member_id)
    small_chain.set_back(backup, f"sqlite:///{tmp_path / 'restored.sqlite'}")
    assert shop.at_the_centre(joined.member_id) is None
    small_chain.hear(kiosk, tablet, kiosk)
    assert before is not None
    after = shop.at_the_centre(joined.member_id)
    assert after is not None
    assert (after.profile, after.consents, after.account.balance_points) == (before.profile, before.consents, 50)
    assert _told(shop) == []
    assert [row for row in small_chain.held() if not row.released] == []
