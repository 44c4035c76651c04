"""The applier as a process: killed, restarted, two at a time, beside busy writers; time and the database pass by."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, insert, select
from sqlalchemy.exc import OperationalError

from shared.central import feeding, housekeeping, schema
from shared.central.applier import Applier
from shared.central.database import open_centre, reading, writing
from shared.central.feeding import FeedNote, write_feed
from shared.central.housekeeping import keep_house
from shared.central.migrate import is_current, migrate_centre
from shared.central.serve import EMBEDDED_PAUSE_S, IDLE_S, CentreLoop
from shared.domain.devices import DeviceKind
from shared.domain.earning import PurchaseLine
from shared.domain.member import EntryKind
from shared.domain.operations import AdjustPoints, RecordPurchase
from shared.storage.faults import DatabaseTooNew
from tests.central.chain import Chain, assert_all_balances
from tests.domain.small_shop import REASON, small_programme, with_earning
from tests.postgres import PostgresServer

WRITERS, TRANSACTIONS = 8, 12


class Till:
    """A counter that adds one point at a time."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.tablet = chain.device(DeviceKind.TABLET, counter=True)
        self.assistant = chain.person("assistant")
        self.member_id = chain.enrol(self.tablet, self.assistant)

    def add(self, count: int) -> list[str]:
        operation = AdjustPoints(self.member_id, 1, REASON, "")
        return [self.tablet.send(operation, self.assistant) for _ in range(count)]

    @property
    def balance(self) -> int:
        return self.chain.member(self.member_id).account.balance_points


@pytest.fixture
def till(chain: Chain) -> Till:
    return Till(chain)


def test_an_applier_killed_in_a_batch_or_between_two_repeats_nothing(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.add(7)
    small = Applier(till.chain.engine, lambda: till.chain.now, batch=3)
    assert small.apply_next() == 3

    def kill(connection: Connection, _scopes: object) -> None:
        # The feed is written last: everything of the batch is done and not yet committed.
        assert connection.execute(select(func.count()).select_from(schema.op_result)).scalar_one() == 7
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(feeding, "tell_of", kill)
        with pytest.raises(KeyboardInterrupt):
            small.apply_next()
    assert till.balance == 3
    # A slow machine ends a batch earlier.
    assert sum(iter(small.apply_next, 0)) == 4
    assert till.balance == 7
    assert_all_balances(till.chain)


def test_two_appliers_at_once_apply_everything_once(till: Till) -> None:
    till.add(40)
    engines = [open_centre(till.chain.url, till.chain.secrets) for _ in range(2)]
    counts: list[int] = []

    def work(engine: Engine) -> None:
        applier = Applier(engine, lambda: till.chain.now, batch=3)
        while applied := applier.apply_next():
            counts.append(applied)

    _together([lambda engine=engine: work(engine) for engine in engines])  # type: ignore[misc]
    for engine in engines:
        engine.dispose()
    assert sum(counts) == 40
    assert till.balance == 40
    assert_all_balances(till.chain)


def test_feeds_are_gapless_and_in_the_order_of_commits_under_concurrent_writers(chain: Chain) -> None:
    # Scopes in every order: the counters are locked in one, so nobody deadlocks.
    def work(writer: int) -> None:
        engine = open_centre(chain.url, chain.secrets)
        for turn in range(TRANSACTIONS):
            scopes = [f"scope-{(writer + turn + step) % 3}" for step in range(3)]
            with engine.begin() as connection:
                write_feed(connection, [FeedNote(scope, None, f"{writer}-{turn}") for scope in scopes])
        engine.dispose()

    _together([lambda writer=writer: work(writer) for writer in range(WRITERS)])  # type: ignore[misc]
    for scope in range(3):
        positions = [row.position for row in chain.feed(f"scope-{scope}")]
        assert positions == list(range(1, WRITERS * TRANSACTIONS + 1))


def test_a_transaction_that_rolls_back_leaves_no_gap(chain: Chain) -> None:
    with chain.engine.connect() as connection, connection.begin() as transaction:
        write_feed(connection, [FeedNote("scope", None, "lost")])
        transaction.rollback()
    with writing(chain.engine) as connection:
        write_feed(connection, [FeedNote("scope", None, "kept")])
    assert [(row.position, row.key) for row in chain.feed("scope")] == [(1, "kept")]


def test_pending_points_mature_and_lots_expire_by_themselves_once(central_url: str, tmp_path: Path) -> None:
    chain = Chain(central_url, tmp_path / "centre", with_earning(small_programme(), pending_days=7, expiry_months=1))
    till = Till(chain)
    till.tablet.send(RecordPurchase("p", till.member_id, (PurchaseLine(1000, 0),)), till.assistant)
    chain.settle()
    assert (till.balance, chain.member(till.member_id).account.pending_points) == (0, 10)
    chain.now += timedelta(days=8)
    keep_house(chain.engine, chain.now)
    keep_house(chain.engine, chain.now)
    assert (till.balance, chain.member(till.member_id).account.pending_points) == (10, 0)
    assert_all_balances(chain)
    chain.now += timedelta(days=60)
    keep_house(chain.engine, chain.now)
    keep_house(chain.engine, chain.now)
    member = chain.member(till.member_id)
    assert member.account.balance_points == 0
    assert [entry.kind for entry in member.history[:2]] == [EntryKind.EXPIRY, EntryKind.MATURITY]
    # Each is dated by the midnight of the programme at which it fell due, not by when the centre got to it.
    matured, expired = (
        next(e for e in member.history if e.kind is k).at for k in (EntryKind.MATURITY, EntryKind.EXPIRY)
    )
    assert (matured, expired) == (datetime(2026, 4, 16, 15, tzinfo=UTC), datetime(2026, 5, 31, 15, tzinfo=UTC))
    assert_all_balances(chain)
    chain.close()


def test_the_loop_does_not_rest_while_many_points_are_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'central.sqlite'}"
    chain = Chain(url, tmp_path / "centre", with_earning(small_programme(), expiry_months=1))
    till = Till(chain)
    for number in range(2, 6):
        chain.enrol(till.tablet, till.assistant, number)
        till.tablet.send(AdjustPoints(f"{number:032x}", 7, REASON, ""), till.assistant)
    chain.settle()
    chain.now += timedelta(days=60)
    monkeypatch.setattr(housekeeping, "MEMBERS_A_ROUND", 2)
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return seconds == IDLE_S

    CentreLoop(chain.engine, lambda: chain.now, wait).run()
    assert set(waits[:-1]) == {EMBEDDED_PAUSE_S}
    assert {row.balance_points for row in chain.rows(schema.member)} == {0}
    chain.close()


