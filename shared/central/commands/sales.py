"""`garapon-central sales …`: what tills and the online shop sold."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from shared.central.commands.command import Centre, Command, no_arguments
from shared.central.database import reading
from shared.central.directory import ChainDirectory
from shared.central.sales import SalesImport
from shared.central.sales_book import digest_of
from shared.central.sales_csv import COLUMNS, JournalRules, read_sales
from shared.central.sales_report import SalesReport
from shared.central.sales_undo import batches, undo_batch
from shared.central.serve import utc_now
from shared.domain.codes import code_hash
from shared.runtime.start import DONE, INTERRUPTED
from shared.runtime.trouble import Trouble


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the journal (CSV with a header)")
    parser.add_argument("--dry-run", action="store_true", help="show what would happen and change nothing")
    parser.add_argument("--store", metavar="ID", help="store for lines that name none")
    parser.add_argument(
        "--store-code", metavar="CODE=ID", action="append", default=[], help="a till's code for a store; repeatable"
    )
    parser.add_argument(
        "--column", metavar="NAME=HEADING", action="append", default=[], help="this file's heading; repeatable"
    )
    parser.add_argument("--encoding", metavar="NAME", help="like utf-8 or cp932; found out where it is not given")


def _import_sales(centre: Centre) -> int:
    given, now = centre.arguments, utc_now()
    with reading(centre.engine) as connection:
        programme = ChainDirectory(connection).programme_in_use()
    code_key = bytes.fromhex(centre.secrets.code_key)
    headings = _pairs(given.column, "--column")
    unknown = [name for name in headings if name not in COLUMNS]
    if unknown:
        raise Trouble(f"--column: {unknown[0]!r} is none of {', '.join(COLUMNS)}.")
    rules = JournalRules(
        programme=programme,
        now=now,
        code_hash=lambda body: code_hash(code_key, body),
        default_store=given.store,
        store_codes=_pairs(given.store_code, "--store-code"),
        headings=headings,
        encoding=given.encoding,
    )
    journal = SalesImport(centre.engine, now, digest_of(given.file), given.file.name)
    report = SalesReport(dry_run=given.dry_run)
    late = 0 if given.dry_run else journal.settle_late()
    if late:
        centre.say(f"{late} receipts of earlier journals were compared with what was keyed in since.")
    sales = read_sales(given.file, rules)
    try:
        for settled in journal.preview(sales) if given.dry_run else journal.run(sales):
            for text in report.lines_about(settled):
                centre.say(text)
    except KeyboardInterrupt:
        centre.say(report.summary())
        centre.say(f"Stopped after line {report.last_line}. What is recorded stays; the same file goes on from there.")
        return INTERRUPTED
    centre.say(report.summary())
    if journal.batch_id is not None:
        centre.say(f"Batch {journal.batch_id}: `garapon-central sales undo {journal.batch_id}` takes it back.")
    return DONE


def _pairs(given: list[str], flag: str) -> Mapping[str, str]:
    pairs = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not (name and sign and value):
            raise Trouble(f"{flag} wants two words with = between them, not {each!r}.")
        pairs[name] = value
    return pairs


def _list_batches(centre: Centre) -> int:
    with reading(centre.engine) as connection:
        for batch in batches(connection):
            undone = f", undone {batch.undone_at:%Y-%m-%d %H:%M UTC}" if batch.undone_at is not None else ""
            centre.say(
                f"{batch.batch_id}  {batch.imported_at:%Y-%m-%d %H:%M UTC}  {batch.entries:>8}  {batch.file}{undone}"
            )
    return DONE


def _undo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("batch", metavar="BATCH", help="as `sales import` and `sales list` name it")


def _undo(centre: Centre) -> int:
    count = points = failed = 0
    for undone in undo_batch(centre.engine, centre.arguments.batch, utc_now()):
        count += 1
        points += undone.points
        if undone.sentence:
            failed += 1
            centre.say(f"{undone.entry.key} stays: {undone.sentence}")
    centre.say(f"{count - failed} entries taken back, {points:+d} points; {failed} stay.")
    return DONE


COMMANDS = (
    Command(
        ("sales", "import"),
        "bring in what tills and the online shop sold and took back",
        "Look with --dry-run first. Each receipt, order and return counts once, however often and by whomever it is "
        "told: one that a colleague keyed in is confirmed, or corrected by a reversing and a new posting where the "
        "amount differs. Lines of one receipt stand together. What is not understood is left out, line by line with a "
        "sentence: mend it and import the file again. Ctrl-C stops between two chunks; the same file goes on from "
        "there. A file is one batch, which `sales undo` takes back. UTF-8, UTF-16 and Shift JIS (cp932), separated by "
        "comma, tab, semicolon or bar, are found out. Columns: "
        + "; ".join(f"{name}: {text}" for name, text in COLUMNS.items())
        + ".",
        _import_arguments,
        _import_sales,
    ),
    Command(
        ("sales", "list"),
        "show imported batches",
        "The newest first: its name, when it came, how many entries it has, its file.",
        no_arguments,
        _list_batches,
    ),
    Command(
        ("sales", "undo"),
        "take an imported batch back, once",
        "Reverses what the batch posted by postings that name it, gives back what its returns took, restores what it "
        "corrected, and frees its receipts. What can't be reversed any more is named. Stopped in between, it goes on.",
        _undo_arguments,
        _undo,
    ),
)
