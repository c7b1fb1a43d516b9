"""Finds what no message brings: unread tasks, digests, notices and deliveries left behind."""

from datetime import timedelta

import structlog

from anshu.notify.delivery import recover
from anshu.records.notifying import queries
from anshu.records.notifying.digests import send_digests
from anshu.records.notifying.dispatching import channel_of, dispatch
from anshu.records.notifying.unread import nudge, raise_ignored
from anshu.records.services import Services
from anshu.store.principal import Tenant
from anshu_tenants.registry import list_all, principal

NEVER = timedelta(days=3650)

log = structlog.get_logger(__name__)


async def sweep_notices(services: Services) -> None:
    """Every active tenant in turn; one that fails is logged and does not keep the others."""
    for tenant in await _tenants(services):
        try:
            await sweep_tenant(services, tenant)
        except Exception:
            log.exception("notices_sweep_failed", tenant=tenant.schema)


async def sweep_digests(services: Services) -> None:
    """The digests of every active tenant whose hour has come."""
    for tenant in await _tenants(services):
        try:
            await send_digests(services, tenant)
        except Exception:
            log.exception("digests_sweep_failed", tenant=tenant.schema)


async def sweep_tenant(services: Services, tenant: Tenant) -> None:
    """One tenant: two short looks, and work only where there is some."""
    now = services.clock.now()
    async with services.store.begin(tenant, purpose="notices.work", lane="slow") as tx:
        minutes = (await tx.fetch(queries.MINUTES))[0]["minutes"]
        after = timedelta(minutes=minutes) if minutes else NEVER
        work = (await tx.fetch(queries.WORK, now - after, now))[0]
        if work["forgotten"]:
            await recover(channel_of(services), tx, tenant)
    if work["fresh"]:
        await dispatch(services, tenant)
    if work["unread"]:
        await nudge(services, tenant, after=after)
    if work["ignored"] and await raise_ignored(services, tenant, after=after):
        await dispatch(services, tenant)
    if work["forgotten"]:
        services.doorbell.ring()


async def _tenants(services: Services) -> list[Tenant]:
    rows = await list_all(services.store, services.settings.control_node)
    return [principal(row) for row in rows if row.state == "active"]
