"""The store's own lists: prizes that wait, drums, and promises the centre could not keep."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.correct import Done, Refused
from shared.application.ports import Desk, Signer
from shared.application.read_store import held_operations, store_drums, waiting_prizes
from shared.application.settle_held import reject_held, release_held
from shared.application.views import HeldOperation, StoreDrum, WaitingPrize
from shared.domain.programme import Permission
from shared.qt.list_model import RowsModel
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
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
    `settling` while this tablet has said what is to become of it and the centre has not answered.
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


SOON_DAYS = 7


@QmlElement
@QmlUncreatable("composition makes it")
class PrizesViewModel(QObject):
    """The prizes of this store that wait, soonest lapsing first."""

    voucherChosen = Signal(str)
    memberChosen = Signal(str)
    countChanged = Signal()
    loadedChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._prizes: tuple[WaitingPrize, ...] = ()
        self._loaded = False
        self._rows = RowsModel(WaitingPrizeRow, lambda row: row.voucherId, self)
        session.changed.connect(self._list)
        session.locked.connect(self.close)

    @Property(QAbstractItemModel, constant=True)
    def rows(self) -> QAbstractItemModel:
        return self._rows

    @Property(int, notify=countChanged)
    def count(self) -> int:
        return len(self._prizes)

    @Property(bool, notify=loadedChanged)
    def loaded(self) -> bool:
        return self._loaded

    @property
    def waiting(self) -> tuple[WaitingPrizeRow, ...]:
        return self._rows.rows

    def refresh(self) -> None:
        if self._session.signer is not None:
            desk = self._session.desk
            self._session.run(lambda: waiting_prizes(desk), self._show)

    @Slot()
    def close(self) -> None:
        self._show(())
        self._loaded = False
        self.loadedChanged.emit()

    @Slot(str)
    def handOver(self, voucher_code: str) -> None:
        self.voucherChosen.emit(voucher_code)

    @Slot(str)
    def open(self, member_id: str) -> None:
        self.memberChosen.emit(member_id)

    def _show(self, prizes: tuple[WaitingPrize, ...]) -> None:
        before, self._prizes = len(self._prizes), prizes
        self._list()
        if before != len(prizes):
            self.countChanged.emit()
        if not self._loaded:
            self._loaded = True
            self.loadedChanged.emit()

    @Slot()
    def _list(self) -> None:
        self._rows.replace(self._row(prize) for prize in self._prizes)

    def _row(self, waiting: WaitingPrize) -> WaitingPrizeRow:
        voucher, shop = waiting.voucher, self._session.shop
        until = voucher.content.collect_until
        return WaitingPrizeRow(
            voucherId=voucher.content.voucher_id,
            voucherCode=waiting.voucher_code or "",
            memberId=voucher.member_id or "",
            ball=voucher.prize.ball,
            prize=self._session.say(voucher.prize.name),
            nickname=voucher.nickname,
            wonOn=self._session.local(waiting.won_at)[:10],
            collectUntil=until.isoformat(),
            soon=shop is not None and (until - shop.today).days < SOON_DAYS,
        )


@QmlElement
@QmlUncreatable("composition makes it")
class DrawsViewModel(QObject):
    """What is left in each drum of the store; only to be read."""

    countChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drums: tuple[StoreDrum, ...] = ()
        self._rows = RowsModel(DrumBallRow, lambda row: row.rowId, self)
        session.changed.connect(self._list)
        session.locked.connect(self.close)

    @Property(QAbstractItemModel, constant=True)
    def rows(self) -> QAbstractItemModel:
        return self._rows

    @Property(int, notify=countChanged)
    def count(self) -> int:
        return len(self._drums)

    @property
    def balls(self) -> tuple[DrumBallRow, ...]:
        return self._rows.rows

    def refresh(self) -> None:
        if self._session.signer is not None:
            desk = self._session.desk
            self._session.run(lambda: store_drums(desk), self._show)

    @Slot()
    def close(self) -> None:
        self._show(())

    def _show(self, drums: tuple[StoreDrum, ...]) -> None:
        before, self._drums = len(self._drums), drums
        self._list()
        if before != len(drums):
            self.countChanged.emit()

    @Slot()
    def _list(self) -> None:
        say = self._session.say
        self._rows.replace(
            DrumBallRow(
                rowId=f"{drum.wheel.key}-{drum.holder_label}-{drum.number}-{prize.key}",
                drumId=f"{drum.wheel.key}-{drum.holder_label}-{drum.number}",
                campaign=say(drum.wheel.name),
                drumNumber=drum.number,
                kiosk=drum.holder_label,
                turns=drum.turns,
                ballsLeft=drum.balls_left,
                ballsFilled=sum(count for _, _, count in drum.counts),
                ball=prize.ball,
                prize=say(prize.name),
                remaining=left,
                filled=filled,
                opens=place == 0,
                closes=place == len(drum.counts) - 1,
            )
            for drum in self._drums
            for place, (prize, left, filled) in enumerate(drum.counts)
        )


@QmlElement
@QmlUncreatable("composition makes it")
class HeldViewModel(QObject):
    """The promises that the centre could not keep, newest first, and what becomes of them."""

    memberChosen = Signal(str)
    countChanged = Signal()
    canSettleChanged = Signal()
    askingChanged = Signal()
    actingChanged = Signal()
    refusalChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._held: tuple[HeldOperation, ...] = ()
        self._asking = ""
        self._acting = False
        self._refusal = ""
        self._rows = RowsModel(HeldOperationRow, lambda row: row.opId, self)
        session.changed.connect(self._list)
        session.changed.connect(self.canSettleChanged)
        session.locked.connect(self.close)

    @Property(QAbstractItemModel, constant=True)
    def rows(self) -> QAbstractItemModel:
        return self._rows

    @Property(int, notify=countChanged)
    def count(self) -> int:
        return len(self._held)

    @Property(bool, notify=canSettleChanged)
    def canSettle(self) -> bool:
        return self._session.may(Permission.SETTLE_HELD)

    @Property(str, notify=askingChanged)
    def asking(self) -> str:
        """Name the operation that is rejected once somebody says yes; "" for none."""
        return self._asking

    @Property(bool, notify=actingChanged)
    def acting(self) -> bool:
        return self._acting

    @Property(str, notify=refusalChanged)
    def refusal(self) -> str:
        return self._refusal

    @property
    def operations(self) -> tuple[HeldOperationRow, ...]:
        return self._rows.rows

    def refresh(self) -> None:
        if self._session.signer is not None:
            desk = self._session.desk
            self._session.run(lambda: held_operations(desk), self._show)

    @Slot()
    def close(self) -> None:
        self._show(())
        self._ask("")
        self._refuse("")

    @Slot(str)
    def open(self, member_id: str) -> None:
        self.memberChosen.emit(member_id)

    @Slot(str)
    def release(self, op_id: str) -> None:
        """Have it tried again, with this manager's agreement."""
        self._settle(op_id, release_held)

    @Slot(str)
    def ask(self, op_id: str) -> None:
        """Ask whether it is really to be rejected; "" takes the question back."""
        self._ask(op_id)

    @Slot(str)
    def reject(self, op_id: str) -> None:
        """Say that it will not be; only after the question."""
        if op_id == self._asking:
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

    def _ask(self, op_id: str) -> None:
        if self._asking != op_id:
            self._asking = op_id
            self.askingChanged.emit()

    def _act(self, *, acting: bool) -> None:
        if self._acting != acting:
            self._acting = acting
            self.actingChanged.emit()

    def _refuse(self, refusal: str) -> None:
        if self._refusal != refusal:
            self._refusal = refusal
            self.refusalChanged.emit()

    def _show(self, held: tuple[HeldOperation, ...]) -> None:
        before, self._held = len(self._held), held
        self._list()
        if before != len(held):
            self.countChanged.emit()

    @Slot()
    def _list(self) -> None:
        self._rows.replace(
            HeldOperationRow(
                opId=one.op_id,
                kind=one.kind,
                reason=one.reason,
                detail=one.detail,
                at=self._session.local(one.at),
                device=one.device_label,
                staff=one.staff_name,
                memberId=one.member_id or "",
                nickname=one.nickname,
                field=one.clashes[0].field if one.clashes else "",
                mine=one.clashes[0].mine if one.clashes else "",
                theirs=one.clashes[0].theirs if one.clashes else "",
                tries=one.tries,
                settling=one.settling,
            )
            for one in self._held
        )
