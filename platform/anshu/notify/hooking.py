"""Tries one delivery to a webhook and keeps account of the endpoint: back-off, pause, recovery."""

from datetime import timedelta
from uuid import UUID

from anshu.kernel.vault import Unsealable
from anshu.notify import queries, writes
from anshu.notify.channel import Channel
from anshu.notify.delivery import WAITS, Leased, drop, postpone, settle, take
from anshu.notify.outcome import Outcome
from anshu.notify.posting import Post, post
from anshu.notify.target import Resolve
from anshu.notify.webhooks import secrets_of
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction

# Failed tries in a row, of whatever messages, after which a person must look at the endpoint.
PAUSED_AFTER = 10


async def deliver_hook(
    channel: Channel, tenant: Tenant, delivery: UUID, *, resolve: Resolve | None = None
) -> str | None:
    """One try; the title of the endpoint when this try has paused it, else None.

    Load and settle are transactions of their own; nothing is open while we talk to the outside.
    """
    async with channel.store.begin(tenant, purpose="notify.take") as tx:
        leased = await take(channel, tx, delivery)
        prepared = await _prepared(channel, tx, tenant, leased) if leased else None
    if leased is None or prepared is None:
        return None
    if isinstance(prepared, Outcome):
        outcome = prepared
    else:
        outcome = await post(prepared, channel.borders, now=channel.clock.now(), resolve=resolve)
    async with channel.store.begin(tenant, purpose="notify.settle") as tx:
        await settle(channel, tx, tenant, leased, outcome)
        return await _account(channel, tx, leased, outcome)


async def _prepared(
    channel: Channel, tx: Transaction, tenant: Tenant, leased: Leased
) -> Post | Outcome | None:
    """The post, or None when it is not to be tried now."""
    now = channel.clock.now()
    row = await tx.fetchrow(queries.WEBHOOK, leased.webhook)
    if row is None:
        await drop(channel, tx, leased, "removed")
        return None
    if not row["active"]:
        await tx.execute(writes.HOLD_WEBHOOK, leased.id)
        return None
    if row["not_before"] is not None and row["not_before"] > now and leased.attempts == 1:
        # The endpoint failed just now: the first try of the next message would only wait for it.
        await postpone(channel, tx, tenant, leased, until=row["not_before"])
        return None
    try:
        secrets = secrets_of(channel, tenant, row)
    except Unsealable:
        return Outcome("never", "unsealable")
    return Post(f"msg_{leased.id.hex}", row["url"], leased.payload or "{}", secrets)


async def _account(
    channel: Channel, tx: Transaction, leased: Leased, outcome: Outcome
) -> str | None:
    if outcome.verdict == "sent":
        await tx.execute(writes.SUCCEEDED, leased.webhook)
        return None
    waits = WAITS["webhook"]
    wait = (
        waits[min(leased.attempts, len(waits)) - 1] if outcome.verdict == "later" else timedelta(0)
    )
    row = await tx.fetchrow(
        writes.FAILED, leased.webhook, channel.clock.now() + min(wait, timedelta(minutes=5)),
        PAUSED_AFTER, outcome.reason == "gone", outcome.reason,
    )  # fmt: skip
    return str(row["title"]) if row is not None and row["paused"] else None
