"""GB 30871 in figures that the application states: levels, distances, voltages, plans, times."""

from datetime import timedelta

import pytest

from tests.conformance.life import applied, permit_of, run, submitted
from tests.conformance.site import Site, metres_north
from tests.conformance.verdicts import carried_out, refused


async def only(
    site: Site, clause: str, kind: tuple[str, str], good: dict[str, object], bad: dict[str, object]
) -> None:
    """With the good values the application is taken; with the bad ones nothing is signed."""
    carried_out(await submitted(await permit_of(site, *kind, **good)))
    refused(await run(await permit_of(site, *kind, **bad), "issued"), clause)


HOT_SPECIAL, HOT_1, HOT_2 = [("hot_work", level) for level in ("hot_special", "hot_1", "hot_2")]
CONFINED = ("confined_space", "confined")
POWER = ("temporary_power", "power")


async def test_gb_5_1_2_on_running_plant_hot_work_is_of_the_special_level(site: Site) -> None:
    running = {"ex_area": True, "running_plant": True}
    refused(await run(await permit_of(site, *HOT_1, **running), "issued"), "GB 30871 5.1.2")
    carried_out(await submitted(await permit_of(site, *HOT_SPECIAL, **running)))


async def test_gb_5_1_2_in_the_dike_of_a_tank_farm_hot_work_is_of_the_special_level(
    site: Site,
) -> None:
    dike = {"ex_area": True, "tank_dike": True}
    refused(await run(await permit_of(site, *HOT_1, **dike), "issued"), "GB 30871 5.1.2")


async def test_gb_5_1_3_in_fire_and_explosion_places_hot_work_is_at_least_of_level_1(
    site: Site,
) -> None:
    await only(site, "GB 30871 5.1.3", HOT_2, {"ex_area": False}, {"ex_area": True})


async def test_gb_5_1_3_on_pipe_racks_hot_work_is_at_least_of_level_1(site: Site) -> None:
    await only(site, "GB 30871 5.1.3", HOT_2, {"pipe_rack": False}, {"pipe_rack": True})


async def test_gb_5_2_7_oxygen_equipment_holds_at_most_23_5_percent(site: Site) -> None:
    permit = await permit_of(site, *HOT_2, oxygen_equipment=True)
    answer = await run(permit, "issued", gas_row={"oxygen": "23.6"})
    refused(answer, "GB 30871 5.2.7", "GB 30871 6.4")


async def test_gb_5_2_12_a_welding_set_over_10_m_away_is_a_hot_point_itself(site: Site) -> None:
    permit = await permit_of(site, *HOT_2, welder_distance="10.5")
    assert "GB 30871 5.2.12" in await permit.warnings("permit_application")
    permit.values["welder_distance"] = "10"
    assert "GB 30871 5.2.12" not in await permit.warnings("permit_application")


async def test_gb_5_2_13_bottles_stand_5_m_apart(site: Site) -> None:
    good = {"cylinders": True, "cylinder_gap": "5", "cylinder_distance": "10"}
    await only(site, "GB 30871 5.2.13", HOT_2, good, good | {"cylinder_gap": "4.9"})


async def test_gb_5_2_13_bottles_stand_10_m_from_the_hot_point(site: Site) -> None:
    bad = {"cylinders": True, "cylinder_gap": "5", "cylinder_distance": "9.9"}
    refused(await run(await permit_of(site, *HOT_2, **bad), "issued"), "GB 30871 5.2.13")


async def test_gb_5_4_2_a_the_special_level_has_a_plan(site: Site) -> None:
    permit = await permit_of(site, *HOT_SPECIAL, work_plan=None)
    refused(await run(permit, "issued"), "GB 30871 5.4.2")


async def test_gb_5_2_11_the_special_level_is_filmed(site: Site) -> None:
    permit = await permit_of(site, *HOT_SPECIAL, video_device=None)
    refused(await run(permit, "working"), "GB 30871 5.2.11")


async def test_gb_4_13_b_light_in_a_confined_space_has_at_most_36_volts(site: Site) -> None:
    await only(site, "GB 30871 4.13", CONFINED, {"lamp_voltage": "36"}, {"lamp_voltage": "37"})


async def test_gb_4_13_b_light_in_a_wet_or_narrow_vessel_has_at_most_12_volts(site: Site) -> None:
    wet = {"wet_or_narrow": True, "lamp_voltage": "24"}
    await only(site, "GB 30871 4.13", CONFINED, wet | {"lamp_voltage": "12"}, wet)


async def test_gb_4_12_an_instrument_past_its_calibration_is_warned_of(site: Site) -> None:
    permit = await permit_of(site, *HOT_2)
    row = permit.gas_values(calibrated_until=(site.now - timedelta(days=1)).isoformat())
    assert "GB 30871 4.12" in await permit.warnings("gas_test", "gas", row)
    assert "GB 30871 4.12" not in await permit.warnings("gas_test", "gas", permit.gas_values())


