"""Joining at the counter."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from PySide6.QtCore import QObject

from shared.application.correct import Refused
from shared.application.enrol_member import (
    EnrolmentForm,
    FormField,
    FormIncomplete,
    MemberEnrolled,
    enrol_member,
    form_faults,
)
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.announce import announce
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

FIELD_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class EnrolInputs:
    """The form as it stands; faults show for fields that were left or once it was sent."""

    form: EnrolmentForm = field(default_factory=lambda: EnrolmentForm(""))
    birthday_text: str = ""
    visited: frozenset[FormField] = frozenset()
    step: str = "typing"
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class EnrolProps:
    """What the page shows; `step` is typing, recording or refused."""

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


def derive(inputs: EnrolInputs) -> EnrolProps:
    """Mark a field only once somebody has been there."""
    form = inputs.form
    faults = set(form_faults(form))
    if inputs.birthday_text and form.birthday is None:
        faults.add(FormField.BIRTHDAY)
    shown = faults & inputs.visited
    return EnrolProps(
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
        ready=inputs.step == "typing" and not faults,
        refusal=inputs.refusal,
    )


def read_birthday(text: str, today: date) -> date | None:
    """Read 1990-04-03, 1990/4/3 or 19900403; None for what is no day, or not in a person's life."""
    digits = text.strip().replace("/", "-").replace(".", "-")
    plain = len(digits) == len("19900403") and digits.isdecimal()
    parts = [digits[:4], digits[4:6], digits[6:]] if plain else digits.split("-")
    try:
        year, month, day = (int(part) for part in parts)
        read = date(year, month, day)
    except ValueError:
        return None
    return read if today.year - 130 <= read.year and read <= today else None


@QmlElement
@QmlUncreatable("composition makes it")
class EnrolViewModel(QObject):
    """Enrols a member; `enrolled` carries MemberEnrolled with the card's only code."""

    enrolled = Signal(object)
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
        self._inputs = EnrolInputs()
        self._props = derive(self._inputs)
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

    def begin(self) -> None:
        """Start with an empty form in the language of the screen."""
        self._take(EnrolInputs(EnrolmentForm("", locale=self._session.locale)))

    @Slot()
    def close(self) -> None:
        """Leave nothing about anybody."""
        self._take(EnrolInputs())

    @Slot(str, str)
    def write(self, name: str, text: str) -> None:
        """Take what stands in the field `name` (nickname, name, kana, phone, email, birthday) now."""
        if self._inputs.step == "recording":
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
        self._take(replace(self._inputs, form=form, birthday_text=birthday_text, step="typing", refusal=""))

    @Slot(str)
    def leave(self, name: str) -> None:
        """Say whether the field holds, now that it was left."""
        self._take(replace(self._inputs, visited=self._inputs.visited | {FormField(name)}))

    @Slot(str)
    def choose(self, locale: str) -> None:
        """Take the language in which the kiosk will greet her."""
        if locale in ("ja", "en"):
            self._take(replace(self._inputs, form=replace(self._inputs.form, locale=locale)))

    @Slot()
    def enrol(self) -> None:
        """Enrol her, once; an incomplete form shows what is missing."""
        signer, inputs = self._session.signer, replace(self._inputs, visited=frozenset(FormField))
        self._take(inputs)
        if signer is None or not self._props.ready:
            return
        desk = self._session.desk
        self._take(replace(inputs, step="recording"))
        self._session.run(lambda: enrol_member(desk, signer, inputs.form), self._done, self._gave_up)

    def _done(self, answer: MemberEnrolled | FormIncomplete | Refused) -> None:
        match answer:
            case MemberEnrolled():
                self.close()
                self._session.wrote.emit()
                self.enrolled.emit(answer)
            case FormIncomplete():
                self._gave_up()
            case Refused(held):
                self._take(replace(self._inputs, step="refused", refusal=held.reason))
            case _:
                assert_never(answer)

    def _gave_up(self) -> None:
        self._take(replace(self._inputs, step="typing"))

    def _today(self) -> date:
        shop = self._session.shop
        return shop.today if shop else self._session.desk.clock.now().date()

    def _take(self, inputs: EnrolInputs) -> None:
        before, self._inputs, self._props = self._props, inputs, derive(inputs)
        announce(self, before, self._props)
