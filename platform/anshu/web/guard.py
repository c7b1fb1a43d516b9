"""Every route has a guard: a permission from the catalogue, or a stated reason to be open.

`opt={"permission": "hazard:record:read"}` (path parameters fill `{kind}`), `opt={"member":
"why"}` for what every logged-in person may do, `opt={"open": "why"}` for what needs nobody.
An application with a route that says none of these does not start. `opt={"browser": "why"}`: not
by an API token; `opt={"early": "why"}`: before a second factor that the tenant asks for is shown.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute
from msgspec.structs import replace

from anshu.access.catalogue import SHIPPED
from anshu.identity.subject import SessionSubject
from anshu.kernel.refusal import Fact, Refusal, Refused
from anshu.records.services import Services
from anshu.records.subject import Identity, Subject, resolve
from anshu.web.asked import Asked
from anshu.web.limits import RateLimits
from anshu.web.problems import language_of

COOKIE = "anshu_session"
Connection: TypeAlias = ASGIConnection[Any, Any, Any, State]


class UnguardedRoute(RuntimeError):
    """A route names no permission and no reason to be open; the application must not start."""


async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
    """Resolves who asks and checks the route's permission before anything is read.

    Raises Refused: not_logged_in without a live session, not_allowed without the permission,
    second_factor_required, too_many_requests.
    """
    limits: RateLimits = connection.app.state.limits
    if "open" in handler.opt:
        if connection.url.path.startswith("/api/"):
            limits.address(address_of(connection))
        return
    session = await session_of(connection)
    if session is None:
        limits.address(address_of(connection))
        raise Refused(Refusal("not_logged_in", kind="forbidden"))
    limits.session(session.session)
    if "browser" in handler.opt and session.token_permissions is not None:
        raise Refused(Refusal("token_not_here", kind="forbidden"))
    subject = await subject_of(connection.app.state.services, session)
    if "early" not in handler.opt and lacks_factor(session, subject):
        raise Refused(Refusal("second_factor_required", kind="forbidden"))
    connection.scope["state"]["session"] = session
    connection.scope["state"]["subject"] = subject
    template = handler.opt.get("permission")
    if template is None:
        return
    permission = template.format(**connection.path_params)
    if not subject.allowed.has(permission):
        fact = Fact("permission", permission)
        raise Refused(Refusal("not_allowed", kind="forbidden", facts=(fact,)))


def lacks_factor(session: SessionSubject, subject: Subject) -> bool:
    """Whether the tenant asks this person's roles for a second factor that was not shown.

    API tokens are for machines: they have none, and whoever makes one has shown it.
    """
    if session.second_factor or not session.second_factor_roles:
        return False
    return any(post.role in session.second_factor_roles for post in subject.allowed.posts)


def address_of(connection: Connection) -> str:
    """Where the request comes from, as the server or its trusted proxy says."""
    return connection.client.host if connection.client else ""


async def session_of(connection: Connection) -> SessionSubject | None:
    """Who the cookie or the bearer token says is asking; None if nobody or no longer."""
    header = connection.headers.get("authorization", "")
    scheme, _, token = header.partition(" ")
    secret = token if scheme.lower() == "bearer" else connection.cookies.get(COOKIE, "")
    if not secret:
        return None
    found: SessionSubject | None = await connection.app.state.identity.resolver.resolve(secret)
    return found


async def subject_of(services: Services, session: SessionSubject) -> Subject:
    """The person with the permissions of this moment."""
    return await resolve(
        services,
        Identity(
            principal=session.principal,
            tenant=session.tenant,
            person=session.person,
            timezone=session.timezone,
            language=session.language,
            token_permissions=session.token_permissions,
            token_title=session.token_title,
        ),
    )


def provide_subject(request: Asked, services: NamedDependency[Services]) -> Subject:  # noqa: ARG001
    """The subject that the guard resolved, in the language that the request asks for.

    It names `services` so that the framework resolves the two one after the other: two in one
    batch would open a task group for every request.
    """
    subject: Subject = request.scope["state"]["subject"]
    return replace(subject, language=language_of(request))


def provide_session(request: Asked) -> SessionSubject:
    """The session that the guard resolved."""
    session: SessionSubject = request.scope["state"]["session"]
    return session


def check_guards(routes: Iterable[object]) -> None:
    """Raises UnguardedRoute naming every handler without a permission or a reason.

    A permission must be in the catalogue; `{kind}` in it must be a parameter of the path.
    """
    missing = []
    for route in routes:
        if not isinstance(route, HTTPRoute):
            missing.append(f"{getattr(route, 'path', route)} (only HTTP routes are guarded)")
            continue
        for handler in route.route_handlers:
            if isinstance(handler, HTTPRouteHandler) and not _is_guarded(handler, route.path):
                missing.append(f"{sorted(handler.http_methods)} {route.path}")
    if missing:
        raise UnguardedRoute("routes without a guard: " + "; ".join(missing))


def _is_guarded(handler: HTTPRouteHandler, path: str) -> bool:
    opt = handler.opt
    permission = opt.get("permission")
    if permission is not None:
        # Every record type has the same actions; any shipped one with a flow stands for all.
        known = permission.replace("{kind}", "hazard") in SHIPPED
        return known and ("{kind}" not in permission or "{kind:" in path)
    is_options = handler.http_methods == {"OPTIONS"}
    return bool(opt.get("open") or opt.get("member") or is_options)
