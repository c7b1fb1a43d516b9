"""Gates of gas tests: missing, old, over the limit, after a break, every day, every two hours."""

from datetime import timedelta

import pytest

from plugins.permit.tests.situations import NOW, Said, ago, ahead, asked, permit, sampled

POWER = {"job": "temporary_power", "level": "power", "ex_area": True}
SPACE = {"job": "confined_space", "level": "confined", "space_name": "R-103"}
JOBS = [{}, SPACE, POWER]


def resumed(data: dict[str, object], minutes: float) -> Said:
    """What resuming after a break of so many minutes meets."""
    began = NOW - timedelta(minutes=minutes)
    moment = {"state": "paused", "node": "paused", "entered": {"paused": began}}
    return asked("permit_resume", data, **moment)


def gas(**row: object) -> list[dict[str, object]]:
    return [sampled(**row)]


def taken(minutes: float, **row: object) -> list[dict[str, object]]:
    """A test entered at once, so many minutes ago."""
    return gas(**{"sampled_at": ago(minutes=minutes), "@at": ago(minutes=minutes), **row})


@pytest.mark.parametrize("kind", JOBS, ids=["hot", "space", "power"])
@pytest.mark.parametrize("form", ["permit_sign", "permit_start"])
def test_nothing_is_signed_or_started_without_a_gas_test(
    form: str, kind: dict[str, object]
) -> None:
    said = asked(form, permit(gas_tests=None, **kind))
    assert said.blocking & {"hot_untested", "confined_untested", "power_untested"}
    assert "01" in said.codes


@pytest.mark.parametrize("kind", JOBS, ids=["hot", "space", "power"])
def test_a_gas_test_holds_thirty_minutes_and_not_a_second_longer(kind: dict[str, object]) -> None:
    assert "02" not in asked("permit_start", permit(gas_tests=taken(30), **kind)).codes
    said = asked("permit_start", permit(gas_tests=taken(30.02), **kind))
    assert "02" in said.codes and said.blocking


def test_a_space_is_entered_once_everything_measured_there_is_fresh() -> None:
    alone = {"@no": 2, "@at": ago(minutes=5), "sampled_at": ago(minutes=5), "point": "中部"}
    partly = [*taken(70), alone | {"oxygen": "20.9"}]
    assert "02" in asked("permit_start", permit(gas_tests=partly, **SPACE)).codes
    assert "03" in resumed(permit(gas_tests=partly, **SPACE), 65).codes
    whole = [*taken(70), *taken(5)]
    assert not asked("permit_start", permit(gas_tests=whole, **SPACE)).codes & {"01", "02"}
    assert not resumed(permit(gas_tests=whole, **SPACE), 65).codes & {"02", "03"}


def test_the_worse_of_two_clocks_counts() -> None:
    fresh_by_the_phone = gas(**{"sampled_at": ago(minutes=2), "@at": ago(minutes=40)})
    assert "02" in asked("permit_start", permit(gas_tests=fresh_by_the_phone)).codes
    entered_late = gas(**{"sampled_at": ago(minutes=40), "@at": ago(minutes=2)})
    assert "02" in asked("permit_start", permit(gas_tests=entered_late)).codes


def test_power_outside_fire_places_and_other_jobs_need_no_gas_test() -> None:
    for kind in ({**POWER, "ex_area": False}, {"job": "road_closing", "level": "road"}):
        assert not asked("permit_start", permit(gas_tests=None, **kind)).codes & {"01", "02"}


def test_a_sample_without_the_value_that_matters_is_none() -> None:
    only_oxygen = gas(flammable="", co="")
    assert "01" in asked("permit_sign", permit(gas_tests=only_oxygen)).codes
    only_flammable = gas(oxygen="")
    assert "01" in asked("permit_sign", permit(gas_tests=only_flammable, **SPACE)).codes


def test_the_newest_result_of_every_point_counts() -> None:
    bad = sampled(**{"@no": 1, "@at": ago(minutes=20), "sampled_at": ago(minutes=20),
                     "point": "上部", "result": "over_limit"})  # fmt: skip
    good = sampled(point="下部")
    said = asked("permit_start", permit(gas_tests=[bad, good]))
    assert said.blocking == {"point_over_limit"}
    assert any("上部" in text for text in said.messages)
    again = sampled(point="上部")
    assert not asked("permit_start", permit(gas_tests=[bad, good, again])).blocking


def test_a_figure_that_nobody_verified_warns_only() -> None:
    said = asked("permit_start", permit(gas_tests=gas(result="over_unproven")))
    assert (said.reasons["point_over_unproven"], said.blocking) == ("warn", set())


