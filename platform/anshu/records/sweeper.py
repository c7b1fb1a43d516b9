"""Finds deadlines that came without a wake-up, in every active tenant."""

import asyncio
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
AT_ONCE = 8

log = structlog.get_logger(__name__)


async def sweep(services: Services) -> int:
    """Fires every deadline that has come; answers how many. Safe to run anywhere, any time.

    A tenant that fails (its node is away) is logged and does not keep the others waiting.
    """
    fired = 0
    for row in await list_all(services.store, services.settings.control_node):
        if row.state != "active":
            continue
        try:
            fired += await sweep_tenant(services, principal(row))
        except Exception:
            log.exception("deadlines_sweep_failed", tenant=str(row.id))
    return fired


async def sweep_tenant(services: Services, tenant: Tenant) -> int:
    """Fires the tenant's deadlines that have come; one that fails is logged and stays due."""
    fired = 0
    while True:
        async with services.store.begin(tenant, purpose="deadlines.due", lane="slow") as tx:
            due = await tx.fetch(queries.DUE_DEADLINES, services.clock.now(), BATCH)
        round_fired = 0
        for done in await _fire_all(services, tenant, due):
            round_fired += done
        fired += round_fired
        # A deadline that is refused stays due: without progress another round would not help.
        if len(due) < BATCH or not round_fired:
            return fired


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
