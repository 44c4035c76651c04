"""Start Qt: the application, the fonts, the engine and the way its messages are logged."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLoggingCategory, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, QQmlEngine

from shared.qt.qr import QrProvider
from shared.qt.typefaces import TEXT_FAMILY

_LOG: Final = logging.getLogger("qt")
_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
# While it is being loaded, QtMultimedia warns about every library that it could use and this machine doesn't have. It
# holds the loader's lock then, and our handler wants Python's: a thread that imports meanwhile would wait for ever.
_QUIET: Final = "qt.multimedia.symbolsresolver=false"
_OPTIONAL_MESSAGES: Final = ("PulseAudioService: pa_context_connect() failed",)
_SWITCH_INTERVAL_S: Final = 0.0005
_FONT_FILES: Final = ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf", "BIZUDGothic-Regular.ttf")


def import_root() -> Path:
    """Return the folder in which `shared/ui`, `kiosk/ui` and `staff/ui` lie: QML's import path."""
    return Path(str(files("shared"))).parent


def asset(relative: str) -> Path:
    """Return the path of a file under `assets`, for example ``fonts/BIZUDPGothic-Bold.ttf``."""
    return Path(str(files("assets"))) / relative


def make_application(name: str, arguments: Sequence[str] = ()) -> QGuiApplication:
    """Return the process's one application, drawing by software where there is no GL, its messages in the log."""
    QLoggingCategory.setFilterRules(_QUIET)
    qInstallMessageHandler(_log_message)
    if _has_no_gl():
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
    os.environ.setdefault("QT_QUICK_CONTROLS_STYLE", "Basic")
    # A binding that reads a Python property waits this long for a thread that computes; 5 ms each would be seen.
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    application = QGuiApplication([name, *arguments])
    application.setApplicationName(name)
    register_fonts()
    return application


def register_fonts() -> None:
    """Make the bundled typefaces known and the text face the default: a bare system has no Japanese glyphs."""
    for file in _FONT_FILES:
        if QFontDatabase.addApplicationFont(str(asset(f"fonts/{file}"))) < 0:
            raise FileNotFoundError(f"The font {file} is missing from the installation.")
    QGuiApplication.setFont(QFont(TEXT_FAMILY))


def make_engine() -> QQmlApplicationEngine:
    """Return an engine that finds our QML by its dotted names and turns its warnings into log lines."""
    engine = QQmlApplicationEngine()
    prepare_engine(engine)
    return engine


def prepare_engine(engine: QQmlEngine) -> None:
    """Give any engine, a test's too, our import path and the pictures of QR codes."""
    # QML finds a Python type once its module has been imported.
    for module in ("sounds", "theme"):
        import_module(f"shared.qt.{module}")
    engine.addImportPath(str(import_root()))
    engine.addImageProvider("qr", QrProvider())


def _has_no_gl() -> bool:
    if sys.platform != "linux":
        return False
    return not any(Path("/dev/dri").glob("card*")) and not any(Path("/dev/dri").glob("render*"))


def _log_message(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    place = f"{context.file}:{context.line}: " if context.file else ""
    level = logging.INFO if message in _OPTIONAL_MESSAGES else _LEVELS.get(kind, logging.WARNING)
    _LOG.log(level, "%s%s", place, message or "")
