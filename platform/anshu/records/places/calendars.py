"""Which calendar holds where: the one of the closest unit above, else that of the packs."""

from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
import yaml
from msgspec import Struct

from anshu.kernel.calendar import WorkingCalendar
from anshu.kernel.plant_calendar import PlantCalendar
from anshu.records.books import Book
from anshu.records.services import Services
from anshu.store.principal import Tenant


class Holiday(Struct, frozen=True):
    """Statutory days off and the make-up days that pay for them; a seed, not verified."""

    name: str
    first: str
    last: str
    work: tuple[str, ...] = ()


class HolidaySeed(Struct, frozen=True):
    """A year's holidays as a proposal that an administrator checks and takes over."""

    year: int
    source: str
    verified: bool
    holidays: tuple[Holiday, ...]


class Seeds(Struct, frozen=True):
    """The proposals of all years."""

    items: tuple[HolidaySeed, ...]


def calendar_at(book: Book, org_path: str) -> PlantCalendar | None:
    """The calendar of the closest unit at or above this one; None if nobody made one."""
    for path, calendar in book.calendars:
        if org_path.startswith(path):
            return calendar
    return None


def working_time(book: Book, org_path: str, timezone: str) -> WorkingCalendar | None:
    """What limits in working time are counted by: the unit's calendar, else the packs' own."""
    calendar = calendar_at(book, org_path)
    if calendar is not None:
        return calendar.working(timezone)
    shipped = book.compiled.calendars.get("plant")
    return msgspec.structs.replace(shipped, timezone=timezone) if shipped is not None else None


async def is_excluded(
    services: Services, principal: Tenant, day: date, *, org_path: str = "/"
) -> bool:
    """Whether figures leave this day out because the unit is shut down."""
    calendar = calendar_at(await services.books.current(principal), org_path)
    return calendar is not None and calendar.is_excluded(day)


@cache
def seeds() -> Seeds:
    """The statutory holidays that are proposed; nobody has checked them against the notice."""
    text = (files("anshu.records.places") / "holidays.yaml").read_text(encoding="utf-8")
    return msgspec.convert({"items": yaml.safe_load(text)}, Seeds)
