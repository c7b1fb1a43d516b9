"""What a reaction is: a handler with its name, queue, tries and time limit."""

import inspect
import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import TypeVar, cast, get_type_hints
from uuid import UUID

import msgspec

from anshu.kernel.clock import Clock
from anshu.outbox.doorbell import Doorbell
from anshu.outbox.message import Address
from anshu.outbox.send import mark_handled
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store, Transaction

_NAME = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")
_QUEUE = re.compile(r"^[a-z][a-z0-9_-]{0,60}$")
_FIRST_DELAY = timedelta(seconds=2)
_LONGEST_DELAY = timedelta(hours=1)
P = TypeVar("P", bound=msgspec.Struct)


class ReactionContext(msgspec.Struct, frozen=True):
    """What a handler gets besides the payload; `tenant` is verified by the message's MAC.

    `settings` is whatever the worker was started with.
    """

    store: Store
    tenant: Tenant
    message_id: UUID
    reaction: str
    attempt: int
    clock: Clock
    settings: object
    doorbell: Doorbell

    def begin(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction of the message's tenant."""
        return self.store.begin(self.tenant, purpose=f"reaction {self.reaction}")

    async def first_time(self, tx: Transaction) -> bool:
        """Marks the message handled in this transaction; False when it was handled before."""
        return await mark_handled(tx, self.message_id, at=self.clock.now())


Handler = Callable[[ReactionContext, msgspec.Struct], Awaitable[None]]


class Reaction(msgspec.Struct, frozen=True):
    """A declared handler; `max_retries` counts executions after the first."""

    name: str
    handler: Handler
    payload: type[msgspec.Struct]
    queue: str
    max_retries: int
    time_limit_seconds: float

    @property
    def address(self) -> Address:
        """Where messages for this reaction go."""
        return Address(actor=self.name, queue=self.queue)


def reaction(
    name: str,
    *,
    max_retries: int = 8,
    queue: str = "default",
    time_limit_seconds: float = 60,
) -> Callable[[Callable[[ReactionContext, P], Awaitable[None]]], Reaction]:
    """Turns `async def handler(context, payload: SomeStruct) -> None` into a Reaction.

    Nothing is registered by importing: whoever starts a worker hands over its reactions.
    Raises ValueError for a name that is not `module.event.verb`, a queue name that RabbitMQ or
    Dramatiq would misread, or limits that make no sense; TypeError for a handler whose second
    parameter is not annotated with a struct.
    """
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is no reaction name (module.event.verb)")
    if not _QUEUE.match(queue):
        raise ValueError(f"{queue!r} is no queue name")
    if max_retries < 0 or time_limit_seconds <= 0:
        raise ValueError(f"{name}: max_retries or time_limit_seconds is out of range")

    def declare(handler: Callable[[ReactionContext, P], Awaitable[None]]) -> Reaction:
        return Reaction(
            name=name,
            handler=cast(Handler, handler),
            payload=_payload_type(handler),
            queue=queue,
            max_retries=max_retries,
            time_limit_seconds=time_limit_seconds,
        )

    return declare


def backoff(attempt: int, *, message_id: UUID) -> timedelta:
    """How long to wait after failed execution `attempt` (1 = the first).

    Doubles from two seconds up to an hour; a quarter either way by message id, so that what
    failed together does not come back together.
    """
    doubled = min(_FIRST_DELAY * (1 << min(attempt - 1, 20)), _LONGEST_DELAY)
    return doubled * (0.75 + (message_id.int & 0xFFFF) / 0x1FFFE)


def _payload_type(handler: Callable[..., Awaitable[None]]) -> type[msgspec.Struct]:
    if not inspect.iscoroutinefunction(handler):
        raise TypeError(f"{handler!r} is not an async function")
    parameters = list(inspect.signature(handler).parameters)
    hint = get_type_hints(handler).get(parameters[1]) if len(parameters) == 2 else None
    if not (isinstance(hint, type) and issubclass(hint, msgspec.Struct)):
        raise TypeError(f"{handler.__qualname__} must take (context, payload: SomeStruct)")
    return hint
