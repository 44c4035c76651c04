"""Calls for staff: who may ring, who comes, and that every call ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.calls import (
    CALL_LIMITS,
    COMES_WITHIN,
    RINGS_FOR,
    Call,
    CallReason,
    CallState,
    Ring,
    answered,
    brought_up,
    closed,
    ring,
    superseded,
)
from shared.domain.devices import Device, DeviceKind
from shared.domain.staff import StaffMember

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
KIOSK = Device("kiosk", 1, "ginza", DeviceKind.KIOSK, "Kiosk 1", "", "")
TABLET = replace(KIOSK, device_id="tablet", kind=DeviceKind.TABLET)
ELSEWHERE = replace(TABLET, device_id="far", store_id="osaka")
SATO = StaffMember("sato", "Sato", "assistant", "ginza", "", "", "", "")
HELP = Ring(CallReason.HELP, member_id="momo")


def rung(call_id: str = "a", step: Ring = HELP, at: datetime = NOW) -> Call:
    call = ring(call_id, step, KIOSK, (), at)
    assert call is not None
    return call


def test_one_person_comes_and_stays_the_one() -> None:
    call = answered(rung(), SATO, TABLET, NOW)
    assert (call.state, call.staff_name, call.member_id) == (CallState.COMING, "Sato", "momo")
    assert answered(call, replace(SATO, staff_id="ito", name="Ito"), TABLET, NOW) == call


@pytest.mark.parametrize(
    ("person", "device"),
    [
        (None, TABLET),
        (replace(SATO, active=False), TABLET),
        (replace(SATO, store_id="osaka"), TABLET),
        (SATO, ELSEWHERE),
        (SATO, KIOSK),
    ],
)
def test_nobody_else_may_say_that_she_comes(person: StaffMember | None, device: Device) -> None:
    assert answered(rung(), person, device, NOW) == rung()


def test_its_kiosk_takes_it_back_and_staff_close_it() -> None:
    other = replace(KIOSK, device_id="kiosk-2")
    assert closed(rung(), KIOSK, NOW).state is CallState.CANCELLED
    assert closed(rung(), TABLET, NOW).state is CallState.DONE
    assert closed(rung(), other, NOW) == rung() == closed(rung(), ELSEWHERE, NOW)
    done = closed(rung(), TABLET, NOW)
    assert closed(done, KIOSK, NOW + RINGS_FOR) == done
    assert answered(done, SATO, TABLET, NOW) == done


def test_a_kiosk_that_calls_all_day_is_not_heard() -> None:
    assert ring("t", HELP, TABLET, (), NOW) is None
    for span, most in CALL_LIMITS:
        earlier = [rung(str(number), at=NOW + span * number / most) for number in range(most)]
        end = NOW + span - timedelta(seconds=1)
        assert ring("x", HELP, KIOSK, earlier[1:], end) is not None
        assert ring("x", HELP, KIOSK, earlier, end) is None
        assert ring("x", HELP, KIOSK, earlier, NOW + span) is not None


def test_the_next_shopper_at_a_kiosk_takes_the_bell_over() -> None:
    old, new = rung(), rung("b")
    assert superseded(old, new, NOW).state is CallState.CANCELLED
    assert superseded(new, new, NOW) == new
    for kept in (answered(old, SATO, TABLET, NOW), rung("p", Ring(CallReason.PRIZE, "gold"))):
        assert superseded(kept, new, NOW) == kept
    assert superseded(old, rung("p", Ring(CallReason.PRIZE)), NOW) == old


@given(
    acts=st.lists(st.sampled_from(("sato", "close", "take back", "nothing")), max_size=6),
    pauses_s=st.lists(st.integers(0, 400), min_size=6, max_size=6),
)
def test_every_call_ends_and_then_names_nobody(acts: list[str], pauses_s: list[int]) -> None:
    at, call = NOW, rung()
    for act, pause_s in zip(acts, pauses_s, strict=False):
        before = call
        at += timedelta(seconds=pause_s)
        call = brought_up(call, at)
        match act:
            case "sato":
                call = answered(call, SATO, TABLET, at)
            case "close":
                call = closed(call, TABLET, at)
            case "take back":
                call = closed(call, KIOSK, at)
            case _:
                pass
        assert before.is_open or call == before
    end = brought_up(brought_up(call, at + RINGS_FOR), at + RINGS_FOR + COMES_WITHIN)
    assert not end.is_open
    assert end.member_id == ""
    if "sato" not in acts and "close" not in acts and "take back" not in acts:
        assert end.state is CallState.UNANSWERED
