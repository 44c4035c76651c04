"""Ctrl-C and SIGTERM end a program whose event loop has nothing to do."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from shared.runtime.start import INTERRUPTED
from tests.architecture.house import ROOT

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from shared.qt.interrupt import InterruptWatcher
from shared.runtime.config import KioskSettings
from shared.runtime.start import Program, start

def run(_started):
    application = QGuiApplication([])
    watcher = InterruptWatcher(application)
    QTimer.singleShot(0, lambda: print("running", flush=True))
    return application.exec()

sys.exit(start(Program("garapon-kiosk", KioskSettings, "A loop."), run))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_idle_loop_ends_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    environment = os.environ | {"GARAPON_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "running\n"
        program.send_signal(number)
        _, told = program.communicate(timeout=30)
    assert (program.returncode, told) == (INTERRUPTED, "")
