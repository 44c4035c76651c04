"""The centre's own tables, beside those that it shares with devices (`storage.exchange`).

An aggregate is kept whole in `body` (canonical JSON) with its `version`; the other columns of its row repeat what is
looked up or summed.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from shared.storage.exchange import (
    call_step,
    centre,
    device_scope,
    device_status,
    feed,
    fork,
    generation,
    inbox,
    look_up,
    op_result,
    scope_head,
    snapshot,
    snapshot_chunk,
    staff_call,
    testimony,
)
from shared.storage.instants import Instant

__all__ = [
    "answered_before",
    "attachment",
    "audit",
    "call_step",
    "centre",
    "claim",
    "device",
    "device_login",
    "device_scope",
    "device_status",
    "drum",
    "drum_cut",
    "erasure",
    "feed",
    "fork",
    "generation",
    "held",
    "held_before",
    "holding",
    "inbox",
    "invitation",
    "ledger",
    "lending_pause",
    "look_up",
    "member",
    "member_alias",
    "member_pin",
    "op_result",
    "pin_check",
    "programme",
    "progress",
    "report_mark",
    "resend",
    "sale",
    "sales_batch",
    "scope_head",
    "serving",
    "snapshot",
    "snapshot_chunk",
    "staff",
    "staff_call",
    "stock",
    "testimony",
    "turn",
    "voucher",
    "witness_key",
    "writer",
]

writer = Table(
    "writer",
    centre,
    # One row, locked by whoever changes central state: the applier or a command.
    Column("id", Integer, primary_key=True, autoincrement=False),
    # Counts how often a serving process took the seat: what writes for an earlier term is refused.
    Column("term", BigInteger, nullable=False, server_default=text("0")),
)

device = Table(
    "device",
    centre,
    Column("device_id", String(64), primary_key=True),
    Column("number", BigInteger, nullable=False, unique=True),
    Column("store_id", String(64), nullable=False, index=True),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

device_login = Table(
    "device_login",
    centre,
    # A device's roles on PostgreSQL, and what their passwords are checked with, so that a role can be set back.
    Column("role", String(63), primary_key=True),
    Column("device_id", String(64), nullable=False, index=True),
    Column("slot", String(1), nullable=False),
    Column("verifier", String(200), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
)

invitation = Table(
    "invitation",
    centre,
    # Devices that were asked in; `sealed` is for the holder of the token only. Rows go when their time is over.
    Column("role", String(63), primary_key=True),
    Column("device_id", String(64), nullable=False),
    Column("number", BigInteger, nullable=False, unique=True),
    Column("store_id", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("label", String(200), nullable=False),
    Column("counter", Boolean, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("signing_key", String(64)),
    Column("sealing_key", String(64)),
    Column("verifier", String(200)),
    Column("used_at", Instant),
    Column("admitted_at", Instant),
)

progress = Table(
    "progress",
    centre,
    # How far the applier is with what a device has sent; seq starts at 1.
    Column("device_id", String(64), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("applied_seq", BigInteger, nullable=False),
    Column("applied_hash", String(64), nullable=False),
    PrimaryKeyConstraint("device_id", "epoch"),
)

programme = Table(
    "programme",
    centre,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("applied_at", Instant, nullable=False),
)

member = Table(
    "member",
    centre,
    Column("member_id", String(64), primary_key=True),
    Column("number", String(12), nullable=False, unique=True),
    # Not unique: who shares a phone may be one person twice, or a family. Managers are shown them.
    Column("phone_e164", String(24), nullable=False, server_default=text("''"), index=True),
    Column("home_store", String(64), nullable=False),
    Column("balance_points", BigInteger, nullable=False),
    Column("pending_points", BigInteger, nullable=False),
    # When the next lot matures or expires; null when nothing is due by time.
    Column("due_at", Instant, index=True),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

member_alias = Table(
    "member_alias",
    centre,
    # What names a member besides her id: cards by the hash of their code, and merged members by their id.
    Column("code_hash", String(64), primary_key=True),
    Column("member_id", String(64), nullable=False, index=True),
    Column("state", String(16), nullable=False),
)

erasure = Table(
    "erasure",
    centre,
    # Who is to be forgotten; `forgotten_at` is empty while older feed rows or operations may still name her.
    Column("member_id", String(64), primary_key=True),
    Column("op_id", String(64), nullable=False, index=True),
    Column("erased_at", Instant, nullable=False),
    Column("forgotten_at", Instant),
)

attachment = Table(
    "attachment",
    centre,
    # Which stores hear of a member: her home store for good (`until` is null), others until a while after her visit.
    Column("store_id", String(64), nullable=False),
    Column("member_id", String(64), nullable=False),
    Column("until", Date),
    PrimaryKeyConstraint("store_id", "member_id"),
    Index("ix_attachment_until", "until"),
)

staff = Table(
    "staff",
    centre,
    Column("staff_id", String(64), primary_key=True),
    Column("badge_hash", String(64), nullable=False, unique=True),
    Column("store_id", String(64), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

drum = Table(
    "drum",
    centre,
    Column("drum_id", String(64), primary_key=True),
    Column("campaign", String(64), nullable=False),
    Column("store_id", String(64), nullable=False),
    Column("holder", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("commitment", String(64), nullable=False),
    Column("seed", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("balls_left", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_drum_store_id_campaign", "store_id", "campaign"),
)

drum_cut = Table(
    "drum_cut",
    centre,
    # When a drum was filled and with how many balls: the pace at which its kiosk uses them.
    Column("drum_id", String(64), primary_key=True),
    Column("balls", Integer, nullable=False),
    Column("cut_at", Instant, nullable=False),
)

turn = Table(
    "turn",
    centre,
    Column("drum_id", String(64), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("choice", String(64), nullable=False),
    Column("ticket_id", String(160), nullable=False),
    Column("prize", String(64), nullable=False),
    Column("proof", String(64), nullable=False),
    Column("op_id", String(64), nullable=False, unique=True),
    PrimaryKeyConstraint("drum_id", "turn"),
)

voucher = Table(
    "voucher",
    centre,
    Column("voucher_id", String(96), primary_key=True),
    Column("store_id", String(64), nullable=False),
    Column("member_id", String(64), index=True),
    Column("state", String(16), nullable=False),
    # Which prize, as the programme named it last, and until when; "" where it knows no such campaign.
    Column("campaign", String(64), nullable=False, server_default=text("''")),
    Column("prize", String(64), nullable=False, server_default=text("''")),
    Column("collect_until", Date),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_voucher_state_collect_until", "state", "collect_until"),
)

holding = Table(
    "holding",
    centre,
    # Who may use what there is only one of; what is used or over keeps its row.
    Column("kind", String(16), nullable=False),
    Column("id", String(160), nullable=False),
    Column("holder", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    # Of tickets: whose, and for which draw.
    Column("member_id", String(64)),
    Column("campaign", String(64)),
    PrimaryKeyConstraint("kind", "id"),
    Index("ix_holding_holder_state", "holder", "state"),
)

stock = Table(
    "stock",
    centre,
    # delivered + counted = in drums + awarded + returned + written off + free (stock.count_stock proves it). `counted`
    # is what counts found in addition, or missing (below zero). What is withdrawn goes into no drum.
    Column("store_id", String(64), nullable=False),
    Column("campaign", String(64), nullable=False),
    Column("prize", String(64), nullable=False),
    Column("delivered", Integer, nullable=False),
    Column("returned", Integer, nullable=False),
    Column("written_off", Integer, nullable=False),
    Column("free", Integer, nullable=False),
    Column("counted", Integer, nullable=False, server_default=text("0")),
    Column("withdrawn", Boolean, nullable=False, server_default=text("false")),
    PrimaryKeyConstraint("store_id", "campaign", "prize"),
)

member_pin = Table(
    "member_pin",
    centre,
    # Never in a feed. `wrong` counts attempts since the last right one; the one under way is counted too.
    Column("member_id", String(64), primary_key=True),
    Column("salt", String(32), nullable=False),
    Column("verifier", String(64), nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("last_at", Instant),
)

pin_check = Table(
    "pin_check",
    centre,
    # Attempts that are counted and not yet answered, by operation; `number` is what `wrong` became by this one.
    Column("op_id", String(64), primary_key=True),
    Column("member_id", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("finding", String(16), nullable=False),
    Column("salt", String(32), nullable=False),
    Column("verifier", String(64), nullable=False),
)

told = Table(
    "told",
    centre,
    # What a newcomer told at a kiosk, opened, while her joining is held.
    Column("op_id", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

claim = Table(
    "claim",
    centre,
    Column("key", String(255), primary_key=True),
    Column("op_id", String(64), nullable=False),
)

ledger = Table(
    "ledger",
    centre,
    # The account book: rows are only ever added.
    Column("op_id", String(64), nullable=False),
    Column("line", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("bucket", String(16), nullable=False),
    Column("member_id", String(64), nullable=False),
    Column("lot_id", String(128)),
    Column("points", BigInteger, nullable=False),
    Column("reverses_op", String(64)),
    Column("reverses_line", Integer),
    Column("year", Integer),
    Column("store_id", String(64), nullable=False),
    Column("issuing_store", String(64), nullable=False),
    Column("device_id", String(64), nullable=False),
    Column("staff_id", String(64)),
    Column("approver_id", String(64)),
    Column("reason", String(64), nullable=False),
    Column("source", String(64), nullable=False),
    Column("business_time", Instant, nullable=False),
    Column("business_day", Date, nullable=False),
    Column("posted_at", Instant, nullable=False),
    Column("programme_version", Integer, nullable=False),
    PrimaryKeyConstraint("op_id", "line"),
    Index("ix_ledger_member_id", "member_id", "business_time"),
)

held = Table(
    "held",
    centre,
    Column("op_id", String(64), primary_key=True),
    Column("store_id", String(64), nullable=False, index=True),
    # Off the list, whatever became of it; `state` tells what.
    Column("released", Boolean, nullable=False, server_default=text("false")),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False, server_default=text("'open'")),
    Column("kind", String(64), nullable=False, server_default=text("''")),
    Column("reason", String(64), nullable=False, server_default=text("''")),
    Column("device_id", String(64), nullable=False, server_default=text("''")),
    Column("member_id", String(64), index=True),
    Column("held_at", Instant),
    # The member, card, programme version or kind that has not arrived.
    Column("waits_for", String(64)),
    Index("ix_held_released_reason", "released", "reason"),
)

audit = Table(
    "audit",
    centre,
    # What administrators and the centre itself did outside operations.
    Column("id", String(32), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("actor", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("detail", String(500), nullable=False),
    Index("ix_audit_action_at", "action", "at"),
)

serving = Table(
    "serving",
    centre,
    # Processes that apply, by their signs of life (heartbeat.Heartbeat).
    Column("id", String(32), primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

lending_pause = Table(
    "lending_pause",
    centre,
    # At most one row: while it stands the centre lends nothing.
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("reason", String(32), nullable=False),
    Column("since", Instant, nullable=False),
)

witness_key = Table(
    "witness_key",
    centre,
    # One row: what seals, for the centre itself, what devices may have to give back (hex).
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", String(64), nullable=False),
)

resend = Table(
    "resend",
    centre,
    # Up to where a device sends again what a restored centre has lost; gone once that is applied.
    Column("device_id", String(64), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
)

held_before = Table(
    "held_before",
    centre,
    # Tickets that devices held, before a restore, by the centre's word; gone once they are their own again.
    Column("device_id", String(64), nullable=False),
    Column("ticket_id", String(160), nullable=False),
    Column("member_id", String(64), nullable=False),
    PrimaryKeyConstraint("device_id", "ticket_id"),
)

answered_before = Table(
    "answered_before",
    centre,
    # What devices had heard, before a restore, of operations that they send again and that were not simply applied.
    Column("device_id", String(64), nullable=False),
    Column("op_id", String(64), nullable=False),
    Column("result", LargeBinary, nullable=False),
    PrimaryKeyConstraint("device_id", "op_id"),
)

sales_batch = Table(
    "sales_batch",
    centre,
    # An imported journal; the same file again goes on with its batch until that is undone.
    Column("batch_id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False, index=True),
    Column("file", String(255), nullable=False),
    Column("imported_at", Instant, nullable=False),
    Column("undone_at", Instant),
)

sale = Table(
    "sale",
    centre,
    # What journals told, by business key: each receipt, order and return counts once.
    Column("key", String(255), primary_key=True),
    Column("batch_id", String(32), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("fate", String(16), nullable=False),
    Column("op_id", String(64)),
    Column("member_id", String(64)),
    Column("of_key", String(255), index=True),
    Column("store_id", String(64), nullable=False),
    Column("business_day", Date, nullable=False),
    Column("amount_yen", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

report_mark = Table(
    "report_mark",
    centre,
    # By which definition the report views were made (reports.refresh_views).
    Column("mark", String(64), primary_key=True),
)
