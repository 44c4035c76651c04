"""The way from tickets to what they won: a drum opened, turned once or for all of them, and its results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from PySide6.QtCore import QObject

from kiosk.viewmodels import session as steps
from kiosk.viewmodels.result import ResultViewModel
from kiosk.viewmodels.rows import in_order
from kiosk.viewmodels.screen import Screen
from kiosk.viewmodels.session import KioskPage, Origin, Problem, ProblemKind, Session
from kiosk.viewmodels.stay import is_turning
from kiosk.viewmodels.wheel import MOST_TURNS_AT_ONCE, WheelViewModel, facet_of
from shared.application.turn_drum import (
    DrawEnded,
    NoTurnsHere,
    TurnsAnswer,
    TurnsTaken,
    WheelAnswer,
    WheelReady,
    WheelRests,
    awards_shown,
    open_wheel,
    take_turns,
)
from shared.application.views import CampaignTurns
from shared.qt.qml import Signal, Slot


class TurningFlow(QObject):
    """Holds the wheel and what it gave; `chance`, 0 to below 1, only places the motion. `sounded` names a sound."""

    sounded = Signal(str)
    prizeShown = Signal()

    def __init__(self, screen: Screen, chance: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._screen = screen
        self._chance = chance
        self.wheel = WheelViewModel(self)
        self.result = ResultViewModel(self)
        self.wheel.turnAsked.connect(self._turn)
        self.wheel.allTurnsAsked.connect(self._want_all_turns)
        self.wheel.fallReached.connect(self._count_ball)
        self.wheel.motionOver.connect(self._land)
        self.result.nextAsked.connect(self._next_result)
        self.result.againAsked.connect(self._turn_again)

    @Slot(int)
    def open(self, at: int) -> None:
        """Open one of the draws that the home page offers, counted from 0."""
        home = self._screen.session.home
        offered = steps.offered_turns(home) if home else ()
        if 0 <= at < len(offered):
            self._open_wheel(offered[at])

    @Slot(int)
    def open_waiting(self, row: int) -> None:
        """Show a prize that waits, counted from 0 in the order of the home page."""
        home = self._screen.session.home
        waiting = in_order(home.waiting) if home else ()
        if 0 <= row < len(waiting):
            self._screen.become(steps.with_results(self._screen.touched, Origin.WAITING, (waiting[row],)))

    def refresh(self) -> None:
        """Look again whether the draw on the screen goes on."""
        session = self._screen.session
        home, drum = session.home, session.drum
        if home is not None and drum is not None and session.page is KioskPage.WHEEL:
            self._screen.run(lambda: open_wheel(self._screen.desk, home.member_id, drum.wheel.key), self._take_news)

    def look_at_results(self, before: Session) -> None:
        """Let results that have just come be heard, and note that they were shown."""
        results, member_id = self._screen.session.results, self._screen.session.member_id
        same = before.results is not None and results is not None and before.results.steps is results.steps
        if results is None or member_id is None or same or results.origin is Origin.WAITING:
            return
        best = results.steps[0][0].prize
        self.sounded.emit("handbell" if best.top else "win")
        self.prizeShown.emit()
        # Were it to fail, they would be shown again at the next visit.
        self._screen.run_unheard(lambda: awards_shown(self._screen.desk, member_id))

    @Slot()
    def _turn_again(self) -> None:
        turns = steps.turns_to_go_on(self._screen.session)
        if turns is not None:
            self._open_wheel(turns)

    def _open_wheel(self, turns: CampaignTurns) -> None:
        home = self._screen.session.home
        if home is None or self._screen.session.asking:
            return
        member_id, campaign = home.member_id, turns.wheel.key
        place = next((label for label, _ in turns.elsewhere if label), "")
        nothing = Problem(ProblemKind.ELSEWHERE, place) if turns.elsewhere else Problem(ProblemKind.NO_TURNS)

        def opened(answer: WheelAnswer) -> None:
            if self._screen.session.member_id == member_id:
                self._take_wheel(replace(self._screen.session, asking=False), answer, nothing)

        self._screen.become(replace(self._screen.touched, asking=True))
        self._screen.run(lambda: open_wheel(self._screen.desk, member_id, campaign), opened)

    def _take_wheel(self, session: Session, answer: WheelAnswer, nothing: Problem) -> None:
        match answer:
            case WheelReady(drum=drum):
                self._screen.become(steps.with_wheel(session, drum, self._screen.now_ms))
            case WheelRests():
                self._tell(session, Problem(ProblemKind.WHEEL_RESTS))
            case DrawEnded():
                self._tell(session, Problem(ProblemKind.ENDED))
            case NoTurnsHere():
                self._tell(session, nothing)
            case _:
                assert_never(answer)

    def _take_news(self, answer: WheelAnswer) -> None:
        """Leave a wheel whose draw has ended, unless its turns are already on their way."""
        session = self._screen.session
        if session.page is KioskPage.WHEEL and not is_turning(session) and isinstance(answer, DrawEnded):
            self._tell(session, Problem(ProblemKind.ENDED))

    @Slot(str)
    def _turn(self, symbol: str) -> None:
        session = self._screen.session
        drum, member_id = session.drum, session.member_id
        if drum is None or member_id is None or session.page is not KioskPage.WHEEL or is_turning(session):
            return
        count = min(drum.turns_usable, MOST_TURNS_AT_ONCE) if session.all_turns else 1

        def taken(answer: TurnsAnswer) -> None:
            if self._screen.session.member_id == member_id and self._screen.session.recording:
                self._take_turns(answer)

        self._screen.become(replace(self._screen.touched, recording=True))
        self._screen.run(lambda: take_turns(self._screen.desk, member_id, drum.wheel.key, symbol, count), taken)

    def _take_turns(self, answer: TurnsAnswer) -> None:
        session = self._screen.session
        match answer:
            case TurnsTaken(turns=turns):
                facet = facet_of(turns[0].drum, turns[0].award.prize, self._chance())
                self._screen.become(steps.with_turns(session, turns, facet, self._chance(), self._screen.now_ms))
            case WheelRests():
                self._tell(session, Problem(ProblemKind.WHEEL_RESTS))
            case DrawEnded():
                self._tell(session, Problem(ProblemKind.ENDED))
            case NoTurnsHere():
                self._tell(session, Problem(ProblemKind.NO_TURNS))
            case _:
                assert_never(answer)

    def _tell(self, session: Session, problem: Problem) -> None:
        self._screen.become(steps.with_problem(session, problem, self._screen.now_ms))

    @Slot(bool)
    def _want_all_turns(self, wanted: bool) -> None:
        if not is_turning(self._screen.session):
            self._screen.become(replace(self._screen.touched, all_turns=wanted))

    @Slot(int)
    def _count_ball(self, fallen: int) -> None:
        self._screen.become(steps.with_ball_fallen(self._screen.session, fallen))

    @Slot()
    def _land(self) -> None:
        self._screen.become(steps.landed(self._screen.session, self._screen.now_ms))

    @Slot()
    def _next_result(self) -> None:
        self._screen.become(steps.next_result(self._screen.session, self._screen.now_ms))
