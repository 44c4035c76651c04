"""Which stores hear of which members: their home store for good, others until a while after the last visit."""

from datetime import date

from sqlalchemy import Connection, bindparam, delete, select

from shared.central import schema
from shared.central.feeding import write_feed
from shared.central.scopes import farewell_notes
from shared.wire.feed import Audience, store_scope

_TABLE = schema.attachment
_PLACE = (_TABLE.c.store_id == bindparam("store"), _TABLE.c.member_id == bindparam("who"))
_DROP = delete(_TABLE).where(*_PLACE)
_OVER = (
    select(_TABLE.c.store_id, _TABLE.c.member_id, schema.member.c.version)
    .join(schema.member, schema.member.c.member_id == _TABLE.c.member_id)
    .where(_TABLE.c.until < bindparam("today"))
    .order_by(_TABLE.c.until)
    .limit(bindparam("most"))
)


def is_anybody_leaving(connection: Connection, today: date) -> bool:
    """Tell whether an attachment is over."""
    return connection.execute(_OVER, {"today": today, "most": 1}).first() is not None


def let_go(connection: Connection, today: date, most: int) -> int:
    """End at most so many attachments that are over, tell those stores to forget her, and return how many there were.

    Call it in the writer's transaction.
    """
    over = connection.execute(_OVER, {"today": today, "most": most}).all()
    if over:
        connection.execute(_DROP, [{"store": row.store_id, "who": row.member_id} for row in over])
        write_feed(
            connection, [note for row in over for note in farewell_notes(row.store_id, row.member_id, row.version)]
        )
    return len(over)


def scopes_of(connection: Connection, member_id: str) -> tuple[str, ...]:
    """Return the scopes that hear of a member."""
    stores = connection.execute(select(_TABLE.c.store_id).where(_TABLE.c.member_id == member_id)).scalars()
    return tuple(store_scope(store, audience) for store in stores for audience in Audience)
