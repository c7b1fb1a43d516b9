"""What a record leaves: its time line, its evidence package, the check of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta

from anshu.kernel.refusal import Refusal
from anshu.records.evidence import Verification, evidence_package, verification
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.records.timeline import Timeline, timeline
from anshu.web.answers import answer, attachment
from anshu.web.asked import Asked
from anshu.web.contract import says

# A time without a zone is refused by name.
Moment = Annotated[datetime, Meta(tz=True)]


@get(
    "/records/{kind:str}/{record:uuid}/timeline",
    opt={"permission": "{kind}:record:read"},
    responses=says(Timeline),
)
async def show_timeline(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Everything that happened to the record, in order."""
    return answer(request, await timeline(services, subject, kind, record))


@get(
    "/records/{kind:str}/{record:uuid}/evidence",
    opt={"permission": "evidence:package:read"},
)
async def download_evidence(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """The record's evidence package; what the reader may not see is in it as hashes only."""
    package = await evidence_package(services, subject, kind, record)
    if isinstance(package, Refusal):
        return answer(request, package)
    return attachment(package.content, name=package.filename, mime="application/zip")


@get(
    "/records/{kind:str}/{record:uuid}/verification",
    opt={"permission": "evidence:package:read"},
    responses=says(Verification),
)
async def verify_record(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Builds the package and verifies it as a stranger would."""
    return answer(request, await verification(services, subject, kind, record))


ROUTES = [show_timeline, download_evidence, verify_record]
