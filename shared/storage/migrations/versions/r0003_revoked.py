"""When the centre has shut the device out."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Note it beside whose database this is."""
    op.add_column("state", sa.Column("revoked_at", sa.DateTime(timezone=True)))
