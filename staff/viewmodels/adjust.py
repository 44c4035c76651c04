"""Correcting points: before, change, after, and why; above the limit a second person agrees on the same tablet."""

from dataclasses import dataclass, replace
from typing import assert_never

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.adjust_points import Adjusted, AdjustmentRefused, adjust_points, preview_adjustment
from shared.application.ports import Signer, Signers
from shared.application.views import AdjustmentPreview
from shared.domain.programme import Permission
from shared.domain.rules import HeldReason
from shared.domain.staff import NotAllowed, StaffMember
from shared.domain.text import Text
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.choices import ChoiceRow
from staff.viewmodels.session import StaffSession
from staff.viewmodels.sign_in import SignInViewModel

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

AMOUNT_DIGITS = 7
NOTE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class AdjustInputs:
    """For whom, which change, why, and how far it has come; `settles` is a held operation that it puts right."""

    member_id: str = ""
    member_name: str = ""
    settles: str = ""
    settled_kind: str = ""
    taking: bool = False
    amount_points: int = 0
    reason: str = ""
    note: str = ""
    preview: AdjustmentPreview | None = None
    previewed_points: int = 0
    step: str = "typing"
    after_points: int = 0
    refusal: str = ""

    @property
    def change_points(self) -> int:
        return -self.amount_points if self.taking else self.amount_points


@dataclass(frozen=True, slots=True)
class AdjustProps:
    """What the page shows; `step` is typing, approval, recording, done or refused.

    `settled_kind` is the kind of the held operation that is put right, "" for an adjustment of its own.
    """

    step: str
    member_name: str
    settled_kind: str
    taking: bool
    amount_points: int
    before_points: int
    change_points: int
    after_points: int
    limit_points: int
    needs_approval: bool
    reason: str
    note: str
    ready: bool
    refusal: str


def derive(inputs: AdjustInputs) -> AdjustProps:
    """Offer the act once there is a change and a reason."""
    preview, change = inputs.preview, inputs.change_points
    before = preview.before_points if preview else 0
    current = preview is not None and inputs.previewed_points == change
    complete = change != 0 and bool(inputs.reason) and current
    return AdjustProps(
        step=inputs.step,
        member_name=inputs.member_name,
        settled_kind=inputs.settled_kind,
        taking=inputs.taking,
        amount_points=inputs.amount_points,
        before_points=before,
        change_points=change,
        after_points=inputs.after_points if inputs.step == "done" else before + change,
        limit_points=preview.limit_points if preview else 0,
        needs_approval=preview is not None and preview.needs_approval and change != 0,
        reason=inputs.reason,
        note=inputs.note,
        ready=inputs.step == "typing" and complete,
        refusal=inputs.refusal,
    )


@QmlElement
@QmlUncreatable("composition makes it")
class AdjustViewModel(QObject):
    """Records an adjustment; `approval` asks the second person for badge and PIN."""

    approverRolesChanged = Signal()
    stepChanged = Signal()
    memberNameChanged = Signal()
    settledKindChanged = Signal()
    takingChanged = Signal()
    amountPointsChanged = Signal()
    beforePointsChanged = Signal()
    changePointsChanged = Signal()
    afterPointsChanged = Signal()
    limitPointsChanged = Signal()
    needsApprovalChanged = Signal()
    reasonChanged = Signal()
    noteChanged = Signal()
    readyChanged = Signal()
    refusalChanged = Signal()

    def __init__(self, session: StaffSession, approval: SignInViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._approval = approval
        self._inputs = AdjustInputs()
        self._props = derive(self._inputs)
        self._roles: tuple[Text, ...] = ()
        self._previewing = False
        self._reasons = RowsModel(ChoiceRow, lambda row: row.key, self)
        approval.signedIn.connect(self._approved)
        session.changed.connect(self._list)
        session.locked.connect(self.close)

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(str, notify=memberNameChanged)
    def memberName(self) -> str:
        return self._props.member_name

    @Property(str, notify=settledKindChanged)
    def settledKind(self) -> str:
        return self._props.settled_kind

    @Property(bool, notify=takingChanged)
    def taking(self) -> bool:
        return self._props.taking

    @Property("qlonglong", notify=amountPointsChanged)
    def amountPoints(self) -> int:
        return self._props.amount_points

    @Property("qlonglong", notify=beforePointsChanged)
    def beforePoints(self) -> int:
        return self._props.before_points

    @Property("qlonglong", notify=changePointsChanged)
    def changePoints(self) -> int:
        return self._props.change_points

    @Property("qlonglong", notify=afterPointsChanged)
    def afterPoints(self) -> int:
        return self._props.after_points

    @Property("qlonglong", notify=limitPointsChanged)
    def limitPoints(self) -> int:
        return self._props.limit_points

    @Property(bool, notify=needsApprovalChanged)
    def needsApproval(self) -> bool:
        return self._props.needs_approval

    @Property(str, notify=reasonChanged)
    def reason(self) -> str:
        return self._props.reason

    @Property(str, notify=noteChanged)
    def note(self) -> str:
        return self._props.note

    @Property(bool, notify=readyChanged)
    def ready(self) -> bool:
        return self._props.ready

    @Property(str, notify=refusalChanged)
    def refusal(self) -> str:
        return self._props.refusal

    @Property(str, notify=approverRolesChanged)
    def approverRoles(self) -> str:
        return " / ".join(self._session.say(role) for role in self._roles)

    @Property(QAbstractItemModel, constant=True)
    def reasons(self) -> QAbstractItemModel:
        return self._reasons

    @Property(SignInViewModel, constant=True)
    def approval(self) -> SignInViewModel:
        return self._approval

    def begin(self, member_id: str, member_name: str, settles: str = "", settled_kind: str = "") -> None:
        """Start an adjustment of a member's points, perhaps one that puts a held operation right."""
        self._list()
        self._take(AdjustInputs(member_id, member_name, settles, settled_kind))
        self._preview()

    @Slot()
    def close(self) -> None:
        """Leave nothing about anybody."""
        self._previewing = False
        self._approval.cancel()
        self._take(AdjustInputs())

    @Slot(bool)
    def take(self, taking: bool) -> None:
        """Take points away instead of adding them."""
        self._type(replace(self._inputs, taking=taking))

    @Slot(str)
    def press(self, digit: str) -> None:
        if len(digit) == 1 and "0" <= digit <= "9" and len(str(self._inputs.amount_points)) < AMOUNT_DIGITS:
            self._type(replace(self._inputs, amount_points=self._inputs.amount_points * 10 + int(digit)))

    @Slot()
    def backspace(self) -> None:
        self._type(replace(self._inputs, amount_points=self._inputs.amount_points // 10))

    @Slot()
    def clear(self) -> None:
        self._type(replace(self._inputs, amount_points=0))

    @Slot(str)
    def choose(self, reason: str) -> None:
        if self._inputs.step == "typing" and any(row.key == reason for row in self._reasons.rows):
            self._take(replace(self._inputs, reason=reason))

    @Slot(str)
    def write(self, note: str) -> None:
        if self._inputs.step == "typing":
            self._take(replace(self._inputs, note=note[:NOTE_CHARACTERS]))

    @Slot()
    def adjust(self) -> None:
        """Do it, or ask the second person first."""
        if not self._props.ready:
            return
        if self._props.needs_approval:
            self._approval.cancel()
            self._approval.ask_for(self._may_approve)
            self._approval.refresh()
            self._take(replace(self._inputs, step="approval"))
        else:
            self._record(None)

    @Slot()
    def reconsider(self) -> None:
        """Go back from the approval, or from a refusal, to the figures."""
        if self._inputs.step in ("approval", "refused"):
            self._approval.cancel()
            self._take(replace(self._inputs, step="typing", refusal=""))

    @Slot(object)
    def _approved(self, approver: Signer) -> None:
        if self._inputs.step == "approval":
            self._record(approver)

    def _may_approve(self, staff: StaffMember) -> bool:
        shop, points = self._session.shop, abs(self._inputs.change_points)
        role = next((r for r in shop.roles if r.key == staff.role), None) if shop else None
        able = role is not None and Permission.APPROVE in role.permissions and points <= role.approve_limit_points
        return able and staff.staff_id != self._session.staff_id

    def _record(self, approver: Signer | None) -> None:
        signer, inputs = self._session.signer, self._inputs
        if signer is None:
            return
        desk, signers = self._session.desk, Signers(signer, approver)
        self._take(replace(inputs, step="recording"))
        self._session.run(
            lambda: adjust_points(
                desk,
                signers,
                inputs.member_id,
                inputs.change_points,
                inputs.reason,
                inputs.note.strip(),
                inputs.settles,
            ),
            self._recorded,
            self._gave_up,
        )

    def _recorded(self, answer: Adjusted | AdjustmentRefused) -> None:
        match answer:
            case Adjusted():
                self._take(replace(self._inputs, step="done", after_points=answer.balance_points))
                self._session.wrote.emit()
            case AdjustmentRefused(held):
                self._take(replace(self._inputs, step="refused", refusal=held.reason))
            case _:
                assert_never(answer)

    def _type(self, inputs: AdjustInputs) -> None:
        if self._inputs.step == "typing":
            self._take(inputs)
            self._preview()

    def _preview(self) -> None:
        signer, member_id, points = self._session.signer, self._inputs.member_id, self._inputs.change_points
        if signer is None or self._previewing or not member_id:
            return
        desk = self._session.desk
        self._previewing = True
        self._session.run(
            lambda: preview_adjustment(desk, signer, member_id, points),
            lambda answer: self._previewed(member_id, points, answer),
            self._stop_previewing,
        )

    def _previewed(self, member_id: str, points: int, answer: AdjustmentPreview | NotAllowed) -> None:
        self._previewing = False
        if (member_id, points) != (self._inputs.member_id, self._inputs.change_points):
            self._preview()
            return
        match answer:
            case AdjustmentPreview():
                self._roles = answer.approver_roles
                self._take(replace(self._inputs, preview=answer, previewed_points=points))
                self.approverRolesChanged.emit()
            case NotAllowed():
                self._take(replace(self._inputs, step="refused", refusal=HeldReason.NOT_ALLOWED))
            case _:
                assert_never(answer)

    def _stop_previewing(self) -> None:
        self._previewing = False

    def _gave_up(self) -> None:
        self._take(replace(self._inputs, step="typing"))

    @Slot()
    def _list(self) -> None:
        shop = self._session.shop
        self._reasons.replace(ChoiceRow(r.code, self._session.say(r.name)) for r in (shop.reasons if shop else ()))
        self.approverRolesChanged.emit()

    def _take(self, inputs: AdjustInputs) -> None:
        before, self._inputs, self._props = self._props, inputs, derive(inputs)
        notify_changes(self, before, self._props)
