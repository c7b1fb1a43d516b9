"""A plant's calendar as people keep it: weekly hours, rest days, make-up days, shutdowns.

A value is `{"hours": {"1": "08:00-17:00"}, "days": [{"from": "2026-10-01", "to": "2026-10-07",
"kind": "rest", "note": "国庆节", "unverified": true}]}`: weekdays from 1 (Monday) to 7, days of the
kinds rest, work (with hours of its own, or those of the first working weekday) and shutdown. A
shutdown goes before a make-up day, a make-up day before a rest day.
"""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Literal

from msgspec import Struct

from anshu.kernel.calendar import WorkingCalendar
from anshu.kernel.value_fault import ValueFault

HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
WEEKDAYS = frozenset("1234567")
MOST_ROWS = 400
LONGEST_DAYS = 370
LONGEST_NOTE = 60
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)

Span = tuple[time, time]
DayKind = Literal["rest", "work", "shutdown"]
KINDS = ("rest", "work", "shutdown")


class CalendarDays(Struct, frozen=True):
    """Days from first to last that differ from the week; `hours` only of a make-up day."""

    first: date
    last: date
    kind: DayKind
    hours: Span | None = None
    note: str = ""
    unverified: bool = False

    def each(self) -> Iterator[date]:
        """Every day of the stretch."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)


class PlantCalendar(Struct, frozen=True):
    """Hours by weekday 1 to 7 and the days that differ."""

    hours: dict[int, Span]
    days: tuple[CalendarDays, ...] = ()

    def is_excluded(self, day: date) -> bool:
        """Whether the plant is shut down on this day, so that figures leave it out."""
        return any(each.kind == "shutdown" and each.first <= day <= each.last for each in self.days)

    def working(self, timezone: str) -> WorkingCalendar:
        """The working time that limits are counted in, in the plant's zone."""
        shut = self._of("shutdown")
        usual = self.hours[min(self.hours)]
        work = {day: each.hours or usual for each in self.days if each.kind == "work"
                for day in each.each() if day not in shut}  # fmt: skip
        return WorkingCalendar(
            timezone=timezone,
            hours={weekday - 1: span for weekday, span in self.hours.items()},
            rest_days=frozenset(self._of("rest") | shut),
            working_days=work,
        )

    def _of(self, kind: DayKind) -> set[date]:
        return {day for each in self.days if each.kind == kind for day in each.each()}


def calendar_fault(value: object) -> ValueFault | None:
    """The first thing that is wrong with a calendar's value; None for a sound one."""
    found = _parsed(value)
    return found if isinstance(found, ValueFault) else None


def read_plant_calendar(value: object) -> PlantCalendar | None:
    """A calendar field's value; None when there is none or it is no sound one."""
    found = _parsed(value)
    return None if isinstance(found, ValueFault) else found


def _parsed(value: object) -> PlantCalendar | ValueFault:
    if not isinstance(value, dict) or not set(value) <= {"hours", "days"}:
        return ValueFault("calendar_malformed")
    hours, rows = value.get("hours"), value.get("days", [])
    if not isinstance(hours, dict) or not isinstance(rows, list):
        return ValueFault("calendar_malformed")
    if len(rows) > MOST_ROWS:
        return ValueFault("calendar_too_long", str(len(rows)), str(MOST_ROWS))
    week: dict[int, Span] = {}
    for weekday, text in hours.items():
        span = _span(text)
        if weekday not in WEEKDAYS or span is None:
            return ValueFault("calendar_hours", str(text)[:20] or str(weekday)[:20])
        week[int(weekday)] = span
    if not week:
        return ValueFault("calendar_without_hours")
    days: list[CalendarDays] = []
    for number, row in enumerate(rows, start=1):
        found = _days(row, number)
        if isinstance(found, ValueFault):
            return found
        days.append(found)
    return PlantCalendar(hours=week, days=tuple(days))


def _days(row: object, number: int) -> CalendarDays | ValueFault:
    wrong = ValueFault("calendar_day", str(number))
    allowed = {"from", "to", "kind", "hours", "note", "unverified"}
    if not isinstance(row, dict) or not set(row) <= allowed or row.get("kind") not in KINDS:
        return wrong
    first, last = _date(row.get("from")), _date(row.get("to", row.get("from")))
    note, hours = row.get("note", ""), row.get("hours", "")
    span = _span(hours) if hours else None
    if first is None or last is None or not isinstance(note, str) or "\0" in note:
        return wrong
    if (hours and (span is None or row["kind"] != "work")) or len(note) > LONGEST_NOTE:
        return wrong
    if last < first:
        return ValueFault("calendar_order", str(number))
    if (last - first).days >= LONGEST_DAYS:
        return ValueFault("calendar_stretch", str(number), str(LONGEST_DAYS))
    return CalendarDays(first, last, row["kind"], span, note, row.get("unverified") is True)


def _span(text: object) -> Span | None:
    if not isinstance(text, str) or not HOURS.fullmatch(text):
        return None
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)


def _date(text: object) -> date | None:
    try:
        day = date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None
    except ValueError:
        return None
    return day if day is not None and EARLIEST <= day < LATEST else None
