"""Filling drums ahead of time, from goods that lie in the kiosk's own store."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from math import ceil

from sqlalchemy import Connection, bindparam, func, insert, or_, select

from shared.central import schema
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.generations import witness_key
from shared.central.journal import note
from shared.central.lending import lending_pause
from shared.central.state import CentralState
from shared.central.stock import free_stock, put_into_drum
from shared.domain.calendar import programme_day
from shared.domain.changing import replace
from shared.domain.devices import Device, DeviceKind
from shared.domain.drums import OUT, SEED_BYTES, Drum, DrumState, cut_contents, new_drum
from shared.domain.programme import DRUM_BALLS, BallCount, PrizeKind, Wheel
from shared.wire.witness import drum_certificate

_DRUM_ID_BYTES = 16
_DRUM, _CUT, _HOLDING = schema.drum, schema.drum_cut, schema.holding
_BALLS_LEFT = (
    select(_DRUM.c.holder, _DRUM.c.campaign, func.sum(_DRUM.c.balls_left))
    .where(_DRUM.c.state == DrumState.LENT)
    .group_by(_DRUM.c.holder, _DRUM.c.campaign)
)
_TURNS = (
    select(_DRUM.c.holder, _DRUM.c.campaign, func.sum(_CUT.c.balls - _DRUM.c.balls_left), func.min(_CUT.c.cut_at))
    .join_from(_DRUM, _CUT, _DRUM.c.drum_id == _CUT.c.drum_id)
    .where(or_(_DRUM.c.state.in_(OUT), _CUT.c.cut_at >= bindparam("since")))
    .group_by(_DRUM.c.holder, _DRUM.c.campaign)
)
_OPEN_TICKETS = (
    select(_HOLDING.c.holder, _HOLDING.c.campaign, func.count())
    .where(
        _HOLDING.c.holder.in_(bindparam("kiosks", expanding=True)),
        _HOLDING.c.state == "open",
        _HOLDING.c.kind == "ticket",
    )
    .group_by(_HOLDING.c.holder, _HOLDING.c.campaign)
)
_LATEST_NUMBER = select(func.max(_DRUM.c.number)).where(
    _DRUM.c.store_id == bindparam("store"), _DRUM.c.campaign == bindparam("of")
)

AHEAD_DAYS = 2
"""For how many days of turns at its recent pace a kiosk has balls: as long a line may be away on a weekend."""
PACE_DAYS = 14
"""How far back drums count for the pace."""
MOST_DRUMS_IN_ONE = 20


@dataclass(frozen=True, slots=True)
class Need:
    """A kiosk that soon runs out of balls: how many more it wants.

    `share` is its part of the goods among the kiosks of its store that are yet to be served, itself included.
    """

    kiosk: Device
    wheel: Wheel
    balls: int
    share: Fraction


def needs(connection: Connection, now: datetime) -> tuple[Need, ...]:
    """Return the kiosks whose open drums hold fewer balls than will be wanted; none while lending pauses.

    Wanted are the turns of AHEAD_DAYS at the kiosk's recent pace or the open tickets it holds, whichever are more, and
    never fewer than the campaign's `refill_below`.
    """
    if lending_pause(connection) is not None:
        return ()
    directory = ChainDirectory(connection)
    programme = directory.latest_programme()
    if programme is None:
        return ()
    today = programme_day(now, programme.time_zone)
    running = [(w, store.store_id) for w in programme.wheels for store in programme.stores]
    places = [(wheel, _kiosks(directory, store_id)) for wheel, store_id in running if wheel.runs_in(store_id, today)]
    demand = _Demand(connection, now, places)
    return tuple(need for wheel, kiosks in places for need in _needs_of_store(kiosks, wheel, demand))


def is_any_to_cut(connection: Connection, now: datetime) -> bool:
    """Tell whether a kiosk is in need and there are goods for it."""

    @cache
    def free(store_id: str, campaign: str) -> Mapping[str, int]:
        return free_stock(connection, store_id, campaign)

    hungry = needs(connection, now)
    return any(_contents(need, free(need.kiosk.store_id, need.wheel.key)) is not None for need in hungry)


class _Demand:
    """What kiosks have and want, read once."""

    def __init__(self, connection: Connection, now: datetime, places: Iterable[tuple[Wheel, list[Device]]]) -> None:
        self._left = _balls_left(connection)
        self._ahead = _turns_ahead(connection, now)
        # Who has a whole drum left can wait: counting tickets costs a look at each of them.
        short = {
            kiosk.device_id
            for wheel, kiosks in places
            for kiosk in kiosks
            if self.left(kiosk, wheel) < _drum_size(wheel)
        }
        self._tickets = _open_tickets(connection, short)

    def left(self, kiosk: Device, wheel: Wheel) -> int:
        """Return how many balls a kiosk has in drums that nobody wants back."""
        return self._left.get((kiosk.device_id, wheel.key), 0)

    def wanted(self, kiosk: Device, wheel: Wheel) -> int:
        """Return how many balls it should have."""
        wanted = max(wheel.refill_below, self._ahead.get((kiosk.device_id, wheel.key), 0), 1)
        if self.left(kiosk, wheel) < _drum_size(wheel):
            wanted = max(wanted, self._tickets.get((kiosk.device_id, wheel.key), 0))
        return wanted


def cut_drums(connection: Connection, now: datetime) -> tuple[Drum, ...]:
    """Cut a drum for every kiosk in need, as long as there are goods; call it in the writer's transaction.

    Kiosks of a store share by what they want: each gets of a prize up to its part of what is free, rounded up, so that
    the last piece is played for too. A drum promises only what lies there, white balls fill it up; without any
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
        row = {"drum_id": drum.drum_id, "balls": drum.balls_left, "cut_at": now}
        connection.execute(insert(schema.drum_cut).values(row))
        note(connection, now, "drum_cut", drum.drum_id, f"{drum.balls_left} balls for {drum.holder}")
        drums.append(drum)
    write_feed(connection, state.notes)
    return tuple(drums)


