"""A folder that one program at a time may use."""

import os
import sys
from pathlib import Path

from shared.runtime.trouble import Trouble

LOCK_FILE = "in-use.lock"

_OWNER_ONLY = 0o600


class FolderLock:
    """Holds a folder or a file until `release`; the system lets it go when the program ends, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let the folder go; the second time nothing happens."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def hold_folder(folder: Path) -> FolderLock:
    """Hold the folder for this program; Trouble where another one has it, or it can't be written."""
    lock = try_to_hold(folder / LOCK_FILE)
    if lock is None:
        raise Trouble(f"{folder} is in use by another Garapon program: end it, or name another folder.")
    return lock


def try_to_hold(file: Path) -> FolderLock | None:
    """Hold a file for this program; None where another one has it, Trouble where it can't be written."""
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, _OWNER_ONLY)
    except OSError as error:
        raise Trouble(f"{file} can't be written ({error.strerror}).") from error
    try:
        _lock(descriptor)
    except OSError:
        os.close(descriptor)
        return None
    return FolderLock(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
