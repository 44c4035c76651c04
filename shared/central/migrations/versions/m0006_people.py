"""Phones as a column, to show managers who may be one person twice; members whose traces are to be forgotten."""

import sqlalchemy as sa
from alembic import op

from shared.wire.json import decode

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BATCH = 1_000


def upgrade() -> None:
    """Add the table, and the column, filled from what is known."""
    op.create_table(
        "erasure",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("op_id", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("member_id", name="pk_erasure"),
    )
    op.create_index("ix_erasure_op_id", "erasure", ["op_id"], unique=False)
    op.add_column("member", sa.Column("phone_e164", sa.String(length=24), nullable=False, server_default=sa.text("''")))
    op.create_index("ix_member_phone_e164", "member", ["phone_e164"], unique=False)
    connection = op.get_bind()
    member = sa.table("member", sa.column("member_id"), sa.column("body"), sa.column("phone_e164"))
    after = ""
    while True:
        query = sa.select(member.c.member_id, member.c.body).where(member.c.member_id > after)
        rows = connection.execute(query.order_by(member.c.member_id).limit(BATCH)).all()
        if not rows:
            return
        for row in rows:
            profile = decode(dict[str, object], row.body)["profile"]
            phone = str(profile["phone_e164"]) if isinstance(profile, dict) else ""
            if phone:
                own = sa.update(member).where(member.c.member_id == row.member_id)
                connection.execute(own.values(phone_e164=phone[:24]))
        after = rows[-1].member_id
