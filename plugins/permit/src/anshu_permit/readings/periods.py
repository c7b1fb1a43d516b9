"""Holidays, rest days and special periods that the planned work touches, or that are now.

Holidays and special periods are records and hold for the unit they name and those below. Rest days
come from the calendar of the closest unit, else from the week (Saturday and Sunday). A day that is
a holiday is no rest day too.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from anshu.sdk.calendars import PlantCalendar, read_plant_calendar
from anshu.sdk.facts import (
    Asked,
    FactProvider,
    Known,
    KnownRecord,
    Reading,
    Readings,
    Similar,
    Situation,
)
from anshu_permit.readings.rows import moment
from anshu_permit.readings.said import truth
from anshu_permit.readings.window import window_of

KINDS = ("holiday", "rest_day", "special")
EVER = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_DAYS = 62


def asks(_: Situation) -> Asked:
    """Every special period and calendar of the plant: there are few."""
    return Asked(
        similar=(
            Similar("special_period", None, (), EVER),
            Similar("calendar", None, (), EVER),
        )
    )


def read(situation: Situation, known: Known) -> Readings:
    """Which kinds of days the window touches, and which it is now."""
    zone = ZoneInfo(situation.timezone)
    unit = str(situation.data.get("applicant_unit") or "/")
    periods = tuple(
        each
        for each in known.similar
        if each.type == "special_period" and unit.startswith(each.org_path or "/")
    )
    calendar = _calendar(situation, known.similar)
    now = (situation.now, situation.now)
    values = _kinds("now", now, (periods, calendar), zone)
    window = window_of(situation)
    if window is not None and window[0] <= window[1]:
        values |= _kinds("window", window, (periods, calendar), zone)
    return Readings(values=values)


def _kinds(
    name: str,
    span: tuple[datetime, datetime],
    known: tuple[tuple[KnownRecord, ...], PlantCalendar | None],
    zone: ZoneInfo,
) -> dict[str, Reading]:
    periods, calendar = known
    touched = [each for each in periods if _touches(each, span)]
    kinds = {str(each.data.get("kind")) for each in touched}
    holidays = [each for each in touched if each.data.get("kind") == "holiday"]
    resting = any(
        _is_rest(day, calendar) and not any(_covers(each, day, zone) for each in holidays)
        for day in _days(span, zone)
    )
    return {
        f"{name}.holiday": truth("holiday" in kinds),
        f"{name}.rest_day": truth("rest_day" in kinds or resting),
        f"{name}.special": truth("special" in kinds),
    }


def _touches(period: KnownRecord, span: tuple[datetime, datetime]) -> bool:
    first, last = moment(period.data.get("from")), moment(period.data.get("to"))
    return first is not None and last is not None and first <= span[1] and last >= span[0]


def _covers(period: KnownRecord, day: date, zone: ZoneInfo) -> bool:
    first, last = moment(period.data.get("from")), moment(period.data.get("to"))
    if first is None or last is None:
        return False
    return first.astimezone(zone).date() <= day <= last.astimezone(zone).date()


def _days(span: tuple[datetime, datetime], zone: ZoneInfo) -> Iterator[date]:
    first, last = (at.astimezone(zone).date() for at in span)
    for offset in range(min((last - first).days, LONGEST_DAYS) + 1):
        yield first + timedelta(days=offset)


def _is_rest(day: date, calendar: PlantCalendar | None) -> bool:
    if calendar is None:
        return day.isoweekday() > 5
    for kind, rest in (("work", False), ("rest", True)):
        if any(each.kind == kind and each.first <= day <= each.last for each in calendar.days):
            return rest
    return day.isoweekday() not in calendar.hours


def _calendar(situation: Situation, found: Iterable[KnownRecord]) -> PlantCalendar | None:
    """The calendar of the closest unit at or above the one that applies."""
    unit = str(situation.data.get("applicant_unit") or "/")
    above = [
        each for each in found if each.type == "calendar" and unit.startswith(each.org_path or "/")
    ]
    closest = max(above, key=lambda each: len(each.org_path), default=None)
    return read_plant_calendar(closest.data.get("working_time")) if closest else None


PERIODS = FactProvider(
    gives=tuple(f"{when}.{kind}" for when in ("window", "now") for kind in KINDS),
    asks=asks,
    read=read,
)
