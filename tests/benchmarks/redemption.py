"""From the tap on a reward to the centre's yes on the kiosk, while fifty devices are busy with the same server."""

import multiprocessing
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import make_url

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.ports import Signers
from shared.application.redeem import (
    Asked,
    Redeemed,
    StillAsked,
    TypedPin,
    ask_for,
    prepare_to_ask,
    read_answer,
    read_rewards,
)
from shared.central.bell import Bell
from shared.central.database import open_centre
from shared.central.member_pins import PinDesk
from shared.central.office import add_device
from shared.central.secrets_file import load_secrets
from shared.central.serve import CentreLoop, utc_now
from shared.domain.devices import DeviceKind
from shared.domain.operations import RecordVisit
from shared.storage.engine import postgres_engine
from shared.sync.device import OpenDevice, SystemClock
from shared.sync.port import Cursor, Sent
from shared.sync.sql_central import SqlCentral
from shared.wire.enrolment import Enrolment
from shared.wire.feed import Audience, store_scope
from shared.wire.keys import device_keys
from tests.benchmarks.chain import BOOT, Author
from tests.benchmarks.measuring import Row, Scale, milliseconds, percentile, tell
from tests.benchmarks.shop import Shops
from tests.domain.small_shop import KETTLE, REASON, STORE, TOWEL
from tests.postgres import DURABLE, PostgresServer, installations
from tests.sync.chain import Chain, greet, join, sign_in

BUSY_DEVICES: Final = 50
BUSY_EVERY_S: Final = 1.0
LIMIT_MS: Final = 150
CHOOSING_S: Final = 0.7
"""How long the quickest shopper looks at her rewards before she taps one: the line is opened meanwhile."""
PIN: Final = "2580"
_CHANNEL: Final = "floor"


@dataclass(frozen=True, slots=True)
class _Sample:
    """Milliseconds of every question, without a PIN and with one."""

    plain: list[float]
    with_pin: list[float]


def measure(_shops: Shops, scale: Scale) -> tuple[Row, ...]:
    """Ask for rewards again and again; beside it, a row and a notice there and back by psycopg alone."""
    server = PostgresServer(installations()[0], DURABLE)
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = server.make_database()
            sample, floor = _measure(url, Path(folder, "chain"), scale.redemptions)
    finally:
        server.close()
    floor_ms = percentile(floor, 0.99)
    return (
        Row("redemption, tap to yes, p99", "ms", percentile(sample.plain, 0.99), floor_ms, LIMIT_MS),
        Row("redemption with a PIN, tap to yes, p99", "ms", percentile(sample.with_pin, 0.99), floor_ms, LIMIT_MS),
    )


def _measure(url: str, folder: Path, count: int) -> tuple[_Sample, list[float]]:
    chain = Chain(folder, url)
    with ExitStack() as ends:
        ends.callback(chain.close)
        kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK))
        member_id, others = _prepare(chain, kiosk, count)
        tell(f"a centre, and {BUSY_DEVICES} devices that exchange every {BUSY_EVERY_S:g} s")
        busy = [
            add_device(chain.engine, chain.secrets, url, (STORE, DeviceKind.KIOSK, f"busy {n}"), utc_now())
            for n in range(BUSY_DEVICES)
        ]
        stop = multiprocessing.Event()
        for target, given in ((_serve, (url, folder)), (_keep_busy, (url, busy, others))):
            process = multiprocessing.Process(target=target, args=(*given, stop))
            process.start()
            ends.callback(process.join)
        ends.callback(stop.set)
        heard = threading.Event()
        kiosk.sync.listen(heard.set)
        kiosk.sync.start()
        tell(f"asking {2 * count} times")
        _ask(kiosk, heard, member_id, KETTLE, TypedPin(PIN, choosing=True))
        plain = [_tap(kiosk, heard, member_id, TOWEL) for _ in range(count)]
        with_pin = [_tap(kiosk, heard, member_id, KETTLE, TypedPin(PIN, choosing=False)) for _ in range(count)]
        floor = _floor(url, 2 * count)
    return _Sample(plain, with_pin), floor


