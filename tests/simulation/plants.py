"""Faults to be caught: each changes the program for the length of a block, the way somebody once got it wrong."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, select, update

from shared.application import turn_drum
from shared.central import acts as central_acts
from shared.central import (
    applier,
    batch,
    drum_cutting,
    feeding,
    inbox,
    look_ups,
    member_pins,
    schema,
    scopes,
    state,
    testimonies,
)
from shared.central.applier import Applier
from shared.central.business_time import BusinessTime, ClockReading
from shared.central.database import writing
from shared.central.feeding import FeedNote
from shared.central.housekeeping import keep_house
from shared.central.inbox import Queue, mark_applied
from shared.central.state import CentralState
from shared.domain import points
from shared.domain.campaigns import Campaign
from shared.domain.drums import Drum, DrumState
from shared.domain.member import Member
from shared.domain.operations import ShowSpot
from shared.domain.points import Account, Lot, Posted, Posting
from shared.domain.progress import Progress, Step
from shared.domain.redemptions import Redemption, RedemptionState
from shared.domain.rules import (
    Applied,
    Context,
    Held,
    Outcome,
    World,
    campaigns,
    entries,
    hand_overs,
    hunts,
    merging,
    redemptions,
    returns,
    turns,
)
from shared.domain.vouchers import HandOver, Voucher, VoucherState
from shared.storage import device_storage, shelf
from shared.storage.claims import Claims
from shared.storage.device_schema import outbox as outbox_table
from shared.storage.device_storage import DeviceStorage, Position
from shared.storage.faults import CentreAway
from shared.storage.outbox import Outbox
from shared.storage.replay import Replay
from shared.storage.transaction import DeviceTransaction
from shared.sync import loop as sync_loop
from shared.sync import sql_central
from shared.sync.loop import SyncLoop
from shared.sync.port import Central, Cursor, Head, Page, Sent
from shared.sync.sql_central import SqlCentral
from shared.wire.envelope import Envelope, put_in_place
from shared.wire.feed import FeedRow, OperationResult, Verdict
from shared.wire.json import decode, encode
from tests.simulation import acts, run
from tests.simulation.chance import swapped
from tests.simulation.history import has_restore

Fault = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Plant:
    """A fault, what is wrong in one sentence, and within how many seeds it must be caught.

    `shown` is a seed that has shown it before and is tried first: histories change with the program, so that any other
    may come to show it too. `restored` says that it shows only where the centre is restored: only histories around a
    restore are tried.
    """

    sow: Fault
    wrong: str
    seeds: int
    shown: int = 0
    restored: bool = False

    def worth_trying(self, first_seed: int) -> Iterator[int]:
        """Yield the seeds whose histories may show it."""
        for seed in sorted(range(first_seed, first_seed + self.seeds), key=lambda seed: seed != self.shown):
            if has_restore(seed) or not self.restored:
                yield seed


def _swap(*changes: tuple[object, str, object]) -> AbstractContextManager[None]:
    @contextmanager
    def changed() -> Iterator[None]:
        with ExitStack() as stack:
            for target, name, value in changes:
                stack.enter_context(swapped(target, name, value))
            yield

    return changed()


def _one_in(count: int, name: str) -> bool:
    return sum(name.encode()) % count == 0


def _newest_rows_first() -> AbstractContextManager[None]:
    """Remember the greatest position seen, as readers of `max(id)` do."""

    def page(connection: Connection, cursor: Cursor, limit: int) -> Page:
        rows = sql_central._rows_from(connection, cursor.scope, cursor.position + 1, 10_000)
        return Page(tuple(sql_central._feed_row(row) for row in rows[-limit:]), more=False)

    def take_in(storage: DeviceStorage, scope: str, rows: tuple[FeedRow, ...]) -> None:
        if rows:
            before = Position(rows[0].position - 1, "")
            with swapped(device_storage, "_position", lambda *_: before):
                really(storage, scope, rows)

    really = DeviceStorage.take_in
    return _swap((sql_central, "_page", page), (DeviceStorage, "take_in", take_in))


def _cursor_first() -> AbstractContextManager[None]:
    really = DeviceStorage.take_in

    def take_in(storage: DeviceStorage, scope: str, rows: tuple[FeedRow, ...]) -> None:
        if not rows:
            return
        before = storage.position(scope)
        with storage._writing() as connection:
            last = {"scope": scope, "position": rows[-1].position, "token": rows[-1].token}
            connection.execute(device_storage._MOVE, last)
            connection.commit()
        with swapped(device_storage, "_position", lambda *_: before):
            really(storage, scope, rows)

    return _swap((DeviceStorage, "take_in", take_in))


def _stock_returns_by_time() -> AbstractContextManager[None]:

    def keep(engine: Any, now: Any) -> object:  # noqa: ANN401  the world's
        with writing(engine) as connection:
            for row in connection.execute(select(schema.drum).where(schema.drum.c.state == DrumState.LENT)).all():
                cut_at = connection.execute(
                    select(schema.audit.c.at).where(schema.audit.c.subject == row.drum_id)
                ).scalar_one()
                if (now - cut_at).total_seconds() > 12 * 3600:
                    _give_up(connection, row)
        return keep_house(engine, now)

    return _swap((run, "keep_house", keep), (acts, "keep_house", keep))


def _give_up(connection: Connection, row: Row[Any]) -> None:
    drum = decode(Drum, row.body)
    for ball in drum.left:
        own = (schema.stock.c.store_id == drum.store_id) & (schema.stock.c.prize == ball.prize)
        connection.execute(update(schema.stock).where(own).values(free=schema.stock.c.free + ball.count))
    empty = replace(drum, state=DrumState.CLOSED)
    values = {"state": DrumState.CLOSED, "body": encode(empty)}
    connection.execute(update(schema.drum).where(schema.drum.c.drum_id == drum.drum_id).values(values))


def _batch_split() -> AbstractContextManager[None]:
    """Commit what operations did before their results: a failure between the two applies them again."""

    @contextmanager
    def unguarded(engine: Engine) -> Iterator[Connection]:
        with engine.connect() as connection:
            connection.begin()
            yield connection
            connection.commit()

    def mark(connection: Connection, places: Mapping[Queue, Envelope]) -> None:
        connection.commit()
        connection.begin()
        mark_applied(connection, places)

    return _swap((applier, "writing", unguarded), (batch, "mark_applied", mark))


def _acknowledged_unstored() -> AbstractContextManager[None]:
    really = SqlCentral.push

    def push(line: SqlCentral, operations: tuple[Envelope, ...], sent: Sent) -> Head:
        if operations and _one_in(3, operations[-1].hash):
            last = operations[-1]
            return Head(last.epoch, last.seq, last.hash)
        return really(line, operations, sent)

    return _swap((SqlCentral, "push", push))


def _outbox_deleted() -> AbstractContextManager[None]:
    really = SyncLoop._push_all

    def push_all(loop: SyncLoop, central: Any) -> int:  # noqa: ANN401  Central
        try:
            return really(loop, central)
        except CentreAway:
            with loop._storage._writing() as connection:
                newest = loop._storage._outbox(connection).head(loop._storage.epoch)[0]
                connection.execute(delete(outbox_table).where(outbox_table.c.seq == newest))
                connection.commit()
            raise

    return _swap((SyncLoop, "_push_all", push_all))


def _retried_anew() -> AbstractContextManager[None]:
    """After a time-out, send the newest operation again under another id: the centre may have both."""
    really = SyncLoop._push_all

    def push_all(loop: SyncLoop, central: Any) -> int:  # noqa: ANN401  Central
        try:
            return really(loop, central)
        except CentreAway:
            storage = loop._storage
            newest = storage.head()[0]
            for envelope in storage.operations_after(newest - 1, 1) if newest else ():
                with storage._writing() as connection:
                    draft = replace(envelope.draft, op_id=f"{envelope.draft.op_id[:30]}ff")
                    Outbox(connection, draft.device_id).append(draft, storage.epoch, envelope.actor, envelope.approver)
                    connection.commit()
            raise

    return _swap((SyncLoop, "_push_all", push_all))


def _results_without_effects() -> AbstractContextManager[None]:

    def write(connection: Connection, own: CentralState, operation: Any, context: Any, *rest: Any) -> None:  # noqa: ANN401
        if not _one_in(4, context.op_id):
            central_acts.write(connection, own, operation, context, *rest)

    return _swap((applier, "write", write))


def _postings_lost() -> AbstractContextManager[None]:
    really = CentralState.post

    def first_line(own: CentralState, postings: tuple[Posting, ...], *rest: Any) -> None:  # noqa: ANN401
        really(own, postings[:1], *rest)

    return _swap((CentralState, "post", first_line))


def _pages_torn() -> AbstractContextManager[None]:
    def whole(rows: Sequence[Any], limit: int) -> Sequence[Any]:
        return rows[:limit]

    return _swap((sql_central, "_whole", whole))


def _successors_of_held_skipped() -> AbstractContextManager[None]:
    really = inbox.waiting_queues

    def waiting_queues(connection: Connection) -> tuple[Queue, ...]:
        held = select(schema.op_result.c.device_id).where(schema.op_result.c.verdict == "held")
        bad = set(connection.execute(held).scalars())
        return tuple(queue for queue in really(connection) if queue.device_id not in bad)

    return _swap((inbox, "waiting_queues", waiting_queues))


def _marked_later() -> AbstractContextManager[None]:
    """Move the applier's place in a transaction of its own: after a crash between the two, everything comes again."""
    really = Applier.apply_next

    def apply_next(own: Applier) -> int:
        marks: list[Mapping[Queue, Envelope]] = []
        with swapped(batch, "mark_applied", lambda _connection, places: marks.append(places)):
            count = really(own)
        for places in marks:
            with writing(own._engine) as connection:
                mark_applied(connection, places)
        return count

    return _swap((Applier, "apply_next", apply_next))


