"""Calls for staff: how each stands, and what devices say about them."""

import sqlalchemy as sa
from alembic import op

from shared.central.postgres_notices import announce_calls

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "call_step",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_call_step"),
    )
    op.create_index("ix_call_step_said_at", "call_step", ["said_at"], unique=False)
    op.create_table(
        "staff_call",
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=128), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("staff_name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("call_id", name="pk_staff_call"),
    )
    op.create_index("ix_staff_call_device_id", "staff_call", ["device_id", "asked_at"], unique=False)
    op.create_index("ix_staff_call_scope", "staff_call", ["scope", "asked_at"], unique=False)
    op.create_index("ix_staff_call_state", "staff_call", ["state", "since"], unique=False)
    announce_calls(op.get_bind())
