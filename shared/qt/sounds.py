"""Play the house's seven sounds, or nothing at all where the machine can't."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, QUrl

from shared.qt.engine import asset
from shared.qt.qml import Property, QmlElement, QmlSingleton, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QSoundEffect

QML_IMPORT_NAME = "shared.qt"
QML_IMPORT_MAJOR_VERSION = 1

NAMES: Final = ("scan", "knock", "tick", "ball", "win", "handbell", "call")
_TICK_GAP_MS: Final = 83
_LOG: Final = logging.getLogger(__name__)


@QmlElement
@QmlSingleton
class Sounds(QObject):
    """QML calls `Sounds.play("tick")`; a sound is never the only sign of anything.

    QtMultimedia is loaded with the first sound, or by `prepare`: it takes a moment, and without libpulse0 it
    can't be imported. Ticks are held to twelve a second.
    """

    mutedChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._muted = False
        self._effects: dict[str, QSoundEffect] | None = None
        self._since_tick = QElapsedTimer()

    @Property(bool, notify=mutedChanged)
    def muted(self) -> bool:
        return self._muted

    def mute(self, *, muted: bool) -> None:
        """Be silent, or not."""
        if muted != self._muted:
            self._muted = muted
            self.mutedChanged.emit()

    @Slot()
    def prepare(self) -> None:
        """Load the sounds now, so that the first one is on time."""
        if self._effects is None and not self._muted:
            self._effects = self._load()

    @Slot(str)
    def play(self, name: str) -> None:
        """Start the sound `name`, one of NAMES; it may overlap others."""
        if self._muted or (name == "tick" and self._too_soon()):
            return
        self.prepare()
        effect = (self._effects or {}).get(name)
        if effect is not None:
            effect.play()

    def _too_soon(self) -> bool:
        if self._since_tick.isValid() and self._since_tick.elapsed() < _TICK_GAP_MS:
            return True
        self._since_tick.start()
        return False

    def _load(self) -> dict[str, QSoundEffect]:
        try:
            from PySide6.QtMultimedia import QMediaDevices, QSoundEffect
        except ImportError as fault:
            _LOG.warning("No sound: %s", fault)
            return {}
        if QMediaDevices.defaultAudioOutput().isNull():
            _LOG.info("No sound: this machine has no audio output")
            return {}
        effects = {name: QSoundEffect(self) for name in NAMES}
        for name, effect in effects.items():
            effect.setSource(QUrl.fromLocalFile(str(asset(f"sounds/{name}.wav"))))
        return effects
