"""Making the report views: dropped before a migration, whose tables they look at, and made again after it."""

import hashlib
import re
from collections.abc import Callable, Mapping

from sqlalchemy import Connection, delete, insert, inspect, select

from shared.central import schema
from shared.central.postgres_reports import open_reports
from shared.central.report_views import REPORT_VIEWS, ReportView

_TOKEN = re.compile(r"@(\w+)\(([\w.]+)(?:, ([\w.]+))?\)")
_COLUMN = re.compile(r"\w+\.(body|payload)")

Dialect = Mapping[str, Callable[[str, str], str]]


def refresh_views(connection: Connection, *, again: bool) -> None:
    """Make the views as this program defines them; nothing where they are so already, unless `again` is asked."""
    statements = [_create(view, connection.dialect.name) for view in REPORT_VIEWS]
    mark = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    known = connection.execute(select(schema.report_mark.c.mark)).scalar_one_or_none()
    if known == mark and not again:
        return
    drop_views(connection)
    for statement in statements:
        connection.exec_driver_sql(statement)
    connection.execute(delete(schema.report_mark))
    connection.execute(insert(schema.report_mark).values(mark=mark))
    open_reports(connection)


def drop_views(connection: Connection) -> None:
    """Take away every view of ours, older programs' too."""
    for name in inspect(connection).get_view_names():
        if name.startswith("report_"):
            connection.exec_driver_sql(f'DROP VIEW "{name}"')


def _create(view: ReportView, dialect: str) -> str:
    columns = ", ".join(view.columns)
    words = _POSTGRES if dialect == "postgresql" else _SQLITE
    query = _TOKEN.sub(lambda token: words[token[1]](token[2], token[3] or ""), view.query)
    return f"CREATE VIEW {view.name} ({columns}) AS {query.strip()}"


def _sqlite_json(column: str) -> str:
    # SQLite takes a BLOB for its own binary JSON, which ours is not.
    return f"CAST({column} AS TEXT)" if _COLUMN.fullmatch(column) else column


def _sqlite_field(column: str, path: str) -> str:
    return f"json_extract({_sqlite_json(column)}, '$.{path}')"


def _sqlite_instant(column: str, path: str) -> str:
    """Write an instant as SQLAlchemy stores one, so that it compares with the tables' own."""
    plain = f"replace(replace({_sqlite_field(column, path)}, 'T', ' '), 'Z', '')"
    return f"CASE WHEN length({plain}) = 19 THEN {plain} || '.000000' ELSE {plain} END"


def _postgres_json(column: str) -> str:
    return f"convert_from({column}, 'UTF8')::jsonb" if _COLUMN.fullmatch(column) else column


def _postgres_field(column: str, path: str) -> str:
    return f"({_postgres_json(column)} #>> '{{{path.replace('.', ',')}}}')"


_SQLITE: Dialect = {
    "text": _sqlite_field,
    "int": _sqlite_field,
    "day": _sqlite_field,
    "instant": _sqlite_instant,
    "length": lambda column, path: f"json_array_length({_sqlite_json(column)}, '$.{path}')",
    "each": lambda column, path: f"json_each({_sqlite_json(column)}, '$.{path}')",
    "join": lambda first, second: f"{first} || '-' || {second}",
    "month": lambda column, _path: f"CAST(strftime('%Y%m', {column}) AS INTEGER)",
}
_POSTGRES: Dialect = {
    "text": _postgres_field,
    "int": lambda column, path: f"{_postgres_field(column, path)}::bigint",
    "day": lambda column, path: f"{_postgres_field(column, path)}::date",
    "instant": lambda column, path: f"{_postgres_field(column, path)}::timestamptz",
    "length": lambda column, path: f"jsonb_array_length({_postgres_json(column)} -> '{path}')",
    "each": lambda column, path: f"LATERAL jsonb_array_elements({_postgres_json(column)} -> '{path}')",
    "join": lambda first, second: f"{first} || '-' || {second}",
    "month": lambda column, _path: f"(extract(year FROM {column}) * 100 + extract(month FROM {column}))::integer",
}
