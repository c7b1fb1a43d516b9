"""Boundaries of areas: what a ring must be, and how far a position lies from it.

A value is `{"ring": [["lon", "lat"], …], "system": "WGS-84"}` with decimals as texts, like every
value of the ledger. Areas of a plant are small, so metres on a plane around the ring are exact
to far below what a phone measures.
"""

from msgspec import Struct
from shapely import LinearRing, Point, Polygon

from anshu.kernel.degrees import Coordinates, coordinates_of, flat
from anshu.kernel.position import SYSTEMS, Position, to_wgs84
from anshu.kernel.value_fault import ValueFault

FEWEST_POINTS = 3
MOST_POINTS = 200
# A cabinet's surroundings, and a whole chemical park.
SMALLEST_M2 = 4
LARGEST_M2 = 100_000_000


class Boundary(Struct, frozen=True):
    """The corners of an area in WGS-84 degrees (longitude, latitude), not repeated at the end."""

    ring: tuple[Coordinates, ...]


def boundary_fault(value: object) -> ValueFault | None:
    """The first thing that is wrong with a boundary's value; None for a sound one."""
    ring = _ring(value)
    if isinstance(ring, ValueFault):
        return ring
    if len(ring) < FEWEST_POINTS:
        return ValueFault("boundary_too_few", str(len(ring)), str(FEWEST_POINTS))
    if len(set(ring)) < len(ring):
        return ValueFault("boundary_repeats")
    corners = flat(ring, ring[0])
    if not LinearRing(corners).is_simple:
        return ValueFault("boundary_crosses")
    size = Polygon(corners).area
    if size < SMALLEST_M2:
        return ValueFault("boundary_too_small", f"{size:.1f}", str(SMALLEST_M2))
    if size > LARGEST_M2:
        return ValueFault("boundary_too_large", f"{size:.0f}", str(LARGEST_M2))
    return None


def read_boundary(value: object) -> Boundary | None:
    """A boundary field's value in WGS-84; None when there is none or it is no sound one."""
    if not isinstance(value, dict) or boundary_fault(value) is not None:
        return None
    ring = _ring(value)
    if isinstance(ring, ValueFault):
        return None
    system = str(value.get("system", "WGS-84"))
    world = (to_wgs84(Position(lat=lat, lon=lon, system=system)) for lon, lat in ring)
    return Boundary(tuple((place.lon, place.lat) for place in world))


def distance_to_m(boundary: Boundary, position: Position) -> float:
    """How many metres the position lies outside the boundary; 0 within it."""
    place = to_wgs84(position)
    (here,) = flat(((place.lon, place.lat),), boundary.ring[0])
    return float(Polygon(flat(boundary.ring, boundary.ring[0])).distance(Point(here)))


def size_m2(boundary: Boundary) -> float:
    """The ground that the boundary encloses, in square metres."""
    return float(Polygon(flat(boundary.ring, boundary.ring[0])).area)


def inner_point(boundary: Boundary) -> Coordinates:
    """A point that surely lies within (longitude, latitude): where a label is put."""
    point = Polygon(boundary.ring).representative_point()
    return float(point.x), float(point.y)


def _ring(value: object) -> tuple[Coordinates, ...] | ValueFault:
    malformed = ValueFault("boundary_malformed")
    if not isinstance(value, dict) or not set(value) <= {"ring", "system"}:
        return malformed
    corners = value.get("ring")
    if not isinstance(corners, list) or value.get("system", "WGS-84") not in SYSTEMS:
        return malformed
    # One more than may be: a ring that is closed by repeating its first corner.
    if len(corners) > MOST_POINTS + 1:
        return ValueFault("boundary_too_many", str(len(corners)), str(MOST_POINTS))
    ring: list[Coordinates] = []
    for place, corner in enumerate(corners, start=1):
        pair = corner if isinstance(corner, list) and len(corner) == 2 else (None, None)
        found = coordinates_of(*pair)
        if found is None:
            return ValueFault("boundary_corner", str(place))
        ring.append(found)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    if len(ring) > MOST_POINTS:
        return ValueFault("boundary_too_many", str(len(ring)), str(MOST_POINTS))
    return tuple(ring)
