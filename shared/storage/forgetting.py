"""What a revoked device does: it forgets everything but its queue and whose queue that is (SYNC.md, rule 15)."""

from datetime import datetime

from sqlalchemy import Connection, delete, text, update

from shared.storage.device_schema import device, former_place, outbox, state

# https://www.sqlite.org/fts5.html#the_delete_all_command: the only way to empty an index without content.
_EMPTY_INDEX = text("INSERT INTO member_gram (member_gram) VALUES ('delete-all')")


def forget_everything(connection: Connection, at: datetime) -> None:
    """Empty every table but the queue with its former places and the one row of `state`, which notes since when."""
    connection.execute(_EMPTY_INDEX)
    for table in device.sorted_tables:
        if table not in (outbox, former_place, state):
            connection.execute(delete(table))
    connection.execute(update(state).values(revoked_at=at, generation=state.c.generation + 1))
