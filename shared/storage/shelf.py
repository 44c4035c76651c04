"""Aggregates on a device: what the centre confirmed, what waiting operations make of it, and the indexes over both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from shared.domain.drums import Drum, DrumState
from shared.domain.member import Member
from shared.domain.vouchers import Voucher, VoucherState
from shared.storage.device_schema import aggregate, card, member_number, open_drum, open_voucher
from shared.wire.feed import AggregateKind
from shared.wire.json import decode, encode

Aggregate = Member | Drum | Voucher
Ref = tuple[AggregateKind, str]
"""What an operation touches: kind and key."""

Confirmed = tuple[int, bytes, Aggregate]
"""What the centre says of an aggregate: version, body as stored, and the same decoded."""

A = TypeVar("A", Member, Drum, Voucher)

_CHANGING: dict[AggregateKind, type[Member] | type[Drum] | type[Voucher]] = {
    AggregateKind.MEMBER: Member,
    AggregateKind.DRUM: Drum,
    AggregateKind.VOUCHER: Voucher,
}
_KEY = (aggregate.c.kind == bindparam("k"), aggregate.c.key == bindparam("id"))
_PROJECTED = select(func.coalesce(aggregate.c.projected, aggregate.c.confirmed)).where(*_KEY)
_CONFIRMED = select(aggregate.c.version, aggregate.c.confirmed, aggregate.c.projected).where(*_KEY)
_MANY = select(aggregate.c.key, aggregate.c.version, aggregate.c.confirmed, aggregate.c.projected).where(
    aggregate.c.kind == bindparam("k"), aggregate.c.key.in_(bindparam("ids", expanding=True))
)
_PROJECTED_MANY = select(aggregate.c.key, func.coalesce(aggregate.c.projected, aggregate.c.confirmed)).where(
    aggregate.c.kind == bindparam("k"), aggregate.c.key.in_(bindparam("ids", expanding=True))
)
_PROJECT = insert(aggregate)
_PROJECT = _PROJECT.on_conflict_do_update(
    index_elements=["kind", "key"], set_={"projected": _PROJECT.excluded.projected}
)
_CONFIRM = insert(aggregate)
_CONFIRM = _CONFIRM.on_conflict_do_update(
    index_elements=["kind", "key"],
    set_={"confirmed": _CONFIRM.excluded.confirmed, "version": _CONFIRM.excluded.version},
)
_ACCEPT = insert(aggregate)
_ACCEPT = _ACCEPT.on_conflict_do_update(
    index_elements=["kind", "key"],
    set_={"confirmed": _ACCEPT.excluded.confirmed, "version": _ACCEPT.excluded.version, "projected": None},
)
_SETTLE = update(aggregate).where(*_KEY).values(projected=None)
_REMOVE = delete(aggregate).where(*_KEY)
_OF_KIND = select(aggregate.c.confirmed).where(aggregate.c.kind == bindparam("k"), aggregate.c.confirmed.is_not(None))
_COUNT_OF_KIND = select(func.count()).select_from(aggregate).where(aggregate.c.kind == bindparam("k"))
_ADD_CARD = insert(card)
_ADD_CARD = _ADD_CARD.on_conflict_do_update(
    index_elements=["code_hash"], set_={"member_id": _ADD_CARD.excluded.member_id}
)
_DROP_CARDS = delete(card).where(card.c.member_id == bindparam("member"))
_ADD_NUMBER = insert(member_number)
_ADD_NUMBER = _ADD_NUMBER.on_conflict_do_update(
    index_elements=["number"], set_={"member_id": _ADD_NUMBER.excluded.member_id}
)
_DROP_NUMBER = delete(member_number).where(
    member_number.c.number == bindparam("digits"), member_number.c.member_id == bindparam("member")
)
_OPEN_DRUM = insert(open_drum)
_OPEN_DRUM = _OPEN_DRUM.on_conflict_do_update(index_elements=["drum_id"], set_={"mine": _OPEN_DRUM.excluded.mine})
_CLOSE_DRUM = delete(open_drum).where(open_drum.c.drum_id == bindparam("drum"))
_OPEN_VOUCHER = insert(open_voucher).on_conflict_do_nothing()
_CLOSE_VOUCHER = delete(open_voucher).where(open_voucher.c.voucher_id == bindparam("voucher"))
_BY_CARD = select(card.c.member_id).where(card.c.code_hash == bindparam("hash"))
_BY_NUMBER = select(member_number.c.member_id).where(member_number.c.number == bindparam("digits"))
_BODY = func.coalesce(aggregate.c.projected, aggregate.c.confirmed)
_OPEN_DRUMS = (
    select(_BODY)
    .join(open_drum, (aggregate.c.kind == AggregateKind.DRUM.value) & (aggregate.c.key == open_drum.c.drum_id))
    .order_by(open_drum.c.campaign, open_drum.c.number, open_drum.c.drum_id)
)
_DRUMS_HELD = _OPEN_DRUMS.where(open_drum.c.mine, open_drum.c.campaign == bindparam("campaign"))
_DRUMS_OF_STORE = _OPEN_DRUMS.where(open_drum.c.store_id == bindparam("store"))
_OPEN_VOUCHERS = (
    select(_BODY)
    .join(
        open_voucher,
        (aggregate.c.kind == AggregateKind.VOUCHER.value) & (aggregate.c.key == open_voucher.c.voucher_id),
    )
    .where(open_voucher.c.device_number.in_(bindparam("numbers", expanding=True)))
    .order_by(open_voucher.c.collect_until, open_voucher.c.voucher_id)
)


class MemberIndex(Protocol):
    """What wants to know of every change to a member's projection; None stands for no member."""

    def changed(self, connection: Connection, before: Member | None, after: Member | None) -> None:
        """Follow the change in the same transaction."""


