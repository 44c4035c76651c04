"""What points can become: what she can have first, then what she is nearest to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.viewmodels.rows import words
from kiosk.viewmodels.session import Session
from shared.application.views import RewardsView, RewardView, TurnOffer
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class RewardRow:
    """A reward or a `turn` of a draw; `gap` is how many points are missing, 0 when she can have it."""

    turn: bool
    name: str
    about: str
    picture: str
    points: int
    gap: int


@dataclass(frozen=True, slots=True)
class RewardsProps:
    """What the rewards page shows beside its rows."""

    points: int = 0
    offline: bool = False
    masked: bool = False


def derive_rewards(session: Session) -> RewardsProps:
    """Derive the page from the session."""
    shown = session.rewards
    return RewardsProps(shown.balance_points, not shown.online, session.masked) if shown else RewardsProps()


def reward_rows(shown: RewardsView, locale: str) -> tuple[RewardRow, ...]:
    """Return a row for each offer, in the order in which they are shown."""
    return tuple(_row(offer, locale) for offer in shown.rewards)


def _row(offer: RewardView | TurnOffer, locale: str) -> RewardRow:
    match offer:
        case RewardView(reward):
            about, picture = words(reward.about, locale), reward.picture.value
        case TurnOffer():
            about, picture = "", ""
    turn = isinstance(offer, TurnOffer)
    return RewardRow(turn, words(offer.name, locale), about, picture, offer.points, offer.gap_points)


@QmlElement
@QmlUncreatable("pages get it from the app")
class RewardsViewModel(QObject):
    """Shows the rewards and asks for one, or for the page before."""

    pointsChanged = Signal()
    offlineChanged = Signal()
    maskedChanged = Signal()

    rewardChosen = Signal(int)
    backAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = RewardsProps()
        self._rows = RowsModel(RewardRow, parent=self)

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_rewards(session)
        self._rows.replace(reward_rows(session.rewards, session.locale) if session.rewards else ())
        notify_changes(self, before, self._props)

    @Slot(int)
    def choose(self, row: int) -> None:
        self.rewardChosen.emit(row)

    @Slot()
    def goBack(self) -> None:
        self.backAsked.emit()

    @Property("qlonglong", notify=pointsChanged)
    def points(self) -> int:
        return self._props.points

    @Property(bool, notify=offlineChanged)
    def offline(self) -> bool:
        return self._props.offline

    @Property(bool, notify=maskedChanged)
    def masked(self) -> bool:
        return self._props.masked

    @Property(QObject, constant=True)
    def rows(self) -> RowsModel[RewardRow]:
        return self._rows
