"""A deadline fires once, however often and by whomever it is woken; a fault stops no other."""

from datetime import timedelta
from uuid import UUID

import pytest

from anshu.flow.commands import Fire
from anshu.records import sweeper
from anshu.records.run import Answer, run_as_system
from anshu.records.services import Services
from anshu.store.principal import Tenant
from anshu_tenants.registry import principal
from tests.records.people import Plant
from tests.web.office import Office

DEADLINE = "select id, task from deadline where record = $1 and kind = $2"
KINDS = "select kind from event where stream = $1 order by version"


async def _wake_up(office: Office, record: str, kind: str) -> Fire:
    tenant = principal(office.plant.row)
    async with office.plant.services.store.begin(tenant, purpose="test.look") as tx:
        row = await tx.fetchrow(DEADLINE, UUID(record), kind)
    assert row is not None
    return Fire(id=row["id"], record=UUID(record), type="hazard", task=row["task"], kind=kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["remind", "escalate"])
async def test_a_wake_up_that_comes_again_tells_nobody_again(office: Office, kind: str) -> None:
    record = (await office.report())["id"]
    office.move(timedelta(minutes=121))
    command, plant = await _wake_up(office, record, kind), office.plant
    for _ in range(3):
        done = await run_as_system(
            plant.services, principal(plant.row), command, actor="system:clock"
        )
        assert isinstance(done, Answer), done
    async with plant.services.store.begin(principal(plant.row), purpose="test.look") as tx:
        rows = await tx.fetch(KINDS, f"hazard-{record}")
    told = {"remind": "TaskReminded", "escalate": "TaskEscalated"}[kind]
    assert [row["kind"] for row in rows].count(told) == 1


async def test_a_tenant_that_fails_does_not_keep_the_others_deadlines_waiting(
    office: Office, neighbour: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.report()
    office.move(timedelta(minutes=121))
    sound, broken = sweeper._batch, principal(neighbour.row)
    asked: list[Tenant] = []

    async def batch(services: Services, tenant: Tenant) -> sweeper.Swept:
        asked.append(tenant)
        if tenant == broken:
            raise ConnectionError("its node is away")
        return await sound(services, tenant)

    async def list_all(*_: object) -> list[object]:
        return [neighbour.row, office.plant.row]

    monkeypatch.setattr(sweeper, "_batch", batch)
    monkeypatch.setattr(sweeper, "list_all", list_all)
    assert await sweeper.sweep(office.plant.services) == 2
    assert asked == [broken, principal(office.plant.row)]


async def test_a_deadline_that_fails_does_not_keep_the_next_one_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [(await office.report())["id"] for _ in range(2)]
    office.move(timedelta(minutes=121))
    sound = sweeper.run_as_system

    async def run_one(services: object, tenant: Tenant, command: Fire, *, actor: str) -> object:
        if command.record == UUID(records[0]):
            raise LookupError("a definition that is gone")
        return await sound(services, tenant, command, actor=actor)  # type: ignore[arg-type]

    monkeypatch.setattr(sweeper, "run_as_system", run_one)
    assert await office.sweep() == 2
