"""The galleries of both programs."""

from typing import Any

from tests.gallery import kiosk, machine, staff
from tests.gallery.pages import Gallery


def galleries() -> tuple[Gallery[Any], ...]:
    """Return every gallery, kiosk first."""
    return (kiosk.GALLERY, machine.GALLERY, staff.GALLERY)
