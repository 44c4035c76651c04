"""Members' PINs: chosen, checked, locked, reset; and no kill at any moment buys a guess."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from shared.central import schema
from shared.central.applier import Applier
from shared.central.database import reading
from shared.central.member_pins import PinDesk
from shared.domain.devices import DeviceKind
from shared.domain.operations import AdjustPoints, CancelRedemption, HandOverPrize, RenewCard, ResetMemberPin
from shared.wire.feed import Audience, store_scope
from tests.central.chain import Chain, HandMadeDevice, Person, assert_all_balances
from tests.central.questions import question
from tests.domain.small_shop import REASON, STORE, TOWEL
from tests.fakes import AtOnce

T = TypeVar("T")
APPLIED = ("applied", None)
PIN = "2580"


class Killed(AtOnce):
    """Work that a dying process takes with it."""

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> Future[T]:
        return Future()


class Till:
    """A kiosk, a counter and a member with points."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.kiosk = chain.device()
        self.counter: HandMadeDevice = chain.device(DeviceKind.TABLET, counter=True)
        self.manager: Person = chain.person("manager")
        self.assistant: Person = chain.person("assistant")
        self._members = 0

    def member(self, points: int = 1000) -> str:
        """Enrol one more member."""
        self._members += 1
        member_id = self.chain.enrol(self.counter, self.assistant, self._members)
        for _ in range(-(-points // 1000)):
            self.counter.send(AdjustPoints(member_id, 1000, REASON, ""), self.manager)
        self.chain.settle()
        return member_id

    def ask(self, member_id: str, pin: str | None, *, choosing: bool = False) -> tuple[str, str | None]:
        """Ask for the dear reward and return what the centre says."""
        op_id = self.kiosk.send(question(self.kiosk, member_id, pin, choosing=choosing))
        self.chain.settle()
        self.chain.settle()
        return self.chain.result(op_id)


@pytest.fixture
def till(chain: Chain) -> Till:
    return Till(chain)


def test_a_pin_is_chosen_once_and_asked_for_ever_after(till: Till) -> None:
    member_id = till.member()
    assert till.ask(member_id, None) == ("declined", "pin_needed")
    assert till.ask(member_id, PIN) == ("declined", "pin_unset")
    assert till.ask(member_id, PIN, choosing=True) == APPLIED
    assert till.chain.member(member_id).has_pin
    assert till.ask(member_id, "0000", choosing=True) == ("declined", "pin_wrong")
    assert till.ask(member_id, PIN) == APPLIED
    assert till.chain.member(member_id).account.balance_points == 400
    assert till.chain.member(member_id).held_points == 600
    assert not till.chain.rows(schema.pin_check)
    assert_all_balances(till.chain)


def test_no_verifier_and_no_pin_is_in_any_feed(till: Till) -> None:
    member_id = till.member()
    assert till.ask(member_id, PIN, choosing=True) == APPLIED
    (kept,) = till.chain.rows(schema.member_pin)
    for row in till.chain.rows(schema.feed):
        assert kept.verifier.encode() not in row.body
        assert bytes.fromhex(kept.verifier) not in row.body
    assert [row.salt for row in till.chain.rows(schema.member_pin)] == [kept.salt]


def test_five_wrong_ones_lock_for_a_quarter_of_an_hour_and_fifteen_until_staff_help(till: Till) -> None:
    member_id = till.member(3000)
    assert till.ask(member_id, PIN, choosing=True) == APPLIED
    for _ in range(3):
        said = [till.ask(member_id, f"{guess:04d}")[1] for guess in range(5)]
        assert said == ["pin_wrong"] * 4 + ["pin_locked"]
        assert till.ask(member_id, PIN) == ("declined", "pin_locked")
        till.chain.now += timedelta(minutes=15)
    till.chain.now += timedelta(days=30)
    assert till.ask(member_id, PIN) == ("declined", "pin_locked")
    alone = till.counter.send(ResetMemberPin(member_id, REASON, "she forgot it"), till.assistant)
    reset = till.counter.send(ResetMemberPin(member_id, REASON, "she forgot it"), till.assistant, till.manager)
    till.chain.settle()
    assert till.chain.result(alone) == ("held", "needs_approval")
    assert till.chain.result(reset) == APPLIED
    assert not till.chain.member(member_id).has_pin
    assert till.ask(member_id, "1379", choosing=True) == APPLIED


def test_a_sealed_pin_is_good_for_its_own_question_only(till: Till) -> None:
    member_id = till.member()
    assert till.ask(member_id, PIN, choosing=True) == APPLIED
    first, second = question(till.kiosk, member_id, PIN), question(till.kiosk, member_id, PIN)
    stolen = till.kiosk.send(replace(second, pin=first.pin))
    nonsense = till.kiosk.send(replace(question(till.kiosk, member_id, PIN), pin="00" * 60))
    till.chain.settle()
    assert [till.chain.result(op_id) for op_id in (stolen, nonsense)] == [("declined", "pin_unreadable")] * 2


def test_what_waits_for_a_check_holds_up_only_its_own_queue(till: Till) -> None:
    member_id = till.member()
    slow = Applier(till.chain.engine, lambda: till.chain.now, pins=PinDesk(till.chain.engine, _secret(till), Killed()))
    asked = till.kiosk.send(question(till.kiosk, member_id, PIN, choosing=True))
    behind = till.kiosk.send(CancelRedemption(member_id, asked))
    elsewhere = till.counter.send(RenewCard(member_id, "c" * 64), till.assistant)
    while slow.apply_next():
        pass
    assert till.chain.result(elsewhere) == APPLIED
    with reading(till.chain.engine) as connection:
        known = connection.execute(select(func.count()).where(schema.op_result.c.op_id.in_([asked, behind]))).scalar()
    assert known == 0
    till.chain.settle()
    till.chain.settle()
    assert [till.chain.result(op_id) for op_id in (asked, behind)] == [APPLIED, APPLIED]
    assert till.chain.member(member_id).account.balance_points == 1000
    assert_all_balances(till.chain)


def test_a_reward_goes_the_way_of_every_voucher(till: Till) -> None:
    member_id = till.member()
    asking = question(till.kiosk, member_id, reward=TOWEL)
    till.kiosk.send(asking)
    till.chain.settle()
    (award,) = till.chain.member(member_id).awards
    given = till.counter.send(HandOverPrize(award.voucher_code or ""), till.assistant)
    back = till.counter.send(CancelRedemption(member_id, award.award_id), till.assistant)
    till.chain.settle()
    assert till.chain.result(given) == APPLIED
    assert till.chain.result(back) == ("held", "voucher_handed_over")
    heard = till.chain.feed(store_scope(STORE, Audience.STAFF))
    assert any(row.key == award.voucher_id for row in heard)
    assert_all_balances(till.chain)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(["right", "wrong", "wrong", "wrong"]), st.integers(0, 3), st.sampled_from([0, 1, 16])
        ),
        min_size=3,
        max_size=24,
    )
)
def test_kills_between_counting_and_checking_change_no_answer(pin_till: Till, acts: list[tuple[str, int, int]]) -> None:
    """Each guess may lose its process up to three times; the answers are those of a process that never dies."""
    till = pin_till
    member_id = till.member(300 * (len(acts) + 2))
    assert till.ask(member_id, PIN, choosing=True) == APPLIED
    wrong, last_at = 0, till.chain.now
    for guess, kills, minutes in acts:
        till.chain.now += timedelta(minutes=minutes)
        op_id = till.kiosk.send(question(till.kiosk, member_id, PIN if guess == "right" else "9999"))
        for _ in range(kills):
            dying = PinDesk(till.chain.engine, _secret(till), Killed())
            Applier(till.chain.engine, lambda: till.chain.now, pins=dying).apply_next()
        till.chain.settle()
        till.chain.settle()
        locked = wrong >= 15 or (wrong and wrong % 5 == 0 and till.chain.now < last_at + timedelta(minutes=15))
        if not locked:
            wrong, last_at = (0, last_at) if guess == "right" else (wrong + 1, till.chain.now)
        shut = locked or (guess == "wrong" and wrong % 5 == 0)
        expected = ("declined", "pin_locked") if shut else APPLIED if guess == "right" else ("declined", "pin_wrong")
        assert till.chain.result(op_id) == expected
    (kept,) = [row for row in till.chain.rows(schema.member_pin) if row.member_id == member_id]
    assert kept.wrong == wrong


@pytest.fixture
def pin_till(sqlite_chain: Chain) -> Till:
    return Till(sqlite_chain)


def _secret(till: Till) -> bytes:
    return bytes.fromhex(till.chain.secrets.member_pin_key)
