"""What operators see of a centre: its status, the same for Prometheus, signs of life, a pause in lending."""

import json
import os
import socket
import stat
import threading
from configparser import RawConfigParser
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from shared.central import schema
from shared.central.database import reading, writing
from shared.central.generations import begin_generation
from shared.central.heartbeat import SEEN_EVERY_S, Heartbeat
from shared.central.lending import LendingPause, PauseReason, lending_pause, pause_lending, resume_lending
from shared.central.metrics import metrics_text
from shared.central.metrics_file import MetricsFile
from shared.central.serve import CentreLoop
from shared.central.status import centre_books, centre_status
from shared.central.unit_file import unit_text
from shared.domain.devices import DeviceKind
from shared.domain.operations import RecordVisit
from shared.runtime.systemd import ServiceManager
from shared.wire.envelope import GENESIS
from tests.central.chain import Chain
from tests.central.prometheus import read_metrics
from tests.domain.small_shop import NOON

SILENT = ServiceManager({}, 0)


def busy(chain: Chain) -> str:
    """Make a chain with a member, drums, a queue that waits and a held operation; return the kiosk's id."""
    kiosk, tablet = chain.device(), chain.device(DeviceKind.TABLET, counter=True)
    member = chain.enrol(tablet, chain.person("assistant"))
    chain.deliver(("gold", 3), ("red", 6))
    kiosk.send(RecordVisit("f" * 32, NOON.date()))
    chain.settle()
    chain.now += timedelta(seconds=90)
    kiosk.send(RecordVisit(member, NOON.date()))
    chain.now += timedelta(seconds=30)
    return kiosk.device_id


def test_the_status_counts_what_waits(chain: Chain) -> None:
    kiosk_id = busy(chain)
    with reading(chain.engine) as connection:
        status, books = centre_status(connection, chain.now), centre_books(connection)
    kiosk, tablet = status.devices
    assert (kiosk.device_id, kiosk.stored_seq, kiosk.applied_seq, kiosk.waiting) == (kiosk_id, 2, 1, 1)
    assert kiosk.waiting_s == 30
    assert kiosk.last_received_at == chain.now - timedelta(seconds=30)
    assert (tablet.stored, tablet.waiting, tablet.waiting_s) == (1, 0, None)
    assert (status.held, books.members) == (1, 1)
    assert (status.serving_since, status.last_backup_at, status.lending_paused) == (None, None, None)


def test_a_later_epoch_of_a_device_is_a_queue_of_its_own(chain: Chain) -> None:
    kiosk = chain.device()
    kiosk.send(RecordVisit("f" * 32, NOON.date()))
    kiosk.send(RecordVisit("f" * 32, NOON.date()))
    chain.settle()
    second = {"device_id": kiosk.device_id, "epoch": 2, "applied_seq": 0, "applied_hash": GENESIS}
    with writing(chain.engine) as connection:
        connection.execute(insert(schema.progress).values(second))
    kiosk.enrolment = replace(kiosk.enrolment, epoch=2)
    kiosk.seq, kiosk.prev_hash = 0, GENESIS
    draft = replace(kiosk.draft(RecordVisit("f" * 32, NOON.date())), op_id="e" * 32)
    kiosk.send_draft(draft)
    with reading(chain.engine) as connection:
        (device,) = centre_status(connection, chain.now).devices
    assert (device.epoch, device.stored_seq, device.applied_seq) == (2, 1, 0)
    assert (device.stored, device.waiting) == (3, 1)


def test_prometheus_reads_the_same_figures(chain: Chain) -> None:
    busy(chain)
    with reading(chain.engine) as connection:
        status, books = centre_status(connection, chain.now), centre_books(connection)
    samples = read_metrics(metrics_text(status, books))
    kiosk = frozenset({("device", "1"), ("store", "ginza"), ("kind", "kiosk"), ("label", "kiosk of ginza")})
    assert samples["garapon_device_operations_waiting", kiosk] == 1
    assert samples["garapon_device_waiting_seconds", kiosk] == 30
    assert samples["garapon_device_last_received_timestamp_seconds", kiosk] == chain.now.timestamp() - 30
    assert samples["garapon_operations_held", frozenset()] == 1
    assert samples["garapon_members", frozenset()] == 1
    assert samples["garapon_database_up", frozenset()] == 1
    gold = {("store", "ginza"), ("campaign", "wheel"), ("prize", "gold")}
    pieces = {place: samples["garapon_stock_pieces", frozenset(gold | {("place", place)})] for place in STOCK_PLACES}
    assert pieces["delivered"] == sum(count for place, count in pieces.items() if place != "delivered") == 3
    assert all(name.startswith("garapon_") for name, _ in samples)


STOCK_PLACES = ("delivered", "in_drums", "awarded", "returned", "written_off", "free")


def test_a_label_can_say_anything(sqlite_chain: Chain) -> None:
    sqlite_chain.device()
    with reading(sqlite_chain.engine) as connection:
        status = centre_status(connection, NOON)
    label = 'Kiosk "by\\the\nlift" 1階\r'
    odd = replace(status, devices=(replace(status.devices[0], label=label),))
    labels = {label for _, labels in read_metrics(metrics_text(odd, None)) for name, label in labels if name == "label"}
    assert labels == {'Kiosk "by\\the\nlift" 1階 '}


def test_a_database_that_is_away_is_in_the_file(sqlite_chain: Chain, tmp_path: Path) -> None:
    file = tmp_path / "garapon.prom"
    metrics = MetricsFile(sqlite_chain.engine, lambda: NOON, file)
    metrics.write()
    assert read_metrics(file.read_text())["garapon_database_up", frozenset()] == 1
    sqlite_chain.close()
    database = tmp_path / "central.sqlite"
    database.rename(tmp_path / "elsewhere")
    database.mkdir()
    metrics.write()
    assert read_metrics(file.read_text()) == {("garapon_database_up", frozenset()): 0}
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert [path.name for path in tmp_path.glob("*garapon.prom*")] == ["garapon.prom"]


