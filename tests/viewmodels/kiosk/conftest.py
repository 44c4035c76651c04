"""A kiosk's view models over a real device, with a clock, a pulse and a lane that tests move by hand."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.viewmodels.app import AppViewModel
from kiosk.viewmodels.pulse import Pulse
from kiosk.viewmodels.rows import RowKind
from shared.application.identify import IdentifyMember
from shared.application.ports import Desk, Storage, Transaction
from shared.qt.jobs import InlineExecutor, Lane
from shared.sync.device import OpenDevice
from tests.fakes import StillClock
from tests.kiosk_shop import KioskShop, build


class Switch:
    """The device's storage, until a fault is switched on."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.fault: Exception | None = None

    def begin(self) -> AbstractContextManager[Transaction]:
        if self.fault is not None:
            raise self.fault
        return self._storage.begin()

    def read(self) -> AbstractContextManager[Transaction]:
        if self.fault is not None:
            raise self.fault
        return self._storage.read()


class Bench:
    """A kiosk's screen without a screen."""

    def __init__(
        self,
        device: OpenDevice,
        executor: Executor | None = None,
        change: Callable[[Desk], Desk] = lambda desk: desk,
    ) -> None:
        self.clock = StillClock(datetime.now(UTC))
        self.switch = Switch(device.desk.storage)
        self.prepared: list[int] = []
        self.desk: Desk = change(
            replace(device.desk, clock=self.clock, storage=self.switch, expect_question=self.prepared.append)
        )
        self.pulse = Pulse()
        self.lane = Lane("bench", executor or InlineExecutor())
        self.app = AppViewModel(self.desk, IdentifyMember(self.desk), self.lane, self.pulse, lambda: 0.5, "ja")
        self.sounds: list[str] = []
        self.app.sounded.connect(self.sounds.append)
        self.app.refresh()

    def wait(self, seconds: float) -> None:
        """Let time go by and the pulse beat."""
        self.clock.pass_ms(round(seconds * 1000))
        self.pulse.beat.emit()

    def turn(self, symbol: str = "sun") -> None:
        """Turn the drum and let the ball fall."""
        self.app.wheel.turn(symbol)
        for index in range(len(self.app.wheel.kinds)):
            self.app.wheel.ballFallen(index)
        self.app.wheel.finished()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> KioskShop:
    """Return the shop that every kiosk test copies."""
    return build(tmp_path_factory.mktemp("kiosk-shop"))


@pytest.fixture
def device(shop: KioskShop, tmp_path: Path) -> Iterator[OpenDevice]:
    opened = shop.open_copy(tmp_path / "kiosk")
    yield opened
    opened.close()


@pytest.fixture
def make_bench(qapp: QGuiApplication, device: OpenDevice) -> Callable[..., Bench]:
    """Return a maker of benches over one device, as after a restart of the program."""
    return partial(Bench, device)


@pytest.fixture
def bench(make_bench: Callable[..., Bench]) -> Bench:
    return make_bench()


def prize_rows(app: AppViewModel) -> list[int]:
    """Return which rows of the home page are prizes to collect."""
    return [row.number for row in app.home.rows.rows if row.kind == RowKind.PRIZE]
