"""Taking back what a member brings: which lines, how much of each, and what it will do before anything happens."""

from dataclasses import dataclass, replace
from typing import assert_never

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.correct import Done, Refused, undo_action
from shared.application.return_purchase import (
    ReturnChanged,
    ReturnRefused,
    ReturnTaken,
    preview_return,
    read_bought,
    take_return,
)
from shared.application.views import BoughtView, ReturnPreview
from shared.domain.text import Text
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.purchase import AMOUNT_DIGITS
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class BoughtRow:
    """A line of the purchase: paid, came back before, still here, comes back now; `chosen` is what digits go to."""

    line: int
    kind: str
    department: str
    paidYen: int
    returnedYen: int
    leftYen: int
    backYen: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ReturnInputs:
    """Whose purchase, what of it comes back, and how far it has come.

    `fresh` says that the next digit begins a new amount. `changed` that more came back elsewhere while one looked.
    """

    member_id: str = ""
    member_name: str = ""
    purchase_id: str = ""
    bought: BoughtView | None = None
    back: tuple[int, ...] = ()
    chosen: int = -1
    fresh: bool = True
    shown: tuple[tuple[int, ...], ReturnPreview] | None = None
    step: str = "loading"
    op_id: str = ""
    changed: bool = False
    undoing: bool = False
    refusal: str = ""
    roles: tuple[Text, ...] = ()

    @property
    def left(self) -> tuple[int, ...]:
        """What may still come back, per line."""
        return tuple(line.paid_yen - line.returned_yen for line in self.bought.lines) if self.bought else ()


@dataclass(frozen=True, slots=True)
class ReturnProps:
    """What the page shows; `step` is loading, typing, recording, done, undone or refused.

    The figures are `ReturnPreview`'s; both tiers are "" where the return leaves the tier as it is.
    """

    step: str
    member_name: str
    receipt_number: str
    left_yen: int
    back_yen: int
    whole: bool
    too_much: bool
    ready: bool
    shown: bool
    changed: bool
    undoing: bool
    points: int
    pending_points: int
    other_points: int
    debt_points: int
    expired_points: int
    balance_points: int
    turns_gone: int
    turns_used: int
    refusal: str


def derive(inputs: ReturnInputs) -> ReturnProps:
    """Show what the amounts that stand there would do, never those before them."""
    left, back = sum(inputs.left), sum(inputs.back)
    too_much = any(yen > most for yen, most in zip(inputs.back, inputs.left, strict=True))
    became = inputs.shown[1] if inputs.shown and inputs.shown[0] == inputs.back else None
    return ReturnProps(
        step=inputs.step,
        member_name=inputs.member_name,
        receipt_number=inputs.bought.receipt_number if inputs.bought else "",
        left_yen=left,
        back_yen=back,
        whole=back > 0 and inputs.back == inputs.left,
        too_much=too_much,
        ready=inputs.step == "typing" and became is not None and not too_much,
        shown=became is not None,
        changed=inputs.changed,
        undoing=inputs.undoing,
        points=became.points if became else 0,
        pending_points=became.pending_points if became else 0,
        other_points=became.other_points if became else 0,
        debt_points=became.debt_points if became else 0,
        expired_points=became.expired_points if became else 0,
        balance_points=became.balance_points if became else 0,
        turns_gone=became.turns_gone if became else 0,
        turns_used=became.turns_used if became else 0,
        refusal=inputs.refusal,
    )


