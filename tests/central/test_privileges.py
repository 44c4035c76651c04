"""What a device's login may do on a real server: every statement that is tried here has its expected answer."""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors, sql
from sqlalchemy import make_url, select

from shared.central import postgres, schema
from shared.central.__main__ import main
from shared.central.calls import hear_calls
from shared.central.generations import begin_generation
from shared.central.invitations import invite_device
from shared.central.look_ups import answer_look_ups
from shared.central.office_devices import revoke_device
from shared.central.report_views import REPORT_VIEWS
from shared.domain.devices import DeviceKind
from shared.domain.operations import AdjustPoints
from shared.wire.feed import PROGRAMME_SCOPE, Audience, store_scope
from shared.wire.invitation import login_of
from shared.wire.login import Login, new_password
from tests.central.chain import Chain, HandMadeDevice
from tests.domain.small_shop import OTHER_STORE, REASON, STORE
from tests.postgres import PostgresServer

NOT_GRANTED = "01007"
"""How PostgreSQL refuses a GRANT to somebody who has something but may not pass it on: with a warning."""
TABLES = sorted((*schema.centre.tables, "alembic_version"))
STANDING = frozenset({"device_status", "generation"})
READABLE = STANDING | {"feed", "scope_head", "op_result", "device_scope", "snapshot", "snapshot_chunk", "staff_call"}
COUNTABLE = frozenset({"inbox", "testimony", "call_step"})
"""Of its own rows there a device may read some columns."""
READS = ("SELECT * FROM {0}", "SELECT count(*) FROM {0}", "COPY {0} TO STDOUT", "TABLE {0}")
READS_OF_WHOLE_ROWS = tuple(read for read in READS if "count" not in read)
WRITES = (
    "INSERT INTO {0} DEFAULT VALUES",
    "INSERT INTO {0} SELECT * FROM {0}",
    "UPDATE {0} SET {1} = {1}",
    "DELETE FROM {0}",
    "DELETE FROM {0} WHERE false",
    "TRUNCATE {0}",
    "MERGE INTO {0} t USING (VALUES (1)) v ON false WHEN MATCHED THEN DELETE",
    "SELECT * FROM {0} FOR UPDATE",
    "SELECT {1} FROM {0} FOR KEY SHARE",
    "COPY {0} FROM STDIN",
    "LOCK TABLE {0} IN ACCESS EXCLUSIVE MODE",
    "ALTER TABLE {0} ADD COLUMN mine text",
    "ALTER TABLE {0} DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE {0} NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE {0} OWNER TO CURRENT_USER",
    "DROP TABLE {0}",
    "ALTER TABLE {0} RENAME TO mine",
    "CREATE POLICY mine ON {0} USING (true)",
    "CREATE INDEX ON {0} ({1})",
    "CREATE RULE mine AS ON INSERT TO {0} DO NOTHING",
    "CREATE TRIGGER mine BEFORE INSERT ON {0} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "GRANT ALL ON {0} TO PUBLIC",
    "COMMENT ON TABLE {0} IS 'mine'",
    "CREATE VIEW mine AS SELECT * FROM {0}",
)
BESIDE = (
    "CREATE TABLE mine (a text)",
    "CREATE TEMP TABLE mine (a text)",
    "CREATE TEMP VIEW mine AS SELECT 1",
    "CREATE TEMP SEQUENCE mine",
    "SELECT 1 AS a INTO mine",
    "SELECT 1 AS a INTO TEMP mine",
    "CREATE SEQUENCE mine",
    "CREATE TYPE mine AS (a text)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE SCHEMA mine",
    "CREATE DATABASE mine",
    "CREATE ROLE mine",
    "ALTER EXTENSION plpgsql SET SCHEMA public",
    "DROP EXTENSION plpgsql",
    "CREATE PUBLICATION mine FOR ALL TABLES",
    "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()",
    "CREATE FOREIGN DATA WRAPPER mine",
    "CREATE TABLESPACE mine LOCATION '/tmp'",
    "CREATE LANGUAGE mine HANDLER plpgsql_call_handler",
    "ALTER SYSTEM SET work_mem = '1GB'",
    "ALTER DATABASE {database} SET work_mem = '1GB'",
    "ALTER DATABASE {database} OWNER TO CURRENT_USER",
    "ALTER SCHEMA public RENAME TO mine",
    "ALTER ROLE CURRENT_USER CREATEROLE",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "ALTER ROLE CURRENT_USER CONNECTION LIMIT 100",
    "ALTER ROLE CURRENT_USER VALID UNTIL 'infinity'",
    "ALTER ROLE {other} RENAME TO mine",
    "ALTER ROLE {owner} PASSWORD 'mine'",
    "ALTER ROLE {other} PASSWORD 'mine'",
    "ALTER ROLE {other} NOLOGIN",
    "GRANT {owner} TO CURRENT_USER",
    "GRANT {other} TO CURRENT_USER",
    "GRANT pg_read_all_data TO CURRENT_USER",
    "GRANT pg_signal_backend TO CURRENT_USER",
    "GRANT {group} TO {other}",
    "SET ROLE {owner}",
    "SET ROLE {other}",
    "SET SESSION AUTHORIZATION {owner}",
    "SET SESSION AUTHORIZATION {other}",
    "SET log_statement = 'none'",
    "SET session_replication_role = 'replica'",
    "DROP ROLE {other}",
    "DROP OWNED BY {other}",
    "REASSIGN OWNED BY {other} TO CURRENT_USER",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT ALL ON TABLES TO CURRENT_USER",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {other} GRANT ALL ON TABLES TO CURRENT_USER",
    "DROP SCHEMA public CASCADE",
    "DROP DATABASE {database}",
    "DROP FUNCTION garapon_leave()",
    "ALTER FUNCTION garapon_leave() SECURITY INVOKER",
    "CREATE OR REPLACE FUNCTION garapon_leave() RETURNS void LANGUAGE sql AS ''",
    "COPY (SELECT 1) TO '/tmp/mine'",
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "LOAD 'plpgsql'",
    "CHECKPOINT",
    "TABLE pg_authid",
    "TABLE pg_largeobject",
    "TABLE pg_statistic",
    "TABLE pg_subscription",
    "TABLE pg_user_mapping",
    "UPDATE pg_authid SET rolname = rolname",
    "DELETE FROM pg_catalog.pg_policy",
    "UPDATE pg_catalog.pg_class SET relrowsecurity = false",
)
CALLS = (
    "pg_read_file('PG_VERSION')",
    "pg_ls_dir('.')",
    "pg_stat_file('PG_VERSION')",
    "pg_read_binary_file('PG_VERSION')",
    "pg_ls_logdir()",
    "pg_ls_waldir()",
    "pg_reload_conf()",
    "pg_rotate_logfile()",
    "pg_switch_wal()",
    "pg_create_restore_point('mine')",
    "pg_terminate_backend({pid})",
    "pg_cancel_backend({pid})",
    "pg_stat_reset()",
    "pg_create_physical_replication_slot('mine')",
    "pg_create_logical_replication_slot('mine', 'pgoutput')",
    "pg_replication_origin_create('mine')",
    "pg_promote()",
    "lo_import('/etc/passwd')",
    "lo_export(1, '/tmp/mine')",
    "current_setting('data_directory')",
    "set_config('log_statement', 'none', false)",
    "garapon_set_login('garapon_d_{device_id}_a', 'x', true)",
    "garapon_open_login('{device_id}', 'a', 'x')",
    "garapon_close_login('{other}')",
    "garapon_shrink('{device_id}')",
    "garapon_mend_logins()",
    "garapon_invite('garapon_e_0123456789abcdef', 'x', 10)",
    "garapon_uninvite('garapon_e_0123456789abcdef')",
    "garapon_enrol('a', 'b', 'c')",
    "garapon_renew('x')",
    "garapon_leave()",
)
# Allowed to devices, and to nobody else.
DEVICE_CALLS = ("garapon_look_up('x', 'card', 'y')", "garapon_fork(1)", "garapon_settle()")
# Only a superuser can close these; without one the centre cleans up behind them.
HARDENED = (
    "lo_create(0)",
    "lo_creat(-1)",
    "lo_from_bytea(0, 'mine')",
    "lo_open(1, 131072)",
    "lo_put(1, 0, 'mine')",
    "lo_unlink(1)",
    "lo_truncate(0, 1)",
    "pg_advisory_lock(1)",
    "pg_advisory_lock_shared(1)",
    "pg_advisory_xact_lock(1)",
    "pg_try_advisory_lock(1)",
    "pg_try_advisory_xact_lock(1, 2)",
    "pg_advisory_unlock_all()",
    "pg_sleep(0)",
    "pg_sleep_for('0 s')",
    "pg_sleep_until(now())",
    "pg_logical_emit_message(false, 'mine', 'mine')",
)


