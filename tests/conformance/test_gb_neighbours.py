"""GB 30871 5.2.9, 6.7, 7.6: jobs that must not be near each other at the same time."""

import pytest

from tests.conformance.life import permit_of, run
from tests.conformance.permit import Permit
from tests.conformance.site import Site, metres_north
from tests.conformance.verdicts import carried_out, refused


async def beside(
    site: Site, first: Permit, metres: float, job: str, level: str, **more: object
) -> Permit:
    """A permit so many metres north of another, on the same day."""
    there = metres_north(first.position, metres)
    return await permit_of(
        site, job, level, same_day=True, area=first.values["area"], position=there,
        sign_position=there, finish_position=there, **more,
    )  # fmt: skip


async def test_gb_7_6_no_hot_work_within_30_m_of_a_blind_plate(site: Site) -> None:
    plate = await permit_of(site, "blind_plate", "blind_plate", ex_area=True)
    carried_out(await run(plate, "working"))
    near = await beside(site, plate, 29, "hot_work", "hot_2")
    problem = refused(await run(near, "working"), "GB 30871 7.6")
    assert (await plate.page())["number"] in str(problem)
    far = await beside(site, plate, 31, "hot_work", "hot_2")
    carried_out(await run(far, "working"))


async def test_gb_7_6_holds_the_other_way_round_too(site: Site) -> None:
    hot = await permit_of(site, "hot_work", "hot_2")
    carried_out(await run(hot, "working"))
    near = await beside(site, hot, 20, "blind_plate", "blind_plate")
    refused(await run(near, "working"), "GB 30871 7.6")


async def test_gb_7_6_a_neighbour_that_ended_hinders_nobody(site: Site) -> None:
    plate = await permit_of(site, "blind_plate", "blind_plate", ex_area=True)
    carried_out(await run(plate, "accepted"))
    near = await beside(site, plate, 10, "hot_work", "hot_2")
    carried_out(await run(near, "working"))


# What is released, how far away it is refused, how far away it is not.
RELEASES = [
    ("flammable_gas", 29, 31),
    ("flammable_liquid", 14, 16),
    ("solvent", 9, 11),
    ("dust", 9, 11),
]


@pytest.mark.parametrize(("release", "near", "far"), RELEASES, ids=[row[0] for row in RELEASES])
async def test_gb_5_2_9_nothing_flammable_is_released_near_hot_work(
    site: Site, release: str, near: float, far: float
) -> None:
    hot = await permit_of(site, "hot_work", "hot_2")
    carried_out(await run(hot, "working"))
    digging = ("excavation", "excavation")
    close = await beside(site, hot, near, *digging, releases=[release])
    refused(await run(close, "working"), "GB 30871 5.2.9")
    away = await beside(site, hot, far, *digging, releases=[release])
    carried_out(await run(away, "signing"))
    assert "GB 30871 5.2.9" not in await away.warnings("permit_sign", data=away.there)


@pytest.mark.parametrize(("release", "near", "far"), RELEASES, ids=[row[0] for row in RELEASES])
async def test_gb_5_2_9_no_hot_work_near_what_is_flammable(
    site: Site, release: str, near: float, far: float
) -> None:
    digging = await permit_of(site, "excavation", "excavation", releases=[release])
    carried_out(await run(digging, "issued"))
    away = await beside(site, digging, far, "hot_work", "hot_2")
    carried_out(await run(away, "signing"))
    assert "GB 30871 5.2.9" not in await away.warnings("permit_sign", data=away.there)
    close = await beside(site, digging, near, "hot_work", "hot_2")
    refused(await run(close, "working"), "GB 30871 5.2.9")


# Two places of one vessel, further apart than what 5.2.9 asks of solvents anywhere.
VESSEL = "R-0607"


async def test_gb_6_7_no_painting_where_hot_work_goes_on_in_the_same_space(site: Site) -> None:
    hot = await permit_of(site, "hot_work", "hot_2", hot_space=VESSEL)
    carried_out(await run(hot, "issued"))
    inside = ("confined_space", "confined")
    painting = await beside(site, hot, 12, *inside, releases=["solvent"], space_name=VESSEL)
    refused(await run(painting, "issued"), "GB 30871 6.7")


async def test_gb_6_7_no_hot_work_where_painting_goes_on_in_the_same_space(site: Site) -> None:
    inside = ("confined_space", "confined")
    painting = await permit_of(site, *inside, releases=["solvent"], space_name=VESSEL)
    carried_out(await run(painting, "issued"))
    hot = await beside(site, painting, 12, "hot_work", "hot_2", hot_space=VESSEL)
    refused(await run(hot, "issued"), "GB 30871 6.7")
