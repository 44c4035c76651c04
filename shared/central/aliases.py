"""Who is who after merges, in one step: each merged member's id beside the cards, pointing at the one who is kept."""

from sqlalchemy import Connection, delete, insert

from shared.central import schema
from shared.domain.member import Member

MERGED = "merged"


def follow_merging(connection: Connection, before: Member, after: Member) -> None:
    """Let the ids of all who are part of a member point at her, and those who no longer are at nobody."""
    table = schema.member_alias
    touched = {*before.merged, *after.merged, after.member_id}
    connection.execute(delete(table).where(table.c.code_hash.in_(touched), table.c.state == MERGED))
    rows = [{"code_hash": id_, "member_id": after.member_id, "state": MERGED} for id_ in after.merged]
    if rows:
        connection.execute(insert(table), rows)
