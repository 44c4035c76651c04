"""Hearing what Qt, QML and Python complain of, wherever it comes from."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_GRAVE = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}


@contextmanager
def complaints_heard() -> Iterator[list[str]]:
    """Collect complaints for as long as this lasts."""
    heard: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        if kind in _GRAVE:
            heard.append(words)

    def hear_exception(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        heard.append("".join(traceback.format_exception(kind, fault, trace)))

    before, hook = qInstallMessageHandler(hear), sys.excepthook
    sys.excepthook = hear_exception
    try:
        yield heard
    finally:
        sys.excepthook = hook
        qInstallMessageHandler(before)
