"""What PostgreSQL does for devices: a role for each, row security, functions of the owner (SYNC.md, rules 14 and 15).

The rest of what it alone can do lies beside: `postgres_notices` (LISTEN and NOTIFY), `postgres_seat` (the lock of the
process that serves), `postgres_reports` (the analysts' role). Everything else runs by the same code on SQLite.

Devices are strangers. A device's role may insert its own inbox rows, read how far they are stored, its results, its
feeds and its status, show a restored centre what it holds, speak of its store's calls for staff, and call four
functions; everything else, in this database and beside it, is closed. Policies look at `session_user`, because SET ROLE
changes `current_user`. A device's id stands in its role's name:
`garapon_d_<device id>_<slot>`, with two slots, so that a new password is proven before the old one ends.

What a role may always do, and why it does no harm: change its own password (the centre sets it back every hour from
the verifier it has kept), reset its own time-outs (the centre ends transactions above a minute), notify (listeners take
it as a hint), grant itself to others (`session_user` stays who logged in).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from shared.application.ports import LookedUp, Sought
from shared.domain.calls import TELLS_FOR
from shared.runtime.trouble import Trouble
from shared.storage.exchange import LOOK_UP_LENGTH, LOOK_UPS
from shared.wire.testimony import MOST_PARTS, PART_BYTES

CONNECTIONS_EACH = 2
TRANSACTION_LIMIT_S = 60
CONNECTION_LIMIT_S = 15 * 60
REVOKED_LIMIT_S = 3
"""How old a connection, or a transaction in it, may get before the centre ends it."""
LOGIN_DAYS = 30
"""How long a password is used before the device is asked to renew it."""
REVOKED_DAYS = 7
"""How long a revoked device may still come and hear that it is."""
PAYLOAD_BYTES = 1024 * 1024

_OWN = "substr(session_user::text, 11, 32)"
_OWN_SCOPES = f"scope IN (SELECT own.scope FROM device_scope own WHERE own.device_id = {_OWN})"
_LATELY_CALLED = f"asked_at > clock_timestamp() - make_interval(secs => {TELLS_FOR.total_seconds():.0f})"
# What the device's group may read, and which rows: everything that is not listed stays closed, new tables too.
_READS = {
    "feed": ("*", _OWN_SCOPES),
    "scope_head": ("*", _OWN_SCOPES),
    "snapshot": ("*", _OWN_SCOPES),
    "snapshot_chunk": ("*", _OWN_SCOPES),
    "op_result": ("*", f"device_id = {_OWN}"),
    "staff_call": ("*", f"({_OWN_SCOPES} OR device_id = {_OWN}) AND {_LATELY_CALLED}"),
    "call_step": ("id", f"device_id = {_OWN}"),
    "device_scope": ("*", f"device_id = {_OWN}"),
    "inbox": ("device_id, epoch, seq, hash, op_id", f"device_id = {_OWN}"),
    "testimony": ("device_id, generation, part", f"device_id = {_OWN}"),
}
_STANDING_READS = {
    "device_status": ("*", f"device_id = {_OWN}"),
    "generation": ("*", "true"),
}
# What it holds a device shows only to a generation that has not heard it.
_SHOWS = (
    f"device_id = {_OWN} AND octet_length(body) <= {PART_BYTES} AND part BETWEEN 1 AND {MOST_PARTS} "
    f"AND parts BETWEEN 1 AND {MOST_PARTS} AND generation = (SELECT now.token FROM generation now) "
    f"AND generation <> (SELECT own.generation FROM device_status own WHERE own.device_id = {_OWN} "
    "AND own.state <> 'revoked')"
)
_SHOWN = "device_id, generation, part, parts, body"
_CALLS = (
    f"device_id = {_OWN} AND EXISTS (SELECT FROM device_status own WHERE own.device_id = {_OWN} "
    "AND own.state <> 'revoked')"
)
_CALLED = "id, device_id, call_id, kind, why, about, member_id, staff_id"
_WRITES = (
    f"device_id = {_OWN} AND octet_length(payload) <= {PAYLOAD_BYTES} AND epoch = (SELECT own.epoch FROM device_status "
    f"own WHERE own.device_id = {_OWN} AND own.state <> 'revoked')"
)
# A device never says when something arrived.
_WRITTEN = (
    "device_id, epoch, seq, op_id, kind, schema_version, programme_version, payload, actor, actor_signature, approver, "
    "approver_signature, prev_hash, hash, wall_time, monotonic_ms, boot_id, sent_monotonic_ms, sent_boot_id"
)
_VERIFIER = r"^SCRAM-SHA-256\$[0-9]{4,6}:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$"
_KEY = "^[0-9a-f]{64}$"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the roles of one database stand: groups are named after its number, because roles belong to the server."""

    oid: int
    database: str
    schema: str
    owner: str
    superuser: bool

    @property
    def device(self) -> str:
        """The group of devices that exchange."""
        return f"garapon_{self.oid}_device"

    @property
    def standing(self) -> str:
        """The group of devices that may read their status, revoked ones too."""
        return f"garapon_{self.oid}_standing"

    @property
    def enrol(self) -> str:
        """The group of invitations."""
        return f"garapon_{self.oid}_enrol"


