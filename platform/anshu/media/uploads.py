"""Uploads that resume: announced with a preview, sent in chunks, whole when their hash says so.

An announced file may already be named by a record, so that a report need not wait for its photo
on a bad signal; closing a record does wait (flow.gate). Chunks lie in the file store, and no
transaction is open while they are written or read.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from anshu.kernel.clock import aware
from anshu.kernel.refusal import Fact, Refusal
from anshu.media.door import DEFAULT_ZONE, Fetched, MediaContext, Upload, receive
from anshu.media.files import Part
from anshu.media.inspection import MAX_BYTES, inspect, refused, too_large
from anshu.media.position import Position, position_errors
from anshu.media.queries import (
    announced_preview,
    media_row,
    open_uploads,
    stale_uploads,
    upload_row,
)
from anshu.media.rows import MediaRow, Purpose, UploadRow
from anshu.media.writes import (
    append_part,
    begin_upload,
    finish_upload,
    restart_upload,
    sweep_upload,
)
from anshu.outbox.message import Message
from anshu.outbox.send import send
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction

MAX_PART_BYTES: Final = 1024 * 1024
# A bad signal may want small chunks; ones of a few bytes would only fill the store with files.
MIN_PART_BYTES: Final = 8 * 1024
MAX_PREVIEW_BYTES: Final = 256 * 1024
MOST_OPEN: Final = 300
KEPT_FOR: Final = timedelta(days=7)
SWEEP_BATCH: Final = 200
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class Announced(Struct, frozen=True):
    """A file that a phone holds; `preview` is a small picture of it, or empty."""

    digest: str
    size: int
    person: UUID
    purpose: Purpose = "photo"
    captured_at: datetime | None = None
    position: Position | None = None
    preview: bytes = b""


class Chunk(Struct, frozen=True):
    """Bytes of a person's file from an offset on."""

    digest: str
    person: UUID
    offset: int
    content: bytes


class Whole(Struct, frozen=True):
    """What ends an upload; `arrived` tells whoever waits, `zone` is the plant's."""

    digest: str
    person: UUID
    arrived: Message
    zone: str = DEFAULT_ZONE


class Progress(Struct, frozen=True):
    """How far an upload is: go on from `offset`, or nothing is left to send."""

    hash: str
    bytes: int
    offset: int
    complete: bool


async def announce(context: MediaContext, tenant: Tenant, wanted: Announced) -> Progress | Refusal:
    """Begins an upload, or tells how far it is; again is harmless.

    Refuses upload_hash_malformed, media_empty, media_too_large, position_out_of_range,
    upload_preview_too_large, uploads_too_many, and what `inspect` refuses of the preview.
    """
    refusal = _announcement_refused(wanted)
    if refusal is not None:
        return refusal
    preview = await _preview(context, tenant, wanted)
    if isinstance(preview, Refusal):
        return preview
    row = UploadRow(
        hash=wanted.digest, person=wanted.person, purpose=wanted.purpose, size=wanted.size,
        announced_at=context.clock.now(), position=wanted.position, preview=preview,
        captured_at=None if wanted.captured_at is None else aware(wanted.captured_at),
    )  # fmt: skip
    async with context.store.begin(tenant, purpose="upload.announce") as tx:
        if await _has(tx, wanted.digest, wanted.person):
            return _done(wanted.digest, wanted.size)
        if await open_uploads(tx, wanted.person, besides=wanted.digest) >= MOST_OPEN:
            return Refusal("uploads_too_many", facts=(_fact("uploads", MOST_OPEN, MOST_OPEN),))
        await begin_upload(tx, row)
        return _progress(await upload_row(tx, wanted.digest, wanted.person) or row)


async def append(context: MediaContext, tenant: Tenant, chunk: Chunk) -> Progress | Refusal:
    """Adds a chunk where the file ends so far; one from anywhere else only gets the offset.

    Refuses upload_unknown, upload_too_long and upload_part_size.
    """
    found = await _found(context, tenant, chunk.digest, chunk.person)
    if not isinstance(found, UploadRow) or found.received != chunk.offset:
        return found if not isinstance(found, UploadRow) else _progress(found)
    size = len(chunk.content)
    end = chunk.offset + size
    if end > found.size:
        return Refusal(
            "upload_too_long", kind="malformed", facts=(_fact("bytes", end, found.size),)
        )
    if size > MAX_PART_BYTES or (size < MIN_PART_BYTES and end < found.size) or not size:
        limit = f"{MIN_PART_BYTES} … {MAX_PART_BYTES}"
        return Refusal(
            "upload_part_size", kind="malformed", facts=(Fact("bytes", str(size), limit=limit),)
        )
    part = Part(tenant, chunk.person, chunk.digest, chunk.offset, size)
    await context.files.put_part(part, chunk.content)
    async with context.store.begin(tenant, purpose="upload.append") as tx:
        await append_part(tx, found, size, at=context.clock.now())
        return _progress(await upload_row(tx, chunk.digest, chunk.person) or found)


async def progress(
    context: MediaContext, tenant: Tenant, digest: str, person: UUID
) -> Progress | Refusal:
    """How far the person's upload of this file is; refuses upload_unknown."""
    found = await _found(context, tenant, digest, person)
    return _progress(found) if isinstance(found, UploadRow) else found


