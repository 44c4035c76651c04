"""A centre of its own for each test, on each kind of database there is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.chain import Chain


@pytest.fixture
def chain(laid_out_central: str, tmp_path: Path) -> Iterator[Chain]:
    made = Chain(laid_out_central, tmp_path / "centre")
    yield made
    made.close()


@pytest.fixture
def sqlite_chain(sqlite_central: str, tmp_path: Path) -> Iterator[Chain]:
    """For what does not depend on the database."""
    made = Chain(sqlite_central, tmp_path / "centre")
    yield made
    made.close()
