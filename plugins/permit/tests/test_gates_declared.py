"""What people declare beside permits: special periods, fixed hot-work areas; booked times."""

from uuid import UUID

import pytest

from anshu.sdk.facts import Known
from plugins.permit.tests.situations import AREA, NOW, ago, ahead, asked, people, permit, record

HOT_AREA = {
    "in_fire_place": False, "distance": "30", "in_plant_area": False,
    "reviewed_at": ago(days=1), "valid_until": ahead(days=365),
}  # fmt: skip


def test_a_special_period_ends_after_it_begins() -> None:
    def declared(**data: object) -> set[str]:
        return asked("special_period", data, change=data, record_type="special_period").blocking

    assert not declared(**{"from": ago(hours=1), "to": ahead(hours=1)})
    assert declared(**{"from": ahead(hours=1), "to": ahead(hours=1)}) == {"period_reversed"}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [({}, ""), ({"in_fire_place": True}, "hot_area_in_fire_place"),
     ({"distance": "29.9"}, "hot_area_close"), ({"valid_until": ahead(days=366)}, "hot_area_long"),
     ({"valid_until": ago(days=1)}, "hot_area_reversed")],
)  # fmt: skip
def test_a_fixed_hot_work_area_lies_apart_and_is_reviewed_every_year(
    changed: dict[str, object], reason: str
) -> None:
    data = HOT_AREA | changed
    said = asked("hot_work_area", data, change=data, record_type="hot_work_area")
    assert said.blocking == ({reason} if reason else set())


@pytest.mark.parametrize(
    ("until", "job", "reason"),
    [(ahead(days=9), "hot_work", "in_hot_area"), (ago(days=1), "hot_work", "hot_area_expired"),
     (ahead(days=9), "height", "")],
)  # fmt: skip
def test_hot_work_where_a_fixed_area_is_is_told_of_it(until: str, job: str, reason: str) -> None:
    there = record(UUID(int=11), "hot_work_area", area=str(AREA), valid_until=until)
    known = Known(records=people(), similar=(there,))
    reasons = asked("permit_application", permit(job=job), known=known).reasons
    assert [key for key in reasons if "hot_area" in key] == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("level", "reason"),
    [("hot_2", "booked_holiday_level_2"), ("hot_1", "booked_holiday_level_1"), ("hot_special", "")],
)
def test_who_books_hot_work_for_a_holiday_is_told_of_the_higher_level(
    level: str, reason: str
) -> None:
    holiday = record(
        UUID(int=12), "special_period", kind="holiday", **{"from": ago(days=1), "to": ahead(days=1)}
    )
    known = Known(records=people(), similar=(holiday,))
    booked = permit(level=level, planned_start=ahead(hours=1), planned_end=ahead(hours=3))
    said = asked("permit_booking", booked, known=known)
    assert [key for key in said.reasons if key.startswith("booked_h")] == [reason][: bool(reason)]
    assert not said.codes


@pytest.mark.parametrize(("begins", "ends"), [(-5, -3), (8, 11)])
def test_who_books_hot_work_at_night_is_told_too(begins: int, ends: int) -> None:
    """Ten in the morning is now: five hours before and ten after it is night."""
    assert NOW.hour == 2
    times = {"planned_start": ahead(hours=begins), "planned_end": ahead(hours=ends)}
    said = asked("permit_booking", permit(**times))
    assert {key for key in said.reasons if key.startswith("booked_night")}
    day = asked("permit_booking", permit(planned_start=ahead(hours=1), planned_end=ahead(hours=3)))
    assert not {key for key in day.reasons if key.startswith("booked_night")}
