"""Builds the kiosk and wires it; nothing else does."""

import gc
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, assert_never

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.touches import TouchWatch
from kiosk.viewmodels.app import AppViewModel
from kiosk.viewmodels.printing import PrinterDesk
from kiosk.viewmodels.pulse import TimerPulse
from shared.application.identify import IdentifyMember
from shared.domain.devices import DeviceKind
from shared.hardware.keyboard_wedge import KeyboardWedge
from shared.hardware.receipt_printer import ReceiptPrinter
from shared.hardware.scanner import Scan, Scanner, ScannerGroup, ScanSource
from shared.qt.brand import HOUSE_BRAND, Brand, BrandRefused, parse_brand
from shared.qt.engine import make_application, make_engine
from shared.qt.i18n import Interpreter, Language
from shared.qt.interrupt import InterruptWatcher
from shared.qt.jobs import Lane
from shared.qt.measures import Face
from shared.qt.qml import Signal
from shared.qt.sounds import Sounds
from shared.qt.theme import Appearance, theme_of
from shared.runtime.config import KioskSettings
from shared.runtime.settings import DevicePrinter, FolderOfSlips, NetworkPrinter, WindowSize
from shared.runtime.trouble import Bug, Trouble
from shared.sync.device import OpenDevice, open_device

DEFAULT_LOCALE: Final = "ja"
_PRINTED_MM: Final = {80: 72.0, 58: 48.0}
"""How wide a printer prints on a roll, by the roll's width."""
SETTLED_MS: Final = 5_000
"""After so long everything that the start makes is there."""


class Kiosk(QObject):
    """The whole program: `run` shows it until its window is closed, `close` takes it apart in the right order."""

    # From the sync thread to the screen's.
    _synced = Signal()

    def __init__(
        self,
        application: QGuiApplication,
        device: OpenDevice,
        settings: KioskSettings,
        scanners: Callable[[KioskSettings], Sequence[Scanner]],
    ) -> None:
        super().__init__()
        self._make_scanners = scanners
        self._application = application
        self._device = device
        self._settings = settings
        self._lane = Lane("database")
        self._printing_lane = Lane("printer")
        self._pulse = TimerPulse(self)
        locale = settings.locale or DEFAULT_LOCALE
        self._app = AppViewModel(
            device.desk, IdentifyMember(device.desk), self._lane, self._pulse, secrets.SystemRandom().random, locale
        )
        self._engine = make_engine()
        self._theme = theme_of(self._engine)
        self._brand = read_brand(settings.theme)
        self._theme.dress(Appearance(face=Face.KIOSK, brand=self._brand))
        self._interpreter = Interpreter(application)
        self._interpreter.serve(self._engine)
        self._interpreter.speak(Language(locale))
        self._touches = TouchWatch(self)
        self._scanner: Scanner | None = None
        self._app.localeChanged.connect(self._speak)
        self._app.easyChanged.connect(self._redress)
        self._touches.noticed.connect(self._app.touched)
        self._synced.connect(self._app.refresh, Qt.ConnectionType.QueuedConnection)
        device.sync.listen(self._synced.emit)
        self._window = self._open(self._engine)

    @property
    def app(self) -> AppViewModel:
        """The screen's state."""
        return self._app

    @property
    def window(self) -> QQuickWindow:
        """The one window."""
        return self._window

    @property
    def engine(self) -> QQmlApplicationEngine:
        """What shows the window."""
        return self._engine

    @property
    def listening(self) -> bool:
        """Tell whether cards are read."""
        return self._scanner is not None

    def start(self) -> None:
        """Show the window; readers and the exchange with the centre begin after its first frame."""
        self._app.refresh()
        # What begins here imports much: the first frame must not wait for it.
        self._window.frameSwapped.connect(
            self._begin,
            Qt.ConnectionType(Qt.ConnectionType.QueuedConnection.value | Qt.ConnectionType.SingleShotConnection.value),
        )
        if isinstance(self._settings.window, WindowSize):
            self._window.resize(self._settings.window.width_px, self._settings.window.height_px)
            self._window.show()
        else:
            self._window.showFullScreen()

    def close(self) -> None:
        """End readers, exchange and pending work, then the engine, then what it showed, then the database."""
        if self._scanner is not None:
            self._scanner.stop()
        self._pulse.stop()
        self._device.sync.stop()
        self._lane.close()
        self._printing_lane.close()
        self._interpreter.dismiss(self._engine)
        self._interpreter.speak(Language.ENGLISH)
        self._window.close()
        self._engine.deleteLater()
        QCoreApplication.sendPostedEvents(self._engine, QEvent.Type.DeferredDelete)
        self._device.close()

    def _open(self, engine: QQmlApplicationEngine) -> QQuickWindow:
        engine.setInitialProperties({"app": self._app})
        engine.loadFromModule("kiosk.ui", "Main")
        for root in engine.rootObjects():
            if isinstance(root, QQuickWindow):
                self._touches.watch(root)
                return root
        raise Bug("The kiosk's window could not be loaded; the log has QML's reasons.")

    def _begin(self) -> None:
        self._pulse.start()
        self._app.begin()
        self._device.sync.start()
        scanners = self._make_scanners(self._settings)
        if self._settings.camera:
            from shared.hardware.camera import CameraScanner, PictureCamera

            for scanner in scanners:
                if isinstance(scanner, CameraScanner | PictureCamera):
                    scanner.previewed.connect(self._app.attract.feed.show)
        self._scanner = ScannerGroup(scanners, self)
        self._scanner.scanned.connect(self._take)
        self._scanner.start()
        printer = make_printer(self._settings)
        if printer is not None:
            self._app.print_with(PrinterDesk(printer, self._brand, self._printing_lane))
        sounds = self._engine.singletonInstance("shared.qt", Sounds.__name__)
        if isinstance(sounds, Sounds):
            sounds.prepare()

    def _take(self, scan: Scan) -> None:
        self._app.scan(scan.text)

    def _speak(self) -> None:
        self._interpreter.speak(Language(self._app.locale))

    def _redress(self) -> None:
        self._theme.redress(easy=self._app.easy)


