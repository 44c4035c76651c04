"""One member: who she is, what she has, what can be done, what happened."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.correct import Done, Refused, confirm_step, undo_action
from shared.application.ports import Desk, Signer
from shared.application.read_member import read_member
from shared.application.views import AwardView, CampaignView, HistoryLine, MemberPage
from shared.domain.codes import format_number
from shared.domain.member import Entry, MemberStatus
from shared.domain.programme import Permission
from shared.domain.rules.undoing import UNDOABLE
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class LotRow:
    """All points that are good until the end of `lastDay` (ISO)."""

    points: int
    lastDay: str
    soon: bool


@dataclass(frozen=True, slots=True)
class AwardRow:
    """A prize that waits; days are ISO."""

    voucherCode: str
    ball: int
    prize: str
    wonOn: str
    collectUntil: str


@dataclass(frozen=True, slots=True)
class MemberChallengeRow:
    """A challenge as she stands in it: `figure` of `target` in a `unit` until an ISO date, or its `standing`.

    `badges` counts how often she has finished it; `confirmable` is what this person may confirm now.
    """

    key: str
    name: str
    figure: int
    target: int
    unit: str
    until: str
    standing: str
    badges: int
    cameBack: bool
    confirmable: bool


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A line of the history in raw parts; QML makes the words. `points` may still be pending.

    `returnable` is the purchase that it tells of, "" where nothing of one can come back.
    """

    opId: str
    kind: str
    at: str
    prize: str
    amountYen: int
    pendingUntil: str
    receipt: str
    yenPerPoint: int
    reason: str
    campaign: str
    undoneKind: str
    note: str
    staff: str
    approver: str
    device: str
    points: int
    undone: bool
    undoable: bool
    returnable: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class MemberInputs:
    """Whose page it is, what the device knows of her, and what the last act met."""

    member_id: str = ""
    page: MemberPage | None = None
    missing: bool = False
    acting: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class MemberProps:
    """What the page shows; `step` is none, loading, missing or shown."""

    step: str
    member_id: str
    name: str
    kana: str
    nickname: str
    number: str
    points: int
    pending_points: int
    debt_points: int
    turns: int
    blocked: bool
    can_record: bool
    can_adjust: bool
    adjust_limit_points: int
    can_give: bool
    can_renew: bool
    can_hand_over: bool
    can_edit: bool
    acting: bool
    refusal: str


EMPTY = MemberProps(
    "none", "", "", "", "", "", 0, 0, 0, 0, False, False, False, 0, False, False, False, False, False, ""
)


def derive(inputs: MemberInputs) -> MemberProps:
    """Show what is known and offer what the person's role allows."""
    page = inputs.page
    if page is None:
        step = "missing" if inputs.missing else "loading" if inputs.member_id else "none"
        return replace(EMPTY, step=step, member_id=inputs.member_id)
    member, profile, may = page.member, page.member.profile, page.permissions
    return MemberProps(
        step="shown",
        member_id=member.member_id,
        name=profile.name if profile and profile.name else member.nickname,
        kana=profile.kana if profile else "",
        nickname=member.nickname,
        number=format_number(member.number),
        points=page.balance_points,
        pending_points=page.pending_points,
        debt_points=page.debt_points,
        turns=page.turns,
        blocked=member.status is MemberStatus.BLOCKED,
        can_record=Permission.RECORD_PURCHASE in may,
        can_adjust=Permission.ADJUST in may,
        adjust_limit_points=page.adjust_limit_points,
        can_give=Permission.GIVE_TICKET in may,
        can_renew=Permission.RENEW_CARD in may,
        can_hand_over=Permission.HAND_OVER in may,
        can_edit=Permission.EDIT_PROFILE in may,
        acting=inputs.acting,
        refusal=inputs.refusal,
    )


