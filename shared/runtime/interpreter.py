"""Keeps the interpreter alive under a binding that was built for a newer one."""

import ctypes
import sys
from typing import Final

_BEYOND_REACH: Final = 1 << 60


def keep_none_alive() -> None:
    """Make None immortal on Python 3.11, as Python 3.12 and later have it (PEP 683).

    PySide6 6.12's wheels return None without counting the reference, from every method that returns nothing: on
    3.11 each call takes one away, and after some thousands the interpreter aborts ("none_dealloc"). CPython
    keeps the count in an object's first word.
    """
    if sys.version_info < (3, 12):
        ctypes.c_ssize_t.from_address(id(None)).value = _BEYOND_REACH
