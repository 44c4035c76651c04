"""Goods for prizes: what was delivered, where it is, and the proof that nothing got lost.

For every prize of a store, always: delivered + counted = in drums + awarded + returned + written off + free. What
should lie on the shelf follows: in drums + awarded and not handed over + free.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select, update

from shared.central import schema
from shared.central.journal import note
from shared.domain.drums import OUT, Drum
from shared.domain.vouchers import VoucherState
from shared.runtime.trouble import Trouble
from shared.wire.json import decode

Key = tuple[str, str, str]
"""Store, campaign, prize."""


@dataclass(frozen=True, slots=True)
class StockCount:
    """Where the goods of one prize are.

    delivered + counted = in drums + awarded + returned + written off + free, always. `counted` is what counts found in
    addition to what was expected, below zero when it was less. `awarded` is won and not lapsed, collected or not.
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
    counted: int = 0
    handed_over: int = 0
    withdrawn: bool = False

    @property
    def holds(self) -> bool:
        """Tell whether everything that was delivered is accounted for, and nothing twice."""
        parts = (self.in_drums, self.awarded, self.returned, self.written_off, self.free)
        return self.delivered + self.counted == sum(parts) and min(parts) >= 0

    @property
    def on_shelf(self) -> int:
        """How many pieces should lie in the store: delivered + counted - returned - written off - handed over."""
        return self.in_drums + self.awarded - self.handed_over + self.free


def count_stock(connection: Connection) -> tuple[StockCount, ...]:
    """Count every stocked prize of every store, each figure from its own source."""
    in_drums = _in_drums(connection)
    awarded = _awarded(connection)
    lapsed = _vouchers(connection, VoucherState.LAPSED)
    handed_over = _vouchers(connection, VoucherState.HANDED_OVER)
    table = schema.stock
    rows = connection.execute(select(table).order_by(table.c.store_id, table.c.campaign, table.c.prize))

    def count(key: Key, row: Row[Any]) -> StockCount:
        return StockCount(
            *key,
            delivered=row.delivered,
            in_drums=in_drums.get(key, 0),
            awarded=awarded.get(key, 0) - lapsed.get(key, 0),
            returned=row.returned,
            written_off=row.written_off,
            free=row.free,
            counted=row.counted,
            handed_over=handed_over.get(key, 0),
            withdrawn=row.withdrawn,
        )

    return tuple(count((row.store_id, row.campaign, row.prize), row) for row in rows)


def stock_of(connection: Connection, key: Key) -> StockCount:
    """Count one prize of one store; nothing at all where none was ever delivered."""
    found = (count for count in count_stock(connection) if (count.store_id, count.campaign, count.prize) == key)
    return next(found, StockCount(*key, 0, 0, 0, 0, 0, 0))


def free_stock(connection: Connection, store_id: str, campaign: str) -> dict[str, int]:
    """Return the free goods of a store for a campaign, per prize; what was withdrawn is for no drum."""
    table = schema.stock
    query = select(table.c.prize, table.c.free).where(
        table.c.store_id == store_id, table.c.campaign == campaign, table.c.withdrawn.is_(False)
    )
    return {row.prize: row.free for row in connection.execute(query)}


def deliver(connection: Connection, now: datetime, key: Key, count: int, actor: str) -> None:
    """Note goods that have arrived in a store; they are free until a drum is cut, even if withdrawn before."""
    _change_or_add(connection, key, delivered=count, free=count)
    _set_withdrawn(connection, key, withdrawn=False)
    note(connection, now, "stock_delivered", "/".join(key), str(count), actor)


def give_back(connection: Connection, now: datetime, key: Key, count: int, actor: str) -> None:
    """Note goods that left the store again, unwon; Trouble for more than are free."""
    there = stock_of(connection, key)
    if count > there.free:
        raise Trouble(
            f"{there.free} x {key[2]} are free in {key[0]}, not {count}: the others are in drums or awarded. "
            "`garapon-central stock withdraw` takes them out of the drums."
        )
    _change(connection, key, returned=count, free=-count)
    note(connection, now, "stock_returned", "/".join(key), str(count), actor)


