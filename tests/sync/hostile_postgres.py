"""A chain on a PostgreSQL that is stopped at once, or whose lines break around COMMIT.

`python -m tests.sync.hostile_postgres --stops 200 --cuts 2000` does it often and lets the simulator's independent
checker look at chain and devices at the end.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.ports import Signer, Signers
from shared.application.record_purchase import PurchaseRecorded, record_purchase
from shared.central.applier import Applier
from shared.central.database import open_centre
from shared.domain.devices import DeviceKind
from shared.sync.device import OpenDevice
from shared.sync.loop import Away, Exchanged
from shared.sync.sql_central import SqlCentral
from tests.domain.small_shop import REASON
from tests.journeys.audit import Told, faults_of_a_chain
from tests.postgres import DURABLE, PostgresServer, installations
from tests.simulation.chance import swapped
from tests.sync.chain import Chain, join, now, sign_in
from tests.sync.cutting_proxy import Break, CuttingProxy

LEAST_MEMBERS: Final = 24
FAULTS_A_MEMBER: Final = 20
"""So that no member has more purchases than her row keeps, by which the checker knows them."""
LONGEST_LIFE_S: Final = 0.25
COMMITS_OF_AN_EXCHANGE: Final = 5


@dataclass(slots=True)
class Hostility:
    """What was done to the server, and what the device got done in spite of it."""

    stops: int = 0
    cuts: int = 0
    operations: int = 0
    away: int = 0


class Victim:
    """A tablet and an applier at work on so many members of a chain in `url`; they reach it by `through`."""

    def __init__(self, folder: Path, url: str, through: str, members: int) -> None:
        self._chain = Chain(folder / "chain", url)
        self._folder = self._chain.enrol("tablet", DeviceKind.TABLET, counter=True)
        self._tablet: OpenDevice = self._chain.open(self._folder)
        self._chain.settle(self._tablet)
        self._signer: Signer = sign_in(self._chain, self._tablet)
        self._members = [join(self._tablet, self._signer, f"n{n}").member_id for n in range(members)]
        self._chain.settle(self._tablet)
        self._tablet.sync.point_at(through)
        self._engine: Engine = open_centre(through, self._chain.secrets)
        self._applier = Applier(self._engine, now)
        self._told = Told()
        self.done = Hostility()

    def act(self, chance: random.Random) -> None:
        """Record something on the tablet."""
        member_id = chance.choice(self._members)
        if chance.random() < 0.5:
            answer: object = record_purchase(
                self._tablet.desk, self._signer, member_id, chance.randint(1, 30) * 100, None
            )
        else:
            points = chance.choice((-50, -10, 20, 70))
            answer = adjust_points(self._tablet.desk, Signers(self._signer), member_id, points, REASON, "")
        if not isinstance(answer, PurchaseRecorded | Adjusted):
            raise TypeError(answer)
        self._told.done.append(answer.op_id)
        self.done.operations += 1

    def exchange(self) -> None:
        """Exchange once; the centre may be away, and nothing else may be wrong."""
        with swapped(SqlCentral, "push", self._telling(SqlCentral.push)):
            report = self._tablet.sync.run_once()
        if not isinstance(report, Exchanged | Away):
            raise TypeError(report)
        self.done.away += isinstance(report, Away)

    def apply(self) -> None:
        """Apply a batch, unless the line breaks or the server is gone: then nothing of it has happened."""
        with suppress(OperationalError, InterfaceError):
            self._applier.apply_next()

    def faults(self) -> list[Any]:
        """Let everything settle on a good line, and return what the checker finds."""
        self._tablet.sync.point_at(self._chain.url)
        self._chain.settle(self._tablet)
        left, before = self._tablet.storage.waiting_count(), -1
        while left != before:
            self._chain.settle(self._tablet)
            left, before = self._tablet.storage.waiting_count(), left
        self._tablet.close()
        return list(faults_of_a_chain(self._chain, [self._folder], {self._folder: self._told}))

    def close(self) -> None:
        """Close every database."""
        self._engine.dispose()
        self._chain.close()

    def _telling(self, push: Callable[..., Any]) -> Callable[..., Any]:
        def telling(*given: Any) -> Any:  # noqa: ANN401  Head
            head = push(*given)
            self._told.acknowledged.append((head.seq, head.hash))
            return head

        return telling


def stop_often(victim: Victim, server: PostgresServer, times: int, chance: random.Random) -> None:
    """Stop the server at once, at any moment of the tablet's and the applier's work, and start it again."""
    over = threading.Event()
    faults: list[BaseException] = []

    def work(step: Callable[[], None]) -> Callable[[], None]:
        def go_on() -> None:
            try:
                while not over.is_set():
                    step()
            except BaseException as error:  # noqa: BLE001  told to the one who waits
                faults.append(error)

        return go_on

    def tablet() -> None:
        victim.act(chance)
        victim.exchange()

    threads = [threading.Thread(target=work(step)) for step in (tablet, victim.apply)]
    for thread in threads:
        thread.start()
    moments = random.Random(chance.random())
    try:
        for _ in range(times):
            time.sleep(moments.uniform(0, LONGEST_LIFE_S))
            server.stop("immediate")
            server.start()
            victim.done.stops += 1
    finally:
        over.set()
        for thread in threads:
            thread.join()
    if faults:
        raise faults[0]


def cut_often(victim: Victim, proxy: CuttingProxy, times: int, chance: random.Random) -> None:
    """Break the line around a COMMIT of an exchange, or of the applier, until it has happened so often."""
    while proxy.broken < times:
        victim.act(chance)
        proxy.arm(chance.choice(list(Break)), chance.randrange(COMMITS_OF_AN_EXCHANGE))
        if chance.random() < 2 / 3:
            victim.exchange()
        else:
            victim.apply()
        if chance.random() < 1 / 2:
            proxy.disarm()
            victim.exchange()
            victim.apply()
    proxy.disarm()
    victim.done.cuts = proxy.broken


@contextmanager
def durable_server() -> Iterator[PostgresServer]:
    """Run a server whose acknowledged commits survive its own end."""
    server = PostgresServer(installations()[0], DURABLE)
    try:
        yield server
    finally:
        server.close()


def be_hostile(folder: Path, server: PostgresServer, stops: int, cuts: int, seed: int) -> tuple[Hostility, list[Any]]:
    """Do both to one chain and return what was done and what is wrong afterwards."""
    url = server.make_database()
    chance = random.Random(seed)
    proxy = CuttingProxy(server.port)
    try:
        victim = Victim(folder, url, proxy.url(url), LEAST_MEMBERS + (stops + cuts) // FAULTS_A_MEMBER)
        try:
            cut_often(victim, proxy, cuts, chance)
            stop_often(victim, server, stops, chance)
            return victim.done, victim.faults()
        finally:
            victim.close()
    finally:
        proxy.close()


def main() -> int:
    """Run the command; 1 when something is lost, doubled or wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.sync.hostile_postgres", description=__doc__)
    parser.add_argument("--stops", type=int, default=200, metavar="N", help="immediate stops of the server (200)")
    parser.add_argument("--cuts", type=int, default=2000, metavar="N", help="lines broken around a COMMIT (2000)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="for the moments (0)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, durable_server() as server:
        done, faults = be_hostile(Path(folder), server, given.stops, given.cuts, given.seed)
    sys.stdout.write(
        f"{done.stops} immediate stops, {done.cuts} cuts around COMMIT, {done.operations} operations, "
        f"{done.away} exchanges broken: {len(faults)} things wrong.\n"
    )
    for fault in faults[:20]:
        sys.stdout.write(f"  {fault}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
