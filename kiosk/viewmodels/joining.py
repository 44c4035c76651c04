"""The way from a passer-by to a member: asked step by step, recorded once, and her card shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from PySide6.QtCore import QObject

from kiosk.viewmodels import joining_steps as steps
from kiosk.viewmodels.join import JoinViewModel
from kiosk.viewmodels.joining_steps import Joining
from kiosk.viewmodels.screen import Screen
from kiosk.viewmodels.session import KioskPage, Problem, ProblemKind, Session, with_problem
from shared.application.correct import Refused
from shared.application.enrol_member import MemberEnrolled
from shared.application.join_member import JoiningForm, JoiningIncomplete, join_member
from shared.qt.qml import Slot


class JoiningFlow(QObject):
    """Holds the pages; a new card is shown by `identify`."""

    def __init__(self, screen: Screen, identify: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._screen = screen
        self._identify = identify
        self.pages = JoinViewModel(self)
        self.pages.textTyped.connect(self._type)
        self.pages.voicingAsked.connect(self._voice)
        self.pages.domainChosen.connect(self._choose_domain)
        self.pages.consentSaid.connect(self._agree)
        self.pages.forwardAsked.connect(self._go_forward)
        self.pages.backAsked.connect(self._go_back)
        self.pages.homeAsked.connect(self._go_home)

    @Slot()
    def open(self) -> None:
        """Begin with what joining brings; nobody else's session is touched."""
        session = self._screen.session
        view = session.attract.joining if session.attract else None
        if view is None or session.home is not None or session.asking or session.page is KioskPage.SETUP:
            return
        shown = replace(session, page=KioskPage.JOIN, problem=None, digits="", number_wrong=False)
        self._show(shown, Joining(view))

    @Slot(str)
    def _type(self, text: str) -> None:
        self._change(lambda joining: steps.with_text(joining, text))

    @Slot()
    def _voice(self) -> None:
        self._change(steps.with_voicing)

    @Slot(str)
    def _choose_domain(self, domain: str) -> None:
        self._change(lambda joining: steps.with_domain(joining, domain))

    @Slot(str, bool)
    def _agree(self, key: str, agreed: bool) -> None:
        self._change(lambda joining: steps.with_consent(joining, key, agreed=agreed))

    @Slot()
    def _go_forward(self) -> None:
        session, joining = self._screen.session, self._typing()
        if joining is None:
            return
        onward = steps.forward(joining)
        if onward is not None:
            self._show(session, onward)
            return
        form = replace(joining.form, locale=session.locale)

        def recorded(answer: MemberEnrolled | JoiningIncomplete | Refused) -> None:
            now = self._screen.session
            if now.joining is joining:
                self._take(replace(now, asking=False), joining, answer)

        self._screen.become(replace(session, asking=True, touched_ms=self._screen.now_ms))
        self._screen.run(lambda: join_member(self._screen.desk, form), recorded)

    def _take(self, session: Session, joining: Joining, answer: MemberEnrolled | JoiningIncomplete | Refused) -> None:
        match answer:
            case MemberEnrolled():
                # Nothing that she typed is kept beyond this.
                card = replace(joining, form=JoiningForm(), fault=None, card=answer)
                self._show(replace(session, page=KioskPage.CARD, locale_chosen=True), card)
            case JoiningIncomplete(faults=faults):
                self._show(session, steps.with_faults(joining, faults))
            case Refused():
                problem = Problem(ProblemKind.JOIN_AT_COUNTER)
                self._screen.become(with_problem(session, problem, self._screen.now_ms))
            case _:
                assert_never(answer)

    @Slot()
    def _go_back(self) -> None:
        joining = self._typing()
        if joining is None:
            return
        before = steps.back(joining)
        if before is not None:
            self._show(self._screen.session, before)

    @Slot()
    def _go_home(self) -> None:
        joining = self._screen.session.joining
        if joining is not None and joining.card is not None and not self._screen.session.asking:
            self._identify(joining.card.card_code)

    def _typing(self) -> Joining | None:
        """Return what she is about to tell, unless it is being recorded or her card is there."""
        session = self._screen.session
        return session.joining if session.page is KioskPage.JOIN and not session.asking else None

    def _change(self, change: Callable[[Joining], Joining]) -> None:
        joining = self._typing()
        if joining is not None:
            self._show(self._screen.session, change(joining))

    def _show(self, session: Session, joining: Joining) -> None:
        self._screen.become(replace(session, joining=joining, touched_ms=self._screen.now_ms))
