"""The form about a person, which enrolling and editing share."""

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QObject

from shared.application.enrol_member import EnrolmentForm, FormField, form_faults
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

FIELD_CHARACTERS = 80
EMPTY_FORM = EnrolmentForm("")


@dataclass(frozen=True, slots=True)
class TypedForm:
    """The form as it stands; faults show for fields that were left, or once all were asked for."""

    form: EnrolmentForm = EMPTY_FORM
    birthday_text: str = ""
    visited: frozenset[FormField] = frozenset()
    writable: bool = False

    @property
    def faults(self) -> frozenset[FormField]:
        """The fields that need another look, shown or not."""
        misread = self.birthday_text and self.form.birthday is None
        return frozenset(form_faults(self.form)) | ({FormField.BIRTHDAY} if misread else frozenset())


@dataclass(frozen=True, slots=True)
class MemberFormProps:
    """What the fields show."""

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


def derive(typed: TypedForm) -> MemberFormProps:
    """Mark a field only once somebody has been there."""
    form, shown = typed.form, typed.faults & typed.visited
    return MemberFormProps(
        nickname=form.nickname,
        name=form.name,
        kana=form.kana,
        phone=form.phone,
        email=form.email,
        birthday=typed.birthday_text,
        language=form.locale,
        nickname_fault=FormField.NICKNAME in shown,
        phone_fault=FormField.PHONE in shown,
        email_fault=FormField.EMAIL in shown,
        birthday_fault=FormField.BIRTHDAY in shown,
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
@QmlUncreatable("a page makes it")
class MemberFormViewModel(QObject):
    """Takes what is typed about one person; `edited` when it was."""

    edited = Signal()
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

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inputs = TypedForm()
        self._props = derive(self._inputs)

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

    @property
    def typed(self) -> TypedForm:
        """What stands in the form now."""
        return self._inputs

    def begin(self, form: EnrolmentForm) -> None:
        """Show a form and take what is typed."""
        birthday_text = form.birthday.isoformat() if form.birthday else ""
        self._take(TypedForm(form, birthday_text, writable=True))

    def close(self) -> None:
        """Leave nothing about anybody, and take nothing."""
        self._take(TypedForm())

    def hold(self) -> None:
        """Take nothing while it is being recorded."""
        self._take(replace(self._inputs, writable=False))

    def go_on(self) -> None:
        """Take what is typed again."""
        self._take(replace(self._inputs, writable=True))

    def show_faults(self) -> None:
        """Mark every field that needs another look."""
        self._take(replace(self._inputs, visited=frozenset(FormField)))

    @Slot(str, str)
    def write(self, name: str, text: str) -> None:
        """Take what stands in the field `name` (nickname, name, kana, phone, email, birthday) now."""
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
        self._edit(replace(self._inputs, form=form, birthday_text=birthday_text))

    @Slot(str)
    def leave(self, name: str) -> None:
        """Say whether the field holds, now that it was left."""
        self._take(replace(self._inputs, visited=self._inputs.visited | {FormField(name)}))

    @Slot(str)
    def choose(self, locale: str) -> None:
        """Take the language in which the kiosk greets her."""
        if locale in ("ja", "en"):
            self._edit(replace(self._inputs, form=replace(self._inputs.form, locale=locale)))

    def _today(self) -> date:
        shop = self._session.shop
        return shop.today if shop else self._session.desk.clock.now().date()

    def _edit(self, typed: TypedForm) -> None:
        if self._inputs.writable:
            self._take(typed)
            self.edited.emit()

    def _take(self, typed: TypedForm) -> None:
        before, self._inputs, self._props = self._props, typed, derive(typed)
        notify_changes(self, before, self._props)
