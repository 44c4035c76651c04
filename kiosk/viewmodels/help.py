"""Questions with their answers, and how the call for staff stands."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.viewmodels.rows import words
from kiosk.viewmodels.session import Session
from shared.application.views import Link
from shared.domain.faq import find_in_faq
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class FaqRow:
    """A question and its answer in the shopper's language."""

    key: str = ""
    question: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class HelpProps:
    """What the page shows beside its rows; `call` is how the call stands, "" where there is none; `counter` a place."""

    locale: str = "ja"
    searching: bool = False
    typed: str = ""
    call: str = ""
    name: str = ""
    offline: bool = False
    inSession: bool = False
    counter: str = ""


def derive_help(session: Session) -> HelpProps:
    """Derive the page from the session."""
    help_ = session.help
    offline = session.attract is not None and session.attract.sync.link is not Link.ONLINE
    if help_ is None:
        return HelpProps(locale=session.locale, offline=offline)
    counter = session.attract.counter if session.attract else None
    return HelpProps(
        locale=session.locale,
        searching=help_.searching,
        typed=help_.typed,
        call=help_.call.state.value if help_.call else "",
        name=help_.call.name if help_.call else "",
        offline=offline,
        inSession=session.home is not None,
        counter=words(counter, session.locale) if counter else "",
    )


def faq_rows(session: Session) -> tuple[FaqRow, ...]:
    """Return the questions that fit what is sought, in the shopper's language."""
    if session.attract is None:
        return ()
    found = find_in_faq(session.attract.help, session.help.typed if session.help else "")
    return tuple(FaqRow(e.key, words(e.question, session.locale), words(e.answer, session.locale)) for e in found)


@QmlElement
@QmlUncreatable("pages get it from the app")
class HelpViewModel(QObject):
    """Shows questions, takes what is sought, and calls staff."""

    localeChanged = Signal()
    searchingChanged = Signal()
    typedChanged = Signal()
    callChanged = Signal()
    nameChanged = Signal()
    offlineChanged = Signal()
    inSessionChanged = Signal()
    counterChanged = Signal()

    backAsked = Signal()
    searchAsked = Signal(bool)
    textTyped = Signal(str)
    voicingAsked = Signal()
    staffAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = HelpProps()
        self._rows = RowsModel(FaqRow, lambda row: row.key, self)

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_help(session)
        self._rows.replace(faq_rows(session))
        notify_changes(self, before, self._props)

    @Slot()
    def goBack(self) -> None:
        self.backAsked.emit()

    @Slot(bool)
    def search(self, searching: bool) -> None:
        self.searchAsked.emit(searching)

    @Slot(str)
    def type(self, signs: str) -> None:
        self.textTyped.emit(self._props.typed + signs)

    @Slot()
    def backspace(self) -> None:
        self.textTyped.emit(self._props.typed[:-1])

    @Slot()
    def clear(self) -> None:
        self.textTyped.emit("")

    @Slot()
    def voice(self) -> None:
        self.voicingAsked.emit()

    @Slot()
    def callStaff(self) -> None:
        self.staffAsked.emit()

    @Property(str, notify=localeChanged)
    def locale(self) -> str:
        return self._props.locale

    @Property(bool, notify=searchingChanged)
    def searching(self) -> bool:
        return self._props.searching

    @Property(str, notify=typedChanged)
    def typed(self) -> str:
        return self._props.typed

    @Property(str, notify=callChanged)
    def call(self) -> str:
        return self._props.call

    @Property(str, notify=nameChanged)
    def name(self) -> str:
        return self._props.name

    @Property(bool, notify=offlineChanged)
    def offline(self) -> bool:
        return self._props.offline

    @Property(bool, notify=inSessionChanged)
    def inSession(self) -> bool:
        return self._props.inSession

    @Property(str, notify=counterChanged)
    def counter(self) -> str:
        return self._props.counter

    @Property(QObject, constant=True)
    def rows(self) -> RowsModel[FaqRow]:
        return self._rows
