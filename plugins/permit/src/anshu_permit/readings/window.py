"""The time a permit is for: how long, when it begins, how far it is overdrawn."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from anshu.sdk.facts import Asked, FactProvider, Known, Reading, Readings, Situation
from anshu_permit.readings.rows import moment
from anshu_permit.readings.said import count, hours, minutes, truth


def window_of(situation: Situation) -> tuple[datetime, datetime] | None:
    """From when to when the work is planned; None while one of the two is missing."""
    begins = moment(situation.data.get("planned_start"))
    ends = moment(situation.data.get("planned_end"))
    return (begins, ends) if begins is not None and ends is not None else None


def asks(_: Situation) -> Asked:
    """Everything stands in the permit itself."""
    return Asked()


def read(situation: Situation, _: Known) -> Readings:
    """Spans in hours, moments as hours of the plant's day (an end may lie beyond 24)."""
    zone = ZoneInfo(situation.timezone)
    values = {
        "now.hour": hour_of(situation.now.astimezone(zone)),
        "booking.urgent": truth(situation.data.get("urgent") is True),
    }
    begins = moment(situation.data.get("planned_start"))
    if begins is not None:
        ahead = begins.astimezone(zone).date() - situation.now.astimezone(zone).date()
        values["window.days_ahead"] = count(ahead.days)
    window = window_of(situation)
    if window is not None:
        values |= _window(situation, window)
    return Readings(values=values)


def hour_of(local: datetime) -> Reading:
    """The hour of the day with its fraction."""
    return hours(timedelta(hours=local.hour, minutes=local.minute, seconds=local.second))


def _window(situation: Situation, window: tuple[datetime, datetime]) -> dict[str, Reading]:
    begins, ends = window
    local = begins.astimezone(ZoneInfo(situation.timezone))
    since_midnight = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
    return {
        "window.hours": hours(ends - begins),
        "window.left": hours(ends - situation.now),
        "window.begins_hour": hours(since_midnight),
        "window.ends_hour": hours(since_midnight + (ends - begins)),
        "window.over": minutes(situation.now - ends),
    }


WINDOW = FactProvider(
    gives=(
        "now.hour", "booking.urgent", "window.days_ahead", "window.hours", "window.left",
        "window.begins_hour", "window.ends_hour", "window.over",
    ),
    asks=asks,
    read=read,
)  # fmt: skip
