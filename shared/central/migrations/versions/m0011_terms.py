"""Terms of the process that has the seat."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count them beside the row that writers lock."""
    op.add_column("writer", sa.Column("term", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
