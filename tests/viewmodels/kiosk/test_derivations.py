"""What each page derives from a session, and which changes it tells."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from kiosk.viewmodels.app import derive_app
from kiosk.viewmodels.attract import best_prizes, derive_attract
from kiosk.viewmodels.home import HomeViewModel, derive_home
from kiosk.viewmodels.problem import derive_problem
from kiosk.viewmodels.result import derive_result
from kiosk.viewmodels.rows import facet_prizes, home_rows
from kiosk.viewmodels.session import (
    Daytime,
    KioskPage,
    Origin,
    Problem,
    ProblemKind,
    Session,
    Turning,
    chosen_turns,
    daytime_at,
    offered_turns,
    steps_of,
    turns_left,
    turns_to_go_on,
    with_results,
)
from kiosk.viewmodels.stay import Stay, after_waiting, countdown_seconds, stay_of
from kiosk.viewmodels.wheel import WheelViewModel, derive_wheel, facet_of
from shared.application.views import CampaignTurns
from tests.gallery.kiosk import AT_WHEEL, ATTRACT, BASE, OFFLINE, VISIT, WHEEL, award, drum, home, turn, two_draws


class Told(QObject):
    """Notes which of a view model's properties said that they changed."""

    def __init__(self, owner: QObject, *names: str) -> None:
        super().__init__()
        self.names: list[str] = []
        for name in names:
            getattr(owner, f"{name}Changed").connect(lambda name=name: self.names.append(name))


@pytest.mark.parametrize(
    ("hour", "daytime"),
    [
        (4, Daytime.EVENING),
        (5, Daytime.MORNING),
        (10, Daytime.MORNING),
        (11, Daytime.DAY),
        (16, Daytime.DAY),
        (17, Daytime.EVENING),
        (0, Daytime.EVENING),
    ],
)
def test_the_greeting_follows_the_hour(hour: int, daytime: Daytime) -> None:
    assert daytime_at(hour) is daytime


@pytest.mark.parametrize(
    ("session", "stay"),
    [
        (BASE, None),
        (replace(BASE, locale="en", locale_chosen=True), Stay(30_000, 0)),
        (replace(BASE, locale="en"), Stay(30_000, 0)),
        (replace(BASE, easy=True), Stay(90_000, 0)),
        (replace(BASE, page=KioskPage.PAD), Stay(30_000, 0)),
        (VISIT, Stay(30_000, 20_000)),
        (replace(VISIT, easy=True), Stay(90_000, 60_000)),
        (AT_WHEEL, Stay(30_000, 20_000)),
        (replace(VISIT, page=KioskPage.RESULT), Stay(30_000, 0)),
        (replace(VISIT, page=KioskPage.PROBLEM), Stay(30_000, 0)),
        (replace(VISIT, page=KioskPage.RECEIPT), Stay(30_000, 0)),
    ],
)
def test_how_long_a_page_waits(session: Session, stay: Stay | None) -> None:
    assert stay_of(session) == stay


@pytest.mark.parametrize(("waited_ms", "seconds"), [(29_999, 0), (30_000, 20), (30_001, 20), (49_001, 1), (50_000, 0)])
def test_the_countdown_is_rounded_up(waited_ms: int, seconds: int) -> None:
    assert countdown_seconds(VISIT, waited_ms) == seconds


def test_a_turn_that_is_recorded_or_shown_is_not_hurried() -> None:
    recording = replace(AT_WHEEL, recording=True)
    assert countdown_seconds(recording, 40_000) == 0
    assert after_waiting(recording, 60_000) is recording


@pytest.mark.parametrize(
    ("kinds", "count"), [(1, 8), (2, 8), (3, 9), (4, 8), (5, 10), (6, 12), (7, 8), (8, 8), (10, 10), (12, 12)]
)
def test_the_drum_has_eight_to_twelve_facets(kinds: int, count: int) -> None:
    prizes = [replace(WHEEL.prizes[0], key=f"prize-{index}", ball=index + 1) for index in range(kinds)]
    shown = facet_prizes(prizes)
    assert len(shown) == count
    assert set(shown) == set(prizes)
    neighbours = zip(shown, (*shown[1:], shown[0]), strict=True)
    assert kinds == 1 or all(one is not other for one, other in neighbours)