def test_the_file_is_never_half_there(sqlite_chain: Chain, tmp_path: Path) -> None:
    file = tmp_path / "garapon.prom"
    metrics = MetricsFile(sqlite_chain.engine, lambda: NOON, file)
    metrics.write()
    rounds = iter(range(40))
    thread = threading.Thread(target=metrics.keep, args=(lambda _seconds: next(rounds, None) is None,))
    thread.start()
    while thread.is_alive():
        read_metrics(file.read_text())
    thread.join()


def test_sums_are_not_added_up_at_each_writing(sqlite_chain: Chain, tmp_path: Path) -> None:
    chain, file = sqlite_chain, tmp_path / "garapon.prom"
    tablet, assistant = chain.device(DeviceKind.TABLET), chain.person("assistant")
    metrics = MetricsFile(chain.engine, lambda: chain.now, file)
    metrics.write()
    chain.enrol(tablet, assistant)
    metrics.write()
    assert read_metrics(file.read_text())["garapon_members", frozenset()] == 0
    chain.now += timedelta(minutes=5)
    metrics.write()
    assert read_metrics(file.read_text())["garapon_members", frozenset()] == 1


def test_who_serves_is_seen_from_elsewhere(chain: Chain) -> None:
    clock = [0.0]
    heartbeat = Heartbeat(chain.engine, lambda: chain.now, SILENT, lambda: clock[0])
    CentreLoop(chain.engine, lambda: chain.now, lambda _seconds: True, heartbeat).run()
    started = chain.now
    assert serving(chain) == (started, started)
    clock[0] += SEEN_EVERY_S / 2
    chain.now += timedelta(seconds=5)
    heartbeat.show()
    assert serving(chain) == (started, started)
    clock[0] += SEEN_EVERY_S
    heartbeat.show()
    assert serving(chain) == (started, chain.now)
    seen = chain.now
    chain.now += timedelta(minutes=2)
    assert serving(chain) == (None, seen)
    heartbeat.leave()
    assert serving(chain) == (None, None)


def serving(chain: Chain) -> tuple[datetime | None, datetime | None]:
    with reading(chain.engine) as connection:
        status = centre_status(connection, chain.now)
    return status.serving_since, status.serving_seen_at


def test_the_watchdog_is_fed_by_the_loop_also_while_the_database_is_away(sqlite_chain: Chain, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.setblocking(False)
        service = ServiceManager({"NOTIFY_SOCKET": ear.getsockname(), "WATCHDOG_USEC": "30000000"}, os.getpid())
        clock = [0.0]
        heartbeat = Heartbeat(sqlite_chain.engine, lambda: NOON, service, lambda: clock[0])
        sqlite_chain.close()
        (tmp_path / "central.sqlite").rename(tmp_path / "elsewhere")
        (tmp_path / "central.sqlite").mkdir()
        rounds = iter([6.0, 6.0, 6.0])

        def wait(_seconds: float) -> bool:
            span = next(rounds, None)
            clock[0] += span or 0
            return span is None

        CentreLoop(sqlite_chain.engine, lambda: NOON, wait, heartbeat).run()
        assert [ear.recv(100), ear.recv(100)] == [b"WATCHDOG=1"] * 2
        with pytest.raises(BlockingIOError):
            ear.recv(100)


def test_while_lending_pauses_no_drum_is_cut(chain: Chain) -> None:
    chain.device()
    with writing(chain.engine) as connection:
        begin_generation(connection, NOON, "restored")
        pause_lending(connection, PauseReason.ASKED, NOON + timedelta(hours=1))
        assert lending_pause(connection) == LendingPause(PauseReason.RESTORED, NOON)
    chain.deliver(("gold", 3), ("red", 6))
    chain.settle()
    assert chain.rows(schema.drum) == []
    with reading(chain.engine) as connection:
        status = centre_status(connection, chain.now)
    assert status.lending_paused == "restored"
    assert read_metrics(metrics_text(status, None))["garapon_lending_paused", frozenset()] == 1
    with writing(chain.engine) as connection:
        assert resume_lending(connection, NOON)
        assert not resume_lending(connection, NOON)
    chain.settle()
    assert len(chain.rows(schema.drum)) > 0
    assert [row.action for row in chain.rows(schema.audit) if row.action.startswith("lending")] == [
        "lending_paused",
        "lending_resumed",
    ]


def test_the_unit_is_one_that_systemd_reads() -> None:
    unit = RawConfigParser(strict=True, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(unit_text(Path("/opt/my shop/50%/garapon-central"), Path("/var/lib/garapon"), "garapon"))
    service = unit["Service"]
    assert service["Type"] == "notify"
    assert int(service["WatchdogSec"]) >= 30
    assert service["ExecStart"].startswith(r"/opt/my\x20shop/50%%/garapon-central serve --data /var/lib/garapon")
    assert "postgresql://" not in unit_text(Path("/g"), Path("/d"), "garapon")


def test_the_status_is_json_for_programs(chain: Chain) -> None:
    busy(chain)
    from shared.central.commands.looking import status_json

    with reading(chain.engine) as connection:
        told = json.loads(status_json(centre_status(connection, chain.now), centre_books(connection)))
    assert told["held"] == 1
    assert told["members"] == 1
    assert told["devices"][0]["waiting_s"] == 30
    assert datetime.fromisoformat(told["devices"][0]["last_received_at"]).tzinfo is not None
