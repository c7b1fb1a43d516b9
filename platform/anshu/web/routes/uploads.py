"""Uploads that resume: announce a file, send it in chunks, ask how far it is, end it."""

from datetime import datetime
from typing import Annotated

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from anshu.kernel.phone_clock import Claimed, corrected
from anshu.kernel.refusal import Refusal
from anshu.media.position import Position
from anshu.media.rows import MediaRow, Purpose
from anshu.media.uploads import (
    MAX_PART_BYTES,
    Announced,
    Chunk,
    Progress,
    Whole,
    announce,
    append,
    finish,
    progress,
)
from anshu.records.arrivals import arrival_message
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.bodies import raw_body
from anshu.web.contract import says
from anshu.web.routes.media import Received, received

UPLOAD = {"permission": "media:item:upload"}
Moment = Annotated[datetime, Meta(tz=True)]


class NewUpload(Struct, frozen=True, forbid_unknown_fields=True, rename={"size": "bytes"}):
    """A file as the phone announces it; `preview` is a small JPEG in base64."""

    sha256: str
    size: int
    purpose: Purpose = "photo"
    captured_at: Moment | None = None
    sent_at: Moment | None = None
    clock_offset_seconds: int | None = None
    position: Position | None = None
    preview: bytes | None = None


@post("/uploads", status_code=200, opt=UPLOAD, responses=says(Progress))
async def begin_upload(
    request: Asked,
    data: JSONBody[NewUpload],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Announces a file, which records may name from now on; the answer says what is missing."""
    claimed = Claimed(data.captured_at, data.sent_at, data.clock_offset_seconds)
    wanted = Announced(
        digest=data.sha256, size=data.size, person=subject.person, purpose=data.purpose,
        captured_at=corrected(claimed, now=services.clock.now()), position=data.position,
        preview=data.preview or b"",
    )  # fmt: skip
    return answer(request, await announce(services.media, subject.principal, wanted))


@get("/uploads/{digest:str}", opt=UPLOAD, responses=says(Progress))
async def show_upload(
    request: Asked,
    digest: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """How far one's own upload is."""
    found = await progress(services.media, subject.principal, digest, subject.person)
    return answer(request, found)


# The body is read no further than the limit, whose refusal names it.
@patch("/uploads/{digest:str}", request_max_body_size=None, opt=UPLOAD, responses=says(Progress))
async def append_chunk(
    request: Asked,
    digest: FromPath[str],
    offset: FromQuery[int],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Adds a chunk; whatever is sent, the answer is the offset from which to go on."""
    content = await raw_body(request, limit_bytes=MAX_PART_BYTES, code="upload_part_size")
    if isinstance(content, Refusal):
        return answer(request, content)
    chunk = Chunk(digest, subject.person, offset, content)
    return answer(request, await append(services.media, subject.principal, chunk))


@post("/uploads/{digest:str}/finish", status_code=200, opt=UPLOAD, responses=says(Received))
async def finish_upload(
    request: Asked,
    digest: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Keeps the file if it is what was announced."""
    message = arrival_message(services, subject.principal, digest)
    whole = Whole(digest, subject.person, message, subject.timezone)
    kept = await finish(services.media, subject.principal, whole)
    if not isinstance(kept, MediaRow):
        return answer(request, kept)
    services.doorbell.ring()
    return answer(request, received(kept, subject.language))


ROUTES = [begin_upload, show_upload, append_chunk, finish_upload]
