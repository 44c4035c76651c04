"""The store's own lists: prizes that wait, drums, and promises the centre could not keep."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QObject

from shared.application.correct import Done, Refused
from shared.application.enrol_member import phone_as_dialled
from shared.application.ports import Desk, Signer
from shared.application.read_store import held_operations, store_drums, waiting_prizes
from shared.application.settle_held import reject_held, release_held
from shared.application.views import HeldOperation, StoreDrum, WaitingPrize
from shared.domain.member import ProfileField
from shared.domain.programme import Permission
from shared.domain.rules import HeldReason
from shared.qt.list_model import RowsModel
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.listing import StoreListViewModel
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class WaitingPrizeRow:
    """A prize that waits at the counter; without a code it needs the member's voucher. Days are ISO."""

    voucherId: str
    voucherCode: str
    memberId: str
    ball: int
    prize: str
    nickname: str
    wonOn: str
    collectUntil: str
    soon: bool


@dataclass(frozen=True, slots=True)
class DrumBallRow:
    """One prize in one drum; the drum's own figures stand in every row of it, for the section above."""

    rowId: str
    drumId: str
    campaign: str
    drumNumber: int
    kiosk: str
    turns: int
    ballsLeft: int
    ballsFilled: int
    ball: int
    prize: str
    remaining: int
    filled: int
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class HeldOperationRow:
    """A held operation; `kind`, `reason` and `field` are keys that QML words.

    `mine` and `theirs` are what was said and what stands of a field that was changed from two sides, the first of them.
    `settling` while this tablet has said what is to become of it and the centre has not answered. `twin` for a newcomer
    who may be `other` already, whose name is "" where this store does not know her.
    """

    opId: str
    kind: str
    reason: str
    detail: str
    at: str
    device: str
    staff: str
    memberId: str
    nickname: str
    field: str
    mine: str
    theirs: str
    tries: int
    settling: bool
    twin: bool
    other: str


SOON_DAYS = 7


@QmlElement
@QmlUncreatable("composition makes it")
class PrizesViewModel(StoreListViewModel):
    """The prizes of this store that wait, soonest lapsing first."""

    voucherChosen = Signal(str)
    memberChosen = Signal(str)

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        rows = RowsModel(WaitingPrizeRow, lambda row: row.voucherId)
        super().__init__(session, waiting_prizes, self._worded, rows, parent)

    @property
    def waiting(self) -> tuple[WaitingPrizeRow, ...]:
        return self._rows.rows

    @Slot(str)
    def handOver(self, voucher_code: str) -> None:
        self.voucherChosen.emit(voucher_code)

    @Slot(str)
    def open(self, member_id: str) -> None:
        self.memberChosen.emit(member_id)

    def _worded(self, thing: WaitingPrize) -> Iterator[WaitingPrizeRow]:
        voucher, shop = thing.voucher, self._session.shop
        until = voucher.content.collect_until
        yield WaitingPrizeRow(
            voucherId=voucher.content.voucher_id,
            voucherCode=thing.voucher_code or "",
            memberId=voucher.member_id or "",
            ball=voucher.prize.ball,
            prize=self._session.say(voucher.prize.name),
            nickname=voucher.nickname,
            wonOn=self._session.local(thing.won_at)[:10],
            collectUntil=until.isoformat(),
            soon=shop is not None and (until - shop.today).days < SOON_DAYS,
        )


@QmlElement
@QmlUncreatable("composition makes it")
class DrawsViewModel(StoreListViewModel):
    """What is left in each drum of the store; only to be read."""

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        rows = RowsModel(DrumBallRow, lambda row: row.rowId)
        super().__init__(session, store_drums, self._worded, rows, parent)

    @property
    def balls(self) -> tuple[DrumBallRow, ...]:
        return self._rows.rows

    def _worded(self, thing: StoreDrum) -> Iterator[DrumBallRow]:
        say = self._session.say
        drum_id = f"{thing.wheel.key}-{thing.holder_label}-{thing.number}"
        for place, (prize, left, filled) in enumerate(thing.counts):
            yield DrumBallRow(
                rowId=f"{drum_id}-{prize.key}",
                drumId=drum_id,
                campaign=say(thing.wheel.name),
                drumNumber=thing.number,
                kiosk=thing.holder_label,
                turns=thing.turns,
                ballsLeft=thing.balls_left,
                ballsFilled=sum(count for _, _, count in thing.counts),
                ball=prize.ball,
                prize=say(prize.name),
                remaining=left,
                filled=filled,
                opens=place == 0,
                closes=place == len(thing.counts) - 1,
            )


