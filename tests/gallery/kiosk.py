"""The kiosk's pages over one evening's fixed data."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow

import shared.demo
from kiosk.viewmodels.app import AppViewModel
from kiosk.viewmodels.joining_steps import Joining, JoinStep
from kiosk.viewmodels.printing import PrinterDesk, code_shown
from kiosk.viewmodels.pulse import Pulse
from kiosk.viewmodels.session import (
    Daytime,
    Help,
    HuntLook,
    HuntNote,
    KioskPage,
    Origin,
    Outage,
    PinEntry,
    PinNote,
    Problem,
    ProblemKind,
    Session,
    Slip,
    SlipState,
    Turning,
    with_results,
)
from kiosk.viewmodels.stay import COUNTDOWN_MS, EASY_FACTOR, QUIET_MS
from shared.application.calls import Called, CallStands
from shared.application.enrol_member import MemberEnrolled
from shared.application.identify import AskingForCard, IdentifyMember
from shared.application.join_member import JoiningForm, joining_view
from shared.application.look_up import LookingUp
from shared.application.ports import LookUp, Sought
from shared.application.read_attract import AttractView
from shared.application.redeem import Asked
from shared.application.showing import as_prize
from shared.application.take_receipt import ReceiptTaken
from shared.application.views import (
    Arriving,
    AwardView,
    CampaignState,
    CampaignTurns,
    CampaignView,
    DrumView,
    ExpiryNotice,
    KioskHome,
    Link,
    RewardsView,
    RewardView,
    SyncState,
    TurnOffer,
    TurnView,
)
from shared.domain.hunts import Spot, missed_step
from shared.domain.joining import JoiningFault
from shared.domain.member import Award
from shared.domain.programme import Programme, Wheel
from shared.domain.progress import Progress, Step
from shared.domain.tiers import TierStanding
from shared.hardware.paper import FolderPrinter
from shared.qt.brand import HOUSE_BRAND
from shared.qt.engine import make_engine
from shared.qt.i18n import Interpreter, Language
from shared.qt.jobs import InlineExecutor, Lane
from shared.qt.sounds import Sounds
from shared.qt.theme import Appearance, Scheme, theme_of
from shared.wire.json import convert
from tests.fakes import StillClock, still_desk
from tests.gallery.pages import Gallery, Shot, View

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
VOUCHER_CODE = "GP-V-" + "0123456789ABCDEFGHJKMNPQRSTVWXYZ" * 4 + "-7K"
PORTRAIT, LANDSCAPE = (1080, 1920), (1920, 1080)
VIEWS = tuple(
    View(width, height, scheme, easy)
    for width, height in (PORTRAIT, LANDSCAPE)
    for scheme, easy in (
        (Scheme.LIGHT, False),
        (Scheme.DARK, False),
        (Scheme.HIGH_CONTRAST, False),
        (Scheme.LIGHT, True),
    )
)


def demo_programme() -> Programme:
    """Read the demo shop's programme."""
    path = Path(shared.demo.__file__).with_name("programme.toml")
    return convert(Programme, tomllib.loads(path.read_text(encoding="utf-8")))


PROGRAMME = demo_programme()
WHEEL: Wheel = PROGRAMME.wheels[0]
HUNT = PROGRAMME.hunts[0].key
FOR_POINTS = replace(WHEEL, tickets=replace(WHEEL.tickets, exchange_points=100))
COUNTS = tuple(
    (prize, count - taken)
    for prize, count, taken in zip(
        WHEEL.prizes, [ball.count for ball in WHEEL.drum], (0, 2, 0, 0, 0, 0, 0, 0, 0, 12), strict=True
    )
)


