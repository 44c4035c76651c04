"""A member's details at the counter: what is known, changed field by field, and what she agrees to."""

from dataclasses import dataclass, replace
from typing import assert_never

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.correct import Refused
from shared.application.edit_profile import Details, DetailsSaved, read_details, save_details
from shared.application.enrol_member import FormIncomplete
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.member_form import MemberFormViewModel, TypedForm
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A purpose, what she is asked, and whether she agrees."""

    key: str
    name: str
    question: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class EditInputs:
    """Whose details, as they were read, and what she agrees to as it stands on the page."""

    details: Details | None = None
    consents: tuple[tuple[str, bool], ...] = ()
    step: str = "none"
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class EditProps:
    """What the page shows around the form; `step` is none, loading, typing, recording, saved or refused."""

    step: str
    ready: bool
    refusal: str


def derive(inputs: EditInputs, typed: TypedForm) -> EditProps:
    """Offer saving once something differs."""
    details = inputs.details
    changed = details is not None and (typed.form != details.form or inputs.consents != _agreed(details))
    return EditProps(
        step=inputs.step,
        ready=inputs.step in ("typing", "refused") and changed and not typed.faults,
        refusal=inputs.refusal,
    )


def _agreed(details: Details) -> tuple[tuple[str, bool], ...]:
    return tuple((purpose.key, agreed) for purpose, agreed in details.purposes)


@QmlElement
@QmlUncreatable("composition makes it")
class EditViewModel(QObject):
    """Edits one member; `saved` says that it is recorded."""

    saved = Signal()
    stepChanged = Signal()
    readyChanged = Signal()
    refusalChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inputs = EditInputs()
        self._form = MemberFormViewModel(session, self)
        self._props = derive(self._inputs, self._form.typed)
        self._rows = RowsModel(ConsentRow, lambda row: row.key, self)
        self._form.edited.connect(self._edited)
        session.changed.connect(self._list)
        session.locked.connect(self.close)

    @Property(MemberFormViewModel, constant=True)
    def form(self) -> MemberFormViewModel:
        return self._form

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(bool, notify=readyChanged)
    def ready(self) -> bool:
        return self._props.ready

    @Property(str, notify=refusalChanged)
    def refusal(self) -> str:
        return self._props.refusal

    @Property(QAbstractItemModel, constant=True)
    def consents(self) -> QAbstractItemModel:
        return self._rows

    @property
    def consent_rows(self) -> tuple[ConsentRow, ...]:
        return self._rows.rows

    def begin(self, member_id: str) -> None:
        """Read a member's details and show them."""
        self.close()
        self._take(EditInputs(step="loading"))
        desk = self._session.desk
        self._session.run(lambda: read_details(desk, member_id), self._read, self._gave_up)

    @Slot()
    def close(self) -> None:
        """Leave nothing about anybody."""
        self._form.close()
        self._take(EditInputs())

    @Slot(str, bool)
    def agree(self, key: str, agreed: bool) -> None:
        """Take what she says about a purpose."""
        said = tuple((purpose, agreed if purpose == key else was) for purpose, was in self._inputs.consents)
        self._take(replace(self._inputs, consents=said))

    @Slot()
    def save(self) -> None:
        """Record what was changed, once."""
        signer, desk, inputs = self._session.signer, self._session.desk, self._inputs
        self._form.show_faults()
        details = inputs.details
        if signer is None or details is None or not self._props.ready:
            return
        self._form.hold()
        self._take(replace(inputs, step="recording", refusal=""))
        form, consents = self._form.typed.form, dict(inputs.consents)
        self._session.run(lambda: save_details(desk, signer, details, form, consents), self._done, self._gave_up)

    @Slot()
    def _edited(self) -> None:
        self._take(self._inputs)

    def _read(self, details: Details | None) -> None:
        if details is None:
            self._take(EditInputs(step="refused", refusal="member_unknown"))
            return
        self._form.begin(details.form)
        self._take(EditInputs(details, _agreed(details), step="typing"))

    def _done(self, answer: DetailsSaved | FormIncomplete | Refused) -> None:
        match answer:
            case DetailsSaved():
                self._form.close()
                self._take(EditInputs(step="saved"))
                self._session.wrote.emit()
                self.saved.emit()
            case FormIncomplete():
                self._gave_up()
            case Refused(held):
                self._form.go_on()
                self._take(replace(self._inputs, step="refused", refusal=held.reason))
            case _:
                assert_never(answer)

    def _gave_up(self) -> None:
        if self._inputs.details is None:
            self.close()
            return
        self._form.go_on()
        self._take(replace(self._inputs, step="typing"))

    @Slot()
    def _list(self) -> None:
        details, say, agreed = self._inputs.details, self._session.say, dict(self._inputs.consents)
        self._rows.replace(
            ConsentRow(purpose.key, say(purpose.name), say(purpose.text), agreed.get(purpose.key, was))
            for purpose, was in (details.purposes if details else ())
        )

    def _take(self, inputs: EditInputs) -> None:
        before, self._inputs, self._props = self._props, inputs, derive(inputs, self._form.typed)
        self._list()
        notify_changes(self, before, self._props)
