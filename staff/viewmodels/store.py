"""The store's own lists: prizes that wait, drums, and promises the centre could not keep."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.read_store import held_operations, store_drums, waiting_prizes
from shared.application.views import HeldOperation, StoreDrum, WaitingPrize
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
    """A held operation; `kind` and `reason` are keys that QML words."""

    opId: str
    kind: str
    reason: str
    detail: str
    at: str
    device: str
    staff: str
    memberId: str
    nickname: str


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
    """The promises that the centre could not keep, newest first."""

    memberChosen = Signal(str)
    countChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._held: tuple[HeldOperation, ...] = ()
        self._rows = RowsModel(HeldOperationRow, lambda row: row.opId, self)
        session.changed.connect(self._list)
        session.locked.connect(self.close)

    @Property(QAbstractItemModel, constant=True)
    def rows(self) -> QAbstractItemModel:
        return self._rows

    @Property(int, notify=countChanged)
    def count(self) -> int:
        return len(self._held)

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

    @Slot(str)
    def open(self, member_id: str) -> None:
        self.memberChosen.emit(member_id)

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
            )
            for one in self._held
        )
