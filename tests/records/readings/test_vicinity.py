"""Records near each other: found by cells, refused by tables, and never both at once."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

from anshu.kernel.grid import cell_of
from anshu.kernel.position import Position
from anshu.kernel.refusal import Refusal
from anshu.records.reprojecting import reproject
from anshu.records.run import Answer, run
from anshu_tenants.registry import principal
from tests.records.readings.works import SIGNS, Works, place

MIDDLE = Position(31.985, 120.905)


async def refused_by(works: Works, record: UUID) -> str:
    answer = await works.sign(record)
    assert isinstance(answer, Refusal), answer
    return answer.fields[0].said


async def test_a_hot_job_within_thirty_metres_refuses_the_other(works: Works) -> None:
    first = await works.signing(hot=True)
    other = await works.signing(position=place(east_m=20))
    number = (await works.load(first)).state.number
    assert await refused_by(works, other) == f"{number}在20 m处"
    assert (await works.load(other)).state.state == "signing"


async def test_further_away_or_at_another_time_it_refuses_nothing(works: Works) -> None:
    hours = [(works.now + timedelta(hours=each)).isoformat() for each in (1, 3, 4, 6)]
    await works.signing(hot=True, begins=hours[0], ends=hours[1])
    far = await works.signing(position=place(north_m=40), begins=hours[0], ends=hours[1])
    later = await works.signing(position=place(north_m=10), begins=hours[2], ends=hours[3])
    assert isinstance(await works.sign(far), Answer)
    assert isinstance(await works.sign(later), Answer)


async def test_a_job_whose_end_is_not_known_overlaps(works: Works) -> None:
    hours = [(works.now + timedelta(hours=each)).isoformat() for each in (1, 4, 6)]
    await works.signing(hot=True, begins=hours[0])
    later = await works.signing(position=place(north_m=10), begins=hours[1], ends=hours[2])
    assert "在10 m处" in await refused_by(works, later)


async def test_what_is_not_yet_asked_for_or_over_is_no_neighbour(works: Works) -> None:
    await works.add(hot=True)
    over = await works.signing(position=place(east_m=2000))
    await works.sign(over)
    await works.end(over, "finish")
    cells = await works.fetch("select state, cells from record where type = 'work'")
    assert {str(row["state"]): row["cells"] for row in cells} == {"asked": None, "ended": None}
    assert isinstance(await works.sign(await works.signing()), Answer)


async def test_without_a_position_it_may_be_anywhere_in_its_area(works: Works) -> None:
    """Anywhere means next to everybody there, the unknown and those far from the middle."""
    nowhere = await works.signing(hot=True, position=None)
    for other in (None, place(east_m=20), place(east_m=900)):
        assert "在0 m处" in await refused_by(works, await works.signing(position=other))
    await works.execute("update record set cells = null where id = $1", nowhere)
    await works.signing(hot=True, position=place(east_m=900))
    assert "在0 m处" in await refused_by(works, await works.signing(position=None))


async def test_of_another_area_it_is_as_far_as_the_middle_of_its_own(works: Works) -> None:
    other = uuid4()
    area: dict[str, object] = {"name": "罐区", "org": "/w1/t1/", "position": place(east_m=25)}
    await works.plant.add("area", other, {**area, "radius_m": "20"})
    await works.signing(hot=True, position=None)
    assert "在25 m处" in await refused_by(
        works, await works.signing(position=None, area=str(other))
    )
    far = await works.signing(position=place(east_m=70), area=str(other))
    assert isinstance(await works.sign(far), Answer)


async def test_a_thing_alone_makes_neighbours_too(works: Works) -> None:
    only = {"machine": str(works.plant.equipment), "position": None, "area": None}
    first = await works.add(hot=True, **only)
    await works.execute("update record set state = 'signing', cells = '{}' where id = $1", first)
    assert "在0 m处" in await refused_by(works, await works.signing(machine=only["machine"]))


async def test_areas_from_before_an_update_get_the_cell_of_their_middle(works: Works) -> None:
    cells = "select cells from record where type = 'area'"
    known = await works.fetch(cells)
    await works.execute("update record set cells = null where type = 'area'")
    assert await reproject(works.plant.services, principal(works.plant.row)) == 1
    assert await works.fetch(cells) == known == [{"cells": [cell_of(MIDDLE)]}]


async def test_two_jobs_on_one_thing_are_at_one_place_however_far_apart(works: Works) -> None:
    machine = str(works.plant.equipment)
    await works.signing(hot=True, machine=machine)
    other = await works.signing(machine=machine, position=place(east_m=900))
    assert "在0 m处" in await refused_by(works, other)


async def test_of_two_signed_in_the_same_instant_one_sees_the_other(works: Works) -> None:
    """Both are allowed by what stands there before: only the ground's claim keeps them apart."""
    plant, ehs = works.plant, await works.plant.subject("ehs")
    records = [await works.signing(hot=True, position=place(east_m=20 * n)) for n in range(2)]
    # As if each had only just come into sight: nobody's row stands in a cell yet.
    await works.execute("update record set cells = null where type = 'work'")
    commands = [await works.completing(record, "sign", SIGNS) for record in records]
    answers = await asyncio.gather(*(run(plant.services, ehs, command) for command in commands))
    assert sorted(type(answer).__name__ for answer in answers) == ["Answer", "Refusal"]
    (refusal,) = [answer for answer in answers if isinstance(answer, Refusal)]
    assert refusal.code == "rule_blocks"
    claimed = await works.fetch(
        "select key, count(*) as n from claim where key like 'near:%' group by key"
    )
    assert claimed and all(row["n"] == 1 for row in claimed)
