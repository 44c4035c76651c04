"""Goods for prizes: what was delivered, what is free, and the proof that nothing got lost."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, insert, select, update

from shared.central import schema
from shared.central.journal import CENTRE, note
from shared.domain.drums import OUT, Drum
from shared.wire.json import decode


@dataclass(frozen=True, slots=True)
class StockCount:
    """Where the goods of one prize are.

    delivered = in drums + awarded + returned + written off + free, always.
    """

    store_id: str
    campaign: str
    prize: str
    delivered: int
    in_drums: int
    awarded: int
    returned: int
    written_off: int
    free: int

    @property
    def holds(self) -> bool:
        """Tell whether everything that was delivered is accounted for, and nothing twice."""
        parts = (self.in_drums, self.awarded, self.returned, self.written_off, self.free)
        return self.delivered == sum(parts) and min(parts) >= 0


def count_stock(connection: Connection) -> tuple[StockCount, ...]:
    """Count every stocked prize of every store, each figure from its own source."""
    in_drums = _in_drums(connection)
    awarded = _awarded(connection)
    rows = connection.execute(
        select(schema.stock).order_by(schema.stock.c.store_id, schema.stock.c.campaign, schema.stock.c.prize)
    )
    return tuple(
        StockCount(
            row.store_id,
            row.campaign,
            row.prize,
            row.delivered,
            in_drums.get((row.store_id, row.campaign, row.prize), 0),
            awarded.get((row.store_id, row.campaign, row.prize), 0),
            row.returned,
            row.written_off,
            row.free,
        )
        for row in rows
    )


def free_stock(connection: Connection, store_id: str, campaign: str) -> dict[str, int]:
    """Return the free goods of a store for a campaign, per prize."""
    table = schema.stock
    query = select(table.c.prize, table.c.free).where(table.c.store_id == store_id, table.c.campaign == campaign)
    return {row.prize: row.free for row in connection.execute(query)}


def deliver(
    connection: Connection, now: datetime, store_id: str, campaign: str, prize: str, count: int, actor: str = CENTRE
) -> None:
    """Note goods that have arrived in a store; they are free until a drum is cut."""
    if not _change(connection, (store_id, campaign, prize), delivered=count, free=count):
        row = {"store_id": store_id, "campaign": campaign, "prize": prize, "delivered": count, "free": count}
        connection.execute(insert(schema.stock).values(returned=0, written_off=0, **row))
    note(connection, now, "stock_delivered", f"{store_id}/{campaign}/{prize}", str(count), actor)


def put_into_drum(connection: Connection, drum: Drum) -> None:
    """Take a fresh drum's balls out of the free stock; prizes without stock (points) have no row and none is needed."""
    for ball in drum.contents:
        if ball.count:
            _change(connection, (drum.store_id, drum.campaign, ball.prize), free=-ball.count)


def back_to_free(connection: Connection, drum: Drum) -> None:
    """Put what is left in a drum that its holder has released back to the free stock."""
    for ball in drum.left:
        if ball.count:
            _change(connection, (drum.store_id, drum.campaign, ball.prize), free=ball.count)


def _change(connection: Connection, key: tuple[str, str, str], **changes: int) -> bool:
    table = schema.stock
    where = and_(table.c.store_id == key[0], table.c.campaign == key[1], table.c.prize == key[2])
    values = {name: table.c[name] + change for name, change in changes.items()}
    return bool(connection.execute(update(table).where(where).values(values)).rowcount)


def _in_drums(connection: Connection) -> dict[tuple[str, str, str], int]:
    counts: dict[tuple[str, str, str], int] = {}
    bodies = connection.execute(select(schema.drum.c.body).where(schema.drum.c.state.in_(OUT)))
    for (body,) in bodies:
        drum = decode(Drum, body)
        for ball in drum.left:
            key = drum.store_id, drum.campaign, ball.prize
            counts[key] = counts.get(key, 0) + ball.count
    return counts


def _awarded(connection: Connection) -> dict[tuple[str, str, str], int]:
    """Count the balls that turns took out, also those whose award is held."""
    query = (
        select(schema.drum.c.store_id, schema.drum.c.campaign, schema.turn.c.prize, func.count())
        .join_from(schema.turn, schema.drum, schema.turn.c.drum_id == schema.drum.c.drum_id)
        .group_by(schema.drum.c.store_id, schema.drum.c.campaign, schema.turn.c.prize)
    )
    return {(store, campaign, prize): count for store, campaign, prize, count in connection.execute(query)}
