"""A connector that answers again: what waited goes on, and what it was not given is queued."""

from uuid import UUID

import structlog
from asyncpg import Record

from anshu.notify.delivery import wake
from anshu.records.connectors.room import installed_drivers
from anshu.records.notifying.dispatching import channel_of
from anshu.records.outbound import queries, writes
from anshu.records.outbound.queueing import queue_changes
from anshu.records.services import Services
from anshu.store.principal import Tenant

log = structlog.get_logger(__name__)


async def resume(services: Services, tenant: Tenant, instance: UUID) -> int:
    """After a run that went well: answers how many changes go on or were found missing."""
    now = services.clock.now()
    async with services.store.begin(tenant, purpose="outbound.resume") as tx:
        row = await tx.fetchrow(queries.CONNECTOR, instance)
        if row is None or not _types(row):
            return 0
        released = await tx.fetch(writes.RELEASE, instance, now)
        behind = await tx.fetch(queries.BEHIND, instance, _types(row))
        await wake(channel_of(services), tx, tenant, [(each, now) for each in _first(released)])
    missing = 0
    for each in behind:
        missing += await queue_changes(services, tenant, each["type"], each["id"])
    if released or missing:
        services.doorbell.ring()
        log.info("outbound_resumed", connector=str(instance), released=len(released))
    return len(released) + missing


def _types(row: Record) -> list[str]:
    loaded = installed_drivers().get(row["driver"])
    return sorted({each.type for each in loaded.value.outbound}) if loaded is not None else []


def _first(released: list[Record]) -> list[UUID]:
    """The first of each order; each wakes the next when it is done."""
    first: dict[UUID, tuple[int, UUID]] = {}
    for row in released:
        first[row["lane"]] = min(first.get(row["lane"], (row["place"], row["id"])),
                                 (row["place"], row["id"]))  # fmt: skip
    return [identity for _, identity in first.values()]
