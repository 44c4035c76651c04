"""Days end at the programme's midnight, wherever it is and whatever its clocks do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.calendar import add_months, end_of_day, end_of_month, last_day_before, programme_day
from shared.domain.programme import Earning
from shared.domain.rules.entries import expiry_day

ZONES = (
    "Asia/Tokyo",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Havana",
    "Pacific/Apia",
    "Europe/Dublin",
    "UTC",
)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("2026-04-10T14:59:59.999999", "Asia/Tokyo", date(2026, 4, 10)),
        ("2026-04-10T15:00", "Asia/Tokyo", date(2026, 4, 11)),
        ("2026-12-31T15:00", "Asia/Tokyo", date(2027, 1, 1)),
        ("2026-03-08T04:59:59", "America/New_York", date(2026, 3, 7)),
        ("2026-03-09T03:59:59", "America/New_York", date(2026, 3, 8)),
        ("2026-03-09T04:00", "America/New_York", date(2026, 3, 9)),
        ("2026-11-01T03:59:59", "America/New_York", date(2026, 10, 31)),
        ("2026-11-02T04:59:59", "America/New_York", date(2026, 11, 1)),
    ],
    ids=[
        "the last moment before Tokyo's midnight",
        "Tokyo's midnight",
        "New Year in Tokyo",
        "the night before clocks go forward",
        "the end of the short day",
        "the day after the short day",
        "the night before clocks go back",
        "the end of the long day",
    ],
)
def test_an_instant_falls_on_the_programmes_day(at: str, zone: str, day: date) -> None:
    assert programme_day(_utc(at), zone) == day


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        (date(2026, 4, 10), "Asia/Tokyo", "2026-04-10T15:00"),
        (date(2026, 3, 7), "America/New_York", "2026-03-08T05:00"),
        (date(2026, 3, 8), "America/New_York", "2026-03-09T04:00"),
        (date(2026, 10, 31), "America/New_York", "2026-11-01T04:00"),
        (date(2026, 11, 1), "America/New_York", "2026-11-02T05:00"),
        (date(2018, 11, 3), "America/Sao_Paulo", "2018-11-04T03:00"),
        (date(2018, 2, 17), "America/Sao_Paulo", "2018-02-18T03:00"),
        (date(2026, 10, 31), "America/Havana", "2026-11-01T04:00"),
    ],
    ids=[
        "Tokyo",
        "before the 23-hour day",
        "the 23-hour day",
        "before the 25-hour day",
        "the 25-hour day",
        "a midnight that does not exist",
        "a last hour that comes twice",
        "a midnight that comes twice: the first ends the day",
    ],
)
def test_a_day_ends_when_the_next_begins(day: date, zone: str, end: str) -> None:
    assert end_of_day(day, zone) == _utc(end)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.sampled_from(ZONES))
def test_the_end_of_a_day_is_the_boundary_to_the_next(day: date, zone: str) -> None:
    end = end_of_day(day, zone)
    if day != date(2011, 12, 29):  # Samoa crossed the date line: 30 December 2011 did not exist there
        assert programme_day(end, zone) == day + timedelta(days=1)
    assert programme_day(end - timedelta(microseconds=1), zone) <= day
    if (day, zone) != (date(2011, 12, 30), "Pacific/Apia"):
        assert last_day_before(end, zone) == day


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 1, 31), 13, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_months_are_added_to_the_last_day_that_there_is(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


@given(st.dates())
def test_a_month_ends_the_day_before_the_first(day: date) -> None:
    end = end_of_month(day)
    assert (end.year, end.month) == (day.year, day.month)
    assert end == date.max or (end + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("earned_on", "months", "at_month_end", "last_day"),
    [
        (date(2026, 4, 10), 12, True, date(2027, 4, 30)),
        (date(2026, 4, 10), 12, False, date(2027, 4, 10)),
        (date(2026, 8, 31), 6, True, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, False, date(2028, 2, 29)),
        (date(2026, 4, 1), 1, True, date(2026, 5, 31)),
    ],
)
def test_points_are_good_to_the_end_of_their_last_day(
    earned_on: date, months: int, at_month_end: bool, last_day: date
) -> None:
    rule = Earning(100, 10, expiry_months=months, expires_at_month_end=at_month_end)
    assert expiry_day(earned_on, rule) == last_day
