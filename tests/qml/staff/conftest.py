"""The staff program's window over a shop of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from tests.qml.staff.tablet import Tablet
from tests.viewmodels.staff.shop import CLERK, StaffShop, shared_template


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[StaffShop]:
    """Give a copy of the shop that this test alone changes."""
    copied = shared_template().copy_to(tmp_path / "shop")
    yield copied
    copied.close()


@pytest.fixture
def closed_tablet(qapp: QGuiApplication, shop: StaffShop) -> Iterator[Tablet]:
    """Give the window, nobody signed in."""
    opened = Tablet(shop)
    yield opened
    opened.close()


@pytest.fixture
def tablet(closed_tablet: Tablet) -> Tablet:
    """Give the window, the clerk signed in."""
    closed_tablet.sign_in(CLERK)
    return closed_tablet
