"""AQ 3064.2 5.4 and 5.5: what must not be signed, and who may sign where."""

import pytest

from tests.conformance.life import permit_of, run, submitted
from tests.conformance.permit import Permit
from tests.conformance.site import Site, at, metres_north
from tests.conformance.verdicts import carried_out, raised, refused


@pytest.mark.parametrize(
    ("job", "level", "ex_area"),
    [
        ("hot_work", "hot_2", False),
        ("hot_work", "hot_1", True),
        ("hot_work", "hot_special", True),
        ("confined_space", "confined", False),
        ("temporary_power", "power", True),
    ],
)
async def test_aq_5_4_3_no_signing_without_gas_analysis(
    site: Site, job: str, level: str, ex_area: bool
) -> None:
    permit = await permit_of(site, job, level, ex_area=ex_area)
    answer = await run(permit, "issued", without=("gas",))
    asked = ("AQ 3064.2 5.4.3", "GB 30871 5.3.1", "GB 30871 6.3", "GB 30871 10.1")
    refused(answer, *asked, alarm="01")
    assert await permit.state() in {"preparing", "signing"}
    await raised(permit, "01")


async def test_aq_5_4_3_power_outside_fire_and_explosion_places_needs_no_gas_analysis(
    site: Site,
) -> None:
    permit = await permit_of(site, "temporary_power", "power", ex_area=False)
    carried_out(await run(permit, "issued", without=("gas",)))
    await raised(permit, only=True)


async def test_aq_5_4_3_no_signing_when_the_analysis_will_be_too_old_at_the_start(
    site: Site,
) -> None:
    permit = await permit_of(site, "hot_work", "hot_2")
    carried_out(await run(permit, "signing"))
    site.wait(minutes=31)
    answer = await run(permit, "issued", without=("gas",))
    refused(answer, "AQ 3064.2 5.4.3", "GB 30871 5.3.1", alarm="02")
    await raised(permit, "02")


async def test_aq_5_4_4_one_ticket_for_insertion_and_removal_is_not_signed(site: Site) -> None:
    permit = await permit_of(site, "blind_plate", "blind_plate", plate_actions=["insert", "remove"])
    answer = await run(permit, "issued")
    refused(answer, "AQ 3064.2 5.4.4", "GB 30871 7.11", alarm="20")
    await raised(permit, "20")


async def test_aq_5_4_5_no_signing_without_risk_analysis(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    refused(
        await run(permit, "issued", without=("jha",)), "AQ 3064.2 5.4.5", "GB 30871 4.1", alarm="80"
    )
    await raised(permit, "80")


async def test_aq_5_4_5_no_signing_before_measures_are_confirmed(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    answer = await run(permit, "issued", without=("measures",))
    refused(answer, "AQ 3064.2 5.4.5", "GB 30871 4.6", "GB 30871 4.11", alarm="90")
    await raised(permit, "90")


async def test_aq_5_5_1_approvers_are_asked_one_step_after_the_other(site: Site) -> None:
    permit = await permit_of(site, "height", "height_2")
    carried_out(await run(permit, "signing"))
    seen = []
    while (node := await permit.waits_at()).startswith("sign_"):
        assert (await permit.page("dept"))["actions"] == [] or node == "sign_approval"
        seen.append(node)
        carried_out(await run(permit, "next"))
    assert seen[0] == "sign_responsible"
    assert seen[-1] == "sign_approval"


async def test_aq_5_5_2_approval_away_from_the_site_is_refused(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    away = metres_north(permit.position, 900)
    answer = await run(permit, "issued", sign_position=away)
    refused(answer, "AQ 3064.2 5.5.2", "GB 30871 4.11", alarm="30")
    await raised(permit, "30")


@pytest.mark.parametrize("accuracy", ["500", "0"], ids=["500 m", "spoofed"])
async def test_aq_5_5_2_a_position_that_proves_nothing_does_not_open_approval(
    site: Site, accuracy: str
) -> None:
    permit = await permit_of(site, "height", "height_1")
    vague = permit.position | {"accuracy_m": accuracy}
    refused(await run(permit, "issued", sign_position=vague), "AQ 3064.2 5.5.2", "GB 30871 4.11")


async def test_aq_5_5_2_a_signing_keeps_who_when_and_where(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await run(permit, "issued"))
    steps = {step["node"]: step for step in (await permit.page())["chain"]}
    signed = steps["sign_approval"]
    assert signed["by"]["name"]
    assert signed["done_at"]
    assert signed["data"]["sign_position"]["lat"] == permit.position["lat"]


async def test_aq_5_5_3_who_has_no_right_of_the_step_does_not_sign(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await run(permit, "signing"))
    task = (await permit.page("responsible"))["actions"][0]["task"]
    answer = await permit.complete("fire", task, "sign", {"sign_position": permit.position})
    assert answer.status_code in {403, 404}, answer.text


async def test_aq_5_4_3_signing_waited_on_a_phone_is_refused(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await run(permit, "signing"))
    answer = await permit.act("responsible", "sign", waited_offline=True)
    assert (answer.status_code, answer.json()["code"]) == (409, "online_only")


async def test_aq_5_4_2_analysis_is_kept_with_its_template(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await submitted(permit))
    data = (await permit.page())["data"]
    assert data["jha_template"]
    assert data["jha"]


async def unlocated(site: Site) -> Permit:
    """A permit in an area that nobody gave a position."""
    nowhere, _ = await site.place(position=None, radius_m=None)
    return await permit_of(site, "height", "height_1", area=nowhere, position=None)


async def test_aq_5_5_2_in_a_place_that_nobody_located_nobody_signs(site: Site) -> None:
    permit = await unlocated(site)
    answer = await run(permit, "checked", sign_position=at(31.5, 120.9))
    refused(answer, "AQ 3064.2 5.5.2", "GB 30871 4.11")


async def test_aq_5_5_2_in_a_place_that_nobody_located_nobody_starts_either(site: Site) -> None:
    """Nobody comes so far; were it signed, the start would be refused."""
    permit, here = await unlocated(site), at(31.5, 120.9)
    answer = await run(permit, "checked", sign_position=here)
    if answer.status_code < 400:
        present = {"act": "check_in", "position": here}
        answer = await permit.enter("guardian", "check_in", present)
    if answer.status_code < 400:
        answer = await run(permit, "working", without=("check_in",), sign_position=here)
    refused(answer, "AQ 3064.2 5.5.2", "GB 30871 4.11", "GB 30871 4.10 a)")
