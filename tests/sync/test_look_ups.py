"""A member unknown at a store: asked for at the centre, and welcomed all the same where that can't be reached."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.identify import (
    AskingForCard,
    CardNoted,
    CardUnknown,
    Greeted,
    Identified,
    IdentifyMember,
    MemberBlocked,
)
from shared.application.look_up import ANSWER_MS, known_by, look_up, read_look_up, sought_by
from shared.application.ports import LookedUp, LookUp, Signers, Sought
from shared.application.views import Link
from shared.central import schema
from shared.central.bell import Bell
from shared.central.database import reading, writing
from shared.central.look_ups import KEPT, answer_look_ups, forget_look_ups
from shared.central.office_devices import freeze_device
from shared.central.serve import CentreLoop, utc_now
from shared.domain.codes import CodeKind, member_number, mint
from shared.domain.devices import DeviceKind
from shared.domain.member import Member
from shared.domain.rules import HeldReason
from shared.storage.exchange import LOOK_UPS
from shared.sync.device import OpenDevice
from shared.sync.look_ups import QUESTIONS_KEPT, PendingLookUps
from shared.wire.feed import HeldState
from shared.wire.json import decode
from tests.domain.small_shop import OTHER_STORE, REASON
from tests.fakes import StillClock
from tests.sync.chain import Chain, exchange, join, line_of, now, sign_in

PHONE = "+819012345678"
STRANGER = mint(CodeKind.MEMBER, b"a card of nobody")


class Stores:
    """Two stores: a member of the first one goes to the other."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.home = chain.open(chain.enrol("home", DeviceKind.TABLET, counter=True))
        self.kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK, OTHER_STORE))
        self.tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, OTHER_STORE, counter=True))
        chain.settle(self.home, self.kiosk, self.tablet)
        self.signer = sign_in(chain, self.home)
        self.hana = join(self.home, self.signer)
        chain.settle(self.home, self.kiosk, self.tablet)
        self.identify = IdentifyMember(self.kiosk.desk)

    def scan(self, code: str | None = None) -> Identified:
        return self.identify(code or self.hana.card_code)

    def ask(self, code: str | None = None) -> AskingForCard:
        answer = self.scan(code)
        assert isinstance(answer, AskingForCard), answer
        return answer

    def known_here(self, device: OpenDevice) -> Member | None:
        with device.storage.read() as transaction:
            return transaction.member(self.hana.member_id)

    def at_the_centre(self) -> Member:
        table = schema.member
        with reading(self.chain.engine) as connection:
            query = select(table.c.body).where(table.c.member_id == self.hana.member_id)
            return decode(Member, connection.execute(query).scalar_one())

    def look_up(self, device: OpenDevice, sought: Sought, value: str) -> LookedUp:
        """Ask, and wait for the answer."""
        looking = look_up(device.desk, sought, value)
        assert looking is not None
        self.chain.settle(device)
        return read_look_up(device.desk, looking)


@pytest.fixture
def stores(chain: Chain) -> Stores:
    return Stores(chain)


@pytest.fixture
def small_stores(small_chain: Chain) -> Stores:
    return Stores(small_chain)


def test_who_is_found_by_a_restored_centre_is_told_once_she_has_come(small_stores: Stores, tmp_path: Path) -> None:
    stores, chain = small_stores, small_stores.chain
    chain.back_up(tmp_path / "backup")
    chain.set_back(tmp_path / "backup", f"sqlite:///{tmp_path / 'restored.sqlite'}")
    asked = stores.ask()
    exchange(stores.kiosk)
    # It is found before the centre has heard what this kiosk holds: until then it gets no rows, and so no member.
    assert answer_look_ups(chain.engine, now()) == 1
    exchange(stores.kiosk)
    assert stores.identify.hear(asked) == asked
    chain.hear(stores.home, stores.tablet, stores.kiosk)
    assert isinstance(stores.identify.hear(asked), Greeted)


