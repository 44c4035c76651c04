"""Keys out of what people can remember, made slowly so that guessing is slow too: Argon2id (RFC 9106)."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess takes: memory in KiB, and how often all of it is gone through."""

    memory_kib: int
    passes: int


OFFLINE = Cost(64 * 1024, 3)
"""For what a thief may guess at on a machine of his own (RFC 9106, section 4: the second recommended option)."""
COUNTED = Cost(19 * 1024, 2)
"""For what is checked at the centre, where wrong guesses are counted: the least that OWASP recommends."""


def stretch(remembered: bytes, salt: bytes, cost: Cost, pepper: bytes | None = None) -> bytes:
    """Return a key of 32 bytes; takes some tens of milliseconds and more, and lets other threads run meanwhile."""
    slow = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=1, memory_cost=cost.memory_kib, secret=pepper
    )
    return slow.derive(remembered)
