"""Filling drums ahead of time, from goods that lie in the kiosk's own store."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from shared.central import schema
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.journal import note
from shared.central.lending import lending_pause
from shared.central.state import CentralState
from shared.central.stock import free_stock, put_into_drum
from shared.domain.calendar import programme_day
from shared.domain.devices import Device, DeviceKind
from shared.domain.drums import SEED_BYTES, Drum, DrumState, cut_contents, new_drum
from shared.domain.programme import BallCount, PrizeKind, Wheel

_DRUM_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Need:
    """A kiosk that soon runs out of balls; `sharing` kiosks of its store, itself included, are yet to be served."""

    kiosk: Device
    wheel: Wheel
    sharing: int


def needs(connection: Connection, now: datetime) -> tuple[Need, ...]:
    """Return the kiosks whose open drums hold fewer balls than the campaign wants ahead; none while lending pauses."""
    if lending_pause(connection) is not None:
        return ()
    directory = ChainDirectory(connection)
    programme = directory.latest_programme()
    if programme is None:
        return ()
    today = programme_day(now, programme.time_zone)
    left = _balls_left(connection)
    return tuple(
        need
        for wheel in programme.wheels
        for store in programme.stores
        if wheel.runs_in(store.store_id, today)
        for need in _needs_of_store(_kiosks(directory, store.store_id), wheel, left)
    )


def cut_drums(connection: Connection, now: datetime) -> tuple[Drum, ...]:
    """Cut a drum for every kiosk in need, as long as there are goods; call it in the writer's transaction.

    Kiosks of a store share alike: each gets what it wants of a prize up to its part of what is free, rounded up, so
    that the last piece is played for too. A drum promises only what lies there, white balls fill it up; without any
    goods left there is none, and the wheel rests.
    """
    directory = ChainDirectory(connection)
    state = CentralState(connection, directory, now)
    drums = []
    for need in needs(connection, now):
        drum = _cut(connection, need)
        if drum is None:
            continue
        put_into_drum(connection, drum)
        state.save_drum(drum)
        note(connection, now, "drum_cut", drum.drum_id, f"{drum.balls_left} balls for {drum.holder}")
        drums.append(drum)
    write_feed(connection, state.notes)
    return tuple(drums)


def stocked(wheel: Wheel) -> frozenset[str]:
    """Return the prizes that are things: goods and coupons; points are never out of stock."""
    return frozenset(prize.key for prize in wheel.prizes if prize.kind is not PrizeKind.POINTS)


def _kiosks(directory: ChainDirectory, store_id: str) -> list[Device]:
    return [d for d in directory.devices(store_id) if d.kind is DeviceKind.KIOSK and d.may_hold]


def _needs_of_store(kiosks: list[Device], wheel: Wheel, left: dict[tuple[str, str], int]) -> Iterator[Need]:
    # Kiosks that need nothing now still count among those who share: their turn will come.
    hungry = [kiosk for kiosk in kiosks if left.get((kiosk.device_id, wheel.key), 0) < max(wheel.refill_below, 1)]
    for place, kiosk in enumerate(hungry):
        yield Need(kiosk, wheel, len(kiosks) - place)


def _balls_left(connection: Connection) -> dict[tuple[str, str], int]:
    table = schema.drum
    query = (
        select(table.c.holder, table.c.campaign, func.sum(table.c.balls_left))
        .where(table.c.state == DrumState.LENT)
        .group_by(table.c.holder, table.c.campaign)
    )
    return {(holder, campaign): int(count) for holder, campaign, count in connection.execute(query)}


def _cut(connection: Connection, need: Need) -> Drum | None:
    wheel, store_id = need.wheel, need.kiosk.store_id
    things = stocked(wheel)
    free = free_stock(connection, store_id, wheel.key)
    share = {prize: -(-count // need.sharing) for prize, count in free.items()}
    white = _white(wheel, things)
    if white is None:
        return None
    contents = cut_contents(wheel.drum, share, white, frozenset(p.key for p in wheel.prizes) - things)
    wanted = any(ball.count and ball.prize in things for ball in wheel.drum)
    if wanted and not any(ball.count and ball.prize in things for ball in contents):
        return None
    return new_drum(
        secrets.token_hex(_DRUM_ID_BYTES),
        wheel.key,
        wheel.version,
        store_id,
        need.kiosk.device_id,
        _next_number(connection, store_id, wheel.key),
        contents,
        secrets.token_bytes(SEED_BYTES),
    )


def _white(wheel: Wheel, things: frozenset[str]) -> str | None:
    """Return the white ball that there are most of."""
    white: list[BallCount] = [ball for ball in wheel.drum if ball.prize not in things]
    return max(white, key=lambda ball: ball.count).prize if white else None


def _next_number(connection: Connection, store_id: str, campaign: str) -> int:
    table = schema.drum
    query = select(func.max(table.c.number)).where(table.c.store_id == store_id, table.c.campaign == campaign)
    return int(connection.execute(query).scalar_one() or 0) + 1
