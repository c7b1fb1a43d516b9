"""Where a plan's picture lies on the ground: two or three points known in both.

A value is `{"points": [{"x": "120", "y": "80.5", "lon": "…", "lat": "…"}, …]}`: pixels from the
picture's upper left corner, degrees in WGS-84. Two points turn and scale the picture; three also
stretch it, as scans need.
"""

import re

from msgspec import Struct
from shapely import Polygon

from anshu.kernel.degrees import Coordinates, coordinates_of, flat, metres_per_degree
from anshu.kernel.value_fault import ValueFault

FEWEST, MOST = 2, 3
# Metres on the ground that one pixel may show.
FINEST_M, COARSEST_M = 0.001, 50.0
CLOSEST_PIXELS = 20.0
PIXELS = re.compile(r"\d{1,5}(\.\d{1,3})?")

Pixel = tuple[float, float]


class Georeference(Struct, frozen=True):
    """Degrees of a pixel: lon = lon_x * x + lon_y * y + lon_0, and lat alike."""

    lon_x: float
    lon_y: float
    lon_0: float
    lat_x: float
    lat_y: float
    lat_0: float

    def place(self, x: float, y: float) -> Coordinates:
        """Longitude and latitude of a pixel."""
        lon = self.lon_x * x + self.lon_y * y + self.lon_0
        return lon, self.lat_x * x + self.lat_y * y + self.lat_0

    def pixel(self, lon: float, lat: float) -> Pixel:
        """The pixel of a place; it may lie outside the picture."""
        whole = self.lon_x * self.lat_y - self.lon_y * self.lat_x
        east, north = lon - self.lon_0, lat - self.lat_0
        x = (east * self.lat_y - north * self.lon_y) / whole
        return x, (north * self.lon_x - east * self.lat_x) / whole


def georeference_fault(value: object) -> ValueFault | None:
    """The first thing that is wrong with a plan's reference points; None if they fit."""
    points = _points(value)
    if isinstance(points, ValueFault):
        return points
    if not FEWEST <= len(points) <= MOST:
        return ValueFault("plan_points_count", str(len(points)), f"{FEWEST}-{MOST}")
    pixels = [pixel for pixel, _ in points]
    for place, one in enumerate(pixels):
        for other in pixels[place + 1 :]:
            if abs(complex(*one) - complex(*other)) < CLOSEST_PIXELS:
                return ValueFault("plan_points_close", limit=f"{CLOSEST_PIXELS:.0f}")
    ground = flat((place for _, place in points), points[0][1])
    if len(points) == MOST and _is_line(pixels, ground):
        return ValueFault("plan_points_line")
    scale = abs(complex(*ground[1]) - complex(*ground[0]))
    scale /= abs(complex(*pixels[1]) - complex(*pixels[0]))
    if not FINEST_M <= scale <= COARSEST_M:
        return ValueFault("plan_points_scale", f"{scale:.4g}", f"{FINEST_M:g}-{COARSEST_M:g}")
    return None


def read_georeference(value: object) -> Georeference | None:
    """The transformation that a plan's points give; None when there are none or they are wrong."""
    if not isinstance(value, dict) or georeference_fault(value) is not None:
        return None
    points = _points(value)
    if isinstance(points, ValueFault):
        return None
    origin = points[0][1]
    pixels = [pixel for pixel, _ in points]
    ground = flat((place for _, place in points), origin)
    solved = _turned(pixels, ground) if len(points) == FEWEST else _stretched(pixels, ground)
    a, b, c, d, e, f = solved
    east, north = metres_per_degree(origin[1])
    return Georeference(
        lon_x=a / east, lon_y=b / east, lon_0=origin[0] + c / east,
        lat_x=d / north, lat_y=e / north, lat_0=origin[1] + f / north,
    )  # fmt: skip


Affine = tuple[float, float, float, float, float, float]


def _turned(pixels: list[Pixel], ground: list[Pixel]) -> Affine:
    """Turned and scaled alike in both directions; pixels count downwards, metres northwards."""
    start, end = (complex(x, -y) for x, y in pixels)
    here, there = (complex(*place) for place in ground)
    turn = (there - here) / (end - start)
    shift = here - turn * start
    return turn.real, turn.imag, shift.real, turn.imag, -turn.real, shift.imag


def _stretched(pixels: list[Pixel], ground: list[Pixel]) -> Affine:
    (x0, y0), (x1, y1), (x2, y2) = pixels
    whole = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    rows: list[float] = []
    for axis in (0, 1):
        v0, v1, v2 = (place[axis] for place in ground)
        by_x = ((v1 - v0) * (y2 - y0) - (v2 - v0) * (y1 - y0)) / whole
        by_y = ((v2 - v0) * (x1 - x0) - (v1 - v0) * (x2 - x0)) / whole
        rows += [by_x, by_y, v0 - by_x * x0 - by_y * y0]
    a, b, c, d, e, f = rows
    return a, b, c, d, e, f


def _is_line(pixels: list[Pixel], ground: list[Pixel]) -> bool:
    """Whether three points lie (nearly) on one line, on the picture or on the ground."""
    for corners in (pixels, ground):
        sides = sum(
            abs(complex(*corners[i]) - complex(*corners[i - 1])) ** 2 for i in range(len(corners))
        )
        if Polygon(corners).area < sides * 0.005:
            return True
    return False


def _points(value: object) -> list[tuple[Pixel, Coordinates]] | ValueFault:
    points = value.get("points") if isinstance(value, dict) else None
    if not isinstance(points, list) or not isinstance(value, dict) or set(value) != {"points"}:
        return ValueFault("plan_points_malformed")
    if len(points) > MOST:
        return ValueFault("plan_points_count", str(len(points)), f"{FEWEST}-{MOST}")
    found: list[tuple[Pixel, Coordinates]] = []
    for number, point in enumerate(points, start=1):
        known = point if isinstance(point, dict) else {}
        place = coordinates_of(known.get("lon"), known.get("lat"))
        x, y = known.get("x"), known.get("y")
        if place is None or set(known) != {"x", "y", "lon", "lat"}:
            return ValueFault("plan_point_wrong", str(number))
        if not (isinstance(x, str) and isinstance(y, str)):
            return ValueFault("plan_point_wrong", str(number))
        if not (_is_pixel(x) and _is_pixel(y)):
            return ValueFault("plan_point_wrong", str(number))
        found.append(((float(x), float(y)), place))
    return found


def _is_pixel(text: str) -> bool:
    return PIXELS.fullmatch(text) is not None
