"""A shop of its own for each test, and an open tablet in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from tests.viewmodels.staff.counter import Counter
from tests.viewmodels.staff.shop import CLERK, StaffShop, shared_template


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[StaffShop]:
    """Give a copy of the shop that this test alone changes."""
    copied = shared_template().copy_to(tmp_path / "shop")
    yield copied
    copied.close()


@pytest.fixture
def closed_counter(qapp: QGuiApplication, shop: StaffShop) -> Counter:
    """Give the tablet's view models, nobody signed in."""
    return Counter(shop)


@pytest.fixture
def counter(closed_counter: Counter) -> Counter:
    """Give the tablet's view models, the clerk signed in."""
    closed_counter.sign_in(CLERK)
    return closed_counter
