"""Plans on the ground: two points turn and scale, three also stretch."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.kernel.georeference import georeference_fault, read_georeference


def value(*points: tuple[float, float, float, float]) -> dict[str, object]:
    return {
        "points": [
            {"x": f"{x:.3f}", "y": f"{y:.3f}", "lon": f"{lon:.9f}", "lat": f"{lat:.9f}"}
            for x, y, lon, lat in points
        ]
    }


@given(
    turn=st.floats(0, 2 * math.pi), scale=st.floats(0.02, 5), lat=st.floats(-60, 60),
    x=st.floats(0, 2000), y=st.floats(0, 2000),
)  # fmt: skip
def test_two_points_bring_back_any_turn_and_scale(
    turn: float, scale: float, lat: float, x: float, y: float
) -> None:
    """The truth is a turned picture; two of its points are given, any other is found."""

    def truth(px: float, py: float) -> tuple[float, float]:
        east = scale * (math.cos(turn) * px + math.sin(turn) * py)
        north = scale * (math.sin(turn) * px - math.cos(turn) * py)
        wide = 111_195.08 * math.cos(math.radians(lat))
        return 120 + east / wide, lat + north / 111_195.08

    by = read_georeference(value((0, 0, *truth(0, 0)), (1800, 1500, *truth(1800, 1500))))
    assert by is not None
    lon, lat_found = by.place(x, y)
    expected = truth(x, y)
    assert (lon, lat_found) == pytest.approx(expected, abs=5e-8)
    assert by.pixel(*expected) == pytest.approx((x, y), abs=1.0)


def test_three_points_stretch_a_scan() -> None:
    points = [(0, 0, 120.0, 31.01), (1000, 0, 120.01, 31.01), (0, 1000, 120.0, 30.995)]
    by = read_georeference(value(*points))
    assert by is not None
    for x, y, lon, lat in points:
        assert by.place(x, y) == pytest.approx((lon, lat), abs=1e-8)
    assert by.place(1000, 1000) == pytest.approx((120.01, 30.995), abs=1e-8)
    assert by.pixel(120.005, 31.0025) == pytest.approx((500, 500), abs=0.01)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (None, "plan_points_malformed"),
        ({"points": {}}, "plan_points_malformed"),
        (value((0, 0, 120, 31)), "plan_points_count"),
        (value(*[(i * 99, i * i, 120 + i, 31) for i in range(4)]), "plan_points_count"),
        ({"points": [{"x": "1", "y": "2", "lon": "3"}]}, "plan_point_wrong"),
        ({"points": [{"x": "-1", "y": "2", "lon": "3", "lat": "4"}]}, "plan_point_wrong"),
        (value((0, 0, 120, 31), (9, 9, 120.01, 31)), "plan_points_close"),
        (value((0, 0, 120, 31), (900, 9, 120, 31)), "plan_points_scale"),
        (
            value((0, 0, 120, 31), (500, 500, 120.005, 30.995), (900, 901, 120.009, 30.991)),
            "plan_points_line",
        ),
    ],
)
def test_points_that_do_not_fit_are_named(wrong: object, code: str) -> None:
    fault = georeference_fault(wrong)
    assert fault is not None and fault.code == code
    assert read_georeference(wrong) is None
