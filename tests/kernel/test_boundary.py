"""Boundaries: read into WGS-84, measured in metres, refused by what is wrong."""

import pytest

from anshu.kernel.boundary import boundary_fault, distance_to_m, inner_point, read_boundary, size_m2
from anshu.kernel.position import Position, to_gcj02

# About 94.3 m by 111.2 m.
CORNERS = [(120.905, 31.985), (120.906, 31.985), (120.906, 31.986), (120.905, 31.986)]


def value(corners: list[tuple[float, float]], system: str = "WGS-84") -> dict[str, object]:
    return {"ring": [[f"{lon:.9f}", f"{lat:.9f}"] for lon, lat in corners], "system": system}


def test_size_and_distance_are_metres_on_the_ground() -> None:
    boundary = read_boundary(value(CORNERS))
    assert boundary is not None
    assert size_m2(boundary) == pytest.approx(94.32 * 111.195, rel=0.001)
    assert distance_to_m(boundary, Position(31.9855, 120.9055)) == 0
    assert distance_to_m(boundary, Position(31.987, 120.9055)) == pytest.approx(111.2, abs=0.1)
    assert distance_to_m(boundary, Position(31.9855, 120.907)) == pytest.approx(94.3, abs=0.1)


def test_a_ring_that_is_closed_by_its_first_corner_is_the_same_ring() -> None:
    assert read_boundary(value([*CORNERS, CORNERS[0]])) == read_boundary(value(CORNERS))


def test_corners_of_gcj_02_are_brought_back() -> None:
    shifted = [to_gcj02(Position(lat, lon)) for lon, lat in CORNERS]
    boundary = read_boundary(value([(p.lon, p.lat) for p in shifted], "GCJ-02"))
    assert boundary is not None
    for corner, expected in zip(boundary.ring, CORNERS, strict=True):
        assert corner == pytest.approx(expected, abs=1e-8)


def test_the_inner_point_of_a_horseshoe_lies_within_it() -> None:
    horseshoe = [(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)]
    corners = [(120.9 + x / 1000, 31.9 + y / 1000) for x, y in horseshoe]
    boundary = read_boundary(value(corners))
    assert boundary is not None
    lon, lat = inner_point(boundary)
    assert distance_to_m(boundary, Position(lat, lon)) == 0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (None, "boundary_malformed"),
        ({"ring": "x"}, "boundary_malformed"),
        ({"ring": [], "system": "BD-09"}, "boundary_malformed"),
        ({"ring": [], "note": "x"}, "boundary_malformed"),
        ({"ring": []}, "boundary_too_few"),
        ({"ring": [["1", "2"], ["1", "2"]]}, "boundary_too_few"),
        ({"ring": [[1.0, 2.0]]}, "boundary_corner"),
        ({"ring": [["1", "91"]]}, "boundary_corner"),
        ({"ring": [["1", "NaN"]]}, "boundary_corner"),
        (value([CORNERS[0], (120.9055, 31.985), *CORNERS[1:]]), None),
        (value([CORNERS[0], CORNERS[2], CORNERS[1], CORNERS[3]]), "boundary_crosses"),
        (value([(1, 1), (1.001, 1.001), (1.002, 1.002)]), "boundary_too_small"),
    ],
)
def test_what_is_no_boundary_is_named(wrong: object, code: str | None) -> None:
    fault = boundary_fault(wrong)
    assert (fault.code if fault else None) == code
    assert (read_boundary(wrong) is None) is (code is not None)
