"""The period of an indicator: days in the tenant's zone, and the query over them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from anshu.boards.plan import voided_states
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.reading import Arguments, Reader, Statement, not_allowed

PERMISSION = "indicator:board:read"
FIRST_YEAR, LAST_YEAR = 2000, 2200


def midnight(day: date, zone: str) -> datetime:
    """The beginning of a day in the zone, in UTC."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def period_errors(first: date, last: date) -> list[FieldError]:
    """What is wrong with a period of days: out of range, or its end before its beginning."""
    errors = [
        FieldError(name, "out_of_range", value=str(day), limit=f"{FIRST_YEAR}-{LAST_YEAR}")
        for name, day in (("from", first), ("to", last))
        if not FIRST_YEAR <= day.year <= LAST_YEAR
    ]
    if not errors and last < first:
        errors.append(FieldError("to", "before_beginning", value=str(last), limit=str(first)))
    return errors


def period_statement(
    reader: Reader, name: str, query: str, *, first: date, last: date
) -> tuple[Statement, ...] | Refusal:
    """An indicator's query over a period of the tenant's days, within the reader's reach."""
    kind = reader.book.kind(name)
    if kind is None:
        return Refusal("unknown_type", kind="unknown")
    if not reader.subject.allowed.has(PERMISSION):
        return not_allowed(PERMISSION)
    zone = reader.subject.timezone
    arguments = Arguments()
    sql = query.format(
        type=arguments.add(kind.key, "text"),
        start=arguments.add(midnight(first, zone), "timestamptz"),
        end=arguments.add(midnight(last + timedelta(days=1), zone), "timestamptz"),
        voided=arguments.add(voided_states(kind), "text[]"),
        scope=arguments.scope(reader.subject.allowed.reach(PERMISSION), reader.subject),
    )
    return (Statement(sql, tuple(arguments.values)),)
