"""The whole screen: one session, its steps, and the use cases behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from kiosk.viewmodels import session as steps
from kiosk.viewmodels.asking import AskingViewModel
from kiosk.viewmodels.attract import AttractViewModel
from kiosk.viewmodels.challenges import ChallengesViewModel
from kiosk.viewmodels.finished import FinishedViewModel
from kiosk.viewmodels.help import HelpViewModel
from kiosk.viewmodels.helping import HelpFlow
from kiosk.viewmodels.helping_steps import may_ask_for_help, with_call_kept
from kiosk.viewmodels.home import HomeViewModel
from kiosk.viewmodels.hunt import HuntViewModel
from kiosk.viewmodels.hunting import Hunting, poster_problem
from kiosk.viewmodels.join import JoinViewModel
from kiosk.viewmodels.joining import JoiningFlow
from kiosk.viewmodels.member_pin import MemberPinViewModel
from kiosk.viewmodels.number_pad import NumberPadViewModel
from kiosk.viewmodels.printing import PrinterDesk, PrintingViewModel
from kiosk.viewmodels.problem import ProblemViewModel
from kiosk.viewmodels.pulse import Pulse
from kiosk.viewmodels.receipt import ReceiptViewModel
from kiosk.viewmodels.redeeming import Redeeming
from kiosk.viewmodels.result import ResultViewModel
from kiosk.viewmodels.rewards import RewardsViewModel
from kiosk.viewmodels.screen import PageModel, Screen, unheard
from kiosk.viewmodels.session import KioskPage, Outage, Problem, ProblemKind, Session
from kiosk.viewmodels.stay import after_waiting, countdown_seconds, countdown_total_seconds, is_turning
from kiosk.viewmodels.turning import TurningFlow
from kiosk.viewmodels.wheel import WheelViewModel
from shared.application.identify import (
    AskingForCard,
    BadgeShown,
    CardNoted,
    CardReplaced,
    CardUnknown,
    CodeDamaged,
    CodeForeign,
    Greeted,
    Identified,
    IdentifyMember,
    MemberBlocked,
    PosterRefused,
    PosterShown,
    ReceiptOfOthers,
    ReceiptShown,
    ScannedTooSoon,
    VoucherShown,
    read_home,
)
from shared.application.ports import Desk, DeviceMending, DeviceNotReady, DeviceRevoked
from shared.application.posters import Poster
from shared.application.read_attract import AttractView, read_attract
from shared.application.take_receipt import ReceiptAnswer, ReceiptKnown, ReceiptRefused, ReceiptTaken, take_receipt
from shared.application.views import Disk, KioskHome
from shared.domain.receipts import ReceiptCode
from shared.domain.rules import HeldReason
from shared.qt.jobs import Lane
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from shared.runtime.trouble import Trouble

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

REFRESH_MS: Final = 60_000
_REFUSALS: Final = {
    CardUnknown: ProblemKind.UNKNOWN,
    CardNoted: ProblemKind.NOTED,
    CardReplaced: ProblemKind.REPLACED,
    MemberBlocked: ProblemKind.BLOCKED,
    CodeForeign: ProblemKind.FOREIGN,
    ReceiptOfOthers: ProblemKind.RECEIPT_ELSEWHERE,
    VoucherShown: ProblemKind.VOUCHER,
    BadgeShown: ProblemKind.BADGE,
}
# Another person's card, or one that may be: whose session it was is nobody's business any more.
_NOT_HERS: Final = frozenset({ProblemKind.UNKNOWN, ProblemKind.NOTED, ProblemKind.BLOCKED, ProblemKind.REPLACED})
# Nobody's card: whoever is joining goes on with it.
_HARMLESS: Final = frozenset(
    {
        *(ProblemKind.DAMAGED, ProblemKind.FOREIGN, ProblemKind.TOO_SOON, ProblemKind.VOUCHER, ProblemKind.BADGE),
        *(ProblemKind.RECEIPT, ProblemKind.RECEIPT_ELSEWHERE),
        *(ProblemKind.POSTER_UNKNOWN, ProblemKind.POSTER_OVER, ProblemKind.POSTER_ELSEWHERE, ProblemKind.HUNT_OVER),
    }
)
_BY_RULE: Final = {
    HeldReason.RECEIPT_TOO_OLD: ProblemKind.RECEIPT_OLD,
    HeldReason.RECEIPT_TO_COME: ProblemKind.RECEIPT_TO_COME,
    HeldReason.RECEIPT_LIMIT: ProblemKind.RECEIPT_LIMIT,
    HeldReason.RECEIPT_ELSEWHERE: ProblemKind.RECEIPT_ELSEWHERE,
    HeldReason.MEMBER_BLOCKED: ProblemKind.BLOCKED,
}
_FOLLOWS_HOME: Final = frozenset({KioskPage.HOME, KioskPage.CHALLENGES, KioskPage.HUNT, KioskPage.FINISHED})
"""Pages whose figures are those of the home page."""
_RESTING: Final = frozenset({KioskPage.ATTRACT, KioskPage.SETUP})
"""Pages of nobody's visit."""
_WITH_CODE: Final = frozenset({KioskPage.RESULT, KioskPage.CARD})
"""Pages that show a code, which can be printed."""
_BY_DISK: Final = {Disk.FINE: Outage.NONE, Disk.FULL: Outage.DISK_FULL, Disk.SHUT: Outage.DISK_SHUT}


