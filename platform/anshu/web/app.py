"""Builds the ASGI application: routes under one guard, problems for every failure."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

import asyncpg
import structlog
from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException, ValidationException
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from anshu.boards.export import PrintingRoom
from anshu.boards.live import LiveBoards
from anshu.identity.door import ControlDoor
from anshu.identity.living import living
from anshu.identity.wiring import Identity, identity
from anshu.kernel.refusal import Refused
from anshu.records.books import NotConfigured
from anshu.records.services import Services
from anshu.web import problems
from anshu.web.console import console
from anshu.web.guard import check_guards, guard, provide_session, provide_subject
from anshu.web.limits import RateLimits
from anshu.web.metrics import observe
from anshu.web.routes import (
    accounts,
    administration,
    attachments,
    audit,
    board_streams,
    boards,
    candidates,
    completions,
    connectors,
    definitions,
    delegations,
    deliveries,
    duplicates,
    entries,
    evidence,
    forms,
    health,
    imports,
    indicators,
    judgements,
    ledgers,
    lists,
    mail_templates,
    media,
    my_account,
    notices,
    notifications,
    observations,
    oidc,
    places,
    records,
    roles,
    sessions,
    shared_pages,
    sign_in_policy,
    signing,
    standards,
    tasks,
    uploads,
    views,
    webhooks,
)
from anshu.web.security import HEADERS, CookieCsrf
from anshu_tenants.hardening import assert_hardened

log = structlog.get_logger(__name__)

API = "/api/v1"


def create_app(services: Services) -> Litestar:
    """The application over these services; raises UnguardedRoute when a route has no guard."""
    settings = services.settings
    door = ControlDoor(services.store, settings.control_node, services.clock)
    room = identity(door, secret=settings.secret)
    limits = RateLimits(
        per_session=settings.requests_per_session, per_address=settings.requests_per_address
    )
    handlers = [
        *sessions.ROUTES, *records.ROUTES, *entries.ROUTES, *evidence.ROUTES, *media.ROUTES,
        *uploads.ROUTES,
        *definitions.ROUTES, *duplicates.ROUTES, *forms.ROUTES, *judgements.ROUTES,
        *lists.ROUTES, *ledgers.ROUTES, *views.ROUTES, *audit.ROUTES, *attachments.ROUTES,
        *indicators.ROUTES, *boards.ROUTES, *board_streams.ROUTES,
        *notices.ROUTES, *notifications.ROUTES, *mail_templates.ROUTES, *deliveries.ROUTES,
        *webhooks.ROUTES,
        *imports.ROUTES, *connectors.ROUTES, *accounts.ROUTES, *roles.ROUTES, *my_account.ROUTES,
        *signing.ROUTES, *sign_in_policy.ROUTES, *oidc.ROUTES,
        *tasks.ROUTES, *candidates.ROUTES, *completions.ROUTES, *delegations.ROUTES,
        *observations.ROUTES, *places.ROUTES, *administration.ROUTES, *shared_pages.ROUTES,
        *standards.ROUTES,
    ]  # fmt: skip
    csrf = DefineMiddleware(CookieCsrf, secret=services.settings.secret.hex())
    api = Router(API, route_handlers=handlers, middleware=[csrf])
    app = Litestar(
        route_handlers=[api, *health.ROUTES, console],
        guards=[guard],
        dependencies=_dependencies(services, room),
        exception_handlers={
            Refused: problems.on_refused,
            NotConfigured: problems.on_not_configured,
            ValidationException: problems.on_validation,
            HTTPException: problems.on_http,
            RecursionError: problems.on_unreadable,
            UnicodeDecodeError: problems.on_unreadable,
            asyncpg.CharacterNotInRepertoireError: problems.on_unstorable,
            asyncpg.PostgresConnectionError: problems.on_unreachable,
            asyncpg.InterfaceError: problems.on_unreachable,
            OSError: problems.on_unreachable,
            Exception: problems.on_failure,
        },
        state=State({"services": services, "identity": room, "limits": limits}),
        before_send=[_add_headers],
        compression_config=CompressionConfig(
            backend="gzip",
            minimum_size=1000,
            gzip_compress_level=4,
            # What is compressed as a whole would keep a stream's events waiting.
            exclude_opt_key="uncompressed",
        ),
        # Logs are set up by the entry point, once for the whole process.
        logging_config=None,
        openapi_config=_openapi(),
        request_max_body_size=problems.MAX_BODY_BYTES,
        lifespan=[_living(services)],
    )
    check_guards(app.routes)
    return app


def _openapi() -> OpenAPIConfig:
    """The contract as JSON only: documentation pages would fetch scripts from elsewhere."""
    return OpenAPIConfig(
        title="Anshu",
        version="1",
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        openapi_router=Router("/schema", route_handlers=[], opt={"open": "the contract is public"}),
    )


def _dependencies(services: Services, room: Identity) -> dict[str, Provide]:
    def provide_services() -> Services:
        return services

    def provide_identity() -> Identity:
        return room

    door = ControlDoor(services.store, services.settings.control_node, services.clock)
    live = LiveBoards(services, partial(living, door))

    printing = PrintingRoom()

    def provide_live() -> LiveBoards:
        return live

    def provide_printing() -> PrintingRoom:
        return printing

    return {
        "live": Provide(provide_live, sync_to_thread=False),
        "printing": Provide(provide_printing, sync_to_thread=False),
        "services": Provide(provide_services, sync_to_thread=False),
        "identity": Provide(provide_identity, sync_to_thread=False),
        "subject": Provide(provide_subject, sync_to_thread=False),
        "session": Provide(provide_session, sync_to_thread=False),
    }


def _living(
    services: Services,
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """From start to end: a node that is not hardened stops the start."""

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        accepted = services.settings.accepted_weaknesses
        for node in services.store.nodes:
            for name in await assert_hardened(services.store, node, accepted=accepted):
                log.warning("weaker mode", node=node, measure=name)
        services.store.observers.append(observe)
        try:
            yield
        finally:
            services.store.observers.remove(observe)
            await services.store.close()

    return lifespan


async def _add_headers(message: object, _scope: object) -> None:
    if isinstance(message, dict) and message.get("type") == "http.response.start":
        present = {name.lower() for name, _ in message["headers"]}
        message["headers"] += [
            (name.encode(), value.encode())
            for name, value in HEADERS.items()
            if name.encode() not in present
        ]
