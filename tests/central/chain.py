"""A small chain around a real central database, and devices made by hand from the wire's own functions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import ColumnElement, Row, Table, func, insert, select

from shared.central import office, schema
from shared.central.applier import Applier
from shared.central.database import reading
from shared.central.housekeeping import keep_house
from shared.central.member_pins import PinDesk, pin_key
from shared.central.stock import count_stock
from shared.central.storeroom import deliver_stock
from shared.domain.devices import Device, DeviceKind
from shared.domain.drums import Drum, draw, record
from shared.domain.member import Member, Profile
from shared.domain.operations import EnrolMember, Operation, ReleaseDrum, TakeTurn
from shared.domain.points import Bucket
from shared.domain.programme import PrizeKind, Programme
from shared.domain.staff import StaffMember
from shared.domain.vouchers import Voucher, VoucherContent
from shared.storage.outbox import row_of
from shared.wire.enrolment import Enrolment
from shared.wire.envelope import GENESIS, Draft, Envelope, Signature, put_in_place, signed_bytes
from shared.wire.feed import AggregateKind, Audience, DrumRow, OperationResult, store_scope
from shared.wire.json import decode
from shared.wire.keys import device_keys, unseal
from shared.wire.operations import SCHEMA_VERSION, kind_of, write_operation
from shared.wire.voucher_code import write_voucher
from tests.centres import found_centre
from tests.domain.small_shop import NOON, STORE, small_programme
from tests.fakes import AtOnce


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague with the key in hand."""

    staff: StaffMember
    key: Ed25519PrivateKey

    def sign(self, draft: Draft) -> Signature:
        return Signature(self.staff.staff_id, self.key.sign(signed_bytes(draft)).hex())


class Chain:
    """A centre at `url` with a programme; its clock is `now`."""

    def __init__(self, url: str, data: Path, programme: Programme | None = None) -> None:
        data.mkdir(exist_ok=True)
        self.now = NOON
        self.url = url
        self.secrets, self.engine = found_centre(url, data)
        self.programme = programme or small_programme()
        office.apply_programme(self.engine, self.programme, self.now, pin_key(self.secrets.member_pin_key))
        self.pins = PinDesk(self.engine, bytes.fromhex(self.secrets.member_pin_key), AtOnce())
        self.applier = Applier(self.engine, lambda: self.now, pins=self.pins)
        self._people = 0

    def close(self) -> None:
        self.engine.dispose()

    def device(
        self, kind: DeviceKind = DeviceKind.KIOSK, store: str = STORE, *, counter: bool = False
    ) -> "HandMadeDevice":
        """Enrol a device."""
        enrolment = office.add_device(
            self.engine, self.secrets, self.url, (store, kind, f"{kind} of {store}"), self.now, counter=counter
        )
        return HandMadeDevice(self, enrolment)

    def person(self, role: str, store: str = STORE, *, active: bool = True) -> Person:
        """Admit a colleague, perhaps one who has left since."""
        self._people += 1
        key = Ed25519PrivateKey.from_private_bytes(bytes([self._people]) * 32)
        public = key.public_key().public_bytes_raw().hex()
        staff = StaffMember(
            f"{self._people:032x}", role.title(), role, store, f"{self._people:064x}", public, "", "", active
        )
        office.admit_staff(self.engine, staff, self.now)
        return Person(staff, key)

    def deliver(self, *pieces: tuple[str, int], store: str = STORE, campaign: str = "wheel") -> None:
        """Bring goods into a store."""
        deliver_stock(self.engine, store, campaign, pieces, self.now)

    def settle(self) -> int:
        """Apply everything that waits, keep house, and return how many operations there were."""
        applied = 0
        while batch := self.applier.apply_next():
            applied += batch
        keep_house(self.engine, self.now)
        return applied

    def member(self, member_id: str) -> Member:
        return decode(Member, self.body(schema.member, schema.member.c.member_id, member_id))

    def voucher(self, voucher_id: str) -> Voucher:
        return decode(Voucher, self.body(schema.voucher, schema.voucher.c.voucher_id, voucher_id))

    def body(self, table: Table, column: ColumnElement[str], key: str) -> bytes:
        with reading(self.engine) as connection:
            body: bytes = connection.execute(select(table.c.body).where(column == key)).scalar_one()
            return body

    def result(self, op_id: str) -> tuple[str, str | None]:
        """Return an operation's verdict and reason."""
        with reading(self.engine) as connection:
            row = connection.execute(select(schema.op_result).where(schema.op_result.c.op_id == op_id)).one()
            return row.verdict, row.reason

    def rows(self, table: Table) -> list[Row[Any]]:
        """Return every row of a table."""
        with reading(self.engine) as connection:
            return list(connection.execute(select(table)))

    def feed(self, scope: str) -> list[Row[Any]]:
        """Return every row of a scope, in order."""
        with reading(self.engine) as connection:
            query = select(schema.feed).where(schema.feed.c.scope == scope).order_by(schema.feed.c.position)
            return list(connection.execute(query))

    def enrol(self, tablet: "HandMadeDevice", by: Person, number: int = 1) -> str:
        """Enrol a member and settle; return her id."""
        member_id = f"{number:032x}"
        profile = Profile("山田 花", "ヤマダ ハナ", "+819012345678", "", date(1990, 5, 1))
        enrolment = tablet.enrolment
        operation = EnrolMember(
            member_id, f"{number:012d}", f"{number:064x}", f"Hana {number}", "ja", enrolment.store_id, profile
        )
        op_id = tablet.send(operation, by)
        self.settle()
        assert self.result(op_id) == ("applied", None)
        return member_id


