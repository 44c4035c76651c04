"""The window in which staff try out scanners and printer; it needs no enrolment and shows nobody's data."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtQuick import QQuickWindow

from kiosk.composition import DEFAULT_LOCALE, make_printer, named_scanners, read_brand
from kiosk.viewmodels.machine import MachineViewModel
from kiosk.viewmodels.printing import PrinterDesk
from shared.hardware.evdev_scanner import keyboard_devices
from shared.hardware.scanner import Scanner, ScanSource, monotonic_ms
from shared.qt.engine import make_application, make_engine
from shared.qt.i18n import Interpreter, Language
from shared.qt.interrupt import InterruptWatcher
from shared.qt.jobs import Lane
from shared.qt.measures import Face
from shared.qt.qml import Slot
from shared.qt.theme import Appearance, theme_of
from shared.runtime.config import KioskSettings
from shared.runtime.settings import WindowSize
from shared.runtime.trouble import Bug


class WatchedScanner(QObject):
    """Tells the page how one scanner is."""

    def __init__(self, machine: MachineViewModel, source: ScanSource, scanner: Scanner) -> None:
        super().__init__(machine)
        self._machine = machine
        self._source = source
        self._scanner = scanner
        scanner.scanned.connect(machine.take)
        scanner.stateChanged.connect(self.review)

    @Slot()
    def review(self) -> None:
        self._machine.review(self._source, self._scanner.state)


def try_out(settings: KioskSettings) -> int:
    """Show the window until it is closed."""
    application = make_application("garapon-kiosk")
    InterruptWatcher(application)
    lane = Lane("printer")
    printer, brand, scanners = make_printer(settings), read_brand(settings.theme), named_scanners(settings)
    machine = MachineViewModel(
        tuple(scanners),
        [str(path) for path in keyboard_devices()],
        PrinterDesk(printer, brand, lane) if printer is not None else None,
        settings.key_gap_ms,
        monotonic_ms,
    )
    watched = [WatchedScanner(machine, source, scanner) for source, scanner in scanners.items()]
    engine = make_engine()
    theme_of(engine).dress(Appearance(face=Face.KIOSK, brand=brand))
    interpreter = Interpreter(application)
    interpreter.serve(engine)
    interpreter.speak(Language(settings.locale or DEFAULT_LOCALE))
    engine.setInitialProperties({"machine": machine})
    engine.loadFromModule("kiosk.ui", "Machine")
    window = next((root for root in engine.rootObjects() if isinstance(root, QQuickWindow)), None)
    if window is None:
        raise Bug("The window for scanners and printer could not be loaded; the log has QML's reasons.")
    if isinstance(settings.window, WindowSize):
        window.resize(settings.window.width_px, settings.window.height_px)
        window.show()
    else:
        window.showFullScreen()
    for scanner in scanners.values():
        scanner.start()
    for each in watched:
        each.review()
    machine.askPrinter()
    try:
        return application.exec()
    finally:
        for scanner in scanners.values():
            scanner.stop()
        lane.close()
        interpreter.dismiss(engine)
        engine.deleteLater()
        QCoreApplication.sendPostedEvents(engine, QEvent.Type.DeferredDelete)