@dataclass(frozen=True, slots=True)
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
        self._cards: list[dict[str, str]] = []
        self._numbers: list[dict[str, str]] = []

    def member(self, member_id: str) -> Member | None:
        """Return the member as projected."""
        return self._read(Member, AggregateKind.MEMBER, member_id)

    def members(self, member_ids: list[str]) -> list[Member]:
        """Return those members that are known, as projected, in this order."""
        rows = self._connection.execute(_PROJECTED_MANY, {"k": AggregateKind.MEMBER, "ids": member_ids})
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
        row = self._connection.execute(_CONFIRMED, {"k": ref[0], "id": ref[1]}).first()
        return Stored(row.version, row.confirmed, row.projected) if row else None

    def project(self, changes: Iterable[tuple[Ref, Aggregate]]) -> None:
        """Write what own operations make of aggregates."""
        rows = []
        for ref, value in changes:
            before = self.projected(ref)
            self._known[ref] = value
            rows.append({"kind": ref[0], "key": ref[1], "version": 0, "projected": encode(value)})
            self._follow(before, value)
        if rows:
            self._connection.execute(_PROJECT, rows)
        self._flush()

    def confirm(self, ref: Ref, version: int, body: bytes) -> None:
        """Store what the centre says and leave the projection to `settle` or `project`; older versions are ignored."""
        self.projected(ref)
        stored = self.stored(ref)
        if stored is None or stored.confirmed is None or version > stored.version:
            row = {"kind": ref[0], "key": ref[1], "version": version, "confirmed": body, "projected": None}
            self._connection.execute(_CONFIRM, row)

    def accept(self, said: Mapping[Ref, Confirmed]) -> None:
        """Store what the centre says about aggregates that no waiting operation touches; older versions are ignored."""
        there = self._stored_of(said)
        rows = []
        for ref, (version, body, value) in said.items():
            stored = there.get(ref)
            if stored is not None and version <= stored.version:
                continue
            kept = (stored.projected or stored.confirmed) if stored else None
            before = decode(_CHANGING[ref[0]], kept) if kept is not None else None
            self._known[ref] = value
            rows.append({"kind": ref[0], "key": ref[1], "version": version, "confirmed": body, "projected": None})
            self._follow(before, value)
        if rows:
            self._connection.execute(_ACCEPT, rows)
        self._flush()

    def settle(self, ref: Ref) -> None:
        """Let an aggregate be what the centre confirmed, or nothing."""
        before = self.projected(ref)
        value = self.confirmed(ref)
        self._connection.execute(_REMOVE if value is None else _SETTLE, {"k": ref[0], "id": ref[1]})
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
            self._connection.execute(_CONFIRM, row)

    def remove(self, ref: Ref) -> None:
        """Forget an aggregate that no operation of a device changes."""
        self._connection.execute(_REMOVE, {"k": ref[0], "id": ref[1]})

    def of_kind(self, kind: AggregateKind) -> list[bytes]:
        """Return the confirmed bodies of a kind that has few."""
        return list(self._connection.execute(_OF_KIND, {"k": kind}).scalars())

    def count(self, kind: AggregateKind) -> int:
        """Count the aggregates of a kind."""
        return self._connection.execute(_COUNT_OF_KIND, {"k": kind}).scalar_one()

    def member_by_card(self, code_hash: str) -> str | None:
        """Return the member of a card."""
        return self._connection.execute(_BY_CARD, {"hash": code_hash}).scalar_one_or_none()

    def member_by_number(self, number: str) -> str | None:
        """Return the member of a member number."""
        return self._connection.execute(_BY_NUMBER, {"digits": number}).scalar_one_or_none()

    def drums_held(self, campaign: str) -> tuple[Drum, ...]:
        """Return the open drums that this device may turn, oldest first."""
        bodies = self._connection.execute(_DRUMS_HELD, {"campaign": campaign}).scalars()
        return tuple(decode(Drum, body) for body in bodies)

    def drums_of_store(self, store_id: str) -> tuple[Drum, ...]:
        """Return the lent drums of a store, by campaign and number."""
        bodies = self._connection.execute(_DRUMS_OF_STORE, {"store": store_id}).scalars()
        return tuple(decode(Drum, body) for body in bodies)

    def vouchers_waiting(self, device_numbers: Iterable[int]) -> tuple[Voucher, ...]:
        """Return the vouchers of these kiosks that wait to be handed over, soonest lapsing first."""
        bodies = self._connection.execute(_OPEN_VOUCHERS, {"numbers": list(device_numbers)}).scalars()
        return tuple(decode(Voucher, body) for body in bodies)

    def _stored_of(self, refs: Iterable[Ref]) -> dict[Ref, Stored]:
        keys: dict[AggregateKind, list[str]] = {}
        for kind, key in refs:
            keys.setdefault(kind, []).append(key)
        return {
            (kind, row.key): Stored(row.version, row.confirmed, row.projected)
            for kind, wanted in keys.items()
            for row in self._connection.execute(_MANY, {"k": kind, "ids": wanted})
        }

    def _read(self, kind: type[A], name: AggregateKind, key: str) -> A | None:
        ref = (name, key)
        if ref not in self._known:
            body = self._connection.execute(_PROJECTED, {"k": name, "id": key}).scalar_one_or_none()
            self._known[ref] = None if body is None else decode(kind, body)
        value = self._known[ref]
        return value if isinstance(value, kind) else None

    def _follow(self, before: Aggregate | None, after: Aggregate | None) -> None:
        if isinstance(before, Member) or isinstance(after, Member):
            old, new = _as_member(before), _as_member(after)
            self._follow_member(old, new)
            if self._index is not None:
                self._index.changed(self._connection, old, new)
        if isinstance(after, Drum):
            self._follow_drum(before, after)
        elif isinstance(before, Drum):
            self._connection.execute(_CLOSE_DRUM, {"drum": before.drum_id})
        if isinstance(after, Voucher):
            self._follow_voucher(before, after)
        elif isinstance(before, Voucher):
            self._connection.execute(_CLOSE_VOUCHER, {"voucher": before.voucher_id})

    def _follow_member(self, before: Member | None, after: Member | None) -> None:
        old = {c.code_hash for c in before.cards} if before else set()
        new = {c.code_hash for c in after.cards} if after else set()
        if before is not None and old - new:
            self._connection.execute(_DROP_CARDS, {"member": before.member_id})
            old = set()
        if after is not None and new - old:
            self._cards += [{"code_hash": code_hash, "member_id": after.member_id} for code_hash in new - old]
        if before is not None and (after is None or before.number != after.number):
            self._connection.execute(_DROP_NUMBER, {"digits": before.number, "member": before.member_id})
        if after is not None and (before is None or before.number != after.number):
            self._numbers.append({"number": after.number, "member_id": after.member_id})

    def _flush(self) -> None:
        if self._cards:
            self._connection.execute(_ADD_CARD, self._cards)
        if self._numbers:
            self._connection.execute(_ADD_NUMBER, self._numbers)
        self._cards, self._numbers = [], []

    def _follow_drum(self, before: Aggregate | None, after: Drum) -> None:
        now = self._place(after)
        if isinstance(before, Drum) and self._place(before) == now:
            return
        if now is not None:
            self._connection.execute(_OPEN_DRUM, now)
        else:
            self._connection.execute(_CLOSE_DRUM, {"drum": after.drum_id})

    def _place(self, drum: Drum) -> dict[str, object] | None:
        if drum.state is not DrumState.LENT:
            return None
        mine = drum.holder == self._device_id and drum.seed is not None
        names = {"drum_id": drum.drum_id, "store_id": drum.store_id, "campaign": drum.campaign}
        return {**names, "number": drum.number, "mine": mine}

    def _follow_voucher(self, before: Aggregate | None, after: Voucher) -> None:
        if isinstance(before, Voucher) and before.state is after.state:
            return
        if after.state is VoucherState.ISSUED:
            content = after.content
            numbers = {"device_number": content.device_number, "collect_until": content.collect_until}
            self._connection.execute(_OPEN_VOUCHER, {"voucher_id": after.voucher_id, **numbers})
        else:
            self._connection.execute(_CLOSE_VOUCHER, {"voucher": after.voucher_id})


def _as_member(value: Aggregate | None) -> Member | None:
    return value if isinstance(value, Member) else None
