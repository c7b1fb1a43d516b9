"""Finds deadlines that came without a wake-up, in every active tenant."""

import structlog
from asyncpg import Record

from anshu.flow.commands import Fire
from anshu.records import queries
from anshu.records.run import Answer, run_as_system
from anshu.records.services import Services
from anshu.store.principal import Tenant
from anshu_tenants.registry import list_all, principal

BATCH = 200

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
        for row in due:
            round_fired += await _fire(services, tenant, row)
        fired += round_fired
        # A deadline that is refused stays due: without progress another round would not help.
        if len(due) < BATCH or not round_fired:
            return fired


async def _fire(services: Services, tenant: Tenant, row: Record) -> bool:
    command = Fire(
        id=row["id"], record=row["record"], type=row["type"], task=row["task"], kind=row["kind"]
    )
    try:
        done = await run_as_system(services, tenant, command, actor="system:clock")
    except Exception:
        log.exception("deadline_failed", deadline=str(row["id"]), tenant=tenant.schema)
        return False
    return isinstance(done, Answer)