def test_no_prizes_make_no_facets() -> None:
    assert facet_prizes([]) == ()


@pytest.mark.parametrize(("chance", "facet"), [(0.0, 0), (0.33, 0), (0.34, 3), (0.67, 6), (0.999, 6)])
def test_a_prize_that_stands_on_several_facets_stops_at_any(chance: float, facet: int) -> None:
    three = replace(drum(1), counts=tuple((prize, 1) for prize in WHEEL.prizes[:3]))
    assert facet_of(three, WHEEL.prizes[0], chance) == facet


def test_the_attract_page_shows_the_best_prizes_that_are_left() -> None:
    gone = replace(ATTRACT, counts=((WHEEL.prizes[0], 0), *ATTRACT.counts[1:]))
    assert [row.name for row in best_prizes(gone, "en")] == ["Tote bag", "Tea cup", "Hand towel"]
    assert best_prizes(None, "en") == ()


def test_the_attract_page_is_quiet_about_the_line_while_it_stands() -> None:
    assert (derive_attract(BASE).offline, derive_attract(BASE).lastContact) == (False, "")
    offline = derive_attract(replace(BASE, attract=OFFLINE))
    assert (offline.offline, offline.lastContact) == (True, "17:05")


@pytest.mark.parametrize(("locale", "tier"), [("ja", "竹"), ("en", "Bamboo")])
def test_the_home_page_speaks_the_programmes_words_in_her_language(locale: str, tier: str) -> None:
    shown = derive_home(replace(VISIT, locale=locale))
    assert (shown.tier, shown.gapPoints, shown.tierShare) == (tier, 260, 1240 / 1500)
    assert (shown.expiryPoints, shown.expiryDate) == (180, "2026-12-31")


def test_the_top_tier_has_nothing_above_it() -> None:
    member = home(0)
    top = replace(VISIT, home=replace(member, standing=replace(member.standing, following=None, gap_points=0)))
    shown = derive_home(top)
    assert (shown.nextTier, shown.tierShare) == ("", 1.0)


def test_a_campaign_with_turns_comes_before_one_without() -> None:
    other = replace(WHEEL, key="other")
    member = replace(home(0), turns=(CampaignTurns(WHEEL, 0), CampaignTurns(other, 2)))
    chosen = chosen_turns(member)
    assert chosen is not None
    assert chosen.wheel is other


def test_without_turns_here_the_campaign_with_turns_elsewhere_is_shown() -> None:
    other = replace(WHEEL, key="other")
    member = replace(home(0), turns=(CampaignTurns(WHEEL, 0), CampaignTurns(other, 0, (("2F", 1),))))
    assert [turns.wheel for turns in offered_turns(member)] == [other]
    assert [turns.wheel for turns in offered_turns(home(0))] == [WHEEL]


def test_turns_that_were_asked_for_are_said_to_be_coming() -> None:
    asked = replace(home(0), turns=(CampaignTurns(WHEEL, 0, (("2F", 2),), coming=2),))
    view_model = HomeViewModel()
    view_model.show(replace(VISIT, home=asked, locale="en"))
    assert (view_model.turnsComing, view_model.turnsElsewhere, view_model.elsewhere) == (2, 2, "2F")


def test_every_campaign_with_turns_is_offered() -> None:
    member = two_draws(2, 1)
    assert [(turns.wheel.key, turns.usable) for turns in offered_turns(member)] == [(WHEEL.key, 2), ("welcome", 1)]
    view_model = HomeViewModel()
    view_model.show(replace(VISIT, home=member, locale="en"))
    assert (view_model.campaign, view_model.turns) == ("Year-end prize draw", 2)
    assert [(row.kind, row.name, row.amount) for row in view_model.rows.rows][:2] == [
        ("draw", "Welcome draw", 1),
        ("", "", 0),
    ]