def run(settings: KioskSettings, data: Path) -> int:
    """Run the kiosk enrolled in the folder `data` until it is closed; Trouble where it can't start."""
    application = make_application("garapon-kiosk")
    InterruptWatcher(application)
    device = open_device(data, settings.central)
    if device.enrolment.kind is not DeviceKind.KIOSK:
        device.close()
        raise Trouble(
            f"{data} is enrolled as {device.enrolment.label!r}, which is no kiosk: start garapon-staff there."
        )
    kiosk = Kiosk(application, device, settings, make_scanners)
    try:
        kiosk.start()
        # What the start has made stays: looking through all of it for rubbish would stop the wheel, 60 ms at a time.
        QTimer.singleShot(SETTLED_MS, gc.freeze)
        return application.exec()
    finally:
        kiosk.close()


def make_scanners(settings: KioskSettings) -> tuple[Scanner, ...]:
    """Return a reader for every way in that the settings name; one whose device is missing says so and stays quiet."""
    return tuple(named_scanners(settings).values())


def named_scanners(settings: KioskSettings) -> dict[ScanSource, Scanner]:
    """Return those readers, each under what its scans say of where they come from."""
    scanners: dict[ScanSource, Scanner] = {ScanSource.KEYBOARD: KeyboardWedge(settings.key_gap_ms)}
    if settings.keyboard_scanner is not None:
        from shared.hardware.evdev_scanner import EvdevScanner

        scanners[ScanSource.INPUT] = EvdevScanner(settings.keyboard_scanner)
    if settings.scan_socket is not None:
        from shared.hardware.line_scanner import LocalSocketScanner

        scanners[ScanSource.WALLET] = LocalSocketScanner(settings.scan_socket)
    if settings.serial_scanner is not None:
        from shared.hardware.line_scanner import SerialScanner

        scanners[ScanSource.SERIAL] = SerialScanner(settings.serial_scanner)
    if settings.camera:
        from shared.hardware.camera import CameraScanner

        scanners[ScanSource.CAMERA] = CameraScanner()
    return scanners


def make_printer(settings: KioskSettings) -> ReceiptPrinter | None:
    """Return the receipt printer that the settings name, if any; whether it is there shows when it prints."""
    place, width_mm = settings.printer, _PRINTED_MM[settings.paper_mm]
    if place is None:
        return None
    from shared.hardware.escpos_printer import EscPosPrinter
    from shared.hardware.paper import FolderPrinter
    from shared.hardware.printer_lines import open_device, open_network

    match place:
        case FolderOfSlips():
            return FolderPrinter(place.path, width_mm)
        case NetworkPrinter():
            return EscPosPrinter(lambda: open_network(place.host, place.port), width_mm)
        case DevicePrinter():
            return EscPosPrinter(lambda: open_device(place.path, place.baud_rate), width_mm)
        case _:
            assert_never(place)


def read_brand(file: Path | None) -> Brand:
    """Read the retailer's theme file; Trouble with a sentence where it can't be used."""
    if file is None:
        return HOUSE_BRAND
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"The theme file {file} can't be read: {error}.") from error
    brand = parse_brand(text)
    if isinstance(brand, BrandRefused):
        raise Trouble(f"{file}: {brand.sentence}")
    return brand
