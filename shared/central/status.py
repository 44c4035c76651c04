"""How the centre stands: queues, lag, holdings, held operations, drums, goods."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from shared.central import schema
from shared.central.directory import ChainDirectory
from shared.central.generations import Awaited, awaited
from shared.central.heartbeat import serving_since
from shared.central.journal import BACKUP_TAKEN, last_noted
from shared.central.lending import lending_pause
from shared.central.stock import StockCount, count_stock


def _queues() -> Select[Any]:
    """Build the query for how far each queue is: one look into the inbox's key for each figure, never a scan."""
    progress, inbox = schema.progress, schema.inbox
    own = (inbox.c.device_id == progress.c.device_id) & (inbox.c.epoch == progress.c.epoch)
    newest = select(func.max(inbox.c.seq)).where(own).correlate(progress).scalar_subquery()
    places = select(progress, func.coalesce(newest, 0).label("stored_seq")).subquery()
    queue = (inbox.c.device_id == places.c.device_id) & (inbox.c.epoch == places.c.epoch)
    received = select(inbox.c.received_at).where(queue).correlate(places)
    return select(
        places.c.device_id,
        places.c.epoch,
        places.c.applied_seq,
        places.c.stored_seq,
        received.where(inbox.c.seq == places.c.applied_seq + 1).scalar_subquery().label("waiting_since"),
        received.where(inbox.c.seq == places.c.stored_seq).scalar_subquery().label("last_received_at"),
    ).order_by(places.c.device_id, places.c.epoch)


_QUEUES = _queues()


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """A device's queues of all epochs: how much has arrived and how much of it waits; `waiting_s` is the oldest's age.

    `stored_seq` and `applied_seq` are numbers of its latest epoch.
    """

    device_id: str
    number: int
    store_id: str
    kind: str
    label: str
    counter: bool
    revoked: bool
    epoch: int
    stored_seq: int
    applied_seq: int
    stored: int
    waiting: int
    waiting_s: float | None
    last_received_at: datetime | None


@dataclass(frozen=True, slots=True)
class HoldingCount:
    """How many single-use things of a kind a device holds."""

    holder: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class DrumStatus:
    """A drum and what is left in it."""

    drum_id: str
    store_id: str
    campaign: str
    number: int
    holder: str
    state: str
    balls_left: int


@dataclass(frozen=True, slots=True)
class Books:
    """What takes a look at whole tables to add up: members, points, goods."""

    members: int
    ledger_points: int
    balance_points: int
    pending_points: int
    stock: tuple[StockCount, ...]


@dataclass(frozen=True, slots=True)
class CentreStatus:
    """How things stand at one instant, read through indexes: as quick in a large chain as in a small one.

    `serving_since` is None while no process applies; `lending_paused` names the reason; `awaited` are the devices that
    a restored centre waits for.
    """

    programme_version: int | None
    held: int
    serving_since: datetime | None
    serving_seen_at: datetime | None
    last_backup_at: datetime | None
    lending_paused: str | None
    awaited: Awaited
    devices: tuple[DeviceStatus, ...]
    holdings: tuple[HoldingCount, ...]
    drums: tuple[DrumStatus, ...]


def centre_status(connection: Connection, now: datetime) -> CentreStatus:
    """Read the status in one consistent view."""
    version = connection.execute(select(func.max(schema.programme.c.version))).scalar_one()
    held = connection.execute(
        select(func.count()).select_from(schema.held).where(schema.held.c.released.is_(False))
    ).scalar_one()
    since, seen = serving_since(connection, now)
    pause = lending_pause(connection)
    return CentreStatus(
        programme_version=version,
        held=held,
        serving_since=since,
        serving_seen_at=seen,
        last_backup_at=last_noted(connection, BACKUP_TAKEN),
        lending_paused=pause.reason if pause is not None else None,
        awaited=awaited(connection),
        devices=tuple(_devices(connection, now)),
        holdings=tuple(_holdings(connection)),
        drums=tuple(_drums(connection)),
    )


def centre_books(connection: Connection) -> Books:
    """Add up members, points and goods; seconds in a large chain."""
    member, ledger = schema.member, schema.ledger
    members, balance, pending = connection.execute(
        select(
            func.count(),
            func.coalesce(func.sum(member.c.balance_points), 0),
            func.coalesce(func.sum(member.c.pending_points), 0),
        ).select_from(member)
    ).one()
    posted = connection.execute(
        select(func.coalesce(func.sum(ledger.c.points), 0)).where(ledger.c.bucket == "balance")
    ).scalar_one()
    return Books(
        members=members,
        ledger_points=int(posted),
        balance_points=int(balance),
        pending_points=int(pending),
        stock=count_stock(connection),
    )


def _devices(connection: Connection, now: datetime) -> Iterator[DeviceStatus]:
    queues: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(_QUEUES):
        queues[row.device_id].append(row)
    for device in ChainDirectory(connection).all_devices():
        own = queues[device.device_id]
        last = own[-1] if own else None
        oldest = min((queue.waiting_since for queue in own if queue.waiting_since is not None), default=None)
        yield DeviceStatus(
            device_id=device.device_id,
            number=device.number,
            store_id=device.store_id,
            kind=device.kind,
            label=device.label,
            counter=device.counter,
            revoked=device.revoked,
            epoch=last.epoch if last is not None else 0,
            stored_seq=last.stored_seq if last is not None else 0,
            applied_seq=last.applied_seq if last is not None else 0,
            stored=sum(queue.stored_seq for queue in own),
            waiting=sum(queue.stored_seq - queue.applied_seq for queue in own),
            waiting_s=(now - oldest).total_seconds() if oldest is not None else None,
            last_received_at=max((queue.last_received_at for queue in own if queue.stored_seq), default=None),
        )


def _holdings(connection: Connection) -> Iterator[HoldingCount]:
    table = schema.holding
    query = (
        select(table.c.holder, table.c.kind, func.count().label("count"))
        .where(table.c.state.in_(("open", "lent", "recalled", "issued")))
        .group_by(table.c.holder, table.c.kind)
        .order_by(table.c.holder, table.c.kind)
    )
    for row in connection.execute(query):
        yield HoldingCount(row.holder, row.kind, row[2])


def _drums(connection: Connection) -> Iterator[DrumStatus]:
    table = schema.drum
    columns = (
        table.c.drum_id,
        table.c.store_id,
        table.c.campaign,
        table.c.number,
        table.c.holder,
        table.c.state,
        table.c.balls_left,
    )
    for row in connection.execute(select(*columns).order_by(table.c.store_id, table.c.campaign, table.c.number)):
        yield DrumStatus(*row)
