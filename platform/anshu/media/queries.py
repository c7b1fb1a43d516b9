"""The SELECTs of the media room: a file's row, and uploads that are under way."""

from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from anshu.media.position import Position
from anshu.media.rows import ExifRow, MediaRow, UploadRow
from anshu.store.unit_of_work import Transaction

MEDIA_ROW = """
select hash, purpose, mime, bytes, width, height, captured_at, received_at, uploaded_by,
       position, exif, preview, watermarked
from media where hash = $1
"""

UPLOAD_COLUMNS = """
hash, person, purpose, bytes, captured_at, position, preview, parts, received, announced_at,
finished_at
"""
UPLOAD_ROW = f"select {UPLOAD_COLUMNS} from upload where hash = $1 and person = $2"
ANNOUNCED_PREVIEW = """
select preview from upload where hash = $1 and preview is not null order by announced_at limit 1
"""
OPEN_UPLOADS = """
select count(*) as open from upload
 where person = $1 and hash <> $2 and finished_at is null and swept_at is null
"""
STALE_UPLOADS = f"""
select {UPLOAD_COLUMNS} from upload
 where finished_at is null and swept_at is null and touched_at < $1
 order by touched_at limit $2
"""


async def upload_row(tx: Transaction, digest: str, person: UUID) -> UploadRow | None:
    """The person's upload of this hash, or None."""
    row = await tx.fetchrow(UPLOAD_ROW, digest, person)
    return None if row is None else _upload_row(row)


async def open_uploads(tx: Transaction, person: UUID, *, besides: str) -> int:
    """How many other uploads the person has begun and not ended."""
    row = await tx.fetchrow(OPEN_UPLOADS, person, besides)
    return 0 if row is None else int(row["open"])


async def stale_uploads(tx: Transaction, before: datetime, *, limit: int) -> list[UploadRow]:
    """Unfinished uploads that nobody has touched since; the oldest first."""
    return [_upload_row(row) for row in await tx.fetch(STALE_UPLOADS, before, limit)]


async def announced_preview(tx: Transaction, digest: str) -> str | None:
    """The hash of the preview of a file that is announced, or None."""
    row = await tx.fetchrow(ANNOUNCED_PREVIEW, digest)
    return None if row is None else row["preview"]


def _upload_row(row: Record) -> UploadRow:
    position = row["position"]
    return UploadRow(
        hash=row["hash"],
        person=row["person"],
        purpose=row["purpose"],
        size=row["bytes"],
        captured_at=row["captured_at"],
        position=None if position is None else msgspec.json.decode(position, type=Position),
        preview=row["preview"],
        parts=tuple(row["parts"]),
        received=row["received"],
        announced_at=row["announced_at"],
        finished_at=row["finished_at"],
    )


async def media_row(tx: Transaction, digest: str) -> MediaRow | None:
    """The row of this hash, or None when the tenant has no such file."""
    row = await tx.fetchrow(MEDIA_ROW, digest)
    return None if row is None else _media_row(row)


def _media_row(row: Record) -> MediaRow:
    position, exif = row["position"], row["exif"]
    return MediaRow(
        hash=row["hash"],
        purpose=row["purpose"],
        mime=row["mime"],
        size=row["bytes"],
        received_at=row["received_at"],
        width=row["width"],
        height=row["height"],
        captured_at=row["captured_at"],
        uploaded_by=row["uploaded_by"],
        position=None if position is None else msgspec.json.decode(position, type=Position),
        exif=None if exif is None else msgspec.json.decode(exif, type=ExifRow),
        preview=row["preview"],
        watermarked=row["watermarked"],
    )
