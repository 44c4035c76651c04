"""One local transaction on a device's database, as the use cases see it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from shared.application.ports import AskedBack, DeviceNotReady, Signers
from shared.application.views import Arriving, CentreAnswer, Disk, HeldOperation, Link, SyncState
from shared.domain.calendar import end_of_day
from shared.domain.devices import Device
from shared.domain.drums import Drum
from shared.domain.hunts import SpotContent
from shared.domain.member import Member
from shared.domain.operations import Ask, Operation, Receipt, ReleaseHeld
from shared.domain.pins import PinAttempts
from shared.domain.programme import Programme
from shared.domain.rules import Applied, Context, HeldReason
from shared.domain.rules.redemptions import cancel_claim
from shared.domain.rules.resolving import resolve
from shared.domain.staff import StaffMember
from shared.domain.vouchers import Voucher, VoucherContent
from shared.runtime.trouble import Bug
from shared.storage.claims import Claims
from shared.storage.device_schema import damage, pin_attempt, touch, unseen_award
from shared.storage.directory import Directory
from shared.storage.loading import Loading, Loadings
from shared.storage.outbox import Outbox
from shared.storage.prepared import Prepared
from shared.storage.shelf import Aggregate, Ref, Shelf
from shared.storage.shelf_statements import upsert
from shared.wire.envelope import Draft, Signature, signed_bytes
from shared.wire.feed import AggregateKind, HeldRow, Verdict
from shared.wire.json import WireError, decode
from shared.wire.operations import SCHEMA_VERSION, kind_of, write_operation
from shared.wire.spot_code import read_spot
from shared.wire.voucher_code import read_voucher

CLOCKS_APART = timedelta(days=2)
"""Whoever bought something was here on the receipt's day, by whatever clock."""
RELEASE, REJECT = "release_held", "reject_held"
_TOUCH = Prepared(insert(touch).on_conflict_do_nothing())
_SEE_LATER = Prepared(insert(unseen_award).on_conflict_do_nothing())
_UNSEEN = Prepared(select(unseen_award.c.award_id).where(unseen_award.c.member_id == bindparam("member")))
_SEEN = Prepared(delete(unseen_award).where(unseen_award.c.member_id == bindparam("member")))
_ATTEMPTS = select(pin_attempt.c.count, pin_attempt.c.last_at).where(pin_attempt.c.staff_id == bindparam("person"))
_COUNT = upsert(pin_attempt, ("staff_id",), ("count", "last_at"))
_LOST = select(func.coalesce(func.sum(damage.c.lost), 0)).where(damage.c.at > bindparam("since"))


@dataclass(frozen=True, slots=True)
class DeviceStanding:
    """What a transaction must know of its device: who it is, its queue's epoch, its clock, how line and disk stand."""

    device_id: str
    store_id: str
    epoch: int
    boot_id: str
    monotonic_ms: Callable[[], int]
    link: Link
    last_contact_at: datetime | None
    disk: Callable[[], Disk]
    lost_since: Callable[[], datetime]


