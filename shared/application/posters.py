"""What a poster's code says at a kiosk, before anybody's card is known."""

from dataclasses import dataclass, field
from datetime import date

from shared.application.ports import Transaction
from shared.domain.rules import HeldReason
from shared.domain.text import Text


@dataclass(frozen=True, slots=True)
class Poster:
    """A genuine poster of a spot, which hangs in this store now; `code` is what was read."""

    campaign: str
    spot: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PosterNotTaken:
    """A poster's code that does not count here: unknown, of other days, or of another store (`place`)."""

    reason: HeldReason
    place: Text | None = None


def read_poster(transaction: Transaction, code: str, store_id: str, today: date) -> Poster | PosterNotTaken:
    """Tell what a code of a hunt is worth in a store on a day of the programme.

    What a device printed that was shut out meanwhile is worth nothing, as soon as this one has heard of it.
    """
    programme = transaction.programme
    content = transaction.read_spot(code)
    devices = transaction.devices(content.store_id) if content is not None else ()
    printer = next((d for d in devices if content is not None and d.number == content.device_number), None)
    if content is None or printer is None or printer.revoked or printer.written_off:
        return PosterNotTaken(HeldReason.SPOT_CODE_INVALID)
    hunt, spot = next(
        ((hunt, spot) for hunt in programme.hunts if (spot := hunt.marked_spot(content.mark)) is not None), (None, None)
    )
    if hunt is None or spot is None:
        return PosterNotTaken(HeldReason.SPOT_CODE_INVALID)
    if content.store_id != store_id:
        store = programme.store(content.store_id)
        return PosterNotTaken(HeldReason.SPOT_ELSEWHERE, store.name if store is not None else None)
    if not hunt.runs_in(store_id, today):
        return PosterNotTaken(HeldReason.NOT_OFFERED, hunt.name)
    if content.period != hunt.period(today):
        return PosterNotTaken(HeldReason.SPOT_CODE_OVER, hunt.name)
    return Poster(hunt.key, spot.key, code)
