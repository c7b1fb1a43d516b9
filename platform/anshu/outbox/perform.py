"""Runs one delivery to its end: done, due again later, or dead.

The same for both brokers. Nothing runs before the MAC has proved the tenant, the actor and the
body. What becomes of a failure is written to the outbox before the broker may forget the
message; while that cannot be written the message is not settled.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

import msgspec

from anshu.kernel.clock import Clock
from anshu.outbox.delivery import Delivery
from anshu.outbox.doorbell import Doorbell
from anshu.outbox.errors import Retryable, Terminal
from anshu.outbox.message import verify
from anshu.outbox.placement import Locate
from anshu.outbox.reaction import Reaction, ReactionContext, backoff
from anshu.outbox.table import Parked, park
from anshu.store.unit_of_work import Store

_log = logging.getLogger(__name__)
_UNKNOWN_REACTION_RETRIES = 8  # about eight minutes: a newer worker may be starting
_PARK_TRIES = 6
_ERROR_LENGTH = 500


class Bench(msgspec.Struct, frozen=True):
    """All that running a reaction needs; `store` belongs to the loop that runs it."""

    store: Store
    secret: bytes
    locate: Locate
    clock: Clock
    settings: object
    doorbell: Doorbell


class Performer:
    """Runs deliveries on the loop of its store."""

    def __init__(self, bench: Bench, *, reactions: Mapping[str, Reaction]) -> None:
        self._bench = bench
        self._reactions = dict(reactions)

    async def perform(self, delivery: Delivery) -> None:
        """Returns when the message is settled; raises when it must be delivered again."""
        parked = await self._judge(delivery)
        if parked is not None:
            await self._park(parked)

    async def _judge(self, delivery: Delivery) -> Parked | None:
        reaction = self._reactions.get(delivery.actor)
        retries = reaction.max_retries if reaction else _UNKNOWN_REACTION_RETRIES
        try:
            await self._run(delivery, reaction)
        except Terminal as failure:
            _log.warning("message %s of %s is dead: %s", delivery.id, delivery.actor, failure)
            return self._dead(delivery, str(failure))
        except Exception as failure:  # noqa: BLE001 - whatever a handler raises is settled here
            reason = f"{type(failure).__name__}: {failure}"
            expected = isinstance(failure, Retryable | TimeoutError)
            _log.warning(
                "message %s of %s failed: %s",
                delivery.id,
                delivery.actor,
                reason,
                exc_info=not expected,
            )
            if delivery.attempts >= retries:
                return self._dead(delivery, f"gave up after {delivery.attempts + 1}: {reason}")
            return self._later(delivery, reason, getattr(failure, "after", None))
        return None

    async def _run(self, delivery: Delivery, reaction: Reaction | None) -> None:
        bench = self._bench
        if not verify(bench.secret, delivery.message):
            raise Terminal(f"refused: not signed for tenant role {delivery.tenant_role!r}")
        if reaction is None:
            raise Retryable(f"no reaction {delivery.actor!r} in this worker")
        try:
            payload = msgspec.json.decode(delivery.body, type=reaction.payload)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Terminal(f"the payload does not fit: {error}") from error
        context = ReactionContext(
            store=bench.store,
            tenant=await bench.locate(delivery.tenant_role, delivery.node),
            message_id=delivery.id,
            reaction=reaction.name,
            attempt=delivery.attempts + 1,
            clock=bench.clock,
            settings=bench.settings,
            doorbell=bench.doorbell,
        )
        async with asyncio.timeout(reaction.time_limit_seconds):
            await reaction.handler(context, payload)

    def _dead(self, delivery: Delivery, reason: str) -> Parked:
        now = self._bench.clock.now()
        return Parked(delivery, now, reason[:_ERROR_LENGTH], dead=True)

    def _later(self, delivery: Delivery, reason: str, after: timedelta | None) -> Parked:
        wait = backoff(delivery.attempts + 1, message_id=delivery.id) if after is None else after
        due = self._bench.clock.now() + wait
        return Parked(delivery, due, reason[:_ERROR_LENGTH], dead=False)

    async def _park(self, parked: Parked) -> None:
        """Tries for about half a minute: a database that was away may be the very failure."""
        for attempt in range(_PARK_TRIES):
            try:
                await park(self._bench.store, parked)
            except Exception as error:
                if attempt + 1 == _PARK_TRIES:
                    raise
                _log.warning("message %s cannot be parked yet: %s", parked.delivery.id, error)
                await asyncio.sleep(2**attempt / 2)
            else:
                return
