"""When something happened, by the centre's clock (SYNC.md, rule 13)."""

from datetime import datetime, timedelta

from shared.domain.values import value_class

TRUSTED = timedelta(minutes=2)
"""A device's clock that differs by less is taken at its word, so that both sides date an act alike."""
OLDEST = timedelta(days=3650)
"""No machine runs longer without a restart: an older monotonic age is no age."""


@value_class(frozen=True, slots=True)
class ClockReading:
    """What an operation and the batch that brought it say about the device's clock."""

    wall_time: datetime
    monotonic_ms: int
    boot_id: str
    sent_monotonic_ms: int
    sent_boot_id: str
    received_at: datetime


@value_class(frozen=True, slots=True)
class BusinessTime:
    """The instant to date the act by, and whether the device's clock was set aside for it."""

    at: datetime
    corrected: bool


def business_time(reading: ClockReading) -> BusinessTime:
    """Date an act: its monotonic age before its receipt where the device has not restarted since.

    After a restart the wall clock stands, unless it claims the future.
    """
    age_ms = reading.sent_monotonic_ms - reading.monotonic_ms
    if reading.boot_id == reading.sent_boot_id and 0 <= age_ms <= OLDEST / timedelta(milliseconds=1):
        best = reading.received_at - timedelta(milliseconds=age_ms)
        wrong = abs(best - reading.wall_time) > TRUSTED
    else:
        best = reading.received_at
        wrong = reading.wall_time - best > TRUSTED
    return BusinessTime(best, corrected=True) if wrong else BusinessTime(reading.wall_time, corrected=False)
