"""Bringing a central database to this program's schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from shared.central.reports import drop_views, refresh_views
from shared.storage.faults import DatabaseTooNew

_SCRIPTS = Path(__file__).parent / "migrations"


def migrate_centre(engine: Engine) -> None:
    """Create or upgrade the schema in one transaction; DatabaseTooNew leaves a newer database untouched."""
    config = _config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.begin() as connection:
        there = MigrationContext.configure(connection).get_current_heads()
        if not known.issuperset(there):
            raise DatabaseTooNew("The central database belongs to a newer Garapon: update this program.")
        config.attributes["connection"] = connection
        pending = set(there) != set(ScriptDirectory.from_config(config).get_heads())
        if pending:
            # Views would keep a migration from changing the tables that they look at.
            drop_views(connection)
            command.upgrade(config, "head")
        refresh_views(connection, again=pending)


def is_current(connection: Connection) -> bool:
    """Tell whether the schema is exactly this program's."""
    heads = ScriptDirectory.from_config(_config()).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config