@dataclass(frozen=True, slots=True)
class Shop:
    """A centre with a kiosk whose login is tried out, and a tablet in another store."""

    chain: Chain
    server: PostgresServer
    kiosk: HandMadeDevice
    stranger: HandMadeDevice
    hardened: bool

    def connect(self, login: Login) -> psycopg.Connection[Any]:
        place = make_url(self.chain.url)
        return psycopg.connect(
            host=place.host,
            port=place.port,
            dbname=place.database,
            user=login.role,
            password=login.password,
            autocommit=True,
        )

    def login(self, device: HandMadeDevice) -> Login:
        login = device.enrolment.login
        assert login is not None
        return login

    def names(self, own: str, other: psycopg.Connection[Any]) -> dict[str, Any]:
        """Return what the statements' placeholders stand for, to the role `own` beside another's connection."""
        with self.chain.engine.begin() as connection:
            ground = postgres.ground_of(connection)
        return {
            "database": f'"{ground.database}"',
            "owner": f'"{ground.owner}"',
            "group": ground.device,
            "own": own,
            "other": self.login(self.stranger).role,
            "device_id": self.kiosk.device_id,
            "pid": other.info.backend_pid,
        }


@pytest.fixture(params=["superuser", "createrole"])
def shop(request: pytest.FixtureRequest, postgres: PostgresServer, tmp_path: Path) -> Iterator[Shop]:
    hardened = request.param == "superuser"
    url = postgres.make_database() if hardened else owned_database(postgres)
    chain = Chain(url, tmp_path / "centre")
    kiosk, stranger = chain.device(), chain.device(DeviceKind.TABLET, OTHER_STORE)
    person = chain.person("assistant", OTHER_STORE)
    member_id = chain.enrol(stranger, person)
    stranger.send(AdjustPoints(member_id, 5, REASON, ""), person)
    kiosk.send(AdjustPoints(member_id, 5, REASON, ""))
    chain.settle()
    yield Shop(chain, postgres, kiosk, stranger, hardened)
    chain.close()


