"""Very many rows at once on PostgreSQL: one statement for all of them, which come as one JSON document.

What SQLAlchemy and the driver do for each row, and a statement for each at the server, costs more than the row itself.
COPY would be faster still, and is refused where row security holds for the owner, too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import msgspec
import psycopg
from psycopg import sql
from sqlalchemy import BigInteger, Boolean, Connection, Date, Integer, LargeBinary, String, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from shared.storage.instants import Instant

Row = Mapping[str, Any]
_Parameters = Sequence[bytes | str | list[str]]
_Kept = tuple[bytes, _Parameters]
_KEPT: Final = "garapon_kept"

# The first that fits counts: a BigInteger is an Integer, too.
_TYPES: Final[tuple[tuple[type[TypeEngine[Any]], str], ...]] = (
    (String, "varchar"),
    (BigInteger, "int8"),
    (Integer, "int4"),
    (Boolean, "bool"),
    (Date, "date"),
    (Instant, "timestamptz"),
)
_FROM, _LENGTH = "_from", "_length"


def add(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows that all have the same columns; raises as SQLAlchemy does for what the table refuses."""
    names = tuple(rows[0])
    run(connection, _adding(table, names), _parameters(table, names, rows))


def put(
    connection: Connection, table: Table, keys: tuple[str, ...], replaced: tuple[str, ...], rows: Sequence[Row]
) -> None:
    """Add rows; where one with these keys stands, replace these columns of it. No two rows have the same keys."""
    names = tuple(rows[0])
    run(connection, _putting(table, names, keys, replaced), _parameters(table, names, rows))


def change(connection: Connection, table: Table, keys: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Give the rows of the table that have these keys the values of the other columns."""
    names = tuple(rows[0])
    run(connection, _changing(table, names, keys), _parameters(table, names, rows))


@cache
def _adding(table: Table, names: tuple[str, ...]) -> bytes:
    return _insertion(table, names).as_bytes()


@cache
def _putting(table: Table, names: tuple[str, ...], keys: tuple[str, ...], replaced: tuple[str, ...]) -> bytes:
    values = (sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in replaced)
    put = sql.SQL("{} ON CONFLICT ({}) DO UPDATE SET {}")
    return put.format(_insertion(table, names), _listed(keys), sql.SQL(", ").join(values)).as_bytes()


@cache
def _changing(table: Table, names: tuple[str, ...], keys: tuple[str, ...]) -> bytes:
    own = sql.Identifier(table.name)
    values = (
        sql.SQL("{} = {}").format(sql.Identifier(name), _value(table, name)) for name in names if name not in keys
    )
    same = (sql.SQL("{0}.{1} = given.{1}").format(own, sql.Identifier(name)) for name in keys)
    change = sql.SQL("UPDATE {} SET {} FROM {} WHERE {}")
    return change.format(own, sql.SQL(", ").join(values), _given(table, names), sql.SQL(" AND ").join(same)).as_bytes()


def _insertion(table: Table, names: tuple[str, ...]) -> sql.Composed:
    values = sql.SQL(", ").join(_value(table, name) for name in names)
    return sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
        sql.Identifier(table.name), _listed(names), values, _given(table, names)
    )


def _given(table: Table, names: tuple[str, ...]) -> sql.Composed:
    """Write the rows as a relation; of bytes, which JSON has none, where they stand in all bytes of their column."""
    columns: list[sql.Composed] = []
    for name in names:
        if _is_binary(table, name):
            columns += (sql.SQL("{} int4").format(sql.Identifier(name + end)) for end in (_FROM, _LENGTH))
        else:
            columns.append(sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(_type_name(table.c[name].type))))
    return sql.SQL("json_to_recordset(%s) AS given ({})").format(sql.SQL(", ").join(columns))


def _value(table: Table, name: str) -> sql.Composed:
    if not _is_binary(table, name):
        return sql.SQL("given.{}").format(sql.Identifier(name))
    place = (sql.Identifier(name + end) for end in (_FROM, _LENGTH))
    return sql.SQL("substr(%b::bytea, given.{}, given.{})").format(*place)


def _parameters(table: Table, names: tuple[str, ...], rows: Sequence[Row]) -> list[bytes | str]:
    """Return what fills the places: the bytes of each column that has bytes, then the rows."""
    binary = [name for name in names if _is_binary(table, name)]
    if not binary:
        return [msgspec.json.encode(rows).decode()]
    plain = [dict(row) for row in rows]
    joined: list[bytes | str] = []
    for name in binary:
        pieces: list[bytes] = []
        start = 1
        for row in plain:
            piece = row.pop(name)
            if piece is not None:
                row[name + _FROM], row[name + _LENGTH] = start, len(piece)
                pieces.append(piece)
                start += len(piece)
        joined.append(b"".join(pieces))
    return [*joined, msgspec.json.encode(plain).decode()]


def _is_binary(table: Table, name: str) -> bool:
    return isinstance(table.c[name].type, LargeBinary)


def _listed(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _type_name(kind: TypeEngine[Any]) -> str:
    return next(name for fitting, name in _TYPES if isinstance(kind, fitting))


@contextmanager
def one_trip(connection: Connection) -> Iterator[None]:
    """Keep statements of this module until the end, and send them together then; what is asked meanwhile goes ahead.

    Raises as SQLAlchemy does for the first that is refused. One within another ends with that.
    """
    if _KEPT in connection.info:
        yield
        return
    kept: list[_Kept] = []
    connection.info[_KEPT] = kept
    try:
        yield
    finally:
        del connection.info[_KEPT]
    if kept:
        with _as_sqlalchemy(b"; ".join(words for words, _ in kept)), _driver(connection).pipeline():
            for words, parameters in kept:
                _send(connection, words, parameters)


def run(connection: Connection, words: bytes, parameters: _Parameters) -> None:
    """Run a statement that answers nothing; within `one_trip` it waits for its end."""
    kept: list[_Kept] | None = connection.info.get(_KEPT)
    if kept is not None:
        kept.append((words, parameters))
        return
    with _as_sqlalchemy(words):
        _send(connection, words, parameters)


def _send(connection: Connection, words: bytes, parameters: _Parameters) -> None:
    with _driver(connection).cursor() as cursor:
        # Planned each time: tables grow, and a plan for an empty one would read a full one from end to end.
        cursor.execute(words, parameters, prepare=False)


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(driver)
    return driver


@contextmanager
def _as_sqlalchemy(words: bytes) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise DBAPIError.instance(words.decode(), None, error, psycopg.Error) from error
