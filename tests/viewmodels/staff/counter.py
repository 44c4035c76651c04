"""The staff program without its window: every view model over a real shop, work done at once."""

from dataclasses import fields

from shared.hardware.cards import MemberFace
from shared.qt.jobs import InlineExecutor, Lane
from staff.composition import StaffGround, make_pages
from staff.viewmodels.app import StaffAppViewModel
from staff.viewmodels.card import CardMade, CardNotMade, CardOutlet
from staff.viewmodels.session import StaffSession
from staff.viewmodels.sign_in import SignInViewModel
from tests.viewmodels.staff.shop import PINS, StaffShop


class PaperPress:
    """Remembers the cards it was given, or has neither printer nor disk."""

    def __init__(self) -> None:
        self.made: list[tuple[MemberFace, CardOutlet]] = []
        self.works = True

    def make(self, face: MemberFace, outlet: CardOutlet) -> CardMade | CardNotMade:
        if not self.works:
            return CardNotMade()
        self.made.append((face, outlet))
        return CardMade(f"{outlet} of {face.nickname}")


class Counter:
    """A tablet at the counter."""

    def __init__(self, shop: StaffShop) -> None:
        self.shop = shop
        self.press = PaperPress()
        self.lane = Lane("database", InlineExecutor())
        self.session = StaffSession(shop.desk, self.lane, "ja")
        ground = StaffGround(shop.desk, shop.tablet.search, shop.tablet.keys, self.press)
        self.pages = make_pages(self.session, ground)
        self.app = StaffAppViewModel(self.session, self.pages)
        self.app.start()

    def sign_in(self, name: str) -> None:
        """Scan the badge and type the PIN."""
        self.app.scanned(self.shop.known.badges[name])
        self.type_pin(self.pages.sign_in, PINS[name])

    def type_pin(self, panel: SignInViewModel, pin: str) -> None:
        for digit in pin:
            panel.press(digit)

    def open_member(self, nickname: str) -> None:
        self.app.scanned(self.shop.card(nickname))

    def personal_texts(self) -> list[str]:
        """Return every word about members that any page still holds, below its view models."""
        kept = []
        for field in fields(self.pages):
            page = getattr(self.pages, field.name)
            if field.name == "sign_in":
                continue
            kept += [repr(getattr(part, "_inputs", "")) for part in (page, *page.children())]
            kept += [repr(row) for model in vars(page).values() for row in getattr(model, "rows", ())]
        return kept
