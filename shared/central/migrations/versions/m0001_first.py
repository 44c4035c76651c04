"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table; the one row of `writer` is what writers lock."""
    op.create_table(
        "audit",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    op.create_table(
        "claim",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("op_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_claim"),
    )
    op.create_table(
        "device",
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", name="pk_device"),
        sa.UniqueConstraint("number", name="uq_device_number"),
    )
    op.create_index("ix_device_store_id", "device", ["store_id"], unique=False)
    op.create_table(
        "drum",
        sa.Column("drum_id", sa.String(length=64), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("balls_left", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("drum_id", name="pk_drum"),
    )
    op.create_index("ix_drum_store_id_campaign", "drum", ["store_id", "campaign"], unique=False)
    op.create_table(
        "feed",
        sa.Column("scope", sa.String(length=128), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("aggregate", sa.String(length=16), nullable=True),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("op_id", sa.String(length=64), nullable=True),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("scope", "position", name="pk_feed"),
        sa.UniqueConstraint("scope", "op_id", name="uq_feed_scope_op_id"),
    )
    op.create_table(
        "held",
        sa.Column("op_id", sa.String(length=64), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("released", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("op_id", name="pk_held"),
    )
    op.create_index("ix_held_store_id", "held", ["store_id"], unique=False)
    op.create_table(
        "holding",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=160), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name="pk_holding"),
    )
    op.create_index("ix_holding_holder_state", "holding", ["holder", "state"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("op_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("programme_version", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=True),
        sa.Column("actor_signature", sa.String(length=128), nullable=True),
        sa.Column("approver", sa.String(length=64), nullable=True),
        sa.Column("approver_signature", sa.String(length=128), nullable=True),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("wall_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("monotonic_ms", sa.BigInteger(), nullable=False),
        sa.Column("boot_id", sa.String(length=64), nullable=False),
        sa.Column("sent_monotonic_ms", sa.BigInteger(), nullable=False),
        sa.Column("sent_boot_id", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "epoch", "seq", name="pk_inbox"),
        sa.UniqueConstraint("op_id", name="uq_inbox_op_id"),
    )
    op.create_table(
        "ledger",
        sa.Column("op_id", sa.String(length=64), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("bucket", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("lot_id", sa.String(length=128), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("reverses_op", sa.String(length=64), nullable=True),
        sa.Column("reverses_line", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("issuing_store", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=True),
        sa.Column("approver_id", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("business_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("programme_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("op_id", "line", name="pk_ledger"),
    )
    op.create_index("ix_ledger_member_id", "ledger", ["member_id", "business_time"], unique=False)
    op.create_table(
        "member",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("home_store", sa.String(length=64), nullable=False),
        sa.Column("balance_points", sa.BigInteger(), nullable=False),
        sa.Column("pending_points", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_member"),
        sa.UniqueConstraint("number", name="uq_member_number"),
    )
    op.create_index("ix_member_due_at", "member", ["due_at"], unique=False)
    op.create_table(
        "member_alias",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_member_alias"),
    )
    op.create_index("ix_member_alias_member_id", "member_alias", ["member_id"], unique=False)
    op.create_table(
        "op_result",
        sa.Column("op_id", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("op_id", name="pk_op_result"),
    )
    op.create_index("ix_op_result_device_id", "op_result", ["device_id"], unique=False)
    op.create_table(
        "programme",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_programme"),
    )
    op.create_table(
        "progress",
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("applied_seq", sa.BigInteger(), nullable=False),
        sa.Column("applied_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "epoch", name="pk_progress"),
    )
    op.create_table(
        "scope_head",
        sa.Column("scope", sa.String(length=128), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_scope_head"),
    )
    op.create_table(
        "staff",
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("badge_hash", sa.String(length=64), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff"),
        sa.UniqueConstraint("badge_hash", name="uq_staff_badge_hash"),
    )
    op.create_table(
        "stock",
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("prize", sa.String(length=64), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("written_off", sa.Integer(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", "campaign", "prize", name="pk_stock"),
    )
    op.create_table(
        "turn",
        sa.Column("drum_id", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=64), nullable=False),
        sa.Column("ticket_id", sa.String(length=160), nullable=False),
        sa.Column("prize", sa.String(length=64), nullable=False),
        sa.Column("proof", sa.String(length=64), nullable=False),
        sa.Column("op_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("drum_id", "turn", name="pk_turn"),
        sa.UniqueConstraint("op_id", name="uq_turn_op_id"),
    )
    op.create_table(
        "voucher",
        sa.Column("voucher_id", sa.String(length=96), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("voucher_id", name="pk_voucher"),
    )
    op.create_index("ix_voucher_member_id", "voucher", ["member_id"], unique=False)
    op.create_table(
        "writer",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_writer"),
    )
    op.execute("INSERT INTO writer (id) VALUES (1)")