class KioskStage:
    """The kiosk's window, its view models fed by hand."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._clock = StillClock(NOW)
        desk = still_desk(self._clock)
        lane = Lane("gallery", InlineExecutor())
        lane.close()
        self._printer = PrinterDesk(FolderPrinter(Path(), 72.0), HOUSE_BRAND, lane)
        self._app = AppViewModel(desk, IdentifyMember(desk), lane, Pulse(), lambda: 0.5, "ja")
        self._engine = make_engine()
        theme_of(self._engine).dress(Appearance(scheme=view.scheme, easy=view.easy, reduced_motion=True))
        sounds = self._engine.singletonInstance("shared.qt", "Sounds")
        assert isinstance(sounds, Sounds)
        sounds.mute(muted=True)
        application = QCoreApplication.instance()
        assert application is not None
        self._interpreter = Interpreter(application)
        self._interpreter.serve(self._engine)
        self._locale = "ja"
        self._engine.setInitialProperties({"app": self._app})
        self._engine.loadFromModule("kiosk.ui", "Main")
        (window,) = self._engine.rootObjects()
        assert isinstance(window, QQuickWindow)
        self._window = window
        window.resize(view.width, view.height)
        window.show()

    @property
    def window(self) -> QQuickWindow:
        return self._window

    @property
    def app(self) -> AppViewModel:
        """The view model behind the window."""
        return self._app

    def redress(self, *, easy: bool) -> None:
        """Change the view while a page is shown."""
        theme_of(self._engine).redress(easy=easy)
        QGuiApplication.processEvents()

    def speak(self, locale: str) -> None:
        self._locale = locale
        self._interpreter.speak(Language(locale))

    def show(self, session: Session, quiet_ms: int = 0, *, prints: bool = False) -> None:
        """Show a session, untouched for `quiet_ms`, or for that much longer as the easy view is patient."""
        self._app.print_with(self._printer if prints else None)
        now_ms = self._clock.monotonic_ms()
        # A page is made anew, as it is when a shopper comes to it.
        self._app.show(Session(locale=self._locale, default_locale=self._locale, attract=ATTRACT, touched_ms=now_ms))
        QGuiApplication.processEvents()
        shown = replace(session, locale=self._locale, default_locale=self._locale, easy=self._view.easy)
        self._app.show(replace(shown, touched_ms=now_ms - quiet_ms * (EASY_FACTOR if self._view.easy else 1)))

    def close(self) -> None:
        self._interpreter.speak(Language.ENGLISH)
        self._interpreter.dismiss(self._engine)
        self._window.close()
        self._engine.deleteLater()
        QCoreApplication.sendPostedEvents(self._engine, QEvent.Type.DeferredDelete)


def award(prize: str, number: int = 1) -> AwardView:
    """Return a prize won this evening."""
    won = WHEEL.prize(prize)
    goods = not won.points
    return AwardView(
        Award(
            f"award-{number}", WHEEL.key, prize, NOW, "ginza", f"ticket-{number}",
            voucher_id=f"voucher-{number}" if goods else None,
            voucher_code=VOUCHER_CODE if goods else None,
            collect_until=date(2026, 12, 20) if goods else None,
        ),
        won,
        PROGRAMME.stores[0].counter,
    )  # fmt: skip


def home(turns: int, elsewhere: tuple[tuple[str, int], ...] = (), *waiting: AwardView) -> KioskHome:
    """Return Momo's figures."""
    _, bamboo, pine = PROGRAMME.tiers
    return KioskHome(
        member_id="momo",
        card_shown=True,
        number="482619537012",
        nickname="もも",
        locale="ja",
        balance_points=1240,
        pending_points=0,
        debt_points=0,
        expiry=ExpiryNotice(180, date(2026, 12, 31), this_year=True),
        standing=TierStanding(bamboo, 1240, pine, 260),
        turns=(CampaignTurns(WHEEL, turns, elsewhere),),
        waiting=waiting,
        unseen=(),
    )


def two_draws(turns: int, free_turns: int, *waiting: AwardView) -> KioskHome:
    """Return Momo's figures with turns in the year's draw and in the one for visits."""
    member = home(turns, (), *waiting)
    return replace(member, turns=(*member.turns, CampaignTurns(PROGRAMME.wheels[1], free_turns)))


