"""Help at the kiosk: questions, the call for staff with each of its ends, and the bell of a prize."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.viewmodels.session import KioskPage, Origin, PinEntry, with_results
from kiosk.viewmodels.stay import COUNTDOWN_MS, QUIET_MS
from shared.application.calls import REACHED_MS
from shared.application.views import AwardView, Link
from shared.domain.calls import Call, CallReason, CallState, CallStep, Close, Ring
from shared.domain.faq import USUAL_FAQ
from shared.sync.device import OpenDevice
from tests.kiosk_shop import KioskShop
from tests.viewmodels.kiosk.conftest import Bench
from tests.viewmodels.kiosk.test_visit import LateExecutor, everything_shown


class HeardCalls:
    """Implements `application.ports.Calls`: the centre's side, moved by hand."""

    def __init__(self) -> None:
        self.said: list[tuple[str, CallStep]] = []
        self.calls: dict[str, Call] = {}

    def say(self, said_id: str, call_id: str, step: CallStep) -> None:
        assert said_id
        self.said.append((call_id, step))

    def call(self, call_id: str) -> Call | None:
        return self.calls.get(call_id)

    def known(self) -> tuple[Call, ...]:
        return tuple(self.calls.values())

    def is_coming(self, call_id: str) -> bool:
        return False

    @property
    def rung(self) -> list[tuple[str, Ring]]:
        return [(call_id, step) for call_id, step in self.said if isinstance(step, Ring)]

    @property
    def closed(self) -> list[str]:
        return [call_id for call_id, step in self.said if isinstance(step, Close)]

    def tell(self, bench: Bench, state: CallState, name: str = "") -> None:
        """Let the centre tell how the latest call stands."""
        call_id, step = self.rung[-1]
        now = bench.clock.now()
        self.calls[call_id] = Call(call_id, "k", "ginza", step.why, step.about, "", now, state, now, "", name)
        bench.app.refresh()


@pytest.fixture
def calls() -> HeardCalls:
    return HeardCalls()


@pytest.fixture
def bench(make_bench: Callable[..., Bench], device: OpenDevice, calls: HeardCalls) -> Bench:
    device.storage.note_link(Link.ONLINE)
    return make_bench(change=lambda desk: replace(desk, calls=calls))


def test_questions_are_read_and_searched_without_a_line(bench: Bench, device: OpenDevice) -> None:
    device.storage.note_link(Link.OFFLINE)
    bench.app.refresh()
    assert bench.app.helpable
    bench.app.openHelp()
    assert (bench.app.page, bench.app.helpable, bench.app.help.offline) == ("help", False, True)
    assert [row.key for row in bench.app.help.rows.rows] == [entry.key for entry in USUAL_FAQ]
    bench.app.help.search(True)
    for kana in "ふんしつ":
        bench.app.help.type(kana)
    assert [row.question for row in bench.app.help.rows.rows] == ["カードをなくしました"]
    bench.app.toggleLocale()
    assert [row.question for row in bench.app.help.rows.rows] == ["I have lost my card"]
    bench.app.help.backspace()
    bench.app.help.voice()
    assert bench.app.help.typed == "ふんじ"
    bench.app.help.clear()
    assert len(bench.app.help.rows.rows) == len(USUAL_FAQ)
    bench.app.help.goBack()
    assert bench.app.page == "attract"


def test_without_a_line_it_says_at_once_that_nobody_can_be_called(
    bench: Bench, device: OpenDevice, calls: HeardCalls
) -> None:
    bench.app.openHelp()
    # The line broke a moment ago, and the page does not show it yet.
    device.storage.note_link(Link.OFFLINE)
    bench.app.help.callStaff()
    assert (bench.app.help.call, bench.sounds, calls.said) == ("away", ["knock"], [])
    bench.app.help.goBack()
    assert (bench.app.page, bench.app.help.call) == ("help", "")


def test_staff_come_and_the_member_is_named_for_them_alone(bench: Bench, shop: KioskShop, calls: HeardCalls) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.openHelp()
    bench.app.help.callStaff()
    bench.app.help.callStaff()
    ((_, step),) = calls.rung
    assert step == Ring(CallReason.HELP, "", shop.hana.member_id)
    assert bench.app.help.call == "sent"
    calls.tell(bench, CallState.RINGING)
    assert bench.app.help.call == "ringing"
    calls.tell(bench, CallState.COMING, "Sato")
    assert (bench.app.help.call, bench.app.help.name, bench.sounds[-1]) == ("coming", "Sato", "scan")
    calls.tell(bench, CallState.DONE)
    assert (bench.app.page, bench.app.help.call) == ("help", "")
    bench.app.help.goBack()
    assert (bench.app.page, calls.closed) == ("home", [])


