"""What is shown = what the centre confirmed, folded with own operations that have no result yet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, select

from shared.domain.devices import Device
from shared.domain.drums import Drum
from shared.domain.hunts import SpotContent
from shared.domain.member import Member
from shared.domain.programme import Programme
from shared.domain.rules import Applied, Context, Duplicate, Held, Outcome, apply
from shared.domain.staff import StaffMember
from shared.domain.vouchers import Voucher, VoucherContent
from shared.runtime.trouble import Bug
from shared.storage.claims import Claims
from shared.storage.device_schema import touch
from shared.storage.directory import Directory, read_programme
from shared.storage.outbox import Outbox
from shared.storage.shelf import Aggregate, Ref, Shelf
from shared.storage.transaction import changed_by, remember_touches
from shared.wire.envelope import Envelope, Signature
from shared.wire.feed import AggregateKind
from shared.wire.operations import InvalidOperation, UnknownOperation, read_operation
from shared.wire.spot_code import read_spot
from shared.wire.voucher_code import read_voucher

_TOUCHES = select(touch.c.op_id, touch.c.kind, touch.c.key)


@dataclass(frozen=True, slots=True)
class Touches:
    """Which waiting operation touches what, in both directions."""

    refs: Mapping[str, frozenset[Ref]]
    operations: Mapping[Ref, frozenset[str]]

    def connected(self, start: Iterable[Ref]) -> tuple[frozenset[Ref], frozenset[str]]:
        """Return all that hangs together with `start`: operations that touch it, what else they touch, and so on."""
        refs, operations = set(start), set[str]()
        fresh = set(refs)
        while fresh:
            reached = {op for ref in fresh for op in self.operations.get(ref, ())} - operations
            operations |= reached
            fresh = {ref for op in reached for ref in self.refs[op]} - refs
            refs |= fresh
        return frozenset(refs), frozenset(operations)


def read_touches(connection: Connection) -> Touches:
    """Read the touches of all waiting operations; a device has at most thousands."""
    refs: dict[str, set[Ref]] = {}
    operations: dict[Ref, set[str]] = {}
    for row in connection.execute(_TOUCHES):
        ref = (AggregateKind(row.kind), row.key)
        refs.setdefault(row.op_id, set()).add(ref)
        operations.setdefault(ref, set()).add(row.op_id)
    return Touches(
        {op: frozenset(touched) for op, touched in refs.items()},
        {ref: frozenset(ops) for ref, ops in operations.items()},
    )


@dataclass(frozen=True, slots=True)
class States:
    """The aggregates of one replay: as confirmed, and as the operations so far have left them."""

    confirmed: Mapping[Ref, Aggregate | None]
    now: dict[Ref, Aggregate | None]


class ReplayWorld:
    """What the rules may look at while operation number `seq` is folded in again."""

    def __init__(
        self,
        programme: Programme,
        directory: Directory,
        shelf: Shelf,
        states: States,
        claimed: Callable[[str], str | None],
    ) -> None:
        self._programme = programme
        self._directory = directory
        self._shelf = shelf
        self._states = states
        self._claimed = claimed

    @property
    def at_centre(self) -> bool:
        return False

    @property
    def programme(self) -> Programme:
        return self._programme

    def member(self, member_id: str) -> Member | None:
        value = self._state((AggregateKind.MEMBER, member_id))
        return value if isinstance(value, Member) else None

    def drum(self, drum_id: str) -> Drum | None:
        value = self._state((AggregateKind.DRUM, drum_id))
        return value if isinstance(value, Drum) else None

    def voucher(self, voucher_id: str) -> Voucher | None:
        value = self._state((AggregateKind.VOUCHER, voucher_id))
        return value if isinstance(value, Voucher) else None

    def read_voucher(self, code: str) -> VoucherContent | None:
        return read_voucher(code, self._directory.device_by_number)

    def read_spot(self, code: str) -> SpotContent | None:
        return read_spot(code, self._directory.device_by_number)

    def claimed(self, key: str) -> str | None:
        return self._claimed(key)

    def devices(self, store_id: str) -> tuple[Device, ...]:
        return tuple(device for device in self._directory.devices if device.store_id == store_id)

    def _state(self, ref: Ref) -> Aggregate | None:
        return self._states.now[ref] if ref in self._states.now else self._shelf.projected(ref)


class Replay:
    """Recomputes projections inside a transaction that changed confirmed state or closed operations."""

    def __init__(
        self, connection: Connection, device_id: str, store_id: str, directory: Directory, shelf: Shelf
    ) -> None:
        self._connection = connection
        self._device_id = device_id
        self._store_id = store_id
        self._directory = directory
        self._shelf = shelf
        self._outbox = Outbox(connection, device_id)
        self._claims = Claims(connection)
        self._programmes: dict[int, Programme] = {}

    def fold_waiting(self) -> None:
        """Fold in all waiting operations as if they were made now: touches, claims and projections from nothing."""
        waiting = self._outbox.by_ids(self._outbox.waiting())
        for envelope in waiting:
            self._claims.forget(envelope.draft.op_id)
        for envelope in waiting:
            draft = envelope.draft
            programme = self._programme(draft.programme_version)
            world = ReplayWorld(programme, self._directory, self._shelf, States({}, {}), self._claims.taken)
            outcome = self._outcome(envelope, world)
            changes = _changes(outcome)
            self._shelf.project(changes)
            remember_touches(self._connection, draft.op_id, [ref for ref, _ in changes])
            if isinstance(outcome, Applied):
                self._claims.change(draft.op_id, outcome.claims, outcome.released)

    def recompute(self, changed: Iterable[Ref]) -> None:
        """Write the projections of `changed` and of everything that waiting operations connect with it."""
        touches = read_touches(self._connection)
        start = set(changed)
        while True:
            refs, op_ids = touches.connected(start)
            states, touched = self._fold(refs, op_ids)
            if touched <= refs:
                break
            # An operation now reaches further than when it was made (its member has become known, say).
            start |= touched
        for ref in sorted(refs):
            confirmed, value = states.confirmed[ref], states.now[ref]
            if value is None or value == confirmed:
                self._shelf.settle(ref)
            else:
                self._shelf.project([(ref, value)])

    def _fold(self, refs: frozenset[Ref], op_ids: frozenset[str]) -> tuple[States, set[Ref]]:
        confirmed = {ref: self._shelf.confirmed(ref) for ref in refs}
        states = States(confirmed, dict(confirmed))
        waiting = self._outbox.waiting()
        touched: set[Ref] = set()
        for envelope in self._outbox.by_ids(op_ids):
            claimed = partial(self._claims.taken_before, place=(envelope.epoch, envelope.seq), waiting=waiting)
            programme = self._programme(envelope.draft.programme_version)
            world = ReplayWorld(programme, self._directory, self._shelf, states, claimed)
            changes = _changes(self._outcome(envelope, world))
            states.now.update(changes)
            remember_touches(self._connection, envelope.draft.op_id, [ref for ref, _ in changes])
            touched |= {ref for ref, _ in changes}
        return states, touched

    def _outcome(self, envelope: Envelope, world: ReplayWorld) -> Outcome | None:
        draft = envelope.draft
        operation = read_operation(draft.kind, draft.schema_version, draft.payload)
        if isinstance(operation, UnknownOperation | InvalidOperation):
            return None
        context = Context(
            draft.op_id,
            draft.wall_time,
            self._store_id,
            self._device_id,
            self._person(envelope.actor),
            self._person(envelope.approver),
        )
        return apply(operation, context, world)

    def _person(self, signature: Signature | None) -> StaffMember | None:
        return self._directory.staff_member(signature.staff_id) if signature else None

    def _programme(self, version: int) -> Programme:
        newest = self._directory.programme
        if newest is None:
            raise Bug("operations are folded in before a programme has come")
        if newest.version == version:
            return newest
        if version not in self._programmes:
            # What is shown is provisional anyway: the centre decides by the version that was meant.
            self._programmes[version] = read_programme(self._connection, version) or newest
        return self._programmes[version]


def _changes(outcome: Outcome | None) -> list[tuple[Ref, Aggregate]]:
    match outcome:
        case Applied():
            return changed_by(outcome)
        case Held(drum=Drum() as drum):
            return [((AggregateKind.DRUM, drum.drum_id), drum)]
        case Held() | Duplicate() | None:
            return []
