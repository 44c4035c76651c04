"""Receipts at the kiosk's screen: with the card before or after, once, and what does not count told kindly."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from shared.domain.calendar import programme_day
from shared.domain.receipts import ReceiptCode, write_receipt
from tests.domain.small_shop import RECEIPTS, STORE
from tests.kiosk_shop import KioskShop
from tests.viewmodels.kiosk.conftest import Bench
from tests.viewmodels.kiosk.test_visit import TURNS, LateExecutor


def printed(bench: Bench, number: int = 1, amount_yen: int | None = 2_200, days_ago: int = 0) -> str:
    """Return what a till prints."""
    day = programme_day(bench.clock.now(), "Asia/Tokyo") - timedelta(days=days_ago)
    form = RECEIPTS.codes[0 if amount_yen is not None else 1]
    return write_receipt(form, "01", ReceiptCode(STORE, "1", day, f"{number:04d}", amount_yen))


def test_a_receipt_after_the_card_brings_its_turns(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    app.scan(printed(bench))
    assert (app.page, app.receipt.turns, app.receipt.points) == ("receipt", 2, 20)
    assert (app.receipt.capped, app.receipt.canTurn) == (False, True)
    assert bench.sounds == ["scan", "win"]
    app.receipt.goOn()
    assert (app.page, app.home.turns, app.home.pendingPoints) == ("home", TURNS + 2, 20)


def test_the_wheel_is_one_tap_away(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(shop.beni.code)
    bench.app.scan(printed(bench, amount_yen=1_100))
    bench.app.receipt.openWheel()
    assert bench.app.page == "wheel"
    bench.turn()
    assert bench.app.page == "result"


def test_a_receipt_before_the_card_is_kept_for_it(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(printed(bench))
    assert (app.page, app.problem.kind, app.problem.inSession) == ("problem", "receipt_card", False)
    assert bench.sounds == ["scan"]
    app.scan(shop.hana.code)
    assert (app.page, app.receipt.turns) == ("receipt", 2)
    assert app.session.receipt is None


def test_a_number_is_not_enough(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(shop.hana.number)
    app.scan(printed(bench))
    assert (app.page, app.problem.kind, app.problem.inSession) == ("problem", "receipt_card", True)
    app.scan(shop.hana.code)
    assert (app.page, app.receipt.turns) == ("receipt", 2)
    app.done()
    app.scan(printed(bench, 2))
    app.openPad()
    app.scan(shop.beni.number)
    assert (app.page, app.problem.kind) == ("problem", "receipt_card")


def test_who_walks_away_leaves_no_receipt_behind(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(printed(bench))
    bench.wait(31)
    assert (app.page, app.session.receipt) == ("attract", None)
    app.scan(printed(bench))
    app.problem.goOn()
    app.scan(shop.hana.code)
    assert app.page == "home"


def test_a_card_that_does_not_count_takes_the_receipt_along(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(printed(bench))
    app.scan(shop.chika_before)
    assert (app.problem.kind, app.session.receipt) == ("replaced", None)
    app.scan(shop.hana.code)
    assert app.page == "home"


def test_a_damaged_card_does_not(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(printed(bench))
    bench.app.scan(shop.hana.code[:-3])
    assert bench.app.problem.kind == "damaged"
    bench.app.scan(shop.hana.code)
    assert bench.app.page == "receipt"


@pytest.mark.parametrize(
    ("receipts", "kind", "limit"),
    [
        ([(1, 0), (1, 0)], "receipt_known", 0),
        ([(1, 8)], "receipt_old", 7),
        ([(1, -2)], "receipt_to_come", 7),
        ([(1, 0), (2, 0), (3, 0), (4, 0)], "receipt_limit", 3),
    ],
)
def test_what_does_not_count_says_why_and_goes_back(
    bench: Bench, shop: KioskShop, receipts: list[tuple[int, int]], kind: str, limit: int
) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    for number, days_ago in receipts:
        app.scan(printed(bench, number, days_ago=days_ago))
    assert (app.page, app.problem.kind, app.problem.inSession, app.problem.limit) == ("problem", kind, True, limit)
    assert bench.sounds[-1] == "knock"
    app.problem.goOn()
    assert app.page == "home"


def test_a_receipt_of_another_shop(bench: Bench, shop: KioskShop) -> None:
    bench.app.scan(printed(bench).replace("T01", "T77"))
    assert (bench.app.problem.kind, bench.app.session.receipt) == ("receipt_elsewhere", None)


def test_the_caps_and_the_unknown_amount_are_told(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    app.scan(printed(bench, 1, None))
    assert (app.receipt.points, app.receipt.capped) == (-1, False)
    app.scan(printed(bench, 2, 5_000))
    app.scan(printed(bench, 3, 5_000))
    assert (app.receipt.turns, app.receipt.capped) == (0, True)


def test_a_prize_that_was_looked_at_is_still_there_behind_the_receipt(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    app.home.openWheel()
    bench.turn()
    app.scan(printed(bench))
    assert app.page == "receipt"
    app.receipt.goOn()
    assert app.page == "result"


def test_a_running_turn_is_not_disturbed(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    app.home.openWheel()
    app.wheel.turn("sun")
    app.scan(printed(bench))
    assert (app.page, bench.sounds[-1]) == ("wheel", "knock")
    app.wheel.finished()
    app.scan(printed(bench))
    assert app.page == "receipt"


def test_who_left_while_it_was_recorded_is_not_shown_to_the_next(
    make_bench: Callable[..., Bench], shop: KioskShop
) -> None:
    executor = LateExecutor()
    bench = make_bench(executor)
    executor.work()
    bench.app.scan(shop.hana.code)
    executor.work()
    bench.app.scan(printed(bench))
    executor.work()
    bench.app.done()
    executor.work()
    assert (bench.app.page, bench.app.session.taken) == ("attract", None)
    bench.app.scan(shop.hana.code)
    executor.work()
    assert bench.app.problem.kind == "too_soon"
    bench.wait(4)
    bench.app.scan(shop.hana.code)
    executor.work()
    assert bench.app.home.pendingPoints == 20


def test_nothing_of_a_receipt_remains_after_a_session(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    app.scan(printed(bench))
    app.done()
    assert (app.receipt.turns, app.receipt.points, app.session.receipt, app.session.taken) == (0, 0, None, None)


def test_the_screen_that_invites_names_receipts(bench: Bench, shop: KioskShop) -> None:
    assert bench.app.attract.receipts
    bench.app.scan(shop.beni.code)
    assert bench.app.home.receipts