def test_the_loop_waits_for_a_database_that_went_away(newest_postgres: PostgresServer, tmp_path: Path) -> None:
    chain = Chain(newest_postgres.make_database(), tmp_path / "centre")
    till = Till(chain)
    till.add(3)
    waits: list[float] = []
    newest_postgres.stop()

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 3:
            newest_postgres.start()
        return len(waits) == 6

    CentreLoop(chain.engine, lambda: chain.now, wait).run()
    assert waits[:3] == [0.5, 1.0, 2.0]
    assert till.balance == 3
    chain.close()


def test_a_server_that_is_away_changes_nothing_and_says_so(newest_postgres: PostgresServer, tmp_path: Path) -> None:
    chain = Chain(newest_postgres.make_database(), tmp_path / "centre")
    till = Till(chain)
    sent = till.add(1)
    newest_postgres.stop()
    try:
        with pytest.raises(OperationalError):
            chain.applier.apply_next()
    finally:
        newest_postgres.start()
    chain.settle()
    assert chain.result(sent[0]) == ("applied", None)
    chain.close()


def test_the_loop_ends_when_it_is_told_to(till: Till) -> None:
    till.add(2)
    CentreLoop(till.chain.engine, lambda: till.chain.now, lambda _seconds: True).run()
    assert till.balance == 2


def test_the_schema_is_what_the_migrations_make(central_url: str, tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    chain = Chain(central_url, tmp_path / "centre")
    migrate_centre(chain.engine)
    with reading(chain.engine) as connection:
        assert is_current(connection)
        assert compare_metadata(MigrationContext.configure(connection), schema.centre) == []
    chain.close()


def test_a_database_of_a_newer_program_is_left_alone(chain: Chain) -> None:
    with chain.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseTooNew):
        migrate_centre(chain.engine)


def test_an_operation_id_arrives_once(till: Till) -> None:
    (sent,) = till.add(1)
    with reading(till.chain.engine) as connection:
        row = dict(connection.execute(select(schema.inbox).where(schema.inbox.c.op_id == sent)).mappings().one())
    with pytest.raises(Exception, match=r"(?i)unique"), till.chain.engine.begin() as connection:
        connection.execute(insert(schema.inbox).values(row | {"seq": 99}))
    till.chain.settle()
    with reading(till.chain.engine) as connection:
        assert connection.execute(select(func.count()).where(schema.op_result.c.op_id == sent)).scalar_one() == 1


def _together(works: list[Callable[[], None]]) -> None:
    """Run all at once in threads of their own; what one of them raises is raised."""
    failures: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  raised again below
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
