"""A tablet that works, exchanges, and is killed: at a named point by itself, at random by whoever started it."""

import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.engine.default import DefaultDialect

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.ports import Signers
from shared.application.record_purchase import PurchaseRecorded, record_purchase
from shared.domain.staff import StaffMember
from shared.storage.device_storage import DeviceStorage
from shared.storage.transaction import DeviceTransaction
from shared.sync.device import OpenDevice, open_device
from shared.sync.sql_central import SqlCentral
from shared.wire.badge_keys import UnlockedKey
from tests.domain.small_shop import REASON

ACTS_BETWEEN_EXCHANGES: Final = 2


class Work(StrEnum):
    """What a tablet is at when it dies."""

    ACT = "act"
    PUSH = "push"
    TAKE_IN = "take_in"


class Moment(StrEnum):
    """When within it: before it begins, just before it is durable, just after."""

    BEFORE = "before"
    COMMITTING = "committing"
    COMMITTED = "committed"


@dataclass(frozen=True, slots=True)
class Point:
    """A named point: the `time`-th such work or the first behind it that gets there, and the moment in it."""

    work: Work
    moment: Moment
    time: int


@dataclass(frozen=True, slots=True)
class Orders:
    """What the process is to do: on which device, as whom, for which members, and where to die (None: go on)."""

    folder: Path
    staff: StaffMember
    key: bytes
    members: tuple[str, ...]
    seed: int
    point: Point | None


def work_until_killed(orders: Orders, told: Connection) -> None:
    """Work and tell of each operation once it is done, and of each head that the centre has acknowledged.

    After each exchange it waits for a word: whoever listens lets the centre work.
    """
    device = open_device(orders.folder)
    if orders.point is not None:
        _die_at(orders.point)
    _tell_of_heads(told)
    person = UnlockedKey(orders.staff, Ed25519PrivateKey.from_private_bytes(orders.key))
    chance = random.Random(orders.seed)
    told.send(("ready", 0, ""))
    while True:
        for _ in range(ACTS_BETWEEN_EXCHANGES):
            told.send(("done", 0, _act(device, person, orders.members, chance)))
        device.sync.run_once()
        told.send(("round", 0, ""))
        told.recv()


def _act(device: OpenDevice, person: UnlockedKey, members: tuple[str, ...], chance: random.Random) -> str:
    member_id = chance.choice(members)
    if chance.random() < 0.5:
        bought = record_purchase(device.desk, person, member_id, chance.randint(1, 30) * 100, None)
        assert isinstance(bought, PurchaseRecorded), bought
        return bought.op_id
    points = chance.choice((-50, -10, 20, 70))
    adjusted = adjust_points(device.desk, Signers(person), member_id, points, REASON, "")
    assert isinstance(adjusted, Adjusted), adjusted
    return adjusted.op_id


def _tell_of_heads(told: Connection) -> None:
    push = SqlCentral.push

    def telling(line: SqlCentral, *given: Any) -> Any:  # noqa: ANN401  Head
        head = push(line, *given)
        told.send(("acknowledged", head.seq, head.hash))
        return head

    setattr(SqlCentral, "push", telling)  # noqa: B010  a type checker would want every parameter


def _die_at(point: Point) -> None:
    """Arm the point: only the commit that belongs to the named work counts."""
    places: dict[Work, tuple[type[Any], str]] = {
        Work.ACT: (DeviceTransaction, "commit"),
        Work.PUSH: (SqlCentral, "push"),
        Work.TAKE_IN: (DeviceStorage, "take_in"),
    }
    kind, name = places[point.work]
    really: Callable[..., Any] = getattr(kind, name)
    commit: Callable[..., Any] = DefaultDialect.do_commit
    times = 0
    armed = False

    def working(*given: Any) -> Any:  # noqa: ANN401  whatever it answers
        nonlocal times, armed
        times += 1
        # Not every one of them commits: a page may be empty.
        armed = times >= point.time
        if armed and point.moment is Moment.BEFORE:
            _die()
        try:
            return really(*given)
        finally:
            armed = False

    def do_commit(dialect: DefaultDialect, connection: Any) -> None:  # noqa: ANN401  the pool's
        if armed and point.moment is Moment.COMMITTING:
            _die()
        commit(dialect, connection)
        if armed and point.moment is Moment.COMMITTED:
            _die()

    setattr(kind, name, working)
    DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemExit
