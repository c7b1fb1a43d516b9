"""Quiet hours and the hour of the digest, in plant time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

DIGEST_WITHIN = timedelta(hours=4)


class Quiet(Struct, frozen=True):
    """Local times between which nothing but the urgent is sent; they may pass midnight."""

    start: time
    end: time

    def ends_after(self, moment: datetime, zone: str) -> datetime | None:
        """When the quiet hours around this moment end, in UTC; None when it is not quiet.

        In the night of a clock change the end is the local time that the clock shows.
        """
        local = moment.astimezone(ZoneInfo(zone))
        for day in (local.date() - timedelta(days=1), local.date()):
            begins, ends = self._night(day, zone)
            if begins <= moment < ends:
                return ends
        return None

    def _night(self, day: date, zone: str) -> tuple[datetime, datetime]:
        last = day if self.end > self.start else day + timedelta(days=1)
        return at_local(day, self.start, zone), at_local(last, self.end, zone)


def at_local(day: date, clock: time, zone: str) -> datetime:
    """The moment in UTC at which the plant's clock shows this time on this day."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def digest_day(clock: time, moment: datetime, zone: str) -> date | None:
    """The day whose digest is due at this moment; None before its hour and hours after it.

    A worker that was down in the morning does not send the digest in the evening.
    """
    local = moment.astimezone(ZoneInfo(zone)).date()
    for day in (local, local - timedelta(days=1)):
        due = at_local(day, clock, zone)
        if due <= moment < due + DIGEST_WITHIN:
            return day
    return None
