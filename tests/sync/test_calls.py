"""Calls for staff through the centre: one comes, the kiosk sees who, and none rings for ever."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from shared.application.calls import (
    REACHED_MS,
    Called,
    Calling,
    CallStands,
    call_staff,
    close_call,
    come,
    how_it_stands,
    read_calls,
)
from shared.application.ports import Desk, Signer
from shared.application.views import Link
from shared.central import schema
from shared.central.bell import Bell
from shared.central.calls import KEPT, STEPS_A_ROUND, end_calls, hear_calls
from shared.central.database import reading, writing
from shared.central.office import add_staff
from shared.central.office_devices import freeze_device, revoke_device
from shared.central.office_people import merge_members
from shared.central.serve import CentreLoop, utc_now
from shared.domain.calls import CALL_LIMITS, COMES_WITHIN, RINGS_FOR, TELLS_FOR, CallReason, CallState, Close
from shared.domain.devices import DeviceKind
from shared.storage.calls import step_row
from shared.sync.device import OpenDevice
from shared.sync.loop import Exchanged, Revoked
from tests.domain.small_shop import OTHER_STORE, STORE
from tests.fakes import StillClock
from tests.sync.chain import PIN, Chain, exchange, join, now, sign_in


class Floor:
    """A store's kiosk and two tablets, and one of another store."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK))
        self.one = chain.open(chain.enrol("one", DeviceKind.TABLET))
        self.two = chain.open(chain.enrol("two", DeviceKind.TABLET))
        self.far = chain.open(chain.enrol("far", DeviceKind.TABLET, OTHER_STORE))
        self.aoki_badge = chain.badge
        chain.settle(*self.devices)
        self.aoki = sign_in(chain, self.one)

    @property
    def devices(self) -> tuple[OpenDevice, ...]:
        return (self.kiosk, self.one, self.two, self.far)

    def settle(self) -> None:
        self.chain.settle(*self.devices)

    def call(self, member_id: str = "", why: CallReason = CallReason.HELP, about: str = "") -> Calling:
        calling = call_staff(self.kiosk.desk, why, about, member_id)
        assert calling is not None
        return calling

    def colleague(self) -> Signer:
        """Give the other tablet a person of its own."""
        chain = self.chain
        chain.badge = add_staff(chain.engine, chain.secrets, ("Ito", "assistant", STORE), PIN, now())
        self.settle()
        return sign_in(chain, self.two)

    def rows(self) -> list[CallState]:
        with reading(self.chain.engine) as connection:
            return [CallState(row.state) for row in connection.execute(select(schema.staff_call))]


@pytest.fixture
def floor(chain: Chain) -> Floor:
    return Floor(chain)


@pytest.fixture
def small_floor(small_chain: Chain) -> Floor:
    return Floor(small_chain)


def later(device: OpenDevice, span_ms: int) -> Desk:
    clock = StillClock(now())
    clock.pass_ms(device.desk.clock.monotonic_ms() + span_ms - clock.monotonic_ms())
    return replace(device.desk, clock=clock)


def test_a_call_rings_at_the_store_and_the_kiosk_sees_who_comes(floor: Floor) -> None:
    hana = join(floor.one, floor.aoki)
    floor.settle()
    calling = floor.call(hana.member_id)
    assert how_it_stands(floor.kiosk.desk, calling) == CallStands(Called.SENT)
    floor.settle()
    assert how_it_stands(floor.kiosk.desk, calling) == CallStands(Called.RINGING)
    for tablet in (floor.one, floor.two):
        (seen,) = read_calls(tablet.desk)
        assert (seen.place, seen.member_id, seen.nickname) == ("kiosk", hana.member_id, "hana")
        assert seen.call.state is CallState.RINGING
    assert read_calls(floor.far.desk) == ()
    assert come(floor.one.desk, floor.aoki, calling.call_id)
    assert [call.coming_here for call in read_calls(floor.one.desk)] == [True]
    floor.settle()
    assert how_it_stands(floor.kiosk.desk, calling) == CallStands(Called.COMING, "Aoki")
    assert [(c.call.staff_name, c.coming_here) for c in read_calls(floor.one.desk)] == [("Aoki", False)]
    # Whose call it was is known to the store's tablets alone, and only while it is open.
    assert [call.member_id for call in floor.kiosk.desk.calls.known()] == [""]
    close_call(floor.two.desk, calling.call_id)
    floor.settle()
    assert how_it_stands(floor.kiosk.desk, calling) == CallStands(Called.DONE)
    assert [read_calls(device.desk) for device in floor.devices] == [()] * 4
    with reading(floor.chain.engine) as connection:
        assert connection.execute(select(schema.staff_call.c.member_id)).scalars().all() == [""]
        assert connection.execute(select(schema.call_step)).all() == []


