"""Joining at the kiosk's screen, over a real device: the way to the card, the wrong turns, and nothing left behind."""

from collections.abc import Callable

import pytest

from shared.storage.faults import DiskFault
from tests.kiosk_shop import KioskShop
from tests.viewmodels.kiosk.conftest import Bench
from tests.viewmodels.kiosk.test_receipts import printed
from tests.viewmodels.kiosk.test_visit import LateExecutor, everything_shown

SECRETS = ("もものすけ", "09012345678", "19900503", "momo@example.com", "GP-M-")


def answers(bench: Bench, *typed: str) -> None:
    """Answer one question after the other; "" leaves it out."""
    for text in typed:
        for sign in text:
            bench.app.join.type(sign)
        bench.app.join.goForward()


def to_consents(bench: Bench, nickname: str = "もものすけ", birthday: str = "19900503") -> None:
    bench.app.attract.join()
    answers(bench, "", nickname, "09012345678", birthday, "momo@example.com")
    assert bench.app.join.step == "consents"


def join(bench: Bench) -> str:
    """Join, and return the card's code."""
    to_consents(bench)
    bench.app.join.agree("rules", True)
    bench.app.join.goForward()
    assert bench.app.page == "card"
    return bench.app.join.cardCode


def test_from_the_screen_that_invites_to_her_own_page(bench: Bench) -> None:
    app = bench.app
    assert app.attract.joining
    app.attract.join()
    assert (app.page, app.join.step, app.join.at, app.join.count) == ("join", "welcome", 0, 5)
    app.done()
    code = join(bench)
    assert (app.join.nickname, len(app.join.memberNumber)) == ("もものすけ", 14)
    app.join.goHome()
    assert (app.page, app.home.nickname, app.home.turns, app.home.cardShown) == ("home", "もものすけ", 1, True)
    app.done()
    bench.wait(4)
    app.scan(code)
    assert (app.page, app.home.nickname) == ("home", "もものすけ")


def test_each_question_says_how_far_it_is_and_back_keeps_what_was_typed(bench: Bench) -> None:
    app = bench.app
    app.attract.join()
    answers(bench, "", "もも")
    assert (app.join.step, app.join.at, app.join.optional) == ("phone", 2, True)
    answers(bench, "0901")
    assert (app.join.step, app.join.fault, app.join.optional) == ("phone", "phone", False)
    app.join.goBack()
    assert (app.join.step, app.join.typed) == ("nickname", "もも")
    assert "もも" in everything_shown(bench)
    app.join.goForward()
    assert (app.join.typed, app.join.fault) == ("0901", "")
    app.join.clear()
    app.join.goForward()
    assert app.join.step == "birthday"
    for _ in range(4):
        app.join.goBack()
    assert (app.page, app.join.step) == ("join", "welcome")


def test_a_child_joins_with_a_guardian_and_a_smaller_one_not_at_all(bench: Bench) -> None:
    app, year = bench.app, bench.clock.now().year
    app.attract.join()
    answers(bench, "", "もも", "", f"{year - 5}0101")
    assert (app.join.fault, app.join.youngestYears) == ("too_young", 12)
    app.join.clear()
    answers(bench, f"{year - 14}0101")
    assert (app.join.step, app.join.count, app.join.guardianBelowYears) == ("guardian", 6, 16)
    answers(bench, "", "")
    app.join.agree("rules", True)
    app.join.goForward()
    assert app.page == "card"


def test_nothing_is_ticked_beforehand_and_marketing_is_never_needed(bench: Bench) -> None:
    app = bench.app
    to_consents(bench)
    assert [(row.key, row.needed, row.agreed) for row in app.join.purposes.rows] == [
        ("rules", True, False), ("news", False, False),
    ]  # fmt: skip
    app.join.agree("news", True)
    app.join.goForward()
    assert (app.page, app.join.fault) == ("join", "consent")
    app.join.agree("rules", True)
    app.join.agree("news", False)
    assert app.join.fault == ""
    app.join.goForward()
    assert app.page == "card"


def nothing_is_left(bench: Bench) -> None:
    assert bench.app.session.joining is None
    shown = everything_shown(bench)
    assert [secret for secret in SECRETS if secret in shown] == []
    assert (bench.app.join.typed, bench.app.join.cardCode, bench.app.join.memberNumber) == ("", "", "")
    assert bench.app.join.purposes.rows == ()


@pytest.mark.parametrize("step", range(6))
def test_who_walks_away_in_the_middle_leaves_nothing(bench: Bench, step: int) -> None:
    bench.app.attract.join()
    answers(bench, *("", "もものすけ", "09012345678", "19900503", "momo@example.com")[:step])
    bench.wait(29)
    assert not bench.app.join.masked
    bench.wait(2)
    assert (bench.app.countdown, bench.app.join.masked) == (19, True)
    bench.wait(20)
    assert bench.app.page == "attract"
    nothing_is_left(bench)