def test_a_card_from_another_store_is_fetched_and_stays(stores: Stores) -> None:
    asked = stores.ask()
    assert stores.identify.hear(asked) == asked
    exchange(stores.kiosk)
    assert stores.identify.hear(asked) == asked
    stores.chain.work()
    exchange(stores.kiosk)
    greeted = stores.identify.hear(asked)
    assert isinstance(greeted, Greeted)
    assert (greeted.home.nickname, greeted.home.card_shown) == ("hana", True)
    given = adjust_points(stores.home.desk, Signers(stores.signer), stores.hana.member_id, 70, REASON, "")
    assert isinstance(given, Adjusted)
    stores.chain.settle(stores.home, stores.kiosk, stores.tablet)
    for device in (stores.kiosk, stores.tablet):
        member = stores.known_here(device)
        assert member is not None
        assert member.account.balance_points == stores.at_the_centre().account.balance_points
    with reading(stores.chain.engine) as connection:
        assert connection.execute(select(schema.look_up.c.value)).scalars().all() == [""]
        until = connection.execute(
            select(schema.attachment.c.until).where(schema.attachment.c.store_id == OTHER_STORE)
        ).scalar_one()
    assert until is not None
    assert until - now().date() >= timedelta(days=89)


def test_a_kiosk_finds_by_cards_alone_and_staff_by_numbers_too(small_stores: Stores) -> None:
    stores = small_stores
    asked = stores.ask(STRANGER)
    stores.chain.settle(stores.kiosk)
    assert stores.identify.hear(asked) == CardUnknown()
    assert stores.kiosk.storage.operations_after(0, 10) == ()
    hashes = stores.kiosk.desk.code_hash(b"another")
    for sought, value in ((Sought.NUMBER, stores.hana.number), (Sought.PHONE, PHONE), (Sought.CARD, hashes)):
        assert stores.look_up(stores.kiosk, sought, value) is LookedUp.NOBODY
    assert stores.known_here(stores.tablet) is None
    for sought, value in ((Sought.NUMBER, "000000000000"), (Sought.PHONE, "+819087654321"), (Sought.PHONE, "")):
        assert stores.look_up(stores.tablet, sought, value) is LookedUp.NOBODY
    assert stores.look_up(stores.tablet, Sought.PHONE, PHONE) is LookedUp.HERE
    member = stores.known_here(stores.tablet)
    assert member is not None
    assert member.profile is not None
    number = LookUp("", Sought.NUMBER, stores.hana.number)
    assert known_by(stores.tablet.desk, number) == stores.hana.member_id
    exchange(stores.kiosk)
    kept = stores.known_here(stores.kiosk)
    assert kept is not None
    assert kept.profile is None


def test_a_device_asks_for_so_many_and_no_more(stores: Stores) -> None:
    (_, most), *_ = LOOK_UPS
    line = line_of(stores.chain, stores.kiosk)
    questions = [LookUp(f"{number:032x}", Sought.CARD, f"{number:064x}") for number in range(most + 1)]
    assert [line.look_up(each) for each in questions] == [LookedUp.ASKING] * most + [LookedUp.TOO_MANY]
    assert line.look_up(questions[0]) is LookedUp.ASKING
    line.close()
    stores.chain.work()
    asked = stores.ask()
    stores.chain.settle(stores.kiosk)
    assert stores.identify.hear(asked) == CardNoted()
    other = line_of(stores.chain, stores.tablet)
    assert other.look_up(questions[0]) is LookedUp.ASKING
    other.close()
    with writing(stores.chain.engine) as connection:
        connection.execute(schema.look_up.update().values(asked_at=now() - KEPT))
    forget_look_ups(stores.chain.engine, now())
    with reading(stores.chain.engine) as connection:
        assert connection.execute(select(schema.look_up)).all() == []


def test_a_frozen_device_finds_nobody(small_stores: Stores) -> None:
    stores = small_stores
    freeze_device(stores.chain.engine, stores.kiosk.enrolment.device_id, "", now())
    asked = stores.ask()
    stores.chain.settle(stores.kiosk)
    assert stores.identify.hear(asked) == CardNoted()


def test_nobody_waits_for_longer_than_two_seconds(small_stores: Stores) -> None:
    stores = small_stores
    clock = StillClock(now())
    identify = IdentifyMember(replace(stores.kiosk.desk, clock=clock))
    asked = identify(stores.hana.card_code)
    assert isinstance(asked, AskingForCard)
    clock.pass_ms(ANSWER_MS - 1)
    assert identify.hear(asked) == asked
    clock.pass_ms(1)
    assert identify.hear(asked) == CardNoted()
    assert read_look_up(stores.kiosk.desk, asked.looking) is LookedUp.AWAY


