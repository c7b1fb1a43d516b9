"""The rows of a file, and of one on its way, as the rest of the product sees them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from anshu.definitions.words import Text
from anshu.media.position import Position

Purpose = Literal["photo", "signature", "file"]
Variant = Literal["original", "preview", "watermarked"]


class ExifRow(Struct, frozen=True, omit_defaults=True):
    """The camera's claims as kept; `zone_assumed` when the camera wrote no zone."""

    taken_at: datetime | None = None
    zone_assumed: bool = False
    lat: str = ""
    lon: str = ""
    camera: str = ""
    fingerprint: str = ""


class MediaRow(Struct, frozen=True):
    """One original and its copies; `preview` and `watermarked` are the hashes of the copies."""

    hash: str
    purpose: str
    mime: str
    size: int
    received_at: datetime
    width: int | None = None
    height: int | None = None
    captured_at: datetime | None = None
    uploaded_by: UUID | None = None
    position: Position | None = None
    exif: ExifRow | None = None
    preview: str | None = None
    watermarked: str | None = None
    warnings: tuple[Text, ...] = ()


class UploadRow(Struct, frozen=True):
    """A file on its way: announced, and as far as it has come; `parts` are lengths of chunks."""

    hash: str
    person: UUID
    purpose: Purpose
    size: int
    announced_at: datetime
    captured_at: datetime | None = None
    position: Position | None = None
    preview: str | None = None
    parts: tuple[int, ...] = ()
    received: int = 0
    finished_at: datetime | None = None