def _tickets_of_nobody() -> AbstractContextManager[None]:
    def usable(member: Member | None, campaign: str, device_id: str) -> tuple[Any, ...]:
        return tuple(t for t in member.tickets if t.campaign == campaign) if member else ()

    def usable_ticket(member: Member, ticket_id: str, context: Any) -> Any:  # noqa: ANN401
        found = really(member, ticket_id, context)
        return (member.ticket(ticket_id) or found) if isinstance(found, Held) else found

    really = turns._usable_ticket
    return _swap((turn_drum, "_usable", usable), (turns, "_usable_ticket", usable_ticket))


def _vouchers_twice() -> AbstractContextManager[None]:
    def give(voucher: Voucher, act: HandOver, today: object) -> Voucher:
        return replace(voucher, state=VoucherState.HANDED_OVER, hand_over=act)

    return _swap((hand_overs, "give_goods", give))


def _returns_rounded_down() -> AbstractContextManager[None]:
    def reversed_points(earned: int, returned_yen: int, total_yen: int) -> int:
        return earned * returned_yen // total_yen

    return _swap((returns, "reversed_points", reversed_points))


def _debt_ignored() -> AbstractContextManager[None]:
    def settle_debt(account: Account, lot: Lot) -> Posted:
        return Posted(account)

    return _swap((points, "_settle_debt", settle_debt))


