"""A phone's clock may say anything: what cannot be a time is none, and never an error."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from anshu.kernel.phone_clock import Claimed, corrected

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
EARLY = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
LATE = datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-12)))


@pytest.mark.parametrize(
    ("claimed", "captured"),
    [
        (Claimed(EARLY), None),
        (Claimed(LATE), None),
        (Claimed(NOW, offset_seconds=10**18), NOW),
        (Claimed(NOW, offset_seconds=-(10**12)), NOW),
        (Claimed(NOW, sent_at=EARLY), NOW),
        (Claimed(datetime.max.replace(tzinfo=UTC), offset_seconds=3600), None),
        (Claimed(NOW, sent_at=NOW - timedelta(hours=1)), NOW + timedelta(hours=1)),
    ],
)
def test_a_time_outside_of_all_calendars_is_no_time(
    claimed: Claimed, captured: datetime | None
) -> None:
    assert corrected(claimed, now=NOW) == captured
