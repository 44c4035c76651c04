"""The staff program without its window: every view model over a real shop, work done at once."""

from collections.abc import Sequence
from dataclasses import fields

from shared.application.sign_in import SignIn
from shared.hardware.cards import MemberFace
from shared.hardware.posters import PosterFace
from shared.qt.jobs import InlineExecutor, Lane
from staff.viewmodels.adjust import AdjustViewModel
from staff.viewmodels.app import StaffAppViewModel, StaffPages
from staff.viewmodels.calls import CallsViewModel
from staff.viewmodels.card import CardMade, CardNotMade, CardOutlet, CardViewModel
from staff.viewmodels.edit import EditViewModel
from staff.viewmodels.enrol import EnrolViewModel
from staff.viewmodels.find import FindViewModel
from staff.viewmodels.give_ticket import GiveTicketViewModel
from staff.viewmodels.hand_over import HandOverViewModel
from staff.viewmodels.member import MemberViewModel
from staff.viewmodels.posters import PostersViewModel
from staff.viewmodels.purchase import PurchaseViewModel
from staff.viewmodels.returning import ReturnViewModel
from staff.viewmodels.session import StaffSession
from staff.viewmodels.sign_in import SignInViewModel
from staff.viewmodels.store import DrawsViewModel, HeldViewModel, PrizesViewModel
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


class PaperPosterPress:
    """Makes posters on paper, or says that it can't."""

    def __init__(self) -> None:
        self.made: list[tuple[tuple[PosterFace, ...], str, CardOutlet]] = []
        self.works = True

    def make(self, faces: Sequence[PosterFace], name: str, outlet: CardOutlet) -> CardMade | CardNotMade:
        if not self.works:
            return CardNotMade()
        self.made.append((tuple(faces), name, outlet))
        return CardMade(f"{outlet} of {name}")


class Counter:
    """A tablet at the counter."""

    def __init__(self, shop: StaffShop) -> None:
        self.shop = shop
        self.press = PaperPress()
        self.poster_press = PaperPosterPress()
        self.lane = Lane("database", InlineExecutor())
        self.session = StaffSession(shop.desk, self.lane, "ja")
        sign_in = SignIn(shop.desk, shop.tablet.keys)
        session = self.session
        self.pages = StaffPages(
            sign_in=SignInViewModel(session, sign_in),
            find=FindViewModel(session, shop.tablet.search),
            member=MemberViewModel(session),
            purchase=PurchaseViewModel(session),
            returning=ReturnViewModel(session),
            adjust=AdjustViewModel(session, SignInViewModel(session, sign_in)),
            give_ticket=GiveTicketViewModel(session),
            hand_over=HandOverViewModel(session),
            enrol=EnrolViewModel(session),
            card=CardViewModel(session, self.press),
            edit=EditViewModel(session),
            prizes=PrizesViewModel(session),
            draws=DrawsViewModel(session),
            posters=PostersViewModel(session, self.poster_press),
            held=HeldViewModel(session),
            calls=CallsViewModel(session),
        )
        self.app = StaffAppViewModel(session, self.pages)
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
