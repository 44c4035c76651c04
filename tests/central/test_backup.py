"""Backups: of one instant while everybody writes, whole or refused, restored anywhere, and nothing lent afterwards."""

import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, select, text

from shared.central import schema
from shared.central.archive import ArchiveContents, ArchiveEnd, ArchiveReader, ArchiveRows, ArchiveWriter
from shared.central.backup import LEFT_OUT, check_backup, restore_backup, take_backup
from shared.central.commands.done import DONE_FILE
from shared.central.database import open_centre, reading, writing
from shared.central.generations import Awaited
from shared.central.lending import LendingPause, PauseReason, lending_pause, pause_lending
from shared.central.migrate import is_current, migrate_empty
from shared.central.secrets_file import SECRETS_FILE, ChainSecrets, load_secrets
from shared.central.status import centre_books, centre_status
from shared.domain.devices import DeviceKind
from shared.domain.earning import PurchaseLine
from shared.domain.operations import RecordPurchase, RecordVisit
from shared.runtime.trouble import Trouble
from shared.storage.faults import DatabaseTooNew
from tests.central.chain import Chain, assert_all_balances
from tests.central.test_commands import PROGRAMME, Office
from tests.domain.small_shop import NOON
from tests.postgres import PostgresServer

LATER = NOON + timedelta(days=1)
CHANGED = frozenset({"audit", "generation", "lending_pause"})
"""Tables in which a restore leaves a word of its own."""


