"""Log-in at the organisation's own identity provider: there and back, linking, its log-outs.

Browsers come here by following addresses, so what goes wrong sends them back to the log-in page
with the refusal's code; only the console's own calls are answered with problems.
"""

from typing import Annotated, Literal
from urllib.parse import quote

from litestar import Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct

from anshu.identity.oidc.door import Arrival, Departure, Link, Vouched
from anshu.identity.sessions import Entry
from anshu.identity.subject import SessionSubject
from anshu.identity.wiring import Identity
from anshu.kernel.refusal import Refusal
from anshu.records.services import Services
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.guard import address_of, session_of
from anshu.web.origin import origin_of
from anshu.web.routes.my_account import OWN, Done, PasswordGiven
from anshu.web.routes.sessions import agent_of, session_cookie

WAY_COOKIE = "anshu_oidc"
WAY_PATH = "/api/v1/oidc"
WAY_SECONDS = 600
PAGES = {"desk": "/", "phone": "/m/"}
AFTER_LINKING = {"desk": "/account", "phone": "/m/#/account"}
EntryPage = Literal["desk", "phone"]


class ProviderName(Struct, frozen=True):
    key: str
    title: str


class ProviderNames(Struct, frozen=True):
    """The identity providers that the log-in page offers."""

    items: tuple[ProviderName, ...]


class Links(Struct, frozen=True):
    """The identities that open one's account, and the providers to link."""

    items: tuple[Link, ...]
    providers: tuple[ProviderName, ...]


class Address(Struct, frozen=True):
    """Where the browser is to go."""

    address: str


@get("/oidc", opt={"open": "the log-in page offers them"}, responses=says(ProviderNames))
async def list_providers(request: Asked, identity: NamedDependency[Identity]) -> Response[bytes]:
    """The providers of this installation by title."""
    return answer(request, ProviderNames(await _names(identity)))


@get("/oidc/{key:str}/begin", opt={"open": "logging in"}, include_in_schema=False)
async def begin(
    request: Asked,
    key: FromPath[str],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
    entry: FromQuery[EntryPage] = "desk",
) -> Response[bytes]:
    """Sends the browser to the provider."""
    departure = await identity.oidc.depart(key, back=_back(request, services, key), entry=entry)
    if isinstance(departure, Refusal):
        return _to(_told(PAGES[entry], departure))
    response = _to(departure.address)
    _take_along(request, response, departure)
    return response


@get("/oidc/{key:str}/back", opt={"open": "logging in"}, include_in_schema=False)
async def come_back(
    request: Asked,
    key: FromPath[str],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
    returned: Annotated[str, QueryParameter(name="state")] = "",
    code: FromQuery[str] = "",
    error: FromQuery[str] = "",
) -> Response[bytes]:
    """Opens a session for whom the provider vouches, or links the identity."""
    arrival = Arrival(
        cookie=request.cookies.get(WAY_COOKIE, ""), state=returned, code=code, error=error,
        back=_back(request, services, key),
    )  # fmt: skip
    came = await identity.oidc.arrive(key, arrival)
    if isinstance(came, Refusal):
        response = _to(_told(PAGES["desk"], came))
    elif came.way.account is not None:
        response = await _linked(request, came)
    else:
        response = await _entered(request, came, services, identity)
    response.delete_cookie(WAY_COOKIE, path=WAY_PATH)
    return response


@post(
    "/oidc/{key:str}/logout",
    opt={"open": "the provider's signed token is the proof", "exclude_from_csrf": True},
    status_code=200,
)
async def log_out_by_provider(
    request: Asked,
    key: FromPath[str],
    data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Back-channel log-out: ends the sessions that the provider's token names."""
    refused = await identity.oidc.log_out(key, data.get("logout_token", ""))
    if refused is None:
        return Response(b"", status_code=200, media_type="text/plain")
    response = answer(request, refused)
    if refused.kind != "busy":
        # The specification's answer to a token that is not accepted.
        response.status_code = 400
    return response


@get("/account/links", opt=OWN, responses=says(Links))
async def list_links(
    request: Asked,
    session: NamedDependency[SessionSubject],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """The identities that open one's account."""
    links = await identity.oidc.links(session.account)
    return answer(request, Links(links, await _names(identity)))


@post("/account/links/{key:str}", opt=OWN, status_code=200, responses=says(Address))
async def begin_link(
    request: Asked,
    key: FromPath[str],
    data: JSONBody[PasswordGiven],
    session: NamedDependency[SessionSubject],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
    entry: FromQuery[EntryPage] = "desk",
) -> Response[bytes]:
    """Where to go to link an identity to one's account; asks for the password."""
    refused = await identity.logins.confirm(
        login=session.login, password=data.password, address=address_of(request)
    )
    if refused is not None:
        return answer(request, refused)
    back = _back(request, services, key)
    departure = await identity.oidc.depart(key, back=back, entry=entry, account=session.account)
    if isinstance(departure, Refusal):
        return answer(request, departure)
    response = answer(request, Address(departure.address))
    _take_along(request, response, departure)
    return response


@delete("/account/links/{key:str}", opt=OWN, status_code=200, responses=says(Done))
async def end_link(
    request: Asked,
    key: FromPath[str],
    session: NamedDependency[SessionSubject],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Ends one's links with a provider."""
    ended = await identity.oidc.end_link(session.account, key)
    return answer(request, Done() if ended else Refusal("not_found", kind="unknown"))


async def _entered(
    request: Asked, came: Vouched, services: Services, identity: Identity
) -> Response[bytes]:
    page = PAGES.get(came.way.entry, "/")
    entry = Entry(
        second_factor=came.provider.strong,
        agent=agent_of(request),
        provider=came.provider.id,
        provider_subject=came.subject,
        provider_session=came.session,
    )
    opened = await identity.sessions.open(came.account, tenant=came.provider.tenant, entry=entry)
    if isinstance(opened, Refusal):
        return _to(_told(page, opened))
    response = _to(page)
    response.set_cookie(session_cookie(request, services, opened))
    return response


async def _linked(request: Asked, came: Vouched) -> Response[bytes]:
    """Only the browser session that asked for the link sees its end."""
    page = AFTER_LINKING.get(came.way.entry, "/")
    session = await session_of(request)
    same = session is not None and session.account == came.way.account
    return _to(page if same else PAGES.get(came.way.entry, "/"))


async def _names(identity: Identity) -> tuple[ProviderName, ...]:
    return tuple(ProviderName(p.key, p.title) for p in await identity.oidc.providers.all())


def _back(request: Asked, services: Services, key: str) -> str:
    return f"{origin_of(request, services)}{WAY_PATH}/{quote(key, safe='')}/back"


def _told(page: str, refusal: Refusal) -> str:
    return f"{page}?login_refused={refusal.code}"


def _to(address: str) -> Response[bytes]:
    return Response(
        b"", status_code=302, headers={"location": address, "cache-control": "no-store"}
    )


def _take_along(request: Asked, response: Response[bytes], departure: Departure) -> None:
    response.set_cookie(
        Cookie(
            WAY_COOKIE, path=WAY_PATH, value=departure.cookie, httponly=True, samesite="lax",
            secure=request.url.scheme == "https", max_age=WAY_SECONDS,
        )
    )  # fmt: skip


ROUTES = [
    list_providers, begin, come_back, log_out_by_provider, list_links, begin_link, end_link,
]  # fmt: skip
