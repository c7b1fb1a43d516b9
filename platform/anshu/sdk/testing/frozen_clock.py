"""A clock that stands still, so that two readings can be compared."""

from datetime import UTC, datetime


class FrozenClock:
    """Says the same moment until it is set to another."""

    def __init__(self, moment: datetime = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment
