"""Tasks that nobody looks at: asked again by mail, then raised to the escalation role, once each.

The clock is `notice.at`, found by partial indexes; reading, doing or passing on the task ends it.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.notify.channel import settings_in
from anshu.records import queries as record_queries
from anshu.records.books import Book
from anshu.records.notifying import queries, writes
from anshu.records.notifying.dispatching import Hour, channel_of, due_of, mail_out
from anshu.records.services import Services
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction


class Told(Struct, frozen=True):
    """A notice to be written; a second one of the same id is not."""

    id: UUID
    person: UUID
    kind: str
    data: dict[str, object]
    record: UUID | None = None
    record_type: str | None = None


async def nudge(services: Services, tenant: Tenant, *, after: timedelta) -> int:
    """Mails each unread notice of a task once more, if its person was not mailed before."""
    zone = (await services.registry.find_by_role(tenant.role)).timezone
    hour = Hour(services.clock.now(), zone)
    channel = channel_of(services)
    async with services.store.begin(tenant, purpose="notices.nudge") as tx:
        rows = await tx.fetch(queries.UNREAD_TASKS, hour.now - after, hour.now)
        if not rows:
            return 0
        defaults, server = await settings_in(channel, tx, tenant)
        due = [due_of(row, defaults) for row in rows if row["waits"]] if server else []
        # Who has tasks mailed at once has had this one already.
        await mail_out(channel, tx, tenant, [d for d in due if d.group not in d.wishes.mail], hour)
        await tx.execute(writes.NUDGED, [row["id"] for row in rows], hour.now)
    services.doorbell.ring()
    return len(rows)


async def raise_ignored(services: Services, tenant: Tenant, *, after: timedelta) -> int:
    """Tells the escalation role of tasks that all who got them left unread."""
    now = services.clock.now()
    book = await services.books.current(tenant)
    async with services.store.begin(tenant, purpose="notices.raise") as tx:
        rows = await tx.fetch(queries.IGNORED_TASKS, now - after, now)
        told: dict[UUID, Told] = {}
        for row in rows:
            if row["waits"] and not row["seen"]:
                for one in await _raised(services, tx, book, row, now):
                    told[one.id] = one
        await tell(tx, list(told.values()), now)
        await tx.execute(writes.RAISED, [row["id"] for row in rows], now)
    return len(told)


async def tell(tx: Transaction, told: list[Told], now: datetime) -> int:
    """Writes notices; answers how many were new."""
    if not told:
        return 0
    rows = await tx.fetch(writes.TELL, msgspec.json.encode(told).decode(), now)
    return len(rows)


async def _raised(
    services: Services, tx: Transaction, book: Book, row: Record, now: datetime
) -> list[Told]:
    """One notice per holder of the role; the same for everybody who got the task together."""
    kind = services.books.pinned(book, row["definition"], row["record_type"])
    node = kind.nodes.get(row["node"])
    role = node.timer.escalate_to if node is not None and node.timer is not None else ""
    if not role:
        return []
    holders = await tx.fetch(record_queries.HOLDERS, [role], row["org_path"], now)
    data: dict[str, object] = {"node": row["node"], "task": str(row["task"])}
    return [
        Told(
            uuid5(row["task"], f"unread {row['at'].isoformat()} {holder['id']}"),
            holder["id"], "unread", data, row["record"], row["record_type"],
        )
        for holder in holders
    ]  # fmt: skip
