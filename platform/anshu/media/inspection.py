"""Looks at an upload before it is believed: size, real type, pixels, wholeness, camera's claims.

Decoding costs memory and time, so callers run `inspect` in the bounded imaging pool. Limits
are checked on the header, before a single pixel is decoded.
"""

import hashlib
from io import BytesIO
from typing import Final

from msgspec import Struct
from PIL import Image, ImageFile, ImageOps

from anshu.kernel.refusal import Fact, FieldError, Kind, Refusal
from anshu.media.exif import Exif, read_exif
from anshu.media.fingerprint import fingerprint
from anshu.media.sniff import ACCEPTED, sniff

MAX_BYTES: Final = 20 * 1024 * 1024
# JPEG is decoded scaled down, so a big camera may pass; the others are decoded in full.
MAX_PIXELS: Final = {
    "image/jpeg": 66_000_000,
    "image/png": 25_000_000,
    "image/webp": 25_000_000,
}
MAX_SIDE: Final = 16_384
PREVIEW_SIDE: Final = 480
_PIL_FORMATS: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


class Inspected(Struct, frozen=True):
    """A sound file: `width` and `height` as people see it (camera rotation applied)."""

    hash: str
    mime: str
    size: int
    width: int | None = None
    height: int | None = None
    exif: Exif | None = None
    fingerprint: str = ""
    preview: bytes = b""


class Unsound(Exception):
    """The picture cannot be decoded to its end."""


def inspect(content: bytes) -> Inspected | Refusal:
    """What the file is, or the refusal that names limit and value.

    Refuses media_empty, media_too_large, media_wrong_type, media_heic, media_too_many_pixels
    and media_damaged. Pure; blocking.
    """
    if not content:
        return refused("media_empty", kind="malformed")
    if len(content) > MAX_BYTES:
        return too_large(len(content))
    mime = sniff(content)
    if mime not in ACCEPTED:
        code = "media_heic" if mime == "image/heic" else "media_wrong_type"
        limit = ", ".join(ACCEPTED)
        return refused(code, kind="wrong_type", value=mime or "?", limit=limit)
    digest = hashlib.sha256(content).hexdigest()
    if mime == "application/pdf":
        return _inspect_pdf(content, digest)
    return _inspect_picture(content, digest, mime)


def too_large(size: int) -> Refusal:
    """The refusal of a file over the size limit; the door may give it before reading the body."""
    value = f"{size / 1_048_576:.1f} MB"
    return refused(
        "media_too_large",
        kind="too_large",
        value=value,
        limit=f"{MAX_BYTES // 1_048_576} MB",
    )


def decode(content: bytes, mime: str, *, side: int | None = None) -> Image.Image:
    """The upright RGB picture, decoded no larger than needed for a longest side of `side`.

    Raises Unsound when the file ends early or is broken. Transparency becomes white.
    """
    try:
        # WeasyPrint switches this on for the whole process; a photo that is cut short is no proof.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        image = Image.open(BytesIO(content), formats=[_PIL_FORMATS[mime]])
        if side is not None:
            image.draft("RGB", (side, side))
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise Unsound(str(error)) from error
    upright = _upright(image)
    if "A" in upright.getbands() or "transparency" in upright.info:
        flat = Image.new("RGBA", upright.size, "white")
        flat.alpha_composite(upright.convert("RGBA"))
        upright = flat
    return upright.convert("RGB")


def jpeg(image: Image.Image, *, quality: int = 82) -> bytes:
    """The picture as JPEG without any metadata."""
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def refused(code: str, *, kind: Kind = "malformed", value: str = "", limit: str = "") -> Refusal:
    """A refusal about the uploaded file itself."""
    error = FieldError(field="file", code=code, value=value, limit=limit)
    facts = (Fact(name="file", value=value, limit=limit),) if value else ()
    return Refusal(code=code, kind=kind, facts=facts, fields=(error,))


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001
        # A broken metadata block says nothing about the pixels.
        return image


def _inspect_pdf(content: bytes, digest: str) -> Inspected | Refusal:
    if b"%%EOF" not in content[-2048:]:
        return refused("media_damaged")
    return Inspected(hash=digest, mime="application/pdf", size=len(content))


def _inspect_picture(content: bytes, digest: str, mime: str) -> Inspected | Refusal:
    try:
        header = Image.open(BytesIO(content), formats=[_PIL_FORMATS[mime]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return refused("media_too_many_pixels", limit=_pixel_limit(mime))
    except (OSError, SyntaxError, ValueError, EOFError):
        return refused("media_damaged")
    width, height = header.size
    if width * height > MAX_PIXELS[mime] or max(width, height) > MAX_SIDE:
        value = f"{width} x {height}"
        return refused("media_too_many_pixels", value=value, limit=_pixel_limit(mime))
    try:
        picture = decode(content, mime, side=PREVIEW_SIDE)
    except Unsound:
        return refused("media_damaged")
    if (picture.width > picture.height) != (width > height):
        width, height = height, width
    picture.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    return Inspected(
        hash=digest,
        mime=mime,
        size=len(content),
        width=width,
        height=height,
        exif=read_exif(header),
        fingerprint=fingerprint(picture),
        preview=jpeg(picture),
    )


def _pixel_limit(mime: str) -> str:
    return f"{MAX_PIXELS[mime] // 1_000_000} MP, {MAX_SIDE} px"
