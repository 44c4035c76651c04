"""The columns that outbox and inbox share: an operation's envelope, whose bytes are the same in both."""

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String

from shared.storage.instants import Instant


def envelope_columns() -> tuple[Column[Any], ...]:
    """Make the columns of an operation in its place, for one table."""
    return (
        Column("epoch", Integer, nullable=False),
        Column("seq", BigInteger, nullable=False),
        Column("op_id", String(64), nullable=False, unique=True),
        Column("kind", String(64), nullable=False),
        Column("schema_version", Integer, nullable=False),
        Column("programme_version", Integer, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("actor", String(64)),
        Column("actor_signature", String(128)),
        Column("approver", String(64)),
        Column("approver_signature", String(128)),
        Column("prev_hash", String(64), nullable=False),
        Column("hash", String(64), nullable=False),
        Column("wall_time", Instant, nullable=False),
        Column("monotonic_ms", BigInteger, nullable=False),
        Column("boot_id", String(64), nullable=False),
    )
