"""A screen that nobody sees: the one application, waiting for something to happen, frames as they are drawn."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from shared.qt.engine import make_application
from tests.benchmarks.samples import Machine, Samples

WIDTH, HEIGHT = 1080, 1920
_PATIENCE_S: Final = 30
_EMPTY_WINDOW: Final = "import QtQuick\nWindow { width: 1080; height: 1920 }"


def application() -> QGuiApplication:
    """Return the process's application, which is made when first asked for."""
    known = QGuiApplication.instance()
    return known if isinstance(known, QGuiApplication) else make_application("garapon-benchmarks")


def wait_until(happened: Callable[[], bool], what: str) -> None:
    """Let the application work until something is so; TimeoutError where it does not come."""
    deadline = QDeadlineTimer(_PATIENCE_S * 1000)
    loop = QEventLoop()
    wake = QTimer()
    wake.start(_PATIENCE_S * 1000)
    while not happened():
        if deadline.hasExpired():
            raise TimeoutError(f"{what} did not come within {_PATIENCE_S} s")
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        # Only a loop that runs does this by itself; pages that are left would stay and go on moving.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def open_window(engine: QQmlEngine, qml: bytes | None = None, context: dict[str, object] | None = None) -> QQuickWindow:
    """Show a window made of QML, an empty one by default, and return it after its first frame."""
    # What it creates goes when it goes, so it stays with the engine.
    component = QQmlComponent(engine, engine)
    component.setData(qml or _EMPTY_WINDOW.encode(), "")
    window = component.createWithInitialProperties(context or {})
    assert isinstance(window, QQuickWindow), component.errorString()
    frames = FrameWatch(window)
    window.show()
    wait_until(lambda: frames.count > 0, "the first frame")
    frames.stop()
    return window


def find_item(top: QQuickItem, name: str) -> QQuickItem | None:
    """Return the item of that object name at or below `top`."""
    if top.objectName() == name:
        return top
    return next((found for child in top.childItems() if (found := find_item(child, name)) is not None), None)


class FrameWatch:
    """Notes, for each frame of a window, how long drawing it took and how long after the last one it was shown.

    Drawing is what the render loop does between advancing the animations and the swap: synchronising, rendering and
    handing the picture to the window system. By software all of it happens on the screen's thread.
    """

    def __init__(self, window: QQuickWindow) -> None:
        self._window = window
        self._machine = Machine()
        self._begun_ns = 0
        self._waited_at_begin_ms = 0.0
        self._waited_at_end_ms = 0.0
        self.drawn = Samples()
        self.intervals = Samples()
        self.shown_ns: list[int] = []
        self.on_frame: Callable[[], None] = lambda: None
        window.afterAnimating.connect(self._begin)
        window.frameSwapped.connect(self._end)

    @property
    def count(self) -> int:
        """How many frames were shown."""
        return len(self.shown_ns)

    def stop(self) -> None:
        """Note nothing more."""
        self._window.afterAnimating.disconnect(self._begin)
        self._window.frameSwapped.disconnect(self._end)
        self._machine.close()

    def _begin(self) -> None:
        self._waited_at_begin_ms = self._machine.waited_ms()
        self._begun_ns = time.perf_counter_ns()

    def _end(self) -> None:
        now_ns = time.perf_counter_ns()
        waited_ms = self._machine.waited_ms()
        self.drawn.add((now_ns - self._begun_ns) / 1e6, waited_ms - self._waited_at_begin_ms)
        if self.shown_ns:
            self.intervals.add((now_ns - self.shown_ns[-1]) / 1e6, waited_ms - self._waited_at_end_ms)
        self._waited_at_end_ms = waited_ms
        self.shown_ns.append(now_ns)
        self.on_frame()
