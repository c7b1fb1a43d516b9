"""GB 30871 5.2.9, 5.2.15, 6.7, 7.6, 8.2.6, 9.2.4: who works is told of what changes around it."""

from datetime import datetime, timedelta

from tests.conformance.life import permit_of, run
from tests.conformance.permit import Permit
from tests.conformance.site import Site, metres_north
from tests.conformance.verdicts import carried_out, refused

RELEASES = ["flammable_gas", "flammable_liquid", "solvent", "dust"]
# How each of them is called in the sentence that tells of it.
RELEASED = ("排放可燃气体", "排放可燃液体", "溶剂清洗、喷漆", "清扫可燃粉尘")
VESSEL = "R-0609"


async def now(permit: Permit) -> list[str]:
    """What was told since last asked, to the shift leader, the guardian and whoever works."""
    await permit.site.settle(permit.id)
    sentences = []
    for told in await permit.told():
        assert "shift_leader" in told["@roles"], told
        assert {permit.values["responsible"], permit.site.id("guardian")} <= set(told["@people"])
        sentences += told["@said"]
    return sentences


def one(sentences: list[str], *words: str) -> bool:
    """Whether exactly one sentence has all these words."""
    return len([said for said in sentences if all(word in said for word in words)]) == 1


async def test_gb_8_2_6_wind_and_fog_that_come_during_work_are_told(site: Site) -> None:
    hot = await permit_of(site, "hot_work", "hot_2", outdoor=True)
    # One guardian stands by all three: they are at one place.
    there = {"outdoor": True, **hot.whereabouts}
    height = await permit_of(site, "height", "height_1", same_day=True, **there)
    lifting = await permit_of(site, "lifting", "lifting_3", same_day=True, **there)
    for permit in (hot, height, lifting):
        carried_out(await run(permit, "working"))
    await site.weather(wind_speed=("5", "m/s"), visibility=("800", "m"))
    assert [await now(permit) for permit in (hot, height, lifting)] == [[], [], []]
    await site.weather(wind_speed=("10.8", "m/s"))
    assert one(await now(hot), "五级", "动火")
    assert one(await now(height), "五级", "高处")
    assert one(await now(lifting), "六级", "吊装")
    await site.weather(visibility=("100", "m"))
    assert one(await now(height), "能见度")
    assert one(await now(lifting), "能见度")


async def test_gb_5_2_15_weather_that_people_see_stops_the_start(site: Site) -> None:
    for job, level, seen, clause in (
        ("hot_work", "hot_2", "wind_5", "5.2.15"), ("height", "height_1", "wind_5", "8.2.6"),
        ("lifting", "lifting_3", "wind_6", "9.2.4"),
    ):  # fmt: skip
        permit = await permit_of(site, job, level, outdoor=True)
        carried_out(await run(permit, "checked"))
        carried_out(await permit.enter("guardian", "weather", {"weather": [seen]}))
        refused(await run(permit, "working"), f"GB 30871 {clause}")


async def beside(
    first: Permit, metres: float, job: str, level: str, begins: datetime, **more: object
) -> Permit:
    """A permit so far away that is issued for after the first one's planned time."""
    there = metres_north(first.position, metres)
    permit = await permit_of(
        first.site, job, level, same_day=True, area=first.values["area"], position=there,
        sign_position=there, finish_position=there, planned_start=begins.isoformat(),
        planned_end=(begins + timedelta(hours=3)).isoformat(), **more,
    )  # fmt: skip
    carried_out(await run(permit, "issued"))
    return permit


async def until_the_next_ones(permit: Permit) -> datetime:
    """Work goes on beyond its time; answers when those begin that come after it."""
    begins = permit.planned("planned_end") + timedelta(hours=1)
    permit.site.to(begins - timedelta(minutes=20))
    return begins


async def test_gb_5_2_9_hot_work_is_told_of_what_begins_beside_it(site: Site) -> None:
    hot = await permit_of(site, "hot_work", "hot_2", hot_space=VESSEL, hours=2)
    carried_out(await run(hot, "working"))
    begins = await until_the_next_ones(hot)
    plate = await beside(hot, 29, "blind_plate", "blind_plate", begins)
    await beside(hot, 31, "blind_plate", "blind_plate", begins)
    inside: dict[str, object] = {"releases": RELEASES, "space_name": VESSEL}
    space = await beside(hot, 9, "confined_space", "confined", begins, **inside)
    assert await now(hot) == []
    site.to(begins + timedelta(minutes=15))
    sentences = await now(hot)
    assert one(sentences, (await plate.page())["number"], "盲板")
    number = (await space.page())["number"]
    assert all(one(sentences, number, released) for released in RELEASED), sentences
    assert one(sentences, number, "同一受限空间")
    assert len(sentences) == 6


async def test_gb_5_2_9_others_are_told_of_hot_work_that_begins_beside_them(site: Site) -> None:
    plate = await permit_of(site, "blind_plate", "blind_plate", hours=2)
    space = await permit_of(
        site, "confined_space", "confined", hours=2, same_day=True, releases=RELEASES,
        space_name=VESSEL, **plate.whereabouts,
    )  # fmt: skip
    for permit in (plate, space):
        carried_out(await run(permit, "working"))
    begins = await until_the_next_ones(plate)
    hot = await beside(plate, 9, "hot_work", "hot_2", begins, hot_space=VESSEL)
    site.to(begins + timedelta(minutes=15))
    number = (await hot.page())["number"]
    assert one(await now(plate), number, "盲板")
    sentences = await now(space)
    assert all(one(sentences, number, released) for released in RELEASED), sentences
    assert one(sentences, number, "同一受限空间")
