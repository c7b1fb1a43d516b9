"""Many watches that have come at once: few statements, every alarm once, whatever goes wrong."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from anshu.flow.commands import Fire
from anshu.records import reactions, sweeper
from anshu.records.firing import fire_command
from anshu.records.queries import DUE_DEADLINES
from anshu.records.run import Answer, run_as_system
from anshu.records.services import Services
from anshu.records.watches import round as rounds
from anshu.records.whom import Telling
from anshu.records.writing import SOON
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction
from anshu_tenants.registry import TenantRow, principal
from tests.records.people import Plant
from tests.web.test_round_trips import counted
from tests.web.worker import work_off
from tests.web.workshop import Workshop, with_jobs

LOOK = "watches.look"
DUE = "deadlines.due"
# Begin, the watches, what they refer to, alarms known, numbers, what these refer to, write, end.
MOST = 8
NEXT = "select min(due_at) as at from deadline where fired_at is null and cancelled_at is null"

# What stands in the books because of the alarm of a record, without its ids and moments.
WRITTEN = """
with alarm as (select * from record where type = 'permit_alarm' and t1 = $1)
select 'record' as what, concat_ws(' ', type, version, state, title, org_path, area, owner, t2,
                                   normal - 'job' - 'since', normal_search is null,
                                   encode(definition, 'hex')) as said
  from alarm
union all
select 'task', concat_ws(' ', node, activation, t.roles, t.people, t.org_path, t.needed)
  from task t join alarm on t.record = alarm.id
union all
select 'event', concat_ws(' ', e.version, e.kind, e.actor, e.format)
  from event e join alarm on e.stream = 'permit_alarm-' || alarm.id::text
union all
select 'deadline', concat_ws(' ', d.kind, d.due_at - alarm.created_at, d.fired_at is null)
  from deadline d join alarm on d.record = alarm.id
union all
select 'deadline', concat_ws(' ', d.kind, d.fired_at is null, d.cancelled_at is null)
  from deadline d where d.record = $1::uuid
union all
select 'notice', concat_ws(' ', n.kind, n.person, n.record_type, n.data - 'task')
  from notice n join alarm on n.record = alarm.id
 order by 1, 2
