"""Recording a purchase: the amount, and why it earns what it earns."""

from dataclasses import dataclass, replace
from typing import assert_never

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.record_purchase import (
    PurchaseRecorded,
    PurchaseRefused,
    ReceiptCounted,
    preview_purchase,
    record_purchase,
)
from shared.application.views import PurchasePreview
from shared.domain.codes import MAX_AMOUNT_YEN
from shared.domain.receipts import ReceiptCode
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.choices import ChoiceRow
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

AMOUNT_DIGITS = len(str(MAX_AMOUNT_YEN))


@dataclass(frozen=True, slots=True)
class PurchaseInputs:
    """For whom, how much, by which receipt, in which department if any, and what it would earn or has earned."""

    member_id: str = ""
    member_name: str = ""
    amount_yen: int = 0
    receipt: ReceiptCode | None = None
    department: str = ""
    shown: tuple[int, PurchasePreview] | None = None
    step: str = "typing"
    counted_at: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseProps:
    """What the page shows; `step` is typing, recording, recorded, counted or refused.

    The sum "why this many": total − tax − gift cards − rewards = base; base ÷ yen per point = plain; plus the bonus.
    """

    step: str
    member_name: str
    amount_yen: int
    receipt_number: str
    department: str
    ready: bool
    shown: bool
    points: int
    turns: int
    pending_until: str
    total_yen: int
    tax_yen: int
    gift_cards_yen: int
    rewards_yen: int
    base_yen: int
    yen_per_point: int
    plain_points: int
    bonus_percent: int
    bonus_points: int
    counted_at: str
    refusal: str


def derive(inputs: PurchaseInputs) -> PurchaseProps:
    """Show the sum of the amount that stands there, never of the one before."""
    preview = inputs.shown[1] if inputs.shown and inputs.shown[0] == inputs.amount_yen else None
    why = preview.explanation if preview else None
    return PurchaseProps(
        step=inputs.step,
        member_name=inputs.member_name,
        amount_yen=inputs.amount_yen,
        receipt_number=inputs.receipt.number if inputs.receipt and inputs.receipt.amount_yen is not None else "",
        department=inputs.department,
        ready=inputs.step == "typing" and inputs.amount_yen > 0 and bool(inputs.member_id),
        shown=preview is not None,
        points=preview.points if preview else 0,
        turns=preview.turns if preview else 0,
        pending_until=preview.pending_until.isoformat() if preview and preview.pending_until else "",
        total_yen=why.total_yen if why else 0,
        tax_yen=why.tax_yen if why else 0,
        gift_cards_yen=why.gift_cards_yen if why else 0,
        rewards_yen=why.rewards_yen if why else 0,
        base_yen=why.base_yen if why else 0,
        yen_per_point=why.yen_per_point if why else 0,
        plain_points=why.plain_points if why else 0,
        bonus_percent=why.bonus_percent if why else 0,
        bonus_points=why.bonus_points if why else 0,
        counted_at=inputs.counted_at,
        refusal=inputs.refusal,
    )


