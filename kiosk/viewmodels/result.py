"""What was won, where to collect it, until when and what to bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.viewmodels.rows import words
from kiosk.viewmodels.session import Session, turns_left
from shared.application.views import AwardView
from shared.domain.programme import PrizeKind
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class ResultProps:
    """What the result page shows; `kind` is top, prize, points or reward, `until` an ISO date, `step` counts from 1.

    `bell` is "ringing" or "coming" where staff are called for it, "" where they are not.
    """

    origin: str = "turns"
    kind: str = ""
    step: int = 0
    steps: int = 0
    ball: int = 0
    grade: str = ""
    name: str = ""
    won: str = ""
    nickname: str = ""
    voucherCode: str = ""
    counter: str = ""
    until: str = ""
    pointsWon: int = 0
    turnsLeft: int = 0
    picture: str = ""
    bell: str = ""
    bellName: str = ""


def derive_result(session: Session) -> ResultProps:
    """Derive the page from the session; without results everything is empty."""
    results, home = session.results, session.home
    if results is None or home is None or not results.steps:
        return ResultProps()
    awards = results.steps[results.at]
    first = awards[0]
    until = first.award.collect_until
    bell = session.bell if first.prize.rings else None
    return ResultProps(
        origin=results.origin.value,
        kind=kind_of(awards),
        step=results.at + 1,
        steps=len(results.steps),
        ball=first.prize.ball,
        grade=words(first.prize.grade, session.locale),
        name=words(first.prize.name, session.locale),
        won=words(first.prize.won, session.locale),
        nickname=home.nickname,
        voucherCode=first.award.voucher_code or "",
        counter=words(first.counter, session.locale),
        until=until.isoformat() if until else "",
        pointsWon=sum(view.prize.points for view in awards),
        turnsLeft=turns_left(session),
        picture=first.picture,
        bell=bell.state.value if bell else "",
        bellName=bell.name if bell else "",
    )


def kind_of(awards: Sequence[AwardView]) -> str:
    """Return how festive the page is: top, prize or points; what was paid for with points is no win."""
    prize = awards[0].prize
    if not awards[0].award.campaign:
        return "reward"
    if prize.kind is PrizeKind.POINTS:
        return "points"
    return "top" if prize.top else "prize"


@QmlElement
@QmlUncreatable("pages get it from the app")
class ResultViewModel(QObject):
    """Shows one award after the other and asks what comes next."""

    originChanged = Signal()
    kindChanged = Signal()
    stepChanged = Signal()
    stepsChanged = Signal()
    ballChanged = Signal()
    gradeChanged = Signal()
    nameChanged = Signal()
    wonChanged = Signal()
    nicknameChanged = Signal()
    voucherCodeChanged = Signal()
    counterChanged = Signal()
    untilChanged = Signal()
    pointsWonChanged = Signal()
    turnsLeftChanged = Signal()
    pictureChanged = Signal()
    bellChanged = Signal()
    bellNameChanged = Signal()

    nextAsked = Signal()
    againAsked = Signal()
    homeAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = ResultProps()

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_result(session)
        notify_changes(self, before, self._props)

    @Slot()
    def next(self) -> None:
        self.nextAsked.emit()

    @Slot()
    def again(self) -> None:
        self.againAsked.emit()

    @Slot()
    def goHome(self) -> None:
        self.homeAsked.emit()

    @Property(str, notify=originChanged)
    def origin(self) -> str:
        return self._props.origin

    @Property(str, notify=kindChanged)
    def kind(self) -> str:
        return self._props.kind

    @Property(int, notify=stepChanged)
    def step(self) -> int:
        return self._props.step

    @Property(int, notify=stepsChanged)
    def steps(self) -> int:
        return self._props.steps

    @Property(int, notify=ballChanged)
    def ball(self) -> int:
        return self._props.ball

    @Property(str, notify=gradeChanged)
    def grade(self) -> str:
        return self._props.grade

    @Property(str, notify=nameChanged)
    def name(self) -> str:
        return self._props.name

    @Property(str, notify=wonChanged)
    def won(self) -> str:
        return self._props.won

    @Property(str, notify=nicknameChanged)
    def nickname(self) -> str:
        return self._props.nickname

    @Property(str, notify=voucherCodeChanged)
    def voucherCode(self) -> str:
        return self._props.voucherCode

    @Property(str, notify=counterChanged)
    def counter(self) -> str:
        return self._props.counter

    @Property(str, notify=untilChanged)
    def until(self) -> str:
        return self._props.until

    @Property("qlonglong", notify=pointsWonChanged)
    def pointsWon(self) -> int:
        return self._props.pointsWon

    @Property(int, notify=turnsLeftChanged)
    def turnsLeft(self) -> int:
        return self._props.turnsLeft

    @Property(str, notify=pictureChanged)
    def picture(self) -> str:
        return self._props.picture

    @Property(str, notify=bellChanged)
    def bell(self) -> str:
        return self._props.bell

    @Property(str, notify=bellNameChanged)
    def bellName(self) -> str:
        return self._props.bellName
