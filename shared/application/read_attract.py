"""What a kiosk shows while nobody stands at it."""

from dataclasses import dataclass

from shared.application.join_member import JoiningView, open_joining
from shared.application.ports import Desk, Transaction
from shared.application.views import SyncState
from shared.domain.calendar import programme_day
from shared.domain.faq import FaqEntry
from shared.domain.programme import Prize, Wheel
from shared.domain.text import Text


@dataclass(frozen=True, slots=True)
class AttractView:
    """The running campaign, if there is one, with the balls of this kiosk's drums together; nothing personal.

    `time_zone` is the programme's; `receipts` says that it counts receipts that are shown here, `joining` what joining
    brings and asks, None where people join at the counter only; `help` are questions with answers,
    and `counter` is where people go.
    """

    programme: Text
    time_zone: str
    wheel: Wheel | None
    counts: tuple[tuple[Prize, int], ...]
    balls_left: int
    sync: SyncState
    receipts: bool = False
    joining: JoiningView | None = None
    help: tuple[FaqEntry, ...] = ()
    counter: Text | None = None


def read_attract(desk: Desk) -> AttractView:
    """Read the campaign that runs today and what is left in it here; DeviceNotReady before the first programme."""
    with desk.storage.read() as transaction:
        programme = transaction.programme
        today = programme_day(desk.clock.now(), programme.time_zone)
        wheel = next((wheel for wheel in programme.wheels if wheel.runs_in(desk.store_id, today)), None)
        counts = _counts(transaction, wheel) if wheel else ()
        return AttractView(
            programme=programme.name,
            time_zone=programme.time_zone,
            wheel=wheel,
            counts=counts,
            balls_left=sum(count for _, count in counts),
            sync=transaction.sync_state(),
            receipts=programme.takes_receipts,
            joining=open_joining(desk, transaction, wheel, today),
            help=programme.help,
            counter=store.counter if (store := programme.store(desk.store_id)) else None,
        )


def _counts(transaction: Transaction, wheel: Wheel) -> tuple[tuple[Prize, int], ...]:
    left: dict[str, int] = {}
    for drum in transaction.drums_held(wheel.key):
        for ball in drum.left:
            left[ball.prize] = left.get(ball.prize, 0) + ball.count
    return tuple((prize, left.get(prize.key, 0)) for prize in wheel.prizes)
