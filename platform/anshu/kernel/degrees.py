"""Degrees as texts, and small stretches of ground laid flat: metres east and north."""

import math
import re
from collections.abc import Iterable

from anshu.kernel.position import EARTH_RADIUS_M

DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,9})?")

# Longitude and latitude.
Coordinates = tuple[float, float]


def coordinates_of(lon: object, lat: object) -> Coordinates | None:
    """Two decimal texts as degrees; None if they are not or lie outside the world."""
    if not (isinstance(lon, str) and isinstance(lat, str)):
        return None
    if not (DEGREES.fullmatch(lon) and DEGREES.fullmatch(lat)):
        return None
    place = (float(lon), float(lat))
    return place if abs(place[0]) <= 180 and abs(place[1]) <= 90 else None


def metres_per_degree(lat: float) -> tuple[float, float]:
    """How many metres a degree of longitude and one of latitude make at this latitude."""
    one = math.radians(1) * EARTH_RADIUS_M
    return one * math.cos(math.radians(lat)), one


def flat(places: Iterable[Coordinates], origin: Coordinates) -> list[tuple[float, float]]:
    """Metres east and north of the origin: exact enough for a plant, not for a country."""
    east, north = metres_per_degree(origin[1])
    return [((lon - origin[0]) * east, (lat - origin[1]) * north) for lon, lat in places]
