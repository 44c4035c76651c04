"""Staff are called by the real programs: the kiosk rings, the tablet answers; without a server it says so at once."""

from pathlib import Path

import pytest

from tests.conftest import POSTGRES_NAMES
from tests.journeys.shop import Shop
from tests.journeys.test_journey import sign_in
from tests.postgres import PostgresServer, PostgresServers


@pytest.fixture(scope="module")
def server(postgres_servers: PostgresServers) -> PostgresServer:
    """Give the pip-installed PostgreSQL."""
    return postgres_servers.get(POSTGRES_NAMES[0])


def test_staff_are_called_and_come(tmp_path: Path, server: PostgresServer) -> None:
    shop = Shop(tmp_path / "shop", server.make_database())
    with shop.serving(), shop.start_staff() as staff, shop.start_kiosk() as kiosk:
        sign_in(staff, shop.assistant)
        kiosk.see("attract-page", prop="visible")
        kiosk.tap("bar-help")
        kiosk.tap("call-staff")
        staff.see_part("call-banner-title", "is calling")
        staff.tap("call-banner-come")
        kiosk.see("call-title", f"{shop.assistant.name} is coming")
        staff.tap("call-banner-done")
        kiosk.see("call-staff", "Call staff")
        server.stop()
        try:
            kiosk.see_part("away", "Nobody can be called from here")
        finally:
            server.start()
        kiosk.close()
        staff.close()
