"""Mornings at the plant that can still be booked the day before."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def next_workday(after: datetime) -> datetime:
    """Eight o'clock of the next Tuesday to Friday that can still be booked the day before."""
    return _morning(after + timedelta(hours=22), {2, 3, 4, 5})


def next_saturday(after: datetime) -> datetime:
    """Eight o'clock of the next Saturday that can still be booked the day before."""
    return _morning(after + timedelta(hours=22), {6})


def next_tuesday(after: datetime) -> datetime:
    """Eight o'clock of the next Tuesday that can still be booked the day before."""
    return _morning(after + timedelta(hours=22), {2})


def _morning(after: datetime, weekdays: set[int]) -> datetime:
    day = after.astimezone(ZONE).date()
    while True:
        morning = datetime.combine(day, time(8), ZONE)
        if morning >= after and day.isoweekday() in weekdays:
            return morning
        day += timedelta(days=1)
