"""Messages that wait for a person, and how full the queues are; as the relay's log-in."""

from datetime import datetime
from uuid import UUID

import msgspec

from anshu.outbox import queries
from anshu.store.unit_of_work import Transaction


class DeadLetter(msgspec.Struct, frozen=True):
    """A message that will not run again by itself; its body is not shown."""

    id: UUID
    tenant_role: str
    queue: str
    actor: str
    attempts: int
    error: str
    created_at: datetime


class Backlog(msgspec.Struct, frozen=True):
    """One queue of one node: how much is due, waits for its time, is worked on, is dead."""

    queue: str
    due: int
    later: int
    leased: int
    dead: int
    oldest_due_seconds: float


async def dead_letters(
    tx: Transaction, *, tenant_role: str | None = None, limit: int = 200
) -> list[DeadLetter]:
    """The oldest dead letters of the node, of one tenant when named."""
    rows = await tx.fetch(queries.DEAD_LETTERS, tenant_role, limit)
    return [DeadLetter(**row) for row in rows]


async def retry_dead(tx: Transaction, id: UUID, *, now: datetime) -> bool:
    """Makes a dead letter due again with all its tries; False when it is not dead any more."""
    return await tx.fetchrow(queries.RETRY_DEAD, id, now) is not None


async def discard_dead(tx: Transaction, id: UUID) -> bool:
    """Deletes a dead letter for good; False when it is not dead any more."""
    return await tx.fetchrow(queries.DISCARD_DEAD, id) is not None


async def backlog(tx: Transaction, *, now: datetime) -> list[Backlog]:
    """Counts per queue; a queue that no worker serves shows by its oldest due message."""
    rows = await tx.fetch(queries.BACKLOG, now)
    return [Backlog(**row) for row in rows]