def stocked(wheel: Wheel) -> frozenset[str]:
    """Return the prizes that are things: goods and coupons; points are never out of stock."""
    return frozenset(prize.key for prize in wheel.prizes if prize.kind is not PrizeKind.POINTS)


def _kiosks(directory: ChainDirectory, store_id: str) -> list[Device]:
    return [d for d in directory.devices(store_id) if d.kind is DeviceKind.KIOSK and d.may_hold]


def _needs_of_store(kiosks: list[Device], wheel: Wheel, demand: _Demand) -> Iterator[Need]:
    # Kiosks that need nothing now still count among those who share: their turn will come.
    wanted = {kiosk.device_id: demand.wanted(kiosk, wheel) for kiosk in kiosks}
    sharing = sum(wanted.values())
    for kiosk in kiosks:
        own = wanted[kiosk.device_id]
        missing = own - demand.left(kiosk, wheel)
        if missing > 0:
            yield Need(kiosk, wheel, missing, Fraction(own, sharing))
            sharing -= own


def _balls_left(connection: Connection) -> dict[tuple[str, str], int]:
    return {(holder, campaign): int(count) for holder, campaign, count in connection.execute(_BALLS_LEFT)}


def _turns_ahead(connection: Connection, now: datetime) -> dict[tuple[str, str], int]:
    """Return how many turns the next days will bring per kiosk and campaign, at the pace of its latest drums."""
    day = timedelta(days=1)
    since = now - PACE_DAYS * day
    return {
        (holder, campaign): -(-int(count) * AHEAD_DAYS * day // max(now - started, day))
        for holder, campaign, count, started in connection.execute(_TURNS, {"since": since})
    }


def _open_tickets(connection: Connection, kiosks: Collection[str]) -> dict[tuple[str, str], int]:
    """Return how many tickets wait per kiosk and campaign."""
    rows = connection.execute(_OPEN_TICKETS, {"kiosks": sorted(kiosks)}) if kiosks else ()
    return {(holder, campaign): int(count) for holder, campaign, count in rows}


def _drum_size(wheel: Wheel) -> int:
    return max(sum(ball.count for ball in wheel.drum), 1)


def _contents(need: Need, free: Mapping[str, int]) -> tuple[BallCount, ...] | None:
    """Return what a kiosk's next drum holds of what is free; None where that is nothing to play for."""
    wheel = need.wheel
    things = stocked(wheel)
    share = {prize: ceil(count * need.share) for prize, count in free.items()}
    white = _white(wheel, things)
    if white is None:
        return None
    filled = _filled(wheel, need.balls, things, share)
    contents = cut_contents(filled, share, white, frozenset(p.key for p in wheel.prizes) - things)
    wanted = any(ball.count and ball.prize in things for ball in wheel.drum)
    if wanted and not any(ball.count and ball.prize in things for ball in contents):
        return None
    return contents


def _cut(connection: Connection, need: Need) -> Drum | None:
    wheel, store_id = need.wheel, need.kiosk.store_id
    contents = _contents(need, free_stock(connection, store_id, wheel.key))
    if contents is None:
        return None
    drum = new_drum(
        secrets.token_hex(_DRUM_ID_BYTES),
        wheel.key,
        wheel.version,
        store_id,
        need.kiosk.device_id,
        _next_number(connection, store_id, wheel.key),
        contents,
        secrets.token_bytes(SEED_BYTES),
    )
    return replace(drum, certificate=drum_certificate(witness_key(connection), drum))


def _filled(wheel: Wheel, balls: int, things: frozenset[str], share: dict[str, int]) -> tuple[BallCount, ...]:
    """Return what is wanted in one drum: as many of the campaign's drums together as give the balls.

    Not more of them than goods are there for: nobody's chance gets smaller because many wait.
    """
    size = _drum_size(wheel)
    goods = (ball for ball in wheel.drum if ball.count and ball.prize in things)
    enough = max((-(-share.get(ball.prize, 0) // ball.count) for ball in goods), default=MOST_DRUMS_IN_ONE)
    times = min(-(-balls // size), enough, MOST_DRUMS_IN_ONE, DRUM_BALLS // size)
    return tuple(BallCount(ball.prize, ball.count * max(times, 1)) for ball in wheel.drum)


def _white(wheel: Wheel, things: frozenset[str]) -> str | None:
    """Return the white ball that there are most of."""
    white: list[BallCount] = [ball for ball in wheel.drum if ball.prize not in things]
    return max(white, key=lambda ball: ball.count).prize if white else None


def _next_number(connection: Connection, store_id: str, campaign: str) -> int:
    return int(connection.execute(_LATEST_NUMBER, {"store": store_id, "of": campaign}).scalar_one() or 0) + 1
