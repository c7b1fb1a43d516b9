"""Dramatiq's RabbitMQ broker on quorum queues: it only consumes; the relay publishes.

Waiting and dying happen in the outbox table, so there are no delay queues, and a dead-letter
queue keeps what is in it until the relay has brought it back to the table.
"""

from collections.abc import Mapping

import dramatiq
import pika  # type: ignore[import-untyped]
from dramatiq.broker import MessageProxy
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.common import xq_name
from dramatiq.middleware import Middleware

from anshu.outbox.actors import ReactionActors
from anshu.outbox.errors import Undecodable

DELIVERY_LIMIT = 20
DEAD_QUEUE_ARGUMENTS: Mapping[str, str] = {"x-queue-type": "quorum"}


class QuorumBroker(ReactionActors, RabbitmqBroker):
    """Consumes the queues that `declare_queues` of the relay makes, with the same arguments."""

    def __init__(self, url: str) -> None:
        super().__init__(url=url, confirm_delivery=True, middleware=[PublishAgain()])

    def declare_queue(self, queue_name: str, *, ensure: bool = False) -> None:
        if queue_name not in self.queues:
            self.emit_before("declare_queue", queue_name)
            self.queues.add(queue_name)
            self.queues_pending.add(queue_name)
            self.emit_after("declare_queue", queue_name)
        super().declare_queue(queue_name, ensure=ensure)

    def _build_queue_arguments(self, queue_name: str) -> dict[str, str | int]:
        return queue_arguments(queue_name)

    def _declare_dq_queue(self, queue_name: str) -> None:
        """No delay queue: `not_before` is kept in the table."""

    def _declare_xq_queue(self, queue_name: str) -> object:
        return self.channel.queue_declare(
            queue=xq_name(queue_name), durable=True, arguments=dict(DEAD_QUEUE_ARGUMENTS)
        )


class PublishAgain(Middleware):
    """A message that could not be settled goes to the end of its queue, then is acknowledged.

    Not a plain requeue: that counts towards the delivery limit, which is for messages that
    take their worker down, not for a database that is away. What is no delivery of ours goes
    to the dead-letter queue.
    """

    def after_process_message(
        self,
        broker: dramatiq.Broker,
        message: MessageProxy,
        *,
        result: object = None,
        exception: BaseException | None = None,
    ) -> None:
        if exception is None:
            return
        if isinstance(exception, Undecodable):
            message.fail()
            return
        try:
            broker.enqueue(message.copy())
        except (dramatiq.errors.BrokerError, pika.exceptions.AMQPError, OSError):
            message.fail()


def queue_arguments(queue: str) -> dict[str, str | int]:
    """The arguments of a queue; RabbitMQ refuses a second declaration with others."""
    return {
        "x-queue-type": "quorum",
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": xq_name(queue),
    }