def test_after_a_turn_the_same_drum_is_offered_again() -> None:
    welcome = two_draws(2, 2).turns[1].wheel
    played = replace(
        with_results(replace(VISIT, home=two_draws(2, 2)), Origin.TURNS, [award("soap")]),
        drum=replace(drum(1), wheel=welcome),
    )
    chosen = turns_to_go_on(played)
    assert chosen is not None
    assert (chosen.wheel, turns_left(played)) == (welcome, 1)
    seen = with_results(replace(VISIT, home=two_draws(2, 2)), Origin.LAST_VISIT, [award("soap")])
    chosen = turns_to_go_on(seen)
    assert chosen is not None
    assert (chosen.wheel, turns_left(seen)) == (WHEEL, 2)


def test_prizes_come_first_and_points_together_last() -> None:
    won = [award(prize) for prize in ("points-10", "soap", "points-100", "rice-cooker")]
    assert [[view.prize.key for view in step] for step in steps_of(won)] == [
        ["rice-cooker"],
        ["soap"],
        ["points-10", "points-100"],
    ]


def test_points_are_added_up_on_one_page() -> None:
    shown = derive_result(_with_results("points-10", "points-100"))
    assert (shown.kind, shown.pointsWon, shown.voucherCode, shown.until) == ("points", 110, "", "")


def test_a_prize_says_where_until_when_and_by_what() -> None:
    shown = derive_result(_with_results("tea-cup"))
    assert (shown.kind, shown.counter, shown.until) == ("top", "サービスカウンター", "2026-12-20")
    assert shown.voucherCode.startswith("GP-V-")


def test_the_wheel_counts_only_balls_that_have_fallen() -> None:
    turning = Turning((turn("tea-cup", 1), turn("soap", 0)), 2, 0.4)
    shown = derive_wheel(replace(AT_WHEEL, turning=turning))
    assert (shown.turning, shown.kinds, shown.ballsLeft) == (True, (3, 7), 986)
    assert derive_wheel(replace(AT_WHEEL, turning=replace(turning, fallen=1))).ballsLeft == 985


def test_the_prize_that_lapses_first_stands_on_top() -> None:
    late, soon = award("soap"), award("tea-cup")
    soon = replace(soon, award=replace(soon.award, collect_until=date(2026, 12, 1)))
    assert [row.name for row in home_rows(home(0, (), late, soon), (), "en")] == ["Tea cup", "Soap"]


def test_a_wait_is_rounded_up_to_seconds() -> None:
    session = replace(BASE, page=KioskPage.PROBLEM, problem=Problem(ProblemKind.TOO_SOON, wait_ms=2_001))
    assert derive_problem(session).waitSeconds == 3


def test_without_a_member_there_is_nothing_of_one() -> None:
    assert derive_home(BASE) == derive_home(Session(masked=True))
    assert derive_result(replace(BASE, results=VISIT.results)).nickname == ""
    assert derive_app(BASE, 0).page == "attract"


def test_only_what_changed_is_told(qapp: QGuiApplication, qtbot: QtBot) -> None:
    page = HomeViewModel()
    page.show(VISIT)
    told = Told(page, "nickname", "points", "masked", "tier", "turns", "expiryDate")
    page.show(VISIT)
    assert told.names == []
    page.show(replace(VISIT, masked=True))
    assert told.names == ["masked"]
    page.show(replace(VISIT, home=replace(home(1), balance_points=1250)))
    assert sorted(told.names[1:]) == ["masked", "points", "turns"]


def test_a_change_is_told_when_all_of_it_is_there(qapp: QGuiApplication) -> None:
    page = WheelViewModel()
    seen: list[tuple[int, float, list[int]]] = []
    page.turningChanged.connect(lambda: seen.append((page.facet, page.place, page.kinds)))
    page.show(replace(AT_WHEEL, turning=Turning((turn("tea-cup", 1),), 2, 0.4)))
    assert seen == [(2, 0.4, [3])]


def _with_results(*prizes: str) -> Session:
    return with_results(VISIT, Origin.TURNS, tuple(award(prize) for prize in prizes))
