"""The drum, before and while it turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject

from kiosk.viewmodels.rows import CountRow, Facet, count_rows, facet_prizes, facets
from kiosk.viewmodels.session import Session
from shared.application.views import DrumView
from shared.domain.programme import Prize
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

MOST_TURNS_AT_ONCE: Final = 5
"""Balls that lie side by side in the tray."""


@dataclass(frozen=True, slots=True)
class WheelProps:
    """What the wheel page shows. `facet` and `place` say where the drum stops, `kinds` which balls fall."""

    ballsLeft: int = 0
    turnsUsable: int = 0
    allTurns: bool = False
    recording: bool = False
    turning: bool = False
    facet: int = 0
    place: float = 0.5
    kinds: tuple[int, ...] = ()
    masked: bool = False


def derive_wheel(session: Session) -> WheelProps:
    """Derive the page from the session; counts are those before the balls that have not fallen yet."""
    drum = shown_drum(session)
    if drum is None:
        return WheelProps()
    turning = session.turning
    return WheelProps(
        ballsLeft=drum.balls_left,
        turnsUsable=min(drum.turns_usable, MOST_TURNS_AT_ONCE),
        allTurns=session.all_turns,
        recording=session.recording,
        turning=turning is not None,
        facet=turning.facet if turning else 0,
        place=turning.place if turning else 0.5,
        kinds=tuple(turn.award.prize.ball for turn in turning.turns) if turning else (),
        masked=session.masked,
    )


def shown_drum(session: Session) -> DrumView | None:
    """Return the drum as it is on the screen: after the last ball that has fallen."""
    turning = session.turning
    if turning is None or turning.fallen == 0:
        return session.drum
    return turning.turns[turning.fallen - 1].drum


def facet_of(drum: DrumView, prize: Prize, chance: float) -> int:
    """Return a facet with this prize's ball; `chance` (0 to below 1) picks among several."""
    prizes = facet_prizes([each for each, _ in drum.counts])
    places = [index for index, each in enumerate(prizes) if each.key == prize.key]
    return places[int(chance * len(places))] if places else 0


@QmlElement
@QmlUncreatable("pages get it from the app")
class WheelViewModel(QObject):
    """Shows what is in the drum and asks for turns; reports what the motion has reached."""

    ballsLeftChanged = Signal()
    turnsUsableChanged = Signal()
    allTurnsChanged = Signal()
    recordingChanged = Signal()
    turningChanged = Signal()
    facetChanged = Signal()
    placeChanged = Signal()
    kindsChanged = Signal()
    maskedChanged = Signal()

    turnAsked = Signal(str)
    allTurnsAsked = Signal(bool)
    fallReached = Signal(int)
    motionOver = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = WheelProps()
        self._facets = RowsModel(Facet, lambda facet: facet.ball, self)
        self._counts = RowsModel(CountRow, lambda row: row.ball, self)

    def show(self, session: Session) -> None:
        """Show what the session says."""
        before, self._props = self._props, derive_wheel(session)
        drum = shown_drum(session)
        self._facets.replace(facets([prize for prize, _ in drum.counts], session.locale) if drum else ())
        self._counts.replace(count_rows(drum.counts, session.locale) if drum else ())
        notify_changes(self, before, self._props)

    @Slot(str)
    def turn(self, symbol: str) -> None:
        self.turnAsked.emit(symbol)

    @Slot(bool)
    def setAllTurns(self, wanted: bool) -> None:
        self.allTurnsAsked.emit(wanted)

    @Slot(int)
    def ballFallen(self, index: int) -> None:
        self.fallReached.emit(index + 1)

    @Slot()
    def finished(self) -> None:
        self.motionOver.emit()

    @Property(int, notify=ballsLeftChanged)
    def ballsLeft(self) -> int:
        return self._props.ballsLeft

    @Property(int, notify=turnsUsableChanged)
    def turnsUsable(self) -> int:
        return self._props.turnsUsable

    @Property(bool, notify=allTurnsChanged)
    def allTurns(self) -> bool:
        return self._props.allTurns

    @Property(bool, notify=recordingChanged)
    def recording(self) -> bool:
        return self._props.recording

    @Property(bool, notify=turningChanged)
    def turning(self) -> bool:
        return self._props.turning

    @Property(int, notify=facetChanged)
    def facet(self) -> int:
        return self._props.facet

    @Property(float, notify=placeChanged)
    def place(self) -> float:
        return self._props.place

    @Property("QVariantList", notify=kindsChanged)
    def kinds(self) -> list[int]:
        return list(self._props.kinds)

    @Property(bool, notify=maskedChanged)
    def masked(self) -> bool:
        return self._props.masked

    @Property(QObject, constant=True)
    def facets(self) -> RowsModel[Facet]:
        return self._facets

    @Property(QObject, constant=True)
    def counts(self) -> RowsModel[CountRow]:
        return self._counts
