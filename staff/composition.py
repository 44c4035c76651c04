"""Builds and wires every object of the staff program; nothing else does."""

import gc
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from shared.application.ports import Desk, KeyRing, MemberSearch
from shared.application.sign_in import SignIn
from shared.domain.devices import DeviceKind
from shared.hardware.camera import CameraScanner
from shared.hardware.keyboard_wedge import KeyboardWedge
from shared.hardware.line_scanner import LocalSocketScanner, SerialScanner
from shared.hardware.scanner import Scan, Scanner, ScannerGroup, ScannerReady, ScannerUnavailable
from shared.qt.brand import HOUSE_BRAND, Brand, BrandRefused, parse_brand
from shared.qt.engine import make_application, make_engine
from shared.qt.i18n import Interpreter, Language
from shared.qt.interrupt import InterruptWatcher
from shared.qt.jobs import Lane
from shared.qt.measures import Face
from shared.qt.qml import Signal
from shared.qt.theme import Appearance, Scheme, theme_of
from shared.runtime.config import StaffSettings
from shared.runtime.folders import Folders
from shared.runtime.settings import FullScreen, Window, WindowSize
from shared.runtime.trouble import Trouble
from shared.sync.device import open_device
from shared.sync.loop import Halted
from shared.sync.runner import SyncRunner
from staff.printing import ShopCardPress, ShopPosterPress
from staff.viewmodels.adjust import AdjustViewModel
from staff.viewmodels.app import StaffAppViewModel, StaffPages
from staff.viewmodels.calls import CallsViewModel
from staff.viewmodels.card import CardPress, CardViewModel
from staff.viewmodels.edit import EditViewModel
from staff.viewmodels.enrol import EnrolViewModel
from staff.viewmodels.find import FindViewModel
from staff.viewmodels.give_ticket import GiveTicketViewModel
from staff.viewmodels.hand_over import HandOverViewModel
from staff.viewmodels.member import MemberViewModel
from staff.viewmodels.posters import PosterPress, PostersViewModel
from staff.viewmodels.purchase import PurchaseViewModel
from staff.viewmodels.returning import ReturnViewModel
from staff.viewmodels.session import StaffSession
from staff.viewmodels.sign_in import SignInViewModel
from staff.viewmodels.store import DrawsViewModel, HeldViewModel, PrizesViewModel

DEFAULT_LOCALE = "ja"
PAPER = Appearance(face=Face.STAFF)
TICK_MS = 1_000
REFRESH_MS = 10_000
_ACTIVE = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel})


@dataclass(frozen=True, slots=True)
class StaffGround:
    """What the screen stands on."""

    desk: Desk
    search: MemberSearch
    keys: KeyRing
    press: CardPress
    posters: PosterPress


class StaffScreen:
    """The staff program's window with everything behind it; `close` deletes the engine first."""

    def __init__(
        self,
        ground: StaffGround,
        locale: str = DEFAULT_LOCALE,
        appearance: Appearance = PAPER,
        executor: Executor | None = None,
    ) -> None:
        application = QGuiApplication.instance()
        if not isinstance(application, QGuiApplication):
            raise TypeError("a screen needs an application")
        self._lane = Lane("database", executor)
        self.session = StaffSession(ground.desk, self._lane, locale)
        self.app = StaffAppViewModel(self.session, _pages(self.session, ground))
        self._engine = make_engine()
        self._theme = theme_of(self._engine)
        self._theme.dress(appearance)
        self._interpreter = Interpreter(application)
        self._interpreter.serve(self._engine)
        self._interpreter.speak(Language(locale))
        self.app.setScheme(appearance.scheme.value)
        self.app.localeChanged.connect(self._speak)
        self.app.schemeChanged.connect(self._redress)
        self.window = _load(self._engine, self.app)

    def show(self, window: Window) -> None:
        """Show the window and read what it says for the first time."""
        match window:
            case FullScreen():
                self.window.showFullScreen()
            case WindowSize(width_px=width, height_px=height):
                self.window.resize(width, height)
                self.window.show()
        self.app.start()

    def close(self) -> None:
        """Take the window away; work that is under way is finished and not delivered."""
        self.window.close()
        self._interpreter.speak(Language.ENGLISH)
        self._interpreter.dismiss(self._engine)
        self._engine.deleteLater()
        QCoreApplication.sendPostedEvents(self._engine, QEvent.Type.DeferredDelete)
        self._lane.close()

    def _speak(self) -> None:
        self._interpreter.speak(Language(self.app.locale))

    def _redress(self) -> None:
        self._theme.redress(scheme=Scheme(self.app.scheme))


class ActivityWatch(QObject):
    """Notices every touch and key of the program."""

    active = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's
        """Let every event pass, having looked at its kind."""
        if event.type() in _ACTIVE:
            self.active.emit()
        return super().eventFilter(watched, event)


class SyncBell(QObject):
    """Carries the sync thread's call over to the screen's thread."""

    rung = Signal()


