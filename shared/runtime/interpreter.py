"""Keeps the interpreter alive under a binding that was built for a newer one."""

import ctypes
import sys
from typing import Final

_BEYOND_REACH: Final = 1 << 60


def keep_constants_alive() -> None:
    """Make None, True and False immortal on Python 3.11, as Python 3.12 and later have them (PEP 683).

    PySide6 6.12's wheels return them without counting the reference: None from every method that returns nothing,
    True from every `emit`. On 3.11 each call takes one away, and after some thousands (of True: some hundreds) the
    interpreter aborts ("none_dealloc", "bool_dealloc"). CPython keeps the count in an object's first word.
    """
    if sys.version_info < (3, 12):
        for constant in (None, True, False):
            ctypes.c_ssize_t.from_address(id(constant)).value = _BEYOND_REACH
