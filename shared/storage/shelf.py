"""Aggregates on a device: what the centre confirmed, what waiting operations make of it, and the indexes over both."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from shared.application.ports import AskedBack
from shared.domain.drums import Drum, DrumState
from shared.domain.member import Card, Member, Profile, Ticket
from shared.domain.rules.releases import asked_back, is_coming
from shared.domain.rules.voucher_moves import is_asked_back, is_voucher_coming
from shared.domain.values import value_class
from shared.domain.vouchers import Voucher, VoucherState
from shared.storage import shelf_statements as sql
from shared.storage.prepared import Values
from shared.wire.feed import AggregateKind
from shared.wire.json import decode, encode

Aggregate = Member | Drum | Voucher
Ref = tuple[AggregateKind, str]
"""What an operation touches: kind and key."""

Confirmed = tuple[int, bytes, Aggregate | None]
"""What the centre says of an aggregate: version, body as stored, and the same decoded; None: it has left the scope."""

ACCEPTED_AT_ONCE = 500

A = TypeVar("A", Member, Drum, Voucher)

_CHANGING: dict[AggregateKind, type[Member] | type[Drum] | type[Voucher]] = {
    AggregateKind.MEMBER: Member,
    AggregateKind.DRUM: Drum,
    AggregateKind.VOUCHER: Voucher,
}


@value_class(frozen=True, slots=True)
class MemberSketch:
    """What indexes compare of a member as she was; reading the rest would cost more than the comparison."""

    member_id: str
    number: str
    nickname: str
    cards: tuple[Card, ...]
    profile: Profile | None = None
    tickets: tuple[Ticket, ...] = ()
    merged_into: str = ""
    erased_by: str = ""

    @property
    def findable(self) -> bool:
        """Tell what `Member.findable` tells."""
        return not self.merged_into and not self.erased_by


MemberChange = tuple[Member | MemberSketch | None, Member | None]
"""A member's projection before and after; None stands for no member."""


class MemberIndex(Protocol):
    """What wants to know of every change to members' projections."""

    def follow(self, connection: Connection, changes: Sequence[MemberChange]) -> None:
        """Follow the changes in the same transaction; each is of another member."""

    def outdated(self, connection: Connection) -> list[str]:
        """Return some of the members that an older program took in, until there are none."""

    def renew(self, connection: Connection, members: Sequence[Member]) -> None:
        """Take members in anew."""


@value_class(frozen=True, slots=True)
class Stored:
    """An aggregate's row: `projected` is set while waiting operations change it."""

    version: int
    confirmed: bytes | None
    projected: bytes | None


