"""Spans of time as people ask for them: the last seven days, this month, from one day to another.

A span is half open and made of whole days of the plant's zone. Forms: `7d` (the last seven days,
today included), `+7d` (the next seven, today included), the words of WORDS, and
`2026-11-01..2026-11-20` with either side left open.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST_DAYS = 3660
WORDS: dict[str, Callable[[date], tuple[date, date]]] = {
    "today": lambda day: (day, day),
    "yesterday": lambda day: (day - timedelta(days=1), day - timedelta(days=1)),
    "week": lambda day: _week(day),  # noqa: PLW0108 (defined below)
    "last_week": lambda day: _week(day - timedelta(days=7)),
    "month": lambda day: _months(day, 1),
    "last_month": lambda day: _months(day.replace(day=1) - timedelta(days=1), 1),
    "quarter": lambda day: _months(day.replace(month=day.month - (day.month - 1) % 3), 3),
    "year": lambda day: (date(day.year, 1, 1), date(day.year, 12, 31)),
}
_DAYS = re.compile(r"(\+?)([1-9][0-9]{0,3})d")
_DATES = re.compile(r"(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?")
Span = tuple[datetime | None, datetime | None]


def is_period(text: str) -> bool:
    """Whether the text names a span at all."""
    try:
        span_of(text, datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")), ZoneInfo("UTC"))
    except ValueError:
        return False
    return True


def span_of(text: str, now: datetime, zone: ZoneInfo) -> Span:
    """The span's first moment and the first one behind it; ValueError for anything else."""
    first, last = _days(text, now.astimezone(zone).date())
    if first is not None and last is not None and first > last:
        raise ValueError(text)
    start = None if first is None else datetime.combine(first, time(), zone)
    end = None if last is None else datetime.combine(last + timedelta(days=1), time(), zone)
    return start, end


def _days(text: str, today: date) -> tuple[date | None, date | None]:
    if text in WORDS:
        return WORDS[text](today)
    found = _DAYS.fullmatch(text)
    if found is not None and int(found[2]) <= MOST_DAYS:
        reach = timedelta(days=int(found[2]) - 1)
        return (today, today + reach) if found[1] else (today - reach, today)
    named = _DATES.fullmatch(text)
    if named is None or not (named[1] or named[2]):
        raise ValueError(text)
    return _day(named[1]), _day(named[2])


def _day(text: str | None) -> date | None:
    if not text:
        return None
    day = date.fromisoformat(text)
    if not 1900 <= day.year <= 9000:
        raise ValueError(text)
    return day


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _months(day: date, count: int) -> tuple[date, date]:
    """The whole months from the one of this day on."""
    month = day.month - 1 + count
    after = date(day.year + month // 12, month % 12 + 1, 1)
    return day.replace(day=1), after - timedelta(days=1)
