"""What the outbox tests share: a payload, workers that are stopped, a look into the table."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from asyncpg import Record

from anshu.kernel.clock import Clock, SystemClock
from anshu.kernel.ids import new_id
from anshu.outbox.doorbell import Doorbell
from anshu.outbox.message import Address, Message, Signer
from anshu.outbox.placement import locate_by_name
from anshu.outbox.reaction import Reaction, ReactionContext
from anshu.outbox.send import send
from anshu.store.node import Node, NodeSettings
from anshu.store.principal import Relay
from anshu.store.unit_of_work import Store, Transaction
from anshu.worker.context import WorkerContext
from anshu.worker.periodic import Periodic
from anshu.worker.run import WorkerHandle, start_worker
from anshu_tenants.registry import TenantRow, principal


class Job(msgspec.Struct, frozen=True):
    """A payload."""

    number: int = 0


class Workshop:
    """One test's queue in the shared outbox, and the workers that serve it."""

    def __init__(self, store: Store, settings: NodeSettings, *, queue: str) -> None:
        self.store = store
        self.settings = settings
        self.queue = queue
        self.doorbell = Doorbell()
        self.workers: list[WorkerHandle] = []

    def context(
        self,
        reactions: Iterable[Reaction],
        *,
        clock: Clock | None = None,
        periodics: tuple[Periodic, ...] = (),
        rabbitmq_url: str | None = None,
    ) -> WorkerContext:
        """A worker's context with a store of its own."""
        settings = self.settings
        return WorkerContext(
            open_store=lambda: Store({settings.name: Node(settings)}),
            secret=settings.secret,
            locate=locate_by_name(settings.installation),
            reactions=tuple(reactions),
            clock=clock or SystemClock(),
            doorbell=self.doorbell,
            periodics=periodics,
            broker="rabbitmq" if rabbitmq_url else "outbox",
            broker_url=rabbitmq_url,
            lease_seconds=2,
        )

    def start(self, context: WorkerContext) -> WorkerHandle:
        """Starts a worker that the fixture stops."""
        self.workers.append(start_worker(context, threads=4))
        return self.workers[-1]

    def message(
        self,
        tenant: TenantRow,
        actor: str,
        *,
        number: int = 0,
        not_before: datetime | None = None,
    ) -> Message:
        """A message that this tenant may send."""
        return Signer(self.settings.secret, tenant.role).message(
            Job(number),
            to=Address(actor, self.queue),
            id=new_id(),
            not_before=not_before or SystemClock().now() - timedelta(seconds=1),
        )

    async def send(self, tenant: TenantRow, *messages: Message) -> None:
        """Writes messages under the tenant's role, then rings."""
        async with self.store.begin(principal(tenant), purpose="test: send") as tx:
            await send(tx, messages)
        self.doorbell.ring()

    async def rows(self) -> list[Record]:
        """The rows of this test's queue."""
        async with self.relay() as tx:
            return await tx.fetch("select * from outbox where queue = $1 order by id", self.queue)

    def relay(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction of the relay's log-in."""
        return self.store.begin(Relay(self.settings.name), purpose="test: look")

    async def empty(self) -> bool:
        """Whether nothing of this test's queue is left."""
        return not await self.rows()

    async def effects(self, tenant: TenantRow) -> int:
        """How often count_once took effect for the tenant."""
        async with self.store.begin(principal(tenant), purpose="test: look") as tx:
            row = await tx.fetchrow("select policy_version - 1 as effects from state")
        assert row is not None
        return int(row["effects"])


async def count(tx: Transaction) -> None:
    """An effect that shows when it happens twice."""
    await tx.execute("update state set policy_version = policy_version + 1")


async def count_once(context: ReactionContext, payload: Job) -> None:
    """A well-behaved handler: marks the message and counts in one transaction."""
    async with context.begin() as tx:
        if await context.first_time(tx):
            await count(tx)


async def until(condition: Callable[[], Awaitable[bool]], *, seconds: float = 20) -> None:
    """Waits for the condition, not longer than needed; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        await asyncio.sleep(0.02)


def ids(messages: Iterable[Message]) -> set[UUID]:
    """The ids of the messages."""
    return {message.id for message in messages}
