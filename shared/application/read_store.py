"""What a staff device shows of its store: choices of the programme, waiting prizes, drums, how the exchange stands."""

from shared.application.hand_over_prize import voucher_view
from shared.application.ports import Desk, Transaction
from shared.application.views import HeldOperation, Shop, StoreDrum, SyncState, WaitingPrize
from shared.domain.calendar import programme_day
from shared.domain.drums import Drum
from shared.domain.member import Award
from shared.domain.rules.resolving import resolve
from shared.domain.text import Text
from shared.domain.vouchers import Voucher


def read_shop(desk: Desk) -> Shop:
    """Return what the programme says about this store today; DeviceNotReady before the first programme."""
    with desk.storage.read() as transaction:
        programme = transaction.programme
        today = programme_day(desk.clock.now(), programme.time_zone)
        store = programme.store(desk.store_id)
        return Shop(
            name=programme.name,
            store=store.name if store else Text(desk.store_id, desk.store_id),
            time_zone=programme.time_zone,
            today=today,
            roles=programme.roles,
            reasons=programme.reasons,
            wheels=tuple(wheel for wheel in programme.wheels if wheel.runs_in(desk.store_id, today)),
            departments=programme.departments,
        )


def waiting_prizes(desk: Desk) -> tuple[WaitingPrize, ...]:
    """Return this store's prizes that wait at the counter and have not lapsed, soonest lapsing first."""
    with desk.storage.read() as transaction:
        today = programme_day(desk.clock.now(), transaction.programme.time_zone)
        waiting = (v for v in transaction.vouchers_waiting() if v.content.collect_until >= today)
        return tuple(shown for voucher in waiting if (shown := _waiting(transaction, voucher)) is not None)


def store_drums(desk: Desk) -> tuple[StoreDrum, ...]:
    """Return the drums that this store's kiosks hold."""
    with desk.storage.read() as transaction:
        drums = transaction.drums_of_store()
        return tuple(shown for drum in drums if (shown := _drum(transaction, drum)) is not None)


def held_operations(desk: Desk) -> tuple[HeldOperation, ...]:
    """Return the store's held operations, newest first."""
    with desk.storage.read() as transaction:
        return transaction.held_operations()


def sync_state(desk: Desk) -> SyncState:
    """Return how the exchange with the centre stands."""
    with desk.storage.read() as transaction:
        return transaction.sync_state()


def _waiting(transaction: Transaction, voucher: Voucher) -> WaitingPrize | None:
    view = voucher_view(transaction, voucher.content)
    if view is None:
        return None
    award = _award_of(transaction, voucher)
    return WaitingPrize(view, award.voucher_code if award else None, award.won_at if award else None)


def _award_of(transaction: Transaction, voucher: Voucher) -> Award | None:
    member = resolve(transaction, voucher.member_id) if voucher.member_id else None
    if member is None:
        return None
    return next((award for award in member.awards if award.voucher_id == voucher.voucher_id), None)


def _drum(transaction: Transaction, drum: Drum) -> StoreDrum | None:
    wheel = transaction.programme.wheel(drum.campaign)
    if wheel is None:
        return None
    filled = {ball.prize: ball.count for ball in drum.contents}
    left = {ball.prize: ball.count for ball in drum.left}
    counts = tuple((p, left.get(p.key, 0), filled[p.key]) for p in wheel.prizes if p.key in filled)
    holder = transaction.device(drum.holder)
    return StoreDrum(wheel, drum.number, holder.label if holder else "", drum.turns, counts, drum.balls_left)
