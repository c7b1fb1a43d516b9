"""The writes of the media room: a file's row, its watermarked copy, uploads on their way."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.media.rows import MediaRow, UploadRow
from anshu.store.unit_of_work import Transaction

# The first receipt is the evidence: the same file again changes nothing.
INSERT_MEDIA = """
insert into media (hash, purpose, mime, bytes, width, height, captured_at, received_at,
                   uploaded_by, position, exif, preview)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (hash) do nothing
"""
INSERT_UPLOADER = """
insert into media_uploader (hash, person, at) values ($1, $2, $3) on conflict do nothing
"""
SET_WATERMARKED = "update media set watermarked = $2 where hash = $1"

# Announcing again changes nothing but the preview that was missing; what was swept begins anew.
BEGIN_UPLOAD = """
insert into upload (hash, person, purpose, bytes, captured_at, position, preview,
                    announced_at, touched_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
on conflict (hash, person) do update
   set preview = coalesce(upload.preview, excluded.preview), bytes = excluded.bytes,
       touched_at = excluded.touched_at,
       swept_at = null
"""
# Of two that append at the same place only one changes the row.
APPEND_PART = """
update upload set parts = parts || $4::integer, received = received + $4, touched_at = $5,
                  swept_at = null
 where hash = $1 and person = $2 and received = $3 and finished_at is null
"""
RESTART_UPLOAD = """
update upload set parts = '{}', received = 0, touched_at = $3
 where hash = $1 and person = $2 and finished_at is null
"""
FINISH_UPLOAD = """
update upload set finished_at = $3, parts = '{}' where hash = $1 and person = $2
"""
SWEEP_UPLOAD = """
update upload set swept_at = $4, parts = '{}', received = 0
 where hash = $1 and person = $2 and touched_at < $3 and finished_at is null
"""


async def begin_upload(tx: Transaction, row: UploadRow) -> None:
    """Announces a file; again is harmless."""
    await tx.execute(
        BEGIN_UPLOAD,
        row.hash,
        row.person,
        row.purpose,
        row.size,
        row.captured_at,
        _json(row.position),
        row.preview,
        row.announced_at,
    )


async def append_part(tx: Transaction, row: UploadRow, size: int, *, at: datetime) -> None:
    """Adds a chunk of this size where the row ends, unless another was faster."""
    await tx.execute(APPEND_PART, row.hash, row.person, row.received, size, at)


async def restart_upload(tx: Transaction, row: UploadRow, *, at: datetime) -> None:
    """Forgets what has come: it was not the file that was announced."""
    await tx.execute(RESTART_UPLOAD, row.hash, row.person, at)


async def finish_upload(tx: Transaction, digest: str, person: UUID, *, at: datetime) -> None:
    """The file is whole and kept."""
    await tx.execute(FINISH_UPLOAD, digest, person, at)


async def sweep_upload(
    tx: Transaction, row: UploadRow, *, untouched_since: datetime, at: datetime
) -> None:
    """Gives up an upload that nobody has gone on with."""
    await tx.execute(SWEEP_UPLOAD, row.hash, row.person, untouched_since, at)


async def insert_media(tx: Transaction, row: MediaRow) -> None:
    """Adds the row unless the tenant has this file already."""
    await tx.execute(
        INSERT_MEDIA,
        row.hash,
        row.purpose,
        row.mime,
        row.size,
        row.width,
        row.height,
        row.captured_at,
        row.received_at,
        row.uploaded_by,
        _json(row.position),
        _json(row.exif),
        row.preview,
    )
    if row.uploaded_by is not None:
        await tx.execute(INSERT_UPLOADER, row.hash, row.uploaded_by, row.received_at)


async def set_watermarked(tx: Transaction, *, digest: str, copy: str) -> None:
    """Names the copy that people are shown."""
    await tx.execute(SET_WATERMARKED, digest, copy)


def _json(value: Struct | None) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()
