"""A record that is given to another unit: its row, its next task and its readers follow."""

from uuid import UUID, uuid4

from anshu.flow.commands import Comment, Update
from anshu.kernel.refusal import Refusal
from anshu.records.run import Answer, run
from anshu_tenants.registry import principal
from tests.records.people import Plant
from tests.records.test_journey import complete, report

PLACES = """
select record.org_path as record, task.org_path as task
  from record left join task on task.record = record.id and task.closed_at is null
 where record.id = $1
"""


async def places(plant: Plant, record: UUID) -> tuple[str, str | None]:
    async with plant.services.store.begin(principal(plant.row), purpose="test.look") as tx:
        row = await tx.fetchrow(PLACES, record)
    assert row is not None
    return row["record"], row["task"]


async def test_another_team_takes_the_hazard_with_its_row_and_its_next_task(plant: Plant) -> None:
    record = await report(plant)
    safety = await plant.subject("safety")
    seen = await run(plant.services, safety, Comment(uuid4(), record, "hazard", "看到了"))
    assert isinstance(seen, Answer), seen
    assert await places(plant, record) == ("/w1/t1/", "/w1/t1/")
    answer = await complete(plant, "leader", record, "pass", {"team": "/w2/t1/"})
    assert isinstance(answer, Answer), answer
    assert await places(plant, record) == ("/w2/t1/", "/w2/t1/")
    gone = await run(plant.services, safety, Comment(uuid4(), record, "hazard", "还在吗"))
    assert isinstance(gone, Refusal)
    assert gone.kind == "unknown"


async def test_a_person_who_changes_teams_has_the_new_teams_path(plant: Plant) -> None:
    admin, person = await plant.subject("admin"), plant.ids["fixer"]
    update = Update(uuid4(), person, "person", 1, {"org": "/w2/t1/"})
    answer = await run(plant.services, admin, update)
    assert isinstance(answer, Answer), answer
    assert await places(plant, person) == ("/w2/t1/", None)
