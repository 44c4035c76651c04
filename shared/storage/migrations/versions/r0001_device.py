"""Make the device's tables: outbox with the whole envelope, confirmed state, cursors, indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make everything."""
    _queue()
    _state()
    _indexes()
    _search()


def _queue() -> None:
    op.create_table(
        "outbox",
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("op_id", sa.String(64), nullable=False, unique=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("programme_version", sa.Integer, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("actor", sa.String(64)),
        sa.Column("actor_signature", sa.String(128)),
        sa.Column("approver", sa.String(64)),
        sa.Column("approver_signature", sa.String(128)),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("wall_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("monotonic_ms", sa.BigInteger, nullable=False),
        sa.Column("boot_id", sa.String(64), nullable=False),
        sa.Column("result", sa.LargeBinary),
        sa.PrimaryKeyConstraint("epoch", "seq"),
    )
    op.create_index("ix_outbox_waiting", "outbox", ["seq"], sqlite_where=sa.text("result IS NULL"))
    op.create_table(
        "touch",
        sa.Column("op_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("op_id", "kind", "key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("op_id", sa.String(64), nullable=False),
        sa.Column("released_by", sa.String(64)),
        sa.PrimaryKeyConstraint("key", "op_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_claim_op_id", "claim", ["op_id"])
    op.create_index("ix_claim_released_by", "claim", ["released_by"], sqlite_where=sa.text("released_by IS NOT NULL"))


def _state() -> None:
    op.create_table(
        "state",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("device_id", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("last_contact_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "aggregate",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("confirmed", sa.LargeBinary),
        sa.Column("projected", sa.LargeBinary),
        sa.PrimaryKeyConstraint("kind", "key"),
    )
    op.create_table(
        "programme",
        sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "cursor",
        sa.Column("scope", sa.String(128), primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unseen_award",
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("award_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "award_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pin_attempt",
        sa.Column("staff_id", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True)),
        sqlite_with_rowid=False,
    )


def _indexes() -> None:
    op.create_table(
        "card",
        sa.Column("code_hash", sa.String(64), primary_key=True),
        sa.Column("member_id", sa.String(64), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_card_member_id", "card", ["member_id"])
    op.create_table(
        "member_number",
        sa.Column("number", sa.String(16), primary_key=True),
        sa.Column("member_id", sa.String(64), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "open_drum",
        sa.Column("drum_id", sa.String(64), primary_key=True),
        sa.Column("store_id", sa.String(64), nullable=False),
        sa.Column("campaign", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("mine", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "open_voucher",
        sa.Column("voucher_id", sa.String(128), primary_key=True),
        sa.Column("device_number", sa.BigInteger, nullable=False),
        sa.Column("collect_until", sa.Date, nullable=False),
        sqlite_with_rowid=False,
    )


def _search() -> None:
    op.create_table(
        "member_text",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("member_id", sa.String(64), nullable=False, unique=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("recent_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_member_text_recent_ms", "member_text", ["recent_ms"])
    # Grams are made by `search_text`; the ascii tokeniser keeps every other character as it is.
    op.execute(
        "CREATE VIRTUAL TABLE member_gram USING fts5(grams, content='', contentless_delete=1, detail=none,"
        " tokenize='ascii')"
    )
