"""Whether the centre lends: after a restore it waits until every device has shown what it holds (SYNC.md, rule 6).

Whoever lends (drums, tickets, vouchers) asks `lending_pause` first, in the same transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from shared.central import schema
from shared.central.journal import CENTRE, note

_ONLY = 1
_WHY = select(schema.lending_pause.c.reason, schema.lending_pause.c.since)


class PauseReason(StrEnum):
    """Why the centre lends nothing."""

    RESTORED = "restored"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class LendingPause:
    """The centre lends nothing since an instant."""

    reason: PauseReason
    since: datetime


def lending_pause(connection: Connection) -> LendingPause | None:
    """Return why nothing is lent, or None while lending goes on."""
    row = connection.execute(_WHY).one_or_none()
    return LendingPause(PauseReason(row.reason), row.since) if row is not None else None


def pause_lending(connection: Connection, reason: PauseReason, now: datetime, actor: str = CENTRE) -> None:
    """Lend nothing from now on; a pause that stands keeps its reason, unless this one weighs more: a restore.

    Call it in the writer's transaction.
    """
    before = lending_pause(connection)
    if before is not None and (before.reason is reason or before.reason is PauseReason.RESTORED):
        return
    connection.execute(delete(schema.lending_pause))
    connection.execute(insert(schema.lending_pause).values(id=_ONLY, reason=reason, since=now))
    note(connection, now, "lending_paused", reason, actor=actor)


def resume_lending(connection: Connection, now: datetime, actor: str = CENTRE) -> bool:
    """Lend again; tell whether there was a pause. Call it in the writer's transaction."""
    ended = bool(connection.execute(delete(schema.lending_pause)).rowcount)
    if ended:
        note(connection, now, "lending_resumed", "lending", actor=actor)
    return ended
