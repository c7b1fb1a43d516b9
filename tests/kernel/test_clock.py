"""Clocks say UTC; a time without a zone is no time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from anshu.kernel.clock import MovedClock, SystemClock, aware


def test_clocks_answer_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC
    assert MovedClock().now().tzinfo is UTC


def test_a_moved_clock_runs_on_from_where_it_was_moved_to() -> None:
    clock = MovedClock()
    before = clock.now()
    clock.move(timedelta(hours=2))
    clock.move(timedelta(hours=1))
    assert timedelta(hours=3) <= clock.now() - before < timedelta(hours=3, minutes=1)


def test_an_aware_time_is_brought_to_utc_and_a_naive_one_is_an_error() -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert aware(noon).isoformat() == "2026-11-20T04:00:00+00:00"
    with pytest.raises(ValueError, match="zone"):
        aware(datetime(2026, 11, 20, 12))
