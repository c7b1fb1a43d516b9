"""The figure: how many of 10,000 live jobs are looked at to find one's neighbours."""

import json
from collections.abc import Iterator
from uuid import uuid4

from anshu.kernel.grid import cell_of, cells_around
from anshu.kernel.position import distance_m, read_position
from anshu.records.loading import EVER
from anshu.records.queries import FACTS_AND_ASKED
from tests.records.readings.works import Works, place

RADIUS_M = 60
# A hundred rows of a hundred jobs, one every thirty metres: nine square kilometres of plant.
SIDE, APART_M = 100, 30
LIVE = """
insert into record (id, type, number, version, state, title, org_path, created_at, updated_at,
                    definition, cells)
select gen_random_uuid(), 'work', 'L-' || held.no, 1, 'working', 'L', '/w1/t1/', now(), now(), '',
       array_agg(held.cell)
  from unnest($1::int[], $2::bigint[]) as held(no, cell)
 group by held.no
"""
LOOKED_AT = f"explain (analyze, costs off, timing off, summary off, format json) {FACTS_AND_ASKED}"
NOTHING = ([], [], "", [], [], None, None, [], [], None, None, "{}", [], EVER, "")


def scans(node: dict[str, object]) -> Iterator[dict[str, object]]:
    """Every node of a plan that looks into the index of cells."""
    if node.get("Index Name") == "record_cells":
        yield node
    children = node.get("Plans", [])
    assert isinstance(children, list)
    for child in children:
        yield from scans(child)


def most_rows(node: dict[str, object]) -> float:
    """The most rows that any node of the plan looked at."""
    children = node.get("Plans", [])
    assert isinstance(children, list)
    return max([float(str(node["Actual Rows"])), *(most_rows(child) for child in children)])


async def test_of_ten_thousand_live_jobs_some_dozens_are_looked_at(works: Works) -> None:
    numbers: list[int] = []
    cells: list[int] = []
    near = 0
    here = read_position(place(SIDE / 2 * APART_M, SIDE / 2 * APART_M))
    assert here is not None
    for number in range(SIDE * SIDE):
        position = read_position(place(number % SIDE * APART_M, number // SIDE * APART_M))
        assert position is not None
        near += distance_m(here, position) <= RADIUS_M
        around = cells_around(position, RADIUS_M)
        numbers += [number] * len(around)
        cells += around
    await works.execute(LIVE, numbers, cells)
    await works.execute("analyze record")
    asked = ([], "[]", "[]", "[]", uuid4(), "work", True, [cell_of(here)], [], None, None)
    (row,) = await works.fetch(LOOKED_AT, *NOTHING, *asked, works.now, False)
    (plan,) = json.loads(str(row["QUERY PLAN"]))
    found = [node["Actual Rows"] for node in scans(plan["Plan"])]
    assert near >= 9
    assert len(found) == 1
    assert near <= found[0] <= 64
    assert most_rows(plan["Plan"]) <= 64
