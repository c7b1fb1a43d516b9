"""Drains the nodes' outboxes to RabbitMQ and brings its dead letters back to the table.

A row is leased, published with a publisher confirm, and deleted only after the confirm; the
confirms of a batch are awaited together. A crash in between publishes a message twice, which
its reaction does not notice. Several relays may run: they skip each other's leases.
"""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aio_pika
import msgspec
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.connection import make_url
from dramatiq.common import xq_name
from pamqp.common import Arguments

from anshu.outbox import table
from anshu.outbox.delivery import Delivery, read_wire, wire_message
from anshu.outbox.errors import Undecodable
from anshu.outbox.intake import IDLE_POLL_SECONDS, Source
from anshu.outbox.rabbitmq import DEAD_QUEUE_ARGUMENTS, queue_arguments

_log = logging.getLogger(__name__)
BATCH = 200
_CONNECT_SECONDS = 10
_PUBLISH_SECONDS = 15
_RECONNECT_SECONDS = 1
_UPKEEP_SECONDS = 5
_DEAD_PER_ROUND = 100


class Target(msgspec.Struct, frozen=True):
    """Where the relay publishes: one virtual host of its own, and the queues it serves."""

    url: str
    queues: tuple[str, ...]


class Relay:
    """One relay for all nodes of a store, on the loop of that store."""

    def __init__(self, source: Source, target: Target) -> None:
        self._source = source
        self._target = target
        self._tokens = itertools.count()
        self._stirred = asyncio.Event()

    async def run(self) -> None:
        """Publishes until cancelled; a broker or node that is away is tried again."""
        while True:
            try:
                async with _connected(self._target.url) as connection:
                    channel = await connection.channel(publisher_confirms=True)
                    await declare_queues(channel, self._target.queues)
                    async with asyncio.TaskGroup() as tasks:
                        tasks.create_task(self._publish_for_ever(channel))
                        tasks.create_task(self._upkeep(channel))
            except* Exception as errors:  # noqa: BLE001 - RabbitMQ comes back
                _log.warning("relay: %r", errors.exceptions[0])
            await asyncio.sleep(_RECONNECT_SECONDS)

    def stir(self) -> None:
        """Ends the idle wait; call it on the relay's loop."""
        self._stirred.set()

    async def _publish_for_ever(self, channel: AbstractChannel) -> None:
        while True:
            self._stirred.clear()
            published = 0
            for node in self._source.store.nodes:
                for queue in self._target.queues:
                    published += await self._publish_batch(channel, node, queue)
            if not published:
                try:
                    async with asyncio.timeout(IDLE_POLL_SECONDS):
                        await self._stirred.wait()
                except TimeoutError:
                    continue

    async def _publish_batch(self, channel: AbstractChannel, node: str, queue: str) -> int:
        token = f"{self._source.worker}/relay/{next(self._tokens)}"
        take = table.Take(queue, BATCH, self._source.clock.now(), token, self._source.hold)
        try:
            leased = await table.lease(self._source.store, node, take)
        except Exception as error:  # noqa: BLE001 - a node that is away must not stop the others
            _log.warning("outbox of node %s: no lease for %s: %r", node, queue, error)
            return 0
        if not leased:
            return 0
        failed = await _publish(channel, leased)
        confirmed = [delivery for delivery in leased if delivery not in failed]
        await table.finish(self._source.store, node, confirmed)
        if failed:
            await table.release(self._source.store, node, failed)
            raise ConnectionError(f"{len(failed)} of {len(leased)} messages were not confirmed")
        return len(confirmed)

    async def _upkeep(self, channel: AbstractChannel) -> None:
        while True:
            for node in self._source.store.nodes:
                try:
                    await table.return_expired(self._source.store, node)
                except Exception as error:  # noqa: BLE001 - a node that is away comes back
                    _log.warning("outbox of node %s: %r", node, error)
            for queue in self._target.queues:
                await self._collect_dead(channel, queue)
            await asyncio.sleep(_UPKEEP_SECONDS)

    async def _collect_dead(self, channel: AbstractChannel, queue: str) -> None:
        """What RabbitMQ gave up on becomes a dead letter of the table; foreign bytes stay."""
        dead = await channel.get_queue(xq_name(queue))
        foreign = []
        for _ in range(_DEAD_PER_ROUND):
            incoming = await dead.get(fail=False)
            if incoming is None:
                break
            try:
                delivery = read_wire(incoming.body)
            except Undecodable:
                foreign.append(incoming)
                continue
            reason = "RabbitMQ gave up on it: its workers were lost too often"
            now = self._source.clock.now()
            await table.park(self._source.store, table.Parked(delivery, now, reason, dead=True))
            await incoming.ack()
        for incoming in foreign:
            await incoming.nack(requeue=True)


async def declare_queues(channel: AbstractChannel, queues: Sequence[str]) -> None:
    """Declares every queue and its dead-letter queue as quorum queues."""
    for queue in queues:
        arguments: Arguments = {**DEAD_QUEUE_ARGUMENTS}
        await channel.declare_queue(xq_name(queue), durable=True, arguments=arguments)
        arguments = {**queue_arguments(queue)}
        await channel.declare_queue(queue, durable=True, arguments=arguments)


async def count_foreign(url: str, queues: Sequence[str]) -> dict[str, int]:
    """How many messages lie in each dead-letter queue; more than none for long needs a person."""
    async with _connected(url) as connection:
        channel = await connection.channel()
        await declare_queues(channel, queues)
        counts = {}
        for queue in queues:
            found = await channel.get_queue(xq_name(queue))
            declared = await found.declare()
            counts[queue] = declared.message_count or 0
    return counts


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[AbstractConnection]:
    """A connection that is closed also when it never came about.

    Left to the garbage collector, aio-pika tries to close it from whatever thread that runs in.
    """
    connection = aio_pika.Connection(make_url(url))
    try:
        await connection.connect(timeout=_CONNECT_SECONDS)
        yield connection
    finally:
        await connection.close()


async def _publish(channel: AbstractChannel, deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Publishes all, then awaits all confirms; what was not confirmed is returned."""
    exchange = channel.default_exchange
    async with asyncio.timeout(_PUBLISH_SECONDS):
        answers = await asyncio.gather(
            *(
                exchange.publish(_persistent(delivery), delivery.queue, mandatory=True)
                for delivery in deliveries
            ),
            return_exceptions=True,
        )
    failed = []
    for delivery, answer in zip(deliveries, answers, strict=True):
        if isinstance(answer, BaseException):
            _log.warning("message %s was not confirmed: %r", delivery.id, answer)
            failed.append(delivery)
    return failed


def _persistent(delivery: Delivery) -> aio_pika.Message:
    return aio_pika.Message(
        wire_message(delivery),
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        message_id=str(delivery.id),
        content_type="application/json",
    )