def is_postgres(database: Connection | Engine) -> bool:
    """Tell whether any of this applies."""
    return database.dialect.name == "postgresql"


def prepare(connection: Connection) -> None:
    """Close the database to everybody and open it to devices as far as they need it; does nothing the second time.

    Call it in the writer's transaction, after the migrations. Trouble says what the administrator's role lacks.
    """
    ground = ground_of(connection)
    statements = _statements(ground)
    mark = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    marked = text("SELECT obj_description(to_regprocedure('garapon_leave()'), 'pg_proc')")
    done = connection.execute(marked).scalar_one()
    if done == mark:
        return
    for group in (ground.device, ground.standing, ground.enrol):
        known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": group}).first()
        if known is None:
            _run(connection, f"CREATE ROLE {group} NOLOGIN")
    for statement in statements:
        _run(connection, statement)
    _run(connection, f"COMMENT ON FUNCTION garapon_leave() IS '{mark}'")


def ground_of(connection: Connection) -> Ground:
    """Read where we stand; Trouble where the role that looks after the centre may not make roles."""
    row = connection.execute(
        text(
            "SELECT d.oid AS oid, d.datname AS database, current_schema() AS schema, current_user AS owner, "
            "r.rolsuper AS superuser, r.rolcreaterole OR r.rolsuper AS makes_roles, "
            "pg_has_role(d.datdba, 'USAGE') AS owns FROM pg_database d, pg_roles r "
            "WHERE d.datname = current_database() AND r.rolname = current_user"
        )
    ).one()
    if not row.makes_roles:
        raise Trouble(
            f"The role {row.owner!r} has to make a role for each device: let a superuser run "
            f'ALTER ROLE "{row.owner}" CREATEROLE.'
        )
    if not row.owns:
        raise Trouble(
            f"The role {row.owner!r} has to close the database to strangers: let a superuser run "
            f'ALTER DATABASE "{row.database}" OWNER TO "{row.owner}".'
        )
    return Ground(row.oid, row.database, row.schema, row.owner, row.superuser)


def superuser_script(ground: Ground) -> str:
    """Return the SQL that only a superuser may run, once for each database; the rest holds without it."""
    return "\n".join(f"{statement};" for statement in _hardening(ground)) + "\n"


def is_hardened(connection: Connection) -> bool:
    """Tell whether a superuser has run `superuser_script` here."""
    query = text("SELECT NOT has_function_privilege('public', 'pg_advisory_lock(bigint)', 'EXECUTE')")
    return bool(connection.execute(query).scalar_one())


