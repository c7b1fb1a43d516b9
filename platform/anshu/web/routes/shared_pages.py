"""Links to one record for people without a log-in: made by who may read it, open for a while."""

import io
from uuid import UUID

import segno
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from anshu.flow.shared_links import RevokeLink
from anshu.kernel.refusal import Refusal
from anshu.records.page import RecordPage
from anshu.records.services import Services
from anshu.records.sharing.link import link_of
from anshu.records.sharing.sharing import SharedPage, make_link, open_link
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.carrying_out import carried_out
from anshu.web.contract import says
from anshu.web.origin import origin_of
from anshu.web.problems import language_of

# The address holds the token: it must not travel on, nor stay in a cache or a search index.
QUIET = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
    "x-content-type-options": "nosniff",
}


class LinkMade(Struct, frozen=True):
    """The link's token, its whole address, and until when it opens (RFC 3339)."""

    id: UUID
    token: str
    address: str
    until: str


class Revoked(Struct, frozen=True, forbid_unknown_fields=True):
    """The id of the asking; the same one asks only once."""

    command_id: UUID


@post(
    "/records/{kind:str}/{record:uuid}/links",
    opt={"permission": "{kind}:record:read"},
    status_code=200,
    responses=says(LinkMade),
)
async def make(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """A link to the record that opens without a log-in; its stream keeps who made it."""
    made = await make_link(services, subject, kind, record)
    if isinstance(made, Refusal):
        return answer(request, made)
    address = _address(request, services, made.token)
    return answer(request, LinkMade(made.id, made.token, address, made.until.isoformat()))


@post(
    "/records/{kind:str}/{record:uuid}/links/{link:uuid}/revoke",
    opt={"permission": "{kind}:record:read"},
    status_code=200,
    responses=says(RecordPage),
)
async def revoke(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    link: FromPath[UUID],
    data: JSONBody[Revoked],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """The link opens nothing any more; by its maker, or by who manages the record's tasks."""
    command = RevokeLink(id=data.command_id, record=record, type=kind, link=link)
    return await carried_out(request, command, subject, services)


@get("/shared/{token:str}", opt={"open": "the token is the permission"}, responses=says(SharedPage))
async def show(
    request: Asked, token: FromPath[str], services: NamedDependency[Services]
) -> Response[bytes]:
    """What the link shows: only what the record's type names for strangers."""
    found = await open_link(services, token, language=language_of(request))
    return _quiet(answer(request, found))


@get("/shared/{token:str}/code", opt={"open": "the token is the permission"})
async def show_code(
    request: Asked, token: FromPath[str], services: NamedDependency[Services]
) -> Response[bytes]:
    """The link's address as a QR picture."""
    link = link_of(token, secret=services.settings.secret, now=services.clock.now())
    if isinstance(link, Refusal):
        return _quiet(answer(request, link))
    picture = io.BytesIO()
    code = segno.make(_address(request, services, token), error="m")
    code.save(picture, kind="svg", xmldecl=False, border=2)
    return _quiet(Response(picture.getvalue(), media_type="image/svg+xml"))


def _address(request: Asked, services: Services, token: str) -> str:
    return f"{origin_of(request, services)}/m/#/s/{token}"


def _quiet(response: Response[bytes]) -> Response[bytes]:
    response.headers.update(QUIET)
    return response


ROUTES = [make, revoke, show, show_code]
