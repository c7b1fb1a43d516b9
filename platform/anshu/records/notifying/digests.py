"""The daily digest: once a day to who wishes it and has work, at the hour wished."""

from datetime import timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from asyncpg import Record

from anshu.kernel.refusal import Refusal, Refused
from anshu.notify.channel import settings_in, wishes_of
from anshu.notify.delivery import NewDelivery, add
from anshu.notify.hours import digest_day
from anshu.notify.wishes import Defaults, effective
from anshu.records.notifying import queries, writes
from anshu.records.notifying.dispatching import channel_of
from anshu.records.services import Services
from anshu.records.subject import Identity, resolve
from anshu.records.worklist import worklist
from anshu.store.principal import Tenant
from anshu_tenants.registry import TenantRow


async def send_digests(services: Services, tenant: Tenant) -> int:
    """Adds the digests whose hour has come; answers how many people get one."""
    row = await services.registry.find_by_role(tenant.role)
    now = services.clock.now()
    yesterday = now.astimezone(ZoneInfo(row.timezone)).date() - timedelta(days=1)
    async with services.store.begin(tenant, purpose="digest.people", lane="slow") as tx:
        defaults, server = await settings_in(channel_of(services), tx, tenant)
        if server is None:
            return 0
        people = await tx.fetch(queries.DIGEST_PEOPLE, yesterday, bool(defaults.digest_at))
    sent = 0
    for person in people:
        sent += await _send(services, row, tenant, person, defaults)
    if sent:
        services.doorbell.ring()
    return sent


async def _send(
    services: Services, row: TenantRow, tenant: Tenant, person: Record, defaults: Defaults
) -> bool:
    """One person's digest; nothing to do makes no mail, and the day counts as done."""
    now = services.clock.now()
    wishes = effective(defaults, wishes_of(person["wish"]))
    day = digest_day(wishes.digest_at, now, row.timezone) if wishes.digest_at else None
    if day is None or day in person["had"]:
        return False
    asked = Identity(tenant, row.id, person["id"], row.timezone, wishes.language)
    try:
        work = await worklist(services, await resolve(services, asked))
    except Refused:
        return False
    busy = not isinstance(work, Refusal) and bool(work.items)
    new = NewDelivery(
        id=uuid5(person["id"], f"digest {day}"), channel="mail", kind="digest", due_at=now,
        person=person["id"],
    )  # fmt: skip
    async with services.store.begin(tenant, purpose="digest.claim") as tx:
        first = await tx.fetchrow(writes.CLAIM_DIGEST, person["id"], day, now)
        return bool(first and busy and await add(channel_of(services), tx, tenant, [new]))
