"""Runs a program of ours with a hand in it: `python -m tests.journeys.driver FD MODULE ARGUMENTS…`.

The module runs as `python -m MODULE ARGUMENTS…` would run it; nothing of it is replaced. Requests come as JSON lines
over the inherited socket FD and are tried again and again while the program goes on, until they succeed or their time
is over. When the other end closes the socket, the program is told to quit.
"""

import json
import os
import runpy
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

LOOK_EVERY_MS: Final = 15


class NotYetError(Exception):
    """What was asked for is not there now and may come."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the test wants: an action, its arguments, and how long it may take."""

    action: str
    arguments: dict[str, Any]
    until: float


class Hand(QObject):
    """Lives on the screen's thread and does there what is asked over the socket, one request at a time."""

    _asked = Signal(str)
    _left = Signal()

    def __init__(self, line: socket.socket) -> None:
        super().__init__()
        self._line = line
        self._request: Request | None = None
        self._place: QPointF | None = None
        self._actions: dict[str, Callable[..., object]] = {
            "tap": self._tap,
            "type": self._type,
            "key": self._key,
            "see": self._see,
            "gone": self._gone,
            "grab": self._grab,
            "pause": self._pause,
            "close": self._close_windows,
        }
        # The application does not exist yet: what is posted now waits for its loop.
        self._asked.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._left.connect(self._leave, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        received = b""
        while more := self._line.recv(65536):
            *lines, received = (received + more).split(b"\n")
            for line in lines:
                self._asked.emit(line.decode())
        self._left.emit()

    def _leave(self) -> None:
        QCoreApplication.quit()

    def _take(self, line: str) -> None:
        asked = json.loads(line)
        until = time.monotonic() + asked.pop("within_ms") / 1000
        self._request, self._place = Request(asked.pop("do"), asked, until), None
        self._try()

    def _try(self) -> None:
        request = self._request
        if request is None:
            return
        try:
            answer = {"ok": self._actions[request.action](**request.arguments)}
        except NotYetError as reason:
            if time.monotonic() < request.until:
                QTimer.singleShot(LOOK_EVERY_MS, self, self._try)
                return
            answer = {"late": f"{reason}; on the screen: {', '.join(dict.fromkeys(_names()))}"}
        except Exception as error:  # noqa: BLE001  the test must hear of it, whatever it is
            answer = {"late": repr(error)}
        self._request = None
        self._line.sendall(json.dumps(answer).encode() + b"\n")

    def _tap(self, name: str) -> None:
        window, item = _find(name)
        if not item.isEnabled():
            raise NotYetError(f"{name} is not enabled")
        place = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        before, self._place = self._place, place
        if before != place:
            raise NotYetError(f"{name} is moving")
        if not window.contentItem().contains(place):
            raise NotYetError(f"{name} is outside of the window, at {place.toTuple()}")
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place.toPoint())

    def _type(self, text: str) -> None:
        """Commit text to what has the focus, as an input method does."""
        focus = QGuiApplication.focusObject()
        if focus is None:
            raise NotYetError("nothing has the focus")
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(focus, event)

    def _key(self, text: str) -> None:
        """Press keys as fast as a scanner that pretends to be a keyboard; a carriage return is Enter."""
        window = next(iter(_windows()), None)
        if window is None:
            raise NotYetError("no window")
        for character in text:
            if character == "\r":
                QTest.keyClick(window, Qt.Key.Key_Return)
            else:
                QTest.keyClick(window, ord(character))

    def _see(self, name: str, prop: str, expected: object = None, part: str | None = None) -> object:
        _, item = _find(name)
        value = item.property(prop)
        if (expected is not None and value != expected) or (part is not None and part not in str(value)):
            raise NotYetError(f"{name}.{prop} is {value!r}")
        return value

    def _gone(self, name: str) -> None:
        try:
            _find(name)
        except NotYetError:
            return
        raise NotYetError(f"{name} is still there")

    def _pause(self) -> None:
        raise NotYetError("a pause lasts until its time is over")

    def _grab(self, path: str) -> None:
        for window in _windows():
            window.grabWindow().save(path)

    def _close_windows(self) -> None:
        for window in list(_windows()):
            window.close()


def _windows() -> Iterator[QQuickWindow]:
    for window in QGuiApplication.topLevelWindows():
        if isinstance(window, QQuickWindow) and window.isVisible():
            yield window


def _find(name: str) -> tuple[QQuickWindow, QQuickItem]:
    """Return what is visible under this objectName; `outer/inner` looks for the inner one within the outer one."""
    for window in _windows():
        found: list[QQuickItem] = [window.contentItem()]
        for part in name.split("/"):
            found = [item for outer in found for item in _visible(outer) if item.objectName() == part]
        if found:
            return window, found[0]
    raise NotYetError(f"{name} is not to be seen")


def _visible(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible() and child.width() > 0 and child.height() > 0:
            yield child
        if child.isVisible():
            yield from _visible(child)


def _names() -> Iterator[str]:
    for window in _windows():
        yield from (item.objectName() for item in _visible(window.contentItem()) if item.objectName())


def main() -> None:
    """Run the program that the command line names."""
    line = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(line.fileno(), False)
    module = sys.argv[2]
    sys.argv = [module, *sys.argv[3:]]
    hand = Hand(line)
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        hand.setParent(None)


if __name__ == "__main__":
    main()
