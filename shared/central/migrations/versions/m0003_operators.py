"""What operators look at: which processes serve, whether lending is paused, when the last backup was."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create `serving` and `lending_pause`, and an index for the last line of an action in the audit."""
    op.create_table(
        "serving",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serving"),
    )
    op.create_table(
        "lending_pause",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lending_pause"),
    )
    op.create_index("ix_audit_action_at", "audit", ["action", "at"], unique=False)