@QmlElement
@QmlUncreatable("composition makes it")
class HeldViewModel(StoreListViewModel):
    """The promises that the centre could not keep, newest first, and what becomes of them."""

    memberChosen = Signal(str)
    correctionChosen = Signal(object)
    canSettleChanged = Signal()
    askingChanged = Signal()
    mergingChanged = Signal()
    actingChanged = Signal()
    refusalChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        rows = RowsModel(HeldOperationRow, lambda row: row.opId)
        super().__init__(session, held_operations, self._worded, rows, parent)
        self._asking = ""
        self._merging = False
        self._acting = False
        self._refusal = ""
        session.changed.connect(self.canSettleChanged)

    @Property(bool, notify=canSettleChanged)
    def canSettle(self) -> bool:
        return self._session.may(Permission.SETTLE_HELD)

    @Property(str, notify=askingChanged)
    def asking(self) -> str:
        """Name the operation that is settled for good once somebody says yes; "" for none."""
        return self._asking

    @Property(bool, notify=mergingChanged)
    def merging(self) -> bool:
        """Whether the question is about making two members one, not about rejecting."""
        return self._merging

    @Property(bool, notify=actingChanged)
    def acting(self) -> bool:
        return self._acting

    @Property(str, notify=refusalChanged)
    def refusal(self) -> str:
        return self._refusal

    @property
    def operations(self) -> tuple[HeldOperationRow, ...]:
        return self._rows.rows

    @Slot()
    def close(self) -> None:
        super().close()
        self._act(acting=False)
        self._ask("")
        self._refuse("")

    @Slot(str)
    def open(self, member_id: str) -> None:
        self.memberChosen.emit(member_id)

    @Slot(str)
    def release(self, op_id: str) -> None:
        """Have it tried again, with this manager's agreement; two members become one only after the question."""
        row = next((row for row in self.operations if row.opId == op_id), None)
        if row is not None and (not row.twin or (self._merging and op_id == self._asking)):
            self._settle(op_id, release_held)

    @Slot(str)
    def askToMerge(self, op_id: str) -> None:
        """Ask whether two members are really one."""
        self._ask(op_id, merging=True)

    @Slot(str)
    def putRight(self, op_id: str) -> None:
        """Adjust the member's points instead; with that it is settled."""
        row = next((row for row in self.operations if row.opId == op_id), None)
        if row is not None and row.memberId:
            self.correctionChosen.emit(row)

    @Slot(str)
    def ask(self, op_id: str) -> None:
        """Ask whether it is really to be rejected; "" takes the question back."""
        self._ask(op_id)

    @Slot(str)
    def reject(self, op_id: str) -> None:
        """Say that it will not be; only after the question."""
        if op_id == self._asking and not self._merging:
            self._settle(op_id, reject_held)

    def _settle(self, op_id: str, act: Callable[[Desk, Signer, str], Done | Refused]) -> None:
        signer, desk = self._session.signer, self._session.desk
        if signer is None or self._acting:
            return
        self._act(acting=True)
        self._refuse("")
        self._session.run(lambda: act(desk, signer, op_id), self._settled, lambda: self._act(acting=False))

    def _settled(self, answer: Done | Refused) -> None:
        self._act(acting=False)
        self._ask("")
        match answer:
            case Done():
                self._session.wrote.emit()
            case Refused(held):
                self._refuse(held.reason)
            case _:
                assert_never(answer)

    def _ask(self, op_id: str, *, merging: bool = False) -> None:
        asked, self._asking = self._asking, op_id
        merged, self._merging = self._merging, merging
        if asked != op_id:
            self.askingChanged.emit()
        if merged != merging:
            self.mergingChanged.emit()

    def _act(self, *, acting: bool) -> None:
        if self._acting != acting:
            self._acting = acting
            self.actingChanged.emit()

    def _refuse(self, refusal: str) -> None:
        if self._refusal != refusal:
            self._refusal = refusal
            self.refusalChanged.emit()

    def _worded(self, thing: HeldOperation) -> Iterator[HeldOperationRow]:
        clash = thing.clashes[0] if thing.clashes else None
        yield HeldOperationRow(
            opId=thing.op_id,
            kind=thing.kind,
            reason=thing.reason,
            detail=thing.detail,
            at=self._session.local(thing.at),
            device=thing.device_label,
            staff=thing.staff_name,
            memberId=thing.member_id or "",
            nickname=thing.nickname,
            field=clash.field if clash else "",
            mine=_as_typed(clash.field, clash.mine) if clash else "",
            theirs=_as_typed(clash.field, clash.theirs) if clash else "",
            tries=thing.tries,
            settling=thing.settling,
            twin=thing.reason is HeldReason.POSSIBLE_DUPLICATE,
            other=thing.other,
        )


def _as_typed(field: ProfileField, value: str) -> str:
    return phone_as_dialled(value) if field is ProfileField.PHONE and value else value
