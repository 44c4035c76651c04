"""What staff search in may be of an older making: programs of before left out how names sound, and e-mail."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Say of every row by which making it is; the program renews older ones bit by bit."""
    op.add_column("member_text", sa.Column("making", sa.Integer, nullable=False, server_default="0"))
