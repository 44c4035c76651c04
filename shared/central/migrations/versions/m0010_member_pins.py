"""Members' PINs, and notices: attempts that are counted before they are looked at, arrivals that are told."""

import sqlalchemy as sa
from alembic import op

from shared.central.postgres_notices import announce_arrivals

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create `member_pin` and `pin_check`; none of it ever goes to a feed."""
    op.create_table(
        "member_pin",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("verifier", sa.String(length=64), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("member_id", name="pk_member_pin"),
    )
    op.create_table(
        "pin_check",
        sa.Column("op_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(length=16), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("verifier", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("op_id", name="pk_pin_check"),
    )
    announce_arrivals(op.get_bind())
