"""The databases that other tests stand on really are what they claim."""

import psycopg
import pytest

from tests.postgres import PostgresServer, installations


def query(url: str, statement: str) -> str:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return str(row[0])


def test_each_database_is_empty_and_its_own(postgres: PostgresServer) -> None:
    first, second = postgres.make_database(), postgres.make_database()
    query(first, "WITH made AS (SELECT 1) SELECT 1 FROM made")
    assert first != second
    count_tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert query(second, count_tables) == "0"


def test_a_stopped_server_refuses_and_comes_back_with_its_data(newest_postgres: PostgresServer) -> None:
    url = newest_postgres.make_database()
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    newest_postgres.stop()
    try:
        with pytest.raises(psycopg.OperationalError):
            query(url, "SELECT 1")
    finally:
        newest_postgres.start()
    assert query(url, "SELECT number FROM kept") == "7"


def test_the_central_database_comes_in_every_kind(central_url: str) -> None:
    assert central_url.startswith(("sqlite:///", "postgresql+psycopg://"))


def test_the_pip_installed_server_is_always_there() -> None:
    assert installations()[0].name == "postgresql18"
