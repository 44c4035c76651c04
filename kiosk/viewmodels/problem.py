"""Why it does not go on as hoped, and what does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject

from kiosk.viewmodels.rows import words
from kiosk.viewmodels.session import ProblemKind, Session
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

_WITHOUT_CARD: Final = frozenset({ProblemKind.RECEIPT_CARD, ProblemKind.POSTER_CARD, ProblemKind.FOREIGN})
"""Whoever is told this may have no card yet."""


@dataclass(frozen=True, slots=True)
class ProblemProps:
    """What the problem page shows; the sentences for `kind` are QML's. `joining` says that she may join instead."""

    kind: str = ""
    place: str = ""
    waitSeconds: int = 0
    limit: int = 0
    inSession: bool = False
    joining: bool = False


def derive_problem(session: Session) -> ProblemProps:
    """Derive the page from the session."""
    problem = session.problem
    if problem is None:
        return ProblemProps()
    return ProblemProps(
        kind=problem.kind.value,
        place=words(problem.said, session.locale) if problem.said else problem.place,
        waitSeconds=-(-problem.wait_ms // 1000),
        limit=problem.limit,
        inSession=session.home is not None,
        joining=session.home is None
        and problem.kind in _WITHOUT_CARD
        and bool(session.attract and session.attract.joining),
    )


@QmlElement
@QmlUncreatable("pages get it from the app")
class ProblemViewModel(QObject):
    """Shows a problem kindly and asks to go on."""

    kindChanged = Signal()
    placeChanged = Signal()
    waitSecondsChanged = Signal()
    limitChanged = Signal()
    inSessionChanged = Signal()
    joiningChanged = Signal()

    goOnAsked = Signal()
    joinAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = ProblemProps()

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_problem(session)
        notify_changes(self, before, self._props)

    @Slot()
    def goOn(self) -> None:
        self.goOnAsked.emit()

    @Slot()
    def join(self) -> None:
        self.joinAsked.emit()

    @Property(str, notify=kindChanged)
    def kind(self) -> str:
        return self._props.kind

    @Property(str, notify=placeChanged)
    def place(self) -> str:
        return self._props.place

    @Property(int, notify=waitSecondsChanged)
    def waitSeconds(self) -> int:
        return self._props.waitSeconds

    @Property(int, notify=limitChanged)
    def limit(self) -> int:
        return self._props.limit

    @Property(bool, notify=inSessionChanged)
    def inSession(self) -> bool:
        return self._props.inSession

    @Property(bool, notify=joiningChanged)
    def joining(self) -> bool:
        return self._props.joining