def test_a_printer_calls_beside_a_shopper_and_is_taken_back_alone(floor: Floor) -> None:
    printer = floor.call(why=CallReason.PRINTER)
    floor.call()
    floor.settle()
    assert [call.call.why for call in read_calls(floor.two.desk)] == [CallReason.PRINTER, CallReason.HELP]
    close_call(floor.kiosk.desk, printer.call_id)
    floor.settle()
    assert [call.call.why for call in read_calls(floor.two.desk)] == [CallReason.HELP]


def test_of_two_who_come_at_once_one_does_and_the_other_sees_who(floor: Floor) -> None:
    ito = floor.colleague()
    calling = floor.call()
    floor.settle()
    assert come(floor.two.desk, ito, calling.call_id)
    assert come(floor.one.desk, floor.aoki, calling.call_id)
    for device in (floor.two, floor.one):
        exchange(device)
    floor.settle()
    for device in (floor.one, floor.two):
        assert [(call.call.staff_name, call.coming_here) for call in read_calls(device.desk)] == [("Ito", False)]
    assert how_it_stands(floor.kiosk.desk, calling) == CallStands(Called.COMING, "Ito")


def test_the_shopper_takes_it_back(small_floor: Floor) -> None:
    floor = small_floor
    calling = floor.call()
    floor.settle()
    close_call(floor.kiosk.desk, calling.call_id)
    assert come(floor.one.desk, floor.aoki, calling.call_id)
    floor.settle()
    assert read_calls(floor.one.desk) == ()
    assert floor.rows() == [CallState.CANCELLED]


def test_the_whole_way_with_its_real_threads(floor: Floor) -> None:
    bell = Bell()
    heard = threading.Semaphore(0)
    floor.kiosk.sync.listen(heard.release)
    loop = CentreLoop(floor.chain.engine, utc_now, bell.wait)
    centre = threading.Thread(target=loop.run)
    states = []
    with bell.listening(floor.chain.engine):
        centre.start()
        floor.kiosk.sync.start()
        try:
            calling = floor.call()
            for wanted in (CallState.RINGING, CallState.COMING):
                while (call := floor.kiosk.desk.calls.call(calling.call_id)) is None or call.state is not wanted:
                    assert heard.acquire(timeout=30)
                states.append(call.state)
                if wanted is CallState.RINGING:
                    assert come(floor.one.desk, floor.aoki, calling.call_id)
                    exchange(floor.one)
        finally:
            bell.stop()
            centre.join()
            floor.kiosk.sync.stop()
    assert states == [CallState.RINGING, CallState.COMING]


def test_who_was_merged_meanwhile_is_shown_as_whom_she_is_now(small_floor: Floor) -> None:
    floor = small_floor
    hana, twin = join(floor.one, floor.aoki), join(floor.one, floor.aoki, "twin")
    floor.settle()
    floor.call(twin.member_id)
    floor.settle()
    merge_members(floor.chain.engine, hana.member_id, twin.member_id, now())
    floor.settle()
    assert [(call.member_id, call.nickname) for call in read_calls(floor.two.desk)] == [(hana.member_id, "hana")]


def test_what_nobody_answers_ends_and_counts_for_a_day(floor: Floor) -> None:
    calling = floor.call()
    floor.settle()
    end_calls(floor.chain.engine, now() + RINGS_FOR - timedelta(seconds=30))
    assert floor.rows() == [CallState.RINGING]
    end_calls(floor.chain.engine, now() + RINGS_FOR)
    floor.settle()
    assert how_it_stands(floor.kiosk.desk, calling) == CallStands(Called.UNANSWERED)
    assert read_calls(floor.one.desk) == ()
    end_calls(floor.chain.engine, now() + KEPT)
    assert floor.rows() == []


def test_what_was_answered_and_never_closed_ends_too(small_floor: Floor) -> None:
    floor = small_floor
    calling = floor.call()
    floor.settle()
    assert come(floor.one.desk, floor.aoki, calling.call_id)
    floor.settle()
    end_calls(floor.chain.engine, now() + COMES_WITHIN)
    assert floor.rows() == [CallState.DONE]


def test_without_a_line_nobody_is_called_and_nothing_rings_late(small_floor: Floor, tmp_path: Path) -> None:
    floor = small_floor
    lost = floor.call()
    floor.kiosk.sync.point_at(f"sqlite:///{tmp_path / 'nowhere' / 'central.sqlite'}")
    floor.kiosk.sync.run_once()
    assert call_staff(floor.kiosk.desk, CallReason.HELP) is None
    assert how_it_stands(later(floor.kiosk, REACHED_MS), lost) == CallStands(Called.AWAY)
    close_call(floor.kiosk.desk, lost.call_id)
    floor.chain.move_to(floor.chain.url)
    floor.settle()
    assert floor.rows() == []
    assert floor.kiosk.desk.calls.known() == ()


