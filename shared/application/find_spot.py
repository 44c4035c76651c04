"""Finding a spot of a hunt: by its poster's code, or by the symbol beside it."""

from dataclasses import dataclass

from shared.application.identify import home_of
from shared.application.perform import perform
from shared.application.ports import Desk, Transaction
from shared.application.posters import Poster
from shared.application.views import KioskHome
from shared.domain.calendar import programme_day
from shared.domain.hunts import HuntSymbol
from shared.domain.operations import ShowSpot
from shared.domain.rules import Applied, Duplicate, Held, HeldReason
from shared.domain.text import Text


@dataclass(frozen=True, slots=True)
class SpotCounted:
    """The spot is found; `finished` when it was the last one."""

    home: KioskHome
    campaign: str
    spot: str
    finished: bool


@dataclass(frozen=True, slots=True)
class SpotCountedBefore:
    """The spot was found already."""

    home: KioskHome
    campaign: str
    spot: str


@dataclass(frozen=True, slots=True)
class SymbolWrong:
    """Another symbol is on the poster; what is `left` are the wrong ones that she may still tap."""

    home: KioskHome
    campaign: str
    spot: str
    left: int


@dataclass(frozen=True, slots=True)
class SpotRefused:
    """The rules do not allow it; `hint` leads to the spot that comes first, where that is the reason."""

    reason: HeldReason
    hint: Text | None = None


SpotAnswer = SpotCounted | SpotCountedBefore | SymbolWrong | SpotRefused


def show_poster(desk: Desk, member_id: str, poster: Poster) -> SpotAnswer:
    """Record that the member showed a poster's code."""
    with desk.storage.begin() as transaction:
        today = programme_day(desk.clock.now(), transaction.programme.time_zone)
        shown = ShowSpot(member_id, poster.campaign, poster.spot, today, poster.code)
        answer = _record(desk, transaction, shown)
        transaction.commit()
    return answer


def tap_symbol(desk: Desk, member_id: str, campaign: str, spot: str, symbol: HuntSymbol) -> SpotAnswer:
    """Record that the member tapped the symbol of a spot's poster, or a wrong one."""
    with desk.storage.begin() as transaction:
        programme = transaction.programme
        today = programme_day(desk.clock.now(), programme.time_zone)
        hunt = programme.hunt(campaign)
        if hunt is None:
            return SpotRefused(HeldReason.CAMPAIGN_UNKNOWN)
        symbols = hunt.symbols(desk.store_id, hunt.period(today), desk.code_hash)
        tapped = ShowSpot(member_id, campaign, spot, today, right=symbols.get(spot) is symbol)
        answer = _record(desk, transaction, tapped)
        transaction.commit()
    return answer


def _record(desk: Desk, transaction: Transaction, shown: ShowSpot) -> SpotAnswer:
    hunt = transaction.programme.hunt(shown.campaign)
    outcome = perform(desk, transaction, shown)
    home = home_of(desk, transaction, shown.member_id, card_shown=True)
    if hunt is None or home is None:
        return SpotRefused(HeldReason.CAMPAIGN_UNKNOWN)
    match outcome:
        case Applied(member=member) if member is not None:
            progress = member.progress_in(hunt.key)
            if not shown.right:
                left = max(hunt.wrong_symbols - hunt.misses(progress), 0)
                return SymbolWrong(home, hunt.key, shown.spot, left)
            finished = hunt.standing(progress, hunt.window(shown.day), shown.day).done
            return SpotCounted(home, hunt.key, shown.spot, finished)
        case Duplicate():
            return SpotCountedBefore(home, hunt.key, shown.spot)
        case Held(reason=reason, detail=detail):
            before = hunt.spot(detail) if reason is HeldReason.SPOT_TOO_EARLY else None
            return SpotRefused(reason, before.hint if before is not None else None)
        case Applied():
            message = "a spot that counts has a member"
            raise LookupError(message)
