"""PIN attempts: counted before the check, and what the count allows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.changing import replace

MEMBER_PIN_DIGITS = 4
ATTEMPTS_PER_ROUND = 5
LOCK_MINUTES = 15
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class PinAttempts:
    """Attempts since the last right PIN, and when the latest was made."""

    count: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MayTry:
    """An attempt is allowed; `left` counts it and the ones after it in this round."""

    left: int


@dataclass(frozen=True, slots=True)
class LockedOut:
    """No attempt until the instant; None means until a manager issues a new badge."""

    until: datetime | None


def may_try(attempts: PinAttempts, at: datetime) -> MayTry | LockedOut:
    """Tell whether a PIN may be tried: five at a time, fifteen minutes between rounds, three rounds.

    A clock that jumps back never opens a lock early: the wait counts from the later of the two instants.
    """
    if attempts.count >= ATTEMPTS_PER_ROUND * ROUNDS:
        return LockedOut(None)
    in_round = attempts.count % ATTEMPTS_PER_ROUND
    if attempts.count and not in_round and attempts.last_at is not None:
        until = attempts.last_at + timedelta(minutes=LOCK_MINUTES)
        if at < until:
            return LockedOut(until)
    return MayTry(ATTEMPTS_PER_ROUND - in_round)


def counted(attempts: PinAttempts, at: datetime) -> PinAttempts:
    """Count one attempt; call and commit this before the PIN is checked."""
    latest = max(at, attempts.last_at) if attempts.last_at else at
    return replace(attempts, count=attempts.count + 1, last_at=latest)
