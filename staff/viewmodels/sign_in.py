"""Badge, then PIN: to open the tablet, and for a second person to agree."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.sign_in import (
    BadgeNeeded,
    BadgeSeen,
    BadgeUnknown,
    Colleague,
    PinLocked,
    SignedIn,
    SignIn,
    WrongPin,
)
from shared.domain.staff import StaffMember
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

PIN_DIGITS = 6


class SignInFault(StrEnum):
    """Why a person is not in yet."""

    NONE = ""
    WRONG_PIN = "wrong-pin"
    LOCKED = "locked"
    LOCKED_FOR_GOOD = "locked-for-good"
    BADGE_NEEDED = "badge-needed"
    BADGE_UNKNOWN = "badge-unknown"
    SOMEBODY_ELSE = "somebody-else"


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """A name on the list; `badge_seen` says that the PIN alone is enough."""

    staffId: str
    name: str
    role: str
    badgeSeen: bool


@dataclass(frozen=True, slots=True)
class SignInInputs:
    """Who is being asked for the PIN, what is typed, and what came of the last try."""

    chosen: StaffMember | None = None
    pin: str = field(default="", repr=False)
    checking: bool = False
    fault: SignInFault = SignInFault.NONE
    attempts_left: int = 0
    locked_until: str = ""


@dataclass(frozen=True, slots=True)
class SignInProps:
    """What the page shows; `step` is names or pin."""

    step: str
    name: str
    filled: int
    checking: bool
    fault: str
    attempts_left: int
    locked_until: str


def derive(inputs: SignInInputs) -> SignInProps:
    """Ask for the PIN once the badge has told who it is."""
    asking = inputs.chosen is not None and inputs.fault is not SignInFault.BADGE_NEEDED
    return SignInProps(
        step="pin" if asking else "names",
        name=inputs.chosen.name if inputs.chosen else "",
        filled=len(inputs.pin),
        checking=inputs.checking,
        fault=inputs.fault,
        attempts_left=inputs.attempts_left,
        locked_until=inputs.locked_until,
    )


@QmlElement
@QmlUncreatable("composition makes it")
class SignInViewModel(QObject):
    """Recognises a person and unlocks her key; `signedIn` carries the signer."""

    signedIn = Signal(object)
    stepChanged = Signal()
    nameChanged = Signal()
    filledChanged = Signal()
    checkingChanged = Signal()
    faultChanged = Signal()
    attemptsLeftChanged = Signal()
    lockedUntilChanged = Signal()

    def __init__(self, session: StaffSession, sign_in: SignIn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sign_in = sign_in
        self._inputs = SignInInputs()
        self._props = derive(self._inputs)
        self._colleagues: tuple[Colleague, ...] = ()
        self._rows = RowsModel(ColleagueRow, lambda row: row.staffId, self)
        self._wanted: Callable[[StaffMember], bool] | None = None
        session.changed.connect(self._list)

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(str, notify=nameChanged)
    def name(self) -> str:
        return self._props.name

    @Property(int, notify=filledChanged)
    def filled(self) -> int:
        return self._props.filled

    @Property(bool, notify=checkingChanged)
    def checking(self) -> bool:
        return self._props.checking

    @Property(str, notify=faultChanged)
    def fault(self) -> str:
        return self._props.fault

    @Property(int, notify=attemptsLeftChanged)
    def attemptsLeft(self) -> int:
        return self._props.attempts_left

    @Property(str, notify=lockedUntilChanged)
    def lockedUntil(self) -> str:
        return self._props.locked_until

    @Property(QAbstractItemModel, constant=True)
    def colleagues(self) -> QAbstractItemModel:
        return self._rows

    @property
    def rows(self) -> tuple[ColleagueRow, ...]:
        return self._rows.rows

    def ask_for(self, wanted: Callable[[StaffMember], bool]) -> None:
        """Take only these people from now on."""
        self._wanted = wanted
        self._list()

    def refresh(self) -> None:
        """Read the list of names again."""
        self._session.run(self._sign_in.colleagues, self._show)

    def show_badge(self, text: str) -> None:
        """Take a scanned badge."""
        self._session.run(lambda: self._sign_in.show_badge(text), self._badge_shown)

    @Slot(str)
    def choose(self, staff_id: str) -> None:
        """Take a name from the list; it needs a badge once a shift."""
        found = next((c for c in self._colleagues if c.staff.staff_id == staff_id), None)
        if found is not None:
            fault = SignInFault.NONE if found.badge_seen else SignInFault.BADGE_NEEDED
            self._take(SignInInputs(chosen=found.staff, fault=fault))

    @Slot(str)
    def press(self, digit: str) -> None:
        """Add a digit; the sixth tries the PIN."""
        ready = self._inputs.chosen is not None and not self._inputs.checking
        if not ready or len(digit) != 1 or not "0" <= digit <= "9":
            return
        pin = self._inputs.pin + digit
        self._take(replace(self._inputs, pin=pin, fault=SignInFault.NONE))
        if len(pin) == PIN_DIGITS:
            self._try(pin)

    @Slot()
    def backspace(self) -> None:
        if not self._inputs.checking:
            self._take(replace(self._inputs, pin=self._inputs.pin[:-1]))

    @Slot()
    def clear(self) -> None:
        if not self._inputs.checking:
            self._take(replace(self._inputs, pin=""))

    @Slot()
    def cancel(self) -> None:
        """Go back to the names."""
        self._take(SignInInputs())

    def _try(self, pin: str) -> None:
        chosen = self._inputs.chosen
        if chosen is None:
            return
        staff_id = chosen.staff_id
        self._take(replace(self._inputs, checking=True))
        self._session.run(lambda: self._sign_in.enter_pin(staff_id, pin), self._tried, self.cancel)

    def _tried(self, answer: SignedIn | WrongPin | PinLocked | BadgeNeeded) -> None:
        again = replace(self._inputs, pin="", checking=False)
        match answer:
            case SignedIn(signer):
                self._take(SignInInputs())
                self.signedIn.emit(signer)
            case WrongPin(left):
                self._take(replace(again, fault=SignInFault.WRONG_PIN, attempts_left=left))
            case PinLocked(None):
                self._take(replace(again, fault=SignInFault.LOCKED_FOR_GOOD))
            case PinLocked(until):
                self._take(replace(again, fault=SignInFault.LOCKED, locked_until=self._session.local(until)))
            case BadgeNeeded():
                self._take(replace(again, fault=SignInFault.BADGE_NEEDED))
            case _:
                assert_never(answer)

    def _badge_shown(self, answer: BadgeSeen | BadgeUnknown) -> None:
        match answer:
            case BadgeSeen(staff) if not self._takes(staff):
                self._take(SignInInputs(fault=SignInFault.SOMEBODY_ELSE))
            case BadgeSeen(staff):
                self._take(SignInInputs(chosen=staff))
            case BadgeUnknown():
                self._take(SignInInputs(fault=SignInFault.BADGE_UNKNOWN))
            case _:
                assert_never(answer)
        self.refresh()

    def _show(self, colleagues: tuple[Colleague, ...]) -> None:
        self._colleagues = colleagues
        self._list()

    @Slot()
    def _list(self) -> None:
        self._rows.replace(
            ColleagueRow(c.staff.staff_id, c.staff.name, self._role_name(c.staff.role), c.badge_seen)
            for c in self._colleagues
            if self._takes(c.staff)
        )

    def _takes(self, staff: StaffMember) -> bool:
        return self._wanted is None or self._wanted(staff)

    def _role_name(self, key: str) -> str:
        shop = self._session.shop
        role = next((r for r in shop.roles if r.key == key), None) if shop else None
        return self._session.say(role.name) if role else ""

    def _take(self, inputs: SignInInputs) -> None:
        before, self._inputs, self._props = self._props, inputs, derive(inputs)
        notify_changes(self, before, self._props)
