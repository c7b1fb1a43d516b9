"""Does what a worker would have done by now, at the demonstration's simulated time."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from anshu.outbox.delivery import Delivery
from anshu.outbox.doorbell import Doorbell
from anshu.outbox.perform import Bench, Performer
from anshu.outbox.placement import locate_by_name
from anshu.outbox.reaction import Reaction
from anshu.outbox.table import Take, finish, lease
from anshu.records.services import Services, ServicesHolder

BATCH = 500
AT_ONCE = 6
HOLD = timedelta(minutes=5)


class Meanwhile:
    """Performs every message that is due by the clock of the services, on every node."""

    def __init__(self, services: Services, reactions: Sequence[Reaction]) -> None:
        self._services = services
        self._actors = {reaction.name: reaction for reaction in reactions}
        self._queues = sorted({reaction.queue for reaction in reactions})
        settings, clock = services.settings, services.clock
        bench = Bench(
            store=services.store, secret=settings.secret,
            locate=locate_by_name(settings.installation), clock=clock,
            settings=ServicesHolder(settings, clock, Doorbell()), doorbell=Doorbell(),
        )  # fmt: skip
        self._performer = Performer(bench, reactions=self._actors)

    async def __call__(self) -> None:
        """Until nothing is due."""
        for node in self._services.settings.nodes:
            for queue in self._queues:
                while await self._batch(node.name, queue):
                    pass

    async def _batch(self, node: str, queue: str) -> int:
        store = self._services.store
        take = Take(queue, BATCH, self._services.clock.now(), uuid4().hex, HOLD)
        held = await lease(store, node, take)
        gate = asyncio.Semaphore(AT_ONCE)

        async def perform(delivery: Delivery) -> None:
            async with gate:
                await self._performer.perform(delivery)

        await asyncio.gather(*(perform(delivery) for delivery in held))
        await finish(store, node, held)
        return len(held)
