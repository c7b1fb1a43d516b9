"""Where things are: geofences of areas, plans of the plant, labels, calendars."""

from typing import cast
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from anshu.identity.subject import SessionSubject
from anshu.kernel.refusal import Refusal
from anshu.records.places.calendars import Seeds, seeds
from anshu.records.places.geofences import Geofences, geofences
from anshu.records.places.label_sheet import Layout
from anshu.records.places.labels import Wish, print_labels
from anshu.records.places.plans import Plans, plan_picture, plans
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer, attachment
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.filters import filters_of


@get(
    "/areas/geofences",
    opt={"member": "everybody must know in which area they stand"},
    responses=says(Geofences),
)
async def show_geofences(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The tenant's areas with boundary, else centre and radius, in WGS-84."""
    return answer(request, await geofences(services, subject.principal))


@get("/plans", opt={"member": "a plan hangs on the wall of every plant"}, responses=says(Plans))
async def show_plans(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The tenant's plans with their georeference, and equipment that has a place."""
    may = subject.allowed.has("equipment:record:read")
    return answer(request, await plans(services, subject.principal, with_equipment=may))


@get("/plans/{plan:uuid}/picture", opt={"member": "a plan hangs on the wall of every plant"})
async def show_picture(
    request: Asked,
    plan: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """The plan's picture as it was uploaded."""
    found = await plan_picture(services, subject.principal, plan)
    if isinstance(found, Refusal):
        return answer(request, found)
    headers = {
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-cache",
    }
    return Response(found.content, media_type=found.mime, headers=headers)


@get(
    "/calendars/proposals",
    opt={"permission": "calendar:record:read"},
    responses=says(Seeds),
)
async def show_proposals(request: Asked) -> Response[bytes]:
    """Statutory holidays to check and take over into a calendar; nobody has verified them."""
    return answer(request, seeds())


@get("/labels/{kind:str}", opt={"permission": "{kind}:record:read"})
async def show_labels(
    request: Asked,
    kind: FromPath[str],
    subject: NamedDependency[Subject],
    session: NamedDependency[SessionSubject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """A PDF of labels; the filters of lists choose, `layout` is 60x40 or a4.

    `base` is the address that phones know the product by: else the one that is set, else that of
    the request.
    """
    filters = filters_of(request, besides=("layout", "base"))
    if isinstance(filters, Refusal):
        return answer(request, filters)
    asked = request.query_params
    here = f"{request.url.scheme}://{request.url.netloc}"
    base = asked.get("base") or services.settings.public_url or here
    wish = Wish(kind, cast(Layout, asked.get("layout", "60x40")), base, session.tenant_name)
    made = await print_labels(services, subject, wish, filters)
    if isinstance(made, Refusal):
        return answer(request, made)
    return attachment(made.body, name=made.filename, mime="application/pdf")


ROUTES = [show_geofences, show_plans, show_picture, show_proposals, show_labels]
