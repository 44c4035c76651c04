"""Offer the look's colours to QML as properties that change together."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor

from shared.qt.palette import LIGHT, Palette
from shared.qt.qml import Property, Signal


class Colours(QObject):
    """The design's colour tokens; `curtain` and `curtainGap` are the stripes of the draw's curtain."""

    coloursChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._colours: dict[str, QColor] = {}
        self._paint(LIGHT, ("C8321B", "FFFFFF"))

    def _paint(self, palette: Palette, curtain: tuple[str, str]) -> None:
        names = asdict(palette) | {"curtain": curtain[0], "curtainGap": curtain[1]}
        self._colours = {name: QColor(f"#{digits}") for name, digits in names.items()}

    @Property(QColor, notify=coloursChanged)
    def paper(self) -> QColor:
        return self._colours["paper"]

    @Property(QColor, notify=coloursChanged)
    def sheet(self) -> QColor:
        return self._colours["sheet"]

    @Property(QColor, notify=coloursChanged)
    def inset(self) -> QColor:
        return self._colours["inset"]

    @Property(QColor, notify=coloursChanged)
    def line(self) -> QColor:
        return self._colours["line"]

    @Property(QColor, notify=coloursChanged)
    def edge(self) -> QColor:
        return self._colours["edge"]

    @Property(QColor, notify=coloursChanged)
    def ink(self) -> QColor:
        return self._colours["ink"]

    @Property(QColor, notify=coloursChanged)
    def inkSoft(self) -> QColor:
        return self._colours["inkSoft"]

    @Property(QColor, notify=coloursChanged)
    def brand(self) -> QColor:
        return self._colours["brand"]

    @Property(QColor, notify=coloursChanged)
    def brandInk(self) -> QColor:
        return self._colours["brandInk"]

    @Property(QColor, notify=coloursChanged)
    def brandDeep(self) -> QColor:
        return self._colours["brandDeep"]

    @Property(QColor, notify=coloursChanged)
    def brandTint(self) -> QColor:
        return self._colours["brandTint"]

    @Property(QColor, notify=coloursChanged)
    def win(self) -> QColor:
        return self._colours["win"]

    @Property(QColor, notify=coloursChanged)
    def winInk(self) -> QColor:
        return self._colours["winInk"]

    @Property(QColor, notify=coloursChanged)
    def winDeep(self) -> QColor:
        return self._colours["winDeep"]

    @Property(QColor, notify=coloursChanged)
    def winTint(self) -> QColor:
        return self._colours["winTint"]

    @Property(QColor, notify=coloursChanged)
    def note(self) -> QColor:
        return self._colours["note"]

    @Property(QColor, notify=coloursChanged)
    def noteTint(self) -> QColor:
        return self._colours["noteTint"]

    @Property(QColor, notify=coloursChanged)
    def ok(self) -> QColor:
        return self._colours["ok"]

    @Property(QColor, notify=coloursChanged)
    def okTint(self) -> QColor:
        return self._colours["okTint"]

    @Property(QColor, notify=coloursChanged)
    def wait(self) -> QColor:
        return self._colours["wait"]

    @Property(QColor, notify=coloursChanged)
    def waitTint(self) -> QColor:
        return self._colours["waitTint"]

    @Property(QColor, notify=coloursChanged)
    def stop(self) -> QColor:
        return self._colours["stop"]

    @Property(QColor, notify=coloursChanged)
    def stopTint(self) -> QColor:
        return self._colours["stopTint"]

    @Property(QColor, notify=coloursChanged)
    def focus(self) -> QColor:
        return self._colours["focus"]

    @Property(QColor, notify=coloursChanged)
    def curtain(self) -> QColor:
        return self._colours["curtain"]

    @Property(QColor, notify=coloursChanged)
    def curtainGap(self) -> QColor:
        return self._colours["curtainGap"]
