"""The page that invites."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from kiosk.viewmodels.rows import CountRow, Facet, count_rows, facets, words
from kiosk.viewmodels.session import Session
from shared.application.read_attract import AttractView
from shared.application.views import Link
from shared.domain.programme import PrizeKind
from shared.hardware.preview import CameraFeed
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

PRIZES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class AttractProps:
    """What the attract page shows; `until` is an ISO date, `lastContact` a time of day."""

    programme: str = ""
    hasWheel: bool = False
    title: str = ""
    tagline: str = ""
    until: str = ""
    ballsLeft: int = 0
    offline: bool = False
    lastContact: str = ""
    asking: bool = False
    receipts: bool = False
    joining: bool = False
    welcomePoints: int = 0


def derive_attract(session: Session) -> AttractProps:
    """Derive the page from the session; without a campaign it invites to look at points."""
    view = session.attract
    if view is None:
        return AttractProps(asking=session.asking)
    offline = view.sync.link is not Link.ONLINE
    shown = AttractProps(
        programme=words(view.programme, session.locale),
        offline=offline,
        lastContact=last_contact(view) if offline else "",
        asking=session.asking,
        receipts=view.receipts,
        joining=view.joining is not None,
        welcomePoints=view.joining.welcome_points if view.joining else 0,
    )
    if view.wheel is None:
        return shown
    return replace(
        shown,
        hasWheel=True,
        title=words(view.wheel.name, session.locale),
        tagline=words(view.wheel.tagline, session.locale),
        until=view.wheel.ends_on.isoformat(),
        ballsLeft=view.balls_left,
    )


def last_contact(view: AttractView) -> str:
    """Return when the centre was last heard, as a time of day in the programme's zone; "" if never."""
    at = view.sync.last_contact_at
    return at.astimezone(ZoneInfo(view.time_zone)).strftime("%H:%M") if at else ""


def best_prizes(view: AttractView | None, locale: str) -> tuple[CountRow, ...]:
    """Return the first prizes of the document that are goods or coupons and still in the drum."""
    if view is None:
        return ()
    prizes = [(prize, left) for prize, left in view.counts if left and prize.kind is not PrizeKind.POINTS]
    return count_rows(prizes[:PRIZES_SHOWN], locale)


@QmlElement
@QmlUncreatable("pages get it from the app")
class AttractViewModel(QObject):
    """Shows the running campaign to whoever passes; `feed` is what the camera sees, to aim by."""

    seeingChanged = Signal()
    programmeChanged = Signal()
    hasWheelChanged = Signal()
    titleChanged = Signal()
    taglineChanged = Signal()
    untilChanged = Signal()
    ballsLeftChanged = Signal()
    offlineChanged = Signal()
    lastContactChanged = Signal()
    askingChanged = Signal()
    receiptsChanged = Signal()
    joiningChanged = Signal()
    welcomePointsChanged = Signal()

    joinAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = AttractProps()
        self._feed = CameraFeed(self)
        self._feed.changed.connect(self._look_at_feed)
        self._seeing = False
        self._facets = RowsModel(Facet, lambda facet: facet.ball, self)
        self._prizes = RowsModel(CountRow, lambda row: row.ball, self)

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_attract(session)
        wheel = session.attract.wheel if session.attract else None
        self._facets.replace(facets(wheel.prizes, session.locale) if wheel else ())
        self._prizes.replace(best_prizes(session.attract, session.locale))
        notify_changes(self, before, self._props)

    @Slot()
    def join(self) -> None:
        self.joinAsked.emit()

    @Slot()
    def _look_at_feed(self) -> None:
        seeing = not self._feed.image.isNull()
        if seeing != self._seeing:
            self._seeing = seeing
            self.seeingChanged.emit()

    @Property(CameraFeed, constant=True)
    def feed(self) -> CameraFeed:
        return self._feed

    @Property(bool, notify=seeingChanged)
    def seeing(self) -> bool:
        return self._seeing

    @Property(str, notify=programmeChanged)
    def programme(self) -> str:
        return self._props.programme

    @Property(bool, notify=hasWheelChanged)
    def hasWheel(self) -> bool:
        return self._props.hasWheel

    @Property(str, notify=titleChanged)
    def title(self) -> str:
        return self._props.title

    @Property(str, notify=taglineChanged)
    def tagline(self) -> str:
        return self._props.tagline

    @Property(str, notify=untilChanged)
    def until(self) -> str:
        return self._props.until

    @Property(int, notify=ballsLeftChanged)
    def ballsLeft(self) -> int:
        return self._props.ballsLeft

    @Property(bool, notify=offlineChanged)
    def offline(self) -> bool:
        return self._props.offline

    @Property(str, notify=lastContactChanged)
    def lastContact(self) -> str:
        return self._props.lastContact

    @Property(bool, notify=askingChanged)
    def asking(self) -> bool:
        return self._props.asking

    @Property(bool, notify=receiptsChanged)
    def receipts(self) -> bool:
        return self._props.receipts

    @Property(bool, notify=joiningChanged)
    def joining(self) -> bool:
        return self._props.joining

    @Property(int, notify=welcomePointsChanged)
    def welcomePoints(self) -> int:
        return self._props.welcomePoints

    @Property(QObject, constant=True)
    def facets(self) -> RowsModel[Facet]:
        return self._facets

    @Property(QObject, constant=True)
    def prizes(self) -> RowsModel[CountRow]:
        return self._prizes
