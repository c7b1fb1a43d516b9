"""Time as a value: the system's clock, and one that tests and drills move."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that says what time it is, in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovedClock:
    """The machine's clock shifted by an offset that a test or a drill moves."""

    def __init__(self) -> None:
        self.offset = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def move(self, by: timedelta) -> None:
        self.offset += by


def aware(moment: datetime) -> datetime:
    """The moment in UTC; a naive one is a ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone is no time")
    return moment.astimezone(UTC)
