"""How the centre stands: queues, lag, holdings, held operations, drums, goods."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from shared.central import schema
from shared.central.directory import ChainDirectory
from shared.central.stock import StockCount, count_stock


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """A device's queue: how much has arrived and how much of it waits; `waiting_s` is the age of the oldest."""

    device_id: str
    number: int
    store_id: str
    kind: str
    label: str
    counter: bool
    revoked: bool
    stored_seq: int
    applied_seq: int
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
class CentreStatus:
    """Everything at one instant."""

    programme_version: int | None
    members: int
    ledger_points: int
    balance_points: int
    held: int
    devices: tuple[DeviceStatus, ...]
    holdings: tuple[HoldingCount, ...]
    drums: tuple[DrumStatus, ...]
    stock: tuple[StockCount, ...]


def centre_status(connection: Connection, now: datetime) -> CentreStatus:
    """Read the status in one consistent view."""
    version = connection.execute(select(func.max(schema.programme.c.version))).scalar_one()
    members, balance = connection.execute(
        select(func.count(), func.coalesce(func.sum(schema.member.c.balance_points), 0)).select_from(schema.member)
    ).one()
    posted = connection.execute(
        select(func.coalesce(func.sum(schema.ledger.c.points), 0)).where(schema.ledger.c.bucket == "balance")
    ).scalar_one()
    held = connection.execute(
        select(func.count()).select_from(schema.held).where(schema.held.c.released.is_(False))
    ).scalar_one()
    return CentreStatus(
        programme_version=version,
        members=members,
        ledger_points=int(posted),
        balance_points=int(balance),
        held=held,
        devices=tuple(_devices(connection, now)),
        holdings=tuple(_holdings(connection)),
        drums=tuple(_drums(connection)),
        stock=count_stock(connection),
    )


def _devices(connection: Connection, now: datetime) -> Iterator[DeviceStatus]:
    inbox, progress = schema.inbox, schema.progress
    for device in ChainDirectory(connection).all_devices():
        own = and_(inbox.c.device_id == device.device_id)
        stored, last = connection.execute(
            select(func.coalesce(func.max(inbox.c.seq), 0), func.max(inbox.c.received_at)).where(own)
        ).one()
        applied = connection.execute(
            select(func.coalesce(func.max(progress.c.applied_seq), 0)).where(progress.c.device_id == device.device_id)
        ).scalar_one()
        waiting, oldest = connection.execute(
            select(func.count(), func.min(inbox.c.received_at)).where(own, inbox.c.seq > applied)
        ).one()
        yield DeviceStatus(
            device_id=device.device_id,
            number=device.number,
            store_id=device.store_id,
            kind=device.kind,
            label=device.label,
            counter=device.counter,
            revoked=device.revoked,
            stored_seq=stored,
            applied_seq=applied,
            waiting=waiting,
            waiting_s=(now - oldest).total_seconds() if oldest else None,
            last_received_at=last,
        )


def _holdings(connection: Connection) -> Iterator[HoldingCount]:
    table = schema.holding
    query = (
        select(table.c.holder, table.c.kind, func.count().label("count"))
        .where(table.c.state.in_(("open", "lent", "issued")))
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