def open_login(connection: Connection, device_id: str, verifier: str) -> str:
    """Let a device log in by the password that `verifier` (SCRAM-SHA-256) was made from; return its role."""
    given = {"device": device_id, "verifier": verifier}
    return str(connection.execute(text("SELECT garapon_open_login(:device, 'a', :verifier)"), given).scalar_one())


def known_login(connection: Connection, device_id: str) -> str | None:
    """Return what `open_login_again` needs to let a device in by the login that it uses now; None where it has none."""
    if not is_postgres(connection):
        return None
    query = text(
        "SELECT slot || ' ' || verifier FROM device_login WHERE device_id = :own AND closed_at IS NULL "
        "ORDER BY opened_at LIMIT 1"
    )
    known: str | None = connection.execute(query, {"own": device_id}).scalar()
    return known


def open_login_again(connection: Connection, device_id: str, login: str) -> None:
    """Let a device in that the database has forgotten, by what `known_login` said of it."""
    slot, _, verifier = login.partition(" ")
    given = {"device": device_id, "slot": slot, "verifier": verifier}
    connection.execute(text("SELECT garapon_open_login(:device, :slot, :verifier)"), given)


def shrink(connection: Connection, device_id: str) -> None:
    """Leave a device nothing but its status; what it is doing fails from its next statement on."""
    connection.execute(text("SELECT garapon_shrink(:device)"), {"device": device_id})


def close_long_revoked(connection: Connection) -> int:
    """Close the logins of devices that were revoked and never came to hear it; return how many."""
    query = text(
        "SELECT count(garapon_close_login(l.role)) FROM device_login l JOIN device_status s USING (device_id) "
        "WHERE l.closed_at IS NULL AND s.state = 'revoked' "
        "AND s.since < clock_timestamp() - make_interval(days => :days)"
    )
    return int(connection.execute(query, {"days": REVOKED_DAYS}).scalar_one())


def end_connections(connection: Connection, device_id: str) -> int:
    """End a device's connections at once; return how many there were."""
    query = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() "
        "AND usename IN (SELECT role FROM device_login WHERE device_id = :own)"
    )
    return int(connection.execute(query, {"own": device_id}).scalar_one())


def end_overlong(connection: Connection) -> int:
    """End devices' connections that are too old, keep a transaction open, or belong to the revoked; return how many."""
    query = text(
        "SELECT count(pg_terminate_backend(a.pid)) FROM pg_stat_activity a "
        "JOIN device_login l ON l.role = a.usename LEFT JOIN device_status s ON s.device_id = l.device_id "
        "WHERE a.datname = current_database() AND ("
        "a.xact_start < clock_timestamp() - make_interval(secs => :transaction) "
        "OR a.backend_start < clock_timestamp() - make_interval(secs => :connection) "
        "OR s.state = 'revoked' AND a.backend_start < clock_timestamp() - make_interval(secs => :revoked))"
    )
    limits = {"transaction": TRANSACTION_LIMIT_S, "connection": CONNECTION_LIMIT_S, "revoked": REVOKED_LIMIT_S}
    return int(connection.execute(query, limits).scalar_one())


def mend_logins(connection: Connection) -> int:
    """Set every open login back to what the centre knows of it, also on a fresh server; return how many there are.

    It undoes what a role may change of itself, and throws away large objects that one has made.
    """
    connection.execute(
        text(
            "SELECT lo_unlink(o.oid) FROM pg_largeobject_metadata o JOIN pg_roles r ON r.oid = o.lomowner "
            "JOIN device_login l ON l.role = r.rolname"
        )
    )
    return int(connection.execute(text("SELECT garapon_mend_logins()")).scalar_one())


def ask_to_renew(connection: Connection) -> int:
    """Ask the devices whose password has been used for long to make another one; return how many."""
    query = text(
        "UPDATE device_status SET renew = true WHERE NOT renew AND state <> 'revoked' AND device_id IN ("
        "SELECT device_id FROM device_login WHERE closed_at IS NULL AND opened_at < clock_timestamp() - "
        "make_interval(days => :days))"
    )
    return connection.execute(query, {"days": LOGIN_DAYS}).rowcount


