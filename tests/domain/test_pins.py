"""How many PINs may be tried, and when the next."""

from datetime import UTC, datetime, timedelta

from shared.domain.pins import LOCK_MINUTES, LockedOut, MayTry, PinAttempts, counted, may_try

START = datetime(2026, 4, 10, tzinfo=UTC)
ROUND = timedelta(minutes=LOCK_MINUTES)


def _after(count: int, at: datetime = START) -> PinAttempts:
    return PinAttempts(count, at)


def test_five_attempts_then_a_wait_three_times_over() -> None:
    attempts, at, waits = PinAttempts(), START, 0
    while not isinstance(verdict := may_try(attempts, at), LockedOut) or verdict.until is not None:
        if isinstance(verdict, LockedOut):
            assert verdict.until == at + ROUND
            at, waits = verdict.until, waits + 1
        else:
            attempts = counted(attempts, at)
    assert (attempts.count, waits) == (15, 2)


def test_the_attempts_left_count_down() -> None:
    assert [may_try(_after(count), START) for count in range(5)] == [MayTry(left) for left in (5, 4, 3, 2, 1)]


def test_the_wait_ends_at_its_instant() -> None:
    assert may_try(_after(5), START + ROUND - timedelta(microseconds=1)) == LockedOut(START + ROUND)
    assert may_try(_after(5), START + ROUND) == MayTry(5)


def test_a_clock_that_jumps_back_opens_nothing_early() -> None:
    attempts = counted(_after(4), START - timedelta(days=1))
    assert may_try(attempts, START - timedelta(days=1)) == LockedOut(START + ROUND)
