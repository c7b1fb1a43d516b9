"""Webhooks: kept, changed, paused, tested, given a new secret, removed."""

from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from anshu.kernel.refusal import Refusal
from anshu.notify.events import EVENTS
from anshu.notify.webhooks import (
    Made,
    NewWebhook,
    Webhook,
    change,
    create,
    list_webhooks,
    ping,
    remove,
    rotate,
    switch,
)
from anshu.records.notifying.dispatching import channel_of
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.routes.deliveries import DeliveryQueued
from anshu.web.routes.notifications import MANAGE


class WebhookChoice(Struct, frozen=True):
    """An event or a type of record that can be chosen."""

    key: str
    title: str


class Webhooks(Struct, frozen=True):
    """The tenant's webhooks, and what can be chosen for one."""

    items: tuple[Webhook, ...]
    events: tuple[WebhookChoice, ...]
    types: tuple[WebhookChoice, ...]


class WebhookActive(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the webhook gets messages."""

    active: bool


class WebhookRemoved(Struct, frozen=True):
    """The webhook that is no more."""

    webhook: UUID


@get("/webhooks", opt=MANAGE, responses=says(Webhooks))
async def show_webhooks(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The tenant's webhooks; their secrets are never shown again."""
    book = await services.books.current(subject.principal)
    language = subject.language
    told = {key: kind for key, kind in book.compiled.types.items() if kind.item.told_outside}
    kinds = sorted(told.items())
    items = await list_webhooks(channel_of(services), subject.principal)
    events = tuple(WebhookChoice(key, title.said(language)) for key, title in EVENTS.items())
    types = tuple(WebhookChoice(key, kind.item.title.said(language)) for key, kind in kinds)
    return answer(request, Webhooks(items, events, types))


@post("/webhooks", opt=MANAGE, responses=says(Made, status=201))
async def create_webhook(
    request: Asked,
    data: JSONBody[NewWebhook],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Keeps a webhook and shows its secret this once."""
    made = await create(
        channel_of(services, by=subject.person), subject.principal, data, by=subject.person,
        types=await _types(services, subject),
    )  # fmt: skip
    return answer(request, made, status=201)


@put("/webhooks/{webhook:uuid}", opt=MANAGE, responses=says(Webhook))
async def change_webhook(
    request: Asked,
    webhook: FromPath[UUID],
    data: JSONBody[NewWebhook],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Changes title, address, events and types; the secret stays."""
    types = await _types(services, subject)
    changed = await change(
        channel_of(services, by=subject.person), subject.principal, webhook, data, types=types
    )
    return answer(request, changed)


@put("/webhooks/{webhook:uuid}/active", opt=MANAGE, responses=says(Webhook))
async def switch_webhook(
    request: Asked,
    webhook: FromPath[UUID],
    data: JSONBody[WebhookActive],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Pauses or resumes; what waited meanwhile goes out when it is resumed."""
    switched = await switch(
        channel_of(services, by=subject.person), subject.principal, webhook, active=data.active
    )
    services.doorbell.ring()
    return answer(request, switched)


@post("/webhooks/{webhook:uuid}/secret", opt=MANAGE, status_code=200, responses=says(Made))
async def rotate_secret(
    request: Asked,
    webhook: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """A new secret, shown this once; the old one signs beside it for a day."""
    return answer(
        request, await rotate(channel_of(services, by=subject.person), subject.principal, webhook)
    )


@post(
    "/webhooks/{webhook:uuid}/ping",
    opt=MANAGE,
    status_code=202,
    responses=says(DeliveryQueued, status=202),
)
async def ping_webhook(
    request: Asked,
    webhook: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Sends a test message; its line in the log tells how it went."""
    asked = await ping(channel_of(services, by=subject.person), subject.principal, webhook)
    services.doorbell.ring()
    shown = asked if isinstance(asked, Refusal) else DeliveryQueued(asked)
    return answer(request, shown, status=202)


@delete("/webhooks/{webhook:uuid}", opt=MANAGE, status_code=200, responses=says(WebhookRemoved))
async def remove_webhook(
    request: Asked,
    webhook: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Ends the webhook; the log of what it was sent stays."""
    refused = await remove(channel_of(services, by=subject.person), subject.principal, webhook)
    return answer(request, refused or WebhookRemoved(webhook))


async def _types(services: Services, subject: Subject) -> frozenset[str]:
    book = await services.books.current(subject.principal)
    return frozenset(key for key, kind in book.compiled.types.items() if kind.item.told_outside)


ROUTES = [
    show_webhooks, create_webhook, change_webhook, switch_webhook, rotate_secret, ping_webhook,
    remove_webhook,
]  # fmt: skip