def _dated_by_devices() -> AbstractContextManager[None]:
    def business_time(reading: ClockReading) -> BusinessTime:
        return BusinessTime(reading.wall_time, corrected=False)

    return _swap((applier, "business_time", business_time))


def _last_writer_wins() -> AbstractContextManager[None]:
    """Let every operation of a batch start from the member as she was when the batch began."""
    really = CentralState.member
    seen: dict[tuple[int, str], Member | None] = {}
    begin = Applier.apply_next

    def member(own: CentralState, member_id: str) -> Member | None:
        key = (id(own._connection), member_id)
        if key not in seen:
            seen[key] = really(own, member_id)
        return seen[key]

    def apply_next(own: Applier) -> int:
        seen.clear()
        return begin(own)

    return _swap((CentralState, "member", member), (Applier, "apply_next", apply_next))


def _seed_reused() -> AbstractContextManager[None]:
    class Constant:
        token_hex = staticmethod(secrets.token_hex)

        @staticmethod
        def token_bytes(count: int) -> bytes:
            return bytes(count)

    return _swap((drum_cutting, "secrets", Constant))


def _receipts_forgotten() -> AbstractContextManager[None]:
    return _swap((CentralState, "claim", lambda *_: None), (Claims, "change", lambda *_: None))


def _results_lost() -> AbstractContextManager[None]:
    really = applier._finish

    def finish(batch: Any, *rest: Any) -> None:  # noqa: ANN401
        really(batch, *rest)
        if _one_in(4, batch.results[-1]["op_id"]):
            batch.notes.pop()

    return _swap((applier, "_finish", finish))


def _projections_kept() -> AbstractContextManager[None]:
    return _swap((Replay, "recompute", lambda *_: None))


