"""From a scan at the kiosk to the greeting, by way of the centre where the card is unknown here."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from shared.application.look_up import LookingUp, look_up, read_look_up
from shared.application.perform import note, perform
from shared.application.ports import Desk, LookedUp, Sought, Transaction
from shared.application.posters import Poster, PosterNotTaken, read_poster
from shared.application.showing import award_views, campaign_turns, next_expiry, up_to_date, wheels_for_points
from shared.application.showing_campaigns import campaign_views, fresh_finishes
from shared.application.views import CampaignTurns, KioskHome, Link
from shared.domain.calendar import programme_day
from shared.domain.codes import CodeKind, DamagedCode, ForeignCode, GaraponCode, MemberNumberTyped, read
from shared.domain.member import Award, CardState, Member, MemberStatus
from shared.domain.operations import AskForTickets, RecordVisit
from shared.domain.programme import Programme
from shared.domain.receipts import ReceiptCode, ReceiptElsewhere
from shared.domain.rules.resolving import resolve
from shared.domain.rules.tickets import visit_claim
from shared.domain.tiers import standing
from shared.domain.vouchers import VoucherState

COMING_MS = 10_000
"""How long the line stays open for turns that were asked for: their kiosk exchanges every few seconds."""


@dataclass(frozen=True, slots=True)
class Greeted:
    """The member is known; her visit is recorded."""

    home: KioskHome


@dataclass(frozen=True, slots=True)
class CardUnknown:
    """A well-formed code that this kiosk does not know, nor the centre, as far as it was asked."""


@dataclass(frozen=True, slots=True)
class AskingForCard:
    """A card that this kiosk does not know; the centre is being asked."""

    looking: LookingUp


@dataclass(frozen=True, slots=True)
class CardNoted:
    """A card that this kiosk does not know while the centre can't be asked: the visit is recorded, nothing is won."""


@dataclass(frozen=True, slots=True)
class CardReplaced:
    """A former card: there is a newer one."""


@dataclass(frozen=True, slots=True)
class MemberBlocked:
    """She is asked to see the counter."""


@dataclass(frozen=True, slots=True)
class CodeForeign:
    """A code from elsewhere: a URL, another shop's card."""


@dataclass(frozen=True, slots=True)
class CodeDamaged:
    """Ours by its looks, but not read whole."""


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """A till receipt; where this programme takes none at kiosks (`taken`), it goes to the counter."""

    receipt: ReceiptCode
    taken: bool


@dataclass(frozen=True, slots=True)
class ReceiptOfOthers:
    """A till receipt of a store that is none of ours."""


@dataclass(frozen=True, slots=True)
class PosterShown:
    """A poster of a hunt that hangs here now."""

    poster: Poster


@dataclass(frozen=True, slots=True)
class PosterRefused:
    """A poster that does not count here."""

    why: PosterNotTaken


@dataclass(frozen=True, slots=True)
class VoucherShown:
    """A prize voucher; it goes to the counter."""


@dataclass(frozen=True, slots=True)
class BadgeShown:
    """A staff badge; it belongs to the tablet."""


@dataclass(frozen=True, slots=True)
class ScannedTooSoon:
    """The same card again within the programme's cooldown after its session ended."""

    wait_ms: int


Identified = (
    Greeted
    | CardUnknown
    | AskingForCard
    | CardNoted
    | CardReplaced
    | MemberBlocked
    | CodeForeign
    | CodeDamaged
    | ReceiptShown
    | ReceiptOfOthers
    | PosterShown
    | PosterRefused
    | VoucherShown
    | BadgeShown
    | ScannedTooSoon
)