def challenges(
    *figures: int, badges: int = 0, states: tuple[CampaignState, ...] = (CampaignState.OPEN,) * 3
) -> tuple[CampaignView, ...]:
    """Return the demo's challenges, so far done each."""
    return tuple(
        CampaignView(
            campaign,
            campaign.reached(tuple(Step(str(at), str(at), NOW.date()) for at in range(figure)), NOW.date()),
            state,
            date(2026, 11, 30),
            badges=badges if number == 0 else int(state is not CampaignState.OPEN),
            draw=PROGRAMME.wheels[1].name if campaign.brings.draw else None,
        )
        for number, (campaign, figure, state) in enumerate(zip(PROGRAMME.challenges, figures, states, strict=True))
    )


def hunt(
    *found: str, misses: int = 0, state: CampaignState = CampaignState.OPEN, spots: int = 3, ordered: bool = False
) -> CampaignView:
    """Return the demo's hunt with these spots found, or one with more spots."""
    own = PROGRAMME.hunts[0]
    more = tuple(Spot(f"spot-{n}", own.spots[0].name, own.spots[n % 3].hint) for n in range(3, spots))
    campaign = replace(own, spots=(*own.spots, *more), ordered=ordered)
    steps = [Step(key, f"spot:{key}", NOW.date()) for key in found]
    steps += [missed_step(str(number), NOW.date()) for number in range(misses)]
    progress = Progress(campaign.key, tuple(steps))
    reached = campaign.reached(tuple(steps), NOW.date())
    return CampaignView(campaign, reached, state, date(2026, 11, 30), progress=progress)


def drum(turns: int) -> DrumView:
    """Return the drum as it stands this evening."""
    return DrumView(WHEEL, "drum-1", 1, "", COUNTS, sum(count for _, count in COUNTS), turns)


def turn(prize: str, turns_left: int, number: int = 1) -> TurnView:
    """Return a recorded turn and the drum after it."""
    counts = tuple((each, left - (each.key == prize)) for each, left in COUNTS)
    after = replace(drum(turns_left), counts=counts, balls_left=sum(left for _, left in counts))
    return TurnView(award(prize, number), after, 1240)


_JOINING = joining_view(replace(PROGRAMME, welcome_points=50, centre_key="key"), WHEEL, date(2026, 11, 22))
assert _JOINING is not None
JOINING = _JOINING
ATTRACT = AttractView(
    PROGRAMME.name,
    PROGRAMME.time_zone,
    WHEEL,
    COUNTS,
    986,
    SyncState(Link.ONLINE, NOW, waiting=0, held=0),
    receipts=True,
    joining=JOINING,
    help=PROGRAMME.help,
    counter=PROGRAMME.stores[0].counter,
)
OFFLINE = replace(ATTRACT, sync=SyncState(Link.OFFLINE, datetime(2026, 11, 22, 8, 5, tzinfo=UTC), waiting=3, held=0))
FILLING = replace(ATTRACT, sync=replace(ATTRACT.sync, arriving=Arriving(0.62, 48_200, first=True)))
BASE = Session(attract=ATTRACT, daytime=Daytime.EVENING)
VISIT = replace(BASE, page=KioskPage.HOME, home=home(2, (), award("tea-cup")))
AT_WHEEL = replace(VISIT, page=KioskPage.WHEEL, drum=drum(2))


def _show(session: Session, quiet_ms: int = 0) -> Callable[[KioskStage], None]:
    return lambda stage: stage.show(session, quiet_ms)


def _slips(page: str, name: str, session: Session) -> tuple[Shot[KioskStage], ...]:
    """Show a page at a kiosk that has a printer: before, while and after it prints, and where it can't."""

    def show(state: SlipState | None) -> Callable[[KioskStage], None]:
        slip = Slip(code_shown(session), state) if state is not None else None
        return lambda stage: stage.show(replace(session, slip=slip), prints=True)

    return tuple(Shot(page, f"{name}-{state or 'print'}", show(state)) for state in (None, *SlipState))


