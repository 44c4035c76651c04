"""Bringing a device's database to this program's schema."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, Select, func, inspect, select, table, text

from shared.storage.faults import DatabaseTooNew

NEWEST = "0007"
"""The revision that this program was written for."""

_REVISIONS = Path(__file__).parent / "migrations" / "versions"
_TABLES = text(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "AND name NOT LIKE 'member\\_gram%' ESCAPE '\\' AND name <> 'alembic_version' ORDER BY name"
)
_QUEUE = text("SELECT epoch, seq, op_id, prev_hash, hash, payload, result FROM outbox ORDER BY epoch, seq")


@dataclass(frozen=True, slots=True)
class Census:
    """What an upgrade must not change: how many rows each table has, and a digest of the queue, byte for byte."""

    rows: Mapping[str, int]
    queue: str

    def missing_in(self, after: "Census") -> tuple[str, ...]:
        """Return the tables that are not afterwards what they were."""
        changed = {name for name, count in self.rows.items() if after.rows.get(name) != count}
        return tuple(sorted(changed | ({"outbox"} if after.queue != self.queue else set())))


def is_current(engine: Engine) -> bool:
    """Tell whether the schema is exactly this program's; raise DatabaseTooNew for one that it does not know."""
    with engine.connect() as connection:
        revision = revision_in(connection)
    if revision is None or revision == NEWEST:
        return revision is not None
    if not any(_REVISIONS.glob(f"r{revision}_*.py")):
        raise DatabaseTooNew(
            f"The database was written by a newer Garapon (schema {revision}, this one knows {NEWEST}): "
            "start the newer program. Nothing was changed."
        )
    return False


def migrate(engine: Engine, to: str = NEWEST) -> None:
    """Upgrade an empty or older database in one transaction."""
    # Imported only here: a start has no time for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_REVISIONS.parent).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def take_census(engine: Engine) -> Census:
    """Count what is there."""
    with engine.connect() as connection:
        names = connection.execute(_TABLES).scalars().all()
        rows = {name: connection.execute(_counted(name)).scalar_one() for name in names}
        digest = hashlib.sha256()
        for row in connection.execute(_QUEUE):
            digest.update(repr(tuple(row)).encode())
        return Census(rows, digest.hexdigest())


def _counted(name: str) -> Select[int]:
    return select(func.count()).select_from(table(name))


def revision_in(connection: Connection) -> str | None:
    """Return the revision of the schema that is there; None for none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
