"""AQ 3064.2 5.6 to 5.8: guardian, changes, upgrades, pausing, cancelling, acceptance."""

from datetime import timedelta

import pytest

from tests.conformance.days import next_saturday, next_workday
from tests.conformance.life import permit_of, run, submitted
from tests.conformance.site import Site
from tests.conformance.verdicts import carried_out, raised, refused


@pytest.mark.parametrize(
    ("kind", "alarm"), [("holiday", "40"), ("rest_day", "41"), ("special", "43")]
)
async def test_aq_5_8_3_hot_work_in_a_named_period_is_managed_a_level_up(
    site: Site, kind: str, alarm: str
) -> None:
    permit = await permit_of(site, "hot_work", "hot_2")
    await site.period(kind)
    refused(await submitted(permit), "AQ 3064.2 5.8.3", "GB 30871 5.1.1", alarm=alarm)
    await raised(permit, alarm)


async def test_aq_5_8_3_hot_work_at_night_is_managed_a_level_up(site: Site) -> None:
    permit = await permit_of(site, "hot_work", "hot_2", hours=16)
    refused(await run(permit, "issued"), "AQ 3064.2 5.8.3", "GB 30871 5.1.1", alarm="42")
    await raised(permit, "42")


async def test_aq_5_8_3_hot_work_on_a_saturday_is_managed_a_level_up(site: Site) -> None:
    permit = await permit_of(site, "hot_work", "hot_2", on=next_saturday(site.now))
    refused(await submitted(permit), "AQ 3064.2 5.8.3", "GB 30871 5.1.1", alarm="41")


@pytest.mark.parametrize("level", ["hot_2", "hot_1"])
@pytest.mark.parametrize(
    ("kind", "alarm"), [("holiday", "40"), ("rest_day", "41"), ("special", "43")]
)
async def test_aq_5_8_3_a_period_named_after_signing_counts_at_the_start(
    site: Site, level: str, kind: str, alarm: str
) -> None:
    permit = await permit_of(site, "hot_work", level)
    carried_out(await run(permit, "checked"))
    await site.period(kind)
    answer = await run(permit, "working")
    refused(answer, "AQ 3064.2 5.8.3", "GB 30871 5.1.1", alarm=alarm)


@pytest.mark.parametrize("kind", ["holiday", "rest_day", "special"])
async def test_aq_5_8_3_level_1_goes_up_too(site: Site, kind: str) -> None:
    permit = await permit_of(site, "hot_work", "hot_1")
    await site.period(kind)
    refused(await submitted(permit), "AQ 3064.2 5.8.3", "GB 30871 5.1.1")


@pytest.mark.parametrize("level", ["hot_2", "hot_1"])
@pytest.mark.parametrize(("begins", "ends"), [(21, 23.5), (8, 13)], ids=["begins", "ends"])
async def test_aq_5_8_3_work_that_begins_or_ends_at_night_is_night_work(
    site: Site, level: str, begins: float, ends: float
) -> None:
    morning = next_workday(site.now)
    permit = await permit_of(
        site, "hot_work", level, on=morning,
        planned_start=(morning + timedelta(hours=begins)).isoformat(),
        planned_end=(morning + timedelta(hours=ends)).isoformat(),
    )  # fmt: skip
    answer = await run(permit, "issued")
    refused(answer, "AQ 3064.2 5.8.3", "GB 30871 5.1.1", alarm="42")


@pytest.mark.parametrize("hours", [13.5, 21.5], ids=["late", "early"])
async def test_aq_5_8_3_a_permit_of_days_is_not_started_at_night(site: Site, hours: float) -> None:
    permit = await permit_of(site, "hot_work", "hot_2", on=site.tuesday(), hours=32)
    carried_out(await run(permit, "checked"))
    site.wait(hours=hours)
    answer = await run(permit, "working")
    refused(answer, "AQ 3064.2 5.8.3", "GB 30871 5.1.1", alarm="42")


@pytest.mark.parametrize("hours", [14.5, 21.5], ids=["late", "early"])
async def test_aq_5_8_3_a_short_job_is_not_started_before_its_morning(
    site: Site, hours: float
) -> None:
    """Planned from six o'clock, so neither its window nor its length is of the night."""
    morning = site.tuesday()
    begins, ends = (morning + timedelta(hours=22, minutes=late) for late in (0, 20))
    permit = await permit_of(
        site, "hot_work", "hot_1", on=morning,
        planned_start=begins.isoformat(), planned_end=ends.isoformat(),
    )  # fmt: skip
    carried_out(await run(permit, "checked"))
    site.wait(hours=hours)
    refused(await run(permit, "working"), "AQ 3064.2 5.8.3", "GB 30871 5.1.1", alarm="42")


async def test_aq_5_8_3_the_special_level_cannot_go_higher(site: Site) -> None:
    permit = await permit_of(site, "hot_work", "hot_special")
    await site.period("holiday")
    carried_out(await run(permit, "issued"))
    await raised(permit, only=True)


