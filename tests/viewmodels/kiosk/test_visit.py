"""Visits at the kiosk, over a real device: the usual way and the wrong ones."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from shared.application.identify import Greeted, IdentifyMember
from shared.application.ports import DeviceMending, DeviceNotReady, DeviceRevoked
from shared.domain.codes import CodeKind, mint
from shared.domain.text import EVERYWHERE
from shared.qt.jobs import InlineExecutor
from shared.storage.device_schema import loading
from shared.storage.faults import DiskFault
from shared.sync.device import OpenDevice
from shared.wire.feed import PROGRAMME_SCOPE, AggregateKind, Audience, FeedRow, store_scope
from shared.wire.json import encode
from tests.kiosk_shop import GIVEN_TURNS, KioskShop
from tests.viewmodels.kiosk.conftest import Bench, prize_rows

TURNS = GIVEN_TURNS + 1
"""Those that were given, and the one for the first visit of the day."""


class LateExecutor(InlineExecutor):
    """Does the work when told to, and not before."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        future: Future[Any] = Future()
        self._waiting.append((future, lambda: fn(*args, **kwargs)))
        return future

    def work(self) -> None:
        """Do all that waits."""
        waiting, self._waiting = self._waiting, []
        for future, call in waiting:
            future.set_result(call())


def everything_shown(bench: Bench) -> str:
    """Write down all that the view models hold."""
    app = bench.app
    pages = (app.attract, app.home, app.wheel, app.result, app.problem, app.pad, app.join, app.receipt)
    more = (app.challenges, app.hunt, app.finished, app.help, app.rewards, app.memberPin)
    held = [vars(page) for page in (*pages, *more)]
    models = (app.home.rows, app.home.facets, app.wheel.counts, app.wheel.facets, app.join.purposes)
    rows = [model.rows for model in (*models, app.challenges.rows, app.hunt.rows, app.help.rows, app.rewards.rows)]
    return repr((app.session, held, rows))


def test_a_card_opens_its_members_page(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    assert bench.app.page == "home"
    assert bench.app.home.nickname == "hana"
    assert bench.app.home.turns == TURNS
    assert bench.app.home.campaign == "Spring draw"
    assert bench.sounds == ["scan"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://example.com/", "foreign"),
        ("4901234567894", "foreign"),
        ("GP-M-HM5M5Z0JSVNPZYK", "damaged"),
        (mint(CodeKind.MEMBER, bytes(16)), "noted"),
        (mint(CodeKind.VOUCHER, bytes(91)), "voucher"),
        (mint(CodeKind.HUNT_SPOT, bytes(16)), "poster_unknown"),
        ("", "foreign"),
    ],
)
def test_what_is_no_card_of_hers_has_its_own_page(bench: Bench, text: str, kind: str) -> None:
    bench.app.scan(text)
    assert (bench.app.page, bench.app.problem.kind, bench.app.problem.inSession) == ("problem", kind, False)
    assert bench.sounds == ["knock"]
    bench.app.problem.goOn()
    assert bench.app.page == "attract"


def test_a_former_card_and_a_badge_have_their_own_pages(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.chika_before)
    assert bench.app.problem.kind == "replaced"
    bench.app.scan(shop.badge)
    assert bench.app.problem.kind == "badge"


def test_her_own_card_again_changes_nothing(bench: Bench, shop: KioskShop, qtbot: QtBot) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    before = bench.app.session
    with qtbot.assertNotEmitted(bench.app.pageChanged), qtbot.assertNotEmitted(bench.app.home.nicknameChanged):
        bench.app.scan(shop.hana.code)
    assert bench.app.session == before


