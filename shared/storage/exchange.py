"""The tables through which devices and the centre speak: inbox, results, feeds, snapshots, standing (SYNC.md)."""

from datetime import timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from shared.domain.calls import ABOUT_LENGTH, NAME_LENGTH
from shared.storage.instants import Instant

LOOK_UP_LENGTH = 64
LOOK_UPS = ((timedelta(minutes=1), 20), (timedelta(days=1), 500))
"""How many members a device may look up within so long: more than a busy counter does, too few to copy a chain."""

centre = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

inbox = Table(
    "inbox",
    centre,
    Column("device_id", String(64), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("op_id", String(64), nullable=False, unique=True),
    Column("kind", String(64), nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("programme_version", Integer, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("actor", String(64)),
    Column("actor_signature", String(128)),
    Column("approver", String(64)),
    Column("approver_signature", String(128)),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("wall_time", Instant, nullable=False),
    Column("monotonic_ms", BigInteger, nullable=False),
    Column("boot_id", String(64), nullable=False),
    # When and under which clock the batch was sent, so that the centre can correct the wall time (rule 13).
    Column("sent_monotonic_ms", BigInteger, nullable=False),
    Column("sent_boot_id", String(64), nullable=False),
    Column("received_at", Instant, nullable=False),
    PrimaryKeyConstraint("device_id", "epoch", "seq"),
)

op_result = Table(
    "op_result",
    centre,
    Column("op_id", String(64), primary_key=True),
    Column("device_id", String(64), nullable=False, index=True),
    Column("verdict", String(16), nullable=False),
    Column("reason", String(64)),
    Column("detail", String(500), nullable=False),
    Column("applied_at", Instant, nullable=False),
)

scope_head = Table(
    "scope_head",
    centre,
    Column("scope", String(128), primary_key=True),
    Column("position", BigInteger, nullable=False),
)

feed = Table(
    "feed",
    centre,
    Column("scope", String(128), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("token", String(32), nullable=False),
    Column("aggregate", String(16)),
    Column("key", String(128), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("op_id", String(64)),
    Column("result", LargeBinary),
    PrimaryKeyConstraint("scope", "position"),
)

device_status = Table(
    "device_status",
    centre,
    # What a device may always read about itself: its state, its queue's epoch, whether its login is to be renewed.
    Column("device_id", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("renew", Boolean, nullable=False),
    # In which generation of the centre it was heard of last: in a later one it has to show what it holds first.
    Column("generation", String(32), nullable=False, server_default=text("''")),
)

generation = Table(
    "generation",
    centre,
    # One row. `token` is another one after each restore, `number` counts them from 1.
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("token", String(32), nullable=False),
    Column("began_at", Instant, nullable=False),
)

# What devices show a restored centre, in parts from 1 to `parts` (`wire.testimony`); gone once it was heard.
testimony = Table(
    "testimony",
    centre,
    Column("device_id", String(64), nullable=False),
    Column("generation", String(32), nullable=False),
    Column("part", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("shown_at", Instant, nullable=False),
    PrimaryKeyConstraint("device_id", "generation", "part"),
)

# What a device tells when the centre knows other operations under its numbers (rule 5).
fork = Table(
    "fork",
    centre,
    Column("device_id", String(64), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
)

device_scope = Table(
    "device_scope",
    centre,
    # Which feeds a device may read.
    Column("device_id", String(64), nullable=False),
    Column("scope", String(128), nullable=False),
    PrimaryKeyConstraint("device_id", "scope"),
)

# A scope as it stood at a position, for devices that have nothing or are far behind; `ready` once all chunks are there.
# Of older ones only the row stays, as a mark of when the scope was that far.
snapshot = Table(
    "snapshot",
    centre,
    Column("scope", String(128), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("token", String(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ready", Boolean, nullable=False),
    Column("chunks", Integer, nullable=False),
    Column("aggregates", Integer, nullable=False),
    Column("members", Integer, nullable=False),
    PrimaryKeyConstraint("scope", "position"),
)

snapshot_chunk = Table(
    "snapshot_chunk",
    centre,
    Column("scope", String(128), nullable=False),
    Column("position", BigInteger, nullable=False),
    # From 1; `wire.snapshot` says what a body is.
    Column("number", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("scope", "position", "number"),
)

# What devices asked about members unknown to them; `value` is emptied with the answer, the row goes a day later.
look_up = Table(
    "look_up",
    centre,
    Column("id", String(32), primary_key=True),
    Column("device_id", String(64), nullable=False),
    Column("sought", String(16), nullable=False),
    Column("value", String(LOOK_UP_LENGTH), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("answer", String(16), nullable=False),
    Index("ix_look_up_device_id", "device_id", "asked_at"),
    Index("ix_look_up_answer", "answer", "asked_at"),
)

# What devices say about calls for staff; a row goes as soon as the centre has heard it.
call_step = Table(
    "call_step",
    centre,
    Column("id", String(32), primary_key=True),
    Column("device_id", String(64), nullable=False),
    Column("call_id", String(32), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("why", String(16), nullable=False),
    Column("about", String(ABOUT_LENGTH), nullable=False),
    Column("member_id", String(64), nullable=False),
    Column("staff_id", String(64), nullable=False),
    Column("said_at", Instant, nullable=False),
    Index("ix_call_step_said_at", "said_at"),
)

# Calls for staff: their kiosk reads them, and the staff devices of its store (`scope`), for a quarter of an hour.
staff_call = Table(
    "staff_call",
    centre,
    Column("call_id", String(32), primary_key=True),
    Column("device_id", String(64), nullable=False),
    Column("store_id", String(64), nullable=False),
    Column("scope", String(128), nullable=False),
    Column("why", String(16), nullable=False),
    Column("about", String(ABOUT_LENGTH), nullable=False),
    Column("member_id", String(64), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("since", Instant, nullable=False),
    Column("staff_id", String(64), nullable=False),
    Column("staff_name", String(NAME_LENGTH), nullable=False),
    Index("ix_staff_call_device_id", "device_id", "asked_at"),
    Index("ix_staff_call_scope", "scope", "asked_at"),
    Index("ix_staff_call_state", "state", "since"),
)
