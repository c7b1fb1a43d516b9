"""One try of one delivery: a mail composed for its reader now, or a webhook."""

from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID, uuid5

from msgspec import Struct

from anshu.kernel.vault import Unsealable
from anshu.notify import queries as channel_queries
from anshu.notify.channel import Channel, Own, Server, own, settings_of
from anshu.notify.delivery import Busy, Leased, drop, settle, take, wake
from anshu.notify.hooking import deliver_hook
from anshu.notify.mail import compose, masked
from anshu.notify.outcome import Outcome
from anshu.notify.smtp import TIMEOUT_SECONDS, hand_in
from anshu.notify.target import Resolve
from anshu.outbox.errors import Retryable
from anshu.records.notifying.dispatching import channel_of
from anshu.records.notifying.letters import Needless, letter_for
from anshu.records.notifying.managers import tell_managers
from anshu.records.outbound.sending import send_change
from anshu.records.services import Services
from anshu.store.principal import Tenant

PERMISSION = "notification:channel:manage"
# What waits for the outside must not take all threads from what happens inside.
MOST_AT_ONCE = 3
FULL_WAITS = timedelta(seconds=5)


class Outside(Struct, frozen=True):
    """How the outside is reached; tests shorten the wait and answer names themselves."""

    timeout_seconds: float = TIMEOUT_SECONDS
    resolve: Resolve | None = None


class Sending:
    """How many deliveries this process has under way."""

    def __init__(self) -> None:
        self.count = 0

    @property
    def is_full(self) -> bool:
        return self.count >= MOST_AT_ONCE

    def __enter__(self) -> None:
        self.count += 1

    def __exit__(self, *_: object) -> None:
        self.count -= 1


SENDING = Sending()


async def deliver(
    services: Services, tenant: Tenant, delivery: UUID, outside: Outside | None = None
) -> None:
    """Tries the delivery if it is due; what is not, or was done meanwhile, is left alone."""
    channel, outside = channel_of(services), outside or Outside()
    if SENDING.is_full:
        async with services.store.begin(tenant, purpose="notify.full") as tx:
            await wake(channel, tx, tenant, [(delivery, channel.clock.now() + FULL_WAITS)])
        return
    async with services.store.begin(tenant, purpose="notify.look") as tx:
        row = await tx.fetchrow(channel_queries.DELIVERY, delivery)
    if row is None:
        return
    with SENDING:
        try:
            if row["channel"] == "mail":
                await _deliver_mail(services, tenant, delivery, outside)
                return
            if row["channel"] == "connector":
                await send_change(services, tenant, delivery)
                return
            paused = await deliver_hook(channel, tenant, delivery, resolve=outside.resolve)
        except Busy as busy:
            raise Retryable(str(busy), after=busy.until - channel.clock.now()) from None
    if paused is not None:
        await _tell_paused(services, tenant, row["webhook"], paused)


async def _deliver_mail(
    services: Services, tenant: Tenant, delivery: UUID, outside: Outside
) -> None:
    channel = channel_of(services)
    async with services.store.begin(tenant, purpose="notify.take") as tx:
        leased = await take(channel, tx, delivery)
    if leased is None or leased.person is None:
        return
    reader = await own(channel, tenant, leased.person)
    address = masked(reader.mail) if reader else ""
    try:
        outcome = await _try(services, tenant, leased, reader, outside)
    except Needless as needless:
        async with services.store.begin(tenant, purpose="notify.settle") as tx:
            await drop(channel, tx, leased, needless.reason)
        return
    async with services.store.begin(tenant, purpose="notify.settle") as tx:
        await settle(channel, tx, tenant, leased, outcome, address=address)
    services.doorbell.ring()


async def _try(
    services: Services, tenant: Tenant, leased: Leased, reader: Own | None, outside: Outside
) -> Outcome:
    if reader is None:
        raise Needless("person_gone")
    try:
        _, server = await settings_of(channel_of(services), tenant)
    except Unsealable:
        return Outcome("never", "unsealable")
    if server is None:
        return Outcome("never", "not_configured")
    if not reader.mail:
        return Outcome("never", "no_address")
    letter = await letter_for(services, tenant, reader, leased)
    try:
        mail = compose(
            letter, id=leased.id, sender=server.server.sender, to=reader.mail,
            now=services.clock.now(),
        )  # fmt: skip
    except ValueError:
        return Outcome("never", "address_malformed")
    return await _hand_in(channel_of(services), server, mail, outside)


async def _hand_in(
    channel: Channel, server: Server, mail: EmailMessage, outside: Outside
) -> Outcome:
    return await hand_in(
        server.server,
        mail,
        borders=channel.borders if server.by_tenant else None,
        timeout_seconds=outside.timeout_seconds,
        resolve=outside.resolve,
    )


async def _tell_paused(services: Services, tenant: Tenant, webhook: UUID, title: str) -> None:
    """Whoever may manage channels learns that one of them no longer works."""
    now = services.clock.now()
    key = uuid5(webhook, f"paused {now.isoformat()}")
    await tell_managers(services, tenant, PERMISSION, key=key, kind="webhook_paused", name=title)
