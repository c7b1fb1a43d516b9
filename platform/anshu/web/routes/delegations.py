"""委托: what one has given to others for a time, what one was given, and ending it."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from anshu.kernel.refusal import Refusal
from anshu.records.candidates import Candidates, delegation_candidates
from anshu.records.delegations import (
    Delegations,
    NewDelegation,
    delegate,
    delegations,
    end_delegation,
)
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says


class Ended(Struct, frozen=True, forbid_unknown_fields=True):
    """The end of a delegation, and why."""

    command_id: UUID
    reason: str = ""


@get("/delegations", opt={"member": "one's own delegations"}, responses=says(Delegations))
async def show_delegations(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """What the reader has given and received."""
    return answer(request, await delegations(services, subject))


@post(
    "/delegations",
    opt={"permission": "delegation:record:create"},
    responses=says(Delegations, status=201),
)
async def give_delegation(
    request: Asked,
    data: JSONBody[NewDelegation],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Lets another act for the reader for a time."""
    done = await delegate(services, subject, data)
    if isinstance(done, Refusal):
        return answer(request, done)
    return answer(request, await delegations(services, subject), status=201)


@get(
    "/delegations/candidates",
    opt={"permission": "delegation:record:create"},
    responses=says(Candidates),
)
async def candidates_for_delegation(
    request: Asked,
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    kinds: FromQuery[str] = "",
    q: FromQuery[str] = "",
) -> Response[bytes]:
    """Who holds what the reader may do; `kinds` are types with blanks between."""
    return answer(request, await delegation_candidates(services, subject, tuple(kinds.split()), q))


@post(
    "/delegations/{delegation:uuid}/end",
    opt={"permission": "delegation:record:update"},
    status_code=200,
    responses=says(Delegations),
)
async def stop_delegation(
    request: Asked,
    delegation: FromPath[UUID],
    data: JSONBody[Ended],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Ends a delegation at once."""
    done = await end_delegation(services, subject, delegation, data.command_id, data.reason)
    if isinstance(done, Refusal):
        return answer(request, done)
    return answer(request, await delegations(services, subject))


ROUTES = [show_delegations, give_delegation, candidates_for_delegation, stop_delegation]
