"""What a till's receipt brought."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.viewmodels.session import Session, chosen_turns
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class ReceiptProps:
    """What the receipt page shows: `turns` now, `points` to come (-1 where only the till's journal knows them).

    `capped` says that no more turns come from receipts today, `canTurn` that there are any to take here.
    """

    turns: int = 0
    points: int = 0
    capped: bool = False
    canTurn: bool = False


def derive_receipt(session: Session) -> ReceiptProps:
    """Derive the page from the session."""
    taken = session.taken
    if taken is None:
        return ReceiptProps()
    offered = chosen_turns(taken.home)
    return ReceiptProps(
        turns=taken.turns,
        points=-1 if taken.points is None else taken.points,
        capped=taken.capped,
        canTurn=offered is not None and offered.usable > 0,
    )


@QmlElement
@QmlUncreatable("pages get it from the app")
class ReceiptViewModel(QObject):
    """Tells what a receipt brought; asks for the wheel, or to go on."""

    turnsChanged = Signal()
    pointsChanged = Signal()
    cappedChanged = Signal()
    canTurnChanged = Signal()

    wheelAsked = Signal(int)
    goOnAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = ReceiptProps()

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_receipt(session)
        notify_changes(self, before, self._props)

    @Slot()
    def openWheel(self) -> None:
        self.wheelAsked.emit(0)

    @Slot()
    def goOn(self) -> None:
        self.goOnAsked.emit()

    @Property(int, notify=turnsChanged)
    def turns(self) -> int:
        return self._props.turns

    @Property("qlonglong", notify=pointsChanged)
    def points(self) -> int:
        return self._props.points

    @Property(bool, notify=cappedChanged)
    def capped(self) -> bool:
        return self._props.capped

    @Property(bool, notify=canTurnChanged)
    def canTurn(self) -> bool:
        return self._props.canTurn
