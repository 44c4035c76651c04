"""Run by a test: open a device of the first version and be killed at the n-th of the named points of its upgrade."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from shared.storage import device_file
from shared.sync.device import open_device

P = ParamSpec("P")
R = TypeVar("R")

POINTS = ("write_log_back", "_require_room", "migrate", "take_census", "require_sound", "_beginning", "bring_to_disk")


def main(folder: Path, point: int) -> None:
    """Die after the point has been passed."""
    name = POINTS[point - 1]
    setattr(device_file, name, _deadly(getattr(device_file, name)))
    open_device(folder)


def _deadly(act: Callable[P, R]) -> Callable[P, R]:
    def last(*arguments: P.args, **named: P.kwargs) -> R:
        act(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        raise SystemExit

    return last


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