def take_count(connection: Connection, now: datetime, key: Key, found: int, actor: str) -> int:
    """Make the books agree with what lies on the shelf; return how many pieces more (or, below zero, less) there are.

    What is missing comes off the free stock; Trouble for more than that, because the rest is promised.
    """
    there = stock_of(connection, key)
    more = found - there.on_shelf
    if there.free + more < 0:
        raise Trouble(
            f"{found} x {key[2]} lie in {key[0]}, {there.on_shelf} should: {-more - there.free} of those that are "
            f"missing are promised by drums or awards. Withdraw the prize first (`garapon-central stock withdraw`)."
        )
    if more:
        _change_or_add(connection, key, counted=more, free=more)
    note(connection, now, "stock_counted", "/".join(key), f"{found}, {more:+d}", actor)
    return more


def withdraw(connection: Connection, key: Key) -> None:
    """Put a prize into no drum any more."""
    _set_withdrawn(connection, key, withdrawn=True)


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


def write_drum_off(connection: Connection, drum: Drum) -> None:
    """Give up what was left in a drum whose holder was written off; it never comes back by itself."""
    for ball in drum.left:
        if ball.count:
            _change(connection, (drum.store_id, drum.campaign, ball.prize), written_off=ball.count)


def free_again(connection: Connection, key: Key) -> None:
    """Put the piece of a lapsed voucher back to the free stock."""
    _change(connection, key, free=1)


def _change_or_add(connection: Connection, key: Key, **changes: int) -> None:
    if not _change(connection, key, **changes):
        zeros = {"delivered": 0, "returned": 0, "written_off": 0, "free": 0, "counted": 0}
        names = {"store_id": key[0], "campaign": key[1], "prize": key[2]}
        connection.execute(insert(schema.stock).values({**zeros, **changes, **names}))


def _set_withdrawn(connection: Connection, key: Key, *, withdrawn: bool) -> None:
    connection.execute(update(schema.stock).where(_is(key)).values(withdrawn=withdrawn))


def _is(key: Key) -> ColumnElement[bool]:
    table = schema.stock
    return and_(table.c.store_id == key[0], table.c.campaign == key[1], table.c.prize == key[2])


def _change(connection: Connection, key: Key, **changes: int) -> bool:
    table = schema.stock
    values = {name: table.c[name] + change for name, change in changes.items()}
    return bool(connection.execute(update(table).where(_is(key)).values(values)).rowcount)


def _in_drums(connection: Connection) -> dict[Key, int]:
    counts: dict[Key, int] = {}
    bodies = connection.execute(select(schema.drum.c.body).where(schema.drum.c.state.in_(OUT)))
    for (body,) in bodies:
        drum = decode(Drum, body)
        for ball in drum.left:
            key = drum.store_id, drum.campaign, ball.prize
            counts[key] = counts.get(key, 0) + ball.count
    return counts


def _awarded(connection: Connection) -> dict[Key, int]:
    """Count the balls that turns took out, also those whose award is held."""
    query = (
        select(schema.drum.c.store_id, schema.drum.c.campaign, schema.turn.c.prize, func.count())
        .join_from(schema.turn, schema.drum, schema.turn.c.drum_id == schema.drum.c.drum_id)
        .group_by(schema.drum.c.store_id, schema.drum.c.campaign, schema.turn.c.prize)
    )
    return {(store, campaign, prize): count for store, campaign, prize, count in connection.execute(query)}


def _vouchers(connection: Connection, state: VoucherState) -> dict[Key, int]:
    """Count the vouchers in a state."""
    table = schema.voucher
    names = (table.c.store_id, table.c.campaign, table.c.prize)
    query = select(*names, func.count()).where(table.c.state == state).group_by(*names)
    return {(store, campaign, prize): count for store, campaign, prize, count in connection.execute(query)}
