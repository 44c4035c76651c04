"""Scanners that pretend to be keyboards."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from shared.hardware.burst import DEFAULT_GAP_MS, Burst
from shared.hardware.scanner import Clock, Scan, Scanner, ScannerOff, ScannerReady, ScanSource, monotonic_ms

KeyTime = Callable[[QKeyEvent], int]

_ENDINGS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_MODIFIERS: Final = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
_COMMANDING: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_INTERRUPTING: Final = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.FocusOut})


def event_time(event: QKeyEvent) -> int:
    """Return when the window system saw the key, so that a busy program does not blur the gaps."""
    return event.timestamp() or monotonic_ms()


class KeyboardWedge(Scanner):
    """Recognise a scan typed into any window of the program, whatever has the focus.

    Every printable key is held back until either the next one shows that a scanner is typing, or `gap_ms` have
    passed and it goes where it was meant to: a person waits at most that long, and a field never sees any
    part of a scan. Keys with Ctrl, Alt or Meta, keys that repeat and keys without text are never held.
    """

    def __init__(
        self,
        gap_ms: int = DEFAULT_GAP_MS,
        clock: Clock = monotonic_ms,
        key_time: KeyTime = event_time,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._key_time = key_time
        self._burst = Burst(gap_ms)
        self._held: list[tuple[QWindow, QKeyEvent]] = []
        self._swallowed: set[int] = set()
        self._passing = False
        self._pause = QTimer(self, singleShot=True, interval=gap_ms, timerType=Qt.TimerType.PreciseTimer)
        self._pause.timeout.connect(self._let_waiting_keys_in)
        self._last_call = QTimer(self, singleShot=True, interval=0)
        self._last_call.timeout.connect(self._settle)

    def start(self) -> None:
        if isinstance(self._state, ScannerReady):
            return
        application = self._application()
        application.focusWindowChanged.connect(self._watch)
        for window in application.topLevelWindows():
            self._watch(window)
        self._enter(ScannerReady("keyboard"))

    def stop(self) -> None:
        if isinstance(self._state, ScannerOff):
            return
        application = self._application()
        application.focusWindowChanged.disconnect(self._watch)
        for window in application.topLevelWindows():
            window.removeEventFilter(self)
        self._settle()
        self._enter(ScannerOff())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._passing or not isinstance(watched, QWindow):
            return False
        kind = event.type()
        if isinstance(event, QKeyEvent):
            if kind == QEvent.Type.KeyPress:
                return self._press(watched, event)
            if kind == QEvent.Type.KeyRelease:
                return self._release(watched, event)
            if kind == QEvent.Type.ShortcutOverride:
                return self._keep_from_shortcuts(event)
        elif kind in _INTERRUPTING:
            self._settle()
        return False

    def _press(self, window: QWindow, event: QKeyEvent) -> bool:
        at_ms = self._key_time(event)
        if self._burst.is_over(at_ms):
            self._settle()
        if event.key() in _MODIFIERS:
            return False
        if event.key() in _ENDINGS:
            return self._ending(event, at_ms)
        if event.isAutoRepeat() or event.modifiers() & _COMMANDING or not event.text().isprintable():
            self._settle()
            return False
        if not event.text():
            self._settle()
            return False
        self._burst.add(event.text(), at_ms)
        self._held.append((window, _copy(event)))
        self._last_call.stop()
        self._pause.start()
        return True

    def _release(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.key() in self._swallowed:
            if not event.isAutoRepeat():
                self._swallowed.discard(event.key())
            return True
        if any(held.key() == event.key() for _, held in self._held):
            self._held.append((window, _copy(event)))
            return True
        return False

    def _ending(self, event: QKeyEvent, at_ms: int) -> bool:
        if not self._burst.begun:
            repeated = self._burst.repeats_end(at_ms)
            if repeated:
                self._swallowed.add(event.key())
            return repeated
        text = self._burst.end(at_ms)
        if text is None:
            self._settle()
            return False
        self._swallowed.add(event.key())
        self._take(text)
        return True

    def _keep_from_shortcuts(self, event: QKeyEvent) -> bool:
        within = self._burst.begun and not event.modifiers() & _COMMANDING and event.key() not in _MODIFIERS
        if within:
            event.accept()
        return within

    def _let_waiting_keys_in(self) -> None:
        # After the program was busy, keys that are already queued may belong to the burst: one more turn.
        self._last_call.start()

    def _settle(self) -> None:
        text = self._burst.expire()
        if text is not None:
            self._take(text)
            return
        self._rest()
        held, self._held = self._held, []
        self._passing = True
        try:
            for window, event in held:
                QCoreApplication.sendEvent(window, event)
        finally:
            self._passing = False

    def _take(self, text: str) -> None:
        self._rest()
        pressed = [event.key() for _, event in self._held if event.type() == QEvent.Type.KeyPress]
        released = [event.key() for _, event in self._held if event.type() == QEvent.Type.KeyRelease]
        self._swallowed.update(set(pressed) - set(released))
        self._held.clear()
        self.scanned.emit(Scan(text, ScanSource.KEYBOARD, self._clock(), self._burst.longest_gap_ms))

    def _rest(self) -> None:
        self._pause.stop()
        self._last_call.stop()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _application(self) -> QGuiApplication:
        application = QGuiApplication.instance()
        if not isinstance(application, QGuiApplication):
            raise TypeError("a keyboard wedge needs a running QGuiApplication")
        return application


def _copy(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
