"""Lists of records, their export, the work list, and search over everything."""

from typing import cast

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from anshu.kernel.refusal import Refusal
from anshu.records.export import export_records
from anshu.records.finding import SearchAnswer, find
from anshu.records.listing import RecordList, list_records
from anshu.records.services import Services
from anshu.records.spreadsheet import Format
from anshu.records.subject import Subject
from anshu.records.worklist import WorkList, worklist
from anshu.web.answers import answer, attachment
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.filters import filters_of


@get("/worklist", opt={"member": "what waits for oneself"}, responses=says(WorkList))
async def show_worklist(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """What waits for the reader, by when and why, and the newest notices."""
    return answer(request, await worklist(services, subject))


@get("/records/{kind:str}", opt={"permission": "{kind}:record:read"}, responses=says(RecordList))
async def show_list(
    request: Asked,
    kind: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """A page of the records that the reader may read; the query names the filters."""
    filters = filters_of(request)
    if isinstance(filters, Refusal):
        return answer(request, filters)
    return answer(request, await list_records(services, subject, kind, filters))


@get("/records/{kind:str}/export", opt={"permission": "{kind}:record:export"})
async def export(
    request: Asked,
    kind: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """All rows of the same filters as a file; `format` is csv or xlsx."""
    filters = filters_of(request, besides=("format",))
    if isinstance(filters, Refusal):
        return answer(request, filters)
    # Any other word is refused there, by name.
    form = cast(Format, request.query_params.get("format", "xlsx"))
    made = await export_records(services, subject, kind, filters, form=form)
    if isinstance(made, Refusal):
        return answer(request, made)
    return attachment(made.body, name=made.filename, mime=made.mime)


@get("/search", opt={"member": "finds only what the reader may read"}, responses=says(SearchAnswer))
async def search(
    request: Asked,
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    q: FromQuery[str] = "",
) -> Response[bytes]:
    """At most twenty records by number or words, of every type that the reader may read."""
    return answer(request, await find(services, subject, q))


ROUTES = [show_worklist, show_list, export, search]
