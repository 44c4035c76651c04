"""A challenge that is finished: its badge, and what it brings."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.viewmodels.challenges import challenge_row
from kiosk.viewmodels.session import Session
from shared.application.views import Link
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class FinishedProps:
    """What the page shows; `state` is a `CampaignState`, `more` how many others are finished."""

    name: str = ""
    picture: str = ""
    state: str = ""
    points: int = 0
    turns: int = 0
    draw: str = ""
    badges: int = 0
    more: int = 0
    offline: bool = False


def derive_finished(session: Session) -> FinishedProps:
    """Derive the page from the session; empty where nothing is celebrated."""
    home, celebrating = session.home, session.celebrating
    views = home.campaigns if home is not None else ()
    view = next((each for each in views if celebrating and each.campaign.key == celebrating[0]), None)
    if view is None:
        return FinishedProps()
    row = challenge_row(view, session.locale)
    # What was finished in a window before this one is given by now.
    state = "given" if row.standing == "open" else row.standing
    return FinishedProps(
        name=row.name,
        picture=row.picture,
        state=state,
        points=row.points,
        turns=row.turns,
        draw=row.draw,
        badges=max(row.badges, 1),
        more=len(celebrating) - 1,
        offline=session.attract is not None and session.attract.sync.link is not Link.ONLINE,
    )


@QmlElement
@QmlUncreatable("pages get it from the app")
class FinishedViewModel(QObject):
    """Celebrates one challenge after the other."""

    nameChanged = Signal()
    pictureChanged = Signal()
    stateChanged = Signal()
    pointsChanged = Signal()
    turnsChanged = Signal()
    drawChanged = Signal()
    badgesChanged = Signal()
    moreChanged = Signal()
    offlineChanged = Signal()

    goOnAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = FinishedProps()

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_finished(session)
        notify_changes(self, before, self._props)

    @Slot()
    def goOn(self) -> None:
        self.goOnAsked.emit()

    @Property(str, notify=nameChanged)
    def name(self) -> str:
        return self._props.name

    @Property(str, notify=pictureChanged)
    def picture(self) -> str:
        return self._props.picture

    @Property(str, notify=stateChanged)
    def state(self) -> str:
        return self._props.state

    @Property("qlonglong", notify=pointsChanged)
    def points(self) -> int:
        return self._props.points

    @Property(int, notify=turnsChanged)
    def turns(self) -> int:
        return self._props.turns

    @Property(str, notify=drawChanged)
    def draw(self) -> str:
        return self._props.draw

    @Property(int, notify=badgesChanged)
    def badges(self) -> int:
        return self._props.badges

    @Property(int, notify=moreChanged)
    def more(self) -> int:
        return self._props.more

    @Property(bool, notify=offlineChanged)
    def offline(self) -> bool:
        return self._props.offline
