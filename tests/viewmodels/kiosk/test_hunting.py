"""A hunt at the kiosk: posters before and after the card, symbols, what does not count, and the finale."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.viewmodels.hunt import HuntProps, derive_hunt, spot_rows
from kiosk.viewmodels.problem import derive_problem
from kiosk.viewmodels.session import HuntLook, HuntNote, Problem, ProblemKind, Session
from shared.application.views import CampaignState
from shared.domain.calendar import programme_day
from shared.domain.hunts import HuntSymbol
from tests.domain.small_shop import BENCH, GARDEN, HUNT, STAIRS, STORE, small_hunt
from tests.gallery.kiosk import HUNT as DEMO_HUNT
from tests.gallery.kiosk import home, hunt
from tests.kiosk_shop import KioskShop, build
from tests.viewmodels.kiosk.conftest import Bench
from tests.viewmodels.kiosk.test_receipts import printed

TODAY = datetime.now(UTC).date()
RUNNING = small_hunt(
    ordered=True, wrong_symbols=2, starts_on=TODAY - timedelta(days=30), ends_on=TODAY + timedelta(days=30)
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> KioskShop:
    return build(tmp_path_factory.mktemp("hunt-shop"), RUNNING)


@pytest.fixture
def bench(qapp: QGuiApplication, shop: KioskShop, tmp_path: Path) -> Iterator[Bench]:
    device = shop.open_copy(tmp_path / "kiosk")
    yield Bench(device)
    device.close()


def period(bench: Bench) -> int:
    return RUNNING.period(programme_day(bench.clock.now(), "Asia/Tokyo"))


def poster(bench: Bench, shop: KioskShop, spot: str, later: int = 0) -> str:
    return shop.poster(RUNNING, spot, period(bench) + later)


def right(bench: Bench, spot: str) -> str:
    return RUNNING.symbols(STORE, period(bench), bench.desk.code_hash)[spot].value


def wrong(bench: Bench, spot: str) -> str:
    return next(symbol for symbol in HuntSymbol if symbol != right(bench, spot)).value


def test_a_poster_waits_for_the_card_and_then_counts(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(poster(bench, shop, BENCH))
    assert (app.page, app.problem.kind, app.problem.joining) == ("problem", "poster_card", True)
    app.scan(shop.hana.code)
    assert (app.page, app.hunt.note, app.hunt.noted, app.hunt.figure) == ("hunt", "found", BENCH, 1)
    assert bench.sounds[-1] == "win"
    app.scan(poster(bench, shop, BENCH))
    assert (app.page, app.hunt.note, app.hunt.figure) == ("hunt", "known", 1)


@pytest.mark.parametrize("by_number", [False, True])
def test_a_receipt_and_a_poster_both_wait_for_the_card(bench: Bench, shop: KioskShop, by_number: bool) -> None:
    app = bench.app
    app.scan(poster(bench, shop, BENCH))
    app.scan(printed(bench))
    assert app.problem.kind == "receipt_card"
    if by_number:
        app.scan(shop.hana.number)
        assert app.problem.kind == "receipt_card"
    app.scan(shop.hana.code)
    assert (app.page, app.receipt.turns) == ("receipt", 2)
    app.receipt.goOn()
    assert (app.page, app.session.receipt, app.session.poster) == ("home", None, None)
    app.home.openRow(0)
    app.challenges.choose(0)
    app.challenges.openHunt()
    assert (app.page, app.hunt.figure) == ("hunt", 1)


def test_a_number_shows_and_finds_nothing(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.openPad()
    for digit in shop.hana.number:
        app.pad.type(digit)
    app.pad.enter()
    assert app.page == "home"
    app.scan(poster(bench, shop, BENCH))
    assert app.problem.kind == "poster_card"
    app.scan(shop.hana.code)
    assert (app.page, app.hunt.figure) == ("hunt", 1)


def test_the_whole_way_by_codes_and_by_symbol_to_the_finale(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    app.home.openRow(0)
    app.challenges.choose(0)
    assert app.challenges.openedHunt
    app.challenges.openHunt()
    assert (app.page, app.hunt.figure, app.hunt.target) == ("hunt", 0, 3)
    app.hunt.choose(2)
    assert app.hunt.asked == -1
    app.hunt.choose(0)
    assert (app.hunt.asked, app.hunt.hint) == (0, f"Near the {BENCH}")
    app.hunt.tap(right(bench, BENCH))
    assert (app.hunt.asked, app.hunt.note, app.hunt.figure) == (-1, "found", 1)
    app.scan(poster(bench, shop, STAIRS))
    assert (app.page, app.problem.kind, app.problem.place) == ("problem", "spot_early", f"Near the {GARDEN}")
    app.scan(poster(bench, shop, GARDEN))
    app.scan(poster(bench, shop, STAIRS))
    assert (app.page, app.finished.name, app.finished.points) == ("finished", RUNNING.name.en, 50)
    app.finished.goOn()
    assert app.page == "home"
    app.scan(poster(bench, shop, STAIRS))
    assert (app.page, app.hunt.note, app.hunt.open) == ("hunt", "known", False)
    app.hunt.goBack()
    assert (app.page, app.challenges.opened) == ("challenges", 0)


def test_guessing_symbols_ends_and_codes_go_on(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    app.show(replace(app.session, hunt=HuntLook(HUNT)))
    app.home.openRow(0)
    app.challenges.choose(0)
    app.challenges.openHunt()
    app.hunt.choose(0)
    app.hunt.tap("no symbol")
    assert app.hunt.tries == 2
    app.hunt.tap(wrong(bench, BENCH))
    assert (app.hunt.asked, app.hunt.note, app.hunt.tries) == (0, "wrong", 1)
    app.hunt.tap(wrong(bench, BENCH))
    assert (app.hunt.asked, app.hunt.note, app.hunt.tries) == (-1, "codes", 0)
    app.hunt.choose(0)
    assert (app.hunt.asked, app.hunt.note) == (-1, "codes")
    app.done()
    bench.wait(60)
    app.scan(shop.hana.code)
    app.scan(poster(bench, shop, BENCH))
    assert (app.hunt.note, app.hunt.figure) == ("found", 1)


@pytest.mark.parametrize("later", [-1, 1])
def test_posters_of_other_days_are_told_so_and_end_nothing(bench: Bench, shop: KioskShop, later: int) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    app.scan(poster(bench, shop, BENCH, later))
    assert (app.page, app.problem.kind, app.problem.inSession) == ("problem", "poster_over", True)
    assert bench.sounds[-1] == "knock"
    app.problem.goOn()
    assert app.page == "home"


def test_nothing_of_her_hunt_stays(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    app.scan(poster(bench, shop, BENCH))
    app.done()
    assert (app.page, app.hunt.name, app.hunt.rows.rowCount(), app.session.poster) == ("attract", "", 0, None)
    app.scan(poster(bench, shop, GARDEN))
    app.done()
    assert app.session.poster is None


SHOWN = Session(home=replace(home(0), campaigns=(hunt("tea", misses=1),)), hunt=HuntLook(DEMO_HUNT))


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        (SHOWN, {"figure": 1, "target": 3, "asked": -1, "note": "", "tries": 2, "open": True}),
        (replace(SHOWN, hunt=HuntLook(DEMO_HUNT, "window")), {"asked": 1, "hint": "入口を見守っています。"}),
        (
            replace(SHOWN, hunt=HuntLook(DEMO_HUNT, "", HuntNote.FOUND, "tea"), locale="en"),
            {"note": "found", "noted": "Tea shelf", "name": "The three lucky cats"},
        ),
        (
            replace(SHOWN, home=replace(home(0), campaigns=(hunt("tea", state=CampaignState.GIVEN),))),
            {"open": False, "tries": 3},
        ),
    ],
)
def test_the_page_says_how_far_she_is(session: Session, expected: dict[str, object]) -> None:
    props = derive_hunt(session)
    assert {name: getattr(props, name) for name in expected} == expected


def test_without_a_hunt_or_a_member_there_is_nothing_to_say() -> None:
    for session in (Session(), replace(SHOWN, hunt=HuntLook("gone")), replace(SHOWN, home=None)):
        assert (derive_hunt(session), spot_rows(session)) == (HuntProps(), ())


def test_a_spot_tells_its_name_when_it_is_found_and_its_hint_when_it_is_next() -> None:
    ordered = replace(SHOWN, home=replace(home(0), campaigns=(hunt("tea", ordered=True),)), locale="en")
    rows = [(row.number, row.name, row.hint, row.found, row.locked) for row in spot_rows(ordered)]
    assert rows == [
        (1, "Tea shelf", "Where it smells of roasted leaves.", True, False),
        (2, "", "It watches who comes in.", False, False),
        (3, "", "", False, True),
    ]
    assert not any(row.locked for row in spot_rows(SHOWN))


@pytest.mark.parametrize(("locale", "said"), [("en", "The three lucky cats"), ("ja", "招き猫をさがせ")])
def test_what_the_programme_says_of_a_problem_follows_the_language(locale: str, said: str) -> None:
    problem = Problem(ProblemKind.SPOT_EARLY, "elsewhere", said=hunt().campaign.name)
    assert derive_problem(Session(locale=locale, problem=problem)).place == said
