"""The pad for a member number, where somebody left her card at home."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.viewmodels.session import Session
from shared.domain.codes import MEMBER_NUMBER_DIGITS
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class NumberPadProps:
    """What the pad shows; `wrong` says that the check digit does not fit."""

    digits: str = ""
    complete: bool = False
    wrong: bool = False
    asking: bool = False


def derive_number_pad(session: Session) -> NumberPadProps:
    """Derive the page from the session."""
    return NumberPadProps(
        digits=session.digits,
        complete=len(session.digits) == MEMBER_NUMBER_DIGITS,
        wrong=session.number_wrong,
        asking=session.asking,
    )


@QmlElement
@QmlUncreatable("pages get it from the app")
class NumberPadViewModel(QObject):
    """Takes digits and asks for the member they name."""

    digitsChanged = Signal()
    completeChanged = Signal()
    wrongChanged = Signal()
    askingChanged = Signal()

    digitsTyped = Signal(str)
    memberAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = NumberPadProps()

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_number_pad(session)
        notify_changes(self, before, self._props)

    @Slot(str)
    def type(self, digit: str) -> None:
        """Add one digit; anything else is not taken."""
        if len(digit) == 1 and digit in "0123456789":
            self.digitsTyped.emit(self._props.digits + digit)

    @Slot()
    def backspace(self) -> None:
        self.digitsTyped.emit(self._props.digits[:-1])

    @Slot()
    def clear(self) -> None:
        self.digitsTyped.emit("")

    @Slot()
    def enter(self) -> None:
        """Ask for the member, once the number is complete."""
        if self._props.complete:
            self.memberAsked.emit()

    @Property(str, notify=digitsChanged)
    def digits(self) -> str:
        return self._props.digits

    @Property(bool, notify=completeChanged)
    def complete(self) -> bool:
        return self._props.complete

    @Property(bool, notify=wrongChanged)
    def wrong(self) -> bool:
        return self._props.wrong

    @Property(bool, notify=askingChanged)
    def asking(self) -> bool:
        return self._props.asking
