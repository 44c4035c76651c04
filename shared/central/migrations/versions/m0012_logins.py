"""The logins of devices, and those that are asked in."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "device_login",
        sa.Column("role", sa.String(length=63), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.String(length=1), nullable=False),
        sa.Column("verifier", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("role", name="pk_device_login"),
    )
    op.create_index("ix_device_login_device_id", "device_login", ["device_id"])
    op.create_table(
        "invitation",
        sa.Column("role", sa.String(length=63), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("counter", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signing_key", sa.String(length=64)),
        sa.Column("sealing_key", sa.String(length=64)),
        sa.Column("verifier", sa.String(length=200)),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("admitted_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("role", name="pk_invitation"),
        sa.UniqueConstraint("number", name="uq_invitation_number"),
    )
