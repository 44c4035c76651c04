"""The report views, each against figures worked out from the aggregates, after random work in a shop."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import MetaData, RowMapping, inspect, make_url, text

from shared.central import schema
from shared.central.database import reading
from shared.central.migrate import migrate_centre
from shared.central.postgres_reports import REPORT_ROLE
from shared.central.report_views import REPORT_VIEWS
from shared.central.reports import drop_views, refresh_views
from shared.domain.calendar import programme_day
from shared.domain.devices import DeviceKind
from shared.domain.drums import Drum
from shared.domain.earning import PurchaseLine
from shared.domain.member import Member
from shared.domain.operations import AdjustPoints, HandOverPrize, RecordPurchase, RecordVisit, ReturnPurchase
from shared.domain.points import Bucket
from shared.wire.json import decode
from tests.central.chain import Chain, Person
from tests.domain.small_shop import OTHER_STORE, REASON, STORE
from tests.postgres import PostgresServer


@dataclass(frozen=True, slots=True)
class Worked:
    """What a random history has left that the database does not say in one place."""

    members: tuple[Member, ...]
    handed_over: Counter[str]
    turns: int


def work(chain: Chain, seed: int, acts: int = 36) -> Worked:
    """Let two stores do things at random for some months."""
    chance = random.Random(seed)
    kiosk, tablet = chain.device(), chain.device(DeviceKind.TABLET, counter=True)
    far = chain.device(DeviceKind.TABLET, OTHER_STORE, counter=True)
    people: dict[str, Person] = {STORE: chain.person("manager"), OTHER_STORE: chain.person("manager", OTHER_STORE)}
    chain.deliver(("gold", 5), ("red", 9))
    ids = [chain.enrol(tablet, people[STORE], number) for number in (1, 2)]
    ids.append(chain.enrol(far, people[OTHER_STORE], 3))
    handed_over: Counter[str] = Counter()
    bought = turns = vouchers = 0
    for _ in range(acts):
        member_id, at = chance.choice(ids), chance.choice((tablet, tablet, far))
        by = people[at.enrolment.store_id]
        match chance.randrange(7):
            case 0 | 1:
                bought += 1
                lines = (PurchaseLine(chance.randrange(1, 9_000), 0),)
                at.send(RecordPurchase(f"p{bought}", member_id, lines), by)
            case 2:
                at.send(AdjustPoints(member_id, chance.randrange(-90, 90) or 1, REASON, ""), by)
            case 3 if purchases := chain.member(member_id).purchases:
                purchase = chance.choice(purchases)
                back = chance.randrange(purchase.line_yen[0] - purchase.returned_yen[0] + 1)
                at.send(ReturnPurchase(member_id, purchase.purchase_id, (back,)), by)
            case 4:
                kiosk.send(RecordVisit(member_id, programme_day(chain.now, "Asia/Tokyo")))
            case 5:
                chain.now += timedelta(days=chance.choice((0, 1, 40, 200)))
            case _:
                mine = [t for t in chain.member(member_id).tickets if t.holder == kiosk.device_id]
                turn = kiosk.turn(member_id, mine[0].ticket_id) if mine else None
                if turn is not None:
                    kiosk.send(turn)
                    turns += 1
                vouchers += turn is not None and turn.voucher_code is not None
                if turn is not None and turn.voucher_code and vouchers % 2:
                    op_id = tablet.send(HandOverPrize(turn.voucher_code), people[STORE])
                    chain.settle()
                    handed_over[turn.prize] += chain.result(op_id)[0] == "applied"
        chain.settle()
    kiosk.send(RecordVisit("f" * 32, programme_day(chain.now, "Asia/Tokyo")))
    chain.now += timedelta(days=500)
    chain.settle()
    return Worked(tuple(chain.member(member_id) for member_id in ids), handed_over, turns)


def report(chain: Chain, name: str) -> list[RowMapping]:
    with reading(chain.engine) as connection:
        return list(connection.execute(text(f"SELECT * FROM {name}")).mappings())


def moment(value: str | datetime) -> datetime:
    """Read an instant as either database gives it."""
    return datetime.fromisoformat(f"{value}+00:00") if isinstance(value, str) else value


def day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


@pytest.fixture
def worked(chain: Chain) -> Worked:
    return work(chain, 4)


def test_each_view_says_what_its_aggregates_say(worked: Worked, chain: Chain) -> None:
    balance_is_right(worked, chain)
    awards_are_right(worked, chain)
    stock_is_right(worked, chain)
    devices_are_right(chain)
    held_is_right(chain)
    liability_is_right(worked, chain)
    prizes_are_right(chain)
    ledger = report(chain, "report_ledger")
    assert {row["kind"] for row in ledger} >= {"grant", "spend", "expire", "reverse", "shortfall", "settle"}
    assert len(ledger) == len(chain.rows(schema.ledger))
    assert sum(row["points"] for row in ledger) == sum(row.points for row in chain.rows(schema.ledger))


def balance_is_right(worked: Worked, chain: Chain) -> None:
    told = {row["member_id"]: row for row in report(chain, "report_balance")}
    assert len(told) == len(worked.members)
    for member in worked.members:
        row, account = told[member.member_id], member.account
        assert (row["status"], row["home_store"]) == ("active", member.home_store)
        assert moment(row["enrolled_at"]) == member.enrolled_at
        assert (row["balance_points"], row["pending_points"]) == (account.balance_points, account.pending_points)
        assert (int(row["debt_points"]), int(row["held_points"])) == (account.debt_points, 0)
        assert day(row["last_visit_on"]) == member.last_visit_on
        assert (row["open_tickets"], row["purchases_kept"]) == (len(member.tickets), len(member.purchases))


def awards_are_right(worked: Worked, chain: Chain) -> None:
    told = {row["award_id"]: row for row in report(chain, "report_award")}
    awards = {award.award_id: (member, award) for member in worked.members for award in member.awards}
    assert len(told) == worked.turns
    assert awards.keys() <= told.keys()
    for award_id, (member, award) in awards.items():
        row = told[award_id]
        assert (row["member_id"], row["prize"], row["campaign"]) == (member.member_id, award.prize, award.campaign)
        assert (row["verdict"], row["store_id"], row["ticket_id"]) == ("applied", STORE, award.ticket_id)
        assert (row["voucher_state"] or "issued") == award.state
        assert day(row["collect_until"]) == award.collect_until
        assert moment(row["turned_at"]) == award.won_at
        assert (row["handed_over_at"] is not None) == (award.state == "handed_over")
        assert (row["handed_over_store"] == STORE) == (award.state == "handed_over")


def stock_is_right(worked: Worked, chain: Chain) -> None:
    in_drums: Counter[str] = Counter()
    for lent in chain.rows(schema.drum):
        drum = decode(Drum, lent.body)
        for ball in drum.left if drum.is_out else ():
            in_drums[ball.prize] += ball.count
    for row in report(chain, "report_stock"):
        assert int(row["in_drums"]) == in_drums[row["prize"]]
        assert row["handed_over"] == worked.handed_over[row["prize"]]
        parts = ("in_drums", "awarded", "returned", "written_off", "free")
        assert row["delivered"] + row["counted"] == sum(int(row[part]) for part in parts)
        won = [award for member in worked.members for award in member.awards if award.prize == row["prize"]]
        assert row["lapsed"] == sum(award.state == "lapsed" for award in won)
        assert row["on_shelf"] == row["delivered"] - row["handed_over"]


def devices_are_right(chain: Chain) -> None:
    told = {row["device_id"]: row for row in report(chain, "report_device")}
    sent: Counter[str] = Counter(row.device_id for row in chain.rows(schema.inbox))
    held: Counter[str] = Counter(row.device_id for row in chain.rows(schema.held) if not row.released)
    assert len(told) == 3
    for device_id, row in told.items():
        assert (int(row["stored"]), int(row["applied"]), row["waiting"]) == (sent[device_id], sent[device_id], 0)
        assert (row["held"], row["waiting_since"]) == (held[device_id], None)
        assert row["label"] == f"{row['kind']} of {row['store_id']}"


def held_is_right(chain: Chain) -> None:
    told = {row["op_id"]: row["reason"] for row in report(chain, "report_held")}
    assert told == {row.op_id: row.reason for row in chain.rows(schema.op_result) if row.verdict == "held"}


def liability_is_right(worked: Worked, chain: Chain) -> None:
    closing: dict[str, int] = defaultdict(int)
    moved = 0
    rows = sorted(report(chain, "report_liability"), key=lambda row: (row["issuing_store"], row["month"]))
    for row in rows:
        assert row["opening_points"] == closing[row["issuing_store"]]
        kinds = ("purchased", "given", "adjusted", "reversed", "redeemed", "expired", "moved")
        change = sum(int(row[f"{kind}_points"]) for kind in kinds)
        assert row["opening_points"] + change == row["closing_points"]
        closing[row["issuing_store"]] = int(row["closing_points"])
        moved += int(row["moved_points"])
    accounts = [member.account for member in worked.members]
    assert sum(closing.values()) == sum(account.balance_points + account.pending_points for account in accounts)
    assert moved == 0
    postings = [row for row in chain.rows(schema.ledger) if row.bucket != Bucket.QUALIFYING]
    for name, kind in (("expired", "expire"), ("purchased", "grant")):
        told = sum(int(row[f"{name}_points"]) for row in rows)
        of = [p.points for p in postings if p.kind == kind and (kind == "expire" or p.source == "record_purchase")]
        assert told == sum(of)
    adjusted = [
        p.points for p in postings if p.source == "adjust_points" and p.kind not in ("expire", "settle", "mature")
    ]
    assert sum(int(row["adjusted_points"]) for row in rows) == sum(adjusted)
    assert {row["month"] for row in rows} == {p.business_day.year * 100 + p.business_day.month for p in postings}


def prizes_are_right(chain: Chain) -> None:
    told = {(row["campaign"], row["prize"]): row for row in report(chain, "report_prize")}
    expected = {(wheel.key, prize.key): prize for wheel in chain.programme.wheels for prize in wheel.prizes}
    assert told.keys() == expected.keys()
    for key, prize in expected.items():
        row = told[key]
        assert (row["kind"], row["retail_value_yen"], row["points"]) == (
            prize.kind,
            prize.retail_value_yen,
            prize.points,
        )
        assert (row["name_en"], row["name_ja"]) == (prize.name.en, prize.name.ja)


def test_a_later_month_opens_where_the_last_one_closed(sqlite_chain: Chain) -> None:
    chain = sqlite_chain
    tablet, manager = chain.device(DeviceKind.TABLET), chain.person("manager")
    member_id = chain.enrol(tablet, manager)
    tablet.send(RecordPurchase("p", member_id, (PurchaseLine(10_000, 0),)), manager)
    chain.settle()
    chain.now += timedelta(days=90)
    tablet.send(AdjustPoints(member_id, -30, REASON, ""), manager)
    chain.settle()
    first, second = report(chain, "report_liability")
    names = ("month", "opening_points", "purchased_points", "adjusted_points", "closing_points")
    assert [first[name] for name in names] == [202604, 0, 100, 0, 100]
    assert [second[name] for name in names] == [202607, 100, 0, -30, 70]


def test_every_column_is_described_and_there(chain: Chain) -> None:
    for view in REPORT_VIEWS:
        columns = inspect(chain.engine).get_columns(view.name)
        assert [column["name"] for column in columns] == list(view.columns)
        assert all(view.columns.values())


def test_views_are_made_once_and_again_after_a_change(chain: Chain) -> None:
    marks = chain.rows(schema.report_mark)
    migrate_centre(chain.engine)
    assert chain.rows(schema.report_mark) == marks
    with chain.engine.begin() as connection:
        drop_views(connection)
        assert not [name for name in inspect(connection).get_view_names() if name.startswith("report_")]
        refresh_views(connection, again=True)
    assert report(chain, "report_balance") == []


@pytest.fixture
def analyst(postgres: PostgresServer, chain_on_postgres: Chain) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Log in as an analyst who has the role and nothing else."""
    url = make_url(chain_on_postgres.url)
    admin = url.set(drivername="postgresql").render_as_string(hide_password=False)
    name = f"analyst_{url.database}"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'analyst'").format(sql.Identifier(name)))
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(REPORT_ROLE), sql.Identifier(name)))
    own = url.set(drivername="postgresql", username=name, password="analyst").render_as_string(hide_password=False)
    with psycopg.connect(own, autocommit=True) as connection:
        yield connection


