"""What the camera wrote into a picture: the time and the place, as far as they make sense."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct
from PIL import ExifTags, Image

_SIX_PLACES: Final = Decimal("0.000001")


class Exif(Struct, frozen=True):
    """The camera's claims. `taken_local` is wall-clock time without a zone, as written;
    `offset_minutes` is the camera's zone if it wrote one. Degrees are WGS-84 decimals.
    """

    taken_local: str = ""
    offset_minutes: int | None = None
    lat: str = ""
    lon: str = ""
    camera: str = ""

    def taken_at(self, zone: ZoneInfo) -> datetime | None:
        """The time in UTC; a camera that wrote no zone is taken to show the plant's time."""
        if not self.taken_local:
            return None
        wall = datetime.fromisoformat(self.taken_local)
        if self.offset_minutes is None:
            return wall.replace(tzinfo=zone).astimezone(UTC)
        own = timezone(timedelta(minutes=self.offset_minutes))
        return wall.replace(tzinfo=own).astimezone(UTC)


def read_exif(image: Image.Image) -> Exif | None:
    """The camera's claims, or None when there are none or the block is broken."""
    try:
        block = image.getexif()
        details = dict(block.get_ifd(ExifTags.IFD.Exif))
        place = dict(block.get_ifd(ExifTags.IFD.GPSInfo))
        main = dict(block)
    except Exception:  # noqa: BLE001
        # A broken block is the camera's fault, not the photographer's: the picture counts.
        return None
    lat, lon = _position(place)
    exif = Exif(
        taken_local=_wall_time(details.get(ExifTags.Base.DateTimeOriginal)),
        offset_minutes=_offset(details.get(ExifTags.Base.OffsetTimeOriginal)),
        lat=lat,
        lon=lon,
        camera=_printable(main.get(ExifTags.Base.Model)),
    )
    return None if exif == Exif() else exif


def _wall_time(value: object) -> str:
    try:
        wall = datetime.fromisoformat(_printable(value).replace(":", "-", 2))
    except ValueError:
        return ""
    return wall.isoformat() if wall.year >= 1990 else ""


def _offset(value: object) -> int | None:
    text = _printable(value)
    try:
        hours, minutes = text[1:].split(":")
        total = int(hours) * 60 + int(minutes)
    except ValueError:
        return None
    if text[0] not in "+-" or total > 14 * 60:
        return None
    return -total if text[0] == "-" else total


def _position(place: dict[int, object]) -> tuple[str, str]:
    lat = _degrees(place.get(ExifTags.GPS.GPSLatitude), limit=90)
    lon = _degrees(place.get(ExifTags.GPS.GPSLongitude), limit=180)
    # Phones without a fix write zeroes: 0/0 lies in the ocean, no plant does.
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return "", ""
    south = _printable(place.get(ExifTags.GPS.GPSLatitudeRef)).upper() == "S"
    west = _printable(place.get(ExifTags.GPS.GPSLongitudeRef)).upper() == "W"
    return str(-lat if south else lat), str(-lon if west else lon)


def _degrees(value: object, *, limit: int) -> Decimal | None:
    if not isinstance(value, tuple) or len(value) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in value)
        angle = Decimal(str(degrees + minutes / 60 + seconds / 3600))
    except (ArithmeticError, TypeError, ValueError):
        return None
    if not angle.is_finite() or not 0 <= angle <= limit:
        return None
    return angle.quantize(_SIX_PLACES, ROUND_HALF_EVEN)


def _printable(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    if not isinstance(value, str):
        return ""
    return "".join(c for c in value if c.isprintable()).strip()[:80]
