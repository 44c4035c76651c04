"""Everything that a kiosk's screen shows, as one frozen value, and the steps from one such value to the next."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from kiosk.viewmodels.joining_steps import Joining
from shared.application.calls import CallStands
from shared.application.identify import AskingForCard
from shared.application.posters import Poster
from shared.application.read_attract import AttractView
from shared.application.redeem import Asked
from shared.application.take_receipt import ReceiptTaken
from shared.application.views import AwardView, CampaignTurns, DrumView, KioskHome, RewardsView, TurnView
from shared.domain.codes import MEMBER_NUMBER_DIGITS
from shared.domain.pins import MEMBER_PIN_DIGITS
from shared.domain.programme import PrizeKind
from shared.domain.receipts import ReceiptCode
from shared.domain.text import Text

LOCALES: Final = ("ja", "en")


class KioskPage(StrEnum):
    """What the screen shows."""

    SETUP = "setup"
    ATTRACT = "attract"
    PAD = "pad"
    HOME = "home"
    WHEEL = "wheel"
    RESULT = "result"
    PROBLEM = "problem"
    REWARDS = "rewards"
    PIN = "pin"
    ASKING = "asking"
    RECEIPT = "receipt"
    JOIN = "join"
    CARD = "card"
    CHALLENGES = "challenges"
    FINISHED = "finished"
    HUNT = "hunt"
    HELP = "help"


class Outage(StrEnum):
    """Why this kiosk can do nothing for anybody just now; each has its own sentence in QML."""

    NONE = ""
    REVOKED = "revoked"
    MENDING = "mending"
    DISK_FULL = "disk_full"
    DISK_SHUT = "disk_shut"


class Daytime(StrEnum):
    """Which greeting is polite."""

    MORNING = "morning"
    DAY = "day"
    EVENING = "evening"


class ProblemKind(StrEnum):
    """Why it did not go on as hoped; each has its own sentence in QML."""

    UNKNOWN = "unknown"
    FOREIGN = "foreign"
    DAMAGED = "damaged"
    BLOCKED = "blocked"
    REPLACED = "replaced"
    TOO_SOON = "too_soon"
    RECEIPT = "receipt"
    RECEIPT_CARD = "receipt_card"
    RECEIPT_KNOWN = "receipt_known"
    RECEIPT_OLD = "receipt_old"
    RECEIPT_TO_COME = "receipt_to_come"
    RECEIPT_LIMIT = "receipt_limit"
    RECEIPT_ELSEWHERE = "receipt_elsewhere"
    VOUCHER = "voucher"
    BADGE = "badge"
    WHEEL_RESTS = "wheel_rests"
    NO_TURNS = "no_turns"
    ELSEWHERE = "elsewhere"
    ENDED = "ended"
    DISK = "disk"
    AWAY = "away"
    TOO_SLOW = "too_slow"
    NOT_ENOUGH = "not_enough"
    PIN_LOCKED = "pin_locked"
    REWARD_GONE = "reward_gone"
    NOTED = "noted"
    JOIN_AT_COUNTER = "join_at_counter"
    POSTER_CARD = "poster_card"
    POSTER_UNKNOWN = "poster_unknown"
    POSTER_OVER = "poster_over"
    POSTER_ELSEWHERE = "poster_elsewhere"
    SPOT_EARLY = "spot_early"
    SYMBOLS_GONE = "symbols_gone"
    HUNT_OVER = "hunt_over"


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem page; `place` names the device that can help, `wait_ms` how long to wait, `limit` what is allowed.

    `said` is what the programme says of it, in place of `place`.
    """

    kind: ProblemKind
    place: str = ""
    wait_ms: int = 0
    limit: int = 0
    said: Text | None = None


class HuntNote(StrEnum):
    """What has just happened in a hunt; each has its own sentence in QML."""

    NONE = ""
    FOUND = "found"
    KNOWN = "known"
    WRONG = "wrong"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class HuntLook:
    """A hunt that is looked at: the spot whose symbol is `asked` for, and what has just happened at which spot."""

    key: str
    asked: str = ""
    note: HuntNote = HuntNote.NONE
    noted: str = ""


class Origin(StrEnum):
    """Why the result page shows what it shows."""

    TURNS = "turns"
    LAST_VISIT = "last_visit"
    WAITING = "waiting"
    REDEEMED = "redeemed"


@dataclass(frozen=True, slots=True)
class Results:
    """Awards to look at, one step after the other; points that came together are one step."""

    origin: Origin
    steps: tuple[tuple[AwardView, ...], ...]
    at: int = 0


