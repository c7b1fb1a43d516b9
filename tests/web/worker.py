"""Does a tenant's waiting messages as a worker does: signature, payload, reaction, outcome."""

from collections.abc import Iterable
from uuid import uuid4

from anshu.outbox.delivery import Delivery
from anshu.outbox.doorbell import Doorbell
from anshu.outbox.perform import Bench, Performer
from anshu.outbox.placement import locate_by_name
from anshu.outbox.reaction import Reaction
from anshu.outbox.table import finish
from anshu.records.services import ServicesHolder
from anshu.store.principal import Relay
from tests.records.people import Plant

LEASE_OF_PLANT = """
update outbox o
set state = 'leased', leased_by = $4, leased_until = clock_timestamp() + interval '5 minutes'
where o.state = 'ready' and o.tenant = $1 and o.actor = any($2::text[]) and o.not_before <= $3
returning o.id, o.tenant::text as tenant_role, o.queue, o.actor, o.body, o.mac,
          o.created_at, o.attempts, o.leased_by as lease
"""


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
    mine = await _taken(plant, sorted(named))
    for delivery in mine:
        await Performer(bench, reactions=named).perform(delivery)
    await finish(services.store, node, mine)
    return len(mine)


async def _taken(plant: Plant, actors: list[str]) -> list[Delivery]:
    """What a worker would lease, of this plant only: tests before have left theirs by thousands."""
    store, row = plant.services.store, plant.row
    async with store.begin(Relay(row.node), purpose="outbox: lease") as tx:
        rows = await tx.fetch(
            LEASE_OF_PLANT, row.role, actors, plant.services.clock.now(), uuid4().hex
        )
    deliveries = [Delivery(node=row.node, **found) for found in rows]
    return sorted(deliveries, key=lambda delivery: delivery.created_at)
