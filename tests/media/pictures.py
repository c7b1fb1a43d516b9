"""Pictures for the media tests, made here byte by byte."""

import hashlib
from fractions import Fraction
from io import BytesIO

from PIL import ExifTags, Image

from anshu.media.door import Upload


def picture(
    width: int = 640, height: int = 480, *, kind: str = "JPEG", exif: Image.Exif | None = None
) -> bytes:
    """A picture with a gradient, so that it has a fingerprint."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((200, 30, 30), (width // 4, height // 4, width // 2, height // 2))
    out = BytesIO()
    image.save(out, kind, exif=exif.tobytes() if exif else b"")
    return out.getvalue()


def camera_exif(
    *, taken: str = "2026:03:05 14:30:00", offset: str = "", place: bool = True
) -> Image.Exif:
    """What a phone in Shanghai writes."""
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "Test X1"
    details = {ExifTags.Base.DateTimeOriginal: taken}
    if offset:
        details[ExifTags.Base.OffsetTimeOriginal] = offset
    exif._ifds[ExifTags.IFD.Exif] = details
    if place:
        exif._ifds[ExifTags.IFD.GPSInfo] = {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (Fraction(31), Fraction(13), Fraction(495, 10)),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (Fraction(121), Fraction(28), Fraction(255, 10)),
        }
    return exif


def upload(content: bytes, **claims: object) -> Upload:
    """An upload that claims the hash it has, unless told otherwise."""
    claims.setdefault("claimed_sha256", hashlib.sha256(content).hexdigest())
    return Upload(content=content, **claims)  # type: ignore[arg-type]