def test_a_tablet_without_a_line_can_not_come(small_floor: Floor, tmp_path: Path) -> None:
    floor = small_floor
    calling = floor.call()
    floor.settle()
    assert come(floor.one.desk, floor.aoki, calling.call_id)
    floor.one.sync.point_at(f"sqlite:///{tmp_path / 'nowhere' / 'central.sqlite'}")
    floor.one.sync.run_once()
    assert [call.coming_here for call in read_calls(floor.one.desk)] == [False]
    assert not come(floor.one.desk, floor.aoki, calling.call_id)
    floor.chain.move_to(floor.chain.url)
    floor.settle()
    assert how_it_stands(floor.kiosk.desk, calling) == CallStands(Called.RINGING)


def test_what_waited_for_a_centre_that_did_not_work_rings_at_nobody(small_floor: Floor) -> None:
    floor = small_floor
    floor.call()
    exchange(floor.kiosk)
    assert hear_calls(floor.chain.engine, now() + RINGS_FOR) == 1
    assert floor.rows() == []


def test_an_end_that_waited_for_a_centre_that_did_not_work_is_one(small_floor: Floor) -> None:
    floor = small_floor
    calling = floor.call()
    floor.settle()
    assert come(floor.one.desk, floor.aoki, calling.call_id)
    floor.settle()
    close_call(floor.one.desk, calling.call_id)
    exchange(floor.one)
    assert hear_calls(floor.chain.engine, now() + RINGS_FOR) == 1
    assert floor.rows() == [CallState.DONE]


@pytest.mark.parametrize("column", ["why", "state"])
def test_words_of_a_newer_centre_do_not_halt_the_exchange(floor: Floor, column: str) -> None:
    floor.call()
    floor.settle()
    with writing(floor.chain.engine) as connection:
        connection.execute(schema.staff_call.update().values({column: "later"}))
    for device in (floor.kiosk, floor.one):
        assert isinstance(device.sync.run_once(), Exchanged)
        assert device.desk.calls.known() == ()


def test_a_call_of_long_ago_is_not_told(floor: Floor) -> None:
    floor.call()
    floor.settle()
    with writing(floor.chain.engine) as connection:
        connection.execute(schema.staff_call.update().values(asked_at=now() - TELLS_FOR))
    for device in (floor.kiosk, floor.one):
        assert len(device.desk.calls.known()) == 1
        exchange(device)
        assert device.desk.calls.known() == ()


def test_a_kiosk_that_rings_all_day_is_not_heard_and_says_so(small_floor: Floor) -> None:
    floor = small_floor
    (_, most), *_ = CALL_LIMITS
    for _ in range(most):
        floor.call(why=CallReason.PRIZE, about="gold")
    floor.settle()
    assert floor.rows() == [CallState.RINGING] * most
    refused = floor.call()
    floor.settle()
    assert how_it_stands(later(floor.kiosk, REACHED_MS), refused) == CallStands(Called.AWAY)
    assert len(floor.rows()) == most


def test_a_device_that_never_stops_talking_keeps_nobody_from_being_heard(floor: Floor) -> None:
    first = {"device_id": floor.far.enrolment.device_id, "said_at": now() - timedelta(seconds=30)}
    with writing(floor.chain.engine) as connection:
        for number in range(3 * STEPS_A_ROUND):
            row = step_row(f"{number:032x}", "0" * 32, Close())
            connection.execute(schema.call_step.insert().values(row | first))
    floor.call()
    exchange(floor.kiosk)
    for _ in range(2):
        hear_calls(floor.chain.engine, now())
    assert floor.rows() == [CallState.RINGING]


def test_a_frozen_kiosk_is_not_heard(small_floor: Floor) -> None:
    floor = small_floor
    floor.call()
    freeze_device(floor.chain.engine, floor.kiosk.enrolment.device_id, "", now())
    floor.kiosk.sync.run_once()
    floor.chain.work()
    assert floor.rows() == []


def test_a_revoked_tablet_knows_of_no_call(floor: Floor) -> None:
    floor.call()
    floor.settle()
    assert len(floor.two.desk.calls.known()) == 1
    revoke_device(floor.chain.engine, floor.two.enrolment.device_id, "lost", now())
    assert isinstance(floor.two.sync.run_once(), Revoked)
    assert floor.two.desk.calls.known() == ()


def test_a_kiosk_reads_nothing_while_it_has_no_call(small_floor: Floor) -> None:
    floor = small_floor
    with writing(floor.chain.engine) as connection:
        connection.execute(schema.staff_call.delete())
        connection.exec_driver_sql("ALTER TABLE staff_call RENAME TO gone")
    assert isinstance(floor.kiosk.sync.run_once(), Exchanged)
    with floor.kiosk.desk.storage.read() as transaction:
        assert transaction.sync_state().link is Link.ONLINE
