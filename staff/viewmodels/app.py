"""The program as a whole: which page, who is in, how the exchange stands, and where every scan goes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QObject

from shared.application.enrol_member import MemberEnrolled
from shared.application.ports import Signer, Sought
from shared.application.read_scan import (
    BadgeScanned,
    MemberScanned,
    PosterScanned,
    PurchaseScanned,
    ReceiptScanned,
    ScanDamaged,
    ScanForeign,
    Scanned,
    ScanUnknown,
    VoucherScanned,
    read_scan,
)
from shared.application.read_store import read_shop, sync_state
from shared.application.views import Disk, Link, Shop, SyncState
from shared.domain.programme import Permission
from shared.domain.receipts import ReceiptCode
from shared.hardware.preview import CameraFeed
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.adjust import AdjustViewModel
from staff.viewmodels.calls import CallsViewModel
from staff.viewmodels.card import CardViewModel
from staff.viewmodels.edit import EditViewModel
from staff.viewmodels.enrol import EnrolViewModel
from staff.viewmodels.find import FindViewModel
from staff.viewmodels.give_ticket import GiveTicketViewModel
from staff.viewmodels.hand_over import HandOverViewModel
from staff.viewmodels.member import MemberViewModel
from staff.viewmodels.posters import PostersViewModel
from staff.viewmodels.purchase import PurchaseViewModel
from staff.viewmodels.returning import ReturnViewModel
from staff.viewmodels.session import FAULT, MENDING, NOT_READY, REVOKED, StaffSession
from staff.viewmodels.sign_in import SignInViewModel
from staff.viewmodels.store import DrawsViewModel, HeldOperationRow, HeldViewModel, PrizesViewModel

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

LOCK_AFTER_MS = 3 * 60_000
NOTICE_MS = 8_000
NEVER_IN_TOUCH = SyncState(Link.NEVER, None, 0, 0)


class StaffPage(StrEnum):
    """A place of the program; roles decide which exist."""

    NOT_READY = "not-ready"
    SIGN_IN = "sign-in"
    FIND = "find"
    MEMBER = "member"
    PURCHASE = "purchase"
    ADJUST = "adjust"
    RETURN = "return"
    GIVE_TICKET = "give-ticket"
    CARD = "card"
    EDIT = "edit"
    ENROL = "enrol"
    HAND_OVER = "hand-over"
    PRIZES = "prizes"
    DRAWS = "draws"
    POSTERS = "posters"
    HELD = "held"
    CALLS = "calls"


WANTS: Mapping[StaffPage, Permission] = {
    StaffPage.FIND: Permission.FIND,
    StaffPage.MEMBER: Permission.FIND,
    StaffPage.PURCHASE: Permission.RECORD_PURCHASE,
    StaffPage.RETURN: Permission.FIND,
    StaffPage.ADJUST: Permission.ADJUST,
    StaffPage.GIVE_TICKET: Permission.GIVE_TICKET,
    StaffPage.EDIT: Permission.EDIT_PROFILE,
    StaffPage.ENROL: Permission.ENROL,
    StaffPage.HAND_OVER: Permission.HAND_OVER,
    StaffPage.PRIZES: Permission.HAND_OVER,
    StaffPage.HELD: Permission.SEE_HELD,
    StaffPage.POSTERS: Permission.PRINT_POSTERS,
}
OF_A_MEMBER = frozenset(
    {
        StaffPage.MEMBER,
        StaffPage.PURCHASE,
        StaffPage.RETURN,
        StaffPage.ADJUST,
        StaffPage.GIVE_TICKET,
        StaffPage.CARD,
        StaffPage.EDIT,
    }
)


class StaffNotice(StrEnum):
    """A quiet line about something that just happened; QML words it."""

    NONE = ""
    SIGN_IN_FIRST = "sign-in-first"
    FOREIGN_CODE = "foreign-code"
    POSTER = "poster"
    DAMAGED_CODE = "damaged-code"
    CARD_REPLACED = "card-replaced"
    RECEIPT_WAITS = "receipt-waits"
    NOT_ALLOWED = "not-allowed"
    NO_CAMERA = "no-camera"
    FAULT = "fault"


_NOBODYS: Mapping[type[Scanned], StaffNotice] = {
    PosterScanned: StaffNotice.POSTER,
    ScanForeign: StaffNotice.FOREIGN_CODE,
    ScanDamaged: StaffNotice.DAMAGED_CODE,
}


@dataclass(frozen=True, slots=True)
class StaffAppInputs:
    """Everything the frame of the program follows from."""

    page: StaffPage = StaffPage.SIGN_IN
    ready: bool = True
    outage: str = ""
    locale: str = "ja"
    scheme: str = "light"
    staff_name: str = ""
    role_name: str = ""
    permissions: frozenset[Permission] = frozenset()
    sync: SyncState = NEVER_IN_TOUCH
    contact_at: str = ""
    now: datetime | None = None
    notice: StaffNotice = StaffNotice.NONE
    today: date | None = None
    halted: str = ""
    camera: bool = False
    camera_on: bool = False


@dataclass(frozen=True, slots=True)
class StaffAppProps:
    """The frame: page, person, the line about the exchange, a notice.

    `contact_seconds` is -1 before the first contact; `arriving` is the percentage of a working set that comes in, else
    -1; `halted` says why nothing is exchanged until a person has looked, `outage` why the tablet opens for nobody.
    """

    page: str
    section: str
    locale: str
    scheme: str
    signed_in: bool
    staff_name: str
    role_name: str
    can_find: bool
    can_hand_over: bool
    can_enrol: bool
    can_see_held: bool
    can_print_posters: bool
    link: str
    contact_seconds: int
    contact_at: str
    waiting: int
    held_count: int
    halted: str
    outage: str
    disk: str
    lost: int
    arriving: int
    year: str
    notice: str
    camera_available: bool
    camera_on: bool


def derive(inputs: StaffAppInputs) -> StaffAppProps:
    """Show the page if the programme has come and somebody is in."""
    signed_in = bool(inputs.staff_name)
    page = inputs.page if signed_in else StaffPage.SIGN_IN
    if not inputs.ready:
        page = StaffPage.NOT_READY
    last = inputs.sync.last_contact_at
    age = int((inputs.now - last).total_seconds()) if inputs.now and last else -1
    return StaffAppProps(
        page=page,
        section=section_of(page),
        locale=inputs.locale,
        scheme=inputs.scheme,
        signed_in=signed_in,
        staff_name=inputs.staff_name,
        role_name=inputs.role_name,
        can_find=Permission.FIND in inputs.permissions,
        can_hand_over=Permission.HAND_OVER in inputs.permissions,
        can_enrol=Permission.ENROL in inputs.permissions,
        can_see_held=Permission.SEE_HELD in inputs.permissions,
        can_print_posters=Permission.PRINT_POSTERS in inputs.permissions,
        link=inputs.sync.link,
        contact_seconds=max(age, 0) if last else -1,
        contact_at=inputs.contact_at,
        waiting=inputs.sync.waiting,
        held_count=inputs.sync.held if Permission.SEE_HELD in inputs.permissions else 0,
        halted=inputs.halted,
        outage=inputs.outage,
        disk=inputs.sync.disk,
        lost=inputs.sync.lost,
        arriving=inputs.sync.arriving.percent if inputs.sync.arriving else -1,
        year=str(inputs.today.year) if inputs.today else "",
        notice=inputs.notice,
        camera_available=inputs.camera,
        camera_on=inputs.camera_on,
    )


def section_of(page: StaffPage) -> StaffPage:
    """Return the entry of the rail that a page belongs to."""
    if page in OF_A_MEMBER or page is StaffPage.ENROL:
        return StaffPage.FIND
    return {StaffPage.HAND_OVER: StaffPage.PRIZES, StaffPage.POSTERS: StaffPage.DRAWS}.get(page, page)


@dataclass(frozen=True, slots=True)
class StaffPages:
    """The view models of the pages, made by composition."""

    sign_in: SignInViewModel
    find: FindViewModel
    member: MemberViewModel
    purchase: PurchaseViewModel
    returning: ReturnViewModel
    adjust: AdjustViewModel
    give_ticket: GiveTicketViewModel
    hand_over: HandOverViewModel
    enrol: EnrolViewModel
    card: CardViewModel
    edit: EditViewModel
    prizes: PrizesViewModel
    draws: DrawsViewModel
    posters: PostersViewModel
    held: HeldViewModel
    calls: CallsViewModel


@QmlElement
@QmlUncreatable("composition makes it")
class StaffAppViewModel(QObject):
    """Moves between pages, takes every scan, and locks when nobody touches the tablet."""

    searchAsked = Signal()
    cameraAsked = Signal(bool)
    pageChanged = Signal()
    sectionChanged = Signal()
    localeChanged = Signal()
    schemeChanged = Signal()
    signedInChanged = Signal()
    staffNameChanged = Signal()
    roleNameChanged = Signal()
    canFindChanged = Signal()
    canHandOverChanged = Signal()
    canEnrolChanged = Signal()
    canSeeHeldChanged = Signal()
    canPrintPostersChanged = Signal()
    linkChanged = Signal()
    contactSecondsChanged = Signal()
    contactAtChanged = Signal()
    waitingChanged = Signal()
    heldCountChanged = Signal()
    haltedChanged = Signal()
    outageChanged = Signal()
    diskChanged = Signal()
    lostChanged = Signal()
    arrivingChanged = Signal()
    yearChanged = Signal()
    noticeChanged = Signal()
    cameraAvailableChanged = Signal()
    cameraOnChanged = Signal()

    def __init__(
        self,
        session: StaffSession,
        pages: StaffPages,
        lock_after_ms: int = LOCK_AFTER_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._pages = pages
        self._lock_after_ms = lock_after_ms
        self._inputs = StaffAppInputs(locale=session.locale)
        self._props = derive(self._inputs)
        self._touched_ms = session.desk.clock.monotonic_ms()
        self._notice_ms = 0
        self._receipt: ReceiptCode | None = None
        self._returning = ""
        self._scanned_member = ""
        self._feed = CameraFeed(self)
        self._connect()

    @Property(str, notify=pageChanged)
    def page(self) -> str:
        return self._props.page

    @Property(str, notify=sectionChanged)
    def section(self) -> str:
        return self._props.section

    @Property(str, notify=localeChanged)
    def locale(self) -> str:
        return self._props.locale

    @Property(str, notify=schemeChanged)
    def scheme(self) -> str:
        return self._props.scheme

    @Property(bool, notify=signedInChanged)
    def signedIn(self) -> bool:
        return self._props.signed_in

    @Property(str, notify=staffNameChanged)
    def staffName(self) -> str:
        return self._props.staff_name

    @Property(str, notify=roleNameChanged)
    def roleName(self) -> str:
        return self._props.role_name

    @Property(bool, notify=canFindChanged)
    def canFind(self) -> bool:
        return self._props.can_find

    @Property(bool, notify=canHandOverChanged)
    def canHandOver(self) -> bool:
        return self._props.can_hand_over

    @Property(bool, notify=canEnrolChanged)
    def canEnrol(self) -> bool:
        return self._props.can_enrol

    @Property(bool, notify=canSeeHeldChanged)
    def canSeeHeld(self) -> bool:
        return self._props.can_see_held

    @Property(bool, notify=canPrintPostersChanged)
    def canPrintPosters(self) -> bool:
        return self._props.can_print_posters

    @Property(str, notify=linkChanged)
    def link(self) -> str:
        return self._props.link

    @Property(int, notify=contactSecondsChanged)
    def contactSeconds(self) -> int:
        return self._props.contact_seconds

    @Property(str, notify=contactAtChanged)
    def contactAt(self) -> str:
        return self._props.contact_at

    @Property(int, notify=waitingChanged)
    def waiting(self) -> int:
        return self._props.waiting

    @Property(int, notify=heldCountChanged)
    def heldCount(self) -> int:
        return self._props.held_count

    @Property(str, notify=haltedChanged)
    def halted(self) -> str:
        return self._props.halted

    @Property(str, notify=outageChanged)
    def outage(self) -> str:
        return self._props.outage

    @Property(str, notify=diskChanged)
    def disk(self) -> str:
        return self._props.disk

    @Property(int, notify=lostChanged)
    def lost(self) -> int:
        return self._props.lost

    @Property(int, notify=arrivingChanged)
    def arriving(self) -> int:
        return self._props.arriving

    @Property(str, notify=yearChanged)
    def year(self) -> str:
        return self._props.year

    @Property(str, notify=noticeChanged)
    def notice(self) -> str:
        return self._props.notice

    @Property(bool, notify=cameraAvailableChanged)
    def cameraAvailable(self) -> bool:
        return self._props.camera_available

    @Property(bool, notify=cameraOnChanged)
    def cameraOn(self) -> bool:
        return self._props.camera_on

    @Property(CameraFeed, constant=True)
    def feed(self) -> CameraFeed:
        return self._feed

    @Property(SignInViewModel, constant=True)
    def signIn(self) -> SignInViewModel:
        return self._pages.sign_in

    @Property(FindViewModel, constant=True)
    def find(self) -> FindViewModel:
        return self._pages.find

    @Property(MemberViewModel, constant=True)
    def member(self) -> MemberViewModel:
        return self._pages.member

    @Property(PurchaseViewModel, constant=True)
    def purchase(self) -> PurchaseViewModel:
        return self._pages.purchase

    @Property(ReturnViewModel, constant=True)
    def returning(self) -> ReturnViewModel:
        return self._pages.returning

    @Property(AdjustViewModel, constant=True)
    def adjust(self) -> AdjustViewModel:
        return self._pages.adjust

    @Property(GiveTicketViewModel, constant=True)
    def giveTicket(self) -> GiveTicketViewModel:
        return self._pages.give_ticket

    @Property(HandOverViewModel, constant=True)
    def handOver(self) -> HandOverViewModel:
        return self._pages.hand_over

    @Property(EnrolViewModel, constant=True)
    def enrol(self) -> EnrolViewModel:
        return self._pages.enrol

    @Property(CardViewModel, constant=True)
    def card(self) -> CardViewModel:
        return self._pages.card

    @Property(EditViewModel, constant=True)
    def edit(self) -> EditViewModel:
        return self._pages.edit

    @Property(PrizesViewModel, constant=True)
    def prizes(self) -> PrizesViewModel:
        return self._pages.prizes

    @Property(DrawsViewModel, constant=True)
    def draws(self) -> DrawsViewModel:
        return self._pages.draws

    @Property(PostersViewModel, constant=True)
    def posters(self) -> PostersViewModel:
        return self._pages.posters

    @Property(HeldViewModel, constant=True)
    def held(self) -> HeldViewModel:
        return self._pages.held

    @Property(CallsViewModel, constant=True)
    def calls(self) -> CallsViewModel:
        return self._pages.calls

    def start(self) -> None:
        """Read the programme and the names for the first time."""
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read again what may have changed: the centre spoke, or something was written here."""
        desk = self._session.desk
        self._session.run(lambda: (read_shop(desk), sync_state(desk)), self._learned, self._unread)
        self._pages.calls.refresh()
        if self._session.signer is None:
            # On its first day the tablet opens before the centre has told it who works here.
            self._pages.sign_in.refresh()
        else:
            self._refresh_page()

    def tick(self) -> None:
        """Let a second pass: lock when untouched, age the line about the exchange, take old notices away."""
        now_ms = self._session.desk.clock.monotonic_ms()
        if self._props.signed_in and now_ms - self._touched_ms >= self._lock_after_ms:
            self.lock()
        if self._inputs.notice and now_ms - self._notice_ms >= NOTICE_MS:
            self._take(replace(self._inputs, notice=StaffNotice.NONE))
        self._hear()
        self._pages.calls.tick()
        self._take(replace(self._inputs, now=self._session.desk.clock.now()))

    @Slot()
    def touched(self) -> None:
        """Note that somebody is at the tablet."""
        self._touched_ms = self._session.desk.clock.monotonic_ms()

    @Slot(str)
    def scanned(self, text: str) -> None:
        """Take a scan, whatever page is shown."""
        self.touched()
        desk = self._session.desk
        self._session.run(lambda: read_scan(desk, text), self._route)

    def camera_changed(self, *, available: bool, on: bool) -> None:
        """Note whether a camera may be used and whether it looks; what it saw is forgotten when it stops."""
        if not on:
            self._feed.clear()
        self._take(replace(self._inputs, camera=available, camera_on=on))

    def camera_missing(self) -> None:
        """Note that a camera was asked for and there is none."""
        self._notify(StaffNotice.NO_CAMERA)

    def exchange_halted(self, sentence: str) -> None:
        """Note why nothing is exchanged until a person has looked; "" once it goes on."""
        self._take(replace(self._inputs, halted=sentence))

    @Slot(str)
    def show(self, page: str) -> None:
        """Go to a page of the rail, or to an act for the open member."""
        self._go(StaffPage(page))

    @Slot()
    def back(self) -> None:
        """Go one step up: from the camera to its page, from an act to its member, from a member to the search."""
        page = self._inputs.page
        if self._inputs.camera_on:
            self.setCamera(False)
        elif page is StaffPage.ADJUST and self._pages.adjust.step == "approval":
            self._pages.adjust.reconsider()
        elif page in OF_A_MEMBER and page is not StaffPage.MEMBER:
            self._go(StaffPage.MEMBER)
        elif page is StaffPage.POSTERS:
            self._go(StaffPage.DRAWS)
        elif page is StaffPage.HAND_OVER:
            self._go(StaffPage.MEMBER if self._pages.member.memberId else StaffPage.PRIZES)
        else:
            self._go(StaffPage.FIND)

    @Slot()
    def focusSearch(self) -> None:
        """Bring the search up, from anywhere."""
        if self._props.signed_in and self._props.can_find:
            self._go(StaffPage.FIND)
            self.searchAsked.emit()

    @Slot()
    def lock(self) -> None:
        """Close the tablet: PIN alone opens it again in this shift, and nothing about members stays on screen."""
        self._receipt = None
        self._session.lock()
        self._take(replace(self._inputs, page=StaffPage.SIGN_IN, notice=StaffNotice.NONE))
        self._pages.sign_in.cancel()
        self._pages.sign_in.refresh()
        self.setCamera(False)

    @Slot(str)
    def speak(self, locale: str) -> None:
        """Change the language."""
        if locale in ("ja", "en"):
            self._session.speak(locale)

    @Slot(str)
    def setScheme(self, scheme: str) -> None:
        """Change the look: light, dark or high-contrast."""
        if scheme in ("light", "dark", "high-contrast"):
            self._take(replace(self._inputs, scheme=scheme))

    @Slot(bool)
    def setCamera(self, on: bool) -> None:
        """Let the camera look for codes, or stop it."""
        if on != self._inputs.camera_on:
            self.cameraAsked.emit(on)

    @Slot()
    def dismiss(self) -> None:
        """Take the notice away."""
        self._take(replace(self._inputs, notice=StaffNotice.NONE))

    def _connect(self) -> None:
        session, pages = self._session, self._pages
        session.changed.connect(self._person_changed)
        session.wrote.connect(self.refresh)
        session.troubled.connect(self._trouble)
        pages.sign_in.signedIn.connect(self._signed_in)
        pages.find.memberChosen.connect(self._open_member)
        pages.find.codeTyped.connect(self.scanned)
        pages.find.voucherChosen.connect(self._hand_over)
        pages.member.voucherChosen.connect(self._hand_over)
        pages.member.purchaseChosen.connect(self._return)
        pages.member.shown.connect(self._member_shown)
        pages.prizes.voucherChosen.connect(self._hand_over)
        pages.prizes.memberChosen.connect(self._open_member)
        pages.held.memberChosen.connect(self._open_member)
        pages.calls.memberChosen.connect(self._open_member)
        pages.held.correctionChosen.connect(self._put_right)
        pages.hand_over.settled.connect(self._settled)
        pages.purchase.recorded.connect(self._purchase_recorded)
        pages.enrol.enrolled.connect(self._enrolled)
        pages.edit.saved.connect(self.back)

    @Slot(object)
    def _signed_in(self, signer: Signer) -> None:
        self.touched()
        self._session.open(signer)
        self._go(StaffPage.FIND if self._session.may(Permission.FIND) else StaffPage.DRAWS)
        self._pages.find.refresh()
        self._pages.calls.refresh()

    @Slot()
    def _person_changed(self) -> None:
        session = self._session
        staff = session.signer.staff if session.signer else None
        shop = session.shop
        role = next((r for r in shop.roles if staff and r.key == staff.role), None) if shop else None
        self._take(
            replace(
                self._inputs,
                locale=session.locale,
                staff_name=staff.name if staff else "",
                role_name=session.say(role.name) if role else "",
                permissions=frozenset(role.permissions) if role else frozenset(),
            )
        )

    def _learned(self, answer: tuple[Shop, SyncState]) -> None:
        shop, sync = answer
        self._session.learn(shop)
        at = self._session.local(sync.last_contact_at)
        now = self._session.desk.clock.now()
        self._take(replace(self._inputs, ready=True, outage="", sync=sync, contact_at=at, now=now, today=shop.today))

    def _unread(self) -> None:
        self._take(replace(self._inputs, sync=replace(self._inputs.sync, disk=Disk.SHUT)))

    @Slot(str)
    def _trouble(self, kind: str) -> None:
        if kind == FAULT:
            self._notify(StaffNotice.FAULT)
            return
        if kind in (REVOKED, MENDING):
            self._session.lock()
        sync = replace(self._inputs.sync, disk=Disk.FINE)
        self._take(replace(self._inputs, ready=False, outage=kind if kind != NOT_READY else "", sync=sync))

    def _notify(self, notice: StaffNotice) -> None:
        self._notice_ms = self._session.desk.clock.monotonic_ms()
        self._take(replace(self._inputs, notice=notice))

    def _go(self, page: StaffPage) -> None:
        """Show a page, with its view model made ready; what is left behind forgets what was typed."""
        if not self._allowed(page):
            return
        left = self._inputs.page
        if page not in OF_A_MEMBER and page is not StaffPage.HAND_OVER:
            self._pages.member.close()
        self._prepare(page, left)
        if left is not page:
            self.setCamera(False)
            self._leave(left)
        self._take(replace(self._inputs, page=page, notice=StaffNotice.NONE))
        self._refresh_page()

    def _prepare(self, page: StaffPage, left: StaffPage) -> None:
        pages, member = self._pages, self._pages.member
        match page:
            case StaffPage.PURCHASE:
                pages.purchase.begin(member.memberId, member.name, self._receipt)
                self._receipt = None
            case StaffPage.RETURN:
                pages.returning.begin(member.memberId, member.name, self._returning)
            case StaffPage.ADJUST:
                pages.adjust.begin(member.memberId, member.name)
            case StaffPage.GIVE_TICKET:
                pages.give_ticket.begin(member.memberId, member.name)
            case StaffPage.CARD if left is not StaffPage.ENROL:
                pages.card.begin(member.memberId, member.nickname, member.number.replace(" ", ""))
            case StaffPage.EDIT:
                pages.edit.begin(member.memberId)
            case StaffPage.ENROL:
                pages.enrol.begin()
            case _:
                pass

    def _leave(self, left: StaffPage) -> None:
        pages = self._pages
        match left:
            case StaffPage.PURCHASE:
                pages.purchase.close()
            case StaffPage.RETURN:
                pages.returning.close()
            case StaffPage.ADJUST:
                pages.adjust.close()
            case StaffPage.GIVE_TICKET:
                pages.give_ticket.close()
            case StaffPage.EDIT:
                pages.edit.close()
            case StaffPage.ENROL:
                pages.enrol.close()
            case StaffPage.CARD:
                pages.card.close()
            case StaffPage.POSTERS:
                pages.posters.close()
            case StaffPage.HAND_OVER:
                pages.hand_over.again()
            case _:
                pass

    def _allowed(self, page: StaffPage) -> bool:
        if not self._props.signed_in or page in (StaffPage.SIGN_IN, StaffPage.NOT_READY):
            return False
        if page in OF_A_MEMBER and not self._pages.member.memberId:
            return False
        wanted = WANTS.get(page)
        if wanted is not None and not self._session.may(wanted):
            self._notify(StaffNotice.NOT_ALLOWED)
            return False
        return True

    def _hear(self) -> None:
        """Look whether what was asked from the centre has been answered."""
        if self._inputs.page is StaffPage.FIND:
            self._pages.find.hear()
        elif self._inputs.page is StaffPage.HAND_OVER:
            self._pages.hand_over.hear()

    def _refresh_page(self) -> None:
        pages = self._pages
        match self._inputs.page:
            case StaffPage.FIND:
                pages.find.refresh()
            case StaffPage.HAND_OVER:
                pages.hand_over.hear()
            case StaffPage.MEMBER:
                pages.member.refresh()
            case StaffPage.RETURN:
                pages.returning.refresh()
            case StaffPage.PRIZES:
                pages.prizes.refresh()
            case StaffPage.DRAWS:
                pages.draws.refresh()
            case StaffPage.POSTERS:
                pages.posters.refresh()
            case StaffPage.HELD:
                pages.held.refresh()
            case _:
                pass

    def _route(self, scanned: Scanned) -> None:
        if isinstance(scanned, BadgeScanned):
            self._badge(scanned.code)
            return
        if not self._props.signed_in:
            self._notify(StaffNotice.SIGN_IN_FIRST)
            return
        match scanned:
            case MemberScanned(member_id, replaced):
                self._scanned_member = member_id
                self._open_member(member_id)
                if replaced:
                    self._notify(StaffNotice.CARD_REPLACED)
            case VoucherScanned(code):
                self._hand_over(code)
            case ReceiptScanned() | PurchaseScanned():
                self._take_paper(scanned)
            case ScanUnknown(sought, value):
                self._ask_centre(sought, value)
            case PosterScanned() | ScanForeign() | ScanDamaged():
                self._notify(_NOBODYS[type(scanned)])
            case _:
                assert_never(scanned)

    def _badge(self, code: str) -> None:
        if self._inputs.page is StaffPage.ADJUST and self._pages.adjust.step == "approval" and self._props.signed_in:
            self._pages.adjust.approval.show_badge(code)
            return
        if self._props.signed_in:
            self.lock()
        self._pages.sign_in.show_badge(code)

    @Slot(str)
    def _open_member(self, member_id: str) -> None:
        self._pages.member.show(member_id)
        if self._receipt is not None and self._session.may(Permission.RECORD_PURCHASE):
            self._go(StaffPage.PURCHASE)
        else:
            self._go(StaffPage.MEMBER)

    @Slot(object)
    def _put_right(self, held: HeldOperationRow) -> None:
        self._pages.member.show(held.memberId)
        self._go(StaffPage.ADJUST)
        if self._inputs.page is StaffPage.ADJUST:
            self._pages.adjust.begin(held.memberId, held.nickname, held.opId, held.kind)

    @Slot(str)
    def _hand_over(self, code: str) -> None:
        self._go(StaffPage.HAND_OVER)
        if self._inputs.page is StaffPage.HAND_OVER:
            self._pages.hand_over.hand_over(code)

    def _ask_centre(self, sought: Sought, value: str) -> None:
        self._go(StaffPage.FIND)
        if self._inputs.page is StaffPage.FIND:
            self._pages.find.ask_centre(sought, value)

    def _take_receipt(self, receipt: ReceiptCode) -> None:
        if not self._session.may(Permission.RECORD_PURCHASE):
            self._notify(StaffNotice.NOT_ALLOWED)
            return
        self._receipt = receipt
        if self._pages.member.memberId and self._inputs.page in OF_A_MEMBER:
            self._go(StaffPage.PURCHASE)
        else:
            self._go(StaffPage.FIND)
            self._notify(StaffNotice.RECEIPT_WAITS)

    def _take_paper(self, scanned: ReceiptScanned | PurchaseScanned) -> None:
        """Open what a receipt counts for, to take something of it back; beside another member it is just counted."""
        beside = self._pages.member.memberId if self._inputs.page in OF_A_MEMBER else ""
        returning = self._session.may(Permission.RETURN_PURCHASE)
        if isinstance(scanned, PurchaseScanned) and returning and beside in ("", scanned.member_id):
            self._pages.member.show(scanned.member_id)
            self._return(scanned.purchase_id)
        else:
            self._take_receipt(scanned.receipt)

    @Slot(str)
    def _return(self, purchase_id: str) -> None:
        self._returning = purchase_id
        self._go(StaffPage.RETURN)

    @Slot(str, str)
    def _member_shown(self, member_id: str, name: str) -> None:
        if member_id == self._scanned_member:
            self._scanned_member = ""
            self._pages.find.remember("member", name, "", member_id)
        if self._inputs.page is StaffPage.PURCHASE:
            self._pages.purchase.name(member_id, name)
        elif self._inputs.page is StaffPage.RETURN:
            self._pages.returning.name(member_id, name)

    @Slot(str, str, str)
    def _settled(self, code: str, prize: str, step: str) -> None:
        self._pages.find.remember("voucher", prize, step, code)

    @Slot(int)
    def _purchase_recorded(self, amount_yen: int) -> None:
        purchase = self._pages.purchase
        self._pages.find.remember("receipt", purchase.memberName, "recorded", purchase.member_id, amount_yen)

    @Slot(object)
    def _enrolled(self, member: MemberEnrolled) -> None:
        self._pages.member.show(member.member_id)
        self._pages.card.begin(member.member_id, member.nickname, member.number, member.card_code, fresh=True)
        self._go(StaffPage.CARD)

    def _take(self, inputs: StaffAppInputs) -> None:
        before, self._inputs, self._props = self._props, inputs, derive(inputs)
        notify_changes(self, before, self._props)
