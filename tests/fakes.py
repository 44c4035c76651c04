"""Small real classes that stand in for the outside where tests need to hold it still."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from shared.application.ports import Desk, DeviceNotReady, Transaction
from shared.domain.hunts import SpotContent
from shared.domain.joining import Told
from shared.domain.vouchers import VoucherContent
from shared.sync.calls import KnownCalls
from shared.sync.look_ups import PendingLookUps

T = TypeVar("T")


class StillClock:
    """A clock that moves only when told to."""

    def __init__(self, at: datetime = datetime(2026, 4, 10, 3, tzinfo=UTC)) -> None:
        self._at = at
        self._monotonic_ms = 1_000_000

    def now(self) -> datetime:
        return self._at

    def monotonic_ms(self) -> int:
        return self._monotonic_ms

    def pass_ms(self, span_ms: int) -> None:
        """Let time go by."""
        self._monotonic_ms += span_ms
        self._at += timedelta(milliseconds=span_ms)


class CountedIds:
    """Identifiers one after the other."""

    def __init__(self) -> None:
        self._given = 0

    def new_id(self) -> str:
        self._given += 1
        return f"{self._given:032x}"

    def random_bytes(self, count: int) -> bytes:
        self._given += 1
        return self._given.to_bytes(count, "big")


class ShutStorage:
    """A device that no programme has reached."""

    def begin(self) -> AbstractContextManager[Transaction]:
        raise DeviceNotReady

    def read(self) -> AbstractContextManager[Transaction]:
        raise DeviceNotReady


def still_desk(clock: StillClock) -> Desk:
    """Return a desk at which nothing can be read: for screens that are fed by hand."""

    def no_voucher(content: VoucherContent) -> str:
        raise LookupError(content)

    def no_spot(content: SpotContent) -> str:
        raise LookupError(content)

    def no_pin(centre_key: str, member_id: str, request: str, pin: str, *, choosing: bool) -> str:
        raise LookupError

    def not_told(centre_key: str, member_id: str, told: Told) -> str:
        raise LookupError

    return Desk(
        ShutStorage(),
        clock,
        CountedIds(),
        "kiosk-1",
        "ginza",
        1,
        bytes.hex,
        no_voucher,
        no_spot,
        no_pin,
        not_told,
        lambda _for_ms: None,
        lambda _for_ms: None,
        PendingLookUps(),
        KnownCalls(),
    )


class AtOnce(Executor):
    """Does what is submitted before it returns."""

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def cheap_argon2id(
    *, salt: bytes, length: int, iterations: int, lanes: int, memory_cost: int, secret: bytes | None
) -> Argon2id:
    """Return a derivation that costs next to nothing, and still depends on everything but the cost."""
    return Argon2id(salt=salt, length=length, iterations=1, lanes=lanes, memory_cost=8, secret=secret)
