"""The sync thread: a centre that is absent, appears, goes, comes back, or breaks."""

import threading
from collections.abc import Callable

import pytest

from shared.domain.devices import DeviceKind
from shared.storage.engine import central_engine
from shared.storage.faults import DatabaseBusy
from shared.sync.device import OpenDevice, SystemClock
from shared.sync.loop import Away, Exchanged, Halted
from shared.sync.pace import Pace
from shared.sync.port import Cursor, Head, Sent, Standing
from shared.sync.runner import SyncRunner
from shared.sync.sql_central import SqlCentral
from shared.wire.envelope import Envelope
from tests.sync.chain import Chain, join, line_of, loop_of, sign_in

PATIENCE_S = 30


class Watch:
    """Lets a test wait until the runner's state is what it should be."""

    def __init__(self, runner: SyncRunner) -> None:
        self._runner = runner
        self._news = threading.Condition()
        runner.listen(self._heard)

    def until(self, arrived: Callable[[], bool]) -> None:
        """Wait for it; fail after half a minute."""
        with self._news:
            assert self._news.wait_for(arrived, PATIENCE_S), self._runner.report

    def _heard(self) -> None:
        with self._news:
            self._news.notify_all()


def test_a_device_starts_without_a_centre_and_finds_it_later(small_chain: Chain) -> None:
    chain = small_chain
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    watch = Watch(tablet.sync)
    tablet.sync.point_at(None)
    tablet.sync.start()
    assert tablet.sync.report is None
    tablet.sync.point_at(chain.url)
    watch.until(lambda: isinstance(tablet.sync.report, Exchanged))
    tablet.sync.point_at("postgresql://127.0.0.1:1/none")
    watch.until(lambda: isinstance(tablet.sync.report, Away))
    join(tablet, sign_in(chain, tablet))
    tablet.sync.point_at(chain.url)
    watch.until(lambda: isinstance(tablet.sync.report, Exchanged))
    tablet.sync.stop()
    chain.work()
    tablet.sync.start()
    watch.until(lambda: not tablet.storage.has_waiting())


def test_what_is_recorded_is_sent_without_being_asked(small_chain: Chain) -> None:
    chain = small_chain
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    watch = Watch(tablet.sync)
    tablet.sync.start()
    watch.until(lambda: isinstance(tablet.sync.report, Exchanged))
    signer = sign_in(chain, tablet)
    working = threading.Event()

    def centre() -> None:
        while not working.is_set():
            chain.work()

    thread = threading.Thread(target=centre)
    thread.start()
    join(tablet, signer)
    watch.until(lambda: not tablet.storage.has_waiting())
    working.set()
    thread.join()


class Stumbling(SqlCentral):
    """A line whose first exchange runs into a bug of ours."""

    stumbled = False

    def head(self) -> Head:
        if not self.stumbled:
            self.stumbled = True
            raise RuntimeError("a bug")
        return super().head()


def test_a_bug_does_not_end_the_exchange(small_chain: Chain) -> None:
    chain = small_chain
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    enrolment = tablet.enrolment

    def connect(url: str) -> Stumbling:
        engine = central_engine(url, bytes.fromhex(enrolment.central_key))
        return Stumbling(engine, enrolment.device_id, enrolment.epoch, SystemClock())

    runner = SyncRunner(loop_of(tablet), connect, chain.url, lambda: 0.5, lambda: False)
    watch = Watch(runner)
    runner.start()
    watch.until(lambda: isinstance(runner.report, Halted))
    runner.wake()
    watch.until(lambda: isinstance(runner.report, Exchanged))
    runner.stop()


def test_a_disk_that_stumbles_between_two_exchanges_does_not_end_them(small_chain: Chain) -> None:
    chain = small_chain
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    faults = iter([DatabaseBusy("held by a backup")])
    asked = threading.Semaphore(0)

    def is_waiting() -> bool:
        asked.release()
        for fault in faults:
            raise fault
        return False

    runner = SyncRunner(loop_of(tablet), lambda _url: line_of(chain, tablet), chain.url, lambda: 0.5, is_waiting)
    runner.start()
    assert asked.acquire(timeout=PATIENCE_S)
    runner.wake()
    assert asked.acquire(timeout=PATIENCE_S), "the thread is gone"
    runner.stop()


@pytest.mark.parametrize("address", ["foo", "postgresql://host:port/garapon", "", "sqlite://"])
def test_an_address_that_is_none_is_no_end(small_chain: Chain, address: str) -> None:
    chain = small_chain
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    watch = Watch(tablet.sync)
    tablet.sync.point_at(address)
    tablet.sync.start()
    watch.until(lambda: isinstance(tablet.sync.report, Halted))
    tablet.sync.point_at(chain.url)
    watch.until(lambda: isinstance(tablet.sync.report, Exchanged))
    tablet.sync.stop()


class Stopped(threading.Event):
    """An event that `stop` sets in the worst moment: just before it is cleared."""

    def __init__(self, stop: Callable[[], None]) -> None:
        super().__init__()
        self._stop = stop

    def clear(self) -> None:
        self._stop()
        super().clear()


def test_a_stop_is_never_slept_over(small_chain: Chain) -> None:
    chain = small_chain
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    slow = Pace(idle_ms=60_000)
    runner = SyncRunner(
        loop_of(tablet), lambda _url: line_of(chain, tablet), chain.url, lambda: 0.5, lambda: False, slow
    )

    def stop() -> None:
        runner._stopping.set()
        runner._wanted.set()

    runner._wanted = Stopped(stop)
    runner.start()
    thread = runner._thread
    assert thread is not None
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


class Noted(SqlCentral):
    """A line that notes in which of its exchanges it waited and sent."""

    def __init__(self, chain: Chain, device: OpenDevice) -> None:
        enrolment = device.enrolment
        engine = central_engine(chain.url, bytes.fromhex(enrolment.central_key))
        super().__init__(engine, enrolment.device_id, enrolment.epoch, SystemClock())
        self.exchanges = 0
        self.waited_in: list[int] = []
        self.sent_in: list[int] = []
        self.waits = threading.Event()

    def standing(self) -> Standing | None:
        self.exchanges += 1
        return super().standing()

    def push(self, operations: tuple[Envelope, ...], sent: Sent) -> Head:
        self.sent_in.append(self.exchanges)
        return super().push(operations, sent)

    def wait(self, cursors: tuple[Cursor, ...], timeout_ms: int, is_wanted: Callable[[], bool]) -> frozenset[str]:
        self.waited_in.append(self.exchanges)
        self.waits.set()
        return super().wait(cursors, timeout_ms, is_wanted)


def test_a_line_that_stands_by_takes_a_question_without_being_opened_for_it(chain: Chain) -> None:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    line = Noted(chain, tablet)
    waiting = tablet.storage.has_waiting
    runner = SyncRunner(loop_of(tablet), lambda _: line, chain.url, lambda: 0.5, waiting, is_asking=waiting)
    watch = Watch(runner)
    runner.start()
    watch.until(lambda: isinstance(runner.report, Exchanged))
    signer = sign_in(chain, tablet)
    runner.expect_question(PATIENCE_S * 1000)
    assert line.waits.wait(PATIENCE_S)
    join(tablet, signer)
    runner.expect_answer(PATIENCE_S * 1000)
    told = threading.Event()
    runner.listen(lambda: None if tablet.storage.has_waiting() else told.set())
    while not told.wait(0.05):
        chain.work()
    runner.stop()
    assert line.sent_in == line.waited_in[:1]
