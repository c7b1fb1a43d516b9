"""Finds deadlines that came without a wake-up, in every active tenant."""

import asyncio
from collections import deque
from collections.abc import Sequence

import structlog
from asyncpg import Record

from anshu.records import queries
from anshu.records.firing import fire_command
from anshu.records.run import Answer, run_as_system
from anshu.records.services import Services
from anshu.store.principal import Tenant
from anshu_tenants.registry import list_all, principal

BATCH = 200
# Half of a process's connections: people's commands have the others.
AT_ONCE = 4

log = structlog.get_logger(__name__)


async def sweep(services: Services) -> int:
    """Fires every deadline that has come; answers how many. Safe to run anywhere, any time.

    Tenants take turns, a batch each: one with thousands keeps none waiting. A tenant that fails
    (its node is away) is logged and does not keep the others waiting either.
    """
    fired = 0
    everybody = await list_all(services.store, services.settings.control_node)
    waiting = deque(principal(row) for row in everybody if row.state == "active")
    while waiting:
        tenant = waiting.popleft()
        try:
            done, more = await _batch(services, tenant)
        except Exception:
            log.exception("deadlines_sweep_failed", tenant=tenant.schema)
            continue
        fired += done
        if more:
            waiting.append(tenant)
    return fired


async def sweep_tenant(services: Services, tenant: Tenant) -> int:
    """Fires the tenant's deadlines that have come; one that fails is logged and stays due."""
    fired = 0
    more = True
    while more:
        done, more = await _batch(services, tenant)
        fired += done
    return fired


async def _batch(services: Services, tenant: Tenant) -> tuple[int, bool]:
    """How many of the next ones fired, and whether there may be more.

    A deadline that is refused stays due: without progress another batch would not help.
    """
    async with services.store.begin(tenant, purpose="deadlines.due", lane="slow") as tx:
        due = await tx.fetch(queries.DUE_DEADLINES, services.clock.now(), BATCH)
    fired = sum(await _fire_all(services, tenant, due))
    return fired, len(due) == BATCH and fired > 0


async def _fire_all(services: Services, tenant: Tenant, due: Sequence[Record]) -> list[bool]:
    """Several at a time: each waits for the database more than it works."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(row: Record) -> bool:
        async with free:
            return await _fire(services, tenant, row)

    return await asyncio.gather(*(one(row) for row in due))


async def _fire(services: Services, tenant: Tenant, row: Record) -> bool:
    command = fire_command(
        row["id"], record=row["record"], type=row["type"], task=row["task"], kind=row["kind"]
    )
    try:
        done = await run_as_system(services, tenant, command, actor="system:clock")
    except Exception:
        log.exception("deadline_failed", deadline=str(row["id"]), tenant=tenant.schema)
        return False
    return isinstance(done, Answer)