class PinNote(StrEnum):
    """What to say above the pad; each has its own sentence in QML."""

    NONE = ""
    DIFFERS = "differs"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class PinEntry:
    """A PIN as it is typed: once where she has one, twice alike where she chooses it.

    `left` counts the tries after a wrong one.
    """

    choosing: bool
    digits: str = field(default="", repr=False)
    first: str = field(default="", repr=False)
    note: PinNote = PinNote.NONE
    left: int = 0


class SlipState(StrEnum):
    """How far a slip is that somebody wanted on paper."""

    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Slip:
    """The slip with a code that is printed, or was."""

    code: str = field(repr=False)
    state: SlipState = SlipState.PRINTING


@dataclass(frozen=True, slots=True)
class Turning:
    """Turns that are recorded and now shown: balls fall one by one, `fallen` so far."""

    turns: tuple[TurnView, ...]
    facet: int
    place: float
    fallen: int = 0


@dataclass(frozen=True, slots=True)
class Help:
    """The page of questions and answers: where it was opened, what is sought, and the call for staff, if there is one.

    `call_id` is "" while the call is being made.
    """

    opened_from: KioskPage
    searching: bool = False
    typed: str = ""
    call_id: str = ""
    call: CallStands | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """What the screen shows now; `touched_ms` is when somebody last did something, on the monotonic clock.

    `recording` says that turns are asked for and not yet recorded: nothing moves before they are. `all_turns` is the
    wish to use every ticket at once. `gained_points` is what the last turns added to the figure on the home page.
    `receipt` or `poster` was shown before a card and waits for one; `taken` is what the latest receipt brought.
    `joining` is how far somebody is who joins. `challenge` or `hunt` is the one that is looked at, `celebrating` those
    that are finished and not looked at yet. While `masked`, figures and names are drawn as dots: whoever comes next
    shall not read them. `bell` is how the call stands that a prize has made.
    """

    page: KioskPage = KioskPage.ATTRACT
    locale: str = "ja"
    default_locale: str = "ja"
    locale_chosen: bool = False
    easy: bool = False
    touched_ms: int = 0
    asking: bool = False
    attract: AttractView | None = None
    home: KioskHome | None = None
    daytime: Daytime = Daytime.DAY
    drum: DrumView | None = None
    all_turns: bool = False
    recording: bool = False
    turning: Turning | None = None
    results: Results | None = None
    problem: Problem | None = None
    digits: str = ""
    number_wrong: bool = False
    gained_points: int = 0
    rewards: RewardsView | None = None
    wanted: str = ""
    pin: PinEntry | None = None
    asked: Asked | None = None
    looking: AskingForCard | None = None
    receipt: ReceiptCode | None = None
    taken: ReceiptTaken | None = None
    joining: Joining | None = None
    challenge: str = ""
    celebrating: tuple[str, ...] = ()
    poster: Poster | None = None
    hunt: HuntLook | None = None
    outage: Outage = Outage.NONE
    masked: bool = False
    slip: Slip | None = None
    help: Help | None = None
    bell: CallStands | None = None

    @property
    def member_id(self) -> str | None:
        """Whose session it is, if anybody's."""
        return self.home.member_id if self.home else None


def touched(session: Session, now_ms: int) -> Session:
    """Note that somebody is there."""
    return replace(session, touched_ms=now_ms)


def ended(session: Session, now_ms: int) -> Session:
    """Return to the attract page; nothing of the visit is left, the language and the view are the usual ones."""
    return Session(
        page=KioskPage.SETUP if session.outage or session.page is KioskPage.SETUP else KioskPage.ATTRACT,
        locale=session.default_locale,
        default_locale=session.default_locale,
        touched_ms=now_ms,
        attract=session.attract,
        outage=session.outage,
    )


def greeted(session: Session, home: KioskHome, daytime: Daytime, now_ms: int) -> Session:
    """Open a member's session, or go on with it if it is hers already; prizes that she never saw come first."""
    hers = session.member_id == home.member_id
    less = session.home is None or (home.card_shown and not session.home.card_shown)
    if hers and session.page is not KioskPage.PROBLEM and not less:
        return replace(session, asking=False, touched_ms=now_ms)
    # What a visitor chose before she showed her card is hers too; what the member before her chose is not.
    chosen = session.locale_chosen and (hers or session.home is None)
    wanted = session.locale if chosen else home.locale
    opened = Session(
        page=KioskPage.HOME,
        locale=wanted if wanted in LOCALES else session.default_locale,
        default_locale=session.default_locale,
        locale_chosen=chosen,
        easy=session.easy and (hers or session.home is None),
        touched_ms=now_ms,
        attract=session.attract,
        home=home,
        daytime=daytime,
    )
    if home.unseen:
        return with_results(replace(opened, celebrating=home.finished), Origin.LAST_VISIT, home.unseen)
    return replace(opened, page=KioskPage.FINISHED, celebrating=home.finished) if home.finished else opened


