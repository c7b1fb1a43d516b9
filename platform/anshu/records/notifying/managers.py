"""Tells whoever looks after a channel or connector that it needs them."""

from uuid import UUID, uuid5

from anshu.records.notifying import queries
from anshu.records.notifying.dispatching import dispatch
from anshu.records.notifying.unread import Told, tell
from anshu.records.services import Services
from anshu.store.principal import Tenant


async def tell_managers(
    services: Services, tenant: Tenant, permission: str, *, key: UUID, kind: str, name: str
) -> None:
    """One notice to each holder of the permission; a second one of the same key is not written."""
    book = await services.books.current(tenant)
    roles = [
        role.key
        for role in book.compiled.roles.values()
        if any(grant.permission == permission for grant in role.grants)
    ]
    now = services.clock.now()
    async with services.store.begin(tenant, purpose="channels.failed") as tx:
        people = await tx.fetch(queries.HOLDERS_OF_ROLES, roles, now)
        data: dict[str, object] = {"name": name}
        told = [Told(uuid5(key, str(row["id"])), row["id"], kind, data) for row in people]
        await tell(tx, told, now)
    await dispatch(services, tenant)
