"""The audit: what administrators and the centre itself did outside operations."""

import getpass
import secrets
from datetime import datetime

from sqlalchemy import Connection, insert, select

from shared.central import schema

CENTRE = "centre"
"""The actor of what the centre does by itself."""

BACKUP_TAKEN = "backup_taken"
"""The action that says when the last backup was complete."""

_DETAIL_LENGTH = 500


def account() -> str:
    """Return the operating-system account that runs a command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def note(
    connection: Connection, at: datetime, action: str, subject: str, detail: str = "", actor: str = CENTRE
) -> None:
    """Write one line; `actor` is the operating-system account for commands."""
    row = {
        "id": secrets.token_hex(16),
        "at": at,
        "actor": actor[:64],
        "action": action,
        "subject": subject,
        "detail": detail[:_DETAIL_LENGTH],
    }
    connection.execute(insert(schema.audit).values(row))


def last_noted(connection: Connection, action: str) -> datetime | None:
    """Return when that action was noted last, or None."""
    audit = schema.audit
    query = select(audit.c.at).where(audit.c.action == action).order_by(audit.c.at.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none()
