"""The wallet: sample cards, badges and receipts; clicking one shows it to the kiosk or to the tablet."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.qt.list_model import RowsModel
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "shared.demo"
QML_IMPORT_MAJOR_VERSION = 1


class SampleKind(StrEnum):
    """What a piece is; badges and vouchers belong to the tablet, posters to the kiosk, the others to either."""

    CARD = "card"
    BADGE = "badge"
    RECEIPT = "receipt"
    VOUCHER = "voucher"
    POSTER = "poster"


class Reader(StrEnum):
    """Whose scanner a piece is shown to."""

    KIOSK = "kiosk"
    TABLET = "tablet"


@dataclass(frozen=True, slots=True)
class Sample:
    """A piece of the wallet: what it says, the code that a scanner would read, and its picture's URL ("" for none)."""

    kind: SampleKind
    title: str
    detail: str
    code: str
    picture: str


def reader_for(kind: SampleKind, chosen: Reader) -> Reader:
    """Return the scanner that a piece is shown to when `chosen` is switched on."""
    if kind in {SampleKind.CARD, SampleKind.RECEIPT}:
        return chosen
    return Reader.KIOSK if kind is SampleKind.POSTER else Reader.TABLET


@QmlElement
@QmlUncreatable("the launcher makes it")
class WalletViewModel(QObject):
    """Shows samples and sends a clicked one through `scan`, the same path as a real scanner's."""

    toKioskChanged = Signal()
    preparedChanged = Signal()
    shown = Signal(str, str, bool)

    def __init__(self, scan: Callable[[Reader, str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scan = scan
        self._to = Reader.KIOSK
        self._prepared = 0.0
        self._samples = RowsModel(Sample, lambda sample: sample.code, self)

    @Property(bool, notify=toKioskChanged)
    def toKiosk(self) -> bool:
        return self._to is Reader.KIOSK

    @Property(QAbstractItemModel, constant=True)
    def samples(self) -> QAbstractItemModel:
        return self._samples

    @Property(float, notify=preparedChanged)
    def prepared(self) -> float:
        return self._prepared

    @Slot(float)
    def set_prepared(self, part: float) -> None:
        """Tell how much of the shop is made, 0 to 1."""
        self._prepared = part
        self.preparedChanged.emit()

    def fill(self, samples: tuple[Sample, ...]) -> None:
        """Put these pieces into the wallet."""
        self._samples.replace(samples)

    @Slot(bool)
    def showToKiosk(self, to_kiosk: bool) -> None:
        self._to = Reader.KIOSK if to_kiosk else Reader.TABLET
        self.toKioskChanged.emit()

    @Slot(int)
    def show(self, row: int) -> None:
        """Hold piece `row` in front of the scanner; `shown` tells title, reader and whether it answered."""
        if not 0 <= row < len(self._samples.rows):
            return
        sample = self._samples.rows[row]
        reader = reader_for(sample.kind, self._to)
        self.shown.emit(sample.title, reader.value, self._scan(reader, sample.code))
