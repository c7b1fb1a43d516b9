"""What is watched while work goes on: the weather, the neighbours, the gas values of each point."""

from datetime import timedelta
from uuid import UUID

import pytest

from anshu.sdk.facts import Known, Neighbour, Observation
from plugins.permit.tests.situations import (
    AREA,
    NOW,
    Said,
    asked,
    people,
    permit,
    record,
    sampled,
)

HEIGHT = {"job": "height", "level": "height_1"}
LIFTING = {"job": "lifting", "level": "lifting_3"}
UNKNOWN = Known(records=people())


def looked(known: Known = UNKNOWN, **data: object) -> Said:
    return asked("watch:conditions", permit(outdoor=True, **data), known=known, state="working")


def seen(quantity: str, value: str, unit: str, *, minutes: int = 5) -> Known:
    one = Observation(
        quantity=quantity, subject=None, source="anemometer:north", value=value, unit=unit,
        at=NOW - timedelta(minutes=minutes),
    )  # fmt: skip
    return Known(records=people(), observations=(one,))


def near(metres: float, *, state: str = "working", **data: object) -> Known:
    there = record(UUID(int=9), "permit", "邻近作业", state=state, area=str(AREA), **data)
    found = Neighbour(record=there, distance_m=metres, begins=None, ends=None)
    return Known(records=people(), neighbours=(found,))


@pytest.mark.parametrize(
    ("data", "reason", "wind", "calmer"),
    [
        ({}, "wind_hot_risen", "8.0", "7.9"),
        ({"level": "hot_special"}, "wind_hot_risen", "8.0", "7.9"),
        (HEIGHT, "wind_height_risen", "8.0", "7.9"),
        (LIFTING, "wind_lifting_risen", "10.8", "10.7"),
    ],
)
def test_wind_that_has_risen_is_said_during_work_in_the_open(
    data: dict[str, object], reason: str, wind: str, calmer: str
) -> None:
    strong = seen("wind_speed", wind, "m/s")
    assert looked(strong, **data).reasons == {reason: "escalate"}
    assert not looked(seen("wind_speed", calmer, "m/s"), **data).reasons
    indoors = asked("watch:conditions", permit(outdoor=False, **data), known=strong)
    assert not indoors.reasons


def test_fog_is_said_at_height_and_lifting() -> None:
    thick = seen("visibility", "499", "m")
    assert looked(thick, **HEIGHT).reasons == looked(thick, **LIFTING).reasons
    assert looked(thick, **LIFTING).reasons == {"fog_come": "escalate"}
    assert not looked(seen("visibility", "500", "m"), **HEIGHT).reasons


def test_weather_that_is_not_known_says_nothing_to_anybody() -> None:
    assert not looked(**HEIGHT).reasons
    assert looked(seen("wind_speed", "15", "m/s", minutes=61), **HEIGHT).reasons == {
        "input_missing": "notice"
    }


@pytest.mark.parametrize(
    ("releases", "most"),
    [("flammable_gas", 30), ("flammable_liquid", 15), ("solvent", 10), ("dust", 10)],
)
def test_a_neighbour_that_now_releases_something_is_said_on_both_sides(
    releases: str, most: int
) -> None:
    theirs = {"job": "height", "releases": [releases]}
    reason = f"hot_by_{releases}_now"
    assert looked(near(most, **theirs)).reasons == {reason: "escalate"}
    assert not looked(near(most + 0.1, **theirs)).reasons
    assert not looked(near(most, state="signing", **theirs)).reasons
    mine = looked(near(most, job="hot_work"), **HEIGHT, releases=[releases])
    assert mine.reasons == {f"{releases}_by_hot_now": "escalate"}


def test_blind_plates_hot_work_and_vapour_in_one_space_are_said() -> None:
    assert "hot_by_plate_now" in looked(near(30, job="blind_plate")).reasons
    plate = looked(near(30, job="hot_work"), job="blind_plate", level="blind_plate")
    assert "plate_by_hot_now" in plate.reasons
    space = {"space_name": "3号釜"}
    painting = near(40, job="confined_space", releases=["solvent"], **space)
    assert set(looked(painting, **space).reasons) == {"space_hot_and_vapour_now"}
    hot = near(40, job="hot_work", **space)
    mine = looked(hot, job="confined_space", level="confined", releases=["solvent"], **space)
    assert set(mine.reasons) == {"space_vapour_and_hot_now"}


def test_a_point_whose_value_is_over_its_limit_is_said_until_it_is_put_right() -> None:
    low = sampled(oxygen="18", result="over_limit")
    said = looked(gas_tests=[low])
    assert (said.reasons, said.codes) == ({"point_over_limit_now": "escalate"}, {"G1"})
    unproven = looked(gas_tests=[sampled(result="over_unproven")])
    assert unproven.reasons == {"point_over_unproven_now": "escalate"}
    assert unproven.codes == {"G1"}
    again = sampled(**{"@no": 2, "@at": NOW.isoformat(), "sampled_at": NOW.isoformat()})
    assert not looked(gas_tests=[low, again]).reasons
