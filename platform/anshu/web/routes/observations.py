"""Observations: what sensors and weather services measured, and signs of presence."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from anshu.records.observing.newest import ObservedList, newest
from anshu.records.observing.presence import Here, be_present
from anshu.records.observing.receiving import Received, SentList, observe
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says


@post(
    "/observations",
    opt={"permission": "observation:item:write"},
    status_code=200,
    responses=says(Received),
)
async def receive(
    request: Asked,
    data: JSONBody[SentList],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Keeps at most a hundred observations at once; sending one again changes nothing."""
    return answer(request, await observe(services, subject, data))


@get(
    "/observations/{quantity:str}",
    opt={"permission": "observation:item:read"},
    responses=says(ObservedList),
)
async def show_newest(
    request: Asked,
    quantity: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    about: FromQuery[UUID | None] = None,
) -> Response[bytes]:
    """Every source's newest value with its age, of the plant or of a record."""
    return answer(request, await newest(services, subject, quantity, about))


@post(
    "/presence/{record:uuid}",
    opt={"permission": "observation:presence:write"},
    status_code=200,
    responses=says(Received),
)
async def say_here(
    request: Asked,
    record: FromPath[UUID],
    data: JSONBody[Here],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """A sign that the person asking is at the record's place."""
    return answer(request, await be_present(services, subject, record, data))


ROUTES = [receive, show_newest, say_here]
