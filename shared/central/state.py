"""Central state inside one transaction: the world that rules look at, and the writes that follow from them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Insert,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from shared.central import schema, scopes
from shared.central.aliases import follow_merging
from shared.central.attachments import attach
from shared.central.directory import ChainDirectory
from shared.central.feeding import FeedNote
from shared.central.lending import lending_pause
from shared.central.scopes import attachments
from shared.domain.calendar import programme_day
from shared.domain.devices import Device
from shared.domain.drums import Drum
from shared.domain.member import Member
from shared.domain.programme import Programme
from shared.domain.redemptions import RedemptionState
from shared.domain.rules import HeldReason
from shared.domain.rules.entries import claims_kiosk
from shared.domain.rules.releases import lend_what_is_asked_for
from shared.domain.vouchers import Voucher, VoucherContent
from shared.wire.feed import HeldRow
from shared.wire.json import decode, encode
from shared.wire.voucher_code import read_voucher

ID_COLUMN, PHONE_COLUMN = 64, 24
WAITING_FOR = frozenset({HeldReason.MEMBER_UNKNOWN, HeldReason.PROGRAMME_UNKNOWN, HeldReason.KIND_UNKNOWN})
"""Reasons that may pass by themselves: `detail` names what has not arrived."""

WAITING = RedemptionState.WAITING
NOBODY = ""
"""The holder of what nobody may use any more."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The statements for one kind of aggregate, built once: building them anew costs more than running them."""

    read: Select[bytes]
    change: ReturningUpdate[int]
    add: Insert

    @classmethod
    def of(cls, table: Table, key: str) -> "_Shelf":
        """Build the statements for a table with `body` and `version`; all columns else are parameters."""
        columns = [column.name for column in table.c if column.name not in (key, "version")]
        values: dict[str, Any] = {name: bindparam(name) for name in columns} | {"version": table.c.version + 1}
        own = table.c[key] == bindparam("own_key")
        return cls(
            read=select(table.c.body).where(own),
            change=update(table).where(own).values(values).returning(table.c.version),
            add=insert(table).values({key: bindparam("own_key"), "version": 1} | {n: bindparam(n) for n in columns}),
        )


_MEMBERS = _Shelf.of(schema.member, "member_id")
_DRUMS = _Shelf.of(schema.drum, "drum_id")
_VOUCHERS = _Shelf.of(schema.voucher, "voucher_id")
_HELD = _Shelf.of(schema.held, "op_id")
_DRUM = select(schema.drum.c.body, schema.drum.c.seed).where(schema.drum.c.drum_id == bindparam("own_key"))
_CLAIM = select(schema.claim.c.op_id).where(schema.claim.c.key == bindparam("own_key"))
_THING = and_(schema.holding.c.kind == bindparam("of_kind"), schema.holding.c.id == bindparam("thing"))
_MOVE: Update = update(schema.holding).where(_THING).values(holder=bindparam("to"), state=bindparam("now"))
_NEW_HOLDING = insert(schema.holding).values(
    kind=bindparam("of_kind"),
    id=bindparam("thing"),
    holder=bindparam("to"),
    state=bindparam("now"),
    member_id=bindparam("owner"),
    campaign=bindparam("of_campaign"),
)


def drum_with_seed(body: bytes, seed: str) -> Drum:
    """Return a drum of the central table whole."""
    return replace(decode(Drum, body), seed=seed)


