"""Bringing a central database to this program's schema."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from shared.central import postgres, schema
from shared.central.reports import drop_views, refresh_views
from shared.storage.faults import DatabaseTooNew
from shared.storage.migrate import revision_in

_SCRIPTS = Path(__file__).parent / "migrations"


def migrate_centre(engine: Engine) -> None:
    """Create or upgrade the schema in one transaction; DatabaseTooNew leaves a newer database untouched.

    On PostgreSQL strangers are shut out and devices let in as far as they need it; Trouble says what that lacks.
    """
    with engine.begin() as connection:
        upgrade(connection)


def upgrade(connection: Connection) -> None:
    """Bring the schema and the report views to this program's, in the caller's transaction."""
    if postgres.is_postgres(connection):
        # Its sentence about what the administrator's role lacks comes before anything is tried.
        postgres.ground_of(connection)
    there = revision_in(connection)
    if there is not None:
        _require_known(there)
    pending = there != newest_revision()
    if pending:
        # Views would keep a migration from changing the tables that they look at.
        drop_views(connection)
        _upgrade(connection, "head")
    refresh_views(connection, again=pending)
    if postgres.is_postgres(connection):
        connection.execute(select(schema.writer.c.id).with_for_update())
        postgres.prepare(connection)


def migrate_empty(connection: Connection, revision: str) -> None:
    """Make the schema of a revision in an empty database; DatabaseTooNew for one that this program does not know."""
    _require_known(revision)
    _upgrade(connection, revision)


def newest_revision() -> str:
    """Return the revision of the schema that this program works on."""
    return max(_known_revisions())


def is_current(connection: Connection) -> bool:
    """Tell whether the schema is exactly this program's."""
    return revision_in(connection) == newest_revision()


def _upgrade(connection: Connection, revision: str) -> None:
    # Imported only here: a command has no time for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@cache
def _known_revisions() -> frozenset[str]:
    """Return what the files are called by: m0001_what_it_does.py makes 0001."""
    return frozenset(file.name[1:].partition("_")[0] for file in (_SCRIPTS / "versions").glob("m*.py"))


def _require_known(revision: str) -> None:
    if revision not in _known_revisions():
        raise DatabaseTooNew("The central database belongs to a newer Garapon: update this program.")