def daytime_at(hour: int) -> Daytime:
    """Return the greeting of an hour of the day, 0 to 23."""
    if 5 <= hour < 11:  # noqa: PLR2004  when おはようございます is said
        return Daytime.MORNING
    return Daytime.DAY if 11 <= hour < 17 else Daytime.EVENING  # noqa: PLR2004


def back_home(session: Session, home: KioskHome | None, now_ms: int) -> Session:
    """Show the home page with fresh figures, after what is to be celebrated; without a member the attract page."""
    if home is None or session.home is None:
        return ended(session, now_ms)
    return replace(
        session,
        page=KioskPage.FINISHED if session.celebrating else KioskPage.HOME,
        home=home,
        challenge="",
        hunt=None,
        drum=None,
        turning=None,
        results=None,
        problem=None,
        recording=False,
        rewards=None,
        wanted="",
        pin=None,
        asked=None,
        slip=None,
        touched_ms=now_ms,
        gained_points=max(home.balance_points - session.home.balance_points, 0),
    )


def with_problem(session: Session, problem: Problem, now_ms: int) -> Session:
    """Show a problem; what stood behind it goes on afterwards."""
    return replace(
        session,
        page=KioskPage.PROBLEM,
        problem=problem,
        hunt=None,
        turning=None,
        recording=False,
        digits="",
        number_wrong=False,
        pin=None,
        asked=None,
        looking=None,
        joining=None,
        touched_ms=now_ms,
    )


def with_receipt_taken(session: Session, taken: ReceiptTaken, now_ms: int) -> Session:
    """Show what a receipt brought; results that were being looked at stay behind it."""
    return replace(
        session,
        page=KioskPage.RECEIPT,
        home=taken.home,
        taken=taken,
        receipt=None,
        drum=None,
        turning=None,
        recording=False,
        problem=None,
        pin=None,
        asked=None,
        touched_ms=now_ms,
    )


def after_problem(session: Session, now_ms: int) -> Session:
    """Go back to results that were being looked at."""
    return replace(session, page=KioskPage.RESULT, problem=None, touched_ms=now_ms)


def with_challenges(session: Session, key: str, now_ms: int) -> Session:
    """Show the challenges, or one of them."""
    page = KioskPage.CHALLENGES
    return replace(session, page=page, challenge=key, hunt=None, problem=None, touched_ms=now_ms)


def with_hunt(session: Session, look: HuntLook, now_ms: int) -> Session:
    """Show a hunt; results that were being looked at stay behind it."""
    return replace(
        session,
        page=KioskPage.HUNT,
        hunt=look,
        poster=None,
        drum=None,
        turning=None,
        recording=False,
        problem=None,
        pin=None,
        asked=None,
        touched_ms=now_ms,
    )


def with_finale(session: Session, key: str, now_ms: int) -> Session:
    """Celebrate a hunt whose last spot was found, before what waits to be celebrated already."""
    more = tuple(each for each in session.celebrating if each != key)
    shown = with_hunt(session, HuntLook(key), now_ms)
    return replace(shown, page=KioskPage.FINISHED, hunt=None, celebrating=(key, *more))


def celebrated(session: Session, now_ms: int) -> Session:
    """Go on to the next finished challenge, and behind the last one home."""
    rest = session.celebrating[1:]
    return replace(session, page=KioskPage.FINISHED if rest else KioskPage.HOME, celebrating=rest, touched_ms=now_ms)


def with_pad(session: Session, now_ms: int) -> Session:
    """Show the pad for a member number."""
    page = KioskPage.PAD
    return replace(session, page=page, problem=None, digits="", number_wrong=False, joining=None, touched_ms=now_ms)


def with_digits(session: Session, digits: str, now_ms: int) -> Session:
    """Show what has been typed; more than a member number's digits are not taken."""
    return replace(session, digits=digits[:MEMBER_NUMBER_DIGITS], number_wrong=False, touched_ms=now_ms)


def with_rewards(session: Session, rewards: RewardsView, now_ms: int) -> Session:
    """Show what points can become."""
    page = KioskPage.REWARDS
    return replace(
        session, page=page, rewards=rewards, wanted="", pin=None, asked=None, problem=None, touched_ms=now_ms
    )


def with_pin_pad(session: Session, entry: PinEntry, now_ms: int) -> Session:
    """Ask for the member's PIN, before or after the centre has said something about it."""
    return replace(session, page=KioskPage.PIN, pin=entry, asked=None, touched_ms=now_ms)


