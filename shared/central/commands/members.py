"""`garapon-central members …`: people in the programme."""

import argparse
from pathlib import Path

from shared.central.commands.command import Centre, Command
from shared.central.database import reading
from shared.central.directory import ChainDirectory
from shared.central.import_members import import_lines
from shared.central.import_report import ImportReport
from shared.central.members_csv import COLUMNS, ReadingRules, read_members
from shared.central.serve import utc_now
from shared.domain.calendar import programme_day
from shared.domain.codes import code_hash
from shared.runtime.start import DONE


def _members_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the members (CSV, UTF-8, with a header)")
    parser.add_argument("--dry-run", action="store_true", help="show what would happen and change nothing")
    parser.add_argument("--store", metavar="ID", help="store for lines that name none")


def _import_members(centre: Centre) -> int:
    given, now = centre.arguments, utc_now()
    with reading(centre.engine) as connection:
        programme = ChainDirectory(connection).programme_in_use()
    code_key = bytes.fromhex(centre.secrets.code_key)
    rules = ReadingRules(
        programme, given.store, programme_day(now, programme.time_zone), lambda body: code_hash(code_key, body)
    )
    lines = import_lines(centre.engine, read_members(given.file, rules), now, dry_run=given.dry_run)
    report = ImportReport(dry_run=given.dry_run)
    for imported in lines:
        for text in report.lines_about(imported):
            centre.say(text)
    centre.say(report.summary())
    return DONE


COMMANDS = (
    Command(
        ("members", "import"),
        "bring members in from another system, with their points",
        "Look with --dry-run first. Lines that can't be understood are left out, each with a sentence; mend them and "
        "import the same file again: whoever is there already stays as she is. Columns: "
        + "; ".join(f"{name}: {meaning}" for name, meaning in COLUMNS.items())
        + ".",
        _members_arguments,
        _import_members,
    ),
)
