"""Upgrades of a device's database: on a copy, checked, and moved into its place in one step."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from shared.storage import device_file
from shared.storage.engine import sqlite_engine
from shared.storage.faults import DiskFault, StorageFault
from shared.storage.migrate import NEWEST, is_current, migrate, take_census
from shared.sync.device import DATABASE_FILE, open_device
from tests.fakes import StillClock
from tests.storage.first_version import KEY, OPERATIONS, lay_out_device

KINDS = ("tablet", "kiosk")


def _is_upgraded(folder: Path) -> bool:
    engine = sqlite_engine(folder / DATABASE_FILE, KEY)
    try:
        return is_current(engine)
    finally:
        engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_of_the_first_version_is_upgraded_with_everything_in_it(tmp_path: Path, kind: str) -> None:
    folder = lay_out_device(tmp_path, kind)
    engine = sqlite_engine(folder / DATABASE_FILE, KEY)
    before = take_census(engine)
    engine.dispose()
    assert before.rows["outbox"] == OPERATIONS[kind]
    device = open_device(folder, clock=StillClock())
    after = take_census(device.storage._engine)
    assert before.missing_in(after) == ()
    assert is_current(device.storage._engine)
    device.close()
    assert sorted(file.name for file in folder.iterdir() if file.name.startswith(DATABASE_FILE)) == [
        DATABASE_FILE,
        f"{DATABASE_FILE}-first-page",
    ]


@pytest.mark.parametrize("step", [2, 3, 6, 7])
def test_a_program_that_dies_in_an_upgrade_leaves_the_old_or_the_new(tmp_path: Path, step: int) -> None:
    folder = lay_out_device(tmp_path, "tablet")
    engine = sqlite_engine(folder / DATABASE_FILE, KEY)
    before = take_census(engine)
    engine.dispose()
    command = [sys.executable, "-m", "tests.storage.dying_upgrade", str(folder), str(step)]
    died = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(Path.cwd())})
    assert died.returncode == -signal.SIGKILL
    engine = sqlite_engine(folder / DATABASE_FILE, KEY)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    assert revision in ("0001", NEWEST)
    assert before.missing_in(take_census(engine)) == ()
    engine.dispose()
    device = open_device(folder, clock=StillClock())
    assert before.missing_in(take_census(device.storage._engine)) == ()
    device.close()


def test_without_room_for_a_copy_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = lay_out_device(tmp_path, "tablet")
    monkeypatch.setattr(device_file, "FREE_BYTES_NEEDED", 1 << 62)
    with pytest.raises(DiskFault, match=r"needs \d+ MB for a copy, and the disk has \d+ MB: make room"):
        open_device(folder)
    monkeypatch.undo()
    assert not _is_upgraded(folder)
    open_device(folder).close()
    assert _is_upgraded(folder)


def test_an_upgrade_that_would_lose_an_operation_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = lay_out_device(tmp_path, "tablet")

    def lose(engine: Engine) -> None:
        migrate(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM outbox WHERE seq = (SELECT max(seq) FROM outbox)")

    monkeypatch.setattr(device_file, "migrate", lose)
    with pytest.raises(StorageFault, match=r"would change outbox: nothing was changed"):
        open_device(folder)
    monkeypatch.undo()
    assert not _is_upgraded(folder)
