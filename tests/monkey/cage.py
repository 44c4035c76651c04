"""The demo's kiosk in a window, with its centre beside it: time, the line and the readers are moved by hand."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.touches import TouchWatch
from kiosk.viewmodels.app import AppViewModel
from kiosk.viewmodels.pulse import Pulse
from shared.application.identify import IdentifyMember
from shared.application.views import Link
from shared.central.applier import Applier
from shared.central.calls import hear_calls
from shared.central.database import default_url, open_centre
from shared.central.housekeeping import keep_house
from shared.central.look_ups import answer_look_ups
from shared.central.member_pins import PinDesk
from shared.central.secrets_file import load_secrets
from shared.demo.seed import DemoShop, find_shop, make_shop
from shared.qt.engine import make_engine, register_fonts
from shared.qt.i18n import Interpreter, Language
from shared.qt.jobs import InlineExecutor, Lane
from shared.qt.sounds import Sounds
from shared.qt.theme import Appearance, theme_of
from shared.sync.device import open_device
from tests.fakes import AtOnce, StillClock
from tests.qml.hands import visible

SIZE = (540, 960)


class Cage:
    """The screen that the monkey has before it; `said` are the complaints of QML and Python meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.shop: DemoShop = find_shop(folder) or make_shop(folder, None, datetime.now(UTC), lambda _done: None)
        self.clock = StillClock(datetime.now(UTC))
        secrets = load_secrets(folder / "central")
        self._centre = open_centre(default_url(folder / "central"), secrets)
        pins = PinDesk(self._centre, bytes.fromhex(secrets.member_pin_key), AtOnce())
        self._applier = Applier(self._centre, self.clock.now, pins=pins)
        self._device = open_device(folder / "kiosk", clock=self.clock)
        self._pulse = Pulse()
        desk = self._device.desk
        self._lane = Lane("monkey", InlineExecutor())
        self.app = AppViewModel(desk, IdentifyMember(desk), self._lane, self._pulse, lambda: 0.5, "ja")
        register_fonts()
        self._engine = make_engine()
        theme = theme_of(self._engine)
        theme.dress(Appearance(reduced_motion=True))
        sounds = self._engine.singletonInstance("shared.qt", Sounds.__name__)
        if isinstance(sounds, Sounds):
            sounds.mute(muted=True)
        application = QCoreApplication.instance()
        if application is None:
            raise LookupError(application)
        self._interpreter = Interpreter(application)
        self._interpreter.serve(self._engine)
        self._interpreter.speak(Language("ja"))
        self.app.localeChanged.connect(lambda: self._interpreter.speak(Language(self.app.locale)))
        self.app.easyChanged.connect(lambda: theme.redress(easy=self.app.easy))
        self._engine.setInitialProperties({"app": self.app})
        self._engine.loadFromModule("kiosk.ui", "Main")
        (window,) = self._engine.rootObjects()
        if not isinstance(window, QQuickWindow):
            raise TypeError(window)
        self.window: QQuickWindow = window
        self._touches = TouchWatch()
        self._touches.watch(self.window)
        self._touches.noticed.connect(self.app.touched)
        self.window.resize(*SIZE)
        self.window.show()
        self.exchange()
        self.app.begin()
        self.look()

    def look(self) -> None:
        """Let the screen show what there is, and let go of what it has left, as a loop of events would."""
        QGuiApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def pass_time(self, ms: int) -> None:
        """Let time go by, and the screen look at its clock."""
        self.clock.pass_ms(ms)
        self._pulse.beat.emit()
        self.look()

    def exchange(self) -> None:
        """Let the device and the centre exchange, and the centre work in between."""
        for _ in range(2):
            self._device.sync.run_once()
            while self._applier.apply_next():
                pass
            answer_look_ups(self._centre, self.clock.now())
            hear_calls(self._centre, self.clock.now())
        keep_house(self._centre, self.clock.now())
        self._device.sync.run_once()
        self.app.refresh()
        self.look()

    def cut(self) -> None:
        """Let the device find that the centre can't be reached."""
        self._device.storage.note_link(Link.OFFLINE)
        self.app.refresh()
        self.look()

    def items(self) -> list[QQuickItem]:
        """Return what can be tapped now."""
        shown = visible(self.window.contentItem())
        return [item for item in shown if item.isEnabled() and item.metaObject().indexOfSignal("clicked()") >= 0]

    def words(self) -> str:
        """Return every text on the screen."""
        texts = (item.property("text") for item in visible(self.window.contentItem()))
        return "\n".join(text for text in texts if isinstance(text, str))

    def close(self) -> None:
        """Take everything apart."""
        self._interpreter.dismiss(self._engine)
        self._interpreter.speak(Language.ENGLISH)
        self.window.close()
        self._engine.deleteLater()
        QCoreApplication.sendPostedEvents(self._engine, QEvent.Type.DeferredDelete)
        self._lane.close()
        self._device.close()
        self._centre.dispose()
