"""Spans of time are whole days of the plant's zone, and nothing else is taken for one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from anshu.records.periods import is_period, span_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
# In the plant it is already the 21st, a Saturday.
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
CASES = {
    "today": ("2026-11-21", "2026-11-22"),
    "yesterday": ("2026-11-20", "2026-11-21"),
    "7d": ("2026-11-15", "2026-11-22"),
    "+7d": ("2026-11-21", "2026-11-28"),
    "week": ("2026-11-16", "2026-11-23"),
    "last_week": ("2026-11-09", "2026-11-16"),
    "month": ("2026-11-01", "2026-12-01"),
    "last_month": ("2026-10-01", "2026-11-01"),
    "quarter": ("2026-10-01", "2027-01-01"),
    "year": ("2026-01-01", "2027-01-01"),
    "2026-02-01..2026-02-28": ("2026-02-01", "2026-03-01"),
    "2026-02-01..": ("2026-02-01", None),
    "..2026-02-28": (None, "2026-03-01"),
}
WRONG = (
    "", "..", "0d", "9999d", "7 d", "2026-02-30..", "2026-03-01..2026-02-01", "fortnight",
    "0001-01-01..", "9999-12-31..", "+today",
)  # fmt: skip


@pytest.mark.parametrize("text", CASES)
def test_a_span_begins_and_ends_at_midnight_of_the_plant(text: str) -> None:
    shown = [
        moment and moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        for moment in span_of(text, NOW, SHANGHAI)
    ]
    assert shown == [day and f"{day} 00:00" for day in CASES[text]]
    assert is_period(text)


@pytest.mark.parametrize("text", WRONG)
def test_anything_else_is_no_span(text: str) -> None:
    assert not is_period(text)
