"""Gates of kinds: levels by height, mass and place, plans, gear, plates, digging, counting out."""

from uuid import UUID

import pytest

from plugins.permit.tests.situations import FOREMAN, NOW, WELDER, Said, asked, permit, sampled

HIGH = {"job": "height"}
LIFT = {"job": "lifting", "crane_count": "1", "crane_share_pct": "60", "lift_plan": ["x"]}


def applied(**data: object) -> set[str]:
    return asked("permit_application", permit(**data)).blocking


@pytest.mark.parametrize(
    ("height", "dangers", "level"),
    [("5", [], 1), ("5.01", [], 2), ("15", [], 2), ("15.1", [], 3), ("30", [], 3),
     ("30.1", [], 4), ("2", ["wind"], 2), ("5", ["slippery"], 2), ("5.1", ["cold"], 3),
     ("15.1", ["cold"], 4), ("31", ["cold"], 4)],
)  # fmt: skip
def test_the_level_of_work_at_height_follows_height_and_dangers(
    height: str, dangers: list[str], level: int
) -> None:
    data = HIGH | {"work_height": height, "objective_dangers": dangers}
    assert not applied(level=f"height_{level}", **data)
    if level > 1:
        assert applied(level=f"height_{level - 1}", **data)


@pytest.mark.parametrize(("situation", "level"), [("inside_vessel", 2), ("rain", 4), ("night", 4)])
def test_special_situations_raise_the_level(situation: str, level: int) -> None:
    data = HIGH | {"work_height": "3", "special_situations": [situation]}
    assert applied(level=f"height_{level - 1}", **data)
    assert not applied(level=f"height_{level}", **data)


@pytest.mark.parametrize(
    ("mass", "level"), [("100.1", 1), ("100", 2), ("40", 2), ("39.9", 3), ("12", 3)]
)
def test_the_level_of_lifting_follows_the_mass(mass: str, level: int) -> None:
    assert not applied(level=f"lifting_{level}", lift_mass=mass, **LIFT)
    if level < 3:
        assert applied(level=f"lifting_{level + 1}", lift_mass=mass, **LIFT)


def test_lifting_needs_its_plan_and_no_crane_bears_too_much() -> None:
    bare = LIFT | {"lift_plan": [], "lift_mass": "50", "level": "lifting_2"}
    assert applied(**bare) == {"lifting_without_plan"}
    special = bare | {"lift_mass": "20", "level": "lifting_3", "special_lift": True}
    assert applied(**special) == {"special_lift_without_plan"}
    two = LIFT | {"lift_mass": "20", "level": "lifting_3", "crane_count": "2"}
    assert not applied(**two | {"crane_share_pct": "80"})
    assert applied(**two | {"crane_share_pct": "80.1"}) == {"cranes_overloaded"}


@pytest.mark.parametrize(
    ("place", "level"),
    [({"ex_area": True, "running_plant": True}, "hot_special"),
     ({"tank_dike": True}, "hot_special"),
     ({"pipe_rack": True}, "hot_1"), ({"ex_area": True}, "hot_1"), ({}, "hot_2"),
     ({"ex_area": True, "plant_cleared": True}, "hot_2")],
)  # fmt: skip
def test_the_level_of_hot_work_follows_the_place(place: dict[str, object], level: str) -> None:
    order = ("hot_2", "hot_1", "hot_special")
    whole = {"work_plan": ["x"]} | place
    assert not applied(level=level, **whole)
    lower = order[: order.index(level)]
    assert all(applied(level=each, **whole) for each in lower)


def test_special_hot_work_has_a_plan_a_camera_and_a_monitor() -> None:
    assert applied(level="hot_special") == {"special_without_plan"}
    said = asked("permit_start", permit(level="hot_special"))
    assert {"special_without_camera", "special_without_monitor"} <= said.blocking
    gear = {"video_device": "CAM-1", "monitor_no": "GD-1"}
    assert not asked("permit_start", permit(level="hot_special", **gear)).blocking
    early = asked("permit_application", permit(level="hot_special"))
    assert early.reasons["special_without_monitor"] == "warn"


