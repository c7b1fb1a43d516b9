"""Open records that a record under review may be the same as."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from anshu.records.duplicates.finding import KnownRecords, possible_originals
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says


@get(
    "/records/{kind:str}/{record:uuid}/possible-originals",
    opt={"permission": "{kind}:record:read"},
    responses=says(KnownRecords),
)
async def show_possible_originals(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """What was reported before, at the same place or in similar words."""
    return answer(request, await possible_originals(services, subject, kind, record))


ROUTES = [show_possible_originals]
