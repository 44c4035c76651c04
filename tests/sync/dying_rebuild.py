"""Run by a test: rebuild a damaged database and be killed before the n-th step that touches names of files."""

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


def main(folder: Path, moment: int) -> None:
    """Open the device and mend it."""
    device = open_device(folder)
    steps = 0

    def counted(act: Callable[P, R]) -> Callable[P, R]:
        def step(*arguments: P.args, **named: P.kwargs) -> R:
            nonlocal steps
            steps += 1
            if steps == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return act(*arguments, **named)

        return step

    Path.replace = counted(Path.replace)  # type: ignore[method-assign]
    Path.unlink = counted(Path.unlink)  # type: ignore[method-assign]
    for name in ("write_log_back", "carry_over"):
        setattr(device_file, name, counted(getattr(device_file, name)))
    device.storage.heal()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
