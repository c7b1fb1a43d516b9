"""Cells of the ground: every place within a radius is in the cells around."""

import math

from hypothesis import given
from hypothesis import strategies as st

from anshu.kernel.degrees import metres_per_degree
from anshu.kernel.grid import cell_of, cells_around
from anshu.kernel.position import Position, distance_m, to_gcj02

LATS = st.floats(-70, 70)
LONS = st.floats(-180, 179.999)
PLANT = Position(31.985, 120.905)


def moved(place: Position, east_m: float, north_m: float) -> Position:
    east, north = metres_per_degree(place.lat)
    return Position(place.lat + north_m / north, place.lon + east_m / east)


@given(
    lat=LATS, lon=LONS, radius=st.floats(1, 500), part=st.floats(0, 0.99),
    angle=st.floats(0, 2 * math.pi),
)  # fmt: skip
def test_every_place_within_the_radius_is_in_one_of_the_cells(
    lat: float, lon: float, radius: float, part: float, angle: float
) -> None:
    centre = Position(lat, lon)
    away = part * radius
    other = moved(centre, away * math.cos(angle), away * math.sin(angle))
    assert distance_m(centre, other) <= radius
    assert cell_of(other) in cells_around(centre, radius)


def test_a_few_cells_cover_what_is_near() -> None:
    assert len(cells_around(PLANT, 30)) <= 4
    assert len(cells_around(PLANT, 60)) <= 9
    assert cell_of(moved(PLANT, 300, 0)) not in cells_around(PLANT, 60)


def test_a_circle_over_the_date_line_has_cells_on_both_sides() -> None:
    cells = cells_around(Position(0.0, 180.0), 100)
    assert cell_of(Position(0.0, 179.9995)) in cells
    assert cell_of(Position(0.0, -179.9995)) in cells
    assert len(cells) < 40


def test_a_place_is_in_the_same_cell_in_either_coordinate_system() -> None:
    assert cell_of(to_gcj02(PLANT)) == cell_of(PLANT)


def test_cells_are_found_at_the_poles_too() -> None:
    assert cell_of(Position(90.0, 0.0)) in cells_around(Position(90.0, 0.0), 50)