class Shelf:
    """The aggregates of one connection's transaction; what was read once is not read again."""

    def __init__(self, connection: Connection, device_id: str, index: MemberIndex | None) -> None:
        self._connection = connection
        self._device_id = device_id
        self._index = index
        self._known: dict[Ref, Aggregate | None] = {}
        self._cards: list[Values] = []
        self._numbers: list[Values] = []
        self._changed: list[MemberChange] = []

    def member(self, member_id: str) -> Member | None:
        """Return the member as projected."""
        return self._read(Member, AggregateKind.MEMBER, member_id)

    def members(self, member_ids: list[str]) -> list[Member]:
        """Return those members that are known, as projected, in this order."""
        rows = self._connection.execute(sql.PROJECTED_MANY, {"k": AggregateKind.MEMBER, "ids": member_ids})
        bodies = {row[0]: row[1] for row in rows}
        return [decode(Member, bodies[member_id]) for member_id in member_ids if member_id in bodies]

    def drum(self, drum_id: str) -> Drum | None:
        """Return the drum as projected."""
        return self._read(Drum, AggregateKind.DRUM, drum_id)

    def voucher(self, voucher_id: str) -> Voucher | None:
        """Return the voucher as projected."""
        return self._read(Voucher, AggregateKind.VOUCHER, voucher_id)

    def confirmed(self, ref: Ref) -> Aggregate | None:
        """Return what the centre last said about an aggregate."""
        stored = self.stored(ref)
        if stored is None or stored.confirmed is None:
            return None
        return decode(_CHANGING[ref[0]], stored.confirmed)

    def stored(self, ref: Ref) -> Stored | None:
        """Return the row as it is."""
        row = sql.STORED.first(self._connection, k=ref[0], id=ref[1])
        return Stored(*row) if row else None

    def project(self, changes: Iterable[tuple[Ref, Aggregate]]) -> None:
        """Write what own operations make of aggregates."""
        rows = []
        for ref, value in changes:
            before = self.projected(ref)
            self._known[ref] = value
            rows.append({"kind": ref[0], "key": ref[1], "version": 0, "confirmed": None, "projected": encode(value)})
            self._follow(before, value)
        if rows:
            sql.PROJECT.run_many(self._connection, rows)
        self._flush()

    def confirm(self, ref: Ref, version: int, body: bytes) -> None:
        """Store what the centre says and leave the projection to `settle` or `project`; older versions are ignored.

        An empty body says that the aggregate has left the scope.
        """
        self.projected(ref)
        stored = self.stored(ref)
        if stored is None or stored.confirmed is None or version >= stored.version + bool(body):
            row = {"kind": ref[0], "key": ref[1], "version": version, "confirmed": body or None, "projected": None}
            sql.CONFIRM.run(self._connection, **row)

    def accept(self, said: Mapping[Ref, Confirmed], *, new: bool = False) -> None:
        """Store what the centre says about aggregates that no waiting operation touches; older versions are ignored.

        `new` says that none of them can be there yet.
        """
        each = iter(said.items())
        while some := dict(islice(each, ACCEPTED_AT_ONCE)):
            self._accept(some, {} if new else self._stored_of(some))

    def _accept(self, said: Mapping[Ref, Confirmed], there: Mapping[Ref, Stored]) -> None:
        rows, gone = [], []
        for ref, (version, body, value) in said.items():
            stored = there.get(ref)
            if stored is None:
                before = None
            elif version < stored.version + (value is not None):
                continue
            else:
                before = _before(ref, stored)
            self._known[ref] = value
            if value is not None:
                row = {"kind": ref[0], "key": ref[1], "version": version, "confirmed": body, "projected": None}
                rows.append(row)
            elif stored is not None:
                gone.append({"k": ref[0], "id": ref[1]})
            self._follow(before, value)
        sql.ACCEPT.run_many(self._connection, rows)
        sql.REMOVE.run_many(self._connection, gone)
        self._flush()

    def settle(self, ref: Ref) -> None:
        """Let an aggregate be what the centre confirmed, or nothing."""
        before = self.projected(ref)
        value = self.confirmed(ref)
        (sql.REMOVE if value is None else sql.SETTLE).run(self._connection, k=ref[0], id=ref[1])
        self._known[ref] = value
        self._follow(before, value)
        self._flush()

    def projected(self, ref: Ref) -> Aggregate | None:
        """Return an aggregate as projected."""
        reader: Callable[[str], Aggregate | None]
        match ref[0]:
            case AggregateKind.MEMBER:
                reader = self.member
            case AggregateKind.DRUM:
                reader = self.drum
            case _:
                reader = self.voucher
        return reader(ref[1])

    def file(self, ref: Ref, version: int, body: bytes) -> None:
        """Store an aggregate that no operation of a device changes; older versions are ignored."""
        stored = self.stored(ref)
        if stored is None or version > stored.version:
            row = {"kind": ref[0], "key": ref[1], "version": version, "confirmed": body, "projected": None}
            sql.CONFIRM.run(self._connection, **row)

    def remove(self, ref: Ref) -> None:
        """Forget an aggregate that no operation of a device changes."""
        sql.REMOVE.run(self._connection, k=ref[0], id=ref[1])

    def of_kind(self, kind: AggregateKind) -> list[bytes]:
        """Return the confirmed bodies of a kind that has few."""
        return [row[0] for row in sql.OF_KIND.rows(self._connection, k=kind)]

    def count(self, kind: AggregateKind) -> int:
        """Count the aggregates of a kind."""
        return int(sql.COUNT_OF_KIND.scalar(self._connection, k=kind))

    def member_by_card(self, code_hash: str) -> str | None:
        """Return the member of a card."""
        member_id: str | None = sql.BY_CARD.scalar(self._connection, hash=code_hash)
        return member_id

    def member_by_number(self, number: str) -> str | None:
        """Return the member of a member number."""
        member_id: str | None = sql.BY_NUMBER.scalar(self._connection, digits=number)
        return member_id

    def member_by_receipt(self, key: str, since_ms: int) -> str | None:
        """Return who has a purchase under this receipt's business key, among the members seen since then."""
        words = b'"receipt_key":' + encode(key)
        member_id: str | None = sql.BY_RECEIPT.scalar(self._connection, since=since_ms, words=words)
        return member_id

    def drums_held(self, campaign: str) -> tuple[Drum, ...]:
        """Return the open drums that this device may turn, oldest first."""
        drums = tuple(decode(Drum, row[0]) for row in sql.DRUMS_HELD.rows(self._connection, campaign=campaign))
        self._known |= {(AggregateKind.DRUM, drum.drum_id): drum for drum in drums}
        return drums

    def drums_of_store(self, store_id: str) -> tuple[Drum, ...]:
        """Return the lent drums of a store, by campaign and number."""
        return tuple(decode(Drum, row[0]) for row in sql.DRUMS_OF_STORE.rows(self._connection, store=store_id))

    def asked_back(self) -> AskedBack:
        """Return what this device holds and is to give back."""
        refs = [(AggregateKind(kind), key) for kind, key in sql.ASKED_BACK.rows(self._connection)]
        drums = (self.drum(key) for kind, key in refs if kind is AggregateKind.DRUM)
        members = (self.member(key) for kind, key in refs if kind is AggregateKind.MEMBER)
        vouchers = (self.voucher(key) for kind, key in refs if kind is AggregateKind.VOUCHER)
        return AskedBack(tuple(filter(None, drums)), tuple(filter(None, members)), tuple(filter(None, vouchers)))

    def is_anything_coming(self) -> bool:
        """Tell whether this device has asked for tickets or a voucher that others still hold."""
        return sql.COMING_HERE.first(self._connection) is not None

    def vouchers_waiting(self, device_numbers: Iterable[int]) -> tuple[Voucher, ...]:
        """Return the vouchers of these kiosks that wait to be handed over, soonest lapsing first."""
        bodies = self._connection.execute(sql.OPEN_VOUCHERS, {"numbers": list(device_numbers)}).scalars()
        return tuple(decode(Voucher, body) for body in bodies)

    def _stored_of(self, refs: Iterable[Ref]) -> dict[Ref, Stored]:
        keys: dict[AggregateKind, list[str]] = {}
        for kind, key in refs:
            keys.setdefault(kind, []).append(key)
        return {
            (kind, key): Stored(version, confirmed, projected)
            for kind, wanted in keys.items()
            for key, version, confirmed, projected in sql.STORED_MANY.rows(
                self._connection, k=kind, ids=json.dumps(wanted)
            )
        }

    def _read(self, kind: type[A], name: AggregateKind, key: str) -> A | None:
        ref = (name, key)
        if ref not in self._known:
            body = sql.PROJECTED.scalar(self._connection, k=name, id=key)
            self._known[ref] = None if body is None else decode(kind, body)
        value = self._known[ref]
        return value if isinstance(value, kind) else None

    def _follow(self, before: Aggregate | MemberSketch | None, after: Aggregate | None) -> None:
        if (wanted := self._is_asked_back(after)) is not self._is_asked_back(before):
            self._follow_recall(before if after is None else after, wanted=wanted)
        if (coming := self._is_coming(after)) is not self._is_coming(before):
            self._follow_coming(before if after is None else after, coming=coming)
        if isinstance(before, Member | MemberSketch) or isinstance(after, Member):
            old = before if isinstance(before, Member | MemberSketch) else None
            new = after if isinstance(after, Member) else None
            self._follow_member(old, new)
            self._changed.append((_findable(old), new if new is not None and new.findable else None))
        if isinstance(after, Drum):
            self._follow_drum(before, after)
        elif isinstance(before, Drum):
            sql.CLOSE_DRUM.run(self._connection, drum=before.drum_id)
        if isinstance(after, Voucher):
            self._follow_voucher(before, after)
        elif isinstance(before, Voucher):
            sql.CLOSE_VOUCHER.run(self._connection, voucher=before.voucher_id)

    def _is_asked_back(self, value: Aggregate | MemberSketch | None) -> bool:
        match value:
            case Member() | MemberSketch():
                return bool(asked_back(value.tickets, self._device_id))
            case Drum():
                return value.state is DrumState.RECALLED and value.holder == self._device_id
            case Voucher():
                return is_asked_back(value, self._device_id)
            case _:
                return False

    def _is_coming(self, value: Aggregate | MemberSketch | None) -> bool:
        if isinstance(value, Voucher):
            return is_voucher_coming(value, self._device_id)
        return isinstance(value, Member | MemberSketch) and is_coming(value.tickets, self._device_id)

    def _follow_coming(self, value: Aggregate | MemberSketch | None, *, coming: bool) -> None:
        match value:
            case Member() | MemberSketch():
                key = value.member_id
            case Voucher():
                key = value.voucher_id
            case _:
                return
        if coming:
            sql.ASK_BACK.run(self._connection, kind=sql.COMING, key=key)
        else:
            sql.ANSWERED.run(self._connection, k=sql.COMING, id=key)

    def _follow_recall(self, value: Aggregate | MemberSketch | None, *, wanted: bool) -> None:
        match value:
            case Member() | MemberSketch():
                ref = (AggregateKind.MEMBER, value.member_id)
            case Drum():
                ref = (AggregateKind.DRUM, value.drum_id)
            case Voucher():
                ref = (AggregateKind.VOUCHER, value.voucher_id)
            case _:
                return
        if wanted:
            sql.ASK_BACK.run(self._connection, kind=ref[0], key=ref[1])
        else:
            sql.ANSWERED.run(self._connection, k=ref[0], id=ref[1])

    def _follow_member(self, before: Member | MemberSketch | None, after: Member | None) -> None:
        old = {c.code_hash for c in before.cards} if before else set()
        new = {c.code_hash for c in after.cards} if after else set()
        if before is not None and old - new:
            sql.DROP_CARDS.run(self._connection, member=before.member_id)
            old = set()
        if after is not None and new - old:
            self._cards += [{"code_hash": code_hash, "member_id": after.member_id} for code_hash in new - old]
        if before is not None and (after is None or before.number != after.number):
            sql.DROP_NUMBER.run(self._connection, digits=before.number, member=before.member_id)
        if after is not None and (before is None or before.number != after.number):
            self._numbers.append({"number": after.number, "member_id": after.member_id})

    def _flush(self) -> None:
        sql.ADD_CARD.run_many(self._connection, self._cards)
        sql.ADD_NUMBER.run_many(self._connection, self._numbers)
        if self._index is not None:
            self._index.follow(self._connection, self._changed)
        self._cards, self._numbers, self._changed = [], [], []

    def _follow_drum(self, before: Aggregate | MemberSketch | None, after: Drum) -> None:
        now = self._place(after)
        if isinstance(before, Drum) and self._place(before) == now:
            return
        if now is not None:
            sql.OPEN_DRUM.run(self._connection, **now)
        else:
            sql.CLOSE_DRUM.run(self._connection, drum=after.drum_id)

    def _place(self, drum: Drum) -> dict[str, object] | None:
        if drum.state is not DrumState.LENT:
            return None
        mine = drum.holder == self._device_id and drum.seed is not None
        names = {"drum_id": drum.drum_id, "store_id": drum.store_id, "campaign": drum.campaign}
        return {**names, "number": drum.number, "mine": mine}

    def _follow_voucher(self, before: Aggregate | MemberSketch | None, after: Voucher) -> None:
        if isinstance(before, Voucher) and before.state is after.state:
            return
        if after.state is VoucherState.ISSUED:
            content = after.content
            numbers = {"device_number": content.device_number, "collect_until": content.collect_until}
            sql.OPEN_VOUCHER.run(self._connection, voucher_id=after.voucher_id, **numbers)
        else:
            sql.CLOSE_VOUCHER.run(self._connection, voucher=after.voucher_id)


def _findable(member: Member | MemberSketch | None) -> Member | MemberSketch | None:
    return member if member is not None and member.findable else None


def _before(ref: Ref, stored: Stored) -> Drum | Voucher | MemberSketch | None:
    kept = stored.projected or stored.confirmed
    if kept is None:
        return None
    match ref[0]:
        case AggregateKind.MEMBER:
            return decode(MemberSketch, kept)
        case AggregateKind.DRUM:
            return decode(Drum, kept)
        case _:
            return decode(Voucher, kept)