def owned_database(server: PostgresServer) -> str:
    """Make a database that belongs to a role which is no superuser but may make roles."""
    place = make_url(server.make_database())
    role, password = f"office_{uuid4().hex}", new_password()
    with psycopg.connect(host=place.host, port=place.port, dbname="postgres", user="postgres", autocommit=True) as c:
        name, database = sql.Identifier(role), sql.Identifier(place.database or "")
        c.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}").format(name, sql.Literal(password)))
        c.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, name))
        if c.info.server_version < 150000:
            raise AssertionError("older servers give the schema public away")
    return place.set(username=role, password=password).render_as_string(hide_password=False)


def answer(connection: psycopg.Connection[Any], statement: str) -> str:
    """Run a statement on its own and return how it ended: "refused" for want of a privilege, or else what was said."""
    alone = connection.transaction() if statement.startswith("LOCK") else nullcontext()
    warnings: list[str | None] = []
    connection.add_notice_handler(note := lambda diagnostic: warnings.append(diagnostic.sqlstate))
    try:
        with alone, connection.cursor() as cursor:
            if statement.startswith("COPY"):
                with cursor.copy(statement.encode()) as copy:
                    if "FROM STDIN" not in statement:
                        list(copy)
            else:
                cursor.execute(statement.encode())
    except errors.InsufficientPrivilege:
        return "refused"
    except psycopg.Error as error:
        return f"{error.sqlstate} {error}"
    finally:
        connection.remove_notice_handler(note)
    return "refused" if NOT_GRANTED in warnings else "allowed"


