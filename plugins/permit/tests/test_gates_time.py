"""Gates of time: booking, validity, overtime, levels in holidays and at night, wind and weather."""

from datetime import timedelta

import pytest
from msgspec import structs

from anshu.sdk.facts import Known, KnownRecord, Observation
from plugins.permit.tests.situations import (
    NOW,
    SPACE,
    Said,
    ago,
    ahead,
    asked,
    people,
    permit,
    record,
)

LEVELS = [
    ({}, 72), ({"level": "hot_1"}, 8), ({"level": "hot_special"}, 8),
    ({"job": "confined_space", "level": "confined"}, 24),
    ({"job": "height", "level": "height_1"}, 7 * 24),
    ({"job": "temporary_power", "level": "power", "special_duration": True}, 30 * 24),
    ({"job": "temporary_power", "level": "power"}, 15 * 24),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "hours"), LEVELS, ids=str)
def test_a_permit_is_valid_so_long_and_no_longer(kind: dict[str, object], hours: int) -> None:
    fits = permit(planned_start=NOW.isoformat(), planned_end=ahead(hours=hours), **kind)
    long = {"hot_long", "hot_2_long", "confined_long", "height_long", "power_long",
            "power_over_usual"}  # fmt: skip
    assert not asked("permit_application", fits).blocking & long
    more = fits | {"planned_end": ahead(hours=hours, minutes=1)}
    assert len(asked("permit_application", more).blocking & long) == 1
    assert not asked("permit_booking", more).blocking & long


def test_starting_early_does_not_lengthen_a_permit() -> None:
    early = permit(level="hot_1", planned_start=ahead(hours=2), planned_end=ahead(hours=9))
    assert "hot_long" in asked("permit_start", early).blocking


def test_a_job_is_booked_a_day_ahead_or_urgent() -> None:
    today = permit(planned_start=ahead(hours=3), planned_end=ahead(hours=6))
    assert asked("permit_booking", today).blocking == {"booked_late"}
    assert not asked("permit_booking", today | {"urgent": True}).blocking
    # Late at night the next day is a day ahead, though it is only hours away.
    night = {"now": NOW + timedelta(hours=13)}
    tomorrow = permit(planned_start=ahead(hours=22), planned_end=ahead(hours=25))
    assert not asked("permit_booking", tomorrow, **night).blocking


def test_a_plan_ends_after_it_begins_and_not_in_the_past() -> None:
    backwards = permit(planned_start=ahead(hours=30), planned_end=ahead(hours=29))
    assert "window_reversed" in asked("permit_booking", backwards).blocking
    past = permit(planned_start=ago(hours=5), planned_end=ago(hours=1), urgent=True)
    assert asked("permit_booking", past).blocking == {"booked_late", "window_past"} - {
        "booked_late"
    }


def test_an_expired_permit_is_neither_signed_nor_started_nor_resumed() -> None:
    over = permit(planned_start=ago(hours=5), planned_end=ago(minutes=1))
    for form in ("permit_sign", "permit_shift_check", "permit_start", "permit_resume"):
        said = asked(form, over)
        assert "permit_expired" in said.blocking and "10" in said.codes
    assert asked("watch:overtime", over, state="working").codes == {"10"}
    assert not asked("watch:overtime", permit(), state="working").codes


def period(kind: str) -> KnownRecord:
    return record(
        SPACE, "special_period", kind=kind, **{"from": ago(hours=12), "to": ahead(hours=12)}
    )


@pytest.mark.parametrize(
    ("kind", "code"), [("holiday", "40"), ("rest_day", "41"), ("special", "43")]
)
@pytest.mark.parametrize("form", ["permit_application", "permit_sign", "permit_start"])
def test_hot_work_is_managed_one_level_up_in_such_times(form: str, kind: str, code: str) -> None:
    known = Known(records=people(), similar=(period(kind),))

    def said(**data: object) -> Said:
        return asked(form, permit(video_device="C1", work_plan=["x"], **data), known=known)

    assert said().codes == {code} and said().blocking
    assert not said(level="hot_1").codes
    assert said(level="hot_1", ex_area=True).codes == {code}
    assert said(level="hot_1", pipe_rack=True).codes == {code}
    raised = said(level="hot_1", ex_area=True, plant_cleared=True)
    assert not raised.codes
    assert not said(level="hot_1", ex_area=True, upgrade_reason="二级升一级").codes
    assert not said(level="hot_special", ex_area=True).codes
    assert code not in asked(form, permit(job="height", level="height_1"), known=known).codes