def test_who_has_joined_and_walks_away_leaves_nothing(bench: Bench) -> None:
    join(bench)
    assert "momo@example.com" not in repr(vars(bench.app.join))
    bench.wait(51)
    assert bench.app.page == "attract"
    nothing_is_left(bench)


@pytest.mark.parametrize("leave", [lambda app: app.done(), lambda app: app.openPad()], ids=["done", "pad"])
def test_whatever_leads_away_wipes_it(bench: Bench, leave: Callable[[object], None]) -> None:
    to_consents(bench)
    leave(bench.app)
    assert bench.app.page != "join"
    nothing_is_left(bench)


def test_another_card_ends_it_at_once(bench: Bench, shop: KioskShop) -> None:
    to_consents(bench)
    bench.app.scan(shop.hana.code)
    assert (bench.app.page, bench.app.home.nickname) == ("home", "hana")
    nothing_is_left(bench)


def test_a_card_that_is_not_known_ends_it_too(bench: Bench, shop: KioskShop) -> None:
    to_consents(bench)
    bench.app.scan(shop.chika_before)
    assert bench.app.problem.kind == "replaced"
    nothing_is_left(bench)


@pytest.mark.parametrize("text", ["https://example.com/", "GP-M-HM5M5Z0JSVNPZYK", "4901234567894"])
def test_what_is_no_card_does_not_disturb_her(bench: Bench, text: str) -> None:
    to_consents(bench)
    bench.app.scan(text)
    assert (bench.app.page, bench.app.join.step, bench.sounds[-1]) == ("join", "consents", "knock")


def test_a_receipt_that_she_shows_meanwhile_counts_for_her(bench: Bench) -> None:
    bench.app.attract.join()
    bench.app.scan(printed(bench))
    assert (bench.app.page, bench.sounds[-1]) == ("join", "scan")
    answers(bench, "", "もも", "", "19900503", "")
    bench.app.join.agree("rules", True)
    bench.app.join.goForward()
    bench.app.join.goHome()
    assert (bench.app.page, bench.app.receipt.turns) == ("receipt", 2)


def test_who_shows_a_receipt_and_has_no_card_joins_for_it(bench: Bench) -> None:
    bench.app.scan(printed(bench))
    assert (bench.app.problem.kind, bench.app.problem.joining) == ("receipt_card", True)
    bench.app.problem.join()
    assert (bench.app.page, bench.app.join.step) == ("join", "welcome")
    answers(bench, "", "もも", "", "19900503", "")
    bench.app.join.agree("rules", True)
    bench.app.join.goForward()
    bench.app.join.goHome()
    assert (bench.app.page, bench.app.receipt.turns) == ("receipt", 2)


def test_joining_is_offered_to_those_alone_who_may_have_no_card(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan("https://example.com/")
    assert bench.app.problem.joining
    bench.app.scan(shop.chika_before)
    assert not bench.app.problem.joining
    bench.app.scan(shop.hana.code)
    bench.app.scan("https://example.com/")
    assert (bench.app.problem.kind, bench.app.problem.joining) == ("foreign", False)


def test_the_language_on_the_screen_is_hers(bench: Bench) -> None:
    bench.app.toggleLocale()
    to_consents(bench, "Momo")
    assert bench.app.join.locale == "en"
    bench.app.join.agree("rules", True)
    bench.app.join.goForward()
    bench.app.join.goHome()
    home = bench.app.session.home
    assert home is not None
    assert (home.locale, bench.app.locale) == ("en", "en")


def test_it_is_recorded_once_however_often_she_taps(make_bench: Callable[..., Bench]) -> None:
    executor = LateExecutor()
    bench = make_bench(executor)
    executor.work()
    to_consents(bench)
    bench.app.join.agree("rules", True)
    for _ in range(3):
        bench.app.join.goForward()
    assert bench.app.join.recording
    bench.app.join.type("x")
    bench.app.join.goBack()
    executor.work()
    assert bench.app.page == "card"


def test_who_leaves_while_it_is_recorded_is_not_shown_to_the_next(make_bench: Callable[..., Bench]) -> None:
    executor = LateExecutor()
    bench = make_bench(executor)
    executor.work()
    to_consents(bench)
    bench.app.join.agree("rules", True)
    bench.app.join.goForward()
    bench.app.done()
    executor.work()
    assert bench.app.page == "attract"
    nothing_is_left(bench)


def test_a_disk_that_refuses_is_a_kind_sentence(bench: Bench) -> None:
    to_consents(bench)
    bench.app.join.agree("rules", True)
    bench.switch.fault = DiskFault("full")
    bench.app.join.goForward()
    assert (bench.app.page, bench.app.problem.kind) == ("problem", "disk")
    nothing_is_left(bench)


def test_nobody_joins_in_somebody_s_session(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.hana.code)
    bench.app.attract.join()
    assert bench.app.page == "home"