@QmlElement
@QmlUncreatable("composition makes it")
class PurchaseViewModel(QObject):
    """Previews as one types, the newest amount last; `recorded` tells yen."""

    recorded = Signal(int)
    stepChanged = Signal()
    memberNameChanged = Signal()
    amountYenChanged = Signal()
    receiptNumberChanged = Signal()
    departmentChanged = Signal()
    readyChanged = Signal()
    shownChanged = Signal()
    pointsChanged = Signal()
    turnsChanged = Signal()
    pendingUntilChanged = Signal()
    totalYenChanged = Signal()
    taxYenChanged = Signal()
    giftCardsYenChanged = Signal()
    rewardsYenChanged = Signal()
    baseYenChanged = Signal()
    yenPerPointChanged = Signal()
    plainPointsChanged = Signal()
    bonusPercentChanged = Signal()
    bonusPointsChanged = Signal()
    countedAtChanged = Signal()
    refusalChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inputs = PurchaseInputs()
        self._props = derive(self._inputs)
        self._previewing = False
        self._departments = RowsModel(ChoiceRow, lambda row: row.key, self)
        session.changed.connect(self._list)
        session.locked.connect(self.close)
        self._list()

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(str, notify=memberNameChanged)
    def memberName(self) -> str:
        return self._props.member_name

    @Property("qlonglong", notify=amountYenChanged)
    def amountYen(self) -> int:
        return self._props.amount_yen

    @Property(str, notify=receiptNumberChanged)
    def receiptNumber(self) -> str:
        return self._props.receipt_number

    @Property(str, notify=departmentChanged)
    def department(self) -> str:
        return self._props.department

    @Property(QAbstractItemModel, constant=True)
    def departments(self) -> QAbstractItemModel:
        return self._departments

    @Property(bool, notify=readyChanged)
    def ready(self) -> bool:
        return self._props.ready

    @Property(bool, notify=shownChanged)
    def shown(self) -> bool:
        return self._props.shown

    @Property("qlonglong", notify=pointsChanged)
    def points(self) -> int:
        return self._props.points

    @Property(int, notify=turnsChanged)
    def turns(self) -> int:
        return self._props.turns

    @Property(str, notify=pendingUntilChanged)
    def pendingUntil(self) -> str:
        return self._props.pending_until

    @Property("qlonglong", notify=totalYenChanged)
    def totalYen(self) -> int:
        return self._props.total_yen

    @Property("qlonglong", notify=taxYenChanged)
    def taxYen(self) -> int:
        return self._props.tax_yen

    @Property("qlonglong", notify=giftCardsYenChanged)
    def giftCardsYen(self) -> int:
        return self._props.gift_cards_yen

    @Property("qlonglong", notify=rewardsYenChanged)
    def rewardsYen(self) -> int:
        return self._props.rewards_yen

    @Property("qlonglong", notify=baseYenChanged)
    def baseYen(self) -> int:
        return self._props.base_yen

    @Property("qlonglong", notify=yenPerPointChanged)
    def yenPerPoint(self) -> int:
        return self._props.yen_per_point

    @Property("qlonglong", notify=plainPointsChanged)
    def plainPoints(self) -> int:
        return self._props.plain_points

    @Property(int, notify=bonusPercentChanged)
    def bonusPercent(self) -> int:
        return self._props.bonus_percent

    @Property("qlonglong", notify=bonusPointsChanged)
    def bonusPoints(self) -> int:
        return self._props.bonus_points

    @Property(str, notify=countedAtChanged)
    def countedAt(self) -> str:
        return self._props.counted_at

    @Property(str, notify=refusalChanged)
    def refusal(self) -> str:
        return self._props.refusal

    @property
    def member_id(self) -> str:
        return self._inputs.member_id

    def begin(self, member_id: str, member_name: str, receipt: ReceiptCode | None = None) -> None:
        """Start a purchase; a receipt that says its amount brings it along."""
        amount = (receipt.amount_yen or 0) if receipt else 0
        self._take(PurchaseInputs(member_id, member_name, amount, receipt))
        self._preview()

    def name(self, member_id: str, member_name: str) -> None:
        """Take the member's name once it has been read."""
        if member_id == self._inputs.member_id:
            self._take(replace(self._inputs, member_name=member_name))

    @Slot()
    def close(self) -> None:
        """Leave nothing about anybody."""
        self._previewing = False
        self._take(PurchaseInputs())

    @Slot(str)
    def press(self, digit: str) -> None:
        """Add a digit; a receipt's amount stands as it was printed."""
        if len(digit) == 1 and "0" <= digit <= "9" and len(str(self._inputs.amount_yen)) < AMOUNT_DIGITS:
            self._type(self._inputs.amount_yen * 10 + int(digit))

    @Slot()
    def backspace(self) -> None:
        self._type(self._inputs.amount_yen // 10)

    @Slot()
    def clear(self) -> None:
        self._type(0)

    @Slot(str)
    def choose(self, department: str) -> None:
        """Choose a department; the same one again takes it back."""
        if self._inputs.step == "typing":
            chosen = "" if department == self._inputs.department else department
            self._take(replace(self._inputs, department=chosen))

    @Slot()
    def again(self) -> None:
        """Start another purchase of the same member."""
        self._take(PurchaseInputs(self._inputs.member_id, self._inputs.member_name))

    @Slot()
    def record(self) -> None:
        """Put it into the book, once."""
        signer, inputs = self._session.signer, self._inputs
        if signer is None or not self._props.ready:
            return
        desk = self._session.desk
        self._take(replace(inputs, step="recording"))
        self._session.run(
            lambda: record_purchase(
                desk, signer, inputs.member_id, inputs.amount_yen, inputs.receipt, inputs.department
            ),
            self._recorded,
            self._gave_up,
        )

    @Slot()
    def _list(self) -> None:
        shop, say = self._session.shop, self._session.say
        departments = shop.departments if shop else ()
        self._departments.replace(ChoiceRow(each.key, say(each.name)) for each in departments)

    def _type(self, amount_yen: int) -> None:
        receipt = self._inputs.receipt
        if self._inputs.step != "typing" or (receipt is not None and receipt.amount_yen is not None):
            return
        self._take(replace(self._inputs, amount_yen=amount_yen))
        self._preview()

    def _preview(self) -> None:
        signer, inputs = self._session.signer, self._inputs
        if signer is None or self._previewing or not self._props.ready:
            return
        desk = self._session.desk
        self._previewing = True
        self._session.run(
            lambda: preview_purchase(desk, signer, inputs.member_id, inputs.amount_yen, inputs.receipt),
            lambda answer: self._previewed(inputs, answer),
            self._stop_previewing,
        )

    def _previewed(self, asked: PurchaseInputs, answer: PurchasePreview | ReceiptCounted | PurchaseRefused) -> None:
        self._previewing = False
        same = (asked.member_id, asked.amount_yen, asked.receipt)
        if same != (self._inputs.member_id, self._inputs.amount_yen, self._inputs.receipt):
            self._preview()
            return
        if self._inputs.step != "typing":
            return
        match answer:
            case PurchasePreview():
                self._take(replace(self._inputs, shown=(asked.amount_yen, answer)))
            case ReceiptCounted() | PurchaseRefused():
                self._refuse(answer)
            case _:
                assert_never(answer)

    def _recorded(self, answer: PurchaseRecorded | ReceiptCounted | PurchaseRefused) -> None:
        match answer:
            case PurchaseRecorded():
                shown = (self._inputs.amount_yen, answer.earned)
                self._take(replace(self._inputs, step="recorded", shown=shown))
                self._session.wrote.emit()
                self.recorded.emit(self._inputs.amount_yen)
            case ReceiptCounted() | PurchaseRefused():
                self._refuse(answer)
            case _:
                assert_never(answer)

    def _refuse(self, answer: ReceiptCounted | PurchaseRefused) -> None:
        match answer:
            case ReceiptCounted(at):
                self._take(replace(self._inputs, step="counted", counted_at=self._session.local(at)))
            case PurchaseRefused(held):
                self._take(replace(self._inputs, step="refused", refusal=held.reason))
            case _:
                assert_never(answer)

    def _stop_previewing(self) -> None:
        self._previewing = False

    def _gave_up(self) -> None:
        self._take(replace(self._inputs, step="typing"))

    def _take(self, inputs: PurchaseInputs) -> None:
        before, self._inputs, self._props = self._props, inputs, derive(inputs)
        notify_changes(self, before, self._props)
