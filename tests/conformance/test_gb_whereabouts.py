"""AQ 3064.2 5.5.2, 5.9.6, GB 30871 4.10, 4.11: positions that prove that somebody is on site."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.conformance.life import permit_of, run, submitted
from tests.conformance.permit import Permit
from tests.conformance.site import Site, metres_north
from tests.conformance.verdicts import carried_out, raised, refused

HEIGHT = ("height", "height_1")
FENCED = pytest.mark.parametrize("fenced", [True, False], ids=["fenced", "unfenced"])
Json = dict[str, Any]


async def permit_at(site: Site, *, fenced: bool) -> Permit:
    """A permit in an area with a boundary, or in one that only has a middle."""
    if fenced:
        return await permit_of(site, *HEIGHT)
    area, middle = await site.place(radius_m=None)
    at = dict.fromkeys(("position", "sign_position", "finish_position"), middle)
    return await permit_of(site, *HEIGHT, area=area, **at)


def taken_before(permit: Permit, minutes: float) -> Json:
    """The place of the permit as a device knew it so long ago."""
    return permit.position | {"at": (permit.site.now - timedelta(minutes=minutes)).isoformat()}


async def present(permit: Permit, act: str, position: Json, name: str = "guardian") -> Any:
    """The guardian says so from there."""
    return await permit.enter(name, "check_in", {"act": act, "position": position})


async def heartbeat(permit: Permit, position: Json, name: str = "guardian") -> None:
    """The guardian's phone says where it is."""
    here = {key: float(position[key]) for key in ("lat", "lon", "accuracy_m")}
    sign = {"id": str(uuid4()), "at": permit.site.now.isoformat(), "position": here}
    answer = await (await permit.site.person(name)).post(f"presence/{permit.id}", json=sign)
    assert answer.status_code == 200, answer.text


@FENCED
async def test_aq_5_5_2_who_signs_or_starts_is_there_now(site: Site, fenced: bool) -> None:
    permit = await permit_at(site, fenced=fenced)
    carried_out(await run(permit, "signing"))
    away = metres_north(permit.position, 900)
    for wrong in (away, taken_before(permit, 11)):
        answer = await run(permit, "issued", sign_position=wrong)
        refused(answer, "AQ 3064.2 5.5.2", "GB 30871 4.11", alarm="30")
    nowhere = await permit.act("responsible", "sign", sign_position=None)
    assert nowhere.status_code in {409, 422}, nowhere.text
    carried_out(await run(permit, "checked", sign_position=taken_before(permit, 9)))
    for wrong in (away, taken_before(permit, 11)):
        refused(await run(permit, "working", sign_position=wrong), "GB 30871 4.10")
    nowhere = await permit.act("responsible", "start", sign_position=None)
    assert nowhere.status_code in {409, 422}, nowhere.text


@FENCED
async def test_aq_5_9_6_a_guardian_checks_in_where_the_work_is(site: Site, fenced: bool) -> None:
    permit = await permit_at(site, fenced=fenced)
    carried_out(await run(permit, "checked"))
    here = permit.position
    unproven = (
        here | {"accuracy_m": "0"}, here | {"source": "manual"}, here | {"accuracy_m": "500"},
        taken_before(permit, 11),
    )  # fmt: skip
    for wrong in (metres_north(here, 900), *unproven):
        refused(await present(permit, "check_in", wrong), "AQ 3064.2 5.9.6", "GB 30871 4.10")
    for wrong in unproven:
        refused(await present(permit, "seen", wrong), "AQ 3064.2 5.9.6")
    carried_out(await present(permit, "check_in", taken_before(permit, 9)))


@FENCED
async def test_aq_5_9_6_a_guardian_whose_phone_is_elsewhere_is_not_in_place(
    site: Site, fenced: bool
) -> None:
    permit = await permit_at(site, fenced=fenced)
    carried_out(await run(permit, "checked"))
    carried_out(await permit.check_in())
    away = metres_north(permit.position, 900)
    site.wait(minutes=1)
    await heartbeat(permit, away)
    answer = await run(permit, "working", without=("check_in",))
    refused(answer, "AQ 3064.2 5.9.6", "GB 30871 4.10", alarm="31")
    permit = await permit_at(site, fenced=fenced)
    carried_out(await run(permit, "working"))
    site.wait(minutes=4)
    await heartbeat(permit, permit.position)
    await permit.elapse(minutes=2, guarded=False)
    await raised(permit, only=True)
    await heartbeat(permit, metres_north(permit.position, 900))
    await permit.elapse(minutes=5, guarded=False)
    await raised(permit, "31", only=True)


@pytest.mark.parametrize("act", ["seen", "leave"])
async def test_gb_4_10_a_guardian_who_goes_during_work_is_told_at_once(
    site: Site, act: str
) -> None:
    permit = await permit_at(site, fenced=True)
    carried_out(await run(permit, "working"))
    carried_out(await present(permit, act, metres_north(permit.position, 900)))
    await site.settle(permit.id)
    await raised(permit, "31", only=True)


async def test_gb_4_10_each_of_two_guardians_is_in_place(site: Site) -> None:
    permit = await permit_at(site, fenced=True)
    carried_out(await run(permit, "working"))
    held = await site.held("second_guardian", "guardian", "guardian_training")
    second = {"person": site.id("second_guardian"), "certificate": held}
    carried_out(await permit.enter("guardian", "add_guardian", second))
    await permit.elapse(minutes=6)
    await raised(permit, "31", only=True)
    permit = await permit_at(site, fenced=True)
    carried_out(await run(permit, "working"))
    carried_out(await permit.enter("guardian", "add_guardian", second))
    carried_out(await present(permit, "check_in", permit.position, "second_guardian"))
    carried_out(await present(permit, "leave", permit.position))
    await site.settle(permit.id)
    await raised(permit, only=True)
    await permit.elapse(minutes=6, guarded=False)
    await raised(permit, "31", only=True)


async def test_gb_4_10_nothing_starts_without_any_guardian(site: Site) -> None:
    permit = await permit_at(site, fenced=True)
    carried_out(await run(permit, "checked"))
    leaving = {"person": site.id("guardian"), "note": "作业推迟，离场"}
    carried_out(await permit.enter("guardian", "hand_over", leaving))
    answer = await run(permit, "working", without=("check_in",))
    refused(answer, "GB 30871 4.10", alarm="31")


async def test_gb_4_10_who_joins_later_does_not_work_and_guard_either(site: Site) -> None:
    permit = await permit_at(site, fenced=True)
    carried_out(await run(permit, "working"))
    guardian = {
        "person": site.id("guardian"), "duty": "climber",
        "certificate": await site.held("guardian", "trade", "height_work"),
    }  # fmt: skip
    refused(await permit.enter("responsible", "add_worker", guardian), "GB 30871 4.10")
    held = await site.held("welder", "guardian", "guardian_training")
    worker = {"person": site.id("welder"), "certificate": held}
    refused(await permit.enter("guardian", "add_guardian", worker), "GB 30871 4.10")


async def test_gb_4_4_the_briefing_is_signed_by_whoever_gave_it(site: Site) -> None:
    permit = await permit_at(site, fenced=True)
    carried_out(await run(permit, "checked", without=("briefing",)))
    row = {"part": "receiver", "person": site.id("welder")}
    signed = await permit.signed_row("responsible", "briefing", row)
    carried_out(await permit.enter("responsible", "briefing", signed))
    answer = await run(permit, "working", without=("briefing",))
    refused(answer, "GB 30871 4.4", alarm="70")


async def test_aq_5_4_5_an_analysis_or_an_answer_left_half_way_is_none(site: Site) -> None:
    step = {"step": "拆法兰", "danger": "残液喷出", "measure": " "}
    permit = await permit_of(site, *HEIGHT, jha=[step])
    answer = await run(permit, "issued")
    assert answer.status_code in {409, 422}, answer.text


async def test_aq_5_4_5_a_measure_without_an_answer_is_not_confirmed(site: Site) -> None:
    permit = await permit_of(site, *HEIGHT)
    code = site.measures(permit.job)[0]
    permit.leave_out(code)
    carried_out(await submitted(permit))
    carried_out(await permit.confirm_measures())
    await permit.enter("responsible", "measures", {"measure": code})
    answer = await run(permit, "issued", without=("measures",))
    refused(answer, "AQ 3064.2 5.4.5", "GB 30871 4.6", alarm="90")
