"""Notices become mails: at once, in one in the morning, or not at all, as their readers wish."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.notify import writes as channel_writes
from anshu.notify.channel import Channel, settings_in, wishes_of
from anshu.notify.delivery import NewDelivery, add, wake
from anshu.notify.groups import URGENT, group_of
from anshu.notify.mail import masked
from anshu.notify.wishes import Defaults, Effective, effective
from anshu.records.notifying import queries, writes
from anshu.records.services import Services
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction


class Due(Struct, frozen=True):
    """A notice that is to be mailed to its person."""

    id: UUID
    person: UUID
    group: str
    urgent: bool
    mail: str
    wishes: Effective


class Hour(Struct, frozen=True):
    """The moment, and the plant's zone in which it may be quiet."""

    now: datetime
    zone: str


def channel_of(services: Services, *, by: UUID | None = None) -> Channel:
    """The notify room over the process's services; `by` changes its settings."""
    return Channel(services.store, services.settings, services.clock, by)


async def dispatch(services: Services, tenant: Tenant) -> int:
    """Mails what was told since; answers how many notices were looked at.

    A notice is marked in the transaction that makes its delivery, so it goes out once.
    """
    zone = (await services.registry.find_by_role(tenant.role)).timezone
    hour = Hour(services.clock.now(), zone)
    channel = channel_of(services)
    async with services.store.begin(tenant, purpose="notices.dispatch") as tx:
        rows = await tx.fetch(queries.UNDISPATCHED)
        if not rows:
            return 0
        defaults, server = await settings_in(channel, tx, tenant)
        due = [due_of(row, defaults) for row in rows] if server else []
        await mail_out(channel, tx, tenant, [d for d in due if d.group in d.wishes.mail], hour)
        waiting = [row["id"] for row in rows if _group(row) == "task"]
        await tx.execute(writes.DISPATCHED, [row["id"] for row in rows], hour.now, waiting)
    services.doorbell.ring()
    return len(rows)


def due_of(row: Record, defaults: Defaults) -> Due:
    """A row of UNDISPATCHED or UNREAD_TASKS with its reader's wishes."""
    return Due(
        id=row["id"],
        person=row["person"],
        group=_group(row),
        urgent=row["kind"] in URGENT or row["level"] in defaults.urgent_levels,
        mail=row["mail"],
        wishes=effective(defaults, wishes_of(row["wish"])),
    )


async def mail_out(
    channel: Channel, tx: Transaction, tenant: Tenant, due: Sequence[Due], hour: Hour
) -> None:
    """Deliveries for those with an address: the urgent one by one, the rest of a person in one."""
    together: dict[UUID, list[Due]] = {}
    for one in due:
        if not one.mail:
            continue
        ends = one.wishes.quiet.ends_after(hour.now, hour.zone) if one.wishes.quiet else None
        if ends is not None and not one.urgent and await _hold(channel, tx, tenant, one, ends):
            continue
        together.setdefault(one.id if one.urgent else one.person, []).append(one)
    new = [_delivery(group, hour.now) for group in together.values()]
    await add(channel, tx, tenant, new)


async def _hold(
    channel: Channel, tx: Transaction, tenant: Tenant, due: Due, ends: datetime
) -> bool:
    """Adds to the person's mail of the morning; False when that one is on its way already."""
    identity = uuid5(due.person, f"held {ends.isoformat()}")
    row = await tx.fetchrow(
        channel_writes.HOLD, identity, due.person, masked(due.mail), [due.id], ends,
        channel.clock.now(),
    )  # fmt: skip
    if row is not None and row["made"]:
        await wake(channel, tx, tenant, [(identity, ends)])
    return row is not None


def _delivery(group: Sequence[Due], now: datetime) -> NewDelivery:
    first = group[0]
    return NewDelivery(
        id=uuid5(first.id, f"mail {now.isoformat()}"),
        channel="mail",
        kind=first.group if len(group) == 1 else "several",
        due_at=now,
        person=first.person,
        notices=tuple(one.id for one in group),
        address=masked(first.mail),
    )


def _group(row: Mapping[str, object]) -> str:
    data = msgspec.json.decode(str(row["data"]), type=dict[str, object])
    return group_of(str(row["kind"]), has_task="task" in data)
