"""Compares what a phone claims about a picture with the server's clock and the camera's claims.

Nothing here refuses: a picture with a wrong clock is still evidence, with its doubt noted.
"""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from anshu.definitions.words import Text
from anshu.media.exif import Exif
from anshu.media.position import Position, apart_m
from anshu.media.texts import warning

CLOCK_TOLERANCE: Final = timedelta(minutes=5)
LATE_AFTER: Final = timedelta(hours=24)
EXIF_TOLERANCE: Final = timedelta(minutes=10)
PLACE_TOLERANCE_M: Final = 300


def time_doubts(captured_at: datetime | None, *, received_at: datetime) -> tuple[Text, ...]:
    """Doubts about the phone's clock: ahead of the server, or captured long before receipt."""
    if captured_at is None:
        return ()
    ahead = captured_at - received_at
    if ahead > CLOCK_TOLERANCE:
        return (warning("clock_ahead", value=_minutes(ahead)),)
    if -ahead > LATE_AFTER:
        return (warning("captured_long_ago", value=str(int(-ahead / timedelta(hours=1)))),)
    return ()


def camera_doubts(
    exif: Exif | None,
    *,
    captured_at: datetime | None,
    position: Position | None,
    zone: ZoneInfo,
) -> tuple[Text, ...]:
    """Doubts where the camera's own record says another time or another place."""
    if exif is None:
        return ()
    doubts: list[Text] = []
    taken = exif.taken_at(zone)
    if taken is not None and captured_at is not None:
        apart = abs(taken - captured_at)
        if apart > EXIF_TOLERANCE:
            doubts.append(warning("exif_time_differs", value=_minutes(apart)))
    if exif.lat and position is not None:
        metres = apart_m(Position(lat=exif.lat, lon=exif.lon), position)
        if metres > PLACE_TOLERANCE_M:
            doubts.append(warning("exif_place_differs", value=str(round(metres))))
    return tuple(doubts)


def _minutes(span: timedelta) -> str:
    return str(int(span / timedelta(minutes=1)))
