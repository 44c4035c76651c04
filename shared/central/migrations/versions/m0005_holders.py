"""Follow goods to the shelf, tickets to their members, drums through time."""

import sqlalchemy as sa
from alembic import op

from shared.domain.drums import Drum
from shared.domain.member import Member
from shared.domain.programme import Programme
from shared.domain.vouchers import Voucher
from shared.wire.json import decode

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_BATCH = 1_000


def upgrade() -> None:
    """Add columns and fill them from the aggregates."""
    op.add_column("stock", sa.Column("counted", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("stock", sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("holding", sa.Column("member_id", sa.String(length=64)))
    op.add_column("holding", sa.Column("campaign", sa.String(length=64)))
    op.add_column("voucher", sa.Column("campaign", sa.String(length=64), nullable=False, server_default=sa.text("''")))
    op.add_column("voucher", sa.Column("prize", sa.String(length=64), nullable=False, server_default=sa.text("''")))
    op.add_column("voucher", sa.Column("collect_until", sa.Date()))
    op.create_index("ix_voucher_state_collect_until", "voucher", ["state", "collect_until"], unique=False)
    op.create_table(
        "drum_cut",
        sa.Column("drum_id", sa.String(length=64), nullable=False),
        sa.Column("balls", sa.Integer(), nullable=False),
        sa.Column("cut_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("drum_id", name="pk_drum_cut"),
    )
    connection = op.get_bind()
    _fill_tickets(connection)
    _fill_vouchers(connection)
    _fill_drums(connection)


def _fill_tickets(connection: sa.Connection) -> None:
    holding = sa.table("holding", *map(sa.column, ("kind", "id", "state", "member_id", "campaign")))
    set_owner = (
        sa.update(holding)
        .where(holding.c.kind == "ticket", holding.c.id == sa.bindparam("ticket"))
        .values(member_id=sa.bindparam("owner"), campaign=sa.bindparam("of"))
    )
    bodies = connection.execute(sa.select(sa.table("member", sa.column("body")).c.body))
    for some in bodies.partitions(_BATCH):
        members = (decode(Member, body) for (body,) in some)
        rows = [
            {"ticket": ticket.ticket_id, "owner": member.member_id, "of": ticket.campaign}
            for member in members
            for ticket in (*member.tickets, *member.withdrawn)
        ]
        if rows:
            connection.execute(set_owner, rows)


def _fill_vouchers(connection: sa.Connection) -> None:
    programme = sa.table("programme", sa.column("version"), sa.column("body"))
    newest = connection.execute(sa.select(programme.c.body).order_by(programme.c.version.desc()).limit(1)).scalar()
    if newest is None:
        return
    wheels = {wheel.number: wheel for wheel in decode(Programme, newest).wheels}
    names = ("voucher_id", "body", "campaign", "prize")
    voucher = sa.table("voucher", *map(sa.column, names), sa.column("collect_until", sa.Date()))
    prize_of = (
        sa.update(voucher)
        .where(voucher.c.voucher_id == sa.bindparam("own"))
        .values(campaign=sa.bindparam("of"), prize=sa.bindparam("won"), collect_until=sa.bindparam("until"))
    )
    for some in connection.execute(sa.select(voucher.c.body)).partitions(_BATCH):
        rows = []
        for content in (decode(Voucher, body).content for (body,) in some):
            wheel = wheels.get(content.wheel_number)
            prizes = {prize.ball: prize.key for prize in wheel.prizes} if wheel else {}
            rows.append(
                {
                    "own": content.voucher_id,
                    "of": wheel.key if wheel else "",
                    "won": prizes.get(content.ball, ""),
                    "until": content.collect_until,
                }
            )
        connection.execute(prize_of, rows)


def _fill_drums(connection: sa.Connection) -> None:
    instant = sa.DateTime(timezone=True)
    drum = sa.table("drum", sa.column("drum_id"), sa.column("body"))
    audit = sa.table("audit", sa.column("action"), sa.column("subject"), sa.column("at", instant))
    drum_cut = sa.table("drum_cut", sa.column("drum_id"), sa.column("balls"), sa.column("cut_at", instant))
    cuts = sa.select(audit.c.subject, audit.c.at).where(audit.c.action == "drum_cut")
    cut_at = {row.subject: row.at for row in connection.execute(cuts)}
    drums = [decode(Drum, body) for (body,) in connection.execute(sa.select(drum.c.body))]
    rows = [
        {"drum_id": d.drum_id, "balls": sum(b.count for b in d.contents), "cut_at": cut_at[d.drum_id]}
        for d in drums
        if d.drum_id in cut_at
    ]
    if rows:
        connection.execute(sa.insert(drum_cut), rows)
