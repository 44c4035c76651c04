"""Devices without a centre."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.domain.devices import DeviceKind
from tests.storage.solo import Solo


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Solo]:
    """Give a kiosk."""
    solo = Solo(tmp_path / "kiosk", DeviceKind.KIOSK)
    yield solo
    solo.device.close()


@pytest.fixture
def tablet(tmp_path: Path) -> Iterator[Solo]:
    """Give a counter tablet."""
    solo = Solo(tmp_path / "tablet", DeviceKind.TABLET)
    yield solo
    solo.device.close()
