"""A message as it is written to the outbox, and the code that proves who wrote it."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from anshu.kernel.clock import aware

_FORMAT = b"\x01"


class Message(msgspec.Struct, frozen=True):
    """One row for the outbox; `body` is the payload as JSON, `mac` binds it to its tenant."""

    id: UUID
    queue: str
    actor: str
    tenant_role: str
    body: bytes
    mac: bytes
    not_before: datetime


class Address(msgspec.Struct, frozen=True):
    """Which reaction gets a message, and the queue it waits in."""

    actor: str
    queue: str = "default"


class Signer(msgspec.Struct, frozen=True):
    """Writes messages for one tenant; `secret` is the installation's."""

    secret: bytes
    tenant_role: str

    def message(
        self, payload: msgspec.Struct, *, to: Address, id: UUID, not_before: datetime
    ) -> Message:
        """The signed message that carries this payload; a naive `not_before` is a ValueError."""
        body = msgspec.json.encode(payload)
        return Message(
            id=id,
            queue=to.queue,
            actor=to.actor,
            tenant_role=self.tenant_role,
            body=body,
            mac=sign(self.secret, tenant_role=self.tenant_role, id=id, actor=to.actor, body=body),
            not_before=aware(not_before),
        )


def sign(secret: bytes, *, tenant_role: str, id: UUID, actor: str, body: bytes) -> bytes:
    """HMAC-SHA256 over tenant, message id, actor and body hash, under a key of its own."""
    key = hmac.digest(secret, b"outbox-message", "sha256")
    parts = (_sized(tenant_role), id.bytes, _sized(actor), hashlib.sha256(body).digest())
    return hmac.digest(key, _FORMAT + b"".join(parts), "sha256")


def verify(secret: bytes, message: Message) -> bool:
    """Whether the message was signed for exactly this tenant, id, actor and body."""
    expected = sign(
        secret,
        tenant_role=message.tenant_role,
        id=message.id,
        actor=message.actor,
        body=message.body,
    )
    return hmac.compare_digest(expected, message.mac)


Columns = tuple[list[UUID], list[str], list[str], list[bytes], list[bytes], list[datetime]]


def outbox_columns(messages: Sequence[Message]) -> Columns:
    """Arrays (id, queue, actor, body, mac, not_before) for one INSERT … SELECT unnest(…).

    The tenant is not among them: the database sets it from the role that inserts.
    """
    return (
        [m.id for m in messages],
        [m.queue for m in messages],
        [m.actor for m in messages],
        [m.body for m in messages],
        [m.mac for m in messages],
        [m.not_before for m in messages],
    )


def _sized(text: str) -> bytes:
    encoded = text.encode()
    return len(encoded).to_bytes(4, "big") + encoded
