"""Kills tablets at named points and at random while they work and exchange, and looks at what is left."""

import random
import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle, product
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from shared.domain.devices import DeviceKind
from shared.wire.badge_keys import UnlockedKey
from tests.journeys.audit import Told, faults_of_a_chain, faults_of_a_device
from tests.journeys.killed_device import Moment, Orders, Point, Work, work_until_killed
from tests.journeys.power_cuts import let_pass
from tests.sync.chain import Chain, join, sign_in

MEMBERS: Final = 20
MOST_TIMES: Final = 3
FIRST_ROUND_S: Final = 0.06
LONGEST_ROUND_S: Final = 0.3


@dataclass(slots=True)
class Deaths:
    """How many, by point and at random, and how many operations survived them."""

    named: int = 0
    random: int = 0
    operations: int = 0


class Ward:
    """A chain whose one tablet is killed again and again."""

    def __init__(self, folder: Path) -> None:
        self._chain = Chain(folder / "chain", f"sqlite:///{folder / 'central.sqlite'}")
        self._tablet = self._chain.enrol("tablet", DeviceKind.TABLET, counter=True)
        device = self._chain.open(self._tablet)
        self._chain.settle(device)
        signer = sign_in(self._chain, device)
        assert isinstance(signer, UnlockedKey)
        self._person = signer
        self._members = tuple(join(device, signer, f"n{index}").member_id for index in range(MEMBERS))
        self._chain.settle(device)
        device.close()
        self._told = Told()
        # Two acts and an exchange take about so long: a random kill falls anywhere in them.
        self._round_s = FIRST_ROUND_S
        context = get_context("forkserver")
        context.set_forkserver_preload(["tests.journeys.killed_device", __name__, "pytest"])
        self._context = context

    def kill(self, times: int, chance: random.Random) -> Deaths:
        """Kill the tablet `times` times, half of them at named points, and look each time."""
        deaths = Deaths()
        points = cycle(product(Work, Moment))
        for number in range(times):
            point = None
            if number % 2:
                point = Point(*next(points), chance.randint(1, MOST_TIMES))
            self._kill_once(point, chance)
            if point is None:
                deaths.random += 1
            else:
                deaths.named += 1
            faults = faults_of_a_device(self._tablet, self._told)
            assert faults == [], (number, point, faults)
            self._chain.work()
        deaths.operations = len(self._told.done)
        return deaths

    def settle(self) -> None:
        """Let everything be exchanged, and let the independent checker look at it."""
        device = self._chain.open(self._tablet)
        for _ in range(2):
            self._chain.settle(device)
        device.close()
        findings = faults_of_a_chain(self._chain, [self._tablet], {self._tablet: self._told})
        assert findings == [], findings

    def close(self) -> None:
        """Close every database."""
        self._chain.close()

    def _kill_once(self, point: Point | None, chance: random.Random) -> None:
        orders = Orders(
            self._tablet,
            self._person.staff,
            self._person.key.private_bytes_raw(),
            self._members,
            chance.getrandbits(32),
            point,
        )
        heard, told = self._context.Pipe()
        process = self._context.Process(target=work_until_killed, args=(orders, told))
        with heard:
            process.start()
            told.close()
            self._listen(heard.recv())
            began = time.perf_counter()
            if point is None:
                let_pass(chance.uniform(0, self._round_s))
                process.kill()
            with suppress(EOFError, ConnectionError):
                while True:
                    said = heard.recv()
                    self._listen(said)
                    if said[0] == "round" and point is not None:
                        self._round_s = min(time.perf_counter() - began, LONGEST_ROUND_S)
                        self._chain.work()
                        heard.send("go on")
                        began = time.perf_counter()
            process.join()
            assert process.exitcode == -9, process.exitcode
            process.close()

    def _listen(self, said: tuple[str, int, str]) -> None:
        match said:
            case ("done", _, op_id):
                self._told.done.append(op_id)
            case ("acknowledged", seq, sealed) if seq:
                self._told.acknowledged.append((seq, sealed))
            case _:
                pass