@QmlElement
@QmlUncreatable("composition makes it")
class MemberViewModel(QObject):
    """Keeps one member's page; `voucherChosen` and `purchaseChosen` ask for what is done with them.

    `shown` tells id and name.
    """

    voucherChosen = Signal(str)
    purchaseChosen = Signal(str)
    shown = Signal(str, str)
    tierChanged = Signal()
    stepChanged = Signal()
    memberIdChanged = Signal()
    nameChanged = Signal()
    kanaChanged = Signal()
    nicknameChanged = Signal()
    numberChanged = Signal()
    pointsChanged = Signal()
    pendingPointsChanged = Signal()
    debtPointsChanged = Signal()
    turnsChanged = Signal()
    blockedChanged = Signal()
    canRecordChanged = Signal()
    canAdjustChanged = Signal()
    adjustLimitPointsChanged = Signal()
    canGiveChanged = Signal()
    canRenewChanged = Signal()
    canHandOverChanged = Signal()
    canEditChanged = Signal()
    actingChanged = Signal()
    refusalChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inputs = MemberInputs()
        self._props = derive(self._inputs)
        self._tier = ""
        self._lots = RowsModel(LotRow, lambda row: row.lastDay, self)
        self._awards = RowsModel(AwardRow, lambda row: row.voucherCode, self)
        self._challenges = RowsModel(MemberChallengeRow, lambda row: row.key, self)
        self._history = RowsModel(HistoryRow, lambda row: (row.opId, row.kind, row.prize), self)
        session.changed.connect(self._list)
        session.locked.connect(self.close)

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(str, notify=memberIdChanged)
    def memberId(self) -> str:
        return self._props.member_id

    @Property(str, notify=nameChanged)
    def name(self) -> str:
        return self._props.name

    @Property(str, notify=kanaChanged)
    def kana(self) -> str:
        return self._props.kana

    @Property(str, notify=nicknameChanged)
    def nickname(self) -> str:
        return self._props.nickname

    @Property(str, notify=numberChanged)
    def number(self) -> str:
        return self._props.number

    @Property("qlonglong", notify=pointsChanged)
    def points(self) -> int:
        return self._props.points

    @Property("qlonglong", notify=pendingPointsChanged)
    def pendingPoints(self) -> int:
        return self._props.pending_points

    @Property("qlonglong", notify=debtPointsChanged)
    def debtPoints(self) -> int:
        return self._props.debt_points

    @Property(int, notify=turnsChanged)
    def turns(self) -> int:
        return self._props.turns

    @Property(bool, notify=blockedChanged)
    def blocked(self) -> bool:
        return self._props.blocked

    @Property(bool, notify=canRecordChanged)
    def canRecord(self) -> bool:
        return self._props.can_record

    @Property(bool, notify=canAdjustChanged)
    def canAdjust(self) -> bool:
        return self._props.can_adjust

    @Property("qlonglong", notify=adjustLimitPointsChanged)
    def adjustLimitPoints(self) -> int:
        return self._props.adjust_limit_points

    @Property(bool, notify=canGiveChanged)
    def canGive(self) -> bool:
        return self._props.can_give

    @Property(bool, notify=canRenewChanged)
    def canRenew(self) -> bool:
        return self._props.can_renew

    @Property(bool, notify=canHandOverChanged)
    def canHandOver(self) -> bool:
        return self._props.can_hand_over

    @Property(bool, notify=canEditChanged)
    def canEdit(self) -> bool:
        return self._props.can_edit

    @Property(bool, notify=actingChanged)
    def acting(self) -> bool:
        return self._props.acting

    @Property(str, notify=refusalChanged)
    def refusal(self) -> str:
        return self._props.refusal

    @Property(str, notify=tierChanged)
    def tier(self) -> str:
        return self._tier

    @Property(QAbstractItemModel, constant=True)
    def lots(self) -> QAbstractItemModel:
        return self._lots

    @Property(QAbstractItemModel, constant=True)
    def awards(self) -> QAbstractItemModel:
        return self._awards

    @Property(QAbstractItemModel, constant=True)
    def challenges(self) -> QAbstractItemModel:
        return self._challenges

    @Property(QAbstractItemModel, constant=True)
    def history(self) -> QAbstractItemModel:
        return self._history

    @property
    def lot_rows(self) -> tuple[LotRow, ...]:
        return self._lots.rows

    @property
    def award_rows(self) -> tuple[AwardRow, ...]:
        return self._awards.rows

    @property
    def challenge_rows(self) -> tuple[MemberChallengeRow, ...]:
        return self._challenges.rows

    @property
    def history_rows(self) -> tuple[HistoryRow, ...]:
        return self._history.rows

    def show(self, member_id: str) -> None:
        """Open a member's page."""
        if member_id != self._inputs.member_id:
            self._show(MemberInputs(member_id))
        self.refresh()

    def refresh(self) -> None:
        """Read her again."""
        signer, member_id = self._session.signer, self._inputs.member_id
        if signer is None or not member_id:
            return
        desk = self._session.desk
        self._session.run(lambda: read_member(desk, signer, member_id), lambda page: self._read(member_id, page))

    @Slot()
    def close(self) -> None:
        """Leave nothing about her."""
        self._show(MemberInputs())

    @Slot(str)
    def handOver(self, voucher_code: str) -> None:
        self.voucherChosen.emit(voucher_code)

    @Slot(str)
    def takeBack(self, purchase_id: str) -> None:
        """Open a purchase to take something of it back."""
        self.purchaseChosen.emit(purchase_id)

    @Slot(str)
    def undo(self, op_id: str) -> None:
        """Take one's own last action back."""
        self._act(lambda desk, signer, member_id: undo_action(desk, signer, member_id, op_id))

    @Slot(str)
    def confirmStep(self, campaign: str) -> None:
        """Confirm that she did what a challenge asks for."""
        self._act(lambda desk, signer, member_id: confirm_step(desk, signer, member_id, campaign))

    def _act(self, act: Callable[[Desk, Signer, str], Done | Refused]) -> None:
        signer, member_id = self._session.signer, self._inputs.member_id
        if signer is None or self._inputs.acting:
            return
        desk = self._session.desk
        self._take(replace(self._inputs, acting=True, refusal=""))
        self._session.run(lambda: act(desk, signer, member_id), self._acted, self._gave_up)

    def _acted(self, answer: Done | Refused) -> None:
        match answer:
            case Done():
                self._take(replace(self._inputs, acting=False))
                self._session.wrote.emit()
                self.refresh()
            case Refused(held):
                self._take(replace(self._inputs, acting=False, refusal=held.reason))
            case _:
                assert_never(answer)

    def _gave_up(self) -> None:
        self._take(replace(self._inputs, acting=False))

    def _read(self, member_id: str, page: MemberPage | None) -> None:
        if member_id == self._inputs.member_id:
            self._show(replace(self._inputs, page=page, missing=page is None))
            if page is not None:
                self.shown.emit(member_id, self._props.name)

    def _show(self, inputs: MemberInputs) -> None:
        self._inputs = inputs
        self._list()
        self._take(inputs)

    @Slot()
    def _list(self) -> None:
        page, session = self._inputs.page, self._session
        tier = session.say(page.standing.tier.name) if page else ""
        if tier != self._tier:
            self._tier = tier
            self.tierChanged.emit()
        soon = page.expiring_soon if page else None
        sums = Counter[date]()
        for lot, day in page.lots if page else ():
            sums[day] += lot.left_points
        self._lots.replace(LotRow(points, day.isoformat(), day == soon) for day, points in sorted(sums.items()))
        self._awards.replace(self._award(view) for view in (page.waiting if page else ()))
        may = page is not None and Permission.CONFIRM_STEP in page.permissions
        self._challenges.replace(self._challenge(view, may=may) for view in (page.campaigns if page else ()))
        undoable = page.undoable if page else None
        self._history.replace(self._line(line, undoable) for line in (page.history if page else ()))

    def _award(self, view: AwardView) -> AwardRow:
        award, until = view.award, view.award.collect_until
        return AwardRow(
            voucherCode=award.voucher_code or "",
            ball=view.prize.ball,
            prize=self._session.say(view.prize.name),
            wonOn=self._session.local(award.won_at)[:10],
            collectUntil=until.isoformat() if until else "",
        )

    def _challenge(self, view: CampaignView, *, may: bool) -> MemberChallengeRow:
        return MemberChallengeRow(
            key=view.campaign.key,
            name=self._session.say(view.campaign.name),
            figure=view.reached.figure,
            target=view.reached.target,
            unit=view.campaign.unit,
            until=view.last_day.isoformat(),
            standing=view.state,
            badges=view.badges,
            cameBack=view.short,
            confirmable=may and view.confirmable,
        )

    def _line(self, line: HistoryLine, undoable: str | None) -> HistoryRow:
        entry, say = line.entry, self._session.say
        return HistoryRow(
            opId=entry.op_id,
            kind=entry.kind,
            at=self._session.local(entry.at),
            prize=say(line.prize.name) if line.prize else "",
            amountYen=entry.amount_yen,
            pendingUntil=self._session.local(entry.pending_until)[:10] if self._pends(entry) else "",
            receipt=line.receipt.value if line.receipt is not None else "",
            yenPerPoint=entry.explanation.yen_per_point if entry.explanation else 0,
            reason=say(line.reason.name) if line.reason else "",
            campaign=say(line.campaign) if line.campaign else "",
            undoneKind=entry.reason if line.reason is None else "",
            note=entry.note,
            staff=line.staff_name,
            approver=line.approver_name,
            device=line.device_label,
            points=entry.points + entry.pending_points,
            undone=entry.undone_by is not None,
            undoable=entry.op_id == undoable and entry.kind in UNDOABLE and entry.undone_by is None,
            returnable=line.returnable,
            confirmed=line.confirmed,
        )

    def _pends(self, entry: Entry) -> bool:
        until = entry.pending_until
        return until is not None and until > self._session.desk.clock.now() and entry.pending_points > 0

    def _take(self, inputs: MemberInputs) -> None:
        before, self._inputs, self._props = self._props, inputs, derive(inputs)
        notify_changes(self, before, self._props)