def with_pin_digits(session: Session, digits: str, now_ms: int) -> Session:
    """Take the digits typed so far; a first whole entry of a chosen PIN makes room for the second."""
    entry = session.pin
    if entry is None or session.page is not KioskPage.PIN:
        return session
    digits = digits[:MEMBER_PIN_DIGITS]
    typed = replace(entry, digits=digits, note=PinNote.NONE if digits else entry.note)
    if entry.choosing and len(digits) == MEMBER_PIN_DIGITS:
        if not entry.first:
            typed = PinEntry(choosing=True, first=digits)
        elif entry.first != digits:
            typed = PinEntry(choosing=True, note=PinNote.DIFFERS)
    return replace(session, pin=typed, touched_ms=now_ms)


def whole_pin(session: Session) -> str | None:
    """Return the PIN once it is typed, twice alike where she chooses it."""
    entry = session.pin
    if entry is None or len(entry.digits) < MEMBER_PIN_DIGITS or (entry.choosing and entry.first != entry.digits):
        return None
    return entry.digits


def waiting_for_centre(session: Session, now_ms: int) -> Session:
    """Show that the centre is being asked; the PIN is not kept."""
    return replace(session, page=KioskPage.ASKING, pin=None, asked=None, touched_ms=now_ms)


def looking_for_card(session: Session, looking: AskingForCard, now_ms: int) -> Session:
    """Show that the centre is asked for a card; whose session it was before is over."""
    over = ended(session, now_ms) if session.home is not None else session
    page = KioskPage.ASKING
    return replace(over, page=page, asking=False, problem=None, joining=None, looking=looking, touched_ms=now_ms)


def with_wheel(session: Session, drum: DrumView, now_ms: int) -> Session:
    """Show the drum that the next turn will use."""
    return replace(
        session,
        page=KioskPage.WHEEL,
        drum=drum,
        turning=None,
        results=None,
        problem=None,
        recording=False,
        all_turns=False,
        touched_ms=now_ms,
    )


def with_turns(session: Session, turns: tuple[TurnView, ...], facet: int, place: float, now_ms: int) -> Session:
    """Let the drum turn: what it will give is recorded."""
    return replace(session, recording=False, turning=Turning(turns, facet, place), touched_ms=now_ms)


def with_ball_fallen(session: Session, fallen: int) -> Session:
    """Count the balls that lie in the tray."""
    if session.turning is None:
        return session
    return replace(session, turning=replace(session.turning, fallen=min(fallen, len(session.turning.turns))))


def landed(session: Session, now_ms: int) -> Session:
    """Show what the turns gave."""
    if session.turning is None:
        return session
    turns = session.turning.turns
    after = replace(session, drum=turns[-1].drum, turning=None, touched_ms=now_ms)
    return with_results(after, Origin.TURNS, tuple(turn.award for turn in turns))


def with_results(session: Session, origin: Origin, awards: Sequence[AwardView]) -> Session:
    """Show awards, prizes first."""
    return replace(
        session,
        page=KioskPage.RESULT,
        results=Results(origin, steps_of(awards)),
        turning=None,
        problem=None,
        asked=None,
    )


def next_result(session: Session, now_ms: int) -> Session:
    """Show the next award; the last one stays."""
    if session.results is None:
        return session
    at = min(session.results.at + 1, len(session.results.steps) - 1)
    return replace(session, results=replace(session.results, at=at), touched_ms=now_ms)


def steps_of(awards: Sequence[AwardView]) -> tuple[tuple[AwardView, ...], ...]:
    """Put each prize on a page of its own and all points together on the last."""
    prizes = sorted((a for a in awards if a.prize.kind is not PrizeKind.POINTS), key=lambda a: not a.prize.top)
    points = tuple(a for a in awards if a.prize.kind is PrizeKind.POINTS)
    return (*((prize,) for prize in prizes), *((points,) if points else ()))


def offered_turns(home: KioskHome) -> tuple[CampaignTurns, ...]:
    """Return the campaigns that the home page offers, the main one first: those with turns to take, else one."""
    usable = tuple(turns for turns in home.turns if turns.usable)
    return usable or tuple(turns for turns in home.turns if turns.elsewhere)[:1] or home.turns[:1]


def chosen_turns(home: KioskHome) -> CampaignTurns | None:
    """Return the campaign that the home page shows large."""
    return next(iter(offered_turns(home)), None)


def turns_to_go_on(session: Session) -> CampaignTurns | None:
    """Return the campaign that the next turn belongs to: the one just played, else the home page's."""
    if session.home is None:
        return None
    if _just_turned(session) and session.drum is not None:
        played = session.drum.wheel.key
        return next((turns for turns in session.home.turns if turns.wheel.key == played), None)
    return chosen_turns(session.home)


def turns_left(session: Session) -> int:
    """Return how many turns the member may still take here in that campaign."""
    if _just_turned(session) and session.drum is not None:
        return session.drum.turns_usable
    turns = turns_to_go_on(session)
    return turns.usable if turns else 0


def _just_turned(session: Session) -> bool:
    return session.results is not None and session.results.origin is Origin.TURNS
