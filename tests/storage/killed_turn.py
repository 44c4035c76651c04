"""Run by a test: take a turn on a kiosk and be killed just before or just after it is durable."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from shared.application.ports import Transaction
from shared.application.turn_drum import take_turns
from shared.storage.device_storage import DeviceStorage
from shared.sync.device import open_device
from tests.domain.small_shop import NOON, WHEEL
from tests.fakes import StillClock


def main(folder: Path, member_id: str, moment: str) -> None:
    """Die in the middle of a turn."""
    device = open_device(folder, clock=StillClock(NOON))
    if moment == "after":
        device.storage.on_commit = _die
    else:
        _die_instead_of_commit(device.storage)
    take_turns(device.desk, member_id, WHEEL, "star", 1)


def _die_instead_of_commit(storage: DeviceStorage) -> None:
    begin = storage.begin

    @contextmanager
    def doomed() -> Iterator[Transaction]:
        with begin() as transaction:
            transaction.commit = _die  # type: ignore[method-assign]
            yield transaction

    storage.begin = doomed  # type: ignore[method-assign, assignment]


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemExit


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
