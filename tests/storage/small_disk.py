"""Run by a test: a kiosk on a disk of its own that fills up, and is then locked against writing.

`tmpfs`: a file system of 48 MB, mounted in a namespace that ends with this process. `limits`: where nothing may be
mounted, files that may not grow, and a folder without permission to write.
"""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from shared.application.turn_drum import TurnsTaken, take_turns
from shared.application.views import Disk
from shared.domain.devices import DeviceKind
from shared.storage import device_storage
from shared.storage.faults import DiskFault
from tests.domain.small_shop import WHEEL
from tests.storage.solo import Solo, a_member, said_drum, said_member

SIZE_MB = 48
NEEDED = "FREE_BYTES_NEEDED"
MEMBER = a_member(1, tickets=3)


def disk(kiosk: Solo) -> Disk:
    """Return what the screen is told of the disk."""
    with kiosk.device.desk.storage.read() as transaction:
        return transaction.sync_state().disk


def turn(kiosk: Solo) -> None:
    """Take a turn."""
    assert isinstance(take_turns(kiosk.device.desk, MEMBER.member_id, WHEEL, "star", 1), TurnsTaken)


def refused(act: Callable[[], None]) -> str:
    """Do what the disk must refuse; return the sentence."""
    try:
        act()
    except DiskFault as fault:
        return str(fault)
    raise AssertionError("the disk took it")


def news(kiosk: Solo) -> None:
    """Let much arrive from the centre."""
    kiosk.tell(*(said_member(a_member(serial, tickets=20), kiosk=True) for serial in range(2, 400)))


def on_tmpfs(folder: Path) -> None:
    """Fill the file system nearly, then to its last byte, then make room; then lock it and open it again."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "none", str(folder)], check=True)
    kiosk = Solo(folder / "kiosk", DeviceKind.KIOSK)
    kiosk.tell(said_member(MEMBER, kiosk=True), said_drum())
    turn(kiosk)
    assert disk(kiosk) is Disk.FINE
    ballast = folder / "ballast"
    ballast.write_bytes(b"b" * 24 * 1024 * 1024)
    assert "nearly full" in refused(lambda: turn(kiosk))
    assert disk(kiosk) is Disk.FULL
    with ballast.open("ab") as stream:
        try:
            while True:
                stream.write(b"b" * 4096)
                stream.flush()
        except OSError:
            os.truncate(ballast, ballast.stat().st_size - 4096)
    at = kiosk.device.storage.position(kiosk.scope).position
    assert "full" in refused(lambda: news(kiosk))
    assert kiosk.device.storage.position(kiosk.scope).position == at
    assert len(kiosk.member(MEMBER.member_id).tickets) == 2
    ballast.unlink()
    news(kiosk)
    turn(kiosk)
    assert disk(kiosk) is Disk.FINE

    # No file may be open for writing; a disk that fails is locked by the kernel without asking.
    kiosk.device.lock.release()
    kiosk.device.storage._engine.dispose()
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    refused(lambda: turn(kiosk))
    subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
    turn(kiosk)
    assert disk(kiosk) is Disk.FINE
    sound(kiosk, 3)


def under_limits(folder: Path) -> None:
    """Let no file grow, then let it; take the permission to write away, then give it back."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    kiosk = Solo(folder / "kiosk", DeviceKind.KIOSK)
    kiosk.tell(said_member(MEMBER, kiosk=True), said_drum())
    turn(kiosk)
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, most))
    refused(lambda: news(kiosk))
    assert disk(kiosk) is Disk.SHUT
    assert len(kiosk.member(MEMBER.member_id).tickets) == 2
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    news(kiosk)
    assert disk(kiosk) is Disk.FINE
    setattr(device_storage, NEEDED, 1 << 62)
    assert "nearly full" in refused(lambda: turn(kiosk))
    assert disk(kiosk) is Disk.FULL
    setattr(device_storage, NEEDED, 0)
    if os.geteuid():
        kiosk.device.storage._engine.dispose()
        kiosk.folder.chmod(0o500)
        refused(lambda: turn(kiosk))
        kiosk.folder.chmod(0o700)
    turn(kiosk)
    sound(kiosk, 2)


def sound(kiosk: Solo, turns: int) -> None:
    """See that every turn that was taken is there, and nothing else."""
    assert kiosk.device.storage.head()[0] == turns
    with kiosk.device.storage._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    kiosk.device.close()


if __name__ == "__main__":
    {"tmpfs": on_tmpfs, "limits": under_limits}[sys.argv[1]](Path(sys.argv[2]))
