"""A chain over each kind of central database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.chain import Chain


@pytest.fixture
def chain(tmp_path: Path, laid_out_central: str) -> Iterator[Chain]:
    """Give a chain whose centre is of each kind that there is."""
    chain = Chain(tmp_path / "chain", laid_out_central)
    yield chain
    chain.close()


@pytest.fixture
def small_chain(tmp_path: Path, sqlite_central: str) -> Iterator[Chain]:
    """Give a chain with an embedded centre, for what does not depend on the centre's kind."""
    chain = Chain(tmp_path / "chain", sqlite_central)
    yield chain
    chain.close()
