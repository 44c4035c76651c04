"""The pad for a member's PIN: how many digits are in, never which."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.viewmodels.session import Session
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class MemberPinProps:
    """What the pad shows; `mode` is enter, choose or repeat, the sentences for `note` are QML's."""

    mode: str = "enter"
    filled: int = 0
    note: str = ""
    triesLeft: int = 0


def derive_member_pin(session: Session) -> MemberPinProps:
    """Derive the page from the session."""
    entry = session.pin
    if entry is None:
        return MemberPinProps()
    mode = "enter" if not entry.choosing else "repeat" if entry.first else "choose"
    return MemberPinProps(mode, len(entry.digits), entry.note.value, entry.left)


@QmlElement
@QmlUncreatable("pages get it from the app")
class MemberPinViewModel(QObject):
    """Takes digits; the app goes on by itself when they are all there."""

    modeChanged = Signal()
    filledChanged = Signal()
    noteChanged = Signal()
    triesLeftChanged = Signal()

    digitTyped = Signal(str)
    digitTaken = Signal()
    cleared = Signal()
    backAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = MemberPinProps()

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_member_pin(session)
        notify_changes(self, before, self._props)

    @Slot(str)
    def type(self, digit: str) -> None:
        """Add one digit; anything else is not taken."""
        if len(digit) == 1 and digit in "0123456789":
            self.digitTyped.emit(digit)

    @Slot()
    def backspace(self) -> None:
        self.digitTaken.emit()

    @Slot()
    def clear(self) -> None:
        self.cleared.emit()

    @Slot()
    def goBack(self) -> None:
        self.backAsked.emit()

    @Property(str, notify=modeChanged)
    def mode(self) -> str:
        return self._props.mode

    @Property(int, notify=filledChanged)
    def filled(self) -> int:
        return self._props.filled

    @Property(str, notify=noteChanged)
    def note(self) -> str:
        return self._props.note

    @Property(int, notify=triesLeftChanged)
    def triesLeft(self) -> int:
        return self._props.triesLeft
