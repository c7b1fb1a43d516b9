"""Photos, signatures and files: upload by content hash, fetch a variant."""

from datetime import datetime
from typing import Annotated, Literal

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import UNSET, Struct, UnsetType

from anshu.kernel.phone_clock import Claimed, corrected
from anshu.kernel.refusal import FieldError, Refusal
from anshu.media.door import Upload, fetch, receive
from anshu.media.inspection import MAX_BYTES
from anshu.media.position import Position
from anshu.media.rows import MediaRow
from anshu.media.uploads import announced_copy
from anshu.records.access_to_media import may_see_media
from anshu.records.facts import moment_or_unset
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.bodies import raw_body
from anshu.web.contract import says


class ExifSeen(Struct, frozen=True, omit_defaults=True):
    """What the camera wrote, as it says."""

    taken_at: datetime | UnsetType = UNSET
    lat: str = ""
    lon: str = ""


class Received(Struct, frozen=True):
    """An upload as it is kept."""

    hash: str
    mime: str
    bytes: int
    received_at: datetime
    watermarked: bool
    warnings: tuple[str, ...]
    width: int | UnsetType = UNSET
    height: int | UnsetType = UNSET
    captured_at: datetime | UnsetType = UNSET
    exif: ExifSeen | UnsetType = UNSET


# The body is read no further than the limit, whose refusal names it.
@post(
    "/media",
    request_max_body_size=None,
    opt={"permission": "media:item:upload"},
    responses=says(Received, status=201),
)
async def upload(
    request: Asked,
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    sha256: FromQuery[str],
    purpose: FromQuery[Literal["photo", "signature", "file"]] = "photo",
    captured_at: FromQuery[datetime | None] = None,
    lat: FromQuery[str] = "",
    lon: FromQuery[str] = "",
    accuracy_m: FromQuery[str] = "",
    system: FromQuery[Literal["WGS-84", "GCJ-02"]] = "WGS-84",
    source: FromQuery[Literal["browser", "manual", "exif"]] = "browser",
    sent_at: FromQuery[datetime | None] = None,
    clock_offset_seconds: FromQuery[int | None] = None,
) -> Response[bytes]:
    """Keeps a file of the tenant; refused by what it is, not by what it is called."""
    content = await raw_body(request, limit_bytes=MAX_BYTES, code="media_too_large")
    if isinstance(content, Refusal):
        return answer(request, content)
    naive = next((t for t in (captured_at, sent_at) if t is not None and t.tzinfo is None), None)
    if naive is not None:
        name = "captured_at" if naive is captured_at else "sent_at"
        wrong = FieldError(name, "time_without_zone", value=str(naive))
        return answer(request, Refusal("form_incomplete", kind="malformed", fields=(wrong,)))
    claimed = Claimed(captured_at, sent_at, clock_offset_seconds)
    position = Position(lat, lon, accuracy_m, system, source) if lat and lon else None
    wanted = Upload(
        content=content,
        claimed_sha256=sha256,
        purpose=purpose,
        captured_at=corrected(claimed, now=services.clock.now()),
        position=position,
        person=subject.person,
        zone=subject.timezone,
    )
    row = await receive(services.media, subject.principal, wanted)
    if isinstance(row, Refusal):
        return answer(request, row)
    return answer(request, received(row, subject.language), status=201)


@get("/media/{digest:str}", opt={"permission": "media:item:read"})
async def download(
    request: Asked,
    digest: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    variant: Annotated[
        Literal["original", "preview", "watermarked"], QueryParameter(name="variant")
    ] = "original",
) -> Response[bytes]:
    """The file or a copy of it, if it belongs to something the reader may see."""
    if not await may_see_media(services, subject, digest):
        return answer(request, Refusal("file_not_found", kind="unknown"))
    found = await fetch(services.media, subject.principal, digest, variant=variant)
    if found is None and variant == "watermarked":
        found = await fetch(services.media, subject.principal, digest)
    if found is None:
        # Its preview comes ahead of a picture that is still on somebody's phone.
        found = await announced_copy(services.media, subject.principal, digest)
        if variant == "original" and found is not None:
            return answer(request, Refusal("original_not_arrived", kind="unknown"))
    if found is None:
        return answer(request, Refusal("file_not_found", kind="unknown"))
    headers = {
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        # Asked for again every time, so that the next person at a shared phone is refused.
        "cache-control": "private, no-cache",
        "etag": f'"{digest[:32]}-{variant}-{len(found.content)}"',
    }
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(b"", status_code=304, media_type=found.mime, headers=headers)
    return Response(found.content, media_type=found.mime, headers=headers)


def received(row: MediaRow, language: str) -> Received:
    exif: ExifSeen | UnsetType = UNSET
    if row.exif is not None and (row.exif.taken_at or row.exif.lat):
        exif = ExifSeen(moment_or_unset(row.exif.taken_at), row.exif.lat, row.exif.lon)
    return Received(
        hash=row.hash,
        mime=row.mime,
        bytes=row.size,
        received_at=row.received_at,
        watermarked=row.watermarked is not None,
        warnings=tuple(text.said(language) for text in row.warnings),
        width=UNSET if row.width is None else row.width,
        height=UNSET if row.height is None else row.height,
        captured_at=moment_or_unset(row.captured_at),
        exif=exif,
    )


ROUTES = [upload, download]
