"""Deadlines as pure arithmetic: every minute counts, or only the plant's working time.

A working calendar is data: hours per weekday, extra rest days and extra working days (the
country's exchanged holidays) in the plant's own zone.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from anshu.kernel.clock import aware

LOOKED_AHEAD_DAYS = 732


class WorkingCalendar(Struct, frozen=True):
    """Working hours of weekdays 0 (Monday) to 6, with dates that differ.

    `hours` maps a weekday to (start, end) local times; a weekday without hours is a rest day.
    An end that is not after its start lies on the next day (night shift; 00:00-00:00 is the
    whole day) and belongs to the day on which it starts. An extra working day goes before a
    rest day.
    """

    timezone: str
    hours: dict[int, tuple[time, time]]
    rest_days: frozenset[date] = frozenset()
    working_days: dict[date, tuple[time, time]] = {}

    def open_hours(self, day: date) -> tuple[datetime, datetime] | None:
        """The working time that starts on this day, in UTC, or None on a rest day."""
        span = self.working_days.get(day)
        if span is None:
            span = None if day in self.rest_days else self.hours.get(day.weekday())
        if span is None:
            return None
        zone = ZoneInfo(self.timezone)
        start, end = span
        last = day if end > start else day + timedelta(days=1)
        begins = datetime.combine(day, start, zone).astimezone(UTC)
        return begins, datetime.combine(last, end, zone).astimezone(UTC)


def due_at(start: datetime, minutes: int, calendar: WorkingCalendar | None) -> datetime:
    """When `minutes` after `start` have passed, in UTC; in working time if a calendar is given.

    A limit that is used up exactly at closing time ends at closing time. Raises ValueError for
    a naive start, for negative minutes, and when the calendar has too little working time
    within two years.
    """
    if minutes < 0:
        raise ValueError(f"a limit of {minutes} minutes lies in the past")
    # Instants in UTC throughout: a zone's clock change must neither add nor take an hour.
    now = aware(start)
    left = timedelta(minutes=minutes)
    if calendar is None:
        return now + left
    today = now.astimezone(ZoneInfo(calendar.timezone)).date()
    for offset in range(-1, LOOKED_AHEAD_DAYS):
        span = calendar.open_hours(today + timedelta(days=offset))
        if span is None or span[1] < now:
            continue
        now = max(span[0], now)
        if left <= span[1] - now:
            return now + left
        left -= span[1] - now
        now = span[1]
    raise ValueError("the calendar has too little working time within two years")
