"""A tenant's webhooks: kept with a sealed secret, changed, paused, given a new secret, removed."""

import base64
import hashlib
import os
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Fact, FieldError, Refusal
from anshu.ledger.settings_changed import ChangedSetting, record_change
from anshu.notify import queries, writes
from anshu.notify.channel import Channel
from anshu.notify.delivery import NewDelivery, add, wake
from anshu.notify.events import EVENTS, body_of
from anshu.notify.target import TargetRefused, web_target
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction

MOST = 20
SECRET_BYTES = 24
# That it is another is told, and nothing more.
NEW_SECRET = {"secret": "***"}
LONGEST_TITLE = 60
# How long receivers may take to learn a new secret; both sign meanwhile.
OVERLAP = timedelta(hours=24)


class Webhook(Struct, frozen=True, kw_only=True):
    """An endpoint as its administrator sees it; the secret is shown once, when it is made."""

    id: UUID
    title: str
    url: str
    events: tuple[str, ...]
    types: tuple[str, ...]
    active: bool
    paused_reason: str | None
    former_until: datetime | None
    failures: int
    created_at: datetime


class NewWebhook(Struct, frozen=True, forbid_unknown_fields=True):
    """An endpoint as it is entered; no `types`: records of every type."""

    title: str
    url: str
    events: tuple[str, ...]
    types: tuple[str, ...] = ()


class Made(Struct, frozen=True):
    """An endpoint with its secret, for this one time."""

    webhook: Webhook
    secret: str


async def list_webhooks(channel: Channel, tenant: Tenant) -> tuple[Webhook, ...]:
    """The tenant's endpoints, oldest first."""
    async with channel.store.begin(tenant, purpose="webhooks.list") as tx:
        rows = await tx.fetch(queries.WEBHOOKS)
    return tuple(_webhook(row) for row in rows)


async def create(
    channel: Channel, tenant: Tenant, new: NewWebhook, *, by: UUID, types: frozenset[str]
) -> Made | Refusal:
    """A new endpoint; refused by field for an address that we may not reach."""
    if refused := _faults(channel, new, types):
        return refused
    identity, secret = new_id(), _fresh_secret()
    sealed = channel.sealing.seal(secret.encode(), place=_place(tenant, identity))
    values = (
        identity, new.title.strip(), new.url.strip(), list(new.events), list(new.types), sealed,
        channel.clock.now(), by, MOST,
    )  # fmt: skip
    async with channel.store.begin(tenant, purpose="webhooks.create") as tx:
        if await tx.fetchrow(writes.INSERT_WEBHOOK, *values) is None:
            return Refusal(
                "webhook_too_many", facts=(Fact("webhooks", str(MOST), limit=str(MOST)),)
            )
        row = await tx.fetchrow(queries.WEBHOOK, identity)
        await _tell_ledger(channel, tx, None, row)
    assert row is not None  # just inserted
    return Made(_webhook(row), secret)


async def change(
    channel: Channel, tenant: Tenant, webhook: UUID, new: NewWebhook, *, types: frozenset[str]
) -> Webhook | Refusal:
    """The endpoint with other words; its secret stays."""
    if refused := _faults(channel, new, types):
        return refused
    values = (new.title.strip(), new.url.strip(), list(new.events), list(new.types))
    async with channel.store.begin(tenant, purpose="webhooks.change") as tx:
        old = await tx.fetchrow(queries.WEBHOOK, webhook)
        await tx.fetchrow(writes.CHANGE_WEBHOOK, webhook, *values)
        row = await tx.fetchrow(queries.WEBHOOK, webhook)
        await _tell_ledger(channel, tx, old, row)
    return _webhook(row) if row else Refusal("webhook_unknown", kind="unknown")


async def switch(
    channel: Channel, tenant: Tenant, webhook: UUID, *, active: bool
) -> Webhook | Refusal:
    """Pauses or resumes; a resumed one gets what waited for it, up to a week back."""
    now = channel.clock.now()
    async with channel.store.begin(tenant, purpose="webhooks.switch") as tx:
        reason = None if active else "by_hand"
        old = await tx.fetchrow(queries.WEBHOOK, webhook)
        if await tx.fetchrow(writes.SWITCH_WEBHOOK, webhook, active, reason) is None:
            return Refusal("webhook_unknown", kind="unknown")
        if active:
            rows = await tx.fetch(writes.RELEASE, webhook, now)
            await wake(channel, tx, tenant, [(row["id"], now) for row in rows])
        row = await tx.fetchrow(queries.WEBHOOK, webhook)
        await _tell_ledger(channel, tx, old, row)
    assert row is not None  # just changed
    return _webhook(row)


