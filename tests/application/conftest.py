"""The use cases run on real devices: the ones that the storage tests have."""

from tests.storage.conftest import kiosk, tablet

__all__ = ["kiosk", "tablet"]
