"""Pages of the feed on a tablet with very many members, beside the same statements by the raw driver."""

import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final

from sqlalchemy import insert

from shared.domain.devices import DeviceKind
from shared.domain.member import Entry, EntryKind, Member
from shared.domain.points import Lot
from shared.storage.engine import central_engine
from shared.storage.exchange import feed
from shared.sync.device import OpenDevice, SystemClock, open_device
from shared.sync.port import PULL_ROWS, Cursor, Page
from shared.sync.sql_central import SqlCentral
from shared.wire.enrolment import ENROLMENT_FILE, Enrolment, read_enrolment
from shared.wire.feed import AggregateKind, Audience, OperationResult, Verdict, store_scope
from shared.wire.json import encode
from tests.benchmarks.bootstrap import raw_centre
from tests.benchmarks.measuring import Limit, Row, Scale, milliseconds, tell
from tests.benchmarks.people import Place, members
from tests.benchmarks.raw import raw_connection
from tests.benchmarks.recording import Done, recorded, repeat
from tests.benchmarks.shop import CAMPAIGN, Shop, Shops

_LIMIT_RATIO: Final = 2.0
"""Half of the raw driver's pace."""
_PAGE: Final = "SELECT * FROM feed WHERE scope = ? AND position >= ? ORDER BY position LIMIT ?"


def measure(shops: Shops, scale: Scale) -> tuple[Row, ...]:
    """Pull what a busy day changed; after each page, do the same to a copy of the database with the raw driver."""
    shop = shops.crowded(DeviceKind.TABLET, max(scale.members, scale.updates))
    enrolment = read_enrolment(shop.tablet / ENROLMENT_FILE)
    scope = store_scope(enrolment.store_id, Audience.STAFF)
    _tell_updates(shop, enrolment, scope, scale.updates)
    copy = shop.folder / "copy"
    shutil.copytree(shop.tablet, copy)
    device = open_device(shop.tablet, shop.central_url)
    engine = central_engine(shop.central_url, bytes.fromhex(enrolment.central_key))
    line = SqlCentral(engine, enrolment.device_id, enrolment.epoch, SystemClock())
    raw, centre = raw_connection(copy), raw_centre(shop, enrolment)
    ours = floor = 0.0
    more = True
    tell(f"pulling {scale.updates:,} updates")
    try:
        with recorded(device.storage._engine) as done:
            while more:
                start = device.storage.position(scope).position
                done.clear()
                pages: list[Page] = []
                ours += milliseconds(_pull, device, line, scope, pages)
                floor += milliseconds(_repeat, raw, centre, done, (scope, start, PULL_ROWS + 2))
                more = pages[0].more
    finally:
        line.close()
        raw.close()
        centre.close()
        device.close()
    rate = scale.updates / ours * 1000
    tell(f"{rate:,.0f} updates a second")
    return (Row("pull", "s", ours / 1000, floor / 1000, _LIMIT_RATIO, Limit.RATIO),)


def _pull(device: OpenDevice, line: SqlCentral, scope: str, pages: list[Page]) -> None:
    here = device.storage.position(scope)
    page = line.pull(Cursor(scope, here.position, here.token))
    assert isinstance(page, Page)
    device.storage.take_in(scope, page.rows)
    pages.append(page)


def _repeat(raw: Any, centre: Any, done: list[Done], page: tuple[str, int, int]) -> None:  # noqa: ANN401  sqlcipher3 has no types
    centre.execute(_PAGE, page).fetchall()
    repeat(raw, done)


def _tell_updates(shop: Shop, enrolment: Enrolment, scope: str, count: int) -> None:
    """Write into the centre's feed that so many members bought something, a member and a result each."""
    now = datetime.now(UTC)
    place = Place(enrolment.store_id, enrolment.device_id, CAMPAIGN, bytes.fromhex(enrolment.code_key), now)
    engine = central_engine(shop.central_url, bytes.fromhex(enrolment.central_key))
    with engine.connect() as connection:
        last = "SELECT max(position) FROM feed WHERE scope = ?"
        position = int(connection.exec_driver_sql(last, (scope,)).scalar_one())
    each = members(place, count)
    while some := tuple(islice(each, 250)):
        rows = [row for member in some for row in _rows(scope, member, now)]
        token = secrets.token_hex(16)
        placed = [row | {"position": position + n, "token": token} for n, row in enumerate(rows, 1)]
        position += len(rows)
        with engine.begin() as connection:
            connection.execute(insert(feed), placed)
    engine.dispose()


def _rows(scope: str, member: Member, now: datetime) -> Iterator[dict[str, Any]]:
    op_id = f"{int(member.member_id, 16) + 1:032d}"
    lot = Lot(f"{op_id}:lot", 33, 33, now + timedelta(days=365), member.home_store)
    bought = Entry(op_id, EntryKind.PURCHASE, now, member.home_store, member.kiosk, 33, amount_yen=3630)
    account = replace(member.account, lots=(*member.account.lots, lot))
    after = replace(member, account=account, history=(bought, *member.history), last_visit_on=now.date())
    result = OperationResult(op_id, Verdict.APPLIED)
    plain = {"scope": scope, "aggregate": None, "key": op_id, "version": 0, "body": b"", "op_id": op_id}
    yield plain | {
        "aggregate": AggregateKind.MEMBER,
        "key": member.member_id,
        "version": 2,
        "body": encode(after),
        "op_id": None,
        "result": None,
    }
    yield plain | {"result": encode(result)}