def refused(connection: psycopg.Connection[Any], statement: str) -> bool:
    """Tell whether a statement is refused for want of a privilege."""
    return answer(connection, statement) == "refused"


def surprises(connection: psycopg.Connection[Any], statements: Iterable[str]) -> list[tuple[str, str]]:
    """Return the statements that are not refused, and what became of them."""
    answers = ((statement, answer(connection, statement)) for statement in statements)
    return [(statement, told) for statement, told in answers if told != "refused"]


def matrix(names: dict[str, Any], readable: frozenset[str]) -> Iterator[str]:
    """Yield every statement that must be refused to somebody who may read `readable`."""
    for table in TABLES:
        columns = schema.centre.tables[table].c.keys() if table in schema.centre.tables else ["version_num"]
        # What it may read some columns of, it can count.
        countable = table in COUNTABLE and readable == READABLE
        reads = () if table in readable else READS_OF_WHOLE_ROWS if countable else READS
        for statement in (*reads, *WRITES):
            yield statement.format(f'"{table}"', f'"{columns[-1]}"')
    yield from (read.format(view.name) for view in REPORT_VIEWS for read in READS)
    yield from (statement.format(**names) for statement in BESIDE)
    yield from (f"SELECT {call.format(**names)}" for call in CALLS)


def test_nothing_is_allowed_but_what_the_protocol_needs(shop: Shop) -> None:
    with shop.connect(shop.login(shop.stranger)) as other, shop.connect(shop.login(shop.kiosk)) as connection:
        names = shop.names(shop.login(shop.kiosk).role, other)
        statements = list(matrix(names, READABLE))
        statements += [f"SELECT {call}" for call in HARDENED if shop.hardened]
        if shop.hardened:
            statements.append("DO $$ BEGIN PERFORM 1; END $$")
        assert len(statements) >= 300
        assert surprises(connection, statements) == []
        assert not other.closed


def test_what_the_protocol_needs_is_allowed_and_only_for_ones_own(shop: Shop) -> None:
    own = shop.kiosk.device_id
    scopes = {PROGRAMME_SCOPE, store_scope(STORE, Audience.KIOSK)}
    with shop.connect(shop.login(shop.kiosk)) as connection:

        def column(statement: str) -> set[Any]:
            return {row[0] for row in connection.execute(statement.encode())}

        assert column("SELECT scope FROM feed") == scopes
        assert column("SELECT scope FROM scope_head") == scopes
        assert column("SELECT scope FROM device_scope") == scopes
        assert column("SELECT device_id FROM device_scope") == {own}
        assert column("SELECT device_id FROM device_status") == {own}
        assert column("SELECT device_id FROM op_result") == {own}
        assert column("SELECT device_id FROM inbox") == {own}
        assert connection.execute("SELECT seq, hash FROM inbox").fetchall() == [(1, shop.kiosk.prev_hash)]
        for trick in (
            "SELECT scope FROM feed WHERE scope LIKE 'store:%' OR true",
            "SELECT scope FROM feed f WHERE EXISTS (SELECT FROM feed g WHERE g.scope <> f.scope) OR true",
            "SELECT max(scope) FROM feed GROUP BY scope",
        ):
            assert column(trick) == scopes
        assert column("SELECT count(*) FROM feed WHERE scope LIKE 'store:%:staff'") == {0}
        with connection.cursor().copy("COPY feed (scope) TO STDOUT") as copy:
            assert {bytes(line).decode().strip() for line in copy} == scopes
        for hidden in ("payload", "kind", "received_at", "wall_time", "actor"):
            assert refused(connection, f"SELECT {hidden} FROM inbox")
        assert column("SELECT query FROM pg_stat_activity WHERE usename <> session_user") <= {
            None,
            "",
            "<insufficient privilege>",
        }


