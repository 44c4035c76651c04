"""Challenges on the kiosk's screen: the nearest on her page, all of them, their rules, and what was just finished."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.viewmodels.challenges import challenge_row, derive_challenges
from kiosk.viewmodels.finished import FinishedProps, derive_finished
from kiosk.viewmodels.rows import HomeRow, home_rows
from kiosk.viewmodels.session import Daytime, KioskPage, Origin, Session, back_home, celebrated, greeted
from shared.application.views import CampaignState, CampaignView
from shared.domain.campaigns import Reached
from tests.domain.small_shop import small_programme, with_challenges
from tests.gallery.kiosk import VISIT, award, home
from tests.kiosk_shop import KioskShop
from tests.viewmodels.kiosk.conftest import Bench

CAMPAIGNS = with_challenges(small_programme()).campaigns


def view(at: int = 0, figure: int = 2, state: CampaignState = CampaignState.OPEN, badges: int = 0) -> CampaignView:
    return CampaignView(CAMPAIGNS[at], Reached(figure, 3, figure >= 3), state, date(2026, 4, 30), badges=badges)


def shown(*views: CampaignView, **changes: object) -> Session:
    session = replace(VISIT, locale="en", home=replace(home(1), campaigns=views))
    return replace(session, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("views", "row"),
    [
        ((), None),
        ((view(),), HomeRow(0, "challenge", "visits", "", "2026-04-30", 3, 2, "things", 2 / 3)),
        ((view(state=CampaignState.GIVEN, badges=1),), HomeRow(0, "challenge", share=1.0)),
        ((view(state=CampaignState.COMING),), HomeRow(0, "challenge", share=1.0)),
    ],
)
def test_the_home_page_tells_of_what_she_is_nearest_to(views: tuple[CampaignView, ...], row: HomeRow | None) -> None:
    rows = home_rows(replace(home(1), campaigns=views), (), "en")
    assert (rows[0] if rows else None) == row


def test_a_challenge_says_what_it_brings_and_asks() -> None:
    row = challenge_row(view(1, badges=2), "en")
    assert (row.name, row.about, row.rules) == ("departments", "departments, shortly", "departments, at length")
    assert (row.turns, row.points, row.badges, row.standing) == (1, 0, 2, "open")


def test_one_is_opened_and_closed() -> None:
    views = (view(), view(1))
    assert derive_challenges(shown(*views)).opened == -1
    assert derive_challenges(shown(*views, challenge="departments")).opened == 1
    assert derive_challenges(shown(*views, challenge="gone")).opened == -1


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (CampaignState.COMING, "coming"),
        (CampaignState.GIVEN, "given"),
        (CampaignState.MISSED, "missed"),
        (CampaignState.OPEN, "given"),
    ],
)
def test_what_is_finished_is_celebrated_as_it_stands(state: CampaignState, said: str) -> None:
    props = derive_finished(shown(view(state=state), celebrating=("visits", "departments")))
    assert (props.name, props.points, props.state, props.more) == ("visits", 30, said, 1)
    assert derive_finished(shown(view(), celebrating=("gone",))) == FinishedProps()


def test_a_celebration_comes_first_but_for_prizes_that_were_never_seen() -> None:
    visit = replace(home(1), campaigns=(view(), view(1)), finished=("visits", "departments"))
    opened = greeted(Session(), visit, Daytime.DAY, 0)
    assert (opened.page, opened.celebrating) == (KioskPage.FINISHED, ("visits", "departments"))
    following = celebrated(opened, 0)
    assert (following.page, following.celebrating) == (KioskPage.FINISHED, ("departments",))
    assert celebrated(following, 0).page is KioskPage.HOME
    unseen = greeted(Session(), replace(visit, unseen=(award("soap"),)), Daytime.DAY, 0)
    assert unseen.results is not None
    assert (unseen.page, unseen.results.origin) == (KioskPage.RESULT, Origin.LAST_VISIT)
    assert back_home(unseen, visit, 0).page is KioskPage.FINISHED


def test_from_her_page_to_the_rules_and_back(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    visit = app.session.home
    assert visit is not None
    app.show(replace(app.session, home=replace(visit, campaigns=(view(), view(1)))))
    app.home.openRow(0)
    assert (app.page, app.challenges.opened, app.challenges.rows.rowCount()) == ("challenges", -1, 2)
    app.challenges.choose(1)
    assert app.challenges.opened == 1
    app.challenges.choose(7)
    assert app.challenges.opened == 1
    app.challenges.goBack()
    assert (app.page, app.challenges.opened) == ("challenges", -1)
    app.challenges.goBack()
    assert app.page == "home"


def test_nothing_of_her_challenges_stays(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    visit = app.session.home
    assert visit is not None
    app.show(replace(app.session, home=replace(visit, campaigns=(view(),)), celebrating=("visits",)))
    app.home.openRow(0)
    app.done()
    assert (app.page, app.challenges.rows.rowCount(), app.finished.name) == ("attract", 0, "")


def test_the_celebration_sounds_and_goes_on_to_her_page(bench: Bench, shop: KioskShop) -> None:
    app = bench.app
    app.scan(shop.hana.code)
    visit = app.session.home
    assert visit is not None
    app.done()
    app._greet(replace(visit, campaigns=(view(),), finished=("visits",)))
    assert (app.page, app.finished.name, bench.sounds[-1]) == ("finished", "visits", "win")
    app.finished.goOn()
    assert app.page == "home"
