"""What is known of a file: who sent it, when it was taken and received, where, and its hash."""

from datetime import datetime

from msgspec import UNSET, Struct, UnsetType

from anshu.kernel.refusal import Refusal
from anshu.media.position import Position
from anshu.media.queries import media_row
from anshu.media.rows import MediaRow
from anshu.records.access_to_media import may_see_media
from anshu.records.facts import moment_or_unset
from anshu.records.queries import TITLE
from anshu.records.services import Services
from anshu.records.subject import Subject


class Attachment(Struct, frozen=True, kw_only=True):
    """A file as it was received; what nobody said is absent.

    `captured_at` is what the phone said, `camera_at` what the picture itself says.
    """

    hash: str
    purpose: str
    mime: str
    bytes: int
    received_at: datetime
    watermarked: bool
    by: str = ""
    width: int | UnsetType = UNSET
    height: int | UnsetType = UNSET
    captured_at: datetime | UnsetType = UNSET
    camera_at: datetime | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    camera_position: Position | UnsetType = UNSET


async def attachment_of(services: Services, subject: Subject, digest: str) -> Attachment | Refusal:
    """What is known of a file that the subject may see; `file_not_found` for any other."""
    if not await may_see_media(services, subject, digest):
        return Refusal("file_not_found", kind="unknown")
    async with services.store.begin(subject.principal, purpose="media.facts") as tx:
        row = await media_row(tx, digest)
        sender = row.uploaded_by if row is not None else None
        named = await tx.fetchrow(TITLE, sender) if sender is not None else None
    if row is None:
        return Refusal("file_not_found", kind="unknown")
    return _said(row, by=str(named["title"]) if named is not None else "")


def _said(row: MediaRow, *, by: str) -> Attachment:
    exif = row.exif
    return Attachment(
        hash=row.hash,
        purpose=row.purpose,
        mime=row.mime,
        bytes=row.size,
        received_at=row.received_at,
        watermarked=row.watermarked is not None,
        by=by,
        width=UNSET if row.width is None else row.width,
        height=UNSET if row.height is None else row.height,
        captured_at=moment_or_unset(row.captured_at),
        camera_at=moment_or_unset(exif.taken_at if exif else None),
        position=UNSET if row.position is None else row.position,
        camera_position=Position(lat=exif.lat, lon=exif.lon, source="exif")
        if exif and exif.lat
        else UNSET,
    )
