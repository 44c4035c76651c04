"""A chain of ten stores over a server that loses nothing, its members, and a day's operations of its devices."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from shared.central.database import writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.state import CentralState
from shared.domain.codes import member_number
from shared.domain.devices import DeviceKind
from shared.domain.drums import Drum, draw, new_drum, record
from shared.domain.earning import PurchaseLine
from shared.domain.member import Card, CardState, Member
from shared.domain.operations import (
    AdjustPoints,
    EnrolMember,
    HandOverPrize,
    Operation,
    Receipt,
    RecordPurchase,
    RecordVisit,
    TakeTurn,
)
from shared.domain.programme import BallCount, PrizeKind, Programme, Store
from shared.domain.vouchers import VoucherContent
from shared.wire.enrolment import Enrolment
from shared.wire.envelope import GENESIS, Draft, Envelope, put_in_place
from shared.wire.json import encode
from shared.wire.keys import DeviceKeys, device_keys
from shared.wire.operations import SCHEMA_VERSION, kind_of, write_operation
from shared.wire.voucher_code import write_voucher
from tests.benchmarks.people import Place, member_id_of, members
from tests.central.chain import Chain, Person
from tests.domain.small_shop import GOLD, REASON, RED, WHEEL, WHITE
from tests.sync.chain import current_programme

STORES: Final = tuple(f"store-{number}" for number in range(10))
BOOT: Final = "boot"
_DRUM: Final = (BallCount(GOLD, 300), BallCount(RED, 2_700), BallCount(WHITE, 57_000))
_DRAWN_PER_STORE: Final = 100
"""Members of a store that are drawn one by one; the others are like them, under names of their own."""
_COLUMNS: Final = {
    "member": (
        *("member_id", "number", "home_store", "balance_points", "pending_points", "due_at", "version", "body"),
    ),
    "member_alias": ("code_hash", "member_id", "state"),
    "holding": ("kind", "id", "holder", "state"),
}


@dataclass(slots=True)
class Author:
    """A device that writes operations into its queue; nobody has sent them yet."""

    enrolment: Enrolment
    keys: DeviceKeys
    queue: list[Envelope] = field(default_factory=list)
    seq: int = 0
    tail: str = GENESIS

    def write(self, operation: Operation, at: datetime, by: Person | None = None) -> Envelope:
        """Add an operation."""
        self.seq += 1
        draft = Draft(
            device_id=self.enrolment.device_id,
            op_id=f"{self.enrolment.number:08x}{self.seq:024x}",
            kind=kind_of(operation),
            schema_version=SCHEMA_VERSION,
            programme_version=1,
            payload=write_operation(operation),
            wall_time=at,
            monotonic_ms=self.seq,
            boot_id=BOOT,
        )
        signature = by.sign(draft) if by else None
        sealed = put_in_place(draft, self.enrolment.epoch, self.seq, self.tail, signature)
        self.tail = sealed.hash
        self.queue.append(sealed)
        return sealed


@dataclass(slots=True)
class Branch:
    """A store: its kiosk with a drum, its counter tablet, and who stands there."""

    store_id: str
    kiosk: Author
    tablet: Author
    assistant: Person
    drum: Drum


class BigChain:
    """Ten stores with `crowd` members in a database of their own."""

    def __init__(self, url: str, folder: Path, crowd: int) -> None:
        self.programme = _programme()
        self.chain = Chain(url, folder, self.programme)
        self.chain.now = datetime.now(UTC)
        self.url = url
        self.crowd = crowd
        self.branches = tuple(self._branch(store_id) for store_id in STORES)
        self._chance = random.Random(crowd)
        self._visitors = iter(self._chance.sample(range(crowd), crowd))
        self._fill()

    def write_day(self, count: int) -> tuple[Author, ...]:
        """Let devices write about `count` operations into fresh queues, and return the devices.

        Of a hundred about thirty are visits, thirty-one turns, thirty purchases, five adjustments, and three or four
        enrolments and hand-overs; members come in no order, each once.
        """
        authors = tuple(author for branch in self.branches for author in (branch.kiosk, branch.tablet))
        for author in authors:
            author.queue = []
        for _ in range(-(-count * 3 // 10)):
            index = next(self._visitors)
            self._visit(self.branches[index % len(self.branches)], index)
        return authors

    def close(self) -> None:
        self.chain.close()

    def _visit(self, branch: Branch, index: int) -> None:
        chance, member_id, now = self._chance, member_id_of(index), self.chain.now
        day = now.astimezone(ZoneInfo(self.programme.time_zone)).date()
        branch.kiosk.write(RecordVisit(member_id, day), now)
        code = self._turn(branch, member_id, _ticket(index), now)
        if code is not None:
            branch.tablet.write(HandOverPrize(code), now, branch.assistant)
        lines = tuple(
            PurchaseLine(yen, yen // 11) for yen in (chance.randrange(200, 9_000), chance.randrange(100, 900))
        )
        receipt = Receipt(branch.store_id, "01", day, f"{index}")
        branch.tablet.write(RecordPurchase(f"p-{index}", member_id, lines, receipt), now, branch.assistant)
        if index % 6 == 0:
            branch.tablet.write(
                AdjustPoints(member_id, chance.randrange(-30, 60) or 1, REASON, ""), now, branch.assistant
            )
        if index % 9 == 0:
            fresh = self.crowd + index
            operation = EnrolMember(
                member_id_of(fresh), _number(fresh), f"{fresh:064x}", "Hana", "ja", branch.store_id, None
            )
            branch.tablet.write(operation, now, branch.assistant)

    def _turn(self, branch: Branch, member_id: str, ticket_id: str, at: datetime) -> str | None:
        """Turn the kiosk's drum, and return the voucher if goods were won."""
        drawn = draw(branch.drum, "star", ticket_id)
        wheel = self.programme.wheel(WHEEL)
        assert wheel is not None
        prize = wheel.prize(drawn.prize)
        code, until = None, None
        if prize.kind is not PrizeKind.POINTS:
            until = at.date() + timedelta(days=wheel.collect_days)
            number = branch.kiosk.enrolment.number
            content = VoucherContent(number, wheel.number, branch.drum.drum_id, drawn.turn, prize.ball, until)
            code = write_voucher(content, branch.kiosk.keys)
        operation = TakeTurn(
            member_id, ticket_id, branch.drum.drum_id, drawn.turn, "star", drawn.prize, drawn.proof, code, until
        )
        branch.kiosk.write(operation, at)
        branch.drum = record(branch.drum, drawn)
        return code

    def _branch(self, store_id: str) -> Branch:
        kiosk = self.chain.device(DeviceKind.KIOSK, store_id).enrolment
        tablet = self.chain.device(DeviceKind.TABLET, store_id, counter=True).enrolment
        number = STORES.index(store_id)
        drum = new_drum(f"{number:032x}", WHEEL, 1, store_id, kiosk.device_id, 1, _DRUM, bytes([number + 1]) * 32)
        with writing(self.chain.engine) as connection:
            state = CentralState(connection, ChainDirectory(connection), self.chain.now)
            state.save_drum(drum)
            write_feed(connection, state.notes)
        first, second = (Author(each, device_keys(bytes.fromhex(each.secret))) for each in (kiosk, tablet))
        return Branch(store_id, first, second, self.chain.person("assistant", store_id), drum)

    def _fill(self) -> None:
        """Bring the members in by COPY: as they would be had they come one by one."""
        url = make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)
        with ExitStack() as stack:
            copies = {}
            for table, columns in _COLUMNS.items():
                cursor = stack.enter_context(psycopg.connect(url)).cursor()
                words = sql.SQL("COPY {} ({}) FROM STDIN").format(
                    sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
                )
                copies[table] = stack.enter_context(cursor.copy(words))
            for member in self._members():
                for table, row in _rows(member).items():
                    copies[table].write_row(row)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")

    def _members(self) -> Iterator[Member]:
        code_key = bytes.fromhex(self.chain.secrets.code_key)
        places = (
            Place(branch.store_id, branch.kiosk.enrolment.device_id, WHEEL, code_key, self.chain.now)
            for branch in self.branches
        )
        drawn = [tuple(members(place, _DRAWN_PER_STORE)) for place in places]
        for index in range(self.crowd):
            pattern = drawn[index % len(drawn)][index // len(drawn) % _DRAWN_PER_STORE]
            yield replace(
                pattern,
                member_id=member_id_of(index),
                number=_number(index),
                cards=(Card(f"{index:064x}", CardState.CURRENT),),
                tickets=tuple(replace(ticket, ticket_id=_ticket(index)) for ticket in pattern.tickets),
            )


def _rows(member: Member) -> dict[str, tuple[object, ...]]:
    account = member.account
    due = min(lot.expires_at for lot in account.lots)
    points = account.balance_points, account.pending_points
    return {
        "member": (member.member_id, member.number, member.home_store, *points, due, 1, encode(member)),
        "member_alias": (member.cards[0].code_hash, member.member_id, member.cards[0].state),
        "holding": ("ticket", member.tickets[0].ticket_id, member.tickets[0].holder, "open"),
    }


def _programme() -> Programme:
    """Return a programme for ten stores, whose wheel runs today."""
    programme = current_programme()
    names = programme.stores[0].name
    return replace(programme, stores=tuple(Store(store_id, names, names) for store_id in STORES))


def _number(index: int) -> str:
    return member_number(index * 499_979 % 10**11)


def _ticket(index: int) -> str:
    return f"ticket-{index}"
