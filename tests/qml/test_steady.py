"""Emitting signals all day does not end the process."""

import subprocess
import sys


def test_ten_thousand_emissions_leave_python_alive() -> None:
    program = """
import shared.qt
from PySide6.QtCore import QObject, Signal

class Speaker(QObject):
    said = Signal()

speaker = Speaker()
for _ in range(10_000):
    speaker.said.emit()
print("alive")
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "alive\n"), run.stderr
