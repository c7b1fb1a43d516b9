"""The embedded Dramatiq broker: it reads the nodes' outboxes itself, without a relay.

Dramatiq's threads call in from outside; everything that touches the database runs on the one
loop to which the store belongs.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from typing import TypeVar

import dramatiq
import msgspec
from dramatiq.broker import Consumer, MessageProxy
from dramatiq.middleware import Middleware

from anshu.outbox import table
from anshu.outbox.actors import ReactionActors
from anshu.outbox.delivery import Delivery, as_delivery, local_message
from anshu.outbox.doorbell import Doorbell
from anshu.outbox.intake import Intake, Source

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Loop(msgspec.Struct, frozen=True):
    """The loop of the store: `run` waits for a coroutine, `post` hands over a call."""

    run: Callable[[Coroutine[object, object, object]], object]
    post: Callable[[Callable[[], object]], object]


class OutboxBroker(ReactionActors, dramatiq.Broker):
    """At least once: a message is deleted when its reaction is done, and leased until then."""

    def __init__(self, source: Source, *, loop: Loop, doorbell: Doorbell, capacity: int) -> None:
        super().__init__(middleware=[HandBack()])
        self.queues: dict[str, Intake] = {}
        self._source = source
        self._loop = loop
        self._doorbell = doorbell
        self._capacity = capacity
        doorbell.listen(self._rung)

    def declare_queue(self, queue_name: str) -> None:
        if queue_name not in self.queues:
            self.emit_before("declare_queue", queue_name)
            self.queues[queue_name] = Intake(
                self._source, queue=queue_name, capacity=self._capacity
            )
            self.emit_after("declare_queue", queue_name)

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 30000) -> Consumer:
        """A consumer of the queue; how far ahead it reads is the broker's capacity."""
        return OutboxConsumer(self.queues[queue_name], self._loop, timeout / 1000)

    def enqueue(
        self, message: "dramatiq.Message[None]", *, delay: int | None = None
    ) -> "dramatiq.Message[None]":
        """Always refuses: messages are written inside business transactions only."""
        raise NotImplementedError("write an outbox message in the business transaction")

    async def upkeep(self) -> None:
        """Renews this worker's leases and returns those of dead ones; runs until cancelled."""
        while True:
            for intake in self.queues.values():
                await intake.renew()
            for node in self._source.store.nodes:
                try:
                    if await table.return_expired(self._source.store, node):
                        self._stir()
                except Exception as error:  # noqa: BLE001 - a node that is away comes back
                    _log.warning("outbox of node %s: %r", node, error)
            await asyncio.sleep(self._source.hold.total_seconds() / 5)

    async def flush_done(self) -> None:
        """Deletes what is done and not yet deleted; the last thing before the store closes."""
        for intake in self.queues.values():
            await intake.flush()

    def close(self) -> None:
        self._doorbell.forget(self._rung)

    def _rung(self) -> None:
        self._loop.post(self._stir)

    def _stir(self) -> None:
        for intake in self.queues.values():
            intake.stir()


class OutboxConsumer(Consumer):
    """One queue's messages for one Dramatiq consumer thread; workers settle from theirs."""

    def __init__(self, intake: Intake, loop: Loop, timeout_seconds: float) -> None:
        self._intake = intake
        self._loop = loop
        self._timeout_seconds = timeout_seconds
        self._ready: deque[Delivery] = deque()

    def __next__(self) -> MessageProxy | None:
        if not self._ready:
            take = self._intake.take(timeout_seconds=self._timeout_seconds)
            self._ready.extend(self._loop.run(take))  # type: ignore[arg-type]
        return MessageProxy(local_message(self._ready.popleft())) if self._ready else None

    def ack(self, message: MessageProxy) -> None:
        delivery = _delivery(message)
        self._loop.post(lambda: self._intake.settle(delivery))

    def nack(self, message: MessageProxy) -> None:
        """Hands the message back: whoever gets it next starts afresh."""
        self.requeue([message])

    def requeue(self, messages: Iterable[MessageProxy]) -> None:
        self._loop.run(self._intake.release([_delivery(message) for message in messages]))

    def close(self) -> None:
        left, self._ready = list(self._ready), deque()
        self._loop.run(self._intake.release(left))


class HandBack(Middleware):
    """A message that was not settled is handed back; without this Dramatiq would drop it."""

    def after_process_message(
        self,
        broker: dramatiq.Broker,
        message: MessageProxy,
        *,
        result: object = None,
        exception: BaseException | None = None,
    ) -> None:
        if exception is not None:
            message.fail()


def _delivery(message: MessageProxy) -> Delivery:
    return as_delivery(message.kwargs["delivery"])
