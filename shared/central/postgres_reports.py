"""The analysts' role on PostgreSQL: it reads the report views and nothing else."""

from sqlalchemy import Connection, text

from shared.central.postgres import is_postgres
from shared.central.report_views import REPORT_VIEWS
from shared.runtime.trouble import Trouble

REPORT_ROLE = "garapon_report"
"""A group without a login: `GRANT garapon_report TO somebody` lets her read."""


def open_reports(connection: Connection) -> None:
    """Let the role read the views, and say in the database what each column means; nothing on SQLite."""
    if not is_postgres(connection):
        return
    if not _role_there(connection):
        _make_role(connection)
    schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
    database = connection.execute(text("SELECT quote_ident(current_database())")).scalar_one()
    _run(connection, f"GRANT CONNECT ON DATABASE {database} TO {REPORT_ROLE}")
    _run(connection, f"GRANT USAGE ON SCHEMA {schema} TO {REPORT_ROLE}")
    for view in REPORT_VIEWS:
        _run(connection, f"REVOKE ALL ON {view.name} FROM PUBLIC")
        _run(connection, f"GRANT SELECT ON {view.name} TO {REPORT_ROLE}")
        _run(connection, f"COMMENT ON VIEW {view.name} IS {_quoted(view.row)}")
        for column, meaning in view.columns.items():
            _run(connection, f"COMMENT ON COLUMN {view.name}.{column} IS {_quoted(meaning)}")


def _role_there(connection: Connection) -> bool:
    query = text("SELECT 1 FROM pg_roles WHERE rolname = :name")
    return connection.execute(query, {"name": REPORT_ROLE}).first() is not None


def _make_role(connection: Connection) -> None:
    able = connection.execute(
        text("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
    ).scalar_one()
    if not able:
        raise Trouble(
            f"The role that looks after the centre may not make {REPORT_ROLE}, for the reports: let a superuser "
            f"run `CREATE ROLE {REPORT_ROLE} NOLOGIN`."
        )
    # Roles belong to the whole server: another database's centre may make it at this very moment.
    _run(
        connection,
        f"DO $$ BEGIN CREATE ROLE {REPORT_ROLE} NOLOGIN; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
    )


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)