class IdentifyMember:
    """Identifies members on one kiosk; remembers only the last session's member, for the cooldown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._last: tuple[str, int] | None = None

    def __call__(self, text: str) -> Identified:
        """Read a scan or a typed member number and answer what the kiosk should show.

        A card records the visit, brings its turn and asks for those that wait elsewhere; one that is unknown here is
        asked for at the centre (go on with `hear`). A number shows, and spends nothing (DESIGN.md, Words).
        """
        code = read(text)
        match code:
            case GaraponCode(kind=CodeKind.MEMBER):
                code_hash = self._desk.code_hash(code.body)
                answer = self._greet_card(code_hash)
                return self._ask_centre(code_hash) if isinstance(answer, CardUnknown) else answer
            case MemberNumberTyped():
                with self._desk.storage.read() as transaction:
                    return self._greet(transaction, transaction.member_by_number(code.number), None)
            case GaraponCode(kind=CodeKind.HUNT_SPOT):
                with self._desk.storage.read() as transaction:
                    return self._see_poster(transaction, text)
            case GaraponCode() | DamagedCode() | ForeignCode():
                with self._desk.storage.read() as transaction:
                    return _nobody(code, text, transaction.programme, self._desk.clock.now())

    def hear(self, asking: AskingForCard) -> Identified:
        """Return what became of a card that the centre was asked for; `asking` itself while there is no answer."""
        code_hash = asking.looking.asked.value
        match read_look_up(self._desk, asking.looking):
            case LookedUp.ASKING:
                return asking
            case LookedUp.HERE:
                return self._greet_card(code_hash)
            case LookedUp.NOBODY:
                return CardUnknown()
            case LookedUp.AWAY | LookedUp.TOO_MANY:
                return self._note(code_hash)

    def session_ended(self, member_id: str) -> None:
        """Start the cooldown for the member who just left."""
        self._last = (member_id, self._desk.clock.monotonic_ms())

    def _greet_card(self, code_hash: str) -> Identified:
        with self._desk.storage.begin() as transaction:
            answer = self._greet(transaction, transaction.member_by_card(code_hash), code_hash)
        if isinstance(answer, Greeted) and any(turns.coming for turns in answer.home.turns):
            self._desk.expect_answer(COMING_MS)
        return answer

    def _ask_centre(self, code_hash: str) -> Identified:
        looking = look_up(self._desk, Sought.CARD, code_hash)
        return AskingForCard(looking) if looking is not None else self._note(code_hash)

    def _see_poster(self, transaction: Transaction, code: str) -> PosterShown | PosterRefused:
        today = programme_day(self._desk.clock.now(), transaction.programme.time_zone)
        seen = read_poster(transaction, code, self._desk.store_id, today)
        return PosterShown(seen) if isinstance(seen, Poster) else PosterRefused(seen)

    def _note(self, code_hash: str) -> CardNoted:
        """Record that whoever has this card was here, once a day; the centre finds out who it was."""
        with self._desk.storage.begin() as transaction:
            today = programme_day(self._desk.clock.now(), transaction.programme.time_zone)
            visit = RecordVisit("", today, card=code_hash)
            claim = visit_claim(code_hash, today)
            if transaction.claimed(claim) is None:
                note(self._desk, transaction, visit, claim)
                transaction.commit()
        return CardNoted()

    def _greet(self, transaction: Transaction, member_id: str | None, code_hash: str | None) -> Identified:
        member = resolve(transaction, member_id) if member_id else None
        if member is None or member.erased_by:
            return CardUnknown()
        if code_hash is not None and not _is_current(member, code_hash):
            return CardReplaced()
        if member.status is MemberStatus.BLOCKED:
            return MemberBlocked()
        wait_ms = self._cooldown_ms(member.member_id, transaction.programme.scan_cooldown_seconds)
        if wait_ms > 0:
            return ScannedTooSoon(wait_ms)
        if code_hash is None:
            home = home_of(self._desk, transaction, member.member_id, card_shown=False)
        else:
            today = programme_day(self._desk.clock.now(), transaction.programme.time_zone)
            # A clock that was set back brings no second free turn for a day that she has had hers.
            perform(self._desk, transaction, RecordVisit(member.member_id, max(today, member.last_visit_on or today)))
            self._ask_for_turns(transaction, member)
            home = home_of(self._desk, transaction, member.member_id, card_shown=True)
            if home is not None:
                home = replace(home, finished=fresh_finishes(member, home.campaigns, today))
            transaction.commit()
        return Greeted(home) if home else CardUnknown()

    def _ask_for_turns(self, transaction: Transaction, member: Member) -> None:
        """Ask for the tickets that others hold; not offline: it would be heard of when she has long gone there."""
        elsewhere = any(ticket.holder != self._desk.device_id for ticket in member.tickets)
        if elsewhere and transaction.sync_state().link is Link.ONLINE:
            perform(self._desk, transaction, AskForTickets(member.member_id))

    def _cooldown_ms(self, member_id: str, cooldown_seconds: int) -> int:
        if self._last is None or self._last[0] != member_id:
            return 0
        return cooldown_seconds * 1000 - (self._desk.clock.monotonic_ms() - self._last[1])


def read_home(desk: Desk, member_id: str, *, card_shown: bool) -> KioskHome | None:
    """Return the greeting page's figures as they stand now."""
    with desk.storage.read() as transaction:
        return home_of(desk, transaction, member_id, card_shown=card_shown)