class DeviceTransaction:
    """Implements `application.ports.Transaction` over one connection; `make_durable` commits it."""

    def __init__(
        self,
        connection: Connection,
        standing: DeviceStanding,
        directory: Directory,
        shelf: Shelf,
        make_durable: Callable[[], None] | None,
    ) -> None:
        if directory.programme is None:
            raise DeviceNotReady("no programme has reached this device yet")
        self._programme = directory.programme
        self._connection = connection
        self._standing = standing
        self._directory = directory
        self._shelf = shelf
        self._outbox = Outbox(connection, standing.device_id)
        self._claims = Claims(connection)
        self._make_durable = make_durable

    @property
    def at_centre(self) -> bool:
        return False

    @property
    def programme(self) -> Programme:
        return self._programme

    def member(self, member_id: str) -> Member | None:
        return self._shelf.member(member_id)

    def members(self, member_ids: list[str]) -> list[Member]:
        """Return those members that are known, in this order."""
        return self._shelf.members(member_ids)

    def drum(self, drum_id: str) -> Drum | None:
        return self._shelf.drum(drum_id)

    def voucher(self, voucher_id: str) -> Voucher | None:
        return self._shelf.voucher(voucher_id)

    def read_voucher(self, code: str) -> VoucherContent | None:
        return read_voucher(code, self._directory.device_by_number)

    def read_spot(self, code: str) -> SpotContent | None:
        return read_spot(code, self._directory.device_by_number)

    def claimed(self, key: str) -> str | None:
        return self._claims.taken(key)

    def devices(self, store_id: str) -> tuple[Device, ...]:
        return tuple(device for device in self._directory.devices if device.store_id == store_id)

    def append(self, operation: Operation, context: Context, applied: Applied, signers: Signers) -> None:
        draft = Draft(
            device_id=self._standing.device_id,
            op_id=context.op_id,
            kind=kind_of(operation),
            schema_version=SCHEMA_VERSION,
            programme_version=self._programme.version,
            payload=write_operation(operation),
            wall_time=context.at,
            monotonic_ms=self._standing.monotonic_ms(),
            boot_id=self._standing.boot_id,
        )
        message = signed_bytes(draft)
        actor, approver = (
            Signature(signer.staff.staff_id, signer.sign(message).hex()) if signer else None
            for signer in (signers.actor, signers.approver)
        )
        self._outbox.append(draft, self._standing.epoch, actor, approver)
        changes = changed_by(applied)
        self._shelf.project(changes)
        remember_touches(self._connection, context.op_id, [ref for ref, _ in changes])
        self._claims.change(context.op_id, applied.claims, applied.released)

    def member_by_card(self, code_hash: str) -> str | None:
        return self._shelf.member_by_card(code_hash)

    def member_by_number(self, number: str) -> str | None:
        return self._shelf.member_by_number(number)

    def member_by_receipt(self, receipt: Receipt) -> str | None:
        since = end_of_day(receipt.business_date - CLOCKS_APART, self._programme.time_zone)
        return self._shelf.member_by_receipt(receipt.key, int(since.timestamp() * 1000))

    def staff_by_badge(self, badge_hash: str) -> StaffMember | None:
        return next((person for person in self._directory.staff if person.badge_hash == badge_hash), None)

    def staff_member(self, staff_id: str) -> StaffMember | None:
        return self._directory.staff_member(staff_id)

    def roster(self) -> tuple[StaffMember, ...]:
        store_id = self._standing.store_id
        return tuple(p for p in self._directory.staff if p.active and p.store_id == store_id)

    def device(self, device_id: str) -> Device | None:
        return self._directory.by_id.get(device_id)

    def drums_held(self, campaign: str) -> tuple[Drum, ...]:
        return self._shelf.drums_held(campaign)

    def drums_of_store(self) -> tuple[Drum, ...]:
        return self._shelf.drums_of_store(self._standing.store_id)

    def asked_back(self) -> AskedBack:
        return self._shelf.asked_back()

    def vouchers_waiting(self) -> tuple[Voucher, ...]:
        return self._shelf.vouchers_waiting(device.number for device in self.devices(self._standing.store_id))

    def is_confirmed(self, op_id: str) -> bool:
        return not self._outbox.is_waiting(op_id)

    def answer_to(self, op_id: str) -> CentreAnswer | None:
        result = self._outbox.result_of(op_id)
        if result is None:
            return None
        return CentreAnswer(result.verdict is Verdict.APPLIED, result.reason, result.detail)

    def questions(self) -> tuple[tuple[str, Ask], ...]:
        return self._outbox.asked()

    def is_taken_back(self, op_id: str) -> bool:
        return self._claims.taken(cancel_claim(op_id)) is not None

    def set_unseen(self, member_id: str, award_id: str) -> None:
        _SEE_LATER.run(self._connection, member_id=member_id, award_id=award_id)

    def unseen(self, member_id: str) -> tuple[str, ...]:
        return tuple(row[0] for row in _UNSEEN.rows(self._connection, member=member_id))

    def clear_unseen(self, member_id: str) -> None:
        _SEEN.run(self._connection, member=member_id)

    def pin_attempts(self, staff_id: str) -> PinAttempts:
        row = self._connection.execute(_ATTEMPTS, {"person": staff_id}).first()
        return PinAttempts(row[0], row[1]) if row else PinAttempts()

    def set_pin_attempts(self, staff_id: str, attempts: PinAttempts) -> None:
        row = {"staff_id": staff_id, "count": attempts.count, "last_at": attempts.last_at}
        self._connection.execute(_COUNT, row)

    def held_operations(self) -> tuple[HeldOperation, ...]:
        held = [decode(HeldRow, body) for body in self._shelf.of_kind(AggregateKind.HELD)]
        held.sort(key=lambda row: (row.at, row.op_id), reverse=True)
        spoken = {
            operation.held
            for operation in map(_read_settling, self._outbox.waiting_of((RELEASE, REJECT)))
            if operation is not None
        }
        return tuple(self._held_operation(row, settling=row.op_id in spoken) for row in held)

    def sync_state(self) -> SyncState:
        return SyncState(
            self._standing.link,
            self._standing.last_contact_at,
            self._outbox.waiting_count(),
            self._shelf.count(AggregateKind.HELD),
            _arriving(Loadings(self._connection).all()),
            self._standing.disk(),
            int(self._connection.execute(_LOST, {"since": self._standing.lost_since()}).scalar_one()),
        )

    def commit(self) -> None:
        if self._make_durable is None:
            raise Bug("a transaction for reading has nothing to commit")
        self._make_durable()

    def _held_operation(self, row: HeldRow, *, settling: bool) -> HeldOperation:
        device = self.device(row.device_id)
        staff = self.staff_member(row.staff_id) if row.staff_id else None
        member = resolve(self, row.member_id) if row.member_id else None
        other = resolve(self, row.detail) if row.reason is HeldReason.POSSIBLE_DUPLICATE else None
        return HeldOperation(
            op_id=row.op_id,
            kind=row.kind,
            reason=row.reason,
            detail=row.detail,
            at=row.at,
            device_label=device.label if device else "",
            staff_name=staff.name if staff else "",
            member_id=row.member_id,
            nickname=member.nickname if member else "",
            clashes=row.clashes,
            tries=row.tries,
            settling=settling,
            other=((other.profile.name if other.profile else "") or other.nickname) if other is not None else "",
        )


