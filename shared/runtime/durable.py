"""Bringing files to the disk, so that they outlive a power cut."""

import os
import sys
from pathlib import Path


def bring_to_disk(place: Path) -> None:
    """Wait until the disk has a file's content, or a folder's names; OSError where it refuses.

    Windows opens no folders, and journals a rename itself.
    """
    if sys.platform == "win32" and place.is_dir():
        return
    descriptor = os.open(place, os.O_RDONLY if sys.platform != "win32" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