def test_a_period_of_another_unit_is_none() -> None:
    elsewhere = structs.replace(period("holiday"), org_path="/w2/")
    known = Known(records=people(), similar=(elsewhere,))
    assert not asked("permit_sign", permit(), known=known).codes
    own = structs.replace(elsewhere, org_path="/w1/")
    assert asked("permit_sign", permit(), known=Known(records=people(), similar=(own,))).codes


def calendar(**value: object) -> KnownRecord:
    return record(SPACE, "calendar", org="/", working_time={"hours": {"1": "08:00-17:00"}} | value)


def test_rest_days_come_from_the_calendar_and_else_from_the_week() -> None:
    saturday = {"planned_start": ahead(days=4), "planned_end": ahead(days=4, hours=5)}
    assert asked("permit_sign", permit(**saturday)).codes == {"41"}
    days = [{"from": "2026-11-28", "to": "2026-11-28", "kind": "work"}]
    week = {str(day): "08:00-17:00" for day in range(1, 6)}
    worked = Known(records=people(), similar=(calendar(hours=week, days=days),))
    assert not asked("permit_sign", permit(**saturday), known=worked).codes
    off = [{"from": "2026-11-24", "to": "2026-11-24", "kind": "rest"}]
    rested = Known(records=people(), similar=(calendar(hours=week, days=off),))
    assert asked("permit_sign", permit(), known=rested).codes == {"41"}


def test_night_is_judged_by_the_plan_of_a_day_and_by_the_moment_of_work() -> None:
    into_night = permit(planned_end=ahead(hours=10, minutes=1))
    assert asked("permit_application", into_night).codes == {"42"}
    assert not asked("permit_application", permit(planned_end=ahead(hours=10))).codes
    days = permit(planned_end=ahead(hours=60))
    assert not asked("permit_application", days).codes
    night = {"now": NOW + timedelta(hours=11), "state": "working"}
    assert asked("watch:times", days, **night).codes == {"42"}
    assert not asked("watch:times", days, state="working").codes


def wind(value: str, *, quantity: str = "wind_speed", unit: str = "m/s", minutes: int = 5) -> Known:
    seen = Observation(
        quantity=quantity, subject=None, source="anemometer:north", value=value, unit=unit,
        at=NOW - timedelta(minutes=minutes),
    )  # fmt: skip
    return Known(records=people(), observations=(seen,))


def test_wind_of_grade_five_stops_work_in_the_open() -> None:
    hot, high = permit(outdoor=True), permit(outdoor=True, job="height", level="height_1")
    for data, reason in ((hot, "wind_hot_2"), (high, "wind_height")):
        assert reason in asked("permit_start", data, known=wind("8.0")).blocking
        assert reason in asked("permit_start", data, known=wind("28.8", unit="km/h")).blocking
        assert reason in asked("permit_start", data, known=wind("8", quantity="wind_gust")).blocking
        assert not asked("permit_start", data, known=wind("7.9")).blocking & {reason}
        indoors = data | {"outdoor": False}
        assert reason not in asked("permit_start", indoors, known=wind("12")).reasons


def test_wind_that_nobody_knows_is_said_and_stops_nobody() -> None:
    unknown = asked("permit_start", permit(outdoor=True))
    assert (unknown.reasons["wind_unknown"], unknown.blocking) == ("warn", set())
    old = asked("permit_start", permit(outdoor=True), known=wind("15", minutes=61))
    assert not old.blocking and old.reasons["input_missing"] == "notice"


def test_the_grade_for_lifting_is_not_verified_and_warns() -> None:
    lifting = permit(outdoor=True, job="lifting", level="lifting_3")
    said = asked("permit_start", lifting, known=wind("10.8"))
    assert said.reasons["wind_lifting"] == "warn"


def test_upgraded_hot_work_may_go_on_in_strong_wind_with_a_warning() -> None:
    said = asked("permit_start", permit(outdoor=True, level="hot_1"), known=wind("9"))
    assert said.reasons["wind_hot_upgraded"] == "warn"
    assert not said.blocking


def test_the_plants_own_instrument_goes_before_a_service_unless_it_is_silent() -> None:
    def both(own_minutes: int) -> Known:
        own = wind("9", minutes=own_minutes).observations[0]
        service = structs.replace(own, source="service:city", value="3", at=NOW)
        return Known(records=people(), observations=(service, own))

    hot = permit(outdoor=True)
    assert "wind_hot_2" in asked("permit_start", hot, known=both(20)).blocking
    assert not asked("permit_start", hot, known=both(40)).blocking