@pytest.mark.parametrize(
    ("kind", "most"),
    [({"level": "hot_1"}, 30), ({"level": "hot_special"}, 30), ({}, 60), (SPACE, 60)],
    ids=["hot_1", "special", "hot_2", "space"],
)
def test_a_break_beyond_its_limit_needs_a_new_test(kind: dict[str, object], most: int) -> None:
    assert "03" not in resumed(permit(gas_tests=taken(most + 20), **kind), most).codes
    said = resumed(permit(gas_tests=taken(most + 20), **kind), most + 0.1)
    assert "03" in said.codes and said.blocking
    assert not resumed(permit(gas_tests=taken(5), **kind), most + 0.1).codes & {"02", "03"}
    assert "02" in resumed(permit(gas_tests=taken(31), **kind), most + 40).codes


def test_work_of_several_days_is_tested_on_each() -> None:
    yesterday = taken(24 * 60 - 30)
    assert "04" in resumed(permit(gas_tests=yesterday), 900).codes
    assert "04" in resumed(permit(gas_tests=yesterday, **POWER), 900).codes
    assert "04" not in resumed(permit(gas_tests=yesterday, level="hot_1"), 900).codes
    working = {"state": "working", "node": "working"}
    assert "04" in asked("watch:daily_gas", permit(gas_tests=yesterday), **working).codes
    assert "04" not in asked("watch:daily_gas", permit(), **working).codes


def test_a_space_is_measured_every_two_hours() -> None:
    assert not asked("watch:gas_record", permit(gas_tests=taken(119), **SPACE)).codes
    assert asked("watch:gas_record", permit(gas_tests=taken(120), **SPACE)).codes == {"05"}
    # A record of oxygen alone leaves the rest unrecorded.
    alone = {"@no": 2, "@at": ago(minutes=5), "sampled_at": ago(minutes=5), "point": "中部"}
    partly = [*taken(120), alone | {"oxygen": "20.9"}]
    assert asked("watch:gas_record", permit(gas_tests=partly, **SPACE)).codes == {"05"}
    # Nor does it put off when that is seen: another watch, which no sample moves, asks the same.
    assert asked("watch:times", permit(gas_tests=partly, **SPACE)).codes == {"05"}
    assert not asked("watch:gas_record", permit(gas_tests=taken(300))).codes


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"sampled_at": ahead(minutes=6)}, "sample_in_future"),
        ({"sampled_at": ago(minutes=121)}, "sample_back_dated"),
    ],
)
def test_a_sample_is_neither_from_the_future_nor_back_dated(
    row: dict[str, object], reason: str
) -> None:
    assert reason in asked("gas_test", permit(), change=sampled(**row)).blocking
    near = sampled(sampled_at=ahead(minutes=4))
    assert not asked("gas_test", permit(), change=near).blocking


def test_an_instrument_that_was_not_calibrated_is_named() -> None:
    row = sampled(calibrated_until=ago(days=1))
    assert asked("gas_test", permit(), change=row).reasons["instrument_overdue"] == "warn"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"oxygen": "19.4"}, "oxygen_low"),
        ({"oxygen": "21.1"}, "oxygen_above_air"),
        ({"oxygen": "23.6"}, "oxygen_high"),
        ({"flammable": "0.21"}, "flammable_over_low_lel"),
        ({"flammable": "0.51", "flammable_gas": "methane"}, "flammable_over_high_lel"),
        ({"flammable": "11", "flammable_unit": "%LEL", "flammable_gas": "methane"},
         "flammable_over_high_lel"),
    ],
)  # fmt: skip
def test_a_value_over_its_limit_is_recorded_and_said(row: dict[str, object], reason: str) -> None:
    said = asked("gas_test", permit(**SPACE), change=sampled(**row))
    assert (said.reasons[reason], said.blocking) == ("escalate", set())


def test_an_enriched_space_may_have_more_oxygen() -> None:
    enriched = permit(oxygen_enriched=True, **SPACE)
    said = asked("gas_test", enriched, change=sampled(oxygen="23.4"))
    assert "oxygen_above_air" not in said.reasons


def test_a_bad_value_stays_although_something_else_was_measured_after_it() -> None:
    bad = sampled(**{"@no": 1, "@at": ago(minutes=20), "sampled_at": ago(minutes=20),
                     "result": "over_limit"})  # fmt: skip
    oxygen_only = sampled(**{"@no": 2, "flammable": "", "co": ""})
    said = asked("permit_start", permit(gas_tests=[bad, oxygen_only]))
    assert said.blocking == {"point_over_limit"}
    assert not asked("permit_start", permit(gas_tests=[bad, oxygen_only, sampled()])).blocking