async def test_gb_4_10_a_guardian_without_training_certificate_is_none(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    permit.values["guardians"] = [{"person": await site.newcomer()}]
    refused(await run(permit, "issued"), "GB 30871 4.10")


async def test_gb_4_10_no_start_before_the_guardian_is_in_place(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await run(permit, "issued"))
    answer = await run(permit, "working", without=("check_in",))
    refused(answer, "GB 30871 4.10", "AQ 3064.2 5.9.6", alarm="31")


async def test_gb_8_2_8_work_crossing_over_more_than_24_m_is_warned_of(site: Site) -> None:
    below = await permit_of(site, "height", "height_3", work_height="25")
    carried_out(await run(below, "issued"))
    above = await permit_of(
        site, "height", "height_3", work_height="26", same_day=True, **below.whereabouts
    )
    carried_out(await run(above, "checked"))
    assert "GB 30871 8.2.8" in await above.warnings("permit_start")


async def test_gb_10_8_power_for_more_than_15_days_is_a_special_case(site: Site) -> None:
    carried_out(await applied(site, *POWER, hours=15 * 24))
    refused(await applied(site, *POWER, hours=15 * 24 + 1), "GB 30871 10.8")


async def test_gb_10_8_power_for_hot_work_lasts_as_long_as_the_hot_work(site: Site) -> None:
    hot = await permit_of(site, *HOT_2, hours=4)
    related = {"for_job": "hot_work", "related": [{"permit": hot.id}], "same_day": True}
    longer = await permit_of(site, *POWER, hours=6, **related, **hot.whereabouts)
    refused(await run(longer, "issued"), "GB 30871 10.8")


async def test_gb_6_4_b_a_toxic_value_over_gbz_2_1_is_warned_of(site: Site) -> None:
    """The figures of GBZ 2.1 are known at second hand: they warn, they never block."""
    permit = await permit_of(site, *CONFINED)
    await run(permit, "signing")
    page = carried_out(await permit.gas(h2s="8", toxic_unit="ppm"))
    assert page["data"]["gas_tests"][-1]["result"] not in {None, "within_limit"}


async def test_gb_8_2_11_after_a_break_the_site_is_confirmed_again(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await run(permit, "paused"))
    bare = await permit.act("responsible", "resume", sign_position=None)
    assert bare.status_code == 422, bare.text
    carried_out(await run(permit, "working"))


async def test_gb_5_1_4_a_cleared_plant_is_level_2_once_its_head_agrees(site: Site) -> None:
    cleared = await permit_of(site, *HOT_2, ex_area=True, plant_cleared=True)
    carried_out(await run(cleared, "sign_approval"))
    heads = ("safety", "boss", "deputy", "director")
    assert any([await cleared.may(name, "sign") for name in heads])
    assert await cleared.may("unit", "sign")


async def test_gb_9_2_7_no_crane_is_overloaded(site: Site) -> None:
    over = await permit_of(site, "lifting", "lifting_3", crane_share_pct="100.1")
    refused(await submitted(over), "GB 30871 9.2.7")


async def test_gb_5_2_14_nobody_leaves_before_embers_are_ruled_out(site: Site) -> None:
    permit = await permit_of(site, *HOT_2)
    carried_out(await run(permit, "working"))
    refused(await permit.act("responsible", "finish", no_fire=False), "GB 30871 5.2.14")
    carried_out(await permit.act("responsible", "finish"))


async def test_gb_4_14_nothing_is_accepted_before_the_place_is_restored(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await run(permit, "accepting"))
    refused(await permit.act("workshop", "accept", restored=False), "GB 30871 4.14")
    # Where acceptance is given is the group's question: who is elsewhere is told.
    form: dict[str, object] = {"restored": True, "sign_position": permit.position}
    assert await permit.warnings("permit_acceptance", "workshop", form) == set()
    form["sign_position"] = metres_north(permit.position, 900)
    told = await permit.warnings("permit_acceptance", "workshop", form)
    assert told == {"GB 30871 4.14、4.15"}
    nowhere = await permit.act("workshop", "accept", sign_position=None)
    assert (nowhere.status_code, await permit.state()) == (422, "accepting"), nowhere.text


@pytest.mark.parametrize(
    ("situation", "level", "too_low"),
    [("openings", "height_2", "height_1"), ("hot_or_cold", "height_4", "height_3")],
)
async def test_gb_table_b_1_some_situations_raise_the_grade_of_height(
    site: Site, situation: str, level: str, too_low: str
) -> None:
    there = {"special_situations": [situation], "work_height": "3"}
    refused(await submitted(await permit_of(site, "height", too_low, **there)), "GB 30871 表B.1")
    carried_out(await submitted(await permit_of(site, "height", level, **there)))


@pytest.mark.parametrize(
    ("job", "level", "hours", "clause"),
    [
        ("hot_work", "hot_1", 8, "GB 30871 5.1.5"),
        ("hot_work", "hot_2", 72, "GB 30871 5.1.5"),
        ("confined_space", "confined", 24, "GB 30871 6.10"),
        ("height", "height_1", 7 * 24, "GB 30871 8.2.11"),
        ("temporary_power", "power", 30 * 24, "GB 30871 10.8"),
    ],
)
async def test_gb_5_1_5_an_early_start_does_not_make_a_permit_longer(
    site: Site, job: str, level: str, hours: float, clause: str
) -> None:
    """Planned from nine o'clock for as long as the norm allows, started an hour before."""
    permit = await permit_of(
        site, job, level, hours=hours, on=site.tuesday(), special_duration=True
    )
    refused(await run(permit, "working"), clause)


async def test_aq_5_3_1_the_place_lies_in_the_area_that_is_named(site: Site) -> None:
    permit = (await permit_of(site, "height", "height_1")).another()
    permit.values |= {"urgent": True, "urgent_reason": "泄漏抢修"}
    away = metres_north(permit.position, 900)
    refused(await permit.book(position=away), "AQ 3064.2 5.3.1")