def busy(chain: Chain) -> Chain:
    """Let a shop work a little: members, drums, a turn, a held operation."""
    kiosk, tablet = chain.device(), chain.device(DeviceKind.TABLET, counter=True)
    assistant = chain.person("assistant")
    chain.deliver(("gold", 3), ("red", 6))
    member = chain.enrol(tablet, assistant)
    tablet.send(RecordPurchase("p", member, (PurchaseLine(5_500, 500),)), assistant)
    kiosk.send(RecordVisit("f" * 32, NOON.date()))
    chain.settle()
    mine = [ticket for ticket in chain.member(member).tickets if ticket.holder == kiosk.device_id]
    turn = kiosk.turn(member, mine[0].ticket_id)
    assert turn is not None
    kiosk.send(turn)
    chain.settle()
    kiosk.send(RecordVisit(member, NOON.date()))
    return chain


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table that backups hold."""
    with reading(engine) as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in schema.centre.sorted_tables
            if table.name not in LEFT_OUT
        }


def backup(chain: Chain, file: Path) -> Path:
    list(take_backup(chain.engine, chain.secrets, file, chain.now))
    return file


def test_what_was_copied_is_what_is_restored(chain: Chain, tmp_path: Path, newest_postgres: PostgresServer) -> None:
    busy(chain)
    before = everything(chain.engine)
    file = backup(chain, tmp_path / "backup")
    with reading(chain.engine) as connection:
        status, books = centre_status(connection, LATER), centre_books(connection)
    assert status.last_backup_at == chain.now
    # An embedded centre moves up to PostgreSQL, and the other way round.
    elsewhere = newest_postgres.make_database() if chain.engine.dialect.name == "sqlite" else None
    engine = open_centre(elsewhere or f"sqlite:///{tmp_path / 'restored.sqlite'}", chain.secrets)
    copied = {each.table: each.rows for each in restore_backup(engine, chain.secrets, file, LATER)}
    assert copied == {table: len(rows) for table, rows in before.items()}
    after = everything(engine)
    assert {table for table in before if before[table] != after[table]} == CHANGED
    with reading(engine) as connection:
        assert is_current(connection)
        again = centre_status(connection, LATER)
        assert centre_books(connection) == books
        assert again.lending_paused == "restored"
        assert lending_pause(connection) == LendingPause(PauseReason.RESTORED, LATER)
        assert len(again.awaited.silent) == len(again.devices)
        alike = [
            replace(each, last_backup_at=None, lending_paused=None, awaited=Awaited((), ())) for each in (again, status)
        ]
        assert alike[0] == alike[1]
        assert connection.execute(text("SELECT COUNT(*) FROM report_ledger")).scalar_one() == len(before["ledger"])
    engine.dispose()


def test_a_restore_says_what_is_to_be_done_again(
    sqlite_central: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Office(sqlite_central, tmp_path / "old", capsys)
    old.done("init")
    old.done("programme", "apply", str(PROGRAMME))
    goods = ("--store", "ginza", "--campaign", "year-end-2026", "--prize", "tote-bag", "--count")
    old.done("stock", "deliver", *goods, "70")
    old.done("backup", str(tmp_path / "backup"))
    old.done("stock", "deliver", *goods, "80")
    old.done("stock", "list")
    assert (old.data / DONE_FILE).stat().st_mode & 0o777 == 0o600
    again = Office(f"sqlite:///{tmp_path / 'again.sqlite'}", old.data, capsys)
    said = again.done("restore", str(tmp_path / "backup"))
    assert "stock deliver campaign=year-end-2026 count=80 prize=tote-bag store=ginza" in said
    assert "count=70" not in said
    assert "stock list" not in said


def test_a_restored_centre_waits_for_its_devices_and_lends_nothing(sqlite_chain: Chain, tmp_path: Path) -> None:
    chain = busy(sqlite_chain)
    file = backup(chain, tmp_path / "backup")
    chain.close()
    (tmp_path / "central.sqlite").rename(tmp_path / "lost.sqlite")
    for beside in tmp_path.glob("central.sqlite-*"):
        beside.unlink()
    list(restore_backup(chain.engine, chain.secrets, file, LATER))
    drums = len(chain.rows(schema.drum))
    chain.device()
    chain.deliver(("gold", 3), ("red", 6))
    assert chain.settle() == 0
    assert len(chain.rows(schema.drum)) == drums
    assert_all_balances(chain)
    chain.engine.dispose()


def test_a_backup_is_of_one_instant_while_everybody_writes(
    chain: Chain, tmp_path: Path, newest_postgres: PostgresServer
) -> None:
    tablet, assistant = chain.device(DeviceKind.TABLET), chain.person("assistant")
    member = chain.enrol(tablet, assistant)
    written = threading.Event()
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            tablet.send(RecordPurchase(f"p{number}", member, (PurchaseLine(1_100, 100),)), assistant)
            chain.settle()
            written.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            written.wait()
            written.clear()
            file = tmp_path / f"backup{number}"
            for _copied in take_backup(chain.engine, chain.secrets, file, chain.now):
                written.wait(0.01)
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        copy = Chain.__new__(Chain)
        copy.engine = open_centre(f"sqlite:///{tmp_path / f'copy{number}.sqlite'}", chain.secrets)
        list(restore_backup(copy.engine, chain.secrets, tmp_path / f"backup{number}", LATER))
        assert_all_balances(copy)
        assert len(copy.rows(schema.inbox)) <= len(chain.rows(schema.inbox))
        copy.engine.dispose()


def test_an_archive_that_was_changed_is_refused_and_changes_nothing(sqlite_chain: Chain, tmp_path: Path) -> None:
    file = backup(busy(sqlite_chain), tmp_path / "backup")
    whole = file.read_bytes()
    check_backup(sqlite_chain.secrets, file)
    chance = random.Random(7)
    changed = [whole[:cut] for cut in (0, 10, 40, len(whole) // 2, len(whole) - 1)] + [whole + b"x"]
    for _ in range(60):
        place = chance.randrange(len(whole))
        changed.append(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])
    frames = list(frames_of(whole))
    assert len(frames) > 10
    changed.append(whole.replace(frames[3] + frames[4], frames[4] + frames[3]))
    changed.append(whole.replace(frames[5], b""))
    changed.append(whole.replace(frames[-1], b""))
    for number, content in enumerate(changed):
        assert content != whole
        file.write_bytes(content)
        with pytest.raises(Trouble):
            check_backup(sqlite_chain.secrets, file)
        if number % 10 == 0:
            engine = open_centre(f"sqlite:///{tmp_path / f'never{number}.sqlite'}", sqlite_chain.secrets)
            with pytest.raises(Trouble):
                list(restore_backup(engine, sqlite_chain.secrets, file, LATER))
            assert inspect(engine).get_table_names() == []
            engine.dispose()


def frames_of(archive: bytes) -> Iterator[bytes]:
    """Take an archive apart into its frames, lengths included."""
    place = archive.index(b"\n") + 1
    place += 4 + int.from_bytes(archive[place : place + 4])
    while place < len(archive):
        size = 4 + int.from_bytes(archive[place : place + 4])
        yield archive[place : place + size]
        place += size


def test_nobody_reads_an_archive_without_the_chains_secrets(sqlite_chain: Chain, tmp_path: Path) -> None:
    file = backup(busy(sqlite_chain), tmp_path / "backup")
    assert file.stat().st_mode & 0o777 == 0o600
    for word in ("ヤマダ ハナ", "+819012345678", "ginza", sqlite_chain.secrets.code_key):
        assert word.encode() not in file.read_bytes()
    stranger = ChainSecrets("11" * 32, "22" * 32, "33" * 32)
    with pytest.raises(Trouble, match="another chain's"):
        check_backup(stranger, file)


def test_only_an_empty_database_takes_a_backup(chain: Chain, tmp_path: Path) -> None:
    file = backup(chain, tmp_path / "backup")
    rows = everything(chain.engine)
    with pytest.raises(Trouble, match="an empty one"):
        list(restore_backup(chain.engine, chain.secrets, file, LATER))
    assert everything(chain.engine) == rows
    with pytest.raises(Trouble, match="overwrites nothing"):
        list(take_backup(chain.engine, chain.secrets, file, chain.now))


def test_a_backup_that_is_cut_short_leaves_nothing(sqlite_chain: Chain, tmp_path: Path) -> None:
    copying = take_backup(busy(sqlite_chain).engine, sqlite_chain.secrets, tmp_path / "backup", LATER)
    next(copying)
    assert [path.name for path in tmp_path.glob("backup*")] == ["backup.part"]
    del copying
    assert list(tmp_path.glob("backup*")) == []
    with pytest.raises(Trouble, match="can't be written"):
        list(take_backup(sqlite_chain.engine, sqlite_chain.secrets, tmp_path / "no" / "backup", LATER))


def archive(
    file: Path, chain: ChainSecrets, revision: str, tables: dict[str, Any], rows: tuple[ArchiveRows, ...]
) -> None:
    stream = BytesIO()
    writer = ArchiveWriter(stream, chain)
    writer.add(ArchiveContents(revision, NOON, tables))
    for each in rows:
        writer.add(each)
    writer.add(ArchiveEnd({table: sum(len(r.rows) for r in rows if r.table == table) for table in tables}))
    file.write_bytes(stream.getvalue())


def test_an_older_programs_backup_is_brought_up_to_date(central_url: str, tmp_path: Path) -> None:
    chain, file = ChainSecrets("11" * 32, "22" * 32, "33" * 32), tmp_path / "old"
    columns = {"store_id": "text", "campaign": "text", "prize": "text"}
    columns |= dict.fromkeys(("delivered", "returned", "written_off", "free"), "number")
    row = ("ginza", "wheel", "gold", 3, 0, 0, 3)
    archive(file, chain, "0001", {"stock": columns}, (ArchiveRows("stock", (row,)),))
    engine = open_centre(central_url, chain)
    list(restore_backup(engine, chain, file, LATER))
    with reading(engine) as connection:
        assert is_current(connection)
        (stock,) = connection.execute(select(schema.stock)).all()
        assert (stock.delivered, stock.free, stock.counted) == (3, 3, 0)
    engine.dispose()


def test_a_newer_programs_backup_is_refused(sqlite_chain: Chain, tmp_path: Path) -> None:
    archive(tmp_path / "new", sqlite_chain.secrets, "9999", {}, ())
    engine = open_centre(f"sqlite:///{tmp_path / 'fresh.sqlite'}", sqlite_chain.secrets)
    with pytest.raises(DatabaseTooNew):
        list(restore_backup(engine, sqlite_chain.secrets, tmp_path / "new", LATER))
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_an_archive_that_lies_about_its_rows_is_refused(tmp_path: Path) -> None:
    chain = ChainSecrets("11" * 32, "22" * 32, "33" * 32)
    for rows, counts in (
        ((ArchiveRows("stock", (("a", 1),)),), {"stock": 2}),
        ((ArchiveRows("stock", (("a",),)),), {"stock": 1}),
        ((ArchiveRows("other", (("a", 1),)),), {"stock": 0}),
    ):
        stream = BytesIO()
        writer = ArchiveWriter(stream, chain)
        writer.add(ArchiveContents("0001", NOON, {"stock": {"store_id": "text", "free": "number"}}))
        for each in rows:
            writer.add(each)
        writer.add(ArchiveEnd(counts))
        (tmp_path / "lying").write_bytes(stream.getvalue())
        with pytest.raises(Trouble), (tmp_path / "lying").open("rb") as opened:
            list(ArchiveReader(tmp_path / "lying", opened, chain).rows())


def test_every_column_of_the_schema_has_its_word(sqlite_chain: Chain, tmp_path: Path) -> None:
    """Instants, days, bytes, switches, texts and numbers come back as what they were."""
    chain = busy(sqlite_chain)
    with writing(chain.engine) as connection:
        pause_lending(connection, PauseReason.ASKED, NOON)
    file = backup(chain, tmp_path / "backup")
    with file.open("rb") as stream:
        contents = ArchiveReader(file, stream, chain.secrets).contents
    assert set(contents.tables) == set(schema.centre.tables) - LEFT_OUT
    assert contents.tables["ledger"]["business_day"] == "day"
    assert contents.tables["ledger"]["posted_at"] == "instant"
    assert contents.tables["held"]["released"] == "flag"
    assert contents.tables["member"]["body"] == "bytes"
    assert isinstance(contents.taken_at, datetime)


def test_a_whole_chain_moves_by_two_commands(
    central_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Office(central_url, tmp_path / "old", capsys)
    old.done("init")
    old.done("programme", "apply", str(PROGRAMME))
    (tmp_path / "phrase").write_text("correct horse battery\n")
    (tmp_path / "wrong").write_text("correct horse batterie\n")
    (tmp_path / "short").write_text("horse\n")
    file, phrase = str(tmp_path / "backup"), ("--passphrase-file", str(tmp_path / "phrase"))
    assert "needs --passphrase-file" in old.refused("backup", file, "--with-secrets")
    short = ("--passphrase-file", str(tmp_path / "short"))
    assert "at least 12" in old.refused("backup", file, "--with-secrets", *short)
    assert "programme: 1 rows" in old.done("backup", file, "--with-secrets", *phrase)
    assert "is whole" in old.done("restore", file, "--check")
    new = Office(f"sqlite:///{tmp_path / 'new.sqlite'}", tmp_path / "new", capsys)
    assert "no secrets.json" in new.refused("restore", file)
    wrong = ("--passphrase-file", str(tmp_path / "wrong"))
    assert "does not open the secrets" in new.refused("restore", file, *wrong)
    assert "Nothing is lent" in new.done("restore", file, *phrase)
    assert load_secrets(tmp_path / "new") == load_secrets(tmp_path / "old")
    assert (tmp_path / "new" / SECRETS_FILE).stat().st_mode & 0o777 == 0o600
    said = new.done("status")
    assert "Programme version 1" in said
    assert "Nothing is lent: restored." in said
    assert "The centre lends again." in new.done("lending", "resume")


def test_a_schema_can_be_made_as_it_was(central_url: str) -> None:
    engine = open_centre(central_url, ChainSecrets("11" * 32, "22" * 32, "33" * 32))
    with engine.begin() as connection:
        migrate_empty(connection, "0001")
        assert not is_current(connection)
    engine.dispose()
