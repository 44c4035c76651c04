"""Keep Python 3.11 alive under PySide6 6.12.

Each `SignalInstance.emit()` of PySide6 6.12.0 returns True without taking a reference to it (measured:
`sys.getrefcount(True)` falls by one a call), so that after some six hundred emissions Python 3.11 aborts with
"bool_dealloc: deallocating True or False". From 3.12 on True is immortal and nothing happens.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_IMMORTAL_FROM: Final = (3, 12)
_REFERENCES: Final = 1 << 40


def steady_true() -> None:
    """Give True more references than any process will emit signals; nothing on Python 3.12 and newer."""
    if sys.version_info < _IMMORTAL_FROM and sys.getrefcount(True) < _REFERENCES // 2:  # noqa: FBT003
        # CPython keeps the count in an object's first word.
        ctypes.c_ssize_t.from_address(id(True)).value += _REFERENCES  # noqa: FBT003