FORGED = {
    "another device's id": {"device_id": "{stranger}"},
    "nobody's id": {"device_id": "f" * 32},
    "no id": {"device_id": ""},
    "an epoch to come": {"epoch": 2},
    "an epoch of long ago": {"epoch": 0},
    "a time of arrival": {"received_at": "2001-01-01T00:00:00Z"},
    "a payload beyond all measure": {"payload": b"x" * (postgres.PAYLOAD_BYTES + 1)},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_a_forged_row_is_refused(shop: Shop, forged: dict[str, Any]) -> None:
    changed = {name: shop.stranger.device_id if value == "{stranger}" else value for name, value in forged.items()}
    with shop.connect(shop.login(shop.kiosk)) as connection:
        for name in ("a", "b"):
            row = inbox_row(shop, seq=2, op_id=name * 32) | (changed if name == "a" else {})
            names = sql.SQL(", ").join(map(sql.Identifier, row))
            values = sql.SQL(", ").join(sql.Placeholder() * len(row))
            statement = sql.SQL("INSERT INTO inbox ({}) VALUES ({})").format(names, values)
            if name == "a":
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(statement, list(row.values()))
            else:
                connection.execute(statement, list(row.values()))
    stored = {
        row.op_id: row for row in shop.chain.rows(schema.inbox) if row.seq == 2 and row.op_id in {"a" * 32, "b" * 32}
    }
    assert stored.keys() == {"b" * 32}


def test_a_device_shows_only_what_is_its_own_and_only_after_a_restore(shop: Shop) -> None:
    own, token = shop.kiosk.device_id, shop.chain.rows(schema.generation)[0].token
    statement = "INSERT INTO testimony (device_id, generation, part, parts, body) VALUES (%s, %s, %s, %s, %s)"
    with shop.connect(shop.login(shop.kiosk)) as connection:
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement, [own, token, 1, 1, b"heard already"])
        with shop.chain.engine.begin() as office:
            begin_generation(office, shop.chain.now, "restored")
        fresh = shop.chain.rows(schema.generation)[0].token
        for forged in (
            [shop.stranger.device_id, fresh, 1, 1, b""],
            [own, token, 1, 1, b""],
            [own, fresh, 0, 1, b""],
            [own, fresh, 1, 100_000, b""],
            [own, fresh, 1, 1, bytes(300_000)],
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement, forged)
        connection.execute(statement, [own, fresh, 1, 1, b"what it holds"])
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("UPDATE testimony SET body = ''")
    assert [row.device_id for row in shop.chain.rows(schema.testimony)] == [own]


def test_a_device_speaks_of_calls_in_its_own_name_and_reads_its_stores_alone(shop: Shop) -> None:
    own, other = shop.kiosk.device_id, shop.stranger.device_id
    tablet = shop.chain.device(DeviceKind.TABLET)
    say = "INSERT INTO call_step (id, device_id, call_id, kind, why, about, member_id, staff_id) VALUES (%s, %s, %s, "
    ringing = (say + "'ring', 'help', '', 'momo', '')").encode()
    with shop.connect(shop.login(shop.kiosk)) as connection, shop.connect(shop.login(shop.stranger)) as far:
        for device_id in (other, "f" * 32, ""):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(ringing, ["a" * 32, device_id, "c" * 32])
        late = say.replace("staff_id)", "staff_id, said_at)") + "'ring', 'help', '', '', '', '2099-01-01T00:00:00Z')"
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(late.encode(), ["a" * 32, own, "c" * 32])
        connection.execute(ringing, ["a" * 32, own, "c" * 32])
        far.execute((say + "'close', '', '', '', '')").encode(), ["b" * 32, other, "c" * 32])
        assert far.execute("SELECT id FROM call_step").fetchall() == [("b" * 32,)]
        assert hear_calls(shop.chain.engine, datetime.now(UTC)) == 2
        mine = "SELECT call_id, state, member_id FROM staff_call"
        assert connection.execute(mine).fetchall() == [("c" * 32, "ringing", "momo")]
        assert far.execute(mine).fetchall() == []
        with shop.connect(shop.login(tablet)) as beside:
            assert beside.execute(mine).fetchall() == [("c" * 32, "ringing", "momo")]
    revoke_device(shop.chain.engine, own, "", shop.chain.now)
    with shop.connect(shop.login(shop.kiosk)) as connection:
        for statement in (mine.encode(), ringing):
            given = ["d" * 32, own, "d" * 32] if statement is ringing else []
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement, given)


