"""A tablet's first working set from a snapshot, beside the same rows written by the raw driver in the same batches."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import sqlcipher3
from sqlalchemy import insert

from shared.domain.member import Member
from shared.storage.engine import central_engine
from shared.storage.exchange import snapshot, snapshot_chunk
from shared.sync.bootstrap import load
from shared.sync.device import SystemClock, open_device
from shared.sync.sql_central import SqlCentral
from shared.wire.enrolment import ENROLMENT_FILE, Enrolment, read_enrolment
from shared.wire.feed import AggregateKind, Audience, store_scope
from shared.wire.json import encode
from shared.wire.snapshot import SnapshotRow, chunks
from tests.benchmarks.measuring import Limit, Row, Scale, milliseconds, tell
from tests.benchmarks.people import Place, members
from tests.benchmarks.raw import raw_connection
from tests.benchmarks.recording import Done, recorded, repeat
from tests.benchmarks.shop import CAMPAIGN, Shop, Shops

_LIMIT_RATIO: Final = 2.0
_CHUNK: Final = "SELECT body FROM snapshot_chunk WHERE scope = ? AND position = ? AND number = ?"


def measure(shops: Shops, scale: Scale) -> tuple[Row, ...]:
    """Load a snapshot chunk by chunk; after each, do the same to a copy of the database with the raw driver."""
    shop = shops.fresh()
    enrolment = read_enrolment(shop.tablet / ENROLMENT_FILE)
    scope = store_scope(enrolment.store_id, Audience.STAFF)
    tell(f"making a snapshot of {scale.arriving:,} members")
    position = _offer(shop, enrolment, scope, scale.arriving)
    # With programme and directory, without the store's scope.
    open_device(shop.tablet, shop.central_url).close()
    copy = shop.folder / "copy"
    shutil.copytree(shop.tablet, copy)
    device = open_device(shop.tablet, shop.central_url)
    engine = central_engine(shop.central_url, bytes.fromhex(enrolment.central_key))
    line = SqlCentral(engine, enrolment.device_id, enrolment.epoch, SystemClock())
    raw, centre = raw_connection(copy), raw_centre(shop, enrolment)
    ours = floor = 0.0
    tell(f"loading {scale.arriving:,} members")
    try:
        with recorded(device.storage._engine) as done:
            loading = load(device.storage, line, scope)
            for number in range(1, 1_000_000):
                done.clear()
                took = milliseconds(next, loading, None)
                if device.storage.loading(scope) is None:
                    break
                ours += took
                floor += milliseconds(_repeat, raw, centre, done, (scope, position, number))
        found = device.storage.position(scope).position
    finally:
        line.close()
        raw.close()
        centre.close()
        device.close()
    assert found == position
    _assert_same(shop, copy)
    return (Row("bootstrap", "s", ours / 1000, floor / 1000, _LIMIT_RATIO, Limit.RATIO),)


def _repeat(raw: Any, centre: Any, done: list[Done], chunk: tuple[str, int, int]) -> None:  # noqa: ANN401  sqlcipher3 has no types
    centre.execute(_CHUNK, chunk).fetchone()
    repeat(raw, done)


def _offer(shop: Shop, enrolment: Enrolment, scope: str, count: int) -> int:
    """Put a snapshot of so many members before the tablet, and return its position."""
    place = Place(
        enrolment.store_id, enrolment.device_id, CAMPAIGN, bytes.fromhex(enrolment.code_key), datetime.now(UTC)
    )
    engine = central_engine(shop.central_url, bytes.fromhex(enrolment.central_key))
    with engine.connect() as connection:
        last = connection.exec_driver_sql(
            "SELECT position, token FROM feed WHERE scope = ? ORDER BY position DESC LIMIT 1", (scope,)
        ).one()
    number = 0
    for number, (_, body) in enumerate(chunks(_rows(members(place, count))), 1):
        row = {"scope": scope, "position": last.position, "number": number, "body": body}
        with engine.begin() as connection:
            connection.execute(insert(snapshot_chunk).values(row))
    head = {"scope": scope, "position": last.position, "token": last.token, "made_at": datetime.now(UTC)}
    counts = {"chunks": number, "aggregates": count, "members": count}
    with engine.begin() as connection:
        connection.execute(insert(snapshot).values(**head, **counts, ready=True))
    engine.dispose()
    return int(last.position)


def _rows(crowd: Iterator[Member]) -> Iterator[SnapshotRow]:
    return (SnapshotRow(AggregateKind.MEMBER, each.member_id, 1, encode(each)) for each in crowd)


def raw_centre(shop: Shop, enrolment: Enrolment) -> Any:  # noqa: ANN401  sqlcipher3 has no types
    """Open the embedded centre with nothing between."""
    connection = sqlcipher3.connect(shop.central_url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{enrolment.central_key}'\"")
    return connection


def _assert_same(shop: Shop, copy: Path) -> None:
    """See that both databases hold the same members: else the floor would be another work."""
    counts = []
    for folder in (shop.tablet, copy):
        raw = raw_connection(folder)
        counts.append(
            [
                raw.execute(f"SELECT count(*) FROM {table}").fetchone()
                for table in ("card", "member_text", "member_gram")
            ]
        )
        raw.close()
    assert counts[0] == counts[1], counts
