"""A hunt: the way that she has come, hints to what is next, and the symbols to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.viewmodels.rows import words
from kiosk.viewmodels.session import Session
from shared.application.views import CampaignState, CampaignView, Link
from shared.domain.hunts import Hunt, HuntSymbol, Spot
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class SpotRow:
    """A spot, numbered from 1: its name once it was found, its hint before; a `locked` one comes later."""

    key: str
    number: int = 0
    name: str = ""
    hint: str = ""
    found: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True)
class SymbolRow:
    """A symbol to tap; QML knows its shape and its word."""

    symbol: str


@dataclass(frozen=True, slots=True)
class HuntProps:
    """What the page shows: `figure` of `target` found; `asked` is the row whose symbol is asked, -1 for none.

    `note` says what has just happened at the spot `noted`; `tries` are the wrong symbols that she may still tap.
    """

    name: str = ""
    figure: int = 0
    target: int = 0
    ordered: bool = False
    asked: int = -1
    hint: str = ""
    note: str = ""
    noted: str = ""
    tries: int = 0
    open: bool = False
    until: str = ""
    untilThisYear: bool = True
    offline: bool = False
    masked: bool = False


def hunt_view(session: Session) -> tuple[CampaignView, Hunt] | None:
    """Return the hunt that is looked at, as it stands for her."""
    for view in session.home.campaigns if session.home and session.hunt else ():
        if isinstance(view.campaign, Hunt) and session.hunt and view.campaign.key == session.hunt.key:
            return view, view.campaign
    return None


def derive_hunt(session: Session) -> HuntProps:
    """Derive the page from the session."""
    shown, look = hunt_view(session), session.hunt
    if shown is None or look is None:
        return HuntProps()
    view, hunt = shown
    asked, noted = hunt.spot(look.asked), hunt.spot(look.noted)
    return HuntProps(
        name=words(hunt.name, session.locale),
        figure=len(hunt.found(view.progress)),
        target=len(hunt.spots),
        ordered=hunt.ordered,
        asked=hunt.spots.index(asked) if asked is not None else -1,
        hint=words(asked.hint, session.locale) if asked is not None else "",
        note=look.note.value,
        noted=words(noted.name, session.locale) if noted is not None else "",
        tries=max(hunt.wrong_symbols - hunt.misses(view.progress), 0),
        open=view.state is CampaignState.OPEN,
        until=view.last_day.isoformat(),
        untilThisYear=view.this_year,
        offline=session.attract is not None and session.attract.sync.link is not Link.ONLINE,
        masked=session.masked,
    )


def spot_rows(session: Session) -> tuple[SpotRow, ...]:
    """Return a row for each spot, in the hunt's order."""
    shown = hunt_view(session)
    if shown is None:
        return ()
    view, hunt = shown
    found = hunt.found(view.progress)

    def row(number: int, spot: Spot) -> SpotRow:
        name, hint = words(spot.name, session.locale), words(spot.hint, session.locale)
        here = spot.key in found
        locked = not here and hunt.missed_before(spot.key, found) is not None
        return SpotRow(spot.key, number, name if here else "", "" if locked else hint, here, locked)

    return tuple(row(number, spot) for number, spot in enumerate(hunt.spots, 1))


@QmlElement
@QmlUncreatable("pages get it from the app")
class HuntViewModel(QObject):
    """Shows a hunt's spots, or the symbols of one of them."""

    nameChanged = Signal()
    figureChanged = Signal()
    targetChanged = Signal()
    orderedChanged = Signal()
    askedChanged = Signal()
    hintChanged = Signal()
    noteChanged = Signal()
    notedChanged = Signal()
    triesChanged = Signal()
    openChanged = Signal()
    untilChanged = Signal()
    untilThisYearChanged = Signal()
    offlineChanged = Signal()
    maskedChanged = Signal()

    spotChosen = Signal(str)
    symbolChosen = Signal(str)
    backAsked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = HuntProps()
        self._rows = RowsModel(SpotRow, lambda row: row.key, self)
        self._symbols = RowsModel(SymbolRow, lambda row: row.symbol, self)
        self._symbols.replace(tuple(SymbolRow(symbol.value) for symbol in HuntSymbol))

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_hunt(session)
        self._rows.replace(spot_rows(session))
        notify_changes(self, before, self._props)

    @Slot(int)
    def choose(self, row: int) -> None:
        if 0 <= row < len(self._rows.rows):
            self.spotChosen.emit(self._rows.rows[row].key)

    @Slot(str)
    def tap(self, symbol: str) -> None:
        self.symbolChosen.emit(symbol)

    @Slot()
    def goBack(self) -> None:
        self.backAsked.emit()

    @Property(str, notify=nameChanged)
    def name(self) -> str:
        return self._props.name

    @Property(int, notify=figureChanged)
    def figure(self) -> int:
        return self._props.figure

    @Property(int, notify=targetChanged)
    def target(self) -> int:
        return self._props.target

    @Property(bool, notify=orderedChanged)
    def ordered(self) -> bool:
        return self._props.ordered

    @Property(int, notify=askedChanged)
    def asked(self) -> int:
        return self._props.asked

    @Property(str, notify=hintChanged)
    def hint(self) -> str:
        return self._props.hint

    @Property(str, notify=noteChanged)
    def note(self) -> str:
        return self._props.note

    @Property(str, notify=notedChanged)
    def noted(self) -> str:
        return self._props.noted

    @Property(int, notify=triesChanged)
    def tries(self) -> int:
        return self._props.tries

    @Property(bool, notify=openChanged)
    def open(self) -> bool:
        return self._props.open

    @Property(str, notify=untilChanged)
    def until(self) -> str:
        return self._props.until

    @Property(bool, notify=untilThisYearChanged)
    def untilThisYear(self) -> bool:
        return self._props.untilThisYear

    @Property(bool, notify=offlineChanged)
    def offline(self) -> bool:
        return self._props.offline

    @Property(bool, notify=maskedChanged)
    def masked(self) -> bool:
        return self._props.masked

    @Property(QObject, constant=True)
    def rows(self) -> RowsModel[SpotRow]:
        return self._rows

    @Property(QObject, constant=True)
    def symbols(self) -> RowsModel[SymbolRow]:
        return self._symbols
