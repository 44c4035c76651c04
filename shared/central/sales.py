"""Settling journals: each receipt, order and return is recorded, confirmed, corrected, or left out with a sentence."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, Engine, bindparam, select

from shared.central import schema
from shared.central.book import Cause
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.journal import CENTRE, account, note
from shared.central.sales_book import SaleDetails, SaleEntry, SaleFate, SalesBook, entry_of, open_batch
from shared.central.sales_csv import (
    MemberByCard,
    MemberByNumber,
    MemberByPhone,
    SaleFault,
    SaleKind,
    SaleRead,
    WhoBought,
    purchase_id_of,
)
from shared.central.state import CentralState, CentralWorld
from shared.domain.member import Member, PurchaseRecord, ScannedReceipt
from shared.domain.operations import RecordPurchase, ScanReceipt
from shared.domain.programme import Programme
from shared.domain.rules import Applied, Context, Held, Outcome, World
from shared.domain.rules.campaigns import follow
from shared.domain.rules.resolving import resolve
from shared.domain.rules.sales import (
    Confirmed,
    JournalSale,
    allocate,
    confirm_or_correct,
    confirm_scan,
    record_sale,
    refuse_scan,
    return_sale,
)
from shared.wire.operations import read_operation

SOURCE = "sales"
_REFUSAL = f"{SOURCE} refusal"
BATCH = 50
"""Receipts in one transaction (SYNC.md, rule 19)."""
_HASH_LENGTH = 32
_KEYED = select(schema.inbox.c.kind, schema.inbox.c.schema_version, schema.inbox.c.payload).where(
    schema.inbox.c.op_id == bindparam("own_op")
)


@dataclass(frozen=True, slots=True)
class SettledSale:
    """What became of a receipt: the points that it moved, spendable and pending; `sentences` say why it is left out."""

    sale: SaleRead | SaleFault
    fate: SaleFate
    points: int = 0
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Posting:
    """What is to be written for a receipt: an outcome of the rules, and the operation that it reverses."""

    outcome: Applied
    context: Context
    reverses_op: str | None


@dataclass(frozen=True, slots=True)
class _Decision:
    fate: SaleFate
    entry: SaleEntry | None = None
    postings: tuple[_Posting, ...] = ()
    sentence: str = ""


class SalesWorld(CentralWorld):
    """Central state with what this transaction, or a preview that writes nothing, has changed already."""

    def __init__(self, state: CentralState, programme: Programme) -> None:
        super().__init__(state, programme)
        self._members: dict[str, Member] = {}
        self._claims: dict[str, str | None] = {}

    def member(self, member_id: str) -> Member | None:
        return self._members.get(member_id) or super().member(member_id)

    def claimed(self, key: str) -> str | None:
        return self._claims[key] if key in self._claims else super().claimed(key)

    def keep(self, outcome: Applied, op_id: str) -> None:
        """Take an outcome for true from now on."""
        if outcome.member is not None:
            self._members[outcome.member.member_id] = outcome.member
        self._claims |= dict.fromkeys(outcome.claims, op_id) | dict.fromkeys(outcome.released)


class SalesImport:
    """Settles one file's receipts: for real in chunks, each whole; or as a preview that writes nothing."""

    def __init__(self, engine: Engine, now: datetime, digest: str, file: str) -> None:
        self._engine = engine
        self._now = now
        self._digest = digest
        self._file = file
        self.batch_id: str | None = None

    def run(self, sales: Iterable[SaleRead | SaleFault]) -> Iterator[SettledSale]:
        """Settle everything and tell each receipt's fate once its chunk is committed."""
        each = iter(sales)
        while chunk := tuple(islice(each, BATCH)):
            yield from self._settle_chunk(chunk)

    def preview(self, sales: Iterable[SaleRead | SaleFault]) -> Iterator[SettledSale]:
        """Tell what `run` would do, by the same rules on one view of the centre."""
        with reading(self._engine) as connection:
            settling = _Settling(connection, self._now, "", dry=True)
            for sale in sales:
                yield settling.settle(sale)

    def settle_late(self) -> int:
        """Compare receipts that an earlier journal named nobody for with what was keyed in since; return how many."""
        count, after = 0, ""
        while True:
            with writing(self._engine) as connection:
                settling = _Settling(connection, self._now, "")
                entries = settling.book.late(BATCH, after)
                if not entries:
                    return count
                count += sum(settling.settle_entry(entry) for entry in entries)
                settling.finish()
            after = entries[-1].key

    def _settle_chunk(self, chunk: tuple[SaleRead | SaleFault, ...]) -> tuple[SettledSale, ...]:
        with writing(self._engine) as connection:
            first = self.batch_id is None
            batch_id = open_batch(connection, self._digest, self._file, self._now)
            settling = _Settling(connection, self._now, batch_id)
            settled = tuple(settling.settle(sale) for sale in chunk)
            if first:
                note(connection, self._now, "sales_imported", batch_id, self._file, account())
            settling.finish()
        self.batch_id = batch_id
        return settled