def _help(*, searching: bool = False, typed: str = "", call: CallStands | None = None) -> Session:
    shown = Help(KioskPage.HOME, searching=searching, typed=typed, call=call)
    return replace(VISIT, page=KioskPage.HELP, help=shown)


def _answer(stage: KioskStage) -> None:
    """Show the answer to a question."""
    stage.show(_help())
    _tap(stage, "faq-0")


def _asking_long(stage: KioskStage) -> None:
    """Show an answer that is late: a picture does not wait until it is."""
    stage.show(replace(BASE, asking=True))
    sign = stage.window.findChild(QQuickItem, "sign")
    assert sign is not None
    sign.setProperty("late", True)


def _results(origin: Origin, *prizes: str, turns_left: int = 0) -> Session:
    behind = replace(VISIT, drum=drum(turns_left), home=home(turns_left))
    return with_results(behind, origin, tuple(award(prize, number) for number, prize in enumerate(prizes)))


def _reward(key: str) -> AwardView:
    reward = PROGRAMME.reward(key)
    assert reward is not None
    got = Award(
        "redeemed", "", key, NOW, "ginza", "",
        voucher_id="voucher", voucher_code=VOUCHER_CODE, collect_until=date(2026, 12, 22),
    )  # fmt: skip
    return AwardView(got, as_prize(reward), PROGRAMME.stores[0].counter, reward.picture)


def _rewards(points: int, *turns: TurnOffer, online: bool = True) -> Session:
    """Show what so many points can become."""
    gaps = ((each, max(each.points - points, 0)) for each in PROGRAMME.rewards)
    views = tuple(RewardView(each, gap, each.points > PROGRAMME.pin_above_points) for each, gap in gaps)
    shown = RewardsView((*turns, *views), points, has_pin=True, online=online)
    return replace(VISIT, page=KioskPage.REWARDS, rewards=shown)


def _coming(shown: KioskHome) -> KioskHome:
    """Let all turns that are elsewhere be asked for."""
    turns = (replace(each, coming=sum(count for _, count in each.elsewhere)) for each in shown.turns)
    return replace(shown, turns=tuple(turns))


def _problem(kind: ProblemKind, place: str = "", *, in_session: bool = False) -> Session:
    behind = VISIT if in_session else BASE
    limit = 3 if kind is ProblemKind.RECEIPT_LIMIT else 7
    said = {
        ProblemKind.SPOT_EARLY: PROGRAMME.hunts[0].spots[0].hint,
        ProblemKind.POSTER_ELSEWHERE: PROGRAMME.stores[1].name,
    }.get(kind)
    problem = Problem(kind, place, wait_ms=3000, limit=limit, said=said)
    return replace(behind, page=KioskPage.PROBLEM, problem=problem)


def _join(step: JoinStep, fault: JoiningFault | None = None, *, child: bool = False, **typed: object) -> Session:
    """Show somebody who joins, at a question."""
    form = replace(JoiningForm(birthday="20120503" if child else "19900503"), **typed)  # type: ignore[arg-type]
    return replace(BASE, page=KioskPage.JOIN, joining=Joining(JOINING, step, form, fault))


def _pad(session: Session, pad: str, name: str, value: str) -> Callable[[KioskStage], None]:
    """Show a pad with one of its own sides up."""

    def show(stage: KioskStage) -> None:
        stage.show(session)
        QGuiApplication.processEvents()
        waiting = [stage.window.contentItem()]
        while waiting:
            item = waiting.pop()
            waiting += item.childItems()
            if item.objectName() == pad:
                item.setProperty(name, value)

    return show


def _challenges(*views: CampaignView, key: str = "") -> Session:
    """Show challenges, or one of them."""
    return replace(VISIT, page=KioskPage.CHALLENGES, home=replace(home(2), campaigns=views), challenge=key)


