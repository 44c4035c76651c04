"""Held operations can be settled: what became of them, what they wait for, and a second result for an operation."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from shared.wire.json import decode

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a scope carry more than one result of an operation; show what is held in columns."""
    with op.batch_alter_table("feed") as feed:
        feed.drop_constraint("uq_feed_scope_op_id", type_="unique")
    op.add_column("held", sa.Column("state", sa.String(length=16), nullable=False, server_default=sa.text("'open'")))
    op.add_column("held", sa.Column("kind", sa.String(length=64), nullable=False, server_default=sa.text("''")))
    op.add_column("held", sa.Column("reason", sa.String(length=64), nullable=False, server_default=sa.text("''")))
    op.add_column("held", sa.Column("device_id", sa.String(length=64), nullable=False, server_default=sa.text("''")))
    op.add_column("held", sa.Column("member_id", sa.String(length=64)))
    op.add_column("held", sa.Column("held_at", sa.DateTime(timezone=True)))
    op.add_column("held", sa.Column("waits_for", sa.String(length=64)))
    op.create_index("ix_held_member_id", "held", ["member_id"], unique=False)
    op.create_index("ix_held_released_reason", "held", ["released", "reason"], unique=False)
    _fill()


def _fill() -> None:
    connection = op.get_bind()
    held = sa.table(
        "held",
        sa.column("op_id"),
        sa.column("body"),
        sa.column("kind"),
        sa.column("reason"),
        sa.column("device_id"),
        sa.column("member_id"),
        sa.column("held_at", sa.DateTime(timezone=True)),
        sa.column("waits_for"),
    )
    waiting = ("member_unknown", "programme_unknown", "kind_unknown")
    for row in connection.execute(sa.select(held.c.op_id, held.c.body)).all():
        body = decode(dict[str, str | bool | None], row.body)
        reason = str(body["reason"])
        values = {
            "kind": body["kind"],
            "reason": reason,
            "device_id": body["device_id"],
            "member_id": (str(body["member_id"])[:64] if body["member_id"] else None),
            "held_at": datetime.fromisoformat(str(body["at"])),
            "waits_for": str(body["detail"])[:64] if reason in waiting else None,
        }
        connection.execute(sa.update(held).where(held.c.op_id == row.op_id).values(values))
