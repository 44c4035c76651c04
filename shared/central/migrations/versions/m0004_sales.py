"""What tills' journals told, and in which batch."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create `sales_batch` and `sale`."""
    op.create_table(
        "sales_batch",
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=255), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("batch_id", name="pk_sales_batch"),
    )
    op.create_index("ix_sales_batch_digest", "sales_batch", ["digest"], unique=False)
    op.create_table(
        "sale",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("fate", sa.String(length=16), nullable=False),
        sa.Column("op_id", sa.String(length=64)),
        sa.Column("member_id", sa.String(length=64)),
        sa.Column("of_key", sa.String(length=255)),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("amount_yen", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_sale"),
    )
    op.create_index("ix_sale_batch_id", "sale", ["batch_id"], unique=False)
    op.create_index("ix_sale_of_key", "sale", ["of_key"], unique=False)
