"""Positions on the ground: distance, and GCJ-02 brought back to WGS-84 before comparing.

GCJ-02 is WGS-84 with an offset of hundreds of metres that is applied in China only. As in
maps, "in China" is a rectangle around the country; outside it the two systems are the same.
"""

import math
from decimal import Decimal

from msgspec import Struct

EARTH_RADIUS_M = 6_371_008.8
# Krasovsky 1940: the ellipsoid that the GCJ-02 offset is defined on.
SEMI_MAJOR_M = 6_378_245.0
ECCENTRICITY_2 = 0.00669342162296594323
# Degrees: the rectangle within which maps apply the offset.
OFFSET_LAT = (0.8293, 55.8271)
OFFSET_LON = (72.004, 137.8347)
SYSTEMS = ("WGS-84", "GCJ-02")


class Position(Struct, frozen=True):
    """Degrees in the named coordinate system; accuracy in metres as the device says it."""

    lat: float
    lon: float
    system: str = "WGS-84"
    accuracy_m: float | None = None


def read_position(value: object) -> Position | None:
    """A location field's value (decimal strings) as a position; None if there is none."""
    if not isinstance(value, dict) or "lat" not in value or "lon" not in value:
        return None
    accuracy = value.get("accuracy_m")
    return Position(
        lat=float(Decimal(str(value["lat"]))),
        lon=float(Decimal(str(value["lon"]))),
        system=str(value.get("system", "WGS-84")),
        accuracy_m=float(Decimal(str(accuracy))) if accuracy not in (None, "") else None,
    )


def distance_m(one: Position, other: Position) -> float:
    """Great-circle distance in metres, both positions brought to WGS-84 first."""
    a, b = to_wgs84(one), to_wgs84(other)
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = (lat_b - lat_a) / 2
    half_lon = math.radians(b.lon - a.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def to_wgs84(position: Position) -> Position:
    """The position in WGS-84; a GCJ-02 offset is undone by iteration to below a centimetre.

    Raises ValueError for another system: treating it as WGS-84 would be wrong by far.
    """
    if _known(position.system) == "WGS-84":
        return position
    lat, lon = position.lat, position.lon
    for _ in range(6):
        d_lat, d_lon = _gcj_offset(lat, lon)
        lat, lon = position.lat - d_lat, position.lon - d_lon
    return Position(lat=lat, lon=lon, accuracy_m=position.accuracy_m)


def to_gcj02(position: Position) -> Position:
    """The position as maps in China show it; ValueError for a system that is not known."""
    if _known(position.system) == "GCJ-02":
        return position
    d_lat, d_lon = _gcj_offset(position.lat, position.lon)
    return Position(
        lat=position.lat + d_lat,
        lon=position.lon + d_lon,
        system="GCJ-02",
        accuracy_m=position.accuracy_m,
    )


def _known(system: str) -> str:
    if system not in SYSTEMS:
        raise ValueError(f"{system!r} is none of the coordinate systems {', '.join(SYSTEMS)}")
    return system


def _gcj_offset(lat: float, lon: float) -> tuple[float, float]:
    within = OFFSET_LAT[0] <= lat <= OFFSET_LAT[1] and OFFSET_LON[0] <= lon <= OFFSET_LON[1]
    if not within:
        return 0.0, 0.0
    x, y = lon - 105.0, lat - 35.0
    ripple = 20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += (ripple + _waves(y, ((20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30)))) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += (ripple + _waves(x, ((20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30)))) * 2 / 3
    sine = math.sin(math.radians(lat))
    shape = 1 - ECCENTRICITY_2 * sine * sine
    meridian = SEMI_MAJOR_M * (1 - ECCENTRICITY_2) / (shape * math.sqrt(shape))
    parallel = SEMI_MAJOR_M / math.sqrt(shape) * math.cos(math.radians(lat))
    return math.degrees(north / meridian), math.degrees(east / parallel)


def _waves(value: float, parts: tuple[tuple[float, float], ...]) -> float:
    return sum(size * math.sin(value * rate * math.pi) for size, rate in parts)