@pytest.mark.parametrize(
    ("data", "reason"),
    [({"cylinder_gap": "4.9"}, "bottles_close"),
     ({"cylinder_distance": "9.9"}, "bottles_near_fire"),
     ({"job": "confined_space", "level": "confined", "lamp_voltage": "37"}, "lamp_voltage"),
     ({"job": "confined_space", "level": "confined", "lamp_voltage": "24", "wet_or_narrow": True},
      "lamp_voltage_wet"),
     ({"job": "confined_space", "level": "confined", "high_risk_space": True}, "second_guardian")],
)  # fmt: skip
def test_gear_keeps_the_norms_figures(data: dict[str, object], reason: str) -> None:
    assert applied(**data) == {reason}


def test_one_plate_one_action() -> None:
    plate = {"job": "blind_plate", "level": "blind_plate"}
    for form in ("permit_application", "permit_sign"):
        both = asked(form, permit(plate_actions=["insert", "remove"], **plate))
        assert ("plate_in_and_out" in both.blocking, both.codes >= {"20"}) == (True, True)
    assert not applied(plate_actions=["insert"], **plate)


def digging(**data: object) -> Said:
    return asked("permit_sign", permit(job="excavation", level="excavation", **data))


def test_deep_digging_by_dangerous_lines_needs_a_confined_space_permit() -> None:
    assert "62" in digging(dig_depth="1.21", danger_lines=True).codes
    assert "62" not in digging(dig_depth="1.2", danger_lines=True).codes
    assert "62" not in digging(dig_depth="3", danger_lines=False).codes


def test_work_is_finished_when_people_and_tools_are_counted_out() -> None:
    came = {"tool_count": "3", "tool_count_out": "3", "@ended": "x"}
    said = asked("permit_finish", permit(passages=[came]), change={"people_out": True})
    assert not said.blocking
    for row, reason in (({"tool_count": "1"}, "people_not_out"),
                        ({**came, "tool_count_out": "2"}, "tools_not_out")):  # fmt: skip
        said = asked("permit_finish", permit(passages=[row]), change={"people_out": True})
        assert said.blocking == {reason}


def test_a_tool_that_one_left_inside_may_be_brought_out_by_another() -> None:
    one = {"tool_count": "1", "tool_count_out": "0", "@ended": "x"}
    other = {"tool_count": "0", "tool_count_out": "1", "@ended": "x"}
    for rows, left in (([one], {"tools_not_out"}), ([one, other], set())):
        said = asked("permit_finish", permit(passages=rows), change={"people_out": True})
        assert said.blocking == left


def test_only_briefed_workers_of_the_permit_go_in_once_and_never_into_bad_air() -> None:
    space = {"job": "confined_space", "level": "confined"}

    def entering(person: UUID = WELDER, **data: object) -> set[str]:
        row: dict[str, object] = {"person": str(person), "tool_count": "0"}
        return asked("passage_in", permit(**space, **data), change=row).blocking

    assert not entering()
    assert entering(FOREMAN) == {"entrant_not_on_permit"}
    assert entering(briefings=[]) == {"entrant_not_briefed"}
    there = {"person": str(WELDER), "tool_count": "1"}
    assert entering(passages=[there]) == {"already_inside"}
    assert not entering(passages=[there | {"@ended": "x"}])
    assert entering(gas_tests=[sampled(oxygen="18.2", result="over_limit")]) == {"entry_over_limit"}


def test_a_point_over_its_limit_names_what_has_to_be_measured_again() -> None:
    bad = sampled(result="over_limit", h2s="12")
    again = sampled(**{"@no": 2, "@at": NOW.isoformat(), "sampled_at": NOW.isoformat()})
    said = asked("permit_resume", permit(gas_tests=[bad, again]))
    assert "point_over_limit" in said.blocking
    assert any(text.startswith("取样点 中部（H₂S） ") for text in said.messages)