@dataclass(frozen=True, slots=True)
class AppProps:
    """What every page shares; `countdown` is in seconds, 0 while none runs.

    `arriving` is how much of the first working set is here, in percent; -1 where that is not what it waits for.
    """

    page: str = KioskPage.ATTRACT.value
    locale: str = "ja"
    easy: bool = False
    countdown: int = 0
    countdownTotal: int = 0
    asking: bool = False
    outage: str = ""
    arriving: int = -1
    helpable: bool = False


def derive_app(session: Session, now_ms: int) -> AppProps:
    """Derive what every page shares from the session and the monotonic clock."""
    arriving = session.attract.sync.arriving if session.attract else None
    return AppProps(
        page=session.page.value,
        locale=session.locale,
        easy=session.easy,
        countdown=countdown_seconds(session, now_ms),
        countdownTotal=countdown_total_seconds(session),
        asking=session.asking,
        outage=session.outage.value,
        arriving=arriving.percent if arriving is not None and session.page is KioskPage.SETUP else -1,
        helpable=may_ask_for_help(session),
    )


@QmlElement
@QmlUncreatable("composition makes the one there is")
class AppViewModel(QObject):
    """Holds the session; every change of it goes through `_become`. All use cases run on `lane`.

    `sounded` names a sound of `shared.qt.sounds`. `scan` takes what any reader read, `refresh` says that what this
    device knows has changed.
    """

    pageChanged = Signal()
    localeChanged = Signal()
    easyChanged = Signal()
    countdownChanged = Signal()
    countdownTotalChanged = Signal()
    askingChanged = Signal()
    outageChanged = Signal()
    arrivingChanged = Signal()
    helpableChanged = Signal()
    sounded = Signal(str)

    def __init__(
        self,
        desk: Desk,
        identify: IdentifyMember,
        lane: Lane,
        pulse: Pulse,
        chance: Callable[[], float],
        default_locale: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._identify = identify
        self._lane = lane
        self._screen = Screen(desk, lane, lambda: self._session, self._become, self._fail)
        self._session = Session(locale=default_locale, default_locale=default_locale, touched_ms=self._screen.now_ms)
        self._hearing = False
        self._refreshed_ms = self._screen.now_ms
        self._props = derive_app(self._session, self._screen.now_ms)
        self._attract = AttractViewModel(self)
        self._home = HomeViewModel(self)
        self._problem = ProblemViewModel(self)
        self._pad = NumberPadViewModel(self)
        self._receipt = ReceiptViewModel(self)
        self._challenges = ChallengesViewModel(self)
        self._finished = FinishedViewModel(self)
        self._printing = PrintingViewModel(self._screen, self)
        self._turning = TurningFlow(self._screen, chance, self)
        self._redeeming = Redeeming(self._screen, self._go_home, self)
        self._joining = JoiningFlow(self._screen, self._scan_own, self)
        self._hunting = Hunting(self._screen, self._refuse, self)
        self._helping = HelpFlow(self._screen, self)
        self._pages: dict[KioskPage, PageModel] = {
            KioskPage.ATTRACT: self._attract,
            KioskPage.PAD: self._pad,
            KioskPage.HOME: self._home,
            KioskPage.WHEEL: self._turning.wheel,
            KioskPage.RESULT: self._turning.result,
            KioskPage.PROBLEM: self._problem,
            KioskPage.REWARDS: self._redeeming.rewards,
            KioskPage.PIN: self._redeeming.pin,
            KioskPage.ASKING: self._redeeming.asking,
            KioskPage.RECEIPT: self._receipt,
            KioskPage.JOIN: self._joining.pages,
            KioskPage.CARD: self._joining.pages,
            KioskPage.CHALLENGES: self._challenges,
            KioskPage.FINISHED: self._finished,
            KioskPage.HUNT: self._hunting.page,
            KioskPage.HELP: self._helping.page,
        }
        self._attract.joinAsked.connect(self._joining.open)
        self._home.wheelAsked.connect(self._turning.open)
        self._home.waitingAsked.connect(self._turning.open_waiting)
        self._home.rewardsAsked.connect(self._redeeming.open)
        self._home.challengesAsked.connect(self._open_challenges)
        self._turning.sounded.connect(self.sounded)
        self._turning.prizeShown.connect(self._helping.ring_for_prize)
        self._helping.sounded.connect(self.sounded)
        self._turning.result.homeAsked.connect(self._go_home)
        self._redeeming.rewards.backAsked.connect(self._go_home)
        self._receipt.wheelAsked.connect(self._turning.open)
        self._receipt.goOnAsked.connect(self._go_on)
        self._challenges.listAsked.connect(self._open_challenges)
        self._challenges.challengeChosen.connect(self._open_challenge)
        self._challenges.huntAsked.connect(self._hunting.open)
        self._challenges.backAsked.connect(self._go_home)
        self._hunting.sounded.connect(self.sounded)
        self._finished.goOnAsked.connect(self._celebrated)
        self._problem.joinAsked.connect(self._joining.open)
        self._problem.goOnAsked.connect(self._go_on)
        self._pad.digitsTyped.connect(self._type)
        self._pad.memberAsked.connect(self._ask_for_number)
        pulse.beat.connect(self._beat)

    @property
    def session(self) -> Session:
        """The session as it is shown now."""
        return self._session

    def show(self, session: Session) -> None:
        """Show any session at all; what happens next goes on from it."""
        self._become(session)

    def begin(self) -> None:
        """Note that the program has begun, and with it a new visit."""
        self._redeeming.begin()

    def print_with(self, desk: PrinterDesk | None) -> None:
        """Offer slips from now on, or none any more."""
        self._printing.serve(desk)

    def scan(self, text: str) -> None:
        """Take what a reader read; a second one while the first is looked up is not taken."""
        if self._session.page is not KioskPage.SETUP and not self._session.asking:
            self._ask(text, typed=False)

    def _scan_own(self, code: str) -> None:
        self._ask(code, typed=False)

    @Slot()
    def refresh(self) -> None:
        """Read again what is shown: the feed may have changed it."""
        self._refreshed_ms = self._screen.now_ms
        self._lane.run(lambda: read_attract(self._desk), self._take_attract, self._not_ready)
        self._redeeming.look()
        self._helping.look()
        self._look_for_card()
        self._turning.refresh()
        home = self._session.home
        if home is not None and self._session.page in _FOLLOWS_HOME:
            self._screen.run(lambda: self._read_home(home), self._take_home)

    @Slot()
    def touched(self) -> None:
        """Note that somebody touched the screen or a key."""
        self._become(steps.touched(self._session, self._screen.now_ms))

    @Slot()
    def done(self) -> None:
        self._become(steps.ended(self._session, self._screen.now_ms))

    @Slot()
    def openPad(self) -> None:
        self._become(steps.with_pad(self._session, self._screen.now_ms))

    @Slot()
    def openHelp(self) -> None:
        self._helping.open()

    @Slot()
    def toggleLocale(self) -> None:
        locale = "en" if self._session.locale == "ja" else "ja"
        self._become(replace(self._screen.touched, locale=locale, locale_chosen=True))

    @Slot()
    def toggleEasy(self) -> None:
        self._become(replace(self._screen.touched, easy=not self._session.easy))

    def _ask(self, text: str, *, typed: bool) -> None:
        self._become(replace(self._screen.touched, asking=True))
        self._screen.run(lambda: self._identify(text), lambda answer: self._take_identified(answer, typed=typed))

    def _take_identified(self, answer: Identified, *, typed: bool) -> None:
        match answer:
            case Greeted(home=home):
                self._greet(home)
            case AskingForCard():
                self._become(steps.looking_for_card(self._session, answer, self._screen.now_ms))
            case ScannedTooSoon(wait_ms=wait_ms):
                self._refuse(Problem(ProblemKind.TOO_SOON, wait_ms=wait_ms))
            case CodeDamaged():
                self._refuse(Problem(ProblemKind.DAMAGED), typed=typed)
            case CardUnknown() | CardNoted() | CardReplaced() | MemberBlocked():
                self._refuse(Problem(_REFUSALS[type(answer)]))
            case ReceiptShown() | PosterShown() | PosterRefused():
                self._see_paper(answer)
            case CodeForeign() | ReceiptOfOthers() | VoucherShown() | BadgeShown():
                self._refuse(Problem(_REFUSALS[type(answer)]))
            case _:
                assert_never(answer)

    def _see_paper(self, answer: ReceiptShown | PosterShown | PosterRefused) -> None:
        match answer:
            case ReceiptShown(receipt=receipt, taken=True):
                self._see_receipt(receipt)
            case ReceiptShown():
                self._refuse(Problem(ProblemKind.RECEIPT))
            case PosterShown(poster=poster):
                self._see_poster(poster)
            case PosterRefused(why=why):
                self._refuse(poster_problem(why.reason, why.place))
            case _:
                assert_never(answer)

    def _see_receipt(self, receipt: ReceiptCode) -> None:
        """Take a receipt for whose card was shown, or keep it until one is."""
        home = self._session.home
        if is_turning(self._session) or self._session.page is KioskPage.ASKING:
            self.sounded.emit("knock")
            self._become(replace(self._session, asking=False))
        elif self._session.joining is not None:
            # It counts for her as soon as she is a member.
            self.sounded.emit("scan")
            self._become(replace(self._screen.touched, asking=False, receipt=receipt))
        elif home is not None and home.card_shown:
            self._take_receipt(home.member_id, receipt)
        else:
            self.sounded.emit("scan")
            self._keep_receipt(receipt)

    def _see_poster(self, poster: Poster) -> None:
        """Take a poster for whose card was shown, or keep it until one is."""
        home = self._session.home
        if is_turning(self._session) or self._session.page is KioskPage.ASKING:
            self.sounded.emit("knock")
            self._become(replace(self._session, asking=False))
        elif self._session.joining is not None:
            self.sounded.emit("scan")
            self._become(replace(self._screen.touched, asking=False, poster=poster))
        elif home is not None and home.card_shown:
            self._hunting.show_poster(home.member_id, poster)
        else:
            self.sounded.emit("scan")
            self._keep_poster(poster)

    def _keep_poster(self, poster: Poster) -> None:
        kept = replace(self._session, asking=False, poster=poster)
        self._become(steps.with_problem(kept, Problem(ProblemKind.POSTER_CARD), self._screen.now_ms))

    def _keep_receipt(self, receipt: ReceiptCode) -> None:
        kept = replace(self._session, asking=False, receipt=receipt)
        self._become(steps.with_problem(kept, Problem(ProblemKind.RECEIPT_CARD), self._screen.now_ms))

    def _take_receipt(self, member_id: str, receipt: ReceiptCode) -> None:
        def taken(answer: ReceiptAnswer) -> None:
            if self._session.member_id == member_id:
                self._tell_receipt(answer)

        self._become(replace(self._screen.touched, asking=True, receipt=None))
        self._screen.run(lambda: take_receipt(self._desk, member_id, receipt), taken)

    def _tell_receipt(self, answer: ReceiptAnswer) -> None:
        match answer:
            case ReceiptTaken(turns=turns):
                self.sounded.emit("win" if turns else "scan")
                session = replace(self._session, asking=False)
                self._become(steps.with_receipt_taken(session, answer, self._screen.now_ms))
            case ReceiptKnown():
                self._refuse(Problem(ProblemKind.RECEIPT_KNOWN))
            case ReceiptRefused(reason=reason):
                kind = _BY_RULE.get(reason, ProblemKind.RECEIPT)
                limit = answer.most if kind is ProblemKind.RECEIPT_LIMIT else answer.days
                self._refuse(Problem(kind, limit=limit))
            case _:
                assert_never(answer)

    def _look_for_card(self) -> None:
        """Look whether the centre has found the card that was shown."""
        looking = self._session.looking
        if looking is None or self._hearing or self._session.asking:
            return

        def heard(answer: Identified) -> None:
            self._hearing = False
            if self._session.looking == looking and answer != looking:
                self._take_identified(answer, typed=False)

        def failed(fault: Exception) -> None:
            self._hearing = False
            self._fail(fault)

        # One at a time: the final answer is given once.
        self._hearing = True
        self._lane.run(lambda: self._identify.hear(looking), heard, failed)

    def _greet(self, home: KioskHome) -> None:
        self.sounded.emit("win" if home.finished else "scan")
        zone = self._session.attract.time_zone if self._session.attract else "UTC"
        daytime = steps.daytime_at(self._desk.clock.now().astimezone(ZoneInfo(zone)).hour)
        receipt, poster = self._session.receipt, self._session.poster
        greeted = steps.greeted(self._session, home, daytime, self._screen.now_ms)
        self._become(with_call_kept(self._session, replace(greeted, receipt=receipt, poster=poster)))
        if receipt is not None and home.card_shown:
            if poster is not None:
                # One page tells of one thing: the hunt shows what this counted, and celebrates at her next visit.
                self._hunting.count_poster(home.member_id, poster)
            self._take_receipt(home.member_id, receipt)
        elif receipt is not None:
            self._keep_receipt(receipt)
        elif poster is not None and home.card_shown:
            self._hunting.show_poster(home.member_id, poster)
        elif poster is not None:
            self._keep_poster(poster)

    def _refuse(self, problem: Problem, *, typed: bool = False) -> None:
        self.sounded.emit("knock")
        session = replace(self._session, asking=False)
        if typed and session.page is KioskPage.PAD:
            self._become(replace(session, number_wrong=True, touched_ms=self._screen.now_ms))
            return
        if session.joining is not None and problem.kind in _HARMLESS:
            self._become(session)
            return
        if problem.kind in _NOT_HERS:
            session = replace(session, receipt=None, poster=None)
        if session.home is not None and problem.kind in _NOT_HERS:
            session = steps.ended(session, self._screen.now_ms)
        elif session.home is not None and (is_turning(session) or problem.kind is ProblemKind.TOO_SOON):
            self._become(session)
            return
        self._become(steps.with_problem(session, problem, self._screen.now_ms))

    @Slot()
    def _open_challenges(self) -> None:
        self._open_challenge("")

    @Slot(str)
    def _open_challenge(self, key: str) -> None:
        if self._session.home is not None:
            self._become(steps.with_challenges(self._session, key, self._screen.now_ms))

    @Slot()
    def _celebrated(self) -> None:
        self._become(steps.celebrated(self._session, self._screen.now_ms))

    @Slot()
    def _go_on(self) -> None:
        if self._session.home is None:
            self.done()
        elif self._session.results is not None:
            self._become(steps.after_problem(self._session, self._screen.now_ms))
        else:
            self._go_home()

    @Slot()
    def _go_home(self) -> None:
        before = self._session.home
        if before is None:
            self.done()
            return

        def read(home: KioskHome | None) -> None:
            if self._session.member_id == before.member_id:
                self._become(steps.back_home(replace(self._session, asking=False), home, self._screen.now_ms))

        self._become(replace(self._screen.touched, asking=True))
        self._screen.run(lambda: self._read_home(before), read)

    def _read_home(self, before: KioskHome) -> KioskHome | None:
        return read_home(self._desk, before.member_id, card_shown=before.card_shown)

    @Slot(str)
    def _type(self, digits: str) -> None:
        if not self._session.asking:
            self._become(steps.with_digits(self._session, digits, self._screen.now_ms))

    @Slot()
    def _ask_for_number(self) -> None:
        if not self._session.asking:
            self._ask(self._session.digits, typed=True)

    def _take_attract(self, view: AttractView) -> None:
        arriving, page = view.sync.arriving, self._session.page
        outage = _BY_DISK[view.sync.disk]
        if page in _RESTING:
            # Until the members are here it can't tell a stranger's card from one of theirs.
            shut = outage is not Outage.NONE or (arriving is not None and arriving.first)
            page = KioskPage.SETUP if shut else KioskPage.ATTRACT
        self._become(replace(self._session, page=page, attract=view, outage=outage))

    def _take_home(self, home: KioskHome | None) -> None:
        shown = self._session.home
        if home is not None and shown is not None and home.member_id == shown.member_id:
            self._become(replace(self._session, home=home))

    def _not_ready(self, fault: Exception) -> None:
        if isinstance(fault, DeviceNotReady | Trouble):
            over = steps.ended(self._session, self._screen.now_ms)
            self._become(replace(over, page=KioskPage.SETUP, outage=_outage(fault)))

    def _fail(self, fault: Exception) -> None:
        if isinstance(fault, DeviceNotReady):
            self._not_ready(fault)
            return
        session = replace(self._session, asking=False)
        self._become(steps.with_problem(session, Problem(ProblemKind.DISK), self._screen.now_ms))
        self._lane.run(lambda: read_attract(self._desk), self._take_attract, unheard)

    @Slot()
    def _beat(self) -> None:
        now_ms = self._screen.now_ms
        self._become(after_waiting(self._session, now_ms))
        self._redeeming.look()
        self._helping.look()
        self._look_for_card()
        if self._session.page is KioskPage.ASKING:
            self._redeeming.asking.show(self._session)
        if now_ms - self._refreshed_ms >= REFRESH_MS and self._session.page in _RESTING:
            self.refresh()

    def _become(self, session: Session) -> None:
        now_ms = self._screen.now_ms
        session = replace(session, masked=countdown_seconds(session, now_ms) > 0)
        if session.help is not None and session.page is not KioskPage.HELP:
            session = replace(session, help=None)
        before, self._session = self._session, session
        self._redeeming.left(before, session)
        self._helping.left(before, session)
        gone = before.member_id if before.member_id != session.member_id else None
        if gone is not None:
            self._identify.session_ended(gone)
        props, self._props = self._props, derive_app(session, now_ms)
        # A page that is left keeps its content until it is gone: it must not fall apart before everybody's eyes.
        left = before.page if before.page is not session.page else None
        # Whoever left by the page of questions has left the page behind that too.
        over = before.page is not session.page and session.page in _RESTING
        for page in KioskPage if over or before.member_id != session.member_id else (session.page,):
            if session != before and page is not left:
                self._show_page(page)
        notify_changes(self, props, self._props)
        # The attract page knows nothing about anybody: it may stay as it was till it is shown again.
        if left is not None and left is not KioskPage.ATTRACT:
            self._show_page(left)
        self._turning.look_at_results(before)

    def _show_page(self, page: KioskPage) -> None:
        if page is not KioskPage.SETUP:
            self._pages[page].show(self._session)
        if page in _WITH_CODE:
            self._printing.show(self._session)

    @Property(str, notify=pageChanged)
    def page(self) -> str:
        return self._props.page

    @Property(str, notify=localeChanged)
    def locale(self) -> str:
        return self._props.locale

    @Property(bool, notify=easyChanged)
    def easy(self) -> bool:
        return self._props.easy

    @Property(int, notify=countdownChanged)
    def countdown(self) -> int:
        return self._props.countdown

    @Property(int, notify=countdownTotalChanged)
    def countdownTotal(self) -> int:
        return self._props.countdownTotal

    @Property(bool, notify=askingChanged)
    def asking(self) -> bool:
        return self._props.asking

    @Property(str, notify=outageChanged)
    def outage(self) -> str:
        return self._props.outage

    @Property(int, notify=arrivingChanged)
    def arriving(self) -> int:
        return self._props.arriving

    @Property(bool, notify=helpableChanged)
    def helpable(self) -> bool:
        return self._props.helpable

    @Property(HelpViewModel, constant=True)
    def help(self) -> HelpViewModel:
        return self._helping.page

    @Property(AttractViewModel, constant=True)
    def attract(self) -> AttractViewModel:
        return self._attract

    @Property(HomeViewModel, constant=True)
    def home(self) -> HomeViewModel:
        return self._home

    @Property(WheelViewModel, constant=True)
    def wheel(self) -> WheelViewModel:
        return self._turning.wheel

    @Property(ResultViewModel, constant=True)
    def result(self) -> ResultViewModel:
        return self._turning.result

    @Property(ProblemViewModel, constant=True)
    def problem(self) -> ProblemViewModel:
        return self._problem

    @Property(RewardsViewModel, constant=True)
    def rewards(self) -> RewardsViewModel:
        return self._redeeming.rewards

    @Property(MemberPinViewModel, constant=True)
    def memberPin(self) -> MemberPinViewModel:
        return self._redeeming.pin

    @Property(AskingViewModel, constant=True)
    def question(self) -> AskingViewModel:
        return self._redeeming.asking

    @Property(ReceiptViewModel, constant=True)
    def receipt(self) -> ReceiptViewModel:
        return self._receipt

    @Property(JoinViewModel, constant=True)
    def join(self) -> JoinViewModel:
        return self._joining.pages

    @Property(ChallengesViewModel, constant=True)
    def challenges(self) -> ChallengesViewModel:
        return self._challenges

    @Property(HuntViewModel, constant=True)
    def hunt(self) -> HuntViewModel:
        return self._hunting.page

    @Property(FinishedViewModel, constant=True)
    def finished(self) -> FinishedViewModel:
        return self._finished

    @Property(PrintingViewModel, constant=True)
    def printing(self) -> PrintingViewModel:
        return self._printing

    @Property(NumberPadViewModel, constant=True)
    def pad(self) -> NumberPadViewModel:
        return self._pad


def _outage(fault: DeviceNotReady | Trouble) -> Outage:
    match fault:
        case DeviceRevoked():
            return Outage.REVOKED
        case DeviceMending():
            return Outage.MENDING
        case DeviceNotReady():
            return Outage.NONE
        case Trouble():
            return Outage.DISK_SHUT