def test_a_visit_without_a_line_finds_its_member(small_stores: Stores) -> None:
    stores = small_stores
    stores.kiosk.storage.note_link(Link.OFFLINE)
    assert [stores.scan() for _ in range(3)] == [CardNoted()] * 3
    (visit,) = stores.kiosk.storage.operations_after(0, 10)
    stores.chain.settle(stores.kiosk, stores.tablet)
    assert stores.chain.held() == []
    visited = stores.at_the_centre()
    assert OTHER_STORE in dict(visited.visited)
    assert (visited.tickets, visited.history[0].op_id) == ((), visit.draft.op_id)
    member = stores.known_here(stores.tablet)
    assert member is not None
    assert isinstance(stores.scan(), Greeted)


def test_a_visit_of_nobody_is_held_until_somebody_has_the_card(small_stores: Stores) -> None:
    stores = small_stores
    late = join(stores.home, stores.signer, "late", "遅井 花")
    stores.kiosk.storage.note_link(Link.OFFLINE)
    assert stores.scan(late.card_code) == CardNoted()
    stores.chain.settle(stores.kiosk)
    (held,) = stores.chain.held()
    assert (held.reason, held.member_id or None) == (HeldReason.CARD_UNKNOWN, None)
    stores.chain.settle(stores.home)
    stores.chain.settle(stores.kiosk)
    (held,) = stores.chain.held()
    assert held.state is HeldState.RELEASED
    assert isinstance(stores.scan(late.card_code), Greeted)


def test_a_blocked_member_is_found_and_sent_to_the_counter(small_stores: Stores) -> None:
    stores = small_stores
    table = schema.member
    with writing(stores.chain.engine) as connection:
        body = connection.execute(select(table.c.body)).scalar_one()
        connection.execute(table.update().values(body=body.replace(b'"status":"active"', b'"status":"blocked"')))
    asked = stores.ask()
    stores.chain.settle(stores.kiosk)
    assert stores.identify.hear(asked) == MemberBlocked()


def test_a_line_that_breaks_answers_at_once(small_stores: Stores, tmp_path: Path) -> None:
    stores = small_stores
    asked = stores.ask()
    stores.kiosk.sync.point_at(f"sqlite:///{tmp_path / 'nowhere' / 'central.sqlite'}")
    stores.kiosk.sync.run_once()
    assert stores.identify.hear(asked) == CardNoted()


def test_the_whole_way_with_its_real_threads(stores: Stores) -> None:
    bell = Bell()
    heard = threading.Semaphore(0)
    stores.kiosk.sync.listen(heard.release)
    loop = CentreLoop(stores.chain.engine, utc_now, bell.wait)
    centre = threading.Thread(target=loop.run)
    patient = replace(stores.kiosk.desk, clock=StillClock(now()))
    identify = IdentifyMember(patient)
    with bell.listening(stores.chain.engine):
        centre.start()
        stores.kiosk.sync.start()
        try:
            answer = identify(stores.hana.card_code)
            while isinstance(answer, AskingForCard):
                assert heard.acquire(timeout=30)
                answer = identify.hear(answer)
        finally:
            bell.stop()
            centre.join()
            stores.kiosk.sync.stop()
    assert isinstance(answer, Greeted)


def test_only_the_latest_questions_are_kept() -> None:
    pending = PendingLookUps()
    for number in range(QUESTIONS_KEPT + 1):
        pending.ask(LookUp(str(number), Sought.CARD, ""))
    assert [pending.answer(str(number)) for number in (0, 1)] == [LookedUp.AWAY, LookedUp.ASKING]
    assert pending.is_asking()
    pending.line_broke()
    assert (pending.answer("1"), pending.is_asking()) == (LookedUp.AWAY, False)
    pending.drop("1")
    assert pending.answer("1") is LookedUp.AWAY


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("090-1234-5678", (Sought.PHONE, PHONE)),
        ("０９０１２３４５６７８", (Sought.PHONE, PHONE)),
        ("+81 90 1234 5678", (Sought.PHONE, PHONE)),
        ("5678", None),
        ("花田", None),
        ("", None),
        (STRANGER, None),
    ],
)
def test_what_names_one_member_can_be_asked_for(typed: str, sought: tuple[Sought, str] | None) -> None:
    assert sought_by(typed) == sought


def test_a_whole_member_number_can_be_asked_for() -> None:
    number = member_number(7)
    assert sought_by(f"{number[:4]} {number[4:8]} {number[8:]}") == (Sought.NUMBER, number)
