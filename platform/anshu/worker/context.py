"""What a worker is made of, handed over by whoever starts it."""

from collections.abc import Callable
from typing import Literal

import msgspec

from anshu.kernel.clock import Clock
from anshu.outbox.doorbell import Doorbell
from anshu.outbox.placement import Locate
from anshu.outbox.reaction import Reaction
from anshu.store.unit_of_work import Store
from anshu.worker.periodic import Periodic


class WorkerContext(msgspec.Struct, frozen=True, kw_only=True):
    """The application as a worker sees it.

    `open_store` makes a store of the worker's own: connections belong to one event loop.
    `locate` finds the tenant of a role, `settings` goes to reactions and sweepers as it is.
    `broker_url` is needed for "rabbitmq" and names a virtual host used by nothing else.
    `lease_seconds` is how long the messages of a killed worker wait for another.
    """

    open_store: Callable[[], Store]
    secret: bytes
    locate: Locate
    reactions: tuple[Reaction, ...]
    clock: Clock
    doorbell: Doorbell
    settings: object = None
    periodics: tuple[Periodic, ...] = ()
    broker: Literal["outbox", "rabbitmq"] = "outbox"
    broker_url: str | None = None
    lease_seconds: float = 30
