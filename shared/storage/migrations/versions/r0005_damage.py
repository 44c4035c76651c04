"""Whether a database that was rebuilt still waits for the centre, and what became of damaged ones."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the column and the table."""
    op.add_column("state", sa.Column("mending", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "damage",
        sa.Column("at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("folder", sa.String(64), nullable=False),
        sa.Column("saved", sa.Integer, nullable=False),
        sa.Column("lost", sa.Integer, nullable=False),
        sa.Column("moved", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
