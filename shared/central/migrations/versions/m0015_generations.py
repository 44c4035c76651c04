"""A generation of the centre that a restore ends, and what devices show to the next one."""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and begin the first generation, in which every device there is counts as heard of."""
    generation = op.create_table(
        "generation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_generation"),
    )
    witness_key = op.create_table(
        "witness_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_witness_key"),
    )
    op.create_table(
        "testimony",
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.String(length=32), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "generation", "part", name="pk_testimony"),
    )
    op.create_table(
        "resend",
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", name="pk_resend"),
    )
    op.create_table(
        "held_before",
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("ticket_id", sa.String(length=160), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "ticket_id", name="pk_held_before"),
    )
    op.create_table(
        "answered_before",
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("op_id", sa.String(length=64), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "op_id", name="pk_answered_before"),
    )
    op.add_column(
        "device_status",
        sa.Column("generation", sa.String(length=32), server_default=sa.text("''"), nullable=False),
    )
    token = secrets.token_hex(16)
    op.bulk_insert(generation, [{"id": 1, "number": 1, "token": token, "began_at": datetime.now(UTC)}])
    op.bulk_insert(witness_key, [{"id": 1, "key": secrets.token_hex(32)}])
    op.execute(sa.text("UPDATE device_status SET generation = :token").bindparams(token=token))
