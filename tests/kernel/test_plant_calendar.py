"""A plant's calendar: which days count, which are left out, and what is no calendar."""

from datetime import UTC, date, datetime

import pytest

from anshu.kernel.calendar import due_at
from anshu.kernel.plant_calendar import calendar_fault, read_plant_calendar

WEEK = {str(day): "08:00-17:00" for day in range(1, 6)}


def calendar(*days: dict[str, object]) -> dict[str, object]:
    return {"hours": WEEK, "days": list(days)}


def due(value: dict[str, object], start: str, minutes: int) -> str:
    found = read_plant_calendar(value)
    assert found is not None
    begun = datetime.fromisoformat(start)
    return due_at(begun, minutes, found.working("Asia/Shanghai")).astimezone(UTC).isoformat()


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # 2026-10-09 is a Friday; one working hour is left of it.
        ([], "2026-10-12T01:00:00+00:00"),
        ([{"from": "2026-10-10", "kind": "work"}], "2026-10-10T01:00:00+00:00"),
        (
            [{"from": "2026-10-10", "kind": "work", "hours": "13:00-17:00"}],
            "2026-10-10T06:00:00+00:00",
        ),
        (
            [{"from": "2026-10-12", "to": "2026-10-13", "kind": "rest"}],
            "2026-10-14T01:00:00+00:00",
        ),
        (
            [
                {"from": "2026-10-10", "kind": "work"},
                {"from": "2026-10-10", "to": "2026-10-12", "kind": "shutdown"},
            ],
            "2026-10-13T01:00:00+00:00",
        ),
        (
            [
                {"from": "2026-10-08", "to": "2026-10-12", "kind": "rest"},
                {"from": "2026-10-10", "kind": "work"},
            ],
            None,
        ),
    ],
)
def test_two_working_hours_from_friday_four_o_clock(
    days: list[dict[str, object]], expected: str | None
) -> None:
    found = due(calendar(*days), "2026-10-09T16:00:00+08:00", 120)
    # The Friday itself is a rest day in the last case: all of it is worked on the Saturday.
    assert found == (expected or "2026-10-10T02:00:00+00:00")


def test_only_a_shutdown_leaves_days_out_of_figures() -> None:
    found = read_plant_calendar(
        calendar(
            {"from": "2026-07-01", "to": "2026-07-10", "kind": "shutdown", "note": "年度检修"},
            {"from": "2026-10-01", "to": "2026-10-07", "kind": "rest", "unverified": True},
        )
    )
    assert found is not None
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 10), date(2026, 7, 11)]
    assert [found.is_excluded(day) for day in days] == [False, True, True, False]
    assert not found.is_excluded(date(2026, 10, 1))
    assert found.days[1].unverified


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "calendar_malformed"),
        ({"hours": []}, "calendar_malformed"),
        ({"hours": WEEK, "holidays": []}, "calendar_malformed"),
        ({"hours": {}}, "calendar_without_hours"),
        ({"hours": {"8": "08:00-17:00"}}, "calendar_hours"),
        ({"hours": {"1": "8-17"}}, "calendar_hours"),
        ({"hours": {"1": "08:00-24:00"}}, "calendar_hours"),
        (calendar({"from": "2026-02-30", "kind": "rest"}), "calendar_day"),
        (calendar({"from": "2026-02-20", "kind": "holiday"}), "calendar_day"),
        (calendar({"from": "2026-02-20", "kind": "rest", "hours": "08:00-17:00"}), "calendar_day"),
        (calendar({"from": "2026-02-20", "to": "2026-02-19", "kind": "rest"}), "calendar_order"),
        (calendar({"from": "2026-01-01", "to": "2027-02-19", "kind": "rest"}), "calendar_stretch"),
        (calendar(*[{"from": "2026-01-01", "kind": "rest"}] * 401), "calendar_too_long"),
    ],
)
def test_what_is_no_calendar_is_named(value: object, code: str) -> None:
    fault = calendar_fault(value)
    assert fault is not None and fault.code == code
    assert read_plant_calendar(value) is None
