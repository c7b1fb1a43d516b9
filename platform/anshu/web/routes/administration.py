"""The administrators' desk: what is still to be set up, and the plant's own advice texts."""

from uuid import UUID

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from anshu.records.places.advice import AdviceList, NewAdvice, advice, keep_advice, retire_advice
from anshu.records.places.setup import Setup, setup
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says

MANAGE = {"permission": "tenant:settings:manage"}


@get("/setup", opt=MANAGE, responses=says(Setup))
async def show_setup(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """What the plant has and what of it is unfinished."""
    return answer(request, await setup(services, subject))


@get("/advice", opt={"member": "texts to choose from"}, responses=says(AdviceList))
async def show_advice(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The plant's own advice texts."""
    return answer(request, await advice(services, subject))


@put("/advice/{text:uuid}", opt=MANAGE, responses=says(AdviceList))
async def put_advice(
    request: Asked,
    text: FromPath[UUID],
    data: JSONBody[NewAdvice],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Adds or changes a text; the same request twice is one text."""
    return answer(request, await keep_advice(services, subject, text, data))


@delete("/advice/{text:uuid}", status_code=200, opt=MANAGE, responses=says(AdviceList))
async def delete_advice(
    request: Asked,
    text: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Takes a text out of use."""
    return answer(request, await retire_advice(services, subject, text))


ROUTES = [show_setup, show_advice, put_advice, delete_advice]
