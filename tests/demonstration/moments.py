"""Hours and days of the week at which a demonstration is started."""

from datetime import datetime, timedelta

from tests.permits.people import ZONE


def until(now: datetime, weekday: int, hour: int) -> timedelta:
    """How long it is to that hour of the next such day in the plant."""
    local = now.astimezone(ZONE)
    day = local + timedelta(days=(weekday - local.weekday()) % 7 or 7)
    return day.replace(hour=hour, minute=0) - local
