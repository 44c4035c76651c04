"""Backups: one consistent copy of every row while devices and applier go on, and a new centre made of it.

The copy is logical, so that it moves between databases: a shop that began with the embedded file restores its archive
into PostgreSQL. A restored centre lends nothing until every device has shown what it holds (SYNC.md, rule 6).
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    insert,
    inspect,
    select,
)
from sqlalchemy.types import TypeEngine

from shared.central import schema
from shared.central.archive import ArchiveContents, ArchiveEnd, ArchiveReader, ArchiveRows, ArchiveWriter, open_archive
from shared.central.database import reading, writing
from shared.central.generations import begin_generation
from shared.central.journal import BACKUP_TAKEN, account, note
from shared.central.migrate import migrate_centre, migrate_empty, upgrade
from shared.central.secrets_file import ChainSecrets
from shared.runtime.durable import bring_to_disk
from shared.runtime.trouble import Bug, Trouble
from shared.storage.instants import Instant
from shared.storage.migrate import revision_in

ROWS_A_FRAME = 500
LEFT_OUT = frozenset({"writer", "serving", "report_mark"})
"""Tables that say nothing about the chain: the migrations, the processes and the views make them anew."""
RESTORED = "centre_restored"
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A table that is copied whole."""

    table: str
    rows: int


def take_backup(
    engine: Engine, chain: ChainSecrets, file: Path, now: datetime, passphrase: str | None = None
) -> Iterator[CopiedTable]:
    """Write every row, as of one instant, into `file`, which appears when it is whole; tell each table that is done.

    `passphrase` puts the chain's secrets in. Trouble where the file exists or the disk refuses.
    """
    if file.exists():
        raise Trouble(f"{file} exists already: a backup overwrites nothing.")
    unfinished = file.with_name(f"{file.name}.part")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as stream:
            with reading(engine) as connection:
                yield from _copy_out(connection, ArchiveWriter(stream, chain, passphrase), now)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
        bring_to_disk(file.parent)
    except OSError as error:
        raise Trouble(f"The backup {file} can't be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    with writing(engine) as connection:
        note(connection, now, BACKUP_TAKEN, file.name[-100:], str(file.stat().st_size), account())


def restore_backup(engine: Engine, chain: ChainSecrets, file: Path, now: datetime) -> Iterator[CopiedTable]:
    """Make a centre of an archive in an empty database, in one transaction: whole, or nothing at all.

    An older program's archive is brought to this program's schema. Trouble where the database is not empty or the
    archive is not whole; DatabaseTooNew for a newer program's.
    """
    with open_archive(file) as stream:
        reader = ArchiveReader(file, stream, chain)
        with engine.begin() as connection:
            _require_empty(connection)
            migrate_empty(connection, reader.contents.revision)
            yield from _copy_in(connection, reader)
            upgrade(connection)
            begin_generation(connection, now, f"restored from {file.name}"[:100])
            note(connection, now, RESTORED, file.name[-100:], reader.contents.taken_at.isoformat(), account())
    migrate_centre(engine)


def taken_at(chain: ChainSecrets, file: Path) -> datetime:
    """Return as of when an archive is; only its beginning is read. Trouble where it is none of this chain."""
    with open_archive(file) as stream:
        return ArchiveReader(file, stream, chain).contents.taken_at


def check_backup(chain: ChainSecrets, file: Path) -> tuple[datetime, tuple[CopiedTable, ...]]:
    """Read an archive to its end; return when it was taken and what is in it, Trouble where it is not whole."""
    with open_archive(file) as stream:
        reader = ArchiveReader(file, stream, chain)
        counts = dict.fromkeys(reader.contents.tables, 0)
        for frame in reader.rows():
            counts[frame.table] += len(frame.rows)
    return reader.contents.taken_at, tuple(CopiedTable(table, rows) for table, rows in counts.items())


def _copy_out(connection: Connection, writer: ArchiveWriter, now: datetime) -> Iterator[CopiedTable]:
    # SQLAlchemy's names are a kind of text of their own, which archives do not know.
    tables = {str(table.name): table for table in schema.centre.sorted_tables if table.name not in LEFT_OUT}
    described = {name: {str(column.name): _kind(column) for column in table.c} for name, table in tables.items()}
    revision = revision_in(connection)
    if revision is None:
        raise Trouble("There is no centre in this database yet: run `garapon-central init`.")
    writer.add(ArchiveContents(revision, now, described))
    counts = {}
    for name, table in tables.items():
        count = 0
        result = connection.execute(select(table).execution_options(yield_per=ROWS_A_FRAME))
        for part in result.partitions():
            writer.add(ArchiveRows(name, tuple(tuple(row) for row in part)))
            count += len(part)
        counts[name] = count
        yield CopiedTable(name, count)
    writer.add(ArchiveEnd(counts))


def _copy_in(connection: Connection, reader: ArchiveReader) -> Iterator[CopiedTable]:
    known = MetaData()
    tables = {
        name: Table(name, known, *(Column(column, _TYPES[kind]) for column, kind in columns.items()))
        for name, columns in reader.contents.tables.items()
    }
    counts = dict.fromkeys(tables, 0)
    for table in tables.values():
        # The migrations have made rows that are the archive's to say.
        connection.execute(delete(table))
    for frame in reader.rows():
        kinds = reader.contents.tables[frame.table]
        rows = [
            {name: _value(kind, value) for (name, kind), value in zip(kinds.items(), row, strict=True)}
            for row in frame.rows
        ]
        connection.execute(insert(tables[frame.table]), rows)
        counts[frame.table] += len(rows)
    yield from (CopiedTable(table, count) for table, count in counts.items())


_TYPES: Mapping[str, type[TypeEngine[Any]]] = {
    "instant": Instant,
    "day": Date,
    "bytes": LargeBinary,
    "flag": Boolean,
    "text": String,
    "number": BigInteger,
}
"""What a column can hold, by the word that stands for it in archives."""


def _kind(column: Column[Any]) -> str:
    kinds = {**_TYPES, "number": Integer}
    kind = next((word for word, each in kinds.items() if isinstance(column.type, each)), None)
    if kind is None:
        raise Bug(f"archives know no word for what {column} holds")
    return kind


def _value(kind: str, value: object) -> object:
    return date.fromisoformat(value) if kind == "day" and isinstance(value, str) else value


def _require_empty(connection: Connection) -> None:
    ours = {*schema.centre.tables, "alembic_version"}
    if ours.intersection(inspect(connection).get_table_names()):
        raise Trouble(
            "There is a centre in this database already: a backup is restored into an empty one. Name another with "
            "--central, or move the old one away."
        )
