"""The posters of hunts: which hang now and next in this store, printed or saved with fresh codes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, assert_never

from PySide6.QtCore import QObject

from shared.application.correct import Refused
from shared.application.print_posters import PosterSet, PostersSigned, SignedPoster, poster_sets, sign_posters
from shared.domain.hunts import Hunt
from shared.hardware.posters import SIGNS, PosterFace
from shared.qt.list_model import RowsModel
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.card import CardMade, CardNotMade, CardOutlet
from staff.viewmodels.listing import StoreListViewModel
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


class PosterPress(Protocol):
    """Makes posters; slow, so it runs beside the screen."""

    def make(self, faces: Sequence[PosterFace], name: str, outlet: CardOutlet) -> CardMade | CardNotMade:
        """Print posters, or save them as the PDF `name`."""


@dataclass(frozen=True, slots=True)
class PosterSetRow:
    """The posters of a hunt for some days (ISO), `now` if they hang today; `spots` names each with its symbol."""

    setId: str
    hunt: str
    period: int
    name: str
    first: str
    last: str
    now: bool
    spots: str


@QmlElement
@QmlUncreatable("composition makes it")
class PostersViewModel(StoreListViewModel):
    """Lists posters by hunt, and has them made one set at a time.

    `made` is "", printer, pdf, or no-printer and no-file where that failed; `place` is the file or the printer.
    """

    workingChanged = Signal()
    madeChanged = Signal()
    placeChanged = Signal()
    refusalChanged = Signal()

    def __init__(self, session: StaffSession, press: PosterPress, parent: QObject | None = None) -> None:
        rows = RowsModel(PosterSetRow, lambda row: row.setId)
        super().__init__(session, poster_sets, self._worded, rows, parent)
        self._press = press
        self._working = False
        self._made = ""
        self._place = ""
        self._refusal = ""

    @property
    def sets(self) -> tuple[PosterSetRow, ...]:
        return self._rows.rows

    @Property(bool, notify=workingChanged)
    def working(self) -> bool:
        return self._working

    @Property(str, notify=madeChanged)
    def made(self) -> str:
        return self._made

    @Property(str, notify=placeChanged)
    def place(self) -> str:
        return self._place

    @Property(str, notify=refusalChanged)
    def refusal(self) -> str:
        return self._refusal

    @Slot()
    def close(self) -> None:
        super().close()
        self._tell()

    @Slot(str, str)
    def make(self, set_id: str, outlet: str) -> None:
        """Sign the codes of a set and print or save (printer, pdf) its posters."""
        row = next((row for row in self.sets if row.setId == set_id), None)
        signer, desk, press, way = self._session.signer, self._session.desk, self._press, CardOutlet(outlet)
        if row is None or signer is None or self._working:
            return
        chosen, name = row, f"{row.hunt}-{row.first}"

        def work() -> CardMade | CardNotMade | Refused:
            answer = sign_posters(desk, signer, chosen.hunt, chosen.period)
            if isinstance(answer, Refused):
                return answer
            return press.make([_face(answer, each) for each in answer.posters], name, way)

        self._tell(working=True)
        self._session.run(work, lambda answer: self._take_made(way, answer), self._tell)

    def _take_made(self, outlet: CardOutlet, answer: CardMade | CardNotMade | Refused) -> None:
        match answer:
            case CardMade(place):
                self._tell(made=outlet, place=place)
                self._session.wrote.emit()
            case CardNotMade():
                self._tell(made="no-printer" if outlet is CardOutlet.PRINTER else "no-file")
            case Refused(held):
                self._tell(refusal=held.reason)
            case _:
                assert_never(answer)

    def _tell(self, *, working: bool = False, made: str = "", place: str = "", refusal: str = "") -> None:
        self._working, self._made, self._place, self._refusal = working, made, place, refusal
        for changed in (self.workingChanged, self.madeChanged, self.placeChanged, self.refusalChanged):
            changed.emit()

    def _worded(self, thing: PosterSet) -> Iterator[PosterSetRow]:
        spots = (f"{SIGNS[symbol]} {self._session.say(spot.name)}" for spot, symbol in thing.symbols)
        names = (self._session.say(spot.name) for spot, _ in thing.symbols)
        yield PosterSetRow(
            setId=f"{thing.hunt.key}:{thing.period}",
            hunt=thing.hunt.key,
            period=thing.period,
            name=self._session.say(thing.hunt.name),
            first=thing.first.isoformat(),
            last=thing.last.isoformat(),
            now=thing.now,
            spots="   ".join(spots if thing.hunt.wrong_symbols else names),
        )


def _face(signed: PostersSigned, poster: SignedPoster) -> PosterFace:
    hunt: Hunt = signed.of.hunt
    symbol = poster.symbol if hunt.wrong_symbols else None
    return PosterFace(hunt.name, poster.spot.name, signed.of.first, signed.of.last, symbol, poster.code)
