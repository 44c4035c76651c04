"""The way to help: questions read here, staff called, and the bell that a prize rings."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from kiosk.viewmodels import helping_steps as steps
from kiosk.viewmodels.help import HelpViewModel
from kiosk.viewmodels.screen import Screen, unheard
from kiosk.viewmodels.session import KioskPage, Origin, Session
from shared.application.calls import Called, Calling, CallStands, call_staff, close_call, how_it_stands
from shared.domain.calls import CallReason
from shared.qt.qml import Signal, Slot

_OVER = frozenset({Called.DONE, Called.UNANSWERED, Called.AWAY})


class HelpFlow(QObject):
    """Holds the page of questions and the calls of this kiosk. `sounded` names a sound."""

    sounded = Signal(str)

    def __init__(self, screen: Screen, parent: QObject) -> None:
        super().__init__(parent)
        self._screen = screen
        self._calling: Calling | None = None
        self._bell: Calling | None = None
        self.page = HelpViewModel(self)
        self.page.backAsked.connect(self._go_back)
        self.page.searchAsked.connect(self._search)
        self.page.textTyped.connect(self._type)
        self.page.voicingAsked.connect(self._voice)
        self.page.staffAsked.connect(self._call)

    @Slot()
    def open(self) -> None:
        """Show the questions, wherever somebody is stuck."""
        if steps.may_ask_for_help(self._screen.session):
            self._screen.become(steps.with_help(self._screen.session, self._screen.now_ms))

    @Slot()
    def ring_for_prize(self) -> None:
        """Call staff for a prize that rings, as it is shown for the first time."""
        results = self._screen.session.results
        if results is None or results.origin not in (Origin.TURNS, Origin.LAST_VISIT):
            return
        won = next((views[0].prize for views in results.steps if views[0].prize.rings), None)
        if won is None:
            return

        def called(calling: Calling | None) -> None:
            self._bell = calling
            self.look()

        self._screen.lane.run(lambda: call_staff(self._screen.desk, CallReason.PRIZE, won.key), called, unheard)

    def look(self) -> None:
        """Look how the calls of this kiosk stand."""
        if self._calling is not None:
            self._show(self._calling, how_it_stands(self._screen.desk, self._calling))
        if self._bell is not None:
            stands = how_it_stands(self._screen.desk, self._bell)
            if stands.state in _OVER:
                self._give_up(self._bell, stands)
                self._bell = None
            session = self._screen.session
            bell = stands if session.results is not None and stands.state not in _OVER | {Called.SENT} else None
            if bell != session.bell:
                self._screen.become(replace(session, bell=bell))

    def left(self, before: Session, after: Session) -> None:
        """Take a call back whose shopper has gone before anybody answered; who comes already finds her way."""
        if before.member_id != after.member_id:
            # Who won it has gone; the bell goes on.
            self._bell = None
        calling = self._calling
        if calling is None or steps.is_helped(after):
            return
        self._calling = None
        if steps.is_waiting(before):
            self._screen.run_unheard(lambda: close_call(self._screen.desk, calling.call_id))

    @Slot()
    def _go_back(self) -> None:
        self._screen.become(steps.back_from_help(self._screen.session, self._screen.now_ms))

    @Slot(bool)
    def _search(self, searching: bool) -> None:
        self._screen.become(steps.with_search(self._screen.session, self._screen.now_ms, searching=searching))

    @Slot(str)
    def _type(self, text: str) -> None:
        self._screen.become(steps.with_query(self._screen.session, text, self._screen.now_ms))

    @Slot()
    def _voice(self) -> None:
        self._screen.become(steps.with_voicing(self._screen.session, self._screen.now_ms))

    @Slot()
    def _call(self) -> None:
        session = self._screen.session
        if session.page is not KioskPage.HELP or steps.is_helped(session):
            return
        member_id = session.home.member_id if session.home and session.home.card_shown else ""

        sent = CallStands(Called.SENT)

        def called(calling: Calling | None) -> None:
            help_ = self._screen.session.help
            # Whoever called again, or somebody else, waits for a call of her own.
            waits = help_ is not None and help_.call is sent
            if calling is None and waits:
                self._end(CallStands(Called.AWAY))
            elif calling is not None and waits:
                self._calling = calling
                self._show(calling, how_it_stands(self._screen.desk, calling))
            elif calling is not None:
                # She has gone on meanwhile.
                close_call(self._screen.desk, calling.call_id)

        self._screen.become(steps.with_call(session, "", sent, self._screen.now_ms))
        self._screen.run(lambda: call_staff(self._screen.desk, CallReason.HELP, "", member_id), called)

    def _show(self, calling: Calling, stands: CallStands) -> None:
        session = self._screen.session
        before = session.help.call if session.help else None
        if stands == before:
            return
        if stands.state in _OVER:
            self._calling = None
            self._give_up(calling, stands)
            self._end(stands)
            return
        if stands.state is Called.COMING:
            self.sounded.emit("scan")
        self._screen.become(steps.with_call(session, calling.call_id, stands, self._screen.now_ms))

    def _give_up(self, calling: Calling, stands: CallStands) -> None:
        """Ask no more for a call that nobody has ended."""
        if stands.state is not Called.DONE:
            close_call(self._screen.desk, calling.call_id)

    def _end(self, stands: CallStands) -> None:
        session = self._screen.session
        if not steps.is_helped(session):
            return
        if stands.state is Called.DONE:
            self._screen.become(steps.back_from_help(session, self._screen.now_ms))
            return
        self.sounded.emit("knock")
        self._screen.become(steps.with_call(session, "", stands, self._screen.now_ms))
