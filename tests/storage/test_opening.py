"""Opening a device's database: migrations, keys, faults, and what a stolen disk shows."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlcipher3
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, event, text

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.ports import DeviceMending
from shared.application.turn_drum import TurnsTaken, take_turns
from shared.runtime.folder_lock import hold_folder
from shared.runtime.trouble import Trouble
from shared.storage.device_schema import device as device_tables
from shared.storage.engine import sqlite_engine
from shared.storage.faults import DatabaseBusy, DatabaseTooNew, DiskFault, StorageFault, WrongKey
from shared.storage.migrate import migrate
from shared.sync.database_key import CREDENTIAL, KEY_FILE
from shared.sync.device import DATABASE_FILE, open_device
from tests.domain.small_shop import REASON, WHEEL
from tests.storage.solo import SIGNERS, Solo, a_member, said_drum, said_member

KEY = b"k" * 32


def _raw(file: Path, key: bytes) -> sqlcipher3.Connection:
    connection = sqlcipher3.connect(str(file), isolation_level=None, timeout=0)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def test_migrations_make_what_the_program_expects(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "device.sqlite", KEY)
    migrate(engine)
    migrate(engine)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), device_tables)
    engine.dispose()
    # Full-text tables and partial indexes exist in migrations alone.
    missing = [change for change in found if not str(change[0]).startswith("remove_")]
    assert missing == []


def test_a_newer_database_is_left_alone(kiosk: Solo) -> None:
    kiosk.device.close()
    file = kiosk.folder / DATABASE_FILE
    raw = _raw(file, bytes.fromhex((kiosk.folder / KEY_FILE).read_text()))
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(DatabaseTooNew, match="newer Garapon"):
        open_device(kiosk.folder)


def test_a_stolen_disk_shows_nobody(tablet: Solo) -> None:
    member = a_member()
    tablet.tell(said_member(member))
    assert isinstance(adjust_points(tablet.device.desk, SIGNERS, member.member_id, 50, REASON, "gomen"), Adjusted)
    files = [f for f in tablet.folder.iterdir() if f.name.startswith(DATABASE_FILE)]
    content = b"".join(file.read_bytes() for file in files)
    assert len(content) > 50_000
    for word in ("花田", "ハナダ", "hana", "9012345678", "gomen", "member", "CREATE TABLE", "SQLite format"):
        assert word.encode() not in content


def test_files_are_the_owners_only(kiosk: Solo) -> None:
    for name in (DATABASE_FILE, KEY_FILE):
        assert stat.S_IMODE((kiosk.folder / name).stat().st_mode) == 0o600, name


def test_a_wrong_key_is_one_sentence(kiosk: Solo) -> None:
    kiosk.device.close()
    (kiosk.folder / KEY_FILE).write_text("00" * 32)
    with pytest.raises(WrongKey, match="key does not open"):
        open_device(kiosk.folder)


def test_a_lost_key_is_one_sentence(kiosk: Solo) -> None:
    kiosk.device.close()
    (kiosk.folder / KEY_FILE).unlink()
    with pytest.raises(Trouble, match="restore it"):
        open_device(kiosk.folder)


def test_the_key_may_come_from_systemd(kiosk: Solo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk.device.close()
    (kiosk.folder / KEY_FILE).rename(tmp_path / CREDENTIAL)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    kiosk.open()
    assert not (kiosk.folder / KEY_FILE).exists()


def test_without_enrolment_the_sentence_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="garapon-central device add"):
        open_device(tmp_path)


def test_a_folder_is_one_programs_at_a_time(kiosk: Solo) -> None:
    with pytest.raises(Trouble, match=r"is in use by another Garapon program: end it"):
        open_device(kiosk.folder)
    kiosk.device.close()
    kiosk.open()


def test_a_program_that_was_killed_leaves_its_folder_free(tmp_path: Path) -> None:
    code = "import sys, pathlib; from shared.runtime.folder_lock import hold_folder\n"
    code += "held = hold_folder(pathlib.Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Trouble, match="in use"):
            hold_folder(tmp_path)
        other.kill()
    hold_folder(tmp_path).release()


def test_another_devices_database_is_refused(kiosk: Solo, tablet: Solo) -> None:
    kiosk.device.close()
    tablet.device.close()
    enrolment = (tablet.folder / "device.json").read_text().replace("ab" * 16, "ba" * 16)
    (tablet.folder / "device.json").write_text(enrolment)
    with pytest.raises(StorageFault, match="another device"):
        open_device(tablet.folder)


def test_a_damaged_file_opens_for_nobody(kiosk: Solo) -> None:
    kiosk.device.close()
    file = kiosk.folder / DATABASE_FILE
    with file.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\0" * (file.stat().st_size - 4096))
    kiosk.open()
    with pytest.raises(DeviceMending), kiosk.device.desk.storage.begin():
        pass


def _with_pragma(engine: Engine, pragma: str) -> None:
    @event.listens_for(engine, "begin")
    def _(connection: object) -> None:
        connection.exec_driver_sql(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


def test_a_full_disk_is_one_sentence_and_loses_nothing(kiosk: Solo) -> None:
    kiosk.tell(said_member(a_member(1), kiosk=True))
    with kiosk.device.storage._engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    _with_pragma(kiosk.device.storage._engine, f"max_page_count = {pages + 1}")
    with pytest.raises(DiskFault, match="full"):
        kiosk.tell(*(said_member(a_member(serial, tickets=20), kiosk=True) for serial in range(2, 40)))
    assert kiosk.device.storage.position(kiosk.scope).position == 2
    assert kiosk.member(a_member(1).member_id).nickname == "hana"


def test_a_database_that_somebody_holds_is_one_sentence(kiosk: Solo) -> None:
    kiosk.tell(said_member(a_member(1, tickets=1), kiosk=True), said_drum())

    @event.listens_for(kiosk.device.storage._engine.pool, "checkout")
    def _(connection: sqlcipher3.Connection, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA busy_timeout = 1")

    raw = _raw(kiosk.folder / DATABASE_FILE, bytes.fromhex((kiosk.folder / KEY_FILE).read_text()))
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy, match="another program"):
        take_turns(kiosk.device.desk, a_member(1).member_id, WHEEL, "star", 1)
    raw.rollback()
    raw.close()
    assert isinstance(take_turns(kiosk.device.desk, a_member(1).member_id, WHEEL, "star", 1), TurnsTaken)
