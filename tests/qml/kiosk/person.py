"""Somebody before a kiosk as it is composed: what she sees, and what she taps, types and scans."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.composition import Kiosk
from shared.hardware.keyboard_wedge import KeyboardWedge
from shared.hardware.scanner import Scanner
from shared.qt.engine import register_fonts
from shared.qt.sounds import Sounds
from shared.runtime.config import KioskSettings
from shared.sync.device import OpenDevice
from tests.qml.hands import find, middle

PATIENCE_MS = 20_000
MakeScanners = Callable[[KioskSettings], Sequence[Scanner]]


class Person:
    """Somebody standing at the kiosk."""

    def __init__(self, kiosk: Kiosk, qtbot: QtBot) -> None:
        self.kiosk = kiosk
        self.app = kiosk.app
        self._qtbot = qtbot
        self.sees("attract")
        qtbot.waitUntil(lambda: kiosk.listening, timeout=PATIENCE_MS)

    def sees(self, page: str) -> None:
        """Wait until a page is there."""
        self._qtbot.waitUntil(lambda: self.find(f"{page}-page") is not None, timeout=PATIENCE_MS)

    def scans(self, code: str) -> None:
        """Hold a card to the scanner that types."""
        for character in code:
            QTest.keyClick(self.kiosk.window, Qt.Key(ord(character)))
        QTest.keyClick(self.kiosk.window, Qt.Key.Key_Return)

    def taps(self, name: str) -> None:
        """Tap the middle of what is called `name`, once it is where the next frame shows it."""
        self._qtbot.waitUntil(lambda: self.find(name) is not None, timeout=PATIENCE_MS)
        with self._qtbot.waitSignal(self.kiosk.window.frameSwapped, timeout=PATIENCE_MS):
            self.kiosk.window.update()
        QTest.mouseClick(self.kiosk.window, Qt.MouseButton.LeftButton, pos=self.middle(name))

    def turns(self, symbol: str) -> None:
        """Tap a symbol, and then the drum that turns: she is in a hurry."""
        self.taps(f"symbol-{symbol}")
        drum = self.find("drum")
        assert drum is not None
        self._qtbot.waitUntil(lambda: bool(drum.property("turning")), timeout=PATIENCE_MS)
        self.taps("drum")

    def middle(self, name: str) -> QPoint:
        """Return where the middle of `name` is in the window."""
        return middle(self.kiosk.window, name)

    def find(self, name: str) -> QQuickItem | None:
        """Return the visible item of that name."""
        return find(self.kiosk.window, name)

    def reads(self, name: str) -> str:
        """Return the text of what is called `name`."""
        item = self.find(name)
        assert item is not None, name
        return str(item.property("text"))


def be_silent(kiosk: Kiosk) -> None:
    """Load no sounds: without an audio server, Qt warns of it."""
    sounds = kiosk.engine.singletonInstance("shared.qt", "Sounds")
    assert isinstance(sounds, Sounds)
    sounds.mute(muted=True)


def patient_scanner(settings: KioskSettings) -> tuple[Scanner]:
    """Return a scanner that types as slowly as a busy machine may make it."""
    return (KeyboardWedge(gap_ms=PATIENCE_MS),)


@contextmanager
def started_kiosks(qapp: QGuiApplication) -> Iterator[Callable[[OpenDevice, KioskSettings, MakeScanners], Kiosk]]:
    """Give a way to start kiosks that are silent; they are taken apart in the end."""
    register_fonts()
    kiosks: list[Kiosk] = []

    def start(device: OpenDevice, settings: KioskSettings, scanners: MakeScanners) -> Kiosk:
        kiosk = Kiosk(qapp, device, settings, scanners)
        kiosks.append(kiosk)
        be_silent(kiosk)
        kiosk.start()
        return kiosk

    try:
        yield start
    finally:
        for kiosk in kiosks:
            kiosk.close()
