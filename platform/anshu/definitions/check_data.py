"""Checks plain data of a pack: its period, code lists, calendars."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, time

from anshu.definitions.field_language import CodeList
from anshu.definitions.index import Index
from anshu.definitions.language import Calendar, Pack

WEEKDAYS = ("1", "2", "3", "4", "5", "6", "7")


def period_findings(pack: Pack) -> Iterator[str]:
    """The pack's dates of effect."""
    for name, text in (("from", pack.effective_from), ("to", pack.effective_to)):
        if not is_date(text) and (text or name == "from"):
            yield f"pack {pack.name} is effective {name} {text!r}: write a date like 2026-01-01"


def code_list_findings(item: CodeList, index: Index) -> Iterator[str]:
    """Codes there are, each once; what is included is a list that includes no other."""
    codes = index.codes(item)
    if not codes:
        yield f"CodeList {item.key} has no codes: nothing could be chosen, add one"
    for key in item.includes:
        included = index.find(CodeList, key)
        if included is None:
            yield f"CodeList {item.key} includes CodeList {key}, which no pack defines"
        elif included.includes:
            yield f"CodeList {item.key} includes {key}, which includes others: name those"
    for code in doubles(entry.code for entry in codes):
        yield f"CodeList {item.key} has the code {code} twice: remove one"
    if any(not entry.code for entry in item.items):
        yield f"CodeList {item.key} has an empty code: name it"


def calendar_findings(item: Calendar) -> Iterator[str]:
    """Weekdays, hours and dates that can be read, and some working time."""
    if not item.hours:
        yield f"Calendar {item.key} has no working hours: give at least one weekday hours"
    for day, hours in item.hours.items():
        if day not in WEEKDAYS:
            yield f"Calendar {item.key} has hours for weekday {day!r}: write 1 (Monday) to 7"
        if not _is_span(hours):
            yield f"Calendar {item.key}, weekday {day}: {hours!r} is no time, write 08:00-17:00"
    for text in (*item.rest_days, *item.working_days):
        if not is_date(text):
            yield f"Calendar {item.key} has the day {text!r}: write a date like 2026-10-01"
    for text, hours in item.working_days.items():
        if not _is_span(hours):
            yield f"Calendar {item.key}, {text}: {hours!r} is no time, write 08:00-17:00"


def doubles(keys: Iterable[str]) -> list[str]:
    """What occurs more than once, in order of appearance."""
    return [key for key, times in Counter(keys).items() if times > 1]


def is_date(text: str) -> bool:
    """Whether the text is a date written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_span(text: str) -> bool:
    start, dash, end = text.partition("-")
    return bool(dash) and all(_is_time(part) for part in (start, end))


def _is_time(text: str) -> bool:
    try:
        return time.fromisoformat(text).isoformat(timespec="minutes") == text
    except ValueError:
        return False
