"""Days and instants in the programme's time zone; instants are aware datetimes in UTC."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def programme_day(at: datetime, time_zone: str) -> date:
    """Return the calendar day that `at` falls on in the programme's time zone."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def end_of_day(day: date, time_zone: str) -> datetime:
    """Return the instant at which `day` is over: the following midnight of the programme, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(time_zone)).astimezone(UTC)


def last_day_before(end: datetime, time_zone: str) -> date:
    """Return the last calendar day on which something that ends at the instant `end` is still good."""
    return programme_day(end - timedelta(microseconds=1), time_zone)


def add_months(day: date, months: int) -> date:
    """Move `day` on by whole months, to the month's last day where the month is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_month(day: date) -> date:
    """Return the last day of the month that `day` lies in."""
    return day.replace(day=monthrange(day.year, day.month)[1])
