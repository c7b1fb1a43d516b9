"""A plant's settings of its boards: the day of going live, and days that indicators leave out.

Settings are only ever added, so it stays known who changed what a figure leaves out, and when.
"""

from datetime import date, datetime, timedelta

import msgspec
from asyncpg import Record
from msgspec import UNSET, Struct, UnsetType, field

from anshu.boards import queries, writes
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.places.calendars import calendar_at
from anshu.records.reading import Reader, Statement, malformed, not_allowed, read
from anshu.records.services import Services
from anshu.records.subject import Subject

PERMISSION = "indicator:board:read"
MANAGE = "tenant:settings:manage"
LONGEST_SHUTDOWN = timedelta(days=366)
MOST_HOLIDAYS, MOST_SHUTDOWNS, LONGEST_REASON = 400, 50, 80
FIRST_YEAR, LAST_YEAR = 2000, 2200


class Shutdown(Struct, frozen=True):
    """Days on which the plant stood still for maintenance, the last one included."""

    first: date = field(name="from")
    last: date = field(name="to")
    reason: str = ""


class BoardSettings(Struct, frozen=True, omit_defaults=True):
    """What a plant says of its own days, beside those of its working calendar."""

    go_live: date | None = None
    holidays: tuple[date, ...] = ()
    shutdowns: tuple[Shutdown, ...] = ()

    def shutdown_days(self) -> list[date]:
        """Every single day of the shutdowns."""
        return sorted({
            part.first + timedelta(days=number)
            for part in self.shutdowns
            for number in range((part.last - part.first).days + 1)
        })  # fmt: skip


class KnownSettings(Struct, frozen=True):
    """The settings in force, since when and by whom, and the days of the plant's calendar."""

    settings: BoardSettings
    calendar_holidays: tuple[date, ...] = ()
    calendar_shutdowns: tuple[date, ...] = ()
    set_at: datetime | UnsetType = UNSET
    set_by: str | UnsetType = UNSET

    def holidays(self) -> list[date]:
        """Every holiday, of the calendar and of the plant."""
        return sorted({*self.calendar_holidays, *self.settings.holidays})

    def shutdown_days(self) -> list[date]:
        """Every day of a shutdown, of the calendar and of the plant."""
        return sorted({*self.calendar_shutdowns, *self.settings.shutdown_days()})


async def board_settings(services: Services, subject: Subject) -> KnownSettings | Refusal:
    """The settings in force; refuses whoever may neither see boards nor manage settings."""
    found = await read(services, subject, _compose, purpose="boards.settings")
    if isinstance(found, Refusal):
        return found
    return known_settings(found.reader, found.rows[0][0])


async def set_board_settings(
    services: Services, subject: Subject, settings: BoardSettings
) -> KnownSettings | Refusal:
    """Adds new settings; refuses days out of range and shutdowns that end before they begin."""
    if not subject.allowed.has(MANAGE):
        return not_allowed(MANAGE)
    errors = _errors(settings)
    if errors:
        return malformed(*errors)
    body = msgspec.json.encode(settings).decode()
    async with services.store.begin(subject.principal, purpose="boards.set") as tx:
        await tx.execute(writes.NEW_SETTING, services.clock.now(), subject.person, body)
    services.doorbell.ring()
    return await board_settings(services, subject)


def known_settings(reader: Reader, row: Record) -> KnownSettings:
    """The settings out of a row of SETTINGS."""
    rest, shut = _calendar_days(reader)
    if row["body"] is None:
        return KnownSettings(BoardSettings(), rest, shut)
    settings = msgspec.json.decode(row["body"], type=BoardSettings)
    return KnownSettings(settings, rest, shut, row["at"], row["set_by_name"] or "")


def _calendar_days(reader: Reader) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Holidays and shutdowns of the company's own calendar, else holidays of the packs'."""
    kept = calendar_at(reader.book, "/")
    if kept is None:
        shipped = reader.book.compiled.calendars.get("plant")
        return (tuple(sorted(shipped.rest_days)) if shipped is not None else ()), ()
    days: dict[str, set[date]] = {"rest": set(), "work": set(), "shutdown": set()}
    for stretch in kept.days:
        days[stretch.kind] |= set(stretch.each())
    # A make-up day is worked though it lies in a holiday.
    return tuple(sorted(days["rest"] - days["work"])), tuple(sorted(days["shutdown"]))


def _compose(reader: Reader) -> tuple[Statement, ...] | Refusal:
    allowed = reader.subject.allowed
    if not allowed.has(PERMISSION) and not allowed.has(MANAGE):
        return not_allowed(PERMISSION)
    return (Statement(queries.SETTINGS),)


def _errors(settings: BoardSettings) -> list[FieldError]:
    days = [("go_live", settings.go_live)] if settings.go_live is not None else []
    days += [("holidays", day) for day in settings.holidays]
    days += [("shutdowns", day) for part in settings.shutdowns for day in (part.first, part.last)]
    errors = [
        FieldError(name, "out_of_range", value=str(day), limit=f"{FIRST_YEAR}-{LAST_YEAR}")
        for name, day in days
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR
    ]
    for part in settings.shutdowns:
        if part.last < part.first:
            limit = str(part.first)
            errors.append(
                FieldError("shutdowns", "before_beginning", value=str(part.last), limit=limit)
            )
        elif part.last - part.first > LONGEST_SHUTDOWN:
            limit = f"1-{LONGEST_SHUTDOWN.days} d"
            stood = f"{(part.last - part.first).days + 1} d"
            errors.append(FieldError("shutdowns", "out_of_range", value=stood, limit=limit))
        if len(part.reason) > LONGEST_REASON:
            errors.append(FieldError("shutdowns", "too_long", limit=str(LONGEST_REASON)))
    for name, count, most in (
        ("holidays", len(settings.holidays), MOST_HOLIDAYS),
        ("shutdowns", len(settings.shutdowns), MOST_SHUTDOWNS),
    ):
        if count > most:
            errors.append(FieldError(name, "too_many", value=str(count), limit=str(most)))
    return errors
