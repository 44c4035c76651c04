"""A tablet as a person has it in hand: what she sees, touches and types."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from shared.qt.engine import register_fonts
from shared.qt.jobs import InlineExecutor
from shared.qt.measures import Face
from shared.qt.theme import Appearance
from shared.runtime.settings import WindowSize
from staff.composition import StaffGround, StaffScreen
from tests.viewmodels.staff.counter import PaperPosterPress, PaperPress
from tests.viewmodels.staff.shop import PINS, StaffShop

KEYS = {"\b": Qt.Key.Key_Backspace, "\n": Qt.Key.Key_Return, "\x1b": Qt.Key.Key_Escape, "\t": Qt.Key.Key_Tab}


class Tablet:
    """The staff program's window in English, with clicks and keys; work is done at once."""

    def __init__(self, shop: StaffShop, width: int = 1280, height: int = 800) -> None:
        register_fonts()
        self.shop = shop
        self.press_of_cards = PaperPress()
        self.press_of_posters = PaperPosterPress()
        keys, search = shop.tablet.keys, shop.tablet.search
        ground = StaffGround(shop.desk, search, keys, self.press_of_cards, self.press_of_posters)
        appearance = Appearance(face=Face.STAFF, reduced_motion=True)
        self.screen = StaffScreen(ground, "en", appearance, InlineExecutor())
        self.app = self.screen.app
        self.window = self.screen.window
        self.screen.show(WindowSize(width, height))
        self.window.requestActivate()
        assert QTest.qWaitForWindowActive(self.window)
        self.settle()

    def close(self) -> None:
        self.screen.close()

    def settle(self) -> None:
        """Let the window catch up with what was done."""
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QGuiApplication.processEvents()
        self.window.grabWindow()

    def find(self, name: str) -> QQuickItem:
        """Return the visible item of that object name."""
        found = [item for item in self._items(self.window.contentItem()) if item.objectName() == name]
        assert found, f"{name} is not on the screen"
        return found[0]

    def sees(self, name: str) -> bool:
        return any(item.objectName() == name for item in self._items(self.window.contentItem()))

    def texts(self) -> str:
        """Return every text on the screen."""
        words = (item.property("text") for item in self._items(self.window.contentItem()))
        return "\n".join(word for word in words if isinstance(word, str) and word)

    def click(self, name: str) -> None:
        item = self.find(name)
        middle = item.mapToScene(item.boundingRect().center()).toPoint()
        QTest.mouseClick(
            self.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(middle.x(), middle.y())
        )
        self.settle()

    def scroll(self, name: str, by: float) -> None:
        """Move a list or a page up by so many pixels."""
        item = self.find(name)
        item.setProperty("contentY", item.property("contentY") + by)
        self.settle()

    def type(self, text: str) -> None:
        """Press keys one after the other."""
        for character in text:
            QTest.keyClick(self.window, KEYS.get(character) or Qt.Key(ord(character.upper())))
            self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window, key, modifier)
        self.settle()

    def scan(self, code: str) -> None:
        self.app.scanned(code)
        self.settle()

    def sign_in(self, name: str) -> None:
        self.scan(self.shop.known.badges[name])
        self.type(PINS[name])

    def focus_name(self) -> str:
        """Return the object name of what has the keyboard, or of the nearest named thing around it."""
        item: QObject | None = self.window.activeFocusItem()
        while isinstance(item, QQuickItem) and not item.objectName():
            item = item.parentItem()
        return item.objectName() if isinstance(item, QQuickItem) else ""

    def _items(self, item: QQuickItem) -> list[QQuickItem]:
        if not item.isVisible():
            return []
        return [item, *(below for child in item.childItems() for below in self._items(child))]