def _positions_skipped() -> AbstractContextManager[None]:
    really = feeding._lock_heads

    def lock_heads(connection: Connection, scopes: list[str]) -> dict[str, int]:
        return {scope: at + (at % 7 == 3) for scope, at in really(connection, scopes).items()}

    return _swap((feeding, "_lock_heads", lock_heads))


def _kiosks_told_everything() -> AbstractContextManager[None]:
    return _swap((scopes, "for_kiosk", lambda member: member))


def _done_before_durable() -> AbstractContextManager[None]:
    really = DeviceTransaction.commit

    def commit(transaction: DeviceTransaction) -> None:
        if transaction._outbox.waiting_count() % 3 != 2:
            really(transaction)

    return _swap((DeviceTransaction, "commit", commit))


def _drums_for_nothing() -> AbstractContextManager[None]:
    return _swap((drum_cutting, "put_into_drum", lambda *_: None))


def _clones_ignored() -> AbstractContextManager[None]:
    def agree(loop: SyncLoop, head: Head) -> int:
        return head.seq

    def fresh(line: SqlCentral, connection: Connection, operations: tuple[Envelope, ...]) -> tuple[Envelope, ...]:
        head = line._head(connection)
        kept, tail, seq = [], head.hash, head.seq
        for envelope in operations:
            if envelope.seq > seq:
                kept.append(
                    put_in_place(envelope.draft, envelope.epoch, seq + 1, tail, envelope.actor, envelope.approver)
                )
                tail, seq = kept[-1].hash, kept[-1].seq
        return tuple(kept)

    return _swap((SyncLoop, "_agree", agree), (SqlCentral, "_fresh", fresh))


def _forks_kept_secret() -> AbstractContextManager[None]:
    return _swap((SqlCentral, "tell_fork", lambda *_: None))


def _outbox_before_projection() -> AbstractContextManager[None]:
    really = Outbox.append

    def append(own: Outbox, *rest: Any) -> Envelope:  # noqa: ANN401
        envelope = really(own, *rest)
        own._connection.commit()
        own._connection.begin()
        return envelope

    return _swap((Outbox, "append", append))


def _results_closed_unheard() -> AbstractContextManager[None]:
    """Take an operation for applied as soon as it is stored."""
    really = SyncLoop._push_all

    def push_all(loop: SyncLoop, central: Any) -> int:  # noqa: ANN401  Central
        pushed = really(loop, central)
        storage = loop._storage
        with storage._writing() as connection:
            own = storage._outbox(connection)
            for envelope in storage.operations_after(0, 1000) if pushed else ():
                own.close(OperationResult(envelope.draft.op_id, Verdict.APPLIED))
            connection.commit()
        return pushed

    return _swap((SyncLoop, "_push_all", push_all))


def _kiosks_not_told() -> AbstractContextManager[None]:
    really = scopes.member_notes

    def notes(member: Member, body: bytes, version: int, *rest: Any) -> Iterator[FeedNote]:  # noqa: ANN401
        told = really(member, body, version, *rest)
        return (note for note in told if version % 4 or not note.scope.endswith("kiosk"))

    return _swap((scopes, "member_notes", notes))


def _not_read_again() -> AbstractContextManager[None]:
    """After a restore, go on reading where the feed ends now."""

    def load_anew(storage: DeviceStorage, central: Central, scope: str) -> Iterator[int]:
        place = Position(0, "")
        while isinstance(page := central.pull(Cursor(scope, place.position, place.token), 1000), Page) and page.rows:
            place = Position(page.rows[-1].position, page.rows[-1].token)
            yield len(page.rows)
        with storage._writing() as connection:
            last = {"scope": scope, "position": place.position, "token": place.token}
            connection.execute(device_storage._MOVE, last)
            connection.commit()

    return _swap((sync_loop, "load_anew", load_anew))


def _drums_not_given_back() -> AbstractContextManager[None]:
    return _swap((testimonies, "_take_drum", lambda *_: False))


def _resend_forgotten() -> AbstractContextManager[None]:
    """Remember how far one is stored, and never send that again."""
    really = SyncLoop._agree
    stored: dict[tuple[str, int], int] = {}

    def agree(loop: SyncLoop, head: Head) -> int:
        place = loop._storage._own.device_id, head.epoch
        stored[place] = max(really(loop, head), stored.get(place, 0))
        return stored[place]

    return _swap((SyncLoop, "_agree", agree))