def _prepare(chain: Chain, kiosk: OpenDevice, count: int) -> tuple[str, list[str]]:
    """Return the member who asks, with points enough, and one for each busy device."""
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    chain.settle(kiosk, tablet)
    signer = sign_in(chain, tablet)
    member = join(tablet, signer)
    for _ in range(count * 380 // 1_000 + 2):
        given = adjust_points(tablet.desk, Signers(signer), member.member_id, 1_000, REASON, "")
        assert isinstance(given, Adjusted), given
    others = [join(tablet, signer).member_id for _ in range(BUSY_DEVICES)]
    chain.settle(tablet, kiosk)
    greet(kiosk, member.card_code)
    chain.settle(kiosk)
    return member.member_id, others


def _tap(kiosk: OpenDevice, heard: threading.Event, member_id: str, reward: str, pin: TypedPin | None = None) -> float:
    """Open the page, choose for a moment, and return how long the answer takes from the tap."""
    assert read_rewards(kiosk.desk, member_id) is not None
    prepare_to_ask(kiosk.desk)
    time.sleep(CHOOSING_S)
    return milliseconds(_ask, kiosk, heard, member_id, reward, pin)


def _ask(kiosk: OpenDevice, heard: threading.Event, member_id: str, reward: str, pin: TypedPin | None = None) -> None:
    asked = ask_for(kiosk.desk, member_id, reward, pin)
    assert isinstance(asked, Asked), asked
    while True:
        answer = read_answer(kiosk.desk, asked)
        if not isinstance(answer, StillAsked):
            break
        heard.wait(0.5)
        heard.clear()
    assert isinstance(answer, Redeemed), answer


def _serve(url: str, folder: Path, stop: Event) -> None:
    chain = load_secrets(folder)
    engine = open_centre(url, chain)
    bell = Bell()
    pins = PinDesk(engine, bytes.fromhex(chain.member_pin_key))
    pins.found = bell.ring

    def end() -> None:
        stop.wait()
        bell.stop()

    threading.Thread(target=end, daemon=True).start()
    with bell.listening(engine):
        CentreLoop(engine, utc_now, bell.wait, pins=pins).run()
    pins.close()


def _keep_busy(url: str, busy: list[Enrolment], members: list[str], stop: Event) -> None:
    threads = [
        threading.Thread(target=_exchange, args=(url, each, member_id, place * BUSY_EVERY_S / len(busy), stop))
        for place, (each, member_id) in enumerate(zip(busy, members, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _exchange(url: str, enrolment: Enrolment, member_id: str, offset_s: float, stop: Event) -> None:
    """Push a visit and read a page of the feed, each time over a fresh connection, as devices do."""
    author = Author(enrolment, device_keys(bytes.fromhex(enrolment.secret)))
    line = SqlCentral(postgres_engine(url), enrolment.device_id, enrolment.epoch, SystemClock())
    cursor = Cursor(store_scope(STORE, Audience.KIOSK), 0, "")
    today = datetime.now(ZoneInfo("Asia/Tokyo")).date()
    stop.wait(offset_s)
    while not stop.wait(BUSY_EVERY_S):
        author.queue = []
        author.write(RecordVisit(member_id, today), datetime.now(UTC))
        line.push(tuple(author.queue), Sent(time.monotonic_ns() // 1_000_000, BOOT))
        line.pull(cursor, 20)
        line.hang_up()
    line.close()


def _floor(url: str, count: int) -> list[float]:
    """Time a row and a notice to another connection, and a row and a notice back."""
    raw = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(raw, autocommit=True) as asking, psycopg.connect(raw, autocommit=True) as answering:
        asking.execute("CREATE TABLE floor (id bigint GENERATED ALWAYS AS IDENTITY, body bytea)")
        asking.execute(f"LISTEN {_CHANNEL}_back")
        answering.execute(f"LISTEN {_CHANNEL}")

        def answer() -> None:
            # While a connection hands out its notices it does nothing else.
            for _ in range(count):
                assert any(True for _ in answering.notifies(timeout=10, stop_after=1))
                _insert(answering, f"{_CHANNEL}_back")

        thread = threading.Thread(target=answer)
        thread.start()
        figures = [milliseconds(_there_and_back, asking) for _ in range(count)]
        thread.join()
    return figures


def _there_and_back(connection: psycopg.Connection) -> None:
    _insert(connection, _CHANNEL)
    assert any(True for _ in connection.notifies(timeout=10, stop_after=1))


def _insert(connection: psycopg.Connection, channel: str) -> None:
    with connection.transaction():
        connection.execute("INSERT INTO floor (body) VALUES (%s)", (bytes(600),))
        connection.execute("SELECT pg_notify(%s, '')", (channel,))
