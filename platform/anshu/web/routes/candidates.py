"""Whom a task can be passed on to or shown: 转交, 加签, 抄送."""

from typing import Literal
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from anshu.records.candidates import Candidates, copy_candidates, task_candidates
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says


@get(
    "/records/{kind:str}/{record:uuid}/tasks/{task:uuid}/candidates",
    opt={"permission": "{kind}:record:read"},
    responses=says(Candidates),
)
async def candidates_for_task(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    task: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    use: FromQuery[Literal["reassign", "add_signer"]] = "reassign",
    q: FromQuery[str] = "",
) -> Response[bytes]:
    """The people who are entitled to take the task, or to be added to it."""
    at = (kind, record, task)
    return answer(request, await task_candidates(services, subject, at, use, q))


@get(
    "/records/{kind:str}/{record:uuid}/copies/candidates",
    opt={"permission": "{kind}:task:copy"},
    responses=says(Candidates),
)
async def candidates_for_copy(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    q: FromQuery[str] = "",
) -> Response[bytes]:
    """The people who may be given the record to read."""
    return answer(request, await copy_candidates(services, subject, (kind, record), q))


ROUTES = [candidates_for_task, candidates_for_copy]
