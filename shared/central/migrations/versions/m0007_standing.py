"""How devices stand, and which feeds they may read."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the devices that are there already go on as they were."""
    status = op.create_table(
        "device_status",
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("renew", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", name="pk_device_status"),
    )
    scope = op.create_table(
        "device_scope",
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "scope", name="pk_device_scope"),
    )
    connection = op.get_bind()
    known = connection.execute(
        sa.text(
            "SELECT device.device_id, device.body, max(progress.epoch) AS epoch FROM device "
            "JOIN progress ON progress.device_id = device.device_id GROUP BY device.device_id, device.body"
        )
    ).all()
    for row in known:
        device = json.loads(row.body)
        own = {"device_id": row.device_id}
        state = "revoked" if device["revoked"] else "active"
        start = own | {"state": state, "epoch": row.epoch, "reason": "", "renew": False, "since": sa.func.now()}
        connection.execute(sa.insert(status).values(start))
        if not device["revoked"]:
            audience = "kiosk" if device["kind"] == "kiosk" else "staff"
            names = ("programme", f"store:{device['store_id']}:{audience}")
            connection.execute(sa.insert(scope), [own | {"scope": name} for name in names])
