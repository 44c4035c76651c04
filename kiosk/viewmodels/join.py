"""The pages on which a person joins by herself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.viewmodels.joining_steps import JoinStep, may_skip, steps_of, typed_here
from kiosk.viewmodels.rows import words
from kiosk.viewmodels.session import Session
from shared.application.join_member import offered
from shared.domain.codes import format_number
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class PurposeRow:
    """Something that she may agree to; `document` is what she can read about it, "" for nothing more."""

    key: str
    name: str
    sentence: str
    document: str
    needed: bool
    agreed: bool


@dataclass(frozen=True, slots=True)
class JoinProps:
    """What the pages show; `step` and `fault` are keys that QML words, `at` counts the questions from 1.

    `typed` stands in the field, `optional` says that it may stay empty. While `masked`, QML draws dots for it.
    """

    step: str = ""
    at: int = 0
    count: int = 0
    typed: str = ""
    masked: bool = False
    fault: str = ""
    optional: bool = False
    recording: bool = False
    locale: str = "ja"
    youngestYears: int = 0
    guardianBelowYears: int = 0
    welcomePoints: int = 0
    yenPerPoint: int = 0
    yenPerTicket: int = 0
    freeVisitTicket: bool = False
    nickname: str = ""
    cardCode: str = ""
    memberNumber: str = ""


def derive_join(session: Session) -> JoinProps:
    """Derive the pages from the session; without anybody who joins everything is empty."""
    joining = session.joining
    if joining is None:
        return JoinProps()
    view, steps, card = joining.view, steps_of(joining), joining.card
    return JoinProps(
        step=joining.step.value,
        at=steps.index(joining.step) + 1 if joining.step in steps else 0,
        count=len(steps),
        typed=typed_here(joining),
        masked=session.masked,
        fault=joining.fault.value if joining.fault else "",
        optional=may_skip(joining),
        recording=session.asking,
        locale=session.locale,
        youngestYears=view.rules.youngest_years,
        guardianBelowYears=view.rules.guardian_below_years,
        welcomePoints=view.welcome_points,
        yenPerPoint=view.yen_per_point,
        yenPerTicket=view.yen_per_ticket,
        freeVisitTicket=view.free_visit_ticket,
        nickname=card.nickname if card else "",
        cardCode=card.card_code if card else "",
        memberNumber=format_number(card.number) if card else "",
    )


def purpose_rows(session: Session) -> tuple[PurposeRow, ...]:
    """Return what she may agree to; nothing is ticked that she has not ticked herself."""
    joining = session.joining
    if joining is None or joining.step is not JoinStep.CONSENTS:
        return ()
    locale, agreed = session.locale, joining.form.consents
    return tuple(
        PurposeRow(
            p.key,
            words(p.name, locale),
            words(p.text, locale),
            words(p.document, locale) if p.document is not None else "",
            p.needed,
            p.key in agreed,
        )
        for p in offered(joining.view.purposes, joining.form)
    )


@QmlElement
@QmlUncreatable("pages get it from the app")
class JoinViewModel(QObject):
    """Takes what is typed, one sign at a time; what becomes of it the app decides."""

    stepChanged = Signal()
    atChanged = Signal()
    countChanged = Signal()
    typedChanged = Signal()
    maskedChanged = Signal()
    faultChanged = Signal()
    optionalChanged = Signal()
    recordingChanged = Signal()
    localeChanged = Signal()
    youngestYearsChanged = Signal()
    guardianBelowYearsChanged = Signal()
    welcomePointsChanged = Signal()
    yenPerPointChanged = Signal()
    yenPerTicketChanged = Signal()
    freeVisitTicketChanged = Signal()
    nicknameChanged = Signal()
    cardCodeChanged = Signal()
    memberNumberChanged = Signal()
    domainsChanged = Signal()

    textTyped = Signal(str)
    voicingAsked = Signal()
    domainChosen = Signal(str)
    consentSaid = Signal(str, bool)
    forwardAsked = Signal()
    backAsked = Signal()
    homeAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = JoinProps()
        self._domains: list[str] = []
        self._purposes = RowsModel(PurposeRow, lambda row: row.key, self)

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_join(session)
        self._purposes.replace(purpose_rows(session))
        domains = list(session.joining.view.rules.email_domains) if session.joining else []
        if domains != self._domains:
            self._domains = domains
            self.domainsChanged.emit()
        notify_changes(self, before, self._props)

    @Slot(str)
    def type(self, sign: str) -> None:
        """Add one sign behind what stands there."""
        if len(sign) == 1:
            self.textTyped.emit(self._props.typed + sign)

    @Slot()
    def backspace(self) -> None:
        self.textTyped.emit(self._props.typed[:-1])

    @Slot()
    def clear(self) -> None:
        self.textTyped.emit("")

    @Slot()
    def voice(self) -> None:
        """Turn the last kana into its next form."""
        self.voicingAsked.emit()

    @Slot(str)
    def chooseDomain(self, domain: str) -> None:
        self.domainChosen.emit(domain)

    @Slot(str, bool)
    def agree(self, key: str, agreed: bool) -> None:
        self.consentSaid.emit(key, agreed)

    @Slot()
    def goForward(self) -> None:
        self.forwardAsked.emit()

    @Slot()
    def goBack(self) -> None:
        self.backAsked.emit()

    @Slot()
    def goHome(self) -> None:
        """Go on to her own page with the new card."""
        self.homeAsked.emit()

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(int, notify=atChanged)
    def at(self) -> int:
        return self._props.at

    @Property(int, notify=countChanged)
    def count(self) -> int:
        return self._props.count

    @Property(str, notify=typedChanged)
    def typed(self) -> str:
        return self._props.typed

    @Property(bool, notify=maskedChanged)
    def masked(self) -> bool:
        return self._props.masked

    @Property(str, notify=faultChanged)
    def fault(self) -> str:
        return self._props.fault

    @Property(bool, notify=optionalChanged)
    def optional(self) -> bool:
        return self._props.optional

    @Property(bool, notify=recordingChanged)
    def recording(self) -> bool:
        return self._props.recording

    @Property(str, notify=localeChanged)
    def locale(self) -> str:
        return self._props.locale

    @Property(int, notify=youngestYearsChanged)
    def youngestYears(self) -> int:
        return self._props.youngestYears

    @Property(int, notify=guardianBelowYearsChanged)
    def guardianBelowYears(self) -> int:
        return self._props.guardianBelowYears

    @Property(int, notify=welcomePointsChanged)
    def welcomePoints(self) -> int:
        return self._props.welcomePoints

    @Property(int, notify=yenPerPointChanged)
    def yenPerPoint(self) -> int:
        return self._props.yenPerPoint

    @Property(int, notify=yenPerTicketChanged)
    def yenPerTicket(self) -> int:
        return self._props.yenPerTicket

    @Property(bool, notify=freeVisitTicketChanged)
    def freeVisitTicket(self) -> bool:
        return self._props.freeVisitTicket

    @Property(str, notify=nicknameChanged)
    def nickname(self) -> str:
        return self._props.nickname

    @Property(str, notify=cardCodeChanged)
    def cardCode(self) -> str:
        return self._props.cardCode

    @Property(str, notify=memberNumberChanged)
    def memberNumber(self) -> str:
        return self._props.memberNumber

    @Property("QStringList", notify=domainsChanged)
    def domains(self) -> list[str]:
        return self._domains

    @Property(QObject, constant=True)
    def purposes(self) -> RowsModel[PurposeRow]:
        return self._purposes