async def finish(context: MediaContext, tenant: Tenant, whole: Whole) -> MediaRow | Refusal:
    """Keeps the file if it is the one that was announced; again is harmless.

    Refuses upload_unknown, upload_incomplete and what `receive` refuses; then the chunks are
    gone and the file may be sent anew.
    """
    found = await _found(context, tenant, whole.digest, whole.person)
    if isinstance(found, Refusal):
        return found
    if isinstance(found, Progress):
        return await _kept(context, tenant, whole)
    if found.received < found.size:
        return Refusal("upload_incomplete", facts=(_fact("bytes", found.received, found.size),))
    parts = _parts(tenant, found)
    content = await context.files.join(parts)
    refusal = (
        Refusal("upload_incomplete", facts=(_fact("bytes", 0, found.size),))
        if content is None
        else await _received(context, tenant, found, content, whole)
    )
    if isinstance(refusal, Refusal):
        async with context.store.begin(tenant, purpose="upload.restart") as tx:
            await restart_upload(tx, found, at=context.clock.now())
    await context.files.drop(parts)
    return refusal


async def announced_copy(context: MediaContext, tenant: Tenant, digest: str) -> Fetched | None:
    """The preview of a file that is on its way."""
    if not _HASH.fullmatch(digest):
        return None
    async with context.store.begin(tenant, purpose="upload.preview") as tx:
        preview = await announced_preview(tx, digest)
    content = None if preview is None else await context.files.get(tenant, preview)
    return None if content is None else Fetched(content, "image/jpeg")


async def sweep_stale(context: MediaContext, tenant: Tenant) -> int:
    """Gives up uploads that nobody has gone on with for a week; what announced them stays."""
    now = context.clock.now()
    before = now - KEPT_FOR
    async with context.store.begin(tenant, purpose="upload.stale", lane="slow") as tx:
        rows = await stale_uploads(tx, before, limit=SWEEP_BATCH)
    for row in rows:
        async with context.store.begin(tenant, purpose="upload.sweep", lane="slow") as tx:
            await sweep_upload(tx, row, untouched_since=before, at=now)
        await context.files.drop(_parts(tenant, row))
    return len(rows)


async def _received(
    context: MediaContext, tenant: Tenant, row: UploadRow, content: bytes, whole: Whole
) -> MediaRow | Refusal:
    wanted = Upload(
        content=content, claimed_sha256=row.hash, purpose=row.purpose,
        captured_at=row.captured_at, position=row.position, person=row.person, zone=whole.zone,
    )  # fmt: skip
    kept = await receive(context, tenant, wanted)
    if isinstance(kept, MediaRow):
        async with context.store.begin(tenant, purpose="upload.finish") as tx:
            await finish_upload(tx, row.hash, row.person, at=context.clock.now())
            await send(tx, [whole.arrived])
    return kept


async def _kept(context: MediaContext, tenant: Tenant, whole: Whole) -> MediaRow | Refusal:
    async with context.store.begin(tenant, purpose="upload.kept") as tx:
        return await media_row(tx, whole.digest) or Refusal("upload_unknown", kind="unknown")


async def _found(
    context: MediaContext, tenant: Tenant, digest: str, person: UUID
) -> UploadRow | Progress | Refusal:
    """The upload under way, its end, or why there is none."""
    if not _HASH.fullmatch(digest):
        return Refusal("upload_unknown", kind="unknown")
    async with context.store.begin(tenant, purpose="upload.find") as tx:
        row = await upload_row(tx, digest, person)
    if row is None:
        return Refusal("upload_unknown", kind="unknown")
    return row if row.finished_at is None else _done(row.hash, row.size)


async def _has(tx: Transaction, digest: str, person: UUID) -> bool:
    """Whether this person has sent the file; another's proves nothing about who asks."""
    row = await media_row(tx, digest)
    return row is not None and row.uploaded_by == person


async def _preview(
    context: MediaContext, tenant: Tenant, wanted: Announced
) -> str | Refusal | None:
    if not wanted.preview:
        return None
    if len(wanted.preview) > MAX_PREVIEW_BYTES:
        size = _fact("bytes", len(wanted.preview), MAX_PREVIEW_BYTES)
        return Refusal("upload_preview_too_large", kind="too_large", facts=(size,))
    seen = await context.imaging.run(inspect, wanted.preview)
    if isinstance(seen, Refusal):
        return seen
    return await context.files.put(tenant, seen.preview) if seen.preview else None


def _announcement_refused(wanted: Announced) -> Refusal | None:
    if not _HASH.fullmatch(wanted.digest):
        return Refusal("upload_hash_malformed", kind="malformed")
    if wanted.size <= 0:
        return refused("media_empty")
    if wanted.size > MAX_BYTES:
        return too_large(wanted.size)
    errors = () if wanted.position is None else position_errors(wanted.position)
    return Refusal("position_out_of_range", kind="malformed", fields=errors) if errors else None


def _parts(tenant: Tenant, row: UploadRow) -> Sequence[Part]:
    offsets = [sum(row.parts[:index]) for index in range(len(row.parts))]
    return [
        Part(tenant, row.person, row.hash, offset, size)
        for offset, size in zip(offsets, row.parts, strict=True)
    ]


def _progress(row: UploadRow) -> Progress:
    return Progress(row.hash, row.size, row.received, complete=row.finished_at is not None)


def _done(digest: str, size: int) -> Progress:
    return Progress(digest, size, size, complete=True)


def _fact(name: str, value: int, limit: int) -> Fact:
    return Fact(name, str(value), limit=str(limit))