def test_another_members_card_ends_the_session_and_opens_hers(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.toggleEasy()
    bench.app.scan(shop.beni.code)
    assert (bench.app.page, bench.app.home.nickname, bench.app.easy) == ("home", "beni", False)
    assert "hana" not in everything_shown(bench)


def test_a_foreign_code_in_mid_session_costs_nothing(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.scan("https://example.com/")
    assert bench.app.problem.inSession
    bench.app.problem.goOn()
    assert (bench.app.page, bench.app.home.nickname) == ("home", "hana")


def test_an_unknown_card_in_mid_session_is_somebody_elses(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.scan(mint(CodeKind.MEMBER, bytes(16)))
    assert (bench.app.page, bench.app.problem.inSession) == ("problem", False)
    assert "hana" not in everything_shown(bench)


def test_the_same_card_too_soon_waits_a_moment(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.done()
    bench.app.scan(shop.hana.code)
    assert (bench.app.problem.kind, bench.app.problem.waitSeconds) == ("too_soon", 3)
    bench.wait(3)
    bench.app.scan(shop.hana.code)
    assert bench.app.page == "home"


def test_nothing_moves_before_the_turn_is_recorded(make_bench: Callable[..., Bench], shop: KioskShop) -> None:
    executor = LateExecutor()
    bench = make_bench(executor)
    executor.work()
    bench.app.scan(shop.hana.code)
    assert (bench.app.asking, bench.app.page) == (True, "attract")
    executor.work()
    bench.app.home.openWheel()
    executor.work()
    bench.app.wheel.turn("sun")
    bench.app.wheel.turn("moon")
    assert (bench.app.wheel.recording, bench.app.wheel.turning) == (True, False)
    executor.work()
    assert (bench.app.wheel.recording, bench.app.wheel.turning) == (False, True)
    assert len(bench.app.wheel.kinds) == 1


def test_a_turn_takes_one_ball_and_one_ticket(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    before = bench.app.wheel.ballsLeft
    bench.app.wheel.turn("sun")
    assert (bench.app.wheel.turning, bench.app.wheel.ballsLeft) == (True, before)
    bench.app.wheel.ballFallen(0)
    assert bench.app.wheel.ballsLeft == before - 1
    (kind,) = bench.app.wheel.kinds
    assert bench.app.wheel.facets.rows[bench.app.wheel.facet].ball == kind
    bench.app.wheel.finished()
    assert (bench.app.page, bench.app.result.ball, bench.app.result.turnsLeft) == ("result", kind, TURNS - 1)
    assert bench.sounds[-1] in {"win", "handbell"}


def test_every_turn_can_be_taken_one_by_one(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    for left in range(TURNS - 1, -1, -1):
        bench.turn()
        assert bench.app.result.turnsLeft == left
        if left:
            bench.app.result.again()
            assert (bench.app.page, bench.app.wheel.turnsUsable) == ("wheel", left)
    bench.app.result.goHome()
    assert (bench.app.page, bench.app.home.turns) == ("home", 0)
    bench.app.home.openWheel()
    assert bench.app.problem.kind == "no_turns"


def test_all_turns_in_one_go(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    bench.app.wheel.setAllTurns(True)
    bench.app.wheel.turn("moon")
    assert len(bench.app.wheel.kinds) == TURNS
    for index in range(TURNS):
        bench.app.wheel.ballFallen(index)
    bench.app.wheel.finished()
    seen = []
    for _ in range(bench.app.result.steps):
        seen.append(bench.app.result.voucherCode)
        bench.app.result.next()
    vouchers = [code for code in seen if code]
    assert len(set(vouchers)) == len(vouchers)
    bench.app.result.goHome()
    assert (bench.app.home.turns, len(prize_rows(bench.app))) == (0, len(vouchers))


def test_a_waiting_prize_shows_its_voucher_again(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    bench.app.wheel.setAllTurns(True)
    bench.turn()
    bench.app.result.goHome()
    bench.app.home.openRow(prize_rows(bench.app)[0])
    assert (bench.app.page, bench.app.result.origin) == ("result", "waiting")
    assert bench.app.result.voucherCode.startswith("GP-V-")
    assert (bench.app.result.counter, len(bench.app.result.until)) == ("Counter, ground floor", 10)
    bench.app.home.openRow(99)
    assert bench.app.result.origin == "waiting"


def test_power_lost_in_mid_turn_shows_the_award_at_the_next_visit(
    make_bench: Callable[..., Bench], shop: KioskShop
) -> None:
    lost = make_bench()
    lost.app.scan(shop.hana.code)
    lost.app.home.openWheel()
    lost.app.wheel.turn("sun")
    (kind,) = lost.app.wheel.kinds
    again = make_bench()
    again.app.scan(shop.hana.code)
    assert (again.app.page, again.app.result.origin, again.app.result.ball) == ("result", "last_visit", kind)
    again.app.result.goHome()
    assert again.app.home.turns == TURNS - 1
    again.app.done()
    again.wait(3)
    again.app.scan(shop.hana.code)
    assert again.app.page == "home"


def test_another_card_in_mid_turn_opens_her_page_and_loses_nothing(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    bench.app.wheel.turn("sun")
    bench.app.scan(shop.beni.code)
    assert (bench.app.page, bench.app.home.nickname, bench.app.wheel.turning) == ("home", "beni", False)
    bench.app.wheel.finished()
    assert bench.app.page == "home"
    bench.app.done()
    bench.wait(3)
    bench.app.scan(shop.hana.code)
    assert bench.app.result.origin == "last_visit"


def test_a_foreign_code_does_not_stop_a_turning_drum(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    bench.app.wheel.turn("sun")
    bench.app.scan("https://example.com/")
    assert (bench.app.page, bench.app.wheel.turning) == ("wheel", True)


def test_a_motion_that_never_ends_shows_its_result(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    bench.app.wheel.turn("sun")
    bench.wait(21)
    assert bench.app.page == "result"


def test_a_member_number_is_typed(bench: Bench, shop: KioskShop) -> None:
    bench.app.openPad()
    bench.app.pad.enter()
    assert bench.app.page == "pad"
    for digit in f"{shop.beni.number}9x":
        bench.app.pad.type(digit)
    assert (bench.app.pad.digits, bench.app.pad.complete) == (shop.beni.number, True)
    bench.app.pad.enter()
    assert (bench.app.page, bench.app.home.nickname) == ("home", "beni")
    assert (bench.app.home.cardShown, bench.app.home.turns) == (False, 0)
    bench.app.scan(shop.beni.code)
    assert (bench.app.page, bench.app.home.nickname, bench.app.home.cardShown) == ("home", "beni", True)
    assert bench.app.home.turns > 0


def test_a_wrong_digit_is_noticed_on_the_pad(bench: Bench, shop: KioskShop) -> None:
    bench.app.openPad()
    wrong = f"{shop.beni.number[:-1]}{(int(shop.beni.number[-1]) + 1) % 10}"
    for digit in wrong:
        bench.app.pad.type(digit)
    bench.app.pad.enter()
    assert (bench.app.page, bench.app.pad.wrong, bench.app.pad.digits) == ("pad", True, wrong)
    bench.app.pad.backspace()
    assert (bench.app.pad.wrong, len(bench.app.pad.digits)) == (False, 11)
    bench.app.pad.clear()
    assert bench.app.pad.digits == ""


def test_an_idle_page_counts_down_hides_its_figures_and_closes(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.wait(29)
    assert (bench.app.countdown, bench.app.home.masked) == (0, False)
    bench.wait(1)
    assert (bench.app.countdown, bench.app.countdownTotal, bench.app.home.masked) == (20, 20, True)
    bench.app.touched()
    assert (bench.app.countdown, bench.app.home.masked) == (0, False)
    bench.wait(49)
    assert bench.app.countdown == 1
    bench.wait(1)
    assert bench.app.page == "attract"
    assert "hana" not in everything_shown(bench)


def test_the_easy_view_is_three_times_as_patient(bench: Bench, shop: KioskShop) -> None:
    bench.app.toggleEasy()
    bench.app.scan(shop.hana.code)
    assert bench.app.easy
    bench.wait(89)
    assert bench.app.countdown == 0
    bench.wait(1)
    assert bench.app.countdown == 60
    bench.wait(60)
    assert (bench.app.page, bench.app.easy) == ("attract", False)


def test_a_result_stays_for_half_a_minute(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    bench.turn()
    bench.wait(29)
    assert bench.app.page == "result"
    bench.wait(1)
    assert bench.app.page == "attract"


def test_the_language_is_hers_and_the_shops_again_afterwards(bench: Bench, shop: KioskShop) -> None:
    bench.app.toggleLocale()
    bench.app.scan(shop.hana.code)
    assert bench.app.locale == "en"
    bench.app.done()
    assert bench.app.locale == "ja"
    bench.app.toggleLocale()
    bench.wait(30)
    assert bench.app.locale == "ja"
    bench.app.toggleLocale()
    bench.app.toggleLocale()
    bench.wait(30)
    assert not bench.app.session.locale_chosen


def test_nothing_personal_is_left_after_done(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    bench.turn()
    bench.app.done()
    left = everything_shown(bench)
    assert not [word for word in ("hana", shop.hana.member_id, "GP-V-", shop.hana.number) if word in left]


def test_a_disk_that_refuses_has_a_kind_page_and_keeps_the_turn(
    bench: Bench, shop: KioskShop, caplog: pytest.LogCaptureFixture
) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    bench.switch.fault = DiskFault("full")
    bench.app.wheel.turn("sun")
    assert (bench.app.page, bench.app.problem.kind) == ("problem", "disk")
    bench.switch.fault = None
    bench.app.problem.goOn()
    assert (bench.app.page, bench.app.home.turns) == ("home", TURNS)
    assert "failed" in caplog.text


def test_before_the_first_programme_it_gets_ready(bench: Bench, shop: KioskShop) -> None:
    bench.switch.fault = DeviceNotReady()
    bench.app.refresh()
    assert bench.app.page == "setup"
    bench.app.scan(shop.hana.code)
    assert bench.app.page == "setup"
    bench.switch.fault = None
    bench.wait(60)
    assert bench.app.page == "attract"


def test_while_the_first_members_come_in_it_gets_ready_and_says_how_far(
    bench: Bench, device: OpenDevice, shop: KioskShop
) -> None:
    storage = device.storage
    scope = store_scope(device.enrolment.store_id, Audience.KIOSK)
    with storage._engine.begin() as connection:
        row = {"scope": scope, "position": 9, "token": "t", "chunks": 4, "members": 900, "done": 3, "fresh": True}
        connection.execute(loading.insert().values(row))
    bench.app.refresh()
    assert (bench.app.page, bench.app.arriving) == ("setup", 75)
    bench.app.scan(shop.hana.code)
    assert bench.app.page == "setup"
    with storage._engine.begin() as connection:
        connection.execute(loading.update().values(fresh=False))
    bench.app.refresh()
    assert (bench.app.page, bench.app.arriving) == ("attract", -1)
    storage.drop_loading(scope)


def test_a_kiosk_that_is_shut_out_ends_the_visit_and_says_so(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.switch.fault = DeviceRevoked()
    bench.app.refresh()
    assert (bench.app.page, bench.app.outage) == ("setup", "revoked")
    assert bench.app.session.home is None
    bench.app.scan(shop.hana.code)
    assert bench.app.page == "setup"


def test_a_kiosk_whose_memory_is_mended_says_so_and_opens_again(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.switch.fault = DeviceMending()
    bench.app.refresh()
    assert (bench.app.page, bench.app.outage) == ("setup", "mending")
    assert bench.app.session.home is None
    bench.switch.fault = None
    bench.app.refresh()
    assert (bench.app.page, bench.app.outage) == ("attract", "")


def test_a_full_disk_closes_the_kiosk_when_the_visit_is_over_until_there_is_room(
    bench: Bench, shop: KioskShop, device: OpenDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.app.scan(shop.hana.code)
    with monkeypatch.context() as patched:
        patched.setattr("shared.storage.device_storage.FREE_BYTES_NEEDED", 1 << 62)
        bench.app.home.openWheel()
        bench.app.wheel.turn("sun")
        assert (bench.app.page, bench.app.problem.kind) == ("problem", "disk")
        bench.app.done()
        assert (bench.app.page, bench.app.outage) == ("setup", "disk_full")
        bench.app.scan(shop.hana.code)
        assert bench.app.page == "setup"
    bench.wait(60)
    assert (bench.app.page, bench.app.outage) == ("attract", "")


def test_a_disk_that_can_not_be_read_closes_the_kiosk(bench: Bench) -> None:
    bench.switch.fault = DiskFault("locked")
    bench.app.refresh()
    assert (bench.app.page, bench.app.outage) == ("setup", "disk_shut")
    bench.switch.fault = None
    bench.wait(60)
    assert bench.app.page == "attract"


def test_news_from_the_centre_changes_an_open_page(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    answer = IdentifyMember(bench.desk)(shop.hana.code)
    assert isinstance(answer, Greeted)
    bench.app.refresh()
    assert (bench.app.page, bench.app.home.turns) == ("home", answer.home.turns[0].usable)


def test_a_draw_that_is_stopped_ends_where_somebody_stands_before_it(
    bench: Bench, shop: KioskShop, device: OpenDevice
) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.home.openWheel()
    assert bench.app.page == "wheel"
    with device.desk.storage.read() as transaction:
        programme = transaction.programme
    wheels = tuple(replace(wheel, stopped_in=(EVERYWHERE,)) for wheel in programme.wheels)
    stopped = replace(programme, version=programme.version + 1, wheels=wheels)
    here = device.storage.position(PROGRAMME_SCOPE).position + 1
    kind, key = AggregateKind.PROGRAMME, str(stopped.version)
    row = FeedRow(PROGRAMME_SCOPE, here, "0" * 32, kind, key, stopped.version, encode(stopped))
    device.storage.take_in(PROGRAMME_SCOPE, (row,))
    bench.app.refresh()
    assert (bench.app.page, bench.app.problem.kind) == ("problem", "ended")
    bench.app.problem.goOn()
    assert (bench.app.page, bench.app.home.hasCampaign) == ("home", False)
