"""A long life of Qt calls does not wear the interpreter out."""

import subprocess
import sys

CALLS = """
import shared
from PySide6.QtCore import QTimer

timer = QTimer()
for _ in range(300_000):
    timer.stop()
print("alive")
"""


def test_hundreds_of_thousands_of_calls_leave_none_alive() -> None:
    finished = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, check=False, timeout=60)
    assert (finished.stdout, finished.stderr) == ("alive\n", "")