class HandMadeDevice:
    """A device that builds envelopes with the wire's functions and writes them to the inbox."""

    def __init__(self, chain: Chain, enrolment: Enrolment) -> None:
        self.chain = chain
        self.enrolment = enrolment
        self.keys = device_keys(bytes.fromhex(enrolment.secret))
        self.seq = 0
        self.prev_hash = GENESIS
        self._drums: dict[str, Drum] = {}

    @property
    def device_id(self) -> str:
        return self.enrolment.device_id

    def draft(self, operation: Operation, at: datetime | None = None, programme_version: int = 1) -> Draft:
        """Begin an envelope: this moment, on this device."""
        wall_time = at or self.chain.now
        return Draft(
            device_id=self.device_id,
            op_id=f"{self.enrolment.number:08x}{self.seq + 1:024x}",
            kind=kind_of(operation),
            schema_version=SCHEMA_VERSION,
            programme_version=programme_version,
            payload=write_operation(operation),
            wall_time=wall_time,
            monotonic_ms=int((wall_time - NOON) / timedelta(milliseconds=1)) + 10**10,
            boot_id="boot",
        )

    def send(
        self,
        operation: Operation,
        actor: Person | None = None,
        approver: Person | None = None,
        at: datetime | None = None,
    ) -> str:
        """Put an operation into the inbox and return its id; nothing is applied yet."""
        draft = self.draft(operation, at)
        return self.send_draft(draft, actor.sign(draft) if actor else None, approver.sign(draft) if approver else None)

    def send_draft(self, draft: Draft, actor: Signature | None = None, approver: Signature | None = None) -> str:
        """Seal a draft into its place and put it into the inbox."""
        envelope = put_in_place(draft, self.enrolment.epoch, self.seq + 1, self.prev_hash, actor, approver)
        return self.store(envelope)

    def store(self, envelope: Envelope) -> str:
        """Put an envelope into the inbox as it is."""
        draft = envelope.draft
        row = {
            "device_id": draft.device_id,
            **row_of(envelope),
            "sent_monotonic_ms": int((self.chain.now - NOON) / timedelta(milliseconds=1)) + 10**10,
            "sent_boot_id": "boot",
            "received_at": self.chain.now,
        }
        with self.chain.engine.begin() as connection:
            connection.execute(insert(schema.inbox).values(row))
        self.seq, self.prev_hash = envelope.seq, envelope.hash
        return draft.op_id

    def drums(self) -> list[Drum]:
        """Return the drums that were lent to this kiosk, seeds unsealed, with the turns it took itself."""
        for row in self.chain.feed(store_scope(self.enrolment.store_id, Audience.KIOSK)):
            if row.aggregate != AggregateKind.DRUM:
                continue
            carried = decode(DrumRow, row.body)
            if carried.drum.holder == self.device_id and carried.drum.drum_id not in self._drums:
                seed = unseal(self.keys, bytes.fromhex(carried.sealed_seed))
                assert seed is not None
                self._drums[carried.drum.drum_id] = replace(carried.drum, seed=seed.hex())
        return list(self._drums.values())

    def release_recalled(self) -> int:
        """Give back the drums that the centre wants, as an honest kiosk does once it has read its feed."""
        released = 0
        self.drums()
        for row in self.chain.feed(store_scope(self.enrolment.store_id, Audience.KIOSK)):
            drum = self._drums.get(row.key)
            recalled = row.aggregate == AggregateKind.DRUM and decode(DrumRow, row.body).drum.state == "recalled"
            if recalled and drum is not None and drum.balls_left:
                self.send(ReleaseDrum(drum.drum_id, drum.turns))
                self._drums[row.key] = replace(drum, left=())
                released += 1
        return released

    def turn(self, member_id: str, ticket_id: str, choice: str = "star") -> TakeTurn | None:
        """Take a turn of the oldest drum with balls, as an honest kiosk does; None when the wheel rests."""
        drum = next((drum for drum in self.drums() if drum.balls_left), None)
        if drum is None:
            return None
        drawn = draw(drum, choice, ticket_id)
        wheel = self.chain.programme.wheel(drum.campaign)
        assert wheel is not None
        prize = wheel.prize(drawn.prize)
        code, until = None, None
        if prize.kind is not PrizeKind.POINTS:
            until = date(2026, 4, 30)
            content = VoucherContent(self.enrolment.number, wheel.number, drum.drum_id, drawn.turn, prize.ball, until)
            code = write_voucher(content, self.keys)
        self._drums[drum.drum_id] = record(drum, drawn)
        return TakeTurn(member_id, ticket_id, drum.drum_id, drawn.turn, choice, drawn.prize, drawn.proof, code, until)