@QmlElement
@QmlUncreatable("composition makes it")
class ReturnViewModel(QObject):
    """Previews as one chooses, the newest amounts last; what was taken can be undone from here."""

    boughtAtChanged = Signal()
    tiersChanged = Signal()
    rolesChanged = Signal()
    stepChanged = Signal()
    memberNameChanged = Signal()
    receiptNumberChanged = Signal()
    leftYenChanged = Signal()
    backYenChanged = Signal()
    wholeChanged = Signal()
    tooMuchChanged = Signal()
    readyChanged = Signal()
    shownChanged = Signal()
    changedChanged = Signal()
    undoingChanged = Signal()
    pointsChanged = Signal()
    pendingPointsChanged = Signal()
    otherPointsChanged = Signal()
    debtPointsChanged = Signal()
    expiredPointsChanged = Signal()
    balancePointsChanged = Signal()
    turnsGoneChanged = Signal()
    turnsUsedChanged = Signal()
    refusalChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inputs = ReturnInputs()
        self._props = derive(self._inputs)
        self._previewing = False
        self._lines = RowsModel(BoughtRow, lambda row: row.line, self)
        session.changed.connect(self._say)
        session.locked.connect(self.close)

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(str, notify=memberNameChanged)
    def memberName(self) -> str:
        return self._props.member_name

    @Property(str, notify=receiptNumberChanged)
    def receiptNumber(self) -> str:
        return self._props.receipt_number

    @Property(str, notify=boughtAtChanged)
    def boughtAt(self) -> str:
        return self._session.local(self._inputs.bought.at) if self._inputs.bought else ""

    @Property("qlonglong", notify=leftYenChanged)
    def leftYen(self) -> int:
        return self._props.left_yen

    @Property("qlonglong", notify=backYenChanged)
    def backYen(self) -> int:
        return self._props.back_yen

    @Property(bool, notify=wholeChanged)
    def whole(self) -> bool:
        return self._props.whole

    @Property(bool, notify=tooMuchChanged)
    def tooMuch(self) -> bool:
        return self._props.too_much

    @Property(bool, notify=readyChanged)
    def ready(self) -> bool:
        return self._props.ready

    @Property(bool, notify=shownChanged)
    def shown(self) -> bool:
        return self._props.shown

    @Property(bool, notify=changedChanged)
    def changed(self) -> bool:
        return self._props.changed

    @Property(bool, notify=undoingChanged)
    def undoing(self) -> bool:
        return self._props.undoing

    @Property("qlonglong", notify=pointsChanged)
    def points(self) -> int:
        return self._props.points

    @Property("qlonglong", notify=pendingPointsChanged)
    def pendingPoints(self) -> int:
        return self._props.pending_points

    @Property("qlonglong", notify=otherPointsChanged)
    def otherPoints(self) -> int:
        return self._props.other_points

    @Property("qlonglong", notify=debtPointsChanged)
    def debtPoints(self) -> int:
        return self._props.debt_points

    @Property("qlonglong", notify=expiredPointsChanged)
    def expiredPoints(self) -> int:
        return self._props.expired_points

    @Property("qlonglong", notify=balancePointsChanged)
    def balancePoints(self) -> int:
        return self._props.balance_points

    @Property(int, notify=turnsGoneChanged)
    def turnsGone(self) -> int:
        return self._props.turns_gone

    @Property(int, notify=turnsUsedChanged)
    def turnsUsed(self) -> int:
        return self._props.turns_used

    @Property(str, notify=refusalChanged)
    def refusal(self) -> str:
        return self._props.refusal

    @Property(str, notify=tiersChanged)
    def tierBefore(self) -> str:
        return self._tier(0)

    @Property(str, notify=tiersChanged)
    def tierAfter(self) -> str:
        return self._tier(1)

    @Property(str, notify=rolesChanged)
    def roles(self) -> str:
        return " / ".join(self._session.say(role) for role in self._inputs.roles)

    @Property(QAbstractItemModel, constant=True)
    def lines(self) -> QAbstractItemModel:
        return self._lines

    @property
    def line_rows(self) -> tuple[BoughtRow, ...]:
        return self._lines.rows

    def begin(self, member_id: str, member_name: str, purchase_id: str) -> None:
        """Start with a purchase of a member."""
        self._take(ReturnInputs(member_id, member_name, purchase_id))
        self.refresh()

    def name(self, member_id: str, member_name: str) -> None:
        """Take the member's name once it has been read."""
        if member_id == self._inputs.member_id:
            self._take(replace(self._inputs, member_name=member_name))

    @Slot()
    def refresh(self) -> None:
        """Read the purchase again: something of it may have come back elsewhere."""
        signer, inputs = self._session.signer, self._inputs
        if signer is None or inputs.step not in ("loading", "typing"):
            return
        desk = self._session.desk
        self._session.run(
            lambda: read_bought(desk, signer, inputs.member_id, inputs.purchase_id),
            lambda answer: self._read(inputs.purchase_id, answer),
        )

    @Slot()
    def close(self) -> None:
        """Leave nothing about anybody."""
        self._previewing = False
        self._take(ReturnInputs())

    @Slot(int)
    def choose(self, line: int) -> None:
        """Let all that is left of a line come back; chosen again, nothing of it."""
        inputs = self._inputs
        if inputs.step == "typing" and 0 <= line < len(inputs.back):
            whole = inputs.chosen == line and inputs.back[line] == inputs.left[line]
            self._come_back(line, 0 if whole else inputs.left[line], fresh=True)

    @Slot()
    def everything(self) -> None:
        """Let all that is left of the purchase come back."""
        if self._inputs.step == "typing":
            self._take(replace(self._inputs, back=self._inputs.left, fresh=True))
            self._preview()

    @Slot(str)
    def press(self, digit: str) -> None:
        """Add a digit to the amount of the chosen line; after a choice it begins a new one."""
        inputs = self._inputs
        if len(digit) != 1 or not "0" <= digit <= "9" or not self._typing():
            return
        so_far = 0 if inputs.fresh else inputs.back[inputs.chosen]
        if len(str(so_far)) < AMOUNT_DIGITS:
            self._come_back(inputs.chosen, so_far * 10 + int(digit))

    @Slot()
    def backspace(self) -> None:
        if self._typing():
            self._come_back(self._inputs.chosen, self._inputs.back[self._inputs.chosen] // 10)

    @Slot()
    def clear(self) -> None:
        if self._inputs.step == "typing":
            self._take(replace(self._inputs, back=(0,) * len(self._inputs.back), fresh=True))

    @Slot()
    def record(self) -> None:
        """Take it back, once."""
        signer, inputs = self._session.signer, self._inputs
        if signer is None or not self._props.ready or inputs.bought is None:
            return
        desk, seen = self._session.desk, tuple(line.returned_yen for line in inputs.bought.lines)
        self._take(replace(inputs, step="recording"))
        self._session.run(
            lambda: take_return(desk, signer, inputs.member_id, inputs.purchase_id, inputs.back, seen),
            self._recorded,
            self._gave_up,
        )

    @Slot()
    def undo(self) -> None:
        """Let the return that was just taken not have been."""
        signer, inputs = self._session.signer, self._inputs
        if signer is None or inputs.step != "done" or inputs.undoing:
            return
        desk = self._session.desk
        self._take(replace(inputs, undoing=True))
        self._session.run(
            lambda: undo_action(desk, signer, inputs.member_id, inputs.op_id),
            self._undone,
            lambda: self._take(replace(self._inputs, undoing=False)),
        )

    def _typing(self) -> bool:
        return self._inputs.step == "typing" and self._inputs.chosen >= 0

    def _come_back(self, line: int, yen: int, *, fresh: bool = False) -> None:
        back = (*self._inputs.back[:line], yen, *self._inputs.back[line + 1 :])
        self._take(replace(self._inputs, back=back, chosen=line, fresh=fresh, changed=False))
        self._preview()

    def _read(self, purchase_id: str, answer: BoughtView | ReturnRefused) -> None:
        inputs = self._inputs
        if purchase_id != inputs.purchase_id or inputs.step not in ("loading", "typing"):
            return
        match answer:
            case ReturnRefused():
                self._refuse(answer)
            case BoughtView() if answer == inputs.bought:
                self._preview()
            case BoughtView(lines=lines):
                back = (0,) * len(lines)
                chosen = 0 if len(lines) == 1 else -1
                changed = inputs.changed or inputs.bought is not None
                self._take(
                    replace(inputs, bought=answer, back=back, chosen=chosen, step="typing", changed=changed, shown=None)
                )
            case _:
                assert_never(answer)

    def _preview(self) -> None:
        signer, inputs = self._session.signer, self._inputs
        wanted = inputs.step == "typing" and any(inputs.back) and not self._props.too_much
        if signer is None or self._previewing or not wanted:
            return
        desk = self._session.desk
        self._previewing = True
        self._session.run(
            lambda: preview_return(desk, signer, inputs.member_id, inputs.purchase_id, inputs.back),
            lambda answer: self._previewed(inputs, answer),
            self._stop_previewing,
        )

    def _previewed(self, asked: ReturnInputs, answer: ReturnPreview | ReturnRefused) -> None:
        self._previewing = False
        if (asked.purchase_id, asked.back) != (self._inputs.purchase_id, self._inputs.back):
            self._preview()
            return
        if self._inputs.step != "typing":
            return
        match answer:
            case ReturnPreview():
                self._take(replace(self._inputs, shown=(asked.back, answer)))
            case ReturnRefused():
                self._refuse(answer)
            case _:
                assert_never(answer)

    def _recorded(self, answer: ReturnTaken | ReturnChanged | ReturnRefused) -> None:
        match answer:
            case ReturnTaken(op_id, became):
                self._take(replace(self._inputs, step="done", op_id=op_id, shown=(self._inputs.back, became)))
                self._session.wrote.emit()
            case ReturnChanged():
                self._take(replace(self._inputs, step="typing", changed=True))
                self.refresh()
            case ReturnRefused():
                self._refuse(answer)
            case _:
                assert_never(answer)

    def _undone(self, answer: Done | Refused) -> None:
        match answer:
            case Done():
                self._take(replace(self._inputs, step="undone", undoing=False))
                self._session.wrote.emit()
            case Refused(held):
                self._take(replace(self._inputs, step="done", undoing=False, refusal=held.reason))
            case _:
                assert_never(answer)

    def _refuse(self, answer: ReturnRefused) -> None:
        self._take(replace(self._inputs, step="refused", refusal=answer.held.reason, roles=answer.roles))

    def _stop_previewing(self) -> None:
        self._previewing = False

    def _gave_up(self) -> None:
        self._take(replace(self._inputs, step="typing"))

    def _tier(self, which: int) -> str:
        shown = self._inputs.shown
        if shown is None or not self._props.shown or shown[1].tier_before == shown[1].tier_after:
            return ""
        return self._session.say((shown[1].tier_before, shown[1].tier_after)[which])

    @Slot()
    def _say(self) -> None:
        self._list()
        self.boughtAtChanged.emit()
        self.tiersChanged.emit()
        self.rolesChanged.emit()

    def _list(self) -> None:
        inputs = self._inputs
        lines = inputs.bought.lines if inputs.bought else ()
        self._lines.replace(
            BoughtRow(
                line=place,
                kind=line.kind,
                department=self._session.say(line.department) if line.department else "",
                paidYen=line.paid_yen,
                returnedYen=line.returned_yen,
                leftYen=line.paid_yen - line.returned_yen,
                backYen=back,
                chosen=place == inputs.chosen,
            )
            for place, (line, back) in enumerate(zip(lines, inputs.back, strict=True))
        )

    def _take(self, inputs: ReturnInputs) -> None:
        before, was = self._props, self._inputs
        self._inputs, self._props = inputs, derive(inputs)
        self._list()
        notify_changes(self, before, self._props)
        if inputs.bought is not was.bought:
            self.boughtAtChanged.emit()
        if inputs.shown is not was.shown or inputs.back != was.back:
            self.tiersChanged.emit()
        if inputs.roles != was.roles:
            self.rolesChanged.emit()
