"""Challenges: how far she is, what finishing brings, by which rules, and the badges that she has."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.viewmodels.rows import words
from kiosk.viewmodels.session import Session
from shared.application.views import CampaignView, Link
from shared.domain.hunts import Hunt
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    """A challenge as it is shown: `figure` of `target` in a `unit`, `standing` and `unit` by name, `until` an ISO date.

    `badges` counts how often she has finished it; a hunt has a page of its own.
    """

    key: str = ""
    name: str = ""
    about: str = ""
    rules: str = ""
    picture: str = ""
    figure: int = 0
    target: int = 0
    unit: str = ""
    share: float = 0.0
    until: str = ""
    untilThisYear: bool = True
    standing: str = ""
    points: int = 0
    turns: int = 0
    draw: str = ""
    badges: int = 0
    isHunt: bool = False


@dataclass(frozen=True, slots=True)
class ChallengesProps:
    """What the page shows beside its rows; `opened` is the row that is looked at, -1 for none."""

    opened: int = -1
    openedHunt: bool = False
    badgeCount: int = 0
    offline: bool = False
    masked: bool = False


def challenge_row(view: CampaignView, locale: str) -> ChallengeRow:
    """Return a challenge in the shopper's language."""
    campaign = view.campaign
    return ChallengeRow(
        key=campaign.key,
        name=words(campaign.name, locale),
        about=words(campaign.about, locale),
        rules=words(campaign.rules, locale),
        picture=campaign.badge.value,
        figure=view.reached.figure,
        target=view.reached.target,
        unit=campaign.unit.value,
        share=view.share,
        until=view.last_day.isoformat(),
        untilThisYear=view.this_year,
        standing=view.state.value,
        points=campaign.brings.points,
        turns=campaign.brings.turns,
        draw=words(view.draw, locale) if view.draw else "",
        badges=view.badges,
        isHunt=isinstance(campaign, Hunt),
    )


def derive_challenges(session: Session) -> ChallengesProps:
    """Derive the page from the session."""
    rows = challenge_rows(session)
    opened = next((place for place, row in enumerate(rows) if row.key == session.challenge), -1)
    return ChallengesProps(
        opened=opened,
        openedHunt=opened >= 0 and rows[opened].isHunt,
        badgeCount=sum(row.badges for row in rows),
        offline=session.attract is not None and session.attract.sync.link is not Link.ONLINE,
        masked=session.masked,
    )


def challenge_rows(session: Session) -> tuple[ChallengeRow, ...]:
    """Return a row for each challenge, what she is nearest to first."""
    return tuple(challenge_row(view, session.locale) for view in session.home.campaigns) if session.home else ()


@QmlElement
@QmlUncreatable("pages get it from the app")
class ChallengesViewModel(QObject):
    """Shows the challenges, and one of them with its rules."""

    openedChanged = Signal()
    openedHuntChanged = Signal()
    badgeCountChanged = Signal()
    offlineChanged = Signal()
    maskedChanged = Signal()

    challengeChosen = Signal(str)
    huntAsked = Signal(str)
    listAsked = Signal()
    backAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = ChallengesProps()
        self._rows = RowsModel(ChallengeRow, lambda row: row.key, self)

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_challenges(session)
        self._rows.replace(challenge_rows(session))
        notify_changes(self, before, self._props)

    @Slot(int)
    def choose(self, row: int) -> None:
        if 0 <= row < len(self._rows.rows):
            self.challengeChosen.emit(self._rows.rows[row].key)

    @Slot()
    def openHunt(self) -> None:
        """Go to the spots of the hunt that is looked at."""
        opened = self._props.opened
        if 0 <= opened < len(self._rows.rows) and self._rows.rows[opened].isHunt:
            self.huntAsked.emit(self._rows.rows[opened].key)

    @Slot()
    def goBack(self) -> None:
        if self._props.opened >= 0:
            self.listAsked.emit()
        else:
            self.backAsked.emit()

    @Property(int, notify=openedChanged)
    def opened(self) -> int:
        return self._props.opened

    @Property(bool, notify=openedHuntChanged)
    def openedHunt(self) -> bool:
        return self._props.openedHunt

    @Property(int, notify=badgeCountChanged)
    def badgeCount(self) -> int:
        return self._props.badgeCount

    @Property(bool, notify=offlineChanged)
    def offline(self) -> bool:
        return self._props.offline

    @Property(bool, notify=maskedChanged)
    def masked(self) -> bool:
        return self._props.masked

    @Property(QObject, constant=True)
    def rows(self) -> RowsModel[ChallengeRow]:
        return self._rows
