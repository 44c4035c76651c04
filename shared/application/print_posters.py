"""Posters of hunts at the tablet: which ones hang when, and signed codes to print."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from shared.application.correct import Refused
from shared.application.perform import perform
from shared.application.ports import Desk, Signer, Signers
from shared.domain.calendar import programme_day
from shared.domain.hunts import Hunt, HuntSymbol, Spot, SpotContent, spot_mark
from shared.domain.operations import PrintPosters
from shared.domain.rules import Held, HeldReason


@dataclass(frozen=True, slots=True)
class PosterSet:
    """The posters of a hunt that hang in this store from `first` to `last`, each spot with its symbol.

    `now` says that they hang today; the others are the next ones.
    """

    hunt: Hunt
    period: int
    first: date
    last: date
    now: bool
    symbols: tuple[tuple[Spot, HuntSymbol], ...]


@dataclass(frozen=True, slots=True)
class SignedPoster:
    """A poster to print."""

    spot: Spot
    symbol: HuntSymbol
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PostersSigned:
    """The posters of a set, with codes that this device has signed."""

    posters: tuple[SignedPoster, ...]
    of: PosterSet


def poster_sets(desk: Desk) -> tuple[PosterSet, ...]:
    """Return the posters that hang in this store now and next, hunt by hunt; of one to come the first ones."""
    with desk.storage.read() as transaction:
        programme = transaction.programme
    today = programme_day(desk.clock.now(), programme.time_zone)
    return tuple(s for hunt in programme.hunts for s in sets_of(hunt, desk.store_id, today, desk.code_hash))


def sign_posters(desk: Desk, signer: Signer, hunt: str, period: int) -> PostersSigned | Refused:
    """Sign a set's codes, and record who had them printed; Refused where the rules or the days do not allow it."""
    found = next((each for each in poster_sets(desk) if (each.hunt.key, each.period) == (hunt, period)), None)
    if found is None:
        return Refused(Held(HeldReason.NOT_OFFERED, hunt))
    with desk.storage.begin() as transaction:
        outcome = perform(desk, transaction, PrintPosters(hunt, period), Signers(signer))
        transaction.commit()
    if isinstance(outcome, Held):
        return Refused(outcome)
    return PostersSigned(tuple(_signed(desk, found, spot, symbol) for spot, symbol in found.symbols), found)


def sets_of(hunt: Hunt, store_id: str, today: date, keyed_hash: Callable[[bytes], str]) -> Iterator[PosterSet]:
    """Yield the sets of a hunt that hang in a store today, or first, and after that."""
    begins = max(today, hunt.starts_on)
    changes = hunt.days_of(hunt.period(begins))[1] + timedelta(days=1)
    for day in (begins, changes):
        if hunt.runs_in(store_id, day):
            period = hunt.period(day)
            first, last = hunt.days_of(period)
            symbols = hunt.symbols(store_id, period, keyed_hash)
            spots = tuple((spot, symbols[spot.key]) for spot in hunt.spots)
            yield PosterSet(hunt, period, first, last, first <= today <= last, spots)


def _signed(desk: Desk, of: PosterSet, spot: Spot, symbol: HuntSymbol) -> SignedPoster:
    content = SpotContent(desk.device_number, desk.store_id, spot_mark(of.hunt.key, spot.key), of.period)
    return SignedPoster(spot, symbol, desk.spot_code(content))
