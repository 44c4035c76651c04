"""Several serving processes: one works, the others stand by, and one that was taken for dead can't write any more."""

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from shared.central import schema
from shared.central.database import Deposed, open_centre, writing
from shared.central.seat import Seat
from shared.central.serve import STAND_BY_S, CentreLoop
from shared.domain.devices import DeviceKind
from shared.domain.operations import AdjustPoints
from tests.architecture.house import ROOT
from tests.central.chain import Chain, HandMadeDevice
from tests.domain.small_shop import REASON

LOOKS = 600


class Till:
    """A tablet that adds points to a member's account."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.tablet: HandMadeDevice = chain.device(DeviceKind.TABLET, counter=True)
        self.assistant = chain.person("assistant")
        self.member_id = chain.enrol(self.tablet, self.assistant)

    def add(self) -> str:
        return self.tablet.send(AdjustPoints(self.member_id, 1, REASON, ""), self.assistant)

    @property
    def answered(self) -> int:
        return len(self.chain.rows(schema.op_result)) - 1


@contextmanager
def seats(chain: Chain, count: int) -> Iterator[list[Seat]]:
    """Give seats as so many processes have them."""
    engines = [open_centre(chain.url, chain.secrets) for _ in range(count)]
    taken = [Seat(engine) for engine in engines]
    yield taken
    for seat, engine in zip(taken, engines, strict=True):
        seat.leave()
        engine.dispose()


def test_one_has_the_seat_until_it_leaves(chain: Chain) -> None:
    with seats(chain, 2) as (first, second):
        assert first.take() is not None
        assert second.take() is None
        first.leave()
        assert second.take() is not None
        assert first.take() is None


def test_who_was_taken_for_dead_writes_nothing(chain: Chain) -> None:
    with seats(chain, 2) as (first, second):
        early = first.take()
        assert early is not None
        _cut(chain, first)
        late = second.take()
        assert late is not None
        with pytest.raises(Deposed), writing(early) as connection:
            connection.execute(text("UPDATE writer SET term = 99"))
        with writing(late):
            pass
        with writing(chain.engine):
            pass


def test_a_loop_stands_by_works_and_stands_back(chain: Chain) -> None:
    till = Till(chain)
    with seats(chain, 3) as (ours, other, third):
        assert other.take() is not None
        waits: list[float] = []

        def wait(seconds: float) -> bool:
            waits.append(seconds)
            match len(waits):
                case 1:
                    assert till.answered == 0
                    _cut(chain, other)
                case 2:
                    assert till.answered == 1
                    # Somebody takes over while this process sleeps, and it wakes up with work to do.
                    _cut(chain, ours)
                    assert third.take() is not None
                    till.add()
                case _:
                    assert till.answered == 1
            return len(waits) == 4

        till.add()
        CentreLoop(chain.engine, lambda: chain.now, wait, seat=ours).run()
        assert waits[0] == waits[2] == waits[3] == STAND_BY_S


def _cut(chain: Chain, seat: Seat) -> None:
    """Let the system take a lock away whose holder thinks that it still has it."""
    if chain.engine.dialect.name == "sqlite":
        held = seat._lock._held  # type: ignore[attr-defined]
        held.release()
        seat._lock._held = None  # type: ignore[attr-defined]
        return
    with chain.engine.connect() as connection:
        pid = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted"
        connection.execute(text(f"SELECT pg_terminate_backend(pid, 5000) FROM ({pid}) AS holder"))


def test_a_killed_process_is_followed_by_the_one_that_stood_by(chain: Chain, tmp_path: Path) -> None:
    till = Till(chain)
    folders = [tmp_path / "centre", tmp_path / "second"]
    shutil.copytree(folders[0], folders[1])
    with _serving(chain, folders[0]) as first:
        till.add()
        _until(lambda: till.answered == 1)
        with _serving(chain, folders[1]) as second:
            assert second.stderr is not None
            assert "standing_by" in second.stderr.readline()
            first.kill()
            first.wait()
            till.add()
            assert "took_over" in second.stderr.readline()
            # What is in work is finished first.
            second.send_signal(signal.SIGTERM)
            assert second.wait() == 0
    assert till.answered == 2
    assert chain.member(till.member_id).account.balance_points == 2


@contextmanager
def _serving(chain: Chain, data: Path) -> Iterator[subprocess.Popen[str]]:
    """Serve in a process of its own, from the moment on at which it says so."""
    words = ("-m", "shared.central", "serve", "--data", str(data), "--central", chain.url)
    with subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "Serving. Ctrl-C ends it.\n"
            yield process
        finally:
            process.kill()


def _until(happened: Callable[[], bool]) -> None:
    looks = threading.Event()
    for _ in range(LOOKS):
        if happened():
            return
        looks.wait(0.1)
    pytest.fail("it never happened")
