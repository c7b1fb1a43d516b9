"""When something was captured, by the server's clock: a phone's own clock may be off.

A phone says three things: when it captured (`claimed`), what its clock says now (`sent_at`), and,
if it has heard from the server around the time of capture, how far the server was ahead of it
then (`offset_seconds`). The last one is the best: the clock may have been set right since.
"""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from anshu.kernel.clock import aware

TRUSTED_WITHIN: Final = timedelta(seconds=90)
LONGEST_OFFSET: Final = timedelta(days=366)


class Claimed(Struct, frozen=True):
    """What the phone says of a time; all but `at` may be missing."""

    at: datetime | None
    sent_at: datetime | None = None
    offset_seconds: int | None = None


def corrected(claimed: Claimed, *, now: datetime) -> datetime | None:
    """The capture time as the server's clock would have shown it; small differences are left.

    Never later than it was sent: an event of the future stays one only if the phone gives nothing
    to correct it by. A time that lies outside of all calendars is none.
    """
    captured = None if claimed.at is None else _utc(claimed.at)
    if captured is None:
        return None
    offset = offset_of(claimed, now=now)
    try:
        return captured if offset is None or abs(offset) <= TRUSTED_WITHIN else captured + offset
    except OverflowError:
        return None


def offset_of(claimed: Claimed, *, now: datetime) -> timedelta | None:
    """How far the server was ahead of the phone when it captured, as far as it can be known."""
    if claimed.offset_seconds is not None:
        longest = int(LONGEST_OFFSET.total_seconds())
        within = abs(claimed.offset_seconds) <= longest
        return timedelta(seconds=claimed.offset_seconds) if within else None
    sent = None if claimed.sent_at is None else _utc(claimed.sent_at)
    return None if sent is None else now - sent


def _utc(moment: datetime) -> datetime | None:
    """The moment in UTC; None for one that only the calendar of another zone has."""
    try:
        return aware(moment)
    except OverflowError:
        return None