async def test_aq_5_8_1_time_over_means_a_new_permit_and_no_extension(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1", hours=3)
    carried_out(await run(permit, "issued"))
    site.wait(hours=5)
    answer = await run(permit, "working")
    refused(answer, "GB 30871 4.16", "AQ 3064.2 5.8.1")
    choices = {
        c["key"] for a in (await permit.page("responsible"))["actions"] for c in a["outcomes"]
    }
    assert not [key for key in choices if "exten" in key]


async def test_aq_5_8_1_a_change_voids_the_permit_and_a_new_one_names_it(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await run(permit, "working"))
    carried_out(await permit.act("responsible", "pause"))
    carried_out(await permit.act("responsible", "change"))
    assert await permit.state() == "voided"
    new = await permit_of(site, "height", "height_1", same_day=True, replaces=permit.id)
    assert (await new.page())["data"]["replaces"] == permit.id


async def test_aq_5_8_4_pausing_and_resuming_are_kept(site: Site) -> None:
    permit = await permit_of(site, "hot_work", "hot_2")
    carried_out(await run(permit, "paused"))
    site.wait(minutes=20)
    carried_out(await run(permit, "working"))
    done = [(step["node"], step.get("outcome")) for step in (await permit.page())["chain"]]
    assert ("working", "pause") in done
    assert ("paused", "resume") in done


async def test_aq_5_7_1_cancelling_needs_a_reason_and_an_approval(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await run(permit, "checked"))
    bare = await permit.act("responsible", "cancel", cancel_reason=None)
    assert bare.status_code == 422, bare.text
    carried_out(await permit.act("responsible", "cancel"))
    assert await permit.state() == "cancelling"
    carried_out(await permit.act("unit", "approve"))
    assert await permit.state() == "cancelled"


async def test_aq_5_7_2_acceptance_closes_the_permit(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await run(permit, "accepting"))
    assert not await permit.may("welder", "accept")
    carried_out(await run(permit, "accepted"))
    assert await permit.state() == "accepted"
    assert (await permit.page("unit"))["actions"] == []


async def test_aq_5_3_1_booking_names_seven_things(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    for key in (
        "applicant_unit", "work_unit", "content", "place", "planned_start", "job", "level",
    ):  # fmt: skip
        lacking = await permit.another().book(**{key: None})
        assert lacking.status_code == 422, (key, lacking.text)
        assert key in {error["field"] for error in lacking.json()["errors"]}


async def test_aq_5_3_1_a_booking_ends_after_it_begins_and_lies_ahead(site: Site) -> None:
    permit = (await permit_of(site, "height", "height_1")).another()
    permit.values |= {"urgent": True, "urgent_reason": "泄漏抢修"}
    earlier = site.in_days(-0.1)
    backwards = await permit.book(planned_end=site.in_days(0.01))
    refused(backwards, "AQ 3064.2 5.3.1")
    over = await permit.book(planned_start=site.in_days(-0.2), planned_end=earlier)
    refused(over, "GB 30871 4.16")


async def test_aq_5_3_1_a_booking_for_the_same_day_is_urgent_and_says_why(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    today = permit.another()
    answer = await today.book()
    assert answer.status_code in {409, 422}, answer.text
    today.values |= {"urgent": True, "urgent_reason": "泄漏抢修"}
    carried_out(await today.book())


async def test_aq_5_3_2_no_application_before_the_booking_is_approved(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    other = permit.another()
    other.values |= {"urgent": True, "urgent_reason": "泄漏抢修"}
    carried_out(await other.book())
    assert not await other.may("applicant", "submit")
    carried_out(await other.act("unit", "approve"))
    carried_out(await submitted(other))


async def test_aq_5_3_2_nobody_applies_without_workers(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1", workers=[])
    answer = await run(permit, "working")
    assert answer.status_code in {409, 422}, answer.text
    assert "workers" in answer.text or "5.3.2" in answer.text


async def test_aq_5_6_1_the_guardian_records_a_problem_and_interrupts(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await run(permit, "working"))
    remark = {"kind": "problem", "text": "安全带挂点松动"}
    page = carried_out(await permit.enter("guardian", "remark", remark))
    assert page["data"]["remarks"][-1]["text"] == "安全带挂点松动"
    carried_out(await permit.act("guardian", "pause"))
    assert await permit.state() == "paused"


async def test_aq_5_6_2_gas_values_are_reported_again_and_again(site: Site) -> None:
    permit = await permit_of(site, "confined_space", "confined")
    carried_out(await run(permit, "working"))
    before = len((await permit.page())["data"]["gas_tests"])
    carried_out(await permit.gas())
    carried_out(await permit.gas("guardian"))
    rows = (await permit.page())["data"]["gas_tests"]
    assert [row["@no"] for row in rows] == list(range(1, before + 3))
    area = permit.values["area"]
    await site.observe("fixed_detector", "3", "%LEL", subject=area)
    live = await (await site.person("guardian")).get(
        "observations/fixed_detector", params={"about": area}
    )
    assert [seen["value"] for seen in live.json()["items"]] == ["3"]


async def test_aq_5_6_4_a_hand_over_is_kept_and_the_new_guardian_needs_a_certificate(
    site: Site,
) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await run(permit, "working"))
    bare = await permit.hand_over("second_guardian", certificate=None)
    assert bare.status_code in {409, 422}, bare.text
    held = await site.held("second_guardian", "guardian", "guardian_training")
    page = carried_out(await permit.hand_over("second_guardian", certificate=held))
    rows = page["data"]["guardians"]
    assert "@ended" in rows[0]
    assert rows[-1]["person"] == site.id("second_guardian")


async def test_aq_5_6_6_persons_and_tools_are_registered_in_and_out(site: Site) -> None:
    permit = await permit_of(site, "confined_space", "confined")
    carried_out(await run(permit, "working"))
    person = site.id("welder")
    inside = {"person": person, "tools": "扳手", "tool_count": "2"}
    carried_out(await permit.passage("in", inside))
    page = carried_out(await permit.passage("out", {"person": person, "tool_count_out": "2"}))
    (row,) = page["data"]["passages"]
    assert row["@ended"]


async def test_gb_4_18_a_signed_permit_is_not_altered(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await run(permit, "issued"))
    for name in ("safety", "admin", "applicant"):
        answer = await permit.change(name, {"content": "另一件事"})
        assert answer.status_code in {403, 404, 409}, answer.text
    assert (await permit.page())["title"] == "按方案检修"