def inbox_row(shop: Shop, **changed: object) -> dict[str, Any]:
    """Return the columns that a device writes, as its own next operation has them."""
    query = select(schema.inbox).where(schema.inbox.c.device_id == shop.kiosk.device_id)
    with shop.chain.engine.connect() as connection:
        row = dict(connection.execute(query).mappings().one())
    del row["received_at"]
    return row | changed


def test_sql_in_every_text_field_is_only_text(shop: Shop) -> None:
    evil = "'; DROP TABLE inbox; --"
    texts = [column.name for column in schema.inbox.c if str(column.type).startswith("VARCHAR")]
    written = {name: evil for name in texts if name != "device_id"}
    with shop.connect(shop.login(shop.kiosk)) as connection:
        row = inbox_row(shop, seq=2, payload=evil.encode()) | written
        names = sql.SQL(", ").join(map(sql.Identifier, row))
        values = sql.SQL(", ").join(sql.Placeholder() * len(row))
        connection.execute(sql.SQL("INSERT INTO inbox ({}) VALUES ({})").format(names, values), list(row.values()))
        for call in ("garapon_renew(%s)",):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(f"SELECT {call}".encode(), [evil])
    assert shop.chain.settle() == 1
    assert shop.chain.result(evil) == ("held", "payload_invalid")


def test_a_look_up_tells_nobody_else_and_takes_nothing_but_questions(shop: Shop) -> None:
    question, card = "d" * 32, f"{1:064x}"
    ask = sql.SQL("SELECT garapon_look_up(%s, %s, %s)")
    with shop.connect(shop.login(shop.kiosk)) as own, shop.connect(shop.login(shop.stranger)) as other:

        def put(connection: psycopg.Connection[Any], *asked: str) -> str:
            return str(connection.execute(ask, asked).fetchall()[0][0])

        assert put(own, question, "card", card) == "asking"
        assert put(other, question, "card", "") == "asking"
        for wrong in (("d", "card", ""), ("e" * 32, "name", ""), ("e" * 32, "card", "x" * 65)):
            with pytest.raises(errors.InvalidParameterValue):
                put(own, *wrong)
        assert answer_look_ups(shop.chain.engine, shop.chain.now) == 1
        assert (put(own, question, "card", ""), put(other, question, "card", "")) == ("here", "asking")
        assert [row.value for row in shop.chain.rows(schema.look_up)] == [""]
        assert put(own, "f" * 32, "card", "'; DROP TABLE look_up; --") == "asking"
    with shop.chain.engine.connect() as office:
        assert office.execute(select(schema.look_up.c.device_id)).scalars().all() == [shop.kiosk.device_id] * 2


def test_a_revoked_login_reads_its_status_and_nothing_else(shop: Shop) -> None:
    revoke_device(shop.chain.engine, shop.kiosk.device_id, "", shop.chain.now)
    with shop.connect(shop.login(shop.stranger)) as other, shop.connect(shop.login(shop.kiosk)) as connection:
        assert connection.execute("SELECT device_id, state FROM device_status").fetchall() == [
            (shop.kiosk.device_id, "revoked")
        ]
        names = shop.names(shop.login(shop.kiosk).role, other)
        statements = [s for s in matrix(names, STANDING) if s != "SELECT garapon_leave()"]
        statements += [f"SELECT {call}" for call in DEVICE_CALLS]
        assert surprises(connection, statements) == []
        row = inbox_row(shop, seq=2, op_id="c" * 32)
        names_of = sql.SQL(", ").join(map(sql.Identifier, row))
        values = sql.SQL(", ").join(sql.Placeholder() * len(row))
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(sql.SQL("INSERT INTO inbox ({}) VALUES ({})").format(names_of, values), [*row.values()])
        connection.execute("SELECT garapon_leave()")
    with pytest.raises(psycopg.OperationalError, match="FATAL"):
        shop.connect(shop.login(shop.kiosk))