def _lent_too_early() -> AbstractContextManager[None]:
    return _swap((drum_cutting, "lending_pause", lambda _: None), (state, "lending_pause", lambda _: None))


def _answered_too_early() -> AbstractContextManager[None]:
    return _swap((applier, "_waits_for_others", lambda *_: False))


def _answers_forgotten() -> AbstractContextManager[None]:
    return _swap((testimonies, "keep_answers", lambda *_: None))


def _gave_up_and_paid() -> AbstractContextManager[None]:
    return _swap((redemptions, "_given_back", lambda *_: Applied()))


def _lapsed_though_collected() -> AbstractContextManager[None]:
    def has_lapsed(redemption: Redemption, at: datetime) -> bool:
        given_back = redemption.state is RedemptionState.GIVEN_BACK
        return not given_back and redemption.lapses_at is not None and redemption.lapses_at <= at

    return _swap((entries, "has_lapsed", has_lapsed))


def _guesses_uncounted() -> AbstractContextManager[None]:
    return _swap((member_pins, "counted", lambda attempts, _: attempts))


def _vouchers_kept() -> AbstractContextManager[None]:
    return _swap((shelf, "is_asked_back", lambda *_: False))


def _merged_found_herself() -> AbstractContextManager[None]:
    return _swap((entries, "resolve", lambda members, member_id: members.member(member_id)))


def _moved_and_kept() -> AbstractContextManager[None]:
    return _swap((merging, "move_out", lambda account, *_: Posted(account)))


def _found_untold() -> AbstractContextManager[None]:
    return _swap((look_ups, "_attach", lambda *_: None))


def _finished_again() -> AbstractContextManager[None]:
    return _swap((Campaign, "may_finish", lambda *_: True))


def _steps_kept() -> AbstractContextManager[None]:
    return _swap((campaigns, "_counted_again", lambda member, *_: member))


def _spots_by_arrival() -> AbstractContextManager[None]:
    """Let the centre judge order and tries by what it has heard so far, as kiosks do by what they know."""
    show = hunts.show

    def judged(operation: ShowSpot, context: Context, world: World) -> Outcome:
        hunt = world.programme.hunt(operation.campaign)
        member = world.member(operation.member_id)
        if hunt is None or member is None:
            return show(operation, context, world)
        progress = member.progress_in(hunt.key) or Progress(hunt.key)
        return hunts._not_now(operation, hunt, progress) or show(operation, context, world)

    return _swap((hunts, "show", judged))


def _symbols_forgotten() -> AbstractContextManager[None]:
    return _swap((hunts, "missed_step", lambda op_id, on: Step(op_id, f"spot:{op_id}", on)))


def _steps_left_behind() -> AbstractContextManager[None]:
    return _swap((merging, "joined", lambda kept, _gone: kept))


