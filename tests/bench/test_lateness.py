"""A thousand and ten thousand deadlines due within one minute: how late their alarms are.

Each is the two-hour gas record of a permit for a confined space, overdue: the worker's sweeper
finds it, asks the tables with fresh facts, and the alarm is a record of its own with its notices.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from statistics import median, quantiles
from uuid import UUID, uuid4

import asyncpg
import pytest

from anshu.embedded.server import EmbeddedPostgres
from anshu.entrypoints.working import worker_context
from anshu.kernel.clock import MovedClock
from anshu.ledger.sealer import seal_tenant
from anshu.ledger.signing import signing_key
from anshu.outbox.doorbell import Doorbell
from anshu.records.services import Services
from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from anshu.worker.run import start_worker
from anshu_tenants.estate import Estate
from anshu_tenants.provision import NewTenant, create_tenant
from anshu_tenants.registry import principal
from tests.bench.processor import children_of, ran, used_by
from tests.bench.table import table
from tests.permits.life import Site
from tests.permits.people import settle
from tests.records.people import Plant, services_over

AT_ONCE = (1_000, 10_000)
WITHIN = timedelta(minutes=1)
# Nothing may be due before everything is there; then the clock goes there at once.
FILLING = timedelta(minutes=30)
KIND = "watch:gas_record"
LONGEST_SECONDS = 1_800

CLONES = "create temp table clone (no integer, id uuid, task uuid, deadline uuid, due timestamptz)"
RECORDS = """
insert into record
select (jsonb_populate_record(r, jsonb_build_object('id', c.id, 'number', 'L-' || c.no))).*
  from record r, clone c where r.id = $1
"""
TASKS = """
insert into task
select (jsonb_populate_record(t, jsonb_build_object('id', c.task, 'record', c.id))).*
  from task t, clone c where t.id = $1
"""
EVENTS = """
insert into event (stream, version, kind, format, at, received_at, actor, definition, normal,
                   restricted, personal, salts, leaf)
select 'permit-' || c.id, e.version, e.kind, e.format, e.at, e.received_at, e.actor, e.definition,
       convert_to(replace(convert_from(e.normal, 'UTF8'), $2, c.task::text), 'UTF8'),
       e.restricted, e.personal, e.salts, e.leaf
  from event e, clone c where e.stream = $1
"""
DEADLINES = """
insert into deadline (id, record, task, kind, due_at) select deadline, id, task, $1, due from clone
"""
LATE = """
select extract(epoch from a.created_at - d.due_at)::float8 as late
  from deadline d join record a on a.type = 'permit_alarm' and a.t2 = d.record::text
 where d.id = any($1::uuid[])
