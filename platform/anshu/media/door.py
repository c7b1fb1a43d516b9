"""The door of the media room: receive an upload, fetch a file, make the watermarked copy.

Files are written before, and read after, a transaction; never while one is open. A file
without a row is unreadable, so a crash between the two leaves nothing visible.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from anshu.definitions.words import Text
from anshu.kernel.clock import Clock, aware
from anshu.kernel.refusal import Refusal
from anshu.media.doubts import camera_doubts, time_doubts
from anshu.media.files import MediaFiles
from anshu.media.imaging import ImagingPool
from anshu.media.inspection import MAX_BYTES, Inspected, inspect, refused, too_large
from anshu.media.position import Position, position_errors
from anshu.media.queries import media_row
from anshu.media.rows import ExifRow, MediaRow, Purpose, Variant
from anshu.media.texts import warning
from anshu.media.watermark import draw_watermark
from anshu.media.writes import insert_media, set_watermarked
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store

DEFAULT_ZONE: Final = "Asia/Shanghai"
_HEX: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class MediaContext:
    """What the room works with."""

    store: Store
    files: MediaFiles
    imaging: ImagingPool
    clock: Clock


class Upload(Struct, frozen=True):
    """An upload as it came in; `zone` is the plant's, for cameras that write none."""

    content: bytes
    claimed_sha256: str
    purpose: Purpose = "photo"
    captured_at: datetime | None = None
    position: Position | None = None
    person: UUID | None = None
    zone: str = DEFAULT_ZONE


class Fetched(Struct, frozen=True):
    """A file on its way out: serve exactly this type, with nosniff."""

    content: bytes
    mime: str


class Watermarked(Struct, frozen=True):
    """The hash of the copy, and what to tell the operator."""

    hash: str
    warnings: tuple[Text, ...] = ()


async def receive(context: MediaContext, tenant: Tenant, upload: Upload) -> MediaRow | Refusal:
    """Keeps the original byte for byte with its preview and row; the same file twice is one.

    Refuses what `inspect` refuses, media_hash_mismatch and position_out_of_range. Doubts
    (clock, camera, reuse) are warnings on the row. Raises ValueError for a naive time.
    """
    received_at = aware(context.clock.now())
    captured_at = None if upload.captured_at is None else aware(upload.captured_at)
    if len(upload.content) > MAX_BYTES:
        return too_large(len(upload.content))
    refusal = _claims_refused(upload)
    if refusal is not None:
        return refusal
    seen = await context.imaging.run(inspect, upload.content)
    if isinstance(seen, Refusal):
        return seen
    await context.files.put(tenant, upload.content)
    preview = await context.files.put(tenant, seen.preview) if seen.preview else None
    new = _row(seen, upload, received_at=received_at, preview=preview)
    async with context.store.begin(tenant, purpose="media.receive") as tx:
        await insert_media(tx, new)
        kept = await media_row(tx, seen.hash) or new
    doubts = time_doubts(captured_at, received_at=received_at) + camera_doubts(
        seen.exif,
        captured_at=captured_at,
        position=upload.position,
        zone=ZoneInfo(upload.zone),
    )
    return structs.replace(kept, warnings=doubts + _reuse(kept, upload))


async def fetch(
    context: MediaContext, tenant: Tenant, digest: str, *, variant: Variant = "original"
) -> Fetched | None:
    """The file or its copy; None when this tenant has no row, no such copy or no file.

    Raises files.FileDamaged when what is stored no longer has its hash.
    """
    if not _is_hash(digest):
        return None
    async with context.store.begin(tenant, purpose="media.fetch") as tx:
        row = await media_row(tx, digest)
    if row is None:
        return None
    copies = {
        "original": row.hash,
        "preview": row.preview,
        "watermarked": row.watermarked,
    }
    wanted = copies[variant]
    content = None if wanted is None else await context.files.get(tenant, wanted)
    if content is None:
        return None
    return Fetched(content, row.mime if variant == "original" else "image/jpeg")


async def watermark(
    context: MediaContext, tenant: Tenant, digest: str, *, lines: Sequence[str]
) -> Watermarked | None:
    """Makes and names the copy with these lines (see watermark.caption_lines); the last wins.

    None when this tenant has no such picture. Idempotent: the same lines give the same copy.
    """
    original = await fetch(context, tenant, digest)
    if original is None or not original.mime.startswith("image/"):
        return None
    drawn = await context.imaging.run(
        draw_watermark, original.content, mime=original.mime, lines=tuple(lines)
    )
    copy = await context.files.put(tenant, drawn.content)
    async with context.store.begin(tenant, purpose="media.watermark") as tx:
        await set_watermarked(tx, digest=digest, copy=copy)
    return Watermarked(copy, (warning("no_chinese_font"),) if drawn.ascii_only else ())


def _claims_refused(upload: Upload) -> Refusal | None:
    errors = () if upload.position is None else position_errors(upload.position)
    if errors:
        return Refusal("position_out_of_range", kind="malformed", fields=errors)
    digest = hashlib.sha256(upload.content).hexdigest()
    if upload.content and digest != upload.claimed_sha256.lower():
        return refused("media_hash_mismatch", value=digest, limit=upload.claimed_sha256[:64])
    return None


def _row(
    seen: Inspected, upload: Upload, *, received_at: datetime, preview: str | None
) -> MediaRow:
    return MediaRow(
        hash=seen.hash,
        purpose=upload.purpose,
        mime=seen.mime,
        size=seen.size,
        received_at=received_at,
        width=seen.width,
        height=seen.height,
        captured_at=upload.captured_at,
        uploaded_by=upload.person,
        position=upload.position,
        exif=_exif_row(seen, ZoneInfo(upload.zone)),
        preview=preview,
    )


def _exif_row(seen: Inspected, zone: ZoneInfo) -> ExifRow | None:
    exif = seen.exif
    if exif is None:
        return ExifRow(fingerprint=seen.fingerprint) if seen.fingerprint else None
    return ExifRow(
        taken_at=exif.taken_at(zone),
        zone_assumed=bool(exif.taken_local) and exif.offset_minutes is None,
        lat=exif.lat,
        lon=exif.lon,
        camera=exif.camera,
        fingerprint=seen.fingerprint,
    )


def _reuse(kept: MediaRow, upload: Upload) -> tuple[Text, ...]:
    """A retry by the same person for the same capture is no reuse."""
    if kept.uploaded_by == upload.person and kept.captured_at == upload.captured_at:
        return ()
    local = kept.received_at.astimezone(ZoneInfo(upload.zone))
    return (warning("already_received", value=f"{local:%Y-%m-%d %H:%M}"),)


def _is_hash(text: str) -> bool:
    return len(text) == 64 and _HEX.issuperset(text)
