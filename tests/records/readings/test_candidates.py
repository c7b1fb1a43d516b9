"""The figure: how many of 10,000 live jobs are looked at to find one's neighbours."""

import json

from anshu.kernel.grid import cell_of, cells_around
from anshu.kernel.position import distance_m, read_position
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
LOOKED_AT = """
explain (analyze, costs off, timing off, summary off, format json)
select id from record where cells && array[{cell}]::bigint[]
"""


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
    (row,) = await works.fetch(LOOKED_AT.format(cell=cell_of(here)))
    (plan,) = json.loads(str(row["QUERY PLAN"]))
    node = plan["Plan"]
    while "Plans" in node:
        (node,) = node["Plans"]
    assert node.get("Index Name") == "record_cells"
    assert near >= 9
    assert near <= node["Actual Rows"] <= 64
