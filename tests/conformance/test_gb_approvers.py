"""GB 30871 Table B.1: who co-signs and who approves, by kind and level; the group's tightening."""

import pytest

from tests.conformance.life import permit_of, run
from tests.conformance.site import Site
from tests.conformance.verdicts import carried_out, refused

TABLE_B_1 = [
    ("hot_work", "hot_special", {"lead"}),
    ("hot_work", "hot_1", {"safety"}),
    ("hot_work", "hot_2", {"unit"}),
    ("confined_space", "confined", {"unit"}),
    ("blind_plate", "blind_plate", {"unit"}),
    ("height", "height_1", {"unit"}),
    ("height", "height_2", {"dept"}),
    ("height", "height_3", {"dept"}),
    ("height", "height_4", {"chief"}),
    ("lifting", "lifting_1", {"chief"}),
    ("lifting", "lifting_2", {"dept"}),
    ("lifting", "lifting_3", {"dept"}),
    ("temporary_power", "power", {"power"}),
    ("excavation", "excavation", {"dept"}),
    ("road_closing", "road", {"dept"}),
]


@pytest.mark.parametrize(("job", "level", "approvers"), TABLE_B_1, ids=[r[1] for r in TABLE_B_1])
async def test_gb_table_b_1_names_who_approves(
    site: Site, job: str, level: str, approvers: set[str]
) -> None:
    permit = await permit_of(site, job, level)
    carried_out(await run(permit, "sign_approval"))
    for name in ("unit", "dept", "lead", "chief", "safety", "fire", "power", "applicant"):
        assert await permit.may(name) == (name in approvers), name


@pytest.mark.parametrize(
    ("job", "level", "cosigners"),
    [
        ("temporary_power", "power", {"power"}),
        ("excavation", "excavation", {"utility", "equipment", "fire", "safety"}),
        ("road_closing", "road", {"fire", "safety"}),
    ],
)
async def test_gb_table_b_1_names_who_co_signs(
    site: Site, job: str, level: str, cosigners: set[str]
) -> None:
    permit = await permit_of(site, job, level)
    carried_out(await run(permit, "sign_cosign"))
    for name in ("utility", "equipment", "fire", "safety", "power", "dept", "lead"):
        assert await permit.may(name) == (name in cosigners), name


async def test_gb_4_11_b_level_1_hot_work_is_signed_by_both_whom_the_group_adds(
    site: Site,
) -> None:
    permit = await permit_of(site, "hot_work", "hot_1")
    carried_out(await run(permit, "sign_approval"))
    for name in ("deputy", "director"):
        assert await permit.may(name), name
        carried_out(await permit.act(name, "sign"))
    await site.settle(permit.id)
    # The law's own approver is never taken away by a group's table.
    assert await permit.may("safety")
    assert await permit.state() == "signing"
    carried_out(await permit.act("safety", "sign"))
    assert await permit.waits_at() == "shift_check"


async def test_aq_5_9_9_an_approval_that_takes_too_long_is_told_and_adds_the_general_manager(
    site: Site,
) -> None:
    permit = await permit_of(site, "hot_work", "hot_1")
    carried_out(await run(permit, "sign_approval"))
    assert not await permit.may("gm")
    await permit.elapse(minutes=121, guarded=False)
    assert await permit.may("gm")
    far = permit.position | {"lat": "30.500000"}
    refused(await permit.act("gm", "sign", sign_position=far), "AQ 3064.2 5.5.2", "GB 30871 4.11")
