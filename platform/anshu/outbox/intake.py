"""One queue's messages on their way from the outboxes to the worker threads and back.

Everything here runs on the loop of the store. Leases are taken in batches up to `capacity`
messages at a time, finished ones are deleted in batches; both are prompt when there is work
and cost one short query per node and half a second when there is none.
"""

import asyncio
import itertools
import logging
from collections import defaultdict
from collections.abc import Awaitable, Iterable
from datetime import timedelta
from uuid import UUID

import msgspec

from anshu.kernel.clock import Clock
from anshu.outbox import table
from anshu.outbox.delivery import Delivery
from anshu.store.unit_of_work import Store

_log = logging.getLogger(__name__)
IDLE_POLL_SECONDS = 0.5
FLUSH_SECONDS = 0.005
_FLUSH_AT = 200
_FLUSH_RETRY_SECONDS = 1
_Key = tuple[UUID, str | None]


class Source(msgspec.Struct, frozen=True):
    """The outboxes of all nodes of a store, as one named worker process sees them.

    `hold` is how long a message of a crashed process stays out of reach.
    """

    store: Store
    clock: Clock
    worker: str
    hold: timedelta = timedelta(seconds=30)


class Intake:
    """Leases, hands out and settles the messages of one queue."""

    def __init__(self, source: Source, *, queue: str, capacity: int) -> None:
        self._source = source
        self._queue = queue
        self._capacity = capacity
        self._held: dict[_Key, Delivery] = {}
        self._done: list[Delivery] = []
        self._tokens = itertools.count()
        self._starved = False
        self._stirred = asyncio.Event()
        self._flushing: asyncio.Task[None] | None = None

    async def take(self, *, timeout_seconds: float) -> list[Delivery]:
        """The next messages, or none after the time-out; one node's failure stops no other."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_seconds
        while True:
            self._stirred.clear()
            taken = await self._lease()
            left = deadline - loop.time()
            if taken or left <= 0:
                return taken
            try:
                async with asyncio.timeout(min(left, IDLE_POLL_SECONDS)):
                    await self._stirred.wait()
            except TimeoutError:
                continue

    def stir(self) -> None:
        """Ends the idle wait: something was written, or there is room again."""
        self._stirred.set()

    def settle(self, delivery: Delivery) -> None:
        """Counts a message as done; its row, unless parked, is deleted with the next batch."""
        if self._held.pop(_key(delivery), None) is None:
            return
        self._done.append(delivery)
        if self._starved and len(self._held) <= self._capacity // 2:
            self.stir()
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush_soon())

    async def release(self, deliveries: Iterable[Delivery]) -> None:
        """Hands messages back untouched; what cannot be written is left to its lease's end."""
        ours = [d for d in deliveries if self._held.pop(_key(d), None) is not None]
        for node, group in _by_node(ours).items():
            await _succeeds(table.release(self._source.store, node, group), node)

    async def renew(self) -> None:
        """Prolongs the leases of all that is held or not yet deleted."""
        for node, group in _by_node([*self._held.values(), *self._done]).items():
            renewal = table.renew(self._source.store, node, group, hold=self._source.hold)
            await _succeeds(renewal, node)

    async def flush(self) -> bool:
        """Deletes what is done; False when some could not be and is kept for the next time."""
        done, self._done = self._done, []
        for node, group in _by_node(done).items():
            if not await _succeeds(table.finish(self._source.store, node, group), node):
                self._done += group
        return not self._done

    async def _flush_soon(self) -> None:
        while self._done:
            if len(self._done) < _FLUSH_AT:
                await asyncio.sleep(FLUSH_SECONDS)
            if not await self.flush():
                await asyncio.sleep(_FLUSH_RETRY_SECONDS)

    async def _lease(self) -> list[Delivery]:
        taken: list[Delivery] = []
        number = next(self._tokens)
        token = f"{self._source.worker}/{self._queue}/{number}"
        now = self._source.clock.now()
        nodes = self._source.store.nodes
        turn = number % len(nodes)
        for node in nodes[turn:] + nodes[:turn]:
            room = self._capacity - len(self._held)
            self._starved = room <= self._capacity // 4
            if self._starved:
                break
            take = table.Take(self._queue, room, now, token, self._source.hold)
            try:
                leased = await table.lease(self._source.store, node, take)
            except Exception as error:  # noqa: BLE001 - a node that is away comes back
                _log.warning("outbox of node %s: no lease for %s: %r", node, self._queue, error)
                continue
            self._held.update((_key(delivery), delivery) for delivery in leased)
            taken += leased
        return taken


def _key(delivery: Delivery) -> _Key:
    return delivery.id, delivery.lease


async def _succeeds(work: Awaitable[None], node: str) -> bool:
    try:
        await work
    except Exception as error:  # noqa: BLE001 - leases run out and effects are marked
        _log.warning("outbox of node %s: %r", node, error)
        return False
    return True


def _by_node(deliveries: Iterable[Delivery]) -> dict[str, list[Delivery]]:
    nodes: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        nodes[delivery.node].append(delivery)
    return nodes
