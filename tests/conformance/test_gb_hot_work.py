"""GB 30871 5 in figures: validity, gas, breaks, wind, neighbours of hot work."""

from datetime import timedelta

import pytest

from tests.conformance.life import applied, permit_of, run
from tests.conformance.site import Site
from tests.conformance.verdicts import carried_out, raised, refused


@pytest.mark.parametrize("level", ["hot_special", "hot_1"])
async def test_gb_5_1_5_special_and_level_1_last_at_most_8_hours(site: Site, level: str) -> None:
    carried_out(await applied(site, "hot_work", level, hours=8))
    refused(await applied(site, "hot_work", level, hours=8.02), "GB 30871 5.1.5")


async def test_gb_5_1_5_level_2_lasts_at_most_72_hours(site: Site) -> None:
    refused(await applied(site, "hot_work", "hot_2", hours=72.1), "GB 30871 5.1.5")


async def test_gb_5_3_1_c_sampling_to_start_takes_at_most_30_minutes(site: Site) -> None:
    permit = await permit_of(site, "hot_work", "hot_2")
    carried_out(await run(permit, "checked"))
    carried_out(await permit.gas())
    site.wait(minutes=30.5)
    answer = await run(permit, "working", without=("gas",))
    problem = refused(answer, "GB 30871 5.3.1", "AQ 3064.2 5.4.3", alarm="02")
    assert "30" in str(problem)
    carried_out(await permit.gas())
    carried_out(await run(permit, "working", without=("gas",)))


async def test_gb_5_3_1_c_the_older_of_both_clocks_counts(site: Site) -> None:
    permit = await permit_of(site, "hot_work", "hot_2")
    carried_out(await run(permit, "checked"))
    site.wait(minutes=31)
    carried_out(await permit.gas(sampled_at=(site.now - timedelta(minutes=31)).isoformat()))
    refused(await run(permit, "working", without=("gas",)), "GB 30871 5.3.1", "AQ 3064.2 5.4.3")


@pytest.mark.parametrize("level", ["hot_1", "hot_special"])
async def test_gb_5_3_1_d_a_break_over_30_minutes_needs_a_new_analysis(
    site: Site, level: str
) -> None:
    permit = await permit_of(site, "hot_work", level)
    carried_out(await run(permit, "paused"))
    site.wait(minutes=31)
    answer = await run(permit, "working", without=("gas",))
    refused(answer, "GB 30871 5.3.1", "AQ 3064.2 5.9.1", alarm="03")
    carried_out(await permit.gas())
    carried_out(await run(permit, "working", without=("gas",)))


async def test_gb_5_3_1_d_level_2_may_break_for_60_minutes(site: Site) -> None:
    permit = await permit_of(site, "hot_work", "hot_2")
    carried_out(await run(permit, "paused"))
    site.wait(minutes=45)
    carried_out(await run(permit, "working", without=("gas",)))
    carried_out(await run(permit, "paused"))
    site.wait(minutes=61)
    answer = await run(permit, "working", without=("gas",))
    refused(answer, "GB 30871 5.3.1", "AQ 3064.2 5.9.1", alarm="03")


@pytest.mark.parametrize(
    ("gas", "unit", "value"),
    [("methane", "%vol", "0.51"), ("methane", "%LEL", "10.2"), ("propane", "%vol", "0.21")],
)
async def test_gb_5_3_2_flammable_gas_over_the_limit_is_not_signed(
    site: Site, gas: str, unit: str, value: str
) -> None:
    permit = await permit_of(site, "hot_work", "hot_2")
    over = {"flammable_gas": gas, "flammable_unit": unit, "flammable": value}
    refused(await run(permit, "issued", gas_row=over), "GB 30871 5.3.2")


async def test_gb_5_3_2_the_limits_themselves_pass(site: Site) -> None:
    permit = await permit_of(site, "hot_work", "hot_2")
    carried_out(await run(permit, "issued", gas_row={"flammable": "0.5"}))


@pytest.mark.parametrize("level", ["hot_2", "hot_1"])
async def test_gb_5_2_15_no_hot_work_in_the_open_from_wind_grade_5(site: Site, level: str) -> None:
    permit = await permit_of(site, "hot_work", level, outdoor=True)
    carried_out(await run(permit, "checked"))
    await site.observe("wind_speed", "8.0", "m/s")
    refused(await run(permit, "working"), "GB 30871 5.2.15")
    await site.observe("wind_speed", "7.9", "m/s")
    carried_out(await run(permit, "working"))
    await raised(permit, only=True)


@pytest.mark.parametrize(
    ("job", "level", "clause"),
    [("hot_work", "hot_2", "GB 30871 5.3.1"), ("confined_space", "confined", "GB 30871 6.3")],
)
async def test_gb_5_3_1_c_the_analysis_after_a_break_is_fresh_as_well(
    site: Site, job: str, level: str, clause: str
) -> None:
    permit = await permit_of(site, job, level)
    carried_out(await run(permit, "paused"))
    site.wait(minutes=40)
    carried_out(await permit.gas())
    site.wait(minutes=31)
    refused(await run(permit, "working", without=("gas",)), clause)


async def test_gb_10_1_power_in_a_fire_place_starts_on_a_fresh_analysis(site: Site) -> None:
    permit = await permit_of(site, "temporary_power", "power", ex_area=True)
    carried_out(await run(permit, "checked"))
    site.wait(minutes=31)
    answer = await run(permit, "working", without=("gas",))
    refused(answer, "AQ 3064.2 5.4.3", "GB 30871 10.1", alarm="02")


async def test_gb_5_3_1_d_special_hot_work_names_its_continuous_monitor(site: Site) -> None:
    permit = await permit_of(site, "hot_work", "hot_special", monitor_no=None)
    refused(await run(permit, "working"), "GB 30871 5.3.1 d)")
