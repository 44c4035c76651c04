"""What time alone does to points, brought to the ledger: lots mature and expire."""

from datetime import datetime

from sqlalchemy import Connection, select

from shared.central import schema
from shared.central.book import Cause
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.journal import CENTRE
from shared.central.state import CentralState
from shared.domain.member import Member
from shared.domain.programme import Programme
from shared.domain.rules import Context
from shared.domain.rules.entries import let_time_pass
from shared.wire.json import decode

SOURCE = "time"


def members_due(connection: Connection, now: datetime, limit: int) -> tuple[str, ...]:
    """Return members with points that have matured or expired and are not yet posted, the longest due first."""
    table = schema.member
    query = select(table.c.member_id).where(table.c.due_at <= now).order_by(table.c.due_at).limit(limit)
    return tuple(connection.execute(query).scalars())


def let_time_pass_for(connection: Connection, now: datetime, limit: int) -> int:
    """Post what is due for at most `limit` members and return how many there were.

    Each act is dated when it fell due. Call it in the writer's transaction.
    """
    directory = ChainDirectory(connection)
    programme = directory.latest_programme()
    if programme is None:
        return 0
    state = CentralState(connection, directory, now)
    due = members_due(connection, now, limit)
    for member_id in due:
        _post_due(connection, state, member_id, programme, now)
    write_feed(connection, state.notes)
    return len(due)


def _post_due(connection: Connection, state: CentralState, member_id: str, programme: Programme, now: datetime) -> None:
    while True:
        row = connection.execute(
            select(schema.member.c.version, schema.member.c.due_at, schema.member.c.body).where(
                schema.member.c.member_id == member_id
            )
        ).one()
        if row.due_at is None or row.due_at > now:
            return
        before = decode(Member, row.body)
        # The version makes the id the same for whoever posts this step, and its key in the ledger once-only.
        context = Context(f"{SOURCE}:{member_id}:{row.version}", row.due_at, before.home_store, CENTRE)
        passed = let_time_pass(before, context)
        state.save_member(passed.member, before, programme)
        state.post(passed.postings, passed.member, context, Cause(SOURCE), programme)
