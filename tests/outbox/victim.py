"""A worker process that the tests kill: run with its settings as JSON in the first argument."""

import asyncio
import os
import sys

import msgspec

from anshu.kernel.clock import SystemClock
from anshu.outbox.doorbell import Doorbell
from anshu.outbox.placement import locate_by_name
from anshu.outbox.reaction import ReactionContext, reaction
from anshu.store.node import Node, NodeSettings
from anshu.store.unit_of_work import Store
from anshu.worker.context import WorkerContext
from anshu.worker.run import run_worker
from tests.outbox.workshop import Job, count_once

ACTOR = "test.victim.counted"


class VictimSettings(msgspec.Struct, frozen=True):
    """What the test tells the process."""

    node: NodeSettings
    queue: str
    rabbitmq_url: str | None = None
    lethal: bool = False


def main(settings: VictimSettings) -> None:
    """Serves the queue slowly enough to be killed in the middle, or dies of every message."""

    async def handle(context: ReactionContext, payload: Job) -> None:
        if settings.lethal:
            os._exit(9)
        await asyncio.sleep(0.01)
        await count_once(context, payload)

    run_worker(
        WorkerContext(
            open_store=lambda: Store({settings.node.name: Node(settings.node)}),
            secret=settings.node.secret,
            locate=locate_by_name(settings.node.installation),
            reactions=(reaction(ACTOR, queue=settings.queue)(handle),),
            clock=SystemClock(),
            doorbell=Doorbell(),
            broker="rabbitmq" if settings.rabbitmq_url else "outbox",
            broker_url=settings.rabbitmq_url,
            lease_seconds=1,
        ),
        threads=4,
    )


if __name__ == "__main__":
    main(msgspec.json.decode(sys.argv[1], type=VictimSettings))
