"""Does a tenant's waiting messages as a worker does: signature, payload, reaction, outcome."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from anshu.outbox.doorbell import Doorbell
from anshu.outbox.perform import Bench, Performer
from anshu.outbox.placement import locate_by_name
from anshu.outbox.reaction import Reaction
from anshu.outbox.table import Take, finish, lease, release
from anshu.records.services import ServicesHolder
from tests.records.people import Plant

EVERY = 1_000_000


async def work_off(plant: Plant, reactions: Iterable[Reaction]) -> int:
    """Performs the plant's messages for these reactions; answers how many, leaves the others."""
    services, node = plant.services, plant.row.node
    named = {reaction.name: reaction for reaction in reactions}
    holder = ServicesHolder(services.settings, services.clock, Doorbell())
    bench = Bench(
        store=services.store,
        secret=services.settings.secret,
        locate=locate_by_name(services.settings.installation),
        clock=services.clock,
        settings=holder,
        doorbell=Doorbell(),
    )
    # Tests before this one have left messages of their own tenants waiting.
    take = Take("default", EVERY, services.clock.now(), uuid4().hex, timedelta(minutes=5))
    held = await lease(services.store, node, take)
    mine = [d for d in held if d.tenant_role == plant.row.role and d.actor in named]
    await release(services.store, node, [d for d in held if d not in mine])
    for delivery in mine:
        await Performer(bench, reactions=named).perform(delivery)
    await finish(services.store, node, mine)
    return len(mine)
