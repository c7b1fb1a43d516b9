"""GB 30871 6 in figures: gas before entry, limits, breaks, records, counting in and out."""

import pytest

from anshu.definitions.field_language import CodeList
from tests.conformance.life import applied, permit_of, run
from tests.conformance.site import Site
from tests.conformance.verdicts import carried_out, raised, refused

KIND = ("confined_space", "confined")


async def test_gb_6_3_a_gas_is_analysed_within_30_minutes_before_entry(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "issued"))
    carried_out(await permit.gas())
    site.wait(minutes=30.5)
    answer = await run(permit, "working", without=("gas",))
    refused(answer, "GB 30871 6.3", "AQ 3064.2 5.4.3", alarm="02")


async def test_gb_6_3_f_a_break_over_60_minutes_needs_a_new_analysis(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "paused"))
    site.wait(minutes=45)
    carried_out(await run(permit, "working", without=("gas",)))
    carried_out(await run(permit, "paused"))
    site.wait(minutes=61)
    answer = await run(permit, "working", without=("gas",))
    refused(answer, "GB 30871 6.3", "AQ 3064.2 5.9.1", alarm="03")


@pytest.mark.parametrize("oxygen", ["19.4", "21.1"])
async def test_gb_6_4_a_oxygen_out_of_limits_is_not_signed(site: Site, oxygen: str) -> None:
    permit = await permit_of(site, *KIND)
    refused(await run(permit, "issued", gas_row={"oxygen": oxygen}), "GB 30871 6.4")


async def test_gb_6_4_a_both_limits_themselves_pass(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "signing", gas_row={"oxygen": "19.5"}))
    carried_out(await permit.gas(oxygen="21"))
    carried_out(await run(permit, "issued", without=("gas",)))


@pytest.mark.parametrize(("oxygen", "signed"), [("23.5", True), ("23.6", False)])
async def test_gb_6_4_a_enriched_surroundings_allow_up_to_23_5(
    site: Site, oxygen: str, signed: bool
) -> None:
    permit = await permit_of(site, *KIND, oxygen_enriched=True)
    carried_out(await run(permit, "signing", without=("gas",)))
    answer = await run(permit, "issued", gas_row={"oxygen": oxygen})
    if signed:
        carried_out(answer)
    else:
        refused(answer, "GB 30871 6.4")


async def test_gb_6_4_c_flammable_gas_is_judged_as_for_hot_work(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    over = {"flammable_gas": "propane", "flammable": "0.21"}
    refused(await run(permit, "issued", gas_row=over), "GB 30871 6.4", "GB 30871 5.3.2")


async def test_gb_6_5_two_hours_without_a_record_raise_the_alarm(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "working"))
    carried_out(await permit.gas())
    await permit.elapse(minutes=119)
    await raised(permit, only=True)
    await permit.elapse(minutes=2)
    await raised(permit, "05", only=True)
    await permit.elapse(minutes=30)
    await raised(permit, "05", only=True)


async def test_gb_6_5_a_newer_record_puts_the_alarm_off(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "working"))
    await permit.elapse(minutes=100)
    carried_out(await permit.gas())
    await permit.elapse(minutes=100)
    await raised(permit, only=True)


async def test_gb_6_5_without_any_record_the_alarm_comes_sooner_or_later(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    await run(permit, "working", without=("gas",))
    await permit.elapse(minutes=122, guarded=False)
    codes = {alarm["data"]["code"] for alarm in await site.alarms(permit.id)}
    assert codes & {"01", "05"}


async def test_gb_6_8_c_who_and_what_went_in_must_come_out_before_the_end(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "working"))
    person = site.id("welder")
    inside = {"person": person, "tools": "扳手", "tool_count": "2"}
    carried_out(await permit.passage("in", inside))
    refused(await run(permit, "accepting"), "GB 30871 6.8", "AQ 3064.2 5.6.6")
    carried_out(await permit.passage("out", {"person": person, "tool_count_out": "2"}))
    carried_out(await run(permit, "accepting"))


async def test_gb_6_10_lasts_at_most_24_hours(site: Site) -> None:
    carried_out(await applied(site, *KIND, hours=24))
    refused(await applied(site, *KIND, hours=24.1), "GB 30871 6.10")


async def test_gb_6_8_c_tools_left_inside_hold_up_the_end(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "working"))
    person = site.id("welder")
    carried_out(await permit.passage("in", {"person": person, "tool_count": "2", "tools": "扳手"}))
    carried_out(await permit.passage("out", {"person": person, "tool_count_out": "1"}))
    refused(await run(permit, "accepting"), "GB 30871 6.8")


async def test_gb_6_8_c_who_finishes_says_that_everybody_left(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "working"))
    refused(await permit.act("responsible", "finish", people_out=False), "GB 30871 6.8")


async def test_gb_6_8_c_nobody_is_left_inside_when_the_permit_is_recovered(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "working"))
    refused(await permit.act("guardian", "stop", people_out=False), "GB 30871 6.8")
    inside = {"person": site.id("welder"), "tools": "扳手", "tool_count": "0"}
    carried_out(await permit.passage("in", inside))
    refused(await permit.act("guardian", "stop", people_out=True), "GB 30871 6.8")


async def test_gb_6_8_a_the_guardian_says_at_the_check_in_to_stand_outside(site: Site) -> None:
    (outside,) = [
        code.code
        for pack in site.packs
        for item in pack.items
        if isinstance(item, CodeList) and item.key == "guardian_check"
        for code in item.items
        if code.clause and code.clause.clause.startswith("6.8 a)")
    ]
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "checked"))
    row = {"act": "check_in", "position": permit.position, "checked": [outside]}
    carried_out(await permit.enter("guardian", "check_in", row))
    assert (await permit.page())["data"]["presence"][-1]["checked"] == [outside]


async def test_gb_6_3_a_a_record_without_a_value_is_no_analysis(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "signing"))
    values = ("oxygen", "flammable", "flammable_unit", "flammable_gas")
    row = {key: value for key, value in permit.gas_values().items() if key not in values}
    refused(await permit.enter("gas", "gas_test", row), "GB 30871 6.3")


async def test_gb_6_8_c_only_who_is_on_the_permit_and_briefed_goes_in(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "working"))
    bare = {"tool_count": "0"}
    stranger = await permit.passage("in", bare | {"person": await site.newcomer()})
    refused(stranger, "GB 30871 6.8")
    joins = {"person": site.id("mate"), "duty": "worker"}
    carried_out(await permit.enter("responsible", "add_worker", joins))
    refused(await permit.passage("in", bare | {"person": site.id("mate")}), "GB 30871 4.4")
    worker = bare | {"person": site.id("welder")}
    carried_out(await permit.passage("in", worker))
    refused(await permit.passage("in", worker), "GB 30871 6.8")


async def test_gb_6_4_nobody_goes_in_while_a_value_is_out_of_limits(site: Site) -> None:
    permit = await permit_of(site, *KIND)
    carried_out(await run(permit, "working"))
    carried_out(await permit.gas(oxygen="18.9"))
    worker = {"person": site.id("welder"), "tool_count": "0"}
    refused(await permit.passage("in", worker), "GB 30871 6.4", "GB 30871 6.5")
    carried_out(await permit.gas())
    carried_out(await permit.passage("in", worker))
