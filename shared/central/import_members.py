"""Bringing members in from a file: first what would happen, then the same for real."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from sqlalchemy import Connection, Engine

from shared.central.book import Cause
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.journal import CENTRE, note
from shared.central.members_csv import LineFault, LineRead
from shared.central.state import CentralState, CentralWorld
from shared.domain.programme import Programme
from shared.domain.rules import Applied, Context
from shared.domain.rules.imports import ImportedMember, import_member

SOURCE = "import"
BATCH = 50


class Fate(StrEnum):
    """What an import does with a line."""

    NEW = "new"
    THERE = "there"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """A line and its fate; `sentences` say why it is left out."""

    line: int
    fate: Fate
    member: ImportedMember | None = None
    sentences: tuple[str, ...] = ()


def import_lines(
    engine: Engine, lines: Iterable[LineRead | LineFault], now: datetime, *, dry_run: bool
) -> Iterator[ImportedLine]:
    """Import what was understood, a batch of lines a transaction, and tell each line's fate as it is known.

    Nothing is written in a dry run, and nothing twice: a key that was imported before stays as it is.
    """
    for batch in _batches(lines):
        if dry_run:
            with reading(engine) as connection:
                yield from _import_batch(connection, batch, now, dry_run=True)
        else:
            with writing(engine) as connection:
                done = tuple(_import_batch(connection, batch, now, dry_run=False))
            yield from done


def _batches(lines: Iterable[LineRead | LineFault]) -> Iterator[tuple[LineRead | LineFault, ...]]:
    each = iter(lines)
    while batch := tuple(islice(each, BATCH)):
        yield batch


def _import_batch(
    connection: Connection, batch: Iterable[LineRead | LineFault], now: datetime, *, dry_run: bool
) -> Iterator[ImportedLine]:
    directory = ChainDirectory(connection)
    programme = directory.programme_in_use()
    state = CentralState(connection, directory, now)
    count = 0
    for line in batch:
        imported = _import_line(state, programme, line, dry_run=dry_run)
        count += imported.fate is Fate.NEW
        yield imported
    if count and not dry_run:
        note(connection, now, "members_imported", "members", str(count))
        write_feed(connection, state.notes)


def _import_line(
    state: CentralState, programme: Programme, line: LineRead | LineFault, *, dry_run: bool
) -> ImportedLine:
    if isinstance(line, LineFault):
        return ImportedLine(line.line, Fate.LEFT_OUT, sentences=line.sentences)
    record = line.member
    # The key alone makes the id, so a second import could not post again even without its claim.
    op_id = f"{SOURCE}:{hashlib.sha256(record.key.encode()).hexdigest()[:32]}"
    context = Context(op_id, state.now, record.home_store, CENTRE)
    outcome = import_member(record, context, CentralWorld(state, programme))
    if not isinstance(outcome, Applied) or outcome.member is None:
        return ImportedLine(line.line, Fate.THERE, record)
    if state.member_with_number(record.number) is not None:
        return ImportedLine(line.line, Fate.LEFT_OUT, record, ("number: another member has it.",))
    if record.code_hash is not None and state.member_with_card(record.code_hash) is not None:
        return ImportedLine(line.line, Fate.LEFT_OUT, record, ("card: another member has it.",))
    if not dry_run:
        state.save_member(outcome.member, None, programme)
        state.post(outcome.postings, outcome.member, context, Cause(SOURCE), programme)
        state.claim(outcome.claims, op_id)
    return ImportedLine(line.line, Fate.NEW, record)
