"""Look-ups of unknown members: by what they are sought, and what was answered."""

import sqlalchemy as sa
from alembic import op

from shared.central.postgres_notices import announce_look_ups

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table anew: nothing has ever been written to it."""
    op.drop_table("look_up")
    op.create_table(
        "look_up",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("sought", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_look_up"),
    )
    op.create_index("ix_look_up_device_id", "look_up", ["device_id", "asked_at"], unique=False)
    op.create_index("ix_look_up_answer", "look_up", ["answer", "asked_at"], unique=False)
    announce_look_ups(op.get_bind())
