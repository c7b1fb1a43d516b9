"""Cells of the ground, about 60 m wide, each with a number: who is near is found by cells.

Rows run along the parallels, each divided into as many cells as fit, so that a cell is about as
wide near the pole as at the equator. A cell's number depends on nothing but the place.
"""

import math

from anshu.kernel.degrees import metres_per_degree
from anshu.kernel.position import Position, to_wgs84

CELL_M = 60
# More than there are cells along the equator.
COLUMNS = 2**20


def cell_of(position: Position) -> int:
    """The number of the cell that the position lies in."""
    place = to_wgs84(position)
    row = _row(place.lat)
    return _number(row, _column(row, place.lon))


def cells_around(position: Position, radius_m: float) -> tuple[int, ...]:
    """The cells of all places within the radius (and of some beyond: a square), in order."""
    place = to_wgs84(position)
    north = radius_m / metres_per_degree(0)[1]
    lowest, highest = max(place.lat - north, -90.0), min(place.lat + north, 90.0)
    # A metre is the most degrees of longitude at the end that is nearer to the pole.
    metres = max(metres_per_degree(max(abs(lowest), abs(highest)))[0], 1e-3)
    east = min(radius_m / metres, 179.9)
    found: list[int] = []
    for row in range(_row(lowest), _row(highest) + 1):
        count = _count(row)
        first, last = _column(row, place.lon - east), _column(row, place.lon + east)
        span = (last - first) % count
        found += (_number(row, (first + step) % count) for step in range(span + 1))
    return tuple(sorted(found))


def _row(lat: float) -> int:
    return math.floor((lat + 90) * metres_per_degree(0)[1] / CELL_M)


def _count(row: int) -> int:
    """How many cells the row has."""
    lat = (row + 0.5) * CELL_M / metres_per_degree(0)[1] - 90
    return max(1, math.floor(360 * metres_per_degree(lat)[0] / CELL_M))


def _column(row: int, lon: float) -> int:
    count = _count(row)
    return math.floor((lon + 180) % 360 / 360 * count) % count


def _number(row: int, column: int) -> int:
    return row * COLUMNS + column
