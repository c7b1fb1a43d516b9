"""What is known of a file, and the code under which a printed record names its seal."""

import io
from uuid import UUID

import segno
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from anshu.kernel.refusal import Refusal
from anshu.records.attachments import Attachment, attachment_of
from anshu.records.paging import record_page
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says


@get("/media/{digest:str}/facts", opt={"permission": "media:item:read"}, responses=says(Attachment))
async def show_attachment(
    request: Asked,
    digest: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Who sent a file, when and where it was taken, when it was received, and its hash."""
    return answer(request, await attachment_of(services, subject, digest))


@get("/records/{kind:str}/{record:uuid}/seal-code", opt={"permission": "{kind}:record:read"})
async def show_seal_code(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """A QR picture of the newest head over the record: on paper it leaves the operator's hands.

    Refuses a record of which nothing is sealed yet.
    """
    page = await record_page(services, subject, kind, record)
    if isinstance(page, Refusal):
        return answer(request, page)
    ledger = page.ledger
    if not ledger.head or not ledger.sealed:
        return answer(request, Refusal("not_sealed"))
    text = (
        f"ANSHU SEAL {ledger.seal_no}\nHEAD {ledger.head}\n"
        f"RECORD {page.number} {ledger.sealed}/{ledger.events}"
    )
    picture = io.BytesIO()
    segno.make(text, error="m").save(picture, kind="svg", xmldecl=False, border=2)
    headers = {"x-content-type-options": "nosniff", "cache-control": "private, no-cache"}
    return Response(picture.getvalue(), media_type="image/svg+xml", headers=headers)


ROUTES = [show_attachment, show_seal_code]
