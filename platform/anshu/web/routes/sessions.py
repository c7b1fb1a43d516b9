"""Log in, see who one is, switch the tenant, log out; API tokens of one's own."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Response, delete, get, post, put
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from anshu.identity.sessions import Entry, OpenedSession
from anshu.identity.subject import SessionSubject
from anshu.identity.tokens import CreatedToken, TokenRequest, TokenRow
from anshu.identity.wiring import Identity
from anshu.kernel.refusal import Refusal
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.guard import COOKIE, address_of, lacks_factor, session_of, subject_of
from anshu.web.problems import language_of


class LogIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A log-in; `tenant` chooses among several memberships, `code` is of the second factor."""

    login: str
    password: str
    code: str = ""
    tenant: UUID | None = None


class TenantChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """The tenant to work in."""

    tenant: UUID


class Account(Struct, frozen=True):
    login: str
    name: str


class TenantName(Struct, frozen=True):
    id: UUID
    name: str
    kind: str


class OrgUnit(Struct, frozen=True):
    path: str
    name: str


class Person(Struct, frozen=True):
    id: UUID
    name: str
    org: OrgUnit


class RoleName(Struct, frozen=True):
    key: str
    label: str


class MembershipName(Struct, frozen=True):
    tenant: UUID
    name: str
    kind: str


class Session(Struct, frozen=True):
    """Who is working, where, and what they may do."""

    account: Account
    tenant: TenantName
    person: Person
    roles: tuple[RoleName, ...]
    permissions: tuple[str, ...]
    memberships: tuple[MembershipName, ...]
    language: str
    server_time: datetime
    demo: bool
    public_url: str
    second_factor_due: bool = False


class TokenList(Struct, frozen=True):
    """One's own live tokens."""

    items: tuple[TokenRow, ...]


class NewToken(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    permissions: frozenset[str]
    days: int = 90


@post("/session", opt={"open": "logging in"}, status_code=200, responses=says(Session))
async def log_in(
    request: Asked,
    data: JSONBody[LogIn],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Opens a session; five wrong passwords or codes lock the login for a while."""
    person = await identity.logins.authenticate(
        login=data.login, password=data.password, address=address_of(request), code=data.code
    )
    if isinstance(person, Refusal):
        return answer(request, person)
    entry = Entry(second_factor=person.second_factor, agent=agent_of(request))
    opened = await identity.sessions.open(person.account, tenant=data.tenant, entry=entry)
    return await _opened(request, opened, services, identity)


@get("/session", opt={"open": "tells whether one is logged in"}, responses=says(Session))
async def show_session(
    request: Asked, services: NamedDependency[Services], identity: NamedDependency[Identity]
) -> Response[bytes]:
    """The current session; 204 without a body when nobody is logged in."""
    session = await session_of(request)
    if session is None:
        return Response(b"", status_code=204)
    subject = await subject_of(services, session)
    subject = msgspec.structs.replace(subject, language=language_of(request))
    return answer(request, await _describe(session, subject, services, identity))


@delete(
    "/session", opt={"member": "log out", "early": "leaving is always possible"}, status_code=204
)
async def log_out(
    session: NamedDependency[SessionSubject], identity: NamedDependency[Identity]
) -> Response[None]:
    """Ends the session everywhere within two seconds."""
    await identity.sessions.log_out(session.session)
    response: Response[None] = Response(None, status_code=204)
    response.delete_cookie(COOKIE, path="/")
    return response


@put(
    "/session/tenant",
    opt={"member": "switch to another own tenant", "early": "another tenant asks for less"},
    responses=says(Session),
)
async def switch_tenant(
    request: Asked,
    data: JSONBody[TenantChoice],
    session: NamedDependency[SessionSubject],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Leaves this tenant and enters another one of the account's."""
    opened = await identity.sessions.switch(session.session, tenant=data.tenant)
    return await _opened(request, opened, services, identity)


@get("/tokens", opt={"permission": "token:self:manage"}, responses=says(TokenList))
async def list_tokens(
    request: Asked, session: NamedDependency[SessionSubject], identity: NamedDependency[Identity]
) -> Response[bytes]:
    """One's own live API tokens, without their secrets."""
    return answer(request, TokenList(await identity.tokens.of_owner(session)))


@post("/tokens", opt={"permission": "token:self:manage"}, responses=says(CreatedToken, status=201))
async def create_token(
    request: Asked,
    data: JSONBody[NewToken],
    session: NamedDependency[SessionSubject],
    subject: NamedDependency[Subject],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """A new API token; its secret is told only now."""
    wanted = TokenRequest(data.title, data.permissions, data.days)
    granted = subject.allowed.permissions
    created = await identity.tokens.create(session, wanted, granted=granted)
    return answer(request, created, status=201)


@delete("/tokens/{token:uuid}", opt={"permission": "token:self:manage"}, status_code=200)
async def revoke_token(
    request: Asked,
    token: FromPath[UUID],
    session: NamedDependency[SessionSubject],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Ends one of one's own tokens at once."""
    if await identity.tokens.revoke(session, token):
        return answer(request, {"revoked": True})
    return answer(request, Refusal("not_found", kind="unknown"))


def agent_of(request: Asked) -> str:
    """What the browser calls itself, so that its owner knows it again among the sessions."""
    return request.headers.get("user-agent", "")[:200]


def session_cookie(request: Asked, services: Services, opened: OpenedSession) -> Cookie:
    """The cookie of a session just opened."""
    return Cookie(
        COOKIE,
        path="/",
        value=opened.secret,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        max_age=services.settings.session_hours * 3600,
    )


async def _opened(
    request: Asked, opened: OpenedSession | Refusal, services: Services, identity: Identity
) -> Response[bytes]:
    if isinstance(opened, Refusal):
        return answer(request, opened)
    session = await identity.resolver.resolve(opened.secret)
    if session is None:
        return answer(request, Refusal("not_logged_in", kind="forbidden"))
    subject = await subject_of(services, session)
    subject = msgspec.structs.replace(subject, language=language_of(request))
    response = answer(request, await _describe(session, subject, services, identity))
    response.set_cookie(session_cookie(request, services, opened))
    return response


async def _describe(
    session: SessionSubject, subject: Subject, services: Services, identity: Identity
) -> Session:
    book = await services.books.current(session.principal)
    roles = [book.compiled.roles[post.role] for post in subject.allowed.posts]
    memberships = await identity.memberships.of_account(session.account)
    access, language = subject.access, subject.language
    return Session(
        account=Account(session.login, session.name),
        tenant=TenantName(session.tenant, session.tenant_name, session.tenant_kind),
        person=Person(access.person, access.name, OrgUnit(access.org_path, access.org_name)),
        roles=tuple(RoleName(role.key, role.title.said(language)) for role in dict.fromkeys(roles)),
        permissions=tuple(sorted(subject.allowed.permissions)),
        memberships=tuple(MembershipName(m.tenant, m.name, m.kind) for m in memberships),
        language=language,
        server_time=services.clock.now(),
        demo=services.settings.demo,
        public_url=services.settings.public_url,
        second_factor_due=lacks_factor(session, subject),
    )


ROUTES = [log_in, show_session, log_out, switch_tenant, list_tokens, create_token, revoke_token]
