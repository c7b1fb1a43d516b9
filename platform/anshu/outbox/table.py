"""What brokers and relays do with a node's outbox: take, finish, hand back, park, count.

Every function is one short transaction of the relay's log-in on one node. Leases run on the
database's clock; `not_before` is compared with the moment the caller names.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from anshu.outbox import queries
from anshu.outbox.delivery import Delivery
from anshu.store.principal import Relay
from anshu.store.unit_of_work import Store

RETURNS_LIMIT = 20


class Take(msgspec.Struct, frozen=True):
    """What to lease, how long, and the token to hold it under; no token is used twice."""

    queue: str
    limit: int
    now: datetime
    token: str
    hold: timedelta


class Parked(msgspec.Struct, frozen=True):
    """A message that failed: due again at `not_before`, or dead and waiting for a person."""

    delivery: Delivery
    not_before: datetime
    error: str
    dead: bool


async def lease(store: Store, node: str, take: Take) -> list[Delivery]:
    """Takes due messages; others skip them for `hold`, or longer when renewed."""
    async with store.begin(Relay(node), purpose="outbox: lease") as tx:
        rows = await tx.fetch(
            queries.LEASE, take.queue, take.now, take.limit, take.token, take.hold
        )
    deliveries = [Delivery(node=node, **row) for row in rows]
    return sorted(deliveries, key=lambda delivery: delivery.created_at)


async def finish(store: Store, node: str, held: Sequence[Delivery]) -> None:
    """Deletes messages that are done; one that was parked or taken by another stays."""
    async with store.begin(Relay(node), purpose="outbox: finish") as tx:
        await tx.execute(queries.FINISH, *_tokens(held))


async def renew(store: Store, node: str, held: Sequence[Delivery], *, hold: timedelta) -> None:
    """Prolongs the leases of a process that still lives."""
    async with store.begin(Relay(node), purpose="outbox: renew leases") as tx:
        await tx.execute(queries.RENEW, *_tokens(held), hold)


async def release(store: Store, node: str, held: Sequence[Delivery]) -> None:
    """Hands messages back untouched."""
    async with store.begin(Relay(node), purpose="outbox: release") as tx:
        await tx.execute(queries.RELEASE, *_tokens(held))


async def return_expired(store: Store, node: str) -> int:
    """Makes a crashed worker's messages ready again, after twenty such losses dead; how many."""
    async with store.begin(Relay(node), purpose="outbox: return expired leases") as tx:
        return len(await tx.fetch(queries.RETURN_EXPIRED, RETURNS_LIMIT))


async def park(store: Store, parked: Parked) -> None:
    """Writes a failed message back, unless somebody else has taken it meanwhile."""
    d = parked.delivery
    async with store.begin(Relay(d.node), purpose="outbox: park") as tx:
        await tx.execute(
            queries.PARK,
            *(d.id, d.tenant_role, d.queue, d.actor, d.body, d.mac, d.created_at, d.attempts + 1),
            "dead" if parked.dead else "ready",
            parked.not_before,
            parked.error,
            d.lease,
        )


def _tokens(held: Sequence[Delivery]) -> tuple[list[UUID], list[str]]:
    return [d.id for d in held], [d.lease or "" for d in held]
