"""A member's card: print it or save it while its code is known, or issue a new one."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol, assert_never

from PySide6.QtCore import QObject

from shared.application.correct import CardIssued, Refused, renew_card
from shared.domain.codes import format_number
from shared.hardware.cards import MemberFace
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


class CardOutlet(StrEnum):
    """Where a card can go."""

    PRINTER = "printer"
    PNG = "png"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class CardMade:
    """The card left; `place` is the file or the printer's name."""

    place: str


@dataclass(frozen=True, slots=True)
class CardNotMade:
    """There is no printer, or the file can't be written."""


class CardPress(Protocol):
    """Makes cards; slow, so it runs beside the screen."""

    def make(self, face: MemberFace, outlet: CardOutlet) -> CardMade | CardNotMade:
        """Print or save one card."""


@dataclass(frozen=True, slots=True)
class CardInputs:
    """Whose card, and its code while this program still knows it."""

    member_id: str = ""
    nickname: str = ""
    number: str = ""
    code: str = field(default="", repr=False)
    fresh: bool = False
    working: bool = False
    made: str = ""
    place: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class CardProps:
    """What the page shows; `step` is none, known (only a renewal makes a code) or issued.

    `made` is "", printer, png, pdf, or no-printer and no-file where that failed.
    """

    step: str
    fresh: bool
    nickname: str
    number: str
    code: str
    working: bool
    made: str
    place: str
    refusal: str


def derive(inputs: CardInputs) -> CardProps:
    """Offer print and save only while the code is known: it is stored nowhere."""
    return CardProps(
        step="issued" if inputs.code else "known" if inputs.member_id else "none",
        fresh=inputs.fresh,
        nickname=inputs.nickname,
        number=format_number(inputs.number) if inputs.number else "",
        code=inputs.code,
        working=inputs.working,
        made=inputs.made,
        place=inputs.place,
        refusal=inputs.refusal,
    )


@QmlElement
@QmlUncreatable("composition makes it")
class CardViewModel(QObject):
    """Keeps a fresh code only while its page is open."""

    stepChanged = Signal()
    freshChanged = Signal()
    nicknameChanged = Signal()
    numberChanged = Signal()
    codeChanged = Signal()
    workingChanged = Signal()
    madeChanged = Signal()
    placeChanged = Signal()
    refusalChanged = Signal()

    def __init__(self, session: StaffSession, press: CardPress, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._press = press
        self._inputs = CardInputs()
        self._props = derive(self._inputs)
        session.locked.connect(self.close)

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(bool, notify=freshChanged)
    def fresh(self) -> bool:
        return self._props.fresh

    @Property(str, notify=nicknameChanged)
    def nickname(self) -> str:
        return self._props.nickname

    @Property(str, notify=numberChanged)
    def number(self) -> str:
        return self._props.number

    @Property(str, notify=codeChanged)
    def code(self) -> str:
        return self._props.code

    @Property(bool, notify=workingChanged)
    def working(self) -> bool:
        return self._props.working

    @Property(str, notify=madeChanged)
    def made(self) -> str:
        return self._props.made

    @Property(str, notify=placeChanged)
    def place(self) -> str:
        return self._props.place

    @Property(str, notify=refusalChanged)
    def refusal(self) -> str:
        return self._props.refusal

    def begin(self, member_id: str, nickname: str, number: str, code: str = "", *, fresh: bool = False) -> None:
        """Show a member's card; `code` is there right after it was issued, `fresh` for her first one."""
        self._take(CardInputs(member_id, nickname, number, code, fresh))

    @Slot()
    def close(self) -> None:
        """Forget the code."""
        self._take(CardInputs())

    @Slot()
    def renew(self) -> None:
        """Issue a new card; the old one stops identifying her."""
        signer, inputs = self._session.signer, self._inputs
        if signer is None or inputs.working or not inputs.member_id:
            return
        desk = self._session.desk
        self._take(replace(inputs, working=True, refusal="", made=""))
        self._session.run(lambda: renew_card(desk, signer, inputs.member_id), self._renewed, self._gave_up)

    @Slot(str, str, str)
    def make(self, outlet: str, title: str, label: str) -> None:
        """Print or save (printer, png, pdf); `title` and `label` are the words on the card."""
        inputs, way = self._inputs, CardOutlet(outlet)
        if not inputs.code or inputs.working:
            return
        face = MemberFace(title, label, inputs.number, inputs.code, inputs.nickname)
        self._take(replace(inputs, working=True, made=""))
        self._session.run(lambda: self._press.make(face, way), lambda answer: self._made(way, answer), self._gave_up)

    def _renewed(self, answer: CardIssued | Refused) -> None:
        match answer:
            case CardIssued(code):
                self._take(replace(self._inputs, working=False, code=code, made=""))
                self._session.wrote.emit()
            case Refused(held):
                self._take(replace(self._inputs, working=False, refusal=held.reason))
            case _:
                assert_never(answer)

    def _made(self, outlet: CardOutlet, answer: CardMade | CardNotMade) -> None:
        match answer:
            case CardMade(place):
                self._take(replace(self._inputs, working=False, made=outlet, place=place))
            case CardNotMade():
                failed = "no-printer" if outlet is CardOutlet.PRINTER else "no-file"
                self._take(replace(self._inputs, working=False, made=failed, place=""))
            case _:
                assert_never(answer)

    def _gave_up(self) -> None:
        self._take(replace(self._inputs, working=False))

    def _take(self, inputs: CardInputs) -> None:
        before, self._inputs, self._props = self._props, inputs, derive(inputs)
        notify_changes(self, before, self._props)
