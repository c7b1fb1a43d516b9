"""How long a connector's value may be relied on."""

from datetime import datetime, timedelta

# Two runs may fail before a value counts as unknown.
RUNS = 3


def confirmed_at(fetched_at: datetime, last_ok: datetime | None) -> datetime:
    """When the source last stood by the value: at its reading, or at a later good run.

    A good run reads all that changed; what it did not bring is as it was.
    """
    return max(fetched_at, last_ok) if last_ok else fetched_at


def is_known(
    value: str, *, confirmed: datetime, interval_minutes: int | None, now: datetime
) -> bool:
    """Whether the value may be relied on: stated, from a living connector, recent enough."""
    if not value or interval_minutes is None:
        return False
    return now - confirmed <= timedelta(minutes=RUNS * interval_minutes)
