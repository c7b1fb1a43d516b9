"""GB 30871 4.9, 4.10, 6.8: who may work, who may guard, and where the guardian is."""

import pytest

from tests.conformance.life import permit_of, run
from tests.conformance.permit import Permit
from tests.conformance.site import Site, metres_north
from tests.conformance.verdicts import carried_out, raised, refused

HEIGHT = ("height", "height_1")


async def guarded_by(site: Site, permit: Permit, person: str, **certificate: object) -> None:
    """The permit's guardian is this person with a certificate like that."""
    held = await site.certificate(
        certificate.pop("of", person), "guardian", trade="guardian_training", **certificate
    )
    permit.values["guardians"] = [{"person": site.id(person), "certificate": held}]


@pytest.mark.parametrize(
    "wrong",
    [{"valid_until": -1}, {"valid_from": 2}, {"of": "mate"}],
    ids=["expired", "not begun", "another's"],
)
async def test_gb_4_10_a_guardian_needs_a_certificate_in_force(
    site: Site, wrong: dict[str, object]
) -> None:
    permit = await permit_of(site, *HEIGHT)
    dated = {k: site.in_days(float(v)) if k != "of" else v for k, v in wrong.items()}
    name = await site.newcomer_named()
    await guarded_by(site, permit, name, **dated)
    refused(await run(permit, "issued"), "GB 30871 4.10")


async def test_gb_4_10_a_certificate_of_a_trade_makes_no_guardian(site: Site) -> None:
    permit = await permit_of(site, *HEIGHT)
    name = await site.newcomer_named()
    held = await site.certificate(name, "trade", trade="welding")
    permit.values["guardians"] = [{"person": site.id(name), "certificate": held}]
    refused(await run(permit, "issued"), "GB 30871 4.10")


async def test_gb_4_10_the_guardian_does_not_work(site: Site) -> None:
    permit = await permit_of(site, *HEIGHT)
    held = await site.held("guardian", "trade", "height_work")
    permit.workers(person=site.id("guardian"), certificate=held)
    refused(await run(permit, "issued"), "GB 30871 4.10")


async def test_gb_4_10_who_is_checked_in_elsewhere_guards_nothing(site: Site) -> None:
    permit = await permit_of(site, *HEIGHT)
    carried_out(await run(permit, "checked"))
    away = metres_north(permit.position, 900)
    answer = await permit.enter("guardian", "check_in", {"act": "check_in", "position": away})
    if answer.status_code == 200:
        answer = await run(permit, "working", without=("check_in",))
    refused(answer, "GB 30871 4.10", "AQ 3064.2 5.9.6")


async def test_gb_4_10_a_guardian_seen_too_long_ago_is_not_there(site: Site) -> None:
    permit = await permit_of(site, *HEIGHT)
    carried_out(await run(permit, "checked"))
    carried_out(await permit.check_in())
    site.wait(minutes=45)
    answer = await run(permit, "working", without=("check_in",))
    refused(answer, "GB 30871 4.10", alarm="31")


async def test_gb_4_10_leaving_before_the_start_is_leaving(site: Site) -> None:
    permit = await permit_of(site, *HEIGHT)
    carried_out(await run(permit, "checked"))
    carried_out(await permit.check_in())
    left = {"act": "leave", "position": permit.position}
    answer = await permit.enter("guardian", "check_in", left)
    if answer.status_code == 200:
        answer = await run(permit, "working", without=("check_in",))
    refused(answer, "GB 30871 4.10")


async def test_gb_4_10_leaving_alone_during_work_is_refused_or_alarmed(site: Site) -> None:
    permit = await permit_of(site, *HEIGHT)
    carried_out(await run(permit, "working"))
    left = {"act": "leave", "position": permit.position}
    answer = await permit.enter("guardian", "check_in", left)
    if answer.status_code == 200:
        await permit.elapse(minutes=6, guarded=False)
    await raised(permit, "31")


async def test_gb_4_10_guarding_is_handed_over_and_not_dropped(site: Site) -> None:
    permit = await permit_of(site, *HEIGHT)
    carried_out(await run(permit, "working"))
    leaving = {"person": site.id("guardian"), "note": "没有人接替"}
    refused(await permit.enter("guardian", "hand_over", leaving), "GB 30871 4.10")


@pytest.mark.parametrize(
    "wrong", [{"valid_from": 2}, {"review_until": -1}], ids=["not begun", "not reviewed"]
)
async def test_gb_4_9_a_certificate_out_of_force_is_none(
    site: Site, wrong: dict[str, float]
) -> None:
    permit = await permit_of(site, *HEIGHT)
    name = await site.newcomer_named()
    dated = {key: site.in_days(days) for key, days in wrong.items()}
    held = await site.certificate(name, "trade", trade="height_work", **dated)
    permit.workers(person=site.id(name), certificate=held)
    refused(await run(permit, "working"), "GB 30871 4.9")


@pytest.mark.parametrize("part", ["worker", "guardian", "signer"])
async def test_gb_4_9_who_is_suspended_neither_works_nor_guards_nor_signs(
    site: Site, part: str
) -> None:
    permit = await permit_of(site, *HEIGHT)
    name = await site.newcomer_named(
        "unit_head" if part == "signer" else "guardian",
        frozen_until=site.in_days(5), frozen_reason="违章停工培训",
    )  # fmt: skip
    if part == "worker":
        held = await site.certificate(name, "trade", trade="height_work")
        permit.workers(person=site.id(name), certificate=held)
    if part == "guardian":
        await guarded_by(site, permit, name)
    if part == "signer":
        carried_out(await run(permit, "sign_approval"))
        answer = await permit.act(name, "sign")
    else:
        answer = await run(permit, "working")
    refused(answer, "GB 30871 4.9", "GB 30871 4.10", "GB 30871 4.11")


async def test_gb_6_8_b_a_dangerous_space_has_a_second_guardian(site: Site) -> None:
    permit = await permit_of(site, "confined_space", "confined", high_risk_space=True)
    refused(await run(permit, "working"), "GB 30871 6.8")


@pytest.mark.parametrize("accuracy", ["500", "0"])
async def test_gb_4_10_a_who_starts_is_on_site(site: Site, accuracy: str) -> None:
    permit = await permit_of(site, *HEIGHT)
    carried_out(await run(permit, "checked"))
    away = metres_north(permit.position, 900)
    refused(await run(permit, "working", sign_position=away), "GB 30871 4.10")
    vague = permit.position | {"accuracy_m": accuracy}
    refused(await run(permit, "working", sign_position=vague), "GB 30871 4.10")


@pytest.mark.parametrize(
    ("job", "level", "ex_area"), [("hot_work", "hot_2", False), ("temporary_power", "power", True)]
)
async def test_aq_5_9_2_after_a_night_the_gas_is_tested_today(
    site: Site, job: str, level: str, ex_area: bool
) -> None:
    permit = await permit_of(site, job, level, ex_area=ex_area, on=site.tuesday(), hours=60)
    carried_out(await run(permit, "paused"))
    site.wait(minutes=5)
    carried_out(await permit.gas())
    site.wait(hours=24)
    answer = await run(permit, "working", without=("gas",))
    refused(answer, "GB 30871 5.3.1", "AQ 3064.2 5.9.2", alarm="04")