def assert_all_balances(chain: Chain) -> None:
    """Check what must hold of any central database at any time."""
    with reading(chain.engine) as connection:
        members = [decode(Member, body) for body in connection.execute(select(schema.member.c.body)).scalars()]
        ledger = schema.ledger
        sums = {
            (row.member_id, row.bucket, row.year): int(row[3])
            for row in connection.execute(
                select(ledger.c.member_id, ledger.c.bucket, ledger.c.year, func.sum(ledger.c.points)).group_by(
                    ledger.c.member_id, ledger.c.bucket, ledger.c.year
                )
            )
        }
        for member in members:
            account = member.account
            assert sums.get((member.member_id, Bucket.BALANCE, None), 0) == account.balance_points
            assert sums.get((member.member_id, Bucket.PENDING, None), 0) == account.pending_points
            assert sums.get((member.member_id, Bucket.HELD, None), 0) == member.held_points
            for entry in account.qualifying:
                assert sums.get((member.member_id, Bucket.QUALIFYING, entry.year), 0) == entry.points
        assert all(count.holds for count in count_stock(connection))
        heads = {row.scope: row.position for row in connection.execute(select(schema.scope_head))}
        feed = schema.feed
        for scope, count, first, last in connection.execute(
            select(feed.c.scope, func.count(), func.min(feed.c.position), func.max(feed.c.position)).group_by(
                feed.c.scope
            )
        ):
            assert (first, last, count) == (1, heads[scope], heads[scope])
        applied = connection.execute(select(func.sum(schema.progress.c.applied_seq))).scalar_one()
        assert connection.execute(select(func.count()).select_from(schema.op_result)).scalar_one() == (applied or 0)


def results_in(rows: Iterable[Row[Any]]) -> list[OperationResult]:
    """Return the results that feed rows carry."""
    return [decode(OperationResult, row.result) for row in rows if row.result is not None]


def device_of(chain: Chain, device: HandMadeDevice) -> Device:
    """Return a device as the directory has it."""
    return decode(Device, chain.body(schema.device, schema.device.c.device_id, device.device_id))