@pytest.fixture
def chain_on_postgres(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    made = Chain(postgres.make_database(), tmp_path_factory.mktemp("centre"))
    yield made
    made.close()


def test_the_analysts_role_reads_the_views_and_nothing_else(
    analyst: psycopg.Connection[tuple[Any, ...]], chain_on_postgres: Chain
) -> None:
    work(chain_on_postgres, 3, 20)
    for view in REPORT_VIEWS:
        analyst.execute(f"SELECT * FROM {view.name}").fetchall()
    (waiting,) = analyst.execute("SELECT SUM(stored) FROM report_device").fetchone() or (0,)
    assert waiting == len(chain_on_postgres.rows(schema.inbox))
    there = MetaData()
    there.reflect(chain_on_postgres.engine, views=False)
    statements = [
        statement
        for table in there.sorted_tables
        for statement in (
            f"SELECT * FROM {table.name}",
            f"SELECT COUNT(*) FROM {table.name}",
            f"DELETE FROM {table.name}",
            f"UPDATE {table.name} SET {next(iter(table.c)).name} = {next(iter(table.c)).name}",
            f"INSERT INTO {table.name} DEFAULT VALUES",
            f"TRUNCATE {table.name}",
        )
    ]
    statements += [
        statement
        for view in REPORT_VIEWS
        for statement in (
            f"DELETE FROM {view.name}",
            f"INSERT INTO {view.name} DEFAULT VALUES",
            f"DROP VIEW {view.name}",
        )
    ]
    statements += ["CREATE TABLE own (id integer)", "CREATE ROLE other", "CREATE VIEW own AS SELECT * FROM member"]
    assert len(statements) > 100
    for statement in statements:
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState)):
            analyst.execute(statement)
