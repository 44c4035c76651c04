"""The way from points to a voucher or a turn: chosen, perhaps with a PIN, asked from the centre, perhaps given up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from PySide6.QtCore import QObject

from kiosk.viewmodels import session as steps
from kiosk.viewmodels.asking import AskingViewModel
from kiosk.viewmodels.member_pin import MemberPinViewModel
from kiosk.viewmodels.rewards import RewardsViewModel
from kiosk.viewmodels.screen import Screen
from kiosk.viewmodels.session import KioskPage, Origin, PinEntry, PinNote, Problem, ProblemKind, Session
from shared.application.redeem import (
    Asked,
    Declined,
    GaveUp,
    NoLine,
    NotOffered,
    Redeemed,
    StillAsked,
    TurnBought,
    TypedPin,
    ask_for,
    give_up,
    give_up_abandoned,
    prepare_to_ask,
    read_answer,
    read_rewards,
)
from shared.application.views import RewardsView
from shared.domain.rules import HeldReason
from shared.qt.qml import Slot

_PROBLEMS = {
    HeldReason.NOT_ENOUGH_POINTS: ProblemKind.NOT_ENOUGH,
    HeldReason.PIN_LOCKED: ProblemKind.PIN_LOCKED,
    HeldReason.MEMBER_BLOCKED: ProblemKind.BLOCKED,
    HeldReason.CENTRE_RESTORED: ProblemKind.AWAY,
}


class Redeeming(QObject):
    """Holds the three pages; they are left by `go_home`."""

    def __init__(self, screen: Screen, go_home: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._screen = screen
        self._go_home = go_home
        self.rewards = RewardsViewModel(self)
        self.pin = MemberPinViewModel(self)
        self.asking = AskingViewModel(lambda: screen.now_ms, self)
        self.rewards.rewardChosen.connect(self._choose)
        self.pin.digitTyped.connect(self._type)
        self.pin.digitTaken.connect(self._take_digit)
        self.pin.cleared.connect(self._clear)
        self.pin.backAsked.connect(self.open)

    @Slot()
    def open(self) -> None:
        """Show what the member's points can become."""
        member_id = self._screen.session.member_id
        if member_id is None or self._screen.session.asking:
            return

        def read(shown: RewardsView | None) -> None:
            session = replace(self._screen.session, asking=False)
            if session.member_id == member_id and shown is not None:
                if shown.online:
                    prepare_to_ask(self._screen.desk)
                self._screen.become(steps.with_rewards(session, shown, self._screen.now_ms))
            else:
                self._screen.become(session)

        self._screen.become(replace(self._screen.touched, asking=True))
        self._screen.run(lambda: read_rewards(self._screen.desk, member_id), read)

    def begin(self) -> None:
        """Take back what was asked before this program began."""
        self._screen.run_unheard(lambda: give_up_abandoned(self._screen.desk))

    def look(self) -> None:
        """Look whether the answer has come, or whether it has been waited for long enough."""
        session = self._screen.session
        asked = session.asked
        if asked is None or session.page is not KioskPage.ASKING or session.asking:
            return
        late = self._screen.now_ms >= asked.until_ms
        ask = give_up if late else read_answer
        self._screen.become(replace(session, asking=late))
        self._screen.run(lambda: ask(self._screen.desk, asked), lambda answer: self._take(asked, answer))

    def left(self, before: Session, after: Session) -> None:
        """Take a question back whose asker has gone; what she gets all the same is shown at her next visit."""
        asked = before.asked
        if asked is not None and before.page is KioskPage.ASKING and after.member_id != before.member_id:
            self._screen.run_unheard(lambda: give_up(self._screen.desk, asked))

    @Slot(int)
    def _choose(self, row: int) -> None:
        session = self._screen.session
        shown = session.rewards
        if shown is None or not 0 <= row < len(shown.rewards):
            return
        view = shown.rewards[row]
        if view.gap_points > 0 or session.asking:
            return
        if not shown.online:
            self._screen.become(steps.with_problem(session, Problem(ProblemKind.AWAY), self._screen.now_ms))
            return
        session = replace(session, wanted=view.key)
        if view.needs_pin:
            self._ask_for_pin(session, PinEntry(choosing=not shown.has_pin))
            return
        self._ask(session, None)

    def _ask_for_pin(self, session: Session, entry: PinEntry) -> None:
        prepare_to_ask(self._screen.desk)
        self._screen.become(steps.with_pin_pad(session, entry, self._screen.now_ms))

    @Slot(str)
    def _type(self, digit: str) -> None:
        entry = self._screen.session.pin
        if entry is None:
            return
        session = steps.with_pin_digits(self._screen.session, entry.digits + digit, self._screen.now_ms)
        whole = steps.whole_pin(session)
        if whole is None:
            self._screen.become(session)
            return
        self._ask(session, TypedPin(whole, choosing=entry.choosing))

    @Slot()
    def _take_digit(self) -> None:
        entry = self._screen.session.pin
        if entry is not None:
            self._screen.become(steps.with_pin_digits(self._screen.session, entry.digits[:-1], self._screen.now_ms))

    @Slot()
    def _clear(self) -> None:
        self._screen.become(steps.with_pin_digits(self._screen.session, "", self._screen.now_ms))

    def _ask(self, session: Session, pin: TypedPin | None) -> None:
        member_id, wanted = session.member_id, session.wanted
        if member_id is None:
            return

        def asked(answer: Asked | NoLine | NotOffered) -> None:
            now = self._screen.session
            if isinstance(answer, Asked) and (now.member_id != member_id or now.page is not KioskPage.ASKING):
                self._screen.run_unheard(lambda: give_up(self._screen.desk, answer))
                return
            match answer:
                case Asked():
                    self._screen.become(replace(now, asked=answer))
                    self.look()
                case NoLine():
                    self._screen.become(steps.with_problem(now, Problem(ProblemKind.AWAY), self._screen.now_ms))
                case NotOffered():
                    self._screen.become(steps.with_problem(now, Problem(ProblemKind.REWARD_GONE), self._screen.now_ms))
                case _:
                    assert_never(answer)

        self._screen.become(steps.waiting_for_centre(session, self._screen.now_ms))
        self._screen.run(lambda: ask_for(self._screen.desk, member_id, wanted, pin), asked)

    def _take(self, asked: Asked, answer: Redeemed | TurnBought | Declined | StillAsked | GaveUp) -> None:
        session = self._screen.session
        if session.asked != asked:
            return
        session = replace(session, asking=False, touched_ms=self._screen.now_ms)
        match answer:
            case StillAsked():
                self._screen.become(replace(session, touched_ms=self._screen.session.touched_ms))
            case Redeemed(award=award):
                self._screen.become(steps.with_results(session, Origin.REDEEMED, (award,)))
            case TurnBought():
                self._screen.become(session)
                self._go_home()
            case GaveUp():
                self._screen.become(steps.with_problem(session, Problem(ProblemKind.TOO_SLOW), self._screen.now_ms))
            case Declined():
                self._decline(session, answer)
            case _:
                assert_never(answer)

    def _decline(self, session: Session, answer: Declined) -> None:
        match answer.reason:
            case HeldReason.PIN_WRONG if answer.detail.isdecimal():
                self._ask_for_pin(session, PinEntry(choosing=False, note=PinNote.WRONG, left=int(answer.detail)))
            case HeldReason.PIN_UNSET:
                self._ask_for_pin(session, PinEntry(choosing=True))
            case HeldReason.PIN_NEEDED:
                self._ask_for_pin(session, PinEntry(choosing=False))
            case reason:
                problem = Problem(_PROBLEMS.get(reason, ProblemKind.REWARD_GONE))
                self._screen.become(steps.with_problem(session, problem, self._screen.now_ms))
