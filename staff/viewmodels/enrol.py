"""Joining at the counter."""

from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QObject

from shared.application.correct import Refused
from shared.application.enrol_member import EnrolmentForm, FormIncomplete, MemberEnrolled, enrol_member
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.member_form import MemberFormViewModel
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class EnrolProps:
    """What the page shows around the form; `step` is typing, recording or refused."""

    step: str = "typing"
    refusal: str = ""


@QmlElement
@QmlUncreatable("composition makes it")
class EnrolViewModel(QObject):
    """Enrols a member; `enrolled` carries MemberEnrolled with the card's only code."""

    enrolled = Signal(object)
    stepChanged = Signal()
    refusalChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._props = EnrolProps()
        self._form = MemberFormViewModel(session, self)
        self._form.edited.connect(self._go_on)
        session.locked.connect(self.close)

    @Property(MemberFormViewModel, constant=True)
    def form(self) -> MemberFormViewModel:
        return self._form

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(str, notify=refusalChanged)
    def refusal(self) -> str:
        return self._props.refusal

    def begin(self) -> None:
        """Start with an empty form in the language of the screen."""
        self._form.begin(EnrolmentForm("", locale=self._session.locale))
        self._go_on()

    @Slot()
    def close(self) -> None:
        """Leave nothing about anybody."""
        self._form.close()
        self._take(EnrolProps())

    @Slot()
    def enrol(self) -> None:
        """Enrol her, once; an incomplete form shows what is missing."""
        signer, desk = self._session.signer, self._session.desk
        self._form.show_faults()
        typed = self._form.typed
        if signer is None or typed.faults or not typed.writable:
            return
        self._form.hold()
        self._take(EnrolProps("recording"))
        self._session.run(lambda: enrol_member(desk, signer, typed.form), self._done, self._gave_up)

    def _done(self, answer: MemberEnrolled | FormIncomplete | Refused) -> None:
        match answer:
            case MemberEnrolled():
                self.close()
                self._session.wrote.emit()
                self.enrolled.emit(answer)
            case FormIncomplete():
                self._gave_up()
            case Refused(held):
                self._form.go_on()
                self._take(EnrolProps("refused", held.reason))
            case _:
                assert_never(answer)

    def _gave_up(self) -> None:
        self._form.go_on()
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        self._take(EnrolProps())

    def _take(self, props: EnrolProps) -> None:
        before, self._props = self._props, props
        notify_changes(self, before, props)
