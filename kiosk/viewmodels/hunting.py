"""The way through a hunt: a poster is shown or a symbol tapped, recorded once, and celebrated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, assert_never

from PySide6.QtCore import QObject, Signal

from kiosk.viewmodels import session as steps
from kiosk.viewmodels.hunt import HuntViewModel, hunt_view
from kiosk.viewmodels.screen import Screen
from kiosk.viewmodels.session import HuntLook, HuntNote, Problem, ProblemKind
from shared.application.find_spot import (
    SpotAnswer,
    SpotCounted,
    SpotCountedBefore,
    SpotRefused,
    SymbolWrong,
    show_poster,
    tap_symbol,
)
from shared.application.posters import Poster
from shared.application.views import CampaignState
from shared.domain.hunts import HuntSymbol
from shared.domain.rules import HeldReason
from shared.domain.text import Text
from shared.qt.qml import Slot

_PROBLEMS: Final = {
    HeldReason.SPOT_CODE_OVER: ProblemKind.POSTER_OVER,
    HeldReason.SPOT_ELSEWHERE: ProblemKind.POSTER_ELSEWHERE,
    HeldReason.SPOT_TOO_EARLY: ProblemKind.SPOT_EARLY,
    HeldReason.SYMBOLS_USED_UP: ProblemKind.SYMBOLS_GONE,
    HeldReason.NOT_OFFERED: ProblemKind.HUNT_OVER,
    HeldReason.MEMBER_BLOCKED: ProblemKind.BLOCKED,
}


def poster_problem(reason: HeldReason, said: Text | None = None) -> Problem:
    """Return what to say of a poster or a symbol that does not count."""
    return Problem(_PROBLEMS.get(reason, ProblemKind.POSTER_UNKNOWN), said=said)


class Hunting(QObject):
    """Holds the page; says what does not count by `refuse`."""

    sounded = Signal(str)

    def __init__(self, screen: Screen, refuse: Callable[[Problem], None], parent: QObject) -> None:
        super().__init__(parent)
        self._screen = screen
        self._refuse = refuse
        self.page = HuntViewModel(self)
        self.page.spotChosen.connect(self._choose)
        self.page.symbolChosen.connect(self._tap)
        self.page.backAsked.connect(self._go_back)

    @Slot(str)
    def open(self, key: str) -> None:
        """Show a hunt's spots."""
        session = self._screen.session
        if session.home is not None and not session.asking:
            self._screen.become(steps.with_hunt(session, HuntLook(key), self._screen.now_ms))

    def show_poster(self, member_id: str, poster: Poster) -> None:
        """Take a poster for the member whose card was shown."""
        self._record(member_id, lambda: show_poster(self._screen.desk, member_id, poster))

    def count_poster(self, member_id: str, poster: Poster) -> None:
        """Take a poster for the member whose card was shown, and leave the page as it is."""
        self._screen.become(replace(self._screen.session, poster=None))
        self._screen.run_unheard(lambda: show_poster(self._screen.desk, member_id, poster))

    @Slot(str)
    def _choose(self, key: str) -> None:
        """Ask for the symbol of a spot that she may find now."""
        session, shown = self._screen.touched, hunt_view(self._screen.session)
        if shown is None or session.asking:
            return
        view, hunt = shown
        found = hunt.found(view.progress)
        over = view.state is not CampaignState.OPEN or hunt.spot(key) is None or key in found
        if over or hunt.missed_before(key, found) is not None:
            return
        guessed = hunt.misses(view.progress) >= hunt.wrong_symbols
        look = HuntLook(hunt.key, note=HuntNote.CODES) if guessed else HuntLook(hunt.key, key)
        self._screen.become(replace(session, hunt=look))

    @Slot(str)
    def _tap(self, symbol: str) -> None:
        session, look = self._screen.session, self._screen.session.hunt
        member_id = session.member_id
        if member_id is None or look is None or not look.asked or session.asking or symbol not in set(HuntSymbol):
            return
        tapped = HuntSymbol(symbol)
        self._record(member_id, lambda: tap_symbol(self._screen.desk, member_id, look.key, look.asked, tapped))

    @Slot()
    def _go_back(self) -> None:
        session, look = self._screen.session, self._screen.session.hunt
        if look is None or session.asking:
            return
        if look.asked:
            self._screen.become(steps.with_hunt(session, HuntLook(look.key), self._screen.now_ms))
        else:
            self._screen.become(steps.with_challenges(session, look.key, self._screen.now_ms))

    def _record(self, member_id: str, act: Callable[[], SpotAnswer]) -> None:
        def told(answer: SpotAnswer) -> None:
            if self._screen.session.member_id == member_id:
                self._tell(answer)

        self._screen.become(replace(self._screen.touched, asking=True, poster=None))
        self._screen.run(act, told)

    def _tell(self, answer: SpotAnswer) -> None:
        session = replace(self._screen.session, asking=False)
        match answer:
            case SpotCounted(home=home, campaign=key, spot=spot, finished=finished):
                self.sounded.emit("win")
                session = replace(session, home=home)
                if finished:
                    self._screen.become(steps.with_finale(session, key, self._screen.now_ms))
                else:
                    self._screen.become(
                        steps.with_hunt(session, HuntLook(key, "", HuntNote.FOUND, spot), self._screen.now_ms)
                    )
            case SpotCountedBefore(home=home, campaign=key, spot=spot):
                self.sounded.emit("scan")
                look = HuntLook(key, "", HuntNote.KNOWN, spot)
                self._screen.become(steps.with_hunt(replace(session, home=home), look, self._screen.now_ms))
            case SymbolWrong(home=home, campaign=key, spot=spot, left=left):
                self.sounded.emit("knock")
                look = HuntLook(key, spot, HuntNote.WRONG) if left else HuntLook(key, "", HuntNote.CODES)
                self._screen.become(steps.with_hunt(replace(session, home=home), look, self._screen.now_ms))
            case SpotRefused(reason=reason, hint=hint):
                self._refuse(poster_problem(reason, hint))
            case _:
                assert_never(answer)
