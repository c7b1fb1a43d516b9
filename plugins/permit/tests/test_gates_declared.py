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


OUTAGE = record(UUID(int=13), "outage", **{"from": ago(hours=9), "to": ago(hours=5)})
PAPER: dict[str, object] = {
    "outage": str(UUID(int=13)), "started_at": ago(hours=8), "ended_at": ago(hours=6),
    "responsible": "a", "guardian": "b", "approver": "c",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({}, []),
        ({"ended_at": ago(hours=8)}, ["paper_reversed"]),
        ({"ended_at": ahead(hours=1)}, ["paper_ahead"]),
        ({"started_at": ago(hours=10)}, ["paper_outside_outage"]),
        ({"outage": str(UUID(int=14))}, ["paper_outside_outage"]),
        ({"guardian": "a"}, ["paper_guardian_same"]),
        ({"approver": "a"}, ["paper_approver_same"]),
    ],
)
def test_a_paper_permit_belongs_to_a_declared_outage(
    changed: dict[str, object], reasons: list[str]
) -> None:
    known = Known(records={OUTAGE.id: OUTAGE})
    data = PAPER | changed
    said = asked("paper_permit", data, change=data, record_type="paper_permit", known=known)
    assert list(said.reasons) == reasons


def test_a_paper_permit_entered_late_is_marked_and_an_outage_that_lasts_is_no_reason() -> None:
    over = record(OUTAGE.id, "outage", **{"from": ago(hours=40), "to": ago(hours=25)})
    lasting = record(OUTAGE.id, "outage", **{"from": ago(hours=40)})
    data = PAPER | {"started_at": ago(hours=30), "ended_at": ago(hours=29)}
    for outage, reasons in ((over, ["paper_late"]), (lasting, [])):
        known = Known(records={outage.id: outage})
        said = asked("paper_permit", data, change=data, record_type="paper_permit", known=known)
        assert list(said.reasons) == reasons


@pytest.mark.parametrize(
    ("times", "reason"),
    [({"from": ago(hours=2)}, ""), ({"from": ago(hours=2), "to": ago(hours=3)}, "outage_reversed"),
     ({"from": ahead(hours=1)}, "outage_ahead")],
)  # fmt: skip
def test_an_outage_is_declared_when_it_is_there(times: dict[str, object], reason: str) -> None:
    said = asked("outage", times, change=times, record_type="outage")
    assert said.blocking == ({reason} if reason else set())
