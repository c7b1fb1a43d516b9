"""Imports: upload a ledger, map its columns, check every row, take it in, see what happened."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct

from anshu.kernel.refusal import Refusal
from anshu.records.imports import desk
from anshu.records.imports.shown import JobLine, JobPage, job_line, job_page
from anshu.records.imports.table import MAX_BYTES
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.bodies import raw_body
from anshu.web.contract import says

GUARD = {"permission": desk.PERMISSION}


class Mapping(Struct, frozen=True, forbid_unknown_fields=True):
    """Which column fills which target; an empty target leaves the column out."""

    mapping: dict[str, str]


class JobList(Struct, frozen=True):
    """The newest jobs."""

    items: tuple[JobLine, ...]


# The body is read no further than the limit, whose refusal names it.
@post("/imports", opt=GUARD, request_max_body_size=None, responses=says(JobPage, status=201))
async def upload_ledger(
    request: Asked,
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    *,
    kind: Annotated[str, QueryParameter(name="type")],
    filename: FromQuery[str] = "",
) -> Response[bytes]:
    """Keeps a CSV or Excel ledger (the raw body) as a draft with a guessed mapping."""
    content = await raw_body(request, limit_bytes=MAX_BYTES, code="import_too_large")
    if isinstance(content, Refusal):
        return answer(request, content)
    made = await desk.upload(services, subject, kind, filename=filename, content=content)
    return _page(request, made, subject, status=201)


@get("/imports", opt=GUARD, responses=says(JobList))
async def list_imports(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The newest jobs of the tenant."""
    jobs = await desk.list_all(services, subject)
    return answer(request, JobList(tuple(job_line(job) for job in jobs)))


@get("/imports/{job:uuid}", opt=GUARD, responses=says(JobPage))
async def show_import(
    request: Asked,
    job: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """A job with its progress, and every error in the reader's language."""
    return _page(request, await desk.show(services, subject, job), subject)


@put("/imports/{job:uuid}", opt=GUARD, responses=says(JobPage))
async def map_import(
    request: Asked,
    job: FromPath[UUID],
    data: JSONBody[Mapping],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Replaces the mapping; the job is a draft again."""
    return _page(request, await desk.remap(services, subject, job, data.mapping), subject)


@post("/imports/{job:uuid}/dry-run", opt=GUARD, status_code=200, responses=says(JobPage))
async def check_import(
    request: Asked,
    job: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Checks every row and writes no record."""
    return _page(request, await desk.check(services, subject, job), subject)


@post("/imports/{job:uuid}/start", opt=GUARD, status_code=202, responses=says(JobPage, status=202))
async def start_import(
    request: Asked,
    job: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Lets a worker take the rows in; the job tells how far it is."""
    return _page(request, await desk.start(services, subject, job), subject, status=202)


def _page(
    request: Asked, found: desk.Shaped | Refusal, subject: Subject, *, status: int = 200
) -> Response[bytes]:
    if isinstance(found, Refusal):
        return answer(request, found)
    return answer(request, job_page(found.job, found.shape, subject.language), status=status)


ROUTES = [upload_ledger, list_imports, show_import, map_import, check_import, start_import]
