"""Whose own a record is: the predicate in Python and the one in SQL say the same."""

import random
from datetime import UTC, datetime
from uuid import UUID, uuid4

from msgspec import Struct

from anshu.access.reach import Reach
from anshu.access.scope import scope_sql
from anshu.flow.state import RecordState, TaskState
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow, principal
from tests.access.rows import insert_hazard, insert_task
from tests.flow.hazards import person
from tests.records.people import PEOPLE
from tests.records.subjects import shipped

NOW = datetime(2026, 11, 20, tzinfo=UTC)
EXAMPLES = 40
ROLES = ("team_leader", "workshop_safety", "ehs_manager", "worker")
PATHS = ("/", "/w1/", "/w1/t1/", "/w10/", "/w2/t1/")
SELECT = "select record.id from record where record.type = 'hazard' and {own}"


class Drawn(Struct, frozen=True):
    """One record with its tasks, before it has rows."""

    reporter: UUID | None
    owner: UUID | None
    org_path: str
    tasks: tuple[TaskState, ...]


def draw(dice: random.Random) -> Drawn:
    somebody = [None, None, *(person(name) for name in PEOPLE)]
    tasks = tuple(_task(dice, place) for place in range(dice.randint(0, 2)))
    return Drawn(dice.choice(somebody), dice.choice(somebody), dice.choice(PATHS), tasks)


def _task(dice: random.Random, place: int) -> TaskState:
    people = [person(name) for name in dice.sample(sorted(PEOPLE), dice.randint(0, 1))]
    closer = person(dice.choice(sorted(PEOPLE))) if dice.random() < 0.4 else None
    return TaskState(
        id=uuid4(), node="n", activation=place + 1,
        roles=tuple(dice.sample(ROLES, dice.randint(0, 2))), people=tuple(people),
        org_path=dice.choice(PATHS), opened_at=NOW, opened_by="system:x",
        closed_at=NOW if closer else None, closed_by=f"person:{closer}" if closer else "",
    )  # fmt: skip


def state_of(drawn: Drawn) -> RecordState:
    return RecordState(version=1, reporter=drawn.reporter, tasks=drawn.tasks)


async def insert(store: Store, tenant: Tenant, drawn: Drawn) -> UUID:
    record = await insert_hazard(
        store, tenant, org_path=drawn.org_path, owner=drawn.owner, reporter=drawn.reporter
    )
    for task in drawn.tasks:
        closer = UUID(task.closed_by.removeprefix("person:")) if task.closed_by else None
        await insert_task(
            store, tenant, record, org_path=task.org_path, roles=task.roles,
            people=task.people, closed_by=closer,
        )  # fmt: skip
    return record


async def test_a_record_is_ones_own_in_python_exactly_when_it_is_in_sql(
    store: Store, tenant_pair: tuple[TenantRow, TenantRow]
) -> None:
    """Drawn with a fixed seed; everybody of the plant looks at every record."""
    dice, tenant = random.Random(20261120), principal(tenant_pair[0])
    records = {}
    for _ in range(EXAMPLES):
        drawn = draw(dice)
        records[await insert(store, tenant, drawn)] = drawn
    answers = set()
    for name in PEOPLE:
        subject = shipped(name)
        holder = subject.holder()
        own, arguments = scope_sql(Reach(own=True), holder=holder, first_parameter=1)
        async with store.begin(tenant, purpose="test.own") as tx:
            rows = await tx.fetch(SELECT.format(own=own), *arguments)
        found = {row["id"] for row in rows}
        expected = {
            record
            for record, drawn in records.items()
            if subject.is_own(state_of(drawn), drawn.owner)
        }
        assert found == expected, name
        answers.add(frozenset(found))
    assert len(answers) > len(PEOPLE) // 2, "the examples tell nobody apart"
    assert all(0 < len(answer) < EXAMPLES for answer in answers)
