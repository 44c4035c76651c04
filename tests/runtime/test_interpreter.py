"""A long life of Qt calls does not wear the interpreter out."""

import subprocess
import sys

CALLS = """
import shared
from PySide6.QtCore import QObject, QTimer, Signal

class Speaker(QObject):
    said = Signal()

timer, speaker = QTimer(), Speaker()
for _ in range(300_000):
    timer.stop()
for _ in range(10_000):
    speaker.said.emit()
print("alive")
"""


def test_hundreds_of_thousands_of_calls_leave_the_constants_alive() -> None:
    finished = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, check=False, timeout=60)
    assert (finished.stdout, finished.stderr) == ("alive\n", "")
