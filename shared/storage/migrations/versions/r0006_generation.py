"""Which generation of the centre the device has read from, and where operations stood in an earlier epoch."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Note the one beside whose database this is, the other in a table."""
    op.add_column("state", sa.Column("centre", sa.String(32), nullable=False, server_default=""))
    op.create_table(
        "former_place",
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("op_id", sa.String(64), nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("epoch", "seq"),
        sqlite_with_rowid=False,
    )