"""
WAITING = "select count(*) from node.outbox where not_before <= $1"
RAISED = "select count(*) from record where type = 'permit_alarm'"


@pytest.mark.timeout(2 * LONGEST_SECONDS)
@pytest.mark.parametrize("due", AT_ONCE)
async def test_alarms_of_deadlines_of_one_minute(
    store: Store, settings: Settings, estate: Estate, postgres: EmbeddedPostgres, due: int
) -> None:
    clock = MovedClock()
    services = services_over(store, clock, settings)
    row = await create_tenant(estate, NewTenant("company", f"到期{due}"))
    plant = await settle(services, row)
    async with Site(plant) as site:
        original = UUID(str((await site.start("confined"))["id"]))
    # The record is three hours old: over the two that the norm allows.
    clock.move(timedelta(hours=3))
    begun = time.perf_counter()
    async with _inside(postgres, plant) as connection:
        deadlines, since = await _clone(connection, original, clock, due)
    await _sealed(services, plant)
    filled = time.perf_counter() - begun
    clock.move(since - clock.now())
    worker = start_worker(worker_context(settings, clock, Doorbell()))
    try:
        async with _inside(postgres, plant) as connection:
            used = _Used(postgres.pid)
            await _until_all_are_raised(connection, due)
            alarms = used.milliseconds_each(due)
            late = [r["late"] for r in await connection.fetch(LATE, [d for d, *_ in deadlines])]
            whole = (clock.now() - since).total_seconds()
            await _until_all_are_told(connection, clock)
            told = (clock.now() - since).total_seconds()
            notices = used.milliseconds_each(due)
    finally:
        worker.stop()
    shown = table(
        f"{due:,} deadlines due within a minute, one worker: seconds from due to alarm",
        "p50", "p95", "longest", "alarms a second", "all told after", "ms each: worker", "server",
        "with all told: worker", "server", "load", "filling",
    )  # fmt: skip
    shown.add(
        median(late), quantiles(late, n=20)[-1], max(late), due / whole, told, *alarms, *notices,
        os.getloadavg()[0], filled,
    )  # fmt: skip
    assert len(late) == due
    assert min(late) >= 0, "an alarm before its time"


class _Used:
    """Processor time since it was made: of this process with its worker, and of PostgreSQL."""

    def __init__(self, postmaster: int) -> None:
        self._postmaster = postmaster
        self._begun = self._now()

    def milliseconds_each(self, count: int) -> tuple[float, float]:
        """Of the worker and of the server, for each of so many."""
        (worker, server), begun = self._now(), self._begun
        return (worker - begun[0]) * 1000 / count, (server - begun[1]) * 1000 / count

    def _now(self) -> tuple[float, float]:
        return used_by([os.getpid()]), ran([self._postmaster, *children_of(self._postmaster)])


async def _clone(
    connection: asyncpg.Connection, original: UUID, clock: MovedClock, due: int
) -> tuple[list[tuple[UUID, UUID, UUID, datetime]], datetime]:
    """As many permits as are due; the building's own deadlines and messages are put aside."""
    await connection.execute("update deadline set cancelled_at = now() where fired_at is null")
    await connection.execute("delete from node.outbox")
    task = await connection.fetchval(
        "select id from task where record = $1 and closed_at is null", original
    )
    await connection.execute("update record set cells = null")
    since = clock.now() + FILLING
    rows = [
        (n, uuid4(), uuid4(), uuid4(), since + WITHIN * n / due) for n in range(due)
    ]  # fmt: skip
    await connection.execute(CLONES)
    await connection.copy_records_to_table("clone", records=rows)
    await connection.execute(RECORDS, original)
    await connection.execute(TASKS, task)
    await connection.execute(EVENTS, f"permit-{original}", str(task))
    await connection.execute(DEADLINES, KIND)
    for name in ("record", "event", "task", "deadline"):
        await connection.execute(f"analyze {name}")
    return [(deadline, id, task, at) for _, id, task, deadline, at in rows], since


async def _sealed(services: Services, plant: Plant) -> None:
    """What is there already is sealed, so that the worker has nothing else to do."""
    tenant = principal(plant.row)
    key = signing_key(services.settings.secret)
    await seal_tenant(services.store, tenant.schema, tenant.node, key=key, now=services.clock.now())


async def _until_all_are_raised(connection: asyncpg.Connection, due: int) -> None:
    begun = time.perf_counter()
    while await connection.fetchval(RAISED) < due:
        assert time.perf_counter() - begun < LONGEST_SECONDS, "alarms are missing"
        await asyncio.sleep(0.5)


async def _until_all_are_told(connection: asyncpg.Connection, clock: MovedClock) -> None:
    """Until what follows the alarms is done: people are told, the ledger is sealed."""
    begun = time.perf_counter()
    while await connection.fetchval(WAITING, clock.now()):
        assert time.perf_counter() - begun < LONGEST_SECONDS, "messages are left"
        await asyncio.sleep(0.5)


@asynccontextmanager
async def _inside(postgres: EmbeddedPostgres, plant: Plant) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(postgres.admin_dsn)
    try:
        await connection.execute(f'set search_path to "{principal(plant.row).schema}"')
        yield connection
    finally:
        await connection.close()