def test_a_number_that_was_typed_names_nobody_to_staff(bench: Bench, shop: KioskShop, calls: HeardCalls) -> None:
    bench.app.openPad()
    for digit in shop.hana.number:
        bench.app.pad.type(digit)
    bench.app.pad.enter()
    assert bench.app.page == "home"
    bench.app.openHelp()
    bench.app.help.callStaff()
    assert [step.member_id for _, step in calls.rung] == [""]


@pytest.mark.parametrize("leave", ["goBack", "done"])
def test_a_call_is_taken_back_when_nobody_waits_any_more(bench: Bench, calls: HeardCalls, leave: str) -> None:
    bench.app.openHelp()
    bench.app.help.callStaff()
    calls.tell(bench, CallState.RINGING)
    if leave == "done":
        bench.app.done()
    else:
        bench.app.help.goBack()
    assert calls.closed == [calls.rung[0][0]]
    assert bench.app.page == ("attract" if leave == "done" else "help")


def test_who_is_on_her_way_is_not_sent_back(bench: Bench, calls: HeardCalls) -> None:
    bench.app.openHelp()
    bench.app.help.callStaff()
    calls.tell(bench, CallState.COMING, "Sato")
    bench.app.done()
    assert (bench.app.page, calls.closed) == ("attract", [])


def test_what_nobody_answers_ends_kindly(bench: Bench, calls: HeardCalls) -> None:
    bench.app.openHelp()
    bench.app.help.callStaff()
    calls.tell(bench, CallState.RINGING)
    calls.tell(bench, CallState.UNANSWERED)
    assert (bench.app.help.call, bench.sounds) == ("unanswered", ["knock"])
    bench.wait(QUIET_MS / 1000)
    assert bench.app.page == "attract"


def test_a_centre_that_does_not_answer_is_not_waited_for(bench: Bench, calls: HeardCalls) -> None:
    bench.app.openHelp()
    bench.app.help.callStaff()
    bench.wait(REACHED_MS / 1000 - 0.1)
    assert bench.app.help.call == "sent"
    bench.wait(0.2)
    assert (bench.app.help.call, calls.closed) == ("away", [calls.rung[0][0]])
    bench.app.help.goBack()
    bench.app.help.callStaff()
    assert len(calls.rung) == 2


def test_nobody_else_sees_her_page_while_staff_are_called(bench: Bench, shop: KioskShop, calls: HeardCalls) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.openHelp()
    bench.app.help.callStaff()
    calls.tell(bench, CallState.RINGING)
    bench.wait((QUIET_MS + COUNTDOWN_MS) / 1000)
    assert (bench.app.page, bench.app.help.call, calls.closed) == ("help", "ringing", [])
    assert bench.app.session.home is None
    bench.app.help.goBack()
    bench.app.help.goBack()
    assert bench.app.page == "attract"


def test_a_card_shown_while_waiting_keeps_the_call_and_another_ends_it(
    bench: Bench, shop: KioskShop, calls: HeardCalls
) -> None:
    bench.app.openHelp()
    bench.app.help.callStaff()
    calls.tell(bench, CallState.RINGING)
    bench.app.scan(shop.hana.code)
    assert (bench.app.page, bench.app.help.call, calls.closed) == ("help", "ringing", [])
    bench.app.scan(shop.beni.code)
    assert (bench.app.page, bench.app.help.call, len(calls.closed)) == ("home", "", 1)


def test_the_attract_page_speaks_its_own_language_again_after_a_call(
    bench: Bench, shop: KioskShop, calls: HeardCalls
) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.toggleLocale()
    bench.app.openHelp()
    bench.app.help.callStaff()
    calls.tell(bench, CallState.RINGING)
    bench.wait((QUIET_MS + COUNTDOWN_MS) / 1000)
    assert (bench.app.page, bench.app.locale) == ("help", "en")
    bench.app.help.goBack()
    bench.app.help.goBack()
    assert bench.app.page == "attract"
    bench.wait(QUIET_MS / 1000)
    assert bench.app.locale == "ja"