def _hunt(view: CampaignView, look: HuntLook | None = None) -> Session:
    """Show a hunt."""
    look = look or HuntLook(view.campaign.key)
    return replace(VISIT, page=KioskPage.HUNT, home=replace(home(2), campaigns=(view,)), hunt=look)


def _finished(at: int, state: CampaignState, *more: str, badges: int = 1) -> Session:
    """Celebrate a challenge of the demo's."""
    states = tuple(state if place == at else CampaignState.OPEN for place in range(3))
    views = challenges(3, 3, 1, badges=badges, states=states)
    celebrating = (views[at].campaign.key, *more)
    return replace(VISIT, page=KioskPage.FINISHED, home=replace(home(2), campaigns=views), celebrating=celebrating)


def _reading(stage: KioskStage) -> None:
    """Show the words of what she may agree to."""
    stage.show(_join(JoinStep.CONSENTS))
    _tap(stage, "read-rules")


def _tap(stage: KioskStage, name: str) -> None:
    """Tap a button by its name."""
    QGuiApplication.processEvents()
    waiting = [stage.window.contentItem()]
    while waiting:
        item = waiting.pop()
        waiting += item.childItems()
        if item.objectName() == name:
            item.metaObject().invokeMethod(item, "click")


def _receipt(turns: int, points: int | None, *, capped: bool = False, usable: int = 2) -> Session:
    """Show what a receipt brought."""
    taken = ReceiptTaken(replace(home(usable), pending_points=points or 0), turns, points, capped=capped)
    return replace(VISIT, page=KioskPage.RECEIPT, home=taken.home, taken=taken)


NEW_CARD = replace(
    _join(JoinStep.CONSENTS),
    page=KioskPage.CARD,
    joining=Joining(JOINING, card=MemberEnrolled("momo", "123456789015", "もも", "GP-M-0123456789ABCDEFGHJKMNPQRS-7K")),
)
_IN_SESSION = frozenset(
    {
        *(ProblemKind.WHEEL_RESTS, ProblemKind.NO_TURNS, ProblemKind.ELSEWHERE, ProblemKind.ENDED, ProblemKind.DISK),
        *(ProblemKind.AWAY, ProblemKind.TOO_SLOW, ProblemKind.NOT_ENOUGH, ProblemKind.PIN_LOCKED),
        *(ProblemKind.REWARD_GONE, ProblemKind.RECEIPT_KNOWN, ProblemKind.RECEIPT_OLD, ProblemKind.RECEIPT_TO_COME),
        *(ProblemKind.RECEIPT_LIMIT, ProblemKind.SPOT_EARLY, ProblemKind.SYMBOLS_GONE, ProblemKind.HUNT_OVER),
    }
)

