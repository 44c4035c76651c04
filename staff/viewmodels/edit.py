"""A member's details at the counter: what is known, changed field by field, and what she agrees to."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.correct import Refused
from shared.application.edit_profile import Details, DetailsSaved, read_details, save_details
from shared.application.enrol_member import EnrolmentForm, FormField, FormIncomplete, form_faults
from shared.qt.list_model import RowsModel
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.announce import announce
from staff.viewmodels.enrol import FIELD_CHARACTERS, read_birthday
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
    """Whose details, as they were read and as they stand on the page."""

    member_id: str = ""
    details: Details | None = None
    form: EnrolmentForm = field(default_factory=lambda: EnrolmentForm(""))
    birthday_text: str = ""
    consents: tuple[tuple[str, bool], ...] = ()
    visited: frozenset[FormField] = frozenset()
    step: str = "none"
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class EditProps:
    """What the page shows; `step` is none, loading, typing, recording, saved or refused."""

    step: str
    nickname: str
    name: str
    kana: str
    phone: str
    email: str
    birthday: str
    language: str
    nickname_fault: bool
    phone_fault: bool
    email_fault: bool
    birthday_fault: bool
    ready: bool
    refusal: str


def derive(inputs: EditInputs) -> EditProps:
    """Mark a field once somebody has been there; offer saving once something differs."""
    form = inputs.form
    faults = set(form_faults(form))
    if inputs.birthday_text and form.birthday is None:
        faults.add(FormField.BIRTHDAY)
    shown = faults & inputs.visited
    details = inputs.details
    agreed = tuple((purpose.key, said) for purpose, said in details.purposes) if details else ()
    changed = details is not None and (form != details.form or inputs.consents != agreed)
    return EditProps(
        step=inputs.step,
        nickname=form.nickname,
        name=form.name,
        kana=form.kana,
        phone=form.phone,
        email=form.email,
        birthday=inputs.birthday_text,
        language=form.locale,
        nickname_fault=FormField.NICKNAME in shown,
        phone_fault=FormField.PHONE in shown,
        email_fault=FormField.EMAIL in shown,
        birthday_fault=FormField.BIRTHDAY in shown,
        ready=inputs.step in ("typing", "refused") and changed and not faults,
        refusal=inputs.refusal,
    )


@QmlElement
@QmlUncreatable("composition makes it")
class EditViewModel(QObject):
    """Edits one member; `saved` says that it is recorded."""

    saved = Signal()
    stepChanged = Signal()
    nicknameChanged = Signal()
    nameChanged = Signal()
    kanaChanged = Signal()
    phoneChanged = Signal()
    emailChanged = Signal()
    birthdayChanged = Signal()
    languageChanged = Signal()
    nicknameFaultChanged = Signal()
    phoneFaultChanged = Signal()
    emailFaultChanged = Signal()
    birthdayFaultChanged = Signal()
    readyChanged = Signal()
    refusalChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inputs = EditInputs()
        self._props = derive(self._inputs)
        self._rows = RowsModel(ConsentRow, lambda row: row.key, self)
        session.changed.connect(self._list)
        session.locked.connect(self.close)

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(str, notify=nicknameChanged)
    def nickname(self) -> str:
        return self._props.nickname

    @Property(str, notify=nameChanged)
    def name(self) -> str:
        return self._props.name

    @Property(str, notify=kanaChanged)
    def kana(self) -> str:
        return self._props.kana

    @Property(str, notify=phoneChanged)
    def phone(self) -> str:
        return self._props.phone

    @Property(str, notify=emailChanged)
    def email(self) -> str:
        return self._props.email

    @Property(str, notify=birthdayChanged)
    def birthday(self) -> str:
        return self._props.birthday

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        return self._props.language

    @Property(bool, notify=nicknameFaultChanged)
    def nicknameFault(self) -> bool:
        return self._props.nickname_fault

    @Property(bool, notify=phoneFaultChanged)
    def phoneFault(self) -> bool:
        return self._props.phone_fault

    @Property(bool, notify=emailFaultChanged)
    def emailFault(self) -> bool:
        return self._props.email_fault

    @Property(bool, notify=birthdayFaultChanged)
    def birthdayFault(self) -> bool:
        return self._props.birthday_fault

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
        self._take(EditInputs(member_id, step="loading"))
        desk = self._session.desk
        self._session.run(lambda: read_details(desk, member_id), self._read, self._gave_up)

    @Slot()
    def close(self) -> None:
        """Leave nothing about anybody."""
        self._take(EditInputs())

    @Slot(str, str)
    def write(self, name: str, text: str) -> None:
        """Take what stands in the field `name` (nickname, name, kana, phone, email, birthday) now."""
        if self._inputs.step not in ("typing", "refused"):
            return
        text = text[:FIELD_CHARACTERS]
        form, birthday_text = self._inputs.form, self._inputs.birthday_text
        match FormField(name):
            case FormField.NICKNAME:
                form = replace(form, nickname=text)
            case FormField.NAME:
                form = replace(form, name=text)
            case FormField.KANA:
                form = replace(form, kana=text)
            case FormField.PHONE:
                form = replace(form, phone=text)
            case FormField.EMAIL:
                form = replace(form, email=text)
            case FormField.BIRTHDAY:
                birthday_text = text.strip()
                form = replace(form, birthday=read_birthday(text, self._today()))
        self._take(replace(self._inputs, form=form, birthday_text=birthday_text))

    @Slot(str)
    def leave(self, name: str) -> None:
        """Say whether the field holds, now that it was left."""
        self._take(replace(self._inputs, visited=self._inputs.visited | {FormField(name)}))

    @Slot(str)
    def choose(self, locale: str) -> None:
        """Take the language in which the kiosk greets her."""
        if locale in ("ja", "en"):
            self._take(replace(self._inputs, form=replace(self._inputs.form, locale=locale)))

    @Slot(str, bool)
    def agree(self, key: str, agreed: bool) -> None:
        """Take what she says about a purpose."""
        said = tuple((purpose, agreed if purpose == key else was) for purpose, was in self._inputs.consents)
        self._take(replace(self._inputs, consents=said))

    @Slot()
    def save(self) -> None:
        """Record what was changed, once."""
        signer, inputs = self._session.signer, replace(self._inputs, visited=frozenset(FormField))
        self._take(inputs)
        details = inputs.details
        if signer is None or details is None or not self._props.ready:
            return
        desk = self._session.desk
        self._take(replace(inputs, step="recording", refusal=""))
        self._session.run(
            lambda: save_details(desk, signer, details, inputs.form, dict(inputs.consents)), self._done, self._gave_up
        )

    def _read(self, details: Details | None) -> None:
        if details is None:
            self._take(replace(self._inputs, step="refused", refusal="member_unknown"))
            return
        birthday = details.form.birthday
        self._take(
            replace(
                self._inputs,
                details=details,
                form=details.form,
                birthday_text=birthday.isoformat() if birthday else "",
                consents=tuple((purpose.key, agreed) for purpose, agreed in details.purposes),
                step="typing",
            )
        )

    def _done(self, answer: DetailsSaved | FormIncomplete | Refused) -> None:
        match answer:
            case DetailsSaved():
                self._take(EditInputs(step="saved"))
                self._session.wrote.emit()
                self.saved.emit()
            case FormIncomplete():
                self._gave_up()
            case Refused(held):
                self._take(replace(self._inputs, step="refused", refusal=held.reason))
            case _:
                assert_never(answer)

    def _gave_up(self) -> None:
        self._take(replace(self._inputs, step="typing" if self._inputs.details else "none"))

    def _today(self) -> date:
        shop = self._session.shop
        return shop.today if shop else self._session.desk.clock.now().date()

    @Slot()
    def _list(self) -> None:
        details, say, agreed = self._inputs.details, self._session.say, dict(self._inputs.consents)
        self._rows.replace(
            ConsentRow(purpose.key, say(purpose.name), say(purpose.text), agreed.get(purpose.key, was))
            for purpose, was in (details.purposes if details else ())
        )

    def _take(self, inputs: EditInputs) -> None:
        before, self._inputs, self._props = self._props, inputs, derive(inputs)
        self._list()
        announce(self, before, self._props)
