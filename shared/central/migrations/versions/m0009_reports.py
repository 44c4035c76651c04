"""By which definition the report views were made; the views themselves are made after every migration."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create `report_mark`."""
    op.create_table(
        "report_mark",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_report_mark"),
    )