class _Settling:
    """One transaction's settling."""

    def __init__(self, connection: Connection, now: datetime, batch_id: str, *, dry: bool = False) -> None:
        directory = ChainDirectory(connection)
        programme = directory.programme_in_use()
        self._connection = connection
        self._now = now
        self._batch_id = batch_id
        self._dry = dry
        self._programme = programme
        self._state = CentralState(connection, directory, now)
        self._world = SalesWorld(self._state, programme)
        self.book = SalesBook(connection)

    def settle(self, sale: SaleRead | SaleFault) -> SettledSale:
        """Settle one receipt, order or return."""
        if isinstance(sale, SaleFault):
            return SettledSale(sale, SaleFate.LEFT_OUT, sentences=sale.sentences)
        decision = self._decide(sale)
        if decision.fate is SaleFate.LEFT_OUT:
            return SettledSale(sale, SaleFate.LEFT_OUT, sentences=(decision.sentence,))
        if decision.entry is not None:
            self.book.keep(decision.entry)
        points = [self._write(posting) for posting in decision.postings]
        return SettledSale(sale, decision.fate, sum(points))

    def settle_entry(self, entry: SaleEntry) -> bool:
        """Compare a receipt that nobody was named for with what has claimed it since; tell whether it is settled."""
        op_id = self._world.claimed(entry.key)
        if op_id is None:
            return False
        sale = SaleRead(
            0,
            0,
            entry.kind,
            entry.key,
            entry.store_id,
            entry.business_day,
            self._now,
            None,
            entry.details.lines,
        )
        self._batch_id = entry.batch_id
        decision = self._compare(sale, op_id, None)
        if decision.entry is not None:
            self.book.keep(decision.entry)
        for posting in decision.postings:
            self._write(posting)
        return decision.entry is not None

    def finish(self) -> None:
        """Write the book and tell the feeds, last in the transaction."""
        self.book.flush()
        write_feed(self._connection, self._state.notes)

    def _decide(self, sale: SaleRead) -> _Decision:
        known = self.book.entry(sale.key)
        if known is not None and known.fate is not SaleFate.NOBODY:
            if known.details.lines == sale.lines:
                return _Decision(SaleFate.THERE)
            return _out(f"The batch {known.batch_id} has it with other amounts: undo that first.")
        member_id: str | None = None
        if sale.who is not None:
            found = self._find(sale.who)
            if len(found) != 1:
                return _out("member: nobody has this." if not found else "member: several members have this number.")
            member_id = found[0]
        match sale.kind:
            case SaleKind.SALE:
                return self._sold(sale, member_id, known)
            case SaleKind.RETURN:
                return self._returned(sale)

    def _find(self, who: WhoBought) -> list[str]:
        match who:
            case MemberByCard(code_hash=code_hash):
                found = self._state.member_with_card(code_hash)
            case MemberByNumber(number=number):
                found = self._state.member_with_number(number)
            case MemberByPhone(phone_e164=phone):
                query = select(schema.member.c.member_id).where(schema.member.c.phone_e164 == phone)
                return list(self._connection.execute(query).scalars())
        return [found] if found is not None else []

    def _sold(self, sale: SaleRead, member_id: str | None, known: SaleEntry | None) -> _Decision:
        op_id = self._world.claimed(sale.key)
        if op_id is not None:
            return self._compare(sale, op_id, member_id)
        if member_id is None:
            if known is not None and known.details.lines == sale.lines:
                return _Decision(SaleFate.THERE)
            entry = entry_of(sale, self._batch_id, SaleFate.NOBODY, SaleDetails(sale.lines))
            return _Decision(SaleFate.NOBODY, entry)
        return self._record(sale, member_id)

    def _record(self, sale: SaleRead, member_id: str) -> _Decision:
        context = self._context(sale)
        journal = JournalSale(sale.key, sale.purchase_id, member_id, sale.lines)
        return self._posted(
            sale, SaleFate.RECORDED, record_sale(journal, context, self._world), context, SaleDetails(sale.lines)
        )

    def _compare(self, sale: SaleRead, op_id: str, member_id: str | None) -> _Decision:
        """Compare with the purchase that has claimed the receipt."""
        keyed = reported(self._connection, op_id)
        if keyed is None:
            return _Decision(SaleFate.THERE)
        if isinstance(keyed, ScanReceipt):
            return self._compare_scan(sale, keyed, member_id)
        if member_id is not None and not self._same(member_id, keyed.member_id):
            return _out("member: the receipt is counted for somebody else.")
        purchase = purchase_of(self._world, keyed.member_id, sale.key, keyed.purchase_id)
        if purchase is None:
            return _Decision(SaleFate.THERE)
        context = self._context(sale)
        journal = JournalSale(sale.key, purchase.purchase_id, keyed.member_id, sale.lines)
        outcome = confirm_or_correct(journal, purchase, context, self._world)
        details = SaleDetails(sale.lines, replaced=keyed.lines, purchase_id=purchase.purchase_id)
        if isinstance(outcome, Confirmed):
            entry = entry_of(sale, self._batch_id, SaleFate.CONFIRMED, details, member_id=keyed.member_id)
            return _Decision(SaleFate.CONFIRMED, entry)
        if isinstance(outcome, Held) and any(purchase.returned_yen):
            return _out("amount: differs from what was keyed in, and part of that has come back: correct it by hand.")
        return self._posted(sale, SaleFate.CORRECTED, outcome, context, details, purchase.op_id)

    def _compare_scan(self, sale: SaleRead, shown: ScanReceipt, member_id: str | None) -> _Decision:
        """Confirm a receipt that was shown at a kiosk, or give it to whom the till sold: a card there is hers for sure.

        What is shown at a kiosk anybody may have picked up.
        """
        scanned = scanned_receipt(self._world, shown)
        if scanned is None:
            return _out("The receipt was shown at a kiosk too long ago: correct the points by hand.")
        context = self._context(sale)
        if member_id is None or self._same(member_id, shown.member_id):
            journal = JournalSale(sale.key, sale.purchase_id, shown.member_id, sale.lines)
            outcome = confirm_scan(journal, scanned, context, self._world)
            return self._posted(sale, SaleFate.RECORDED, outcome, context, SaleDetails(sale.lines))
        other = sales_context(self._batch_id, sale.key, self._now, sale.store_id, _REFUSAL)
        refused = refuse_scan(shown.member_id, scanned, other, self._world)
        if isinstance(refused, Held):
            return _out(f"The rules do not allow it: {refused.reason}.")
        decision = self._record(sale, member_id)
        if not decision.postings:
            return decision
        return replace(decision, postings=(_Posting(refused, other, None), *decision.postings))

    def _returned(self, sale: SaleRead) -> _Decision:
        if sale.of_key is None:
            return _out("of_receipt: what it comes back of is not named.")
        sold = self.book.entry(sale.of_key)
        op_id = self._world.claimed(sale.of_key)
        keyed = reported(self._connection, op_id) if op_id is not None else None
        if isinstance(keyed, ScanReceipt) and (sold is None or sold.member_id is None):
            return _out("of_receipt: it was shown at a kiosk, and no journal has told of it yet: import that first.")
        member_id = sold.member_id if sold is not None else None
        member_id = member_id or (keyed.member_id if keyed is not None else None)
        if member_id is None:
            if sold is None:
                return _out("of_receipt: no such receipt is known.")
            entry = entry_of(sale, self._batch_id, SaleFate.NOBODY, SaleDetails(sale.lines))
            return _Decision(SaleFate.NOBODY, entry)
        keyed_id = keyed.purchase_id if isinstance(keyed, RecordPurchase) else ""
        purchase = purchase_of(self._world, member_id, sale.of_key, keyed_id)
        if purchase is None:
            return _out("of_receipt: the purchase is too long ago: correct the points by hand.")
        already = _sum_yen(len(purchase.line_yen), self.book.returns_of(sale.of_key))
        back = allocate(purchase, already, sale.lines)
        if back is None:
            return _out("amount: more comes back than was bought.")
        journal_yen = tuple(a + b for a, b in zip(already, back, strict=True))
        context = self._context(sale)
        outcome = return_sale(member_id, purchase, journal_yen, context, self._world)
        more = tuple(max(told - known, 0) for told, known in zip(journal_yen, purchase.returned_yen, strict=True))
        details = SaleDetails(sale.lines, journal_yen=back, posted_yen=more, purchase_id=purchase.purchase_id)
        if isinstance(outcome, Confirmed):
            entry = entry_of(sale, self._batch_id, SaleFate.CONFIRMED, details, member_id=member_id)
            return _Decision(SaleFate.CONFIRMED, entry)
        return self._posted(sale, SaleFate.RECORDED, outcome, context, details, purchase.op_id)

    def _same(self, one: str, other: str) -> bool:
        """Tell whether two identifiers are one person's, after merges."""
        return resolve(self._world, one) == resolve(self._world, other)

    def _posted(
        self,
        sale: SaleRead,
        fate: SaleFate,
        outcome: Outcome,
        context: Context,
        details: SaleDetails,
        reverses_op: str | None = None,
    ) -> _Decision:
        if not isinstance(outcome, Applied) or outcome.member is None:
            reason = outcome.reason if isinstance(outcome, Held) else "duplicate"
            return _out(f"The rules do not allow it: {reason}.")
        outcome = follow(outcome, (), context, self._world)
        member_id = outcome.member.member_id if outcome.member is not None else ""
        entry = entry_of(sale, self._batch_id, fate, details, op_id=context.op_id, member_id=member_id)
        return _Decision(fate, entry, (_Posting(outcome, context, reverses_op),))

    def _context(self, sale: SaleRead) -> Context:
        return sales_context(self._batch_id, sale.key, sale.at, sale.store_id)

    def _write(self, posting: _Posting) -> int:
        if not self._dry:
            write_outcome(self._state, posting.outcome, posting.context, posting.reverses_op)
        self._world.keep(posting.outcome, posting.context.op_id)
        return sum(p.points for p in posting.outcome.postings if p.year is None)