def _read_settling(payload: bytes) -> ReleaseHeld | None:
    """Read which operation a waiting word is about; releasing and rejecting name it alike."""
    try:
        return decode(ReleaseHeld, payload)
    except WireError:
        return None


def _arriving(loadings: tuple[Loading, ...]) -> Arriving | None:
    """Sum up what is being loaded, each snapshot by its chunks."""
    if not loadings:
        return None
    share = sum(each.done for each in loadings) / max(sum(each.chunks for each in loadings), 1)
    return Arriving(share, sum(each.members for each in loadings), any(each.fresh for each in loadings))


def changed_by(applied: Applied) -> list[tuple[Ref, Aggregate]]:
    """Return the aggregates that an outcome changes, by kind and key."""
    changes: list[tuple[Ref, Aggregate]] = [
        ((AggregateKind.MEMBER, beside.member.member_id), beside.member) for beside in applied.beside
    ]
    if applied.member is not None:
        changes.append(((AggregateKind.MEMBER, applied.member.member_id), applied.member))
    if applied.drum is not None:
        changes.append(((AggregateKind.DRUM, applied.drum.drum_id), applied.drum))
    if applied.voucher is not None:
        changes.append(((AggregateKind.VOUCHER, applied.voucher.voucher_id), applied.voucher))
    return changes


def remember_touches(connection: Connection, op_id: str, refs: list[Ref]) -> None:
    """Note which aggregates a waiting operation changes."""
    _TOUCH.run_many(connection, [{"op_id": op_id, "kind": kind, "key": key} for kind, key in refs])
