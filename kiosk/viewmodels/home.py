"""The greeting: whose card it is, her points, her turns and what she may do now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from kiosk.viewmodels.attract import last_contact
from kiosk.viewmodels.rows import Facet, HomeRow, RowKind, facets, home_rows, words
from kiosk.viewmodels.session import Session, chosen_turns, offered_turns
from shared.application.views import CampaignTurns, Link
from shared.domain.tiers import TierStanding
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

_ROWS_KEPT = 8
"""Rows that are there before there is anything to say in them: making them would take longer than the greeting."""


@dataclass(frozen=True, slots=True)
class HomeProps:
    """What the home page shows; dates are ISO dates. While `masked`, QML draws dots for every figure and name."""

    programme: str = ""
    daytime: str = "day"
    nickname: str = ""
    masked: bool = False
    points: int = 0
    pendingPoints: int = 0
    debtPoints: int = 0
    gainedPoints: int = 0
    expiryPoints: int = 0
    cardShown: bool = True
    expiryDate: str = ""
    expiryThisYear: bool = True
    tier: str = ""
    nextTier: str = ""
    gapPoints: int = 0
    tierShare: float = 0.0
    hasCampaign: bool = False
    campaign: str = ""
    turns: int = 0
    turnsElsewhere: int = 0
    elsewhere: str = ""
    turnsComing: int = 0
    yenPerTicket: int = 0
    freeVisitTicket: bool = False
    offline: bool = False
    lastContact: str = ""
    receipts: bool = False
    rowCount: int = 0
    challengeOpen: bool = False


def derive_home(session: Session) -> HomeProps:
    """Derive the page from the session; without a member everything is empty."""
    home = session.home
    if home is None:
        return HomeProps()
    standing = home.standing
    following = standing.following
    shown = HomeProps(
        daytime=session.daytime.value,
        nickname=home.nickname,
        masked=session.masked,
        cardShown=home.card_shown,
        points=home.balance_points,
        pendingPoints=home.pending_points,
        debtPoints=home.debt_points,
        gainedPoints=session.gained_points,
        expiryPoints=home.expiry.points if home.expiry else 0,
        expiryDate=home.expiry.last_day.isoformat() if home.expiry else "",
        expiryThisYear=home.expiry.this_year if home.expiry else True,
        tier=words(standing.tier.name, session.locale),
        nextTier=words(following.name, session.locale) if following else "",
        gapPoints=standing.gap_points,
        tierShare=tier_share(standing),
    )
    return _with_shop(_with_turns(shown, chosen_turns(home), session.locale), session)


def tier_share(standing: TierStanding) -> float:
    """Return how far the member is on the way to the next tier, 0 to 1; 1 at the top."""
    following = standing.following
    if following is None:
        return 1.0
    return min(max(standing.qualifying_points / following.threshold_points, 0.0), 1.0)


def _with_turns(shown: HomeProps, turns: CampaignTurns | None, locale: str) -> HomeProps:
    if turns is None:
        return shown
    return replace(
        shown,
        hasCampaign=True,
        campaign=words(turns.wheel.name, locale),
        turns=turns.usable,
        turnsElsewhere=sum(count for _, count in turns.elsewhere),
        elsewhere=next((label for label, _ in turns.elsewhere if label), ""),
        turnsComing=turns.coming,
        yenPerTicket=turns.wheel.tickets.yen_per_ticket,
        freeVisitTicket=turns.wheel.tickets.first_visit_of_day,
    )


def _with_shop(shown: HomeProps, session: Session) -> HomeProps:
    view = session.attract
    if view is None:
        return shown
    offline = view.sync.link is not Link.ONLINE
    return replace(
        shown,
        programme=words(view.programme, session.locale),
        offline=offline,
        lastContact=last_contact(view) if offline else "",
        receipts=view.receipts,
    )


@QmlElement
@QmlUncreatable("pages get it from the app")
class HomeViewModel(QObject):
    """Shows the member her standing and asks for the wheel or a prize that waits."""

    programmeChanged = Signal()
    daytimeChanged = Signal()
    nicknameChanged = Signal()
    maskedChanged = Signal()
    pointsChanged = Signal()
    pendingPointsChanged = Signal()
    debtPointsChanged = Signal()
    gainedPointsChanged = Signal()
    expiryPointsChanged = Signal()
    cardShownChanged = Signal()
    expiryDateChanged = Signal()
    expiryThisYearChanged = Signal()
    tierChanged = Signal()
    nextTierChanged = Signal()
    gapPointsChanged = Signal()
    tierShareChanged = Signal()
    hasCampaignChanged = Signal()
    campaignChanged = Signal()
    turnsChanged = Signal()
    turnsElsewhereChanged = Signal()
    elsewhereChanged = Signal()
    turnsComingChanged = Signal()
    yenPerTicketChanged = Signal()
    freeVisitTicketChanged = Signal()
    offlineChanged = Signal()
    lastContactChanged = Signal()
    receiptsChanged = Signal()
    rowCountChanged = Signal()
    challengeOpenChanged = Signal()

    wheelAsked = Signal(int)
    waitingAsked = Signal(int)
    rewardsAsked = Signal()
    challengesAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = HomeProps()
        self._facets = RowsModel(Facet, lambda facet: facet.ball, self)
        self._rows = RowsModel(HomeRow, lambda row: row.number, self)
        self._rows.replace(_padded(()))

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_home(session)
        offered = offered_turns(session.home) if session.home else ()
        if offered:
            self._facets.replace(facets(offered[0].wheel.prizes, session.locale))
        rows = home_rows(session.home, offered[1:], session.locale) if session.home else ()
        self._rows.replace(_padded(rows))
        going = any(row.kind == RowKind.CHALLENGE and row.name for row in rows)
        self._props = replace(self._props, rowCount=len(rows), challengeOpen=going)
        notify_changes(self, before, self._props)

    @Slot()
    def openWheel(self) -> None:
        self.wheelAsked.emit(0)

    @Slot(int)
    def openRow(self, row: int) -> None:
        if not 0 <= row < self._props.rowCount:
            return
        kind, before = self._rows.rows[row].kind, [each.kind for each in self._rows.rows[:row]]
        if kind == RowKind.REWARDS:
            self.rewardsAsked.emit()
        elif kind == RowKind.CHALLENGE:
            self.challengesAsked.emit()
        elif kind == RowKind.DRAW:
            self.wheelAsked.emit(before.count(kind) + 1)
        else:
            self.waitingAsked.emit(before.count(kind))

    @Property(str, notify=programmeChanged)
    def programme(self) -> str:
        return self._props.programme

    @Property(str, notify=daytimeChanged)
    def daytime(self) -> str:
        return self._props.daytime

    @Property(str, notify=nicknameChanged)
    def nickname(self) -> str:
        return self._props.nickname

    @Property(bool, notify=maskedChanged)
    def masked(self) -> bool:
        return self._props.masked

    @Property("qlonglong", notify=pointsChanged)
    def points(self) -> int:
        return self._props.points

    @Property("qlonglong", notify=pendingPointsChanged)
    def pendingPoints(self) -> int:
        return self._props.pendingPoints

    @Property("qlonglong", notify=debtPointsChanged)
    def debtPoints(self) -> int:
        return self._props.debtPoints

    @Property("qlonglong", notify=gainedPointsChanged)
    def gainedPoints(self) -> int:
        return self._props.gainedPoints

    @Property("qlonglong", notify=expiryPointsChanged)
    def expiryPoints(self) -> int:
        return self._props.expiryPoints

    @Property(bool, notify=cardShownChanged)
    def cardShown(self) -> bool:
        return self._props.cardShown

    @Property(str, notify=expiryDateChanged)
    def expiryDate(self) -> str:
        return self._props.expiryDate

    @Property(bool, notify=expiryThisYearChanged)
    def expiryThisYear(self) -> bool:
        return self._props.expiryThisYear

    @Property(str, notify=tierChanged)
    def tier(self) -> str:
        return self._props.tier

    @Property(str, notify=nextTierChanged)
    def nextTier(self) -> str:
        return self._props.nextTier

    @Property("qlonglong", notify=gapPointsChanged)
    def gapPoints(self) -> int:
        return self._props.gapPoints

    @Property(float, notify=tierShareChanged)
    def tierShare(self) -> float:
        return self._props.tierShare

    @Property(bool, notify=hasCampaignChanged)
    def hasCampaign(self) -> bool:
        return self._props.hasCampaign

    @Property(str, notify=campaignChanged)
    def campaign(self) -> str:
        return self._props.campaign

    @Property(int, notify=turnsChanged)
    def turns(self) -> int:
        return self._props.turns

    @Property(int, notify=turnsElsewhereChanged)
    def turnsElsewhere(self) -> int:
        return self._props.turnsElsewhere

    @Property(str, notify=elsewhereChanged)
    def elsewhere(self) -> str:
        return self._props.elsewhere

    @Property(int, notify=turnsComingChanged)
    def turnsComing(self) -> int:
        return self._props.turnsComing

    @Property(int, notify=yenPerTicketChanged)
    def yenPerTicket(self) -> int:
        return self._props.yenPerTicket

    @Property(bool, notify=freeVisitTicketChanged)
    def freeVisitTicket(self) -> bool:
        return self._props.freeVisitTicket

    @Property(bool, notify=offlineChanged)
    def offline(self) -> bool:
        return self._props.offline

    @Property(str, notify=lastContactChanged)
    def lastContact(self) -> str:
        return self._props.lastContact

    @Property(bool, notify=receiptsChanged)
    def receipts(self) -> bool:
        return self._props.receipts

    @Property(int, notify=rowCountChanged)
    def rowCount(self) -> int:
        return self._props.rowCount

    @Property(bool, notify=challengeOpenChanged)
    def challengeOpen(self) -> bool:
        return self._props.challengeOpen

    @Property(QObject, constant=True)
    def facets(self) -> RowsModel[Facet]:
        return self._facets

    @Property(QObject, constant=True)
    def rows(self) -> RowsModel[HomeRow]:
        return self._rows


def _padded(rows: tuple[HomeRow, ...]) -> tuple[HomeRow, ...]:
    return rows + tuple(HomeRow(number) for number in range(len(rows), _ROWS_KEPT))
