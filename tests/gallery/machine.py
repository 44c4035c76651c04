"""The window in which staff try out scanners and printer, in its states."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtQuick import QQuickWindow

from kiosk.viewmodels.machine import MachineViewModel
from kiosk.viewmodels.printing import PrinterDesk
from shared.hardware.misreading import TRIAL_CODE
from shared.hardware.receipt_printer import PrinterFault, PrinterUnable
from shared.hardware.scanner import Scan, ScannerFault, ScannerReady, ScannerUnavailable, ScanSource
from shared.qt.brand import HOUSE_BRAND
from shared.qt.engine import make_engine
from shared.qt.i18n import Interpreter, Language
from shared.qt.jobs import InlineExecutor, Lane
from shared.qt.measures import Face
from shared.qt.theme import Appearance, Scheme, theme_of
from tests.gallery.pages import Gallery, Shot, View
from tests.hardware.kept_slips import KeptSlips

DEVICE = "/dev/input/by-id/usb-Honeywell_1470g_Voyager_0123456789-event-kbd"
SOURCES = (ScanSource.KEYBOARD, ScanSource.INPUT, ScanSource.SERIAL, ScanSource.CAMERA)
GERMAN = TRIAL_CODE.translate(str.maketrans("YZ-", "ZYß"))
VIEWS = tuple(View(*size, scheme) for size in ((1080, 1920), (1920, 1080)) for scheme in (Scheme.LIGHT, Scheme.DARK))


class MachineStage:
    """The window, its scanners and its printer moved by hand."""

    def __init__(self, view: View) -> None:
        application = QCoreApplication.instance()
        assert application is not None
        self.printer = KeptSlips()
        self.clock_ms = 0
        desk = PrinterDesk(self.printer, HOUSE_BRAND, Lane("gallery", InlineExecutor()))
        self.machine = MachineViewModel(SOURCES, [DEVICE], desk, 60, lambda: self.clock_ms)
        self._engine = make_engine()
        theme_of(self._engine).dress(Appearance(face=Face.KIOSK, scheme=view.scheme, reduced_motion=True))
        self._interpreter = Interpreter(application)
        self._interpreter.serve(self._engine)
        self._engine.setInitialProperties({"machine": self.machine})
        self._engine.loadFromModule("kiosk.ui", "Machine")
        (window,) = self._engine.rootObjects()
        assert isinstance(window, QQuickWindow)
        self._window = window
        window.resize(view.width, view.height)
        window.show()

    @property
    def window(self) -> QQuickWindow:
        return self._window

    def speak(self, locale: str) -> None:
        self._interpreter.speak(Language(locale))

    def hear(self, source: ScanSource, text: str, gap_ms: int | None = None) -> None:
        """Let a scanner read something."""
        self.machine.take(Scan(text, source, 0, gap_ms))

    def print(self, unable: PrinterUnable | None) -> None:
        """Print a trial slip, or say why not."""
        self.printer.unable = unable
        self.machine.printTrial("Trial slip", "It prints.", "ABC")

    def close(self) -> None:
        self._interpreter.speak(Language.ENGLISH)
        self._interpreter.dismiss(self._engine)
        self._window.close()
        self._engine.deleteLater()
        QCoreApplication.sendPostedEvents(self._engine, QEvent.Type.DeferredDelete)


def _begin(stage: MachineStage) -> None:
    stage.printer.unable = None
    stage.machine.askPrinter()
    for source in SOURCES:
        stage.machine.review(source, ScannerReady("scripted"))


def _good(stage: MachineStage) -> None:
    _begin(stage)
    for source in SOURCES:
        stage.hear(source, TRIAL_CODE, 12 if source is ScanSource.KEYBOARD else None)
    stage.print(None)


def _wrong(stage: MachineStage) -> None:
    _begin(stage)
    stage.hear(ScanSource.KEYBOARD, GERMAN, 58)
    stage.hear(ScanSource.SERIAL, TRIAL_CODE.replace("A", ""))
    stage.hear(ScanSource.CAMERA, "4901234567894")
    denied = f"{DEVICE} may not be read by this user: add it to the group input, or give the scanner a udev rule."
    stage.machine.review(ScanSource.INPUT, ScannerUnavailable(ScannerFault.REFUSED, denied))
    for sign in f"{TRIAL_CODE}\r":
        stage.clock_ms += 85
        stage.machine.type(sign)
    stage.print(PrinterUnable(PrinterFault.OFFLINE, "192.168.0.40:9100 can't be reached: No route to host"))


SHOTS: tuple[Shot[MachineStage], ...] = tuple(
    Shot("machine", state, show)
    for state, show in dict[str, Callable[[MachineStage], None]](begin=_begin, good=_good, wrong=_wrong).items()
)
GALLERY = Gallery("setup", VIEWS, SHOTS, MachineStage)