def home_of(desk: Desk, transaction: Transaction, member_id: str, *, card_shown: bool) -> KioskHome | None:
    """Join what the greeting page shows, inside a transaction."""
    member = resolve(transaction, member_id)
    if member is None or member.erased_by:
        return None
    now = desk.clock.now()
    programme = transaction.programme
    today = programme_day(now, programme.time_zone)
    member = up_to_date(member, now)
    unseen = set(transaction.unseen(member_id)) if card_shown else set[str]()
    turns = campaign_turns(member, transaction, desk, today)
    return KioskHome(
        member_id=member.member_id,
        card_shown=card_shown,
        nickname=member.nickname,
        locale=member.locale,
        balance_points=max(member.account.balance_points, 0),
        pending_points=member.account.pending_points + member.expected_points,
        debt_points=member.account.debt_points,
        expiry=next_expiry(member, programme, today),
        standing=standing(member.account, programme.tiers, today.year),
        turns=turns if card_shown else tuple(CampaignTurns(each.wheel, 0) for each in turns),
        waiting=award_views(member.waiting_awards(today) if card_shown else (), programme),
        unseen=award_views(_unseen(member, unseen), programme),
        campaigns=campaign_views(member, programme, desk.store_id, today) if card_shown else (),
        number=member.number,
        rewards_from=_cheapest(programme, desk.store_id, today) if card_shown else 0,
    )


def _cheapest(programme: Programme, store_id: str, today: date) -> int:
    """Return the least that points can be spent on here; 0 where they buy nothing."""
    turns = (wheel.tickets.exchange_points for wheel in wheels_for_points(programme, store_id, today))
    return min((*turns, *(reward.points for reward in programme.rewards)), default=0)


def _unseen(member: Member, award_ids: set[str]) -> tuple[Award, ...]:
    """Return the awards that were never shown to her; what was taken back meanwhile is none of them."""
    return tuple(a for a in member.awards if a.award_id in award_ids and a.state is not VoucherState.VOID)


def _nobody(
    code: GaraponCode | DamagedCode | ForeignCode, text: str, programme: Programme, now: datetime
) -> Identified:
    """Tell what a code is that names no member."""
    match code:
        case GaraponCode(kind=CodeKind.VOUCHER):
            return VoucherShown()
        case GaraponCode(kind=CodeKind.STAFF_BADGE):
            return BadgeShown()
        case DamagedCode():
            return CodeDamaged()
        case GaraponCode():
            return CodeForeign()
        case ForeignCode():
            return _foreign(text, programme, now)


def _foreign(text: str, programme: Programme, now: datetime) -> Identified:
    match programme.read_receipt(text, programme_day(now, programme.time_zone)):
        case ReceiptCode() as receipt:
            return ReceiptShown(receipt, taken=programme.takes_receipts)
        case ReceiptElsewhere():
            return ReceiptOfOthers()
        case None:
            return CodeForeign()


def _is_current(member: Member, code_hash: str) -> bool:
    return any(card.code_hash == code_hash and card.state is CardState.CURRENT for card in member.cards)
