"""Shops to measure in: copies of the demo's, made by the real centre once a run, with as many members as wanted."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from shared.central.database import default_url
from shared.demo.seed import DemoShop, find_shop, make_shop
from shared.domain.devices import DeviceKind
from shared.sync.device import OpenDevice, open_device
from shared.sync.loop import Exchanged
from shared.wire.enrolment import ENROLMENT_FILE, read_enrolment
from tests.benchmarks.crowd import crowd_in
from tests.benchmarks.measuring import tell
from tests.benchmarks.people import Place, members

CAMPAIGN: Final = "year-end-2026"


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop in a folder of its own, its kiosk and tablet enrolled."""

    folder: Path

    @property
    def kiosk(self) -> Path:
        """The kiosk's data folder."""
        return self.folder / "kiosk"

    @property
    def tablet(self) -> Path:
        """The tablet's data folder."""
        return self.folder / "staff"

    @property
    def central_url(self) -> str:
        """The address of the shop's embedded centre."""
        return default_url(self.folder / "central")

    @property
    def demo(self) -> DemoShop:
        """The cards and badges of the demo's own people."""
        shop = find_shop(self.folder)
        assert shop is not None
        return shop

    def open(self, device: Path) -> OpenDevice:
        """Open a device that has exchanged with the centre; close it."""
        opened = open_device(device, self.central_url)
        report = opened.sync.run_once()
        assert isinstance(report, Exchanged), report
        return opened


class Shops:
    """Gives each benchmark a fresh shop, all of them copies of one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._given = 0

    def fresh(self) -> Shop:
        """Return a shop that nobody has touched; it lives in the folder that was given."""
        pristine = self._folder / "pristine"
        if not pristine.exists():
            tell("making a shop with forty members and a year's purchases")
            make_shop(pristine, None, datetime.now(UTC), lambda _done: None)
        self._given += 1
        copy = self._folder / f"shop-{self._given}"
        shutil.copytree(pristine, copy)
        return Shop(copy)

    def crowded(self, kind: DeviceKind, count: int) -> Shop:
        """Return a shop whose kiosk, or tablet, has exchanged and knows `count` members more than the demo's."""
        shop = self.fresh()
        kiosk = read_enrolment(shop.kiosk / ENROLMENT_FILE)
        place = Place(kiosk.store_id, kiosk.device_id, CAMPAIGN, bytes.fromhex(kiosk.code_key), datetime.now(UTC))
        device = shop.kiosk if kind is DeviceKind.KIOSK else shop.tablet
        shop.open(device).close()
        tell(f"putting {count:,} members into the {kind.value}'s database")
        crowd_in(device, kind, members(place, count))
        return shop
