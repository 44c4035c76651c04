"""Taking an imported journal back: reversing postings, each once, in chunks that a second try goes on from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select, update

from shared.central import schema
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.journal import account, note
from shared.central.sales import BATCH, SOURCE, SalesWorld, purchase_of, sales_context, write_outcome
from shared.central.sales_book import SaleEntry, SaleFate, SalesBook
from shared.central.sales_csv import SaleKind
from shared.central.state import CentralState
from shared.domain.member import PurchaseRecord
from shared.domain.points import Bucket, Posting, PostingKind
from shared.domain.rules import Applied, Context, Held, Outcome
from shared.domain.rules.campaigns import follow
from shared.domain.rules.returns import as_posted
from shared.domain.rules.sales import Confirmed, JournalSale, confirm_or_correct, undo_return, undo_sale
from shared.runtime.trouble import Trouble

_ACT = f"{SOURCE} undo"


@dataclass(frozen=True, slots=True)
class UndoneSale:
    """What became of an entry: the points that its reversal moved, or why there is none."""

    entry: SaleEntry
    points: int = 0
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class SalesBatch:
    """An imported journal and how many entries it has; `undone_at` says when undoing began."""

    batch_id: str
    file: str
    imported_at: datetime
    undone_at: datetime | None
    entries: int


def batches(connection: Connection) -> tuple[SalesBatch, ...]:
    """Return the imported journals, the newest first."""
    table, sale = schema.sales_batch, schema.sale
    count = select(func.count()).where(sale.c.batch_id == table.c.batch_id).scalar_subquery()
    query = select(table, count.label("entries")).order_by(table.c.imported_at.desc(), table.c.batch_id)
    return tuple(
        SalesBatch(row.batch_id, row.file, row.imported_at, row.undone_at, row.entries)
        for row in connection.execute(query)
    )


def undo_batch(engine: Engine, batch_id: str, now: datetime) -> Iterator[UndoneSale]:
    """Reverse everything that a batch posted and that can still be; Trouble for an unknown or an undone one."""
    _begin(engine, batch_id, now)
    while True:
        with writing(engine) as connection:
            undoing = _Undoing(connection, batch_id, now)
            entries = undoing.book.of_batch(batch_id, BATCH)
            done = tuple(undoing.undo(entry) for entry in entries)
            undoing.finish()
        if not entries:
            return
        yield from done


def _begin(engine: Engine, batch_id: str, now: datetime) -> None:
    with reading(engine) as connection:
        batch = next((batch for batch in batches(connection) if batch.batch_id == batch_id), None)
    if batch is None:
        raise Trouble(f"There is no batch {batch_id!r}: `garapon-central sales list` shows them.")
    if batch.undone_at is not None and not batch.entries:
        raise Trouble(f"The batch {batch_id} is undone already.")
    with writing(engine) as connection:
        own = schema.sales_batch.c.batch_id == batch_id
        connection.execute(update(schema.sales_batch).where(own).values(undone_at=now))
        note(connection, now, "sales_undone", batch_id, batch.file, account())


class _Undoing:
    """One transaction's undoing."""

    def __init__(self, connection: Connection, batch_id: str, now: datetime) -> None:
        directory = ChainDirectory(connection)
        programme = directory.programme_in_use()
        self._connection = connection
        self._batch_id = batch_id
        self._now = now
        self._state = CentralState(connection, directory, now)
        self._world = SalesWorld(self._state, programme)
        self.book = SalesBook(connection)

    def undo(self, entry: SaleEntry) -> UndoneSale:
        """Undo one entry and forget it."""
        self.book.forget(entry.key)
        if entry.op_id is None or entry.member_id is None:
            return UndoneSale(entry)
        key = entry.of_key if entry.kind is SaleKind.RETURN and entry.of_key is not None else entry.key
        purchase = purchase_of(self._world, entry.member_id, key, entry.details.purchase_id)
        if purchase is None:
            return UndoneSale(entry, sentence="the purchase is too long ago: correct the points by hand.")
        context = sales_context(self._batch_id, entry.key, self._now, entry.store_id, _ACT)
        outcome = self._reverse(entry, entry.op_id, purchase, context)
        if isinstance(outcome, Confirmed):
            return UndoneSale(entry)
        if not isinstance(outcome, Applied):
            reason = outcome.reason if isinstance(outcome, Held) else "duplicate"
            return UndoneSale(entry, sentence=f"the rules do not allow it: {reason}.")
        outcome = follow(outcome, (), context, self._world)
        reverses = purchase.op_id if entry.kind is SaleKind.SALE else entry.op_id
        write_outcome(self._state, outcome, context, reverses)
        self._world.keep(outcome, context.op_id)
        return UndoneSale(entry, sum(p.points for p in outcome.postings if p.year is None))

    def finish(self) -> None:
        """Tell the feeds, last in the transaction."""
        write_feed(self._connection, self._state.notes)

    def _reverse(self, entry: SaleEntry, op_id: str, purchase: PurchaseRecord, context: Context) -> Outcome | Confirmed:
        member_id = entry.member_id or ""
        if entry.kind is SaleKind.RETURN:
            told = as_posted(op_id, entry.details.posted_yen, self._posted(op_id))
            return undo_return(member_id, purchase, told, context, self._world)
        if entry.fate is SaleFate.CORRECTED:
            before = JournalSale(entry.key, purchase.purchase_id, member_id, entry.details.replaced)
            return confirm_or_correct(before, purchase, context, self._world, as_keyed_in=True)
        return undo_sale(member_id, purchase, context, self._world)

    def _posted(self, op_id: str) -> tuple[Posting, ...]:
        """Return the postings of a return."""
        ledger = schema.ledger
        query = select(ledger).where(ledger.c.op_id == op_id).order_by(ledger.c.line)
        return tuple(
            Posting(row.line, PostingKind(row.kind), Bucket(row.bucket), row.points, row.lot_id, year=row.year)
            for row in self._connection.execute(query)
        )
