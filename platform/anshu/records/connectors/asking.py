"""Asks a worker to run connector instances: one that a person names, or all that are due."""

from uuid import UUID, uuid5

import asyncpg
import structlog

from anshu.kernel.ids import new_id
from anshu.outbox.message import Message, Signer
from anshu.outbox.send import send
from anshu.records.connectors import queries
from anshu.records.connectors.messages import RUN, RunConnector
from anshu.records.services import Services
from anshu.store.principal import Tenant
from anshu_tenants.registry import list_all, principal

log = structlog.get_logger(__name__)


async def ask_for_run(services: Services, tenant: Tenant, instance: UUID) -> bool:
    """Sends the message that runs the instance soon; False when the tenant has none such."""
    async with services.store.begin(tenant, purpose="connectors.ask") as tx:
        if await tx.fetchrow(queries.ONE, instance) is None:
            return False
        await send(tx, [_message(services, tenant, instance, new_id())])
    services.doorbell.ring()
    return True


async def ask_for_due(services: Services) -> int:
    """Asks for every instance whose time has come, in all active tenants; answers how many.

    Safe to run anywhere, any time: the message's id follows from instance and due time, so an
    instance is asked for once per due time however many sweepers there are. A tenant that
    fails is logged and does not keep the others waiting.
    """
    asked = 0
    for row in await list_all(services.store, services.settings.control_node):
        if row.state != "active":
            continue
        try:
            asked += await _ask_in(services, principal(row))
        except Exception:
            log.exception("connectors_due_failed", tenant=str(row.id))
    if asked:
        services.doorbell.ring()
    return asked


async def _ask_in(services: Services, tenant: Tenant) -> int:
    async with services.store.begin(tenant, purpose="connectors.due", lane="slow") as tx:
        due = await tx.fetch(queries.DUE, services.clock.now())
    asked = 0
    for row in due:
        identity = uuid5(row["id"], row["next_run"].isoformat())
        try:
            async with services.store.begin(tenant, purpose="connectors.ask", lane="slow") as tx:
                await send(tx, [_message(services, tenant, row["id"], identity)])
        except asyncpg.UniqueViolationError:
            continue
        asked += 1
    return asked


def _message(services: Services, tenant: Tenant, instance: UUID, identity: UUID) -> Message:
    signer = Signer(services.settings.secret, tenant.role)
    order = RunConnector(connector=instance)
    return signer.message(order, to=RUN, id=identity, not_before=services.clock.now())