def run_staff(settings: StaffSettings, folders: Folders) -> int:
    """Run the program until its window is closed."""
    brand = read_brand(settings.theme)
    application = make_application("garapon-staff")
    InterruptWatcher(application)
    device = open_device(folders.data, settings.central)
    if device.enrolment.kind is DeviceKind.KIOSK:
        device.close()
        raise Trouble(f"{folders.data} is enrolled as the kiosk {device.enrolment.label!r}: start garapon-kiosk there.")
    press = ShopCardPress(brand, folders.data / "cards")
    posters = ShopPosterPress(brand, folders.data / "posters")
    ground = StaffGround(device.desk, device.search, device.keys, press, posters)
    screen = StaffScreen(ground, settings.locale or DEFAULT_LOCALE, Appearance(face=Face.STAFF, brand=brand))
    app = screen.app
    activity = ActivityWatch()
    activity.active.connect(app.touched)
    application.installEventFilter(activity)
    bell = SyncBell()
    bell.rung.connect(lambda: _hear(app, device.sync))
    device.sync.listen(bell.rung.emit)
    timers = (_every(TICK_MS, app.tick), _every(REFRESH_MS, lambda: _hear(app, device.sync)))
    scanner = _scanner(settings)
    scanner.scanned.connect(lambda scan: _take(app, scan))
    camera = _CameraSwitch(app) if settings.camera else None
    screen.show(settings.window)
    scanner.start()
    device.sync.start()
    # What the start has made stays: looking through all of it for rubbish would stop the screen, 60 ms at a time.
    gc.freeze()
    try:
        return application.exec()
    finally:
        for timer in timers:
            timer.stop()
        scanner.stop()
        if camera is not None:
            camera.switch(on=False)
        application.removeEventFilter(activity)
        screen.close()
        device.close()


def read_brand(file: Path | None) -> Brand:
    """Read the retailer's theme; Trouble, one sentence, where it can't be used."""
    if file is None:
        return HOUSE_BRAND
    try:
        answer = parse_brand(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"The theme {file} can't be read: {error}.") from error
    if isinstance(answer, BrandRefused):
        raise Trouble(f"The theme {file} is refused: {answer.sentence}")
    return answer


class _CameraSwitch(QObject):
    """Opens the camera when it is asked for, and closes it after the first code: a tablet's camera faces people."""

    def __init__(self, app: StaffAppViewModel) -> None:
        super().__init__()
        self._app = app
        self._camera: CameraScanner | None = None
        app.cameraAsked.connect(lambda on: self.switch(on=on))
        app.camera_changed(available=True, on=False)

    def switch(self, *, on: bool) -> None:
        if on:
            if self._camera is None:
                self._camera = CameraScanner()
                self._camera.stateChanged.connect(self._changed)
                self._camera.scanned.connect(self._scanned)
                self._camera.previewed.connect(self._app.feed.show)
            self._camera.start()
        elif self._camera is not None:
            self._camera.stop()

    def _changed(self) -> None:
        state = self._camera.state if self._camera else None
        self._app.camera_changed(available=True, on=isinstance(state, ScannerReady))
        if isinstance(state, ScannerUnavailable):
            self._app.camera_missing()
            self.switch(on=False)

    def _scanned(self, scan: Scan) -> None:
        self.switch(on=False)
        _take(self._app, scan)


def _hear(app: StaffAppViewModel, sync: SyncRunner) -> None:
    report = sync.report
    app.exchange_halted(report.sentence if isinstance(report, Halted) else "")
    app.refresh()


def _take(app: StaffAppViewModel, scan: Scan) -> None:
    app.scanned(scan.text)


def _scanner(settings: StaffSettings) -> Scanner:
    scanners: list[Scanner] = [KeyboardWedge()]
    if settings.serial_scanner:
        scanners.append(SerialScanner(settings.serial_scanner))
    if settings.scan_socket:
        scanners.append(LocalSocketScanner(settings.scan_socket))
    return ScannerGroup(scanners)


def _every(interval_ms: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer()
    timer.setInterval(interval_ms)
    timer.timeout.connect(act)
    timer.start()
    return timer


def _pages(session: StaffSession, ground: StaffGround) -> StaffPages:
    sign_in = SignIn(ground.desk, ground.keys)
    return StaffPages(
        sign_in=SignInViewModel(session, sign_in),
        find=FindViewModel(session, ground.search),
        member=MemberViewModel(session),
        purchase=PurchaseViewModel(session),
        returning=ReturnViewModel(session),
        adjust=AdjustViewModel(session, SignInViewModel(session, sign_in)),
        give_ticket=GiveTicketViewModel(session),
        hand_over=HandOverViewModel(session),
        enrol=EnrolViewModel(session),
        card=CardViewModel(session, ground.press),
        edit=EditViewModel(session),
        prizes=PrizesViewModel(session),
        draws=DrawsViewModel(session),
        posters=PostersViewModel(session, ground.posters),
        held=HeldViewModel(session),
        calls=CallsViewModel(session),
    )


def _load(engine: QQmlApplicationEngine, app: StaffAppViewModel) -> QQuickWindow:
    engine.setInitialProperties({"app": app})
    engine.loadFromModule("staff.ui", "Main")
    window = next(iter(engine.rootObjects()), None)
    if not isinstance(window, QQuickWindow):
        raise TypeError("the staff program's Main.qml has no window")
    return window