def invite(connection: Connection, role: str, verifier: str, minutes: int) -> None:
    """Make the login of an invitation: it may call `garapon_enrol` and nothing else."""
    given = {"role": role, "verifier": verifier, "minutes": minutes}
    connection.execute(text("SELECT garapon_invite(:role, :verifier, :minutes)"), given)


def uninvite(connection: Connection, role: str) -> None:
    """Remove the login of an invitation that is over."""
    connection.execute(text("SELECT garapon_uninvite(:role)"), {"role": role})


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def _statements(ground: Ground) -> list[str]:
    closing = [
        f"REVOKE ALL ON DATABASE {_name(ground.database)} FROM PUBLIC",
        f"REVOKE ALL ON SCHEMA {_name(ground.schema)} FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {_name(ground.schema)} FROM PUBLIC",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {_name(ground.schema)} FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    ]
    opening = [
        f"GRANT {privilege} TO {ground.standing}, {ground.enrol}"
        for privilege in (
            f"CONNECT ON DATABASE {_name(ground.database)}",
            f"USAGE ON SCHEMA {_name(ground.schema)}",
        )
    ]
    rows = [statement for table, group in _doors(ground) for statement in _door(ground, table, *group)]
    writing = [
        "DROP POLICY IF EXISTS garapon_writes ON inbox",
        f"CREATE POLICY garapon_writes ON inbox FOR INSERT WITH CHECK ({_WRITES})",
        f"GRANT INSERT ({_WRITTEN}) ON inbox TO {ground.device}",
        "DROP POLICY IF EXISTS garapon_shows ON testimony",
        f"CREATE POLICY garapon_shows ON testimony FOR INSERT WITH CHECK ({_SHOWS})",
        f"GRANT INSERT ({_SHOWN}) ON testimony TO {ground.device}",
        "DROP POLICY IF EXISTS garapon_calls ON call_step",
        f"CREATE POLICY garapon_calls ON call_step FOR INSERT WITH CHECK ({_CALLS})",
        f"GRANT INSERT ({_CALLED}) ON call_step TO {ground.device}",
        "ALTER TABLE call_step ALTER COLUMN said_at SET DEFAULT statement_timestamp()",
        "ALTER TABLE testimony ALTER COLUMN shown_at SET DEFAULT statement_timestamp()",
        # Not the beginning of the transaction: that may lie as far back as the device likes.
        "ALTER TABLE inbox ALTER COLUMN received_at SET DEFAULT statement_timestamp()",
    ]
    functions = [
        *(_function(ground, *each) for each in _functions(ground)),
        f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {_name(ground.schema)} FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION garapon_enrol(text, text, text) TO {ground.enrol}",
        f"GRANT EXECUTE ON FUNCTION garapon_leave() TO {ground.standing}",
        f"GRANT EXECUTE ON FUNCTION garapon_renew(text) TO {ground.device}",
        f"GRANT EXECUTE ON FUNCTION garapon_settle() TO {ground.device}",
        f"GRANT EXECUTE ON FUNCTION garapon_fork(bigint) TO {ground.device}",
        f"GRANT EXECUTE ON FUNCTION garapon_look_up(text, text, text) TO {ground.device}",
    ]
    return [*closing, *opening, *rows, *writing, *functions, *(_hardening(ground) if ground.superuser else ())]


def _doors(ground: Ground) -> list[tuple[str, tuple[str, str, str]]]:
    return [
        *((table, (columns, rows, ground.device)) for table, (columns, rows) in _READS.items()),
        *((table, (columns, rows, ground.standing)) for table, (columns, rows) in _STANDING_READS.items()),
    ]


