"""Central state inside one transaction: the world that rules look at, and the changes that follow from them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, insert, select, update

from shared.central import schema, scopes
from shared.central.aliases import follow_merging
from shared.central.book import Cause, ledger_rows
from shared.central.changes import Changes, Holding, Row
from shared.central.directory import ChainDirectory
from shared.central.feeding import FeedNote
from shared.central.lending import lending_pause
from shared.central.shelves import CARDS, CLAIMS, DRUMS, HELD, MEMBERS, NUMBERS, VOUCHERS, AggregateShelf, write_beside
from shared.domain.calendar import programme_day
from shared.domain.devices import Device
from shared.domain.drums import Drum
from shared.domain.hunts import SpotContent
from shared.domain.member import Member, Ticket
from shared.domain.points import Posting
from shared.domain.programme import Programme
from shared.domain.redemptions import RedemptionState
from shared.domain.rules import Context, HeldReason
from shared.domain.rules.entries import claims_kiosk
from shared.domain.rules.releases import lend_what_is_asked_for
from shared.domain.rules.voucher_moves import lend_voucher
from shared.domain.vouchers import Voucher, VoucherContent
from shared.wire.feed import HeldRow, Verdict
from shared.wire.json import decode, encode
from shared.wire.spot_code import read_spot
from shared.wire.voucher_code import read_voucher

ID_COLUMN, PHONE_COLUMN = 64, 24
WAITING_FOR = frozenset(
    {HeldReason.MEMBER_UNKNOWN, HeldReason.CARD_UNKNOWN, HeldReason.PROGRAMME_UNKNOWN, HeldReason.KIND_UNKNOWN}
)
"""Reasons that may pass by themselves: `detail` names what has not arrived."""

WAITING = RedemptionState.WAITING
_VERDICT = select(schema.op_result.c.verdict).where(schema.op_result.c.op_id == bindparam("op"))
NOBODY = ""
"""The holder of what nobody may use any more."""

T = TypeVar("T")


def drum_with_seed(body: bytes, seed: str) -> Drum:
    """Return a drum of the central table whole."""
    return replace(decode(Drum, body), seed=seed)


class CentralState:
    """Aggregates of the centre as one transaction sees and changes them.

    What is saved goes to the tables at once or, for one that is `collecting`, all together when `write` is called:
    whoever asks the tables without going through here calls it first. `notes` is what the feeds must hear.
    """

    def __init__(
        self, connection: Connection, directory: ChainDirectory, now: datetime, *, collecting: bool = False
    ) -> None:
        self._connection = connection
        self.now = now
        self._collecting = collecting
        self._own, self._kept = Changes(), Changes()
        self._notes: list[FeedNote] = []
        self._contents: dict[str, VoucherContent | None] = {}
        self._duplicates: set[str] = set()
        self.directory = directory
        self.forget()

    @property
    def notes(self) -> list[FeedNote]:
        """What the feeds must hear of everything that was saved; writes what is still collected."""
        self.write()
        return self._notes

    def load_members(self, member_ids: Iterable[str]) -> None:
        """Read members that will be asked for, all at once."""
        missing = _missing(member_ids, self._members)
        self._members |= missing
        for row in MEMBERS.read(self._connection, missing):
            self._members[row.key] = decode(Member, row.body)
            self._versions[MEMBERS][row.key] = row.version

    def load_drums(self, drum_ids: Iterable[str]) -> None:
        """Read drums that will be asked for, with their seeds, all at once."""
        missing = _missing(drum_ids, self._drums)
        self._drums |= missing
        for row in DRUMS.read(self._connection, missing):
            self._drums[row.key] = drum_with_seed(row.body, row.seed)
            self._versions[DRUMS][row.key] = row.version

    def load_vouchers(self, voucher_ids: Iterable[str]) -> None:
        """Read vouchers that will be asked for, all at once."""
        missing = _missing(voucher_ids, self._vouchers)
        self._vouchers |= missing
        for row in VOUCHERS.read(self._connection, missing):
            self._vouchers[row.key] = decode(Voucher, row.body)
            self._versions[VOUCHERS][row.key] = row.version

    def load_claims(self, keys: Iterable[str]) -> None:
        """Read business keys that will be asked for, all at once."""
        self._claims |= CLAIMS.read(self._connection, _missing(keys, self._claims))

    def load_numbers(self, numbers: Iterable[str]) -> None:
        """Read who has these member numbers, all at once."""
        self._numbers |= NUMBERS.read(self._connection, _missing(numbers, self._numbers))

    def load_cards(self, code_hashes: Iterable[str]) -> None:
        """Read whose cards have these keyed hashes, all at once."""
        self._cards |= CARDS.read(self._connection, _missing(code_hashes, self._cards))

    def member(self, member_id: str) -> Member | None:
        """Return the member as she stands."""
        self.load_members((member_id,))
        return self._members[member_id]

    def drum(self, drum_id: str) -> Drum | None:
        """Return the drum with its seed."""
        self.load_drums((drum_id,))
        return self._drums[drum_id]

    def voucher(self, voucher_id: str) -> Voucher | None:
        """Return the voucher, if its turn or its hand-over is known."""
        self.load_vouchers((voucher_id,))
        return self._vouchers[voucher_id]

    def read_voucher(self, code: str) -> VoucherContent | None:
        """Return the content of a voucher code whose signature holds, else None."""
        if code not in self._contents:
            self._contents[code] = read_voucher(code, self.directory.device_by_number)
        return self._contents[code]

    def read_spot(self, code: str) -> SpotContent | None:
        """Return the content of a hunt poster's code whose signature holds, else None."""
        return read_spot(code, self.directory.device_by_number)

    def claimed(self, key: str) -> str | None:
        """Return the operation that has claimed a business key, or None."""
        self.load_claims((key,))
        return self._claims[key]

    def member_with_number(self, number: str) -> str | None:
        """Return the member who has this member number, or None."""
        self.load_numbers((number,))
        return self._numbers[number]

    def member_with_card(self, code_hash: str) -> str | None:
        """Return the member whose card, current or former, has this keyed hash, or None."""
        self.load_cards((code_hash,))
        return self._cards[code_hash]

    def forget_again(self, op_id: str) -> None:
        """Note that something that may name an erased member has arrived after her erasure."""
        own = schema.erasure.c.op_id == op_id
        self._connection.execute(update(schema.erasure).where(own).values(forgotten_at=None))

    def note_duplicate(self, op_id: str) -> None:
        """Note that an operation changed nothing, because it had been done before."""
        self._duplicates.add(op_id)

    def came_to_nothing(self, op_id: str) -> bool:
        """Tell whether an operation changed nothing, because it had been done before."""
        if op_id in self._duplicates:
            return True
        return self._connection.execute(_VERDICT, {"op": op_id}).scalar_one_or_none() == Verdict.DUPLICATE

    def turn_recorded(self, op_id: str) -> bool:
        """Tell whether this operation has taken its ball out, whatever became of the award."""
        self.write()
        query = select(schema.turn.c.op_id).where(schema.turn.c.op_id == op_id)
        return self._connection.execute(query).first() is not None

    def save_member(self, member: Member, before: Member | None, programme: Programme) -> None:
        """Store the member with everything that is kept beside her, and tell the feeds.

        Here the centre lends what it holds and somebody has asked for; nobody else decides that.
        """
        asked = any(ticket.asked_by for ticket in member.tickets)
        if asked and lending_pause(self._connection) is None:
            member = lend_what_is_asked_for(member, self._may_hold)
        member = self._with_a_kiosk(member, programme)
        if member.erased_by and not (before and before.erased_by):
            row = {"member_id": member.member_id, "op_id": member.erased_by, "erased_at": self.now}
            self._connection.execute(insert(schema.erasure).values(row))
        today = programme_day(self.now, programme.time_zone)
        held_before = self._holding_stores(before) if before else frozenset()
        holding = self._holding_stores(member)
        # Whoever gave something back hears so.
        self._own.save_member(member, today, holding | held_before)
        # A tombstone is heard of wherever something of hers was held.
        now = scopes.attachments(member, holding if member.findable else holding | held_before)
        self._own.attach(member.member_id, scopes.attachments(before, held_before) if before else {}, now, today)
        self._note_cards(member, before)
        self._note_tickets(member, before)
        self._saved()

    def save_drum(self, drum: Drum) -> None:
        """Store a drum that comes with its seed, and tell the feeds."""
        self._own.drums[drum.drum_id] = drum
        self._own.holdings["drum", drum.drum_id] = Holding(drum.holder, drum.state)
        self._saved()

    def save_voucher(self, voucher: Voucher) -> None:
        """Store a voucher for the counter of the store whose kiosk issued it, and tell the feed.

        Here the centre lends what it holds and a device of the store has asked for.
        """
        if voucher.asked_by and lending_pause(self._connection) is None:
            voucher = lend_voucher(voucher, self._may_hold)
        self._own.vouchers[voucher.voucher_id] = voucher
        devices = self.directory.devices(self._issuing_store(voucher))
        counter = next((d for d in devices if d.holds_vouchers), None)
        holder = voucher.holder or (counter.device_id if counter else NOBODY)
        self._own.holdings["voucher", voucher.voucher_id] = Holding(holder, voucher.state)
        self._saved()

    def save_held(self, held: HeldRow, store_id: str) -> None:
        """Put a held operation before the managers of a store."""
        self._own.held[held.op_id] = held, store_id
        self._saved()

    def post(
        self, postings: tuple[Posting, ...], member: Member, context: Context, cause: Cause, programme: Programme
    ) -> None:
        """Add the postings of one operation to the book; the same operation can't be posted twice."""
        self._own.ledger += ledger_rows(postings, member, context, cause, programme, self.now)
        self._saved()

    def record_turn(self, turn: Row) -> None:
        """Add a turn to the record."""
        self._own.turns.append(turn)
        self._saved()

    def claim(self, keys: Iterable[str], op_id: str) -> None:
        """Take business keys; each belongs to one operation only."""
        self._own.claims |= dict.fromkeys(keys, op_id)
        self._saved()

    def release(self, keys: Iterable[str]) -> None:
        """Free business keys again."""
        self._own.released |= dict.fromkeys(keys)
        self._saved()

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Keep what is saved inside only if nothing is raised there.

        Reads see it once it is kept: an operation looks at the world first and changes it then.
        """
        try:
            yield
        except BaseException:
            self._own = Changes()
            raise
        self._keep()

    def forget(self) -> None:
        """Drop what is collected and all that was read, as after a savepoint that was rolled back."""
        self._own, self._kept = Changes(), Changes()
        self._members: dict[str, Member | None] = {}
        self._drums: dict[str, Drum | None] = {}
        self._vouchers: dict[str, Voucher | None] = {}
        self._claims: dict[str, str | None] = {}
        self._numbers: dict[str, str | None] = {}
        self._cards: dict[str, str | None] = {}
        self._versions: dict[AggregateShelf, dict[str, int]] = {shelf: {} for shelf in (MEMBERS, DRUMS, VOUCHERS, HELD)}

    def write(self) -> None:
        """Bring everything that was saved to the tables, each aggregate once and as it is now."""
        self._keep()
        changes, self._kept = self._kept, Changes()
        write_beside(self._connection, changes)
        notes = self._notes
        members = {key: _member_row(changed.member) for key, changed in changes.members.items()}
        versions = self._store(MEMBERS, members)
        for key, changed in changes.members.items():
            body, version = members[key]["body"], versions[key]
            notes += scopes.member_notes(changed.member, body, version, changed.today, changed.stores)
        versions = self._store(DRUMS, {key: _drum_row(drum) for key, drum in changes.drums.items()})
        for key, drum in changes.drums.items():
            notes += scopes.drum_notes(drum, versions[key], self.directory.device(drum.holder))
        stores = {key: self._issuing_store(voucher) for key, voucher in changes.vouchers.items()}
        vouchers = {key: _voucher_row(v, stores[key]) | self._prize(v.content) for key, v in changes.vouchers.items()}
        versions = self._store(VOUCHERS, vouchers)
        notes += [scopes.voucher_note(v, versions[key], stores[key]) for key, v in changes.vouchers.items()]
        versions = self._store(HELD, {key: _held_row(held, store) for key, (held, store) in changes.held.items()})
        notes += [scopes.held_note(held, versions[key], store) for key, (held, store) in changes.held.items()]

    def _saved(self) -> None:
        if not self._collecting:
            self.write()

    def _keep(self) -> None:
        own, self._own = self._own, Changes()
        for member_id, changed in own.members.items():
            self._members[member_id] = changed.member
            self._numbers[changed.member.number] = member_id
        self._drums |= own.drums
        self._vouchers |= own.vouchers
        self._cards |= dict.fromkeys(own.gone_cards)
        self._cards |= {code_hash: member_id for code_hash, (member_id, _) in own.new_cards.items()}
        self._claims |= dict.fromkeys(own.released) | own.claims
        self._kept.take(own)

    def _store(self, shelf: AggregateShelf, rows: Mapping[str, dict[str, Any]]) -> Mapping[str, int]:
        """Store aggregates under their next versions, and return these."""
        known = self._versions[shelf]
        known |= shelf.versions(self._connection, rows.keys() - known.keys())
        for key, row in rows.items():
            known[key] += 1
            row["version"] = known[key]
        shelf.store(self._connection, rows.values())
        return known

    def _issuing_store(self, voucher: Voucher) -> str:
        issuer = self.directory.device_by_number(voucher.content.device_number)
        return issuer.store_id if issuer else ""

    def _with_a_kiosk(self, member: Member, programme: Programme) -> Member:
        """Give her claims another kiosk once the one that held them was written off; only the centre may do so."""
        device = self.directory.device(member.kiosk)
        if device is not None and not device.written_off:
            return member
        world = CentralWorld(self, programme)
        return replace(member, kiosk=claims_kiosk(replace(member, kiosk=""), member.home_store, world))

    def _prize(self, content: VoucherContent) -> dict[str, object]:
        """Say in columns what a voucher is for."""
        programme = self.directory.latest_programme()
        wheel = next((w for w in programme.wheels if w.number == content.wheel_number), None) if programme else None
        prize = next((p.key for p in wheel.prizes if p.ball == content.ball), "") if wheel else ""
        return {"campaign": wheel.key if wheel else "", "prize": prize, "collect_until": content.collect_until}

    def _may_hold(self, device_id: str) -> bool:
        device = self.directory.device(device_id)
        return device is not None and device.may_hold

    def _holding_stores(self, member: Member) -> frozenset[str]:
        """Return where tickets of the member are held, also those that were taken away."""
        holders = {ticket.holder for ticket in (*member.tickets, *member.withdrawn)}
        devices = map(self.directory.device, holders)
        return frozenset(device.store_id for device in devices if device is not None)

    def _note_cards(self, member: Member, before: Member | None) -> None:
        known = {card.code_hash: card.state for card in before.cards} if before else {}
        if before and (before.merged, before.merged_into) != (member.merged, member.merged_into):
            follow_merging(self._connection, before, member)
        for code_hash in known.keys() - {card.code_hash for card in member.cards}:
            self._own.drop_card(code_hash)
        for card in member.cards:
            if card.code_hash not in known:
                self._own.add_card(card.code_hash, member.member_id, card.state)
            elif known[card.code_hash] is not card.state:
                self._own.changed_cards[card.code_hash] = card.state

    def _note_tickets(self, member: Member, before: Member | None) -> None:
        was = {ticket.ticket_id: ticket for ticket in before.tickets} if before else {}
        now = {ticket.ticket_id: ticket for ticket in member.tickets}
        for ticket_id, ticket in now.items():
            if ticket_id not in was or was[ticket_id].holder != ticket.holder:
                self._note_ticket(member, ticket, "open")
        gone = [ticket for ticket_id, ticket in was.items() if ticket_id not in now]
        if before and before.withdrawn != member.withdrawn:
            # A turn that was late to arrive may use a ticket that a return had taken away meanwhile.
            left = {ticket.ticket_id for ticket in member.withdrawn}
            gone += [ticket for ticket in before.withdrawn if ticket.ticket_id not in left | now.keys()]
        if not gone:
            return
        used = {award.ticket_id for award in member.awards}
        for ticket in gone:
            self._note_ticket(member, ticket, "used" if ticket.ticket_id in used else "withdrawn")

    def _note_ticket(self, member: Member, ticket: Ticket, state: str) -> None:
        held = Holding(ticket.holder, state, member.member_id, ticket.campaign)
        self._own.holdings["ticket", ticket.ticket_id] = held


class CentralWorld:
    """Central state as `rules.apply` looks at it, under the version of the programme that the operation names."""

    def __init__(self, state: CentralState, programme: Programme) -> None:
        self._state = state
        self._programme = programme

    @property
    def at_centre(self) -> bool:
        return True

    @property
    def programme(self) -> Programme:
        return self._programme

    def member(self, member_id: str) -> Member | None:
        return self._state.member(member_id)

    def drum(self, drum_id: str) -> Drum | None:
        return self._state.drum(drum_id)

    def voucher(self, voucher_id: str) -> Voucher | None:
        return self._state.voucher(voucher_id)

    def read_voucher(self, code: str) -> VoucherContent | None:
        return self._state.read_voucher(code)

    def read_spot(self, code: str) -> SpotContent | None:
        return self._state.read_spot(code)

    def claimed(self, key: str) -> str | None:
        return self._state.claimed(key)

    def devices(self, store_id: str) -> tuple[Device, ...]:
        return self._state.directory.devices(store_id)


def _missing(keys: Iterable[str], known: Mapping[str, T | None]) -> dict[str, T | None]:
    """Return the keys that are not known yet, each without a value."""
    return {key: None for key in keys if key not in known}


def _member_row(member: Member) -> dict[str, Any]:
    account = member.account
    due = [lot.matures_at or lot.expires_at for lot in account.lots if lot.left_points]
    due += [each.lapses_at for each in member.redemptions if each.lapses_at and each.state is WAITING]
    due += [each.lapses_at for each in member.receipts if each.waits]
    return {
        "member_id": member.member_id,
        "number": member.number,
        "phone_e164": member.profile.phone_e164[:PHONE_COLUMN] if member.profile and member.findable else "",
        "home_store": member.home_store,
        "balance_points": account.balance_points,
        "pending_points": account.pending_points,
        "due_at": min(due, default=None),
        "body": encode(member),
    }


def _drum_row(drum: Drum) -> dict[str, Any]:
    return {
        "drum_id": drum.drum_id,
        "campaign": drum.campaign,
        "store_id": drum.store_id,
        "holder": drum.holder,
        "number": drum.number,
        "commitment": drum.commitment,
        "seed": drum.seed,
        "state": drum.state,
        "balls_left": drum.balls_left,
        "body": encode(replace(drum, seed=None)),
    }


def _voucher_row(voucher: Voucher, store_id: str) -> dict[str, Any]:
    return {
        "voucher_id": voucher.voucher_id,
        "store_id": store_id,
        "member_id": voucher.member_id,
        "state": voucher.state,
        "body": encode(voucher),
    }


def _held_row(held: HeldRow, store_id: str) -> dict[str, Any]:
    waits = held.reason in WAITING_FOR and not held.released
    return {
        "op_id": held.op_id,
        "store_id": store_id,
        "released": held.released,
        "state": held.state,
        "kind": held.kind,
        "reason": held.reason,
        "device_id": held.device_id,
        "member_id": held.member_id[:ID_COLUMN] if held.member_id else None,
        "held_at": held.at,
        "waits_for": held.detail[:ID_COLUMN] if waits else None,
        "body": encode(held),
    }