PLANTS: Mapping[str, Plant] = {
    "max-id-cursor": Plant(_newest_rows_first, "Readers remember the greatest position they saw.", 20, shown=3),
    "cursor-before-data": Plant(_cursor_first, "The cursor is durable before the rows it stands for.", 60, shown=0),
    "stock-returns-by-time": Plant(_stock_returns_by_time, "A drum that is not heard of goes back to free stock.", 20),
    "batch-split": Plant(_batch_split, "Effects commit before the applier's place and the feed.", 60, shown=8),
    "marked-later": Plant(_marked_later, "The applier's place moves in a transaction of its own.", 60, shown=8),
    "acknowledged-unstored": Plant(_acknowledged_unstored, "The centre acknowledges before it has committed.", 20),
    "outbox-deleted": Plant(_outbox_deleted, "A time-out deletes what was being sent.", 20),
    "retried-anew": Plant(_retried_anew, "A retry goes under another operation id.", 20),
    "results-without-effects": Plant(_results_without_effects, "An operation is said to be applied and is not.", 20),
    "postings-lost": Plant(_postings_lost, "Only the first line of an operation reaches the ledger.", 20),
    "pages-torn": Plant(_pages_torn, "Pages end within a central transaction.", 20, shown=6),
    "held-stops-the-queue": Plant(
        _successors_of_held_skipped, "What follows a held operation waits for ever.", 60, shown=28
    ),
    "ticket-at-two-kiosks": Plant(_tickets_of_nobody, "Any kiosk of the store uses any ticket.", 40),
    "voucher-twice": Plant(_vouchers_twice, "A voucher that was handed over is handed over again.", 40, shown=35),
    "returns-rounded-down": Plant(_returns_rounded_down, "A partial return rounds for the member.", 60, shown=32),
    "debt-ignored": Plant(_debt_ignored, "A grant does not settle the debt.", 40, shown=3),
    "dated-by-devices": Plant(_dated_by_devices, "The device's wall clock dates what it did.", 40, shown=2),
    "last-writer-wins": Plant(_last_writer_wins, "Each operation of a batch starts from the same member.", 20, shown=1),
    "seed-reused": Plant(_seed_reused, "Two drums have the same seed.", 20, shown=3),
    "receipts-forgotten": Plant(_receipts_forgotten, "The same receipt counts again.", 60, shown=3),
    "results-lost": Plant(_results_lost, "Some results never reach the device.", 20),
    "projections-kept": Plant(_projections_kept, "What a device showed stays although the centre has spoken.", 20),
    "positions-skipped": Plant(_positions_skipped, "A feed has gaps.", 20),
    "kiosks-told-everything": Plant(_kiosks_told_everything, "Kiosks get what only staff may know.", 20),
    "done-before-durable": Plant(_done_before_durable, "The screen says done before the commit.", 20),
    "drums-for-nothing": Plant(_drums_for_nothing, "Balls go into drums and stay in free stock.", 20),
    "clones-ignored": Plant(_clones_ignored, "Two boxes write under one device's numbers.", 80, shown=4),
    "forks-kept-secret": Plant(_forks_kept_secret, "A device that finds a fork halts and tells nobody.", 60, shown=4),
    "outbox-before-projection": Plant(
        _outbox_before_projection, "The outbox row commits before what follows.", 100, shown=9
    ),
    "closed-unheard": Plant(_results_closed_unheard, "Stored is taken for applied.", 40),
    "not-read-again": Plant(
        _not_read_again, "After a restore a device keeps what it had read.", 80, shown=3, restored=True
    ),
    "drums-not-given-back": Plant(
        _drums_not_given_back, "A restored centre ignores the drums it is shown.", 80, shown=15, restored=True
    ),
    "resend-forgotten": Plant(
        _resend_forgotten, "A device never goes behind what it has heard as stored.", 40, shown=3, restored=True
    ),
    "lent-too-early": Plant(
        _lent_too_early, "A restored centre lends before it has heard everybody.", 200, shown=15, restored=True
    ),
    "answered-too-early": Plant(
        _answered_too_early, "What was sent again too early is held for good.", 120, shown=23, restored=True
    ),
    "answers-forgotten": Plant(
        _answers_forgotten, "What had been refused before a restore is done after it.", 200, shown=51, restored=True
    ),
    "gave-up-and-paid": Plant(
        _gave_up_and_paid, "What nobody waits for any more is paid for all the same.", 60, shown=3
    ),
    "lapsed-though-collected": Plant(
        _lapsed_though_collected, "A reward that was collected gives its points back.", 80, shown=62
    ),
    "guesses-uncounted": Plant(_guesses_uncounted, "A wrong PIN is not counted.", 60, shown=10),
    "vouchers-kept": Plant(_vouchers_kept, "A tablet keeps what is wanted elsewhere.", 60, shown=16),
    "merged-found-herself": Plant(_merged_found_herself, "What comes late for a merged member is hers.", 60, shown=10),
    "moved-and-kept": Plant(_moved_and_kept, "A merge gives points and does not take them.", 60, shown=1),
    "found-untold": Plant(_found_untold, "Who is found is not told to the store that asks.", 60),
    "finished-again": Plant(_finished_again, "A challenge is finished by each step after the last.", 20),
    "steps-kept": Plant(_steps_kept, "What comes back goes on counting for a challenge.", 60),
    "spots-by-arrival": Plant(_spots_by_arrival, "The centre judges spots by what has arrived so far.", 60),
    "symbols-forgotten": Plant(_symbols_forgotten, "A wrong symbol is noted as something else.", 20),
    "steps-left-behind": Plant(_steps_left_behind, "A merge forgets one's steps.", 60),
    "kiosks-not-told": Plant(_kiosks_not_told, "Some changes of a member never reach the kiosks.", 20),
}


def planted(name: str | None) -> AbstractContextManager[None]:
    """Sow a fault, or none."""
    return PLANTS[name].sow() if name is not None else nullcontext()
