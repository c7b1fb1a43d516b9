"""Limits in plain minutes and in working time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.kernel.calendar import WorkingCalendar, due_at

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = (time(8), time(17))
WEEK = WorkingCalendar(timezone="Asia/Shanghai", hours=dict.fromkeys(range(5), DAY))
NATIONAL_DAY = WorkingCalendar(
    timezone="Asia/Shanghai",
    hours=dict.fromkeys(range(5), DAY),
    rest_days=frozenset(date(2026, 10, day) for day in range(1, 8)),
    working_days={date(2026, 10, 10): (time(9), time(12))},
)
NIGHTS = WorkingCalendar(
    timezone="Asia/Shanghai", hours=dict.fromkeys(range(7), (time(22), time(6)))
)
BERLIN = WorkingCalendar(
    timezone="Europe/Berlin", hours=dict.fromkeys(range(7), (time(0), time(0)))
)
CALENDARS = st.sampled_from([WEEK, NATIONAL_DAY, NIGHTS, BERLIN])
MOMENTS = st.datetimes(
    datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.sampled_from([UTC, SHANGHAI])
)
MINUTES = st.integers(0, 20_000)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def is_open(calendar: WorkingCalendar, moment: datetime) -> bool:
    day = moment.astimezone(ZoneInfo(calendar.timezone)).date()
    spans = [calendar.open_hours(day - timedelta(days=back)) for back in (0, 1)]
    return any(span is not None and span[0] <= moment <= span[1] for span in spans)


def test_without_a_calendar_every_minute_counts() -> None:
    assert due_at(at("2026-11-20 23:30"), 120, None) == at("2026-11-21 01:30")


def test_what_does_not_fit_before_closing_goes_on_the_next_morning() -> None:
    assert due_at(at("2026-11-19 16:00"), 120, WEEK) == at("2026-11-20 09:00")


def test_a_weekend_does_not_count() -> None:
    assert due_at(at("2026-11-20 16:00"), 120, WEEK) == at("2026-11-23 09:00")


def test_a_report_at_night_begins_to_count_in_the_morning() -> None:
    assert due_at(at("2026-11-19 23:00"), 30, WEEK) == at("2026-11-20 08:30")


def test_a_limit_used_up_exactly_at_closing_time_ends_at_closing_time() -> None:
    closing = due_at(at("2026-11-20 15:00"), 120, WEEK)
    assert closing == at("2026-11-20 17:00")
    assert due_at(closing, 0, WEEK) == closing
    assert due_at(closing, 1, WEEK) == at("2026-11-23 08:01")


def test_rest_days_are_passed_over_and_an_exchanged_saturday_counts() -> None:
    """Wednesday before the holiday, then Thursday 8 and Friday 9 October, then Saturday."""
    start = at("2026-09-30 16:00")
    assert due_at(start, 120, NATIONAL_DAY) == at("2026-10-08 09:00")
    assert due_at(start, 60 + 2 * 540 + 60, NATIONAL_DAY) == at("2026-10-10 10:00")
    assert due_at(start, 60 + 2 * 540 + 181, NATIONAL_DAY) == at("2026-10-12 08:01")


def test_an_extra_working_day_goes_before_a_rest_day() -> None:
    day = date(2026, 10, 3)
    both = WorkingCalendar("Asia/Shanghai", {0: DAY}, frozenset({day}), {day: DAY})
    assert due_at(at("2026-10-03 10:00"), 60, both) == at("2026-10-03 11:00")


def test_a_night_shift_counts_over_midnight() -> None:
    assert due_at(at("2026-11-20 23:00"), 180, NIGHTS) == at("2026-11-21 02:00")
    assert due_at(at("2026-11-21 05:00"), 120, NIGHTS) == at("2026-11-21 23:00")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-28 12:00", "2026-03-29 13:00"),  # the night is an hour short
        ("2026-10-24 12:00", "2026-10-25 11:00"),  # the night is an hour long
    ],
)
@pytest.mark.parametrize("calendar", [BERLIN, None])
def test_a_change_of_the_clock_neither_adds_nor_takes_an_hour(
    start: str, due: str, calendar: WorkingCalendar | None
) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found = due_at(at(start, berlin), 24 * 60, calendar)
    assert found == at(due, berlin)
    assert found.astimezone(UTC) - at(start, berlin).astimezone(UTC) == timedelta(hours=24)


@given(MOMENTS, MINUTES, MINUTES, CALENDARS)
def test_a_limit_in_two_parts_is_the_limit_as_a_whole(
    start: datetime, first: int, second: int, calendar: WorkingCalendar
) -> None:
    parts = due_at(due_at(start, first, calendar), second, calendar)
    assert parts == due_at(start, first + second, calendar)


@given(MOMENTS, MINUTES, CALENDARS)
def test_a_limit_is_within_working_time_and_never_before_its_start(
    start: datetime, minutes: int, calendar: WorkingCalendar
) -> None:
    due = due_at(start, minutes, calendar)
    assert due >= start + timedelta(minutes=minutes)
    assert is_open(calendar, due)
    assert due.tzinfo is UTC


@given(MOMENTS, MINUTES, CALENDARS)
def test_a_longer_limit_is_never_due_earlier(
    start: datetime, minutes: int, calendar: WorkingCalendar
) -> None:
    assert due_at(start, minutes, calendar) < due_at(start, minutes + 1, calendar)


def test_a_calendar_without_working_time_is_an_error() -> None:
    with pytest.raises(ValueError, match="working time"):
        due_at(at("2026-11-20 10:00"), 60, WorkingCalendar("Asia/Shanghai", {}))


@pytest.mark.parametrize("calendar", [WEEK, None])
def test_a_naive_start_and_a_limit_in_the_past_are_errors(
    calendar: WorkingCalendar | None,
) -> None:
    with pytest.raises(ValueError, match="zone"):
        due_at(datetime(2026, 11, 20, 10), 60, calendar)
    with pytest.raises(ValueError, match="past"):
        due_at(at("2026-11-20 10:00"), -1, calendar)
