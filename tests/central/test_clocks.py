"""Clocks that jump, at a device and at the centre: how acts are dated, in which order they count, when points lapse."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from shared.central import schema
from shared.central.business_time import TRUSTED
from shared.domain.calendar import end_of_day, programme_day
from shared.domain.devices import DeviceKind
from shared.domain.operations import AdjustPoints
from shared.domain.rules.entries import expiry_day
from shared.wire.envelope import Draft
from shared.wire.feed import Audience, store_scope
from tests.central.chain import Chain, HandMadeDevice, Person, assert_all_balances, results_in
from tests.domain.small_shop import NOON, REASON, STORE

MILLISECOND = timedelta(milliseconds=1)
NUMBERS = count(1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pass"), st.timedeltas(timedelta(0), timedelta(hours=30))),
        st.tuples(st.just("device"), st.timedeltas(timedelta(days=-40), timedelta(days=40))),
        st.tuples(st.just("centre"), st.timedeltas(timedelta(days=-40), timedelta(days=40))),
        st.tuples(st.sampled_from(["act", "act", "act", "exchange", "restart"]), st.just(timedelta(0))),
    ),
    max_size=14,
)


@dataclass(frozen=True, slots=True)
class Act:
    """An operation, and how much time had truly passed when it was made, in which run of the device."""

    op_id: str
    draft: Draft
    made: timedelta
    run: int


@dataclass(slots=True)
class Counter:
    """A tablet whose clock is off by `device`, at a centre whose clock is off by `centre`."""

    chain: Chain
    tablet: HandMadeDevice
    person: Person
    member_id: str
    passed: timedelta = timedelta(0)
    device: timedelta = timedelta(0)
    centre: timedelta = timedelta(0)
    started: timedelta = timedelta(0)
    run: int = 0
    waiting: list[Act] = field(default_factory=list)
    dated: dict[str, tuple[datetime | None, datetime, datetime]] = field(default_factory=dict)
    """For each operation: when it truly was by the centre's clock at its receipt (None after a restart), that receipt,
    and what the device's own clock said."""

    def act(self) -> None:
        """Correct a point, by the clock on the tablet's wall."""
        draft = self.tablet.draft(AdjustPoints(self.member_id, 1, REASON, ""), NOON + self.passed + self.device)
        draft = replace(draft, monotonic_ms=self._monotonic_ms(), boot_id=f"run {self.run}")
        op_id = self.tablet.send_draft(draft, self.person.sign(draft))
        self.waiting.append(Act(op_id, draft, self.passed, self.run))

    def exchange(self) -> None:
        """Let what waits arrive now, by the centre's clock, and be applied."""
        received = NOON + self.passed + self.centre
        arrived = {
            "sent_monotonic_ms": self._monotonic_ms(),
            "sent_boot_id": f"run {self.run}",
            "received_at": received,
        }
        with self.chain.engine.begin() as connection:
            for act in self.waiting:
                one = schema.inbox.c.op_id == act.op_id
                connection.execute(update(schema.inbox).where(one).values(arrived))
                true = received - (self.passed - act.made) if act.run == self.run else None
                self.dated[act.op_id] = (true, received, act.draft.wall_time)
        self.waiting.clear()
        self.chain.now = received
        while self.chain.applier.apply_next():
            pass

    def step(self, what: str, span: timedelta) -> None:
        """Take one step of a history."""
        match what:
            case "pass":
                self.passed += span
            case "device":
                self.device += span
            case "centre":
                self.centre += span
            case "restart":
                self.run, self.started = self.run + 1, self.passed
            case "act":
                self.act()
            case _:
                self.exchange()

    def _monotonic_ms(self) -> int:
        return int((self.passed - self.started) / MILLISECOND) + 1_000


@pytest.fixture(scope="module")
def shared_chain() -> Iterator[Chain]:
    """Give one centre for all examples: each brings people and devices of its own."""
    with TemporaryDirectory(prefix="garapon-clocks-") as folder:
        chain = Chain(f"sqlite:///{Path(folder) / 'central.sqlite'}", Path(folder) / "centre")
        yield chain
        chain.close()


@settings(max_examples=60)
@given(steps=STEPS)
def test_whatever_clocks_do_acts_are_dated_by_their_age_and_ordered_by_their_numbers(
    shared_chain: Chain, steps: list[tuple[str, timedelta]]
) -> None:
    chain = shared_chain
    chain.now = NOON
    tablet, person = chain.device(DeviceKind.TABLET), chain.person("manager")
    member_id = chain.enrol(tablet, person, next(NUMBERS))
    counter = Counter(chain, tablet, person, member_id)
    for what, span in steps:
        counter.step(what, span)
    counter.exchange()

    posted = {row.op_id: row for row in chain.rows(schema.ledger) if row.op_id in counter.dated}
    assert posted.keys() == counter.dated.keys()
    jumped = False
    for op_id, (true, received, wall) in counter.dated.items():
        at = posted[op_id].business_time
        if true is not None:
            # Rounded to the monotonic clock's milliseconds.
            assert abs(at - true) <= TRUSTED + 2 * MILLISECOND
        assert at <= max(received, wall if wall - received <= TRUSTED else received) + TRUSTED
        jumped |= at != wall
        assert chain.result(op_id) == ("applied", None)
    noted = [r for r in chain.rows(schema.audit) if (r.action, r.subject) == ("clock_corrected", tablet.device_id)]
    assert bool(noted) == jumped

    member = chain.member(member_id)
    assert member.account.balance_points == len(posted)
    # Order is by number alone, whatever the times say; each lot lapses by the day of its own act.
    answered = [each.op_id for each in results_in(chain.feed(store_scope(STORE, Audience.STAFF)))]
    assert [op_id for op_id in answered if op_id in posted] == list(counter.dated)
    zone = chain.programme.time_zone
    for lot in member.account.lots:
        earned_on = programme_day(posted[lot.lot_id.partition(":")[0]].business_time, zone)
        assert lot.expires_at == end_of_day(expiry_day(earned_on, chain.programme.earning), zone)
    assert_all_balances(chain)