"""


@pytest_asyncio.fixture(loop_scope="session")
async def shop(plant: Plant) -> AsyncIterator[Workshop]:
    await with_jobs(plant)
    async with Workshop(plant) as opened:
        yield opened


async def _overdue(shop: Workshop, count: int) -> list[str]:
    pages = [await shop.start() for _ in range(count)]
    shop.pass_by(121)
    return [page["id"] for page in pages]


async def test_a_round_of_many_watches_takes_no_more_statements_than_one_of_one(
    shop: Workshop,
) -> None:
    await _overdue(shop, 5)
    with counted(shop.plant) as trips:
        assert await shop.sweep() == 5
        looked = [ended.round_trips for ended in trips.ended if ended.purpose == LOOK]
    assert "command.Fire" not in trips.by_purpose()
    assert "command.Create" not in trips.by_purpose()
    assert [each for each in looked if each > 3] == [max(looked)], "one round made all of them"
    assert max(looked) <= MOST
    with counted(shop.plant) as trips:
        assert await work_off(shop.plant, [reactions.follow_all]) == 1
    told = [e for e in trips.ended if e.purpose == "reaction records.events.follow_all"]
    assert len(told) == 1
    alarms = await shop.alarms()
    assert len({alarm["number"] for alarm in alarms}) == len(alarms) == 5


async def test_an_alarm_of_a_round_is_the_one_that_a_single_look_makes(shop: Workshop) -> None:
    singly, _ = records = await _overdue(shop, 2)
    services, tenant = shop.plant.services, principal(shop.plant.row)
    async with services.store.begin(tenant, purpose="test.look") as tx:
        rows = await tx.fetch(DUE_DEADLINES, shop.now, 100)
    (row,) = (row for row in rows if str(row["record"]) == singly)
    command = fire_command(
        row["id"], record=row["record"], type=row["type"], task=row["task"], kind=row["kind"]
    )
    assert isinstance(await run_as_system(services, tenant, command, actor="system:clock"), Answer)
    await work_off(shop.plant, [reactions.raise_found])
    await work_off(shop.plant, [reactions.follow])
    assert await shop.sweep() == 1
    assert await work_off(shop.plant, [reactions.follow_all]) == 1
    async with services.store.begin(tenant, purpose="test.look") as tx:
        made = [await tx.fetch(WRITTEN, record) for record in records]
    assert made[0] == made[1]
    assert {row["what"] for row in made[0]} == {"record", "task", "event", "deadline", "notice"}


async def test_two_workers_share_what_has_come_and_make_each_alarm_once(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _overdue(shop, 6)
    monkeypatch.setattr(rounds, "ROUND", 2)
    assert sum(await asyncio.gather(shop.sweep(), shop.sweep())) == 6
    assert len(await shop.alarms()) == 6
    assert await shop.sweep() == 0


async def test_a_round_that_breaks_off_leaves_nothing_behind_and_comes_again(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _overdue(shop, 3)
    sound = rounds.write_looks

    async def killed(tx: Transaction, *rest: object) -> None:
        await sound(tx, *rest)  # type: ignore[arg-type]
        raise asyncio.CancelledError

    with monkeypatch.context() as broken:
        broken.setattr(rounds, "write_looks", killed)
        with pytest.raises(asyncio.CancelledError):
            await shop.sweep()
    assert await shop.alarms() == []
    assert await shop.sweep() == 3
    assert len(await shop.alarms()) == 3


async def test_a_watch_that_cannot_be_looked_at_stops_no_other(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = await _overdue(shop, 3)
    sound, alone = sweeper.run_as_system, []

    async def broken(*_: object) -> None:
        raise LookupError("a definition that is gone")

    async def run_one(services: Services, tenant: Tenant, command: Fire, *, actor: str) -> object:
        alone.append(command.record)
        if command.record == UUID(records[0]):
            raise LookupError("a definition that is gone")
        return await sound(services, tenant, command, actor=actor)

    monkeypatch.setattr(rounds, "gather_together", broken)
    monkeypatch.setattr(sweeper, "run_as_system", run_one)
    assert await shop.sweep() == 2
    assert set(alone) == {UUID(record) for record in records}
    assert len(await shop.alarms()) == 2


async def test_an_alarm_whose_people_cannot_be_told_keeps_no_other_waiting(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _overdue(shop, 3)
    await shop.sweep()
    sound, faulty, told = reactions.tell, set[UUID](), set[UUID]()

    async def tell(
        services: Services, tx: Transaction, followed: Sequence[tuple[Telling, object]]
    ) -> None:
        records = [telling.record for telling, _ in followed]
        faulty.update(records[:1] if not faulty else ())
        if faulty.intersection(records):
            raise LookupError("a role that is gone")
        told.update(records)
        await sound(services, tx, followed)  # type: ignore[arg-type]

    monkeypatch.setattr(reactions, "tell", tell)
    assert await work_off(shop.plant, [reactions.follow_all]) == 1
    assert told == set()
    shop.pass_by(1)
    assert await work_off(shop.plant, [reactions.follow_all]) == 1
    assert len(told - faulty) == 2


async def test_the_sweeper_rests_until_the_next_deadline_and_asks_each_tenant_once_meanwhile(
    shop: Workshop, neighbour: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def both(*_: object) -> list[TenantRow]:
        return [shop.plant.row, neighbour.row]

    monkeypatch.setattr(sweeper, "list_all", both)
    await shop.start()
    services, agenda = shop.plant.services, dict[str, datetime]()
    with counted(shop.plant) as trips:
        assert timedelta(0) < await sweeper.sweep_next(services, agenda) <= SOON
        assert trips.by_purpose() == {DUE: 6}, "two tenants with nothing due: three each"
    with counted(shop.plant) as trips:
        await sweeper.sweep_next(services, agenda)
    assert trips.by_purpose() == {}
    async with services.store.begin(principal(shop.plant.row), purpose="test.look") as tx:
        (row,) = await tx.fetch(NEXT)
    shop.move(row["at"] - shop.now - SOON + timedelta(seconds=2))
    rest = await sweeper.sweep_next(services, agenda)
    assert shop.now + rest <= row["at"] + timedelta(seconds=0.1)
    shop.move(rest)
    await sweeper.sweep_next(services, agenda)
    assert len(await shop.alarms()) == 1
