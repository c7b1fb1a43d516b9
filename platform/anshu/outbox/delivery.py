"""A message on its way to its reaction, and its form as a Dramatiq message."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import dramatiq
import msgspec

from anshu.outbox.errors import Undecodable
from anshu.outbox.message import Message


class Delivery(msgspec.Struct, frozen=True):
    """A row taken from a node's outbox; `attempts` counts executions that failed.

    `lease` is the token under which it is held; None once it travels by RabbitMQ.
    """

    node: str
    id: UUID
    tenant_role: str
    queue: str
    actor: str
    body: bytes
    mac: bytes
    created_at: datetime
    attempts: int = 0
    lease: str | None = None

    @property
    def message(self) -> Message:
        """The part that the MAC speaks about."""
        return Message(
            id=self.id,
            queue=self.queue,
            actor=self.actor,
            tenant_role=self.tenant_role,
            body=self.body,
            mac=self.mac,
            not_before=self.created_at,
        )


def local_message(delivery: Delivery) -> "dramatiq.Message[None]":
    """For a worker in this process: the delivery travels as it is."""
    return _message(delivery, delivery)


def wire_message(delivery: Delivery) -> bytes:
    """For RabbitMQ: JSON as Dramatiq's own consumer reads it."""
    carried = msgspec.structs.replace(delivery, lease=None)
    return _message(carried, msgspec.to_builtins(carried)).encode()


def read_wire(data: bytes) -> Delivery:
    """The delivery in a message from RabbitMQ; Undecodable for anything else."""
    try:
        kwargs = dramatiq.Message.decode(data).kwargs
    except dramatiq.DecodeError as error:
        raise Undecodable(str(error)) from error
    return as_delivery(kwargs.get("delivery"))


def as_delivery(carried: object) -> Delivery:
    """The delivery that a Dramatiq message carries, from memory or from the wire."""
    if isinstance(carried, Delivery):
        return carried
    try:
        return msgspec.convert(carried, Delivery)
    except msgspec.ValidationError as error:
        raise Undecodable(str(error)) from error


def _message(
    delivery: Delivery, carried: Delivery | Mapping[str, object]
) -> "dramatiq.Message[None]":
    return dramatiq.Message(
        queue_name=delivery.queue,
        actor_name=delivery.actor,
        args=(),
        kwargs={"delivery": carried},
        options={},
        message_id=str(delivery.id),
        message_timestamp=int(delivery.created_at.timestamp() * 1000),
    )
