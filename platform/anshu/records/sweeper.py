"""Finds deadlines that came without a wake-up, in every active tenant."""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from asyncpg import Record
from msgspec import Struct

from anshu.flow.commands import Fire
from anshu.records import queries
from anshu.records.firing import WATCH, fire_command
from anshu.records.run import Answer, run_as_system
from anshu.records.services import Services
from anshu.records.watches.round import look
from anshu.records.writing import SOON
from anshu.store.principal import Tenant
from anshu_tenants.registry import list_all, principal

BATCH = 200
# Half of a process's connections: people's commands have the others.
AT_ONCE = 4
# A tenant has two connections of each kind: rounds beyond would wait for one.
ROUNDS_AT_ONCE = 2
# Between two looks although something comes sooner: deadlines come in crowds.
SHORTEST_REST = timedelta(seconds=1)

log = structlog.get_logger(__name__)
# When each tenant (by schema) is to be looked at again.
Agenda = dict[str, datetime]


class Swept(Struct, frozen=True):
    """How many of a tenant's deadlines fired, whether more have come, when the next will."""

    fired: int = 0
    more: bool = False
    next: datetime | None = None


async def sweep(services: Services) -> int:
    """Fires every deadline that has come; answers how many. Safe to run anywhere, any time.

    Tenants take turns, a batch each: one with thousands keeps none waiting. A tenant that fails
    (its node is away) is logged and does not keep the others waiting either.
    """
    fired = 0
    waiting = deque(await _active(services))
    while waiting:
        tenant = waiting.popleft()
        swept = await _batch_of(services, tenant)
        fired += swept.fired
        if swept.more:
            waiting.append(tenant)
    return fired


async def sweep_next(services: Services, agenda: Agenda) -> timedelta:
    """Fires a batch of every tenant whose turn it is; answers how long nothing will come.

    A tenant is asked in the same statement when its next deadline comes, so that an alarm is not
    late by the sweeper's interval, and a tenant without any is asked once in the interval.
    """
    tenants = {tenant.schema: tenant for tenant in await _active(services)}
    for schema in agenda.keys() - tenants.keys():
        del agenda[schema]
    for schema, tenant in tenants.items():
        now = services.clock.now()
        if agenda.get(schema, now) <= now:
            swept = await _batch_of(services, tenant)
            agenda[schema] = _turn(swept, services.clock.now())
    rest = min(agenda.values(), default=services.clock.now() + SOON) - services.clock.now()
    return max(rest, timedelta(0))


async def sweep_tenant(services: Services, tenant: Tenant) -> int:
    """Fires the tenant's deadlines that have come; one that fails is logged and stays due."""
    fired = 0
    swept = Swept(more=True)
    while swept.more:
        swept = await _batch(services, tenant)
        fired += swept.fired
    return fired


def _turn(swept: Swept, now: datetime) -> datetime:
    if swept.more:
        return now
    latest = now + SOON
    return max(now + SHORTEST_REST, min(swept.next or latest, latest))


async def _active(services: Services) -> list[Tenant]:
    rows = await list_all(services.store, services.settings.control_node)
    return [principal(row) for row in rows if row.state == "active"]


async def _batch_of(services: Services, tenant: Tenant) -> Swept:
    try:
        return await _batch(services, tenant)
    except Exception:
        log.exception("deadlines_sweep_failed", tenant=tenant.schema)
        return Swept()


async def _batch(services: Services, tenant: Tenant) -> Swept:
    """The next ones.

    A deadline that is refused stays due: without progress another batch would not help.
    """
    now = services.clock.now()
    async with services.store.begin(tenant, purpose="deadlines.due", lane="slow") as tx:
        rows = await tx.fetch(queries.DUE_DEADLINES, now + SOON, BATCH)
    due = [row for row in rows if row["due_at"] <= now]
    coming = min((row["due_at"] for row in rows if row["due_at"] > now), default=None)
    watches = [row for row in due if row["kind"].startswith(WATCH)]
    commands = [_command(row) for row in due if not row["kind"].startswith(WATCH)]
    fired = sum(await _fire_all(services, tenant, commands))
    fired += await _look_at(services, tenant, len(watches))
    return Swept(fired, more=len(due) == BATCH and fired > 0, next=coming)


async def _look_at(services: Services, tenant: Tenant, most: int) -> int:
    """Looks at so many watches or a few more, in rounds; those left over run by themselves."""
    passed: set[UUID] = set()
    fired = seen = 0

    async def rounds() -> None:
        nonlocal fired, seen
        while seen < most:
            looked = await look(services, tenant, passed)
            passed.update(command.id for command in looked.alone)
            seen += looked.done + len(looked.alone)
            fired += looked.done + sum(await _fire_all(services, tenant, looked.alone))
            if not looked.done and not looked.alone:
                return

    if most:
        await asyncio.gather(*(rounds() for _ in range(ROUNDS_AT_ONCE)))
    return fired


async def _fire_all(services: Services, tenant: Tenant, commands: Sequence[Fire]) -> list[bool]:
    """Several at a time: each waits for the database more than it works."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(command: Fire) -> bool:
        async with free:
            return await _fire(services, tenant, command)

    return await asyncio.gather(*(one(command) for command in commands))


async def _fire(services: Services, tenant: Tenant, command: Fire) -> bool:
    try:
        done = await run_as_system(services, tenant, command, actor="system:clock")
    except Exception:
        log.exception("deadline_failed", deadline=str(command.id), tenant=tenant.schema)
        return False
    return isinstance(done, Answer)


def _command(row: Record) -> Fire:
    return fire_command(
        row["id"], record=row["record"], type=row["type"], task=row["task"], kind=row["kind"]
    )
