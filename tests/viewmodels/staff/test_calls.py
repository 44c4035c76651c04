"""Calls at the tablet: they ring until somebody goes, name nobody on a closed one, and end."""

import pytest

from shared.application.calls import HEARD_MS, Called, Calling, call_staff, how_it_stands
from shared.application.views import Link
from shared.domain.calls import RINGS_FOR, CallReason, Come
from staff.viewmodels.calls import RING_EVERY_MS, TOLD_MS, CallsViewModel
from tests.viewmodels.staff.counter import Counter
from tests.viewmodels.staff.shop import CLERK, MANAGER, StaffShop


class Bell:
    """Counts what is heard."""

    def __init__(self, calls: CallsViewModel) -> None:
        self.rung: list[str] = []
        calls.rang.connect(self.rung.append)


def ring(counter: Counter, nickname: str = "", why: CallReason = CallReason.HELP, about: str = "") -> Calling:
    """Let the kiosk call and the tablet hear of it."""
    shop = counter.shop
    shop.exchange()
    member_id = shop.member_id(nickname) if nickname else ""
    calling = call_staff(shop.kiosk.desk, why, about, member_id)
    assert calling is not None
    hear(counter)
    return calling


def hear(counter: Counter) -> None:
    counter.shop.exchange()
    counter.app.refresh()


def staff_id(shop: StaffShop, name: str) -> str:
    return shop.signer(name).staff.staff_id


def let_pass(counter: Counter, span_ms: int) -> None:
    counter.shop.clock.pass_ms(span_ms)
    counter.app.touched()
    counter.app.tick()


def test_one_tap_to_go_one_to_her_page_one_to_end(counter: Counter) -> None:
    bell, calls = Bell(counter.pages.calls), counter.pages.calls
    calling = ring(counter, "もも")
    assert (calls.waiting, calls.ringing, calls.why, calls.nickname, bell.rung) == (1, True, "help", "もも", ["call"])
    calls.come(calls.shownId)
    assert (calls.asking, calls.waiting) == (True, 0)
    hear(counter)
    assert (calls.ringing, calls.asking, calls.nickname) == (False, False, "もも")
    stands = how_it_stands(counter.shop.kiosk.desk, calling)
    signer = counter.session.signer
    assert signer is not None
    assert (stands.state, stands.name) == (Called.COMING, signer.staff.name)
    calls.open(calls.memberId)
    assert (counter.app.page, counter.pages.member.memberId) == ("member", counter.shop.member_id("もも"))
    calls.close(calls.shownId)
    assert calls.shownId == ""
    counter.app.refresh()
    assert calls.shownId == ""
    hear(counter)
    assert how_it_stands(counter.shop.kiosk.desk, calling).state is Called.DONE
    assert [*calls.rows.rows] == []  # type: ignore[attr-defined]


def test_it_rings_until_somebody_goes_and_not_for_ever(counter: Counter) -> None:
    bell, calls = Bell(counter.pages.calls), counter.pages.calls
    ring(counter)
    let_pass(counter, RING_EVERY_MS - 1)
    assert len(bell.rung) == 1
    let_pass(counter, 1)
    assert len(bell.rung) == 2
    calls.setQuiet(True)
    let_pass(counter, RING_EVERY_MS)
    assert (len(bell.rung), calls.waiting) == (2, 1)
    calls.setQuiet(False)
    # The line is cut: nobody tells the tablet that the call is over.
    let_pass(counter, int(RINGS_FOR.total_seconds() * 1000) + 30_000)
    assert (calls.waiting, calls.shownId) == (0, "")
    rung = len(bell.rung)
    let_pass(counter, RING_EVERY_MS)
    assert len(bell.rung) == rung


def test_a_closed_tablet_rings_and_names_nobody(counter: Counter) -> None:
    bell, calls = Bell(counter.pages.calls), counter.pages.calls
    counter.app.lock()
    ring(counter, "もも")
    assert (bell.rung, calls.waiting, calls.memberId, calls.nickname) == (["call"], 1, "", "")
    calls.come(calls.shownId)
    assert not calls.asking
    assert not any("もも" in text for text in counter.personal_texts())
    assert "もも" not in repr(calls._calls)
    counter.sign_in(CLERK)
    assert calls.nickname == "もも"
    counter.app.lock()
    assert (calls.waiting, calls.nickname) == (1, "")
    assert "もも" not in repr(calls._calls)


def test_who_was_slower_sees_who_goes(counter: Counter) -> None:
    calls, shop = counter.pages.calls, counter.shop
    calling = ring(counter)
    shop.tablet.desk.calls.say("0" * 32, calling.call_id, Come(staff_id(shop, MANAGER)))
    calls.come(calls.shownId)
    hear(counter)
    assert (calls.shownId, calls.goer) == ("", shop.signer(MANAGER).staff.name)
    let_pass(counter, TOLD_MS)
    assert calls.goer == ""


@pytest.mark.parametrize("known", [True, False])
def test_without_a_line_she_is_told_to_go_all_the_same(counter: Counter, *, known: bool) -> None:
    calls = counter.pages.calls
    ring(counter)
    if known:
        counter.shop.tablet.storage.note_link(Link.OFFLINE)
    calls.come(calls.shownId)
    assert calls.alone == known
    let_pass(counter, HEARD_MS)
    assert (calls.alone, calls.asking, calls.ringing) == (True, False, True)
    let_pass(counter, TOLD_MS)
    assert not calls.alone


def test_a_prize_wants_the_bell(counter: Counter) -> None:
    bell, calls = Bell(counter.pages.calls), counter.pages.calls
    ring(counter, "", CallReason.PRIZE, "rice-cooker")
    assert (bell.rung, calls.why, calls.prize) == (["handbell"], "prize", "炊飯器")
    counter.app.speak("en")
    assert calls.prize == "Rice cooker"


def test_a_printer_that_wants_paper_rings_as_everybody_does(counter: Counter) -> None:
    bell, calls = Bell(counter.pages.calls), counter.pages.calls
    ring(counter, "", CallReason.PRINTER)
    assert (bell.rung, calls.why, calls.prize, calls.memberId) == (["call"], "printer", "", "")


def test_the_page_of_calls_is_there_for_everybody(counter: Counter) -> None:
    counter.app.show("calls")
    assert (counter.app.page, counter.app.section) == ("calls", "calls")
