"""A shop whose kiosk can be copied: enrolled, filled and synchronised once, opened afresh by each test."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from shared.application.correct import CardIssued, renew_card
from shared.application.views import Link
from shared.domain.devices import DeviceKind
from shared.domain.hunts import Hunt, SpotContent, spot_mark
from shared.sync.device import OpenDevice, open_device
from shared.wire.enrolment import ENROLMENT_FILE, read_enrolment
from shared.wire.keys import device_keys
from shared.wire.spot_code import write_spot
from tests.domain.small_shop import with_joining, with_receipts
from tests.sync.chain import Chain, current_programme, give, join, sign_in

GIVEN_TURNS = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A member's card and number."""

    member_id: str
    code: str
    number: str


@dataclass(frozen=True, slots=True)
class KioskShop:
    """The kiosk's data folder and who comes: Hana has turns, Beni has none, Chika's first card is replaced."""

    folder: Path
    tablet: Path
    hana: Card
    beni: Card
    chika_before: str
    badge: str

    def poster(self, hunt: Hunt, spot: str, period: int) -> str:
        """Sign a spot's poster as the shop's tablet does."""
        tablet = read_enrolment(self.tablet / ENROLMENT_FILE)
        content = SpotContent(tablet.number, tablet.store_id, spot_mark(hunt.key, spot), period)
        return write_spot(content, device_keys(bytes.fromhex(tablet.secret)))

    def open_copy(self, folder: Path) -> OpenDevice:
        """Open a copy of the kiosk in `folder`, without a line: copies that exchanged would freeze each other."""
        shutil.copytree(self.folder, folder)
        device = open_device(folder)
        device.sync.point_at(None)
        device.storage.note_link(Link.OFFLINE)
        return device


def build(folder: Path, hunt: Hunt | None = None) -> KioskShop:
    """Build the shop with its centre in `folder`, with a hunt if there is to be one."""
    programme = with_joining(with_receipts(current_programme()))
    programme = replace(programme, hunts=(hunt,) if hunt else ())
    chain = Chain(folder / "chain", f"sqlite:///{folder / 'central.sqlite'}", programme)
    try:
        kiosk_folder = chain.enrol("kiosk", DeviceKind.KIOSK)
        kiosk = chain.open(kiosk_folder)
        tablet_folder = chain.enrol("tablet", DeviceKind.TABLET, counter=True)
        tablet = chain.open(tablet_folder)
        chain.settle(kiosk, tablet)
        signer = sign_in(chain, tablet)
        hana, beni, chika = (join(tablet, signer, nickname) for nickname in ("hana", "beni", "chika"))
        for _ in range(GIVEN_TURNS):
            give(tablet, signer, hana.member_id)
        assert isinstance(renew_card(tablet.desk, signer, chika.member_id), CardIssued)
        chain.settle(tablet, kiosk)
    finally:
        chain.close()
    return KioskShop(
        kiosk_folder,
        tablet_folder,
        Card(hana.member_id, hana.card_code, hana.number),
        Card(beni.member_id, beni.card_code, beni.number),
        chika.card_code,
        chain.badge.code,
    )