def test_an_invitation_may_enrol_and_nothing_else(shop: Shop) -> None:
    invited = invite_device(
        shop.chain.engine,
        shop.chain.secrets,
        ("postgresql://localhost/x", ""),
        (STORE, DeviceKind.KIOSK, "New"),
        shop.chain.now,
    )
    login = login_of(invited.invitation.token)
    with shop.connect(shop.login(shop.stranger)) as other, shop.connect(login) as connection:
        names = shop.names(login.role, other)
        statements = [s for s in matrix(names, frozenset()) if not s.startswith("SELECT garapon_enrol")]
        statements += [f"SELECT {call}" for call in DEVICE_CALLS]
        assert surprises(connection, statements) == []


def test_what_a_role_changes_of_itself_is_set_back(shop: Shop) -> None:
    login = shop.login(shop.kiosk)
    with shop.connect(login) as connection:
        connection.execute("ALTER ROLE CURRENT_USER PASSWORD 'mine'")
        connection.execute("ALTER ROLE CURRENT_USER SET statement_timeout = 0")
        if not shop.hardened:
            connection.execute("SELECT lo_from_bytea(0, 'mine')")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        shop.connect(login)
    with shop.chain.engine.begin() as office:
        assert postgres.mend_logins(office) == 2
    with shop.connect(login) as connection:
        assert connection.execute("SHOW statement_timeout").fetchall() == [("1min",)]
        assert connection.execute("SELECT count(*) FROM pg_largeobject_metadata").fetchall() == [(0,)]


def test_a_device_has_two_connections(shop: Shop) -> None:
    login = shop.login(shop.kiosk)
    with (
        shop.connect(login),
        shop.connect(login),
        pytest.raises(psycopg.OperationalError, match="too many connections for role"),
    ):
        shop.connect(login)


def test_a_restored_database_makes_its_roles_again(shop: Shop) -> None:
    login = shop.login(shop.kiosk)
    place = make_url(shop.chain.url)
    with psycopg.connect(host=place.host, port=place.port, dbname="postgres", user="postgres", autocommit=True) as c:
        c.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(login.role)))
    with shop.chain.engine.begin() as office:
        postgres.mend_logins(office)
    with shop.connect(login) as connection:
        assert connection.execute("SELECT count(*) FROM device_status").fetchall() == [(1,)]


def test_without_the_right_to_make_roles_it_says_what_to_do(postgres: PostgresServer, tmp_path: Path) -> None:
    url = owned_database(postgres)
    place = make_url(url)
    with psycopg.connect(host=place.host, port=place.port, dbname="postgres", user="postgres", autocommit=True) as c:
        c.execute(sql.SQL("ALTER ROLE {} NOCREATEROLE").format(sql.Identifier(place.username or "")))
    with pytest.raises(Exception, match="CREATEROLE"):
        Chain(url, tmp_path / "centre")


def test_what_only_a_superuser_can_close_is_written_down_for_her(
    postgres: PostgresServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = owned_database(postgres)
    init = ["init", "--central", url, "--data", str(tmp_path / "centre")]
    assert main(init) == 0
    assert "superuser.sql" in capsys.readouterr().out
    place = make_url(url)
    with psycopg.connect(
        host=place.host, port=place.port, dbname=place.database, user="postgres", autocommit=True
    ) as c:
        c.execute((tmp_path / "centre" / "superuser.sql").read_bytes())
    assert main(init) == 0
    assert "superuser.sql" not in capsys.readouterr().out
    chain = Chain(url, tmp_path / "centre")
    shop = Shop(chain, postgres, chain.device(), chain.device(DeviceKind.TABLET, OTHER_STORE), hardened=True)
    with shop.connect(shop.login(shop.kiosk)) as connection:
        assert surprises(connection, [f"SELECT {call}" for call in HARDENED]) == []
        assert refused(connection, "DO $$ BEGIN PERFORM 1; END $$")
    chain.close()