def sales_context(batch_id: str, key: str, at: datetime, store_id: str, act: str = SOURCE) -> Context:
    """Return the context of what a batch posts for a key: the same id however often it is tried."""
    made = hashlib.sha256(f"{act} {batch_id} {key}".encode()).hexdigest()[:_HASH_LENGTH]
    return Context(f"{SOURCE}:{made}", at, store_id, CENTRE)


def write_outcome(state: CentralState, outcome: Applied, context: Context, reverses_op: str | None) -> None:
    """Write what a journal's act changes: member, ledger, claims; the feeds hear of it through the state's notes."""
    programme = state.directory.latest_programme()
    if outcome.member is None or programme is None:
        return
    state.save_member(outcome.member, state.member(outcome.member.member_id), programme)
    state.post(outcome.postings, outcome.member, context, Cause(SOURCE, reverses_op=reverses_op), programme)
    state.release(outcome.released)
    state.claim(outcome.claims, context.op_id)


def purchase_of(world: World, member_id: str, key: str, purchase_id: str) -> PurchaseRecord | None:
    """Return the purchase of a receipt, as whoever the member was merged into has it."""
    member = resolve(world, member_id)
    known = {purchase_id, purchase_id_of(key)}
    purchases = member.purchases if member is not None else ()
    return next((p for p in purchases if p.receipt_key == key or p.purchase_id in known), None)


def scanned_receipt(world: World, shown: ScanReceipt) -> ScannedReceipt | None:
    """Return the receipt as the member, or whoever she was merged into, has it; None once it is forgotten."""
    member = resolve(world, shown.member_id)
    receipts = member.receipts if member is not None else ()
    return next((each for each in receipts if each.key == shown.receipt.key), None)


def reported(connection: Connection, op_id: str) -> RecordPurchase | ScanReceipt | None:
    """Return what a device reported of a receipt under that id; None for anything else."""
    row = connection.execute(_KEYED, {"own_op": op_id}).one_or_none()
    if row is not None:
        operation = read_operation(row.kind, row.schema_version, row.payload)
        return operation if isinstance(operation, RecordPurchase | ScanReceipt) else None
    return None


def _sum_yen(lines: int, returns: tuple[SaleEntry, ...]) -> tuple[int, ...]:
    """Add up, per line of a purchase, what journals said came back."""
    told = [entry.details.journal_yen for entry in returns if len(entry.details.journal_yen) == lines]
    return tuple(sum(yen) for yen in zip((0,) * lines, *told, strict=True))


def _out(sentence: str) -> _Decision:
    return _Decision(SaleFate.LEFT_OUT, sentence=sentence)