async def rotate(channel: Channel, tenant: Tenant, webhook: UUID) -> Made | Refusal:
    """A new secret; for a day both sign, so that no message is lost on the way over."""
    secret, until = _fresh_secret(), channel.clock.now() + OVERLAP
    sealed = channel.sealing.seal(secret.encode(), place=_place(tenant, webhook))
    async with channel.store.begin(tenant, purpose="webhooks.rotate") as tx:
        if await tx.fetchrow(writes.ROTATE_WEBHOOK, webhook, sealed, until) is None:
            return Refusal("webhook_unknown", kind="unknown")
        row = await tx.fetchrow(queries.WEBHOOK, webhook)
        await _tell_ledger(channel, tx, row, row, **NEW_SECRET)
    assert row is not None  # just changed
    return Made(_webhook(row), secret)


async def remove(channel: Channel, tenant: Tenant, webhook: UUID) -> Refusal | None:
    """Ends the endpoint and forgets its secret; the log of what was sent stays."""
    async with channel.store.begin(tenant, purpose="webhooks.remove") as tx:
        old = await tx.fetchrow(queries.WEBHOOK, webhook)
        if old is None:
            return Refusal("webhook_unknown", kind="unknown")
        await tx.execute(writes.REMOVE_WEBHOOK, webhook, channel.clock.now())
        await _tell_ledger(channel, tx, old, None)
    return None


async def ping(channel: Channel, tenant: Tenant, webhook: UUID) -> UUID | Refusal:
    """Asks for a test message; its line in the log tells how it went."""
    now, identity = channel.clock.now(), new_id()
    payload = body_of("ping", at=now, data={"webhook": str(webhook)})
    new = NewDelivery(
        id=identity, channel="webhook", kind="ping", due_at=now, webhook=webhook, payload=payload
    )
    async with channel.store.begin(tenant, purpose="webhooks.ping") as tx:
        row = await tx.fetchrow(queries.WEBHOOK, webhook)
        if row is None:
            return Refusal("webhook_unknown", kind="unknown")
        if not row["active"]:
            return Refusal("webhook_paused")
        await add(channel, tx, tenant, [new])
    return identity


def secrets_of(channel: Channel, tenant: Tenant, row: Record) -> tuple[str, ...]:
    """The secrets that sign now, the newest first; Unsealable when the installation's changed."""
    place = _place(tenant, row["id"])
    sealed = [row["secret"]]
    if row["former_secret"] and row["former_until"] > channel.clock.now():
        sealed.append(row["former_secret"])
    return tuple(channel.sealing.open(part, place=place).decode() for part in sealed)


def _faults(channel: Channel, new: NewWebhook, types: frozenset[str]) -> Refusal | None:
    found = []
    title = new.title.strip()
    if not 0 < len(title) <= LONGEST_TITLE or not title.isprintable():
        found.append(FieldError("title", "webhook_title"))
    try:
        web_target(new.url.strip(), channel.borders)
    except TargetRefused as refused:
        found.append(FieldError("url", refused.code, value=new.url[:200]))
    if not new.events:
        found.append(FieldError("events", "required"))
    found += [
        FieldError("events", "webhook_event_unknown", value=event)
        for event in new.events
        if event not in EVENTS
    ]
    found += [
        FieldError("types", "webhook_type_unknown", value=kind)
        for kind in new.types
        if kind not in types
    ]
    if found:
        return Refusal("notify_settings_wrong", kind="malformed", fields=tuple(found))
    return None


async def _tell_ledger(
    channel: Channel, tx: Transaction, old: Record | None, new: Record | None, **more: object
) -> None:
    row = new or old
    if row is None:
        return
    before, after = (_told(each) if each else {} for each in (old, new))
    await record_change(
        tx,
        ChangedSetting(
            "webhook", channel.by, channel.clock.now(), before, after | more, row["title"]
        ),
    )


def _told(row: Record) -> dict[str, object]:
    """What the ledger keeps: of the address the host only, for paths often carry a token."""
    digest = hashlib.sha256(row["url"].encode()).hexdigest()[:8]
    return {
        "title": row["title"], "url": f"{urlsplit(row['url']).hostname} #{digest}",
        "events": list(row["events"]), "types": list(row["types"]), "active": row["active"],
    }  # fmt: skip


def _fresh_secret() -> str:
    """As Standard Webhooks writes secrets: a prefix and base 64."""
    return "whsec_" + base64.b64encode(os.urandom(SECRET_BYTES)).decode()


def _place(tenant: Tenant, webhook: UUID) -> str:
    return f"{tenant.schema}:webhook:{webhook}"


def _webhook(row: Record) -> Webhook:
    known = {key: row[key] for key in Webhook.__struct_fields__}
    return msgspec.convert(known, Webhook)
