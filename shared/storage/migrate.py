"""Bringing a device's database to this program's schema."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from shared.storage.faults import DatabaseTooNew

NEWEST = "0004"
"""The revision that this program was written for."""


def migrate(engine: Engine) -> None:
    """Upgrade an empty or older database in one transaction; raise DatabaseTooNew for a newer one, untouched."""
    with engine.connect() as connection:
        if _revision(connection) == NEWEST:
            return
    # Imported only where there is something to do: a start has no time for it.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.begin() as connection:
        revision = _revision(connection)
        if revision is not None and revision not in known:
            raise DatabaseTooNew(
                f"The database was written by a newer Garapon (schema {revision}, this one knows {NEWEST}): "
                "start the newer program. Nothing was changed."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, NEWEST)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
