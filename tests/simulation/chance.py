"""Everything that a run leaves to chance or to the machine, held still: the same seed gives the same history."""

import hashlib
import math
import random
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from shared.central import applier, office
from shared.wire import keys, stretching
from tests.fakes import cheap_argon2id

KEY_BYTES = 32


class Dice:
    """Stands in for the system's random source; `throw` begins the stream that belongs to what is named."""

    def __init__(self) -> None:
        self._stream = random.Random(0)

    def throw(self, *names: object) -> None:
        """Begin another stream: what an action draws does not depend on what happened before it."""
        self._stream = stream_of(*names)

    def token_bytes(self, count: int | None = None) -> bytes:
        return self._stream.randbytes(count or KEY_BYTES)

    def token_hex(self, count: int | None = None) -> str:
        return self.token_bytes(count).hex()

    def random(self) -> float:
        return self._stream.random()


def stream_of(*names: object) -> random.Random:
    """Return the random stream that belongs to these names, the same in every process."""
    return random.Random(hashlib.sha256(repr(names).encode()).digest())


def _seeded(kind: type[Any], dice: Dice) -> type[Any]:
    """Return a stand-in for a class of private keys that generates from the dice."""

    class Seeded:
        from_private_bytes = staticmethod(kind.from_private_bytes)

        @staticmethod
        def generate() -> object:
            return kind.from_private_bytes(dice.token_bytes(KEY_BYTES))

    return Seeded


@contextmanager
def swapped(target: object, name: str, value: object) -> Iterator[None]:
    """Put something else in the place of an attribute for the length of the block."""
    before = getattr(target, name)
    setattr(target, name, value)
    try:
        yield
    finally:
        setattr(target, name, before)


@contextmanager
def held_still(dice: Dice) -> Iterator[None]:
    """Take chance from the dice, make PINs cheap, and let no slow machine end a batch of the applier early."""
    with ExitStack() as still:
        for target, name, value in (
            (secrets, "token_bytes", dice.token_bytes),
            (secrets, "token_hex", dice.token_hex),
            (keys, "X25519PrivateKey", _seeded(X25519PrivateKey, dice)),
            (office, "Ed25519PrivateKey", _seeded(Ed25519PrivateKey, dice)),
            (stretching, "Argon2id", cheap_argon2id),
            (applier, "SQLITE_LIMIT_S", math.inf),
        ):
            still.enter_context(swapped(target, name, value))
        yield
