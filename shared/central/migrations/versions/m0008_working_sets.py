"""Snapshots of scopes, look-ups of unknown members, and which store hears of whom."""

import json
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_VISITED_DAYS = 90
_AT_ONCE = 1_000


def upgrade() -> None:
    """Make the tables, and note for the members there are which stores have heard of them."""
    _exchange()
    op.create_table(
        "attachment",
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("store_id", "member_id", name="pk_attachment"),
    )
    op.create_index("ix_attachment_until", "attachment", ["until"], unique=False)
    _attach_members()


def _exchange() -> None:
    op.create_table(
        "snapshot",
        sa.Column("scope", sa.String(length=128), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.Column("aggregates", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "position", name="pk_snapshot"),
    )
    op.create_table(
        "snapshot_chunk",
        sa.Column("scope", sa.String(length=128), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "position", "number", name="pk_snapshot_chunk"),
    )
    op.create_table(
        "look_up",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_look_up"),
    )
    op.create_index("ix_look_up_device_id", "look_up", ["device_id", "asked_at"], unique=False)


def _attach_members() -> None:
    connection = op.get_bind()
    member = sa.table("member", sa.column("member_id", sa.String), sa.column("body", sa.LargeBinary))
    attachment = sa.table(
        "attachment",
        sa.column("store_id", sa.String),
        sa.column("member_id", sa.String),
        sa.column("until", sa.Date),
    )
    page = sa.select(member.c.member_id, member.c.body).order_by(member.c.member_id).limit(_AT_ONCE)
    rows = connection.execute(page).all()
    while rows:
        attached = [each for row in rows for each in _stores(row.member_id, json.loads(row.body))]
        connection.execute(sa.insert(attachment), attached)
        rows = connection.execute(page.where(member.c.member_id > rows[-1].member_id)).all()


def _stores(member_id: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    until: dict[str, date | None] = {
        store: date.fromisoformat(last) + timedelta(days=_VISITED_DAYS) for store, last in body.get("visited", ())
    }
    until[body["home_store"]] = None
    return [{"store_id": store, "member_id": member_id, "until": last_day} for store, last_day in until.items()]