@pytest.mark.parametrize("leave", ["done", "waiting", "a card", "no card"])
def test_who_leaves_by_the_questions_leaves_nothing_behind_them(bench: Bench, shop: KioskShop, leave: str) -> None:
    bench.app.attract.join()
    bench.app.join.goForward()
    bench.app.join.type("ゑ")
    bench.app.openHelp()
    assert "ゑ" in everything_shown(bench)
    if leave == "done":
        bench.app.done()
    elif leave == "waiting":
        bench.wait(QUIET_MS / 1000)
    elif leave == "a card":
        bench.app.scan(shop.hana.code)
    else:
        bench.app.scan(shop.hana.code[:6] + "0000")
        bench.app.done()
    assert "ゑ" not in everything_shown(bench)


def test_who_calls_again_has_one_call(make_bench: Callable[..., Bench], device: OpenDevice, calls: HeardCalls) -> None:
    late = LateExecutor()
    device.storage.note_link(Link.ONLINE)
    bench = make_bench(late, change=lambda desk: replace(desk, calls=calls))
    late.work()
    bench.app.openHelp()
    bench.app.help.callStaff()
    bench.app.help.goBack()
    bench.app.help.callStaff()
    late.work()
    (first, _), (second, _) = calls.rung
    assert (bench.app.help.call, calls.closed) == ("sent", [first])
    bench.app.help.goBack()
    assert calls.closed == [first]
    late.work()
    assert calls.closed == [first, second]


def test_help_keeps_what_was_typed_and_no_pin(bench: Bench, shop: KioskShop) -> None:
    bench.app.attract.join()
    bench.app.join.goForward()
    bench.app.join.type("も")
    bench.app.openHelp()
    bench.app.help.goBack()
    assert (bench.app.page, bench.app.join.typed) == ("join", "も")
    bench.app.scan(shop.hana.code)
    entry = PinEntry(choosing=True, digits="12", first="3456")
    bench.app.show(replace(bench.app.session, page=KioskPage.PIN, pin=entry))
    bench.app.openHelp()
    bench.app.help.goBack()
    assert (bench.app.page, bench.app.session.pin) == ("pin", PinEntry(choosing=True))


def test_nothing_covers_a_turn_on_its_way(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    bench.app.wheel.turn("sun")
    assert not bench.app.helpable
    bench.app.openHelp()
    assert bench.app.page == "wheel"


def win_with_a_bell(bench: Bench, shop: KioskShop) -> AwardView:
    """Let the drum give hana a prize that rings."""
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    bench.turn()
    results = bench.app.session.results
    assert results is not None
    won = results.steps[0][0]
    rings = replace(won, prize=replace(won.prize, key="gold", rings=True))
    bench.app.show(with_results(bench.app.session, Origin.TURNS, (rings,)))
    return rings


@pytest.mark.parametrize("told", [None, CallState.UNANSWERED, CallState.DONE])
def test_a_bell_that_nobody_heard_is_asked_for_no_more(
    bench: Bench, shop: KioskShop, calls: HeardCalls, told: CallState | None
) -> None:
    win_with_a_bell(bench, shop)
    if told is None:
        bench.wait(REACHED_MS / 1000)
    else:
        calls.tell(bench, told)
    bench.wait(1)
    assert calls.closed == [call_id for call_id, _ in calls.rung if told is not CallState.DONE]
    assert (len(calls.rung), bench.app.result.bell) == (1, "")


def test_a_prize_that_rings_calls_staff(bench: Bench, shop: KioskShop, calls: HeardCalls) -> None:
    rings = win_with_a_bell(bench, shop)
    assert [(step.why, step.about) for _, step in calls.rung] == [(CallReason.PRIZE, "gold")]
    assert bench.app.result.bell == ""
    calls.tell(bench, CallState.RINGING)
    assert bench.app.result.bell == "ringing"
    calls.tell(bench, CallState.COMING, "Sato")
    assert (bench.app.result.bell, bench.app.result.bellName) == ("coming", "Sato")
    bench.app.done()
    assert calls.closed == []
    # The next one looks at a prize of her own that waits: nobody comes for that.
    bench.app.scan(shop.beni.code)
    bench.app.show(with_results(bench.app.session, Origin.WAITING, (rings,)))
    bench.app.refresh()
    assert bench.app.result.bell == ""