SHOTS: tuple[Shot[KioskStage], ...] = (
    Shot("setup", "waiting", _show(replace(BASE, page=KioskPage.SETUP, attract=None))),
    Shot("setup", "members-arriving", _show(replace(BASE, page=KioskPage.SETUP, attract=FILLING))),
    *(
        Shot("setup", name, _show(replace(BASE, page=KioskPage.SETUP, attract=None, outage=outage)))
        for name, outage in (
            ("shut-out", Outage.REVOKED),
            ("mending", Outage.MENDING),
            ("disk-full", Outage.DISK_FULL),
            ("disk-shut", Outage.DISK_SHUT),
        )
    ),
    Shot("attract", "open", _show(BASE)),
    Shot("attract", "offline", _show(replace(BASE, attract=OFFLINE))),
    Shot("attract", "asking", _asking_long),
    Shot("attract", "no-campaign", _show(replace(BASE, attract=replace(ATTRACT, wheel=None, counts=())))),
    Shot("pad", "empty", _show(replace(BASE, page=KioskPage.PAD))),
    Shot("pad", "wrong", _show(replace(BASE, page=KioskPage.PAD, digits="482619537012", number_wrong=True))),
    Shot("home", "turns", _show(VISIT)),
    Shot("home", "countdown", _show(VISIT, QUIET_MS + COUNTDOWN_MS // 2)),
    Shot("home", "offline", _show(replace(VISIT, attract=OFFLINE))),
    Shot("home", "number-only", _show(replace(VISIT, home=replace(home(0), card_shown=False)))),
    Shot("home", "no-turns", _show(replace(VISIT, home=replace(home(0), pending_points=36, debt_points=12)))),
    Shot("home", "elsewhere", _show(replace(VISIT, home=home(0, (("2F エレベーター前", 2),))))),
    Shot("home", "coming", _show(replace(VISIT, home=_coming(home(0, (("2F エレベーター前", 2),)))))),
    Shot("home", "two-draws", _show(replace(VISIT, home=two_draws(2, 1, award("tea-cup"))))),
    Shot("home", "other-draw", _show(replace(VISIT, home=two_draws(0, 1)))),
    Shot("home", "two-draws-many", _show(replace(VISIT, home=two_draws(
        1, 2, *(award(prize) for prize in ("tea-cup", "coupon-500", "soap", "incense"))
    )))),
    Shot("home", "many", _show(replace(VISIT, home=replace(
        home(5, (), *(award(prize) for prize in ("tea-cup", "coupon-500", "soap", "incense"))),
        nickname="Maximilienne", balance_points=12_345_678,
    )))),
    Shot("home", "rewards", _show(replace(VISIT, home=replace(home(2, (), award("tea-cup")), rewards_from=150)))),
    Shot("rewards", "some", _show(_rewards(1_240))),
    Shot("rewards", "none", _show(_rewards(40))),
    Shot("rewards", "offline", _show(_rewards(1_240, online=False))),
    Shot("rewards", "turn", _show(_rewards(1_240, TurnOffer(FOR_POINTS, 0, needs_pin=False)))),
    Shot("rewards", "turn-too-dear", _show(_rewards(40, TurnOffer(FOR_POINTS, 60, needs_pin=False)))),
    Shot("pin", "enter", _show(replace(_rewards(1_240), page=KioskPage.PIN, pin=PinEntry(
        choosing=False, digits="12"
    )))),
    Shot("pin", "choose", _show(replace(_rewards(1_240), page=KioskPage.PIN, pin=PinEntry(choosing=True)))),
    Shot("pin", "repeat", _show(replace(_rewards(1_240), page=KioskPage.PIN, pin=PinEntry(
        choosing=True, first="1234", digits="123"
    )))),
    Shot("pin", "differs", _show(replace(_rewards(1_240), page=KioskPage.PIN, pin=PinEntry(
        choosing=True, note=PinNote.DIFFERS
    )))),
    Shot("pin", "wrong", _show(replace(_rewards(1_240), page=KioskPage.PIN, pin=PinEntry(
        choosing=False, note=PinNote.WRONG, left=3
    )))),
    Shot("asking", "half", _show(replace(_rewards(1_240), page=KioskPage.ASKING, wanted="plant", asked=Asked(
        "momo", "question", "plant", 1_000_000 + 1_000
    )))),
    Shot("asking", "card", _show(replace(BASE, page=KioskPage.ASKING, looking=AskingForCard(LookingUp(
        LookUp("question", Sought.CARD, ""), 1_000_000 + 1_000
    ))))),
    Shot("result", "redeemed", _show(with_results(VISIT, Origin.REDEEMED, (_reward("plant"),)))),
    Shot("result", "reward-waiting", _show(with_results(VISIT, Origin.WAITING, (_reward("coffee"),)))),
    Shot("home", "challenge", _show(replace(VISIT, home=replace(
        home(2, (), award("tea-cup")), rewards_from=150, campaigns=challenges(2, 1, 0)
    )))),
    Shot("home", "challenge-alone", _show(replace(VISIT, home=replace(home(0), campaigns=challenges(2, 1, 0))))),
    Shot("home", "challenges-done", _show(replace(VISIT, home=replace(
        home(1), campaigns=challenges(3, 3, 1, states=(CampaignState.GIVEN,) * 3)
    )))),
    Shot("challenges", "some", _show(_challenges(*challenges(2, 1, 0, badges=1)))),
    Shot("challenges", "countdown", _show(_challenges(*challenges(2, 1, 0, badges=1)), QUIET_MS + COUNTDOWN_MS // 2)),
    Shot("challenges", "done", _show(_challenges(*challenges(3, 3, 1, badges=4, states=(
        CampaignState.GIVEN, CampaignState.COMING, CampaignState.MISSED
    ))))),
    Shot("challenges", "one", _show(_challenges(*challenges(2, 1, 0), key="departments"))),
    Shot("challenges", "hunt", _show(_challenges(*challenges(2, 1, 0), hunt("tea"), key=HUNT))),
    Shot("hunt", "begun", _show(_hunt(hunt()))),
    Shot("hunt", "found", _show(_hunt(hunt("tea"), HuntLook(HUNT, "", HuntNote.FOUND, "tea")))),
    Shot("hunt", "known", _show(_hunt(hunt("tea"), HuntLook(HUNT, "", HuntNote.KNOWN, "tea")))),
    Shot("hunt", "ordered", _show(_hunt(hunt("tea", spots=8, ordered=True)))),
    Shot("hunt", "symbol", _show(_hunt(hunt("tea"), HuntLook(HUNT, "window")))),
    Shot("hunt", "symbol-wrong", _show(_hunt(hunt("tea", misses=1), HuntLook(HUNT, "window", HuntNote.WRONG)))),
    Shot("hunt", "codes", _show(_hunt(hunt("tea", misses=3), HuntLook(HUNT, "", HuntNote.CODES)))),
    Shot("hunt", "countdown", _show(_hunt(hunt("tea", "window")), QUIET_MS + COUNTDOWN_MS // 2)),
    Shot("hunt", "done", _show(_hunt(hunt("tea", "window", "stairs", state=CampaignState.GIVEN)))),
    Shot("challenges", "one-done", _show(_challenges(*challenges(
        3, 1, 0, states=(CampaignState.COMING, CampaignState.OPEN, CampaignState.OPEN)
    ), key="visits"))),
    Shot("finished", "points", _show(_finished(0, CampaignState.GIVEN, "departments", badges=3))),
    Shot("finished", "turn", _show(_finished(1, CampaignState.GIVEN))),
    Shot("finished", "coming", _show(replace(_finished(0, CampaignState.COMING), attract=OFFLINE))),
    Shot("finished", "missed", _show(_finished(2, CampaignState.MISSED))),
    Shot("receipt", "turns", _show(_receipt(2, 60))),
    Shot("receipt", "capped", _show(_receipt(1, 140, capped=True))),
    Shot("receipt", "no-amount", _show(_receipt(1, None))),
    Shot("receipt", "points", _show(_receipt(0, 25, capped=True, usable=0))),
    Shot("receipt", "counted", _show(_receipt(0, 0, usable=0))),
    Shot("join", "welcome", _show(_join(JoinStep.WELCOME))),
    Shot("join", "nickname", _show(_join(JoinStep.NICKNAME, nickname="もも"))),
    Shot("join", "nickname-row", _pad(_join(JoinStep.NICKNAME), "kana-pad", "row", "た")),
    Shot("join", "nickname-wrong", _show(_join(JoinStep.NICKNAME, JoiningFault.NICKNAME))),
    Shot("join", "phone", _show(_join(JoinStep.PHONE))),
    Shot("join", "phone-wrong", _show(_join(JoinStep.PHONE, JoiningFault.PHONE, phone="0901234567"))),
    Shot("join", "countdown", _show(_join(JoinStep.PHONE, phone="09012345678"), QUIET_MS + COUNTDOWN_MS // 2)),
    Shot("join", "birthday", _show(_join(JoinStep.BIRTHDAY, birthday="199005"))),
    Shot("join", "too-young", _show(_join(JoinStep.BIRTHDAY, JoiningFault.TOO_YOUNG, birthday="20190503"))),
    Shot("join", "guardian", _show(_join(JoinStep.GUARDIAN, child=True))),
    Shot("join", "email", _show(_join(JoinStep.EMAIL, email="momo.yamada"))),
    Shot("join", "email-domains", _pad(_join(JoinStep.EMAIL, email="momo@"), "email-pad", "side", "domains")),
    Shot("join", "email-digits", _pad(_join(JoinStep.EMAIL, email="m"), "email-pad", "side", "digits")),
    Shot("join", "email-wrong", _show(_join(
        JoinStep.EMAIL, JoiningFault.EMAIL, email="momoko.yamada.1990@mail.example"
    ))),
    Shot("join", "consents", _show(_join(JoinStep.CONSENTS, consents=frozenset({"rules", "ranking"})))),
    Shot("join", "consent-missing", _show(_join(JoinStep.CONSENTS, JoiningFault.CONSENT))),
    Shot("join", "reading", _reading),
    *_slips("result", "slip", _results(Origin.TURNS, "hand-towel")),
    *_slips("card", "slip", NEW_CARD),
    Shot("card", "new", _show(NEW_CARD)),
    Shot("wheel", "before", _show(AT_WHEEL)),
    Shot("wheel", "one", _show(replace(AT_WHEEL, drum=drum(1)))),
    Shot("wheel", "all", _show(replace(AT_WHEEL, drum=drum(4), all_turns=True))),
    Shot("wheel", "after", _show(replace(AT_WHEEL, turning=Turning((turn("tea-cup", 1),), 2, 0.4, fallen=1)))),
    Shot("help", "questions", _show(_help())),
    Shot("help", "offline", _show(replace(_help(), home=None, attract=OFFLINE))),
    Shot("help", "answer", _answer),
    Shot("help", "search", _show(_help(searching=True, typed="なくし"))),
    Shot("help", "nothing", _show(_help(searching=True, typed="ほんじつのてんき"))),
    *(
        Shot("help", state.value, _show(_help(call=CallStands(state, "佐藤" if state is Called.COMING else ""))))
        for state in (Called.RINGING, Called.COMING, Called.UNANSWERED, Called.AWAY)
    ),
    Shot("result", "bell-answered", _show(replace(
        _results(Origin.TURNS, "rice-cooker", turns_left=1), bell=CallStands(Called.COMING, "長谷川原")))),
    Shot("result", "top", _show(_results(Origin.TURNS, "rice-cooker", turns_left=1))),
    Shot("result", "prize", _show(_results(Origin.TURNS, "hand-towel"))),
    Shot("result", "coupon", _show(_results(Origin.TURNS, "coupon-500", turns_left=3))),
    Shot("result", "points", _show(_results(Origin.TURNS, "points-10", turns_left=1))),
    Shot("result", "several", _show(_results(Origin.TURNS, "points-10", "soap", "tote-bag", "points-100"))),
    Shot("result", "last-visit", _show(_results(Origin.LAST_VISIT, "chopsticks", turns_left=1))),
    Shot("result", "waiting", _show(_results(Origin.WAITING, "tea-cup", turns_left=1))),
    *(
        Shot("problem", kind.value.replace("_", "-"), _show(_problem(
            kind, "2F エレベーター前" if kind is ProblemKind.ELSEWHERE else "", in_session=kind in _IN_SESSION
        )))
        for kind in ProblemKind
    ),
)  # fmt: skip

GALLERY: Gallery[KioskStage] = Gallery("kiosk", VIEWS, SHOTS, KioskStage)
