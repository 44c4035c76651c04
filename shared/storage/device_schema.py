"""The tables of a device's own database; `migrations` makes them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
)

from shared.storage.instants import Instant

device = MetaData()

# One row: whose database this is, its queue's epoch, and a number that rises with every change to the directory.
# `revoked_at` is when the device learnt that the centre has shut it out. `mending` says that the file was rebuilt after
# damage and the centre has not told everything again. `centre` names the generation of the centre that was read from.
state = Table(
    "state",
    device,
    Column("id", Integer, primary_key=True),
    Column("device_id", String(64), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("last_contact_at", Instant),
    Column("revoked_at", Instant),
    Column("mending", Boolean, nullable=False, default=False),
    Column("centre", String(32), nullable=False, server_default=""),
)

# Damaged files that were set aside in `folder`: operations saved, lost for good, and moved to new numbers.
damage = Table(
    "damage",
    device,
    Column("at", Instant, primary_key=True),
    Column("folder", String(64), nullable=False),
    Column("saved", Integer, nullable=False),
    Column("lost", Integer, nullable=False),
    Column("moved", Integer, nullable=False),
)

# Immutable but for `result`, which stays empty until the centre has said its final word.
outbox = Table(
    "outbox",
    device,
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
    Column("result", LargeBinary),
    PrimaryKeyConstraint("epoch", "seq"),
)

# Where operations stood that another copy of this device has taken the numbers of: evidence, with the hashes of then.
former_place = Table(
    "former_place",
    device,
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("op_id", String(64), nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("epoch", "seq"),
)

# Which waiting operation changed which aggregate.
touch = Table(
    "touch",
    device,
    Column("op_id", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("key", String(128), nullable=False),
    PrimaryKeyConstraint("op_id", "kind", "key"),
)

# `projected` is empty where no waiting operation changed what the centre confirmed.
aggregate = Table(
    "aggregate",
    device,
    Column("kind", String(16), nullable=False),
    Column("key", String(128), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("confirmed", LargeBinary),
    Column("projected", LargeBinary),
    PrimaryKeyConstraint("kind", "key"),
)

programme = Table(
    "programme",
    device,
    Column("version", BigInteger, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

card = Table(
    "card",
    device,
    Column("code_hash", String(64), primary_key=True),
    Column("member_id", String(64), nullable=False, index=True),
)

member_number = Table(
    "member_number",
    device,
    Column("number", String(16), primary_key=True),
    Column("member_id", String(64), nullable=False),
)

# Drums that are lent; `mine` are those that this device may turn.
open_drum = Table(
    "open_drum",
    device,
    Column("drum_id", String(64), primary_key=True),
    Column("store_id", String(64), nullable=False),
    Column("campaign", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("mine", Boolean, nullable=False),
)

# What this device holds and is to give back: drums, vouchers, members some of whose tickets are asked for. Of the kind
# "coming": vouchers that this device has asked for itself, and members some of whose tickets it has.
asked_back = Table(
    "asked_back",
    device,
    Column("kind", String(16), nullable=False),
    Column("key", String(128), nullable=False),
    PrimaryKeyConstraint("kind", "key"),
)

# Vouchers that are issued and not handed over; `device_number` is their kiosk's.
open_voucher = Table(
    "open_voucher",
    device,
    Column("voucher_id", String(128), primary_key=True),
    Column("device_number", BigInteger, nullable=False),
    Column("collect_until", Date, nullable=False),
)

# Business keys taken by this device's operations; `released_by` is the operation that freed the key again.
claim = Table(
    "claim",
    device,
    Column("key", String(200), nullable=False),
    Column("op_id", String(64), nullable=False),
    Column("released_by", String(64)),
    PrimaryKeyConstraint("key", "op_id"),
)

cursor = Table(
    "cursor",
    device,
    Column("scope", String(128), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("token", String(32), nullable=False),
)

# Snapshots that are being loaded: how many chunks are in. `fresh` says that nothing was there before.
loading = Table(
    "loading",
    device,
    Column("scope", String(128), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("token", String(32), nullable=False),
    Column("chunks", Integer, nullable=False),
    Column("members", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("fresh", Boolean, nullable=False),
)

# What a snapshot says about aggregates that waiting operations touch, until it is loaded to its end.
set_aside = Table(
    "set_aside",
    device,
    Column("scope", String(128), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("key", String(128), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("scope", "kind", "key"),
)

# What a snapshot has named so far, where something was there before: the rest is forgotten at its end.
named = Table(
    "named",
    device,
    Column("scope", String(128), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("key", String(128), nullable=False),
    PrimaryKeyConstraint("scope", "kind", "key"),
)

unseen_award = Table(
    "unseen_award",
    device,
    Column("member_id", String(64), nullable=False),
    Column("award_id", String(64), nullable=False),
    PrimaryKeyConstraint("member_id", "award_id"),
)

pin_attempt = Table(
    "pin_attempt",
    device,
    Column("staff_id", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Instant),
)

# What staff search in, folded; its full-text index `member_gram` has the same row ids. `recent_ms` is when the member
# was last heard of, in milliseconds since 1970; `making` tells by which `search_text.MAKING` the text is.
member_text = Table(
    "member_text",
    device,
    Column("id", Integer, primary_key=True),
    Column("member_id", String(64), nullable=False, unique=True),
    Column("text", String, nullable=False),
    Column("recent_ms", BigInteger, nullable=False, index=True),
    Column("making", Integer, nullable=False, server_default="0"),
)