def _door(ground: Ground, table: str, columns: str, rows: str, group: str) -> list[str]:
    what = "SELECT" if columns == "*" else f"SELECT ({columns})"
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS garapon_office ON {table}",
        f"CREATE POLICY garapon_office ON {table} TO {_name(ground.owner)} USING (true) WITH CHECK (true)",
        f"DROP POLICY IF EXISTS garapon_reads ON {table}",
        f"CREATE POLICY garapon_reads ON {table} FOR SELECT USING ({rows})",
        f"GRANT {what} ON {table} TO {group}",
    ]


def _function(ground: Ground, head: str, body: str) -> str:
    path = f"SET search_path = pg_catalog, {_name(ground.schema)}, pg_temp"
    return f"CREATE OR REPLACE FUNCTION {head} LANGUAGE plpgsql {path} AS $body$\n{body}\n$body$"


def _functions(ground: Ground) -> Sequence[tuple[str, str]]:
    refused = "RAISE EXCEPTION 'garapon: refused' USING ERRCODE = '42501'"
    own_state = f"SELECT state FROM device_status WHERE device_id = {_OWN}"
    kinds = ", ".join(f"'{each}'" for each in Sought)
    too_many = " OR ".join(
        f"(SELECT count(*) FROM look_up l WHERE l.device_id = {_OWN} AND l.asked_at > clock_timestamp() "
        f"- make_interval(secs => {span.total_seconds():.0f})) >= {most}"
        for span, most in LOOK_UPS
    )
    return (
        (
            # Makes or mends one role; `full` for a device that exchanges, without it for one that may read its status.
            "garapon_set_login(role text, verifier text, is_full boolean) RETURNS void",
            f"""BEGIN
  IF role !~ '^garapon_d_[0-9a-f]{{32}}_[ab]$' OR verifier !~ '{_VERIFIER}' THEN
    RAISE EXCEPTION 'garapon: no role of a device, or no verifier' USING ERRCODE = '22023';
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
    EXECUTE format('CREATE ROLE %I', role);
    EXECUTE format('GRANT %I TO %I', role, current_user);
  END IF;
  -- A role of the same name may stand there already, of the database that this one was restored from.
  IF NOT pg_has_role(role, '{ground.standing}', 'MEMBER') THEN
    EXECUTE format('GRANT {ground.standing} TO %I', role);
  END IF;
  EXECUTE format('ALTER ROLE %I LOGIN INHERIT CONNECTION LIMIT {CONNECTIONS_EACH} PASSWORD %L', role, verifier);
  EXECUTE format('ALTER ROLE %I RESET ALL', role);
  EXECUTE format('ALTER ROLE %I SET statement_timeout = ''{TRANSACTION_LIMIT_S}s''', role);
  EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''{TRANSACTION_LIMIT_S}s''', role);
  EXECUTE format('ALTER ROLE %I SET lock_timeout = ''{TRANSACTION_LIMIT_S}s''', role);
  IF is_full AND NOT pg_has_role(role, '{ground.device}', 'MEMBER') THEN
    EXECUTE format('GRANT {ground.device} TO %I', role);
  END IF;
END""",
        ),
        (
            "garapon_open_login(device text, slot text, verifier text) RETURNS text",
            """DECLARE
  name text := format('garapon_d_%s_%s', device, slot);
BEGIN
  PERFORM garapon_set_login(name, verifier, true);
  INSERT INTO device_login AS l (role, device_id, slot, verifier, opened_at, closed_at)
    VALUES (name, device, slot, verifier, clock_timestamp(), NULL)
    ON CONFLICT ON CONSTRAINT pk_device_login
    DO UPDATE SET verifier = EXCLUDED.verifier, opened_at = EXCLUDED.opened_at, closed_at = NULL;
  RETURN name;
END""",
        ),
        (
            "garapon_close_login(name text) RETURNS void",
            f"""BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
    EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', name);
    EXECUTE format('REVOKE {ground.device} FROM %I', name);
  END IF;
  UPDATE device_login l SET closed_at = clock_timestamp() WHERE l.role = name AND l.closed_at IS NULL;
END""",
        ),
        (
            "garapon_shrink(device text) RETURNS void",
            f"""DECLARE
  each record;
BEGIN
  FOR each IN SELECT l.role FROM device_login l JOIN pg_roles r ON r.rolname = l.role WHERE l.device_id = device LOOP
    EXECUTE format('REVOKE {ground.device} FROM %I', each.role);
  END LOOP;
END""",
        ),
        (
            "garapon_mend_logins() RETURNS bigint",
            """DECLARE
  each record;
  mended bigint := 0;
BEGIN
  FOR each IN SELECT l.role, l.verifier, s.state FROM device_login l
      LEFT JOIN device_status s ON s.device_id = l.device_id WHERE l.closed_at IS NULL ORDER BY l.role LOOP
    PERFORM garapon_set_login(each.role, each.verifier, each.state IS DISTINCT FROM 'revoked');
    mended := mended + 1;
  END LOOP;
  RETURN mended;
END""",
        ),
        (
            "garapon_invite(role text, verifier text, minutes integer) RETURNS void",
            f"""BEGIN
  IF role !~ '^garapon_e_[0-9a-f]{{16}}$' OR verifier !~ '{_VERIFIER}' THEN
    RAISE EXCEPTION 'garapon: no role of an invitation, or no verifier' USING ERRCODE = '22023';
  END IF;
  EXECUTE format('CREATE ROLE %I LOGIN INHERIT CONNECTION LIMIT 1 PASSWORD %L VALID UNTIL %L', role, verifier,
    clock_timestamp() + make_interval(mins => minutes));
  EXECUTE format('GRANT %I TO %I', role, current_user);
  EXECUTE format('GRANT {ground.enrol} TO %I', role);
END""",
        ),
        (
            "garapon_uninvite(role text) RETURNS void",
            """BEGIN
  IF role !~ '^garapon_e_[0-9a-f]{16}$' THEN
    RAISE EXCEPTION 'garapon: no role of an invitation' USING ERRCODE = '22023';
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
    EXECUTE format('DROP OWNED BY %I', role);
    EXECUTE format('DROP ROLE %I', role);
  END IF;
END""",
        ),
        (
            # The one thing an invitation may do, once: give public keys and a verifier, take the sealed answer. The
            # same keys get the same answer again, because the line may break before it arrives.
            "garapon_enrol(signing text, sealing text, verifier text) RETURNS bytea SECURITY DEFINER",
            f"""DECLARE
  invited invitation%ROWTYPE;
BEGIN
  SELECT * INTO invited FROM invitation i WHERE i.role = session_user FOR UPDATE;
  IF NOT FOUND OR invited.expires_at < clock_timestamp() THEN
    {refused};
  END IF;
  IF signing !~ '{_KEY}' OR sealing !~ '{_KEY}' OR verifier !~ '{_VERIFIER}' THEN
    RAISE EXCEPTION 'garapon: no keys, or no verifier' USING ERRCODE = '22023';
  END IF;
  IF invited.used_at IS NOT NULL THEN
    IF (invited.signing_key, invited.sealing_key, invited.verifier) IS DISTINCT FROM (signing, sealing, verifier) THEN
      {refused};
    END IF;
    RETURN invited.sealed;
  END IF;
  UPDATE invitation i SET signing_key = signing, sealing_key = sealing, verifier = garapon_enrol.verifier,
    used_at = clock_timestamp() WHERE i.role = session_user;
  PERFORM garapon_open_login(invited.device_id, 'a', verifier);
  RETURN invited.sealed;
END""",
        ),
        (
            # A device that was asked to renew gives the verifier of its next password, for its other slot.
            "garapon_renew(verifier text) RETURNS text SECURITY DEFINER",
            f"""BEGIN
  IF NOT EXISTS (SELECT FROM device_status s WHERE s.device_id = {_OWN} AND s.renew AND s.state <> 'revoked')
    OR NOT EXISTS (SELECT FROM device_login l WHERE l.role = session_user AND l.closed_at IS NULL) THEN
    {refused};
  END IF;
  RETURN garapon_open_login({_OWN}, CASE right(session_user, 1) WHEN 'a' THEN 'b' ELSE 'a' END, verifier);
END""",
        ),
        (
            # Called through the newer login, which is proven by it: the older one ends.
            "garapon_settle() RETURNS void SECURITY DEFINER",
            f"""DECLARE
  newer timestamptz := (SELECT l.opened_at FROM device_login l WHERE l.role = session_user AND l.closed_at IS NULL);
BEGIN
  IF newer IS NULL THEN
    {refused};
  END IF;
  PERFORM garapon_close_login(l.role) FROM device_login l
    WHERE l.device_id = {_OWN} AND l.closed_at IS NULL AND l.opened_at < newer;
  UPDATE device_status s SET renew = false WHERE s.device_id = {_OWN} AND s.renew;
END""",
        ),
        (
            # The centre freezes the device at its next look; a row that waits for that says it already.
            "garapon_fork(at bigint) RETURNS void SECURITY DEFINER",
            f"""BEGIN
  INSERT INTO fork (device_id, epoch, seq)
    SELECT s.device_id, s.epoch, at FROM device_status s WHERE s.device_id = {_OWN} ON CONFLICT DO NOTHING;
END""",
        ),
        (
            # A member unknown to the device: asked once by id, answered by the centre, which tells her store of her.
            "garapon_look_up(question text, sought text, value text) RETURNS text SECURITY DEFINER",
            f"""DECLARE
  said text := (SELECT l.answer FROM look_up l WHERE l.id = question AND l.device_id = {_OWN});
BEGIN
  IF said IS NOT NULL THEN
    RETURN said;
  END IF;
  IF question !~ '^[0-9a-f]{{32}}$' OR sought NOT IN ({kinds}) OR length(value) > {LOOK_UP_LENGTH} THEN
    RAISE EXCEPTION 'garapon: no question' USING ERRCODE = '22023';
  END IF;
  IF ({own_state}) IS DISTINCT FROM 'active' THEN
    RETURN '{LookedUp.AWAY}';
  END IF;
  IF {too_many} THEN
    RETURN '{LookedUp.TOO_MANY}';
  END IF;
  INSERT INTO look_up (id, device_id, sought, value, asked_at, answer)
    VALUES (question, {_OWN}, sought, value, clock_timestamp(), '{LookedUp.ASKING}') ON CONFLICT DO NOTHING;
  RETURN '{LookedUp.ASKING}';
END""",
        ),
        (
            # A revoked device has forgotten what it knew.
            "garapon_leave() RETURNS void SECURITY DEFINER",
            f"""BEGIN
  IF ({own_state}) IS DISTINCT FROM 'revoked' THEN
    {refused};
  END IF;
  PERFORM garapon_close_login(l.role) FROM device_login l WHERE l.device_id = {_OWN};
END""",
        ),
    )


def _hardening(ground: Ground) -> list[str]:
    """Close what every role may do in any PostgreSQL database, and keep it open to the centre's own role."""
    owner, quoted = _name(ground.owner), ground.owner.replace("'", "''")
    return [
        f"""DO $body$ DECLARE each record; BEGIN
  FOR each IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace
      AND p.proname ~ '^(lo_|loread$|lowrite$|pg_advisory_|pg_try_advisory_|pg_sleep|pg_logical_emit_message$)'
      AND has_function_privilege('public', p.oid, 'EXECUTE') LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', each.name, '{quoted}');
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', each.name);
  END LOOP;
END $body$""",
        f"GRANT USAGE ON LANGUAGE plpgsql TO {owner}",
        "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC",
    ]


def _name(identifier: str) -> str:
    quoted = identifier.replace('"', '""')
    return f'"{quoted}"'