class CentralState:
    """Aggregates of the centre; `notes` collects what the feeds must hear about what was saved."""

    def __init__(self, connection: Connection, directory: ChainDirectory, now: datetime) -> None:
        self._connection = connection
        self.now = now
        self._members: dict[str, Member | None] = {}
        self.directory = directory
        self.notes: list[FeedNote] = []

    def member(self, member_id: str) -> Member | None:
        """Return the member as she stands."""
        if member_id not in self._members:
            body = self._body(_MEMBERS, member_id)
            self._members[member_id] = decode(Member, body) if body is not None else None
        return self._members[member_id]

    def drum(self, drum_id: str) -> Drum | None:
        """Return the drum with its seed."""
        row = self._connection.execute(_DRUM, {"own_key": drum_id}).one_or_none()
        return drum_with_seed(row.body, row.seed) if row is not None else None

    def voucher(self, voucher_id: str) -> Voucher | None:
        """Return the voucher, if its turn or its hand-over is known."""
        body = self._body(_VOUCHERS, voucher_id)
        return decode(Voucher, body) if body is not None else None

    def claimed(self, key: str) -> str | None:
        """Return the operation that has claimed a business key, or None."""
        return self._connection.execute(_CLAIM, {"own_key": key}).scalar_one_or_none()

    def member_with_number(self, number: str) -> str | None:
        """Return the member who has this member number, or None."""
        query = select(schema.member.c.member_id).where(schema.member.c.number == number)
        return self._connection.execute(query).scalar_one_or_none()

    def member_with_card(self, code_hash: str) -> str | None:
        """Return the member whose card, current or former, has this keyed hash, or None."""
        query = select(schema.member_alias.c.member_id).where(schema.member_alias.c.code_hash == code_hash)
        return self._connection.execute(query).scalar_one_or_none()

    def save_member(self, member: Member, before: Member | None, programme: Programme) -> int:
        """Store the member with everything that is kept beside her, and tell the feeds; return her new version.

        Here the centre lends what it holds and somebody has asked for; nobody else decides that.
        """
        asked = any(ticket.asked_by for ticket in member.tickets)
        if asked and lending_pause(self._connection) is None:
            member = lend_what_is_asked_for(member, self._may_hold)
        member = self._with_a_kiosk(member, programme)
        account = member.account
        due = [lot.matures_at or lot.expires_at for lot in account.lots if lot.left_points]
        due += [each.lapses_at for each in member.redemptions if each.lapses_at and each.state is WAITING]
        values = {
            "number": member.number,
            "phone_e164": member.profile.phone_e164[:PHONE_COLUMN] if member.profile and member.findable else "",
            "home_store": member.home_store,
            "balance_points": account.balance_points,
            "pending_points": account.pending_points,
            "due_at": min(due, default=None),
            "body": encode(member),
        }
        version = self._store(_MEMBERS, member.member_id, values)
        self._members[member.member_id] = member
        if member.erased_by and not (before and before.erased_by):
            row = {"member_id": member.member_id, "op_id": member.erased_by, "erased_at": self.now}
            self._connection.execute(insert(schema.erasure).values(row))
        self._save_cards(member, before)
        self._save_tickets(member, before)
        today = programme_day(self.now, programme.time_zone)
        holders = self._holding_stores(member)
        held_before = self._holding_stores(before) if before else frozenset()
        if not member.findable:
            # A tombstone is heard of wherever something of hers was held.
            holders |= held_before
        was = attachments(before, held_before) if before else {}
        attach(self._connection, member.member_id, was, attachments(member, holders), today)
        self.notes.extend(scopes.member_notes(member, version, today, holders))
        return version

    def _holding_stores(self, member: Member) -> frozenset[str]:
        devices = map(self.directory.device, _holders(member))
        return frozenset(device.store_id for device in devices if device is not None)

    def save_drum(self, drum: Drum) -> None:
        """Store a drum that comes with its seed, and tell the feeds."""
        values = {
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
        version = self._store(_DRUMS, drum.drum_id, values)
        self._hold("drum", drum.drum_id, drum.holder, drum.state)
        self.notes.extend(scopes.drum_notes(drum, version, self.directory.device(drum.holder)))

    def save_voucher(self, voucher: Voucher) -> None:
        """Store a voucher for the counter of the store whose kiosk issued it, and tell the feed."""
        issuer = self.directory.device_by_number(voucher.content.device_number)
        store_id = issuer.store_id if issuer else ""
        counter = next((d for d in self.directory.devices(store_id) if d.counter and d.may_hold), None)
        values = {
            "store_id": store_id,
            "member_id": voucher.member_id,
            "state": voucher.state,
            "body": encode(voucher),
            **self._prize(voucher.content),
        }
        version = self._store(_VOUCHERS, voucher.voucher_id, values)
        self._hold("voucher", voucher.voucher_id, counter.device_id if counter else NOBODY, voucher.state)
        self.notes.append(scopes.voucher_note(voucher, version, store_id))

    def save_held(self, held: HeldRow, store_id: str) -> None:
        """Put a held operation before the managers of a store."""
        waits = held.reason in WAITING_FOR and not held.released
        values = {
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
        version = self._store(_HELD, held.op_id, values)
        self.notes.append(scopes.held_note(held, version, store_id))

    def forget_again(self, op_id: str) -> None:
        """Note that something that may name an erased member has arrived after her erasure."""
        own = schema.erasure.c.op_id == op_id
        self._connection.execute(update(schema.erasure).where(own).values(forgotten_at=None))

    def turn_recorded(self, op_id: str) -> bool:
        """Tell whether this operation has taken its ball out, whatever became of the award."""
        query = select(schema.turn.c.op_id).where(schema.turn.c.op_id == op_id)
        return self._connection.execute(query).first() is not None

    def forget_read(self) -> None:
        """Read aggregates again: another state has written in this transaction."""
        self._members.clear()

    def claim(self, keys: Iterable[str], op_id: str) -> None:
        """Take business keys; each belongs to one operation only."""
        rows = [{"key": key, "op_id": op_id} for key in keys]
        if rows:
            self._connection.execute(insert(schema.claim), rows)

    def release(self, keys: Iterable[str]) -> None:
        """Free business keys again."""
        for key in keys:
            self._connection.execute(delete(schema.claim).where(schema.claim.c.key == key))

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

    def _body(self, shelf: _Shelf, key: str) -> bytes | None:
        return self._connection.execute(shelf.read, {"own_key": key}).scalar_one_or_none()

    def _store(self, shelf: _Shelf, key: str, values: dict[str, Any]) -> int:
        row = {"own_key": key} | values
        version = self._connection.execute(shelf.change, row).scalar_one_or_none()
        if version is not None:
            return version
        self._connection.execute(shelf.add, row)
        return 1

    def _save_cards(self, member: Member, before: Member | None) -> None:
        known = {card.code_hash: card.state for card in before.cards} if before else {}
        if before and (before.merged, before.merged_into) != (member.merged, member.merged_into):
            follow_merging(self._connection, before, member)
        gone = known.keys() - {card.code_hash for card in member.cards}
        if gone:
            self._connection.execute(delete(schema.member_alias).where(schema.member_alias.c.code_hash.in_(gone)))
        for card in member.cards:
            if card.code_hash not in known:
                row = {"code_hash": card.code_hash, "member_id": member.member_id, "state": card.state}
                self._connection.execute(insert(schema.member_alias).values(row))
            elif known[card.code_hash] is not card.state:
                own = schema.member_alias.c.code_hash == card.code_hash
                self._connection.execute(update(schema.member_alias).where(own).values(state=card.state))

    def _save_tickets(self, member: Member, before: Member | None) -> None:
        was = {ticket.ticket_id: ticket for ticket in before.tickets} if before else {}
        now = {ticket.ticket_id: ticket for ticket in member.tickets}
        for ticket_id, ticket in now.items():
            if ticket_id not in was or was[ticket_id].holder != ticket.holder:
                self._hold("ticket", ticket_id, ticket.holder, "open", (member.member_id, ticket.campaign))
        used = {award.ticket_id for award in member.awards}
        gone = [ticket for ticket_id, ticket in was.items() if ticket_id not in now]
        if before:
            # A turn that was late to arrive may use a ticket that a return had taken away meanwhile.
            left = {ticket.ticket_id for ticket in member.withdrawn}
            gone += [ticket for ticket in before.withdrawn if ticket.ticket_id not in left | now.keys()]
        for ticket in gone:
            self._hold("ticket", ticket.ticket_id, ticket.holder, "used" if ticket.ticket_id in used else "withdrawn")

    def _hold(
        self, kind: str, thing_id: str, holder: str, state: str, of: tuple[str | None, str | None] = (None, None)
    ) -> None:
        row = {"of_kind": kind, "thing": thing_id, "to": holder, "now": state}
        if not self._connection.execute(_MOVE, row).rowcount:
            self._connection.execute(_NEW_HOLDING, {**row, "owner": of[0], "of_campaign": of[1]})


def _holders(member: Member) -> set[str]:
    """Return who holds tickets of the member, also of those that were taken away."""
    return {ticket.holder for ticket in (*member.tickets, *member.withdrawn)}


class CentralWorld:
    """Central state as `rules.apply` looks at it, under the version of the programme that the operation names."""

    def __init__(self, state: CentralState, programme: Programme) -> None:
        self._state = state
        self._programme = programme

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
        return read_voucher(code, self._state.directory.device_by_number)

    def claimed(self, key: str) -> str | None:
        return self._state.claimed(key)

    def devices(self, store_id: str) -> tuple[Device, ...]:
        return self._state.directory.devices(store_id)
